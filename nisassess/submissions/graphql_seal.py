"""What GraphQL tells of a submission's seal."""

import base64
from datetime import datetime

from nisassess.access import Context
from nisassess.kit.database import Database
from nisassess.results.seal import Seal, SealFault, key_id, peek
from nisassess.results.timestamps import TimestampFault, read_timestamp
from nisassess.submissions import repository
from nisassess.submissions.sealing import Sealer


def stated_in(context: Context, seal: str | None) -> Seal | None:
    """What a seal states, read once per answer; it was checked when it was kept."""

    def stated() -> Seal | None:
        try:
            return None if seal is None else peek(Seal, seal)
        except SealFault:
            return None

    return context.once(f"seal {seal}", stated)


def key_of(seal: str | None) -> str | None:
    """The key that made a seal."""
    try:
        return None if seal is None else key_id(seal)
    except SealFault:
        return None


def stamped_at(seal: str | None, timestamp: str | None) -> datetime | None:
    """When a seal was time-stamped."""
    if seal is None or timestamp is None:
        return None
    try:
        return read_timestamp(base64.b64decode(timestamp), seal.encode()).at
    except (TimestampFault, ValueError):
        return None


async def receipt_of(context: Context, submission_id: str) -> str | None:
    """The receipt of a submission that the caller may see."""
    row = await repository.submission(context.actor, submission_id)
    if row is None:
        return None
    return await context.get(Sealer).receipt(context.get(Database), row)
