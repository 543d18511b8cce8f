"""Who sees and changes operators, against the database."""

import json
from dataclasses import replace

import pytest

from nisassess.access import ANONYMOUS, Role
from nisassess.identity import service as identity_service
from nisassess.kit.database import Database
from nisassess.kit.errors import Forbidden, NotFound, ValidationFailed, VersionConflict
from nisassess.kit.ids import new_id
from nisassess.operators import repository, service
from nisassess.operators.types import (
    Linkage,
    LinkedEnterprise,
    OperatorChange,
    OperatorFilter,
    StatusValue,
)
from nisassess.sdk import Regime
from tests.operators.world import (
    DEVICES,
    INSURER,
    REGISTRY,
    World,
    an_actor,
    details,
    everything,
    rows,
)


async def update(database, actor, operator_id, version=1, **changes):
    change = OperatorChange(operator_id, version, details(**changes))
    return await service.update_operator(database, actor, REGISTRY, change)


async def listed(actor, **narrowed) -> list[str]:
    page = await service.operators(actor, REGISTRY, OperatorFilter(**narrowed), 100, None)
    return [row.details.name for row in page.rows]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("coordinator", ["Nordlicht Netz"]),
        ("contributor", ["Nordlicht Netz"]),
        ("stranger", ["Südwind Netz"]),
        ("officer", ["Nordlicht Netz"]),
        ("electricity_officer", ["Nordlicht Netz"]),
        ("gas_officer", []),
        ("foreign_officer", ["Südwind Netz"]),
        ("financial_officer", ["Alpenbank"]),
        ("administrator", []),
        ("integrator", []),
    ],
)
async def test_everybody_sees_their_own_operators_only(world: World, who, seen):
    actor = getattr(world, who)
    by_name = {
        "Nordlicht Netz": world.grid,
        "Südwind Netz": world.other_grid,
        "Alpenbank": world.bank,
        "Undecided Ltd": world.untyped,
    }

    assert await listed(actor) == seen
    for name, id_ in by_name.items():
        row = await service.operator(actor, REGISTRY, id_)
        assert (row is not None) == (name in seen)


async def test_nobody_anonymous_sees_anything(world: World):
    assert await listed(ANONYMOUS) == []
    assert await repository.operator(ANONYMOUS, world.grid) is None


@pytest.mark.parametrize("id_", ["", "opr_", "x", "aut_01h", "opr_\0", "' OR 1=1 --"])
async def test_an_id_that_is_none_finds_nothing(world: World, id_):
    assert await service.operator(world.coordinator, REGISTRY, id_) is None


async def test_a_row_carries_what_follows_from_its_entity_type(world: World):
    row = await service.operator(world.financial_officer, REGISTRY, world.bank)

    assert row is not None
    assert row.classification.sector == "banking"
    assert row.classification.subsector == "banking"
    assert row.classification.regime is Regime.DORA
    assert row.entity_type_title == "Credit institution"
    assert row.subsector_title == "Banking"


async def test_everything_entered_comes_back_as_entered(database: Database, world: World):
    group = (
        LinkedEnterprise("Holding", Linkage.LINKED, None, 3, 4.5, None),
        LinkedEnterprise("Südwind", Linkage.PARTNER, 33.3, None, None, 1e12),
    )
    given = details(
        name="Nordlicht Netz & Söhne",
        countries=("DE", "SI"),
        linked_enterprises=group,
        special_cases=("critical-entity",),
        services=("Distribution", "Metering"),
        contact_email=None,
    )

    change = OperatorChange(world.grid, 1, given)
    saved = await service.update_operator(database, world.coordinator, REGISTRY, change)

    read = await service.operator(world.coordinator, REGISTRY, world.grid)
    assert read == saved
    assert read.details == given
    assert read.version == 2


async def test_a_change_of_type_moves_the_operator_to_its_new_supervisor(
    database: Database, world: World
):
    await update(database, world.coordinator, world.grid, entity_type=INSURER)

    assert await listed(world.officer) == []
    assert sorted(await listed(world.financial_officer)) == ["Alpenbank", "Nordlicht Netz"]


async def test_the_organisation_follows_the_operator_s_name(database: Database, world: World):
    await update(database, world.coordinator, world.grid, name="Nordlicht AG", country="DE")

    names = {row["id"]: (row["name"], row["country"]) for row in await rows("organisation")}
    assert names[world.grid] == ("Nordlicht AG", "DE")
    assert names[world.other_grid] == ("Südwind Netz", "DE")


async def test_an_update_leaves_one_audit_entry_with_old_and_new(database: Database, world: World):
    await update(database, world.coordinator, world.grid, name="Nordlicht AG")

    entry = (await rows("audit_entry"))[-1]
    assert entry["action"] == "operator.update"
    assert entry["actor_id"] == world.coordinator.id
    assert entry["organisation_id"] == world.grid
    assert json.loads(entry["detail"]) == {
        "version": 2,
        "changes": {"name": ["Nordlicht Netz", "Nordlicht AG"]},
    }


async def test_saving_an_unchanged_form_changes_nothing(database: Database, world: World):
    before = await everything()

    saved = await update(database, world.coordinator, world.grid)

    assert saved.version == 1
    assert await everything() == before


async def test_a_stale_update_is_refused_with_the_current_row(database: Database, world: World):
    await update(database, world.coordinator, world.grid, name="First")
    before = await everything()

    with pytest.raises(VersionConflict) as refused:
        await update(database, world.coordinator, world.grid, name="Second")

    assert refused.value.current.details.name == "First"
    assert refused.value.current.version == 2
    assert refused.value.current.entity_type_title == "Electricity distribution system operator"
    assert await everything() == before


