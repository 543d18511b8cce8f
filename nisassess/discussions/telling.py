"""Who is told of a comment. Of what was said, only where: the words stay in the thread."""

from collections.abc import Iterable

from nisassess.access import Actor
from nisassess.catalogues import repository as profiles
from nisassess.discussions import repository
from nisassess.discussions.types import ThreadRow, View
from nisassess.notifications.telling import NoticeKind, tell


async def tell_mentioned(
    actor: Actor, view: View, thread: ThreadRow, people: Iterable[str]
) -> None:
    """Tell those who are mentioned."""
    await _tell(NoticeKind.MENTIONED, actor, view, thread, people)


async def tell_replied(actor: Actor, view: View, thread: ThreadRow, told: Iterable[str]) -> None:
    """Tell those who wrote in the thread, and still see it, unless they were just mentioned."""
    wrote = await repository.writers(thread)
    able = await repository.reachable(actor, view, thread.control_id, thread.place)
    names = {one.id for one in able} & wrote
    await _tell(NoticeKind.REPLIED, actor, view, thread, sorted(names - set(told)))


async def _tell(
    kind: NoticeKind, actor: Actor, view: View, thread: ThreadRow, people: Iterable[str]
) -> None:
    wanted = [one for one in people if one != actor.id]
    if not wanted:
        return
    row = view.assessment
    profile = await profiles.pinned(row.profile_digest)
    control = profile.controls.get(thread.control_id)
    part = f"&part={thread.part_id}" if thread.part_id else ""
    await tell(
        kind,
        wanted,
        organisation_id=row.operator_id,
        subject=control.title if control else row.title,
        path=f"/assessments/{row.id}/controls/{thread.control_id}?thread={thread.id}{part}",
        by=actor,
        assessment=row.title,
    )
