"""Time-stamps (RFC 3161), read offline: what was stamped, when, and by whom."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_DIGESTS = frozenset({"sha256", "sha384", "sha512"})


class TimestampFault(ValueError):
    """A token that does not stamp these bytes, with the reason."""


@dataclass(frozen=True, slots=True)
class Timestamp:
    """What a time-stamp authority states; that it is one to believe is not judged here."""

    at: datetime
    authority: str


def read_timestamp(token: bytes, stamped: bytes) -> Timestamp:
    """The time-stamp of a token in DER over some bytes; raises TimestampFault."""
    from asn1crypto import cms
    from pyhanko.sign.general import extract_signer_info
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    try:
        content = cms.ContentInfo.load(token, strict=True)
        signed = content["content"]
        encapsulated = signed["encap_content_info"]
        if encapsulated["content_type"].native != "tst_info":
            raise TimestampFault("it is no time-stamp token")
        info = encapsulated["content"].parsed
        _check_imprint(info["message_imprint"], stamped)
        signer = extract_signer_info(signed)
        certificate = _certificate(signed, signer)
        algorithm = signer["digest_algorithm"]["algorithm"].native
        if algorithm not in _DIGESTS:
            raise TimestampFault(f"its digest {algorithm} is too weak")
        made = hashlib.new(algorithm, encapsulated["content"].contents).digest()
        intact, valid = validate_sig_integrity(signer, certificate, "tst_info", made)
        at: datetime = info["gen_time"].native
    except TimestampFault:
        raise
    except Exception as error:  # whatever a parser of hostile bytes raises
        raise TimestampFault("it cannot be read") from error
    if not (intact and valid):
        raise TimestampFault("its signature does not fit it")
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        raise TimestampFault("its certificate was not valid when it was made")
    return Timestamp(at, certificate.subject.native.get("common_name") or "unnamed")


def _check_imprint(imprint: Any, stamped: bytes) -> None:
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    if algorithm not in _DIGESTS:
        raise TimestampFault(f"its digest {algorithm} is too weak")
    if hashlib.new(algorithm, stamped).digest() != imprint["hashed_message"].native:
        raise TimestampFault("it stamps something else")


def _certificate(signed: Any, signer: Any) -> Any:
    """The signer's certificate that travels in the token, which must be for time-stamps."""
    wanted = signer["sid"].chosen
    for choice in signed["certificates"]:
        certificate = choice.chosen
        if signer["sid"].name == "issuer_and_serial_number":
            fits = (certificate.issuer, certificate.serial_number) == (
                wanted["issuer"],
                wanted["serial_number"].native,
            )
        else:
            fits = certificate.key_identifier == wanted.native
        if fits:
            usage = certificate.extended_key_usage_value
            if usage is None or "time_stamping" not in usage.native:
                raise TimestampFault("its certificate is not for time-stamps")
            return certificate
    raise TimestampFault("the certificate of its signer is not in it")
