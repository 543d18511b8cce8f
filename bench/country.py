"""An authority's figures over 100 and over 10,000 submissions of 120 controls, on PostgreSQL.

What is asked of the same request of 100 must not take longer because others are stored. Rows go in
by COPY, as release and import would have written them; the sealed documents are left out, since no
figure reads them.
"""

import asyncio
import json
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from bench.filling import PASSWORD, settings
from nisassess.access import Role
from nisassess.app import create_app
from nisassess.identity import repository as identity
from nisassess.identity import service as people
from nisassess.identity.secrets import new_secret, secret_hash
from nisassess.identity.types import OrganisationKind
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.ids import new_id
from nisassess.kit.migrating import migrate

SIZES = (100, 10_000)
CONTROLS, PER_GROUP, OF_REQUEST = 120, 10, 100
PROFILE = "bench-profile"
YEARS = (2024, 2025, 2026)
SUBSECTORS = ("energy.electricity", "energy.gas", "transport.rail", "health.hospitals")
_AT = datetime(2026, 3, 31, 12, tzinfo=UTC)

_BASIS = "basis { submissions }"
_TALLY = "tally { met below notApplicable }"
QUERIES = {
    "distribution of a request of 100": (
        f"query($r: ID) {{ outcomeDistribution(filter: {{requestId: $r}}) {{ {_BASIS} groups {{ "
        f"groupId {_TALLY} controls {{ controlId {_TALLY} levels {{ level submissions }} }} }} "
        "} }"
    ),
    "weakest controls of a request of 100": (
        f"query($r: ID) {{ weakestControls(first: 20, filter: {{requestId: $r}}) "
        f"{{ {_BASIS} controls {{ controlId {_TALLY} }} }} }}"
    ),
    "below target on a control, of a request of 100": (
        'query($r: ID) { submissions(first: 50, filter: {requestId: $r, controlId: "bench.c007", '
        "controlState: BELOW, newest: true}) { edges { node { id operatorName } } } }"
    ),
    "not applicable, with reasons, of a request of 100": (
        "query($r: ID) { notApplicableFigures(first: 50, filter: {requestId: $r}) "
        f"{{ {_BASIS} reasons {{ reason submissions }} edges {{ node {{ reason }} }} }} }}"
    ),
    "late cases of a request of 100": (
        "query($r: ID) { lateCases(first: 50, filter: {requestId: $r}) "
        "{ late edges { node { operatorName daysLate } } } }"
    ),
    "late measures of a request of 100": (
        "query($r: ID) { lateMeasures(first: 50, filter: {requestId: $r}) "
        f"{{ {_BASIS} measures edges {{ node {{ what until }} }} }} }}"
    ),
    "years of a request of 100": (
        f'query($r: ID) {{ evolution(profileId: "{PROFILE}", filter: {{requestId: $r}}) '
        f"{{ {_BASIS} everybody {{ year submissions {_TALLY} }} }} }}"
    ),
    "distribution of all": (
        f"{{ outcomeDistribution {{ {_BASIS} groups {{ groupId {_TALLY} "
        f"controls {{ controlId {_TALLY} }} }} }} }}"
    ),
    "weakest controls of a subsector": (
        '{ weakestControls(first: 20, filter: {subsector: "energy.gas"}) '
        f"{{ {_BASIS} controls {{ controlId {_TALLY} }} }} }}"
    ),
    "years of all": (
        f'{{ evolution(profileId: "{PROFILE}") {{ {_BASIS} everybody {{ year {_TALLY} }} '
        f"sameOperators {{ year {_TALLY} }} }} }}"
    ),
    "first page of late measures of all": (
        f"{{ lateMeasures(first: 50) {{ {_BASIS} measures edges {{ node {{ what }} }} }} }}"
    ),
    "first page of submissions": (
        "{ submissions(first: 50, filter: {newest: true}) { edges { node { id } } } }"
    ),
}

OF_ONE_REQUEST = frozenset(name for name, query in QUERIES.items() if "$r" in query)
"""What must not take longer because others are stored."""


async def measure(folder: Path, url: str, size: int, rounds: int) -> dict[str, float]:
    """Milliseconds of each query, and seconds of loading under `loading`."""
    given = settings(folder, url)
    await migrate(given.effective_database_url)
    cookie, authority = await _people(given.effective_database_url)
    before = time.perf_counter()
    request = await _load(url, authority, size)
    found = {"loading": time.perf_counter() - before}
    app = create_app(given)
    headers = {"X-Nisassess-Client": "bench", "Cookie": f"nisassess_session={cookie}"}
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
            for name, query in QUERIES.items():
                body = {"query": query, "variables": {"r": request} if "$r" in query else {}}
                taken = []
                for turn in range(rounds + 1):
                    start = time.perf_counter()
                    answer = await client.post("/graphql", json=body, headers=headers)
                    assert "errors" not in answer.json(), answer.text
                    if turn:  # the first one only warms up
                        taken.append((time.perf_counter() - start) * 1000)
                found[name] = statistics.median(taken)
    return found


