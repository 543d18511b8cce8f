"""Builds sealed results from a snapshot and its score. Pure."""

from dataclasses import dataclass
from datetime import datetime

from nisassess.assessments.approving import BASIS
from nisassess.assessments.types import (
    ApprovalRow,
    AttachedRow,
    MeasureRow,
    ResponseRow,
    Snapshot,
    StatementRow,
)
from nisassess.catalogues.types import PinnedControl, PinnedGroup, PinnedReference
from nisassess.identity.types import AuthorityRow
from nisassess.operators.types import OperatorRow
from nisassess.plugins import EntityTypeFacts
from nisassess.results import types as sealed
from nisassess.sdk import scoring
from nisassess.submissions.types import StatusFact

PlaceKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sealing:
    """Everything that results are built from."""

    submission_id: str
    number: int
    snapshot: Snapshot
    score: scoring.Score
    operator: OperatorRow
    entity_type: EntityTypeFacts
    status: StatusFact
    approval: ApprovalRow
    addressee: AuthorityRow
    signatory: str
    released_at: datetime


def build(given: Sealing) -> sealed.Results:
    """The results as they are sealed."""
    assessment = given.snapshot.assessment
    return sealed.Results(
        format=sealed.FORMAT,
        submission=given.submission_id,
        number=given.number,
        assessment=assessment.id,
        title=assessment.title,
        language=given.snapshot.profile.language,
        period_from=assessment.period_from.isoformat(),
        period_until=assessment.period_until.isoformat(),
        self_declared=True,
        operator=_operator(given),
        scope=sealed.Scope(
            kind=assessment.scope_kind.value,
            name=assessment.scope_name,
            description=assessment.scope_description,
            parts=tuple(
                sealed.Part(part.id, part.name, part.description) for part in given.snapshot.parts
            ),
        ),
        profile=_profile(given),
        figures=_figures(
            given.score.total, given.score.completeness_trace, given.score.attainment_trace
        ),
        groups=tuple(_Groups(given).build()),
        approval=_approval(given),
        release=sealed.Release(
            signatory=given.signatory,
            released_at=given.released_at.isoformat(),
            addressee=given.addressee.name,
            addressee_id=given.addressee.id,
        ),
    )


def _operator(given: Sealing) -> sealed.Operator:
    details, kind = given.operator.details, given.entity_type
    return sealed.Operator(
        id=given.operator.id,
        name=details.name,
        country=details.country,
        countries=tuple(details.countries),
        sector=kind.sector,
        subsector=kind.subsector,
        entity_type=kind.id,
        entity_type_title=kind.title,
        subsector_title=kind.subsector_title,
        sector_title=kind.sector_title,
        status=given.status.status,
        status_basis=given.status.basis,
        status_rule=given.status.rule,
        status_citation=given.status.citation,
    )


def _profile(given: Sealing) -> sealed.ProfileUsed:
    profile = given.snapshot.profile
    return sealed.ProfileUsed(
        id=profile.id,
        version=profile.version,
        title=profile.title,
        summary=profile.summary,
        notice=profile.notice,
        regime=profile.regime,
        digest=given.snapshot.assessment.profile_digest,
        scoring_method=profile.scoring_method,
        scoring_version=profile.scoring_version,
        levels=profile.levels,
        catalogues=tuple(
            sealed.CatalogueUsed(item.id, item.version, item.title, item.publisher)
            for item in profile.catalogues
        ),
        legal_basis=tuple(_reference(item) for item in profile.legal_basis),
    )


def _reference(item: PinnedReference) -> sealed.Reference:
    return sealed.Reference(
        item.citation, item.title, item.force, item.celex, item.addressee, item.note
    )


def _trace(trace: scoring.Trace) -> sealed.Trace:
    inputs = tuple(sealed.TraceInput(i.ref, i.label, i.value) for i in trace.inputs)
    return sealed.Trace(trace.rule, inputs, trace.result)


def _figures(
    figures: scoring.Figures, completeness: scoring.Trace, attainment: scoring.Trace
) -> sealed.Figures:
    return sealed.Figures(
        questions=figures.questions,
        answered=figures.answered,
        met=figures.met,
        below=figures.below,
        open=figures.open,
        not_applicable=figures.not_applicable,
        completeness=figures.completeness,
        attainment=figures.attainment,
        attainment_at_least=figures.attainment_at_least,
        level=figures.level,
        completeness_trace=_trace(completeness),
        attainment_trace=_trace(attainment),
    )


