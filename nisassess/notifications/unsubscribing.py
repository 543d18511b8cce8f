"""Links in mails that end mails: signed, and without effect until somebody confirms. Pure.

A link names what is to end (a kind, or `all`) and whose mails. Its signature is made with a key of
that person, so that nobody can end the mails of somebody else.
"""

import hashlib
import hmac

ALL = "all"
_PATTERN_PARTS = 3


def token(what: str, person_id: str, key: str) -> str:
    """The last part of a link."""
    return f"{what}.{person_id}.{_signature(what, person_id, key)}"


def claims(given: str) -> tuple[str, str] | None:
    """What and whom a token speaks of, before its signature is looked at."""
    parts = given.split(".")
    return (parts[0], parts[1]) if len(parts) == _PATTERN_PARTS else None


def is_signed(given: str, key: str) -> bool:
    """Whether the token was made with the key."""
    claimed = claims(given)
    return claimed is not None and hmac.compare_digest(
        token(*claimed, key).encode(), given.encode(errors="replace")
    )


def _signature(what: str, person_id: str, key: str) -> str:
    message = f"unsubscribe\0{what}\0{person_id}".encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()