async def _people(url: str) -> tuple[str, str]:
    database = Database(url)
    await database.open()
    try:
        authority = await people.create_organisation(
            database, OrganisationKind.AUTHORITY, "Authority", "AT"
        )
        await people.add_competence(database, authority, "AT", "nis2", "*")
        officer = [(authority, Role.AUTHORITY_OFFICER)]
        person = await people.create_person(database, "o@bench.example", "Olga", PASSWORD, officer)
        cookie = new_secret()
        await identity.add_session(
            id=new_id("ses"),
            token_hash=secret_hash(cookie),
            person_id=person,
            created_at=now(),
            expires_at=now() + timedelta(hours=12),
        )
        return cookie, authority
    finally:
        await database.close()


async def _load(url: str, authority: str, size: int) -> str:
    """Everything by COPY; the id of the request that 100 submissions answer."""
    connection = await asyncpg.connect(url)
    try:
        await _copy(connection, "submitted_outline", [{"id": "bench", "content": _outline()}])
        submissions = [new_id("sub") for _ in range(size)]
        for table, rows in (
            ("organisation", map(_organisation, range(_operator_of(size - 1) + 1))),
            ("operator", map(_operator, range(_operator_of(size - 1) + 1))),
            ("submission", (_submission(n, id_, authority) for n, id_ in enumerate(submissions))),
            ("submitted_control", _controls(submissions)),
            ("submitted_group", _groups(submissions)),
            ("submitted_exclusion", _exclusions(submissions)),
            ("submitted_measure", _measures(submissions)),
        ):
            await _copy(connection, table, rows)
        request = await _request(connection, authority)
        cases = (_case(n, id_, authority, request) for n, id_ in enumerate(submissions))
        await _copy(connection, "desk_case", cases)
        await connection.execute("ANALYZE")
        return request
    finally:
        await connection.close()


async def _copy(connection: Any, table: str, rows: Any) -> None:
    every = iter(rows)
    first = next(every, None)
    if first is None:
        return
    columns = list(first)

    def records() -> Iterator[tuple[Any, ...]]:
        yield tuple(first.values())
        for row in every:
            yield tuple(row.values())

    await connection.copy_records_to_table(table, records=records(), columns=columns)


def _operator_id(number: int) -> str:
    return f"opr_{number:026d}"


def _operator_of(number: int) -> int:
    """Each answers the request once; of the others, each submits twice."""
    return number if number < OF_REQUEST else OF_REQUEST + (number - OF_REQUEST) // 2


def _organisation(number: int) -> dict[str, Any]:
    return {
        "id": _operator_id(number),
        "kind": "operator",
        "name": f"Operator {number}",
        "country": "AT",
        "created_at": _AT,
    }


def _operator(number: int) -> dict[str, Any]:
    id_ = _operator_id(number)
    lists = ("countries", "figures", "linked_enterprises", "special_cases", "services")
    place = SUBSECTORS[number % len(SUBSECTORS)]
    return {
        "id": id_,
        "organisation_id": id_,
        "version": 1,
        "name": f"Operator {number}",
        "country": "AT",
        "sector": place.partition(".")[0],
        "subsector": place,
        "regime": "nis2",
        "updated_at": _AT,
        **dict.fromkeys(lists, "[]"),
    }


def _submission(number: int, id_: str, authority: str) -> dict[str, Any]:
    year, operator = YEARS[number % len(YEARS)], _operator_of(number)
    place = SUBSECTORS[operator % len(SUBSECTORS)]
    return {
        "id": id_,
        "number": 1 if number < OF_REQUEST else number % 2 + 1,
        "operator_id": _operator_id(operator),
        "addressee_id": authority,
        "addressee_name": "Authority",
        "addressee_country": "AT",
        "operator_name": f"Operator {operator}",
        "country": "AT",
        "sector": place.partition(".")[0],
        "subsector": place,
        "entity_type": place,
        "title": f"Self-assessment {year}",
        "scope_kind": "organisation",
        "period_from": date(year, 1, 1),
        "period_until": date(year, 12, 31),
        "profile_id": PROFILE,
        "profile_version": "1.0",
        "profile_title": "Synthetic profile",
        "submitted_at": _AT,
        "signatory": "Petra",
        "digest": f"{number:064d}",
        "document": "{}",
        "completeness": 1.0,
        "attainment": 0.7,
        "met": 80,
        "below": 32,
        "not_applicable": 8,
        "year": year,
        "outline": "bench",
    }


def _state(number: int, control: int) -> tuple[str, int | None]:
    seed = (number * 31 + control * 17) % 97
    if seed % 15 == 0:
        return "not_applicable", None
    return ("below", seed % 2) if seed % 7 < 2 else ("met", 2 + seed % 3)


def _places(submissions: list[str]) -> Iterator[tuple[int, str, int, str, int | None]]:
    for number, id_ in enumerate(submissions):
        for control in range(CONTROLS):
            yield (number, id_, control, *_state(number, control))


