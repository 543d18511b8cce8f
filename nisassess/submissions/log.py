"""The append-only log of sealed digests: each entry holds the hash of all before it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from nisassess.kit.clock import now
from nisassess.results.canonical import digest as digest_of
from nisassess.results.seal import NO_HEAD, LogHead, LogPlace, Seal, SealFault, link, peek
from nisassess.submissions import repository
from nisassess.submissions.types import LogRow, SealedContent


@dataclass(frozen=True, slots=True)
class LogFault:
    """An entry that does not hold, and why."""

    position: int
    words: str


@dataclass(frozen=True, slots=True)
class LogCheck:
    """What a walk through the whole log found."""

    head: LogPlace
    faults: tuple[LogFault, ...]


async def append(digest: str, submission_id: str, at: datetime) -> LogPlace:
    """Add an entry, inside the write that seals, by whoever holds the key."""
    last = await repository.log_head()
    position = last.position + 1 if last else 1
    previous = last.head if last else NO_HEAD
    head = link(position, digest, submission_id, moment(at), previous)
    await repository.add_log_entry(LogRow(position, digest, submission_id, at, head))
    return LogPlace(position, head)


async def head() -> LogHead:
    """The statement of where the log stands now."""
    last = await repository.log_head()
    at = moment(now())
    return LogHead(last.position, last.head, at) if last else LogHead(0, NO_HEAD, at)


async def check() -> LogCheck:
    """Walk through the log: positions, hashes, and the submissions that it speaks of."""
    place, faults = LogPlace(0, NO_HEAD), []
    while rows := await repository.log_entries(place.position):
        for row in rows:
            faults += [LogFault(row.position, words) for words in await _faults(row, place)]
            place = LogPlace(row.position, row.head)
    return LogCheck(place, tuple(faults))


async def _faults(row: LogRow, before: LogPlace) -> list[str]:
    found = []
    if row.position != before.position + 1:
        found.append(f"follows on {before.position}: what stood between is gone")
    expected = link(row.position, row.digest, row.submission_id, moment(row.at), before.head)
    if row.head != expected:
        found.append("its hash does not fit it and what stands before it")
    sealed = await repository.sealed_content(row.submission_id)
    if sealed is None:
        return [*found, f"its submission {row.submission_id} is gone"]
    if sealed.digest != row.digest or digest_of(sealed.document.encode()) != row.digest:
        found.append(f"the submission {row.submission_id} is not the one that was sealed")
    if sealed.seal is not None and not _states(sealed, row):
        found.append(f"the seal of {row.submission_id} states another entry")
    return found


def _states(sealed: SealedContent, row: LogRow) -> bool:
    """Whether the seal was made with this entry; that of another installation names its own."""
    try:
        stated = peek(Seal, sealed.seal or "")
    except SealFault:
        return False
    own = sealed.origin is not None or stated.log == LogPlace(row.position, row.head)
    return own and stated.digest == row.digest


def moment(value: datetime) -> str:
    """A time as statements carry it."""
    return value.astimezone(UTC).isoformat()
