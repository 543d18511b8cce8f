"""All queries of submissions.

A submission is visible to members of its operator and to officers of the authority that it is
addressed to; the addressee was fixed when it was submitted.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from tortoise.connection import get_connection
from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from nisassess.access import Actor, Permission
from nisassess.kit.database import CONNECTION, fetch, locked, send
from nisassess.kit.ids import is_id, new_id
from nisassess.kit.pagination import PageRequest
from nisassess.requests.models import Case
from nisassess.results.types import Results
from nisassess.sdk import ScopeKind
from nisassess.submissions.facts import Facts, facts_of
from nisassess.submissions.models import (
    SealKey,
    SealLogEntry,
    Submission,
    SubmittedControl,
    SubmittedExclusion,
    SubmittedGroup,
    SubmittedMeasure,
)
from nisassess.submissions.types import (
    LogRow,
    SealedContent,
    SealedFact,
    SealKeyRow,
    SubmissionFilter,
    SubmissionRow,
)

_COLUMNS = SubmissionRow.__slots__
OPEN_MEASURES = ("open", "in_progress")
"""States of a sealed measure that is not known to be done or dropped."""
_GROUP_STATES = {
    "below": Q(below__gt=0),
    "met": Q(below=0, met__gt=0),
    "not_applicable": Q(below=0, met=0, not_applicable__gt=0),
    "open": Q(below=0, met=0, not_applicable=0),
}
_LOG_PAGE = 500
_BATCH = 500
_OUTLINE = "INSERT INTO submitted_outline (id, content) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING"
_KEYS_ALONE = "SELECT pg_advisory_xact_lock(7205759404)"
"""The number is ours alone; the lock ends with the transaction."""
_ACTIVE_KEY = """
SELECT id FROM seal_key locked_row WHERE retired_at IS NULL ORDER BY created_at, id LIMIT 1
"""


def _visible(actor: Actor) -> QuerySet[Submission]:
    organisations = actor.organisations(Permission.SUBMISSION_READ)
    return Submission.filter(Q(operator_id__in=organisations) | Q(addressee_id__in=organisations))


async def submission(actor: Actor, submission_id: str) -> SubmissionRow | None:
    """One submission."""
    if not is_id("sub", submission_id):
        return None
    rows = await _visible(actor).filter(id=submission_id).values(*_COLUMNS)
    return _row(rows[0]) if rows else None


async def submissions(
    actor: Actor, narrowed: SubmissionFilter, request: PageRequest
) -> list[SubmissionRow]:
    """Submissions, newest first; one more than asked for."""
    query = _narrow(actor, _visible(actor), narrowed)
    if request.after:
        query = query.filter(id__lt=request.after[0])
    rows = await query.order_by("-id").limit(request.first + 1).values(*_COLUMNS)
    return [_row(row) for row in rows]


def _narrow(
    actor: Actor, query: QuerySet[Submission], narrowed: SubmissionFilter
) -> QuerySet[Submission]:
    exact = {
        name: getattr(narrowed, name)
        for name in (
            "country",
            "sector",
            "subsector",
            "entity_type",
            "operator_id",
            "assessment_id",
            "profile_id",
            "year",
        )
        if getattr(narrowed, name) is not None
    }
    query = query.filter(**exact)
    if narrowed.below_target_on is not None:
        below = SubmittedControl.filter(control_id=narrowed.below_target_on, state="below")
        query = query.filter(id__in=Subquery(below.values("submission_id")))
    query = _by_outcome(query, narrowed)
    if narrowed.request_id is not None:
        own = actor.organisations(Permission.DESK_READ)
        answers = Case.filter(
            request_id=narrowed.request_id, authority_id__in=own, submission_id__not_isnull=True
        )
        query = query.filter(id__in=Subquery(answers.values("submission_id")))
    if narrowed.newest:
        query = query.filter(superseded_by=None)
    if narrowed.search:
        query = query.filter(
            Q(operator_name__icontains=narrowed.search) | Q(title__icontains=narrowed.search)
        )
    if narrowed.submitted_from is not None:
        start = datetime.combine(narrowed.submitted_from, time.min, UTC)
        query = query.filter(submitted_at__gte=start)
    if narrowed.submitted_until is not None:
        end = datetime.combine(narrowed.submitted_until, time.min, UTC) + timedelta(days=1)
        query = query.filter(submitted_at__lt=end)
    return query


def _by_outcome(query: QuerySet[Submission], narrowed: SubmissionFilter) -> QuerySet[Submission]:
    """By what is in the submission: how a control or group came out, and what is late."""
    if narrowed.control_id is not None:
        control = _given(
            control_id=narrowed.control_id,
            state=narrowed.control_state,
            level=narrowed.control_level,
        )
        found = SubmittedControl.filter(**control)
        query = query.filter(id__in=Subquery(found.values("submission_id")))
    if narrowed.group_id is not None:
        group = _given(group_id=narrowed.group_id, level=narrowed.group_level)
        chosen = SubmittedGroup.filter(_GROUP_STATES.get(narrowed.group_state or "", Q()), **group)
        query = query.filter(id__in=Subquery(chosen.values("submission_id")))
    if narrowed.late_on is not None:
        late = SubmittedMeasure.filter(until__lt=narrowed.late_on, state__in=OPEN_MEASURES)
        query = query.filter(id__in=Subquery(late.values("submission_id")))
    for year in narrowed.in_each_year:
        there = Submission.filter(
            **_given(year=year, profile_id=narrowed.profile_id), superseded_by=None
        )
        query = query.filter(operator_id__in=Subquery(there.values("operator_id")))
    return query


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


async def documents(actor: Actor, submission_ids: Iterable[str]) -> dict[str, str]:
    """Sealed documents by submission."""
    rows = await _visible(actor).filter(id__in=list(submission_ids)).values_list("id", "document")
    return {str(id_): str(document) for id_, document in rows}


async def earlier(
    actor: Actor, operator_id: str, profile_id: str, before: str, most: int
) -> list[SubmissionRow]:
    """The operator's submissions by a profile before another, newest first."""
    query = _visible(actor).filter(operator_id=operator_id, profile_id=profile_id, id__lt=before)
    rows = await query.order_by("-id").limit(most).values(*_COLUMNS)
    return [_row(row) for row in rows]


