"""Tables of notifications."""

from tortoise import fields
from tortoise.models import Model

from nisassess.identity.models import Organisation, Person


class Notice(Model):
    """Something that a person is told as a member of an organisation."""

    id = fields.CharField(max_length=40, primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "nisassess.Person", related_name=False, on_delete=fields.CASCADE
    )
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "nisassess.Organisation", related_name=False, on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=40)
    subject = fields.CharField(max_length=200)
    path = fields.CharField(max_length=500)
    by_name = fields.CharField(max_length=200, null=True)
    facts = fields.TextField()
    """JSON."""
    at = fields.DatetimeField()
    state = fields.CharField(max_length=12)
    read_at = fields.DatetimeField(null=True)
    mail = fields.CharField(max_length=8)
    """The recipient's choice when it was written."""
    mail_id = fields.CharField(max_length=40, null=True)
    """The mail that carries it."""
    once = fields.CharField(max_length=200, null=True)

    class Meta:
        table = "notice"
        unique_together = (("person", "once"),)
        indexes = (
            ("person_id", "state", "id"),
            ("person_id", "id"),
            ("mail", "state", "person_id"),
            ("mail_id",),
        )


class NoticeSetting(Model):
    """When and where somebody is told, the time zone is one of the IANA's names."""

    id = fields.CharField(max_length=40, primary_key=True)
    person: fields.OneToOneRelation[Person] = fields.OneToOneField(
        "nisassess.Person", related_name=False, on_delete=fields.CASCADE
    )
    time_zone = fields.CharField(max_length=64)
    digest_hour = fields.IntField()
    mail = fields.BooleanField(default=True)
    """Off: no mail of any kind."""
    mail_key = fields.CharField(max_length=64)
    """Signs the links in this person's mails."""
    version = fields.IntField()
    """0: nothing was chosen yet, only `mail_key` counts."""
    updated_at = fields.DatetimeField()

    class Meta:
        table = "notice_setting"
        indexes = (("time_zone", "digest_hour"),)


class NoticeChoice(Model):
    """How somebody wants to be told of one kind of thing, where it is not the default."""

    id = fields.CharField(max_length=40, primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "nisassess.Person", related_name=False, on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=40)
    in_app = fields.BooleanField()
    mail = fields.CharField(max_length=8)

    class Meta:
        table = "notice_choice"
        unique_together = (("person", "kind"),)


class Mail(Model):
    """A mail of the outbox, what it says is made of its notices when it is sent."""

    id = fields.CharField(max_length=40, primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "nisassess.Person", related_name=False, on_delete=fields.CASCADE
    )
    digest_for = fields.DateField(null=True)
    """The day of a digest; absent: one notice at once."""
    state = fields.CharField(max_length=12)
    """`waiting`, `sent`, `dropped` (there was nothing left to say), or `given_up`."""
    created_at = fields.DatetimeField()
    due_at = fields.DatetimeField()
    """When it is tried next."""
    attempts = fields.IntField(db_default=0)
    claimed_until = fields.DatetimeField(null=True)
    claimed_by = fields.CharField(max_length=40, null=True)
    done_at = fields.DatetimeField(null=True)
    last_error = fields.CharField(max_length=500, null=True)

    class Meta:
        table = "mail"
        unique_together = (("person", "digest_for"),)
        indexes = (("state", "due_at"),)


class ClockRun(Model):
    """One day of one piece of daily work, claimed by the process that does it."""

    id = fields.CharField(max_length=40, primary_key=True)
    job = fields.CharField(max_length=120)
    day = fields.DateField()
    attempts = fields.IntField()
    claimed_by = fields.CharField(max_length=40)
    claimed_until = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)
    last_error = fields.CharField(max_length=500, null=True)

    class Meta:
        table = "clock_run"
        unique_together = (("job", "day"),)
        indexes = (("day",),)
