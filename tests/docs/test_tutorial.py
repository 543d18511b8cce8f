"""The tutorial for plugin authors, followed word by word."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from nisassess.sdk import ContentPlugin

pytestmark = pytest.mark.database_free
ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "plugins" / "tutorial.md"
_BLOCK = re.compile(
    r"^```(sh run(?: fails)?|text output|yaml file=\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass
class Reader:
    """Somebody who follows the tutorial in a terminal."""

    folder: Path
    said: str = ""

    def follow(self, kind: str, text: str) -> None:
        if kind.startswith("yaml"):
            file = self.folder / kind.partition("file=")[2]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        elif kind == "text output":
            assert self.said == text
        else:
            self.run(text, fails=kind.endswith("fails"))

    def run(self, commands: str, *, fails: bool) -> None:
        done = subprocess.run(
            ["sh", "-eu", "-c", f'{commands}\npwd > "$WHERE"'],
            cwd=self.folder,
            env={
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                "HOME": str(self.folder),
                "WHERE": str(self.folder / ".where"),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode != 0) == fails, (commands, done.stdout, done.stderr)
        self.said = done.stdout
        where = self.folder / ".where"
        if where.exists():
            self.folder = Path(where.read_text().strip())
            where.unlink()


def blocks() -> list[tuple[str, str]]:
    return _BLOCK.findall(DOCUMENT.read_text(encoding="utf-8"))


def test_tutorial_does_what_it_says(tmp_path: Path) -> None:
    reader = Reader(tmp_path)

    for kind, text in blocks():
        reader.follow(kind, text)

    plugin = ContentPlugin(reader.folder)
    assert plugin.manifest.id == "drinking-water"
    assert [len(group.controls) for group in plugin.catalogues[0].groups] == [2, 1]
    assert [file.name for file in (reader.folder / "dist").iterdir()] == [
        "nisassess_drinking_water-0.1.0-py3-none-any.whl"
    ]
