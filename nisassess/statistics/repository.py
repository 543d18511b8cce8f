"""All queries of statistics: each a fixed number of statements, whatever the size.

What is counted starts from the submissions addressed to the actor's authorities, and from the
newest version of each; tables of controls and measures are read for these only.
"""

from datetime import date, datetime
from typing import Any

from tortoise.connection import get_connection

from nisassess.access import Actor, Permission
from nisassess.kit.database import CONNECTION, fetch
from nisassess.requests.types import AWAITED
from nisassess.statistics.types import (
    Basis,
    CostCount,
    Exclusion,
    GroupOutcome,
    LateCase,
    LateCount,
    LateMeasure,
    Outcome,
    ProfileShare,
    ReasonCount,
    StatisticsFilter,
    Tally,
    YearTally,
)

_MOST_OUTLINES = 24
_MOST_REASONS = 50
_MOST_REQUESTS = 50
_COLUMNS = ("profile_id", "year", "country", "sector", "subsector")
_ANSWERS = (
    "s.id IN (SELECT submission_id FROM desk_case WHERE request_id = {} AND authority_id IN ({}))"
)
_AWAITED = ", ".join(f"'{state}'" for state in AWAITED)
_NOT_DONE = "m.state IN ('open', 'in_progress')"


class _Counted:
    """The condition on `submission s` and its values; more values get the next places."""

    def __init__(self, actor: Actor, narrowed: StatisticsFilter) -> None:
        self.values: list[Any] = []
        own = actor.organisations(Permission.STATISTICS_READ)
        self.own = ", ".join(self.place(one) for one in own) or "NULL"
        terms = [f"s.addressee_id IN ({self.own})", "s.superseded_by IS NULL"]
        for name in _COLUMNS:
            value = getattr(narrowed, name)
            if value is not None:
                terms.append(f"s.{name} = {self.place(value)}")
        if narrowed.request_id is not None:
            terms.append(_ANSWERS.format(self.place(narrowed.request_id), self.own))
        self.where = " AND ".join(terms)

    def place(self, value: Any) -> str:
        """Keep a value; its placeholder."""
        self.values.append(value)
        return f"${len(self.values)}"

    async def rows(self, sql: str, **pieces: str) -> list[dict[str, Any]]:
        """Rows of a statement with the condition in the place of `{where}`."""
        return await fetch(sql.format(where=self.where, **pieces), *self.values)


async def basis(actor: Actor, narrowed: StatisticsFilter) -> Basis:
    """What the figures rest on."""
    counted = _Counted(actor, narrowed)
    (whole,) = await counted.rows(
        "SELECT count(*) AS submissions, count(DISTINCT s.operator_id) AS operators, "
        "count(s.origin) AS imported, min(s.period_from) AS period_from, "
        "max(s.period_until) AS period_until, min(s.submitted_at) AS submitted_from, "
        "max(s.submitted_at) AS submitted_until FROM submission s WHERE {where}"
    )
    profiles = await counted.rows(
        "SELECT s.profile_id AS id, s.profile_version AS version, max(s.profile_title) AS title, "
        "count(*) AS submissions FROM submission s WHERE {where} "
        "GROUP BY s.profile_id, s.profile_version "
        "ORDER BY count(*) DESC, s.profile_id, s.profile_version LIMIT 100"
    )
    return Basis(
        submissions=whole["submissions"],
        operators=whole["operators"],
        imported=whole["imported"],
        period_from=_day(whole["period_from"]),
        period_until=_day(whole["period_until"]),
        submitted_from=_time(whole["submitted_from"]),
        submitted_until=_time(whole["submitted_until"]),
        profiles=tuple(ProfileShare(**row) for row in profiles),
    )


async def outlines(actor: Actor, narrowed: StatisticsFilter) -> tuple[str, ...]:
    """Outlines of the counted submissions as JSON, those of the newest first."""
    counted = _Counted(actor, narrowed)
    rows = await counted.rows(
        "SELECT o.content AS content FROM submitted_outline o JOIN ("
        "SELECT s.outline AS id, max(s.id) AS newest FROM submission s WHERE {where} "
        "GROUP BY s.outline) used ON used.id = o.id "
        "ORDER BY used.newest DESC LIMIT {most}",
        most=str(_MOST_OUTLINES),
    )
    return tuple(row["content"] for row in rows)


