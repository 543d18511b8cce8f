"""Table of the audit log."""

from tortoise import fields
from tortoise.models import Model


class AuditEntry(Model):
    """One act, rows are only ever added."""

    id = fields.CharField(max_length=40, primary_key=True)
    at = fields.DatetimeField()
    actor_kind = fields.CharField(max_length=16)
    actor_id = fields.CharField(max_length=40)
    organisation_id = fields.CharField(max_length=40, null=True)
    action = fields.CharField(max_length=60)
    subject_id = fields.CharField(max_length=40)
    detail = fields.TextField()
    """JSON."""

    class Meta:
        table = "audit_entry"
        indexes = (("subject_id", "id"), ("organisation_id", "id"))
