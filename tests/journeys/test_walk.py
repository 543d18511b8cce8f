"""The walk: an operator completes a self-assessment in the browser and hands the authority a PDF.

By hand: status, start, the first control in both parts with evidence, a conflict between two
windows, a lost connection, approval, release, the authority's reading. The other answers are
given through the API as the same person: they are the same field many times over.
"""

import hashlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from nisassess.demo.cast import PASSWORD
from tests.journeys.browser import Visitor, sign_in
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

COORDINATOR = "jonas.aschauer@sonnkar-netz.example"
CONTRIBUTOR = "milena.horvat@sonnkar-netz.example"
APPROVER = "theresia.valentin@sonnkar-netz.example"
SIGNATORY = "matthias.oberrauch@sonnkar-netz.example"
OFFICER = "sofia.papadaki@sichere-netze.example"
STRANGERS = (
    "duarte.quintela@seguranca-redes.example",
    "elin.soerensen@resiliencia-financeira.example",
)
OPERATOR = "Sonnkar Stromnetz GmbH"
JUSTIFICATION = "The risk register of May covers every feeder, checked with the control room."
REASON = "There is no generator of our own that could restart a dead grid."
MEASURE = "Renew the risk analysis of the control centre with its operators"
EVIDENCE = "feeder,owner\nOstried 1,Milena\nOstried 2,Jonas\n"
RESERVATION = "The board wants to see the plan again in June."
DIGEST = hashlib.sha256(EVIDENCE.encode()).hexdigest()

_CONTENT = """
query Content($id: ID!) {
  assessment(id: $id) {
    revision
    parts { id name }
    groups {
      controls { id target notApplicable questions { id kind minimum choices { value shows } } }
    }
    responses { questionId partId version }
    statements { controlId partId version notApplicable }
  }
}
"""
_SCORE = """
query Score($id: ID!) { score(assessmentId: $id) { total { met below open notApplicable } } }
"""
_SAVE = """
mutation Save($input: SaveResponseInput!) {
  saveResponse(input: $input) { __typename }
}
"""


def test_an_operator_walks_from_its_details_to_a_pdf_at_the_authority(
    browser: Browser, demo: Server, tmp_path: Path
) -> None:
    coordinator = sign_in(browser, demo.url, COORDINATOR)
    _see_the_status(coordinator)
    assessment = _start(coordinator)
    first = _answer_the_first_control(coordinator, assessment, tmp_path)
    _settle_a_conflict(browser, demo, coordinator, assessment, first)
    _survive_a_lost_connection(coordinator, assessment, first)
    _leave_the_rest_to_the_api(coordinator, assessment, first)
    _see_the_score(coordinator, assessment)
    _check_the_answers(coordinator, assessment)
    _approve(browser, demo, assessment)
    digest = _release(browser, demo, assessment)
    _read_the_pdf(coordinator, assessment, digest)
    _find_it_frozen(coordinator, assessment, first)
    _read_as_authority(browser, demo, digest)
    for stranger in STRANGERS:
        _see_nothing(browser, demo, stranger, digest)
    assert [one for one in coordinator.complaints if "ERR_INTERNET" not in one] == []


def _see_the_status(visitor: Visitor) -> None:
    page = visitor.page
    expect(page.get_by_role("heading", name=OPERATOR)).to_be_visible()
    expect(page.get_by_text("Essential entity").first).to_be_visible()
    expect(page.get_by_text("NIS2 Art. 3(1)(a)").first).to_be_visible()
    visitor.check_accessibility()


