"""Who read a submission, the register of entities, what operators register, notices of change."""

from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0010_reviews")]

    operations = [
        ops.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "submission",
                    fields.ForeignKeyField(
                        "nisassess.Submission",
                        source_field="submission_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("authority_id", fields.CharField(max_length=40)),
                ("authority_name", fields.CharField(max_length=200)),
                ("reader_id", fields.CharField(max_length=40)),
                ("reader_name", fields.CharField(max_length=200)),
                ("reader_kind", fields.CharField(max_length=16)),
                ("way", fields.CharField(max_length=24)),
                ("day", fields.DateField()),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "reading",
                "app": "nisassess",
                "unique_together": (("submission", "reader_id", "day", "way"),),
                "indexes": [Index(fields=["submission_id", "id"])],
                "pk_attr": "id",
                "table_description": "Somebody of the authority read a submission, once for each day and way.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RegisterEntry",
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
                ("national_number", fields.CharField(max_length=60)),
                ("name", fields.CharField(max_length=200)),
                ("name_key", fields.CharField(max_length=200)),
                ("country", fields.CharField(max_length=2)),
                ("subsector", fields.CharField(max_length=120)),
                ("contact_email", fields.CharField(max_length=254)),
                ("status", fields.CharField(max_length=16)),
                ("reason", fields.TextField(unique=False)),
                ("citation", fields.CharField(max_length=200)),
                ("decided_on", fields.DateField()),
                (
                    "operator",
                    fields.ForeignKeyField(
                        "nisassess.Operator",
                        source_field="operator_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                        null=True,
                    ),
                ),
                ("updated_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("updated_by", fields.CharField(max_length=200)),
            ],
            options={
                "table": "register_entry",
                "app": "nisassess",
                "unique_together": (("authority", "national_number"),),
                "indexes": [
                    Index(fields=["authority_id", "name_key", "id"]),
                    Index(fields=["operator_id", "authority_id"]),
                ],
                "pk_attr": "id",
                "table_description": "An entity in an authority's own register, whether it has an account here or not.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EntryDecision",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "entry",
                    fields.ForeignKeyField(
                        "nisassess.RegisterEntry",
                        source_field="entry_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("status", fields.CharField(max_length=16)),
                ("reason", fields.TextField(unique=False)),
                ("citation", fields.CharField(max_length=200)),
                ("decided_on", fields.DateField()),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("recorded_by", fields.CharField(max_length=200)),
            ],
            options={
                "table": "entry_decision",
                "app": "nisassess",
                "indexes": [Index(fields=["entry_id", "id"])],
                "pk_attr": "id",
                "table_description": "A status decision on an entry of the register, rows are only ever added.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "operator",
                    fields.OneToOneField(
                        "nisassess.Operator",
                        source_field="operator_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("version", fields.IntField()),
                ("national_number", fields.CharField(max_length=60)),
                ("address", fields.TextField(unique=False)),
                ("ip_ranges", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("contact_points", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("updated_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("updated_by", fields.CharField(max_length=200)),
            ],
            options={
                "table": "registration",
                "app": "nisassess",
                "pk_attr": "id",
                "table_description": "What an operator submits for the list of entities besides its details (NIS2 Art. 3(4)).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ToldFacts",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "operator",
                    fields.OneToOneField(
                        "nisassess.Operator",
                        source_field="operator_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("facts", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("changed_on", fields.DateField(null=True)),
            ],
            options={
                "table": "told_facts",
                "app": "nisassess",
                "pk_attr": "id",
                "table_description": "What the authority was told of an operator last, since when something differs.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ChangeNotice",
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
                ("operator_name", fields.CharField(max_length=200)),
                ("changed_on", fields.DateField()),
                ("due_on", fields.DateField()),
                ("note", fields.TextField(unique=False)),
                ("differences", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("sent_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("sent_by", fields.CharField(max_length=200)),
                (
                    "acknowledged_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("acknowledged_by", fields.CharField(null=True, max_length=200)),
            ],
            options={
                "table": "change_notice",
                "app": "nisassess",
                "indexes": [
                    Index(fields=["authority_id", "id"]),
                    Index(fields=["operator_id", "id"]),
                ],
                "pk_attr": "id",
                "table_description": "An operator's notice that its details changed, to one authority.",
            },
            bases=["Model"],
        ),
    ]
