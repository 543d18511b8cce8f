"""GraphQL of a case under review, as officers of its authority see it."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import strawberry

from nisassess import access
from nisassess.access import Context, Info, Permission
from nisassess.kit.clock import today
from nisassess.requests.graphql_types import Case
from nisassess.requests.repository import cases
from nisassess.requests.types import CaseRow, CaseState
from nisassess.results import types as sealed
from nisassess.results.differences import ControlDifference as Differs
from nisassess.reviews import outcomes as lists
from nisassess.reviews import reading
from nisassess.reviews.comparing import Beside, Compared, Comparison
from nisassess.reviews.graphql_types import (
    CaseStep,
    NotApplicableRuling,
    ReviewDecision,
    ReviewLetter,
    ReviewNote,
    ReviewOutcome,
    ReviewQuestion,
    with_threads,
)
from nisassess.reviews.repository import decisions, files, notes, questions, rulings
from nisassess.reviews.types import DecisionRow, DecisionState, ReviewRow
from nisassess.sdk.scoring import ControlState
from nisassess.submissions.graphql import Submission
from nisassess.submissions.graphql_controls import SubmittedControl, submitted_control
from nisassess.submissions.graphql_readings import noted
from nisassess.submissions.graphql_versions import ControlDifference, control_difference
from nisassess.submissions.readings import Way
from nisassess.submissions.types import SubmissionRow

T = TypeVar("T")


@strawberry.type
class ReviewReference:
    """A provision that a control refers to."""

    citation: str
    title: str


@strawberry.type
class ReviewControl:
    """A control of the submission with what it was before.

    `sinceVersion` and `sinceLastYear` are null where nothing differs, and where there is nothing
    to compare with.
    """

    control_id: strawberry.ID
    group_id: strawberry.ID
    group_label: str | None
    group_title: str
    label: str | None
    title: str
    state: ControlState
    level: int | None
    target: int
    key: bool
    not_applicable_parts: list[str]
    """Parts to which it is said not to apply."""
    since_version: ControlDifference | None
    since_last_year: ControlDifference | None
    found: strawberry.Private[Compared]
    seen: strawberry.Private["Seen"]

    @access.inherited
    async def statement(self, info: Info) -> str:
        """What the control asks for."""
        return self.found.control.statement

    @access.inherited
    async def references(self, info: Info) -> list[ReviewReference]:
        """Where that comes from."""
        return [
            ReviewReference(citation=one.citation, title=one.title)
            for one in self.found.control.references
        ]

    @access.inherited
    async def submitted(self, info: Info) -> SubmittedControl:
        """What was submitted."""
        row = self.seen.reviewed.now
        source = None if row.origin else row.id
        return submitted_control(
            source, self.found.group, self.found.control, dict(self.seen.comparison.names)
        )

    @access.inherited
    async def earlier_version(self, info: Info) -> SubmittedControl | None:
        """What the version before said."""
        return self._beside(self.found.version, self.seen.reviewed.version)

    @access.inherited
    async def last_year(self, info: Info) -> SubmittedControl | None:
        """What the submission for the period before said."""
        return self._beside(self.found.last_year, self.seen.reviewed.last_year)

    def _beside(self, found: Beside | None, row: SubmissionRow | None) -> SubmittedControl | None:
        if found is None or row is None:
            return None
        source = None if row.origin else row.id
        return submitted_control(source, self.found.group, found.control, dict(found.names))


@dataclass(frozen=True, slots=True)
class Seen:
    """What is read once for an answer."""

    reviewed: reading.Reviewed
    comparison: Comparison


def _control(one: Compared, seen: Seen) -> ReviewControl:
    group: sealed.GroupResult = one.group
    control: sealed.ControlResult = one.control
    return ReviewControl(
        control_id=strawberry.ID(control.id),
        group_id=strawberry.ID(group.id),
        group_label=group.label,
        group_title=group.title,
        label=control.label,
        title=control.title,
        state=ControlState(control.state),
        level=control.level,
        target=control.target,
        key=control.key,
        not_applicable_parts=seen.comparison.part_names(one),
        since_version=_difference(one.since_version),
        since_last_year=_difference(one.since_last_year),
        found=one,
        seen=seen,
    )


def _difference(found: Differs | None) -> ControlDifference | None:
    return None if found is None else control_difference(found)


@strawberry.type
class Review:
    """A case under review. `revision` counts its steps; whoever decides names the one they saw."""

    case: Case
    reference: str | None
    """The file's number, from the first time that an officer takes the case."""
    revision: int
    mine: bool
    """Whether the caller is the officer who has the case."""
    acknowledged: bool
    """Whether the version under review is acknowledged."""
    outcome: strawberry.ID | None
    row: strawberry.Private[CaseRow]

    @access.edge(requires=Permission.SUBMISSION_READ)
    async def submission(self, info: Info) -> Submission | None:
        """The version under review."""
        return Submission.of((await _reviewed(info.context, self.row)).now)

    @access.edge(requires=Permission.SUBMISSION_READ)
    async def earlier_version(self, info: Info) -> Submission | None:
        """The version before, if this one takes its place."""
        row = (await _reviewed(info.context, self.row)).version
        return None if row is None else Submission.of(row)

    @access.edge(requires=Permission.SUBMISSION_READ)
    async def last_year(self, info: Info) -> Submission | None:
        """The submission for the period before, by the same profile."""
        row = (await _reviewed(info.context, self.row)).last_year
        return None if row is None else Submission.of(row)

    @access.inherited
    async def controls(
        self, info: Info, ids: list[strawberry.ID] | None = None
    ) -> list[ReviewControl]:
        """The submission control by control; all, or those named."""
        seen = await _seen(info.context, self.row)
        wanted = None if ids is None else frozenset(map(str, ids))
        return [
            _control(one, seen)
            for one in seen.comparison.controls
            if wanted is None or one.control.id in wanted
        ]

    @access.inherited
    async def notes(self, info: Info) -> list[ReviewNote]:
        """Internal notes, oldest first."""
        actor = info.context.actor
        rows = await notes.notes(actor, self.row.id)
        earlier = await notes.versions(actor, [row.id for row in rows if row.version > 1])
        return [ReviewNote.of(row, actor.id, earlier.get(row.id, ())) for row in rows]

    @access.inherited
    async def questions(self, info: Info) -> list[ReviewQuestion]:
        """Questions, drafts among them, oldest first."""
        rows = await questions.questions(info.context.actor, self.row.id)
        return with_threads(rows, await questions.thread(row.id for row in rows))

    @access.inherited
    async def rulings(self, info: Info) -> list[NotApplicableRuling]:
        """What was decided of *not applicable*, on every version."""
        rows = await rulings.rulings(info.context.actor, self.row.id)
        return [NotApplicableRuling.of(row) for row in rows]

    @access.inherited
    async def decisions(self, info: Info) -> list[ReviewDecision]:
        """Everything that was proposed or decided, oldest first."""
        return [ReviewDecision.of(row) for row in await _decisions(info.context, self.row)]

    @access.inherited
    async def pending(self, info: Info) -> ReviewDecision | None:
        """What waits for a second officer."""
        for row in await _decisions(info.context, self.row):
            if row.state is DecisionState.PROPOSED and row.submission_id == self.row.submission_id:
                return ReviewDecision.of(row)
        return None

    @access.inherited
    async def letters(self, info: Info) -> list[ReviewLetter]:
        """Letters that were issued."""
        rows = await decisions.letters(info.context.actor, self.row.id)
        return [ReviewLetter.of(row) for row in rows]

    @access.inherited
    async def steps(self, info: Info) -> list[CaseStep]:
        """Who did what, newest first; the last 200."""
        return [CaseStep.of(row) for row in await files.events(info.context.actor, self.row.id)]

    @access.inherited
    async def four_eyes(self, info: Info) -> bool:
        """Whether returning and closing need a second officer here."""
        return (await files.authority_policy(self.row.authority_id)).four_eyes

    @access.inherited
    async def outcomes(self, info: Info, language: str = "en") -> list[ReviewOutcome]:
        """What this review may come to today."""
        return [_outcome(one, language) for one in lists.outcomes(today())]

    @access.inherited
    async def bases(self, info: Info) -> list[str]:
        """Provisions of Union law to name beside the national one."""
        results = (await _seen(info.context, self.row)).comparison.results
        return lists.bases(results.profile.regime, results.operator.status, today())


