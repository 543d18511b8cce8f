"""Every hook is documented, implemented by content folders, and asked for by the kit."""

import inspect
import tomllib
from pathlib import Path

import pytest

from nisassess.sdk import SDK_VERSION, ContentPlugin
from nisassess.sdk.conformance import Subject
from nisassess.sdk.hookspec import Hooks
from tests.sdk.test_schemas import FOLDERS, ROOT

pytestmark = pytest.mark.database_free
HOOKS = [name for name in vars(Hooks) if name.startswith("nisassess_")]


@pytest.mark.parametrize("hook", HOOKS)
def test_hook_is_documented(hook: str) -> None:
    text = inspect.getdoc(getattr(Hooks, hook))

    assert text is not None
    assert len(text) > 40


def test_folder_answers_every_hook_and_the_kit_asks_each() -> None:
    answers = Subject(ContentPlugin(FOLDERS[0])).answers

    assert sorted(answers) == sorted(HOOKS)
    assert all(answer is not None for answer in answers.values())


@pytest.mark.parametrize("folder", FOLDERS[1:], ids=lambda folder: folder.parent.name)
def test_manifest_tells_the_contract_and_the_distribution_s_version(folder: Path) -> None:
    manifest = ContentPlugin(folder).manifest
    home = ROOT if manifest.id == "baseline" else ROOT / "plugins" / manifest.id
    project = tomllib.loads((home / "pyproject.toml").read_text())["project"]

    assert (manifest.sdk, manifest.version) == (SDK_VERSION, project["version"])
    assert manifest.id in project["entry-points"]["nisassess"]
