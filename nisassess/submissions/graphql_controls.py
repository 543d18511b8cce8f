"""GraphQL of one control as it was sealed: its answers, evidence and measure, part by part."""

import strawberry

from nisassess.assessments.types import MeasureState
from nisassess.evidence.types import EvidenceKind
from nisassess.results import types as sealed
from nisassess.sdk.scoring import ControlState


@strawberry.type
class SubmittedAnswer:
    """An answer as it was sealed."""

    prompt: str
    answer: str | None
    answer_text: str | None


@strawberry.type
class SubmittedEvidence:
    """Evidence as it was sealed; `downloadUrl` is null for what stayed with the operator."""

    kind: EvidenceKind
    title: str
    filename: str | None
    digest: str | None
    owner: str | None
    location: str | None
    download_url: str | None


@strawberry.type
class SubmittedMeasure:
    """A planned measure as it was sealed; `state` is null in formats before 3, `owner` is the
    member's name who sees to it, `reason` why it was dropped."""

    what: str
    who: str
    until: str
    cost_class: str
    state: MeasureState | None
    reason: str | None
    owner: str | None


@strawberry.type
class SubmittedPart:
    """What one part of the scope answered for one control."""

    name: str
    state: ControlState
    level: int | None
    justification: str | None
    not_applicable_reason: str | None
    answers: list[SubmittedAnswer]
    evidence: list[SubmittedEvidence]
    measure: SubmittedMeasure | None


@strawberry.type
class SubmittedControl:
    """A control against its target, as it was sealed."""

    control_id: strawberry.ID
    group_id: strawberry.ID
    group_title: str
    label: str | None
    title: str
    state: ControlState
    level: int | None
    target: int
    parts: list[SubmittedPart]


def submitted_control(
    submission_id: str | None,
    group: sealed.GroupResult,
    control: sealed.ControlResult,
    names: dict[str, str],
) -> SubmittedControl:
    """A sealed control; `submission_id` is None where its evidence files are not here."""
    return SubmittedControl(
        control_id=strawberry.ID(control.id),
        group_id=strawberry.ID(group.id),
        group_title=group.title,
        label=control.label,
        title=control.title,
        state=ControlState(control.state),
        level=control.level,
        target=control.target,
        parts=[_part(submission_id, part, names[part.part]) for part in control.parts],
    )


def _part(submission_id: str | None, part: sealed.PartResult, name: str) -> SubmittedPart:
    measure = part.measure
    return SubmittedPart(
        name=name,
        state=ControlState(part.state),
        level=part.level,
        justification=part.justification,
        not_applicable_reason=part.not_applicable_reason,
        answers=[
            SubmittedAnswer(prompt=a.prompt, answer=a.answer, answer_text=a.answer_text)
            for a in part.answers
        ],
        evidence=[_evidence(submission_id, item) for item in part.evidence],
        measure=SubmittedMeasure(
            what=measure.what,
            who=measure.who,
            until=measure.until,
            cost_class=measure.cost_class,
            state=MeasureState(measure.state) if measure.state else None,
            reason=measure.reason,
            owner=measure.owner,
        )
        if measure
        else None,
    )


def _evidence(submission_id: str | None, item: sealed.Evidence) -> SubmittedEvidence:
    """An artefact; its file is here only if the submission was made here."""
    kind = EvidenceKind(item.kind)
    url = f"/submissions/{submission_id}/evidence/{item.id}"
    return SubmittedEvidence(
        kind=kind,
        title=item.title,
        filename=item.filename,
        digest=item.digest,
        owner=item.owner,
        location=item.location,
        download_url=url if submission_id and kind is EvidenceKind.FILE else None,
    )
