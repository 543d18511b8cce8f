"""What makes procurement annexes, handed in by the composition root: printing stands above."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

from nisassess.kit.errors import NisassessError

LANGUAGES = ("de", "en", "fr")
"""What an annex's own words are written in."""


@dataclass(frozen=True, slots=True)
class Annex:
    """A resolved profile (canonical JSON) in a language, on a day."""

    document: str
    language: str
    day: date


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and the source of its style for the content security policy."""

    html: str
    style: str


class AnnexMaker(Protocol):
    """Makes annexes beside the event loop."""

    async def page(self, annex: Annex) -> Page:
        """As a page that stands alone."""

    async def pdf(self, annex: Annex) -> bytes:
        """As PDF; raises AnnexFailed."""


class AnnexFailed(NisassessError):
    """An annex could not be made; the caller may try again."""

    status: ClassVar[int] = 503
    code = "RENDERING_FAILED"
