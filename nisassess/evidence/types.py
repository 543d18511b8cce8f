"""Plain values of evidence."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class EvidenceKind(StrEnum):
    """Whether the artefact is kept here or stays with the operator."""

    FILE = "file"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One artefact in one revision.

    `size` is in bytes, `digest` a SHA-256 in lower-case hexadecimal digits. A file has filename,
    media type, size and digest; a reference has owner, location, date, and a digest if one was
    given. `series` binds the revisions of one source key on one control.
    """

    id: str
    operator_id: str
    kind: EvidenceKind
    title: str
    filename: str | None
    media_type: str | None
    size: int | None
    digest: str | None
    owner: str | None
    location: str | None
    dated: date | None
    series: str | None
    control_id: str | None
    source_key: str | None
    revision: int
    added_at: datetime
    added_by_id: str
    added_by_name: str
    valid_until: date | None = None

    @property
    def download_url(self) -> str | None:
        """Where the file is had; None for a reference."""
        return f"/evidence/{self.id}" if self.kind is EvidenceKind.FILE else None


@dataclass(frozen=True, slots=True)
class Expiring:
    """Evidence that runs out soon, and who brought it."""

    id: str
    operator_id: str
    title: str
    valid_until: date
    added_by_id: str


@dataclass(frozen=True, slots=True)
class ReferenceInput:
    """What a person says of an artefact that must not leave the house."""

    title: str
    owner: str
    location: str
    dated: date
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class FileInput:
    """What came with a file; `declared_size` is the Content-Length in bytes, if there was one."""

    filename: str
    title: str
    media_type: str
    declared_size: int | None = None


@dataclass(frozen=True, slots=True)
class UploadPlace:
    """Where a person attaches a file: one control in one part of one assessment (ids)."""

    assessment: str
    part: str
    control: str


@dataclass(frozen=True, slots=True)
class PushPlace:
    """Where an integrator attaches a file.

    `control` is the stable id of a control, `source_key` the caller's own name for the artefact.
    `part` is the id or the name of a part, `assessment` an id; without them it goes to every
    part, and to every assessment with the control that is not submitted.
    """

    operator: str
    control: str
    source_key: str
    part: str | None = None
    assessment: str | None = None


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A person's upload: the evidence, whether it is new, and the assessment's revision."""

    evidence: EvidenceRow
    created: bool
    revision: int


@dataclass(frozen=True, slots=True)
class Pushed:
    """An integrator's upload: the evidence, whether it is new, and where it is attached."""

    evidence: EvidenceRow
    created: bool
    attached: tuple[str, ...]
