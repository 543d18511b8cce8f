"""A colleague is invited, joins, sets up a second factor, signs in with it, and is let go."""

import re
from datetime import timedelta

import pyotp
import pytest
from playwright.sync_api import Browser, expect

from nisassess.kit.clock import now
from tests.journeys.browser import Visitor, sign_in, visit
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

COORDINATOR = "nuno.valadares@serra-clara.example"
NEWCOMER = "ines.moreira@serra-clara.example"
PASSWORD = "three words and a river"
STEP = timedelta(seconds=30)
"""The code of the present step enrolled the authenticator, and counts once."""


def test_a_colleague_joins_by_a_link_and_is_let_go(browser: Browser, demo: Server) -> None:
    coordinator = sign_in(browser, demo.url, COORDINATOR)
    link = _invite(coordinator)
    newcomer = visit(browser, demo.url)
    _join(newcomer, link)
    _find_the_link_used(browser, demo, link)
    secret, codes = _set_up_a_second_factor(newcomer)
    _sign_in_again(newcomer, pyotp.TOTP(secret).at(now() + STEP))
    _sign_in_again(newcomer, codes[3].upper())
    _see_the_sessions(newcomer)
    _remove(coordinator)
    _reach_nothing_any_more(newcomer)
    assert coordinator.complaints == newcomer.complaints == []


def _invite(visitor: Visitor) -> str:
    page = visitor.page
    page.get_by_role("link", name="Members").click()
    page.get_by_role("heading", name="Invite somebody").wait_for()
    page.get_by_role("button", name="Make the invitation").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    visitor.check_accessibility()
    page.get_by_label("Name", exact=True).fill("Inês Moreira")
    page.get_by_label("Email address").fill(NEWCOMER)
    roles = page.get_by_role("group", name="Roles", exact=True)
    roles.get_by_label("Contributor", exact=True).check()
    page.get_by_role("button", name="Make the invitation").click()
    page.get_by_role("heading", name="Invitation for Inês Moreira").wait_for()
    expect(page.get_by_role("heading", name="Open invitations")).to_be_visible()
    visitor.check_accessibility()
    return page.locator("section.card pre").inner_text().strip()


def _join(visitor: Visitor, link: str) -> None:
    page = visitor.page
    page.goto(link)
    page.get_by_role("heading", name="Join Redes Serra Clara, S.A.").wait_for()
    page.get_by_label("No, I am new here").check()
    visitor.check_accessibility()
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Join", exact=True).click()
    page.get_by_role("link", name="Inês Moreira").wait_for()
    page.get_by_role("heading", name="Redes Serra Clara, S.A.").wait_for()
    assert "#" not in page.url


def _find_the_link_used(browser: Browser, demo: Server, link: str) -> None:
    visitor = visit(browser, demo.url)
    visitor.page.goto(link)
    visitor.page.get_by_role("heading", name="This invitation does not count").wait_for()
    visitor.check_accessibility()


def _set_up_a_second_factor(visitor: Visitor) -> tuple[str, list[str]]:
    page = visitor.page
    page.get_by_role("link", name="Inês Moreira").click()
    page.get_by_role("button", name="Set up a second factor").click()
    page.get_by_role("img", name=re.compile("QR code")).wait_for()
    page.get_by_text("It cannot be scanned?").click()
    secret = page.locator("section.card pre").inner_text().replace(" ", "").strip()
    page.get_by_label("Six digits").fill("000000")
    page.get_by_role("button", name="Confirm the code").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    visitor.check_accessibility()
    page.get_by_label("Six digits").fill(pyotp.TOTP(secret).at(now()))
    page.get_by_role("button", name="Confirm the code").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    visitor.check_accessibility()
    codes = page.locator("section.card li code").all_inner_texts()
    assert len(codes) == 10
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as a text file").click()
    assert codes[9] in download.value.path().read_text(encoding="utf-8")
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_text("10 recovery codes are unused.")).to_be_visible()
    visitor.check_accessibility()
    return secret, codes


def _sign_in_again(visitor: Visitor, code: str) -> None:
    page = visitor.page
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    page.get_by_label("Email address").fill(NEWCOMER)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Now enter the code").wait_for()
    assert visitor.api("{ viewer { id } }") == {"viewer": None}
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Sign out").wait_for()


def _see_the_sessions(visitor: Visitor) -> None:
    page = visitor.page
    page.goto("/account")
    expect(page.get_by_text("9 recovery codes are unused.")).to_be_visible()
    expect(page.get_by_text("Chrome on Linux")).to_have_count(1)
    expect(page.get_by_text("This session", exact=True)).to_be_visible()


def _remove(visitor: Visitor) -> None:
    page = visitor.page
    page.reload()
    page.get_by_role("button", name="Remove Inês Moreira").click()
    page.get_by_role("heading", name="Remove Inês Moreira?").wait_for()
    visitor.check_accessibility()
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text("Inês Moreira is no member any more.")).to_be_visible()


def _reach_nothing_any_more(visitor: Visitor) -> None:
    assert visitor.api("{ viewer { memberships { roles } permissions } }") == {
        "viewer": {"memberships": [], "permissions": []}
    }
    visitor.page.goto("/")
    visitor.page.get_by_role(
        "heading", name="There is nothing here for your account yet"
    ).wait_for()
