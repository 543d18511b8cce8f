"""Use cases of assessments: start, scope, answers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.assessments import tying
from nisassess.assessments.answering import checked_answer
from nisassess.assessments.repository import places, proposals, reads, writes
from nisassess.assessments.saving import said_already, saved_on_record
from nisassess.assessments.scoring import score
from nisassess.assessments.types import (
    AssessmentRow,
    AssessmentState,
    Key,
    OpeningFact,
    PartRow,
    ResponseRow,
    Snapshot,
    StatementRow,
)
from nisassess.assessments.validation import (
    MOST_PARTS,
    Issues,
    check_control,
    check_expected,
    check_language,
    check_opening,
    check_start,
    check_statement,
    question_of,
    same_name,
)
from nisassess.audit.repository import record
from nisassess.catalogues import repository as profiles
from nisassess.catalogues import service as catalogues
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, StateRefused, ValidationFailed, VersionConflict
from nisassess.kit.ids import checked_id, new_id
from nisassess.plugins import PluginRegistry
from nisassess.sdk import Profile, ScopeKind
from nisassess.sdk.scoring import Methods, Score


@dataclass(frozen=True, slots=True)
class StartInput:
    """What an assessment is started with."""

    operator_id: str
    profile_id: str
    title: str
    scope_kind: ScopeKind
    scope_name: str
    scope_description: str | None
    period_from: date
    period_until: date
    parts: list[tuple[str, str | None]]
    opening: OpeningFact | None = None
    language: str | None = None
    case_id: str | None = None
    """The authority's case that it answers; then the request's pinned profile is used."""


async def start(
    database: Database, registry: PluginRegistry, actor: Actor, given: StartInput
) -> AssessmentRow:
    """Start an assessment and pin its resolved profile."""
    asked = None if given.case_id is None else await tying.asked(actor, given.case_id)
    pinned = checked_start(registry, actor, given, asked)
    begun = Begun(new_id("asm"), tuple(new_id("prt") for _ in given.parts))

    async def work() -> None:
        await begin(actor, given, pinned, begun)
        if given.case_id is not None:
            await tying.hold(actor, given.case_id, begun.assessment_id)
        await record(
            actor,
            "assessment.start",
            begun.assessment_id,
            organisation_id=given.operator_id,
            profile=given.profile_id,
            digest=pinned.digest,
        )

    await database.write(work)
    return await _seen(actor, begun.assessment_id)


@dataclass(frozen=True, slots=True)
class Begun:
    """Ids of an assessment that is about to be started, and of its parts in order."""

    assessment_id: str
    part_ids: tuple[str, ...]
    carried_from: str | None = None
    revises: str | None = None


def checked_start(
    registry: PluginRegistry, actor: Actor, given: StartInput, asked: tying.Asked | None = None
) -> catalogues.Pinned:
    """What would be pinned; raises NotFound, ValidationFailed or StateRefused.

    Who answers a request uses the profile that the request pinned, whatever is installed by now.
    """
    checked_id("opr", given.operator_id, "operator")
    if not actor.may(Permission.ASSESSMENT_START, given.operator_id):
        raise NotFound("operator")
    profile = registry.profiles.get(given.profile_id)
    if profile is None and asked is None:
        raise NotFound("profile")
    check_start(
        given.title,
        given.scope_name,
        given.scope_description,
        (given.period_from, given.period_until),
        given.parts,
    )
    if asked is not None:
        tying.refuse_unfit(asked, _offered(given))
        pinned = asked.pinned
    elif profile is not None:
        _check_scope_kind(profile, given.scope_kind)
        pinned = catalogues.prepare(registry, profile)
    else:
        raise NotFound("profile")
    check_opening(pinned.profile.opening, given.opening, today())
    check_language(pinned.profile, given.language)
    return pinned


def _check_scope_kind(profile: Profile, kind: ScopeKind) -> None:
    if kind not in profile.scope_kinds:
        allowed = ", ".join(one.value.upper() for one in profile.scope_kinds)
        raise ValidationFailed([Issue("scopeKind", "not_in_profile", f"must be one of {allowed}")])


def _offered(given: StartInput) -> tying.Offered:
    return tying.Offered(
        given.operator_id,
        given.profile_id,
        given.scope_kind,
        (given.period_from, given.period_until),
    )


async def begin(actor: Actor, given: StartInput, pinned: catalogues.Pinned, begun: Begun) -> None:
    """Add the assessment with its parts, inside the caller's transaction."""
    at = now()
    await catalogues.pin(pinned)
    await writes.add_assessment(
        {
            "id": begun.assessment_id,
            "operator_id": given.operator_id,
            "profile_id": pinned.digest,
            "title": given.title.strip(),
            "scope_kind": given.scope_kind.value,
            "scope_name": given.scope_name.strip(),
            "scope_description": _text(given.scope_description),
            "period_from": given.period_from,
            "period_until": given.period_until,
            "state": AssessmentState.DRAFT.value,
            "created_at": at,
            "updated_at": at,
            "carried_from": begun.carried_from,
            "revises": begun.revises,
            "language": given.language,
            "case_id": given.case_id,
            **_opening_columns(given.opening),
        },
        [
            {
                "id": id_,
                "name": name.strip(),
                "description": _text(description),
                "position": position,
            }
            for position, (id_, (name, description)) in enumerate(
                zip(begun.part_ids, given.parts, strict=True)
            )
        ],
    )