def _start(visitor: Visitor) -> str:
    page = visitor.page
    page.get_by_role("link", name="Start an assessment").or_(
        page.get_by_role("button", name="Start an assessment")
    ).click()
    page.get_by_role("heading", name="What do you assess against?").wait_for()
    visitor.check_accessibility()
    page.get_by_label("Electricity: essential entities").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Service", exact=True).check()
    page.get_by_label("What is it called?").fill("Grid operation")
    page.get_by_label("Title of the assessment").fill("")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    visitor.check_accessibility()
    page.get_by_label("Title of the assessment").fill("The walk")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Which parts does it have?").wait_for()
    names = page.get_by_label("Name of the part")
    while names.count() > 2:
        page.get_by_role("button", name=re.compile("^Remove")).last.click()
    names.nth(0).fill("Office IT")
    names.nth(1).fill("Control centre")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Start the assessment").click()
    page.get_by_role("heading", name="The walk").wait_for()
    expect(page.get_by_text("0 of 77 controls are done.")).to_be_visible()
    visitor.check_accessibility()
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def _answer_the_first_control(visitor: Visitor, assessment: str, tmp_path: Path) -> dict[str, Any]:
    page = visitor.page
    content = _content(visitor, assessment)
    first: dict[str, Any] = content["groups"][0]["controls"][0]
    page.get_by_role("link", name="Risk analysis").first.click()
    page.get_by_role("heading", name="Answers for: Office IT").wait_for()
    _choose_last(visitor)
    page.get_by_label("Explain your answers").fill(JUSTIFICATION)
    page.get_by_label("Explain your answers").blur()
    file = tmp_path / "feeders.csv"
    file.write_text(EVIDENCE)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text(DIGEST[:8]).first).to_be_visible()
    page.get_by_text("Name evidence that must not leave the house").click()
    page.get_by_label("What is it called?").fill("Protection settings")
    page.get_by_label("Who keeps it?").fill("Grid control")
    page.get_by_label("Where is it?").fill("Safe 4, folder 12")
    page.get_by_role("button", name="Add the reference").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    page.get_by_label("Of which date is it?").fill("2026-05-04")
    page.get_by_role("button", name="Add the reference").click()
    expect(page.get_by_text("Safe 4, folder 12").first).to_be_visible()
    visitor.check_accessibility()
    _saved(visitor)
    _find_a_gap_in_the_control_centre(visitor)
    return first


def _find_a_gap_in_the_control_centre(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name="Next part: Control centre").click()
    page.get_by_role("heading", name="Answers for: Control centre").wait_for()
    for group in _radio_groups(visitor):
        page.locator(f"input[name='{group}']").first.check()
    page.get_by_role("button", name="Plan a measure").click()
    page.get_by_label("What will be done?").fill(MEASURE)
    page.get_by_label("Who is responsible?").fill("Head of network control")
    page.get_by_label("Until when?").fill("2027-03-31")
    page.get_by_label("Cost class").select_option("MEDIUM")
    page.get_by_label("Explain your answers").fill("It was last analysed before the move.")
    page.get_by_label("Explain your answers").blur()
    _saved(visitor)
    page.reload()
    expect(page.get_by_label("What will be done?")).to_have_value(MEASURE)
    visitor.check_accessibility()


def _settle_a_conflict(
    browser: Browser, demo: Server, coordinator: Visitor, assessment: str, first: dict[str, Any]
) -> None:
    """Two windows on the same explanation: the second to save is told, and chooses."""
    address = f"/assessments/{assessment}/controls/{first['id']}"
    colleague = sign_in(browser, demo.url, CONTRIBUTOR)
    for visitor in (coordinator, colleague):
        visitor.page.goto(address)
        visitor.page.get_by_label("Explain your answers").wait_for()
    coordinator.context.set_offline(True)  # so that it cannot have seen what the other saves
    coordinator.page.get_by_label("Explain your answers").fill(JUSTIFICATION + " Seen twice.")
    coordinator.page.get_by_label("Explain your answers").blur()
    expect(coordinator.page.get_by_text("Not saved").first).to_be_visible()
    colleague.page.get_by_label("Explain your answers").fill("Milena was here.")
    colleague.page.get_by_label("Explain your answers").blur()
    _saved(colleague)
    coordinator.context.set_offline(False)
    expect(coordinator.page.get_by_role("alert", name="Changed by somebody else")).to_be_visible()
    expect(coordinator.page.get_by_text("Milena was here.").first).to_be_visible()
    coordinator.check_accessibility()
    coordinator.page.get_by_role("button", name=re.compile("^Keep mine")).first.click()
    _saved(coordinator)
    colleague.page.reload()
    expect(colleague.page.get_by_label("Explain your answers")).to_have_value(
        JUSTIFICATION + " Seen twice."
    )
    colleague.context.close()


def _survive_a_lost_connection(visitor: Visitor, assessment: str, first: dict[str, Any]) -> None:
    page = visitor.page
    visitor.context.set_offline(True)
    page.get_by_label("Explain your answers").fill(JUSTIFICATION)
    page.get_by_label("Explain your answers").blur()
    expect(page.get_by_text("Not saved").first).to_be_visible()
    visitor.context.set_offline(False)
    _saved(visitor)
    page.reload()
    expect(page.get_by_label("Explain your answers")).to_have_value(JUSTIFICATION)


