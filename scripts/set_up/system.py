"""What must come from the operating system: libraries for the PDF, venv, the test browser."""

import ctypes
import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from scripts.set_up.common import SetUpError, run, say

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Need:
    """A thing the machine must offer, how to look for it, and Debian's name for it."""

    what: str
    package: str
    is_there: Callable[[], bool]


def _has_program(*names: str) -> bool:
    return any(shutil.which(name) for name in names)


def _has_library(linux: str, mac: str) -> bool:
    name = mac if sys.platform == "darwin" else linux
    # Homebrew's folder is not among those that the loader of macOS searches.
    for candidate in (name, f"/opt/homebrew/lib/{name}", f"/usr/local/lib/{name}"):
        try:
            ctypes.CDLL(candidate)
        except OSError:
            continue
        return True
    return False


def _can_make_environments() -> bool:
    return all(importlib.util.find_spec(module) for module in ("venv", "ensurepip"))


def _library(linux: str, mac: str, package: str) -> Need:
    return Need(f"the library {linux}", package, lambda: _has_library(linux, mac))


RUN_NEEDS = (
    Need("git", "git", lambda: _has_program("git")),
    Need(
        "Python's venv and pip",
        f"python3.{sys.version_info.minor}-venv",
        _can_make_environments,
    ),
    _library("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0"),
    _library("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib", "libpangoft2-1.0-0"),
    _library("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset0"),
)
TEST_NEEDS = (
    Need("Chromium, for the browser journeys", "chromium", lambda: _has_program(*BROWSERS)),
    Need("pdftotext and pdftoppm", "poppler-utils", lambda: _has_program("pdftotext", "pdftoppm")),
)


def ensure_packages(*, for_tests: bool) -> None:
    needs = RUN_NEEDS + (TEST_NEEDS if for_tests else ())
    missing = _missing(needs)
    if missing and _may_use_apt():
        _install([need.package for need in missing])
        missing = _missing(needs)
    if missing:
        raise SetUpError(explain(missing))


def explain(missing: list[Need]) -> str:
    """The message for a machine on which the set-up may install nothing."""
    packages = " ".join(need.package for need in missing)
    lines = ["this machine lacks:"]
    lines += [f"  - {need.what}" for need in missing]
    lines += [
        "Install them, then start again:",
        f"  Debian, Ubuntu:  sudo apt-get install {packages}",
        "  Fedora:          sudo dnf install git python3 pango harfbuzz chromium poppler-utils",
        "  Arch:            sudo pacman -S git python pango harfbuzz chromium poppler",
        "  macOS:           brew install git python pango poppler && brew install --cask chromium",
        "Ubuntu's chromium is a snap; where snaps do not run, Google Chrome's own package serves.",
    ]
    return "\n".join(lines)


def _missing(needs: Iterable[Need]) -> list[Need]:
    importlib.invalidate_caches()
    return [need for need in needs if not need.is_there()]


def _may_use_apt() -> bool:
    return os.geteuid() == 0 and Path("/etc/debian_version").exists() and _has_program("apt-get")


def _install(packages: list[str]) -> None:
    say(f"installing by apt: {' '.join(packages)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-qq"], env=quiet)
    run(
        ["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *packages],
        env=quiet,
    )
