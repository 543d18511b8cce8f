"""Which controls an OSCAL profile imports, and a catalogue cut down to them."""

import fnmatch
from collections.abc import Iterator
from typing import Any

from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.source import Entry

Value = dict[str, Any]
MOST_PATTERNS = 256


def all_controls(catalog: Value) -> Iterator[tuple[Value, "str | None"]]:
    """Every control with the id of the control around it."""
    waiting: list[tuple[Value, str | None]] = [(catalog, None)]
    while waiting:
        holder, around = waiting.pop()
        for control in holder.get("controls") or ():
            yield control, around
            waiting.append((control, control.get("id")))
        waiting.extend((group, None) for group in holder.get("groups") or ())


def selected(statement: Entry, catalog: Value, report: Report) -> set[str]:
    """The ids that an import statement chooses from a catalogue."""
    around = {control["id"]: outer for control, outer in all_controls(catalog)}
    chosen: set[str] = set()
    if statement.value.get("include-all") is not None or not statement.has("include-controls"):
        chosen = set(around)
    for choice in statement.blocks("include-controls"):
        chosen |= _chosen(choice, around, report)
    for choice in statement.blocks("exclude-controls"):
        chosen -= _chosen(choice, around, report)
    return chosen


def _chosen(choice: Entry, around: dict[str, "str | None"], report: Report) -> set[str]:
    found: set[str] = set()
    for id_ in choice.texts("with-ids"):
        if id_ in around:
            found.add(id_)
        else:
            report.departs(choice.at("with-ids"), f"names '{id_}', which the catalogue lacks")
    patterns = choice.blocks("matching")
    if len(patterns) > MOST_PATTERNS:
        choice.refuse(f"holds more than {MOST_PATTERNS} patterns", "matching")
    for matching in patterns:
        found |= {id_ for id_ in around if fnmatch.fnmatchcase(id_, matching.text("pattern"))}
    if choice.text("with-child-controls") == "yes":
        found |= {id_ for id_ in around if _is_inside(id_, found, around)}
    return found


def _is_inside(id_: str, found: set[str], around: dict[str, "str | None"]) -> bool:
    outer = around[id_]
    while outer is not None:
        if outer in found:
            return True
        outer = around.get(outer)
    return False


def cut_down(holder: Value, chosen: set[str]) -> Value:
    """A copy with the chosen controls; one whose outer control is not chosen takes its place."""
    kept = {key: value for key, value in holder.items() if key not in {"controls", "groups"}}
    controls = [one for c in holder.get("controls") or () for one in _kept(c, chosen)]
    groups = [cut_down(group, chosen) for group in holder.get("groups") or ()]
    groups = [group for group in groups if group.get("controls") or group.get("groups")]
    return (
        kept | ({"controls": controls} if controls else {}) | ({"groups": groups} if groups else {})
    )


def _kept(control: Value, chosen: set[str]) -> list[Value]:
    inner = [one for child in control.get("controls") or () for one in _kept(child, chosen)]
    if control["id"] not in chosen:
        return inner
    kept = {key: value for key, value in control.items() if key != "controls"}
    return [kept | ({"controls": inner} if inner else {})]
