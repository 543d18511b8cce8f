"""A coordinator shares out the work, a contributor proposes, a consultant sees only theirs.

The assessment is the test's own: what the demo has assigned already is left as it is.
"""

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.browser import Visitor, sign_in
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

COORDINATOR = "jonas.aschauer@sonnkar-netz.example"
CONTRIBUTOR = "milena.horvat@sonnkar-netz.example"
CONSULTANT = "leonie.brandauer@brandauer-beratung.example"
MINE = "Shared out in a journey"
CONTROL = "Risk analysis"
NOTE = "The register stands in the safe of the control centre"
REASON = "Which edition of the register is meant?"
_OPERATOR = "{ viewer { memberships { operatorId } } }"
_START = """
mutation($input: StartAssessmentInput!) { startAssessment(input: $input) {
  ... on AssessmentStarted { assessment { id } } } }
"""
_PROPOSALS = """
query($id: ID!) { proposals(assessmentId: $id) { controlId state note reason by decidedBy } }
"""


def test_work_is_assigned_proposed_returned_and_confirmed(browser: Browser, demo: Server) -> None:
    coordinator = sign_in(browser, demo.url, COORDINATOR)
    contributor = sign_in(browser, demo.url, CONTRIBUTOR)
    assessment = _start(coordinator)
    _assign(coordinator, assessment)
    _change_and_end_and_undo(coordinator, assessment)
    _answer_and_propose(contributor, assessment)
    _return(coordinator, assessment)
    _propose_again(contributor, assessment)
    _confirm(coordinator, assessment)
    (proposal,) = coordinator.api(_PROPOSALS, id=assessment)["proposals"]
    assert proposal == {
        "controlId": "nis.risk-analysis",
        "state": "CONFIRMED",
        "note": f"{NOTE}, edition of May",
        "reason": None,
        "by": "Milena Horvat",
        "decidedBy": "Jonas Aschauer",
    }
    for visitor in (coordinator, contributor):
        assert visitor.complaints == []
        visitor.context.close()


def test_a_consultant_sees_what_is_theirs_and_nothing_else(browser: Browser, demo: Server) -> None:
    visitor = sign_in(browser, demo.url, CONSULTANT)
    page = visitor.page
    project = "Security by design: substation Ostried II"
    expect(page.get_by_role("heading", name="My work", exact=True)).to_be_visible()
    expect(page.get_by_role("navigation").get_by_role("link")).to_have_text(["My work"])
    returned = page.get_by_role("region", name="Returned to you")
    expect(returned.get_by_text("Please name the clause")).to_be_visible()
    visitor.check_accessibility()
    returned.get_by_role("link").click()
    expect(page.get_by_text("Returned by Jonas Aschauer")).to_be_visible()
    expect(page.get_by_role("heading", name="Evidence", exact=True)).to_be_visible()
    expect(page.get_by_text("Protection and station control")).to_have_count(0)
    visitor.check_accessibility()
    address = page.url.partition("/controls/")[0]
    for ending in ("/team", "/assign", "/score", "/check"):
        page.goto(address + ending)
        refused = page.get_by_text("Your role does not allow you to see this.")
        absent = page.get_by_role("heading", name="Page not found", exact=True)
        expect(refused.or_(absent)).to_be_visible()
        expect(page.get_by_text(project)).to_have_count(0)
    assert visitor.complaints == []
    visitor.context.close()


def _start(coordinator: Visitor) -> str:
    operator = coordinator.api(_OPERATOR)["viewer"]["memberships"][0]["operatorId"]
    given = {
        "operatorId": operator,
        "profileId": "nis-baseline-important",
        "title": MINE,
        "scopeKind": "ORGANISATION",
        "scopeName": "Everything",
        "periodFrom": "2026-01-01",
        "periodUntil": "2026-12-31",
        "parts": [{"name": "Office IT"}],
    }
    started = coordinator.api(_START, input=given)["startAssessment"]
    return str(started["assessment"]["id"])


def _assign(coordinator: Visitor, assessment: str) -> None:
    page = coordinator.page
    page.goto(f"/assessments/{assessment}")
    page.get_by_role("link", name="The team’s work", exact=True).click()
    expect(page.get_by_role("heading", name=f"{MINE} The team’s work", exact=True)).to_be_visible()
    expect(page.get_by_text("Nothing is assigned yet.", exact=True)).to_be_visible()
    coordinator.check_accessibility()
    page.get_by_role("link", name="Assign controls", exact=True).click()
    expect(page.get_by_role("heading", name=f"{MINE} Assign controls", exact=True)).to_be_visible()
    page.get_by_role("button", name="Assign", exact=True).click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(2)
    page.locator("summary").filter(has_text="single control").first.click()
    page.get_by_role("checkbox", name=CONTROL).check()
    page.get_by_role("checkbox", name="Milena Horvat").check()
    page.get_by_role("checkbox", name="Answers need my confirmation").check()
    coordinator.check_accessibility()
    page.get_by_role("button", name="Assign", exact=True).click()
    expect(page.get_by_text("Jonas Aschauer made 1 assignment")).to_be_visible()
    expect(page.get_by_role("heading", name="Milena Horvat", exact=True)).to_be_visible()
    coordinator.check_accessibility()
    page.goto(f"/assessments/{assessment}")
    page.get_by_role("button", name="Mine", exact=True).click()
    expect(page.get_by_text("0 controls", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name=f"1.1.1 {CONTROL}", exact=True)).to_have_count(0)
    page.get_by_role("button", name="All", exact=True).click()
    expect(page.get_by_role("link", name=f"1.1.1 {CONTROL}", exact=True)).to_be_visible()
    coordinator.check_accessibility()


