"""OSCAL's prose: parameters written into it, parts as plain text."""

import re
from collections.abc import Iterator

from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.source import Entry

_INSERTED = re.compile(r"\{\{\s*(?:insert:\s*param,\s*|param:\s*)?([^\s{}|,]+)\s*\}\}")
_LINK = re.compile(r"\[([^\[\]]+)\]\(#[^()\s]*\)")
DEEPEST_PARAMETER = 8
LONGEST_PROSE = 100_000
"""Characters, parameters inserted; the longest published has some 6,000."""


class Parameters:
    """A catalogue's parameters by id, and which of them the prose used."""

    def __init__(self, report: Report) -> None:
        self._by_id: dict[str, Entry] = {}
        self._report = report
        self._made: dict[str, str] = {}
        self.used: set[str] = set()

    def add(self, holder: Entry) -> None:
        """Take the parameters of a catalogue, group or control."""
        for entry in holder.blocks("params"):
            self._by_id[entry.needed("id")] = entry

    def render(self, prose: str, path: str) -> str:
        """Prose with each parameter's value, or in brackets what is to be decided."""
        return _LINK.sub(r"\1", self._render(prose, path, ()))

    def _render(self, prose: str, path: str, within: tuple[str, ...]) -> str:
        made, length, start = [], 0, 0
        for match in _INSERTED.finditer(prose):
            made += [prose[start : match.start()], self._text(match.group(1), path, within)]
            length += len(made[-1])
            start = match.end()
            if length > LONGEST_PROSE:
                self._by_id[match.group(1)].refuse("what it inserts grows beyond all measure")
        return "".join((*made, prose[start:]))

    def _text(self, id_: str, path: str, within: tuple[str, ...]) -> str:
        entry = self._by_id.get(id_)
        if entry is None:
            self._report.departs(path, f"inserts the parameter '{id_}', which is not there")
            return f"[{id_}]"
        if id_ in within or len(within) > DEEPEST_PARAMETER:
            self._report.departs(entry.path, "a parameter that inserts itself")
            return f"[{id_}]"
        self.used.add(id_)
        if id_ not in self._made:
            self._made[id_] = self._value(entry, path, (*within, id_))
        return self._made[id_]

    def _value(self, entry: Entry, path: str, within: tuple[str, ...]) -> str:
        values = [self._render(value, path, within) for value in entry.texts("values")]
        if values:
            return ", ".join(values)
        constraints = self._constraints(entry, path, within)
        select = entry.block("select")
        if select.value:
            choices = [self._render(one, path, within) for one in select.texts("choice")]
            many = "one or more: " if select.text("how-many") == "one-or-more" else ""
            return f"[{many}{' | '.join(choices)}{constraints}]"
        label = entry.text("label") or entry.text("usage") or entry.needed("id")
        return f"[{self._render(label, path, within)}{constraints}]"

    def _constraints(self, entry: Entry, path: str, within: tuple[str, ...]) -> str:
        found = [
            self._render(text, path, within)
            for constraint in entry.blocks("constraints")
            if (text := constraint.text("description"))
        ]
        return f" – {'; '.join(found)}" if found else ""

    def guidelines(self, holder: Entry) -> Iterator[str]:
        """What the parameters of a control say about choosing their values."""
        for entry in holder.blocks("params"):
            for guideline in entry.blocks("guidelines"):
                prose = guideline.text("prose")
                if prose:
                    label = self.render(entry.text("label") or entry.needed("id"), entry.path)
                    yield f"{label}: {self.render(prose, entry.path)}"

    def tell(self, holder: Entry, report: Report) -> None:
        """Tell what became of the parameters of a catalogue, group or control."""
        for entry in holder.blocks("params"):
            if entry.needed("id") in self.used:
                report.changed(entry.path, "a parameter is text in the prose that inserts it")
            else:
                report.left_out(entry.path, "a parameter that no prose inserts")


def label_of(entry: Entry) -> str:
    """The number that people know an entry by; without zeros that are only for sorting."""
    labels = [
        prop
        for prop in entry.blocks("props")
        if prop.text("name") == "label" and prop.text("class") != "zero-padded"
    ]
    plain = [prop for prop in labels if not prop.text("class")]
    return (plain or labels)[0].text("value") if labels else ""


def part_text(part: Entry, parameters: Parameters, report: Report) -> str:
    """A part with all parts inside it, each on its line, indented."""
    return "\n".join(_lines(part, parameters, report, 0))


def _lines(part: Entry, parameters: Parameters, report: Report, depth: int) -> Iterator[str]:
    tell_part(part, report)
    prose = parameters.render(part.text("prose"), part.path)
    label = label_of(part) if depth else ""
    head = [text for text in (label, part.text("title")) if text and depth]
    line = " ".join([*head, prose]).strip()
    inner = max(depth - 1, 0)
    if line:
        yield f"{'  ' * inner}{line}"
    for child in part.blocks("parts"):
        yield from _lines(child, parameters, report, depth + 1)


def tell_part(part: Entry, report: Report) -> None:
    """Tell what of a part has no place."""
    for prop in part.blocks("props"):
        name = prop.text("name")
        if name not in {"label", "method", "alt-identifier"}:
            report.left_out(prop.path, f"a part has no property '{name}'")
        elif name == "alt-identifier":
            report.left_out(prop.path, "a second identifier")
    for link in part.blocks("links"):
        if link.text("rel") != "related":
            report.left_out(link.path, f"a part has no link '{link.text('rel')}'")