def _leave_the_rest_to_the_api(visitor: Visitor, assessment: str, first: dict[str, Any]) -> None:
    content = _content(visitor, assessment)
    known = {(one["partId"], one["questionId"]) for one in content["responses"]}
    controls = [control for group in content["groups"] for control in group["controls"]]
    excluded = next(one for one in reversed(controls) if one["notApplicable"] == "ALLOWED")
    for control in controls:
        for part in content["parts"]:
            if control is excluded:
                _exclude(visitor, assessment, control["id"], part["id"])
                continue
            for question in control["questions"]:
                if (part["id"], question["id"]) in known:
                    continue
                answer = {
                    "assessmentId": assessment,
                    "partId": part["id"],
                    "controlId": control["id"],
                    "questionId": question["id"],
                    "value": _good_answer(question),
                    "expectedVersion": 0,
                }
                saved = visitor.api(_SAVE, input=answer)
                assert saved["saveResponse"]["__typename"] == "ResponseSaved"


def _good_answer(question: dict[str, Any]) -> str:
    """An answer that says that all is well, as far as a question tells what that is."""
    values = [str(choice["value"]) for choice in question["choices"]]
    good = [one["value"] for one in question["choices"] if one["shows"] == "ACHIEVED"]
    by_kind = {
        "NUMBER": question["minimum"] or "0",
        "DATE": "2026-05-04",
        "TEXT": "See the minutes of May.",
        "MATURITY": "".join(values[-1:]),
        "MULTIPLE_CHOICE": " ".join(values),
        "INDICATORS": " ".join(good),
    }
    return by_kind.get(question["kind"]) or values[0]


def _exclude(visitor: Visitor, assessment: str, control: str, part: str) -> None:
    saved = visitor.api(
        "mutation($i: SaveStatementInput!) { saveStatement(input: $i) { __typename } }",
        i={
            "assessmentId": assessment,
            "partId": part,
            "controlId": control,
            "notApplicable": True,
            "notApplicableReason": REASON,
            "expectedVersion": 0,
        },
    )
    assert saved["saveStatement"]["__typename"] == "StatementSaved"


def _see_the_score(visitor: Visitor, assessment: str) -> None:
    page = visitor.page
    page.goto(f"/assessments/{assessment}/score")
    page.get_by_text("100 %").first.wait_for()
    score = visitor.api(_SCORE, id=assessment)["score"]["total"]
    assert score["open"] == 0
    assert score["notApplicable"] == 1
    assert score["below"] >= 1  # the gap in the control centre
    reached = f"{score['met']} of {score['met'] + score['below']} assessed controls reach"
    expect(page.get_by_text(reached).first).to_be_visible()
    expect(page.get_by_text(re.compile("[Ss]elf-declared")).first).to_be_visible()
    visitor.check_accessibility()


def _check_the_answers(visitor: Visitor, assessment: str) -> None:
    page = visitor.page
    page.goto(f"/assessments/{assessment}/check")
    page.get_by_role("heading", name="Check your answers").wait_for()
    expect(page.get_by_text("Everything is answered")).to_be_visible()
    visitor.check_accessibility()


def _approve(browser: Browser, demo: Server, assessment: str) -> None:
    approver = sign_in(browser, demo.url, APPROVER)
    page = approver.page
    page.goto(f"/assessments/{assessment}/approval")
    expect(page.get_by_text(MEASURE).first).to_be_visible()
    expect(page.get_by_text(REASON).first).to_be_visible()
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    approver.check_accessibility()
    page.get_by_label("Approve", exact=True).check()
    page.get_by_label(re.compile("^Reservations")).fill(RESERVATION)
    page.get_by_label("Management body").fill("Board of Directors")
    page.get_by_label("Reference of the resolution").fill("2026-117")
    page.get_by_label("Date of the resolution").fill("2026-11-20")
    page.get_by_label("Name", exact=True).first.fill("Ludmila Kranjc")
    page.get_by_label(re.compile("^Last trained on")).first.fill("2026-02-03")
    page.get_by_role("button", name="Add a member").click()
    page.get_by_label("Name", exact=True).nth(1).fill("Øyvind Šimánek")
    page.get_by_role("button", name="Record the decision").click()
    page.get_by_text("The decision is recorded").wait_for()
    approver.check_accessibility()
    assert approver.complaints == []
    approver.context.close()


