"""Makes seals and receipts."""

from dataclasses import dataclass, replace

from nisassess.kit.database import Database
from nisassess.results.canonical import digest
from nisassess.results.seal import LogPlace, Receipt, Seal, sign
from nisassess.submissions import log, repository
from nisassess.submissions.keys import SealKeys
from nisassess.submissions.types import SubmissionRow


@dataclass(frozen=True, slots=True)
class Sealer:
    """Signs in the name of this installation."""

    keys: SealKeys

    async def seal(self, row: SubmissionRow) -> SubmissionRow:
        """The submission with its seal, entered in the log; inside the write that adds it.

        Raises StateRefused if there is no key to seal with.
        """
        key = await self.keys.hold()
        place = await log.append(row.digest, row.id, row.submitted_at)
        statement = Seal(
            digest=row.digest,
            submission=row.id,
            version=row.version,
            number=row.number,
            sealed_at=log.moment(row.submitted_at),
            installation=self.keys.name,
            kind=key.kind,
            log=place,
        )
        return replace(row, seal=sign(key, statement))

    async def receipt(self, database: Database, row: SubmissionRow) -> str:
        """The receipt of a submission that the caller may see; raises StateRefused."""
        key = await self.keys.active(database)
        entry = await repository.log_entry_of(row.id)
        # An imported one was submitted elsewhere, and taken in here when it entered the log.
        received = entry.at if entry is not None and row.origin is not None else row.submitted_at
        statement = Receipt(
            digest=row.digest,
            submission=row.id,
            version=row.version,
            received_at=log.moment(received),
            addressee=row.addressee_name,
            log=LogPlace(entry.position, entry.head) if entry else None,
            seal_digest=digest(row.seal.encode()) if row.seal else None,
        )
        return sign(key, statement)

    async def head(self, database: Database) -> str:
        """The signed head of the log; raises StateRefused."""
        return sign(await self.keys.active(database), await log.head())
