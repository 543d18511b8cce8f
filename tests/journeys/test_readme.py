"""The commands of the README do what it says, against the demo."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.server import Server

pytestmark = pytest.mark.browser

README = Path(__file__).parents[2] / "README.md"
_TOKEN = re.compile(r"^\s+(?P<role>[a-z ]+?)\s+(?P<token>nisassess_\S{43})\s*$", re.MULTILINE)


def _commands() -> list[str]:
    text = README.read_text(encoding="utf-8")
    return re.findall(r"^```sh run\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def _run(command: str, demo: Server, folder: Path) -> subprocess.CompletedProcess[str]:
    tokens = {found["role"]: found["token"] for found in _TOKEN.finditer(demo.printed())}
    operator = re.search(r"\bopr_[0-9a-z]{26}\b", demo.printed())
    assert operator is not None
    (folder / "report.json").write_text('{"findings": []}')
    return subprocess.run(
        ["sh", "-eu", "-c", command.replace("http://127.0.0.1:8000", demo.url)],
        cwd=folder,
        env={
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(folder),
            "NISASSESS_DATA_DIR": str(folder / "var"),
            "NISASSESS_OFFICER_TOKEN": tokens["authority officer"],
            "NISASSESS_TOKEN": tokens["integrator"],
            "NISASSESS_OPERATOR": operator.group(),
            "ADMINISTRATOR_PASSWORD": "a-long-enough-password",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_every_command_of_the_readme_succeeds(demo: Server, tmp_path: Path) -> None:
    printed = []
    for command in _commands():
        done = _run(command, demo, tmp_path)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        printed.append(done.stdout)

    query, plugins, push, administrator = printed
    below = json.loads(query)["data"]["submissions"]["edges"]
    # Another journey may have brought a submission of the same operator from elsewhere.
    assert {edge["node"]["operatorName"] for edge in below} == {"Sonnkar Stromnetz GmbH"}
    assert "energy-electricity@2026.2" in plugins
    assert json.loads(push)["evidence"]["revision"] == 1
    assert "you@example.org can sign in as platform administrator" in administrator


def test_pictures_and_links_of_the_documents_exist() -> None:
    root = README.parent
    for document in (README, root / "CONTRIBUTING.md", *(root / "docs").rglob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), (document.name, target)
