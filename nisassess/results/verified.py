"""What a verification found out, as values and as JSON."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from nisassess.results.keys import Certificate
from nisassess.results.seal import Seal
from nisassess.results.timestamps import Timestamp
from nisassess.results.vouching import vouching


class State(StrEnum):
    """How a check went; `unknown`: it could not be made."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What all checks together come to."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN = "unknown"
    """Nothing speaks against the file, but nobody known here vouches for it."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check, and how it went in words."""

    code: str
    state: State
    words: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found out about a file."""

    verdict: Verdict
    words: str
    checks: tuple[Check, ...]
    digest: str | None
    """SHA-256 of the embedded results."""
    seal: Seal | None
    """What the seal states; to be believed only if the verdict says so."""
    certificate: Certificate | None
    """Of the key that sealed."""
    timestamp: Timestamp | None
    signer: str | None = None
    """Id of the key that signed the file: that of the seal, or one that followed it."""
    changes: tuple[str, ...] = ()
    """What was changed, as far as it can be told."""
    document: bytes | None = field(default=None, repr=False)
    """The embedded results, verbatim."""
    seal_text: str | None = field(default=None, repr=False)
    """The embedded seal, verbatim."""


def as_json(found: Verification) -> dict[str, Any]:
    """The verification as plain values, with nothing of the results themselves but their digest."""
    return {
        "verdict": found.verdict.value,
        "words": found.words,
        "digest": found.digest,
        "checks": [
            {"code": one.code, "state": one.state.value, "words": one.words} for one in found.checks
        ],
        "changes": list(found.changes),
        "seal": None
        if found.seal is None
        else {
            "submission": found.seal.submission,
            "version": found.seal.version,
            "sealedAt": found.seal.sealed_at,
            "installation": found.seal.installation,
            "kind": found.seal.kind,
        },
        "key": None if found.certificate is None else vouching(found.certificate),
        "timestamp": None
        if found.timestamp is None
        else {"at": found.timestamp.at.isoformat(), "authority": found.timestamp.authority},
        "selfDeclared": True,
    }
