"""The conformance kit bites: each broken plugin of the shelf is told by the check it breaks.

`shelf/sound` is a sound plugin; each folder of `shelf/broken` holds only the files in which a
plugin differs from it, broken in one way. A file that ends with `.absent` is left out.
"""

import itertools
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nisassess.sdk import Catalogue, ContentPlugin, hookimpl
from nisassess.sdk.conformance import CHECKS, Subject, conformance_tests, run
from nisassess.sdk.scoring import GatedMaturity, Score, ScoringInput
from tests.sdk.shelf.table import ALSO, BROKEN

pytestmark = pytest.mark.database_free

SHELF = Path(__file__).parent / "shelf"


def on_shelf(name: str, tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(SHELF / "sound", tmp_path / "water"))
    shutil.copytree(SHELF / "broken" / name, folder, dirs_exist_ok=True)
    for mark in folder.rglob("*.absent"):
        mark.with_suffix("").unlink()
        mark.unlink()
    return folder


def told(subject: Subject) -> dict[str, tuple[str, ...]]:
    return {check: found for check in CHECKS if (found := run(subject, check))}


def test_sound_plugin_passes_every_check() -> None:
    assert told(Subject(ContentPlugin(SHELF / "sound"))) == {}


def test_every_folder_of_the_shelf_is_in_the_table() -> None:
    assert {folder.name for folder in (SHELF / "broken").iterdir()} == set(BROKEN)


@pytest.mark.parametrize("name", BROKEN)
def test_broken_plugin_is_told_by_the_check_it_breaks(name: str, tmp_path: Path) -> None:
    check, message = BROKEN[name]
    folder = on_shelf(name, tmp_path)

    found = told(Subject(ContentPlugin(folder)))

    assert found[check][0].replace(f"{folder}/", "") == message
    if check == "loads":
        assert set(found) == set(CHECKS)
        assert found["ids"] == ("cannot be told before 'loads' passes",)
    else:
        assert set(found) == {check} | ALSO.get(name, set())


# --- plugins that are broken in code


class Coded(ContentPlugin):
    """The sound plugin, of which tests break one hook."""

    def __init__(self, **changes: Any) -> None:
        super().__init__(SHELF / "sound", **changes)


class Raising(Coded):
    @hookimpl
    def nisassess_catalogues(self) -> Any:
        raise RuntimeError("no network")


class Lists(Coded):
    @hookimpl
    def nisassess_profiles(self) -> Any:
        return "water-essential"


class Moody(Coded):
    """Its catalogue has another title every time."""

    times = itertools.count()

    @hookimpl
    def nisassess_catalogues(self) -> tuple[Catalogue, ...]:
        return (replace(self.catalogues[0], title=f"Water {next(self.times)}"),)


class Method(GatedMaturity):
    """A sound method of a plugin's own, under whose id the profile of `scored` is scored."""

    id = "own"


class Partial(Method):
    def score(self, given: ScoringInput) -> Score:
        if not any(part.questions[0].answer for part in given.groups[0][2][0].parts):
            raise ValueError("answer something")
        return super().score(given)


class Boastful(Method):
    def score(self, given: ScoringInput) -> Score:
        score = super().score(given)
        return replace(score, total=replace(score.total, completeness=1.01))


class Fickle(Method):
    turns = itertools.count()

    def score(self, given: ScoringInput) -> Score:
        score = super().score(given)
        level = next(self.turns) % 2
        return replace(score, total=replace(score.total, level=level))