def _opening_columns(opening: OpeningFact | None) -> dict[str, Any]:
    if opening is None:
        return {}
    return {
        "opening_option": opening.option,
        "opening_authority": opening.authority.strip(),
        "opening_dated": opening.dated,
    }


async def discard(database: Database, actor: Actor, assessment_id: str) -> None:
    """Remove a draft; a submitted assessment stays for ever."""

    async def work() -> None:
        row = await writes.claim(actor, assessment_id, Permission.ASSESSMENT_DISCARD)
        await writes.remove_assessment(row.id)
        await record(
            actor,
            "assessment.discard",
            row.id,
            organisation_id=row.operator_id,
            title=row.title,
        )

    await database.write(work)


async def set_language(
    database: Database, actor: Actor, assessment_id: str, language: str
) -> AssessmentRow:
    """Choose the language in which the results are sealed; what was approved lapses."""

    async def work() -> None:
        row = await writes.claim(actor, assessment_id, Permission.ASSESSMENT_WRITE)
        check_language(await profiles.pinned(row.profile_digest), language)
        await writes.set_language(row.id, language)
        await writes.revise(row, now())
        await record(
            actor,
            "assessment.language",
            row.id,
            organisation_id=row.operator_id,
            language=language,
        )

    await database.write(work)
    return await _seen(actor, assessment_id)


async def save_part(
    database: Database,
    actor: Actor,
    assessment_id: str,
    part_id: str | None,
    *,
    name: str,
    description: str | None,
) -> PartRow:
    """Add or rename a part of the scope."""
    issues = Issues()
    issues.text("name", name, 100)
    issues.text("description", description, 10_000, required=False)
    issues.refuse()

    async def work() -> str:
        row = await writes.claim(actor, assessment_id, Permission.ASSESSMENT_WRITE, part_id)
        _check_part(await reads.parts(row), part_id, name)
        saved = await writes.save_part(row.id, part_id, name.strip(), _text(description))
        await writes.revise(row, now())
        await record(actor, "part.save", saved, organisation_id=row.operator_id, name=name.strip())
        return saved

    saved = await database.write(work)
    return PartRow(saved, name.strip(), _text(description))


