"""What OSCAL has no field for, in properties and parts under our own namespace.

The one definition of both ways: `oscal_export` writes with these names, the import reads them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

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

T = TypeVar("T")

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


def read(entry: Entry, name: str, kind: Callable[[str], T]) -> T | None:
    """One of our properties as what it stands for; raises ContentError where it is nothing such."""
    text = value(entry, name)
    if not text:
        return None
    try:
        return kind(text)
    except (ValueError, ArithmeticError):
        entry.refuse(f"'{text[:60]}' is no value of our property '{name}'", "props")


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
        not_applicable=read(entry, "not-applicable", NotApplicable) or NotApplicable.ALLOWED,
        entry=entry,
    )


def evidence(entry: Entry) -> list[str]:
    """Its examples of evidence."""
    return [part.text("prose") for part in parts(entry, "example-evidence")]


def _reference(part: Entry, matter: "BackMatter") -> Reference:
    source = value(part, "source") or ""
    for link in part.blocks("links"):
        matter.source_id(link.needed("href").removeprefix("#"))
    return Reference(
        source=source,
        article=value(part, "article"),
        paragraph=value(part, "paragraph"),
        point=value(part, "point"),
        addressee=value(part, "addressee"),
        addressees=values(part, "addressees"),
        force=read(part, "force", Force),
        applies_from=read(part, "applies-from", date.fromisoformat),
        applies_until=read(part, "applies-until", date.fromisoformat),
        checked_on=read(part, "checked-on", date.fromisoformat),
        checked_by=value(part, "checked-by"),
        note=part.text("prose") or None,
    )


def _mapping(part: Entry) -> Mapping:
    return Mapping(
        source=value(part, "source"),
        target=value(part, "target"),
        control=value(part, "control"),
        relation=read(part, "relation", MappingRelation) or MappingRelation.INTERSECTS,
    )


def _question(part: Entry) -> Question:
    when = value(part, "when-question")
    return Question(
        id=value(part, "id") or "",
        prompt=part.text("prose"),
        kind=read(part, "kind", AnswerKind) or AnswerKind.TEXT,
        hint=value(part, "hint"),
        level=read(part, "level", int),
        dimension=read(part, "dimension", Dimension),
        choices=tuple(_choice(choice) for choice in parts(part, "choice")),
        when=Condition(when, values(part, "when-any-of")) if when else None,
        optional=value(part, "optional") == "true",
        unit=value(part, "unit"),
        minimum=read(part, "minimum", Decimal),
        maximum=read(part, "maximum", Decimal),
        bands=tuple(_band(band) for band in parts(part, "band")),
    )


def _choice(part: Entry) -> Choice:
    return Choice(
        value=value(part, "value") or "",
        label=part.text("title"),
        description=part.text("prose") or None,
        credit=read(part, "credit", Decimal),
        shows=read(part, "shows", Achievement),
    )


def _band(part: Entry) -> Band:
    credit = read(part, "credit", Decimal)
    return Band(
        credit=Decimal(0) if credit is None else credit,
        at_least=read(part, "at-least", Decimal),
        at_most=read(part, "at-most", Decimal),
    )


def is_source(resource: Entry) -> bool:
    """Tell whether a document of the back matter is a source of ours."""
    return value(resource, "id") is not None


def source(resource: Entry) -> Source:
    """Read a source of ours."""
    return Source(
        id=value(resource, "id") or "",
        short=value(resource, "short") or "",
        title=resource.text("title"),
        force=read(resource, "force", Force) or Force.GUIDANCE,
        celex=value(resource, "celex"),
        edition=value(resource, "edition"),
        addressees=values(resource, "addressees"),
    )
