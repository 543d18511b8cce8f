"""Use cases of evidence: receive a file from a person or an integrator, hand it out, refer to one.

A file's row, its link to a control, the audit row and the file itself come to be together or not
at all: see `_file_in`.
"""

import hashlib
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from nisassess.access import Actor
from nisassess.audit.repository import record
from nisassess.evidence import naming, repository
from nisassess.evidence.errors import TooLarge
from nisassess.evidence.linking import Linker
from nisassess.evidence.policy import ATTACH, READ_ATTACHED, require_attach, require_push
from nisassess.evidence.store import BlobStore, StagedBlob
from nisassess.evidence.types import (
    EvidenceKind,
    EvidenceRow,
    FileInput,
    Pushed,
    PushPlace,
    ReferenceInput,
    Uploaded,
    UploadPlace,
)
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, ValidationFailed
from nisassess.kit.ids import checked_id, new_id
from nisassess.kit.pagination import Page, page_request

T = TypeVar("T")

_LONGEST_OWNER = 200
_LONGEST_LOCATION = 500
_EARLIEST = date(1950, 1, 1)
_HEX_DIGITS = frozenset("0123456789abcdef")
_SHA256_DIGITS = 64


@dataclass(frozen=True, slots=True)
class EvidenceService:
    """What the ways in need to receive and hand out files; `limit` is in bytes per file."""

    database: Database
    store: BlobStore
    linker: Linker
    limit: int

    async def upload(
        self, actor: Actor, place: UploadPlace, file: FileInput, chunks: AsyncIterable[bytes]
    ) -> Uploaded:
        """Receive a file from a person and attach it.

        The same bytes under the same filename are one piece of evidence per operator. Raises
        Refusal, NotFound, StateRefused, TooLarge, UploadStalled or ValidationFailed.
        """
        actor.require(ATTACH)
        if not naming.is_control_id(place.control):
            raise NotFound("control")
        target = await self.linker.check_upload(actor, place)
        require_attach(actor, target.operator_id)
        by = (actor.id,) if target.apart else ()

        async def attach(blob: StagedBlob) -> Uploaded:
            row = _file_row(actor, target.operator_id, file, blob)
            row = _in_series(row, _series("upload", file.filename, blob.digest, *by))
            kept, created = await repository.add_revision(actor, row)
            link = await self.linker.attach_upload(actor, place, kept)
            if created:
                await _record_added(actor, kept)
            return Uploaded(kept, created, link.revision)

        return await self._file_in(file, chunks, attach)

    async def push(
        self, actor: Actor, place: PushPlace, file: FileInput, chunks: AsyncIterable[bytes]
    ) -> Pushed:
        """Receive a file from an integrator and attach it.

        The same bytes again under the same source key on the same control are the same evidence;
        other bytes are its next revision. Raises like `upload`.
        """
        require_push(actor, place.operator)
        _check_push_place(place)
        await self.linker.check_push(actor, place)

        async def attach(blob: StagedBlob) -> Pushed:
            row = _file_row(actor, place.operator, file, blob)
            series = _series("push", place.control, place.source_key)
            row = _in_series(row, series, place.control, place.source_key)
            kept, created = await repository.add_revision(actor, row)
            outcome = await self.linker.attach_push(actor, place, kept)
            if created:
                await _record_added(actor, kept)
            return Pushed(kept, created, outcome.attached)

        return await self._file_in(file, chunks, attach)

    async def _file_in(
        self,
        file: FileInput,
        chunks: AsyncIterable[bytes],
        attach: Callable[[StagedBlob], Awaitable[T]],
    ) -> T:
        """Receive to the side, then attach and keep in one transaction.

        The file is kept last: a refusal leaves none behind, and no row is committed without.
        """
        if file.declared_size is not None and file.declared_size > self.limit:
            raise TooLarge(self.limit)
        if file.declared_size == 0:
            raise _empty()
        async with self.store.receive(chunks, self.limit) as blob:
            if blob.size == 0:
                raise _empty()

            async def work() -> T:
                outcome = await attach(blob)
                await blob.keep()
                return outcome

            return await self.database.write(work)

    async def download(self, actor: Actor, evidence_id: str) -> EvidenceRow:
        """The file's row, whose bytes `store.open` yields; raises Refusal or NotFound."""
        actor.require(READ_ATTACHED)
        checked_id("evd", evidence_id, "evidence")
        row = await repository.evidence(actor, evidence_id)
        row = row or await self.linker.assigned(actor, evidence_id)
        if row is None or row.kind is not EvidenceKind.FILE:
            raise NotFound("evidence")
        return row


