"""Plain values of trust between installations, and of imports."""

from dataclasses import dataclass
from datetime import datetime

from nisassess.submissions.types import SubmissionRow


@dataclass(frozen=True, slots=True)
class TrustRow:
    """A key of another installation that an authority takes submissions from.

    Keys under the same name belong to the same installation: one followed the other.
    """

    id: str
    authority_id: str
    name: str
    key_id: str
    """SHA-256 of the certificate in DER, in hex: its fingerprint."""
    certificate: str
    """In PEM, with the chain that came with it."""
    added_at: datetime
    added_by: str
    revoked_at: datetime | None

    @property
    def is_active(self) -> bool:
        """Whether it still counts."""
        return self.revoked_at is None


@dataclass(frozen=True, slots=True)
class NewTrust:
    """A key as an officer enters it; the fingerprint comes from the installation itself."""

    authority_id: str
    name: str
    certificate: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class EvidenceElsewhere:
    """A file that was sealed by its digest, and stays with the operator."""

    control: str
    title: str
    filename: str | None
    digest: str | None


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to; `is_new` is False where it was here already."""

    submission: SubmissionRow
    is_new: bool
    origin_name: str | None
    """None for one that was submitted here."""
    evidence_elsewhere: tuple[EvidenceElsewhere, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A submission that is here already, whoever may see it; for the import alone."""

    id: str
    digest: str
    operator_id: str
    addressee_id: str
    superseded_by: str | None
    origin: str | None
