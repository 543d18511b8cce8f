"""Takes in what another installation sealed for an authority of this one.

The file counts, not who brings it: its seal must be by a key that the authority trusts, nothing in
it may be altered, and it must have been submitted to this authority. Then it stands beside what
was submitted here, under the same queries, with its own id, document, seal and signed PDF.
"""

import asyncio
from dataclasses import dataclass

from nisassess.access import Actor, Permission
from nisassess.audit.repository import record
from nisassess.identity import repository as identity
from nisassess.identity.types import AuthorityRow
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import Forbidden, Issue, NotFound, StateRefused, ValidationFailed
from nisassess.operators import repository as operators
from nisassess.operators.policy import covers
from nisassess.operators.types import Classification
from nisassess.plugins import PluginRegistry
from nisassess.requests.repository import moves
from nisassess.results.canonical import digest, parse
from nisassess.results.types import Results
from nisassess.results.verified import State, Verdict
from nisassess.submissions import foreign, log, repository, repository_trust, repository_versions
from nisassess.submissions.cases import fact_of
from nisassess.submissions.examining import Examined, Examiner
from nisassess.submissions.pdf import PdfArchive
from nisassess.submissions.sealing import Sealer
from nisassess.submissions.trust_types import Imported, Known, TrustRow
from nisassess.submissions.types import SubmissionRow


@dataclass(frozen=True, slots=True)
class Importer:
    """Imports sealed PDFs."""

    database: Database
    registry: PluginRegistry
    sealer: Sealer
    archive: PdfArchive
    examiner: Examiner

    async def take(self, actor: Actor, pdf: bytes, authority_id: str | None = None) -> Imported:
        """Import a file for an authority of the actor's; one that is here already stays as it is.

        Raises Forbidden, NotFound, ValidationFailed (which authority?) and StateRefused with the
        reason: `unknown_key`, `revoked_key`, `altered`, `wrong_addressee`, `not_competent`,
        `format_too_new`, `not_results`, `contradiction` or `cannot_be_examined`.
        """
        authority = _authority(actor, authority_id)
        trusted = await repository_trust.trusted(actor, authority.id, Permission.SUBMISSION_IMPORT)
        active = {row.key_id: row.certificate for row in trusted if row.is_active}
        examined = await self.examiner.examine(pdf, active)
        document, seal = await asyncio.to_thread(_genuine, examined, trusted)
        results = await asyncio.to_thread(foreign.read, document)
        foreign.refuse_other_addressee(results, authority)
        place = await self._place(results, authority)
        key = examined.key_id or ""
        parcel = _Parcel(authority, key, results, document, seal, place, pdf)
        await self.sealer.keys.prepare(self.database)

        async def work() -> bool:
            return await self._enter(actor, parcel)

        is_new = await self.database.write(work)
        return await self._told(actor, parcel, is_new)

    async def _place(self, results: Results, authority: AuthorityRow) -> Classification:
        kind = self.registry.entity_type(results.operator.entity_type)
        place = foreign.classification_of(results, kind.regime if kind else None)
        competences = await identity.competences([authority.id])
        if not any(covers(one, results.operator.country, place) for one in competences):
            regime = place.regime.value if place.regime else results.profile.regime
            message = (
                f"{authority.name} is not competent here for {results.operator.subsector} in "
                f"{results.operator.country} under {regime}. Whoever runs this installation "
                "records what an authority is competent for."
            )
            raise StateRefused("not_competent", message)
        return place

    async def _enter(self, actor: Actor, parcel: "_Parcel") -> bool:
        """Write everything, inside one write; False if it was here already."""
        origin = _still_trusted(await repository_trust.hold(parcel.authority.id), parcel.key_id)
        await self.sealer.keys.hold()  # whoever holds it appends to the log alone
        results, own = parcel.results, digest(parcel.document)
        operator_id = foreign.operator_id(parcel.authority.id, origin.name, results)
        before = await repository_trust.known(results.submission)
        if before is not None:
            _refuse_another(before, own, parcel.authority)
            if before.origin is not None and not await self.archive.has(own):
                await self.archive.keep(own, parcel.pdf)  # it was lost, and here it is again
            return False
        row = foreign.addressed(
            foreign.row_of(results, own, origin=origin.id, seal=parcel.seal),
            parcel.authority,
            operator_id,
        )
        await self._add(row, parcel)
        place = await log.append(row.digest, row.id, now())
        await record(
            actor,
            "submission.import",
            row.id,
            organisation_id=parcel.authority.id,
            digest=row.digest,
            key=origin.key_id,
            position=place.position,
        )
        await self.archive.keep(row.digest, parcel.pdf)
        return True

    async def _add(self, row: SubmissionRow, parcel: "_Parcel") -> None:
        results = parcel.results
        if await repository_trust.number_taken(row.operator_id, row.number):
            message = f"another submission of {row.operator_name} has the number {row.number}"
            raise _contradiction(message)
        superseded = await _superseded(row, results)
        newer = await _superseding(row)
        if await repository_trust.is_newest(row.operator_id, row.id):
            details = foreign.details_of(results)
            await operators.keep_foreign(
                row.operator_id, details, parcel.place, now(), parcel.authority.id
            )
        await repository.add(row, parcel.document.decode(), results)
        if superseded is not None:
            await repository_versions.supersede(superseded, row.id)
        if newer is not None:
            await repository_versions.supersede(row.id, newer)  # its case holds the newer one
            return
        answered = await moves.fitting(row.operator_id, row.addressee_id, row.profile_id)
        await moves.submitted(fact_of(row, results), answered)

    async def _told(self, actor: Actor, parcel: "_Parcel", is_new: bool) -> Imported:
        row = await repository.submission(actor, parcel.results.submission)
        if row is None:
            raise NotFound("submission")
        found = await repository_trust.names(actor)
        elsewhere = foreign.evidence_elsewhere(parcel.results) if row.origin else ()
        return Imported(row, is_new, found.get(row.origin or ""), elsewhere)


