"""A plugin's folder: scales, overlays, changes, releases, and what does not belong there."""

import shutil
from pathlib import Path

import pytest

from nisassess.sdk import ChangeKind, ContentError, ContentPlugin, read_catalogue, read_profiles
from nisassess.sdk.reader.shapes import MOST_FAULTS

pytestmark = pytest.mark.database_free
SOUND = Path(__file__).parent / "shelf" / "sound"
CATALOGUE = Path("catalogues/water-supply")
GROUP = CATALOGUE / "groups" / "01-works.yaml"
OVERLAY = CATALOGUE / "translations" / "fr"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOUND, tmp_path / "water"))


def write(folder: Path, file: Path | str, text: str) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def edit(folder: Path, file: Path | str, old: str, new: str) -> None:
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))


def told(folder: Path) -> list[tuple[str, int, str, str]]:
    return [
        (Path(fault.file).relative_to(folder).as_posix(), fault.line, fault.key, fault.message)
        for fault in ContentPlugin(folder).faults()
    ]


# --- the whole folder


def test_sound_folder_is_read_whole(folder: Path) -> None:
    plugin = ContentPlugin(folder)

    assert plugin.faults() == ()
    assert plugin.check() == ()
    assert (plugin.manifest.id, plugin.manifest.version) == ("water", "2.0.1")
    assert plugin.nisassess_sdk_version() == "1.1"
    assert plugin.nisassess_sector().translations["fr"].title == "Eau potable"
    assert [catalogue.id for catalogue in plugin.nisassess_catalogues()] == ["water-supply"]
    assert [profile.id for profile in plugin.nisassess_profiles()] == ["water-essential"]
    assert plugin.nisassess_scoring_methods() == ()


def test_folder_is_read_once(folder: Path) -> None:
    plugin = ContentPlugin(folder)
    first = plugin.nisassess_catalogues()
    shutil.rmtree(folder)

    assert plugin.nisassess_catalogues() is first


def test_folder_without_profiles_has_none(folder: Path) -> None:
    shutil.rmtree(folder / "profiles")

    assert ContentPlugin(folder).profiles == ()


def test_faults_of_every_file_are_told_at_once(folder: Path) -> None:
    edit(folder, "plugin.yaml", "title: Drinking water\n", "")
    edit(folder, "sector.yaml", "title: Drinking water\n", "")
    edit(folder, GROUP, "title: Works\n", "")
    edit(folder, "profiles/water-essential.yaml", "title: Water, essential\n", "")

    assert told(folder) == [
        ("plugin.yaml", 1, "title", "is required"),
        ("sector.yaml", 1, "title", "is required"),
        ("catalogues/water-supply/groups/01-works.yaml", 1, "title", "is required"),
        ("profiles/water-essential.yaml", 1, "title", "is required"),
    ]


def test_version_of_another_shape_is_told(folder: Path) -> None:
    edit(folder, "plugin.yaml", "version: 2.0.1", "version: '2.0'")

    ((file, line, key, message),) = told(folder)
    assert (file, line, key) == ("plugin.yaml", 3, "version")
    assert message.endswith("(found: 2.0)")


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("sector.yml", "is read by nothing; end its name with .yaml"),
        (
            "catalogs/a/catalogue.yaml",
            "is read by nothing; see the layout of a plugin's folder for where it belongs",
        ),
        (
            "catalogues/water-supply/group/02-more.yaml",
            "is read by nothing; see the layout of a plugin's folder for where it belongs",
        ),
        ("profiles/extra.yml", "is read by nothing; end its name with .yaml"),
    ],
)
def test_file_that_nothing_reads_is_told(folder: Path, file: str, message: str) -> None:
    write(folder, file, "id: x\n")

    assert told(folder) == [(file, 0, "", message)]


def test_hidden_files_are_left_alone(folder: Path) -> None:
    write(folder, ".drafts/idea.yaml", "x")
    write(folder, "catalogues/.trash/catalogue.yaml", "x")

    assert told(folder) == []


def test_only_so_many_faults_of_a_file_are_told(folder: Path) -> None:
    write(folder, GROUP, "id: water-works\ncontrols: [" + "{}," * 100 + "]\n")

    found = [fault for fault in told(folder) if fault[0] == GROUP.as_posix()]
    assert len(found) == MOST_FAULTS + 1
    assert found[-1] == (GROUP.as_posix(), 1, "", "has 602 faults more")


# --- scales


def test_choices_of_a_scale_are_taken_and_one_is_replaced(folder: Path) -> None:
    question = read_catalogue(folder / CATALOGUE).groups[0].controls[0].questions[0]

    assert [(c.value, c.label, c.description) for c in question.choices] == [
        ("0", "Nowhere", None),
        ("1", "In places", None),
        ("2", "Everywhere", "Each works has a sealed list."),
    ]


def test_unknown_scale_is_told_at_its_line(folder: Path) -> None:
    edit(folder, GROUP, "scale: coverage", "scale: coverrage")

    assert told(folder) == [
        (
            GROUP.as_posix(),
            24,
            "controls.0.questions.0.scale",
            "the catalogue has no scale 'coverrage' (coverage)",
        )
    ]


