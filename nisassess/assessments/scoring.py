"""From a snapshot to an explained score, by the method that its profile pinned. Pure."""

from collections import OrderedDict
from collections.abc import Mapping
from fractions import Fraction

from nisassess.assessments.types import Snapshot
from nisassess.catalogues.repository import PROFILES_KEPT
from nisassess.catalogues.types import PinnedControl, PinnedProfile, PinnedQuestion
from nisassess.kit.errors import StateRefused
from nisassess.sdk import Achievement, AnswerKind, Dimension
from nisassess.sdk.scoring import (
    BandInput,
    ChoiceInput,
    ControlInput,
    Methods,
    PartInput,
    QuestionInput,
    Score,
    ScoringInput,
    ScoringMethod,
    asked,
)

Answers = Mapping[tuple[str, str], str | None]
"""Stored answers by part and question."""
Fixed = tuple[tuple[ChoiceInput, ...], tuple[BandInput, ...]]
"""Choices and bands of a question, as a method takes them."""


def score(snapshot: Snapshot, methods: Methods) -> Score:
    """Score a snapshot; raises StateRefused when the pinned method is not installed."""
    return method_of(snapshot.profile, methods).score(scoring_input(snapshot))


def method_of(profile: PinnedProfile, methods: Methods) -> ScoringMethod:
    """The pinned method; raises StateRefused when it is not installed."""
    method = methods.at(profile.scoring_method, profile.scoring_version)
    if method is None:
        message = (
            f"This assessment is scored by {profile.scoring_method} {profile.scoring_version}, "
            "which is not installed. Its answers are kept; install that version to go on."
        )
        raise StateRefused("scorer_missing", message)
    return method


def scoring_input(snapshot: Snapshot) -> ScoringInput:
    """What the method may look at."""
    profile = snapshot.profile
    fixed = _fixed_of((snapshot.assessment.profile_digest, profile.language), profile)
    answers: Answers = {(row.part_id, row.question_id): row.value for row in snapshot.responses}
    excluded = {
        (row.part_id, row.control_id)
        for row in snapshot.statements
        if row.not_applicable and (row.not_applicable_reason or "").strip()
    }
    return ScoringInput(
        groups=tuple(
            (
                group.id,
                group.title,
                tuple(
                    _control(snapshot, control, answers, excluded, fixed)
                    for control in group.controls
                ),
            )
            for group in profile.groups
        ),
        levels=profile.levels,
        lowest=profile.lowest,
        parameters={name: Fraction(value) for name, value in profile.parameters.items()},
        language=profile.language,
    )


def asked_questions(
    control: PinnedControl, part_id: str, answers: Answers
) -> tuple[PinnedQuestion, ...]:
    """The questions of a control that are asked in a part, given its answers."""
    if not any(question.when for question in control.questions):
        return control.questions
    given = {question.id: answers.get((part_id, question.id)) for question in control.questions}
    found = asked(control.questions, given)
    return tuple(question for question in control.questions if question.id in found)


def _control(
    snapshot: Snapshot,
    control: PinnedControl,
    answers: Answers,
    excluded: set[tuple[str, str]],
    fixed: dict[str, Fixed],
) -> ControlInput:
    return ControlInput(
        id=control.id,
        title=control.title,
        target=control.target,
        parts=tuple(
            PartInput(
                id=part.id,
                name=part.name,
                not_applicable=(part.id, control.id) in excluded,
                questions=tuple(
                    _question(question, answers.get((part.id, question.id)), fixed)
                    for question in asked_questions(control, part.id, answers)
                ),
            )
            for part in snapshot.parts
        ),
        key=control.key,
        weight=Fraction(control.weight),
        not_applicable=control.not_applicable_rule,
    )


def _question(
    question: PinnedQuestion, answer: str | None, fixed: dict[str, Fixed]
) -> QuestionInput:
    choices, bands = fixed[question.id]
    return QuestionInput(
        question.id,
        question.prompt,
        AnswerKind(question.kind),
        question.level,
        answer,
        Dimension(question.dimension) if question.dimension else None,
        question.optional,
        choices,
        bands,
    )


_made: OrderedDict[tuple[str, str], dict[str, Fixed]] = OrderedDict()


def _fixed_of(key: tuple[str, str], profile: PinnedProfile) -> dict[str, Fixed]:
    """What of a profile's questions never changes, made once: exact fractions are slow to make.

    The key is the digest of the profile and the language that it is in.

    A profile may come here with some of its controls only; the others are made when they come.
    """
    made = _made.setdefault(key, {})
    for id_ in profile.questions.keys() - made.keys():
        made[id_] = _fixed(profile.questions[id_][1])
    _made.move_to_end(key)
    if len(_made) > PROFILES_KEPT:
        _made.popitem(last=False)
    return made


def _fixed(question: PinnedQuestion) -> Fixed:
    choices = tuple(
        ChoiceInput(
            choice.value,
            choice.label,
            Fraction(choice.credit) if choice.credit is not None else None,
            Achievement(choice.shows) if choice.shows else None,
        )
        for choice in question.choices
    )
    bands = tuple(
        BandInput(
            Fraction(band.credit),
            Fraction(band.at_least) if band.at_least is not None else None,
            Fraction(band.at_most) if band.at_most is not None else None,
        )
        for band in question.bands
    )
    return choices, bands