class Grudging(Method):
    """The more is answered well, the lower the level."""

    def score(self, given: ScoringInput) -> Score:
        score = super().score(given)
        good = sum(
            question.answer in ("yes", "1", "2")
            for _, _, controls in given.groups
            for control in controls
            for part in control.parts
            for question in part.questions
        )
        total = replace(score.total, level=max(0, 2 - good // 2))
        return replace(score, total=total)


class Forgetful(Method):
    def score(self, given: ScoringInput) -> Score:
        return replace(super().score(given), controls=())


def scored(method: GatedMaturity) -> Subject:
    plugin = Coded(scoring_methods=(method,))
    (profile,) = plugin.profiles
    choice = replace(profile.scoring, method="own")
    vars(plugin)["profiles"] = (replace(profile, scoring=choice),)
    return Subject(plugin)


CODED = {
    "raises": (Subject(Raising()), "loads", "raised RuntimeError: no network"),
    "no tuple": (
        Subject(Lists()),
        "loads",
        "nisassess_profiles must return a tuple of Profile, not str",
    ),
    "not pure": (
        Subject(Moody()),
        "pure",
        "nisassess_catalogues answered differently the second time",
    ),
    "method of the sdk": (
        Subject(Coded(scoring_methods=(GatedMaturity(),))),
        "profiles",
        "the scoring method 'gated-maturity' is taken; choose another id",
    ),
    "not total": (
        scored(Partial()),
        "scoring-total",
        "water-essential by own: unanswered: raised ValueError: answer something",
    ),
    "not bounded": (
        scored(Boastful()),
        "scoring-bounded",
        "water-essential by own: unanswered: total: completeness 1.01 lies outside 0 to 1",
    ),
    "controls forgotten": (
        scored(Forgetful()),
        "scoring-bounded",
        "water-essential by own: unanswered: must score every control once, in reading order",
    ),
    "not deterministic": (
        scored(Fickle()),
        "scoring-deterministic",
        "water-essential by own: unanswered: the same answers scored differently the second time",
    ),
    "not monotone": (
        scored(Grudging()),
        "scoring-monotone",
        "water-essential by own: total: a better answer to 'coverage' took level from 2 to 1",
    ),
}


def test_own_method_that_is_sound_passes() -> None:
    assert told(scored(Method())) == {}


@pytest.mark.parametrize("name", CODED)
def test_plugin_broken_in_code_is_told_by_the_check_it_breaks(name: str) -> None:
    subject, check, message = CODED[name]

    assert any(line.startswith(message) for line in run(subject, check)), run(subject, check)


def test_every_check_of_the_kit_is_shown_to_bite() -> None:
    shown = {check for check, _ in BROKEN.values()} | {check for _, check, _ in CODED.values()}

    assert shown == set(CHECKS)


def test_other_plugin_that_cannot_be_asked_is_left_out() -> None:
    assert told(Subject(ContentPlugin(SHELF / "sound"), (Raising(),))) == {}


def test_plugin_with_the_ids_of_another_is_told() -> None:
    plugin = ContentPlugin(SHELF / "sound")

    (first, *_) = run(Subject(plugin, (ContentPlugin(SHELF / "sound"),)), "ids")
    assert first.endswith("id: another plugin has a catalogue 'water-supply' already")


# --- as tests of a plugin


def test_plugin_s_own_tests_are_one_case_per_check() -> None:
    test = conformance_tests(ContentPlugin(SHELF / "sound"), others=())

    (mark,) = test.pytestmark  # type: ignore[attr-defined]
    assert mark.args == ("check", CHECKS)
    for check in CHECKS:
        test(check)


def test_failing_check_names_every_fault(tmp_path: Path) -> None:
    folder = on_shelf("target-beyond-the-scale", tmp_path)

    with pytest.raises(pytest.fail.Exception) as caught:
        conformance_tests(ContentPlugin(folder), others=())("profiles")
    first, second = str(caught.value).splitlines()
    assert first.endswith("the target 3 lies outside the scale 0 to 2")
    assert second.endswith("the target 3 is out of reach (for 'water-essential')")


def lines_of_a_plugin() -> Iterator[str]:
    yield "from pathlib import Path"
    yield "from nisassess.sdk import ContentPlugin"
    yield "from nisassess.sdk.conformance import conformance_tests"
    yield f"plugin = ContentPlugin(Path({str(SHELF / 'sound')!r}))"
    yield "test_conformance = conformance_tests(plugin, others=())"


def test_kit_runs_in_a_plugin_s_own_test_file(tmp_path: Path) -> None:
    file = tmp_path / "test_water.py"
    file.write_text("\n".join(lines_of_a_plugin()) + "\n")

    run_ = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(file)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run_.returncode == 0, run_.stdout
    assert f"{len(CHECKS)} passed" in run_.stdout


def test_sdk_needs_no_pytest() -> None:
    code = "import sys, nisassess.sdk.conformance; sys.exit('pytest' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
