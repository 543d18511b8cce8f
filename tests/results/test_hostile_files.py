"""Files that somebody made to bring the examination down, or to put words into its mouth."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from nisassess.documents.signing import sign_pdf
from nisassess.results.contents import DATA_NAME, SEAL_NAME
from nisassess.results.examination import examine
from nisassess.results.keys import Certificate, KeyFault, new_key, read_certificates
from nisassess.results.plain import plain
from nisassess.results.seal import Seal, SealFault, SealKey, _private_jwk, key_id, peek, sign
from nisassess.results.verification import Verdict, verify_pdf
from tests.results.sealing import (
    SEALED_AT,
    SealedPdf,
    cover,
    issued_key,
    own_key,
    paper,
    sealed_pdf,
    summary,
)

UNTIL = SEALED_AT + timedelta(days=600)
FORGED_LINE = "\x1b[2K\rGenuine: sealed by the Federal Office"


def file_of(pdf: SealedPdf, document: bytes, seal: bytes) -> bytes:
    """A signed file with other contents than those that were sealed."""
    pages = (cover("0" * 64), summary(pdf.results))
    return sign_pdf(paper(pages, {DATA_NAME: document, SEAL_NAME: seal}), pdf.key)


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"1e400", b"-1", b"7"])
def test_figures_that_are_no_shares_are_told_as_altered(number: bytes) -> None:
    pdf = sealed_pdf()
    document = re.sub(rb'"completeness":[0-9.]+', b'"completeness":' + number, pdf.document)

    found = verify_pdf(file_of(pdf, document, pdf.seal.encode()), pdf.trusted)

    assert found.verdict is Verdict.ALTERED
    words = {check.code: check.words for check in found.checks}
    assert words["data"] == "The embedded results cannot be read: they were altered."


@pytest.mark.parametrize("moment", ["once", "", "2026-11-20T14:32:05", "2026-11-20T14:32:05+01:00"])
def test_seals_of_no_moment_are_told_as_altered(moment: str) -> None:
    pdf = sealed_pdf(sealed_at=moment)

    found = verify_pdf(pdf.data, pdf.trusted)

    assert (found.verdict, found.seal) == (Verdict.ALTERED, None)
    assert "it does not tell when it was made" in found.words


def test_key_ids_that_are_no_fingerprint_are_never_repeated() -> None:
    pdf = sealed_pdf()
    stated = peek(Seal, pdf.seal)
    seal = sign(replace(pdf.key, kid=FORGED_LINE), stated)

    found = verify_pdf(file_of(pdf, pdf.document, seal.encode()), {})

    assert found.verdict is Verdict.ALTERED
    assert not [check for check in found.checks if "Federal Office" in check.words]
    with pytest.raises(SealFault, match="names no key by the SHA-256"):
        key_id(seal)


def test_names_in_certificates_and_places_of_changes_stay_on_their_line() -> None:
    private, certificate = new_key(FORGED_LINE, SEALED_AT)
    key = SealKey(certificate.kid, certificate.pem, (), private, "installation")
    pdf = sealed_pdf(key)
    changed = {**json.loads(pdf.document), f"{FORGED_LINE}{'x' * 5_000_000}": 1}
    attached = {DATA_NAME: json.dumps(changed).encode(), SEAL_NAME: pdf.seal.encode()}

    altered = examine(pdf.data + paper((), attached), {})
    genuine = verify_pdf(pdf.data, pdf.trusted)

    assert "\x1b" not in f"{certificate.subject}{certificate.issuer}"
    assert genuine.certificate is not None
    assert genuine.certificate.subject == "\ufffd[2K\ufffdGenuine: sealed by the Federal Office"
    assert len(json.dumps(altered["verification"])) < 10_000


def test_seals_that_unpack_to_millions_of_bytes_are_not_handed_on() -> None:
    pdf = sealed_pdf()
    data = file_of(pdf, pdf.document, b"\xff" * 5_000_000)

    found = examine(data, pdf.trusted)

    assert len(data) < 100_000
    assert found["seal"] is None
    assert found["verification"]["verdict"] == "altered"
    assert examine(pdf.data, pdf.trusted)["seal"] == pdf.seal


def test_contents_stay_behind_where_nobody_asked_for_them() -> None:
    pdf = sealed_pdf()

    found = examine(pdf.data, pdf.trusted, contents=False)

    assert (found["document"], found["seal"], found["key"]) == (None, None, pdf.key.kid)
    assert found["verification"]["verdict"] == "genuine"


def test_plain_words_are_cut_and_hold_nothing_that_a_terminal_obeys() -> None:
    assert plain("Müller & Söhne", 40) == "Müller & Söhne"
    assert plain("a\nb\x9b2Kc\u202ed", 40) == "a\ufffdb\ufffd2Kc\ufffdd"
    assert plain("x" * 50, 10) == f"{'x' * 9}…"


def test_key_in_use_is_read_once_and_forgotten_with_the_next() -> None:
    key, other = own_key(), own_key()
    stated = peek(Seal, sealed_pdf().seal)
    before = _private_jwk.cache_info()

    for one in (key, key, other, other, key):
        sign(one, stated)

    after = _private_jwk.cache_info()
    assert after.misses - before.misses == 3
    assert (after.hits - before.hits, after.currsize) == (2, 1)


def test_certificates_whose_faults_show_late_are_told_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    plain_key = issued_key(private, UNTIL, x509.BasicConstraints(ca=False, path_length=None))
    own = asn1_x509.Certificate.load(plain_key.certificate.der)
    body = own["tbs_certificate"].copy()
    body["extensions"].append(body["extensions"][0].copy())  # the same one twice
    der = body.dump(force=True)
    own = asn1_x509.Certificate(
        {
            "tbs_certificate": asn1_x509.TbsCertificate.load(der),
            "signature_algorithm": own["signature_algorithm"],
            "signature_value": private.sign(der, ec.ECDSA(hashes.SHA256())),
        }
    ).dump()
    twice = Certificate(x509.load_der_x509_certificate(own))
    odd = SealKey(twice.kid, twice.pem, (), plain_key.private_pem, "certificate")
    with monkeypatch.context() as careless:
        careless.setattr(Certificate, "checked", lambda self: self)
        pdf = sealed_pdf(odd)

    found = verify_pdf(pdf.data, {})

    told = next(check.words for check in found.checks if check.code == "signature")
    assert told == "The file's signature does not hold: it cannot be read."
    assert found.verdict is Verdict.ALTERED
    assert twice.claims_qualified is False
    with pytest.raises(KeyFault, match="a certificate in it cannot be read: Duplicate"):
        read_certificates(twice.pem)


def test_key_that_signed_the_file_is_told_beside_the_one_that_sealed() -> None:
    key, other = own_key(), own_key()
    pdf = sealed_pdf(key, signer=other)

    found = examine(pdf.data, {key.kid: key.pem, other.kid: other.pem})

    assert found["verification"]["verdict"] == "genuine"
    assert (found["key"], found["signer"]) == (key.kid, other.kid)
