"""Telling: who is told, what is kept, and that it stands or falls with the write around it."""

from functools import partial
from typing import Any

import pytest

from nisassess.access import Actor, Permission
from nisassess.kit.database import Database, fetch
from nisassess.notifications.telling import NoticeKind, Told, tell, tell_each, tell_role
from tests.notifications.rows import choose, mails, notices_of, told
from tests.support.world import World

PATH = "/assessments/asm_x/controls/network-segmentation"


def assigned(world: World, *to: str, by: Actor | None = None, **more: Any) -> Any:
    return partial(
        tell,
        NoticeKind.ASSIGNED,
        to,
        organisation_id=world.grid,
        subject="Network segmentation",
        path=PATH,
        by=by,
        **more,
    )


async def test_told_member_has_an_unread_notice_with_what_was_said(
    database: Database, world: World
) -> None:
    coordinator = world.coordinator.actor

    await database.write(
        assigned(
            world, world.contributor.actor.id, by=coordinator, due="2026-12-01", assessment="2026"
        )
    )

    (notice,) = await notices_of(world.contributor.actor.id)
    assert notice["kind"] == "assigned"
    assert notice["organisation_id"] == world.grid
    assert (notice["subject"], notice["path"]) == ("Network segmentation", PATH)
    assert notice["by_name"] == coordinator.name
    assert notice["facts"] == '{"due":"2026-12-01","assessment":"2026"}'
    assert (notice["state"], notice["mail"], notice["mail_id"]) == ("unread", "digest", None)


async def test_whoever_acts_is_not_told(database: Database, world: World) -> None:
    people = (world.contributor.actor.id, world.coordinator.actor.id)

    await database.write(assigned(world, *people, by=world.coordinator.actor))

    assert await told() == [world.contributor.actor.id]


async def test_stranger_to_the_organisation_is_not_told(database: Database, world: World) -> None:
    await database.write(assigned(world, world.other_coordinator.actor.id, "per_nobody", "no id"))

    assert await told() == []


async def test_person_whose_account_is_closed_is_not_told(database: Database, world: World) -> None:
    await fetch(
        "UPDATE person SET active = FALSE WHERE id = $1 RETURNING id", world.contributor.actor.id
    )

    await database.write(assigned(world, world.contributor.actor.id))

    assert await told() == []


async def test_everybody_with_the_permission_is_told_once(database: Database, world: World) -> None:
    await database.write(
        partial(
            tell_role,
            NoticeKind.REQUESTED,
            world.grid,
            Permission.ASSESSMENT_WRITE,
            subject="Yearly assessment",
            path="/requests",
            authority="NIS authority of Austria",
        )
    )

    assert sorted(await told()) == sorted([world.contributor.actor.id, world.coordinator.actor.id])


async def test_each_organisation_is_told_its_own(database: Database, world: World) -> None:
    asked = [
        Told(world.grid, "For the grid", "/requests/1"),
        Told(world.bank, "For the bank", "/requests/2"),
    ]

    await database.write(
        partial(tell_each, NoticeKind.REQUESTED, Permission.ASSIGNMENT_MANAGE, asked)
    )

    (grid,) = await notices_of(world.coordinator.actor.id)
    (bank,) = await notices_of(world.bank_coordinator.actor.id)
    assert (grid["subject"], grid["path"]) == ("For the grid", "/requests/1")
    assert (bank["subject"], bank["path"]) == ("For the bank", "/requests/2")


async def test_occasion_is_told_once_however_often_it_comes(
    database: Database, world: World
) -> None:
    for _ in range(3):
        await database.write(assigned(world, world.contributor.actor.id, once="due 2026-12-01"))
    await database.write(assigned(world, world.contributor.actor.id, once="due 2026-12-08"))

    assert len(await notices_of(world.contributor.actor.id)) == 2


async def test_write_that_fails_tells_nobody(database: Database, world: World) -> None:
    async def work() -> None:
        await assigned(world, world.contributor.actor.id)()
        message = "something else went wrong"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError, match="something else"):
        await database.write(work)

    assert await told() == []


async def test_kind_switched_off_everywhere_leaves_nothing(
    database: Database, world: World
) -> None:
    await choose(world.contributor.actor.id, "assigned", in_app=False, mail="off")

    await database.write(assigned(world, world.contributor.actor.id))

    assert await told() == []
    assert await mails() == []


async def test_kind_that_must_be_seen_is_in_the_application_whatever_was_chosen(
    database: Database, world: World
) -> None:
    await choose(world.coordinator.actor.id, "submission_returned", in_app=False, mail="off")

    await database.write(
        partial(
            tell,
            NoticeKind.SUBMISSION_RETURNED,
            [world.coordinator.actor.id],
            organisation_id=world.grid,
            subject="Yearly assessment",
            path="/submissions",
        )
    )

    (notice,) = await notices_of(world.coordinator.actor.id)
    assert (notice["state"], notice["mail"]) == ("unread", "off")


async def test_kind_wanted_by_mail_at_once_waits_in_the_outbox(
    database: Database, world: World
) -> None:
    await choose(world.contributor.actor.id, "assigned", in_app=False, mail="now")

    await database.write(assigned(world, world.contributor.actor.id))

    (notice,) = await notices_of(world.contributor.actor.id)
    (mail,) = await mails()
    assert (notice["state"], notice["mail_id"]) == ("mail_only", mail["id"])
    assert (mail["person_id"], mail["state"]) == (world.contributor.actor.id, "waiting")


async def test_subject_of_several_lines_is_kept_on_one(database: Database, world: World) -> None:
    work = partial(
        tell,
        NoticeKind.ASSIGNED,
        [world.contributor.actor.id],
        organisation_id=world.grid,
        subject="Network\r\nBcc: everybody@example.org\x00\u2028" + "x" * 300,
        path=PATH,
    )

    await database.write(work)

    (notice,) = await notices_of(world.contributor.actor.id)
    assert notice["subject"].startswith("Network Bcc: everybody@example.org xxx")
    assert notice["subject"].isprintable()
    assert len(notice["subject"]) == 200


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil", "/a b", ""])
async def test_path_out_of_the_application_is_refused(
    path: str, database: Database, world: World
) -> None:
    work = partial(
        tell, NoticeKind.ASSIGNED, [], organisation_id=world.grid, subject="x", path=path
    )

    with pytest.raises(ValueError, match="path"):
        await database.write(work)


async def test_unknown_fact_is_refused_with_the_known_ones(
    database: Database, world: World
) -> None:
    with pytest.raises(ValueError, match=r"assigned does not tell reason; .*'assessment'"):
        await database.write(assigned(world, world.contributor.actor.id, reason="you are the best"))
