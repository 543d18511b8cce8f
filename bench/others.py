"""Copies an assessment many times, as assessments of other operators."""

from tortoise.models import Model

from nisassess.assessments.models import (
    Assessment,
    Change,
    EvidenceLink,
    Measure,
    Part,
    Response,
    Statement,
)
from nisassess.evidence.models import Evidence
from nisassess.identity.models import Organisation
from nisassess.kit.database import Database, execute
from nisassess.kit.settings import Settings
from nisassess.operators.models import Operator

OPERATORS = 50

_OF_OPERATOR: tuple[tuple[type[Model], str], ...] = ((Organisation, "id"), (Operator, "id"))
_OF_ASSESSMENT: tuple[tuple[type[Model], str], ...] = (
    (Assessment, "id"),
    (Part, "assessment_id"),
    (Response, "assessment_id"),
    (Statement, "assessment_id"),
    (Measure, "assessment_id"),
    (Change, "assessment_id"),
    (EvidenceLink, "assessment_id"),
)
_BELONGS_TO_OPERATOR = {"operator_id", "organisation_id"}
_IDS = {"id", "assessment_id", "part_id", "evidence_id"}


async def add(settings: Settings, operator: str, assessment: str, count: int) -> None:
    """Add `count` assessments of 50 other operators, each as full as the one that is there."""
    database = Database(settings.effective_database_url)
    await database.open()

    async def work() -> None:
        for model, column in _OF_OPERATOR:
            await _copy(model, column, operator, OPERATORS)
        await _copy(Evidence, "operator_id", operator, count)
        for model, column in _OF_ASSESSMENT:
            await _copy(model, column, assessment, count)

    try:
        await database.write(work)
        await execute("ANALYZE")
    finally:
        await database.close()


async def _copy(model: type[Model], column: str, value: str, count: int) -> None:
    """Copy the rows `count` times under ids that carry the copy's number."""
    columns = list(model._meta.db_fields)
    of_operator = model in {Organisation, Operator}
    wanted = ", ".join(_copied(name, of_operator=of_operator) for name in columns)
    await execute(
        f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "  # noqa: S608
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
        f"SELECT {wanted} FROM {model._meta.db_table} t CROSS JOIN n WHERE t.{column} = $1",
        value,
    )


def _copied(name: str, *, of_operator: bool) -> str:
    if name in _BELONGS_TO_OPERATOR or (of_operator and name == "id"):
        return _numbered(name, f"((i - 1) % {OPERATORS} + 1)")
    return _numbered(name, "i") if name in _IDS else f"t.{name}"


def _numbered(name: str, number: str) -> str:
    """The id with the copy's number in place of half of its time: older than all others."""
    digits = f"substr(CAST(100000 + {number} AS TEXT), 2)"
    return f"substr(t.{name}, 1, 4) || {digits} || substr(t.{name}, 10)"
