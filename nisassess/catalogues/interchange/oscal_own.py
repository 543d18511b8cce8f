"""What OSCAL has no field for, in properties and parts under our own namespace.

The one definition of both ways: `oscal_export` writes with these names, the import reads them.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from nisassess.catalogues.interchange.source import Entry
from nisassess.sdk import (
    Achievement,
    AnswerKind,
    Band,
    Choice,
    Condition,
    Dimension,
    Force,
    Mapping,
    MappingRelation,
    NotApplicable,
    Question,
    Reference,
    Source,
)

if TYPE_CHECKING:
    from nisassess.catalogues.interchange.oscal_matter import BackMatter

NAMESPACE = "urn:nisassess:oscal:1"


def is_ours(entry: Entry) -> bool:
    """Tell whether a property or part is one of ours."""
    return entry.text("ns") == NAMESPACE


def props(entry: Entry) -> dict[str, list[Entry]]:
    """Our properties of an entry by name."""
    found: dict[str, list[Entry]] = {}
    for prop in entry.blocks("props"):
        if is_ours(prop):
            found.setdefault(prop.text("name"), []).append(prop)
    return found


def value(entry: Entry, name: str) -> str | None:
    """The value of one of our properties; a text of several lines stands in its remarks."""
    found = props(entry).get(name)
    return (found[0].text("remarks") or found[0].text("value")) if found else None


def values(entry: Entry, name: str) -> tuple[str, ...]:
    """All values of one of our properties."""
    found = props(entry).get(name, ())
    return tuple(prop.text("remarks") or prop.text("value") for prop in found)


def parts(entry: Entry, name: str) -> list[Entry]:
    """Our parts of an entry with a name."""
    return [p for p in entry.blocks("parts") if is_ours(p) and p.text("name") == name]


@dataclass(frozen=True)
class OwnParts:
    """What a control of ours brings along; empty for the controls of others."""

    is_own: bool
    rationale: str
    questions: tuple[Question, ...]
    mappings: tuple[Mapping, ...]
    not_applicable: NotApplicable
    entry: Entry

    def references(self, matter: "BackMatter") -> tuple[Reference, ...]:
        """Its references, with all that a link cannot say."""
        return tuple(_reference(part, matter) for part in parts(self.entry, "reference"))


def control_parts(entry: Entry) -> OwnParts:
    """Read everything of ours in a control."""
    rationale = parts(entry, "rationale")
    return OwnParts(
        is_own=value(entry, "id") is not None,
        rationale=rationale[0].text("prose") if rationale else "",
        questions=tuple(_question(part) for part in parts(entry, "question")),
        mappings=tuple(_mapping(part) for part in parts(entry, "mapping")),
        not_applicable=NotApplicable(value(entry, "not-applicable") or "allowed"),
        entry=entry,
    )


def evidence(entry: Entry) -> list[str]:
    """Its examples of evidence."""
    return [part.text("prose") for part in parts(entry, "example-evidence")]


def _reference(part: Entry, matter: "BackMatter") -> Reference:
    source = value(part, "source") or ""
    for link in part.blocks("links"):
        matter.source_id(link.needed("href").removeprefix("#"))
    force = value(part, "force")
    return Reference(
        source=source,
        article=value(part, "article"),
        paragraph=value(part, "paragraph"),
        point=value(part, "point"),
        addressee=value(part, "addressee"),
        addressees=values(part, "addressees"),
        force=Force(force) if force else None,
        applies_from=_day(part, "applies-from"),
        applies_until=_day(part, "applies-until"),
        checked_on=_day(part, "checked-on"),
        checked_by=value(part, "checked-by"),
        note=part.text("prose") or None,
    )


def _day(part: Entry, name: str) -> date | None:
    found = value(part, name)
    return date.fromisoformat(found) if found else None


def _mapping(part: Entry) -> Mapping:
    return Mapping(
        source=value(part, "source"),
        target=value(part, "target"),
        control=value(part, "control"),
        relation=MappingRelation(value(part, "relation") or "intersects"),
    )


def _question(part: Entry) -> Question:
    level, dimension = value(part, "level"), value(part, "dimension")
    when = value(part, "when-question")
    return Question(
        id=value(part, "id") or "",
        prompt=part.text("prose"),
        kind=AnswerKind(value(part, "kind") or "text"),
        hint=value(part, "hint"),
        level=int(level) if level else None,
        dimension=Dimension(dimension) if dimension else None,
        choices=tuple(_choice(choice) for choice in parts(part, "choice")),
        when=Condition(when, values(part, "when-any-of")) if when else None,
        optional=value(part, "optional") == "true",
        unit=value(part, "unit"),
        minimum=_number(part, "minimum"),
        maximum=_number(part, "maximum"),
        bands=tuple(_band(band) for band in parts(part, "band")),
    )


def _choice(part: Entry) -> Choice:
    shows = value(part, "shows")
    return Choice(
        value=value(part, "value") or "",
        label=part.text("title"),
        description=part.text("prose") or None,
        credit=_number(part, "credit"),
        shows=Achievement(shows) if shows else None,
    )


def _band(part: Entry) -> Band:
    credit = _number(part, "credit")
    return Band(
        credit=Decimal(0) if credit is None else credit,
        at_least=_number(part, "at-least"),
        at_most=_number(part, "at-most"),
    )


def _number(part: Entry, name: str) -> Decimal | None:
    found = value(part, name)
    return Decimal(found) if found else None


def is_source(resource: Entry) -> bool:
    """Tell whether a document of the back matter is a source of ours."""
    return value(resource, "id") is not None


def source(resource: Entry) -> Source:
    """Read a source of ours."""
    return Source(
        id=value(resource, "id") or "",
        short=value(resource, "short") or "",
        title=resource.text("title"),
        force=Force(value(resource, "force") or "guidance"),
        celex=value(resource, "celex"),
        edition=value(resource, "edition"),
        addressees=values(resource, "addressees"),
    )
