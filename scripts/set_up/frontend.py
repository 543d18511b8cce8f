"""The frontend: Node.js, its locked packages, and a build whenever its sources changed."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from scripts.set_up.common import ROOT, SetUpError, digest_of, is_stamped, run, say, write_stamp
from scripts.set_up.environment import VENV, install_node

FRONTEND = ROOT / "frontend"
MODULES = FRONTEND / "node_modules"
BUILT = ROOT / "nisassess" / "static" / "index.html"


def ensure_frontend() -> None:
    _ensure_node()
    _ensure_modules()
    _ensure_build()


def is_supported(version: str) -> bool:
    """What vite 8 asks for: ^20.19.0 || >=22.12.0."""
    found = re.fullmatch(r"v?(\d+)\.(\d+)\..*", version.strip())
    if not found:
        return False
    number = (int(found[1]), int(found[2]))
    return (20, 19) <= number < (21, 0) or number >= (22, 12)


def _ensure_node() -> None:
    if not _machine_has_node():
        install_node()


def _machine_has_node() -> bool:
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    return is_supported(answer.stdout)


def _ensure_modules() -> None:
    lock_files = [FRONTEND / "package.json", FRONTEND / "package-lock.json"]
    _expect(lock_files)
    stamp, digest = MODULES / ".setup.stamp", digest_of(lock_files)
    if not is_stamped(stamp, digest):
        say("installing the frontend's locked packages …")
        _npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
        write_stamp(stamp, digest)


def _ensure_build() -> None:
    # The stamp lies with the packages: the build empties its own folder.
    stamp, digest = MODULES / ".build.stamp", digest_of(_sources())
    if not (is_stamped(stamp, digest) and BUILT.exists()):
        say("building the frontend …")
        _npm("run", "build", "--silent")
        _expect([BUILT])
        write_stamp(stamp, digest)


def _expect(files: list[Path]) -> None:
    for file in files:
        if not file.is_file():
            raise SetUpError(f"{file.relative_to(ROOT)} is missing.")


def _sources() -> list[Path]:
    """What git tracks or would track, without generated files; queries are typed by the schema."""
    # The folder may belong to another user than the one who starts (a container, a mount).
    git = ["git", "-c", f"safe.directory={ROOT}"]
    listing = [*git, "ls-files", "-z", "-co", "--exclude-standard", "frontend", "schema.graphql"]
    answer = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise SetUpError(f"git cannot list the frontend's files: {answer.stderr.strip()}")
    files = [ROOT / name for name in answer.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


def _npm(*arguments: str) -> None:
    path = os.environ.get("PATH", os.defpath)
    if (VENV / "bin" / "npm").exists():
        path = f"{VENV / 'bin'}{os.pathsep}{path}"
    npm = shutil.which("npm", path=path)
    if not npm:
        raise SetUpError("npm is not there, neither on PATH nor in .venv.")
    run([npm, *arguments], cwd=FRONTEND, env={"PATH": path})
