"""An authority's requests, and its cases; what was submitted before has a case too."""

import json
import unicodedata
from typing import Any

from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from nisassess.kit.ids import new_id

_CHUNK = 50
_SUBMISSIONS = """
SELECT id, supersedes, addressee_id, operator_id, operator_name, country, sector, subsector,
       entity_type, profile_id, submitted_at, completeness, attainment, document
FROM submission WHERE id > {0} ORDER BY id LIMIT 50
"""
_COPIED = (
    "operator_name",
    "country",
    "sector",
    "subsector",
    "entity_type",
    "profile_id",
    "submitted_at",
    "completeness",
    "attainment",
)


def _key(name: str) -> str:
    spread = unicodedata.normalize("NFKD", name)
    return "".join(one for one in spread if not unicodedata.combining(one)).casefold()[:200]


async def _open_cases(apps: Any, editor: Any) -> None:
    """Each submission goes to the case of the version before it, or opens one."""
    client = editor.client
    is_sqlite = client.capabilities.dialect == "sqlite"

    def place(number: int) -> str:
        return "?" if is_sqlite else f"${number}"

    case_of: dict[str, str] = {}
    last = ""
    while True:
        rows = await client.execute_query_dict(_SUBMISSIONS.format(place(1)), [last])
        for row in rows:
            await _open_case(client, place, row, case_of)
        if len(rows) < _CHUNK:
            break
        last = rows[-1]["id"]
    for submission, case in case_of.items():
        sql = f"UPDATE assessment SET case_id = {place(1)} WHERE submission_id = {place(2)}"  # noqa: S608
        await client.execute_query(sql, [case, submission])
        sql = f"UPDATE assessment SET case_id = {place(1)} WHERE revises = {place(2)}"  # noqa: S608
        await client.execute_query(sql, [case, submission])


