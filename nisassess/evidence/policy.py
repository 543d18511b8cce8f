"""Who may do what with evidence; pure."""

from nisassess.access import Actor, Permission
from nisassess.evidence.types import EvidenceRow
from nisassess.kit.errors import NotFound

READ = Permission.EVIDENCE_READ
PUSH = Permission.EVIDENCE_PUSH
UPLOAD = Permission.EVIDENCE_UPLOAD
"""Look after all of the operator's evidence."""
ATTACH = Permission.ASSIGNED_WRITE
"""Bring something to a place where one may answer; which places, the linker knows."""
READ_ATTACHED = Permission.ASSIGNED_READ


def require_push(actor: Actor, operator_id: str) -> None:
    """Refuse whoever may push nowhere; another operator does not exist for the caller."""
    actor.require(PUSH)
    if not actor.may(PUSH, operator_id):
        raise NotFound("operator")


def require_attach(actor: Actor, operator_id: str) -> None:
    """Refuse whoever may attach nowhere; another operator does not exist for the caller."""
    actor.require(ATTACH)
    if not actor.may(ATTACH, operator_id):
        raise NotFound("operator")


def require_add(actor: Actor, row: EvidenceRow) -> None:
    """The lock in front of the table: evidence is added for an own operator only."""
    if not (actor.may(ATTACH, row.operator_id) or actor.may(PUSH, row.operator_id)):
        raise NotFound("operator")
