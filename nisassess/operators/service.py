"""Use cases of operators."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.audit.repository import record
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.errors import Forbidden, Issue, NotFound, ValidationFailed, VersionConflict
from nisassess.kit.ids import checked_id, is_id, new_id
from nisassess.kit.pagination import Page, make_page, page_request
from nisassess.operators import repository
from nisassess.operators.nis2_status import determine
from nisassess.operators.types import (
    Classification,
    OperatorChange,
    OperatorDetails,
    OperatorFilter,
    OperatorRow,
    OperatorWatch,
    StatusDecision,
)
from nisassess.operators.validation import LONGEST_NAME, checked_details
from nisassess.plugins import EntityTypeFacts, PluginRegistry


async def operator(actor: Actor, registry: PluginRegistry, operator_id: str) -> OperatorRow | None:
    """One operator that the actor may see."""
    if not is_id("opr", operator_id):
        return None
    row = await repository.operator(actor, operator_id)
    return titled(row, registry) if row else None


async def operators(
    actor: Actor,
    registry: PluginRegistry,
    narrowed: OperatorFilter,
    first: int,
    after: str | None,
) -> Page[OperatorRow]:
    """A page of the operators that the actor may see, newest first; raises ValidationFailed."""
    request = page_request(first, after, 1)
    _check_filter(narrowed)
    rows = await repository.operators(actor, narrowed, request)
    return make_page([titled(row, registry) for row in rows], request, lambda row: (row.id,))


def _check_filter(narrowed: OperatorFilter) -> None:
    issues = [
        Issue(
            f"filter.{name}", "bad_text", f"must be plain text, at most {LONGEST_NAME} characters"
        )
        for name, value in asdict(narrowed).items()
        if value is not None and (len(value) > LONGEST_NAME or "\0" in value)
    ]
    if issues:
        raise ValidationFailed(issues)


async def update_operator(
    database: Database,
    actor: Actor,
    registry: PluginRegistry,
    change: OperatorChange,
    watch: OperatorWatch | None = None,
) -> OperatorRow:
    """Replace an operator's details; an unchanged form changes nothing.

    Raises NotFound, Forbidden (visible, but not the actor's to change), ValidationFailed, and
    VersionConflict with the current row.
    """
    operator_id = checked_id("opr", change.operator_id, "operator")
    if await repository.operator(actor, operator_id) is None:
        raise NotFound("operator")
    if not actor.may(Permission.OPERATOR_UPDATE, operator_id):
        raise Forbidden
    clean = checked_details(change.details, registry, today())
    classification = classify(clean.entity_type, registry)

    async def work() -> OperatorRow:
        before = await _current(actor, operator_id)
        if before.version != change.expected_version:
            raise VersionConflict(titled(before, registry))
        if (before.details, before.classification) == (clean, classification):
            return before
        saved = await repository.replace_details(
            actor, operator_id, before.version, (clean, classification), now()
        )
        current = await _current(actor, operator_id)
        if not saved:
            raise VersionConflict(titled(current, registry))
        await record(
            actor,
            "operator.update",
            operator_id,
            organisation_id=operator_id,
            version=current.version,
            changes=_changes(before.details, clean),
        )
        if watch is not None:
            await watch.changed(before, current)
        return current

    return titled(await database.write(work), registry)


async def _current(actor: Actor, operator_id: str) -> OperatorRow:
    row = await repository.operator(actor, operator_id)
    if row is None:
        raise NotFound("operator")
    return row


def _changes(before: OperatorDetails, after: OperatorDetails) -> dict[str, Any]:
    """Each changed field with its earlier and its new value."""
    old, new = asdict(before), asdict(after)
    return {name: [old[name], new[name]] for name in old if old[name] != new[name]}


async def create_operator(
    database: Database,
    actor: Actor,
    registry: PluginRegistry,
    details: OperatorDetails,
    *,
    operator_id: str | None = None,
) -> str:
    """Add an operator with its organisation, under an id of its own unless one is given.

    For the installation's command line and its demo, which act as `identity.service.SYSTEM`; no
    way in from outside leads here. Raises ValidationFailed. Returns the id.
    """
    id_ = checked_id("opr", operator_id, "operator") if operator_id else new_id("opr")
    clean = checked_details(details, registry, today())
    classification = classify(clean.entity_type, registry)

    async def work() -> None:
        await repository.add_operator(id_, clean, classification, now())
        await record(actor, "operator.create", id_, organisation_id=id_, name=clean.name)

    await database.write(work)
    return id_


def classify(entity_type: str | None, registry: PluginRegistry) -> Classification:
    """Sector, subsector and regime of an entity type."""
    kind = entity_type_of(entity_type, registry)
    return Classification(kind.sector, kind.subsector, kind.regime) if kind else Classification()


def entity_type_of(entity_type: str | None, registry: PluginRegistry) -> EntityTypeFacts | None:
    """Facts of an entity type; None without one, or when this installation does not know it."""
    return registry.entity_type(entity_type) if entity_type else None


def indicative_status(row: OperatorRow, registry: PluginRegistry, on: date) -> StatusDecision:
    """The NIS2 status that follows from the operator's own statements."""
    return determine(row.details, entity_type_of(row.details.entity_type, registry), on)


def titled(row: OperatorRow, registry: PluginRegistry) -> OperatorRow:
    """The row with the titles of its entity type and subsector."""
    kind = entity_type_of(row.details.entity_type, registry)
    if kind is None:
        return row
    return replace(row, entity_type_title=kind.title, subsector_title=kind.subsector_title)
