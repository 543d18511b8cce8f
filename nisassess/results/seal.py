"""Seals: signed statements about sealed results, made and read with keys that are handed in.

A statement is canonical JSON inside a JWS in compact form (RFC 7515). Its header holds the
algorithm, the kind of statement and the key's id, which is the SHA-256 of the certificate. The
algorithm follows from the certificate's key, never from what a header claims.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from nisassess.results.canonical import canonical_value, digest
from nisassess.results.keys import Certificate, read_certificates, read_private_key

SEAL_FORMAT = "nisassess-seal/1"
HEAD_FORMAT = "nisassess-log-head/1"
RECEIPT_FORMAT = "nisassess-receipt/1"
NO_HEAD = "0" * 64
"""What stands before the first entry of a log."""

_SEGMENTS = 3
LONGEST = 16_384
"""Characters of a statement."""
_KEY_ID = re.compile(r"[0-9a-f]{64}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SealKey:
    """A key that seals; `kid` is the SHA-256 of its certificate, in hex."""

    kid: str
    certificate_pem: str
    chain: tuple[str, ...]
    """Certificates above it in PEM, as the deployer set them."""
    private_pem: bytes = field(repr=False)
    kind: str
    """`installation` or `certificate`."""

    @property
    def private_key(self) -> Any:
        """The private key as `cryptography` has it."""
        return read_private_key(self.private_pem)

    @property
    def certificate(self) -> Certificate:
        """The certificate, read."""
        return read_certificates(self.certificate_pem)[0]

    @property
    def pem(self) -> str:
        """The certificate with the chain above it."""
        return "".join((self.certificate_pem, *self.chain))


@dataclass(frozen=True, slots=True)
class LogPlace:
    """Where an entry stands in the log, and the head of the log with it."""

    position: int
    head: str


@dataclass(frozen=True, slots=True)
class Seal:
    """What an installation states of results that it sealed."""

    digest: str
    submission: str
    version: int
    number: int
    sealed_at: str
    installation: str
    kind: str
    log: LogPlace
    format: str = SEAL_FORMAT


@dataclass(frozen=True, slots=True)
class LogHead:
    """The head of an installation's log of sealed digests at one moment."""

    position: int
    head: str
    at: str
    format: str = HEAD_FORMAT


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an installation states of a submission that it took in."""

    digest: str
    submission: str
    version: int
    received_at: str
    addressee: str
    log: LogPlace | None
    seal_digest: str | None
    format: str = RECEIPT_FORMAT


_TYPES: dict[type[Any], str] = {
    Seal: "nisassess-seal+jwt",
    LogHead: "nisassess-log-head+jwt",
    Receipt: "nisassess-receipt+jwt",
}
_FORMATS: dict[type[Any], str] = {
    Seal: SEAL_FORMAT,
    LogHead: HEAD_FORMAT,
    Receipt: RECEIPT_FORMAT,
}


class SealFault(Exception):
    """A signed statement that does not hold; `code` is `malformed`, `unknown_key` or `forged`."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def link(position: int, digest_: str, submission: str, at: str, previous: str) -> str:
    """The head of the log after an entry; `previous` is the head before it."""
    entry = {
        "position": position,
        "digest": digest_,
        "submission": submission,
        "at": at,
        "previous": previous,
    }
    return digest(canonical_value(entry))


def sign(key: SealKey, statement: Seal | LogHead | Receipt) -> str:
    """The statement as a JWS in compact form."""
    from joserfc import jws

    algorithm = key.certificate.algorithm
    header = {"alg": algorithm, "kid": key.kid, "typ": _TYPES[type(statement)]}
    payload = canonical_value(asdict(statement))
    private = _private_jwk(algorithm, key.private_pem)
    return jws.serialize_compact(header, payload, private, algorithms=[algorithm])


def read_seal(text: str, certificates: Mapping[str, str]) -> tuple[Seal, str]:
    """The seal and the id of its key, checked with the certificate (PEM) of that id.

    Raises SealFault.
    """
    return read(Seal, text, certificates), key_id(text)


def read(kind: type[T], text: str, certificates: Mapping[str, str]) -> T:
    """The statement of a JWS whose signature is right; raises SealFault."""
    from joserfc import jws
    from joserfc.errors import JoseError

    statement = peek(kind, text)
    kid = key_id(text)
    if kid not in certificates:
        raise SealFault("unknown_key", f"the key {kid} is not known")
    certificate = read_certificates(certificates[kid])[0]
    if certificate.kid != kid:
        raise SealFault("unknown_key", f"the certificate that is known as {kid} is another one")
    expected = {"alg": certificate.algorithm, "kid": kid, "typ": _TYPES[kind]}
    if _header(text) != expected:
        raise SealFault("malformed", "its header is not that of a statement by this key")
    try:
        public = _jwk(certificate.algorithm, certificate.public_pem)
        jws.deserialize_compact(text, public, algorithms=[certificate.algorithm])
    except (JoseError, ValueError) as error:
        raise SealFault("forged", "its signature does not fit what it states") from error
    return statement


def peek(kind: type[T], text: str) -> T:
    """The statement without a look at its signature; raises SealFault if it is malformed."""
    payload = _segments(text)[1]
    try:
        value = json.loads(payload)
        if not isinstance(value, dict) or value.get("format") != _FORMATS[kind]:
            raise SealFault("malformed", f"it is no statement of format {_FORMATS[kind]}")
        statement: T = TypeAdapter(kind).validate_python(value, strict=False)
        again = canonical_value(asdict(statement))  # type: ignore[call-overload]
    except (ValueError, ValidationError, RecursionError) as error:
        raise SealFault("malformed", "what it states cannot be read") from error
    if again != payload:
        raise SealFault("malformed", "what it states is not in canonical form")
    return statement


def is_moment(text: str) -> bool:
    """Whether it is a time in UTC, as statements tell it."""
    try:
        return datetime.fromisoformat(text).utcoffset() == timedelta(0)
    except ValueError:
        return False


def key_id(text: str) -> str:
    """The id of the key that a JWS names; raises SealFault."""
    kid = _header(text).get("kid")
    if not isinstance(kid, str) or not _KEY_ID.fullmatch(kid):
        raise SealFault("malformed", "its header names no key by the SHA-256 of its certificate")
    return kid


def _header(text: str) -> dict[str, Any]:
    try:
        header = json.loads(_segments(text)[0])
    except (ValueError, RecursionError) as error:
        raise SealFault("malformed", "its header cannot be read") from error
    if not isinstance(header, dict):
        raise SealFault("malformed", "its header cannot be read")
    return header


def _segments(text: str) -> tuple[bytes, ...]:
    """The decoded parts; one text for one content, so no bit may be spare."""
    import base64
    import binascii

    parts = text.split(".")
    if len(parts) != _SEGMENTS or len(text) > LONGEST or not text.isascii():
        raise SealFault("malformed", "it is not a JWS in compact form")
    try:
        decoded = tuple(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in parts)
    except (ValueError, binascii.Error) as error:
        raise SealFault("malformed", "it is not a JWS in compact form") from error
    again = [base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in decoded]
    if again != parts:
        raise SealFault("malformed", "it is not a JWS in compact form")
    return decoded


@lru_cache(maxsize=1)
def _private_jwk(algorithm: str, pem: bytes) -> Any:
    """The key in use: each reading checks it anew, which takes a large RSA key half a second."""
    return _jwk(algorithm, pem)


def _jwk(algorithm: str, pem: bytes) -> Any:
    from joserfc.jwk import ECKey, RSAKey

    return (ECKey if algorithm.startswith("ES") else RSAKey).import_key(pem)
