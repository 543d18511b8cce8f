"""The example that was written from the tutorial: a folder, held to what sectors are held to."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from nisassess.catalogues.service import prepare
from nisassess.plugins import load_plugins
from nisassess.plugins.cli import app

pytestmark = pytest.mark.database_free
EXAMPLE = Path(__file__).parents[2] / "examples" / "drinking-water"


def test_example_has_no_fault() -> None:
    checked = CliRunner().invoke(app, ["check", str(EXAMPLE)])

    assert checked.exit_code == 0
    assert checked.stdout.splitlines()[-1] == (
        "drinking-water: no fault; looked at 1 catalogue, 5 groups, 30 controls, 48 questions,"
        " 71 references, 110 mappings, 2 profiles, 2 languages"
    )


def test_example_stands_as_a_plugin_beside_the_installed_ones() -> None:
    registry = load_plugins([EXAMPLE])

    pinned = prepare(registry, registry.profiles["drinking-water-essential"]).profile

    own = [control for control in pinned.controls.values() if control.id.startswith("water.")]
    assert len(own) == 30
    assert len(pinned.controls) > 30


def test_example_is_packed(tmp_path: Path) -> None:
    packed = CliRunner().invoke(app, ["pack", str(EXAMPLE), "--to", str(tmp_path)])

    assert packed.exit_code == 0
    assert [file.name for file in tmp_path.iterdir()] == [
        "nisassess_drinking_water-1.0.0-py3-none-any.whl"
    ]
