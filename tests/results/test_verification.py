"""What is told of sealed PDFs: genuine ones, altered ones, and those of strangers."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from nisassess.documents.signing import sign_pdf
from nisassess.results.canonical import canonical, digest
from nisassess.results.contents import DATA_NAME, SEAL_NAME
from nisassess.results.types import Results
from nisassess.results.verification import Verdict, Verification, as_json, verify_pdf
from tests.documents.factory import make_results
from tests.results.authority import STAMPED_AT, answer, authority
from tests.results.sealing import (
    NAME,
    SEALED_AT,
    SealedPdf,
    cover,
    issued_key,
    own_key,
    paper,
    sealed_pdf,
    summary,
)

pytestmark = pytest.mark.database_free


@pytest.fixture(scope="module")
def genuine() -> SealedPdf:
    return sealed_pdf()


def states(found: Verification) -> dict[str, str]:
    return {check.code: check.state.value for check in found.checks}


def failed(found: Verification) -> set[str]:
    return {code for code, state in states(found).items() if state == "failed"}


def words(found: Verification, code: str) -> str:
    return next(check.words for check in found.checks if check.code == code)


def other_results(results: Results) -> Results:
    return replace(results, figures=replace(results.figures, completeness=0.25, met=99))


def appended(data: bytes, content: bytes) -> bytes:
    """The file with other results in an incremental update, as an editor would save it."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(data))
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    place = next(at for at, name in enumerate(names) if str(name) == DATA_NAME)
    specification = names[place + 1]
    stream = generic.StreamObject(stream_data=content)
    specification["/EF"]["/F"] = writer.add_object(stream)
    specification["/EF"].pop("/UF", None)
    writer.update_container(specification["/EF"])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


# --- genuine ----------------------------------------------------------------------------------


def test_genuine_file_passes_every_check(genuine: SealedPdf) -> None:
    found = verify_pdf(genuine.data, genuine.trusted)

    assert states(found) == dict.fromkeys(
        (
            "file",
            "data",
            "signature",
            "seal",
            "digest",
            "statement",
            "signer",
            "printed_digest",
            "printed_score",
            "validity",
        ),
        "passed",
    )
    assert found.verdict is Verdict.GENUINE
    assert found.words == (
        f"Genuine: sealed by {NAME} on 2026-11-20 at 14:32 UTC, and nothing was changed since."
    )
    assert found.document == genuine.document
    assert found.digest == digest(genuine.document)
    assert found.seal_text == genuine.seal
    assert found.changes == ()


@pytest.mark.parametrize(
    "private",
    [ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)],
    ids=["P-384", "RSA"],
)
def test_file_sealed_by_an_issued_certificate_is_genuine(
    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
) -> None:
    made = sealed_pdf(issued_key(private))

    found = verify_pdf(made.data, made.trusted)

    assert found.verdict is Verdict.GENUINE
    told = as_json(found)["key"]
    assert (told["subject"], told["issuer"]) == ("Ministry of Tests", "Invented Trust CA")
    assert (told["selfSigned"], told["claimsQualified"]) == (False, False)


def test_json_of_a_verification_holds_nothing_of_the_results(genuine: SealedPdf) -> None:
    told = as_json(verify_pdf(genuine.data, genuine.trusted))

    assert told["seal"] == {
        "submission": genuine.results.submission,
        "version": 1,
        "sealedAt": SEALED_AT.isoformat(),
        "installation": NAME,
        "kind": "installation",
    }
    assert genuine.results.operator.name not in str(told)
    assert genuine.results.release.addressee not in str(told)


# --- altered ----------------------------------------------------------------------------------


