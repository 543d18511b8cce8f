"""Invitations, second factors, policies and sessions of people."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0003_seals")]

    operations = [
        ops.AddField("Person", "language", fields.CharField(null=True, max_length=8)),
        ops.AddField(
            "Membership",
            "joined_at",
            fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            "Session",
            "last_seen_at",
            fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            "Session",
            "confirmed_at",
            fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField("Session", "browser", fields.CharField(null=True, max_length=40)),
        ops.AddField("Session", "system", fields.CharField(null=True, max_length=40)),
        ops.AddIndex("Session", Index(fields=["person_id", "expires_at"])),
        ops.CreateModel(
            name="SecondFactor",
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
                ("secret", fields.CharField(max_length=200)),
                ("begun_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "enrolled_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("last_step", fields.BigIntField(null=True)),
            ],
            options={
                "table": "second_factor",
                "app": "nisassess",
                "pk_attr": "id",
                "table_description": "A person's one-time codes by RFC 6238, the secret is encrypted.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RecoveryCode",
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
                ("code_hash", fields.CharField(max_length=64)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "recovery_code",
                "app": "nisassess",
                "unique_together": (("person", "code_hash"),),
                "pk_attr": "id",
                "table_description": "A code that stands in for the second factor once, only its hash is stored.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SignInTicket",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
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
                    "expires_at",
                    fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "sign_in_ticket",
                "app": "nisassess",
                "pk_attr": "id",
                "table_description": "A sign-in whose password was right and whose code is awaited, it grants nothing.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SecondFactorPolicy",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
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
                ("role", fields.CharField(max_length=32)),
            ],
            options={
                "table": "second_factor_policy",
                "app": "nisassess",
                "unique_together": (("organisation", "role"),),
                "pk_attr": "id",
                "table_description": "Whoever has this role in this organisation must have a second factor.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
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
                ("email", fields.CharField(max_length=254)),
                ("name", fields.CharField(max_length=200)),
                ("roles", fields.CharField(max_length=300)),
                (
                    "invited_by",
                    fields.ForeignKeyField(
                        "nisassess.Person",
                        source_field="invited_by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "accepted_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("accepted_by", fields.CharField(null=True, max_length=40)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "invitation",
                "app": "nisassess",
                "indexes": [Index(fields=["organisation_id", "accepted_at"])],
                "pk_attr": "id",
                "table_description": "A link by which one person joins an organisation once, only the hash is stored.",
            },
            bases=["Model"],
        ),
    ]
