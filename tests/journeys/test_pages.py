"""Every page of every kind of user: axe-core finds nothing, and nothing is asked of others."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import sign_in, visit
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

COORDINATOR = "jonas.aschauer@sonnkar-netz.example"
OFFICER = "sofia.papadaki@sichere-netze.example"
ADMINISTRATOR = "maarten.vanderlinden@betrieb.example"


def test_pages_of_an_operator_are_accessible(browser: Browser, demo: Server) -> None:
    visitor = sign_in(browser, demo.url, COORDINATOR)
    for address in ("/", "/operator/details", "/submissions", "/tokens", "/verify", "/nowhere"):
        visitor.page.goto(address)
        visitor.page.locator("main h1").wait_for()
        visitor.page.wait_for_load_state("networkidle")
        visitor.check_accessibility()
    assert visitor.complaints == []


def test_pages_of_an_authority_are_accessible(browser: Browser, demo: Server) -> None:
    visitor = sign_in(browser, demo.url, OFFICER)
    imports = "/submissions/import", "/submissions/trusted-installations"
    for address in ("/submissions", "/register", *imports):
        visitor.page.goto(address)
        visitor.page.locator("main h1").wait_for()
        visitor.page.wait_for_load_state("networkidle")
        visitor.check_accessibility()
    visitor.page.goto("/register")
    visitor.page.locator("main a[href^='/register/']").first.click()
    visitor.page.locator("main h1").wait_for()
    visitor.page.wait_for_load_state("networkidle")
    visitor.check_accessibility()
    assert visitor.complaints == []


def test_an_administrator_is_told_that_it_sees_no_content(browser: Browser, demo: Server) -> None:
    visitor = sign_in(browser, demo.url, ADMINISTRATOR)
    visitor.page.get_by_text("It sees no assessment").wait_for()
    visitor.check_accessibility()
    data = visitor.api("{ viewer { permissions } }")
    assert data["viewer"]["permissions"] == ["session:use"]


def test_a_wrong_password_is_told_at_the_form(browser: Browser, demo: Server) -> None:
    visitor = visit(browser, demo.url)
    visitor.page.goto("/")
    visitor.page.get_by_label("Email address").fill("nobody@nowhere.example")
    visitor.page.get_by_label("Password", exact=True).fill("wrong-password-here")
    visitor.page.get_by_role("button", name="Sign in").click()
    visitor.page.get_by_text("The e-mail address or the password is not right.").first.wait_for()
    visitor.check_accessibility()


def test_the_explorer_answers_a_saved_example(browser: Browser, demo: Server) -> None:
    visitor = sign_in(browser, demo.url, OFFICER)
    visitor.page.goto("/graphql")
    visitor.page.get_by_text("Examples").first.wait_for()
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.complaints == []
