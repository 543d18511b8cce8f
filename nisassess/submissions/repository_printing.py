"""What a submission's document tells of earlier ones.

Asked when a document is made, for whoever may see it; so what it compares with must be something
that all of them may see: the same operator's, to the same addressee.
"""

import json

from nisassess.kit.database import fetch

_EARLIER = """
    SELECT earlier.id AS id
    FROM submission earlier JOIN submission own ON own.id = $1
    WHERE earlier.id < own.id
      AND earlier.operator_id = own.operator_id
      AND earlier.addressee_id = own.addressee_id
      AND earlier.profile_id = own.profile_id
      AND earlier.scope_kind = own.scope_kind
      AND earlier.period_until < own.period_until
    ORDER BY earlier.id DESC
    LIMIT 5
"""
_DOCUMENT = "SELECT document FROM submission WHERE id = $1"


async def earlier_document(submission_id: str) -> str | None:
    """The sealed document of the period before: same scope, addressee and profile."""
    own = await _document(submission_id)
    for row in await fetch(_EARLIER, submission_id):
        document = await _document(row["id"])
        if own and document and _scope(own) == _scope(document):
            return document
    return None


async def _document(submission_id: str) -> str | None:
    rows = await fetch(_DOCUMENT, submission_id)
    return str(rows[0]["document"]) if rows else None


def _scope(document: str) -> str:
    return str(json.loads(document)["scope"]["name"])
