"""The signature: over every byte, behind the rendered ones, time-stamped where it can be."""

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from nisassess.documents.errors import SealError, SigningError, StampingError
from nisassess.documents.render import render
from nisassess.documents.signing import sign_pdf
from nisassess.results.keys import new_key
from nisassess.results.seal import SealKey
from nisassess.results.verification import verify_pdf
from tests.documents.factory import make_results
from tests.documents.sealing import AUTHORITY, INSTALLATION, make_job, make_key, make_stamping

pytestmark = pytest.mark.database_free

JOB = make_job(make_results(groups=1, controls=1))


@pytest.fixture(scope="module")
def rendered() -> bytes:
    return render(JOB)


@pytest.fixture(scope="module")
def signed(rendered: bytes) -> bytes:
    return sign_pdf(rendered, make_key(), make_stamping())


def test_rendering_before_the_signature_is_reproducible(rendered: bytes) -> None:
    assert render(JOB) == rendered


def test_the_rendered_bytes_stay_in_front_of_the_signature(rendered: bytes, signed: bytes) -> None:
    assert signed.startswith(rendered)
    assert len(signed) > len(rendered)


def test_poppler_finds_the_signature_valid_and_over_the_whole_file(
    signed: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed)

    told = subprocess.run(
        ["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False
    ).stdout

    assert f"Signer Certificate Common Name: {INSTALLATION}" in told
    assert "Signature Type: ETSI.CAdES.detached" in told
    assert "Signature is Valid." in told
    assert "Total document signed" in told
    assert told.count("Signature #") == 1


def test_poppler_reads_the_signed_file_as_tagged_pdf_of_the_same_version(
    signed: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed)

    told = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True).stdout
    facts = {
        name: value.strip() for name, _, value in (row.partition(":") for row in told.splitlines())
    }

    assert facts["Tagged"] == "yes"
    assert facts["PDF version"] == "1.7"
    assert facts["Encrypted"] == "no"
    assert facts["JavaScript"] == "no"
    assert facts["Title"] == "Security self-assessment 2026: Lumenara Verteilnetz GmbH"


def test_qpdf_finds_nothing_wrong_with_the_signed_file(signed: bytes) -> None:
    with pikepdf.open(BytesIO(signed)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert str(pdf.Root.Perms.DocMDP.Reference[0].TransformParams.P) == "1"


def test_the_project_s_own_verification_finds_everything_right(signed: bytes) -> None:
    key = make_key()

    verified = verify_pdf(signed, {key.kid: key.pem})

    failed = {check.code: check.words for check in verified.checks if check.state != "passed"}
    assert failed == {}


def test_a_time_stamp_names_its_authority(signed: bytes, tmp_path: Path) -> None:
    from asn1crypto import cms

    with pikepdf.open(BytesIO(signed)) as pdf:
        content = cms.ContentInfo.load(bytes(pdf.Root.AcroForm.Fields[0].V.Contents))
    (attribute,) = content["content"]["signer_infos"][0]["unsigned_attrs"]

    assert attribute["type"].native == "signature_time_stamp_token"
    assert AUTHORITY.encode() in attribute["values"][0].dump()


def test_an_authority_that_fails_is_told(rendered: bytes) -> None:
    def silent(request: bytes) -> bytes:
        raise OSError("the line is dead")

    with pytest.raises(StampingError, match="no time-stamp: the line is dead"):
        sign_pdf(rendered, make_key(), silent)
    with pytest.raises(StampingError, match="no time-stamp"):
        sign_pdf(rendered, make_key(), lambda request: b"nonsense")


def test_what_is_no_pdf_cannot_be_signed() -> None:
    with pytest.raises(SigningError, match="could not be signed"):
        sign_pdf(b"nonsense", make_key())


def test_an_rsa_key_with_a_chain_signs_as_well(rendered: bytes) -> None:
    key = _rsa_key()

    signed = sign_pdf(rendered, key)

    found = verify_pdf(signed, {key.kid: key.pem, make_key().kid: make_key().pem})
    assert {check.code: check.state for check in found.checks}["signature"] == "passed"


def test_a_seal_of_other_results_is_refused() -> None:
    other = make_job(make_results(groups=1, controls=2))

    with pytest.raises(SealError, match=f"the seal states {other.digest}"):
        render(replace(JOB, seal=other.seal))


def test_a_forged_seal_is_refused() -> None:
    from datetime import UTC, datetime

    private, stranger = new_key("Somebody else", datetime.now(UTC))

    assert private
    with pytest.raises(SealError, match="the seal does not hold"):
        render(replace(JOB, certificates=stranger.pem))


def _rsa_key() -> SealKey:
    """A key of a deployer's, with an authority above it."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import NameOID

    from nisassess.results.keys import read_certificates

    now = datetime.now(UTC)
    root_key = rsa.generate_private_key(65537, 2048)
    own_key = rsa.generate_private_key(65537, 2048)

    def certificate(name: str, public: rsa.RSAPublicKey, ca: bool) -> str:
        made = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Invented root")]))
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .sign(root_key, hashes.SHA256())
        )
        return made.public_bytes(serialization.Encoding.PEM).decode()

    root = certificate("Invented root", root_key.public_key(), True)
    own = certificate("Invented seal", own_key.public_key(), False)
    private = own_key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return SealKey(read_certificates(own)[0].kid, own, (root,), private, "certificate")
