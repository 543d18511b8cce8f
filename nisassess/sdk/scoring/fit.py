"""Whether content fits a method: the rules that several methods share."""

from collections.abc import Iterator
from fractions import Fraction

from nisassess.sdk.content import AnswerKind, NotApplicable, Question
from nisassess.sdk.scoring.credit import earns
from nisassess.sdk.scoring.exact import in_digits
from nisassess.sdk.scoring.method import Parameter, ProfileView, ScoringFault


def scored_questions(view: ProfileView) -> Iterator[tuple[str, int, Question]]:
    """(key path, target, question) of every question that earns credit."""
    for item in view.selected:
        for question in item.control.questions:
            if earns(question) and not question.optional:
                key = f"{item.control.id}.questions.{question.id}"
                yield key, item.target, question


def scale_faults(view: ProfileView) -> Iterator[ScoringFault]:
    """Levels are named, targets lie on the scale, and every control has something to score."""
    if len(view.scoring.levels) < 2:  # noqa: PLR2004
        message = f"name the levels from {view.scale.lowest} upwards, two at least"
        yield ScoringFault("scoring.levels", message)
    scale = view.scale
    for key, target in view.targets.items():
        if not scale.lowest <= target <= scale.highest:
            message = (
                f"the target {target} lies outside the scale {scale.lowest} to {scale.highest}"
            )
            yield ScoringFault(key, message)
    for item in view.selected:
        if not any(
            earns(question) and not question.optional and question.when is None
            for question in item.control.questions
        ):
            message = (
                "no question that is always asked earns credit, so the control cannot be scored"
            )
            yield ScoringFault(f"{item.control.id}.questions", message)


def maturity_faults(view: ProfileView) -> Iterator[ScoringFault]:
    """The choices of maturity questions start with the scale, end within it, reach the target."""
    scale = view.scale
    for key, target, question in scored_questions(view):
        levels = [int(c.value) for c in question.choices if c.value.isdigit()]
        if question.kind is not AnswerKind.MATURITY or not levels:
            continue
        if levels[0] != scale.lowest:
            message = (
                f"its levels start at {levels[0]}; the profile's scale starts at {scale.lowest}"
            )
            yield ScoringFault(key, message)
        highest = max(levels)
        if highest > scale.highest:
            message = (
                f"has choices up to level {highest}; the profile's scale ends at {scale.highest}"
            )
            yield ScoringFault(key, message)
        if highest < target:
            message = f"has choices up to level {highest}; the target {target} is out of reach"
            yield ScoringFault(key, message)


def own_level_faults(view: ProfileView) -> Iterator[ScoringFault]:
    """Every scored question but a maturity question belongs to a level of the scale."""
    top = view.scale.highest
    for key, _, question in scored_questions(view):
        if question.kind is AnswerKind.MATURITY:
            continue
        if question.level is None:
            yield ScoringFault(key, "needs the level that it belongs to")
        elif question.level > top:
            message = f"belongs to level {question.level}; the profile's scale ends at {top}"
            yield ScoringFault(key, message)
        elif question.level <= view.scale.lowest:
            message = (
                f"belongs to level {question.level}, the lowest of the scale, and so decides "
                "nothing; name the level that it opens"
            )
            yield ScoringFault(key, message)


def parameter_faults(
    view: ProfileView, parameters: tuple[Parameter, ...]
) -> Iterator[ScoringFault]:
    """Only known parameters, each within its bounds, and none missing that is needed."""
    known = {parameter.name: parameter for parameter in parameters}
    for name in view.scoring.parameters:
        if name not in known:
            names = ", ".join(known) or "none"
            key = f"scoring.parameters.{name}"
            yield ScoringFault(key, f"the method has no such parameter (it has: {names})")
    for parameter in parameters:
        if message := _out_of_bounds(parameter, view):
            yield ScoringFault(f"scoring.parameters.{parameter.name}", message)


def _out_of_bounds(parameter: Parameter, view: ProfileView) -> str | None:
    """What is wrong with a parameter as set, or with its default on this scale."""
    given = view.scoring.parameters.get(parameter.name)
    value = parameter.default if given is None else Fraction(given)
    if value is None:
        return f"is missing: {parameter.meaning}" if parameter.required else None
    low = Fraction(0) if parameter.minimum is None else parameter.minimum
    high = Fraction(view.scale.highest) if parameter.maximum is None else parameter.maximum
    if low <= value <= high:
        return None
    said = "" if given is not None else ", its default,"
    return f"{in_digits(value)}{said} lies outside {in_digits(low)} to {in_digits(high)}"


def capped_faults(view: ProfileView) -> Iterator[ScoringFault]:
    """Where a control counts although it is not applicable, the profile says as what."""
    if "not_applicable_counts" in view.scoring.parameters:
        return
    for item in view.selected:
        if item.control.not_applicable is NotApplicable.CAPPED:
            message = (
                f"the control '{item.control.id}' says `not_applicable: capped`; name the level "
                "it counts as"
            )
            yield ScoringFault("scoring.parameters.not_applicable_counts", message)
            return
