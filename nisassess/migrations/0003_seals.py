"""Seals, their log, versions of submissions, and submissions of other installations."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from nisassess.kit.rebuilding import RetypeField


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0002_answers_of_every_kind")]

    operations = [
        RetypeField(
            "Submission",
            "assessment",
            fields.OneToOneField(
                "nisassess.Assessment",
                source_field="assessment_id",
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
                null=True,
            ),
            sqlite=("VARCHAR(40) NOT NULL UNIQUE", "VARCHAR(40) UNIQUE"),
            column="assessment_id",
        ),
        ops.AddField("Operator", "imported_by", fields.CharField(null=True, max_length=40)),
        ops.AddField("Assessment", "revises", fields.CharField(null=True, max_length=40)),
        ops.AddField("Assessment", "language", fields.CharField(null=True, max_length=8)),
        ops.AddField("Submission", "version", fields.IntField(db_default=1)),
        ops.AddField("Submission", "supersedes", fields.CharField(null=True, max_length=40)),
        ops.AddField("Submission", "superseded_by", fields.CharField(null=True, max_length=40)),
        ops.AddField("Submission", "marking", fields.CharField(db_default="amber", max_length=16)),
        ops.AddField("Submission", "seal", fields.TextField(null=True, unique=False)),
        ops.AddField("Submission", "timestamp", fields.TextField(null=True, unique=False)),
        ops.AddField("Submission", "origin", fields.CharField(null=True, max_length=40)),
        ops.CreateModel(
            name="SealKey",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64),
                ),
                ("certificate", fields.TextField(unique=False)),
                ("kind", fields.CharField(max_length=24)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "retired_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "seal_key",
                "app": "nisassess",
                "pk_attr": "id",
                "table_description": "A key that this installation seals or sealed with, the private part stays in its file.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SealLogEntry",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                ("position", fields.IntField(unique=True)),
                ("digest", fields.CharField(db_index=True, max_length=64)),
                ("submission_id", fields.CharField(max_length=40)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("head", fields.CharField(max_length=64)),
            ],
            options={
                "table": "seal_log",
                "app": "nisassess",
                "pk_attr": "id",
                "table_description": "One sealed digest in the append-only log, each entry holds the hash of all before it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TrustedInstallation",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
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
                ("name", fields.CharField(max_length=200)),
                ("key_id", fields.CharField(max_length=64)),
                ("certificate", fields.TextField(unique=False)),
                ("added_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("added_by", fields.CharField(max_length=200)),
                (
                    "revoked_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "trusted_installation",
                "app": "nisassess",
                "unique_together": (("authority", "key_id"),),
                "pk_attr": "id",
                "table_description": "Another installation whose sealed submissions an authority takes in.",
            },
            bases=["Model"],
        ),
    ]
