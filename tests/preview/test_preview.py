"""`nisassess plugin preview` as a process of its own, followed while content changes."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import visit

pytestmark = pytest.mark.database_free
SOUND = Path(__file__).parents[1] / "sdk" / "shelf" / "sound"
COMMAND = Path(sys.executable).with_name("nisassess")
PROFILE = "profiles/water-essential.yaml"
WORKS = "catalogues/water-supply/groups/01-works.yaml"
PATIENCE = 60.0
HTML = {"accept": "text/html"}


@dataclass
class Shown:
    """A running preview, and a browser-like client of it."""

    folder: Path
    process: subprocess.Popen[str]
    link: str

    def client(self) -> httpx.Client:
        return httpx.Client(
            base_url=self.link.partition("/preview/")[0], follow_redirects=True, timeout=PATIENCE
        )

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Shown]:
    folder = Path(shutil.copytree(SOUND, tmp_path / "water"))
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NISASSESS_")}
    environment["TMPDIR"] = str(tmp_path / "tmp")
    (tmp_path / "tmp").mkdir()
    process = subprocess.Popen(
        [COMMAND, "plugin", "preview", str(folder), "--port", "0", "--lang", "fr"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=environment,
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(2)]
    yield Shown(folder, process, lines[1].strip())
    process.kill()
    process.communicate()


def state(client: httpx.Client, path: str = "/") -> dict[str, Any]:
    told: dict[str, Any] = client.get("/preview/state", params={"path": path}).json()
    return told


def next_state(client: httpx.Client, before: dict[str, Any], path: str = "/") -> dict[str, Any]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        now = state(client, path)
        if now["generation"] != before["generation"]:
            return now
        time.sleep(0.1)
    raise AssertionError(before)


def titles(client: httpx.Client, path: str) -> list[str]:
    query = "query($id: ID!) { assessment(id: $id) { groups { controls { title } } } }"
    answer = client.post(
        "/graphql",
        json={"query": query, "variables": {"id": path.rpartition("/")[2]}},
        headers={"X-Nisassess-Client": "web"},
    ).json()
    groups = answer["data"]["assessment"]["groups"]
    return [control["title"] for group in groups for control in group["controls"]]


def test_preview_follows_the_content_and_tells_its_faults(shown: Shown) -> None:
    with shown.client() as client:
        page = client.get(shown.link, headers=HTML)
        first = state(client, page.url.path)

        assert re.fullmatch(r"/assessments/asm_\w+", page.url.path)
        assert '<script src="/preview/reload.js" data-generation="1" data-language="fr">' in (
            page.text
        )
        assert titles(client, page.url.path) == ["Dosing", "Samples"]

        shown.edit(WORKS, "title: Samples", "title: Samples by hand")
        second = next_state(client, first, page.url.path)

        assert second["path"] != page.url.path
        assert titles(client, second["path"]) == ["Dosing", "Samples by hand"]

        shown.edit(PROFILE, "[water.dosing]", "[water.pumps]")
        third = next_state(client, second, page.url.path)
        faulty = client.get(third["path"], headers=HTML)

        assert "<h1>1 fault in the content</h1>" in faulty.text
        assert (
            f"<code>{shown.folder}/{PROFILE}:17</code><br>key_controls:"
            " the profile does not select the control &#x27;water.pumps&#x27;" in faulty.text
        )

        shown.edit(PROFILE, "[water.pumps]", "[water.dosing]")
        fourth = next_state(client, third, page.url.path)

        assert "<h1>" not in client.get(fourth["path"], headers=HTML).text
        assert titles(client, fourth["path"]) == ["Dosing", "Samples by hand"]


def test_link_opens_the_preview_once(shown: Shown) -> None:
    with shown.client() as first, shown.client() as second:
        first.get(shown.link, headers=HTML)

        again = second.get(shown.link, headers=HTML)

        assert again.status_code == 403
        assert "This link was used already" in again.text
        assert second.get("/preview/enter/wrong").status_code == 403


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_preview_ends_cleanly_and_leaves_nothing(shown: Shown, number: signal.Signals) -> None:
    with shown.client() as client:
        client.get("/healthz")

    shown.process.send_signal(number)
    shown.process.wait(PATIENCE)

    assert shown.process.returncode == 0
    assert sorted(path.name for path in shown.folder.parent.iterdir()) == ["tmp", "water"]
    assert list((shown.folder.parent / "tmp").iterdir()) == []


@pytest.mark.browser
def test_page_in_the_browser_changes_with_the_file_and_keeps_answers(
    shown: Shown, browser: Browser
) -> None:
    visitor = visit(browser, shown.link.partition("/preview/")[0])
    page = visitor.page
    page.goto(shown.link)
    page.get_by_role("link", name="Dosage", exact=True).click()
    page.get_by_role("radio", name="Nulle part").check()
    page.get_by_text("Enregistré").first.wait_for()

    shown.edit(PROFILE, "summary: For", "summary: Only for")
    page.wait_for_url(re.compile("controls/water.dosing"))
    page.locator("script[data-generation='2']").wait_for(state="attached")

    page.get_by_role("radio", name="Nulle part").wait_for()
    assert page.get_by_role("radio", name="Nulle part").is_checked()

    shown.edit(PROFILE, "[water.dosing]", "[water.pumps]")
    page.get_by_role("heading", name="1 fault in the content").wait_for()
    visitor.check_accessibility()
    shown.edit(PROFILE, "[water.pumps]", "[water.dosing]")
    page.get_by_role("radio", name="Nulle part").wait_for()
    assert visitor.complaints == []
