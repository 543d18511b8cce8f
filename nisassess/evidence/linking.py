"""What evidence asks of the slice that knows controls: may this be attached, and attach it.

Evidence stands below assessments and must not import it; the composition root hands the
implementation in.
"""

from dataclasses import dataclass
from typing import Protocol

from nisassess.access import Actor
from nisassess.evidence.types import EvidenceRow, PushPlace, UploadPlace


@dataclass(frozen=True, slots=True)
class UploadTarget:
    """The operator whose assessment a person attaches to.

    `apart`: what this person brings is never taken for what a colleague brought.
    """

    operator_id: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class LinkOutcome:
    """The assessment's revision after the link."""

    revision: int


@dataclass(frozen=True, slots=True)
class PushOutcome:
    """Ids of the assessments in which the evidence now supports the control."""

    attached: tuple[str, ...]


class Linker(Protocol):
    """Checks before the body is received, and attaches inside the transaction.

    Minutes may lie between the two, so `attach_…` checks again. These four raise NotFound
    (assessment, part or control does not exist or is invisible: one answer for both) and
    StateRefused (the assessment is submitted). `attach_…` run inside `Database.write`, after the
    evidence row was inserted or found, and must not call `Database.write`; raising undoes all.
    Attaching what is attached already is no error and changes nothing.
    """

    async def check_upload(self, actor: Actor, place: UploadPlace) -> UploadTarget:
        """Whether a person may attach there now, and whose assessment it is."""
        ...

    async def attach_upload(
        self, actor: Actor, place: UploadPlace, evidence: EvidenceRow
    ) -> LinkOutcome:
        """Attach a person's file to the control in the part."""
        ...

    async def assigned(self, actor: Actor, evidence_id: str) -> EvidenceRow | None:
        """Evidence for an actor who sees no more than what is assigned; None: out of reach."""
        ...

    async def check_push(self, actor: Actor, place: PushPlace) -> None:
        """Whether an integrator may push to the control now.

        The actor was found to hold evidence:push for `place.operator`. A control that no
        assessment meant has is NotFound; when all that have it are submitted, StateRefused.
        While one is open, submitted ones are passed over in silence.
        """
        ...

    async def attach_push(
        self, actor: Actor, place: PushPlace, evidence: EvidenceRow
    ) -> PushOutcome:
        """Attach the revision in every open assessment meant, in place of earlier ones.

        Earlier ones are links to evidence of the same `evidence.series`; links of submitted
        assessments stay as they are.
        """
        ...
