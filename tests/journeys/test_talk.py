"""Two people on one control: who is here, a change that appears by itself, a conflict, a comment.

The demo's own draft is worked on by its contributor and its coordinator in two browsers.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browser import Visitor, sign_in
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

COORDINATOR = "jonas.aschauer@sonnkar-netz.example"
CONTRIBUTOR = "milena.horvat@sonnkar-netz.example"
_START = """
mutation($input: StartAssessmentInput!) { startAssessment(input: $input) {
    ... on AssessmentStarted { assessment { id groups { controls { id title } } } } } }
"""
MINE = "Feeders are checked daily, and the log is kept for a year."
THEIRS = "Feeders are checked weekly, and the log is kept for a year."


def test_two_people_work_on_one_control_and_nothing_is_lost(browser: Browser, demo: Server) -> None:
    jonas = sign_in(browser, demo.url, COORDINATOR)
    milena = sign_in(browser, demo.url, CONTRIBUTOR)
    assessment, control = _start(jonas)
    address = f"/assessments/{assessment}/controls/{control['id']}"
    for visitor in (jonas, milena):
        visitor.page.goto(address)
        visitor.page.get_by_label("Explain your answers").wait_for()
    _see_each_other(jonas, milena)
    _see_a_change_appear(jonas, milena)
    _settle_a_conflict(jonas, milena)
    _discuss(jonas, milena, assessment, control)
    _leave(jonas, milena)
    for visitor in (jonas, milena):
        assert [one for one in visitor.complaints if "ERR_INTERNET" not in one] == []
        visitor.context.close()


def _start(visitor: Visitor) -> tuple[str, dict[str, Any]]:
    operator = visitor.api("{ viewer { memberships { operatorId } } }")["viewer"]["memberships"][0]
    given = {
        "operatorId": operator["operatorId"],
        "profileId": "nis-baseline-important",
        "title": "Worked on together",
        "scopeKind": "ORGANISATION",
        "scopeName": "Everything",
        "periodFrom": "2026-01-01",
        "periodUntil": "2026-12-31",
        "parts": [{"name": "Office IT"}, {"name": "Control centre"}],
    }
    found = visitor.api(_START, input=given)["startAssessment"]["assessment"]
    return found["id"], found["groups"][0]["controls"][0]


def _see_each_other(jonas: Visitor, milena: Visitor) -> None:
    here = jonas.page.get_by_role("list", name="Also here now")
    expect(here.get_by_text("Milena Horvat")).to_be_visible()
    expect(here.get_by_text("Office IT")).to_be_visible()
    expect(milena.page.get_by_role("list", name="Also here now")).to_contain_text("Jonas Aschauer")
    milena.page.get_by_role("link", name=re.compile("Control centre")).first.click()
    expect(here.get_by_text("Control centre")).to_be_visible()
    milena.page.get_by_role("link", name=re.compile("Office IT")).first.click()
    expect(here.get_by_text("Office IT")).to_be_visible()
    jonas.check_accessibility()


def _see_a_change_appear(jonas: Visitor, milena: Visitor) -> None:
    jonas.page.get_by_label("Explain your answers").blur()
    milena.page.get_by_label("Explain your answers").fill(THEIRS)
    milena.page.get_by_label("Explain your answers").blur()
    expect(jonas.page.get_by_label("Explain your answers")).to_have_value(THEIRS)
    expect(jonas.page.get_by_text(re.compile("Changed by Milena Horvat"))).to_be_visible()
    told = jonas.page.get_by_role("status").filter(has_text="Changed just now by Milena Horvat.")
    expect(told).to_have_count(1)
    choice = milena.page.get_by_role("radio").nth(1)
    choice.check()
    expect(jonas.page.get_by_role("radio").nth(1)).to_be_checked()


def _settle_a_conflict(jonas: Visitor, milena: Visitor) -> None:
    """Who has the cursor in a text keeps it; both texts stand side by side, and become one."""
    field = jonas.page.get_by_label("Explain your answers")
    field.focus()
    milena.page.get_by_label("Explain your answers").fill(THEIRS + " So says the manual.")
    milena.page.get_by_label("Explain your answers").blur()
    expect(
        jonas.page.get_by_text(re.compile("You see it when you leave the field"))
    ).to_be_visible()
    expect(field).to_have_value(THEIRS)
    field.fill(MINE)
    conflict = jonas.page.get_by_role("alert", name="Changed by somebody else")
    expect(conflict).to_contain_text("Milena Horvat")
    marked = [one.strip() for one in conflict.locator("mark").all_inner_texts()]
    assert any("daily" in one for one in marked), marked
    assert any("weekly" in one for one in marked), marked
    jonas.check_accessibility()
    conflict.get_by_role("button", name=re.compile("^Put both together")).press("Enter")
    both = jonas.page.get_by_label("Both together")
    expect(both).to_be_focused()
    value = both.input_value()
    assert "daily" in value, value
    assert "weekly" in value, value
    both.fill(MINE + " So says the manual.")
    conflict.get_by_role("button", name=re.compile("^Save this text")).press("Enter")
    expect(conflict).to_have_count(0)
    expect(milena.page.get_by_label("Explain your answers")).to_have_value(
        MINE + " So says the manual."
    )


def _discuss(jonas: Visitor, milena: Visitor, assessment: str, control: dict[str, Any]) -> None:
    page = milena.page
    box = page.get_by_label("Start a thread")
    box.fill("Is the manual of 2019 still ours, ")
    box.press("End")
    box.press_sequentially("@")
    search = page.get_by_role("combobox", name="Whom do you want to mention?")
    expect(search).to_be_focused()
    search.press_sequentially("asch")
    found = page.get_by_role("listbox", name="Colleagues").get_by_role("option")
    expect(found).to_have_text(["Jonas Aschauer"])
    milena.check_accessibility()
    search.press("Enter")
    expect(box).to_be_focused()
    box.press_sequentially("? See https://manual.example/2019.")
    page.get_by_role("button", name="Send", exact=True).click()
    theirs = jonas.page.get_by_role("region", name=re.compile("Thread by Milena Horvat"))
    expect(theirs.get_by_text("@Jonas Aschauer")).to_be_visible()
    link = theirs.get_by_role("link", name=re.compile("manual.example"))
    assert link.get_attribute("href") == "https://manual.example/2019"
    assert "noopener" in (link.get_attribute("rel") or "")
    theirs.get_by_role("button", name="Reply").click()
    theirs.get_by_label("Your reply").fill("It is. <b>Chapter 3</b>.")
    theirs.get_by_role("button", name="Reply").click()
    expect(page.get_by_text("It is. <b>Chapter 3</b>.")).to_be_visible()
    jonas.check_accessibility()
    _find_it_on_its_page(jonas, assessment, control)
    region = page.get_by_role("region", name=re.compile("Thread by Milena Horvat"))
    region.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("1 resolved thread")).to_be_visible()
    expect(jonas.page.get_by_text("No thread is open.")).to_be_visible()


def _find_it_on_its_page(visitor: Visitor, assessment: str, control: dict[str, Any]) -> None:
    page = visitor.page
    page.goto(f"/assessments/{assessment}")
    expect(page.get_by_text("1 open thread").first).to_be_visible()
    visitor.check_accessibility()
    page.get_by_role("link", name="Discussion: 1 open thread").click()
    page.get_by_role("heading", name="Discussion", level=1).wait_for()
    expect(page.get_by_role("link", name=control["title"])).to_be_visible()
    visitor.check_accessibility()


def _leave(jonas: Visitor, milena: Visitor) -> None:
    jonas.page.go_back()
    jonas.page.go_back()
    here = milena.page.get_by_role("list", name="Also here now")
    expect(here).to_contain_text("Jonas Aschauer")
    jonas.page.goto("/")
    expect(here).to_have_count(0)
