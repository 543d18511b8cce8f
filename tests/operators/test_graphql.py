"""Operators over GraphQL."""

import re
from pathlib import Path

import pytest
from graphql import GraphQLField, build_schema, print_type

from nisassess.access import ANONYMOUS
from nisassess.kit.database import Database
from nisassess.sdk.taxonomy import TAXONOMY
from tests.operators.api import SCHEMA, run
from tests.operators.world import GRID, World, everything

COMMITTED = Path(__file__).parents[2] / "schema.graphql"

FIELDS = """
    id version name country countries entityType entityTypeTitle sector subsector subsectorTitle
    regime headcount figures { year headcount turnover balanceSheet }
    linkedEnterprises { name linkage share headcount turnover balanceSheet }
    specialCases services contactEmail
"""
ONE = f"query One($id: ID!) {{ operator(id: $id) {{ {FIELDS} }} }}"
UPDATE = f"""
    mutation Update($input: UpdateOperatorInput!) {{
        updateOperator(input: $input) {{
            __typename
            ... on OperatorUpdated {{ operator {{ {FIELDS} }} }}
            ... on OperatorConflict {{ message current {{ version name entityTypeTitle }} }}
            ... on ValidationProblem {{ issues {{ path code message }} }}
            ... on NotFoundProblem {{ message }}
        }}
    }}
"""


def form(id_: str, **changes) -> dict:
    return {
        "id": id_,
        "expectedVersion": 1,
        "name": "Nordlicht AG",
        "country": "AT",
        "countries": [],
        "figures": [],
        "linkedEnterprises": [],
        "specialCases": [],
        "services": [],
        **changes,
    }


@pytest.mark.database_free
def test_types_are_those_of_the_committed_schema():
    our_schema, their_schema = build_schema(SCHEMA.as_str()), build_schema(COMMITTED.read_text())
    ours, committed = our_schema.type_map, their_schema.type_map

    def plain(type_) -> str:
        without_descriptions = re.sub(r'"""[\s\S]*?"""', "", print_type(type_))
        return " ".join(without_descriptions.split())

    for name, type_ in ours.items():
        if not name.startswith("__") and name not in {"Query", "Mutation"}:
            assert plain(type_) == plain(committed[name])
    for root, other_root in (
        (our_schema.query_type, their_schema.query_type),
        (our_schema.mutation_type, their_schema.mutation_type),
    ):
        assert root is not None
        assert other_root is not None
        for name, field in root.fields.items():
            assert signature(field) == signature(other_root.fields[name]), name


def signature(field: GraphQLField) -> tuple[str, dict[str, str]]:
    return str(field.type), {name: str(one.type) for name, one in field.args.items()}


async def test_a_member_reads_the_operator(database: Database, world: World):
    data, refusals = await run(database, world.contributor, ONE, id=world.grid)

    assert refusals == []
    operator = data["operator"]
    assert operator["entityType"] == GRID
    assert operator["entityTypeTitle"] == "Electricity distribution system operator"
    assert (operator["sector"], operator["subsector"]) == ("energy", "energy.electricity")
    assert operator["regime"] == "NIS2"
    assert operator["headcount"] == 240
    assert operator["figures"][0]["balanceSheet"] == 40e6


@pytest.mark.parametrize(
    "who", ["stranger", "gas_officer", "foreign_officer", "financial_officer", "administrator"]
)
async def test_for_everybody_else_it_does_not_exist(database: Database, world: World, who):
    assert await run(database, getattr(world, who), ONE, id=world.grid) == (
        {"operator": None},
        [],
    )


async def test_tokens_and_strangers_are_refused(database: Database, world: World):
    assert await run(database, world.integrator, ONE, id=world.grid) == (
        {"operator": None},
        ["Forbidden"],
    )
    assert (await run(database, ANONYMOUS, ONE, id=world.grid))[1] == ["Unauthenticated"]
    for query in (
        "{ sectors { id } }",
        "{ specialCases { id } }",
        "{ operators(first: 1) { edges { cursor } } }",
    ):
        assert (await run(database, ANONYMOUS, query))[1] == ["Unauthenticated"]
        assert (await run(database, world.integrator, query))[1] == ["Forbidden"]


