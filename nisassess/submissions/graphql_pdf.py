"""GraphQL of a submission's PDF: how far it is."""

from datetime import datetime

import strawberry

from nisassess.access import Context
from nisassess.submissions.pdf import PdfArchive, PdfState

strawberry.enum(PdfState)


@strawberry.type
class PdfProgress:
    """How far the PDF is, and since when; `ABSENT`: the first download has it made."""

    state: PdfState
    since: datetime | None


async def progress_of(context: Context, digest: str) -> PdfProgress:
    """How far the PDF of a submission is that the caller may see."""
    found = await context.get(PdfArchive).progress(digest)
    return PdfProgress(state=found.state, since=found.since)
