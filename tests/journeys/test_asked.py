"""An authority calls two operators by a filter; one starts, and the desk says that and no more."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browser import Visitor, sign_in
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

OFFICER = "sofia.papadaki@sichere-netze.example"
OTHER_OFFICER = "duarte.quintela@seguranca-redes.example"
COORDINATOR = "valerie.kronsteiner@nordkamm.example"
TITLE = "Readiness of the electricity grid"
DRAFT = "Our own name of the draft"


def test_request_goes_out_is_begun_and_only_that_is_told(browser: Browser, demo: Server) -> None:
    officer = sign_in(browser, demo.url, OFFICER)
    officer.page.get_by_role("heading", name="Desk", level=1).wait_for()
    officer.page.get_by_role("heading", name=re.compile(r"\d+ cases?")).wait_for()
    officer.check_accessibility()
    request = _ask(officer)

    operator = sign_in(browser, demo.url, COORDINATOR)
    _start(operator)
    _see_it_opened(officer, request)

    stranger = sign_in(browser, demo.url, OTHER_OFFICER)
    stranger.page.goto(f"/desk/requests/{request}")
    expect(stranger.page.get_by_role("heading", name="Page not found")).to_be_visible()
    stranger.page.goto("/desk")
    stranger.page.get_by_role("heading", name="Desk", level=1).wait_for()
    assert TITLE not in stranger.page.content()
    for visitor in (officer, operator, stranger):
        assert visitor.complaints == []
        visitor.context.close()


def _ask(officer: Visitor) -> str:
    page = officer.page
    page.get_by_role("link", name="New request").click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Purpose").fill("To see how the control centres are protected.")
    page.get_by_label("Profile").select_option("nis-baseline-important")
    page.get_by_label("Organisation", exact=True).check()
    page.get_by_label("Due on").fill((date.today() + timedelta(days=50)).isoformat())  # noqa: DTZ011
    page.get_by_label("Legal basis").fill("Invented Act, section 24(2)")
    page.get_by_label("NIS2 Art. 32(2)(e)").check()
    page.get_by_label("NIS2 Art. 33(2)(d)").check()
    officer.check_accessibility()
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("heading", name=TITLE, level=1).wait_for()
    request = page.url.rpartition("/")[2]
    page.get_by_label("Sector", exact=True).select_option("energy")
    page.get_by_label("Subsector").select_option("energy.electricity")
    page.get_by_role("button", name="Count").click()
    page.get_by_text("2 operators fit").wait_for()
    page.get_by_role("button", name="Name all of them").click()
    page.get_by_text("2 operators will get it").wait_for()
    officer.check_accessibility()
    page.get_by_role("button", name="Send", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("2 called").wait_for()
    page.goto("/desk/requests")
    page.get_by_role("link", name=TITLE).wait_for()
    officer.check_accessibility()
    return request


def _start(operator: Visitor) -> None:
    page = operator.page
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("heading", name="Your answer").wait_for()
    expect(page.get_by_text("Invented Act, section 24(2)")).to_be_visible()
    operator.check_accessibility()
    page.get_by_role("link", name="Start the assessment for this request").click()
    page.get_by_label("Title of the assessment").fill(DRAFT)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name=re.compile("Start")).click()
    page.get_by_role("heading", name=DRAFT, level=1).wait_for()


def _see_it_opened(officer: Visitor, request: str) -> None:
    page = officer.page
    page.goto(f"/desk?request={request}&sort=name")
    page.get_by_role("heading", name="2 cases").wait_for()
    row = page.get_by_role("row").filter(has_text="Nordkamm")
    expect(row).to_contain_text("Opened by the operator")
    expect(page.get_by_role("row").filter(has_text="Sonnkar")).to_contain_text("Requested")
    assert DRAFT not in page.content()
    row.get_by_role("checkbox").check()
    page.get_by_role("button", name="Remind", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Remind", exact=True).click()
    page.get_by_text("1 operator was reminded").wait_for()
    officer.check_accessibility()
