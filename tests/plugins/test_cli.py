"""`nisassess plugin new, check, list, schemas`: what a sector body sees."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nisassess.plugins.cli import app
from nisassess.sdk import ContentPlugin
from nisassess.sdk.schemas import SCHEMAS

pytestmark = pytest.mark.database_free
SHELF = Path(__file__).parents[1] / "sdk" / "shelf"
PROFILE = "profiles/water-essential.yaml"
cli = CliRunner()


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run in a folder of their own, so that paths are short."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SHELF / "sound", "water")


def spoil(file: str, old: str, new: str) -> None:
    path = Path(file)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


# --- new


def test_new_plugin_is_complete_and_has_no_fault() -> None:
    made = cli.invoke(app, ["new", "harbour", "--subsector", "transport.water"])
    checked = cli.invoke(app, ["check", "harbour"])

    assert (made.exit_code, checked.exit_code) == (0, 0)
    assert made.output.startswith("19 files written to harbour\n")
    assert checked.output == (
        "warning: harbour-measures: 2 references have no 'checked_by' and so may not bind:"
        " harbour.remote-access, harbour.manual-operation\n"
        "harbour: no fault; looked at 1 catalogue, 1 group, 2 controls, 3 questions,"
        " 2 references, 4 mappings, 1 profile, 1 language\n"
    )


def test_new_plugin_bears_the_names_that_were_given() -> None:
    given = ["--id", "lakes", "--title", 'Lakes: "clear"', "--language", "de"]

    cli.invoke(app, ["new", "somewhere", "--subsector", "drinking-water", *given])

    plugin = ContentPlugin(Path("somewhere"))
    (catalogue,), (profile,) = plugin.catalogues, plugin.profiles
    assert (plugin.manifest.id, plugin.manifest.title) == ("lakes", 'Lakes: "clear"')
    assert (catalogue.id, catalogue.language) == ("lakes-measures", "de")
    assert catalogue.title == 'Lakes: "clear": measures'
    assert (profile.id, profile.entity_types) == ("lakes-essential", ("drinking-water",))


def test_folder_that_holds_something_is_left_alone() -> None:
    before = sorted(Path("water").rglob("*"))

    refused = cli.invoke(app, ["new", "water", "--subsector", "drinking-water"])

    assert refused.exit_code == 1
    assert refused.stderr == "water: is not empty; name a folder that is new or empty\n"
    assert sorted(Path("water").rglob("*")) == before


def test_unknown_subsector_is_told_with_those_near_it() -> None:
    refused = cli.invoke(app, ["new", "tap", "--subsector", "drinkingwater"])

    assert refused.exit_code == 1
    assert refused.stderr.startswith("tap: 'drinkingwater' is no subsector of NIS2 (near it: drink")
    assert not Path("tap").exists()


def test_folder_whose_name_is_no_id_needs_one() -> None:
    refused = cli.invoke(app, ["new", "Mein_Netz", "--subsector", "drinking-water"])

    assert refused.exit_code == 2
    assert "'Mein_Netz' is no id" in refused.stderr


def test_tests_of_a_new_plugin_pass() -> None:
    cli.invoke(app, ["new", "harbour", "--subsector", "transport.water"])

    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "harbour/tests"]
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"]}
    )

    assert run.returncode == 0, run.stdout
    assert "15 passed" in run.stdout


def test_editor_finds_a_schema_for_every_kind_of_file() -> None:
    cli.invoke(app, ["new", "harbour", "--subsector", "transport.water"])
    shutil.rmtree("harbour/.schemas")

    written = cli.invoke(app, ["schemas", "harbour"])

    settings = json.loads(Path("harbour/.vscode/settings.json").read_text())
    named = {Path("harbour", file) for file in settings["yaml.schemas"]}
    assert written.exit_code == 0
    assert len(named) == len(SCHEMAS)
    assert all(json.loads(file.read_text())["$schema"] for file in named)


# --- check


def test_every_fault_is_told_with_file_line_key_and_what_would_be_right() -> None:
    spoil(f"water/{PROFILE}", "water-works: 2", "water-works: 7")
    spoil("water/sector.yaml", "subsectors: [drinking-water]", "subsectors: [mineral-water]")

    checked = cli.invoke(app, ["check", "water"])

    assert checked.exit_code == 1
    assert checked.stdout.splitlines()[:2] == [
        "water/sector.yaml:4: subsectors: 'mineral-water' is no subsector of NIS2 Annex I or II",
        f"water/{PROFILE}:16: groups.water-works: the target 7 lies outside the scale 0 to 2",
    ]


def test_faults_are_given_to_machines_entry_by_entry() -> None:
    spoil(f"water/{PROFILE}", "water-works: 2", "water-works: 7")

    checked = cli.invoke(app, ["check", "water", "--json"])

    told = json.loads(checked.stdout)
    assert checked.exit_code == 1
    assert told["faults"][0] == {
        "file": f"water/{PROFILE}",
        "line": 16,
        "key": "groups.water-works",
        "message": "the target 7 lies outside the scale 0 to 2",
    }
    assert told["looked_at"]["controls"] == 2


@pytest.mark.parametrize("name", sorted(one.name for one in (SHELF / "broken").iterdir()))
def test_every_broken_plugin_of_the_shelf_is_refused(name: str) -> None:
    shutil.copytree(SHELF / "broken" / name, "water", dirs_exist_ok=True)
    for absent in Path("water").rglob("*.absent"):
        absent.with_suffix("").unlink()

    checked = cli.invoke(app, ["check", "water"])

    assert checked.exit_code == 1
    assert checked.exception is None or isinstance(checked.exception, SystemExit)


def test_translation_that_lags_is_a_warning() -> None:
    works = "water/catalogues/water-supply/groups/01-works.yaml"
    head = "water/catalogues/water-supply/translations/fr/catalogue.yaml"
    spoil(works, "title: Dosing", "title: Dosing of chlorine")
    spoil(head, "complete: true\n", "")

    checked = cli.invoke(app, ["check", "water"])

    assert checked.exit_code == 0
    assert checked.stdout.startswith(
        "warning: water-supply (fr): of 23 texts 1 stale; listed by"
        " `nisassess catalogue check water --language fr`\n"
    )


def test_translation_that_lags_is_a_fault_where_it_must_be_complete() -> None:
    works = "water/catalogues/water-supply/groups/01-works.yaml"
    head = "water/catalogues/water-supply/translations/fr/catalogue.yaml"
    spoil(works, "title: Dosing", "title: Dosing of chlorine")
    spoil(head, "complete: true\n", "")

    checked = cli.invoke(app, ["check", "water", "--complete", "fr"])

    assert checked.exit_code == 1
    assert checked.stdout.startswith(
        "water/catalogues/water-supply/translations/fr/groups/01-works.yaml:6:"
        " translations.fr.water.dosing: the original has changed since; bring it up to date,"
        " then `catalogue stamp`\n"
    )


def test_language_that_is_not_there_is_a_fault_where_it_must_be_complete() -> None:
    checked = cli.invoke(app, ["check", "water", "--complete", "fr, it"])

    assert checked.exit_code == 1
    assert checked.stdout.splitlines()[:3] == [
        "water/sector.yaml:1: is not translated into 'it'",
        "water/catalogues/water-supply/catalogue.yaml:1: is not translated into 'it'",
        f"water/{PROFILE}:1: is not translated into 'it'",
    ]


def test_installed_plugin_is_checked_by_its_name() -> None:
    checked = cli.invoke(app, ["check", "baseline"])

    assert checked.stdout.splitlines()[-1].startswith("baseline: ")
    assert "catalogues" in checked.stdout


def test_name_that_is_nothing_is_told_with_what_is_installed() -> None:
    checked = cli.invoke(app, ["check", "waterr"])

    assert checked.exit_code == 1
    assert checked.stderr.startswith(
        "waterr: is no folder, no wheel (.whl) and no installed plugin (baseline, energy"
    )


def test_id_of_an_installed_profile_is_not_taken_again() -> None:
    spoil(f"water/{PROFILE}", "id: water-essential", "id: nis-baseline-essential")
    spoil(
        "water/profiles/translations/fr/water-essential.yaml",
        "water-essential",
        "nis-baseline-essential",
    )

    checked = cli.invoke(app, ["check", "water"])

    assert checked.exit_code == 1
    assert "water: the profile id 'nis-baseline-essential' is taken by the plugin 'baseline'" in (
        checked.stdout
    )


# --- list


def test_list_names_methods_and_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NISASSESS_PLUGIN_FOLDERS", "water")

    listed = cli.invoke(app, ["list", "--json"])

    told = json.loads(listed.stdout)
    water = told["plugins"][-1]
    assert water["plugin"] == "water"
    assert water["languages"] == ["en", "fr"]
    assert water["profiles"][0]["method"] == "gated-maturity"
    assert [method["id"] for method in told["methods"]] == [
        "gated-maturity",
        "mean-of-means",
        "outcomes",
        "cumulative-levels",
        "weighted",
    ]


def test_refused_plugin_is_listed_with_its_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NISASSESS_PLUGIN_FOLDERS", "water")
    spoil(f"water/{PROFILE}", "water-works: 2", "water-works: 7")

    listed = cli.invoke(app, ["list"])

    assert listed.exit_code == 1
    assert "water  REFUSED\n  water/profiles/water-essential.yaml:16: groups" in listed.stdout
