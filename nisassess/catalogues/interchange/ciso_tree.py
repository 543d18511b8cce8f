"""The nodes of a CISO Assistant framework as a tree; cycles, orphans and repetitions are told."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from nisassess.catalogues.interchange.bounds import DEEPEST
from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.source import Entry


@dataclass(eq=False)
class Node:
    """A requirement node: a heading, or something that is assessed."""

    entry: Entry
    urn: str
    parent: "Node | None" = None
    children: "list[Node]" = field(default_factory=list)
    notes: "list[Node]" = field(default_factory=list)
    """Headings whose text is shown here, because they hold no requirement themselves."""

    @property
    def assessable(self) -> bool:
        return self.entry.flag("assessable")

    @property
    def label(self) -> str:
        """The number that people know it by."""
        return self.entry.text("ref_id")

    @property
    def name(self) -> str:
        """Its name or, lacking one, its number or the end of its URN."""
        return self.entry.text("name") or self.label or self.urn.rsplit(":", 1)[-1]

    def ancestors(self) -> "Iterator[Node]":
        """From its parent upwards."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def heading(self) -> "Node | None":
        """The nearest heading above."""
        return next((node for node in self.ancestors() if not node.assessable), None)


def build_tree(entries: list[Entry], report: Report) -> list[Node]:
    """All nodes in reading order, joined to their parents; raises ContentError."""
    nodes: dict[str, Node] = {}
    for entry in entries:
        urn = entry.needed("urn").lower()
        if urn in nodes:
            entry.refuse(f"the urn '{urn}' stands twice", "urn")
        nodes[urn] = Node(entry, urn)
    for node in nodes.values():
        _join(node, nodes, report)
    _refuse_cycles(nodes)
    return list(_in_order([node for node in nodes.values() if node.parent is None]))


def _join(node: Node, nodes: dict[str, Node], report: Report) -> None:
    parent = node.entry.text("parent_urn").lower()
    if not parent:
        return
    if parent not in nodes:
        report.departs(node.entry.at("parent_urn"), "names a parent that is not there")
        return
    node.parent = nodes[parent]
    node.parent.children.append(node)


def _refuse_cycles(nodes: dict[str, Node]) -> None:
    """Refuse circles, and chains of parents that no published framework comes near."""
    depths: dict[str, int] = {}
    for node in nodes.values():
        walked: dict[str, Node] = {}
        at: Node | None = node
        while at is not None and at.urn not in depths:
            if at.urn in walked:
                at.entry.refuse("is its own ancestor; the parents go round in a circle")
            walked[at.urn] = at
            at = at.parent
        depth = depths[at.urn] if at is not None else 0
        for inner in reversed(walked.values()):
            depth += 1
            depths[inner.urn] = depth
        if depth > DEEPEST:
            node.entry.refuse(f"stands under more than {DEEPEST} others", "parent_urn")


def _in_order(roots: list[Node]) -> Iterator[Node]:
    waiting = list(reversed(roots))
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children))
