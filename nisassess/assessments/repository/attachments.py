"""Where evidence is attached."""

from collections.abc import Sequence

from nisassess.kit.database import fetch

_PLACES = """
SELECT l.evidence_id, l.assessment_id, l.control_id FROM evidence_link l
WHERE l.evidence_id IN ({places}) ORDER BY l.assessment_id, l.control_id DESC
"""


async def evidence_places(evidence_ids: Sequence[str]) -> dict[str, str]:
    """The control to which each piece of evidence is attached, in the newest assessment."""
    if not evidence_ids:
        return {}
    places = ", ".join(f"${number}" for number in range(1, len(evidence_ids) + 1))
    return {
        row["evidence_id"]: f"/assessments/{row['assessment_id']}/controls/{row['control_id']}"
        for row in await fetch(_PLACES.format(places=places), *evidence_ids)
    }
