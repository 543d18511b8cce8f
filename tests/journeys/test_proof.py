"""A submission as proof: verified by strangers, corrected, compared, taken to another authority."""

import hashlib
import re
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from nisassess.demo.cast import PASSWORD
from tests.journeys.browser import Visitor, sign_in, visit
from tests.journeys.server import Server, running

pytestmark = pytest.mark.browser

COORDINATOR = "jonas.aschauer@sonnkar-netz.example"
APPROVER = "theresia.valentin@sonnkar-netz.example"
SIGNATORY = "matthias.oberrauch@sonnkar-netz.example"
OFFICER = "sofia.papadaki@sichere-netze.example"
RENDERED_WITHIN = 240_000
"""Milliseconds; the first PDF of a submission is made when somebody asks for it."""

_SUBMISSIONS = "{ submissions(first: 50) { edges { node { id digest pdfUrl version } } } }"
_MINE = "{ viewer { memberships { operatorId } } }"
_START = """
mutation Start($input: StartAssessmentInput!) {
  startAssessment(input: $input) { ... on AssessmentStarted { assessment { id } } }
}
"""
_FIRST_STATEMENT = """
query First($id: ID!) {
  assessment(id: $id) { statements { controlId partId justification version notApplicable } }
}
"""
_SAY = """
mutation Say($input: SaveStatementInput!) { saveStatement(input: $input) { __typename } }
"""
_REVISION = "query Revision($id: ID!) { assessment(id: $id) { revision } }"
_DECIDE = """
mutation Decide($input: DecideApprovalInput!) { decideApproval(input: $input) { __typename } }
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Another installation, with keys of its own."""
    with running(tmp_path_factory.mktemp("elsewhere"), verb="demo") as server:
        yield server


