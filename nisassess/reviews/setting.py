"""How an authority reviews."""

from nisassess.access import Actor
from nisassess.audit.repository import record
from nisassess.identity.confirming import require_fresh
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.ids import checked_id
from nisassess.reviews.repository import files
from nisassess.reviews.types import PolicyRow


async def set_policy(
    database: Database, actor: Actor, authority_id: str, *, four_eyes: bool, expected: int
) -> PolicyRow:
    """Say whether returning and closing need a second officer.

    What is proposed already still waits for its second officer. Raises NotFound, VersionConflict,
    and StateRefused for whoever was not seen at the keyboard lately.
    """
    checked_id("aut", authority_id, "authority")
    require_fresh(actor)

    async def work() -> PolicyRow:
        row = await files.set_policy(
            actor, authority_id, now(), four_eyes=four_eyes, expected=expected
        )
        await record(
            actor,
            "review_policy.set",
            authority_id,
            organisation_id=authority_id,
            four_eyes=four_eyes,
        )
        return row

    return await database.write(work)
