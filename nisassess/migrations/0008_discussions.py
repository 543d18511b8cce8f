"""Comments on controls."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0007_team")]

    operations = [
        ops.CreateModel(
            name="Thread",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "assessment",
                    fields.ForeignKeyField(
                        "nisassess.Assessment",
                        source_field="assessment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "part",
                    fields.ForeignKeyField(
                        "nisassess.Part",
                        source_field="part_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("of_part", fields.BooleanField(db_default=False)),
                ("control_id", fields.CharField(max_length=120)),
                ("entries", fields.IntField()),
                ("opened_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "resolved_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "thread",
                "app": "nisassess",
                "indexes": [
                    Index(fields=["assessment_id", "control_id", "id"]),
                    Index(fields=["assessment_id", "changed_at"]),
                ],
                "pk_attr": "id",
                "table_description": "Comments on one control, or on one part of it, that belong together.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "thread",
                    fields.ForeignKeyField(
                        "nisassess.Thread",
                        source_field="thread_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("number", fields.IntField()),
                ("kind", fields.CharField(max_length=16)),
                (
                    "author",
                    fields.ForeignKeyField(
                        "nisassess.Person",
                        source_field="author_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("text", fields.TextField(unique=False)),
                ("version", fields.IntField()),
                ("written_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("edited_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("deleted_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "comment",
                "app": "nisassess",
                "unique_together": (("thread", "number"),),
                "indexes": [Index(fields=["author_id", "written_at"])],
                "pk_attr": "id",
                "table_description": "One entry of a thread: a comment, or that it was resolved or reopened.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CommentVersion",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "comment",
                    fields.ForeignKeyField(
                        "nisassess.Comment",
                        source_field="comment_id",
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
                "table": "comment_version",
                "app": "nisassess",
                "unique_together": (("comment", "version"),),
                "pk_attr": "id",
                "table_description": "What a comment said before it was edited, gone with the comment.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ThreadReading",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "thread",
                    fields.ForeignKeyField(
                        "nisassess.Thread",
                        source_field="thread_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
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
                ("seen", fields.IntField()),
            ],
            options={
                "table": "thread_reading",
                "app": "nisassess",
                "unique_together": (("thread", "person"),),
                "pk_attr": "id",
                "table_description": "How far somebody has read a thread.",
            },
            bases=["Model"],
        ),
    ]
