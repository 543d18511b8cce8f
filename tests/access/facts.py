"""What the rows of the matrix speak of: the grid operator's own things in the world."""

from dataclasses import dataclass

from nisassess.kit.clock import today
from tests.support import acts
from tests.support.world import World


@dataclass(frozen=True)
class Facts:
    """Ids inside the world's draft and approved assessments."""

    world: World
    part: str
    spare_part: str
    control: str
    """Has a justification, a planned measure and a file in `part`."""
    spare_control: str
    question: str
    """Not answered yet, of `spare_control`."""
    draft_revision: int
    approved_revision: int
    today: str


async def gather(world: World) -> Facts:
    """Look them up as the coordinator."""
    actor = world.coordinator.actor
    profile, parts = await acts.content(actor, world.draft)
    controls = list(profile.controls.values())
    return Facts(
        world=world,
        part=parts[0].id,
        spare_part=parts[1].id,
        control=controls[0].id,
        spare_control=controls[-1].id,
        question=controls[-1].questions[0].id,
        draft_revision=(await acts.seen(actor, world.draft)).revision,
        approved_revision=(await acts.seen(actor, world.approved)).revision,
        today=today().isoformat(),
    )