async def take_turns(operator_id: str) -> None:
    """Let an operator's submissions happen one after another; first of all inside the write.

    Taken after the assessment it would wait for an upload that waits for the assessment.
    """
    await locked("SELECT id FROM operator locked_row WHERE id = $1", operator_id)


async def next_number(operator_id: str) -> int:
    """The number of the operator's next submission, for whoever took the turn."""
    last = (
        await Submission.filter(operator_id=operator_id)
        .order_by("-number")
        .limit(1)
        .values("number")
    )
    return int(last[0]["number"]) + 1 if last else 1


async def add(row: SubmissionRow, document: str, results: Results) -> None:
    """Write a submission with what is queried of it."""
    columns = {name: getattr(row, name) for name in _COLUMNS}
    columns["scope_kind"] = row.scope_kind.value
    facts = facts_of(results)
    await Submission.create(
        **columns, document=document, year=row.period_until.year, outline=facts.outline_id
    )
    await _keep(row.id, facts)


async def _keep(submission_id: str, facts: Facts) -> None:
    """Write what is queried of a submission."""
    await send(_OUTLINE, facts.outline_id, facts.outline)
    tables: tuple[tuple[Any, str, tuple[Any, ...]], ...] = (
        (SubmittedControl, "sct", facts.controls),
        (SubmittedGroup, "sgr", facts.groups),
        (SubmittedExclusion, "sna", facts.exclusions),
        (SubmittedMeasure, "sme", facts.measures),
    )
    for model, prefix, rows in tables:
        made = [
            model(
                id=new_id(prefix),
                submission_id=submission_id,
                **{name: getattr(row, name) for name in row.__slots__},
            )
            for row in rows
        ]
        if made:
            await model.bulk_create(made, batch_size=_BATCH)


