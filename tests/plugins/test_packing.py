"""`nisassess plugin pack`: a wheel from a folder without Python, installed for real."""

import os
import shutil
import subprocess
import sys
import venv
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from nisassess.plugins import opening
from nisassess.plugins.cli import app
from nisassess.sdk import ContentPlugin
from nisassess.sdk.scoring import GatedMaturity

pytestmark = pytest.mark.database_free
SOUND = Path(__file__).parents[1] / "sdk" / "shelf" / "sound"
ROOT = Path(__file__).parents[2]
cli = CliRunner()


class OwnLadder(GatedMaturity):
    id = "own-ladder"


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SOUND, "water")


def packed(to: str = "dist") -> Path:
    made = cli.invoke(app, ["pack", "water", "--to", to])
    assert made.exit_code == 0, made.output
    (wheel,) = Path(to).iterdir()
    return wheel


def test_wheel_holds_the_content_and_nothing_beside_it() -> None:
    for stray in ("tests/test_water.py", ".schemas/group.schema.json", "notes.txt"):
        file = Path("water", stray)
        file.parent.mkdir(exist_ok=True)
        file.write_text("")

    wheel = packed()

    assert wheel.name == "nisassess_water-2.0.1-py3-none-any.whl"
    with ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == {
        "nisassess_water/__init__.py",
        *(
            f"nisassess_water/content/{file.relative_to(SOUND).as_posix()}"
            for file in SOUND.rglob("*.yaml")
        ),
    }


def test_same_files_make_the_same_bytes() -> None:
    first = packed().read_bytes()
    for file in Path("water").rglob("*.yaml"):
        file.touch(mode=0o600)
    before = os.umask(0o077)
    try:
        again = packed("again").read_bytes()
    finally:
        os.umask(before)

    assert again == first


def test_folder_with_a_fault_is_not_packed() -> None:
    sector = Path("water/sector.yaml")
    sector.write_text(sector.read_text().replace("[drinking-water]", "[mineral-water]"))

    refused = cli.invoke(app, ["pack", "water"])

    assert refused.exit_code == 1
    assert refused.stderr.startswith("water/sector.yaml:4: subsectors: 'mineral-water' is no")
    assert not Path("dist").exists()


def test_folder_with_python_of_its_own_is_not_packed() -> None:
    Path("water/scoring.py").write_text("")

    refused = cli.invoke(app, ["pack", "water"])

    assert refused.exit_code == 1
    assert refused.stderr.startswith("water/scoring.py: a folder with Python of its own is packed")


def test_wheel_is_checked_like_its_folder() -> None:
    checked = cli.invoke(app, ["check", str(packed())])

    assert checked.exit_code == 0
    assert checked.stdout.startswith("water: no fault; looked at 1 catalogue, 1 group, 2 controls")


def test_fault_in_a_wheel_is_told_by_the_wheel_and_the_file_in_it() -> None:
    wheel = packed()
    with ZipFile(wheel) as archive:
        archive.extractall("open")
    sector = Path("open/nisassess_water/content/sector.yaml")
    sector.write_text(sector.read_text().replace("[drinking-water]", "[mineral-water]"))
    shutil.make_archive("spoilt", "zip", "open")
    Path("spoilt.zip").rename("spoilt.whl")

    checked = cli.invoke(app, ["check", "spoilt.whl"])

    assert checked.exit_code == 1
    assert checked.stdout.startswith(
        "spoilt.whl/nisassess_water/content/sector.yaml:4: subsectors: 'mineral-water'"
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no archive", "bad.whl: is no wheel: File is not a zip file\n"),
        (None, "bad.whl: the file is missing\n"),
    ],
)
def test_file_that_is_no_wheel_is_told(content: bytes | None, told: str) -> None:
    if content is not None:
        Path("bad.whl").write_bytes(content)

    checked = cli.invoke(app, ["check", "bad.whl"])

    assert (checked.exit_code, checked.stderr) == (1, told)


def test_installed_wheel_is_listed() -> None:
    """In a fresh environment that sees the present one's packages, without any network."""
    wheel = packed()
    venv.create("env", with_pip=False)
    python = Path("env/bin/python").absolute()
    site = Path(next(path for path in sys.path if path.endswith("site-packages")))
    own = next(Path("env/lib").glob("*/site-packages"))
    (own / "present.pth").write_text(f"import site; site.addsitedir({str(site)!r})\n{ROOT}\n")

    subprocess.run(
        [
            python,
            *("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-input"),
            *("--disable-pip-version-check", "--root-user-action", "ignore", str(wheel)),
        ],
        check=True,
    )
    listed = subprocess.run(
        [python, "-c", "import nisassess.cli as cli; cli.main()", "plugin", "list"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (own / "nisassess_water" / "content" / "plugin.yaml").exists()
    assert "water  nisassess-water 2.0.1\n  sector    water  Drinking water\n" in listed.stdout


def test_content_of_an_installed_package_is_scored_by_its_own_methods(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A folder that is part of a package with Python is checked with what the package brings."""
    profile = Path("water/profiles/water-essential.yaml")
    profile.write_text(profile.read_text().replace("method: gated-maturity", "method: own-ladder"))
    module = ModuleType("nisassess_waterworks")
    module.plugin = ContentPlugin(Path("water").absolute(), (OwnLadder(),))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    point = EntryPoint("water", "nisassess_waterworks:plugin", "nisassess")
    real = entry_points

    alone = cli.invoke(app, ["check", "water"])
    monkeypatch.setattr(opening, "entry_points", lambda group: [*real(group=group), point])
    installed = cli.invoke(app, ["check", "water"])

    assert "'own-ladder' is no known scoring method" in alone.stdout
    assert installed.stdout.startswith("water: no fault; ")