def _change_and_end_and_undo(coordinator: Visitor, assessment: str) -> None:
    page = coordinator.page
    page.goto(f"/assessments/{assessment}/team")
    about = f"1.1.1 {CONTROL}, Milena Horvat"
    page.locator("summary").filter(has_text="1 assignment").click()
    page.get_by_role("button", name=re.compile(f"^Change ?: {about}$")).click()
    dialog = page.get_by_role("dialog", name=f"Change the assignment: 1.1.1 {CONTROL}")
    dialog.get_by_label("Due date").fill("2031-06-30")
    dialog.get_by_label("Note").fill("Ask the control centre first")
    coordinator.check_accessibility()
    dialog.get_by_role("button", name="Save the change", exact=True).click()
    expect(page.get_by_text("The assignment is changed.", exact=True)).to_be_visible()
    expect(page.get_by_text("due 30 June 2031 · to be confirmed", exact=True)).to_be_visible()
    expect(page.get_by_text("Ask the control centre first", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("no due date · to be confirmed", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile(f"^End ?: {about}$")).click()
    expect(page.get_by_text(f"Ended: {about}.")).to_be_visible()
    expect(page.get_by_text("Nothing is assigned yet.", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("heading", name="Milena Horvat", exact=True)).to_be_visible()


def _answer_and_propose(contributor: Visitor, assessment: str) -> None:
    page = contributor.page
    page.goto("/work")
    expect(page.get_by_role("heading", name="My work", exact=True)).to_be_visible()
    item = _item(contributor, "Without a date", assessment)
    expect(item).to_contain_text(MINE)
    contributor.check_accessibility()
    item.get_by_role("link", name=CONTROL, exact=True).click()
    page.get_by_role("button", name="Propose for confirmation", exact=True).click()
    expect(page.get_by_text("Answer every question of this control first")).to_be_visible()
    page.get_by_role("radio", name="A method is set and approved").check()
    yes = page.get_by_role("radio", name="Yes", exact=True)
    expect(yes).to_have_count(2)
    yes.nth(0).check()
    yes.nth(1).check()
    _propose(contributor, NOTE)
    contributor.check_accessibility()


def _item(contributor: Visitor, section: str, assessment: str) -> Locator:
    """The control of one assessment in a section of somebody's work."""
    page = contributor.page
    here = page.locator(f'[href^="/assessments/{assessment}/"]')
    return page.get_by_role("region", name=section).get_by_role("listitem").filter(has=here)


def _propose(contributor: Visitor, note: str) -> None:
    page = contributor.page
    page.get_by_label("Note to the coordinator").fill(note)
    page.get_by_role("button", name="Propose for confirmation", exact=True).click()
    expect(page.get_by_text("Proposed by Milena Horvat")).to_be_visible()


def _waiting(coordinator: Visitor, assessment: str, note: str) -> Locator:
    page = coordinator.page
    page.goto(f"/assessments/{assessment}/team?which=waiting")
    places = page.get_by_role("region", name="Waiting for confirmation", exact=True)
    expect(places.get_by_text(note, exact=True)).to_be_visible()
    places.get_by_role("checkbox", name=f"Choose {CONTROL}").check()
    return places


def _return(coordinator: Visitor, assessment: str) -> None:
    places = _waiting(coordinator, assessment, NOTE)
    places.get_by_text("Return with a reason", exact=True).click()
    places.get_by_role("button", name="Return", exact=True).click()
    expect(places.get_by_role("alert").get_by_text("Enter a reason")).to_be_visible()
    coordinator.check_accessibility()
    places.get_by_label("Reason").fill(REASON)
    places.get_by_role("button", name="Return", exact=True).click()
    expect(coordinator.page.get_by_text("1 answer returned.", exact=True)).to_be_visible()


def _propose_again(contributor: Visitor, assessment: str) -> None:
    page = contributor.page
    page.goto("/work")
    item = _item(contributor, "Returned to you", assessment)
    expect(item).to_contain_text(REASON)
    item.get_by_role("link", name=CONTROL, exact=True).click()
    expect(page.get_by_text(REASON, exact=True)).to_be_visible()
    _propose(contributor, f"{NOTE}, edition of May")


def _confirm(coordinator: Visitor, assessment: str) -> None:
    places = _waiting(coordinator, assessment, f"{NOTE}, edition of May")
    places.get_by_role("button", name="Confirm", exact=True).click()
    expect(coordinator.page.get_by_text("1 answer confirmed.", exact=True)).to_be_visible()
    expect(places.get_by_text("There is nothing here.", exact=True)).to_be_visible()
    coordinator.check_accessibility()