def _row(values: dict[str, Any]) -> SubmissionRow:
    return SubmissionRow(**{**values, "scope_kind": ScopeKind(values["scope_kind"])})


async def seal_keys() -> list[SealKeyRow]:
    """Every key that this installation seals or sealed with, oldest first; all are public."""
    rows = await SealKey.all().order_by("created_at", "id").values(*SealKeyRow.__slots__)
    return [SealKeyRow(**row) for row in rows]


async def active_seal_key() -> SealKeyRow | None:
    """The key that seals now."""
    return next((row for row in await seal_keys() if row.retired_at is None), None)


async def hold_seal_key() -> SealKeyRow | None:
    """The key that seals now; whoever holds it appends to the log alone until the write ends."""
    found = await locked(_ACTIVE_KEY)
    if not found:
        return None
    rows = await SealKey.filter(id=found[0]["id"]).values(*SealKeyRow.__slots__)
    return SealKeyRow(**rows[0])


async def enter_keys_alone() -> None:
    """Let keys be entered one after another, first of all inside the write.

    SQLite has one writer at a time anyway; elsewhere there may be no row yet to wait for.
    """
    if get_connection(CONNECTION).capabilities.dialect != "sqlite":
        await fetch(_KEYS_ALONE)


async def add_seal_key(row: SealKeyRow) -> None:
    """Add a key; whichever sealed until now is retired."""
    await SealKey.filter(retired_at=None).update(retired_at=row.created_at)
    await SealKey.create(**{name: getattr(row, name) for name in SealKeyRow.__slots__})


async def log_head() -> LogRow | None:
    """The last entry of the log."""
    rows = await log_entries(0, newest=True)
    return rows[0] if rows else None


async def log_entries(after: int, *, newest: bool = False) -> list[LogRow]:
    """The next entries of the log after a position, or the newest one."""
    order, count = ("-position", 1) if newest else ("position", _LOG_PAGE)
    query = SealLogEntry.filter(position__gt=after).order_by(order).limit(count)
    return [LogRow(**row) for row in await query.values(*LogRow.__slots__)]


async def log_entry_of(submission_id: str) -> LogRow | None:
    """The entry of a submission."""
    query = SealLogEntry.filter(submission_id=submission_id).order_by("-position").limit(1)
    rows = await query.values(*LogRow.__slots__)
    return LogRow(**rows[0]) if rows else None


async def add_log_entry(row: LogRow) -> None:
    """Append to the log, for whoever holds the key."""
    columns = {name: getattr(row, name) for name in LogRow.__slots__}
    await SealLogEntry.create(id=new_id("slg"), **columns)


async def sealed_facts(digest: str) -> list[SealedFact]:
    """What anybody who has the digest may know of the submissions with it: nothing of the content.

    Asked by strangers, so it takes no actor.
    """
    query = Submission.filter(digest=digest).order_by("id")
    return [SealedFact(**row) for row in await query.values(*SealedFact.__slots__)]


async def sealed_content(submission_id: str) -> SealedContent | None:
    """What was sealed, for the check of the log by whoever runs the installation."""
    rows = await Submission.filter(id=submission_id).values(*SealedContent.__slots__)
    return SealedContent(**rows[0]) if rows else None


async def without_timestamp(since: datetime) -> list[tuple[str, str]]:
    """Id and seal of submissions since a moment that are sealed here and not time-stamped."""
    query = Submission.filter(
        timestamp=None, seal__isnull=False, origin=None, submitted_at__gte=since
    )
    rows = await query.order_by("id").limit(_LOG_PAGE).values_list("id", "seal")
    return [(str(id_), str(seal)) for id_, seal in rows]


async def add_timestamp(submission_id: str, token: str) -> None:
    """Keep the first time-stamp over a seal."""
    await Submission.filter(id=submission_id, timestamp=None).update(timestamp=token)
