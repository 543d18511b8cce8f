"""Holds a file against the class it should have the shape of; says in words what is wrong."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from nisassess.sdk.content import (
    Catalogue,
    CatalogueTexts,
    ControlGroup,
    GroupTexts,
    PluginManifest,
    Profile,
    ProfileTexts,
    Release,
    Sector,
    SectorTexts,
    VersionChanges,
)
from nisassess.sdk.errors import ContentError, ContentFault
from nisassess.sdk.reader.documents import Document, load

T = TypeVar("T")

MOST_FAULTS = 200
"""Faults told of one file; whoever has repaired these is told the next."""

KINDS: tuple[type[Any], ...] = (
    Catalogue,
    CatalogueTexts,
    ControlGroup,
    GroupTexts,
    PluginManifest,
    Profile,
    ProfileTexts,
    Release,
    Sector,
    SectorTexts,
    VersionChanges,
)
"""The classes that a file may hold one of."""

_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in KINDS}


def adapter(kind: type[T]) -> TypeAdapter[T]:
    """The validator of one kind of file."""
    found: TypeAdapter[T] = _ADAPTERS[kind]
    return found


def read(path: Path, kind: type[T]) -> tuple[T, Document]:
    """One file as a value of its kind, and the document it came from; raises ContentError."""
    document = load(path)
    found = faults(document, kind)
    if found:
        raise ContentError(found)
    return adapter(kind).validate_python(document.value), document


def gather(
    files: Iterable[Path], kind: type[T], told: list[ContentFault]
) -> list[tuple[T, Document]]:
    """Every sound file; the faults of the others are added to `told`."""
    values: list[tuple[T, Document]] = []
    for file in files:
        try:
            values.append(read(file, kind))
        except ContentError as error:
            told.extend(error.faults)
    return values


def faults(document: Document, kind: type[Any]) -> tuple[ContentFault, ...]:
    """Everything in which a file departs from the shape of its kind."""
    try:
        adapter(kind).validate_python(document.value)
    except ValidationError as error:
        problems = error.errors(include_url=False)
        inside = {
            problem["loc"][:end] for problem in problems for end in range(len(problem["loc"]))
        }
        # A list may only count as too short because its own entries are faulty.
        real = [p for p in problems if p["type"] != "too_short" or p["loc"] not in inside]
        told = [document.fault(p["loc"], _in_words(p)) for p in real[:MOST_FAULTS]]
        if len(real) > MOST_FAULTS:
            told.append(document.fault((), f"has {len(real) - MOST_FAULTS} faults more"))
        return tuple(told)
    return ()


_WORDS = {
    "missing": "is required",
    "unexpected_keyword_argument": "is no entry that belongs here; check the spelling",
    "dataclass_type": "must be a block of named entries",
    "tuple_type": "must be a list",
    "dict_type": "must be a block of named entries",
    "string_type": "must be text; put quotation marks around numbers, dates, yes and no",
    "too_short": "needs at least one entry",
}


def _in_words(problem: ErrorDetails) -> str:
    words = _WORDS.get(problem["type"], problem["msg"])
    found = problem["input"]
    if problem["type"] == "missing" or not isinstance(found, str | int | float | date):
        return words
    return f"{words} (found: {str(found)[:60]})"
