from dataclasses import dataclass

import httpx
import pytest

from nisassess.kit.database import Database
from tests.discussions.talk import Talk
from tests.support import acts
from tests.support.world import World, settings, world

__all__ = ["settings", "world"]


@dataclass(frozen=True)
class Place:
    """A control of the draft with its two parts, and another control."""

    assessment: str
    control: str
    other_control: str
    part: str
    other_part: str
    question: str


@pytest.fixture
async def place(world: World, database: Database) -> Place:
    profile, parts = await acts.content(world.coordinator.actor, world.draft)
    controls = list(profile.controls.values())
    return Place(
        world.draft,
        controls[0].id,
        controls[-1].id,
        parts[0].id,
        parts[1].id,
        controls[-1].questions[0].id,
    )


@pytest.fixture
def talk(client: httpx.AsyncClient) -> Talk:
    return Talk(client)
