"""Puts counts in the order of the catalogue, under their names; pure."""

from collections import defaultdict
from collections.abc import Iterable

import orjson

from nisassess.statistics.types import (
    ControlDistribution,
    GroupDistribution,
    GroupOutcome,
    Heading,
    LevelCount,
    Outcome,
    Outline,
    Tally,
)


def outline_of(content: str) -> Outline:
    """The outline that was kept."""
    told = orjson.loads(content)
    return Outline(
        language=told["language"],
        levels=tuple(told["levels"]),
        lowest=told["lowest"],
        groups=tuple(
            (
                _heading(group),
                tuple(_heading(control) for control in group["controls"]),
            )
            for group in told["groups"]
        ),
    )


def preferred(outlines: Iterable[Outline], language: str | None) -> tuple[Outline, ...]:
    """The outlines, those in the reader's language first, else as they came."""
    return tuple(sorted(outlines, key=lambda one: one.language != language))


class Names:
    """How controls and groups are called: by the first outline that knows them."""

    def __init__(self, outlines: tuple[Outline, ...]) -> None:
        self.groups: dict[str, Heading] = {}
        self.controls: dict[str, tuple[Heading, Heading]] = {}
        """Group and control by the control's id, in the order of the catalogue."""
        for outline in outlines:
            for group, controls in outline.groups:
                known = self.groups.setdefault(group.id, group)
                for control in controls:
                    self.controls.setdefault(control.id, (known, control))
        scales = {(outline.lowest, len(outline.levels)) for outline in outlines}
        self._levels = outlines[0] if len(scales) == 1 else None

    def control(self, id_: str) -> tuple[Heading, Heading]:
        """Group and control; named by its id where nobody names it."""
        return self.controls.get(id_) or (Heading("", None, ""), Heading(id_, None, id_))

    def level(self, level: int) -> str | None:
        """The name of a level, if all that is counted is on one scale."""
        if self._levels is None:
            return None
        place = level - self._levels.lowest
        names = self._levels.levels
        return names[place] if 0 <= place < len(names) else None


def distribution(
    outcomes: Iterable[Outcome], of_groups: Iterable[GroupOutcome], names: Names
) -> tuple[GroupDistribution, ...]:
    """Every group with its controls; a group without any counted control is not there."""
    by_group: dict[str, list[ControlDistribution]] = defaultdict(list)
    for one in controls(outcomes, names):
        by_group[one.group.id].append(one)
    counts: dict[str, list[GroupOutcome]] = defaultdict(list)
    for each in of_groups:
        counts[each.group_id].append(each)
    order = [*names.groups, *(id_ for id_ in by_group if id_ not in names.groups)]
    return tuple(
        GroupDistribution(
            heading=names.groups.get(id_, Heading(id_, None, id_)),
            tally=_tally(counts[id_]),
            levels=_levels(counts[id_], names),
            controls=tuple(by_group[id_]),
        )
        for id_ in order
        if by_group[id_]
    )


def controls(outcomes: Iterable[Outcome], names: Names) -> tuple[ControlDistribution, ...]:
    """Every counted control, in the order of the catalogue."""
    by_control: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        by_control[one.control_id].append(one)
    known = [id_ for id_ in names.controls if id_ in by_control]
    unknown = sorted(id_ for id_ in by_control if id_ not in names.controls)
    return tuple(
        ControlDistribution(
            heading=names.control(id_)[1],
            group=names.control(id_)[0],
            tally=_tally(by_control[id_]),
            levels=_levels(by_control[id_], names),
        )
        for id_ in (*known, *unknown)
    )


def weakest(found: Iterable[ControlDistribution], most: int) -> tuple[ControlDistribution, ...]:
    """Controls that the largest share of those they apply to miss, the weakest first.

    Of equal shares, that which more miss comes first. One that nobody misses is not there.
    """
    missed = [one for one in found if one.tally.below]
    missed.sort(key=lambda one: (-one.tally.below / one.tally.assessed, -one.tally.below))
    return tuple(missed[:most])


def _tally(outcomes: Iterable[Outcome | GroupOutcome]) -> Tally:
    counts: dict[str, int] = defaultdict(int)
    for one in outcomes:
        counts[one.state] += one.submissions
    return Tally(counts["met"], counts["below"], counts["not_applicable"], counts["open"])


def _levels(outcomes: Iterable[Outcome | GroupOutcome], names: Names) -> tuple[LevelCount, ...]:
    counts: dict[int, int] = defaultdict(int)
    for one in outcomes:
        if one.level is not None:
            counts[one.level] += one.submissions
    return tuple(LevelCount(level, names.level(level), counts[level]) for level in sorted(counts))


def _heading(told: dict[str, str | None]) -> Heading:
    return Heading(str(told["id"]), told["label"], str(told["title"]))
