"""What every scoring method is held to: bounded, deterministic, total, monotone where it says so.

Each check yields sentences; none means that the method passed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random

from nisassess.sdk.conformance.answers import (
    Answerer,
    best,
    by_chance,
    ladder,
    scoring_input,
    unanswered,
    worst,
)
from nisassess.sdk.conformance.bounds import out_of_bounds
from nisassess.sdk.content import Catalogue, Control, Profile, Question
from nisassess.sdk.scoring import Score, ScoringInput, ScoringMethod

SEEDS = range(6)
"""Random sets of answers that every profile is scored with."""
_STEPS = 12
"""Single improvements that a monotone method is tried with, per profile."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A profile with the catalogues it stands on and the method that scores it."""

    method: ScoringMethod
    profile: Profile
    catalogues: tuple[Catalogue, ...]

    def given(self, answer: Answerer, **changes: Callable[[Control], bool]) -> ScoringInput:
        """The profile, so answered."""
        return scoring_input(self.profile, self.catalogues, answer, **changes)


def quick_faults(method: ScoringMethod, profiles: Iterable[Scored] = ()) -> tuple[str, ...]:
    """The checks that a platform runs at start: describes itself, total, bounded, deterministic."""
    told = list(description_faults(method))
    if told:
        return tuple(told)
    for given in _empty():
        told.extend(_faults_of(method, given, "without any control"))
    for scored in profiles:
        what = f"profile '{scored.profile.id}'"
        told.extend(_faults_of(method, scored.given(unanswered), f"{what}, unanswered"))
        told.extend(_faults_of(method, scored.given(by_chance(0)), f"{what}, partly answered"))
    return tuple(told)


def description_faults(method: ScoringMethod) -> Iterator[str]:
    """The method has the members of the contract, each of its kind."""
    for name in ("id", "version", "title", "summary"):
        if not isinstance(getattr(method, name, None), str) or not getattr(method, name):
            yield f"'{name}' must be text"
    if not isinstance(getattr(method, "monotone", None), bool):
        yield "'monotone' must be true or false"
    if not isinstance(getattr(method, "parameters", None), tuple):
        yield "'parameters' must be a tuple of Parameter"
    for name in ("score", "faults"):
        if not callable(getattr(method, name, None)):
            yield f"'{name}' must be a method"


def _empty() -> tuple[ScoringInput, ...]:
    levels = ("Low", "Middle", "High")
    return (
        ScoringInput(groups=(), levels=()),
        ScoringInput(groups=(), levels=levels),
        ScoringInput(groups=(("group", "Group", ()),), levels=levels, lowest=1),
    )


# --- the whole kit --------------------------------------------------------------------------


def total_faults(scored: Scored) -> Iterator[str]:
    """Scores anything: nothing answered, everything not applicable, any mixture."""
    for name, given in _inputs(scored):
        _, told = _score(scored.method, given, name)
        yield from told
    score, _ = _score(scored.method, scored.given(unanswered), "unanswered")
    if score is not None and score.total.attainment is not None:
        yield f"unanswered: attainment must be unknown, not {score.total.attainment}"


def bounded_faults(scored: Scored) -> Iterator[str]:
    """Every figure lies within its bounds, and every control has one."""
    for name, given in _inputs(scored):
        score, _ = _score(scored.method, given, name)
        if score is not None:
            yield from (f"{name}: {message}" for message in out_of_bounds(score, given))


def deterministic_faults(scored: Scored) -> Iterator[str]:
    """The same answers score the same, in every trace too."""
    for name, given in _inputs(scored):
        yield from _unsteady(scored.method, given, name)


def monotone_faults(scored: Scored) -> Iterator[str]:
    """A better answer to one question lowers no figure, where the method says so."""
    if not scored.method.monotone:
        return
    dice = Random(1)  # noqa: S311
    for _ in range(_STEPS):
        yield from _one_step(scored, dice)


def _inputs(scored: Scored) -> Iterator[tuple[str, ScoringInput]]:
    yield "unanswered", scored.given(unanswered)
    yield "all best", scored.given(best)
    yield "all worst", scored.given(worst)
    yield "all not applicable", scored.given(unanswered, not_applicable=lambda control: True)
    for seed in SEEDS:
        given = scored.given(by_chance(seed), not_applicable=_some(seed))
        yield f"answers by chance {seed}", given


def _some(seed: int) -> Callable[[Control], bool]:
    """One control in five."""
    dice = Random(seed)  # noqa: S311
    return lambda control: dice.randrange(5) == 0


def _faults_of(method: ScoringMethod, given: ScoringInput, name: str) -> Iterator[str]:
    score, told = _score(method, given, name)
    yield from told
    if score is not None:
        yield from (f"{name}: {message}" for message in out_of_bounds(score, given))
        yield from _unsteady(method, given, name)


def _score(
    method: ScoringMethod, given: ScoringInput, name: str
) -> tuple[Score | None, tuple[str, ...]]:
    try:
        score: object = method.score(given)
    except Exception as error:  # a stranger's method
        return None, (f"{name}: raised {type(error).__name__}: {error}",)
    if not isinstance(score, Score):
        return None, (f"{name}: must return Score, not {type(score).__name__}",)
    return score, ()


def _unsteady(method: ScoringMethod, given: ScoringInput, name: str) -> Iterator[str]:
    first, _ = _score(method, given, name)
    second, _ = _score(method, given, name)
    if first != second:
        yield f"{name}: the same answers scored differently the second time"


# --- monotone -------------------------------------------------------------------------------


def _one_step(scored: Scored, dice: Random) -> Iterator[str]:
    """Answer everything by chance, then one question better, and compare."""
    answers: dict[int, str] = {}

    def answer(question: Question) -> str | None:
        return answers.setdefault(id(question), dice.choice(ladder(question)))

    before, told = _score(scored.method, scored.given(answer), "answers by chance")
    question = _improvable(scored, answers, dice)
    if before is None or question is None:
        yield from told
        return
    steps = ladder(question)
    answers[id(question)] = steps[steps.index(answers[id(question)]) + 1]
    after, told = _score(scored.method, scored.given(answer), "one answer better")
    yield from told
    if after is not None:
        yield from _lowered(before, after, question)


def _improvable(scored: Scored, answers: dict[int, str], dice: Random) -> Question | None:
    """A question with a better answer left, on which no other question depends."""
    found = [
        question
        for catalogue in scored.catalogues
        for group in catalogue.groups
        for control in group.controls
        for question in control.questions
        if answers.get(id(question), ladder(question)[-1]) != ladder(question)[-1]
        and all(q.when is None or q.when.question != question.id for q in control.questions)
    ]
    return dice.choice(found) if found else None


def _lowered(before: Score, after: Score, question: Question) -> Iterator[str]:
    pairs = [("total", before.total, after.total)]
    pairs += [
        (old.group, old.figures, new.figures)
        for old, new in zip(before.groups, after.groups, strict=True)
    ]
    for place, old, new in pairs:
        for name in ("completeness", "attainment", "attainment_at_least", "level", "value"):
            was, now = getattr(old, name), getattr(new, name)
            if was is not None and (now is None or now < was):
                yield f"{place}: a better answer to '{question.id}' took {name} from {was} to {now}"