async def _open_case(client: Any, place: Any, row: dict[str, Any], case_of: dict[str, str]) -> None:
    values = {name: row[name] for name in _COPIED}
    values["name_key"] = _key(row["operator_name"])
    values["submission_id"] = row["id"]
    values["state"] = "submitted"
    values["status"] = json.loads(row["document"])["operator"]["status"]
    known = case_of.get(row["supersedes"])
    if known is None:
        known = values["id"] = new_id("cas")
        values |= {"authority_id": row["addressee_id"], "operator_id": row["operator_id"]}
        columns = ", ".join(values)
        marks = ", ".join(place(number) for number in range(1, len(values) + 1))
        sql = f"INSERT INTO desk_case ({columns}) VALUES ({marks})"  # noqa: S608
        await client.execute_query(sql, list(values.values()))
    else:
        pairs = ", ".join(f"{name} = {place(at)}" for at, name in enumerate(values, 1))
        sql = f"UPDATE desk_case SET {pairs} WHERE id = {place(len(values) + 1)}"  # noqa: S608
        await client.execute_query(sql, [*values.values(), known])
    case_of[row["id"]] = known


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0005_notifications")]

    initial = False

    operations = [
        ops.CreateModel(
            name="DeskView",
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
                ("owner_id", fields.CharField(max_length=40)),
                ("owner_name", fields.CharField(max_length=200)),
                ("name", fields.CharField(max_length=100)),
                ("query", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("shared", fields.BooleanField(default=False)),
                ("version", fields.IntField(default=1)),
            ],
            options={
                "table": "desk_view",
                "app": "nisassess",
                "unique_together": (("authority", "owner_id", "name"),),
                "pk_attr": "id",
                "table_description": "Filter and order of a desk under a name.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DeskDefault",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                ("person_id", fields.CharField(max_length=40)),
                (
                    "view",
                    fields.ForeignKeyField(
                        "nisassess.DeskView",
                        source_field="view_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("authority_id", fields.CharField(max_length=40)),
            ],
            options={
                "table": "desk_default",
                "app": "nisassess",
                "unique_together": (("authority_id", "person_id"),),
                "pk_attr": "id",
                "table_description": "The view that a person's desk opens with.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Request",
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
                ("title", fields.CharField(max_length=200)),
                ("purpose", fields.TextField(unique=False)),
                ("legal_basis", fields.TextField(unique=False)),
                ("points_essential", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("points_important", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                (
                    "profile",
                    fields.ForeignKeyField(
                        "nisassess.ResolvedProfile",
                        source_field="profile_id",
                        db_constraint=True,
                        to_field="digest",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("regime", fields.CharField(max_length=16)),
                ("scope_kind", fields.CharField(max_length=24)),
                ("period_from", fields.DateField()),
                ("period_until", fields.DateField()),
                ("due_on", fields.DateField()),
                ("state", fields.CharField(max_length=16)),
                ("version", fields.IntField(default=1)),
                ("withdrawn_because", fields.TextField(null=True, unique=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("created_by", fields.CharField(max_length=200)),
                ("sent_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "request",
                "app": "nisassess",
                "indexes": [Index(fields=["authority_id", "id"])],
                "pk_attr": "id",
                "table_description": "An authority's call for assessments.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Case",
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
                    "request",
                    fields.ForeignKeyField(
                        "nisassess.Request",
                        source_field="request_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("state", fields.CharField(max_length=16)),
                ("due_on", fields.DateField(null=True)),
                ("requested_on", fields.DateField(null=True)),
                ("opened_on", fields.DateField(null=True)),
                ("submission_id", fields.CharField(null=True, max_length=40)),
                (
                    "submitted_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("officer_id", fields.CharField(null=True, max_length=40)),
                ("officer_name", fields.CharField(null=True, max_length=200)),
                ("taken_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "returned_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("reminded_on", fields.DateField(null=True)),
                ("reminders", fields.IntField(db_default=0)),
                ("operator_name", fields.CharField(max_length=200)),
                ("name_key", fields.CharField(max_length=200)),
                ("country", fields.CharField(max_length=2)),
                ("sector", fields.CharField(max_length=120)),
                ("subsector", fields.CharField(max_length=120)),
                ("entity_type", fields.CharField(max_length=120)),
                ("profile_id", fields.CharField(max_length=120)),
                ("status", fields.CharField(max_length=16)),
                ("completeness", fields.FloatField(null=True)),
                ("attainment", fields.FloatField(null=True)),
            ],
            options={
                "table": "desk_case",
                "app": "nisassess",
                "unique_together": (("request", "operator"),),
                "indexes": [
                    Index(fields=["authority_id", "id"]),
                    Index(fields=["authority_id", "state", "due_on", "id"]),
                    Index(fields=["authority_id", "name_key", "id"]),
                    Index(fields=["authority_id", "due_on", "id"]),
                    Index(fields=["authority_id", "submitted_at", "id"]),
                    Index(fields=["authority_id", "attainment", "id"]),
                    Index(fields=["authority_id", "completeness", "id"]),
                    Index(fields=["authority_id", "subsector", "id"]),
                    Index(fields=["request_id", "id"]),
                    Index(fields=["operator_id", "authority_id", "id"]),
                    Index(fields=["submission_id"]),
                ],
                "pk_attr": "id",
                "table_description": "What an authority knows of one operator's assessment, and nothing of a draft.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Errand",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "request",
                    fields.ForeignKeyField(
                        "nisassess.Request",
                        source_field="request_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=16)),
                ("facts", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("upto", fields.CharField(db_default="", max_length=40)),
                ("done", fields.IntField(db_default=0)),
                ("total", fields.IntField()),
                ("by_id", fields.CharField(max_length=40)),
                ("by_name", fields.CharField(max_length=200)),
                ("begun_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "finished_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "errand",
                "app": "nisassess",
                "indexes": [
                    Index(fields=["request_id", "id"]),
                    Index(fields=["finished_at", "id"]),
                ],
                "pk_attr": "id",
                "table_description": "Work for many cases of a request, done in the background, some at a time.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RequestedEntity",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "request",
                    fields.ForeignKeyField(
                        "nisassess.Request",
                        source_field="request_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
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
                ("state", fields.CharField(max_length=16)),
            ],
            options={
                "table": "requested_entity",
                "app": "nisassess",
                "unique_together": (("request", "operator"),),
                "indexes": [Index(fields=["request_id", "state", "id"])],
                "pk_attr": "id",
                "table_description": "An entity that a request names, which has a case once it was called.",
            },
            bases=["Model"],
        ),
        ops.AddField("Assessment", "case_id", fields.CharField(null=True, max_length=40)),
        ops.AddIndex("Assessment", Index(fields=["case_id"])),
        ops.RunPython(_open_cases, ops.RunPython.noop),
    ]
