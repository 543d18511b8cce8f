"""Sealed results as PDF, here and now: it takes seconds, so an event loop asks `pool` instead."""

from dataclasses import dataclass
from datetime import UTC, datetime

from nisassess.documents import engine
from nisassess.documents.errors import DigestError, SealError
from nisassess.documents.html import Sources, to_html
from nisassess.documents.oscal import assessment_results
from nisassess.documents.sealed import Sealed, read_sealed
from nisassess.documents.words import words
from nisassess.results.canonical import canonical, parse
from nisassess.results.canonical import digest as digest_of
from nisassess.results.types import Results

DATA_NAME = "nisassess-results.json"
SEAL_NAME = "nisassess-seal.jws"
OSCAL_NAME = "nisassess-assessment-results.oscal.json"


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that a document is made of; equal jobs give equal bytes."""

    document: bytes
    """The canonical results, as they were sealed."""
    digest: str
    seal: str | None = None
    """The signed statement of the digest, a JWS; absent before there were any."""
    certificates: str | None = None
    """The certificate of the seal's key with its chain, in PEM."""
    earlier: bytes | None = None
    """Earlier canonical results of the same operator for the same addressee, to compare with."""
    verify_url: str | None = None
    """The page that answers questions about digests."""

    def pdf(self) -> bytes:
        """What `render` makes of it."""
        return render(self)


def render_pdf(results: Results, digest: str, *, verify_url: str | None = None) -> bytes:
    """The document of results as they are written today, without a seal; see `render`."""
    return render(Job(canonical(results), digest, verify_url=verify_url))


def render(job: Job) -> bytes:
    """The PDF that goes to the authority, not signed yet; the same job gives the same bytes.

    The canonical document is embedded as it is, whatever format it was sealed in. Raises
    DigestError if the digest is not its SHA-256, SealError if the seal states another one.
    """
    if digest_of(job.document) != job.digest:
        raise DigestError(f"{job.digest} is not the SHA-256 of these results")
    results = parse(job.document)
    sealed = _sealed(job)
    earlier = parse(job.earlier) if job.earlier else None
    html = to_html(results, Sources(job.digest, job.verify_url, sealed, earlier))
    return engine.write_pdf(html, _embedded(job, results), _moment(results.release.released_at))


def _sealed(job: Job) -> Sealed | None:
    if job.seal is None:
        return None
    sealed = read_sealed(job.seal, job.certificates)
    if sealed.statement.digest != job.digest:
        raise SealError(f"the seal states {sealed.statement.digest}, not {job.digest}")
    return sealed


def _embedded(job: Job, results: Results) -> tuple[engine.Embedded, ...]:
    """What travels in the file, by name: the data for other tools, the data, its seal."""
    m = words(results.language)
    data = engine.Embedded(DATA_NAME, m("seal.embedded"), "application/json", job.document)
    oscal = engine.Embedded(
        OSCAL_NAME,
        m("seal.embedded_oscal"),
        "application/json",
        assessment_results(job.document),
        "Alternative",
    )
    if job.seal is None:
        return (oscal, data)
    seal = engine.Embedded(
        SEAL_NAME, m("seal.embedded_seal"), "application/jose", job.seal.encode()
    )
    return (oscal, data, seal)


def _moment(value: str) -> datetime:
    """When it was released, in UTC."""
    moment = datetime.fromisoformat(value)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
