"""The signature of a PDF file, read strictly: every byte of the file counts.

A signature leaves out its own place in the file. That place must hold the signature in one
certain spelling and nothing else, so that no byte of the file can differ unnoticed.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nisassess.results.cms import SpellingFault, certificate_of, only_signer
from nisassess.results.keys import Certificate, KeyFault, read_certificates
from nisassess.results.timestamps import Timestamp, TimestampFault, read_timestamp

_DIGESTS = frozenset({"sha256", "sha384", "sha512"})
_RANGE = 4
_STAMP = "signature_time_stamp_token"


class SignatureFault(ValueError):
    """A signature that does not hold, with the reason."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that fits the bytes that it covers."""

    kid: str
    certificate: Certificate
    covered: int
    """How many bytes from the beginning of the file it speaks of."""
    timestamp: Timestamp | None
    timestamp_fault: str | None


def read_signature(data: bytes, pdf: Any, trusted: Mapping[str, str]) -> Signature | None:
    """The first signature of a file that is open in pikepdf; None if there is none.

    `trusted` has certificates with their chains in PEM by key id; of an unknown key the
    certificate that travels with the signature is taken. Raises SignatureFault.
    """
    found = _dictionary(pdf)
    if found is None:
        return None
    try:
        start, before, after, length = _range(found, data)
        content = _content(data[before:after])
        covered = data[start:before] + data[after : after + length]
        return _checked(content, covered, after + length, trusted)
    except (SignatureFault, SpellingFault) as fault:
        raise SignatureFault(str(fault)) from fault
    except Exception as error:  # whatever parsers of hostile bytes raise
        raise SignatureFault("it cannot be read") from error


def _dictionary(pdf: Any) -> Any:
    """The value of the file's first signature field."""
    import pikepdf

    try:
        for item in pdf.Root.AcroForm.Fields:
            if item.get("/FT") == "/Sig" and "/V" in item:
                return item.V
    except (AttributeError, KeyError, TypeError, ValueError, pikepdf.PdfError):
        return None
    return None


def _range(found: Any, data: bytes) -> tuple[int, int, int, int]:
    """Start, end of the first half, start of the second half and its length."""
    numbers = [int(number) for number in found.ByteRange]
    if len(numbers) != _RANGE or numbers[0] != 0:
        raise SignatureFault("what it covers does not begin with the file")
    start, before, after, length = numbers
    if not 0 < before < after <= after + length <= len(data):
        raise SignatureFault("what it covers lies outside of the file")
    return start, before, after, length


def _content(place: bytes) -> bytes:
    """The signature in DER from its place in the file."""
    if place[:1] != b"<" or place[-1:] != b">":
        raise SignatureFault("its place in the file holds something else")
    try:
        padded = bytes.fromhex(place[1:-1].decode("ascii"))
    except ValueError as error:
        raise SignatureFault("its place in the file holds something else") from error
    spelt = padded.hex().encode()
    if place[1:-1] not in {spelt, spelt.upper()}:
        raise SignatureFault("it is spelt in another way than it was written")
    from asn1crypto.parser import peek

    size: int = peek(padded)
    if padded[size:].strip(b"\0"):
        raise SignatureFault("something stands behind it in its place in the file")
    return padded[:size]


def _checked(der: bytes, covered: bytes, end: int, trusted: Mapping[str, str]) -> Signature:
    from asn1crypto import cms
    from cryptography import x509
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    content = cms.ContentInfo.load(der, strict=True)
    signer = only_signer(content, der, ("v1", "v1"))
    signed = content["content"]
    enclosed = signed["encap_content_info"]
    if enclosed["content_type"].native != "data" or enclosed["content"].native is not None:
        raise SignatureFault("it is not one detached signature")
    own = certificate_of(signed, signer)
    certificate = Certificate(x509.load_der_x509_certificate(own.dump())).checked()
    _check_others(signed, own, certificate, trusted)
    algorithm = signer["digest_algorithm"]["algorithm"].native
    if algorithm not in _DIGESTS:
        raise SignatureFault(f"its digest {algorithm} is too weak")
    digest = hashlib.new(algorithm, covered).digest()
    intact, valid = validate_sig_integrity(signer, own, "data", digest)
    if not intact:
        raise SignatureFault("the file is not as it was signed")
    if not valid:
        raise SignatureFault("it was not made by the key that it names")
    stamp, fault = _timestamp(signer)
    return Signature(certificate.kid, certificate, end, stamp, fault)


def _check_others(
    signed: Any, own: Any, certificate: Certificate, trusted: Mapping[str, str]
) -> None:
    """The certificates beside the signer's must be those of its chain that is known."""
    others = [choice.chosen.dump() for choice in signed["certificates"] if choice.chosen is not own]
    known = trusted.get(certificate.kid)
    if known is None or not others:
        return
    try:
        chain = {one.der for one in read_certificates(known)}
    except KeyFault as fault:
        raise SignatureFault("the certificate that is known here cannot be read") from fault
    if not chain.issuperset(others) or len(set(others)) != len(others):
        raise SignatureFault("a certificate in it is none of its key's")


def _timestamp(signer: Any) -> tuple[Timestamp | None, str | None]:
    """The time-stamp over the signature, or why it does not hold."""
    attributes = signer["unsigned_attrs"]
    if not attributes.native:
        return None, None
    if len(attributes) != 1 or attributes[0]["type"].native != _STAMP:
        raise SignatureFault("something was added to it")
    try:
        token = attributes[0]["values"][0].dump()
        return read_timestamp(token, signer["signature"].native), None
    except TimestampFault as fault:
        return None, str(fault)
