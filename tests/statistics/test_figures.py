"""What authorities ask: each number is exactly the submissions that it opens into."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from nisassess.kit.clock import now, today
from nisassess.kit.database import Database, execute
from nisassess.kit.services import Services
from nisassess.plugins import PluginRegistry
from tests.access.facts import gather
from tests.assessments.statements import counted
from tests.statistics.country import Country
from tests.support.api import ask
from tests.support.world import Person, World

PROFILE = "profile-of-tests"
TALLY = "tally { met below notApplicable open assessed }"
DISTRIBUTION = f"""query($filter: StatisticsFilter, $language: String) {{
  outcomeDistribution(filter: $filter, language: $language) {{
    basis {{ submissions operators imported periodFrom periodUntil selfDeclared
             profiles {{ id version submissions }} }}
    groups {{ groupId label title {TALLY} levels {{ level name submissions }}
      controls {{ controlId label title groupId {TALLY} levels {{ level name submissions }} }} }}
  }} }}"""
WEAKEST = f"""query($filter: StatisticsFilter, $first: Int!) {{
  weakestControls(first: $first, filter: $filter) {{
    basis {{ submissions }} controls {{ controlId {TALLY} }} }} }}"""
NOT_APPLICABLE = """query($filter: StatisticsFilter, $first: Int!, $after: String, $control: ID) {
  notApplicableFigures(first: $first, after: $after, filter: $filter, controlId: $control) {
    controls { controlId tally { notApplicable } }
    reasons { controlId reason submissions }
    edges { node { controlId title reason part submissionId operatorName } }
    pageInfo { hasNextPage endCursor } } }"""
EVOLUTION = f"""query($profile: ID!, $control: ID) {{
  evolution(profileId: $profile, controlId: $control) {{
    everybody {{ year submissions operators {TALLY} }}
    sameOperators {{ year submissions operators {TALLY} }} }} }}"""
LATE = """query($first: Int!, $after: String, $filter: StatisticsFilter) {
  lateMeasures(first: $first, after: $after, filter: $filter) {
    on measures submissions costs { costClass measures }
    edges { node { controlId title what who until daysLate state submissionId operatorName } }
    pageInfo { hasNextPage endCursor } } }"""
LIST = """query($filter: SubmissionFilter) { submissions(first: 100, filter: $filter) {
    edges { node { id } } } }"""
LATE_CASES = """query($first: Int!, $after: String) { lateCases(first: $first, after: $after) {
    late requests { requestId cases late submittedLate }
    edges { node { operatorId daysLate } } pageInfo { hasNextPage endCursor } } }"""
CHOICES = """{ statisticsChoices { requests { id submissions }
    profiles { id title submissions } years { id submissions }
    countries { id submissions } subsectors { id submissions } } }"""


@pytest.fixture
def country(database: Database, registry: PluginRegistry, world: World) -> Country:
    return Country(database, registry, world.nis_authority)


@pytest.fixture
async def submitted(country: Country) -> list[str]:
    """Three operators: one misses a.1, two miss a.2, b.1 does not apply to one."""
    one, two, three = [await country.operator(f"Grid {number}") for number in (1, 2, 3)]
    return [
        await country.submits(one, {"a.1": "met", "a.2": "below", "b.1": "met"}),
        await country.submits(two, {"a.1": "below", "a.2": "below", "b.1": "met"}),
        await country.submits(
            three,
            {"a.1": "met", "a.2": "met", "b.1": "not_applicable"},
            reasons={"b.1": "No such plant"},
        ),
    ]


async def get(client: httpx.AsyncClient, person: Person, query: str, **variables: Any) -> Any:
    (value,) = (await ask(client, query, person.cookie, **variables)).data.values()
    return value


async def listed(client: httpx.AsyncClient, person: Person, **narrowed: Any) -> set[str]:
    found = await get(client, person, LIST, filter={"newest": True, **narrowed})
    return {edge["node"]["id"] for edge in found["edges"]}


def tally(met: int, below: int, not_applicable: int = 0, open_: int = 0) -> dict[str, int]:
    return {
        "met": met,
        "below": below,
        "notApplicable": not_applicable,
        "open": open_,
        "assessed": met + below,
    }


async def test_distribution_counts_states_and_levels_and_says_what_it_rests_on(
    client: httpx.AsyncClient, world: World, submitted: list[str]
) -> None:
    found = await get(client, world.officer, DISTRIBUTION, filter={"profileId": PROFILE})
    (profile,) = found["basis"].pop("profiles")
    assert (profile["id"], profile["submissions"]) == (PROFILE, 3)
    assert found["basis"] == {
        "submissions": 3,
        "operators": 3,
        "imported": 0,
        "periodFrom": "2026-01-01",
        "periodUntil": "2026-12-31",
        "selfDeclared": True,
    }
    first, second = found["groups"]
    assert (first["groupId"], first["title"], first["tally"]) == ("a", "Group a", tally(1, 2))
    assert (second["groupId"], second["tally"]) == ("b", tally(2, 0, 1))
    control = first["controls"][1]
    assert (control["controlId"], control["title"]) == ("a.2", "Control a.2")
    assert control["tally"] == tally(1, 2)
    assert [(one["level"], one["submissions"]) for one in control["levels"]] == [(1, 2), (3, 1)]
    assert all(one["name"] for one in control["levels"])


async def test_every_number_of_a_distribution_opens_into_as_many_submissions(
    client: httpx.AsyncClient, world: World, submitted: list[str]
) -> None:
    found = await get(client, world.officer, DISTRIBUTION, filter={"profileId": PROFILE})
    names = {"met": "MET", "below": "BELOW", "notApplicable": "NOT_APPLICABLE", "open": "OPEN"}
    seen = 0
    for group in found["groups"]:
        for name, state in names.items():
            narrowed = {"groupId": group["groupId"], "groupState": state, "profileId": PROFILE}
            there = await listed(client, world.officer, **narrowed)
            assert len(there) == group["tally"][name], narrowed
        for control in group["controls"]:
            for name, state in names.items():
                narrowed = {"controlId": control["controlId"], "controlState": state}
                there = await listed(client, world.officer, **narrowed)
                assert len(there) == control["tally"][name], narrowed
                seen += len(there)
            for level in control["levels"]:
                narrowed = {"controlId": control["controlId"], "controlLevel": level["level"]}
                there = await listed(client, world.officer, **narrowed)
                assert len(there) == level["submissions"], narrowed
    assert seen == 9


async def test_only_the_newest_version_counts(
    client: httpx.AsyncClient, world: World, country: Country, submitted: list[str]
) -> None:
    operator = await country.operator("Corrected Grid")
    old = await country.submits(operator, {"a.1": "below"})
    new = await country.submits(
        operator, {"a.1": "met"}, number=2, row={"version": 2, "supersedes": old}
    )
    await execute("UPDATE submission SET superseded_by = $2 WHERE id = $1", old, new)
    found = await get(client, world.officer, DISTRIBUTION, filter={"profileId": PROFILE})
    assert found["basis"]["submissions"] == 4
    assert found["groups"][0]["controls"][0]["tally"] == tally(3, 1)
    assert new in await listed(client, world.officer)
    assert old not in await listed(client, world.officer)


async def test_another_authority_counts_nothing_of_it(
    client: httpx.AsyncClient, world: World, submitted: list[str]
) -> None:
    narrowed = {"filter": {"profileId": PROFILE}}
    for person in (world.other_officer, world.financial_officer):
        found = await get(client, person, DISTRIBUTION, **narrowed)
        assert (found["basis"]["submissions"], found["groups"]) == (0, [])
        assert found["basis"]["periodFrom"] is None
        assert (await get(client, person, WEAKEST, first=9, **narrowed))["controls"] == []
        found = await get(client, person, NOT_APPLICABLE, first=9, **narrowed)
        assert (found["controls"], found["reasons"], found["edges"]) == ([], [], [])
        assert (await get(client, person, LATE, first=9, **narrowed))["measures"] == 0
        found = await get(client, person, EVOLUTION, profile=PROFILE)
        assert found == {"everybody": [], "sameOperators": []}


async def test_an_operator_is_refused(client: httpx.AsyncClient, world: World) -> None:
    answer = await ask(client, DISTRIBUTION, world.coordinator.cookie)
    assert answer.codes == ["FORBIDDEN"]


async def test_weakest_control_is_the_one_that_most_miss_of_those_it_applies_to(
    client: httpx.AsyncClient, world: World, submitted: list[str]
) -> None:
    narrowed = {"subsector": "energy.electricity", "profileId": PROFILE}
    everything = await get(client, world.officer, WEAKEST, first=9, filter={"profileId": PROFILE})
    assert [(one["controlId"], one["tally"]["below"]) for one in everything["controls"]] == [
        ("a.2", 2),
        ("a.1", 1),
    ]
    one = await get(client, world.officer, WEAKEST, first=1, filter={"profileId": PROFILE})
    assert [each["controlId"] for each in one["controls"]] == ["a.2"]
    elsewhere = await get(
        client, world.officer, WEAKEST, first=9, filter={**narrowed, "subsector": "banking"}
    )
    assert elsewhere == {"basis": {"submissions": 0}, "controls": []}


async def test_reasons_are_listed_and_counted_word_by_word(
    client: httpx.AsyncClient, world: World, country: Country, submitted: list[str]
) -> None:
    for name in ("Four", "Five"):
        await country.submits(
            await country.operator(name),
            {"b.1": "not_applicable", "b.2": "not_applicable"},
            reasons={"b.1": "No such plant", "b.2": f"Only at {name}"},
        )
    narrowed: dict[str, Any] = {"filter": {"profileId": PROFILE}}
    found = await get(client, world.officer, NOT_APPLICABLE, first=2, **narrowed)
    assert [(one["controlId"], one["tally"]["notApplicable"]) for one in found["controls"]] == [
        ("b.1", 3),
        ("b.2", 2),
    ]
    assert found["reasons"][0] == {
        "controlId": "b.1",
        "reason": "No such plant",
        "submissions": 3,
    }
    seen, after = found["edges"], found["pageInfo"]["endCursor"]
    while after and found["pageInfo"]["hasNextPage"]:
        found = await get(client, world.officer, NOT_APPLICABLE, first=2, after=after, **narrowed)
        seen, after = seen + found["edges"], found["pageInfo"]["endCursor"]
    assert (
        len(seen) == len({(e["node"]["submissionId"], e["node"]["controlId"]) for e in seen}) == 5
    )
    one = await get(client, world.officer, NOT_APPLICABLE, first=9, control="b.2", **narrowed)
    assert {edge["node"]["reason"] for edge in one["edges"]} == {"Only at Four", "Only at Five"}
    there = await listed(client, world.officer, controlId="b.1", controlState="NOT_APPLICABLE")
    assert len(there) == 3


async def test_evolution_tells_everybody_from_those_who_are_there_every_year(
    client: httpx.AsyncClient, world: World, country: Country
) -> None:
    stays, leaves = await country.operator("Stays"), await country.operator("Leaves")
    await country.submits(stays, {"a.1": "below", "a.2": "below"}, year=2025, number=1)
    await country.submits(leaves, {"a.1": "met", "a.2": "below"}, year=2025, number=1)
    await country.submits(stays, {"a.1": "met", "a.2": "below"}, year=2026, number=2)
    found = await get(client, world.officer, EVOLUTION, profile=PROFILE)
    assert [(one["year"], one["operators"], one["tally"]) for one in found["everybody"]] == [
        (2025, 2, tally(1, 3)),
        (2026, 1, tally(1, 1)),
    ]
    assert [(one["year"], one["operators"], one["tally"]) for one in found["sameOperators"]] == [
        (2025, 1, tally(0, 2)),
        (2026, 1, tally(1, 1)),
    ]
    one = await get(client, world.officer, EVOLUTION, profile=PROFILE, control="a.1")
    assert [each["tally"] for each in one["everybody"]] == [tally(1, 1), tally(1, 0)]
    every, same = {"year": 2025, "profileId": PROFILE}, {"inEachYear": [2025, 2026]}
    assert len(await listed(client, world.officer, **every)) == 2
    assert len(await listed(client, world.officer, **every, **same)) == 1


async def test_measure_is_late_from_the_day_after_its_date(
    client: httpx.AsyncClient, world: World, country: Country
) -> None:
    operator, on = await country.operator("Late Grid"), today()
    late = await country.submits(
        operator,
        {"a.1": "below", "a.2": "below", "a.3": "below"},
        until={"a.1": on - timedelta(days=1), "a.2": on, "a.3": date(2020, 2, 29)},
    )
    found = await get(client, world.officer, LATE, first=1, filter={"profileId": PROFILE})
    assert (found["on"], found["measures"], found["submissions"]) == (on.isoformat(), 2, 1)
    assert found["costs"] == [{"costClass": "low", "measures": 2}]
    assert found["edges"][0]["node"]["controlId"] == "a.3"
    after = found["pageInfo"]["endCursor"]
    rest = await get(
        client, world.officer, LATE, first=9, after=after, filter={"profileId": PROFILE}
    )
    (edge,) = rest["edges"]
    assert edge["node"] == {
        "controlId": "a.1",
        "title": "Control a.1",
        "what": "Close the gap",
        "who": "Ada",
        "until": (on - timedelta(days=1)).isoformat(),
        "daysLate": 1,
        "state": "open",
        "submissionId": late,
        "operatorName": found["edges"][0]["node"]["operatorName"],
    }
    assert await listed(client, world.officer, lateOn=on.isoformat()) == {late}


async def test_request_narrows_to_what_answers_it_and_tells_who_is_late(
    client: httpx.AsyncClient,
    world: World,
    services: Services,
    country: Country,
    submitted: list[str],
) -> None:
    await gather(world, services)  # the grid operator owes an answer since yesterday
    late = await get(client, world.officer, LATE_CASES, first=9)
    (edge,) = late["edges"]
    (request,) = [one for one in late["requests"] if one["late"]]
    assert late["late"] == 1
    assert edge["node"]["daysLate"] == 1
    assert edge["node"]["operatorId"] == world.grid
    assert (request["cases"], request["late"], request["submittedLate"]) == (1, 1, 0)
    asked = {"requestId": request["requestId"]}
    found = await get(client, world.officer, DISTRIBUTION, filter=asked)
    assert found["basis"]["submissions"] == 0
    await execute(
        "UPDATE desk_case SET submission_id = $1, submitted_at = $2, state = 'submitted' "
        "WHERE request_id = $3",
        submitted[0],
        now(),
        request["requestId"],
    )
    found = await get(client, world.officer, DISTRIBUTION, filter=asked)
    assert found["basis"]["submissions"] == 1
    assert await listed(client, world.officer, **asked) == {submitted[0]}
    assert await listed(client, world.other_officer, **asked) == set()
    choices = (await get(client, world.officer, CHOICES))["requests"]
    assert {one["id"]: one["submissions"] for one in choices}[request["requestId"]] == 1
    late = await get(client, world.officer, LATE_CASES, first=9)
    assert (late["late"], late["edges"]) == (0, [])
    assert {
        one["requestId"]: one["submittedLate"] for one in late["requests"] if one["submittedLate"]
    } == {request["requestId"]: 1}
    other = await get(client, world.other_officer, LATE_CASES, first=9)
    assert (other["late"], other["edges"], other["requests"]) == (0, [], [])


@pytest.mark.parametrize(
    ("view", "lines"),
    [("distribution", 3), ("weakest", 2), ("not-applicable", 1), ("evolution", 2), ("measures", 0)],
)
async def test_every_view_comes_as_csv(
    client: httpx.AsyncClient, world: World, submitted: list[str], view: str, lines: int
) -> None:
    path = f"/statistics/{view}.csv?profile={PROFILE}"
    answer = await client.get(path, headers=world.officer.bearer)
    assert answer.status_code == 200
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert len(rows) == lines + 1
    assert all(len(row) == len(rows[0]) for row in rows)
    other = await client.get(path, headers=world.other_officer.bearer)
    assert len(list(csv.reader(io.StringIO(other.text)))) == 1


async def test_csv_of_what_is_none_is_told(client: httpx.AsyncClient, world: World) -> None:
    for path, status in (
        ("/statistics/everything.csv", 404),
        ("/statistics/evolution.csv", 400),
        ("/statistics/late.csv?year=next", 400),
        (f"/statistics/late.csv?country={'x' * 200}", 400),
    ):
        assert (await client.get(path, headers=world.officer.bearer)).status_code == status


async def test_imported_submission_counts_the_same(
    client: httpx.AsyncClient, world: World, country: Country, submitted: list[str]
) -> None:
    operator = await country.operator("Elsewhere")
    await country.submits(operator, {"a.1": "met"}, row={"origin": "tru_elsewhere"})
    found = await get(client, world.officer, DISTRIBUTION, filter={"profileId": PROFILE})
    assert (found["basis"]["submissions"], found["basis"]["imported"]) == (4, 1)
    assert found["groups"][0]["controls"][0]["tally"] == tally(3, 1)


async def test_names_come_in_the_language_of_the_reader_where_somebody_submitted_in_it(
    client: httpx.AsyncClient, world: World, country: Country, submitted: list[str]
) -> None:
    await country.submits(await country.operator("Netz"), {"z.1": "met"}, language="de")
    found = await get(
        client, world.officer, DISTRIBUTION, filter={"profileId": PROFILE}, language="de"
    )
    assert [group["groupId"] for group in found["groups"]] == ["z", "a", "b"]


async def test_choices_tell_how_many_submissions_each_leaves(
    client: httpx.AsyncClient, world: World, submitted: list[str]
) -> None:
    found = await get(client, world.officer, CHOICES)
    assert {one["id"]: one["submissions"] for one in found["profiles"]}[PROFILE] == 3
    assert sum(one["submissions"] for one in found["countries"]) == 4
    assert await get(client, world.financial_officer, CHOICES) != found


@pytest.mark.parametrize(
    ("narrowed", "path"),
    [
        ({"country": "A\0"}, "filter.country"),
        ({"profileId": "x" * 121}, "filter.profileId"),
        ({"year": 99999}, "filter.year"),
    ],
)
async def test_filter_that_nothing_can_have_is_told_at_its_path(
    client: httpx.AsyncClient, world: World, narrowed: dict[str, Any], path: str
) -> None:
    answer = await ask(client, DISTRIBUTION, world.officer.cookie, filter=narrowed)
    assert answer.codes == ["BAD_INPUT"]
    assert path in answer.body["errors"][0]["message"]


@pytest.mark.parametrize(
    ("query", "cursor"),
    [
        (NOT_APPLICABLE, "nonsense"),
        (NOT_APPLICABLE, "WyJhIl0"),
        (LATE, "nonsense"),
        (LATE, "WzEsMl0"),
        (LATE, "WyJhIiwiYiJd"),
    ],
)
async def test_cursor_of_another_list_is_told(
    client: httpx.AsyncClient, world: World, query: str, cursor: str
) -> None:
    answer = await ask(client, query, world.officer.cookie, first=9, after=cursor)
    assert answer.codes == ["BAD_INPUT"]


async def test_figures_take_as_many_statements_for_thirty_submissions_as_for_three(
    client: httpx.AsyncClient, world: World, country: Country, submitted: list[str]
) -> None:
    asked: tuple[tuple[str, dict[str, Any]], ...] = (
        (DISTRIBUTION, {}),
        (WEAKEST, {"first": 9}),
        (NOT_APPLICABLE, {"first": 9}),
        (EVOLUTION, {"profile": PROFILE}),
        (LATE, {"first": 9}),
        (LATE_CASES, {"first": 9}),
        (CHOICES, {}),
    )
    taken = []
    await ask(client, CHOICES, world.officer.cookie)  # connects
    for more in (0, 27):
        for number in range(more):
            await country.submits(
                await country.operator(f"More {number}"),
                {"a.1": "below", "b.1": "not_applicable"},
                reasons={"b.1": f"Reason {number}"},
                until={"a.1": date(2024, 1, 1)},
            )
        found = []
        for query, variables in asked:
            async with counted() as statements:
                await ask(client, query, world.officer.cookie, **variables)
            found.append(len(statements))
        taken.append(found)
    assert taken[0] == taken[1] == [6, 5, 7, 5, 7, 4, 3]
