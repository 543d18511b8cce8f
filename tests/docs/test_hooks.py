"""A hook that is not documented, or not tested, does not get in."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from nisassess.plugins.cli import app
from nisassess.plugins.reference import reference
from nisassess.sdk import content
from nisassess.sdk.hookspec import Hooks
from nisassess.sdk.scoring import METHODS

pytestmark = pytest.mark.database_free
ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "plugins" / "reference.md"
HOOKS = [name for name in vars(Hooks) if name.startswith("nisassess_")]


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_stands_in_the_reference_with_its_meaning(hook: str) -> None:
    text = REFERENCE.read_text(encoding="utf-8")

    assert f"\n### `{hook}(" in text
    assert " ".join((getattr(Hooks, hook).__doc__ or "").split()) in " ".join(text.split())


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_is_tried_by_a_test(hook: str) -> None:
    here = Path(__file__)
    tests = [
        file
        for file in (ROOT / "tests").rglob("test_*.py")
        if file != here and hook in file.read_text(encoding="utf-8")
    ]

    assert tests, f"no test implements or asks {hook}"


def test_every_public_name_of_the_hooks_is_a_hook() -> None:
    assert [name for name in vars(Hooks) if not name.startswith("_")] == HOOKS


def test_reference_is_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    checked = CliRunner().invoke(app, ["reference", "--check"])

    assert (checked.exit_code, checked.stdout) == (0, "docs/plugins/reference.md is up to date\n")


def test_reference_that_is_out_of_date_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    missing = CliRunner().invoke(app, ["reference", "--check"])
    written = CliRunner().invoke(app, ["reference", "--write"])

    assert missing.exit_code == 1
    assert missing.stderr == (
        "nisassess: docs/plugins/reference.md is out of date; run `make fix`\n"
    )
    assert written.exit_code == 0
    assert Path("docs/plugins/reference.md").read_text(encoding="utf-8") == reference()


@pytest.mark.parametrize("name", content.__all__)
def test_every_class_of_the_content_is_in_the_reference(name: str) -> None:
    described = isinstance(getattr(content, name), type)

    assert (f"\n### {name}\n" in reference()) == described


@pytest.mark.parametrize("method", list(METHODS))
def test_every_parameter_of_every_method_is_in_the_reference(method: str) -> None:
    (section,) = (one for one in reference().split("\n### ") if one.startswith(f"`{method}` "))

    assert METHODS[method].parameters
    assert all(
        f"\n| `{one.name}` | {one.meaning} |" in section for one in METHODS[method].parameters
    )
