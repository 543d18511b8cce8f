"""Hands what happened to the streams that are open in this process, and knows who is here.

Everything is in memory. Other processes of the installation are reached through a relay, where
there is one; what none of them could tell is found by the regular look at the database
(`Hub.verify`), so a missed event costs a delay and never a wrong page.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from nisassess.access import Actor
from nisassess.discussions.happenings import event_of, happenings, presence_event, shown
from nisassess.discussions.live_types import Event, Happening, HappeningKind, Place, Present, Sight
from nisassess.kit.announcing import Announcement
from nisassess.kit.errors import TooMany

MOST_WAITING = 64
"""Events that wait for one stream; a browser that is slower reads the page anew."""
MOST_PER_PERSON = 12
"""Streams of one person in one process: tabs and devices."""
MOST_IN_ALL = 2_000
"""Streams of one process."""
RESYNC = Event("resync")


class Subscription:
    """One open stream: whose, where, and what waits to be sent."""

    def __init__(self, actor: Actor, assessment_id: str, sight: Sight, place: Place) -> None:
        self.actor = actor
        self.assessment_id = assessment_id
        self.sight = sight
        self.place = place
        self.doubted = False
        """Access has to be looked at anew before anything else is sent."""
        self._waiting: deque[Event] = deque()
        self._wake = asyncio.Event()

    @property
    def present(self) -> Present:
        """Who this is, and where."""
        return Present(self.actor.id, self.actor.name, self.place)

    def offer(self, event: Event) -> None:
        """Queue an event; of presence the newest counts, and what is too much becomes a resync."""
        if event.name == "presence":
            self._waiting = deque(one for one in self._waiting if one.name != "presence")
        elif len(self._waiting) >= MOST_WAITING:
            self._waiting = deque(one for one in self._waiting if one.name == "presence")
            event = RESYNC
        if event != RESYNC or RESYNC not in self._waiting:
            self._waiting.append(event)
        self._wake.set()

    def doubt(self) -> None:
        """Have access looked at anew, now."""
        self.doubted = True
        self._wake.set()

    async def wait(self) -> None:
        """Until there is something to do."""
        await self._wake.wait()
        self._wake.clear()

    def take(self) -> list[Event]:
        """Everything that waits, in order."""
        taken = list(self._waiting)
        self._waiting.clear()
        return taken


@dataclass(slots=True)
class Channel:
    """One assessment that somebody of this process has open."""

    subscriptions: set[Subscription] = field(default_factory=set)
    elsewhere: dict[str, tuple[Present, ...]] = field(default_factory=dict)
    """Who is here in other processes, by process."""
    revision: int = 0
    """Everything up to it was told."""
    ahead: set[int] = field(default_factory=set)
    marked: str = ""
    """The newest change of a thread that was told."""

    def note(self, happening: Happening) -> None:
        """Remember what was told."""
        if happening.marked is not None:
            self.marked = max(self.marked, happening.marked)
        if happening.revision is None:
            return
        self.ahead.add(happening.revision)
        while self.revision + 1 in self.ahead:
            self.revision += 1
        self.ahead = {one for one in self.ahead if one > self.revision}


Relayed = Callable[[list[Happening]], None]
PresenceTold = Callable[[str, Sequence[Present]], None]


class Hub:
    """The open streams of a process."""

    def __init__(self, most_per_person: int = MOST_PER_PERSON, most: int = MOST_IN_ALL) -> None:
        self._channels: dict[str, Channel] = {}
        self._most_per_person = most_per_person
        self._most = most
        self._relayed: Relayed | None = None
        self._presence_told: PresenceTold | None = None

    def relay_by(self, relayed: Relayed, presence_told: PresenceTold) -> None:
        """Tell other processes too."""
        self._relayed, self._presence_told = relayed, presence_told

    def hear(self, told: Sequence[Announcement]) -> None:
        """Listener of the database: hand on what a write announced."""
        if not self._channels and self._relayed is None:
            return  # nobody is there: a save pays for nothing
        found = happenings(told)
        self._doubt(told)
        self.publish(found)
        if found and self._relayed is not None:
            self._relayed(found)

    def _doubt(self, told: Sequence[Announcement]) -> None:
        """A session ended or somebody's roles changed: whoever it was is looked at anew."""
        doubted = {one.subject for one in told if one.topic == "access.change"}
        if doubted:
            self.doubt(doubted)

    def doubt(self, ids: Iterable[str]) -> None:
        """Look anew at the streams of these people or sessions."""
        wanted = set(ids)
        for channel in self._channels.values():
            for one in channel.subscriptions:
                if one.actor.id in wanted or one.actor.session_id in wanted:
                    one.doubt()

    def publish(self, found: Iterable[Happening]) -> None:
        """Hand happenings to the streams of this process."""
        for happening in found:
            channel = self._channels.get(happening.assessment_id)
            if channel is None:
                continue
            channel.note(happening)
            event = event_of(happening)
            for one in channel.subscriptions:
                seen = shown(happening, one.sight)
                if seen is not None:
                    one.offer(event if seen is happening else event_of(seen))
                if happening.kind in {HappeningKind.ASSIGNED, HappeningKind.DISCARDED}:
                    one.doubt()

    def refuse_too_many(self, actor: Actor) -> None:
        """Raise TooMany when no further stream of this person, or of anybody, is open to them."""
        every = [one for channel in self._channels.values() for one in channel.subscriptions]
        if len(every) >= self._most:
            raise TooMany("Too many pages are open on this server; try again in a minute.")
        if sum(one.actor.id == actor.id for one in every) >= self._most_per_person:
            raise TooMany(f"You have {self._most_per_person} pages open; close one of them.")

    def connect(self, subscription: Subscription, revision: int, marked: str) -> None:
        """Open a stream at a state of the assessment that was read after the access check."""
        self.refuse_too_many(subscription.actor)
        channel = self._channels.get(subscription.assessment_id)
        if channel is None:
            channel = Channel(revision=revision, marked=marked)
            self._channels[subscription.assessment_id] = channel
        channel.subscriptions.add(subscription)
        self._tell_presence(subscription.assessment_id, channel)

    def disconnect(self, subscription: Subscription) -> None:
        """Close a stream; whoever is still there is told at once."""
        channel = self._channels.get(subscription.assessment_id)
        if channel is None or subscription not in channel.subscriptions:
            return
        channel.subscriptions.remove(subscription)
        self._tell_presence(subscription.assessment_id, channel)
        if not channel.subscriptions:
            del self._channels[subscription.assessment_id]

    def verify(self, assessment_id: str, revision: int, marked: str) -> None:
        """Hold what the database says against what was told; what nobody told is read anew."""
        channel = self._channels.get(assessment_id)
        if channel is None or (revision <= channel.revision and marked <= channel.marked):
            return
        channel.revision = max(revision, channel.revision)
        channel.ahead = {one for one in channel.ahead if one > channel.revision}
        channel.marked = max(marked, channel.marked)
        for one in channel.subscriptions:
            one.offer(RESYNC)

    def resync(self) -> None:
        """Have every page read anew; events of other processes may have been missed."""
        for channel in self._channels.values():
            channel.elsewhere.clear()
            for one in channel.subscriptions:
                one.offer(RESYNC)

    def here(self) -> dict[str, list[Present]]:
        """Who is where in this process, by assessment."""
        return {
            id_: [one.present for one in channel.subscriptions]
            for id_, channel in self._channels.items()
        }

    def present_elsewhere(self, process: str, assessment_id: str, who: Sequence[Present]) -> bool:
        """Take in who is here in another process; whether it was not known here before."""
        channel = self._channels.get(assessment_id)
        if channel is None or channel.elsewhere.get(process, ()) == tuple(who):
            return False
        is_new = process not in channel.elsewhere
        channel.elsewhere[process] = tuple(who)
        self._offer_presence(channel)
        return is_new

    def gone(self, process: str) -> None:
        """Another process was not heard of for a while."""
        for channel in self._channels.values():
            if channel.elsewhere.pop(process, None):
                self._offer_presence(channel)

    def offer_presence_to(self, subscription: Subscription) -> None:
        """Tell one stream who is here, after what it may see has changed."""
        channel = self._channels.get(subscription.assessment_id)
        if channel is not None:
            subscription.offer(
                presence_event(_everybody(channel), subscription.sight, subscription.actor.id)
            )

    def _tell_presence(self, assessment_id: str, channel: Channel) -> None:
        self._offer_presence(channel)
        if self._presence_told is not None:
            self._presence_told(assessment_id, [one.present for one in channel.subscriptions])

    def _offer_presence(self, channel: Channel) -> None:
        everybody = _everybody(channel)
        for one in channel.subscriptions:
            one.offer(presence_event(everybody, one.sight, one.actor.id))


def _everybody(channel: Channel) -> list[Present]:
    here = [one.present for one in channel.subscriptions]
    return here + [one for others in channel.elsewhere.values() for one in others]
