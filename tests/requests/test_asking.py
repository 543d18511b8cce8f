"""From a draft to what operators see, and to what nobody else does."""

from datetime import timedelta

import pytest

from nisassess.kit.clock import today
from nisassess.kit.database import Database, fetch
from nisassess.kit.errors import NotFound, StateRefused, ValidationFailed, VersionConflict
from nisassess.kit.services import Services
from nisassess.plugins import PluginRegistry
from nisassess.requests import service
from nisassess.requests.calling import Caller
from nisassess.requests.files import name_from_csv
from nisassess.requests.naming import Namer
from nisassess.requests.repository import cases, received
from nisassess.requests.repository import requests as repository
from nisassess.requests.types import (
    CaseState,
    EntityFilter,
    LineFault,
    Obstacle,
    RequestState,
)
from tests.requests import asking
from tests.support.world import DORA_PROFILE, World


async def notices(kind: str) -> list[str]:
    rows = await fetch("SELECT person_id FROM notice WHERE kind = $1 ORDER BY person_id", kind)
    return [row["person_id"] for row in rows]


async def test_request_to_an_operator_is_seen_by_its_members_and_told_to_them(
    services: Services, world: World
) -> None:
    _, case_id = await asking.asked(services, world)
    (row,) = await received.of_operator(world.signatory.actor, world.grid) or []
    assert (row.case_id, row.authority_name) == (case_id, "NIS authority of Austria")
    assert (row.title, row.purpose) == ("Before winter", "To see how the grid stands")
    assert row.due_on == today() + timedelta(days=30)
    told = set(await notices("requested"))
    assert {world.coordinator.actor.id, world.signatory.actor.id} <= told
    assert world.other_coordinator.actor.id not in told


async def test_request_is_invisible_to_other_operators_and_other_authorities(
    services: Services, world: World
) -> None:
    sent, case_id = await asking.asked(services, world)
    for stranger in (world.other_coordinator, world.bank_coordinator):
        assert await received.seen(stranger.actor, case_id) is None
        assert await received.of_operator(stranger.actor, world.grid) is None
    for officer in (world.other_officer, world.financial_officer):
        assert await repository.seen(officer.actor, sent.id) is None
        assert await cases.seen(officer.actor, case_id) is None
    assert await repository.seen(world.coordinator.actor, sent.id) is None


async def test_operator_of_another_country_or_law_cannot_be_named(
    services: Services, world: World
) -> None:
    row = await asking.draft(services, world)
    namer = services.get(Namer)
    for operator in (world.other_grid, world.bank, "opr_nonsense"):
        with pytest.raises(ValidationFailed) as told:
            await namer.by_hand(world.officer.actor, row.id, [world.grid, operator])
        assert [(one.path, one.code) for one in told.value.issues] == [("operatorIds.1", "unknown")]
    assert await fetch("SELECT id FROM requested_entity WHERE request_id = $1", row.id) == []


async def test_officer_of_another_authority_can_neither_name_nor_send(
    services: Services, world: World
) -> None:
    row = await asking.draft(services, world)
    with pytest.raises(NotFound):
        await services.get(Namer).by_hand(world.other_officer.actor, row.id, [world.other_grid])
    with pytest.raises(NotFound):
        await service.send(services.get(Caller), world.other_officer.actor, row.id, 1)


async def test_filter_by_status_names_those_that_have_it(services: Services, world: World) -> None:
    await asking.more_operators(services, 3)
    row = await asking.draft(services, world)
    namer, officer = services.get(Namer), world.officer.actor
    every = await namer.count(officer, row.id, EntityFilter())
    by_status = [
        await namer.count(officer, row.id, EntityFilter(status=status))
        for status in ("essential", "important", "outside", "undecided")
    ]
    assert every == 4
    assert sum(by_status) == every
    assert await namer.count(officer, row.id, EntityFilter(country="DE")) == 0


async def test_file_names_operators_and_reports_each_line_that_names_nobody(
    services: Services, world: World
) -> None:
    first, second = await asking.more_operators(services, 2)
    row = await asking.draft(services, world)
    await services.get(Namer).by_hand(world.officer.actor, row.id, [second])
    text = (
        f"id;name\n{first};\n;Nordlicht Netz\n{first};\n{second};\n{world.other_grid};\n"
        ";Nobody at all\n;\n"
    )
    report = await name_from_csv(services.get(Namer), world.officer.actor, row.id, text)
    assert (report.lines, report.named.added) == (7, 2)
    assert [(one.line, one.fault) for one in report.faults] == [
        (4, LineFault.TWICE),
        (5, LineFault.NAMED_ALREADY),
        (6, LineFault.UNKNOWN),
        (7, LineFault.UNKNOWN),
        (8, LineFault.EMPTY),
    ]


@pytest.mark.parametrize("text", ["", "operator\nopr_1\n", 'name\n"open', "name\n\x00\n"])
async def test_file_that_is_no_list_of_operators_is_refused(
    text: str, services: Services, world: World
) -> None:
    row = await asking.draft(services, world)
    with pytest.raises(ValidationFailed) as told:
        await name_from_csv(services.get(Namer), world.officer.actor, row.id, text)
    assert [one.code for one in told.value.issues] == ["bad_file"]


