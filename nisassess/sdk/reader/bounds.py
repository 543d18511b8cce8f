"""Reads and parses one file within bounded time and memory, whatever it holds."""

from pathlib import Path
from typing import Any

import yaml

from nisassess.sdk.reader.building import MOST_ENTRIES, Lines, build

__all__ = ["LARGEST_FILE", "MOST_ENTRIES", "Unreadable", "parse", "text_of"]

LARGEST_FILE = 4 * 1024 * 1024
"""Bytes of one file; the largest of our own has some fifty thousand."""


class Unreadable(Exception):
    """A file cannot be read or parsed at all; `line` is 0 where none can be told."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message
        super().__init__(message)


def text_of(path: Path) -> str:
    """The text of a regular file of at most LARGEST_FILE bytes in UTF-8; raises Unreadable."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise Unreadable(0, "is no regular file")
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise Unreadable(0, "the file is missing") from None
    except OSError as error:
        raise Unreadable(0, f"cannot be read: {error.strerror}") from error
    if len(content) > LARGEST_FILE:
        raise Unreadable(0, f"is larger than {LARGEST_FILE} bytes; divide it into several files")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(line, f"is not UTF-8 text (byte {error.start})") from error


def parse(text: str) -> tuple[Any, Lines | None]:
    """The plain value of a text and the lines of its entries; raises Unreadable."""
    try:
        return build(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise Unreadable(line, error.problem or "is no valid YAML") from error
    except (yaml.YAMLError, ValueError, ArithmeticError) as error:
        # A forbidden character, an impossible date, a number out of bounds.
        raise Unreadable(0, f"is no valid YAML: {str(error).splitlines()[0]}") from error
