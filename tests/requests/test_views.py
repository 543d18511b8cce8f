"""Saved views: a person's own, shared in the authority, the one that the desk opens with."""

import pytest

from nisassess.kit.database import Database
from nisassess.kit.errors import Forbidden, NotFound, ValidationFailed, VersionConflict
from nisassess.requests import views
from nisassess.requests.repository import views as repository
from nisassess.requests.types import CaseOrder, CaseState, ViewRow
from nisassess.requests.views import ViewChange, read_query
from tests.support.world import World


def change(world: World, name: str = "Late ones", **more) -> ViewChange:
    given = {"query": {"overdue": "true"}, "shared": False, **more}
    return ViewChange(world.nis_authority, name, **given)


async def names(world: World, who: str) -> list[tuple[str, bool]]:
    rows = await repository.views(getattr(world, who).actor, world.nis_authority)
    return [(row.name, row.is_default) for row in rows or ()]


async def test_own_view_is_seen_by_colleagues_only_when_shared(
    database: Database, world: World
) -> None:
    kept = await views.save(database, world.officer.actor, change(world))
    assert await names(world, "officer") == [("Late ones", False)]
    assert await names(world, "lead") == []
    shared = change(world, shared=True, view_id=kept.id, expected_version=1)
    await views.save(database, world.officer.actor, shared)
    assert await names(world, "lead") == [("Late ones", False)]
    assert await repository.views(world.other_officer.actor, world.nis_authority) is None


async def test_desk_opens_for_each_person_with_a_view_of_its_own(
    database: Database, world: World
) -> None:
    kept = await views.save(database, world.officer.actor, change(world, shared=True))
    await views.open_with(database, world.lead.actor, world.nis_authority, kept.id)
    assert await names(world, "lead") == [("Late ones", True)]
    assert await names(world, "officer") == [("Late ones", False)]
    await views.open_with(database, world.lead.actor, world.nis_authority, None)
    assert await names(world, "lead") == [("Late ones", False)]


async def test_colleague_neither_changes_nor_removes_a_view(
    database: Database, world: World
) -> None:
    kept = await views.save(database, world.officer.actor, change(world, shared=True))
    with pytest.raises(Forbidden):
        await views.remove(database, world.lead.actor, kept.id)
    theirs = change(world, "Theirs", view_id=kept.id, expected_version=1)
    with pytest.raises(Forbidden):
        await views.save(database, world.lead.actor, theirs)
    own = await views.save(database, world.officer.actor, change(world, "Own"))
    with pytest.raises(NotFound):
        await views.open_with(database, world.lead.actor, world.nis_authority, own.id)
    with pytest.raises(NotFound):
        await views.save(database, world.other_officer.actor, change(world))


async def test_view_is_not_saved_over_a_newer_one_nor_under_a_name_twice(
    database: Database, world: World
) -> None:
    kept: ViewRow = await views.save(database, world.officer.actor, change(world))
    again = change(world, "Renamed", view_id=kept.id, expected_version=1)
    await views.save(database, world.officer.actor, again)
    with pytest.raises(VersionConflict):
        await views.save(database, world.officer.actor, again)
    with pytest.raises(ValidationFailed):
        await views.save(database, world.officer.actor, change(world, "Renamed"))


async def test_view_that_no_desk_could_show_is_refused(database: Database, world: World) -> None:
    for query in ({"sort": "luck"}, {"search": "a\x00"}, {"request": "req_nonsense"}):
        with pytest.raises(ValidationFailed):
            await views.save(database, world.officer.actor, change(world, query=query))


def test_address_is_read_as_filter_and_order() -> None:
    found = read_query(
        {"state": "opened,returned", "overdue": "true", "sort": "name", "descending": "true"}
    )
    assert found.narrowed.states == (CaseState.OPENED, CaseState.RETURNED)
    assert found.narrowed.overdue is True
    assert (found.order, found.descending) == (CaseOrder.NAME, True)
