"""The remediation plan: how far a measure has come, who sees to it, and how it goes on."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0008_discussions")]

    operations = [
        ops.AddField("Measure", "state", fields.CharField(db_default="open", max_length=16)),
        ops.AddField("Measure", "reason", fields.TextField(null=True, unique=False)),
        ops.AddField("Measure", "owner_id", fields.CharField(null=True, max_length=40)),
        ops.AddField("Measure", "owner_name", fields.CharField(null=True, max_length=200)),
        ops.AddField("Measure", "origins", fields.TextField(null=True, unique=False)),
        ops.AddField("CarriedControl", "taken", fields.BooleanField(db_default=False)),
        ops.CreateModel(
            name="PlanProgress",
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
                ("number", fields.IntField()),
                ("state", fields.CharField(max_length=16)),
                ("what", fields.TextField(unique=False)),
                ("until", fields.DateField(null=True)),
                ("owner_id", fields.CharField(null=True, max_length=40)),
                ("owner_name", fields.CharField(null=True, max_length=200)),
                ("note", fields.TextField(null=True, unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("by_id", fields.CharField(max_length=40)),
                ("by_name", fields.CharField(max_length=200)),
            ],
            options={
                "table": "plan_progress",
                "app": "nisassess",
                "unique_together": (("assessment", "part", "control_id", "number"),),
                "pk_attr": "id",
                "table_description": "How an item of a submitted plan went on, only ever added, never part of what was sealed.",
            },
            bases=["Model"],
        ),
    ]
