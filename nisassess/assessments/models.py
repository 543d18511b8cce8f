"""Tables of assessments."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from nisassess.catalogues.models import ResolvedProfile
from nisassess.evidence.models import Evidence
from nisassess.operators.models import Operator


class Assessment(Model):
    """One operator, one scope, one pinned profile, one period."""

    id = fields.CharField(max_length=40, primary_key=True)
    operator: fields.ForeignKeyRelation[Operator] = fields.ForeignKeyField(
        "nisassess.Operator", related_name=False, on_delete=fields.CASCADE
    )
    profile: fields.ForeignKeyRelation[ResolvedProfile] = fields.ForeignKeyField(
        "nisassess.ResolvedProfile", related_name=False, on_delete=fields.RESTRICT
    )
    title = fields.CharField(max_length=200)
    scope_kind = fields.CharField(max_length=24)
    scope_name = fields.CharField(max_length=200)
    scope_description = fields.TextField(null=True)
    period_from = fields.DateField()
    period_until = fields.DateField()
    state = fields.CharField(max_length=16)
    revision = fields.IntField(default=0)
    submission_id = fields.CharField(max_length=40, null=True)
    """Under which it was submitted, a plain id, since submissions stand above."""
    opening_option = fields.CharField(max_length=80, null=True)
    """What opened a profile that is not open to everybody."""
    opening_authority = fields.CharField(max_length=200, null=True)
    opening_dated = fields.DateField(null=True)
    carried_from = fields.CharField(max_length=40, null=True)
    """The assessment that this one was carried over from, a plain id, which may be gone."""
    revises = fields.CharField(max_length=40, null=True)
    """The submission of which this becomes the next version, a plain id."""
    case_id = fields.CharField(max_length=40, null=True)
    """The authority's case that this answers, a plain id; the case knows nothing of it."""
    language = fields.CharField(max_length=8, null=True)
    """In which the results are sealed and printed; absent: that of the profile."""
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "assessment"
        indexes = (("operator_id", "id"), ("case_id",))


class Part(Model):
    """A named part of the scope that answers for itself."""

    id = fields.CharField(max_length=40, primary_key=True)
    assessment: fields.ForeignKeyRelation[Assessment] = fields.ForeignKeyField(
        "nisassess.Assessment", related_name=False, on_delete=fields.CASCADE
    )
    name = fields.CharField(max_length=100)
    description = fields.TextField(null=True)
    position = fields.IntField()

    class Meta:
        table = "part"
        unique_together = (("assessment", "name"),)


class Response(Model):
    """The answer to one question for one part."""

    id = fields.CharField(max_length=40, primary_key=True)
    assessment: fields.ForeignKeyRelation[Assessment] = fields.ForeignKeyField(
        "nisassess.Assessment", related_name=False, on_delete=fields.CASCADE
    )
    part: fields.ForeignKeyRelation[Part] = fields.ForeignKeyField(
        "nisassess.Part", related_name=False, on_delete=fields.CASCADE
    )
    control_id = fields.CharField(max_length=120)
    question_id = fields.CharField(max_length=200)
    value = fields.TextField(null=True)
    version = fields.IntField()
    updated_at = fields.DatetimeField()
    updated_by = fields.CharField(max_length=200)

    class Meta:
        table = "response"
        unique_together = (("assessment", "part", "question_id"),)


class Statement(Model):
    """Justification and applicability of one control for one part."""

    id = fields.CharField(max_length=40, primary_key=True)
    assessment: fields.ForeignKeyRelation[Assessment] = fields.ForeignKeyField(
        "nisassess.Assessment", related_name=False, on_delete=fields.CASCADE
    )
    part: fields.ForeignKeyRelation[Part] = fields.ForeignKeyField(
        "nisassess.Part", related_name=False, on_delete=fields.CASCADE
    )
    control_id = fields.CharField(max_length=120)
    justification = fields.TextField(null=True)
    not_applicable = fields.BooleanField(default=False)
    not_applicable_reason = fields.TextField(null=True)
    version = fields.IntField()
    updated_at = fields.DatetimeField()
    updated_by = fields.CharField(max_length=200)

    class Meta:
        table = "statement"
        unique_together = (("assessment", "part", "control_id"),)


