"""Tables of submissions."""

from tortoise import fields
from tortoise.models import Model

from nisassess.assessments.models import Assessment
from nisassess.identity.models import Organisation
from nisassess.operators.models import Operator


class Submission(Model):
    """Sealed results, written once."""

    id = fields.CharField(max_length=40, primary_key=True)
    number = fields.IntField()
    assessment: fields.OneToOneRelation[Assessment] = fields.OneToOneField(
        "nisassess.Assessment", related_name=False, on_delete=fields.RESTRICT
    )
    operator: fields.ForeignKeyRelation[Operator] = fields.ForeignKeyField(
        "nisassess.Operator", related_name=False, on_delete=fields.RESTRICT
    )
    addressee: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "nisassess.Organisation", related_name=False, on_delete=fields.RESTRICT
    )
    addressee_name = fields.CharField(max_length=200)
    addressee_country = fields.CharField(max_length=2)
    operator_name = fields.CharField(max_length=200)
    country = fields.CharField(max_length=2)
    sector = fields.CharField(max_length=120)
    subsector = fields.CharField(max_length=120)
    entity_type = fields.CharField(max_length=120)
    title = fields.CharField(max_length=200)
    scope_kind = fields.CharField(max_length=24)
    period_from = fields.DateField()
    period_until = fields.DateField()
    profile_id = fields.CharField(max_length=120)
    profile_version = fields.CharField(max_length=20)
    profile_title = fields.CharField(max_length=200)
    submitted_at = fields.DatetimeField()
    signatory = fields.CharField(max_length=200)
    digest = fields.CharField(max_length=64)
    document = fields.TextField()
    """Canonical JSON, verbatim, the digest is of its UTF-8 bytes."""
    completeness = fields.FloatField()
    attainment = fields.FloatField(null=True)
    met = fields.IntField()
    below = fields.IntField()
    not_applicable = fields.IntField()

    class Meta:
        table = "submission"
        unique_together = (("operator", "number"),)
        indexes = (
            ("addressee_id", "id"),
            ("addressee_id", "subsector", "id"),
            ("operator_id", "id"),
            ("digest",),
        )


class SubmittedControl(Model):
    """A control's outcome in a submission, for queries across submissions."""

    id = fields.CharField(max_length=40, primary_key=True)
    submission: fields.ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "nisassess.Submission", related_name=False, on_delete=fields.CASCADE
    )
    control_id = fields.CharField(max_length=120)
    state = fields.CharField(max_length=16)
    level = fields.IntField(null=True)
    target = fields.IntField()

    class Meta:
        table = "submitted_control"
        unique_together = (("submission", "control_id"),)
        indexes = (("control_id", "state", "submission_id"),)
