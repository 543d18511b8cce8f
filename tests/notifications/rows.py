"""What stands in the tables of notifications."""

from typing import Any

from nisassess.kit.database import fetch


async def notices_of(person_id: str) -> list[dict[str, Any]]:
    """A person's notices, the oldest first."""
    return await fetch("SELECT * FROM notice WHERE person_id = $1 ORDER BY id", person_id)


async def told() -> list[str]:
    """Ids of everybody who has a notice, once for each notice."""
    rows = await fetch("SELECT person_id FROM notice ORDER BY id")
    return [row["person_id"] for row in rows]


async def mails() -> list[dict[str, Any]]:
    """The outbox, the oldest first."""
    return await fetch("SELECT * FROM mail ORDER BY id")


async def choose(person_id: str, kind: str, *, in_app: bool = True, mail: str = "digest") -> None:
    """A person's choice for a kind."""
    await fetch(
        "INSERT INTO notice_choice (id, person_id, kind, in_app, mail) "
        "VALUES ($1, $2, $3, $4, $5) RETURNING id",
        f"nch_{person_id[4:20]}{kind}"[:40],
        person_id,
        kind,
        in_app,
        mail,
    )