class Measure(Model):
    """The planned measure that closes the gap of one control in one part."""

    id = fields.CharField(max_length=40, primary_key=True)
    assessment: fields.ForeignKeyRelation[Assessment] = fields.ForeignKeyField(
        "nisassess.Assessment", related_name=False, on_delete=fields.CASCADE
    )
    part: fields.ForeignKeyRelation[Part] = fields.ForeignKeyField(
        "nisassess.Part", related_name=False, on_delete=fields.CASCADE
    )
    control_id = fields.CharField(max_length=120)
    what = fields.TextField()
    who = fields.CharField(max_length=200)
    until = fields.DateField(null=True)
    cost_class = fields.CharField(max_length=16, null=True)
    state = fields.CharField(max_length=16, db_default="open")
    reason = fields.TextField(null=True)
    """Why it was dropped."""
    owner_id = fields.CharField(max_length=40, null=True)
    """The member of the operator who sees to it, a plain id: the plan outlives a membership."""
    owner_name = fields.CharField(max_length=200, null=True)
    origins = fields.TextField(null=True)
    """JSON of what it was in earlier assessments, oldest first; see `types.PlanOrigin`."""
    version = fields.IntField()
    updated_at = fields.DatetimeField()
    updated_by = fields.CharField(max_length=200)

    class Meta:
        table = "measure"
        unique_together = (("assessment", "part", "control_id"),)


class PlanProgress(Model):
    """How an item of a submitted plan went on, only ever added, never part of what was sealed."""

    id = fields.CharField(max_length=40, primary_key=True)
    assessment: fields.ForeignKeyRelation[Assessment] = fields.ForeignKeyField(
        "nisassess.Assessment", related_name=False, on_delete=fields.CASCADE
    )
    part: fields.ForeignKeyRelation[Part] = fields.ForeignKeyField(
        "nisassess.Part", related_name=False, on_delete=fields.CASCADE
    )
    control_id = fields.CharField(max_length=120)
    number = fields.IntField()
    """Counts the entries of an item from 1; two people at once cannot write the same one."""
    state = fields.CharField(max_length=16)
    what = fields.TextField()
    until = fields.DateField(null=True)
    owner_id = fields.CharField(max_length=40, null=True)
    owner_name = fields.CharField(max_length=200, null=True)
    note = fields.TextField(null=True)
    at = fields.DatetimeField()
    by_id = fields.CharField(max_length=40)
    by_name = fields.CharField(max_length=200)

    class Meta:
        table = "plan_progress"
        unique_together = (("assessment", "part", "control_id", "number"),)


class EvidenceLink(Model):
    """Evidence in one revision supports one control in one part."""

    id = fields.CharField(max_length=40, primary_key=True)
    assessment: fields.ForeignKeyRelation[Assessment] = fields.ForeignKeyField(
        "nisassess.Assessment", related_name=False, on_delete=fields.CASCADE
    )
    part: fields.ForeignKeyRelation[Part] = fields.ForeignKeyField(
        "nisassess.Part", related_name=False, on_delete=fields.CASCADE
    )
    control_id = fields.CharField(max_length=120)
    evidence: fields.ForeignKeyRelation[Evidence] = fields.ForeignKeyField(
        "nisassess.Evidence", related_name=False, on_delete=fields.RESTRICT
    )
    attached_at = fields.DatetimeField()
    attached_by = fields.CharField(max_length=200)

    class Meta:
        table = "evidence_link"
        unique_together = (("assessment", "part", "control_id", "evidence"),)


class CarriedControl(Model):
    """What became of one control when an assessment was carried over into this one."""

    id = fields.CharField(max_length=40, primary_key=True)
    assessment: fields.ForeignKeyRelation[Assessment] = fields.ForeignKeyField(
        "nisassess.Assessment", related_name=False, on_delete=fields.CASCADE
    )
    control_id = fields.CharField(max_length=120)
    change = fields.CharField(max_length=16)
    origins: fields.JSONField[list[str]] = fields.JSONField()
    """Ids of the earlier controls that it took answers, reasons or evidence from."""
    dropped: fields.JSONField[list[str]] = fields.JSONField()
    """Earlier questions whose answers were not taken over."""
    note = fields.TextField(null=True)
    confirmed_at = fields.DatetimeField(null=True)
    confirmed_by = fields.CharField(max_length=200, null=True)
    taken = fields.BooleanField(db_default=False)
    """Whether somebody took it over by choice, later, rather than with the whole assessment."""

    class Meta:
        table = "carried_control"
        unique_together = (("assessment", "control_id"),)


class KeptScore(Model):
    """The last score by a plugin's own method, which stays when the method is gone."""

    id = fields.CharField(max_length=40, primary_key=True)
    assessment: fields.ForeignKeyRelation[Assessment] = fields.ForeignKeyField(
        "nisassess.Assessment", related_name=False, on_delete=fields.CASCADE
    )
    revision = fields.IntField()
    document = fields.TextField()

    class Meta:
        table = "kept_score"
        unique_together = (("assessment",),)


