"""The remediation plan: two gaps are planned, one is moved by keyboard; last year beside this."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browser import Visitor, sign_in
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

COORDINATOR = "jonas.aschauer@sonnkar-netz.example"
_MINE = "{ viewer { memberships { operatorId } } }"
_LIST = """query List($id: ID!) { assessments(operatorId: $id, first: 20) {
  edges { node { id title } } } }"""
_PLAN = """query Plan($id: ID!) { remediationPlan(assessmentId: $id) {
  items { title part { name } measure { what until state ownerName } } } }"""


def test_plan_is_worked_on_and_this_year_held_beside_last_year(
    browser: Browser, demo: Server
) -> None:
    visitor = sign_in(browser, demo.url, COORDINATOR)
    operator = visitor.api(_MINE)["viewer"]["memberships"][0]["operatorId"]
    listed = visitor.api(_LIST, id=operator)["assessments"]["edges"]
    ids = {edge["node"]["title"]: edge["node"]["id"] for edge in listed}
    year = max(title for title in ids if title.startswith("Self-assessment "))
    assessment = ids[year]

    visitor.page.goto(f"/assessments/{assessment}/plan")
    _see_the_next_best_action(visitor)
    _plan_two_gaps_at_once(visitor, assessment)
    _move_one_by_keyboard_and_back(visitor)
    _hold_it_beside_last_year(visitor, assessment)
    assert visitor.complaints == []


def _see_the_next_best_action(visitor: Visitor) -> None:
    page = visitor.page
    expect(page.get_by_role("heading", name="Next best action")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Attainment rises from [\d.]+ % to")).first).to_be_visible()
    visitor.check_accessibility()


def _plan_two_gaps_at_once(visitor: Visitor, assessment: str) -> None:
    page = visitor.page
    boxes = page.get_by_role("checkbox", name=re.compile("^Choose "))
    boxes.nth(0).check()
    boxes.nth(1).check()
    bulk = page.get_by_role("group", name="Change 2 chosen items")
    bulk.get_by_label("Owner").select_option("Milena Horvat")
    bulk.get_by_label("Until when?").fill("2027-06-30")
    bulk.get_by_role("button", name="Set for all chosen").click()
    expect(page.get_by_text("2 items changed.").first).to_be_visible()
    expect(page.get_by_text("Milena Horvat", exact=False).nth(1)).to_be_visible()

    def owned() -> int:
        items = visitor.api(_PLAN, id=assessment)["remediationPlan"]["items"]
        measures = [item["measure"] for item in items if item["measure"]]
        return sum(
            one["ownerName"] == "Milena Horvat" and one["until"] == "2027-06-30" for one in measures
        )

    expect(page.get_by_text(re.compile(r"^Saved \d")).first).to_be_visible()
    assert owned() == 2


def _move_one_by_keyboard_and_back(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name="Board").click()
    columns = {
        name: page.get_by_role("region", name=re.compile(f"^{name} "))
        for name in ("Open", "In progress")
    }
    before = columns["In progress"].get_by_role("listitem").count()
    move = columns["Open"].get_by_role("button", name=re.compile("^Move")).first
    move.focus()
    page.keyboard.press("ArrowRight")
    expect(columns["In progress"].get_by_role("listitem")).to_have_count(before + 1)
    expect(page.get_by_role("status").filter(has_text="is now: In progress")).to_be_attached()
    focused = columns["In progress"].locator("button:focus")
    expect(focused).to_have_count(1)
    visitor.check_accessibility()
    page.get_by_role("button", name="Undo").click()
    expect(columns["In progress"].get_by_role("listitem")).to_have_count(before)


def _hold_it_beside_last_year(visitor: Visitor, assessment: str) -> None:
    page = visitor.page
    page.goto(f"/assessments/{assessment}/compare")
    expect(page.get_by_role("heading", name="Last year beside this year")).to_be_visible()
    expect(page.get_by_role("heading", name="In the picture")).to_be_visible()
    details = page.get_by_text("Answers, justification and evidence").first
    details.click()
    expect(page.get_by_text("Then").last).to_be_visible()
    visitor.check_accessibility()
