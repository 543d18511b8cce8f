"""Answers whoever asks whether a file or a digest is what this installation sealed."""

import base64
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from nisassess.kit.errors import Issue, StateRefused, ValidationFailed
from nisassess.results.keys import read_certificates
from nisassess.results.seal import Seal, SealFault, key_id, read
from nisassess.results.timestamps import TimestampFault, read_timestamp
from nisassess.results.vouching import vouching
from nisassess.submissions import repository
from nisassess.submissions.examining import LARGEST, Examiner
from nisassess.submissions.types import SealedFact, SealKeyRow

__all__ = ["LARGEST", "Busy", "Verifier", "timestamp_of"]

_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOST = 8
"""Files that are checked or wait for it."""
_MOST_OF_ONE = 4
"""Of them, those of one caller."""


class Busy(StateRefused):
    """Too many files are being checked."""

    status = 503

    def __init__(self) -> None:
        super().__init__("BUSY", "Many files are being checked right now; try again in a minute.")


@dataclass(slots=True)
class Verifier:
    """Checks files in processes of their own, a few at a time; who comes too many is told so."""

    examiner: Examiner
    _taken: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def turn(self, caller: str) -> Iterator[None]:
        """A place for one file, from its first byte on; raises Busy if there is none."""
        if self._taken.total() >= _MOST or self._taken[caller] >= _MOST_OF_ONE:
            raise Busy
        self._taken[caller] += 1
        try:
            yield
        finally:
            self._taken[caller] -= 1
            self._taken += Counter()  # forgets whoever has none

    async def file(self, data: bytes) -> dict[str, Any]:
        """The verification of a file, and what this installation knows of its digest."""
        keys = await repository.seal_keys()
        try:
            examined = await self.examiner.examine(
                data,
                {key.id: key.certificate for key in keys},
                {key.id: key.retired_at for key in keys if key.retired_at},
                contents=False,
            )
            found = examined.verification
        except StateRefused as refused:
            found = _unreadable(str(refused))
        digest = found["digest"]
        return found | {"sealedHere": await _known(digest, keys) if digest else []}

    async def digest(self, digest: str) -> dict[str, Any]:
        """What this installation sealed under a digest; raises ValidationFailed."""
        if not _DIGEST.fullmatch(digest):
            message = "must be the 64 hexadecimal digits of a SHA-256, in lower case"
            raise ValidationFailed([Issue("digest", "bad_digest", message)])
        known = await _known(digest, await repository.seal_keys())
        words = (
            "This installation sealed results with this digest."
            if known
            else "This installation sealed nothing with this digest."
        )
        return {"digest": digest, "words": words, "sealedHere": known, "selfDeclared": True}


def _unreadable(words: str) -> dict[str, Any]:
    """The answer to a file that takes more time or memory than any of ours would.

    Nothing was found to be altered: a machine under load must not call a genuine file forged.
    """
    return {
        "verdict": "unknown",
        "words": f"It cannot be told whether the file is genuine. {words}",
        "digest": None,
        "checks": [{"code": "file", "state": "unknown", "words": words}],
        "changes": [],
        "seal": None,
        "key": None,
        "timestamp": None,
        "selfDeclared": True,
    }


async def _known(digest: str, keys: list[SealKeyRow]) -> list[dict[str, Any]]:
    by_id = {key.id: key for key in keys}
    facts = await repository.sealed_facts(digest)
    return [_told(fact, by_id) for fact in facts if fact.origin is None and fact.seal]


def _told(fact: SealedFact, keys: dict[str, SealKeyRow]) -> dict[str, Any]:
    """When it was sealed and by which key, which version, whether it still stands; no content."""
    told: dict[str, Any] = {
        "submission": fact.id,
        "version": fact.version,
        "superseded": fact.superseded_by is not None,
        "sealedAt": None,
        "installation": None,
        "kind": None,
        "key": None,
        "timestamp": None,
    }
    text = fact.seal or ""
    try:
        kid = key_id(text)
        seal = read(Seal, text, {one: row.certificate for one, row in keys.items()})
    except SealFault as fault:
        return told | {"fault": f"The seal that is kept here does not hold: {fault}."}
    certificate = read_certificates(keys[kid].certificate)[0]
    retired = keys[kid].retired_at
    return told | {
        "sealedAt": seal.sealed_at,
        "installation": seal.installation,
        "kind": seal.kind,
        "key": vouching(certificate) | {"retiredAt": retired.isoformat() if retired else None},
        "timestamp": timestamp_of(fact.timestamp, text),
    }


def timestamp_of(token: str | None, seal: str) -> dict[str, str] | None:
    """When and by whom a seal was time-stamped; None without a stamp that holds."""
    if token is None:
        return None
    try:
        stamp = read_timestamp(base64.b64decode(token), seal.encode())
    except (TimestampFault, ValueError):
        return None
    return {"at": stamp.at.isoformat(), "authority": stamp.authority}