class Change(Model):
    """An earlier or the present value of a response, statement or measure, only ever added."""

    id = fields.CharField(max_length=40, primary_key=True)
    assessment: fields.ForeignKeyRelation[Assessment] = fields.ForeignKeyField(
        "nisassess.Assessment", related_name=False, on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=16)
    part_id = fields.CharField(max_length=40)
    control_id = fields.CharField(max_length=120)
    question_id = fields.CharField(max_length=200, null=True)
    version = fields.IntField()
    value = fields.TextField()
    """JSON of the whole value as it was saved."""
    at = fields.DatetimeField()
    by_id = fields.CharField(max_length=40)
    by_name = fields.CharField(max_length=200)

    class Meta:
        table = "change"
        indexes = (("assessment_id", "id"), ("assessment_id", "control_id", "id"))


class Approval(Model):
    """A decision of the management body on one revision of the assessment."""

    id = fields.CharField(max_length=40, primary_key=True)
    assessment: fields.ForeignKeyRelation[Assessment] = fields.ForeignKeyField(
        "nisassess.Assessment", related_name=False, on_delete=fields.CASCADE
    )
    approved = fields.BooleanField()
    body = fields.CharField(max_length=200)
    resolution = fields.CharField(max_length=200)
    resolved_on = fields.DateField()
    reasons = fields.TextField(null=True)
    reservations = fields.TextField(null=True)
    members: fields.JSONField[list[Any]] = fields.JSONField()
    revision = fields.IntField()
    operator_version = fields.IntField()
    """Version of the operator's details that the body decided on."""
    recorded_at = fields.DatetimeField()
    recorded_by = fields.CharField(max_length=200)
    lapsed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "approval"
        indexes = (("assessment_id", "id"),)


class Assignment(Model):
    """A control group or a control that somebody looks after, in one part or in all of them."""

    id = fields.CharField(max_length=40, primary_key=True)
    assessment: fields.ForeignKeyRelation[Assessment] = fields.ForeignKeyField(
        "nisassess.Assessment", related_name=False, on_delete=fields.CASCADE
    )
    part: fields.ForeignKeyNullableRelation[Part] = fields.ForeignKeyField(
        "nisassess.Part", related_name=False, on_delete=fields.CASCADE, null=True
    )
    group_id = fields.CharField(max_length=120, null=True)
    control_id = fields.CharField(max_length=120, null=True)
    """Of the two, one is set."""
    person_id = fields.CharField(max_length=40, null=True)
    """A plain id, absent when whoever had it has left."""
    former_name = fields.CharField(max_length=200, null=True)
    due_on = fields.DateField(null=True)
    note = fields.TextField(null=True)
    needs_confirmation = fields.BooleanField(default=False)
    access_until = fields.DateField(null=True)
    """The last day on which it lets a consultant in."""
    version = fields.IntField()
    assigned_at = fields.DatetimeField()
    assigned_by = fields.CharField(max_length=200)

    class Meta:
        table = "assignment"
        indexes = (("assessment_id", "id"), ("person_id", "id"), ("due_on", "id"))


class AssignmentAct(Model):
    """One act of a coordinator on any number of assignments, with what it takes to undo it."""

    id = fields.CharField(max_length=40, primary_key=True)
    operator: fields.ForeignKeyRelation[Operator] = fields.ForeignKeyField(
        "nisassess.Operator", related_name=False, on_delete=fields.CASCADE
    )
    assessment_id = fields.CharField(max_length=40, null=True)
    """A plain id, absent for an act on several assessments."""
    kind = fields.CharField(max_length=16)
    at = fields.DatetimeField()
    by_name = fields.CharField(max_length=200)
    count = fields.IntField()
    undo = fields.TextField()
    """JSON: each assignment as it was before, and the version that the act left."""
    undone_at = fields.DatetimeField(null=True)

    class Meta:
        table = "assignment_act"
        indexes = (("operator_id", "id"), ("assessment_id", "id"))


class Proposal(Model):
    """Answers of one control in one part that a coordinator is to confirm."""

    id = fields.CharField(max_length=40, primary_key=True)
    assessment: fields.ForeignKeyRelation[Assessment] = fields.ForeignKeyField(
        "nisassess.Assessment", related_name=False, on_delete=fields.CASCADE
    )
    part: fields.ForeignKeyRelation[Part] = fields.ForeignKeyField(
        "nisassess.Part", related_name=False, on_delete=fields.CASCADE
    )
    control_id = fields.CharField(max_length=120)
    state = fields.CharField(max_length=16)
    note = fields.TextField(null=True)
    reason = fields.TextField(null=True)
    version = fields.IntField()
    """Counts every change of the answers too: what is confirmed is what was looked at."""
    by_id = fields.CharField(max_length=40)
    by_name = fields.CharField(max_length=200)
    at = fields.DatetimeField()
    decided_by = fields.CharField(max_length=200, null=True)
    decided_at = fields.DatetimeField(null=True)

    class Meta:
        table = "proposal"
        unique_together = (("assessment", "part", "control_id"),)
