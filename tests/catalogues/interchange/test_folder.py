"""What an import writes: a plugin's folder that can be read back, or nothing."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from nisassess.catalogues.interchange.folder import write_folder
from nisassess.plugins import load_plugins
from nisassess.sdk import ContentError, ContentPlugin
from tests.catalogues.interchange.files import (
    imported,
    library,
    node,
    oscal_catalog,
    oscal_control,
    saved,
)

pytestmark = pytest.mark.database_free

SCORES = [
    {"score": 0, "name": "None", "translations": {"fr": {"name": "Rien"}}},
    {"score": 1, "name": "All"},
]


def whole_library() -> dict[str, object]:
    nodes = [
        node("a", name="Access", translations={"fr": {"name": "Accès"}}),
        node(
            "a.1",
            "a",
            name="Gates",
            description="Gates:\n\n- north\n- south",
            translations={"fr": {"name": "Portes", "description": "Portes."}},
            implementation_groups=["basic"],
        ),
    ]
    return library(
        nodes,
        scores_definition=SCORES,
        implementation_groups_definition=[{"ref_id": "basic", "name": "Basic"}],
        translations={"fr": {"name": "Règles du quai"}},
    )


def test_folder_reads_back_as_what_was_imported(tmp_path: Path) -> None:
    found = imported(saved(tmp_path / "quay.yaml", whole_library()))

    open_points = write_folder(found, tmp_path / "quay")

    plugin = ContentPlugin(tmp_path / "quay")
    (catalogue,) = plugin.catalogues
    assert open_points == ()
    assert plugin.faults() == ()
    assert catalogue.groups[0].title == "Access"
    control = catalogue.groups[0].controls[0]
    assert control.statement == "Gates:\n\n- north\n- south"
    assert [choice.label for choice in control.questions[0].choices] == ["None", "All"]
    french = catalogue.translations["fr"]
    assert french.title == "Règles du quai"
    assert french.groups["quay.a"].controls["quay.a.1"].title == "Portes"
    assert french.scales["score"]["0"].label == "Rien"
    assert [profile.id for profile in plugin.profiles] == ["quay-all", "quay-basic"]


def test_folder_has_the_layout_of_a_plugin_and_the_report(tmp_path: Path) -> None:
    found = imported(saved(tmp_path / "quay.yaml", whole_library()))

    write_folder(found, tmp_path / "quay")

    files = sorted(
        path.relative_to(tmp_path / "quay").as_posix()
        for path in (tmp_path / "quay").rglob("*")
        if path.is_file()
    )
    assert files == [
        "catalogues/quay/catalogue.yaml",
        "catalogues/quay/groups/01-a.yaml",
        "catalogues/quay/translations/fr/catalogue.yaml",
        "catalogues/quay/translations/fr/groups/01-a.yaml",
        "import-report.json",
        "plugin.yaml",
        "profiles/quay-all.yaml",
        "profiles/quay-basic.yaml",
        "sector.yaml",
    ]
    report = json.loads((tmp_path / "quay/import-report.json").read_text())
    assert report["format"] == "CISO Assistant library"
    assert report["taken"]["controls"] == 1
    assert report["languages"] == ["en", "fr"]
    assert {remark["kind"] for remark in report["remarks"]} == {"filled", "changed"}


def test_folder_stands_as_a_plugin_of_the_platform(tmp_path: Path) -> None:
    found = imported(saved(tmp_path / "quay.yaml", whole_library()))
    write_folder(found, tmp_path / "quay")

    registry = load_plugins([tmp_path / "quay"])

    assert [refused for refused in registry.refused if refused.name == "quay"] == []
    assert registry.plugin_of_catalogue("quay") is not None


def test_texts_that_look_like_other_yaml_stay_texts(tmp_path: Path) -> None:
    control = oscal_control("a", title="No")
    control["parts"][0]["prose"] = "2026-01-01"
    control["parts"].append({"name": "guidance", "prose": "a: b\n# c\n\ttab "})
    found = imported(saved(tmp_path / "r.json", oscal_catalog(controls=[control])), id_="h")

    write_folder(found, tmp_path / "h")

    (catalogue,) = ContentPlugin(tmp_path / "h").catalogues
    made = catalogue.groups[0].controls[0]
    assert (made.title, made.statement) == ("No", "2026-01-01")
    assert made.guidance == ("a: b\n# c\n\ttab",)
    text = (tmp_path / "h/catalogues/h/groups/01-general.yaml").read_text()
    assert yaml.safe_load(text)["controls"][0]["title"] == "No"


@pytest.mark.parametrize("kind", ["folder", "file", "dangling link"])
def test_target_that_exists_is_left_alone(tmp_path: Path, kind: str) -> None:
    found = imported(saved(tmp_path / "r.json", oscal_catalog(controls=[oscal_control("a")])))
    target = tmp_path / "there"
    if kind == "folder":
        target.mkdir()
    elif kind == "file":
        target.write_text("mine")
    else:
        target.symlink_to(tmp_path / "nowhere")
    before = sorted(tmp_path.iterdir())

    with pytest.raises(ContentError, match="exists already; name a folder that does not"):
        write_folder(found, target)

    assert sorted(tmp_path.iterdir()) == before


def test_group_too_large_for_one_file_is_divided(tmp_path: Path) -> None:
    many = [oscal_control(f"c{number}") for number in range(4_000)]
    found = imported(saved(tmp_path / "r.json", oscal_catalog(controls=many)), id_="h")

    write_folder(found, tmp_path / "h")

    (catalogue,) = ContentPlugin(tmp_path / "h").catalogues
    ids = [group.id for group in catalogue.groups]
    assert ids[:2] == ["h.general", "h.general.part-2"]
    assert catalogue.groups[1].title == f"General (2/{len(ids)})"
    controls = [control.id for group in catalogue.groups for control in group.controls]
    assert controls == [f"h.c{number}" for number in range(4_000)]
    told = [remark.reason for remark in found.report.remarks if remark.path == "h.general"]
    assert told == [f"a group too large for one file became {len(ids)}"]


def test_content_that_cannot_be_read_back_leaves_nothing(tmp_path: Path) -> None:
    """A profile is one file, which names each control; no file may grow beyond all bounds."""
    found = imported(
        saved(tmp_path / "r.json", oscal_catalog(controls=[oscal_control("a")])), id_="h"
    )
    (profile,) = found.profiles
    endless = replace(profile, controls={f"h.c{number}": 1 for number in range(60_000)})
    before = sorted(tmp_path.iterdir())

    with pytest.raises(ContentError) as told:
        write_folder(replace(found, profiles=(endless,)), tmp_path / "h")

    assert told.value.faults[0].file == "profiles/h-all.yaml"
    assert "divide it into several files" in told.value.faults[0].message
    assert sorted(tmp_path.iterdir()) == before
