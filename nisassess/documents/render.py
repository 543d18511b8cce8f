"""Sealed results as PDF, here and now: it takes seconds, so an event loop asks `pool` instead."""

from datetime import UTC, datetime

from nisassess.documents import engine
from nisassess.documents.errors import DigestError
from nisassess.documents.html import to_html
from nisassess.documents.words import words
from nisassess.results.canonical import canonical, parse
from nisassess.results.canonical import digest as digest_of
from nisassess.results.types import Results

DATA_NAME = "nisassess-results.json"


def render_pdf(results: Results, digest: str, *, verify_url: str | None = None) -> bytes:
    """The document of results as they are written today; see `render_document`."""
    return render_document(canonical(results), digest, verify_url=verify_url)


def render_document(document: bytes, digest: str, *, verify_url: str | None = None) -> bytes:
    """The PDF that goes to the authority; the same arguments give the same bytes.

    The canonical document is embedded as it is, whatever format it was sealed in. Raises
    DigestError if `digest` is not its SHA-256.
    """
    if digest_of(document) != digest:
        raise DigestError(f"{digest} is not the SHA-256 of these results")
    results = parse(document)
    data = engine.Embedded(DATA_NAME, words(results.language)("seal.embedded"), document)
    html = to_html(results, digest, verify_url)
    return engine.write_pdf(html, data, _moment(results.release.released_at))


def _moment(value: str) -> datetime:
    """When it was released, in UTC."""
    moment = datetime.fromisoformat(value)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
