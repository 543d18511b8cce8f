"""An authority's letter on a submission: return, acknowledgement or closing, as PDF.

PDF/A-3a and PDF/UA-1, with what it says inside as data. The same letter gives the same bytes; it
tells what it is given and reads nothing else.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from nisassess.documents import engine, text
from nisassess.documents.words import FALLBACK, Words
from nisassess.results.canonical import canonical_value

DATA_NAME = "nisassess-letter.json"
LANGUAGES = ("en", "fr", "de")
LONG = 400
"""Characters from which a table's row may be broken over two pages."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The submission that a letter is about."""

    id: str
    number: int
    version: int
    title: str
    profile: str
    period_from: str
    period_until: str
    submitted_at: str
    signatory: str
    digest: str


@dataclass(frozen=True, slots=True)
class ToCorrect:
    """A control that is named in a return."""

    label: str | None
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the authority made of a *not applicable*; `until` ends an acceptance."""

    label: str | None
    title: str
    part: str
    accepted: bool
    reason: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was put, with the last thing that the operator answered."""

    label: str | None
    title: str | None
    text: str
    asked_on: str
    state: str
    """`asked`, `answered` or `settled`."""
    answer: str | None


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that a letter is made of; times ISO 8601 in UTC, dates ISO 8601."""

    kind: str
    """`return`, `acknowledgement` or `closing`."""
    language: str
    authority: str
    country: str
    case: str
    reference: str
    """The letter's own number."""
    operator: str
    officer: str
    confirmed_by: str | None
    issued_at: str
    subject: Subject
    legal_basis: str | None = None
    outcome: str | None = None
    """The name of the outcome, in the letter's language."""
    outcome_text: str | None = None
    """What the outcome means, in the letter's language."""
    due: str | None = None
    reasons: str | None = None
    controls: tuple[ToCorrect, ...] = ()
    rulings: tuple[Ruled, ...] = ()
    questions: tuple[Asked, ...] = ()

    def data(self) -> bytes:
        """What the letter says, as canonical JSON."""
        return canonical_value({"format": "nisassess-letter/1", **asdict(self)})

    def pdf(self) -> bytes:
        """The letter as PDF; it takes a second."""
        m = letter_words(self.language)
        embedded = engine.Embedded(
            DATA_NAME, m("letter.embedded"), "application/json", self.data(), "Source"
        )
        moment = datetime.fromisoformat(self.issued_at).astimezone(UTC)
        return engine.write_pdf(_html(self, m), (embedded,), moment)


def letter_words(language: str) -> Words:
    """Words of a language; English where there is no catalogue for it."""
    plain = language.split("-", maxsplit=1)[0]
    return _words(plain if plain in LANGUAGES else FALLBACK)


@lru_cache(maxsize=len(LANGUAGES))
def _words(language: str) -> Words:
    file = files("nisassess.documents") / "letters" / f"{language}.json"
    return Words(language, json.loads(file.read_text(encoding="utf-8")))


def _html(letter: Letter, m: Words) -> str:
    template = _environment().get_template("letter.html")
    heading = m(f"letter.{letter.kind}.heading")
    return template.render(letter=letter, m=m, heading=heading, LONG=LONG)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("nisassess.documents"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_drawable,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        paragraphs=text.paragraphs, grouped=text.grouped, clipped=text.clipped, dir=_direction
    )
    return environment


def _drawable(value: Any) -> Any:
    """No character without a glyph gets into the PDF."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return text.printable(value)


def _direction(value: str | None) -> Markup:
    """The attribute for a text that runs right to left."""
    return Markup(' dir="{}"').format(escape("rtl")) if text.direction(value) == "rtl" else Markup()
