"""Names that notices say."""

from nisassess.kit.database import fetch


async def organisation_name(organisation_id: str) -> str:
    """What an organisation is called; empty where there is none."""
    rows = await fetch("SELECT name FROM organisation WHERE id = $1", organisation_id)
    return str(rows[0]["name"]) if rows else ""
