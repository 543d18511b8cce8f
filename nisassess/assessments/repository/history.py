"""Earlier values, from the history that every save leaves."""

from typing import Any

import orjson

from nisassess.assessments.types import ChangeKind, Key
from nisassess.kit.database import fetch


async def value_at(key: Key, kind: ChangeKind, version: int) -> dict[str, Any] | None:
    """The value that a row had in a version; None if there was no such version.

    For a caller that has claimed the assessment.
    """
    named = "question_id = $5" if key.question_id is not None else "control_id = $5"
    found = await fetch(
        "SELECT value FROM change WHERE assessment_id = $1 AND kind = $2 "  # noqa: S608
        f"AND part_id = $3 AND version = $4 AND {named} ORDER BY id DESC LIMIT 1",
        key.assessment_id,
        kind.value,
        key.part_id,
        version,
        key.question_id if key.question_id is not None else key.control_id,
    )
    value: dict[str, Any] | None = orjson.loads(found[0]["value"]) if found else None
    return value
