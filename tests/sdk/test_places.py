"""Faults that name ids are told with the file and line where the entry stands."""

import shutil
from pathlib import Path

import pytest

from nisassess.sdk import ContentFault
from nisassess.sdk.places import Places

pytestmark = pytest.mark.database_free
SOUND = Path(__file__).parent / "shelf" / "sound"
WORKS = "catalogues/water-supply/groups/01-works.yaml"
FRENCH = "catalogues/water-supply/translations/fr"


def located(owner: str, key: str, folder: Path = SOUND) -> tuple[str, int, str]:
    (found,) = Places(folder).locate([ContentFault(owner, 0, key, "is wrong")])
    assert found.key == key
    return Path(found.file).relative_to(folder).as_posix(), found.line, found.message


@pytest.mark.parametrize(
    ("owner", "key", "file", "line"),
    [
        ("water", "subsectors", "sector.yaml", 4),
        ("water", "translations.fr.title", "translations/fr/sector.yaml", 3),
        ("water-supply", "version", "catalogues/water-supply/catalogue.yaml", 2),
        ("water-supply", "sources.nis2.addressees", "catalogues/water-supply/catalogue.yaml", 8),
        ("water-supply", "scales.coverage.2", "catalogues/water-supply/catalogue.yaml", 14),
        ("water-supply", "water-works", WORKS, 1),
        ("water-supply", "water-works.summary", WORKS, 3),
        ("water-supply", "water.dosing", WORKS, 5),
        ("water-supply", "water.dosing.references.0.point", WORKS, 15),
        ("water-supply", "water.dosing.questions.coverage.choices.2", WORKS, 26),
        ("water-supply", "water.samples.questions.hours.bands.1", WORKS, 50),
        ("water-supply", "changes.1.1.water.tests", "catalogues/water-supply/changes/1.1.yaml", 8),
        ("water-supply", "releases.1.0.rest", "catalogues/water-supply/releases/1.0.yaml", 3),
        ("water-supply", "translations.fr.scales.coverage.1", f"{FRENCH}/catalogue.yaml", 8),
        ("water-supply", "translations.fr.water-works.title", f"{FRENCH}/groups/01-works.yaml", 3),
        (
            "water-supply",
            "translations.fr.water.samples.title",
            f"{FRENCH}/groups/01-works.yaml",
            22,
        ),
        ("water-essential", "groups.water-works", "profiles/water-essential.yaml", 16),
        ("water-essential", "legal_basis.0", "profiles/water-essential.yaml", 14),
        (
            "water-essential",
            "translations.fr.levels",
            "profiles/translations/fr/water-essential.yaml",
            7,
        ),
    ],
)
def test_entry_is_found_by_its_ids(owner: str, key: str, file: str, line: int) -> None:
    assert located(owner, key) == (file, line, "is wrong")


def test_entry_that_is_missing_is_told_at_the_block_around_it() -> None:
    assert located("water-supply", "water.dosing.not_applicable.reason") == (WORKS, 5, "is wrong")


def test_fault_of_the_whole_is_told_at_the_first_line() -> None:
    assert located("water-essential", "nothing.of.it") == (
        "profiles/water-essential.yaml",
        1,
        "is wrong",
    )


def test_fault_of_a_profile_on_a_control_is_told_at_the_control_and_names_the_profile() -> None:
    assert located("water-essential", "water.samples.questions.hours") == (
        WORKS,
        43,
        "is wrong (for 'water-essential')",
    )


def test_target_of_a_control_is_told_in_the_profile(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SOUND, tmp_path / "water"))
    profile = folder / "profiles" / "water-essential.yaml"
    profile.write_text(profile.read_text() + "controls:\n  water.dosing: 1\n")

    assert located("water-essential", "controls.water.dosing", folder) == (
        "profiles/water-essential.yaml",
        21,
        "is wrong",
    )


def test_owner_of_another_plugin_stays_as_it_is() -> None:
    fault = ContentFault("elsewhere", 0, "a.b", "is wrong")

    assert Places(SOUND).locate([fault]) == (fault,)


def test_file_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SOUND, tmp_path / "water"))
    (folder / WORKS).write_text("id: [\n")

    assert located("water-supply", "water.dosing", folder) == (
        "catalogues/water-supply/catalogue.yaml",
        1,
        "is wrong",
    )
