"""An authority's desk and an operator over one case: asked, returned, corrected, closed by two."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from nisassess.access import Role
from nisassess.demo.cast import cast
from tests.journeys.browser import Visitor, sign_in
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

OFFICER = "sofia.papadaki@sichere-netze.example"
LEAD = "birgit.haslinger@sichere-netze.example"
NOTE = "Their supplier wrote the recovery plan; ask in person."
_SUBMISSIONS = """{ submissions(first: 50) { edges { node {
    id operatorId operatorName supersededBy notApplicable importedFrom addressee { id } } } } }"""
_REVIEW = """query R($id: ID!) { reviewOf(submissionId: $id) {
    revision case { id state } submission { version } letters { downloadUrl digest }
    controls { controlId title notApplicableParts } } }"""
_POLICY = """mutation P($input: SetReviewPolicyInput!) {
    setReviewPolicy(input: $input) { __typename } }"""
_POLICY_NOW = "query P($id: ID!) { reviewPolicy(authorityId: $id) { version fourEyes } }"


@pytest.fixture
def officer(browser: Browser, demo: Server) -> Visitor:
    return sign_in(browser, demo.url, OFFICER)


def test_a_case_is_taken_asked_about_and_returned_to_an_operator_who_sees_why(
    browser: Browser, demo: Server, officer: Visitor
) -> None:
    page = officer.page
    submission = _submission(officer)
    page.goto(f"/submissions/{submission['id']}")
    page.get_by_role("link", name="Open the case").click()
    page.get_by_role("button", name="Take this case").click()
    expect(page.get_by_text("You have this case now.").first).to_be_visible()
    officer.check_accessibility()

    control = _review(officer, submission["id"])["controls"][0]
    page.get_by_role("link", name=re.compile(re.escape(control["title"]))).first.click()
    page.get_by_role("heading", name="Internal notes").wait_for()
    page.get_by_label("Note", exact=True).fill(NOTE)
    page.get_by_role("button", name="Add note").click()
    expect(page.get_by_text(NOTE, exact=True).first).to_be_visible()
    page.get_by_label("Question on this control").fill("When was this last tested?")
    page.get_by_role("button", name="Prepare question").click()
    page.get_by_role("button", name="Send 1 prepared question").click()
    expect(page.get_by_text("asked", exact=True).first).to_be_visible()
    officer.check_accessibility()

    page.goto(f"/cases/{_review(officer, submission['id'])['case']['id']}/decide/return")
    page.get_by_label("Why it is returned").fill("Two answers contradict each other.")
    page.get_by_label("Another control to correct").select_option(control["controlId"])
    page.get_by_role("button", name="Add this control").click()
    page.locator("#controls-0-reason").fill("Say which systems were tested.")
    officer.check_accessibility()
    page.get_by_role("button", name="Return the submission").click()
    expect(page.get_by_text("Letter", exact=False).first).to_be_visible(timeout=60_000)
    expect(page.get_by_text("returned", exact=True).first).to_be_visible()
    assert officer.complaints == []
    _read_by_the_operator(browser, demo, submission)
    officer.context.close()


def _read_by_the_operator(browser: Browser, demo: Server, submission: dict[str, Any]) -> None:
    coordinator = sign_in(browser, demo.url, _coordinator(submission["operatorName"]))
    page = coordinator.page
    expect(page.get_by_text(re.compile("questions? of the authority wait"))).to_be_visible()
    page.goto(f"/submissions/{submission['id']}/authority")
    expect(page.get_by_text("Two answers contradict each other.")).to_be_visible()
    expect(page.get_by_text("Say which systems were tested.")).to_be_visible()
    assert NOTE not in page.locator("body").inner_text()
    coordinator.check_accessibility()
    page.get_by_label("Your answer").first.fill("On 14 September, with the supplier.")
    page.get_by_role("button", name="Send the answer").first.click()
    expect(page.get_by_text("answered", exact=True).first).to_be_visible()
    letter = page.get_by_role("link", name=re.compile("Letter .* return"))
    answer = coordinator.context.request.get(str(letter.get_attribute("href")))
    assert answer.body().startswith(b"%PDF")
    page.goto("/")
    page.get_by_role("heading", level=1).wait_for()
    assert coordinator.complaints == []
    coordinator.context.close()


def test_the_end_of_a_case_needs_a_second_officer_where_the_authority_wants_it(
    browser: Browser, demo: Server
) -> None:
    lead = sign_in(browser, demo.url, LEAD)
    submission = _submission(lead, last=True)
    _want_four_eyes(lead, submission["addressee"]["id"])
    officer = sign_in(browser, demo.url, OFFICER)
    case = _review(officer, submission["id"])["case"]["id"]
    _take(officer.page, case)
    officer.page.goto(f"/cases/{case}/decide/close")
    officer.page.get_by_label("Accepted", exact=True).check()
    officer.check_accessibility()
    officer.page.get_by_role("button", name="Propose to a second officer").click()
    expect(officer.page.get_by_text("Waits for a second officer: closing")).to_be_visible()

    lead.page.goto(f"/cases/{case}")
    lead.check_accessibility()
    lead.page.get_by_role("button", name="Confirm and issue").click()
    expect(lead.page.get_by_text("Confirmed; the letter is issued.")).to_be_visible(timeout=60_000)

    review = _review(officer, submission["id"])
    assert review["case"]["state"] == "CLOSED"
    lead.page.goto(f"/review-policy/{submission['addressee']['id']}")
    lead.check_accessibility()
    lead.page.get_by_role("button", name="Let one officer decide").click()
    expect(lead.page.get_by_text("One officer decides alone.")).to_be_visible()
    assert lead.complaints == officer.complaints == []
    lead.context.close()
    officer.context.close()


def _take(page: Page, case: str) -> None:
    page.goto(f"/cases/{case}")
    page.get_by_role("button", name="Take this case").click()
    expect(page.get_by_text("You have this case now.").first).to_be_visible()


def _submission(visitor: Visitor, *, last: bool = False) -> dict[str, Any]:
    """One that nobody has in review, of an operator with people here."""
    edges = visitor.api(_SUBMISSIONS)["submissions"]["edges"]
    found = [
        edge["node"]
        for edge in (reversed(edges) if last else edges)
        if edge["node"]["supersededBy"] is None
        and edge["node"]["importedFrom"] is None
        and _review(visitor, edge["node"]["id"])["case"]["state"] == "SUBMITTED"
    ]
    one: dict[str, Any] = found[0]
    return one


def _review(visitor: Visitor, submission: str) -> dict[str, Any]:
    found: dict[str, Any] = visitor.api(_REVIEW, id=submission)["reviewOf"]
    return found


def _want_four_eyes(visitor: Visitor, authority: str) -> None:
    version = visitor.api(_POLICY_NOW, id=authority)["reviewPolicy"]["version"]
    given = {"authorityId": authority, "fourEyes": True, "expectedVersion": version}
    answer = visitor.api(_POLICY, input=given)
    assert answer["setReviewPolicy"]["__typename"] == "ReviewPolicySet"


def _coordinator(operator: str) -> str:
    for one in cast().operators:
        if one.name == operator:
            return next(p.email for p in one.people if p.role is Role.OPERATOR_COORDINATOR)
    raise LookupError(operator)
