"""An assignment arrives in the inbox and by mail at a real server, until that is switched off."""

import asyncio
import queue
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator

from tests.journeys.browser import Visitor, sign_in
from tests.journeys.server import Server, running
from tests.support.mail_server import NAME, Postbox, mail_server

pytestmark = pytest.mark.browser

COORDINATOR = "jonas.aschauer@sonnkar-netz.example"
CONTRIBUTOR = "milena.horvat@sonnkar-netz.example"
WITHIN = 30.0
"""Seconds for a mail to arrive."""

_OPEN = """query($operator: ID!) {
  assessments(operatorId: $operator, first: 20) { edges { node { id state } } }
  members(organisationId: $operator) { id name } }"""
_CONTROLS = "query($id: ID!) { assessment(id: $id) { groups { controls { id title } } } }"
_ASSIGN = "mutation($input: AssignInput!) { assign(input: $input) { __typename } }"


class Arrivals(Postbox):
    """Hands each mail to whoever waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.queue: queue.Queue[EmailMessage] = queue.Queue()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a mail."""
        answer = await super().handle_DATA(server, session, envelope)
        self.queue.put(self.mails[-1])
        return answer


@contextmanager
def mail_arrives() -> Iterator[tuple[Arrivals, int]]:
    """A mail server in a thread of its own; what arrives, and its port."""
    arrivals, ports = Arrivals(), queue.Queue[int]()
    loop, ending = asyncio.new_event_loop(), asyncio.Event()

    async def serve() -> None:
        async with mail_server(arrivals) as port:
            ports.put(port)
            await ending.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=[serve()])
    thread.start()
    try:
        yield arrivals, ports.get(timeout=WITHIN)
    finally:
        loop.call_soon_threadsafe(ending.set)
        thread.join(WITHIN)
        loop.close()


@contextmanager
def with_mail(demo: Server, folder: Path, port: int) -> Iterator[Server]:
    """A server on a copy of the demo, which hands mails in at a port."""
    folder.mkdir()
    shutil.copytree(demo.folder / "keys", folder / "keys")
    with (
        closing(sqlite3.connect(demo.database_file)) as source,
        closing(sqlite3.connect(folder / "nisassess.sqlite3")) as copy,
    ):
        source.backup(copy)
    environment = {
        "NISASSESS_SMTP_HOST": NAME,
        "NISASSESS_SMTP_PORT": str(port),
        "NISASSESS_SMTP_ENCRYPTION": "none",
        "NISASSESS_SMTP_FROM": "nis@desk.example",
        "NISASSESS_PUBLIC_URL": "http://nis.example",
    }
    with running(folder, environment=environment) as server:
        yield server


def assign(coordinator: Visitor, number: int) -> str:
    """Assign a control of the open assessment to the contributor; the control's title."""
    viewer = coordinator.api("{ viewer { memberships { operatorId } } }")["viewer"]
    data = coordinator.api(_OPEN, operator=viewer["memberships"][0]["operatorId"])
    nodes = [edge["node"] for edge in data["assessments"]["edges"]]
    draft = next(node for node in nodes if node["state"] == "DRAFT")
    groups = coordinator.api(_CONTROLS, id=draft["id"])["assessment"]["groups"]
    controls = [control for group in groups for control in group["controls"]]
    (person,) = [one["id"] for one in data["members"] if one["name"] == "Milena Horvat"]
    control = controls[-number]
    given = {
        "assessmentId": draft["id"],
        "personIds": [person],
        "groupIds": [],
        "controlIds": [control["id"]],
        "partIds": [],
    }
    assert coordinator.api(_ASSIGN, input=given)["assign"]["__typename"] == "Assigned"
    return str(control["title"])


def want_mail_at_once(reader: Visitor) -> None:
    page = reader.page
    page.goto("/inbox/settings")
    kind = page.get_by_role("group", name="A control or group is assigned to me")
    kind.get_by_label("By mail").select_option("At once")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.", exact=True).wait_for()
    reader.check_accessibility()


def archive_and_undo(reader: Visitor, notice: Locator) -> None:
    page = reader.page
    page.goto("/inbox")
    notice.wait_for()
    reader.check_accessibility()
    item = page.locator("main li", has=notice)
    item.get_by_role("button", name="Archive").click()
    notice.wait_for(state="detached")
    page.get_by_role("button", name="Undo").click()
    notice.wait_for()


def end_mails(reader: Visitor, link: str) -> None:
    page = reader.page
    page.goto(link)
    page.get_by_text("Shall this installation send you no more mail of this kind?").wait_for()
    reader.check_accessibility()
    page.get_by_role("button", name="Send no more").click()
    page.get_by_text("No more of these mails are sent").wait_for()


def test_assignment_arrives_in_the_inbox_and_by_mail_until_the_link_in_it_ends_that(
    browser: Browser, demo: Server, tmp_path: Path
) -> None:
    with mail_arrives() as (arrivals, port), with_mail(demo, tmp_path / "data", port) as server:
        coordinator = sign_in(browser, server.url, COORDINATOR)
        reader = sign_in(browser, server.url, CONTRIBUTOR)
        page = reader.page
        want_mail_at_once(reader)

        title = assign(coordinator, 1)
        mail = arrivals.queue.get(timeout=WITHIN)
        assert mail["To"] == f"Milena Horvat <{CONTRIBUTOR}>"
        assert f"“{title}”" in mail["Subject"]
        notice = page.get_by_role("link", name=f"Jonas Aschauer assigned “{title}” to you.")
        archive_and_undo(reader, notice)

        end_mails(reader, mail["List-Unsubscribe"].strip("<>").removeprefix("http://nis.example"))
        page.goto("/inbox")
        notice.click()
        page.wait_for_url("**/assessments/**")
        another = assign(coordinator, 2)
        page.goto("/inbox")
        page.get_by_role("link", name=f"assigned “{another}” to you").wait_for()
        # A mail is written with its notice: there would be a second one by now.
        with closing(sqlite3.connect(server.database_file)) as database:
            assert database.execute("SELECT COUNT(*) FROM mail").fetchone() == (1,)
        assert reader.complaints == []