def _row_id(prefix: str, number: int, place: int) -> str:
    return f"{prefix}_{number:016d}{place:010d}"


def _controls(submissions: list[str]) -> Iterator[dict[str, Any]]:
    for number, id_, control, state, level in _places(submissions):
        yield {
            "id": _row_id("sct", number, control),
            "submission_id": id_,
            "control_id": f"bench.c{control:03}",
            "state": state,
            "level": level,
            "target": 2,
        }


def _groups(submissions: list[str]) -> Iterator[dict[str, Any]]:
    for number, id_ in enumerate(submissions):
        for group in range(CONTROLS // PER_GROUP):
            states = [_state(number, group * PER_GROUP + place)[0] for place in range(PER_GROUP)]
            yield {
                "id": _row_id("sgr", number, group),
                "submission_id": id_,
                "group_id": f"bench.g{group:02}",
                "level": None,
                "met": states.count("met"),
                "below": states.count("below"),
                "not_applicable": states.count("not_applicable"),
            }


def _exclusions(submissions: list[str]) -> Iterator[dict[str, Any]]:
    for number, id_, control, state, _ in _places(submissions):
        if state == "not_applicable":
            yield {
                "id": _row_id("sna", number, control),
                "submission_id": id_,
                "control_id": f"bench.c{control:03}",
                "part": "Office IT",
                "reason": f"No such plant is run, kind {number % 40}",
            }


def _measures(submissions: list[str]) -> Iterator[dict[str, Any]]:
    for number, id_, control, state, _ in _places(submissions):
        if state == "below":
            yield {
                "id": _row_id("sme", number, control),
                "submission_id": id_,
                "control_id": f"bench.c{control:03}",
                "part": "Office IT",
                "what": "Close the gap",
                "who": "Head of operations",
                "until": date(2025, 1, 1) + timedelta(days=(number * 7 + control) % 1500),
                "cost_class": "low",
                "state": "open",
            }


def _case(number: int, submission: str, authority: str, request: str) -> dict[str, Any]:
    operator, asked = _operator_of(number), number < OF_REQUEST
    place = SUBSECTORS[operator % len(SUBSECTORS)]
    late = asked and number % 10 == 0
    return {
        "id": _row_id("cas", number, 0),
        "authority_id": authority,
        "operator_id": _operator_id(operator),
        "request_id": request if asked else None,
        "state": "opened" if late else "submitted",
        "due_on": date(2026, 1, 31) if asked else None,
        "submission_id": submission,
        "submitted_at": None if late else _AT,
        "operator_name": f"Operator {operator}",
        "name_key": f"operator {operator}",
        "country": "AT",
        "sector": place.partition(".")[0],
        "subsector": place,
        "entity_type": place,
        "profile_id": PROFILE,
        "status": "important",
    }


async def _request(connection: Any, authority: str) -> str:
    id_ = new_id("req")
    await _copy(connection, "resolved_profile", [_resolved_profile()])
    await _copy(
        connection,
        "request",
        [
            {
                "id": id_,
                "authority_id": authority,
                "title": "Yearly supervision",
                "purpose": "To see how the measures stand",
                "legal_basis": "Invented Act, section 1",
                "points_essential": "[]",
                "points_important": '["d"]',
                "profile_id": _resolved_profile()["digest"],
                "regime": "nis2",
                "scope_kind": "organisation",
                "period_from": date(2026, 1, 1),
                "period_until": date(2026, 12, 31),
                "due_on": date(2026, 1, 31),
                "state": "sent",
                "version": 1,
                "created_at": _AT,
                "created_by": "Olga",
                "sent_at": _AT,
            }
        ],
    )
    return id_


def _resolved_profile() -> dict[str, Any]:
    return {
        "digest": "0" * 64,
        "profile_id": PROFILE,
        "version": "1.0",
        "title": "Synthetic profile",
        "document": "{}",
        "pinned_at": _AT,
    }


def _outline() -> str:
    groups = [
        {
            "id": f"bench.g{group:02}",
            "label": str(group + 1),
            "title": f"Group {group + 1}",
            "controls": [
                {
                    "id": f"bench.c{group * PER_GROUP + place:03}",
                    "label": f"{group + 1}.{place + 1}",
                    "title": f"Measure {group * PER_GROUP + place + 1} of the catalogue",
                }
                for place in range(PER_GROUP)
            ],
        }
        for group in range(CONTROLS // PER_GROUP)
    ]
    levels = ["Absent", "Begun", "Defined", "Lived", "Improved"]
    return json.dumps({"language": "en", "levels": levels, "lowest": 0, "groups": groups})


def both(place: Path, server: str, rounds: int) -> dict[int, dict[str, float]]:
    """The figures of both sizes, each in a database of its own."""
    from tests.support.postgres import create_database

    return {
        size: asyncio.run(
            measure(
                place / f"country-{size}",
                asyncio.run(create_database(server, f"country{size}")),
                size,
                rounds,
            )
        )
        for size in SIZES
    }
