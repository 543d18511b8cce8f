"""The document as HTML: templates filled with sealed results."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from nisassess.documents import legal, picture, priorities, text, views
from nisassess.documents.comparison import comparison
from nisassess.documents.sealed import Sealed, vouching
from nisassess.documents.words import Words, words
from nisassess.results.types import Results

LONG_CELL = 500
"""Characters from which a table's row may be broken over two pages."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What a document tells beside the results."""

    digest: str
    verify_url: str | None = None
    """The page that answers questions about digests."""
    sealed: Sealed | None = None
    earlier: Results | None = None
    """Earlier results to compare with."""


def to_html(results: Results, sources: Sources) -> str:
    """The whole document, self-contained but for its stylesheet."""
    language = words(results.language)
    view = views.view(results)
    template = _environment().get_template("document.html")
    return template.render(
        r=results,
        v=view,
        names={part.id: part.name for part in results.scope.parts},
        m=language,
        digest=sources.digest,
        verify_url=sources.verify_url,
        sealed=sources.sealed,
        c=comparison(sources.earlier, results),
        matters=priorities.matters(view),
        plan=priorities.plan(view),
        title=document_title(results, language),
        LONG_CELL=LONG_CELL,
    )


def document_title(results: Results, language: Words) -> str:
    """Title in the file's metadata and in the running head."""
    return text.printable(
        language(
            "document.title",
            title=results.title,
            operator=text.clipped(results.operator.name, 90),
        )
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("nisassess.documents"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        paragraphs=text.paragraphs,
        grouped=text.grouped,
        clipped=text.clipped,
        dir=_direction,
        country=lambda code, language: language.country(code),
    )
    environment.globals.update(
        bar=picture.bar,
        sample=picture.sample,
        qr_code=picture.qr_code,
        vouching=vouching,
        is_overdue=priorities.is_overdue,
        counts=views.counts,
        explained=views.explained,
        allowed=views.allowed,
        other_inputs=views.other_inputs,
        cited=legal.cited,
    )
    return environment


def _finalize(value: Any) -> Any:
    """Every value that goes into the page passes here: no character without a glyph gets out."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return text.printable(value)


def _direction(value: str | None) -> Markup:
    """The attribute for a text that runs right to left."""
    return Markup(' dir="{}"').format(escape("rtl")) if text.direction(value) == "rtl" else Markup()
