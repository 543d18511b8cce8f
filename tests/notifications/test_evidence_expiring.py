"""Evidence that runs out: who sets it, and that its people are told 30 and 7 days before."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import httpx
import pytest

from nisassess.assessments.repository.attachments import evidence_places
from nisassess.evidence import validity
from nisassess.kit.clock import today
from nisassess.kit.database import Database, execute, fetch
from nisassess.kit.errors import NotFound
from tests.support.api import ask
from tests.support.world import World

SET = """mutation($id: ID!, $until: Date) {
  setEvidenceValidity(evidenceId: $id, validUntil: $until) {
    __typename ... on EvidenceValiditySet { evidence { id validUntil } }
    ... on ValidationProblem { issues { path code } } } }"""


async def set_over_http(client: httpx.AsyncClient, world: World, until: str | None) -> Any:
    headers = {**world.contributor.cookie, "x-nisassess-client": "test"}
    return (await ask(client, SET, headers, id=world.evidence, until=until)).data[
        "setEvidenceValidity"
    ]


async def told() -> list[dict[str, Any]]:
    return await fetch(
        "SELECT person_id, path, facts FROM notice WHERE kind = 'evidence_expiring' ORDER BY id"
    )


async def remind(database: Database, day: date) -> None:
    await validity.remind(database, evidence_places, day)


async def test_last_day_is_set_shown_and_taken_away(
    client: httpx.AsyncClient, world: World
) -> None:
    done = await set_over_http(client, world, "2027-03-31")
    assert done["evidence"] == {"id": world.evidence, "validUntil": "2027-03-31"}
    query = "query($id: ID!) { assessment(id: $id) { evidence { evidence { id validUntil } } } }"
    seen = await ask(client, query, world.contributor.cookie, id=world.draft)
    assert {"evidence": done["evidence"]} in seen.data["assessment"]["evidence"]

    gone = await set_over_http(client, world, None)
    assert gone["evidence"]["validUntil"] is None


@pytest.mark.parametrize("until", ["1989-12-31", "2999-01-01"])
async def test_day_out_of_all_reason_is_refused_at_its_path(
    until: str, client: httpx.AsyncClient, world: World
) -> None:
    refused = await set_over_http(client, world, until)

    assert refused["issues"] == [{"path": "validUntil", "code": "out_of_range"}]


async def test_evidence_of_another_operator_is_as_one_that_never_was(
    database: Database, world: World
) -> None:
    for actor in (world.other_coordinator.actor, world.officer.actor):
        with pytest.raises(NotFound):
            await validity.set_validity(database, actor, world.evidence, today())


async def test_who_brought_it_and_the_coordinator_are_told_thirty_and_seven_days_before(
    database: Database, world: World
) -> None:
    last = today() + timedelta(days=100)
    await validity.set_validity(database, world.contributor.actor, world.evidence, last)

    when = []
    for before in range(45, -5, -1):
        there = len(await told())
        await remind(database, last - timedelta(days=before))
        if len(await told()) > there:
            when.append(before)

    assert when == [30, 7]
    rows = await told()
    people = [world.contributor.actor.id, world.coordinator.actor.id]
    assert sorted(row["person_id"] for row in rows) == sorted(people * 2)
    assert {row["facts"] for row in rows} == {f'{{"until":"{last.isoformat()}"}}'}
    assert all(row["path"].startswith(f"/assessments/{world.draft}/controls/") for row in rows)


async def test_downtime_over_the_thirtieth_day_is_made_up_for(
    database: Database, world: World
) -> None:
    last = today() + timedelta(days=100)
    await validity.set_validity(database, world.contributor.actor, world.evidence, last)

    for before in (40, 21, 20):
        await remind(database, last - timedelta(days=before))

    assert len(await told()) == 2


async def test_superseded_revision_is_not_told_of(database: Database, world: World) -> None:
    last = today() + timedelta(days=20)
    await validity.set_validity(database, world.contributor.actor, world.evidence, last)
    await execute(
        "INSERT INTO evidence (id, operator_id, kind, title, series, revision, added_at, "
        "added_by_id, added_by_name) SELECT 'evd_later', operator_id, kind, title, series, "
        "revision + 1, added_at, added_by_id, added_by_name FROM evidence WHERE id = $1",
        world.evidence,
    )

    await remind(database, today())

    assert await told() == []


async def test_evidence_that_is_attached_nowhere_leads_to_the_overview(
    database: Database, world: World
) -> None:
    async def nowhere(ids: Sequence[str]) -> dict[str, str]:
        return {}

    await validity.set_validity(database, world.contributor.actor, world.evidence, today())
    await partial(validity.remind, database, nowhere)(today())

    assert {row["path"] for row in await told()} == {"/"}
