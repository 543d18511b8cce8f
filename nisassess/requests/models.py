"""Tables of requests and cases."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from nisassess.catalogues.models import ResolvedProfile
from nisassess.identity.models import Organisation
from nisassess.operators.models import Operator


class Request(Model):
    """An authority's call for assessments."""

    id = fields.CharField(max_length=40, primary_key=True)
    authority: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "nisassess.Organisation", related_name=False, on_delete=fields.CASCADE
    )
    title = fields.CharField(max_length=200)
    purpose = fields.TextField()
    legal_basis = fields.TextField()
    """The national provision, in the authority's own words."""
    points_essential: fields.JSONField[list[str]] = fields.JSONField()
    """Points of NIS2 Art. 32(2) that it is based on for essential entities."""
    points_important: fields.JSONField[list[str]] = fields.JSONField()
    """Points of NIS2 Art. 33(2) that it is based on for important entities."""
    profile: fields.ForeignKeyRelation[ResolvedProfile] = fields.ForeignKeyField(
        "nisassess.ResolvedProfile", related_name=False, on_delete=fields.RESTRICT
    )
    """Pinned, so that everybody answers the same questions, whenever they start."""
    regime = fields.CharField(max_length=16)
    scope_kind = fields.CharField(max_length=24)
    period_from = fields.DateField()
    period_until = fields.DateField()
    due_on = fields.DateField()
    state = fields.CharField(max_length=16)
    version = fields.IntField(default=1)
    withdrawn_because = fields.TextField(null=True)
    created_at = fields.DatetimeField()
    created_by = fields.CharField(max_length=200)
    sent_at = fields.DatetimeField(null=True)

    class Meta:
        table = "request"
        indexes = (("authority_id", "id"),)


class RequestedEntity(Model):
    """An entity that a request names, which has a case once it was called."""

    id = fields.CharField(max_length=40, primary_key=True)
    request: fields.ForeignKeyRelation[Request] = fields.ForeignKeyField(
        "nisassess.Request", related_name=False, on_delete=fields.CASCADE
    )
    operator: fields.ForeignKeyRelation[Operator] = fields.ForeignKeyField(
        "nisassess.Operator", related_name=False, on_delete=fields.CASCADE
    )
    state = fields.CharField(max_length=16)
    """`named`, `called`, or `left_out`: not in the authority's competence when it was sent."""

    class Meta:
        table = "requested_entity"
        unique_together = (("request", "operator"),)
        indexes = (("request_id", "state", "id"),)


class Case(Model):
    """What an authority knows of one operator's assessment, and nothing of a draft."""

    id = fields.CharField(max_length=40, primary_key=True)
    authority: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "nisassess.Organisation", related_name=False, on_delete=fields.CASCADE
    )
    operator: fields.ForeignKeyRelation[Operator] = fields.ForeignKeyField(
        "nisassess.Operator", related_name=False, on_delete=fields.CASCADE
    )
    request: fields.ForeignKeyNullableRelation[Request] = fields.ForeignKeyField(
        "nisassess.Request", related_name=False, on_delete=fields.CASCADE, null=True
    )
    """Absent: the operator submitted of its own accord."""
    state = fields.CharField(max_length=16)
    due_on = fields.DateField(null=True)
    requested_on = fields.DateField(null=True)
    opened_on = fields.DateField(null=True)
    """The day, never the moment: it tells nothing of who works when."""
    submission_id = fields.CharField(max_length=40, null=True)
    """The newest version, a plain id, since submissions stand above."""
    submitted_at = fields.DatetimeField(null=True)
    officer_id = fields.CharField(max_length=40, null=True)
    officer_name = fields.CharField(max_length=200, null=True)
    taken_at = fields.DatetimeField(null=True)
    returned_at = fields.DatetimeField(null=True)
    closed_at = fields.DatetimeField(null=True)
    reminded_on = fields.DateField(null=True)
    reminders = fields.IntField(db_default=0)
    operator_name = fields.CharField(max_length=200)
    name_key = fields.CharField(max_length=200)
    """The name without case and accents, to search and sort by."""
    country = fields.CharField(max_length=2)
    sector = fields.CharField(max_length=120)
    subsector = fields.CharField(max_length=120)
    entity_type = fields.CharField(max_length=120)
    profile_id = fields.CharField(max_length=120)
    status = fields.CharField(max_length=16)
    """NIS2 status: as sealed, before that as it was when the case began or listed since."""
    completeness = fields.FloatField(null=True)
    attainment = fields.FloatField(null=True)

    class Meta:
        table = "desk_case"
        unique_together = (("request", "operator"),)
        indexes = (
            ("authority_id", "id"),
            ("authority_id", "state", "due_on", "id"),
            ("authority_id", "name_key", "id"),
            ("authority_id", "due_on", "id"),
            ("authority_id", "submitted_at", "id"),
            ("authority_id", "attainment", "id"),
            ("authority_id", "completeness", "id"),
            ("authority_id", "subsector", "id"),
            ("request_id", "id"),
            ("operator_id", "authority_id", "id"),
            ("submission_id",),
        )


class Errand(Model):
    """Work for many cases of a request, done in the background, some at a time."""

    id = fields.CharField(max_length=40, primary_key=True)
    request: fields.ForeignKeyRelation[Request] = fields.ForeignKeyField(
        "nisassess.Request", related_name=False, on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=16)
    """`call`, `withdraw` or `extend`."""
    facts: fields.JSONField[dict[str, Any]] = fields.JSONField()
    upto = fields.CharField(max_length=40, db_default="")
    """Id of the last row that is done."""
    done = fields.IntField(db_default=0)
    total = fields.IntField()
    by_id = fields.CharField(max_length=40)
    by_name = fields.CharField(max_length=200)
    begun_at = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        table = "errand"
        indexes = (("request_id", "id"), ("finished_at", "id"))


class DeskView(Model):
    """Filter and order of a desk under a name."""

    id = fields.CharField(max_length=40, primary_key=True)
    authority: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "nisassess.Organisation", related_name=False, on_delete=fields.CASCADE
    )
    owner_id = fields.CharField(max_length=40)
    owner_name = fields.CharField(max_length=200)
    name = fields.CharField(max_length=100)
    query: fields.JSONField[dict[str, Any]] = fields.JSONField()
    shared = fields.BooleanField(default=False)
    version = fields.IntField(default=1)

    class Meta:
        table = "desk_view"
        unique_together = (("authority", "owner_id", "name"),)


class DeskDefault(Model):
    """The view that a person's desk opens with."""

    id = fields.CharField(max_length=40, primary_key=True)
    person_id = fields.CharField(max_length=40)
    view: fields.ForeignKeyRelation[DeskView] = fields.ForeignKeyField(
        "nisassess.DeskView", related_name=False, on_delete=fields.CASCADE
    )
    authority_id = fields.CharField(max_length=40)

    class Meta:
        table = "desk_default"
        unique_together = (("authority_id", "person_id"),)
