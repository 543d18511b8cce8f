"""Assignments and proposals."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0006_requests")]

    operations = [
        ops.CreateModel(
            name="Assignment",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                        null=True,
                    ),
                ),
                ("group_id", fields.CharField(null=True, max_length=120)),
                ("control_id", fields.CharField(null=True, max_length=120)),
                ("person_id", fields.CharField(null=True, max_length=40)),
                ("former_name", fields.CharField(null=True, max_length=200)),
                ("due_on", fields.DateField(null=True)),
                ("note", fields.TextField(null=True, unique=False)),
                ("needs_confirmation", fields.BooleanField(default=False)),
                ("access_until", fields.DateField(null=True)),
                ("version", fields.IntField()),
                ("assigned_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("assigned_by", fields.CharField(max_length=200)),
            ],
            options={
                "table": "assignment",
                "app": "nisassess",
                "indexes": [
                    Index(fields=["assessment_id", "id"]),
                    Index(fields=["person_id", "id"]),
                    Index(fields=["due_on", "id"]),
                ],
                "pk_attr": "id",
                "table_description": "A control group or a control that somebody looks after, in one part or in all of them.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AssignmentAct",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "operator",
                    fields.ForeignKeyField(
                        "nisassess.Operator",
                        source_field="operator_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("assessment_id", fields.CharField(null=True, max_length=40)),
                ("kind", fields.CharField(max_length=16)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("by_name", fields.CharField(max_length=200)),
                ("count", fields.IntField()),
                ("undo", fields.TextField(unique=False)),
                (
                    "undone_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "assignment_act",
                "app": "nisassess",
                "indexes": [
                    Index(fields=["operator_id", "id"]),
                    Index(fields=["assessment_id", "id"]),
                ],
                "pk_attr": "id",
                "table_description": "One act of a coordinator on any number of assignments, with what it takes to undo it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Proposal",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("control_id", fields.CharField(max_length=120)),
                ("state", fields.CharField(max_length=16)),
                ("note", fields.TextField(null=True, unique=False)),
                ("reason", fields.TextField(null=True, unique=False)),
                ("version", fields.IntField()),
                ("by_id", fields.CharField(max_length=40)),
                ("by_name", fields.CharField(max_length=200)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("decided_by", fields.CharField(null=True, max_length=200)),
                (
                    "decided_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "proposal",
                "app": "nisassess",
                "unique_together": (("assessment", "part", "control_id"),),
                "pk_attr": "id",
                "table_description": "Answers of one control in one part that a coordinator is to confirm.",
            },
            bases=["Model"],
        ),
    ]
