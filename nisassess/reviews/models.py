"""Tables of reviews."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from nisassess.identity.models import Organisation
from nisassess.requests.models import Case


class Review(Model):
    """The authority's file on a case, begun when an officer first takes it."""

    id = fields.CharField(max_length=40, primary_key=True)
    case: fields.OneToOneRelation[Case] = fields.OneToOneField(
        "nisassess.Case", related_name=False, on_delete=fields.CASCADE
    )
    authority: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "nisassess.Organisation", related_name=False, on_delete=fields.CASCADE
    )
    year = fields.IntField()
    number = fields.IntField()
    """Counts the authority's files of a year; on letters as `2026-0017`."""
    revision = fields.IntField(db_default=1)
    """Counts steps; whoever decides names the one that they saw."""
    acknowledged_id = fields.CharField(max_length=40, null=True)
    """The submission that was acknowledged last."""
    outcome = fields.CharField(max_length=40, null=True)
    """Of a closed case."""

    class Meta:
        table = "review"
        unique_together = (("authority", "year", "number"),)


class Note(Model):
    """What officers tell each other, it never leaves the authority."""

    id = fields.CharField(max_length=40, primary_key=True)
    case: fields.ForeignKeyRelation[Case] = fields.ForeignKeyField(
        "nisassess.Case", related_name=False, on_delete=fields.CASCADE
    )
    control_id = fields.CharField(max_length=120, null=True)
    """Absent: on the case as a whole."""
    text = fields.TextField()
    version = fields.IntField()
    created_at = fields.DatetimeField()
    edited_at = fields.DatetimeField(null=True)
    by_id = fields.CharField(max_length=40)
    by_name = fields.CharField(max_length=200)

    class Meta:
        table = "review_note"
        indexes = (("case_id", "id"),)


class NoteVersion(Model):
    """What a note said before it was edited."""

    id = fields.CharField(max_length=40, primary_key=True)
    note: fields.ForeignKeyRelation[Note] = fields.ForeignKeyField(
        "nisassess.Note", related_name=False, on_delete=fields.CASCADE
    )
    version = fields.IntField()
    text = fields.TextField()
    at = fields.DatetimeField()
    """When this version was written."""

    class Meta:
        table = "review_note_version"
        unique_together = (("note", "version"),)


class Question(Model):
    """Something that an officer asks the operator, a draft until it is sent."""

    id = fields.CharField(max_length=40, primary_key=True)
    case: fields.ForeignKeyRelation[Case] = fields.ForeignKeyField(
        "nisassess.Case", related_name=False, on_delete=fields.CASCADE
    )
    submission_id = fields.CharField(max_length=40)
    """The version that it was asked about, a plain id."""
    control_id = fields.CharField(max_length=120, null=True)
    """Absent: about the submission as a whole."""
    control_label = fields.CharField(max_length=40, null=True)
    control_title = fields.TextField(null=True)
    text = fields.TextField()
    answer_by = fields.DateField()
    state = fields.CharField(max_length=16)
    version = fields.IntField()
    created_at = fields.DatetimeField()
    by_name = fields.CharField(max_length=200)
    asked_at = fields.DatetimeField(null=True)
    """Absent: it is a draft."""
    answered_at = fields.DatetimeField(null=True)
    settled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "review_question"
        indexes = (("case_id", "id"),)


class Message(Model):
    """An answer of the operator, or a follow-up of the authority, in the thread of a question."""

    id = fields.CharField(max_length=40, primary_key=True)
    question: fields.ForeignKeyRelation[Question] = fields.ForeignKeyField(
        "nisassess.Question", related_name=False, on_delete=fields.CASCADE
    )
    by_authority = fields.BooleanField()
    text = fields.TextField()
    evidence: fields.JSONField[list[dict[str, Any]]] = fields.JSONField()
    """Artefacts that the answer refers to, as they were then."""
    at = fields.DatetimeField()
    by_id = fields.CharField(max_length=40)
    by_name = fields.CharField(max_length=200)

    class Meta:
        table = "review_message"
        indexes = (("question_id", "id"),)


