"""Content files: what is wrong is named with file, line, entry and what would be right."""

import shutil
from pathlib import Path

import pytest

from nisassess.sdk import (
    AnswerKind,
    ContentError,
    Force,
    NotApplicable,
    Regime,
    read_catalogue,
    read_profiles,
    read_sector,
)

pytestmark = pytest.mark.database_free

CATALOGUE = """\
id: demo
version: "1.0"
title: Demo
description: A catalogue for tests.
publisher: Testers
language: en
sources:
  - {id: nis2, short: NIS2, title: The directive, force: binding}
"""

GROUP = """\
id: demo-group
title: Group
summary: A group.
controls:
  - id: demo.lock
    title: Lock
    statement: The door is locked.
    rationale: Open doors invite.
    guidance: [Buy a lock.]
    example_evidence: [Receipt]
    references:
      - {source: nis2, article: "21", checked_by: EUR-Lex text}
    questions:
      - id: locked
        prompt: Is it locked?
        kind: yes_no
        level: 1
"""

SECTOR = """\
id: demo
title: Demo
summary: A sector for tests.
subsectors: [health]
"""

PROFILE = """\
id: demo-profile
version: "1.0"
title: Profile
summary: A profile.
regime: nis2
catalogues: [demo]
entity_types: []
target_groups: [essential]
scope_kinds: [service]
scoring: {method: gated-maturity, levels: [Out, In]}
legal_basis: []
groups: {demo-group: 1}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "groups").mkdir()
    (tmp_path / "catalogue.yaml").write_text(CATALOGUE)
    (tmp_path / "groups" / "1-demo.yaml").write_text(GROUP)
    return tmp_path


def _faults_of(error: ContentError, root: Path) -> list[tuple[str, int, str, str]]:
    return [
        (Path(fault.file).relative_to(root).as_posix(), fault.line, fault.key, fault.message)
        for fault in error.faults
    ]


def _catalogue_faults(folder: Path) -> list[tuple[str, int, str, str]]:
    with pytest.raises(ContentError) as caught:
        read_catalogue(folder)
    return _faults_of(caught.value, folder)


def _sector_faults(tmp_path: Path, text: str | bytes) -> list[tuple[str, int, str, str]]:
    path = tmp_path / "sector.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ContentError) as caught:
        read_sector(path)
    return _faults_of(caught.value, tmp_path)


def test_sound_catalogue_is_read(folder: Path) -> None:
    catalogue = read_catalogue(folder)

    assert (catalogue.id, catalogue.version, catalogue.language) == ("demo", "1.0", "en")
    assert catalogue.sources[0].force is Force.BINDING
    (control,) = catalogue.groups[0].controls
    assert control.id == "demo.lock"
    assert control.not_applicable is NotApplicable.ALLOWED
    assert control.questions[0].kind is AnswerKind.YES_NO


def test_groups_follow_the_names_of_their_files(folder: Path) -> None:
    second = GROUP.replace("demo-group", "earlier").replace("demo.lock", "demo.other")
    (folder / "groups" / "0-first.yaml").write_text(second)

    assert [group.id for group in read_catalogue(folder).groups] == ["earlier", "demo-group"]


def test_sound_sector_and_profiles_are_read(tmp_path: Path) -> None:
    (tmp_path / "sector.yaml").write_text(SECTOR)
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "a.yaml").write_text(PROFILE)

    assert read_sector(tmp_path / "sector.yaml").subsectors == ("health",)
    (profile,) = read_profiles(tmp_path / "profiles")
    assert profile.regime is Regime.NIS2
    assert profile.groups == {"demo-group": 1}


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        read_sector(tmp_path / "sector.yaml")
    assert _faults_of(caught.value, tmp_path) == [("sector.yaml", 0, "", "the file is missing")]


def test_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "sector.yaml").mkdir()
    with pytest.raises(ContentError) as caught:
        read_sector(tmp_path / "sector.yaml")
    assert _faults_of(caught.value, tmp_path) == [
        ("sector.yaml", 0, "", "cannot be read: Is a directory")
    ]


def test_missing_folder_of_profiles_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        read_profiles(tmp_path / "profiles")
    assert _faults_of(caught.value, tmp_path) == [("profiles", 0, "", "the folder is missing")]


def test_catalogue_without_group_files_is_told(folder: Path) -> None:
    shutil.rmtree(folder / "groups")

    assert _catalogue_faults(folder) == [("groups", 0, "", "holds no group file (*.yaml)")]


def test_text_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    assert _sector_faults(tmp_path, b"id: caf\xe9\n") == [
        ("sector.yaml", 1, "", "is not UTF-8 text (byte 7)")
    ]


def test_broken_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    assert _sector_faults(tmp_path, "id: demo\ntitle: [open\nsummary: x\n") == [
        ("sector.yaml", 3, "", "did not find expected ',' or ']'")
    ]


def test_forbidden_character_is_told(tmp_path: Path) -> None:
    ((file, line, key, message),) = _sector_faults(tmp_path, "id: a\x00b\n")

    assert (file, line, key) == ("sector.yaml", 0, "")
    assert message.startswith("is no valid YAML: ")


def test_impossible_date_is_told(tmp_path: Path) -> None:
    ((file, line, key, message),) = _sector_faults(tmp_path, SECTOR + "since: 2025-13-45\n")

    assert (file, line, key) == ("sector.yaml", 0, "")
    assert message == "is no valid YAML: month must be in 1..12"


def test_endless_nesting_is_told(tmp_path: Path) -> None:
    assert _sector_faults(tmp_path, "id: demo\ntitle: " + "[" * 1_000_000) == [
        ("sector.yaml", 2, "", "entries are nested more than 50 levels deep")
    ]


def test_entry_under_a_list_key_is_told(tmp_path: Path) -> None:
    assert _sector_faults(tmp_path, "? [a, b]\n: c\n") == [
        ("sector.yaml", 1, "", "a key must be a single word, not a block or a list")
    ]


def test_key_that_stands_twice_is_told_with_the_second_line(tmp_path: Path) -> None:
    assert _sector_faults(tmp_path, SECTOR + "title: Again\n") == [
        ("sector.yaml", 5, "", "the key 'title' stands twice")
    ]


def test_key_that_stands_twice_deep_inside_is_told(folder: Path) -> None:
    text = GROUP.replace("        level: 1\n", "        level: 1\n        level: 2\n")
    (folder / "groups" / "1-demo.yaml").write_text(text)

    assert _catalogue_faults(folder) == [
        ("groups/1-demo.yaml", 18, "", "the key 'level' stands twice")
    ]


def test_empty_file_is_told(tmp_path: Path) -> None:
    assert _sector_faults(tmp_path, "") == [
        ("sector.yaml", 0, "", "must be a block of named entries")
    ]


def test_list_in_place_of_a_block_is_told(tmp_path: Path) -> None:
    assert _sector_faults(tmp_path, "- id: demo\n") == [
        ("sector.yaml", 1, "", "must be a block of named entries")
    ]


def test_missing_entry_is_told_at_its_block(folder: Path) -> None:
    text = GROUP.replace("    rationale: Open doors invite.\n", "")
    (folder / "groups" / "1-demo.yaml").write_text(text)

    assert _catalogue_faults(folder) == [
        ("groups/1-demo.yaml", 5, "controls.0.rationale", "is required")
    ]


def test_misspelt_entry_is_told_at_its_line(folder: Path) -> None:
    text = GROUP.replace("    guidance:", "    guidence:")
    (folder / "groups" / "1-demo.yaml").write_text(text)

    assert _catalogue_faults(folder) == [
        ("groups/1-demo.yaml", 5, "controls.0.guidance", "is required"),
        (
            "groups/1-demo.yaml",
            9,
            "controls.0.guidence",
            "is no entry that belongs here; check the spelling",
        ),
    ]


def test_number_in_place_of_text_is_told(folder: Path) -> None:
    (folder / "catalogue.yaml").write_text(CATALOGUE.replace('"1.0"', "1.0"))

    assert _catalogue_faults(folder) == [
        (
            "catalogue.yaml",
            2,
            "version",
            "must be text; put quotation marks around numbers, dates, yes and no (found: 1.0)",
        )
    ]


def test_malformed_id_is_told_with_what_was_found(folder: Path) -> None:
    text = GROUP.replace("id: demo.lock", "id: Demo Lock")
    (folder / "groups" / "1-demo.yaml").write_text(text)

    ((file, line, key, message),) = _catalogue_faults(folder)
    assert (file, line, key) == ("groups/1-demo.yaml", 5, "controls.0.id")
    assert message.startswith("String should match pattern")
    assert message.endswith("(found: Demo Lock)")


def test_unknown_answer_kind_is_told_with_the_known_ones(folder: Path) -> None:
    text = GROUP.replace("kind: yes_no", "kind: stars")
    (folder / "groups" / "1-demo.yaml").write_text(text)

    assert _catalogue_faults(folder) == [
        (
            "groups/1-demo.yaml",
            16,
            "controls.0.questions.0.kind",
            "Input should be 'maturity', 'achievement', 'indicators', 'yes_no', 'single_choice',"
            " 'multiple_choice', 'number', 'date' or 'text' (found: stars)",
        )
    ]


def test_control_without_questions_is_told(folder: Path) -> None:
    text = GROUP[: GROUP.index("    questions:")] + "    questions: []\n"
    (folder / "groups" / "1-demo.yaml").write_text(text)

    assert _catalogue_faults(folder) == [
        ("groups/1-demo.yaml", 13, "controls.0.questions", "needs at least one entry")
    ]


def test_groups_inside_the_head_are_refused(folder: Path) -> None:
    (folder / "catalogue.yaml").write_text(CATALOGUE + "groups: []\n")

    assert _catalogue_faults(folder) == [
        ("catalogue.yaml", 9, "groups", "control groups belong into their own files in groups/")
    ]


def test_faults_of_all_files_are_told_at_once(folder: Path) -> None:
    (folder / "catalogue.yaml").write_text(CATALOGUE.replace("publisher: Testers\n", ""))
    (folder / "groups" / "1-demo.yaml").write_text(GROUP.replace("title: Group\n", ""))
    (folder / "groups" / "2-demo.yaml").write_text("id: [\n")

    assert _catalogue_faults(folder) == [
        ("groups/1-demo.yaml", 1, "title", "is required"),
        ("groups/2-demo.yaml", 2, "", "did not find expected node content"),
        ("catalogue.yaml", 1, "publisher", "is required"),
    ]


def test_missing_head_is_told_beside_the_faults_of_groups(folder: Path) -> None:
    (folder / "catalogue.yaml").unlink()
    (folder / "groups" / "1-demo.yaml").write_text(GROUP.replace("title: Group\n", ""))

    assert _catalogue_faults(folder) == [
        ("catalogue.yaml", 0, "", "the file is missing"),
        ("groups/1-demo.yaml", 1, "title", "is required"),
    ]


def test_error_prints_place_entry_and_message(folder: Path) -> None:
    (folder / "groups" / "1-demo.yaml").write_text(GROUP.replace("title: Group\n", ""))

    with pytest.raises(ContentError) as caught:
        read_catalogue(folder)
    assert str(caught.value) == f"{folder / 'groups' / '1-demo.yaml'}:1: title: is required"


def test_faulty_profiles_are_told_per_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(PROFILE.replace("regime: nis2", "regime: nis3"))
    (tmp_path / "b.yaml").write_text(PROFILE.replace("demo-group: 1", "demo-group: one"))

    with pytest.raises(ContentError) as caught:
        read_profiles(tmp_path)
    first, second = _faults_of(caught.value, tmp_path)
    assert first == ("a.yaml", 5, "regime", "Input should be 'nis2' or 'dora' (found: nis3)")
    assert second[:3] == ("b.yaml", 12, "groups.demo-group")
