"""Keys and seals for documents: an installation of its own making, and a time-stamp authority."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from nisassess.documents.render import Job
from nisassess.documents.signing import TimeStamping
from nisassess.results.keys import new_key
from nisassess.results.seal import LogPlace, Seal, SealKey, sign
from nisassess.results.types import Results
from tests.documents.factory import make_document, make_results

INSTALLATION = "nisassess of the invented authority"
AUTHORITY = "Invented time-stamp authority"
VERIFY_URL = "https://nisassess.example/verify"


@lru_cache(maxsize=1)
def make_key() -> SealKey:
    """A key that vouches for itself."""
    private, certificate = new_key(INSTALLATION, datetime.now(UTC) - timedelta(days=30))
    return SealKey(certificate.kid, certificate.pem, (), private, "installation")


def make_job(results: Results | None = None, earlier: Results | None = None) -> Job:
    """Results with the seal of that key, as a submission has them."""
    results = results or make_results(groups=3, controls=2)
    document, digest = make_document(results)
    key = make_key()
    statement = Seal(
        digest=digest,
        submission=results.submission,
        version=results.version,
        number=results.number,
        sealed_at="2026-11-20T14:32:05+00:00",
        installation=INSTALLATION,
        kind=key.kind,
        log=LogPlace(17, "5" * 64),
    )
    return Job(
        document,
        digest,
        seal=sign(key, statement),
        certificates=key.pem,
        earlier=make_document(earlier)[0] if earlier else None,
        verify_url=VERIFY_URL,
    )


def make_stamping() -> TimeStamping:
    """A time-stamp authority that answers without a network."""
    from asn1crypto import keys, tsp
    from asn1crypto import x509 as asn1_x509
    from pyhanko.sign.timestamps import DummyTimeStamper

    private, certificate = _stamping_key()
    der = private.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    authority = DummyTimeStamper(
        asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        keys.PrivateKeyInfo.load(der),
        fixed_dt=datetime.now(UTC),
    )

    def ask(request: bytes) -> bytes:
        answer: Any = authority.request_tsa_response(tsp.TimeStampReq.load(request))
        return bytes(answer.dump())

    return ask


def _stamping_key() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    private = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, AUTHORITY)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(private, hashes.SHA256())
    )
    return private, certificate
