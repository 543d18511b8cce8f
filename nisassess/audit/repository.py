"""Writes the audit log."""

from typing import Any

import orjson

from nisassess.access import Actor
from nisassess.kit.clock import now
from nisassess.kit.database import send
from nisassess.kit.ids import new_id

_INSERT = """
INSERT INTO audit_entry
    (id, at, actor_kind, actor_id, organisation_id, action, subject_id, detail)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""


async def record(
    actor: Actor,
    action: str,
    subject_id: str,
    *,
    organisation_id: str | None = None,
    **detail: Any,
) -> None:
    """Add one entry inside the caller's transaction; `action` is named `resource.verb`."""
    await send(
        _INSERT,
        new_id("aud"),
        now(),
        actor.kind.value,
        actor.id,
        organisation_id,
        action,
        subject_id,
        orjson.dumps(detail).decode(),
    )
