"""Use cases of naming entities: by hand, by a filter, from a file; and who would get the request.

Whatever the way, only operators within the authority's competence can be named. Whether the
request can then go to one depends on its profile, and is looked at again when it is sent.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from nisassess.access import Actor
from nisassess.audit.repository import record
from nisassess.identity import repository as identity
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, StateRefused, ValidationFailed
from nisassess.kit.ids import is_id
from nisassess.operators import repository as operators
from nisassess.operators.types import CompetentFilter, OperatorRow
from nisassess.plugins import PluginRegistry
from nisassess.requests.policy import obstacle
from nisassess.requests.repository import entities
from nisassess.requests.repository import requests as repository
from nisassess.requests.types import (
    EntityFilter,
    EntityRow,
    EntityState,
    LeftOut,
    NamedEntities,
    Preview,
    RequestRow,
    RequestState,
    StatusesReader,
)
from nisassess.requests.validation import LONGEST_FILTER, camel, text_fault

MOST_BY_HAND = 200
MOST_ENTITIES = 50_000
"""How many entities one request names."""
_CHUNK = 500
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Namer:
    """Names entities in requests."""

    database: Database
    registry: PluginRegistry
    statuses: StatusesReader

    async def by_hand(
        self, actor: Actor, request_id: str, operator_ids: list[str]
    ) -> NamedEntities:
        """Name some operators.

        Raises NotFound, StateRefused, and ValidationFailed for one that is not within the
        authority's competence, or that does not exist: which of the two is not told.
        """
        wanted = list(dict.fromkeys(operator_ids))
        if not 1 <= len(wanted) <= MOST_BY_HAND:
            message = f"must be 1 to {MOST_BY_HAND} operators"
            raise ValidationFailed([Issue("operatorIds", "bad_count", message)])

        row = await open_request(actor, request_id)
        narrowed = CompetentFilter(ids=tuple(one for one in wanted if is_id("opr", one)))
        found = await operators.within(actor, row.authority_id, narrowed, "", MOST_BY_HAND)
        able = {one.id for one in found}
        unable = [place for place, one in enumerate(wanted) if one not in able]
        if unable:
            message = "must be the id of an operator within your authority's competence"
            issues = [Issue(f"operatorIds.{at}", "unknown", message) for at in unable]
            raise ValidationFailed(issues)
        return await self.add(actor, row, wanted)

    async def by_filter(
        self, actor: Actor, request_id: str, narrowed: EntityFilter
    ) -> NamedEntities:
        """Name every operator within the authority's competence that fits.

        Only those supervised under the law of the request's profile. Raises NotFound,
        StateRefused and ValidationFailed.
        """
        _check(narrowed)
        row = await open_request(actor, request_id)
        added = already = 0
        async for found in self._fitting(actor, row, narrowed):
            done = await self.add(actor, row, found)
            added, already = added + done.added, already + done.already
        return NamedEntities(added, already)

    async def count(self, actor: Actor, request_id: str, narrowed: EntityFilter) -> int:
        """How many operators a filter would name; raises NotFound and ValidationFailed."""
        _check(narrowed)
        row = await repository.seen(actor, request_id)
        if row is None:
            raise NotFound("request")
        return sum([len(found) async for found in self._fitting(actor, row, narrowed)])

    async def _fitting(
        self, actor: Actor, row: RequestRow, narrowed: EntityFilter
    ) -> AsyncIterator[list[str]]:
        """Ids of fitting operators, a chunk at a time; others come in between."""
        wanted = CompetentFilter(
            country=narrowed.country,
            sector=narrowed.sector,
            subsector=narrowed.subsector,
            entity_type=narrowed.entity_type,
            regime=row.regime,
        )
        after = ""
        while True:
            found = await operators.within(actor, row.authority_id, wanted, after, _CHUNK)
            yield await self._of_status(found, narrowed.status)
            if len(found) < _CHUNK:
                return
            after = found[-1].id
            await asyncio.sleep(0)

    async def _of_status(self, found: tuple[OperatorRow, ...], status: str | None) -> list[str]:
        if status is None:
            return [one.id for one in found]
        statuses = await self.statuses.read(found)
        return [one.id for one in found if statuses[one.id] == status]

    async def remove(self, actor: Actor, request_id: str, operator_ids: list[str] | None) -> int:
        """Take operators off again, or all of them; who was called stays. How many were named.

        Raises NotFound and StateRefused.
        """

        async def work() -> int:
            row = await repository.claim(actor, request_id)
            refuse_withdrawn(row)
            removed = await entities.remove(row.id, operator_ids)
            await record(
                actor,
                "request.unname",
                row.id,
                organisation_id=row.authority_id,
                entities=removed,
            )
            return removed

        return await self.database.write(work)

    async def preview(self, actor: Actor, request_id: str) -> Preview:
        """Who would get the request if it was sent now; raises NotFound."""
        row = await repository.seen(actor, request_id)
        if row is None:
            raise NotFound("request")
        left_out: list[LeftOut] = []
        named = unable = 0
        async for found in self._waiting(row):
            named += len(found)
            for one in await self.obstructed(row, found):
                unable += 1
                if len(left_out) < _SHOWN:
                    left_out.append(one)
        silent = await entities.without_members(row.id) if named else 0
        return Preview(named, named - unable, silent, tuple(left_out), unable)

    async def _waiting(self, row: RequestRow) -> AsyncIterator[list[EntityRow]]:
        states = (EntityState.NAMED, EntityState.LEFT_OUT)
        after = ""
        while True:
            found = await entities.page(row.id, states, after, _CHUNK)
            yield found
            if len(found) < _CHUNK:
                return
            after = found[-1].id
            await asyncio.sleep(0)

    async def obstructed(self, row: RequestRow, found: Iterable[EntityRow]) -> list[LeftOut]:
        """Those of some entities that the request cannot go to."""
        competences = await identity.competences([row.authority_id])
        profile_id = await repository.profile_of(row)
        profile = self.registry.profiles.get(profile_id)
        types = profile.entity_types if profile else ()
        kept = []
        for one in found:
            fault = obstacle(one, competences, row.regime, types)
            if fault is not None:
                kept.append(LeftOut(one, fault))
        return kept

    async def add(self, actor: Actor, row: RequestRow, ids: list[str]) -> NamedEntities:
        """Name operators that were found to be within the authority's competence."""

        async def work() -> NamedEntities:
            current = await repository.claim(actor, row.id)
            refuse_withdrawn(current)
            if await entities.total(row.id) + len(ids) > MOST_ENTITIES:
                message = f"A request names at most {MOST_ENTITIES} entities."
                raise StateRefused("most_entities", message)
            added = await entities.add(row.id, ids)
            if added:
                await record(
                    actor,
                    "request.name",
                    row.id,
                    organisation_id=row.authority_id,
                    entities=added,
                )
            return NamedEntities(added, len(ids) - added)

        return await self.database.write(work)


async def open_request(actor: Actor, request_id: str) -> RequestRow:
    """A request to which entities can be added; raises NotFound and StateRefused."""
    row = await repository.managed(actor, request_id)
    if row is None:
        raise NotFound("request")
    refuse_withdrawn(row)
    return row


def refuse_withdrawn(row: RequestRow) -> None:
    """Raise StateRefused when the request was taken back."""
    if row.state is RequestState.WITHDRAWN:
        raise StateRefused("request_withdrawn", "This request was withdrawn.")


def _check(narrowed: EntityFilter) -> None:
    issues = []
    for name in EntityFilter.__slots__:
        value = getattr(narrowed, name)
        if value is not None and text_fault(value, LONGEST_FILTER):
            message = f"must be plain text, at most {LONGEST_FILTER} characters"
            issues.append(Issue(f"filter.{camel(name)}", "bad_text", message))
    if issues:
        raise ValidationFailed(issues)