async def outcomes(actor: Actor, narrowed: StatisticsFilter) -> tuple[Outcome, ...]:
    """Submissions by control, state and level."""
    counted = _Counted(actor, narrowed)
    rows = await counted.rows(
        "SELECT c.control_id AS control_id, c.state AS state, c.level AS level, "
        "count(*) AS submissions FROM submission s "
        "JOIN submitted_control c ON c.submission_id = s.id WHERE {where} "
        "GROUP BY c.control_id, c.state, c.level"
    )
    return tuple(Outcome(**row) for row in rows)


async def group_outcomes(actor: Actor, narrowed: StatisticsFilter) -> tuple[GroupOutcome, ...]:
    """Submissions by group, how it comes out as a whole, and level."""
    counted = _Counted(actor, narrowed)
    rows = await counted.rows(
        "SELECT g.group_id AS group_id, CASE WHEN g.below > 0 THEN 'below' "
        "WHEN g.met > 0 THEN 'met' WHEN g.not_applicable > 0 THEN 'not_applicable' "
        "ELSE 'open' END AS state, g.level AS level, count(*) AS submissions FROM submission s "
        "JOIN submitted_group g ON g.submission_id = s.id WHERE {where} "
        "GROUP BY 1, 2, 3"
    )
    return tuple(GroupOutcome(**row) for row in rows)


async def choices(actor: Actor) -> list[dict[str, Any]]:
    """How many submissions there are by profile, year, country and subsector."""
    counted = _Counted(actor, StatisticsFilter())
    return await counted.rows(
        "SELECT s.profile_id AS profile_id, max(s.profile_title) AS profile_title, "
        "s.year AS year, s.country AS country, s.subsector AS subsector, "
        "count(*) AS submissions FROM submission s WHERE {where} "
        "GROUP BY s.profile_id, s.year, s.country, s.subsector"
    )


async def requests(actor: Actor) -> list[dict[str, Any]]:
    """The newest requests of the actor's authorities, with how many submissions answer each."""
    counted = _Counted(actor, StatisticsFilter())
    return await counted.rows(
        "SELECT r.id AS id, r.title AS title, count(s.id) AS submissions FROM request r "
        "LEFT JOIN desk_case c ON c.request_id = r.id "
        "LEFT JOIN submission s ON s.id = c.submission_id AND {where} "
        "WHERE r.authority_id IN ({own}) AND r.sent_at IS NOT NULL "
        "GROUP BY r.id, r.title ORDER BY r.id DESC LIMIT {most}",
        own=counted.own,
        most=str(_MOST_REQUESTS),
    )


async def late_counts(actor: Actor, narrowed: StatisticsFilter, on: date) -> tuple[LateCount, ...]:
    """How many cases of each request are late on a day, and how many were submitted late."""
    cases = _Cases(actor, narrowed)
    day = cases.place(on)
    rows = await cases.rows(
        "SELECT r.id AS request_id, r.title AS title, r.due_on AS due_on, count(*) AS cases, "
        "sum(CASE WHEN c.state IN ({awaited}) AND c.due_on < {day} THEN 1 ELSE 0 END) AS late, "
        "sum(CASE WHEN c.submitted_at IS NOT NULL AND c.state NOT IN ({awaited}) "
        "AND {submitted_on} > c.due_on THEN 1 ELSE 0 END) AS submitted_late "
        "FROM desk_case c JOIN request r ON r.id = c.request_id "
        "WHERE {where} AND c.state <> 'withdrawn' "
        "GROUP BY r.id, r.title, r.due_on ORDER BY r.id DESC LIMIT {most}",
        awaited=_AWAITED,
        day=day,
        submitted_on=_day_of("c.submitted_at"),
        most=str(_MOST_REQUESTS),
    )
    return tuple(LateCount(**{**row, "due_on": _day(row["due_on"])}) for row in rows)


async def late_in_all(actor: Actor, narrowed: StatisticsFilter, on: date) -> int:
    """How many cases are late on a day."""
    cases = _Cases(actor, narrowed)
    day = cases.place(on)
    (whole,) = await cases.rows(
        "SELECT count(*) AS late FROM desk_case c "
        "WHERE {where} AND c.request_id IS NOT NULL AND c.due_on < {day} "
        "AND c.state IN ({awaited})",
        day=day,
        awaited=_AWAITED,
    )
    return int(whole["late"])


