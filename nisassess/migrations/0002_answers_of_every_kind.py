"""Answers of any length, what opened a profile, what was carried over, and kept scores."""

from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from nisassess.kit.rebuilding import RetypeField


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0001_initial")]

    operations = [
        RetypeField(
            "Response",
            "value",
            fields.TextField(null=True, unique=False),
            sqlite=("VARCHAR(40)", "TEXT"),
        ),
        ops.AddField("Assessment", "opening_option", fields.CharField(null=True, max_length=80)),
        ops.AddField(
            "Assessment", "opening_authority", fields.CharField(null=True, max_length=200)
        ),
        ops.AddField("Assessment", "opening_dated", fields.DateField(null=True)),
        ops.AddField("Assessment", "carried_from", fields.CharField(null=True, max_length=40)),
        ops.CreateModel(
            name="CarriedControl",
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
                ("control_id", fields.CharField(max_length=120)),
                ("change", fields.CharField(max_length=16)),
                ("origins", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("dropped", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("note", fields.TextField(null=True, unique=False)),
                (
                    "confirmed_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("confirmed_by", fields.CharField(null=True, max_length=200)),
            ],
            options={
                "table": "carried_control",
                "app": "nisassess",
                "unique_together": (("assessment", "control_id"),),
                "pk_attr": "id",
                "table_description": "What became of one control when an assessment was carried over into this one.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="KeptScore",
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
                ("revision", fields.IntField()),
                ("document", fields.TextField(unique=False)),
            ],
            options={
                "table": "kept_score",
                "app": "nisassess",
                "unique_together": (("assessment",),),
                "pk_attr": "id",
                "table_description": "The last score by a plugin's own method, which stays when the method is gone.",
            },
            bases=["Model"],
        ),
    ]
