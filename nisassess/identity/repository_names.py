"""Names of members, for whoever already knows their ids."""

from collections.abc import Collection

from nisassess.kit.database import fetch
from nisassess.kit.ids import is_id

_NAMES = """
SELECT DISTINCT p.id, p.name FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.organisation_id = $1 AND p.active = TRUE AND p.id IN
"""


async def member_names(organisation_id: str, person_ids: Collection[str]) -> dict[str, str]:
    """Names by id of those who are active members of the organisation; others are left out.

    For a caller that was found to be a member itself.
    """
    asked = sorted({id_ for id_ in person_ids if is_id("per", id_)})
    if not asked:
        return {}
    places = ", ".join(f"${number}" for number in range(2, len(asked) + 2))
    found = await fetch(f"{_NAMES} ({places})", organisation_id, *asked)
    return {row["id"]: row["name"] for row in found}