async def test_preview_tells_who_gets_it_and_who_not_and_why(
    services: Services, world: World
) -> None:
    await asking.more_operators(services, 2)
    row = await asking.draft(services, world)
    assert await asking.name_all(services, world.officer.actor, row.id) == 3
    found = await services.get(Namer).preview(world.officer.actor, row.id)
    assert (found.named, found.will_get, found.without_members) == (3, 3, 2)
    other = [one for one in services.get(PluginRegistry).profiles.values() if one.entity_types]
    unfit = next(
        one for one in other if one.regime == "nis2" and "energy" not in "".join(one.entity_types)
    )
    await service.save(
        services.get(Database),
        services.get(PluginRegistry),
        world.officer.actor,
        service.RequestChange(
            world.nis_authority,
            asking.content(profile_id=unfit.id, scope_kind=unfit.scope_kinds[0]),
            row.id,
            row.version,
        ),
    )
    found = await services.get(Namer).preview(world.officer.actor, row.id)
    assert (found.will_get, found.left_out_count) == (0, 3)
    assert {one.obstacle for one in found.left_out} == {Obstacle.PROFILE_DOES_NOT_FIT}


async def test_request_names_the_law_of_its_profile_alone(services: Services, world: World) -> None:
    changed = {"profile_id": DORA_PROFILE, "points_important": ()}
    with pytest.raises(ValidationFailed) as told:
        await asking.draft(services, world, **changed)
    assert ("pointsEssential", "other_law") in [(one.path, one.code) for one in told.value.issues]


async def test_bad_content_is_told_at_each_field(services: Services, world: World) -> None:
    year = today().year
    with pytest.raises(ValidationFailed) as told:
        await asking.draft(
            services,
            world,
            title="",
            purpose="a\x00b",
            points_essential=("a",),
            due_on=today(),
            period_until=today().replace(year=year - 1),
            profile_id="nonsense",
        )
    assert [one.path for one in told.value.issues] == [
        "title",
        "purpose",
        "periodUntil",
        "dueOn",
        "profileId",
    ]


async def test_changed_draft_is_not_overwritten(services: Services, world: World) -> None:
    row = await asking.draft(services, world)
    change = service.RequestChange(world.nis_authority, asking.content(title="Mine"), row.id, 1)
    arguments = services.get(Database), services.get(PluginRegistry), world.officer.actor
    await service.save(*arguments, change)
    with pytest.raises(VersionConflict):
        await service.save(*arguments, change)


async def test_sent_request_cannot_be_rewritten_but_can_name_more(
    services: Services, world: World
) -> None:
    sent, _ = await asking.asked(services, world)
    change = service.RequestChange(
        world.nis_authority, asking.content(title="Other"), sent.id, sent.version
    )
    with pytest.raises(StateRefused, match="sent"):
        await service.save(
            services.get(Database), services.get(PluginRegistry), world.officer.actor, change
        )
    (later,) = await asking.more_operators(services, 1)
    await services.get(Namer).by_hand(world.officer.actor, sent.id, [later])
    await asking.send(services, world, sent)
    assert set(await asking.cases_of(sent.id)) == {world.grid, later}
    assert len(await notices("requested")) == len(set(await notices("requested")))


async def test_withdrawing_takes_back_what_is_awaited_and_tells_why(
    services: Services, world: World
) -> None:
    sent, case_id = await asking.asked(services, world)
    caller = services.get(Caller)
    row = await service.withdraw(caller, world.officer.actor, sent.id, sent.version, "Asked twice")
    await caller.settle()
    assert row.state is RequestState.WITHDRAWN
    seen = await received.seen(world.coordinator.actor, case_id)
    assert seen is not None
    assert (seen.state, seen.withdrawn_because) == (CaseState.WITHDRAWN, "Asked twice")
    assert world.coordinator.actor.id in await notices("request_withdrawn")


async def test_more_time_moves_the_day_of_request_and_cases(
    services: Services, world: World
) -> None:
    sent, case_id = await asking.asked(services, world)
    later, caller = today() + timedelta(days=60), services.get(Caller)
    with pytest.raises(ValidationFailed):
        await service.extend(caller, world.officer.actor, sent.id, sent.version, today())
    await service.extend(caller, world.officer.actor, sent.id, sent.version, later)
    await caller.settle()
    case = await cases.seen(world.officer.actor, case_id)
    assert case is not None
    assert case.due_on == later
    assert world.coordinator.actor.id in await notices("request_reminded")


async def test_draft_is_saved_in_the_name_of_no_other_authority(
    services: Services, world: World
) -> None:
    row = await asking.draft(services, world)
    entries = "SELECT id FROM audit_entry WHERE organisation_id = $1"
    before = await fetch(entries, world.financial_supervisor)
    change = service.RequestChange(
        world.financial_supervisor, asking.content(title="Mine"), row.id, row.version
    )
    with pytest.raises(NotFound):
        await service.save(
            services.get(Database), services.get(PluginRegistry), world.officer.actor, change
        )
    assert await fetch(entries, world.financial_supervisor) == before
