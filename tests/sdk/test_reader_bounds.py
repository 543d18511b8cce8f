"""Hostile and broken files are told at file and line, in bounded time."""

import os
import time
from pathlib import Path

import pytest

from nisassess.sdk import ContentError, read_sector
from nisassess.sdk.reader.bounds import LARGEST_FILE, MOST_ENTRIES

pytestmark = pytest.mark.database_free
SOUND = "id: demo\ntitle: Demo\nsummary: For tests.\nsubsectors: [health]\n"
SECONDS = 15
"""Far more than any of them takes here, far less than what they would take unbounded."""


def told(path: Path) -> tuple[int, str]:
    started = time.monotonic()
    with pytest.raises(ContentError) as caught:
        read_sector(path)
    assert time.monotonic() - started < SECONDS
    (fault,) = caught.value.faults
    assert fault.file == str(path)
    return fault.line, fault.message


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "sector.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    padding = "#" * (LARGEST_FILE - len(SOUND) - 1) + "\n"

    assert read_sector(written(tmp_path, padding + SOUND)).id == "demo"


def test_larger_file_is_refused(tmp_path: Path) -> None:
    padding = "#" * (LARGEST_FILE - len(SOUND)) + "\n"

    assert told(written(tmp_path, padding + SOUND)) == (
        0,
        f"is larger than {LARGEST_FILE} bytes; divide it into several files",
    )


def test_aliases_are_refused_before_they_multiply(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]

    assert told(written(tmp_path, "\n".join(lines))) == (
        2,
        "refers to an entry elsewhere (*a0); write it out here",
    )


def test_entry_that_holds_itself_is_refused(tmp_path: Path) -> None:
    assert told(written(tmp_path, "id: &all\n  again: *all\n")) == (
        2,
        "refers to an entry elsewhere (*all); write it out here",
    )


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused_whatever_its_style(tmp_path: Path, opening: str) -> None:
    assert told(written(tmp_path, "id: x\nsummary:\n  " + opening * 200_000)) == (
        3,
        "entries are nested more than 50 levels deep",
    )


def test_endless_entries_are_refused(tmp_path: Path) -> None:
    line, message = told(written(tmp_path, SOUND + "x: [" + "{}," * 1_000_000 + "]\n"))

    assert (line, message) == (
        5,
        f"holds more than {MOST_ENTRIES} entries; divide it into several files",
    )


@pytest.mark.parametrize(
    "number", ["9" * 1_000_000, "1" + ":59" * 1_000_000, "1" + ":59" * 500_000 + ".5"]
)
def test_endless_number_is_refused(tmp_path: Path, number: str) -> None:
    assert told(written(tmp_path, f"{SOUND}x: {number}\n")) == (
        5,
        "a number or date has more than 64 characters",
    )


def test_number_beyond_all_bounds_is_told(tmp_path: Path) -> None:
    line, message = told(written(tmp_path, SOUND + "x: " + "9:" * 20 + "9.5e400\n"))

    assert (line, message.split(" (")[0]) == (
        5,
        "is no entry that belongs here; check the spelling",
    )


@pytest.mark.parametrize(
    ("encoding", "line", "message"),
    [
        ("utf-16", 1, "is not UTF-8 text (byte 0)"),
        ("latin-1", 2, "is not UTF-8 text (byte 20)"),
    ],
)
def test_other_encoding_is_told_with_its_line(
    tmp_path: Path, encoding: str, line: int, message: str
) -> None:
    text = "id: demo\ntitle: Eau é\n"

    assert told(written(tmp_path, text.encode(encoding))) == (line, message)


def test_mark_of_the_byte_order_is_no_fault(tmp_path: Path) -> None:
    assert read_sector(written(tmp_path, SOUND.encode("utf-8-sig"))).id == "demo"


def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "sector.yaml"
    os.mkfifo(path)

    assert told(path) == (0, "is no regular file")


@pytest.mark.parametrize("entry", ["!!python/object/apply:os.getcwd []", "!!str 5", "!own {}"])
def test_tag_is_refused(tmp_path: Path, entry: str) -> None:
    line, message = told(written(tmp_path, f"id: {entry}\n"))

    assert line == 1
    assert message.startswith("bears the tag ")
    assert message.endswith("; write a plain entry")


def test_second_document_in_a_file_is_refused(tmp_path: Path) -> None:
    line, message = told(written(tmp_path, SOUND + "---\n" + SOUND))

    assert (line, message) == (5, "but found another document")
