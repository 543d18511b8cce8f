"""Checks of questions: each kind with its choices, numbers and conditions."""

from collections.abc import Iterator, Sequence

from nisassess.sdk.checks.common import Content, Faults, controls_of, fault, listed, repeated
from nisassess.sdk.checks.numbers import number_faults
from nisassess.sdk.content import Achievement, AnswerKind, Catalogue, Choice, Question

FIXED_ANSWERS = {
    AnswerKind.ACHIEVEMENT: ("achieved", "partially", "not_achieved"),
    AnswerKind.YES_NO: ("yes", "no"),
}
"""The values that an answer of these kinds may take."""

NONE = "none"
"""The answer to several choices when none is true; no choice can have it as its value."""

_FREE = (AnswerKind.NUMBER, AnswerKind.DATE, AnswerKind.TEXT)
_SEVERAL = (AnswerKind.MULTIPLE_CHOICE, AnswerKind.INDICATORS)
_CREDITED = (AnswerKind.SINGLE_CHOICE, AnswerKind.MULTIPLE_CHOICE)


def question_faults(content: Content) -> Faults:
    """Everything that can be told of the questions and scales of every catalogue."""
    for catalogue in content.catalogues:
        for name, choices in catalogue.scales.items():
            yield from _choice_faults(catalogue.id, f"scales.{name}", choices)
        for control in controls_of(catalogue):
            for number, question in enumerate(control.questions):
                key = f"{control.id}.questions.{question.id}"
                yield from _question_faults(catalogue.id, key, question)
                yield from _scale_faults(catalogue, key, question)
                before = control.questions[:number]
                yield from _condition_faults(catalogue.id, key, question, before)


def _question_faults(owner: str, key: str, question: Question) -> Faults:
    yield from _choice_faults(owner, f"{key}.choices", question.choices)
    for entry, message in _wrong(question):
        yield fault(owner, f"{key}.{entry}", message)
    for entry, message in number_faults(question):
        yield fault(owner, f"{key}.{entry}", message)


def _choice_faults(owner: str, key: str, choices: Sequence[Choice]) -> Faults:
    """Values of choices are unique."""
    yield from repeated(owner, key, (choice.value for choice in choices))


def _scale_faults(catalogue: Catalogue, key: str, question: Question) -> Faults:
    """Content made in Python may name a scale without having taken its choices."""
    scale = question.scale
    if scale is None:
        return
    if scale not in catalogue.scales:
        yield fault(catalogue.id, f"{key}.scale", f"the catalogue has no scale '{scale}'")
    elif len(question.choices) != len(catalogue.scales[scale]):
        message = f"must have the choices of the scale '{scale}'; read_catalogue puts them in"
        yield fault(catalogue.id, f"{key}.choices", message)


def _wrong(question: Question) -> Iterator[tuple[str, str]]:
    kind = question.kind
    if kind is AnswerKind.MATURITY:
        yield from _maturity(question)
    elif kind in FIXED_ANSWERS:
        yield from _fixed(question, FIXED_ANSWERS[kind])
    elif kind in _FREE:
        if question.choices:
            yield "choices", f"a {kind} question has no choices"
    else:
        yield from _choices(question)
    yield from _misplaced(question)


def _maturity(question: Question) -> Iterator[tuple[str, str]]:
    values = [choice.value for choice in question.choices]
    contiguous = any(
        values == [str(level) for level in range(first, first + len(values))] for first in (0, 1)
    )
    if len(values) < 2 or not contiguous:  # noqa: PLR2004
        message = (
            "a maturity question needs the choices '0', '1', … (or '1', '2', …) in order and"
            " without gap"
        )
        yield "choices", message
    if question.level is not None:
        message = "a maturity question has no level of its own; its choices name the levels"
        yield "level", message


def _fixed(question: Question, fixed: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for choice in question.choices:
        if choice.value not in fixed:
            message = f"'{choice.value}' is no answer of a question of this kind ({listed(fixed)})"
            yield "choices", message


def _choices(question: Question) -> Iterator[tuple[str, str]]:
    values = [choice.value for choice in question.choices]
    least = 2 if question.kind is AnswerKind.SINGLE_CHOICE else 1
    if len(values) < least:
        yield "choices", f"needs {least} choice{'s' if least > 1 else ''} at least"
    if question.kind in _SEVERAL and NONE in values:
        message = f"'{NONE}' is the answer when no choice is true; give the choice another value"
        yield f"choices.{NONE}", message
    if question.kind is AnswerKind.INDICATORS:
        yield from _indicators(question.choices)
    else:
        yield from _credits(question)


def _indicators(choices: tuple[Choice, ...]) -> Iterator[tuple[str, str]]:
    for choice in choices:
        if choice.shows is None:
            message = "needs 'shows': achieved, partially or not_achieved, when it is true"
            yield f"choices.{choice.value}", message
    if choices and all(choice.shows is not Achievement.ACHIEVED for choice in choices):
        message = "no statement shows 'achieved', so that could never come out"
        yield "choices", message


def _credits(question: Question) -> Iterator[tuple[str, str]]:
    credits_ = [choice.credit for choice in question.choices if choice.credit is not None]
    if not credits_:
        return
    for choice in question.choices:
        if choice.credit is None:
            message = "needs a credit, as the other choices have (0 where it earns nothing)"
            yield f"choices.{choice.value}", message
    single = question.kind is AnswerKind.SINGLE_CHOICE
    best = max(credits_) if single else sum(credits_)
    if best < 1:
        what = "no choice has credit 1" if single else "all credits together come to less than 1"
        yield "choices", f"{what}, so the question could never be achieved"


def _misplaced(question: Question) -> Iterator[tuple[str, str]]:
    for choice in question.choices:
        if choice.shows is not None and question.kind is not AnswerKind.INDICATORS:
            yield f"choices.{choice.value}", "'shows' belongs to indicators only"
        if choice.credit is not None and question.kind not in _CREDITED:
            yield f"choices.{choice.value}", "'credit' belongs to single and multiple choice only"


# --- conditions -----------------------------------------------------------------------------


def _condition_faults(
    owner: str, key: str, question: Question, before: Sequence[Question]
) -> Faults:
    """A condition looks back: at a question of the same control, and at answers it can have."""
    if question.when is None:
        return
    known = {earlier.id: earlier for earlier in before}
    asked = known.get(question.when.question)
    if asked is None:
        message = (
            f"no question '{question.when.question}' stands before it in the control"
            f" ({listed(known)})"
        )
        yield fault(owner, f"{key}.when", message)
        return
    answers = answers_of(asked)
    for value in question.when.any_of:
        if value not in answers:
            message = f"'{value}' is no answer to '{asked.id}' ({listed(answers)})"
            yield fault(owner, f"{key}.when", message)


def answers_of(question: Question) -> tuple[str, ...]:
    """The values that a condition may look for; none for numbers, dates and texts."""
    if question.kind in FIXED_ANSWERS:
        return FIXED_ANSWERS[question.kind]
    values = tuple(choice.value for choice in question.choices)
    return (*values, NONE) if question.kind in _SEVERAL else values
