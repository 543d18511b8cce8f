"""A consultant from outside finds their work, and nothing else of the operator."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browser import sign_in
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

CONSULTANT = "leonie.brandauer@brandauer-beratung.example"
PROJECT = "Security by design: substation Ostried II"


def test_a_consultant_sees_what_is_theirs_and_nothing_else(browser: Browser, demo: Server) -> None:
    visitor = sign_in(browser, demo.url, CONSULTANT)
    page = visitor.page
    expect(page.get_by_role("heading", name="My work")).to_be_visible()
    expect(page.get_by_role("navigation").get_by_role("link")).to_have_text(["My work"])
    returned = page.get_by_role("region", name="Returned to you")
    expect(returned.get_by_text("Please name the clause")).to_be_visible()
    visitor.check_accessibility()
    returned.get_by_role("link").click()
    expect(page.get_by_text("Returned by Jonas Aschauer")).to_be_visible()
    expect(page.get_by_role("heading", name="Evidence")).to_be_visible()
    expect(page.get_by_text("Protection and station control")).to_have_count(0)
    visitor.check_accessibility()
    address = page.url.partition("/controls/")[0]
    for ending in ("/team", "/score", "/check"):
        page.goto(address + ending)
        expect(page.get_by_text(PROJECT)).to_have_count(0)
    visitor.context.close()