@pytest.fixture(scope="module")
def sealed(browser: Browser, elsewhere: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF that the other installation sealed."""
    visitor = sign_in(browser, elsewhere.url, COORDINATOR)
    submission = visitor.api(_SUBMISSIONS)["submissions"]["edges"][-1]["node"]
    answer = visitor.context.request.get(submission["pdfUrl"], timeout=RENDERED_WITHIN)
    assert answer.status == 200
    file = tmp_path_factory.mktemp("sealed") / "submission.pdf"
    file.write_bytes(answer.body())
    visitor.context.close()
    return file


def test_a_stranger_is_told_that_a_file_is_genuine_and_nothing_of_its_content(
    browser: Browser, elsewhere: Server, sealed: Path
) -> None:
    visitor = visit(browser, elsewhere.url)
    page = visitor.page
    page.goto("/")
    page.get_by_role("link", name="Verify a sealed PDF, without an account").click()
    page.get_by_role("heading", name="Verify a submission").wait_for()
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("Choose the sealed PDF").first).to_be_visible()
    visitor.check_accessibility()
    _check(page, sealed)
    expect(page.get_by_role("heading", name="What was found")).to_be_focused()
    found = page.get_by_role("region", name="What was found")
    expect(found.get_by_text("Genuine", exact=True)).to_be_visible()
    expect(found.get_by_text("No newer version of it was submitted here.")).to_be_visible()
    expect(found.get_by_text("Nobody but the installation itself.")).to_be_visible()
    expect(found.get_by_text("Not in order")).to_have_count(0)
    assert "Sonnkar" not in page.locator("main").inner_text()
    visitor.check_accessibility()
    assert visitor.complaints == []
    visitor.context.close()


def test_an_altered_file_and_one_of_another_kind_are_told(
    browser: Browser, elsewhere: Server, sealed: Path, tmp_path: Path
) -> None:
    visitor = visit(browser, elsewhere.url)
    page = visitor.page
    page.goto("/verify")
    _check(page, _altered(sealed, tmp_path))
    found = page.get_by_role("region", name="What was found")
    expect(found.get_by_text("Not genuine", exact=True)).to_be_visible()
    expect(found.get_by_text("Not in order").first).to_be_visible()
    visitor.check_accessibility()
    note = tmp_path / "note.pdf"
    note.write_text("not a PDF")
    page.locator("input[type=file]").set_input_files(note)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("The file is not a PDF.").first).to_be_visible()
    visitor.context.set_offline(True)
    page.locator("input[type=file]").set_input_files(sealed)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("The server cannot be reached.").first).to_be_visible()
    visitor.context.close()


def test_a_digest_is_looked_up_as_typed_and_as_scanned(browser: Browser, elsewhere: Server) -> None:
    visitor = visit(browser, elsewhere.url)
    page = visitor.page
    page.goto(f"/verify#{'0' * 64}")
    expect(page.get_by_text("Nothing with this digest was sealed here")).to_be_visible()
    visitor.check_accessibility()
    page.get_by_label("Digest (SHA-256)").fill("abc")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Enter all 64 characters of the digest").first).to_be_visible()
    page.goto(f"/verify/{'1' * 64}")
    expect(page).to_have_url(re.compile(r"/verify\?digest=1{64}$"))
    expect(page.get_by_text("Nothing with this digest was sealed here")).to_be_visible()
    page.get_by_label("Language").select_option("de")
    expect(page.get_by_text("Mit dieser Prüfsumme wurde hier nichts versiegelt")).to_be_visible()
    assert visitor.complaints == []
    visitor.context.close()


def test_an_officer_imports_only_from_an_installation_that_is_trusted(
    browser: Browser, demo: Server, elsewhere: Server, sealed: Path, tmp_path: Path
) -> None:
    visitor = sign_in(browser, demo.url, OFFICER)
    page = visitor.page
    page.goto("/submissions")
    page.get_by_role("link", name="Import a sealed PDF").click()
    _import(page, sealed)
    expect(page.get_by_text("sealed by a key that your authority does not trust")).to_be_visible()
    visitor.check_accessibility()
    page.get_by_role("link", name="Trusted installations").first.click()
    _trust(visitor, "Sonnkar’s own", elsewhere)
    page.get_by_role("link", name="Import a sealed PDF").click()
    _import(page, _altered(sealed, tmp_path))
    expect(page.get_by_text("It was altered after it was sealed")).to_be_visible()
    _import(page, sealed)
    expect(page.get_by_text("Genuine, and imported")).to_be_visible()
    visitor.check_accessibility()
    page.get_by_role("link", name="See the submission").click()
    expect(page.get_by_text("Sealed by another installation: Sonnkar’s own")).to_be_visible()
    visitor.check_accessibility()
    page.goto("/submissions")
    expect(page.get_by_text("Imported from Sonnkar’s own").first).to_be_visible()
    _stop_trusting(visitor, "Sonnkar’s own")
    visitor.context.close()


def test_a_submission_is_corrected_by_a_next_version_and_the_differences_are_shown(
    browser: Browser, elsewhere: Server
) -> None:
    coordinator = sign_in(browser, elsewhere.url, COORDINATOR)
    page = coordinator.page
    first = coordinator.api(_SUBMISSIONS)["submissions"]["edges"][-1]["node"]
    page.goto(f"/submissions/{first['id']}")
    with page.expect_download() as receipt:
        page.get_by_role("link", name="Receipt (JWS)").click()
    assert receipt.value.suggested_filename.endswith(".jws")
    page.get_by_role("button", name="Start the next version").click()
    expect(page.get_by_text("Becomes the next version of an earlier submission")).to_be_visible()
    coordinator.check_accessibility()
    assessment = page.url.rsplit("/", 1)[1]
    _explain_otherwise(coordinator, assessment)
    _approve(browser, elsewhere, assessment)
    second = _release(browser, elsewhere, assessment)
    page.goto(f"/submissions/{first['id']}")
    page.get_by_text("A newer version took the place of this one").wait_for()
    page.get_by_role("link", name="version 2").click()
    expect(page.get_by_text("TLP:GREEN: to be passed on within the community")).to_be_visible()
    page.get_by_role("link", name="What differs from version 1").click()
    page.get_by_role("heading", name="In short").wait_for()
    expect(page.get_by_text("As the auditors put it in October.")).to_be_visible()
    coordinator.check_accessibility()
    _see_it_superseded(browser, elsewhere, first["digest"])
    assert second != first["digest"]
    assert coordinator.complaints == []
    coordinator.context.close()


def test_the_language_of_the_results_is_chosen_before_the_approval(
    browser: Browser, elsewhere: Server
) -> None:
    visitor = sign_in(browser, elsewhere.url, COORDINATOR)
    page = visitor.page
    assessment = _start(visitor)
    page.goto(f"/assessments/{assessment}/check")
    language = page.get_by_role("combobox", name="Language of the results")
    expect(language).to_have_value("en")
    expect(page.get_by_text("a later change makes the approval lapse")).to_be_visible()
    language.select_option("fr")
    page.get_by_role("button", name="Save the language").click()
    expect(page.get_by_text("The results will be sealed in French.")).to_be_visible()
    visitor.check_accessibility()
    chosen = visitor.api("query L($id: ID!) { assessment(id: $id) { language } }", id=assessment)
    assert chosen["assessment"]["language"] == "fr"
    visitor.context.close()


def test_a_profile_is_read_as_an_annex_to_tender_documents(
    browser: Browser, elsewhere: Server
) -> None:
    visitor = sign_in(browser, elsewhere.url, COORDINATOR)
    page = visitor.page
    page.goto(f"/assessments/{_start(visitor)}")
    with page.expect_download(timeout=RENDERED_WITHIN) as annex:
        page.get_by_role("link", name="Procurement annex (PDF)").click()
    assert annex.value.suggested_filename == "nisassess-annex-nis-baseline-essential-en.pdf"
    page.get_by_role("link", name="Procurement annex (page)").click()
    page.wait_for_url("**/annex.html?*")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    visitor.context.close()


def _check(page: Page, file: Path) -> None:
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("heading", name="What was found").wait_for(timeout=RENDERED_WITHIN)


def _import(page: Page, file: Path) -> None:
    page.get_by_role("heading", name="Import a sealed PDF").wait_for()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="What was found")).to_be_focused(
        timeout=RENDERED_WITHIN
    )


def _altered(sealed: Path, folder: Path) -> Path:
    """The file with one byte changed in its middle."""
    content = bytearray(sealed.read_bytes())
    content[len(content) // 2] ^= 1
    file = folder / "altered.pdf"
    file.write_bytes(content)
    return file


def _trust(visitor: Visitor, name: str, other: Server) -> None:
    """Add the other installation, at first with a fingerprint that is not its own."""
    page = visitor.page
    pem = visitor.context.request.get(f"{other.url}/seal/key.pem").text()
    fingerprint = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
    page.get_by_role("heading", name="Trusted installations").wait_for()
    page.get_by_role("button", name="Trust this installation").click()
    expect(page.get_by_text("Enter a name for the installation").first).to_be_visible()
    visitor.check_accessibility()
    page.get_by_label("Name of the installation").fill(name)
    page.get_by_label("Certificate (PEM)").fill(pem)
    page.get_by_label("Fingerprint, as it was told to you").fill("0" * 64)
    expect(page.get_by_text("The fingerprints differ")).to_be_visible()
    page.get_by_role("button", name="Trust this installation").click()
    expect(page.get_by_text("is not that of this certificate").first).to_be_visible()
    page.get_by_label("Fingerprint, as it was told to you").fill(fingerprint.upper())
    expect(page.get_by_text("Both fingerprints are the same.")).to_be_visible()
    page.get_by_role("button", name="Trust this installation").click()
    expect(page.get_by_text(f"“{name}” is trusted from now on.")).to_be_visible()
    visitor.check_accessibility()


def _stop_trusting(visitor: Visitor, name: str) -> None:
    page = visitor.page
    page.goto("/submissions/trusted-installations")
    page.get_by_role("button", name=f"Stop trusting {name}").click()
    page.get_by_role("button", name="Stop trusting it").click()
    expect(page.get_by_text(f"“{name}” is no longer trusted.")).to_be_visible()
    expect(page.get_by_role("heading", name="1 key no longer trusted")).to_be_visible()
    visitor.check_accessibility()


def _explain_otherwise(visitor: Visitor, assessment: str) -> None:
    """Change one explanation."""
    said = visitor.api(_FIRST_STATEMENT, id=assessment)["assessment"]["statements"]
    one = next(statement for statement in said if not statement["notApplicable"])
    given = {
        "assessmentId": assessment,
        "controlId": one["controlId"],
        "partId": one["partId"],
        "justification": "As the auditors put it in October.",
        "notApplicable": False,
        "expectedVersion": one["version"],
    }
    saved = visitor.api(_SAY, input=given)["saveStatement"]
    assert saved["__typename"] == "StatementSaved"


def _start(visitor: Visitor) -> str:
    operator = visitor.api(_MINE)["viewer"]["memberships"][0]["operatorId"]
    given = {
        "operatorId": operator,
        "profileId": "nis-baseline-essential",
        "title": "In other words",
        "scopeKind": "ORGANISATION",
        "scopeName": "The grid",
        "periodFrom": "2026-01-01",
        "periodUntil": "2026-12-31",
        "parts": [{"name": "Control centre"}],
    }
    return str(visitor.api(_START, input=given)["startAssessment"]["assessment"]["id"])


def _approve(browser: Browser, server: Server, assessment: str) -> None:
    approver = sign_in(browser, server.url, APPROVER)
    revision = approver.api(_REVISION, id=assessment)["assessment"]["revision"]
    given = {
        "assessmentId": assessment,
        "revision": revision,
        "approve": True,
        "body": "Board of Directors",
        "resolution": "2026-131",
        "resolvedOn": "2026-11-20",
        "members": [{"name": "Ludmila Kranjc", "trainedOn": "2026-02-03"}],
    }
    decided = approver.api(_DECIDE, input=given)["decideApproval"]
    assert decided["__typename"] == "ApprovalDecided"
    approver.context.close()


def _release(browser: Browser, server: Server, assessment: str) -> str:
    """Submit with a marking; the digest of what was sealed."""
    signatory = sign_in(browser, server.url, SIGNATORY)
    page = signatory.page
    page.goto(f"/assessments/{assessment}/release")
    expect(page.get_by_text("Sealed with it are the management body’s approval")).to_be_visible()
    page.get_by_label("TLP:GREEN").check()
    page.get_by_label("Your password").fill(PASSWORD)
    signatory.check_accessibility()
    page.get_by_role("button", name="Submit now").click()
    page.get_by_role("heading", name="Submitted", exact=True).wait_for()
    signatory.check_accessibility()
    digest = page.get_by_text(re.compile("^[0-9a-f]{64}$")).inner_text()
    signatory.context.close()
    return digest


def _see_it_superseded(browser: Browser, server: Server, digest: str) -> None:
    stranger = visit(browser, server.url)
    stranger.page.goto(f"/verify#{digest}")
    expect(stranger.page.get_by_text("Sealed here, but version 1 was superseded")).to_be_visible()
    stranger.check_accessibility()
    stranger.context.close()
