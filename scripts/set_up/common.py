"""What every step of the set-up uses: the root, messages, commands, stamps."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class SetUpError(Exception):
    """The set-up cannot go on; the message says what to do."""


def say(message: str) -> None:
    for line in message.splitlines():
        print(f"set-up: {line}", file=sys.stderr, flush=True)


def run(command: list[str], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    """Run a command to its end; what it wrote is shown only where it failed."""
    try:
        subprocess.run(
            command,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=True,
        )
    except FileNotFoundError:
        raise SetUpError(f"{command[0]} is not on PATH.") from None
    except subprocess.CalledProcessError as error:
        shown = " ".join(command)
        raise SetUpError(
            f"{error.output}failed with exit code {error.returncode}: {shown}"
        ) from None


def digest_of(files: Iterable[Path], *facts: str) -> str:
    """One digest of names, contents and further facts; the order does not matter."""
    whole = hashlib.sha256("\0".join(facts).encode())
    for file in sorted(files):
        whole.update(f"\0{file.relative_to(ROOT)}\0".encode())
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def is_stamped(stamp: Path, digest: str) -> bool:
    return stamp.is_file() and stamp.read_text() == digest


def write_stamp(stamp: Path, digest: str) -> None:
    """Written last: its presence means that the step went through to the end."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)
