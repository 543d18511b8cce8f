"""The dated list of outcomes, and the provisions that officers are offered."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter

FALLBACK = "en"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a review may come to; the words by language."""

    id: str
    applies_from: date
    title: dict[str, str]
    text: dict[str, str]
    applies_until: date | None = None
    needs_reasons: bool = False
    needs_legal_basis: bool = False

    def words(self, language: str) -> tuple[str, str]:
        """Title and text in a language, or in English."""
        plain = language.split("-", maxsplit=1)[0]
        key = plain if plain in self.title else FALLBACK
        return self.title[key], self.text[key]


@dataclass(frozen=True, slots=True)
class Basis:
    """A provision of Union law, for entities of a status (`*`: any) under a regime."""

    citation: str
    regime: str
    status: str
    applies_from: date
    applies_until: date | None = None


@dataclass(frozen=True, slots=True)
class _Lists:
    outcomes: tuple[Outcome, ...]
    bases: tuple[Basis, ...] = field(default=())


@cache
def _lists() -> _Lists:
    text = files("nisassess.reviews").joinpath("data", "outcomes.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=_LOADER)  # noqa: S506 - either is a safe loader
    return TypeAdapter(_Lists).validate_python(data)


def outcomes(on: date) -> tuple[Outcome, ...]:
    """The outcomes that can be given on a day."""
    return tuple(one for one in _lists().outcomes if _applies(one, on))


def outcome(id_: str) -> Outcome | None:
    """An outcome by id, also one that can be given no more."""
    return next((one for one in _lists().outcomes if one.id == id_), None)


def bases(regime: str, status: str, on: date) -> list[str]:
    """Provisions to offer beside the national one."""
    return [
        one.citation
        for one in _lists().bases
        if one.regime == regime and one.status in {status, "*"} and _applies(one, on)
    ]


def _applies(one: Outcome | Basis, on: date) -> bool:
    return one.applies_from <= on and (one.applies_until is None or on <= one.applies_until)
