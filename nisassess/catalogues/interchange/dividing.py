"""Divides control groups that one content file could not hold."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from nisassess.catalogues.interchange import fitting
from nisassess.catalogues.interchange.report import Report
from nisassess.sdk import Catalogue, CatalogueTexts, Control, ControlGroup
from nisassess.sdk.reader.bounds import LARGEST_FILE, MOST_ENTRIES

_CONTROLS = TypeAdapter(Control)

_CHARACTERS = LARGEST_FILE // 4
"""Of a group's texts; in UTF-8 a character may take several bytes."""
_ENTRIES = MOST_ENTRIES * 3 // 4


def divided(catalogue: Catalogue, report: Report) -> Catalogue:
    """The catalogue with each group small enough for a file; tells what it divided."""
    groups: list[ControlGroup] = []
    parts: dict[str, list[ControlGroup]] = {}
    for group in catalogue.groups:
        made = list(_parts(group))
        if len(made) > 1:
            report.changed(group.id, f"a group too large for one file became {len(made)}")
            parts[group.id] = made
        groups.extend(made)
    if not parts:
        return catalogue
    translations = {
        language: _divided_texts(texts, parts) for language, texts in catalogue.translations.items()
    }
    return replace(catalogue, groups=tuple(groups), translations=translations)


def _parts(group: ControlGroup) -> Iterator[ControlGroup]:
    chunks = list(_chunks(group.controls))
    if len(chunks) == 1:
        yield group
        return
    for number, controls in enumerate(chunks, 1):
        title = fitting.title(f"{group.title[:180]} ({number}/{len(chunks)})")
        id_ = group.id if number == 1 else f"{group.id[:100].rstrip('-.')}.part-{number}"
        yield replace(group, id=id_, title=title, controls=controls)


def _chunks(controls: tuple[Control, ...]) -> Iterator[tuple[Control, ...]]:
    chunk: list[Control] = []
    characters = entries = 0
    for control in controls:
        plain = _CONTROLS.dump_python(control, mode="json", exclude_defaults=True)
        characters += len(str(plain))
        own = _entries(plain)
        entries += own
        if chunk and (characters > _CHARACTERS or entries > _ENTRIES):
            yield tuple(chunk)
            chunk, characters, entries = [], len(str(plain)), own
        chunk.append(control)
    yield tuple(chunk)


def _entries(value: Any) -> int:
    """Values as the reader counts them, names of entries among them."""
    if isinstance(value, dict):
        return 1 + sum(1 + _entries(item) for item in value.values())
    if isinstance(value, list):
        return 1 + sum(map(_entries, value))
    return 1


def _divided_texts(texts: CatalogueTexts, parts: dict[str, list[ControlGroup]]) -> CatalogueTexts:
    """A translation follows its controls; the titles of the parts stay in the first language."""
    groups = dict(texts.groups)
    for id_, made in parts.items():
        whole = groups.get(id_)
        if whole is None:
            continue
        for group in made:
            there = {control.id for control in group.controls}
            of_part = {id_: text for id_, text in whole.controls.items() if id_ in there}
            groups[group.id] = replace(whole, id=group.id, title=None, controls=of_part)
    return replace(texts, groups=groups)
