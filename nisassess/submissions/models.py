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
    assessment: fields.OneToOneNullableRelation[Assessment] = fields.OneToOneField(
        "nisassess.Assessment", related_name=False, on_delete=fields.RESTRICT, null=True
    )
    """Absent for one that was imported from another installation."""
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
    version = fields.IntField(db_default=1)
    """Counts the versions of one submission; each but the first supersedes another."""
    supersedes = fields.CharField(max_length=40, null=True)
    superseded_by = fields.CharField(max_length=40, null=True)
    marking = fields.CharField(max_length=16, db_default="amber")
    """How far it may be passed on, by the Traffic Light Protocol."""
    seal = fields.TextField(null=True)
    """The signed statement of the digest (a JWS); absent before there were signatures."""
    timestamp = fields.TextField(null=True)
    """RFC 3161 time-stamp token over the seal, in base64."""
    origin = fields.CharField(max_length=40, null=True)
    """The trusted installation that it was imported from."""
    year = fields.IntField(null=True)
    """The year in which the period ends."""
    outline = fields.CharField(max_length=64, null=True)
    """Id of the outline that names its groups and controls."""

    class Meta:
        table = "submission"
        unique_together = (("operator", "number"),)
        indexes = (
            ("addressee_id", "id"),
            ("addressee_id", "profile_id", "id"),
            ("addressee_id", "subsector", "id"),
            ("operator_id", "id"),
            ("digest",),
        )


class SealKey(Model):
    """A key that this installation seals or sealed with, the private part stays in its file."""

    id = fields.CharField(max_length=64, primary_key=True)
    """SHA-256 of the certificate, in hex."""
    certificate = fields.TextField()
    """In PEM, with the chain that was set by the deployer."""
    kind = fields.CharField(max_length=24)
    """`installation` (made here, vouched for by nobody else) or `certificate`."""
    created_at = fields.DatetimeField()
    retired_at = fields.DatetimeField(null=True)

    class Meta:
        table = "seal_key"


class SealLogEntry(Model):
    """One sealed digest in the append-only log, each entry holds the hash of all before it."""

    id = fields.CharField(max_length=40, primary_key=True)
    position = fields.IntField(unique=True)
    digest = fields.CharField(max_length=64, db_index=True)
    submission_id = fields.CharField(max_length=40)
    at = fields.DatetimeField()
    head = fields.CharField(max_length=64)

    class Meta:
        table = "seal_log"


class TrustedInstallation(Model):
    """Another installation whose sealed submissions an authority takes in."""

    id = fields.CharField(max_length=40, primary_key=True)
    authority: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "nisassess.Organisation", related_name=False, on_delete=fields.CASCADE
    )
    name = fields.CharField(max_length=200)
    key_id = fields.CharField(max_length=64)
    certificate = fields.TextField()
    added_at = fields.DatetimeField()
    added_by = fields.CharField(max_length=200)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "trusted_installation"
        unique_together = (("authority", "key_id"),)


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


class SubmittedGroup(Model):
    """A control group's outcome in a submission, for queries across submissions."""

    id = fields.CharField(max_length=40, primary_key=True)
    submission: fields.ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "nisassess.Submission", related_name=False, on_delete=fields.CASCADE
    )
    group_id = fields.CharField(max_length=120)
    level = fields.IntField(null=True)
    met = fields.IntField()
    below = fields.IntField()
    not_applicable = fields.IntField()

    class Meta:
        table = "submitted_group"
        unique_together = (("submission", "group_id"),)


class SubmittedExclusion(Model):
    """A control that does not apply to a part, with the reason that was sealed."""

    id = fields.CharField(max_length=40, primary_key=True)
    submission: fields.ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "nisassess.Submission", related_name=False, on_delete=fields.CASCADE
    )
    control_id = fields.CharField(max_length=120)
    part = fields.TextField()
    """Name of the part."""
    reason = fields.TextField()

    class Meta:
        table = "submitted_exclusion"
        indexes = (("submission_id", "control_id"), ("control_id", "id"))


class SubmittedMeasure(Model):
    """A planned measure of a submission, for queries across submissions."""

    id = fields.CharField(max_length=40, primary_key=True)
    submission: fields.ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "nisassess.Submission", related_name=False, on_delete=fields.CASCADE
    )
    control_id = fields.CharField(max_length=120)
    part = fields.TextField()
    """Name of the part."""
    what = fields.TextField()
    who = fields.TextField()
    until = fields.DateField(null=True)
    cost_class = fields.CharField(max_length=16)
    state = fields.CharField(max_length=16)

    class Meta:
        table = "submitted_measure"
        indexes = (("submission_id", "control_id"), ("until", "id"))


class SubmittedOutline(Model):
    """Names of groups, controls and levels, one row for all submissions that say the same.

    The id is the SHA-256 of the content, so that nobody's document can rename another's controls.
    """

    id = fields.CharField(max_length=64, primary_key=True)
    content = fields.TextField()
    """JSON."""

    class Meta:
        table = "submitted_outline"


class Reading(Model):
    """Somebody of the authority read a submission, once for each day and way."""

    id = fields.CharField(max_length=40, primary_key=True)
    submission: fields.ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "nisassess.Submission", related_name=False, on_delete=fields.CASCADE
    )
    authority_id = fields.CharField(max_length=40)
    authority_name = fields.CharField(max_length=200)
    reader_id = fields.CharField(max_length=40)
    reader_name = fields.CharField(max_length=200)
    reader_kind = fields.CharField(max_length=16)
    """`person` or `token`."""
    way = fields.CharField(max_length=24)
    day = fields.DateField()
    at = fields.DatetimeField()
    """The first time on that day, in UTC."""

    class Meta:
        table = "reading"
        unique_together = (("submission", "reader_id", "day", "way"),)
        indexes = (("submission_id", "id"),)