def _check_part(existing: tuple[PartRow, ...], part_id: str | None, name: str) -> None:
    if part_id is None and len(existing) >= MOST_PARTS:
        raise StateRefused("most_parts", f"An assessment has at most {MOST_PARTS} parts.")
    for other in existing:
        if other.id != part_id and same_name(other.name) == same_name(name):
            raise ValidationFailed([Issue("name", "duplicate", "another part has this name")])


async def remove_part(database: Database, actor: Actor, assessment_id: str, part_id: str) -> None:
    """Remove a part with its answers; the history keeps them."""

    async def work() -> None:
        row = await writes.claim(actor, assessment_id, Permission.ASSESSMENT_WRITE, part_id)
        if not await writes.remove_part(row.id, part_id):
            message = "An assessment has at least one part; rename this one instead."
            raise StateRefused("last_part", message)
        await writes.revise(row, now())
        await record(actor, "part.remove", part_id, organisation_id=row.operator_id)

    await database.write(work)


async def save_response(
    database: Database, actor: Actor, key: Key, value: str | None, expected: int
) -> tuple[ResponseRow, int]:
    """Save the answer to one question for one part; the row and the assessment's revision."""
    check_expected(expected)

    async def work() -> tuple[ResponseRow, int]:
        row = await places.claim_place(actor, key)
        profile = await profiles.pinned(row.profile_digest)
        question = question_of(profile, key.control_id, key.question_id or "")
        answer = checked_answer(question, value)
        at = now()
        try:
            saved = await writes.save_response(actor, key, answer, expected, at)
        except VersionConflict as conflict:
            return said_already(conflict, row, {"value": answer})
        return await saved_on_record(actor, row, saved, "response.save", key)

    return await database.write(work)


async def save_statement(
    database: Database,
    actor: Actor,
    key: Key,
    *,
    justification: str | None,
    not_applicable: bool,
    not_applicable_reason: str | None,
    expected: int,
) -> tuple[StatementRow, int]:
    """Save justification and applicability of one control for one part."""
    check_expected(expected)

    async def work() -> tuple[StatementRow, int]:
        row = await places.claim_place(actor, key)
        profile = await profiles.pinned(row.profile_digest)
        check_control(profile, key.control_id)
        check_statement(
            profile, key.control_id, justification, not_applicable, not_applicable_reason
        )
        values = {
            "justification": justification,
            "not_applicable": not_applicable,
            "not_applicable_reason": not_applicable_reason,
        }
        try:
            saved = await writes.save_statement(actor, key, values, expected, now())
        except VersionConflict as conflict:
            return said_already(conflict, row, values)
        return await saved_on_record(actor, row, saved, "statement.save", key)

    return await database.write(work)


async def snapshot(
    actor: Actor, assessment_id: str, permission: Permission = Permission.ASSESSMENT_READ
) -> Snapshot:
    """Everything about an assessment; raises NotFound."""
    row = await reads.assessment(actor, assessment_id, permission)
    if row is None:
        raise NotFound("assessment")
    return await snapshot_of(row)


async def snapshot_of(row: AssessmentRow) -> Snapshot:
    """Everything about an assessment that the caller was given."""
    return Snapshot(
        assessment=row,
        profile=await profiles.pinned(row.profile_digest),
        parts=await reads.parts(row),
        responses=await reads.responses(row),
        statements=await reads.statements(row),
        measures=await reads.measures(row),
        evidence=await reads.evidence(row),
        carried=await reads.carried(row),
        proposals=await proposals.proposals(row),
    )


async def score_of(actor: Actor, assessment_id: str, methods: Methods) -> tuple[Snapshot, Score]:
    """A snapshot with its score; raises NotFound or StateRefused."""
    taken = await snapshot(actor, assessment_id)
    return taken, score(taken, methods)


async def _seen(actor: Actor, assessment_id: str) -> AssessmentRow:
    row = await reads.assessment(actor, assessment_id)
    if row is None:
        raise NotFound("assessment")
    return row


def _text(value: str | None) -> str | None:
    return (value or "").strip() or None