class Ruling(Model):
    """Whether the authority accepts that a control does not apply to a part."""

    id = fields.CharField(max_length=40, primary_key=True)
    case: fields.ForeignKeyRelation[Case] = fields.ForeignKeyField(
        "nisassess.Case", related_name=False, on_delete=fields.CASCADE
    )
    submission_id = fields.CharField(max_length=40)
    control_id = fields.CharField(max_length=120)
    part = fields.CharField(max_length=200)
    """By name: a next version gives its parts new ids."""
    accepted = fields.BooleanField()
    until = fields.DateField(null=True)
    reason = fields.TextField(null=True)
    version = fields.IntField()
    at = fields.DatetimeField()
    by_name = fields.CharField(max_length=200)

    class Meta:
        table = "review_ruling"
        unique_together = (("case", "submission_id", "control_id", "part"),)
        indexes = (("submission_id",),)


class Decision(Model):
    """A return, an acknowledgement or a closing: proposed, or issued with its letter."""

    id = fields.CharField(max_length=40, primary_key=True)
    case: fields.ForeignKeyRelation[Case] = fields.ForeignKeyField(
        "nisassess.Case", related_name=False, on_delete=fields.CASCADE
    )
    submission_id = fields.CharField(max_length=40)
    kind = fields.CharField(max_length=16)
    state = fields.CharField(max_length=16)
    outcome = fields.CharField(max_length=40, null=True)
    reasons = fields.TextField(null=True)
    controls: fields.JSONField[list[dict[str, Any]]] = fields.JSONField()
    """Controls that a return names, with what is wrong."""
    due_on = fields.DateField(null=True)
    legal_basis = fields.TextField(null=True)
    proposed_at = fields.DatetimeField()
    proposed_by_id = fields.CharField(max_length=40)
    proposed_by_name = fields.CharField(max_length=200)
    settled_at = fields.DatetimeField(null=True)
    """When it was issued, refused, taken back, or lapsed."""
    settled_by_id = fields.CharField(max_length=40, null=True)
    settled_by_name = fields.CharField(max_length=200, null=True)
    refusal = fields.TextField(null=True)

    class Meta:
        table = "review_decision"
        indexes = (("case_id", "id"), ("submission_id",))


class IssuedLetter(Model):
    """A letter as it was issued, byte for byte."""

    id = fields.CharField(max_length=40, primary_key=True)
    decision: fields.OneToOneRelation[Decision] = fields.OneToOneField(
        "nisassess.Decision", related_name=False, on_delete=fields.CASCADE
    )
    case: fields.ForeignKeyRelation[Case] = fields.ForeignKeyField(
        "nisassess.Case", related_name=False, on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=16)
    reference = fields.CharField(max_length=60)
    language = fields.CharField(max_length=8)
    digest = fields.CharField(max_length=64)
    size = fields.IntField()
    content = fields.BinaryField()
    issued_at = fields.DatetimeField()
    by_name = fields.CharField(max_length=200)

    class Meta:
        table = "review_letter"
        indexes = (("case_id", "id"),)


class CaseEvent(Model):
    """One step of a case: who, what, when."""

    id = fields.CharField(max_length=40, primary_key=True)
    case: fields.ForeignKeyRelation[Case] = fields.ForeignKeyField(
        "nisassess.Case", related_name=False, on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=32)
    public = fields.BooleanField()
    """Whether the operator sees it."""
    at = fields.DatetimeField()
    by_id = fields.CharField(max_length=40)
    by_name = fields.CharField(max_length=200)
    facts: fields.JSONField[dict[str, Any]] = fields.JSONField()

    class Meta:
        table = "review_event"
        indexes = (("case_id", "id"),)


class ReviewPolicy(Model):
    """How an authority reviews."""

    id = fields.CharField(max_length=40, primary_key=True)
    authority: fields.OneToOneRelation[Organisation] = fields.OneToOneField(
        "nisassess.Organisation", related_name=False, on_delete=fields.CASCADE
    )
    four_eyes = fields.BooleanField()
    """Returning and closing need a second officer."""
    version = fields.IntField()
    changed_at = fields.DatetimeField()
    changed_by = fields.CharField(max_length=200)

    class Meta:
        table = "review_policy"