def _release(browser: Browser, demo: Server, assessment: str) -> str:
    signatory = sign_in(browser, demo.url, SIGNATORY)
    page = signatory.page
    page.goto(f"/assessments/{assessment}/release")
    page.get_by_label("Your password").fill("not-my-password")
    signatory.check_accessibility()
    page.get_by_role("button", name="Submit now").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Submit now").click()
    page.get_by_role("heading", name="Submitted", exact=True).wait_for()
    signatory.check_accessibility()
    digest = re.search(r"[0-9a-f]{64}", re.sub(r"\s", "", page.locator("main").inner_text()))
    assert digest is not None
    signatory.context.close()
    return digest.group()


def _read_the_pdf(visitor: Visitor, assessment: str, digest: str) -> None:
    data = visitor.api("query($id: ID!) { assessment(id: $id) { submissionId } }", id=assessment)
    pdf = visitor.context.request.get(
        f"/submissions/{data['assessment']['submissionId']}.pdf", timeout=120_000
    )
    assert pdf.status == 200
    reader = PdfReader(io.BytesIO(pdf.body()))
    text = "\n".join(page.extract_text() for page in reader.pages)
    flat = re.sub(r"\s+", " ", text)
    for typed in (
        OPERATOR,
        "The walk",
        "Grid operation",
        JUSTIFICATION,
        REASON,
        MEASURE,
        "Head of network control",
        "feeders.csv",
        "Protection settings",
        "Safe 4, folder 12",
        "Board of Directors",
        "2026-117",
        RESERVATION,
        "Ludmila Kranjc",
        "Øyvind Šimánek",
    ):
        assert typed in flat, typed
    packed = re.sub(r"\s", "", text)
    assert digest in packed
    assert DIGEST in packed


def _find_it_frozen(visitor: Visitor, assessment: str, first: dict[str, Any]) -> None:
    page = visitor.page
    page.goto(f"/assessments/{assessment}/controls/{first['id']}")
    expect(page.get_by_text("This assessment was submitted").first).to_be_visible()
    assert page.get_by_role("radio").count() == 0
    visitor.check_accessibility()


def _read_as_authority(browser: Browser, demo: Server, digest: str) -> None:
    officer = sign_in(browser, demo.url, OFFICER)
    page = officer.page
    page.goto("/submissions")
    page.get_by_role("link", name=OPERATOR).first.wait_for()
    officer.check_accessibility()
    page.get_by_role("link", name=OPERATOR).first.click()
    page.get_by_text("eceipt").first.wait_for()  # the submission itself, no more the list
    officer.check_accessibility()
    found = officer.api(
        """query($control: ID!) {
          submissions(first: 10, filter: {
            entityType: "energy.electricity.distribution-system-operator",
            belowTargetOn: $control
          }) { edges { node { digest controls(ids: [$control]) { level target } } } }
        }""",
        control="nis.risk-analysis",
    )
    below = {edge["node"]["digest"]: edge["node"] for edge in found["submissions"]["edges"]}
    assert below[digest]["controls"] == [{"level": 0, "target": 3}]
    assert officer.complaints == []
    officer.context.close()


def _see_nothing(browser: Browser, demo: Server, email: str, digest: str) -> None:
    stranger = sign_in(browser, demo.url, email)
    data = stranger.api("{ submissions(first: 100) { edges { node { digest } } } }")
    assert digest not in {edge["node"]["digest"] for edge in data["submissions"]["edges"]}
    stranger.context.close()


def _content(visitor: Visitor, assessment: str) -> dict[str, Any]:
    found: dict[str, Any] = visitor.api(_CONTENT, id=assessment)["assessment"]
    return found


def _radio_groups(visitor: Visitor) -> list[str]:
    names: list[str] = visitor.page.evaluate(
        "[...new Set([...document.querySelectorAll('main input[type=radio]')].map(i => i.name))]"
    )
    return names


def _choose_last(visitor: Visitor) -> None:
    """Choose the highest level, and the first answer of yes/no and achievement questions."""
    for group in _radio_groups(visitor):
        choices = visitor.page.locator(f"input[name='{group}']")
        (choices.last if choices.count() == 5 else choices.first).check()


def _saved(visitor: Visitor) -> None:
    """Everything that was typed has reached the server."""
    expect(visitor.page.locator("body")).not_to_contain_text("Saving…")
    expect(visitor.page.get_by_text(re.compile(r"^\s*Saved ")).first).to_be_visible()
    expect(visitor.page.get_by_text("Not saved")).to_have_count(0)
