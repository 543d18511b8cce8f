"""Reviews of submissions."""

from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0009_remediation")]

    operations = [
        ops.CreateModel(
            name="CaseEvent",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "case",
                    fields.ForeignKeyField(
                        "nisassess.Case",
                        source_field="case_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=32)),
                ("public", fields.BooleanField()),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("by_id", fields.CharField(max_length=40)),
                ("by_name", fields.CharField(max_length=200)),
                ("facts", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
            ],
            options={
                "table": "review_event",
                "app": "nisassess",
                "indexes": [Index(fields=["case_id", "id"])],
                "pk_attr": "id",
                "table_description": "One step of a case: who, what, when.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "case",
                    fields.ForeignKeyField(
                        "nisassess.Case",
                        source_field="case_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("submission_id", fields.CharField(max_length=40)),
                ("kind", fields.CharField(max_length=16)),
                ("state", fields.CharField(max_length=16)),
                ("outcome", fields.CharField(null=True, max_length=40)),
                ("reasons", fields.TextField(null=True, unique=False)),
                ("controls", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("due_on", fields.DateField(null=True)),
                ("legal_basis", fields.TextField(null=True, unique=False)),
                ("proposed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("proposed_by_id", fields.CharField(max_length=40)),
                ("proposed_by_name", fields.CharField(max_length=200)),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("settled_by_id", fields.CharField(null=True, max_length=40)),
                ("settled_by_name", fields.CharField(null=True, max_length=200)),
                ("refusal", fields.TextField(null=True, unique=False)),
            ],
            options={
                "table": "review_decision",
                "app": "nisassess",
                "indexes": [Index(fields=["case_id", "id"]), Index(fields=["submission_id"])],
                "pk_attr": "id",
                "table_description": "A return, an acknowledgement or a closing: proposed, or issued with its letter.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="IssuedLetter",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "decision",
                    fields.OneToOneField(
                        "nisassess.Decision",
                        source_field="decision_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "case",
                    fields.ForeignKeyField(
                        "nisassess.Case",
                        source_field="case_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=16)),
                ("reference", fields.CharField(max_length=60)),
                ("language", fields.CharField(max_length=8)),
                ("digest", fields.CharField(max_length=64)),
                ("size", fields.IntField()),
                ("content", fields.BinaryField()),
                ("issued_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("by_name", fields.CharField(max_length=200)),
            ],
            options={
                "table": "review_letter",
                "app": "nisassess",
                "indexes": [Index(fields=["case_id", "id"])],
                "pk_attr": "id",
                "table_description": "A letter as it was issued, byte for byte.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "case",
                    fields.ForeignKeyField(
                        "nisassess.Case",
                        source_field="case_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("control_id", fields.CharField(null=True, max_length=120)),
                ("text", fields.TextField(unique=False)),
                ("version", fields.IntField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("edited_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("by_id", fields.CharField(max_length=40)),
                ("by_name", fields.CharField(max_length=200)),
            ],
            options={
                "table": "review_note",
                "app": "nisassess",
                "indexes": [Index(fields=["case_id", "id"])],
                "pk_attr": "id",
                "table_description": "What officers tell each other, it never leaves the authority.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="NoteVersion",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "note",
                    fields.ForeignKeyField(
                        "nisassess.Note",
                        source_field="note_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("version", fields.IntField()),
                ("text", fields.TextField(unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "review_note_version",
                "app": "nisassess",
                "unique_together": (("note", "version"),),
                "pk_attr": "id",
                "table_description": "What a note said before it was edited.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "case",
                    fields.ForeignKeyField(
                        "nisassess.Case",
                        source_field="case_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("submission_id", fields.CharField(max_length=40)),
                ("control_id", fields.CharField(null=True, max_length=120)),
                ("control_label", fields.CharField(null=True, max_length=40)),
                ("control_title", fields.TextField(null=True, unique=False)),
                ("text", fields.TextField(unique=False)),
                ("answer_by", fields.DateField()),
                ("state", fields.CharField(max_length=16)),
                ("version", fields.IntField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("by_name", fields.CharField(max_length=200)),
                ("asked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "answered_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "review_question",
                "app": "nisassess",
                "indexes": [Index(fields=["case_id", "id"])],
                "pk_attr": "id",
                "table_description": "Something that an officer asks the operator, a draft until it is sent.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "question",
                    fields.ForeignKeyField(
                        "nisassess.Question",
                        source_field="question_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("by_authority", fields.BooleanField()),
                ("text", fields.TextField(unique=False)),
                ("evidence", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("by_id", fields.CharField(max_length=40)),
                ("by_name", fields.CharField(max_length=200)),
            ],
            options={
                "table": "review_message",
                "app": "nisassess",
                "indexes": [Index(fields=["question_id", "id"])],
                "pk_attr": "id",
                "table_description": "An answer of the operator, or a follow-up of the authority, in the thread of a question.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "case",
                    fields.OneToOneField(
                        "nisassess.Case",
                        source_field="case_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "authority",
                    fields.ForeignKeyField(
                        "nisassess.Organisation",
                        source_field="authority_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("year", fields.IntField()),
                ("number", fields.IntField()),
                ("revision", fields.IntField(db_default=1)),
                ("acknowledged_id", fields.CharField(null=True, max_length=40)),
                ("outcome", fields.CharField(null=True, max_length=40)),
            ],
            options={
                "table": "review",
                "app": "nisassess",
                "unique_together": (("authority", "year", "number"),),
                "pk_attr": "id",
                "table_description": "The authority's file on a case, begun when an officer first takes it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ReviewPolicy",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "authority",
                    fields.OneToOneField(
                        "nisassess.Organisation",
                        source_field="authority_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("four_eyes", fields.BooleanField()),
                ("version", fields.IntField()),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("changed_by", fields.CharField(max_length=200)),
            ],
            options={
                "table": "review_policy",
                "app": "nisassess",
                "pk_attr": "id",
                "table_description": "How an authority reviews.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Ruling",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "case",
                    fields.ForeignKeyField(
                        "nisassess.Case",
                        source_field="case_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("submission_id", fields.CharField(max_length=40)),
                ("control_id", fields.CharField(max_length=120)),
                ("part", fields.CharField(max_length=200)),
                ("accepted", fields.BooleanField()),
                ("until", fields.DateField(null=True)),
                ("reason", fields.TextField(null=True, unique=False)),
                ("version", fields.IntField()),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("by_name", fields.CharField(max_length=200)),
            ],
            options={
                "table": "review_ruling",
                "app": "nisassess",
                "unique_together": (("case", "submission_id", "control_id", "part"),),
                "indexes": [Index(fields=["submission_id"])],
                "pk_attr": "id",
                "table_description": "Whether the authority accepts that a control does not apply to a part.",
            },
            bases=["Model"],
        ),
    ]