async def late_cases(
    actor: Actor,
    narrowed: StatisticsFilter,
    on: date,
    page: tuple[int, tuple[Any, ...] | None],
) -> tuple[LateCase, ...]:
    """Cases that are late on a day, the longest first; one more than asked for."""
    first, after = page
    cases = _Cases(actor, narrowed)
    more = f"AND c.due_on < {cases.place(on)} AND c.state IN ({_AWAITED})"
    if after:
        since, id_ = cases.place(date.fromisoformat(str(after[0]))), cases.place(str(after[1]))
        more += f" AND (c.due_on, c.id) > ({since}, {id_})"
    rows = await cases.rows(
        "SELECT c.id AS id, c.operator_id AS operator_id, c.operator_name AS operator_name, "
        "c.country AS country, c.subsector AS subsector, c.state AS state, c.due_on AS due_on, "
        "c.reminded_on AS reminded_on, c.request_id AS request_id, r.title AS request_title "
        "FROM desk_case c JOIN request r ON r.id = c.request_id WHERE {where} {more} "
        "ORDER BY c.due_on, c.id LIMIT {limit}",
        more=more,
        limit=str(first + 1),
    )
    days = ("due_on", "reminded_on")
    return tuple(LateCase(**{**row, **{day: _day(row[day]) for day in days}}) for row in rows)


class _Cases(_Counted):
    """The condition on `desk_case c`; a year says nothing of a case."""

    def __init__(self, actor: Actor, narrowed: StatisticsFilter) -> None:
        super().__init__(actor, StatisticsFilter())
        terms = [f"c.authority_id IN ({self.own})"]
        for name in ("profile_id", "country", "sector", "subsector", "request_id"):
            value = getattr(narrowed, name)
            if value is not None:
                terms.append(f"c.{name} = {self.place(value)}")
        self.where = " AND ".join(terms)


async def years(
    actor: Actor, narrowed: StatisticsFilter, control_id: str | None, *, steady: bool
) -> tuple[YearTally, ...]:
    """Tallies by year; `steady`: only of operators who are there in every one of these years."""
    counted = _Counted(actor, narrowed)
    always = ""
    if steady:
        always = (
            "AND s.operator_id IN (SELECT s.operator_id FROM submission s "
            "WHERE {where} GROUP BY s.operator_id HAVING count(DISTINCT s.year) = "
            "(SELECT count(DISTINCT s.year) FROM submission s WHERE {where}))"
        )
    sums, join = _sums(counted, control_id)
    rows = await counted.rows(
        "SELECT s.year AS year, count(*) AS submissions, "
        "count(DISTINCT s.operator_id) AS operators, {sums} "
        "FROM submission s {join} WHERE {where} AND s.year IS NOT NULL {always} "
        "GROUP BY s.year ORDER BY s.year",
        sums=sums,
        join=join,
        always=always.format(where=counted.where),
    )
    return tuple(
        YearTally(
            row["year"],
            row["submissions"],
            row["operators"],
            Tally(*(int(row[name] or 0) for name in ("met", "below", "not_applicable", "open"))),
        )
        for row in rows
    )


def _sums(counted: _Counted, control_id: str | None) -> tuple[str, str]:
    if control_id is None:
        return (
            "sum(s.met) AS met, sum(s.below) AS below, sum(s.not_applicable) AS not_applicable, "
            "0 AS open",
            "",
        )
    states = ", ".join(
        f"sum(CASE WHEN c.state = '{state}' THEN 1 ELSE 0 END) AS {state}"
        for state in ("met", "below", "not_applicable", "open")
    )
    place = counted.place(control_id)
    join = f"JOIN submitted_control c ON c.submission_id = s.id AND c.control_id = {place}"
    return states, join


async def reasons(
    actor: Actor, narrowed: StatisticsFilter, control_id: str | None
) -> tuple[ReasonCount, ...]:
    """The reasons that are given most often for a control not to apply."""
    counted = _Counted(actor, narrowed)
    one = f"AND e.control_id = {counted.place(control_id)}" if control_id else ""
    rows = await counted.rows(
        "SELECT e.control_id AS control_id, e.reason AS reason, "
        "count(DISTINCT e.submission_id) AS submissions FROM submission s "
        "JOIN submitted_exclusion e ON e.submission_id = s.id WHERE {where} {one} "
        "GROUP BY e.control_id, e.reason "
        "ORDER BY 3 DESC, e.control_id, e.reason LIMIT {most}",
        one=one,
        most=str(_MOST_REASONS),
    )
    return tuple(ReasonCount(**row) for row in rows)


