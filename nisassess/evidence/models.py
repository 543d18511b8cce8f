"""Table of evidence."""

from tortoise import fields
from tortoise.models import Model

from nisassess.operators.models import Operator


class Evidence(Model):
    """One artefact in one revision, a later revision is a row of its own.

    `series` binds the revisions of one source key on one control.
    """

    id = fields.CharField(max_length=40, primary_key=True)
    operator: fields.ForeignKeyRelation[Operator] = fields.ForeignKeyField(
        "nisassess.Operator", related_name=False, on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=16)
    title = fields.CharField(max_length=200)
    filename = fields.CharField(max_length=255, null=True)
    media_type = fields.CharField(max_length=120, null=True)
    size = fields.BigIntField(null=True)
    digest = fields.CharField(max_length=64, null=True)
    owner = fields.CharField(max_length=200, null=True)
    location = fields.CharField(max_length=500, null=True)
    dated = fields.DateField(null=True)
    valid_until = fields.DateField(null=True)
    """The last day on which it counts; absent: it does not run out."""
    series = fields.CharField(max_length=64, null=True)
    control_id = fields.CharField(max_length=120, null=True)
    source_key = fields.CharField(max_length=200, null=True)
    revision = fields.IntField(default=1)
    added_at = fields.DatetimeField()
    added_by_id = fields.CharField(max_length=40)
    added_by_name = fields.CharField(max_length=200)

    class Meta:
        table = "evidence"
        unique_together = (("operator", "series", "revision"),)
        indexes = (("operator_id", "id"), ("operator_id", "digest"))
