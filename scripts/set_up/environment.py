"""The virtual environment: locked dependencies, then the project and its plugins."""

import json
import sys
import tomllib
from pathlib import Path

from scripts.set_up.common import ROOT, digest_of, is_stamped, run, say, write_stamp

VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements"
PROJECTS = (
    ROOT,
    *(ROOT / "plugins" / name for name in ("energy", "transport", "health", "finance")),
)


def ensure_environment(*, for_tests: bool) -> None:
    """The test environment holds everything of the other at the same versions."""
    if not (_is_locked("dev") or (_is_locked("runtime") and not for_tests)):
        _install_locked("dev" if for_tests else "runtime")
    if not is_stamped(_stamp("projects"), _projects_digest()):
        _install_projects()


def install_node() -> None:
    """Node.js from the Python index, for a machine that has none or too old a one."""
    if not _is_locked("node"):
        say("installing Node.js into .venv …")
        _pip_install_locked("node")


def _is_locked(lock: str) -> bool:
    return is_stamped(_stamp(lock), _lock_digest(lock)) and (VENV / "bin" / "python").exists()


def _stamp(name: str) -> Path:
    return VENV / f"{name}.stamp"


def _lock_digest(lock: str) -> str:
    # The folder counts too: an environment that was moved or copied does not work.
    return digest_of([REQUIREMENTS / f"{lock}.txt"], sys.version, str(ROOT))


def _projects_digest() -> str:
    """Only what an installation depends on; the tools' settings may change freely."""
    facts = []
    for folder in PROJECTS:
        content = tomllib.loads((folder / "pyproject.toml").read_text())
        parts = (content["project"], content["build-system"], content["tool"]["hatch"])
        facts.append(json.dumps(parts, sort_keys=True))
    return digest_of([], *facts)


def _install_locked(lock: str) -> None:
    if not _is_locked("runtime"):
        say(f"making .venv with Python {sys.version.split()[0]} …")
        run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    say(f"installing what requirements/{lock}.txt locks …")
    _pip_install_locked(lock)


def _pip_install_locked(lock: str) -> None:
    _pip("--require-hashes", "--no-deps", "-r", str(REQUIREMENTS / f"{lock}.txt"))
    write_stamp(_stamp(lock), _lock_digest(lock))


def _install_projects() -> None:
    editables = [part for folder in PROJECTS for part in ("-e", str(folder))]
    _pip("--no-deps", "--no-build-isolation", *editables)
    write_stamp(_stamp("projects"), _projects_digest())


def _pip(*arguments: str) -> None:
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    run([*pip, "install", "--quiet", *arguments], env={"PIP_ROOT_USER_ACTION": "ignore"})
