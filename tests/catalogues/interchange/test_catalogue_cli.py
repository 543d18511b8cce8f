"""`nisassess catalogue import` and `export`, as they are run."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nisassess.cli import app
from nisassess.sdk import ContentPlugin
from tests.catalogues.interchange.files import oscal_catalog, oscal_control, saved

pytestmark = pytest.mark.database_free


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return saved(tmp_path / "rules.json", oscal_catalog(controls=[oscal_control("a")]))


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["catalogue", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def test_import_writes_the_folder_and_tells_the_report(tmp_path: Path, file: Path) -> None:
    code, out, _ = run("import", file, "--to", tmp_path / "h", "--id", "h", "--language", "fr")

    assert code == 0
    assert out.startswith("OSCAL catalog: 1 groups, 1 controls, 1 questions, 1 profiles")
    assert "languages: fr\n" in out
    assert "1 × the source gives no rationale, and this is said (first: catalog.controls.0)" in out
    assert ContentPlugin(tmp_path / "h").catalogues[0].language == "fr"


def test_import_tells_the_report_as_json(tmp_path: Path, file: Path) -> None:
    code, out, _ = run("import", file, "--to", tmp_path / "h", "--json")

    told = json.loads(out)
    assert code == 0
    assert told["taken"]["controls"] == 1
    assert told["open points"] == []
    assert {"kind": "left_out", "path": "catalog.metadata.last-modified"}.items() <= told[
        "remarks"
    ][1].items()


def test_import_of_a_faulty_file_names_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "rules.json"
    file.write_text('{"catalog": {},\n"catalog": {}}')

    code, out, err = run("import", file, "--to", tmp_path / "h")

    assert (code, out) == (1, "")
    assert err == f"{file}:2: catalog: the key 'catalog' stands twice\n"
    assert not (tmp_path / "h").exists()


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--id", "Not an id", "--id must be letters a–z, digits, single hyphens"),
        ("--id", "x" * 61, "at most 60 characters"),
        ("--language", "deutsch", "--language must be two small letters, as in `de`"),
    ],
)
def test_import_with_a_wrong_option_is_wrong_usage(
    tmp_path: Path, file: Path, option: str, value: str, message: str
) -> None:
    code, _, err = run("import", file, "--to", tmp_path / "h", option, value)

    assert code == 2
    assert message in err


@pytest.mark.parametrize(
    ("form", "name"),
    [("oscal", "n.json"), ("oscal-yaml", "n.yaml"), ("ciso", "n.yaml"), ("xlsx", "n.xlsx")],
)
def test_export_of_an_installed_catalogue_can_be_imported(
    tmp_path: Path, form: str, name: str
) -> None:
    target = tmp_path / name

    code, out, err = run("export", "nis-baseline", "--format", form, "--to", target)

    assert (code, err) == (0, "")
    assert f"written: {target}" in out
    code, out, _ = run("import", target, "--to", tmp_path / "back", "--json")
    assert code == 0
    assert json.loads(out)["taken"]["groups"] == 11


def test_export_of_a_folder_writes_its_catalogue(tmp_path: Path, file: Path) -> None:
    run("import", file, "--to", tmp_path / "h", "--id", "h")
    target = tmp_path / "out.json"

    code, out, _ = run("export", tmp_path / "h", "--format", "oscal", "--to", target, "--json")

    assert code == 0
    assert json.loads(out)["files"] == [str(target), str(tmp_path / "out.h-all.json")]


def test_export_of_an_unknown_catalogue_names_those_there_are(tmp_path: Path) -> None:
    code, _, err = run("export", "none", "--format", "oscal", "--to", tmp_path / "x.json")

    assert code == 1
    assert err.startswith("nisassess: there is no catalogue 'none' (installed: ")
    assert "nis-baseline" in err
