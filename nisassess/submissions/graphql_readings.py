"""GraphQL of who read a submission."""

from datetime import datetime

import strawberry
from strawberry.dataloader import DataLoader

from nisassess import access
from nisassess.access import ActorKind, Context, Info, Permission
from nisassess.identity.repository import as_datetime
from nisassess.kit.connections import PageInfo
from nisassess.kit.pagination import make_page, page_request
from nisassess.submissions import repository_readings
from nisassess.submissions.readings import ReadingRow, Readings, Way

strawberry.enum(Way, name="ReadingWay")


@strawberry.type
class Reading:
    """Somebody of the authority read the submission; `at` is the first time on that day (UTC) in
    this way. `isToken`: a program with the authority's access token."""

    authority_name: str
    reader_name: str
    is_token: bool
    way: Way
    at: datetime


@strawberry.type
class ReadingEdge:
    """One reading of a page."""

    cursor: str
    node: Reading


@strawberry.type
class ReadingConnection:
    """One page of readings, newest first."""

    edges: list[ReadingEdge]
    page_info: PageInfo


@strawberry.type
class Query:
    """Who read."""

    @access.field(requires=Permission.SUBMISSION_READ)
    async def readings(
        self, info: Info, submission_id: strawberry.ID, first: int, after: str | None = None
    ) -> ReadingConnection | None:
        """Who of the authority read a submission of the caller's operator, newest first."""
        request = page_request(first, after, 1)
        found = await repository_readings.of_submission(info.context.actor, submission_id, request)
        if found is None:
            return None
        rows = [
            ReadingRow(**{**row, "way": Way(row["way"]), "at": as_datetime(row["at"])})
            for row in found
        ]
        page = make_page(rows, request, lambda row: (row.id,))
        return ReadingConnection(
            edges=[
                ReadingEdge(cursor=cursor, node=_reading(row))
                for row, cursor in zip(page.rows, page.cursors, strict=True)
            ],
            page_info=PageInfo.of(page),
        )


def _reading(row: ReadingRow) -> Reading:
    return Reading(
        authority_name=row.authority_name,
        reader_name=row.reader_name,
        is_token=row.reader_kind == ActorKind.TOKEN,
        way=row.way,
        at=row.at,
    )


async def noted(context: Context, submission_id: str, way: Way) -> None:
    """Note a reading; all those of an answer are written together."""

    async def load(ids: list[str]) -> list[None]:
        await context.get(Readings).note(context.actor, ids, way)
        return [None for _ in ids]

    loader: DataLoader[str, None] = context.once(f"readings {way}", lambda: DataLoader(load))
    await loader.load(submission_id)
