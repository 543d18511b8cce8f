"""The set-up: what it takes for done, and what it says when it cannot go on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.set_up import common, environment, frontend, system
from scripts.set_up.__main__ import main

pytestmark = pytest.mark.database_free

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("version", "supported"),
    [
        ("v20.18.3", False),
        ("v20.19.0\n", True),
        ("v21.7.3", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.19.0", True),
        ("", False),
        ("not a version", False),
    ],
)
def test_node_version_is_judged_as_vite_does(version: str, supported: bool) -> None:
    assert frontend.is_supported(version) is supported


def test_unknown_purpose_is_refused_with_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["everything"]) == 2
    assert "usage: scripts/setup run|test" in capsys.readouterr().err


def test_missing_things_are_named_with_debians_packages() -> None:
    message = system.explain(list(system.RUN_NEEDS[2:]))

    assert "  - the library libpango-1.0.so.0" in message
    assert "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in message


def test_set_up_stops_where_something_is_missing_and_apt_is_no_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    absent = system.Need("a thing", "a-package", lambda: False)
    monkeypatch.setattr(system, "RUN_NEEDS", (absent,))
    monkeypatch.setattr(system, "_may_use_apt", lambda: False)

    with pytest.raises(common.SetUpError, match="sudo apt-get install a-package"):
        system.ensure_packages(for_tests=False)


def test_failed_command_is_told_with_what_it_wrote() -> None:
    noisy = [sys.executable, "-c", "print('the reason'); raise SystemExit(3)"]

    with pytest.raises(common.SetUpError, match=r"the reason\nfailed with exit code 3"):
        common.run(noisy)


def test_changed_file_changes_the_digest_and_the_order_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common, "ROOT", tmp_path)
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text("1")
    second.write_text("2")
    before = common.digest_of([first, second])

    assert common.digest_of([second, first]) == before
    assert common.digest_of([first, second], "fact") != before
    second.write_text("3")
    assert common.digest_of([first, second]) != before


def test_environment_without_stamp_is_not_taken_for_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "VENV", tmp_path)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()

    assert not environment._is_locked("dev")
    common.write_stamp(environment._stamp("dev"), environment._lock_digest("dev"))
    assert environment._is_locked("dev")


def test_too_old_python_is_told(tmp_path: Path) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        old = tmp_path / name
        old.write_text("#!/bin/sh\nexit 1\n")
        old.chmod(0o755)

    answer = subprocess.run(
        [ROOT / "scripts" / "setup", "run"],
        env={"PATH": f"{tmp_path}{os.pathsep}{os.defpath}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 1
    assert "Python 3.11 or newer is needed" in answer.stderr


@pytest.mark.parametrize("lock", ["runtime", "dev", "node"])
def test_lock_holds_hashes_and_names_no_host(lock: str) -> None:
    lines = (ROOT / "requirements" / f"{lock}.txt").read_text().splitlines()

    assert "://" not in "".join(lines)
    pins = [number for number, line in enumerate(lines) if line[0] not in " #"]
    assert pins
    assert all(lines[number + 1].startswith("    --hash=sha256:") for number in pins)


def pins_of(lock: str) -> set[str]:
    lines = (ROOT / "requirements" / f"{lock}.txt").read_text().splitlines()
    return {line.split()[0] for line in lines if line[0] not in " #"}


def test_dev_lock_has_everything_of_the_runtime_lock_at_the_same_version() -> None:
    assert pins_of("runtime") <= pins_of("dev")
