"""Every route, as everybody; refusals leave no trace."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from nisassess.kit.services import Services
from nisassess.submissions import repository as submissions
from tests.access.callers import EVERYBODY, OWN, headers
from tests.access.facts import Facts, gather
from tests.access.routes import ELSEWHERE, ROUTES, Way
from tests.support.rows import differences, everything
from tests.support.world import World

CODES = {401: "UNAUTHENTICATED", 403: "FORBIDDEN", 404: "NOT_FOUND"}


@pytest.fixture
async def facts(
    world: World, client: httpx.AsyncClient, services: Services, tmp_path: Path
) -> Facts:
    """With the submission's PDF in the archive: rendering it is shown elsewhere."""
    actor = world.officer.actor
    row = await submissions.submission(actor, world.submission)
    assert row is not None
    (tmp_path / "pdf").mkdir(exist_ok=True)
    (tmp_path / "pdf" / f"{row.digest}.pdf").write_bytes(b"%PDF-1.7 sealed")
    return await gather(world, services)


async def call(
    client: httpx.AsyncClient, route: str, way: Way, caller: str, facts: Facts
) -> httpx.Response:
    method = route.partition(" ")[0]
    path = way.path(facts)
    return await client.request(
        method, path, content=way.body, headers=headers(facts.world, caller)
    )


def files(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.rglob("*") if path.is_file())


def _names(app: Starlette) -> Iterator[str]:
    for route in app.routes:
        if isinstance(route, Mount):
            yield f"* {route.path}"
        elif isinstance(route, Route):
            for method in sorted((route.methods or {"*"}) - {"HEAD"}):
                yield f"{method} {route.path}"


def test_every_route_has_its_row(app: Starlette) -> None:
    assert sorted(_names(app)) == sorted({**ROUTES, **ELSEWHERE})


@pytest.mark.parametrize("route", ROUTES)
async def test_route_for_those_not_allowed_is_refused_and_changes_nothing(
    route: str, client: httpx.AsyncClient, facts: Facts, services: Services, tmp_path: Path
) -> None:
    way = ROUTES[route]
    await way.prepare(facts, services)
    before, kept = await everything(), files(tmp_path / "evidence")
    for caller in sorted(EVERYBODY - way.allowed):
        answer = await call(client, route, way, caller, facts)
        assert answer.status_code in ({401} if caller == "anonymous" else {403, 404}), caller
        assert answer.json()["error"]["code"] == CODES[answer.status_code]
        assert ("www-authenticate" in answer.headers) == (caller == "anonymous")
    assert differences(before, await everything()) == {}
    assert files(tmp_path / "evidence") == kept


@pytest.mark.parametrize("route", ROUTES)
async def test_route_for_somebody_allowed_answers(
    route: str, client: httpx.AsyncClient, facts: Facts, services: Services
) -> None:
    way = ROUTES[route]
    await way.prepare(facts, services)
    found = {
        caller: (await call(client, route, way, caller, facts)).status_code
        for caller in sorted(way.allowed)
    }
    repeated = {200} if way.status == 201 else {way.status}
    first, *others = found.values()
    assert first == way.status
    assert set(others) <= repeated | {way.status}


@pytest.mark.parametrize(
    ("what", "own"),
    [
        ("/submissions/{}.pdf", "bank_submission"),
        ("/submissions/{}.json", "bank_submission"),
        ("/submissions/{}.oscal.json", "bank_submission"),
        ("/submissions/{}.poam.json", "bank_submission"),
        ("/submissions/{}.csv", "bank_submission"),
        ("/submissions/{}.xlsx", "bank_submission"),
        ("/evidence/{}", "other_draft"),
        ("/evidence/{}", "submission"),
    ],
)
async def test_id_of_somebody_else_is_as_one_that_never_was(
    what: str, own: str, client: httpx.AsyncClient, facts: Facts
) -> None:
    theirs = what.format(getattr(facts.world, own))
    never = what.format(getattr(facts.world, own)[:-4] + "zzzz")
    for caller in sorted(OWN):
        allowed = headers(facts.world, caller)
        answers = [await client.get(path, headers=allowed) for path in (theirs, never)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].json() == answers[1].json()


async def test_sealed_evidence_of_one_submission_is_not_found_under_another(
    client: httpx.AsyncClient, facts: Facts
) -> None:
    world = facts.world
    path = f"/submissions/{world.bank_submission}/evidence/{world.sealed_evidence}"
    for caller in ("financial_officer", "officer", "contributor"):
        answer = await client.get(path, headers=headers(world, caller))
        assert answer.status_code == 404


async def test_officer_gets_sealed_evidence_but_never_what_a_draft_holds(
    client: httpx.AsyncClient, facts: Facts
) -> None:
    world = facts.world
    officer = headers(world, "officer")
    sealed = f"/submissions/{world.submission}/evidence"
    answer = await client.get(f"{sealed}/{world.sealed_evidence}", headers=officer)
    assert answer.content == b"%PDF-1.7 sealed"
    refused = await client.get(f"{sealed}/{world.evidence}", headers=officer)
    assert refused.status_code == 404
    refused = await client.get(f"/evidence/{world.evidence}", headers=officer)
    assert refused.status_code == 403