async def test_a_version_from_the_future_is_a_conflict_too(database: Database, world: World):
    with pytest.raises(VersionConflict):
        await update(database, world.coordinator, world.grid, version=7, name="Early")


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("contributor", Forbidden),
        ("officer", Forbidden),
        ("electricity_officer", Forbidden),
        ("stranger", NotFound),
        ("gas_officer", NotFound),
        ("foreign_officer", NotFound),
        ("financial_officer", NotFound),
        ("administrator", NotFound),
        ("integrator", NotFound),
    ],
)
async def test_nobody_else_changes_an_operator(database: Database, world: World, who, error):
    before = await everything()

    with pytest.raises(error):
        await update(database, getattr(world, who), world.grid, name="Taken over")

    assert await everything() == before


async def test_the_second_lock_holds_without_the_service(database: Database, world: World):
    row = await repository.operator(world.coordinator, world.grid)
    assert row is not None
    taken = replace(row.details, name="Taken over")
    before = await everything()

    for actor in (world.stranger, world.contributor, world.officer, ANONYMOUS):
        values = (taken, row.classification)
        assert not await repository.replace_details(actor, world.grid, 1, values, row.updated_at)

    assert await everything() == before


async def test_the_same_answer_for_someone_else_s_id_and_one_that_never_was(
    database: Database, world: World
):
    messages = set()
    for id_ in (world.other_grid, new_id("opr"), "opr_nonsense", "aut_1"):
        with pytest.raises(NotFound) as refused:
            await update(database, world.coordinator, id_)
        messages.add(str(refused.value))

    assert len(messages) == 1


async def test_faulty_details_leave_no_trace(database: Database, world: World):
    before = await everything()

    with pytest.raises(ValidationFailed):
        await update(database, world.coordinator, world.grid, name="")

    assert await everything() == before


async def test_a_member_of_two_operators_sees_both_and_changes_its_own(
    database: Database, world: World
):
    both = an_actor(
        (world.grid, Role.OPERATOR_COORDINATOR), (world.other_grid, Role.OPERATOR_APPROVER)
    )

    assert await listed(both) == ["Südwind Netz", "Nordlicht Netz"]
    with pytest.raises(Forbidden):
        await update(database, both, world.other_grid, name="Mine")


async def test_lists_are_narrowed_by_country_subsector_and_name(database: Database, world: World):
    await service.create_operator(
        database,
        identity_service.SYSTEM,
        REGISTRY,
        details(name="Implants 100% Ltd", entity_type=DEVICES),
    )

    devices = "manufacturing.medical-devices"
    assert await listed(world.officer) == ["Implants 100% Ltd", "Nordlicht Netz"]
    assert await listed(world.officer, subsector=devices) == ["Implants 100% Ltd"]
    assert await listed(world.officer, search="nordLICHT") == ["Nordlicht Netz"]
    assert await listed(world.officer, search="0%") == ["Implants 100% Ltd"]
    assert await listed(world.officer, search="t_N") == []
    assert await listed(world.officer, country="DE") == []
    assert await listed(world.foreign_officer, country="DE") == ["Südwind Netz"]


@pytest.mark.parametrize("narrowed", [{"search": "a\0"}, {"country": "x" * 201}])
async def test_a_filter_that_no_text_can_match_is_refused(world: World, narrowed):
    with pytest.raises(ValidationFailed) as refused:
        await listed(world.officer, **narrowed)
    assert refused.value.issues[0].path == f"filter.{next(iter(narrowed))}"


async def test_pages_follow_each_other_without_gap_or_repetition(database: Database, world: World):
    for index in range(4):
        await service.create_operator(
            database, identity_service.SYSTEM, REGISTRY, details(name=f"Grid {index}")
        )
    names: list[str] = []
    after = None
    more = []
    for _ in range(3):
        page = await service.operators(world.officer, REGISTRY, OperatorFilter(), 2, after)
        names.extend(row.details.name for row in page.rows)
        more.append(page.has_next)
        after = page.cursors[-1]

    assert more == [True, True, False]
    assert names == ["Grid 3", "Grid 2", "Grid 1", "Grid 0", "Nordlicht Netz"]


@pytest.mark.parametrize("first", [0, -1, 101])
async def test_a_page_of_impossible_size_is_refused(world: World, first):
    with pytest.raises(ValidationFailed):
        await service.operators(world.officer, REGISTRY, OperatorFilter(), first, None)


async def test_an_operator_is_created_with_its_organisation(database: Database, world: World):
    id_ = new_id("opr")

    created = await service.create_operator(
        database, identity_service.SYSTEM, REGISTRY, details(name="New"), operator_id=id_
    )

    assert created == id_
    organisation = next(row for row in await rows("organisation") if row["id"] == id_)
    assert (organisation["name"], organisation["kind"]) == ("New", "operator")
    assert (await rows("audit_entry"))[-1]["action"] == "operator.create"


async def test_a_faulty_operator_is_not_created(database: Database, world: World):
    before = await everything()

    with pytest.raises(ValidationFailed):
        await service.create_operator(
            database, identity_service.SYSTEM, REGISTRY, details(entity_type="magic")
        )

    assert await everything() == before


async def test_the_status_follows_the_stored_details(database: Database, world: World):
    row = await service.operator(world.coordinator, REGISTRY, world.grid)
    assert row is not None

    decision = service.indicative_status(row, REGISTRY, row.updated_at.date())

    assert decision.status is StatusValue.IMPORTANT
