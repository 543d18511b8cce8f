"""Table of operator details."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from nisassess.identity.models import Organisation


class Operator(Model):
    """Details of an operator, shares its id with the operator's organisation.

    Lists and year figures are edited as one form under one version, so they are kept as JSON.
    """

    id = fields.CharField(max_length=40, primary_key=True)
    organisation: fields.OneToOneRelation[Organisation] = fields.OneToOneField(
        "nisassess.Organisation", related_name=False, on_delete=fields.CASCADE
    )
    version = fields.IntField(default=1)
    name = fields.CharField(max_length=200)
    country = fields.CharField(max_length=2)
    countries: fields.JSONField[list[Any]] = fields.JSONField()
    entity_type = fields.CharField(max_length=120, null=True)
    sector = fields.CharField(max_length=120, null=True)
    subsector = fields.CharField(max_length=120, null=True)
    regime = fields.CharField(max_length=16, null=True)
    figures: fields.JSONField[list[Any]] = fields.JSONField()
    linked_enterprises: fields.JSONField[list[Any]] = fields.JSONField()
    special_cases: fields.JSONField[list[Any]] = fields.JSONField()
    services: fields.JSONField[list[Any]] = fields.JSONField()
    contact_email = fields.CharField(max_length=254, null=True)
    updated_at = fields.DatetimeField()
    imported_by = fields.CharField(max_length=40, null=True)
    """The authority that took it in from another installation: no other one learns of it."""

    class Meta:
        table = "operator"
        indexes = (("country", "subsector"), ("name",))
