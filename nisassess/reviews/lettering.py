"""What a letter says of a decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from nisassess.documents.letter import Asked, Letter, Ruled, Subject, ToCorrect
from nisassess.requests.types import CaseRow
from nisassess.reviews.comparing import Comparison
from nisassess.reviews.outcomes import outcome
from nisassess.reviews.reading import Reviewed
from nisassess.reviews.types import (
    DecisionKind,
    DecisionRow,
    MessageRow,
    QuestionRow,
    QuestionState,
    ReviewRow,
    RulingRow,
)

_TOLD = frozenset({QuestionState.ASKED, QuestionState.ANSWERED, QuestionState.SETTLED})


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about a case that a decision rests on, at one revision."""

    case: CaseRow
    review: ReviewRow
    seen: Reviewed
    compared: Comparison
    rulings: tuple[RulingRow, ...]
    questions: tuple[QuestionRow, ...]
    threads: Mapping[str, list[MessageRow]]
    letters: int

    def own_rulings(self) -> list[RulingRow]:
        """Rulings on the version under review."""
        return [one for one in self.rulings if one.submission_id == self.seen.now.id]


def letter_of(row: DecisionRow, facts: Facts, confirmed_by: str | None, at: datetime) -> Letter:
    """The letter of a decision, in the language in which the operator's results are sealed.

    It tells neither notes nor drafts nor who proposed.
    """
    submission, results = facts.seen.now, facts.compared.results
    chosen = outcome(row.outcome) if row.outcome else None
    title, text = chosen.words(results.language) if chosen else (None, None)
    number = facts.letters + 1
    return Letter(
        kind=row.kind.value,
        language=results.language,
        authority=submission.addressee_name,
        country=submission.addressee_country,
        case=facts.review.reference,
        reference=f"{facts.review.reference}/{number}",
        operator=submission.operator_name,
        officer=facts.case.officer_name or row.proposed_by_name,
        confirmed_by=confirmed_by,
        issued_at=at.isoformat(timespec="seconds"),
        subject=Subject(
            id=submission.id,
            number=submission.number,
            version=submission.version,
            title=submission.title,
            profile=f"{submission.profile_title} ({submission.profile_version})",
            period_from=submission.period_from.isoformat(),
            period_until=submission.period_until.isoformat(),
            submitted_at=submission.submitted_at.isoformat(),
            signatory=submission.signatory,
            digest=submission.digest,
        ),
        legal_basis=row.legal_basis,
        outcome=title,
        outcome_text=text,
        due=row.due_on.isoformat() if row.due_on else None,
        reasons=row.reasons,
        controls=tuple(ToCorrect(one.label, one.title, one.reason) for one in row.controls),
        rulings=() if row.kind is DecisionKind.ACKNOWLEDGEMENT else tuple(_ruled(facts)),
        questions=tuple(_asked(facts)),
    )


def _ruled(facts: Facts) -> list[Ruled]:
    found = []
    for one in facts.own_rulings():
        control = facts.compared.control(one.control_id)
        if control is not None:
            found.append(
                Ruled(
                    control.control.label,
                    control.control.title,
                    one.part,
                    one.accepted,
                    one.reason,
                    one.until.isoformat() if one.until else None,
                )
            )
    return found


def _asked(facts: Facts) -> list[Asked]:
    return [
        Asked(
            row.control_label,
            row.control_title,
            row.text,
            row.asked_at.date().isoformat(),
            row.state.value,
            _last_answer(facts.threads.get(row.id, [])),
        )
        for row in facts.questions
        if row.state in _TOLD and row.asked_at is not None
    ]


def _last_answer(thread: list[MessageRow]) -> str | None:
    return next((one.text for one in reversed(thread) if not one.by_authority), None)
