"""Builds sealed results from a snapshot and its score. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from nisassess.assessments.answering import in_words
from nisassess.assessments.approving import BASIS
from nisassess.assessments.scoring import asked_questions
from nisassess.assessments.types import (
    ApprovalRow,
    AttachedRow,
    MeasureRow,
    ResponseRow,
    Snapshot,
    StatementRow,
)
from nisassess.catalogues.translating import in_language
from nisassess.catalogues.types import (
    PinnedControl,
    PinnedGroup,
    PinnedQuestion,
    PinnedReference,
)
from nisassess.identity.types import AuthorityRow
from nisassess.operators.types import OperatorRow
from nisassess.plugins import EntityTypeFacts
from nisassess.results import types as sealed
from nisassess.sdk import scoring
from nisassess.submissions.types import Marking, StatusFact

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
    supersedes: sealed.Superseded | None = None
    marking: Marking = Marking.AMBER


def build(given: Sealing) -> sealed.Results:
    """The results as they are sealed, in the language of what is given."""
    assessment = given.snapshot.assessment
    return sealed.Results(
        format=sealed.FORMAT,
        submission=given.submission_id,
        number=given.number,
        assessment=assessment.id,
        title=assessment.title,
        language=assessment.language or given.snapshot.profile.language,
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
        figures=_figures(given.score.total, given.score),
        groups=tuple(_Groups(given).build()),
        approval=_approval(given),
        release=sealed.Release(
            signatory=given.signatory,
            released_at=given.released_at.isoformat(),
            addressee=given.addressee.name,
            addressee_id=given.addressee.id,
            addressee_country=given.addressee.country,
        ),
        opening=_opening(given.snapshot),
        gates=tuple(map(_gate, given.score.gates)),
        outcome=_outcome(given.score.outcome),
        version=given.supersedes.version + 1 if given.supersedes else 1,
        supersedes=given.supersedes,
        marking=given.marking.value,
    )


def in_its_language(taken: Snapshot) -> Snapshot:
    """The snapshot in the language that its assessment is to be read in, before it is scored."""
    language = taken.assessment.language or taken.profile.language
    profile = replace(in_language(taken.profile, language), language=language)
    return replace(taken, profile=profile)


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
        lowest=profile.lowest,
        parameters=dict(profile.parameters),
        catalogues=tuple(
            sealed.CatalogueUsed(item.id, item.version, item.title, item.publisher)
            for item in profile.catalogues
        ),
        legal_basis=tuple(_reference(item) for item in profile.legal_basis),
    )


def _reference(item: PinnedReference) -> sealed.Reference:
    return sealed.Reference(
        item.citation,
        item.title,
        item.force,
        item.celex,
        item.addressee,
        item.note,
        item.applies_from,
        item.applies_until,
    )


def _trace(trace: scoring.Trace) -> sealed.Trace:
    inputs = tuple(sealed.TraceInput(i.ref, i.label, i.value) for i in trace.inputs)
    return sealed.Trace(trace.rule, inputs, trace.result)


def _figures(
    figures: scoring.Figures, traced: scoring.Score | scoring.GroupScore
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
        completeness_trace=_trace(traced.completeness_trace),
        attainment_trace=_trace(traced.attainment_trace),
        value=figures.value,
        value_at_least=figures.value_at_least,
        value_trace=_trace(traced.value_trace) if traced.value_trace else None,
    )


def _gate(gate: scoring.GateScore) -> sealed.Gate:
    return sealed.Gate(
        gate.id, gate.title, gate.required, gate.reached, gate.state.value, _trace(gate.trace)
    )


def _outcome(outcome: scoring.Outcome | None) -> sealed.Outcome | None:
    if outcome is None:
        return None
    return sealed.Outcome(outcome.state.value, outcome.words, _trace(outcome.trace))


def _opening(taken: Snapshot) -> sealed.Opening | None:
    fact, asked = taken.assessment.opening, taken.profile.opening
    if fact is None or asked is None:
        return None
    option = next(option for option in asked.options if option.id == fact.option)
    return sealed.Opening(
        option=fact.option,
        label=option.label,
        consequence=option.consequence,
        authority=fact.authority,
        dated=fact.dated.isoformat(),
        reference=_reference(option.reference),
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
        self._values = {place: row.value for place, row in self._responses.items()}
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
            figures=_figures(score.figures, score),
            controls=tuple(self._control(control) for control in group.controls),
            gates=tuple(map(_gate, score.gates)),
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
            key=control.key,
            value=score.value,
            dimensions=tuple(
                sealed.DimensionResult(item.dimension.value, item.value)
                for item in score.dimensions
            ),
        )

    def _part(self, control: PinnedControl, score: scoring.PartScore) -> sealed.PartResult:
        key = (score.part, control.id)
        statement = self._statements.get(key)
        excluded = score.state is scoring.ControlState.NOT_APPLICABLE or score.not_applicable
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
            value=score.value,
        )

    def _answers(self, control: PinnedControl, part: str) -> tuple[sealed.Answer, ...]:
        return tuple(
            _answer(question, self._responses.get((part, question.id)))
            for question in asked_questions(control, part, self._values)
        )


def _answer(question: PinnedQuestion, row: ResponseRow | None) -> sealed.Answer:
    value = row.value if row else None
    choice = next((c for c in question.choices if c.value == value), None)
    return sealed.Answer(
        question=question.id,
        prompt=question.prompt,
        answer=value,
        answer_text=in_words(question, value),
        answer_description=choice.description if choice else None,
        answered_by=row.updated_by if row else None,
        answered_at=row.updated_at.isoformat() if row else None,
        kind=question.kind,
    )


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
        state=row.state.value,
        reason=row.reason,
        owner=row.owner_name,
    )
