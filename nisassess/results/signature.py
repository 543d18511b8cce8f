"""The signature of a PDF file, read strictly: every byte of the file counts.

A signature leaves out its own place in the file. That place must hold the signature in one
certain spelling and nothing else, so that no byte of the file can differ unnoticed.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nisassess.results.keys import Certificate, KeyFault, read_certificates
from nisassess.results.timestamps import Timestamp, TimestampFault, read_timestamp

_DIGESTS = frozenset({"sha256", "sha384", "sha512"})
_RANGE = 4
_LONG_TAG, _CONSTRUCTED, _LONG_LENGTH = 0x1F, 0x20, 0x80
_NULL = b"\x05\x00"
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
    except SignatureFault:
        raise
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
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    content = cms.ContentInfo.load(der, strict=True)
    signed = content["content"]
    enclosed = signed["encap_content_info"]
    kinds = (content["content_type"].native, enclosed["content_type"].native)
    if len(signed["signer_infos"]) != 1 or kinds != ("signed_data", "data"):
        raise SignatureFault("it is not one detached signature")
    if enclosed["content"].native is not None or signed["crls"].native is not None:
        raise SignatureFault("something was added to it")
    signer = signed["signer_infos"][0]
    own, certificate = _signer(signed, signer)
    _check_spelling(content, der)
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


def _check_spelling(content: Any, der: bytes) -> None:
    """Refuse what could be written in other bytes; only one form can be told from a changed one."""
    signed = content["content"]
    versions = (signed["version"].native, signed["signer_infos"][0]["version"].native)
    own = signed["signer_infos"][0]["digest_algorithm"].dump()
    named = [one.dump() for one in signed["digest_algorithms"]]
    right = versions == ("v1", "v1") and named == [own] and own.endswith(_NULL)
    if not right or not _is_der(der):
        raise SignatureFault("it is spelt in another way than it was written")


def _is_der(data: bytes) -> bool:
    """Whether every length is written in its one shortest form, down to the last element."""
    at = 0
    while at < len(data):
        tag, first = data[at], data[at + 1]
        at, length = at + 2, first
        if tag == 0 or tag & _LONG_TAG == _LONG_TAG:
            return False
        if first >= _LONG_LENGTH:
            size = first - _LONG_LENGTH
            length = int.from_bytes(data[at : at + size], "big")
            at += size
            if length < _LONG_LENGTH or length >> (8 * (size - 1)) == 0:
                return False
        content = data[at : at + length]
        if len(content) != length or (tag & _CONSTRUCTED and not _is_der(content)):
            return False
        at += length
    return True


def _signer(signed: Any, signer: Any) -> tuple[Any, Certificate]:
    """The signer's certificate, as the two libraries have it."""
    from cryptography import x509

    wanted = signer["sid"].chosen
    for choice in signed["certificates"]:
        own = choice.chosen
        named = (wanted["issuer"].dump(), wanted["serial_number"].native)
        if (own.issuer.dump(), own.serial_number) == named:
            return own, Certificate(x509.load_der_x509_certificate(own.dump()))
    raise SignatureFault("the certificate of its key is not in it")


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
