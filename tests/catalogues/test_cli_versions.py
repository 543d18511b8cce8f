"""`nisassess catalogue diff, check, stamp, release`."""

import json
import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from nisassess.catalogues import cli_versions

pytestmark = pytest.mark.database_free
SOUND = Path(__file__).parents[1] / "sdk" / "shelf" / "sound"
WORKS = "catalogues/water-supply/groups/01-works.yaml"
HEAD = "catalogues/water-supply/catalogue.yaml"
FRENCH = "catalogues/water-supply/translations/fr/groups/01-works.yaml"
cli = CliRunner()
app = typer.Typer()
cli_versions.register(app)


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for copy in ("old", "new"):
        shutil.copytree(SOUND, copy)


def edit(file: str, old: str, new: str) -> None:
    path = Path(file)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def next_version(changes: str) -> None:
    """The new folder becomes version 1.2, with these declared changes since 1.1."""
    edit(f"new/{HEAD}", 'version: "1.1"', 'version: "1.2"')
    text = f'version: "1.2"\nsince: "1.1"\ncontrols:\n{changes}'
    Path("new/catalogues/water-supply/changes/1.2.yaml").write_text(text)


# --- diff


def test_equal_folders_have_only_same_controls() -> None:
    told = cli.invoke(app, ["diff", "old", "new"])

    assert (told.exit_code, told.stdout) == (
        0,
        "water-supply 1.1 -> 1.1\nwater-supply: 2 same\n",
    )


def test_changed_words_are_marked_beside_what_was_declared() -> None:
    edit(f"new/{WORKS}", "Nobody doses chlorine from afar", "Nobody doses fluoride from afar")
    next_version(
        "  water.dosing: {change: changed, note: Fluoride now.}\n  water.samples: {change: same}\n"
    )

    told = cli.invoke(app, ["diff", "old", "new"])

    assert (told.exit_code, told.stdout) == (
        0,
        "water-supply 1.1 -> 1.2\n"
        "  changed  water.dosing  Dosing, declared changed\n"
        "           note: Fluoride now.\n"
        "           statement: Nobody doses [-chlorine-] {+fluoride+} from afar without a …\n"
        "water-supply: 1 same, 1 changed\n",
    )


def test_same_that_is_not_speaks_against_the_declaration() -> None:
    edit(f"new/{WORKS}", "Where are set points locked?", "Who locks set points?")
    next_version("  water.dosing: {change: same}\n  water.samples: {change: same}\n")

    told = cli.invoke(app, ["diff", "old", "new"])

    assert told.exit_code == 1
    assert told.stdout.splitlines()[-1] == (
        "fault: water.dosing: is declared same, but asks something else; declare it changed"
    )


def test_control_that_went_into_another_is_told_with_it() -> None:
    text = Path(f"new/{WORKS}").read_text()
    dosing, samples = text.split("  - id: water.samples\n")
    head, _, dosing = dosing.partition("  - id: water.dosing\n")
    Path(f"new/{WORKS}").write_text(
        f"{head}  - id: water.set-points\n{dosing}  - id: water.samples\n{samples}"
    )
    next_version(
        "  water.dosing: {change: merged, into: [water.set-points]}\n"
        "  water.samples: {change: same}\n"
    )

    told = json.loads(cli.invoke(app, ["diff", "old", "new", "--json"]).stdout)

    (difference,) = told["catalogues"]
    gone, stayed, added = difference["controls"]
    assert (gone["id"], gone["found"], gone["declared"]) == ("water.dosing", "merged", "merged")
    assert gone["into"] == gone["resembles"] == ["water.set-points"]
    assert (stayed["found"], added["found"]) == ("same", "added")
    assert difference["counts"]["merged"] == 1
    assert difference["disagreements"] == []


def test_control_that_is_gone_without_a_word_is_a_fault() -> None:
    text = Path(f"new/{WORKS}").read_text()
    Path(f"new/{WORKS}").write_text(text.partition("  - id: water.samples\n")[0])
    next_version("  water.dosing: {change: same}\n")

    told = cli.invoke(app, ["diff", "old", "new"])

    assert told.exit_code == 1
    assert "  removed  water.samples  Samples\n" in told.stdout
    assert told.stdout.splitlines()[-1] == (
        "fault: water.samples: nothing is declared, but it is gone; say split, merged or removed"
    )


@pytest.mark.parametrize(
    ("declared", "fault"),
    [
        ("{change: removed}", "is declared removed, but is still there"),
        (None, "nothing is declared; say whether it is same or changed"),
    ],
)
def test_control_that_stays_is_declared_so(declared: str | None, fault: str) -> None:
    line = f"  water.dosing: {declared}\n" if declared else ""
    next_version(f"{line}  water.samples: {{change: same}}\n")

    told = cli.invoke(app, ["diff", "old", "new"])

    assert told.exit_code == 1
    assert told.stdout.splitlines()[-1] == f"fault: water.dosing: {fault}"


