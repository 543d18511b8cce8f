"""From a snapshot to an explained score, by the method that its profile pinned. Pure."""

from nisassess.assessments.types import Snapshot
from nisassess.catalogues.types import PinnedControl
from nisassess.kit.errors import StateRefused
from nisassess.sdk import AnswerKind
from nisassess.sdk.scoring import (
    METHODS,
    ControlInput,
    PartInput,
    QuestionInput,
    Score,
    ScoringInput,
)


def score(snapshot: Snapshot) -> Score:
    """Score a snapshot; raises StateRefused when the pinned method is not installed."""
    profile = snapshot.profile
    method = METHODS.get(profile.scoring_method)
    if method is None or method.version != profile.scoring_version:
        message = (
            f"This assessment is scored by {profile.scoring_method} {profile.scoring_version}, "
            "which is not installed. Its answers are kept; install that version to go on."
        )
        raise StateRefused("scorer_missing", message)
    return method.score(scoring_input(snapshot))


def scoring_input(snapshot: Snapshot) -> ScoringInput:
    """What the method may look at."""
    answers = {(row.part_id, row.question_id): row.value for row in snapshot.responses}
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
                tuple(_control(snapshot, control, answers, excluded) for control in group.controls),
            )
            for group in snapshot.profile.groups
        ),
        levels=snapshot.profile.levels,
    )


def _control(
    snapshot: Snapshot,
    control: PinnedControl,
    answers: dict[tuple[str, str], str | None],
    excluded: set[tuple[str, str]],
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
                    QuestionInput(
                        question.id,
                        question.prompt,
                        AnswerKind(question.kind),
                        question.level,
                        answers.get((part.id, question.id)),
                    )
                    for question in control.questions
                ),
            )
            for part in snapshot.parts
        ),
    )
