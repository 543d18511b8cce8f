"""Tables of discussions."""

from tortoise import fields
from tortoise.models import Model

from nisassess.assessments.models import Assessment, Part
from nisassess.identity.models import Person


class Thread(Model):
    """Comments on one control, or on one part of it, that belong together."""

    id = fields.CharField(max_length=40, primary_key=True)
    assessment: fields.ForeignKeyRelation[Assessment] = fields.ForeignKeyField(
        "nisassess.Assessment", related_name=False, on_delete=fields.CASCADE
    )
    part: fields.ForeignKeyNullableRelation[Part] = fields.ForeignKeyField(
        "nisassess.Part", related_name=False, on_delete=fields.SET_NULL, null=True
    )
    """Absent: the control as a whole, or the part is gone."""
    of_part = fields.BooleanField(db_default=False)
    """Whether it was opened on one part; when that is gone, it concerns no other part."""
    control_id = fields.CharField(max_length=120)
    entries = fields.IntField()
    """How many entries there are; the next one gets the next number."""
    opened_at = fields.DatetimeField()
    changed_at = fields.DatetimeField()
    resolved_at = fields.DatetimeField(null=True)

    class Meta:
        table = "thread"
        indexes = (("assessment_id", "control_id", "id"), ("assessment_id", "changed_at"))


class Comment(Model):
    """One entry of a thread: a comment, or that it was resolved or reopened."""

    id = fields.CharField(max_length=40, primary_key=True)
    thread: fields.ForeignKeyRelation[Thread] = fields.ForeignKeyField(
        "nisassess.Thread", related_name=False, on_delete=fields.CASCADE
    )
    number = fields.IntField()
    kind = fields.CharField(max_length=16)
    author: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "nisassess.Person", related_name=False, on_delete=fields.RESTRICT
    )
    text = fields.TextField()
    """Plain text; people stand in it by their ids. Empty when it was deleted."""
    version = fields.IntField()
    written_at = fields.DatetimeField()
    edited_at = fields.DatetimeField(null=True)
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "comment"
        unique_together = (("thread", "number"),)
        indexes = (("author_id", "written_at"),)


class CommentVersion(Model):
    """What a comment said before it was edited, gone with the comment."""

    id = fields.CharField(max_length=40, primary_key=True)
    comment: fields.ForeignKeyRelation[Comment] = fields.ForeignKeyField(
        "nisassess.Comment", related_name=False, on_delete=fields.CASCADE
    )
    version = fields.IntField()
    text = fields.TextField()
    at = fields.DatetimeField()

    class Meta:
        table = "comment_version"
        unique_together = (("comment", "version"),)


class ThreadReading(Model):
    """How far somebody has read a thread."""

    id = fields.CharField(max_length=40, primary_key=True)
    thread: fields.ForeignKeyRelation[Thread] = fields.ForeignKeyField(
        "nisassess.Thread", related_name=False, on_delete=fields.CASCADE
    )
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "nisassess.Person", related_name=False, on_delete=fields.CASCADE
    )
    seen = fields.IntField()

    class Meta:
        table = "thread_reading"
        unique_together = (("thread", "person"),)