@dataclass(frozen=True, slots=True)
class _Parcel:
    """What was found to be genuine, and for whom."""

    authority: AuthorityRow
    key_id: str
    results: Results
    document: bytes
    seal: str
    place: Classification
    pdf: bytes


def _authority(actor: Actor, authority_id: str | None) -> AuthorityRow:
    own = {
        grant.organisation_id: AuthorityRow(
            grant.organisation_id, grant.organisation_name, grant.country or ""
        )
        for grant in actor.grants
        if Permission.SUBMISSION_IMPORT in grant.permissions
    }
    if not own:
        raise Forbidden
    if authority_id is None and len(own) > 1:
        names = ", ".join(f"{one.id} ({one.name})" for one in own.values())
        message = f"must say for which of your authorities: {names}"
        raise ValidationFailed([Issue("authority", "missing", message)])
    if authority_id is None:
        return next(iter(own.values()))
    if authority_id not in own:
        raise NotFound("authority")
    return own[authority_id]


def _genuine(examined: Examined, trusted: tuple[TrustRow, ...]) -> tuple[bytes, str]:
    """Document and seal of a file that is genuine by a trusted key; raises StateRefused."""
    if examined.document is not None:
        foreign.refuse_newer(examined.document)
    verdict, words = examined.verification["verdict"], examined.verification["words"]
    if verdict == Verdict.ALTERED:
        raise _other_signer() if _failed(examined) == {"signer"} else StateRefused("altered", words)
    if verdict != Verdict.GENUINE:
        raise _unknown(examined.key_id, trusted)
    names = {row.key_id: row.name for row in trusted}
    if names.get(examined.signer_id or "") != names.get(examined.key_id or ""):
        raise _other_signer()  # whatever its certificate says: pages are its signer's
    if examined.document is None or examined.seal is None:
        raise StateRefused("altered", "The file holds no results that could be taken in.")
    return examined.document, examined.seal


def _failed(examined: Examined) -> set[str]:
    return {
        check["code"] for check in examined.verification["checks"] if check["state"] == State.FAILED
    }


def _other_signer() -> StateRefused:
    """A document that was made after its installation got a new key is signed by that."""
    message = (
        "The results are sealed by a key that your authority trusts, but the file is signed by "
        "another one. If the installation got a new key, compare its fingerprint and register it "
        "too, under the same name; then import the file again."
    )
    return StateRefused("unknown_key", message)


def _unknown(key_id: str | None, trusted: tuple[TrustRow, ...]) -> StateRefused:
    known = next((row for row in trusted if row.key_id == key_id), None)
    if known is not None and known.revoked_at is not None:
        message = (
            f"The file is sealed by a key of {known.name} that is not trusted any more since "
            f"{known.revoked_at:%Y-%m-%d}."
        )
        return StateRefused("revoked_key", message)
    message = (
        f"The file is sealed by the key {key_id or 'of nobody'}, which your authority does not "
        "trust. Compare its fingerprint with whoever runs the installation that sealed, register "
        "it, then import the file again."
    )
    return StateRefused("unknown_key", message)


def _still_trusted(rows: tuple[TrustRow, ...], key_id: str) -> TrustRow:
    for row in rows:
        if row.key_id == key_id and row.is_active:
            return row
    raise _unknown(key_id, rows)


def _refuse_another(known: Known, own: str, authority: AuthorityRow) -> None:
    """Raise StateRefused if what is here under this id is something else."""
    if known.digest != own:
        raise _contradiction("a submission with its id is here already, with other results")
    if known.addressee_id != authority.id:
        raise _contradiction("it is here already, for another authority")


async def _superseded(row: SubmissionRow, results: Results) -> str | None:
    """The earlier version, if it is here and this one says so rightly."""
    if results.supersedes is None:
        return None
    before = await repository_trust.known(results.supersedes.submission)
    if before is None:
        return None
    if (before.operator_id, before.digest) != (row.operator_id, results.supersedes.digest):
        raise _contradiction("what it says to supersede is here with other results")
    if before.superseded_by is not None:
        raise _contradiction("another version of what it says to supersede is here already")
    return before.id


async def _superseding(row: SubmissionRow) -> str | None:
    """The later version, if it came before this one."""
    found = await repository_trust.newer(row.operator_id, row.id)
    if found is None:
        return None
    newer, document = found
    stated = parse(document.encode()).supersedes
    if stated is None or stated.digest != row.digest:
        raise _contradiction("a later version is here that supersedes other results than these")
    return newer


def _contradiction(fault: str) -> StateRefused:
    message = (
        f"The file contradicts what is here: {fault}. Ask whoever runs the installation that "
        "sealed it."
    )
    return StateRefused("contradiction", message)