async def exclusions(
    actor: Actor,
    narrowed: StatisticsFilter,
    control_id: str | None,
    page: tuple[int, tuple[Any, ...] | None],
) -> tuple[Exclusion, ...]:
    """Exclusions with their reasons, control by control; one more than asked for."""
    first, after = page
    counted = _Counted(actor, narrowed)
    more = f"AND e.control_id = {counted.place(control_id)}" if control_id else ""
    if after:
        control, id_ = (counted.place(str(one)) for one in after)
        more += f" AND (e.control_id, e.id) > ({control}, {id_})"
    rows = await counted.rows(
        "SELECT e.id AS id, e.control_id AS control_id, e.part AS part, e.reason AS reason, "
        "s.id AS submission_id, s.operator_name AS operator_name, s.title AS title, "
        "s.period_until AS period_until FROM submission s "
        "JOIN submitted_exclusion e ON e.submission_id = s.id WHERE {where} {more} "
        "ORDER BY e.control_id, e.id LIMIT {limit}",
        more=more,
        limit=str(first + 1),
    )
    return tuple(Exclusion(**{**row, "period_until": _day(row["period_until"])}) for row in rows)


async def late_costs(
    actor: Actor, narrowed: StatisticsFilter, on: date
) -> tuple[tuple[CostCount, ...], int]:
    """Late measures by cost class, and in how many submissions they are."""
    counted = _Counted(actor, narrowed)
    late = counted.place(on)
    rows = await counted.rows(
        "SELECT m.cost_class AS cost_class, count(*) AS measures FROM submission s "
        "JOIN submitted_measure m ON m.submission_id = s.id "
        "WHERE {where} AND m.until < {late} AND {open} "
        "GROUP BY m.cost_class ORDER BY m.cost_class",
        late=late,
        open=_NOT_DONE,
    )
    (whole,) = await counted.rows(
        "SELECT count(DISTINCT s.id) AS submissions FROM submission s "
        "JOIN submitted_measure m ON m.submission_id = s.id "
        "WHERE {where} AND m.until < {late} AND {open}",
        late=late,
        open=_NOT_DONE,
    )
    return tuple(CostCount(**row) for row in rows), whole["submissions"]


async def late_measures(
    actor: Actor,
    narrowed: StatisticsFilter,
    on: date,
    page: tuple[int, tuple[Any, ...] | None],
) -> tuple[LateMeasure, ...]:
    """Measures that are late on a day, the latest first; one more than asked for."""
    first, after = page
    counted = _Counted(actor, narrowed)
    more = f"AND m.until < {counted.place(on)} AND {_NOT_DONE}"
    if after:
        since, id_ = counted.place(date.fromisoformat(str(after[0]))), counted.place(str(after[1]))
        more += f" AND (m.until, m.id) > ({since}, {id_})"
    rows = await counted.rows(
        "SELECT m.id AS id, m.control_id AS control_id, m.part AS part, m.what AS what, "
        "m.who AS who, m.until AS until, m.cost_class AS cost_class, m.state AS state, "
        "s.id AS submission_id, s.operator_name AS operator_name, s.title AS title, "
        "s.outline AS outline FROM submission s "
        "JOIN submitted_measure m ON m.submission_id = s.id WHERE {where} {more} "
        "ORDER BY m.until, m.id LIMIT {limit}",
        more=more,
        limit=str(first + 1),
    )
    return tuple(LateMeasure(**{**row, "until": _day(row["until"])}) for row in rows)


def _day(value: Any) -> date | None:
    """A day as either database gives it."""
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def _time(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _day_of(column: str) -> str:
    """The day of a time in UTC, as the database computes it."""
    is_sqlite = get_connection(CONNECTION).capabilities.dialect == "sqlite"
    return f"substr({column}, 1, 10)" if is_sqlite else f"({column} AT TIME ZONE 'UTC')::date"
