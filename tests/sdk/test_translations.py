"""Overlays: what is missing or stale is told, a node falls back as a whole, stamps keep files."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from nisassess.sdk import Catalogue, ContentPlugin
from nisassess.sdk.translations import (
    catalogue_reports,
    localised,
    profile_reports,
    sector_reports,
    stamp,
)
from nisassess.sdk.translations.stamping import stamped_text

pytestmark = pytest.mark.database_free
SOUND = Path(__file__).parent / "shelf" / "sound"
OVERLAY = Path("catalogues/water-supply/translations/fr")
GROUP = OVERLAY / "groups" / "01-works.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOUND, tmp_path / "water"))


def edit(folder: Path, file: Path | str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def catalogue_of(folder: Path) -> Catalogue:
    (only,) = ContentPlugin(folder).catalogues
    return only


# --- reports


def test_complete_translation_misses_nothing(folder: Path) -> None:
    (report,) = catalogue_reports(catalogue_of(folder))

    assert (report.owner, report.language, report.texts) == ("water-supply", "fr", 23)
    assert (report.missing, report.stale, report.unstamped) == ((), (), ())
    assert report.complete
    assert report.declared_complete


def test_profile_and_sector_are_told_too(folder: Path) -> None:
    plugin = ContentPlugin(folder)

    (of_profile,) = profile_reports(plugin.profiles[0])
    (of_sector,) = sector_reports(plugin.sector)
    assert (of_profile.texts, of_profile.missing) == (5, ())
    assert (of_sector.texts, of_sector.missing) == (2, ())


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("    title: Dosage\n", "", ("water.dosing.title",)),
        (", Surveillez l'analyseur.", "", ("water.dosing.guidance",)),
        ("        unit: heures\n", "", ("water.samples.questions.hours.unit",)),
        (
            '          "2": {description: Chaque usine tient une liste scellée.}\n',
            '          "2": {}\n',
            ("water.dosing.questions.coverage.choices.2.description",),
        ),
        ("summary: Là où l'eau est traitée.\n", "", ("water-works.summary",)),
    ],
)
def test_missing_text_is_told_by_its_key(
    folder: Path, old: str, new: str, missing: tuple[str, ...]
) -> None:
    edit(folder, GROUP, old, new)

    (report,) = catalogue_reports(catalogue_of(folder))
    assert report.missing == missing
    assert not report.complete


def test_missing_label_of_a_scale_is_told_once(folder: Path) -> None:
    edit(folder, OVERLAY / "catalogue.yaml", '    "1": {label: Par endroits}\n', "")

    (report,) = catalogue_reports(catalogue_of(folder))
    assert report.missing == ("scales.coverage.1.label",)


def test_changed_original_makes_its_node_stale_and_no_other(folder: Path) -> None:
    edit(
        folder,
        "catalogues/water-supply/groups/01-works.yaml",
        "Can dosing be changed from afar?",
        "Can dosing be changed from outside?",
    )

    (report,) = catalogue_reports(catalogue_of(folder))
    assert report.stale == ("water.dosing",)
    assert report.missing == ()


def test_translation_without_a_stamp_is_told(folder: Path) -> None:
    text = (folder / GROUP).read_text()
    (folder / GROUP).write_text(
        "\n".join(line for line in text.splitlines() if not line.strip().startswith("of:"))
    )

    (report,) = catalogue_reports(catalogue_of(folder))
    assert report.unstamped == ("water-works", "water.dosing", "water.samples")
    assert report.complete


# --- content in a language


def test_catalogue_is_shown_in_the_language(folder: Path) -> None:
    found = localised(catalogue_of(folder), "fr")

    assert set(found.languages.values()) == {"fr"}
    (group,) = found.catalogue.groups
    dosing, samples = group.controls
    coverage = dosing.questions[0]
    assert (found.catalogue.title, group.title, dosing.title) == (
        "Distribution d'eau",
        "Usines",
        "Dosage",
    )
    assert dosing.guidance == ("Verrouillez les consignes.", "Surveillez l'analyseur.")
    assert [choice.label for choice in coverage.choices] == [
        "Nulle part",
        "Par endroits",
        "Partout",
    ]
    assert coverage.choices[2].description == "Chaque usine tient une liste scellée."
    assert samples.questions[0].unit == "heures"


def test_control_that_lacks_a_text_falls_back_as_a_whole(folder: Path) -> None:
    edit(folder, GROUP, "    title: Dosage\n", "")

    found = localised(catalogue_of(folder), "fr")

    dosing, samples = found.catalogue.groups[0].controls
    assert (dosing.title, dosing.guidance[0]) == ("Dosing", "Lock the set points.")
    assert dosing.questions[1].prompt == "Le dosage peut-il être modifié à distance ?"
    assert samples.title == "Prélèvements"
    assert found.languages["water.dosing"] == "en"
    assert found.languages["water.dosing.questions.remote"] == "fr"


def test_question_whose_scale_lacks_a_label_falls_back_with_its_choices(folder: Path) -> None:
    edit(folder, OVERLAY / "catalogue.yaml", '    "1": {label: Par endroits}\n', "")

    found = localised(catalogue_of(folder), "fr")

    coverage = found.catalogue.groups[0].controls[0].questions[0]
    assert coverage.prompt == "Where are set points locked?"
    assert [choice.label for choice in coverage.choices] == ["Nowhere", "In places", "Everywhere"]
    assert found.languages["water.dosing.questions.coverage"] == "en"
    assert found.languages["water.dosing"] == "fr"


def test_stale_control_falls_back_with_its_questions(folder: Path) -> None:
    edit(
        folder,
        "catalogues/water-supply/groups/01-works.yaml",
        "without a second person",
        "without two others",
    )

    found = localised(catalogue_of(folder), "fr")

    dosing = found.catalogue.groups[0].controls[0]
    assert dosing.title == "Dosing"
    assert [found.languages[key] for key in sorted(found.languages)] == [
        "fr",  # the head
        "fr",  # the group
        "en",
        "en",
        "en",
        "en",
        "fr",
        "fr",
    ]


def test_language_without_any_overlay_is_the_original(folder: Path) -> None:
    catalogue = catalogue_of(folder)

    found = localised(catalogue, "de")

    assert replace(found.catalogue, translations={}) == replace(catalogue, translations={})
    assert set(found.languages.values()) == {"en"}


# --- stamps


def test_stamp_writes_nothing_where_nothing_changed(folder: Path) -> None:
    assert stamp(ContentPlugin(folder)) == ()


def test_stamp_brings_stale_texts_up_to_date_and_keeps_the_rest(folder: Path) -> None:
    edit(folder, "sector.yaml", "Suppliers of", "All suppliers of")
    edit(folder, "translations/fr/sector.yaml", "title: Eau", "# said so by the union\ntitle: Eau")
    assert sector_reports(ContentPlugin(folder).sector)[0].stale == ("water",)

    changed = stamp(ContentPlugin(folder))

    assert changed == (folder / "translations" / "fr" / "sector.yaml",)
    assert sector_reports(ContentPlugin(folder).sector)[0].stale == ()
    assert "# said so by the union\ntitle: Eau potable\n" in changed[0].read_text()


def test_stamp_enters_blocks_of_every_style() -> None:
    text = """\
# Texts of the works.
id: water-works   # as in the original
controls:
  # the first
  water.dosing:
    # a remark
    title: "Dosage"
  water.samples: {title: Prélèvements}
  water.other:
"""
    digests = {
        (): "a" * 16,
        ("controls", "water.dosing"): "1" * 16,
        ("controls", "water.samples"): "b" * 16,
        ("controls", "water.other"): "c" * 16,
        ("controls", "water.absent"): "d" * 16,
    }

    stamped = stamped_text(text, digests)

    assert (
        stamped
        == f"""\
# Texts of the works.
of: "{"a" * 16}"
id: water-works   # as in the original
controls:
  # the first
  water.dosing:
    # a remark
    of: "{"1" * 16}"
    title: "Dosage"
  water.samples: {{of: "{"b" * 16}", title: Prélèvements}}
  water.other:
"""
    )
    assert stamped_text(stamped, digests) == stamped
