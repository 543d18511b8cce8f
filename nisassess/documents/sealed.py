"""The seal as the document tells of it: its kind, who vouches for the key, its place in the log."""

from dataclasses import dataclass

from nisassess.documents.errors import SealError
from nisassess.documents.words import Words
from nisassess.results.keys import Certificate, KeyFault, read_certificates
from nisassess.results.seal import Seal, SealFault, key_id, peek, read


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a seal states, and the certificate of its key where it is at hand."""

    statement: Seal
    key: str
    """SHA-256 of the certificate, in hex."""
    certificate: Certificate | None


def read_sealed(seal: str, certificates: str | None) -> Sealed:
    """The seal, checked with the certificate (PEM, chain after it) where there is one.

    Raises SealError if it does not hold: no document may be made of it.
    """
    try:
        key = key_id(seal)
        if certificates is None:
            return Sealed(peek(Seal, seal), key, None)
        statement = read(Seal, seal, {key: certificates})
        return Sealed(statement, key, read_certificates(certificates)[0])
    except (SealFault, KeyFault) as fault:
        raise SealError(f"the seal does not hold: {fault}") from fault


def vouching(sealed: Sealed, m: Words) -> str:
    """Who vouches for the key; no more than its certificate shows."""
    certificate = sealed.certificate
    if certificate is None:
        return m("vouching.unknown")
    if certificate.is_self_signed:
        return m("vouching.self")
    key = "vouching.qualified" if certificate.claims_qualified else "vouching.issuer"
    return m(key, subject=certificate.subject, issuer=certificate.issuer)