async def test_the_list_pages(database: Database, world: World):
    query = """
        query List($after: String) {
            operators(first: 1, after: $after, filter: {country: "AT"}) {
                edges { cursor node { name } } pageInfo { hasNextPage endCursor }
            }
        }
    """
    data, _ = await run(database, world.electricity_officer, query)

    page = data["operators"]
    assert [edge["node"]["name"] for edge in page["edges"]] == ["Nordlicht Netz"]
    assert page["pageInfo"] == {"hasNextPage": False, "endCursor": page["edges"][0]["cursor"]}
    after = page["pageInfo"]["endCursor"]
    data, _ = await run(database, world.electricity_officer, query, after=after)
    assert data["operators"]["edges"] == []


async def test_sectors_hold_every_type_once_and_those_of_plugins(database: Database, world: World):
    query = "{ sectors { id annex subsectors { id title entityTypes { id regime citation } } } }"

    data, _ = await run(database, world.administrator, query)

    sectors = {sector["id"]: sector for sector in data["sectors"]}
    assert list(sectors)[: len(TAXONOMY.sectors)] == [sector.id for sector in TAXONOMY.sectors]
    assert sectors["energy"]["annex"] == "I"
    (finance,) = sectors["finance"]["subsectors"]
    assert sectors["finance"]["annex"] is None
    assert finance["entityTypes"] == [
        {"id": "finance.insurance-undertaking", "regime": "DORA", "citation": "DORA Art. 2(1)(n)"}
    ]
    types = [
        kind["id"]
        for sector in data["sectors"]
        for subsector in sector["subsectors"]
        for kind in subsector["entityTypes"]
    ]
    assert len(types) == len(set(types)) == len(TAXONOMY.entity_types) + 1


async def test_special_cases_cite_their_provisions(database: Database, world: World):
    query = "{ specialCases { id title explanation citation } }"

    data, _ = await run(database, world.coordinator, query)

    citations = {case["id"]: case["citation"] for case in data["specialCases"]}
    assert citations["critical-entity"] == "NIS2 Art. 3(1)(f) with Art. 2(3)"
    assert len(citations) == len(TAXONOMY.special_cases)


async def test_an_update_answers_with_the_saved_operator(database: Database, world: World):
    given = form(
        world.grid,
        entityType=GRID,
        figures=[{"year": 2025, "headcount": 0}],
        linkedEnterprises=[{"name": "H", "linkage": "PARTNER", "share": 25.5}],
    )

    data, _ = await run(database, world.coordinator, UPDATE, input=given)

    answer = data["updateOperator"]
    assert answer["__typename"] == "OperatorUpdated"
    assert answer["operator"]["version"] == 2
    assert answer["operator"]["headcount"] == 0
    assert answer["operator"]["contactEmail"] is None
    assert answer["operator"]["linkedEnterprises"] == [
        {
            "name": "H",
            "linkage": "PARTNER",
            "share": 25.5,
            "headcount": None,
            "turnover": None,
            "balanceSheet": None,
        }
    ]
    read, _ = await run(database, world.coordinator, ONE, id=world.grid)
    assert read["operator"] == answer["operator"]


async def test_a_stale_update_answers_with_the_current_operator(database: Database, world: World):
    await run(database, world.coordinator, UPDATE, input=form(world.grid, name="First"))

    data, refusals = await run(
        database, world.coordinator, UPDATE, input=form(world.grid, name="Second")
    )

    assert refusals == []
    assert data["updateOperator"]["__typename"] == "OperatorConflict"
    assert data["updateOperator"]["current"] == {
        "version": 2,
        "name": "First",
        "entityTypeTitle": None,
    }


async def test_a_faulty_update_names_the_field(database: Database, world: World):
    before = await everything()

    data, _ = await run(
        database, world.coordinator, UPDATE, input=form(world.grid, specialCases=["magic"])
    )

    (issue,) = data["updateOperator"]["issues"]
    assert (issue["path"], issue["code"]) == ("specialCases.0", "unknown_special_case")
    assert await everything() == before


async def test_updates_by_others_are_refused_without_a_trace(database: Database, world: World):
    before = await everything()
    given = form(world.grid)

    data, refusals = await run(database, world.stranger, UPDATE, input=given)
    assert (data["updateOperator"]["__typename"], refusals) == ("NotFoundProblem", [])
    for actor in (world.contributor, world.officer, world.integrator, world.administrator):
        assert await run(database, actor, UPDATE, input=given) == (
            {"updateOperator": None},
            ["Forbidden"],
        )
    assert (await run(database, ANONYMOUS, UPDATE, input=given))[1] == ["Unauthenticated"]

    assert await everything() == before
