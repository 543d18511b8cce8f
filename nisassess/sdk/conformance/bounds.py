"""Within what bounds every figure of a score lies."""

from collections.abc import Iterator

from nisassess.sdk.scoring import Figures, Score, ScoringInput, Trace


def out_of_bounds(score: Score, given: ScoringInput) -> Iterator[str]:
    """What a score says that cannot be, given its input."""
    ids = [control.id for _, _, controls in given.groups for control in controls]
    if [control.control for control in score.controls] != ids:
        yield "must score every control once, in reading order"
    if [group.group for group in score.groups] != [id_ for id_, _, _ in given.groups]:
        yield "must score every group once, in reading order"
    yield from _figures(score.total, given, "total")
    if score.total.met + score.total.below + score.total.open + score.total.not_applicable != len(
        ids
    ):
        yield "total: met, below, open and not applicable must add up to all controls"
    for group in score.groups:
        yield from _figures(group.figures, given, group.group)
    for control in score.controls:
        yield from _on_scale(control.level, given, f"{control.control}: level")
        yield from _on_scale(control.value, given, f"{control.control}: value")
        yield from _explained(control.trace, control.control)
    yield from _explained(score.completeness_trace, "total")
    yield from _explained(score.attainment_trace, "total")


def _figures(figures: Figures, given: ScoringInput, place: str) -> Iterator[str]:
    for name in ("completeness", "attainment", "attainment_at_least"):
        number = getattr(figures, name)
        if number is not None and not 0 <= number <= 1:
            yield f"{place}: {name} {number} lies outside 0 to 1"
    if not 0 <= figures.answered <= figures.questions:
        yield f"{place}: {figures.answered} of {figures.questions} questions answered"
    for name in ("level", "value", "value_at_least"):
        yield from _on_scale(getattr(figures, name), given, f"{place}: {name}")


def _on_scale(number: float | None, given: ScoringInput, place: str) -> Iterator[str]:
    low, high = given.scale.lowest, given.scale.highest
    if number is not None and not low <= number <= high:
        yield f"{place} {number} lies outside the scale {low} to {high}"


def _explained(trace: Trace, place: str) -> Iterator[str]:
    if not trace.rule.strip() or not trace.result.strip():
        yield f"{place}: the trace must name its rule and its result"
