"""Who may do what with evidence; pure."""

from nisassess.access import Actor, Permission
from nisassess.evidence.types import EvidenceRow
from nisassess.kit.errors import NotFound

READ = Permission.EVIDENCE_READ
UPLOAD = Permission.EVIDENCE_UPLOAD
PUSH = Permission.EVIDENCE_PUSH


def require_push(actor: Actor, operator_id: str) -> None:
    """Refuse whoever may push nowhere; another operator does not exist for the caller."""
    actor.require(PUSH)
    if not actor.may(PUSH, operator_id):
        raise NotFound("operator")


def require_upload(actor: Actor, operator_id: str) -> None:
    """Refuse whoever may upload nowhere; another operator does not exist for the caller."""
    actor.require(UPLOAD)
    if not actor.may(UPLOAD, operator_id):
        raise NotFound("operator")


def require_add(actor: Actor, row: EvidenceRow) -> None:
    """The lock in front of the table: evidence is added for an own operator only."""
    if not (actor.may(UPLOAD, row.operator_id) or actor.may(PUSH, row.operator_id)):
        raise NotFound("operator")