async def page(
    actor: Actor, operator_id: str, first: int, after: str | None
) -> Page[EvidenceRow] | None:
    """An operator's evidence, newest first; None when invisible; raises ValidationFailed."""
    return await repository.page(actor, operator_id, page_request(first, after, 1))


def prepare_reference(actor: Actor, operator_id: str, reference: ReferenceInput) -> EvidenceRow:
    """Check a reference and make its row, to be added by `repository.add` in a transaction.

    Raises Refusal, NotFound for another's operator, or ValidationFailed.
    """
    require_attach(actor, operator_id)
    title, owner = naming.tidy(reference.title), naming.tidy(reference.owner)
    location = naming.tidy(reference.location)
    digest = (reference.digest or "").strip().lower() or None
    found = (
        naming.text_issue("title", title, naming.LONGEST_TITLE),
        naming.text_issue("owner", owner, _LONGEST_OWNER),
        naming.text_issue("location", location, _LONGEST_LOCATION),
        _date_issue(reference.dated),
        _digest_issue(digest),
    )
    _refuse(found)
    return EvidenceRow(
        id=new_id("evd"),
        operator_id=operator_id,
        kind=EvidenceKind.REFERENCE,
        title=title,
        filename=None,
        media_type=None,
        size=None,
        digest=digest,
        owner=owner,
        location=location,
        dated=reference.dated,
        series=None,
        control_id=None,
        source_key=None,
        revision=1,
        added_at=now(),
        added_by_id=actor.id,
        added_by_name=actor.name,
    )


def describe_file(
    filename: str, title: str | None, content_type: str | None, declared_size: int | None
) -> FileInput:
    """Check what came with a file; folders in its name are cut off. Raises ValidationFailed."""
    name = naming.base_name(filename)
    shown = naming.tidy(title or "") or name[: naming.LONGEST_TITLE]
    _refuse(
        (naming.filename_issue(name), naming.text_issue("title", shown, naming.LONGEST_TITLE))
        if name
        else (naming.filename_issue(name),)
    )
    return FileInput(name, shown, naming.media_type_of(content_type, name), declared_size)


def _file_row(actor: Actor, operator_id: str, file: FileInput, blob: StagedBlob) -> EvidenceRow:
    return EvidenceRow(
        id=new_id("evd"),
        operator_id=operator_id,
        kind=EvidenceKind.FILE,
        title=file.title,
        filename=file.filename,
        media_type=file.media_type,
        size=blob.size,
        digest=blob.digest,
        owner=None,
        location=None,
        dated=None,
        series=None,
        control_id=None,
        source_key=None,
        revision=1,
        added_at=now(),
        added_by_id=actor.id,
        added_by_name=actor.name,
    )


def _in_series(
    row: EvidenceRow, series: str, control_id: str | None = None, source_key: str | None = None
) -> EvidenceRow:
    return replace(row, series=series, control_id=control_id, source_key=source_key)


def _series(*parts: str) -> str:
    """One fixed-length key for parts of any length; none of them holds a line break."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


async def _record_added(actor: Actor, row: EvidenceRow) -> None:
    await record(
        actor,
        "evidence.upload",
        row.id,
        organisation_id=row.operator_id,
        filename=row.filename,
        digest=row.digest,
        control=row.control_id,
        source_key=row.source_key,
        revision=row.revision,
    )


def _check_push_place(place: PushPlace) -> None:
    if not naming.is_control_id(place.control):
        raise NotFound("control")
    _refuse((naming.source_key_issue(place.source_key),))


def _empty() -> ValidationFailed:
    return ValidationFailed([Issue("file", "empty", "must hold at least one byte")])


def _date_issue(dated: date) -> Issue | None:
    # One day of grace: east of Greenwich it is tomorrow already.
    latest = today() + timedelta(days=1)
    if _EARLIEST <= dated <= latest:
        return None
    message = f"must be from {_EARLIEST.isoformat()} to today, not {dated.isoformat()}"
    return Issue("dated", "out_of_range", message)


def _digest_issue(digest: str | None) -> Issue | None:
    if digest is None or (len(digest) == _SHA256_DIGITS and _HEX_DIGITS.issuperset(digest)):
        return None
    return Issue("digest", "bad_digest", "must be a SHA-256 in 64 hexadecimal digits")


def _refuse(found: Iterable[Issue | None]) -> None:
    issues = [issue for issue in found if issue is not None]
    if issues:
        raise ValidationFailed(issues)
