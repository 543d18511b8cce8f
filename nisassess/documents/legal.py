"""The provisions that controls refer to, gathered by act."""

import re
from dataclasses import dataclass

from nisassess.results.types import Reference, Results

_Act = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class CitedAct:
    """An act or standard with the provisions that are cited of it, each with its note."""

    title: str
    celex: str
    force: str
    addressee: str
    note: str
    """A note that all provisions share; they carry none of their own then."""
    prefix: str
    """The words that all citations begin with; they are left out of them then."""
    citations: tuple[tuple[str, str], ...]


def cited(results: Results) -> list[CitedAct]:
    """What the controls refer to, each provision once; binding acts first."""
    acts: dict[_Act, dict[str, str]] = {}
    for reference in _references(results):
        notes = acts.setdefault(_act(reference), {})
        notes[reference.citation] = notes.get(reference.citation) or reference.note or ""
    return [_gathered(act, notes) for act, notes in sorted(acts.items(), key=_rank)]


def _references(results: Results) -> list[Reference]:
    return [
        reference
        for group in results.groups
        for control in group.controls
        for reference in control.references
    ]


def _act(reference: Reference) -> _Act:
    return (reference.title, reference.celex or "", reference.force, reference.addressee or "")


def _rank(item: tuple[_Act, dict[str, str]]) -> tuple[int, str, str]:
    title, _, force, addressee = item[0]
    order = ("binding", "guidance", "standard")
    return (order.index(force) if force in order else len(order), title, addressee)


def _gathered(act: _Act, notes: dict[str, str]) -> CitedAct:
    shared = set(notes.values())
    common = shared.pop() if len(shared) == 1 else ""
    prefix = _prefix(list(notes))
    citations = tuple(
        (citation[len(prefix) :], "" if common else notes[citation].rstrip("."))
        for citation in sorted(notes, key=_natural)
    )
    return CitedAct(*act, note=common, prefix=prefix, citations=citations)


def _prefix(citations: list[str]) -> str:
    """The words, with the space behind them, that two or more citations begin with."""
    if len(citations) == 1:
        return ""
    words = [citation.split(" ")[:-1] for citation in citations]
    shared = []
    for column in zip(*words, strict=False):
        if len(set(column)) > 1:
            break
        shared.append(column[0])
    return " ".join([*shared, ""])


def _natural(citation: str) -> list[tuple[int, str]]:
    """Sorting key that puts 2.10 after 2.9."""
    return [
        (int(piece), "") if piece.isdigit() else (-1, piece)
        for piece in re.split(r"(\d+)", citation)
    ]
