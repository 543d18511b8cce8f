"""A profile as an annex to tender documents: requirements, evidence, acceptance criteria.

One content, twice: a page that stands alone in a browser, and a PDF that is PDF/A-3a and PDF/UA-1.
The same profile, language and day give the same bytes.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pydantic import TypeAdapter

from nisassess.catalogues.translating import in_language
from nisassess.catalogues.types import PinnedControl, PinnedProfile
from nisassess.documents import engine, text
from nisassess.documents.acceptance import Criterion, criteria
from nisassess.documents.export_words import export_words
from nisassess.documents.words import Words

DATA_NAME = "nisassess-profile.json"
_adapter = TypeAdapter(PinnedProfile)
_METHODS = {"gated-maturity", "cumulative-levels", "outcomes"}
_MEANS = {"mean-of-means", "weighted"}


@dataclass(frozen=True, slots=True)
class AnnexJob:
    """Everything that an annex is made of; equal jobs give equal bytes."""

    document: str
    """The resolved profile, as canonical JSON."""
    language: str
    day: date
    """When it was made."""

    def pdf(self) -> bytes:
        """What `annex_pdf` makes of it."""
        return annex_pdf(self)


def annex_page(job: AnnexJob) -> str:
    """The annex as a page that stands alone: no script, nothing fetched."""
    return _rendered("annex.html", job, style=style_sheet())


def style_sheet() -> str:
    """The page's only style sheet, which stands inside it."""
    file = files("nisassess.documents") / "templates" / "annex.css"
    return file.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def style_hash() -> str:
    """What a content security policy names the style sheet by."""
    hashed = hashlib.sha256(style_sheet().encode()).digest()
    return f"sha256-{base64.b64encode(hashed).decode()}"


def annex_pdf(job: AnnexJob) -> bytes:
    """The annex as PDF, with the resolved profile inside; it takes seconds."""
    embedded = engine.Embedded(
        DATA_NAME,
        export_words(job.language)("annex.embedded"),
        "application/json",
        job.document.encode(),
        "Source",
    )
    moment = datetime.combine(job.day, time(), UTC)
    return engine.write_pdf(_rendered("annex_print.html", job), (embedded,), moment)


def _rendered(template: str, job: AnnexJob, **more: Any) -> str:
    profile = in_language(_adapter.validate_python(json.loads(job.document)), job.language)
    m = export_words(job.language)
    return (
        _environment(for_print=template == "annex_print.html")
        .get_template(template)
        .render(
            p=profile,
            m=m,
            controls=_controls(profile, m),
            method=_method(profile, m),
            digest=hashlib.sha256(job.document.encode()).hexdigest(),
            day=job.day.isoformat(),
            title=m("annex.title", profile=text.clipped(profile.title, 120)),
            own=profile.language,
            translated=job.language in profile.languages,
            **more,
        )
    )


def _controls(profile: PinnedProfile, m: Words) -> dict[str, tuple[Criterion, ...]]:
    return {id_: criteria(profile, control, m) for id_, control in profile.controls.items()}


def _method(profile: PinnedProfile, m: Words) -> str:
    """How the criteria of one requirement come together."""
    method = profile.scoring_method
    if method in _MEANS:
        return m("annex.method.mean")
    if method in _METHODS:
        return m(f"annex.method.{method}")
    return m("annex.method.own", method=method)


def _target(profile: PinnedProfile, control: PinnedControl, m: Words) -> str:
    place = control.target - profile.lowest
    if 0 <= place < len(profile.levels):
        return m("annex.target", level=control.target, name=profile.levels[place])
    return m("annex.target.bare", level=control.target)


def _number(label: str | None, fallback: str) -> str:
    return label or fallback


@lru_cache(maxsize=2)
def _environment(*, for_print: bool) -> Environment:
    environment = Environment(
        loader=PackageLoader("nisassess.documents"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_drawable if for_print else None,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(paragraphs=text.paragraphs, grouped=text.grouped)
    environment.globals.update(target=_target, number=_number)
    return environment


def _drawable(value: Any) -> Any:
    """No character without a glyph gets into the PDF."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return text.printable(value)
