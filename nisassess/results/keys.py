"""Keys and certificates of seals: made, read from PEM, and put into words."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from nisassess.results.plain import plain

YEARS = 10
_LONGEST_NAME = 64  # of a common name, by X.520
_SMALLEST_RSA = 2048
_LONGEST_TOLD = 200
_ES = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}
_QC_STATEMENTS = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3")


class KeyFault(ValueError):
    """A key or certificate that cannot be used, with the reason."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as far as seals need it."""

    x509: x509.Certificate

    @property
    def kid(self) -> str:
        """SHA-256 of the certificate in DER, in hex."""
        return self.x509.fingerprint(hashes.SHA256()).hex()

    @property
    def pem(self) -> str:
        """The certificate in PEM."""
        return self.x509.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def der(self) -> bytes:
        """The certificate in DER."""
        return self.x509.public_bytes(serialization.Encoding.DER)

    @property
    def public_pem(self) -> bytes:
        """The public key in PEM."""
        return self.x509.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    @property
    def algorithm(self) -> str:
        """The JWS algorithm of its key; raises KeyFault for keys that cannot seal."""
        return algorithm_of(self.x509.public_key())

    @property
    def is_self_signed(self) -> bool:
        """Whether nobody else vouches for the key."""
        return self.is_issued_by(self)

    @property
    def subject(self) -> str:
        """Whom it names."""
        return _name(self.x509.subject)

    @property
    def issuer(self) -> str:
        """Who issued it."""
        return _name(self.x509.issuer)

    @property
    def valid_from(self) -> datetime:
        """The first moment of its validity."""
        return self.x509.not_valid_before_utc

    @property
    def valid_until(self) -> datetime:
        """The last moment of its validity."""
        return self.x509.not_valid_after_utc

    @property
    def claims_qualified(self) -> bool:
        """Whether it says of itself that it is an EU qualified certificate for seals."""
        try:
            raw = self.x509.extensions.get_extension_for_oid(_QC_STATEMENTS).value
        except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
            return False
        return isinstance(raw, x509.UnrecognizedExtension) and _is_qualified(raw.value)

    def checked(self) -> "Certificate":
        """Itself; raises KeyFault if something that is told of it cannot be read.

        The library puts such faults off until somebody asks.
        """
        try:
            _ = self.subject, self.issuer, self.valid_from, self.valid_until
            _ = self.x509.public_key(), self.x509.extensions
        except Exception as error:  # whatever a parser of hostile bytes raises
            raise KeyFault(f"a certificate in it cannot be read: {error}") from error
        return self

    def is_issued_by(self, other: "Certificate") -> bool:
        """Whether the other one's key signed it."""
        try:
            self.x509.verify_directly_issued_by(other.x509)
        except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
            return False
        return True


def new_key(name: str, moment: datetime) -> tuple[bytes, Certificate]:
    """A fresh private key on P-256 in PEM, with a certificate that it signed itself."""
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:_LONGEST_NAME])])
    start = moment.astimezone(UTC).replace(microsecond=0)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365 * YEARS + YEARS // 4))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), False)
        .sign(private, hashes.SHA256())
    )
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return pem, Certificate(certificate)


def read_private_key(pem: bytes) -> Any:
    """A private key without a password; raises KeyFault."""
    try:
        return serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFault("it holds no private key in PEM without a password") from error


def read_certificates(pem: str | bytes) -> tuple[Certificate, ...]:
    """The certificates of a PEM text, in its order; raises KeyFault if there is none."""
    data = pem.encode() if isinstance(pem, str) else pem
    try:
        found = x509.load_pem_x509_certificates(data)
    except ValueError as error:
        raise KeyFault("it holds no certificate in PEM") from error
    return tuple(Certificate(one).checked() for one in found)


def algorithm_of(public_key: Any) -> str:
    """The JWS algorithm that a key signs with; raises KeyFault."""
    if isinstance(public_key, ec.EllipticCurvePublicKey) and public_key.curve.name in _ES:
        return _ES[public_key.curve.name]
    if isinstance(public_key, rsa.RSAPublicKey) and public_key.key_size >= _SMALLEST_RSA:
        return "RS256"
    message = f"its key must be RSA of at least {_SMALLEST_RSA} bits, or on P-256, P-384 or P-521"
    raise KeyFault(message)


def check_pair(private_pem: bytes, chain: tuple[Certificate, ...]) -> None:
    """Raise KeyFault unless key, certificate and the chain above it belong together."""
    first = chain[0]
    algorithm_of(first.x509.public_key())
    public = read_private_key(private_pem).public_key()
    if public != first.x509.public_key():
        raise KeyFault("the key does not belong to the first certificate")
    for lower, upper in pairwise(chain):
        if not lower.is_issued_by(upper):
            message = (
                f"the certificate of {lower.subject} is not issued by the next, {upper.subject}"
            )
            raise KeyFault(message)
    _check_usage(first)


def _check_usage(certificate: Certificate) -> None:
    try:
        usage = certificate.x509.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise KeyFault("the certificate is not for signatures (key usage)")


def _name(name: x509.Name) -> str:
    """The common name with the organisation, as far as they are there."""
    found = [
        str(attribute.value)
        for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
        for attribute in name.get_attributes_for_oid(oid)
    ]
    return plain(", ".join(dict.fromkeys(found)) or name.rfc4514_string(), _LONGEST_TOLD)


def _is_qualified(der: bytes) -> bool:
    """Whether the statements hold both the compliance and the type of seals (EN 319 412-5)."""
    from pyhanko.sign.ades.qualified_asn1 import QcStatements

    try:
        found = {
            one["statement_id"].native: one["statement_info"].native
            for one in QcStatements.load(der, strict=True)
        }
    except Exception:  # whatever a parser of hostile bytes raises
        return False
    return "qc_compliance" in found and "qct_eseal" in (found.get("qc_type") or ())
