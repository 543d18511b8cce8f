"""Table of listings."""

from tortoise import fields
from tortoise.models import Model

from nisassess.identity.models import Organisation
from nisassess.operators.models import Operator


class Listing(Model):
    """An authority's decision on an operator's NIS2 status, the newest of an authority counts."""

    id = fields.CharField(max_length=40, primary_key=True)
    operator: fields.ForeignKeyRelation[Operator] = fields.ForeignKeyField(
        "nisassess.Operator", related_name=False, on_delete=fields.CASCADE
    )
    authority: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "nisassess.Organisation", related_name=False, on_delete=fields.CASCADE
    )
    status = fields.CharField(max_length=16)
    reason = fields.TextField()
    citation = fields.CharField(max_length=200, null=True)
    decided_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by = fields.CharField(max_length=200)

    class Meta:
        table = "listing"
        indexes = (("operator_id", "id"),)
