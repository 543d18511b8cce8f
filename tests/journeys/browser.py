"""A real Chromium on the demo, for the journeys.

Chromium is Debian's, found on PATH; nothing is downloaded. Every page that a journey comes to
can be held against axe-core's rules.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from nisassess.demo.cast import PASSWORD

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
# Chromium would look up its maker's hosts at every start.
_ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 30_000
"""Milliseconds; the machine may be busy."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        message = "chromium is not on PATH; `scripts/setup test` installs it"
        raise RuntimeError(message)
    arguments = [*_ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the browser; what the browser complains of is kept."""

    context: BrowserContext
    page: Page
    complaints: list[str]

    def api(self, query: str, **variables: Any) -> dict[str, Any]:
        """Ask the API as the signed-in person."""
        answer = self.context.request.post(
            "/graphql",
            data={"query": query, "variables": variables},
            headers={"X-Nisassess-Client": "web"},
        )
        body: dict[str, Any] = answer.json()
        assert "errors" not in body, body
        data: dict[str, Any] = body["data"]
        return data

    def check_accessibility(self) -> None:
        """No violation of axe-core's rules, and no sideways scrolling at 320 pixels."""
        self.page.locator("h1").first.wait_for(state="attached")  # the page has loaded
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        report = self.page.evaluate(
            "rules => axe.run({runOnly: {type: 'tag', values: rules}})", _RULES
        )
        found = [
            (one["id"], one["help"], [node["html"] for node in one["nodes"]])
            for one in report["violations"]
        ]
        assert found == [], (self.page.url, found)
        size = self.page.viewport_size
        self.page.set_viewport_size({"width": 320, "height": 640})
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, (self.page.url, width)
        if size is not None:
            self.page.set_viewport_size(size)


def visit(browser: Browser, url: str) -> Visitor:
    """Open a browser window of its own."""
    context = browser.new_context(
        base_url=url, viewport={"width": 1280, "height": 900}, accept_downloads=True
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    foreign = [url]
    page.on(
        "request",
        lambda request: (
            complaints.append(f"foreign request: {request.url}")
            if not request.url.startswith((*foreign, "data:", "blob:"))
            else None
        ),
    )
    return Visitor(context, page, complaints)


def sign_in(browser: Browser, url: str, email: str) -> Visitor:
    """Open a window and sign in through the form."""
    visitor = visit(browser, url)
    page = visitor.page
    page.goto("/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()
    return visitor
