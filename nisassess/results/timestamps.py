"""Time-stamps (RFC 3161), read offline: what was stamped, when, and by whom."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509

from nisassess.results.cms import SpellingFault, certificate_of, only_signer
from nisassess.results.keys import Certificate
from nisassess.results.plain import plain

_DIGESTS = frozenset({"sha256", "sha384", "sha512"})
_LONGEST_TOLD = 200


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
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    try:
        content = cms.ContentInfo.load(token, strict=True)
        signer = only_signer(content, token, ("v3", "v1"))
        signed = content["content"]
        enclosed = signed["encap_content_info"]
        if enclosed["content_type"].native != "tst_info":
            raise TimestampFault("it is no time-stamp token")
        info = enclosed["content"].parsed
        _check_imprint(info["message_imprint"], stamped)
        certificate = _certificate(signed, signer)
        algorithm = signer["digest_algorithm"]["algorithm"].native
        if algorithm not in _DIGESTS:
            raise TimestampFault(f"its digest {algorithm} is too weak")
        made = hashlib.new(algorithm, enclosed["content"].contents).digest()
        intact, valid = validate_sig_integrity(signer, certificate, "tst_info", made)
        at: datetime = info["gen_time"].native
    except (TimestampFault, SpellingFault) as fault:
        raise TimestampFault(str(fault)) from fault
    except Exception as error:  # whatever a parser of hostile bytes raises
        raise TimestampFault("it cannot be read") from error
    if not (intact and valid):
        raise TimestampFault("its signature does not fit it")
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        raise TimestampFault("its certificate was not valid when it was made")
    name = str(certificate.subject.native.get("common_name") or "unnamed")
    return Timestamp(at, plain(name, _LONGEST_TOLD))


def _check_imprint(imprint: Any, stamped: bytes) -> None:
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    if algorithm not in _DIGESTS:
        raise TimestampFault(f"its digest {algorithm} is too weak")
    if hashlib.new(algorithm, stamped).digest() != imprint["hashed_message"].native:
        raise TimestampFault("it stamps something else")


def _certificate(signed: Any, signer: Any) -> Any:
    """The signer's certificate, which must be for time-stamps; those beside it must fit."""
    certificate = certificate_of(signed, signer)
    usage = certificate.extended_key_usage_value
    if usage is None or usage.native != ["time_stamping"]:
        raise TimestampFault("its certificate is not for time-stamps")
    every = [
        Certificate(x509.load_der_x509_certificate(choice.chosen.dump()))
        for choice in signed["certificates"]
    ]
    for one in every:
        above = [upper for upper in every if upper.x509.subject == one.x509.issuer]
        if above and not any(one.is_issued_by(upper) for upper in above):
            raise TimestampFault("a certificate in it is not issued by the one above it")
    return certificate
