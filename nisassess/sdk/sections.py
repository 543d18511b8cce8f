"""Sections that a plugin adds to the printed document of a submission: plain values, no markup.

A section is made once, when results are sealed, and sealed with them: the document prints it
for as long as it is kept, whether the plugin is still there or not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MOST_SECTIONS = 5
"""Of one plugin in one document."""
LONGEST_TITLE = 200
"""Characters of a title, a caption or a column's head."""
MOST_PARAGRAPHS = 20
LONGEST_TEXT = 4_000
"""Characters of a paragraph or a cell."""
MOST_COLUMNS = 6
MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class SealedReference:
    """A provision that a control refers to; `citation` is printable, e.g. `DORA Art. 6(1)`."""

    citation: str
    title: str
    celex: str | None
    """Number of the act in EUR-Lex, where it has one."""


@dataclass(frozen=True, slots=True)
class SealedControl:
    """A control as it is being sealed."""

    id: str
    label: str | None
    """The number that is printed."""
    title: str
    group: str
    """Id of its group."""
    state: str
    """`met`, `below`, `open` or `not_applicable`."""
    level: int | None
    """What it reaches, in whole levels of the profile's scale; None: nothing is known."""
    target: int
    """What the profile asks for, in the same levels."""
    references: tuple[SealedReference, ...]


@dataclass(frozen=True, slots=True)
class SealedView:
    """What a plugin may look at: the outcome, never a justification, a person or evidence."""

    profile: str
    """Id of the profile."""
    profile_version: str
    language: str
    """Of the document (BCP 47); the section should be in it."""
    controls: tuple[SealedControl, ...]
    """In reading order."""


@dataclass(frozen=True, slots=True)
class SectionTable:
    """A table; each row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section: a title, paragraphs, and a table below them. All of it is plain text."""

    title: str
    paragraphs: tuple[str, ...] = ()
    table: SectionTable | None = None


def section_faults(sections: Any) -> Iterator[str]:
    """What of a plugin's answer cannot be printed, and what would be right."""
    if not isinstance(sections, tuple) or not all(isinstance(one, Section) for one in sections):
        yield "must be a tuple of Section"
        return
    if len(sections) > MOST_SECTIONS:
        yield f"must hold at most {MOST_SECTIONS} sections, not {len(sections)}"
    for number, section in enumerate(sections, 1):
        for fault in _faults(section):
            yield f"section {number}: {fault}"


def _faults(section: Any) -> Iterator[str]:
    yield from _text(section.title, "title", LONGEST_TITLE, needed=True)
    if not isinstance(section.paragraphs, tuple):
        yield "paragraphs must be a tuple"
    elif len(section.paragraphs) > MOST_PARAGRAPHS:
        yield f"must have at most {MOST_PARAGRAPHS} paragraphs, not {len(section.paragraphs)}"
    else:
        for paragraph in section.paragraphs:
            yield from _text(paragraph, "paragraph", LONGEST_TEXT, needed=True)
    if section.table is not None:
        yield from _table_faults(section.table)


def _table_faults(table: Any) -> Iterator[str]:
    if not isinstance(table, SectionTable):
        yield "table must be a SectionTable"
        return
    columns: Any = table.columns
    rows: Any = table.rows
    if not isinstance(columns, tuple) or not 1 <= len(columns) <= MOST_COLUMNS:
        yield f"a table must have 1 to {MOST_COLUMNS} columns"
        return
    if not isinstance(rows, tuple) or len(rows) > MOST_ROWS:
        yield f"a table must have a tuple of at most {MOST_ROWS} rows"
        return
    yield from _text(table.caption, "caption", LONGEST_TITLE, needed=False)
    for head in columns:
        yield from _text(head, "head of a column", LONGEST_TITLE, needed=True)
    for number, row in enumerate(rows, 1):
        if not isinstance(row, tuple) or len(row) != len(columns):
            yield f"row {number} must have {len(columns)} cells"
            continue
        for cell in row:
            yield from _text(cell, f"cell of row {number}", LONGEST_TEXT, needed=False)


def _text(value: Any, name: str, longest: int, *, needed: bool) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{name} must be text"
    elif needed and not value.strip():
        yield f"{name} must not be empty"
    elif len(value) > longest:
        yield f"{name} must have at most {longest} characters, not {len(value)}"
