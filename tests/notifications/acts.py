"""What happens in the tests of notifications."""

from functools import partial
from typing import Any

from nisassess.kit.database import Database, execute
from nisassess.notifications.telling import NoticeKind, tell
from tests.notifications.rows import choose
from tests.support.world import World

PATH = "/assessments/asm_x/controls/network-segmentation"


async def assign(database: Database, world: World, subject: str = "Network", **more: Any) -> None:
    """The coordinator assigns something to the contributor."""
    await database.write(
        partial(
            tell,
            NoticeKind.ASSIGNED,
            [world.contributor.actor.id],
            organisation_id=world.grid,
            subject=subject,
            path=PATH,
            by=world.coordinator.actor,
            **more,
        )
    )


async def wants_mail_at_once(world: World, kind: str = "assigned") -> None:
    """The contributor wants a kind by mail, at once."""
    await choose(world.contributor.actor.id, kind, mail="now")


async def leave(world: World) -> None:
    """The contributor leaves the grid operator."""
    await execute(
        "DELETE FROM membership WHERE person_id = $1 AND organisation_id = $2",
        world.contributor.actor.id,
        world.grid,
    )