def test_control_that_became_two_is_told_with_both() -> None:
    first = Path(f"new/{WORKS}").read_text()
    head, _, rest = first.partition("  - id: water.samples\n")
    parts = "".join(f"  - id: water.samples-{place}\n{rest}" for place in ("works", "network"))
    Path(f"new/{WORKS}").write_text(head + parts)
    next_version(
        "  water.dosing: {change: same}\n"
        "  water.samples: {change: split, into: [water.samples-works, water.samples-network]}\n"
    )

    told = cli.invoke(app, ["diff", "old", "new"])

    assert told.exit_code == 0
    assert (
        "  split    water.samples  Samples, declared split into water.samples-works,"
        " water.samples-network\n" in told.stdout
    )
    assert told.stdout.splitlines()[-1] == "water-supply: 1 same, 1 split, 2 added"


def test_change_beside_the_controls_is_told() -> None:
    edit(f"new/{HEAD}", "publisher: Example association", "publisher: Another association")

    told = cli.invoke(app, ["diff", "old", "new"])

    assert told.stdout.splitlines()[1] == "  publisher: [-Example-] {+Another+} association"


def test_installed_catalogue_is_compared_by_its_name() -> None:
    told = cli.invoke(app, ["diff", "nis-baseline", "nis-baseline"])

    assert told.exit_code == 0
    assert told.stdout.endswith(" same\n")


@pytest.mark.parametrize(
    ("which", "reason"),
    [
        ("nis-baseline@0.1", "nis-baseline@0.1: is not installed; nis-baseline@"),
        ("nowhere", "nowhere: is no folder, no wheel and no installed catalogue ("),
        ("missing.whl", "missing.whl: the file is missing"),
    ],
)
def test_side_that_is_not_there_is_told(which: str, reason: str) -> None:
    told = cli.invoke(app, ["diff", which, "new"])

    assert told.exit_code == 1
    assert told.stderr.startswith(reason)


# --- check and stamp


def test_complete_translation_has_no_fault() -> None:
    told = cli.invoke(app, ["check", "new", "--language", "fr"])

    assert (told.exit_code, told.stdout) == (
        0,
        "water (fr): 2 texts, 0 missing, 0 stale\n"
        "water-supply (fr): 23 texts, 0 missing, 0 stale\n"
        "water-essential (fr): 5 texts, 0 missing, 0 stale\n",
    )


def test_missing_and_stale_texts_are_told_where_they_belong() -> None:
    edit(f"new/{FRENCH}", "title: Usines\n", "")
    edit(f"new/{WORKS}", "title: Samples", "title: Samples by hand")

    told = cli.invoke(app, ["check", "new", "--language", "fr", "--only", "water-supply"])

    assert told.exit_code == 1
    assert told.stdout == (
        f"new/{FRENCH}:1: translations.fr.water-works.title: is not translated\n"
        f"new/{FRENCH}:19: translations.fr.water.samples: the original has changed since; bring it"
        " up to date, then `catalogue stamp`\n"
        "water-supply (fr): 23 texts, 1 missing, 1 stale\n"
    )


def test_language_that_nobody_began_is_missing_as_a_whole() -> None:
    told = cli.invoke(app, ["check", "new", "--language", "it", "--json"])

    assert told.exit_code == 1
    assert [fault["message"] for fault in json.loads(told.stdout)["faults"]] == [
        "is not translated into 'it'"
    ] * 3


def test_stamp_makes_a_translation_up_to_date() -> None:
    edit(f"new/{WORKS}", "title: Samples", "title: Samples by hand")

    stamped = cli.invoke(app, ["stamp", "new", "fr"])

    assert (stamped.exit_code, stamped.stdout) == (0, f"stamped: new/{FRENCH}\n")
    assert cli.invoke(app, ["check", "new", "--language", "fr"]).exit_code == 0
    assert cli.invoke(app, ["stamp", "new", "fr"]).stdout == "every stamp was right already\n"


def test_only_the_named_language_is_stamped() -> None:
    head = Path("new/catalogues/water-supply/translations/it/catalogue.yaml")
    head.parent.mkdir(parents=True)
    head.write_text("title: Acqua\n")

    stamped = cli.invoke(app, ["stamp", "new", "it"])

    assert stamped.stdout == f"stamped: {head}\n"


def test_language_without_a_translation_is_not_stamped() -> None:
    told = cli.invoke(app, ["stamp", "new", "it"])

    assert (told.exit_code, told.stderr) == (1, "new: has nothing in 'it'\n")


# --- release


def test_released_version_is_held_to_what_it_was() -> None:
    released = cli.invoke(app, ["release", "new"])
    edit(f"new/{WORKS}", "title: Samples", "title: Samples by hand")
    again = cli.invoke(app, ["release", "new"])

    file = "new/catalogues/water-supply/releases/1.1.yaml"
    assert (released.exit_code, released.stdout) == (0, f"released: water-supply@1.1 ({file})\n")
    assert again.exit_code == 1
    assert again.stderr.startswith(
        f"new/{WORKS}:35: water.samples: was changed since 1.1 was released; raise the catalogue's"
    )


def test_folder_with_a_fault_is_not_released() -> None:
    edit("new/profiles/water-essential.yaml", "water-works: 2", "water-works: 7")

    told = cli.invoke(app, ["release", "new"])

    assert told.exit_code == 1
    assert not Path("new/catalogues/water-supply/releases/1.1.yaml").exists()


def test_unknown_catalogue_is_not_released() -> None:
    told = cli.invoke(app, ["release", "new", "--catalogue", "water-suply"])

    assert (told.exit_code, told.stderr) == (1, "new: has no catalogue water-suply\n")