def _approval(given: Sealing) -> sealed.Approval:
    row = given.approval
    return sealed.Approval(
        body=row.body,
        resolution=row.resolution,
        resolved_on=row.resolved_on.isoformat(),
        reservations=row.reservations,
        members=tuple(
            sealed.Member(
                member.name,
                member.function,
                member.trained_on.isoformat() if member.trained_on else None,
            )
            for member in row.members
        ),
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at.isoformat(),
        citation=BASIS[given.snapshot.profile.regime].citation,
    )


class _Groups:
    """Brings content, answers and score together, control by control."""

    def __init__(self, given: Sealing) -> None:
        taken = given.snapshot
        self._given = given
        self._responses: dict[tuple[str, str], ResponseRow] = {
            (row.part_id, row.question_id): row for row in taken.responses
        }
        self._statements: dict[PlaceKey, StatementRow] = {
            (row.part_id, row.control_id): row for row in taken.statements
        }
        self._measures: dict[PlaceKey, MeasureRow] = {
            (row.part_id, row.control_id): row for row in taken.measures
        }
        self._evidence: dict[PlaceKey, list[AttachedRow]] = {}
        for row in taken.evidence:
            self._evidence.setdefault((row.part_id, row.control_id), []).append(row)
        self._scores = {score.control: score for score in given.score.controls}
        self._group_scores = {score.group: score for score in given.score.groups}

    def build(self) -> list[sealed.GroupResult]:
        return [self._group(group) for group in self._given.snapshot.profile.groups]

    def _group(self, group: PinnedGroup) -> sealed.GroupResult:
        score = self._group_scores[group.id]
        return sealed.GroupResult(
            id=group.id,
            label=group.label,
            title=group.title,
            summary=group.summary,
            figures=_figures(score.figures, score.completeness_trace, score.attainment_trace),
            controls=tuple(self._control(control) for control in group.controls),
        )

    def _control(self, control: PinnedControl) -> sealed.ControlResult:
        score = self._scores[control.id]
        return sealed.ControlResult(
            id=control.id,
            label=control.label,
            title=control.title,
            statement=control.statement,
            references=tuple(_reference(item) for item in control.references),
            target=score.target,
            level=score.level,
            state=score.state.value,
            parts=tuple(self._part(control, part) for part in score.parts),
            trace=_trace(score.trace),
        )

    def _part(self, control: PinnedControl, score: scoring.PartScore) -> sealed.PartResult:
        key = (score.part, control.id)
        statement = self._statements.get(key)
        excluded = score.state is scoring.ControlState.NOT_APPLICABLE
        return sealed.PartResult(
            part=score.part,
            state=score.state.value,
            level=score.level,
            not_applicable_reason=statement.not_applicable_reason
            if statement and excluded
            else None,
            justification=(statement.justification or None) if statement else None,
            answers=() if excluded else self._answers(control, score.part),
            evidence=tuple(_evidence(row) for row in self._evidence.get(key, [])),
            measure=_measure(self._measures.get(key)),
            trace=_trace(score.trace),
        )

    def _answers(self, control: PinnedControl, part: str) -> tuple[sealed.Answer, ...]:
        answers = []
        for question in control.questions:
            row = self._responses.get((part, question.id))
            choice = next(
                (c for c in question.choices if row is not None and c.value == row.value), None
            )
            answers.append(
                sealed.Answer(
                    question=question.id,
                    prompt=question.prompt,
                    answer=row.value if row else None,
                    answer_text=choice.label if choice else None,
                    answer_description=choice.description if choice else None,
                    answered_by=row.updated_by if row else None,
                    answered_at=row.updated_at.isoformat() if row else None,
                )
            )
        return tuple(answers)


def _evidence(row: AttachedRow) -> sealed.Evidence:
    evidence = row.evidence
    return sealed.Evidence(
        id=evidence.id,
        kind=evidence.kind.value,
        title=evidence.title,
        filename=evidence.filename,
        media_type=evidence.media_type,
        size=evidence.size,
        digest=evidence.digest,
        owner=evidence.owner,
        location=evidence.location,
        dated=evidence.dated.isoformat() if evidence.dated else None,
        revision=evidence.revision,
        added_by=evidence.added_by_name,
        added_at=evidence.added_at.isoformat(),
    )


def _measure(row: MeasureRow | None) -> sealed.Measure | None:
    if row is None:
        return None
    return sealed.Measure(
        what=row.what,
        who=row.who,
        until=row.until.isoformat() if row.until else "",
        cost_class=row.cost_class.value if row.cost_class else "none",
    )
