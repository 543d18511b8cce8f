"""Tables of supervision: listings, the register of entities, what operators register."""

from typing import Any

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


class RegisterEntry(Model):
    """An entity in an authority's own register, whether it has an account here or not."""

    id = fields.CharField(max_length=40, primary_key=True)
    authority: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "nisassess.Organisation", related_name=False, on_delete=fields.CASCADE
    )
    national_number = fields.CharField(max_length=60)
    """Number in the national register: the key by which imports know the entity again."""
    name = fields.CharField(max_length=200)
    name_key = fields.CharField(max_length=200)
    """The name without case and accents, to search and sort by."""
    country = fields.CharField(max_length=2)
    subsector = fields.CharField(max_length=120)
    """Empty where it is not known."""
    contact_email = fields.CharField(max_length=254)
    """Empty where it is not known."""
    status = fields.CharField(max_length=16)
    reason = fields.TextField()
    citation = fields.CharField(max_length=200)
    decided_on = fields.DateField()
    operator: fields.ForeignKeyNullableRelation[Operator] = fields.ForeignKeyField(
        "nisassess.Operator", related_name=False, on_delete=fields.SET_NULL, null=True
    )
    """The operator here that it is; absent as long as nobody tied it."""
    updated_at = fields.DatetimeField()
    updated_by = fields.CharField(max_length=200)

    class Meta:
        table = "register_entry"
        unique_together = (("authority", "national_number"),)
        indexes = (("authority_id", "name_key", "id"), ("operator_id", "authority_id"))


class EntryDecision(Model):
    """A status decision on an entry of the register, rows are only ever added."""

    id = fields.CharField(max_length=40, primary_key=True)
    entry: fields.ForeignKeyRelation[RegisterEntry] = fields.ForeignKeyField(
        "nisassess.RegisterEntry", related_name=False, on_delete=fields.CASCADE
    )
    status = fields.CharField(max_length=16)
    reason = fields.TextField()
    citation = fields.CharField(max_length=200)
    decided_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by = fields.CharField(max_length=200)

    class Meta:
        table = "entry_decision"
        indexes = (("entry_id", "id"),)


class Registration(Model):
    """What an operator submits for the list of entities besides its details (NIS2 Art. 3(4)).

    One form under one version, shares its id with the operator.
    """

    id = fields.CharField(max_length=40, primary_key=True)
    operator: fields.OneToOneRelation[Operator] = fields.OneToOneField(
        "nisassess.Operator", related_name=False, on_delete=fields.CASCADE
    )
    version = fields.IntField()
    national_number = fields.CharField(max_length=60)
    address = fields.TextField()
    ip_ranges: fields.JSONField[list[Any]] = fields.JSONField()
    contact_points: fields.JSONField[list[Any]] = fields.JSONField()
    updated_at = fields.DatetimeField()
    updated_by = fields.CharField(max_length=200)

    class Meta:
        table = "registration"


class ToldFacts(Model):
    """What the authority was told of an operator last, since when something differs."""

    id = fields.CharField(max_length=40, primary_key=True)
    operator: fields.OneToOneRelation[Operator] = fields.OneToOneField(
        "nisassess.Operator", related_name=False, on_delete=fields.CASCADE
    )
    facts: fields.JSONField[dict[str, Any]] = fields.JSONField()
    changed_on = fields.DateField(null=True)
    """The day of the first change that was not told yet."""

    class Meta:
        table = "told_facts"


class ChangeNotice(Model):
    """An operator's notice that its details changed, to one authority."""

    id = fields.CharField(max_length=40, primary_key=True)
    operator: fields.ForeignKeyRelation[Operator] = fields.ForeignKeyField(
        "nisassess.Operator", related_name=False, on_delete=fields.CASCADE
    )
    authority: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "nisassess.Organisation", related_name=False, on_delete=fields.CASCADE
    )
    operator_name = fields.CharField(max_length=200)
    changed_on = fields.DateField()
    due_on = fields.DateField()
    note = fields.TextField()
    differences: fields.JSONField[list[Any]] = fields.JSONField()
    sent_at = fields.DatetimeField()
    sent_by = fields.CharField(max_length=200)
    acknowledged_at = fields.DatetimeField(null=True)
    acknowledged_by = fields.CharField(max_length=200, null=True)

    class Meta:
        table = "change_notice"
        indexes = (("authority_id", "id"), ("operator_id", "id"))
