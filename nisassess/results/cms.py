"""Signed messages (CMS, RFC 5652), read strictly: one content, one spelling.

What a signature does not cover inside its own message could be written in other bytes and mean
the same. Then a changed byte would go unnoticed, so only one way of writing is taken.
"""

from typing import Any

_LONG_TAG, _CONSTRUCTED, _LONG_LENGTH = 0x1F, 0x20, 0x80
_NO_PARAMETERS = frozenset({b"", b"\x05\x00"})


class SpellingFault(ValueError):
    """A message that is not written in the one way that is taken."""


def only_signer(content: Any, der: bytes, versions: tuple[str, str]) -> Any:
    """The signer of a message with one signer, written as expected; raises SpellingFault."""
    signed = content["content"]
    if content["content_type"].native != "signed_data" or len(signed["signer_infos"]) != 1:
        raise SpellingFault("it has not one signer")
    signer = signed["signer_infos"][0]
    own = signer["digest_algorithm"]
    named = signed["digest_algorithms"]
    algorithms = [own, *named]
    plain = (
        is_der(der)
        and (signed["version"].native, signer["version"].native) == versions
        and [one["algorithm"].native for one in named] == [own["algorithm"].native]
        and all(one["parameters"].dump() in _NO_PARAMETERS for one in algorithms)
        and signer["signature_algorithm"]["parameters"].dump() in _NO_PARAMETERS
        and signed["crls"].native is None
        and all(_is_whole(one) for one in (content, signed, signer))
    )
    if not plain:
        raise SpellingFault("it is spelt in another way than it was written")
    return signer


def certificate_of(signed: Any, signer: Any) -> Any:
    """The signer's certificate that travels in the message; raises SpellingFault."""
    wanted = signer["sid"].chosen
    if signer["sid"].name == "issuer_and_serial_number":
        for choice in signed["certificates"]:
            certificate = choice.chosen
            # By its bytes: names are the same to the library whatever their case.
            named = (certificate.issuer.dump(), certificate.serial_number)
            if named == (wanted["issuer"].dump(), wanted["serial_number"].native):
                return certificate
    raise SpellingFault("the certificate of its key is not in it")


def _is_whole(sequence: Any) -> bool:
    """Whether everything in it is a field of it: the library passes over what it does not know."""
    known = sum(len(sequence[name].dump()) for name in sequence)
    return bool(known == len(sequence.contents))


def is_der(data: bytes) -> bool:
    """Whether every length is written in its one shortest form, down to the last element."""
    at = 0
    while at < len(data):
        if at + 1 == len(data):
            return False
        tag, length = data[at], data[at + 1]
        at += 2
        if tag == 0 or tag & _LONG_TAG == _LONG_TAG:
            return False
        if length >= _LONG_LENGTH:
            size = length - _LONG_LENGTH
            length = int.from_bytes(data[at : at + size], "big")
            at += size
            if length < _LONG_LENGTH or length >> (8 * (size - 1)) == 0:
                return False
        content = data[at : at + length]
        if len(content) != length or (tag & _CONSTRUCTED and not is_der(content)):
            return False
        at += length
    return True
