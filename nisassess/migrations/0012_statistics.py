"""What statistics ask of submissions; existing ones are filled from their sealed documents."""

from dataclasses import astuple
from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from nisassess.kit.database import execute, fetch
from nisassess.kit.ids import new_id
from nisassess.results.canonical import parse
from nisassess.submissions.facts import facts_of

_NEXT = "SELECT id, document FROM submission WHERE id > $1 ORDER BY id LIMIT 1"
_OF_SUBMISSION = "UPDATE submission SET year = $2, outline = $3 WHERE id = $1"
_OUTLINE = "INSERT INTO submitted_outline (id, content) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING"
_GROUP = """
INSERT INTO submitted_group (id, submission_id, group_id, level, met, below, not_applicable)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_EXCLUSION = """
INSERT INTO submitted_exclusion (id, submission_id, control_id, part, reason)
VALUES ($1, $2, $3, $4, $5)
"""
_MEASURE = """
INSERT INTO submitted_measure
    (id, submission_id, control_id, part, what, who, until, cost_class, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


async def _fill(apps: Any, editor: Any) -> None:
    """One document at a time: each may be megabytes."""
    last = ""
    while found := await fetch(_NEXT, last):
        last, document = found[0]["id"], found[0]["document"]
        results = parse(document.encode())
        facts = facts_of(results)
        await execute(_OUTLINE, facts.outline_id, facts.outline)
        await execute(_OF_SUBMISSION, last, int(results.period_until[:4]), facts.outline_id)
        for prefix, sql, rows in (
            ("sgr", _GROUP, facts.groups),
            ("sna", _EXCLUSION, facts.exclusions),
            ("sme", _MEASURE, facts.measures),
        ):
            for row in rows:
                await execute(sql, new_id(prefix), last, *astuple(row))


async def _nothing(apps: Any, editor: Any) -> None:
    """The tables go as they came."""


def _id() -> tuple[str, Any]:
    field = fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40)
    return "id", field


def _submission() -> tuple[str, Any]:
    field: Any = fields.ForeignKeyField(
        "nisassess.Submission",
        source_field="submission_id",
        db_constraint=True,
        to_field="id",
        related_name=False,
        on_delete=OnDelete.CASCADE,
    )
    return "submission", field


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0011_supervision")]

    operations = [
        ops.AddField("Submission", "year", fields.IntField(null=True)),
        ops.AddField("Submission", "outline", fields.CharField(null=True, max_length=64)),
        ops.AddIndex("Submission", Index(fields=["addressee_id", "profile_id", "id"])),
        ops.CreateModel(
            name="SubmittedGroup",
            fields=[
                _id(),
                _submission(),
                ("group_id", fields.CharField(max_length=120)),
                ("level", fields.IntField(null=True)),
                ("met", fields.IntField()),
                ("below", fields.IntField()),
                ("not_applicable", fields.IntField()),
            ],
            options={
                "table": "submitted_group",
                "app": "nisassess",
                "unique_together": (("submission", "group_id"),),
                "pk_attr": "id",
                "table_description": "A control group's outcome in a submission, for queries across submissions.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SubmittedExclusion",
            fields=[
                _id(),
                _submission(),
                ("control_id", fields.CharField(max_length=120)),
                ("part", fields.TextField(unique=False)),
                ("reason", fields.TextField(unique=False)),
            ],
            options={
                "table": "submitted_exclusion",
                "app": "nisassess",
                "indexes": [
                    Index(fields=["submission_id", "control_id"]),
                    Index(fields=["control_id", "id"]),
                ],
                "pk_attr": "id",
                "table_description": "A control that does not apply to a part, with the reason that was sealed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SubmittedMeasure",
            fields=[
                _id(),
                _submission(),
                ("control_id", fields.CharField(max_length=120)),
                ("part", fields.TextField(unique=False)),
                ("what", fields.TextField(unique=False)),
                ("who", fields.TextField(unique=False)),
                ("until", fields.DateField(null=True)),
                ("cost_class", fields.CharField(max_length=16)),
                ("state", fields.CharField(max_length=16)),
            ],
            options={
                "table": "submitted_measure",
                "app": "nisassess",
                "indexes": [
                    Index(fields=["submission_id", "control_id"]),
                    Index(fields=["until", "id"]),
                ],
                "pk_attr": "id",
                "table_description": "A planned measure of a submission, for queries across submissions.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SubmittedOutline",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64),
                ),
                ("content", fields.TextField(unique=False)),
            ],
            options={
                "table": "submitted_outline",
                "app": "nisassess",
                "pk_attr": "id",
                "table_description": "Names of groups, controls and levels, one row for all submissions that say the same.",
            },
            bases=["Model"],
        ),
        ops.RunPython(_fill, _nothing),
    ]
