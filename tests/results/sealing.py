"""Small sealed PDFs: two printed pages, the data, the seal, a signature; made in a moment."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from nisassess.documents.signing import TimeStamping, sign_pdf
from nisassess.results.canonical import canonical, digest
from nisassess.results.contents import DATA_NAME, SEAL_NAME
from nisassess.results.keys import Certificate, new_key
from nisassess.results.printed import expected_share
from nisassess.results.seal import LogPlace, Seal, SealKey, sign
from nisassess.results.types import Results
from tests.documents.factory import make_results

NAME = "Installation of the tests"
SEALED_AT = datetime(2026, 11, 20, 14, 32, 5, tzinfo=UTC)


def own_key(name: str = NAME, made: datetime = SEALED_AT - timedelta(days=1)) -> SealKey:
    """A key as an installation makes it."""
    private, certificate = new_key(name, made)
    return SealKey(certificate.kid, certificate.pem, (), private, "installation")


def issued_key(
    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    until: datetime = SEALED_AT + timedelta(days=700),
    *extensions: x509.ExtensionType,
) -> SealKey:
    """A key with a certificate that an invented authority issued."""
    issuer_key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Invented Trust CA")])
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ministry of Tests")])
    start = SEALED_AT - timedelta(days=30)
    during = (start, until)
    top = _certificate(issuer, issuer_key.public_key(), during, (), (issuer, issuer_key))
    leaf = _certificate(subject, private.public_key(), during, extensions, (issuer, issuer_key))
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return SealKey(leaf.kid, leaf.pem, (top.pem,), pem, "certificate")


def _certificate(
    subject: x509.Name,
    public_key: Any,
    during: tuple[datetime, datetime],
    extensions: tuple[x509.ExtensionType, ...],
    by: tuple[x509.Name, ec.EllipticCurvePrivateKey],
) -> Certificate:
    issuer, signer = by
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(during[0])
        .not_valid_after(during[1])
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    return Certificate(builder.sign(signer, hashes.SHA256()))


@dataclass(frozen=True)
class SealedPdf:
    """A file with what it was made from."""

    results: Results
    document: bytes
    key: SealKey
    seal: str
    unsigned: bytes
    data: bytes

    @property
    def trusted(self) -> dict[str, str]:
        return {self.key.kid: self.key.pem}


def sealed_pdf(
    key: SealKey | None = None,
    *,
    results: Results | None = None,
    signer: SealKey | None = None,
    stamping: TimeStamping | None = None,
    printed: str | None = None,
    embedded: bytes | None = None,
    **stated: Any,
) -> SealedPdf:
    """A sealed file; `printed`, `embedded` and what is stated may differ from what was sealed."""
    key = key or own_key()
    results = results or make_results(groups=1, controls=1)
    document = canonical(results)
    statement = Seal(
        digest=digest(document),
        submission=results.submission,
        version=results.version,
        number=results.number,
        sealed_at=SEALED_AT.isoformat(),
        installation=NAME,
        kind=key.kind,
        log=LogPlace(1, "a" * 64),
    )
    seal = sign(key, replace(statement, **stated))
    pages = (cover(digest(document)), summary(results) if printed is None else printed)
    unsigned = paper(pages, {DATA_NAME: embedded or document, SEAL_NAME: seal.encode()})
    data = sign_pdf(unsigned, signer or key, stamping)
    return SealedPdf(results, document, key, seal, unsigned, data)


def cover(value: str) -> str:
    """The cover's text."""
    groups = " ".join(value[at : at + 8] for at in range(0, 64, 8))
    return f"SHA-256 digest of the submitted data\n{groups}"


def summary(results: Results, completeness: int | None = None) -> str:
    """The summary's text."""
    own = results.figures
    share = expected_share(own.completeness) if completeness is None else completeness
    return (
        f"{share}%\nCompleteness. {own.completeness_trace.result}.\n"
        f"{expected_share(own.attainment)}%\nAttainment. {own.attainment_trace.result}."
    )


def paper(pages: tuple[str, ...], attached: dict[str, bytes]) -> bytes:
    """A PDF with pages of text and attachments."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier
    )
    for text in pages:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        lines = " ".join(f"({_escaped(line)}) Tj T*" for line in text.splitlines())
        content = f"BT /F1 8 Tf 12 TL 20 800 Td {lines} ET"
        page.Contents = pdf.make_stream(content.encode("latin-1"))
    for name, content_ in attached.items():
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content_, filename=name)
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
