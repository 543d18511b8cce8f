"""One open stream: what is sent, in what order, and when access is looked at anew."""

import asyncio
import hashlib
import hmac
import random
import secrets
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing

import structlog

from nisassess.access import Actor, Permission
from nisassess.discussions import repository
from nisassess.discussions.hub import RESYNC, Hub, Subscription
from nisassess.discussions.live_types import Event, Place
from nisassess.discussions.types import View
from nisassess.kit.errors import NisassessError

_log = structlog.get_logger("nisassess.live")
_KEY = secrets.token_bytes(32)
BYE = Event("bye")
"""Whoever gets it may no longer look, or the assessment is gone: coming back is of no use."""
Who = Callable[[], Awaitable[Actor]]


class Stream:
    """What one browser is told of one assessment."""

    def __init__(self, hub: Hub, who: Who, assessment_id: str, place: Place, every: float) -> None:
        self._hub = hub
        self._who = who
        self._id = assessment_id
        self._place = place
        self._every = every

    async def look(self) -> tuple[Actor, View, str] | None:
        """Who asks, what is in sight and where it stands; None for whoever may not see it."""
        try:
            actor = await self._who()
        except NisassessError:
            return None
        if not actor.may(Permission.DISCUSSION_READ):
            return None
        view = await repository.view(actor, self._id)
        return None if view is None else (actor, view, await repository.marked(view))

    async def events(
        self, actor: Actor, view: View, marked: str, since: str | None
    ) -> AsyncGenerator[Event, None]:
        """Everything from now on; ends when access does."""
        place = self._place if view.sight.sees(self._place.control_id, None) else Place()
        subscription = Subscription(actor, self._id, view.sight, place)
        self._hub.connect(subscription, view.assessment.revision, marked)
        try:
            mark = _mark(view, marked)
            yield Event("hello", {"revision": _revision(view)}, mark)
            if since is not None and since != mark:
                yield RESYNC
            async with aclosing(self._following(subscription)) as following:
                async for event in following:
                    yield event
        finally:
            self._hub.disconnect(subscription)

    async def _following(self, subscription: Subscription) -> AsyncGenerator[Event, None]:
        due = self._next_look()
        while True:
            try:
                async with asyncio.timeout(max(0.0, due - time.monotonic())):
                    await subscription.wait()
            except TimeoutError:
                subscription.doubted = True
            if subscription.doubted:
                mark = await self._look_again(subscription)
                if mark is None:
                    yield BYE
                    return
                due = self._next_look()
                yield Event("beat", {}, mark)
            for event in subscription.take():
                yield event

    def _next_look(self) -> float:
        """Not all streams at the same moment."""
        return time.monotonic() + self._every * random.uniform(0.7, 1.0)  # noqa: S311

    async def _look_again(self, subscription: Subscription) -> str | None:
        """Who it is and what is in sight, anew; where the assessment stands, or None: nothing."""
        subscription.doubted = False
        found = await self.look()
        if found is None or found[0].id != subscription.actor.id:
            return None
        actor, view, marked = found
        subscription.actor = actor
        if subscription.sight != view.sight:
            subscription.sight = view.sight
            subscription.offer(RESYNC)
            self._hub.offer_presence_to(subscription)
        self._hub.verify(self._id, view.assessment.revision, marked)
        return _mark(view, marked)


def _revision(view: View) -> int:
    """Where the assessment stands; 1 for the limited, who are told 0 elsewhere and so read anew."""
    return view.assessment.revision if view.sight.everything else 1


def _mark(view: View, marked: str) -> str:
    """What stays the same while nothing changes; for the limited it says nothing else.

    They come back to another process or after a restart as if something had changed.
    """
    plain = f"{view.assessment.revision}.{view.assessment.state.value}.{marked}"
    if view.sight.everything:
        return plain
    return hmac.new(_KEY, f"{view.assessment.id} {plain}".encode(), hashlib.sha256).hexdigest()
