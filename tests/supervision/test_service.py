"""Listings and the status, against the database and over GraphQL."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from nisassess.access import ANONYMOUS, Role
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.errors import Forbidden, NotFound, ValidationFailed
from nisassess.kit.ids import new_id
from nisassess.operators import service as operators
from nisassess.operators.types import OperatorChange, StatusValue
from nisassess.supervision import repository, service
from nisassess.supervision.types import NewListing, StatusBasis
from tests.operators.api import run
from tests.operators.world import DEVICES, REGISTRY, World, an_actor, details, everything, rows

STATUS = """
    query Status($id: ID!) {
        nisStatus(operatorId: $id) {
            effective basis regime
            indicative { status rule citation reasons missing }
            listings { id authority { id name country } status reason decidedOn citation }
        }
    }
"""
RECORD = """
    mutation Record($input: RecordListingInput!) {
        recordListing(input: $input) {
            __typename
            ... on ListingRecorded { listing { authority { name } status decidedOn citation } }
            ... on ValidationProblem { issues { path code } }
            ... on NotFoundProblem { message }
        }
    }
"""


def a_listing(operator_id: str, **changes) -> NewListing:
    usual = NewListing(
        operator_id, StatusValue.ESSENTIAL, "Sole operator of the region.", today(), "§ 24 NISG"
    )
    return replace(usual, **changes)


async def effective(actor, operator_id: str):
    status = await service.nis_status(actor, REGISTRY, operator_id)
    return None if status is None else (status.effective, status.basis)


async def test_a_listing_prevails_for_all_who_see_the_operator(database: Database, world: World):
    recorded = await service.record_listing(database, world.officer, a_listing(world.grid))

    assert recorded.authority.name == "NIS authority of Austria"
    assert recorded.recorded_by == "Ada Ampère"
    for actor in (world.contributor, world.officer, world.electricity_officer):
        status = await service.nis_status(actor, REGISTRY, world.grid)
        assert status is not None
        assert (status.effective, status.basis) == (StatusValue.ESSENTIAL, StatusBasis.LISTED)
        assert status.indicative.status is StatusValue.IMPORTANT
        assert status.listings == (recorded,)


@pytest.mark.parametrize(
    "who",
    [
        "stranger",
        "gas_officer",
        "foreign_officer",
        "financial_officer",
        "administrator",
        "integrator",
    ],
)
async def test_for_everybody_else_status_and_listings_do_not_exist(
    database: Database, world: World, who
):
    await service.record_listing(database, world.officer, a_listing(world.grid))
    actor = getattr(world, who)

    assert await service.nis_status(actor, REGISTRY, world.grid) is None
    assert await repository.listings(actor, world.grid) == ()


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("coordinator", Forbidden),
        ("contributor", Forbidden),
        ("stranger", NotFound),
        ("gas_officer", NotFound),
        ("foreign_officer", NotFound),
        ("financial_officer", NotFound),
        ("administrator", NotFound),
        ("integrator", NotFound),
    ],
)
async def test_nobody_else_records_a_listing(database: Database, world: World, who, error):
    before = await everything()

    with pytest.raises(error):
        await service.record_listing(database, getattr(world, who), a_listing(world.grid))

    assert await everything() == before


async def test_the_financial_supervisor_lists_its_bank_and_the_nis_authority_cannot(
    database: Database, world: World
):
    await service.record_listing(database, world.financial_officer, a_listing(world.bank))

    assert await effective(world.financial_officer, world.bank) == (
        StatusValue.ESSENTIAL,
        StatusBasis.LISTED,
    )
    with pytest.raises(NotFound):
        await service.record_listing(database, world.officer, a_listing(world.bank))


async def test_the_second_lock_holds_without_the_service(database: Database, world: World):
    before = await everything()
    listing, id_ = a_listing(world.grid), new_id("lst")

    # an officer in the name of an authority that is not hers, and others in its name
    for actor in (world.officer, world.foreign_officer, world.coordinator, ANONYMOUS):
        added = await repository.add_listing(actor, id_, world.energy_authority, listing, now())
        assert added is False

    assert await everything() == before


async def test_an_operator_s_own_officer_elsewhere_lists_nothing_here(
    database: Database, world: World
):
    (foreign,) = world.foreign_officer.grants
    both = an_actor(
        (world.grid, Role.OPERATOR_COORDINATOR), (foreign.organisation_id, Role.AUTHORITY_OFFICER)
    )
    before = await everything()

    with pytest.raises(Forbidden):
        await service.record_listing(database, both, a_listing(world.grid))

    assert await everything() == before


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"status": StatusValue.UNDECIDED}, ("status", "not_a_decision")),
        ({"reason": "  "}, ("reason", "bad_length")),
        ({"reason": "x" * 2001}, ("reason", "bad_length")),
        ({"reason": "a\0b"}, ("reason", "bad_characters")),
        ({"citation": "x" * 201}, ("citation", "bad_length")),
        ({"citation": "a\0b"}, ("citation", "bad_characters")),
        ({"decided_on": date(2023, 1, 15)}, ("decidedOn", "out_of_range")),
        ({"decided_on": today() + timedelta(days=1)}, ("decidedOn", "out_of_range")),
    ],
)
async def test_a_faulty_listing_is_refused_without_a_trace(
    database: Database, world: World, changes, expected
):
    before = await everything()

    with pytest.raises(ValidationFailed) as refused:
        await service.record_listing(database, world.officer, a_listing(world.grid, **changes))

    assert [(issue.path, issue.code) for issue in refused.value.issues] == [expected]
    assert await everything() == before


async def test_a_faulty_listing_for_someone_else_s_operator_tells_nothing(
    database: Database, world: World
):
    for id_ in (world.grid, new_id("opr"), "opr_x"):
        with pytest.raises(NotFound):
            await service.record_listing(database, world.foreign_officer, a_listing(id_, reason=""))


async def test_a_listing_leaves_one_audit_entry(database: Database, world: World):
    recorded = await service.record_listing(database, world.officer, a_listing(world.grid))

    entry = (await rows("audit_entry"))[-1]
    assert (entry["action"], entry["subject_id"]) == ("listing.record", recorded.id)
    assert entry["organisation_id"] == recorded.authority.id
    assert json.loads(entry["detail"]) == {
        "operator_id": world.grid,
        "status": "essential",
        "decided_on": today().isoformat(),
    }


async def test_a_later_listing_takes_the_place_of_the_earlier(database: Database, world: World):
    await service.record_listing(database, world.officer, a_listing(world.grid))
    outside = a_listing(world.grid, status=StatusValue.OUTSIDE, reason="Too small.\nChecked.")
    last = await service.record_listing(database, world.officer, outside)

    status = await service.nis_status(world.officer, REGISTRY, world.grid)

    assert status is not None
    assert status.effective is StatusValue.OUTSIDE
    assert status.listings == (last,)
    assert len(await repository.listings(world.officer, world.grid)) == 2


async def test_listings_of_two_authorities_stand_side_by_side(database: Database, world: World):
    older = a_listing(world.grid, decided_on=today() - timedelta(days=9))
    newer = a_listing(world.grid, status=StatusValue.IMPORTANT)
    await service.record_listing(database, world.electricity_officer, newer)
    await service.record_listing(database, world.officer, older)

    status = await service.nis_status(world.coordinator, REGISTRY, world.grid)

    assert status is not None
    assert status.effective is StatusValue.IMPORTANT
    assert [one.authority.name for one in status.listings] == [
        "E-Control",
        "NIS authority of Austria",
    ]


async def test_a_listing_ends_to_prevail_when_competence_moves_away(
    database: Database, world: World
):
    await service.record_listing(database, world.electricity_officer, a_listing(world.grid))

    change = OperatorChange(world.grid, 1, details(entity_type=DEVICES))
    await operators.update_operator(database, world.coordinator, REGISTRY, change)

    status = await service.nis_status(world.coordinator, REGISTRY, world.grid)
    assert status is not None
    assert status.basis is StatusBasis.INDICATIVE
    assert [one.status for one in status.listings] == [StatusValue.ESSENTIAL]
    assert await effective(world.electricity_officer, world.grid) is None


async def test_status_over_graphql(database: Database, world: World):
    await service.record_listing(database, world.officer, a_listing(world.grid))

    data, refusals = await run(database, world.contributor, STATUS, id=world.grid)

    assert refusals == []
    status = data["nisStatus"]
    assert (status["effective"], status["basis"], status["regime"]) == (
        "ESSENTIAL",
        "LISTED",
        "NIS2",
    )
    assert status["indicative"]["status"] == "IMPORTANT"
    assert status["indicative"]["citation"].startswith("NIS2 Art. 3(2) with Art. 2(1)")
    (listing,) = status["listings"]
    assert listing["authority"]["country"] == "AT"
    assert listing["decidedOn"] == today().isoformat()
    for actor in (world.stranger, world.foreign_officer, world.financial_officer):
        assert await run(database, actor, STATUS, id=world.grid) == ({"nisStatus": None}, [])
    assert (await run(database, world.integrator, STATUS, id=world.grid))[1] == ["Forbidden"]
    assert (await run(database, ANONYMOUS, STATUS, id=world.grid))[1] == ["Unauthenticated"]


async def test_an_undecided_status_names_the_missing_fact(database: Database, world: World):
    member = an_actor((world.untyped, Role.OPERATOR_CONTRIBUTOR))

    data, _ = await run(database, member, STATUS, id=world.untyped)

    assert data["nisStatus"]["effective"] == "UNDECIDED"
    assert data["nisStatus"]["indicative"]["missing"] == ["entity type"]


async def test_recording_over_graphql(database: Database, world: World):
    given = {
        "operatorId": world.grid,
        "status": "IMPORTANT",
        "reason": "Register of 2026",
        "decidedOn": today().isoformat(),
    }

    data, _ = await run(database, world.electricity_officer, RECORD, input=given)

    assert data["recordListing"]["listing"] == {
        "authority": {"name": "E-Control"},
        "status": "IMPORTANT",
        "decidedOn": today().isoformat(),
        "citation": None,
    }
    before = await everything()
    data, _ = await run(database, world.foreign_officer, RECORD, input=given)
    assert data["recordListing"]["__typename"] == "NotFoundProblem"
    faulty = {**given, "status": "UNDECIDED"}
    data, _ = await run(database, world.officer, RECORD, input=faulty)
    assert data["recordListing"]["issues"] == [{"path": "status", "code": "not_a_decision"}]
    for actor in (world.coordinator, world.integrator, world.administrator):
        assert (await run(database, actor, RECORD, input=given))[1] == ["Forbidden"]
    assert await everything() == before