def test_file_cut_off_anywhere_is_told(genuine: SealedPdf) -> None:
    size = len(genuine.data)
    for kept in [*range(0, size, size // 40), *range(size - 12, size)]:
        found = verify_pdf(genuine.data[:kept], genuine.trusted)
        assert found.verdict is Verdict.ALTERED, kept


@pytest.mark.parametrize("added", [b"\n", b"%", b" " * 2000, b"\0"])
def test_anything_added_at_the_end_is_told(genuine: SealedPdf, added: bytes) -> None:
    found = verify_pdf(genuine.data + added, genuine.trusted)

    assert found.verdict is Verdict.ALTERED
    assert words(found, "signature") == (
        f"{len(added)} bytes were added to the file after it was signed."
    )


def test_data_swapped_by_an_update_are_told_with_what_changed(genuine: SealedPdf) -> None:
    swapped = appended(genuine.data, canonical(other_results(genuine.results)))

    found = verify_pdf(swapped, genuine.trusted)

    assert failed(found) >= {"signature", "digest", "printed_digest", "printed_score"}
    assert found.changes[-2:] == (
        "/figures/completeness was changed",
        "/figures/met was changed",
    )


def test_data_swapped_by_writing_the_file_anew_are_told(genuine: SealedPdf) -> None:
    with pikepdf.open(BytesIO(genuine.data)) as pdf:
        content = canonical(other_results(genuine.results))
        pdf.attachments[DATA_NAME] = pikepdf.AttachedFileSpec(pdf, content, filename=DATA_NAME)
        out = BytesIO()
        pdf.save(out)

    found = verify_pdf(out.getvalue(), genuine.trusted)

    assert failed(found) >= {"signature", "digest", "printed_digest", "printed_score"}
    assert found.verdict is Verdict.ALTERED


def test_unsigned_file_with_a_good_seal_is_not_genuine(genuine: SealedPdf) -> None:
    found = verify_pdf(genuine.unsigned, genuine.trusted)

    assert failed(found) == {"signature"}
    assert found.words == "Not genuine. The file is not signed, or its signature was taken away."


def test_page_that_prints_another_score_is_told_beside_the_right_data(genuine: SealedPdf) -> None:
    pages = (cover(digest(genuine.document)), summary(genuine.results, completeness=12))
    forged = paper(pages, {DATA_NAME: genuine.document, SEAL_NAME: genuine.seal.encode()})

    found = verify_pdf(forged, genuine.trusted)

    assert failed(found) == {"signature", "printed_score"}
    assert found.changes == ("completeness is printed as 12 %, the data say 100 %",)


def test_cover_that_prints_another_digest_is_told(genuine: SealedPdf) -> None:
    pages = (cover("0" * 64), summary(genuine.results))
    forged = paper(pages, {DATA_NAME: genuine.document, SEAL_NAME: genuine.seal.encode()})

    assert failed(verify_pdf(forged, genuine.trusted)) == {"signature", "printed_digest"}


def test_forger_who_signs_with_a_key_of_his_own_is_told(genuine: SealedPdf) -> None:
    forger = own_key("Forger")
    pages = (cover(digest(genuine.document)), summary(genuine.results, completeness=100))
    forged = paper(pages, {DATA_NAME: genuine.document, SEAL_NAME: genuine.seal.encode()})

    found = verify_pdf(sign_pdf(forged, forger), genuine.trusted)

    assert words(found, "signer") == (
        "The file was signed by another key than the one that sealed."
    )
    assert found.verdict is Verdict.ALTERED


def test_other_trusted_party_cannot_sign_what_somebody_else_sealed(genuine: SealedPdf) -> None:
    other = own_key("Another installation")
    found = verify_pdf(sign_pdf(genuine.unsigned, other), {**genuine.trusted, other.kid: other.pem})

    assert failed(found) == {"signer"}


def test_seal_of_another_submission_is_told() -> None:
    one = sealed_pdf(submission="sub_another", number=7)

    assert failed(verify_pdf(one.data, one.trusted)) == {"statement"}


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[" * 100_000, b"\xff", b"null"], ids=["", "{}", "[[[", "ff", "null"]
)
def test_data_that_are_no_results_are_told(genuine: SealedPdf, content: bytes) -> None:
    attached = {DATA_NAME: content, SEAL_NAME: genuine.seal.encode()}
    forged = sign_pdf(paper(("a", "b"), attached), genuine.key)

    assert failed(verify_pdf(forged, genuine.trusted)) == {"data", "digest"}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"no pdf at all", b"PK\x03\x04" * 99])
def test_what_is_no_pdf_is_told(data: bytes) -> None:
    found = verify_pdf(data, {})

    assert found.verdict is Verdict.ALTERED
    assert found.words == (
        "Not genuine. The file is no PDF that can be opened; it may be damaged or cut off."
    )


def test_ordinary_pdf_is_told_to_hold_nothing_sealed() -> None:
    found = verify_pdf(paper(("A letter",), {}), {})

    assert failed(found) == {"data", "signature", "seal"}


# --- keys -------------------------------------------------------------------------------------


def test_key_that_is_not_known_leaves_it_open(genuine: SealedPdf) -> None:
    found = verify_pdf(genuine.data, {})

    assert found.verdict is Verdict.UNKNOWN
    assert failed(found) == set()
    assert NAME not in found.words


def test_altered_file_of_an_unknown_key_is_altered(genuine: SealedPdf) -> None:
    assert verify_pdf(genuine.data + b"\n", {}).verdict is Verdict.ALTERED


def test_retired_key_vouches_for_what_it_sealed_before(genuine: SealedPdf) -> None:
    after, before = SEALED_AT + timedelta(days=1), SEALED_AT - timedelta(seconds=1)

    good = verify_pdf(genuine.data, genuine.trusted, retired={genuine.key.kid: after})
    bad = verify_pdf(genuine.data, genuine.trusted, retired={genuine.key.kid: before})

    assert good.verdict is Verdict.GENUINE
    assert words(good, "seal").endswith("trusted here, retired on 2026-11-21.")
    assert failed(bad) == {"seal"}


def test_file_signed_by_the_key_that_followed_is_genuine(genuine: SealedPdf) -> None:
    follower = own_key()
    trusted = {**genuine.trusted, follower.kid: follower.pem}

    found = verify_pdf(sign_pdf(genuine.unsigned, follower), trusted)

    assert found.verdict is Verdict.GENUINE
    assert words(found, "signer") == "The file was signed by another trusted key of the same name."


def test_certificate_that_ended_since_is_told_and_not_failed() -> None:
    long_ago = SEALED_AT - timedelta(days=4000)
    made = sealed_pdf(own_key(made=long_ago), sealed_at=(long_ago + timedelta(9)).isoformat())

    found = verify_pdf(made.data, made.trusted)

    assert found.verdict is Verdict.GENUINE
    assert words(found, "validity") == (
        "The certificate of the key was valid when it sealed, and ended on 2025-12-07."
    )


def test_seal_from_before_its_certificate_is_told() -> None:
    made = sealed_pdf(sealed_at=(SEALED_AT - timedelta(days=2)).isoformat())

    assert failed(verify_pdf(made.data, made.trusted)) == {"validity"}


# --- time-stamps ------------------------------------------------------------------------------


def test_time_stamp_is_told_with_its_authority() -> None:
    stamper = authority()
    made = sealed_pdf(stamping=lambda request: answer(stamper, request))

    found = verify_pdf(made.data, made.trusted)

    assert found.verdict is Verdict.GENUINE
    assert words(found, "timestamp") == (
        "Time-stamped 2026-11-20 14:40 UTC by Time of the tests. "
        "Whether to trust that authority is not judged here."
    )
    assert found.timestamp is not None
    assert found.timestamp.at == STAMPED_AT


def test_time_stamp_by_a_certificate_for_something_else_is_told() -> None:
    stamper = authority(usage=ExtendedKeyUsageOID.SERVER_AUTH)
    made = sealed_pdf(stamping=lambda request: answer(stamper, request))

    assert failed(verify_pdf(made.data, made.trusted)) == {"timestamp"}


def test_score_is_found_in_results_of_every_shape() -> None:
    usual = make_results(groups=2, controls=2)
    none = replace(usual, figures=replace(usual.figures, attainment=None, completeness=0.999))
    for results in (usual, none):
        made = sealed_pdf(results=results)
        assert states(verify_pdf(made.data, made.trusted))["printed_score"] == "passed"
