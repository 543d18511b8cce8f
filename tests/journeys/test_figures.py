"""An officer opens a number and fills the register; an operator tells a change, sees who read."""

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.journeys.browser import Visitor, sign_in
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

COORDINATOR = "jonas.aschauer@sonnkar-netz.example"
OFFICER = "sofia.papadaki@sichere-netze.example"
OPERATOR = "Sonnkar Stromnetz GmbH"
HEAD = "national_number,name,country,status,decided_on,reason"
GOOD = "FN 500001 a,Talfluss Energie,AT,important,2026-03-31,Medium-sized supplier"
WRONG = "FN 500002 b,Bergquell Wasser,AT,vital,2026-03-31,Sole supplier of the valley"
ADDRESS = "Bergstraße 7, 6020 Innsbruck"
VIEWS = ("Weakest controls", "Not applicable", "Late", "Over the years", "Late measures")


def test_number_opens_into_its_submissions_and_the_operator_sees_who_read(
    browser: Browser, demo: Server
) -> None:
    officer = sign_in(browser, demo.url, OFFICER)
    page = officer.page
    page.goto("/statistics")
    number = page.locator("main table td.number a").first
    counted = int(number.inner_text().split(":")[0])
    officer.check_accessibility()
    number.click()
    page.get_by_role("heading", name="What was found").wait_for()
    found = page.locator("main section li h3")
    expect(found).to_have_count(counted)
    page.get_by_role("link", name=OPERATOR).first.click()
    page.get_by_role("heading", name=OPERATOR, level=1).wait_for()
    for view in VIEWS:
        page.goto("/statistics")
        page.get_by_role("link", name=view, exact=True).click()
        page.get_by_role("heading", name=view, exact=True, level=2).wait_for()
        page.wait_for_load_state("networkidle")
        officer.check_accessibility()

    operator = sign_in(browser, demo.url, COORDINATOR)
    operator.page.goto("/submissions")
    operator.page.locator("main section li a").first.click()
    read = operator.page.get_by_role("region", name="Who of the authority read it")
    expect(read.get_by_role("cell", name="Sofia Papadaki").first).to_be_visible()
    operator.check_accessibility()
    _leave(officer, operator)


def test_register_with_a_wrong_line_is_mended_and_imported(browser: Browser, demo: Server) -> None:
    officer = sign_in(browser, demo.url, OFFICER)
    page = officer.page
    page.emulate_media(reduced_motion="reduce")  # no colour is looked at half-way
    page.goto("/register/entities")
    page.get_by_role("link", name="Nordkamm Übertragungsnetz AG").wait_for()
    officer.check_accessibility()
    page.get_by_role("link", name="Import a CSV file").click()
    page.locator("input[type=file]").set_input_files(_csv(GOOD, WRONG))
    page.get_by_role("button", name="Check the file").click()
    page.get_by_text("1 fault: nothing was imported").wait_for()
    expect(page.get_by_role("row").nth(1)).to_contain_text("status")
    officer.check_accessibility()
    page.locator("input[type=file]").set_input_files(
        _csv(GOOD, WRONG.replace("vital", "essential"))
    )
    page.get_by_role("button", name="Check the file").click()
    page.get_by_text("2 new, 0 changed, 0 unchanged.").wait_for()
    officer.check_accessibility()
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("The register is up to date").wait_for()
    page.goto("/register/entities")
    page.get_by_role("link", name="Talfluss Energie").click()
    page.get_by_text("Medium-sized supplier").first.wait_for()
    officer.check_accessibility()
    _leave(officer)


def test_operator_tells_a_change_and_the_authority_takes_it_in(
    browser: Browser, demo: Server
) -> None:
    operator = sign_in(browser, demo.url, COORDINATOR)
    page = operator.page
    page.goto("/operator/registration")
    page.get_by_label("Address", exact=True).fill(ADDRESS)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved", exact=True).wait_for()
    operator.check_accessibility()
    page.get_by_role("link", name="See what changed and tell the authority").click()
    page.get_by_role("cell", name=ADDRESS).wait_for()
    operator.check_accessibility()
    page.get_by_role("button", name="Send the notice").click()
    page.get_by_role("heading", name=f"Change: {OPERATOR}").wait_for()

    officer = sign_in(browser, demo.url, OFFICER)
    page = officer.page
    page.goto("/register/changes")
    page.get_by_role("link", name=OPERATOR).wait_for()
    officer.check_accessibility()
    page.get_by_role("link", name=OPERATOR).click()
    page.get_by_role("cell", name=ADDRESS).wait_for()
    page.get_by_role("button", name="Acknowledge").click()
    page.get_by_text("Acknowledged", exact=True).wait_for()
    officer.check_accessibility()
    operator.page.reload()
    operator.page.get_by_text("Acknowledged", exact=True).wait_for()
    _leave(officer, operator)


def _csv(*lines: str) -> FilePayload:
    body = "\n".join((HEAD, *lines)).encode()
    return {"name": "register.csv", "mimeType": "text/csv", "buffer": body}


def _leave(*visitors: Visitor) -> None:
    for visitor in visitors:
        assert visitor.complaints == []
        visitor.context.close()
