"""Inboxes, what people want to be told, the outbox of mails, and what was run by the clock."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0004_people")]

    operations = [
        ops.AddField("Evidence", "valid_until", fields.DateField(null=True)),
        ops.CreateModel(
            name="ClockRun",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                ("job", fields.CharField(max_length=120)),
                ("day", fields.DateField()),
                ("attempts", fields.IntField()),
                ("claimed_by", fields.CharField(max_length=40)),
                ("claimed_until", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "finished_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("last_error", fields.CharField(null=True, max_length=500)),
            ],
            options={
                "table": "clock_run",
                "app": "nisassess",
                "unique_together": (("job", "day"),),
                "indexes": [Index(fields=["day"])],
                "pk_attr": "id",
                "table_description": "One day of one piece of daily work, claimed by the process that does it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "nisassess.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("digest_for", fields.DateField(null=True)),
                ("state", fields.CharField(max_length=12)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("attempts", fields.IntField(db_default=0)),
                (
                    "claimed_until",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("claimed_by", fields.CharField(null=True, max_length=40)),
                ("done_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("last_error", fields.CharField(null=True, max_length=500)),
            ],
            options={
                "table": "mail",
                "app": "nisassess",
                "unique_together": (("person", "digest_for"),),
                "indexes": [Index(fields=["state", "due_at"])],
                "pk_attr": "id",
                "table_description": "A mail of the outbox, what it says is made of its notices when it is sent.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "nisassess.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "nisassess.Organisation",
                        source_field="organisation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=40)),
                ("subject", fields.CharField(max_length=200)),
                ("path", fields.CharField(max_length=500)),
                ("by_name", fields.CharField(null=True, max_length=200)),
                ("facts", fields.TextField(unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("state", fields.CharField(max_length=12)),
                ("read_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("mail", fields.CharField(max_length=8)),
                ("mail_id", fields.CharField(null=True, max_length=40)),
                ("once", fields.CharField(null=True, max_length=200)),
            ],
            options={
                "table": "notice",
                "app": "nisassess",
                "unique_together": (("person", "once"),),
                "indexes": [
                    Index(fields=["person_id", "state", "id"]),
                    Index(fields=["person_id", "id"]),
                    Index(fields=["mail", "state", "person_id"]),
                    Index(fields=["mail_id"]),
                ],
                "pk_attr": "id",
                "table_description": "Something that a person is told as a member of an organisation.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="NoticeChoice",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "nisassess.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=40)),
                ("in_app", fields.BooleanField()),
                ("mail", fields.CharField(max_length=8)),
            ],
            options={
                "table": "notice_choice",
                "app": "nisassess",
                "unique_together": (("person", "kind"),),
                "pk_attr": "id",
                "table_description": "How somebody wants to be told of one kind of thing, where it is not the default.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="NoticeSetting",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "person",
                    fields.OneToOneField(
                        "nisassess.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("time_zone", fields.CharField(max_length=64)),
                ("digest_hour", fields.IntField()),
                ("mail", fields.BooleanField(default=True)),
                ("mail_key", fields.CharField(max_length=64)),
                ("version", fields.IntField()),
                ("updated_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "notice_setting",
                "app": "nisassess",
                "indexes": [Index(fields=["time_zone", "digest_hour"])],
                "pk_attr": "id",
                "table_description": "When and where somebody is told, the time zone is one of the IANA's names.",
            },
            bases=["Model"],
        ),
    ]