def test_choice_that_replaces_nothing_is_told_at_its_line(folder: Path) -> None:
    edit(folder, GROUP, '- {value: "2", label: Everywhere,', '- {value: "3", label: Everywhere,')

    assert told(folder) == [
        (
            GROUP.as_posix(),
            26,
            "controls.0.questions.0.choices.0.value",
            "the scale 'coverage' has no value '3' to replace (0, 1, 2)",
        )
    ]


# --- overlays


def test_overlays_are_read_beside_what_they_translate(folder: Path) -> None:
    texts = read_catalogue(folder / CATALOGUE).translations["fr"]

    assert texts.title == "Distribution d'eau"
    assert texts.groups["water-works"].controls["water.samples"].title == "Prélèvements"
    (profile,) = read_profiles(folder / "profiles")
    assert profile.translations["fr"].levels == ("Absent", "En partie", "Présent")


def test_overlay_may_lack_the_head_or_the_groups(folder: Path) -> None:
    (folder / OVERLAY / "catalogue.yaml").unlink()
    assert read_catalogue(folder / CATALOGUE).translations["fr"].title is None

    shutil.rmtree(folder / OVERLAY / "groups")
    assert read_catalogue(folder / CATALOGUE).translations["fr"].groups == {}


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (
            OVERLAY / "groups" / "01-works.yaml",
            "    title: Dosage",
            "    titel: Dosage",
            (8, "controls.water.dosing.titel", "is no entry that belongs here"),
        ),
        (
            OVERLAY / "catalogue.yaml",
            "scales:",
            "groups: {}\nscales:",
            (5, "groups", "texts of groups belong into files of their own in groups/"),
        ),
        (
            "profiles/translations/fr/water-essential.yaml",
            "id: water-essential",
            "id: water-important",
            (2, "id", "must be 'water-essential', as in the profile's own file"),
        ),
    ],
)
def test_fault_in_an_overlay_is_told_at_its_line(
    folder: Path,
    file: Path | str,
    old: str,
    new: str,
    fault: tuple[int, str, str],
) -> None:
    edit(folder, file, old, new)

    ((_, line, key, message),) = told(folder)
    assert (line, key) == fault[:2]
    assert message.startswith(fault[2])


@pytest.mark.parametrize(
    ("source", "copy", "message"),
    [
        (
            OVERLAY / "groups" / "01-works.yaml",
            OVERLAY / "groups" / "02-pumps.yaml",
            "translates nothing: there is no groups/02-pumps.yaml",
        ),
        (
            "profiles/translations/fr/water-essential.yaml",
            "profiles/translations/fr/water-small.yaml",
            "translates nothing: there is no profiles/water-small.yaml",
        ),
    ],
)
def test_overlay_of_nothing_is_told(
    folder: Path, source: Path | str, copy: Path | str, message: str
) -> None:
    write(folder, copy, (folder / source).read_text())

    assert (Path(copy).as_posix(), 0, "", message) in told(folder)


def test_folder_that_is_no_language_is_told(folder: Path) -> None:
    (folder / CATALOGUE / "translations" / "fr-BE").mkdir()

    assert told(folder) == [
        (
            "catalogues/water-supply/translations/fr-BE",
            0,
            "",
            "only folders named by a language's two letters belong here, e.g. fr",
        )
    ]


@pytest.mark.parametrize("entry", ["translations", "changes", "releases"])
def test_entry_that_has_files_of_its_own_is_refused_in_the_head(folder: Path, entry: str) -> None:
    empty = "{}" if entry == "translations" else "[]"
    edit(folder, CATALOGUE / "catalogue.yaml", "scales:", f"{entry}: {empty}\nscales:")

    ((file, line, key, message),) = told(folder)
    assert (file, line, key) == ("catalogues/water-supply/catalogue.yaml", 10, entry)
    assert message.endswith(f"in {entry}/" + ("<language>/" if entry == "translations" else ""))


# --- versions


def test_changes_and_releases_are_read_in_the_order_of_versions(folder: Path) -> None:
    for version, since in (("1.10", "1.9"), ("1.9", "1.1")):
        write(
            folder,
            CATALOGUE / "changes" / f"{version}.yaml",
            f'version: "{version}"\nsince: "{since}"\n'
            "controls:\n  water.dosing: {change: same}\n",
        )
    write(
        folder,
        CATALOGUE / "releases" / "1.9.yaml",
        'version: "1.9"\ncontrols: {water.dosing: "0123456789abcdef"}\nrest: "0"\n',
    )

    catalogue = read_catalogue(folder / CATALOGUE)

    assert [step.version for step in catalogue.changes] == ["1.1", "1.9", "1.10"]
    assert catalogue.changes[1].controls["water.dosing"].change is ChangeKind.SAME
    assert [release.version for release in catalogue.releases] == ["1.0", "1.9"]
    assert catalogue.releases[1].controls == {"water.dosing": "0123456789abcdef"}


def test_file_that_is_named_otherwise_than_its_version_is_told(folder: Path) -> None:
    write(
        folder,
        CATALOGUE / "changes" / "1.2.yaml",
        'version: "1.3"\nsince: "1.1"\ncontrols: {}\n',
    )

    with pytest.raises(ContentError) as caught:
        read_catalogue(folder / CATALOGUE)
    (fault,) = caught.value.faults
    assert (fault.line, fault.key, fault.message) == (
        1,
        "version",
        "must be '1.2', as the file is named",
    )
