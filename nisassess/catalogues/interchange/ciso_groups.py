"""Which headings of a framework become control groups, and where the texts of others go."""

from typing import Any

from nisassess.catalogues.interchange import content, fitting
from nisassess.catalogues.interchange.ciso_texts import note_text, translated
from nisassess.catalogues.interchange.ciso_tree import Node
from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.source import Entry


class Grouping:
    """A heading with requirements of its own is a group; of the others only the text is kept."""

    def __init__(self, nodes: list[Node], report: Report) -> None:
        self.members: dict[Node | None, list[Node]] = {}
        self.notes: dict[str, list[Node]] = {}
        for node in nodes:
            if node.assessable:
                heading = node.heading()
                self.members.setdefault(heading, []).append(node)
        groups = {heading.urn for heading in self.members if heading is not None}
        self._first = _first_groups(nodes, groups)
        for node in nodes:
            if not node.assessable and node.urn not in groups:
                self._place(node, groups, report)

    def _place(self, node: Node, groups: set[str], report: Report) -> None:
        """A note goes to the requirement or group around it, else to the first group inside it
        or inside the section that it belongs to."""
        for above in node.ancestors():
            if above.assessable:
                above.notes.append(node)
                return
            if above.urn in groups:
                self.notes.setdefault(above.urn, []).append(node)
                return
        near = (above for above in node.ancestors() if above.parent is not None)
        inside = next((self._first[n.urn] for n in (node, *near) if n.urn in self._first), None)
        if inside is None:
            report.left_out(node.entry.path, "a heading without requirements, in no group")
        elif not node.children or node.entry.has("description"):
            self.notes.setdefault(inside.urn, []).append(node)


def _first_groups(nodes: list[Node], groups: set[str]) -> dict[str, Node]:
    """For every node with a group in it, the first; inner nodes come after outer ones."""
    first: dict[str, Node] = {}
    for node in reversed(nodes):
        if node.urn in groups:
            first[node.urn] = node
        if node.parent is not None and node.urn in first:
            # Walked backwards, so that an earlier sibling replaces a later one.
            first[node.parent.urn] = first[node.urn]
    return first


def group_title(heading: Node | None, language: str | None, own: str) -> str:
    """The names of the headings from the outermost inwards."""
    if heading is None:
        return content.words(language or own).rest
    headings = [heading, *(node for node in heading.ancestors() if not node.assessable)]
    names = [
        fitting.one_line(translated(node.entry, "name", language) or node.name)
        for node in reversed(headings)
    ]
    whole = " / ".join(names)
    return whole if fitting.fits_title(whole) else fitting.title(names[-1])


def summary(heading: Node | None, grouping: Grouping, language: str | None, report: Report) -> str:
    """The heading's description, and the notes that were placed here."""
    if heading is None:
        return ""
    own = [translated(heading.entry, key, language) for key in ("description", "annotation")]
    first, *rest = fitting.pieces("\n\n".join(part for part in own if part)) or ("",)
    if rest:
        report.left_out(heading.entry.path, "a group's summary beyond 4000 characters")
    for note in grouping.notes.get(heading.urn, ()):
        longer = f"{first}\n\n{note_text(note, language)}".strip()
        if len(longer) > fitting.LONGEST_TEXT:
            report.left_out(note.entry.path, "a heading for which its group's summary is full")
        else:
            first = longer
    return first


def as_nodes(library: Entry, objects: Entry) -> Entry:
    """Reference controls as a framework: one heading for each category."""
    nodes: list[dict[str, Any]] = []
    headings: set[str] = set()
    base = library.needed("urn")
    for number, entry in enumerate(objects.blocks("reference_controls")):
        category = entry.text("category") or entry.text("csf_function") or "controls"
        heading = f"{base}:category:{category}"
        if heading not in headings:
            headings.add(heading)
            nodes.append({"urn": heading, "assessable": False, "name": category.capitalize()})
        taken = {k: v for k, v in entry.value.items() if k not in {"category", "csf_function"}}
        urn = entry.text("urn") or f"{base}:{number}"
        nodes.append({**taken, "urn": urn, "assessable": True, "parent_urn": heading})
    value = {**library.value, "requirement_nodes": nodes}
    return Entry(library.source, value, ("objects", "reference_controls"))