def _outcome(one: lists.Outcome, language: str) -> ReviewOutcome:
    title, text = one.words(language)
    return ReviewOutcome(
        id=strawberry.ID(one.id),
        title=title,
        text=text,
        needs_reasons=one.needs_reasons,
        needs_legal_basis=one.needs_legal_basis,
    )


async def review_of(context: Context, case_id: str) -> Review | None:
    """A case of the caller's authority that has a submission."""
    row = await cases.seen(context.actor, case_id, Permission.REVIEW_READ)
    if row is None or row.submission_id is None:
        return None
    file: ReviewRow | None = await files.review(context.actor, case_id)
    in_review = row.state in {CaseState.IN_REVIEW, CaseState.RETURNED}
    return Review(
        case=Case.of(row),
        reference=file.reference if file else None,
        revision=file.revision if file else 0,
        mine=in_review and row.officer_id == context.actor.id,
        acknowledged=file is not None and file.acknowledged_id == row.submission_id,
        outcome=strawberry.ID(file.outcome) if file and file.outcome else None,
        row=row,
    )


async def _once(context: Context, name: str, read: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """What several fields of an answer need, read once however many ask at a time."""
    task: asyncio.Task[T] = context.once(f"review {name}", lambda: asyncio.create_task(read()))
    return await task


async def _reviewed(context: Context, row: CaseRow) -> reading.Reviewed:
    read = partial(reading.reviewed, context.actor, row)
    return await _once(context, f"reviewed {row.id}", read)


async def _seen(context: Context, row: CaseRow) -> Seen:
    async def read() -> Seen:
        reviewed = await _reviewed(context, row)
        for one in (reviewed.now, reviewed.version, reviewed.last_year):
            if one is not None:
                await noted(context, one.id, Way.REVIEW)
        return Seen(reviewed, await reading.comparison(context.actor, reviewed))

    return await _once(context, f"seen {row.id}", read)


async def _decisions(context: Context, row: CaseRow) -> list[DecisionRow]:
    read = partial(decisions.decisions, context.actor, row.id)
    return await _once(context, f"decisions {row.id}", read)
