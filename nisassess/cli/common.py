"""What every command shares: settings, passwords, and faults as one line on stderr."""

import asyncio
import getpass
import os
import sys
from collections.abc import Awaitable, Callable
from typing import NoReturn, TypeVar

import typer

from nisassess.kit.errors import ExpectedProblem
from nisassess.kit.settings import Settings

T = TypeVar("T")

LAST_PORT = 65535


def settings(host: str | None = None, port: int | None = None) -> Settings:
    """The installation's settings; what the command line gives prevails."""
    found = Settings()
    given: dict[str, object] = {}
    if host is not None:
        given["host"] = host
    if port is not None:
        given["port"] = port
    elif "NISASSESS_PORT" not in os.environ and os.environ.get("PORT"):
        given["port"] = _port(os.environ["PORT"])
    return found.model_copy(update=given)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > LAST_PORT:
        fail(f"PORT must be a number from 0 to 65535, not {text!r}")
    return int(text)


def password() -> str:
    """Ask for a password, or read it from standard input."""
    if sys.stdin.isatty():
        return getpass.getpass("Password (12 characters or more): ")
    return sys.stdin.readline().rstrip("\n")


def run(work: Callable[[], Awaitable[T]]) -> T:
    """Run a use case; an expected problem ends the command."""

    async def running() -> T:
        return await work()

    try:
        return asyncio.run(running())
    except ExpectedProblem as error:
        fail(str(error))


def fail(message: str) -> NoReturn:
    """End the command with a reason."""
    typer.echo(f"nisassess: {message}", err=True)
    raise SystemExit(1)
