"""What became of the controls since earlier results: of a year before, by the same profile."""

from dataclasses import dataclass

from nisassess.results.types import ControlResult, Results


@dataclass(frozen=True, slots=True)
class Move:
    """A control whose state is another one than then; `before` or `after` None: not there."""

    label: str
    title: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The earlier results beside these."""

    earlier: Results
    moves: tuple[Move, ...]
    """In the order of the later results; controls that are gone come last."""
    same: int
    """Controls in the same state as then."""

    @property
    def reached(self) -> int:
        """Controls that reach their target and did not then."""
        return sum(move.after == "met" and move.before is not None for move in self.moves)

    @property
    def fallen(self) -> tuple[Move, ...]:
        """Controls that reached their target then and are below it now."""
        return tuple(move for move in self.moves if (move.before, move.after) == ("met", "below"))

    @property
    def added(self) -> int:
        """Controls that were not there then."""
        return sum(move.before is None for move in self.moves)

    @property
    def removed(self) -> int:
        """Controls that are not there any more."""
        return sum(move.after is None for move in self.moves)


def comparison(earlier: Results | None, results: Results) -> Comparison | None:
    """The comparison, or None where there is nothing to compare with."""
    if earlier is None:
        return None
    before, after = _controls(earlier), _controls(results)
    moves = [
        _move(before.get(id_), after.get(id_))
        for id_ in dict.fromkeys((*after, *before))
        if _state(before.get(id_)) != _state(after.get(id_))
    ]
    shared = before.keys() & after.keys()
    same = sum(_state(before[id_]) == _state(after[id_]) for id_ in shared)
    return Comparison(earlier, tuple(moves), same)


def _controls(results: Results) -> dict[str, ControlResult]:
    return {control.id: control for group in results.groups for control in group.controls}


def _state(control: ControlResult | None) -> str | None:
    return control.state if control else None


def _move(before: ControlResult | None, after: ControlResult | None) -> Move:
    shown = after or before
    if shown is None:
        raise ValueError("a control that is in neither of the results")
    return Move(shown.label or shown.id, shown.title, _state(before), _state(after))
