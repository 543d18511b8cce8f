"""Use cases of statistics."""

from collections import Counter
from dataclasses import asdict, dataclass, replace
from datetime import date

from nisassess.access import Actor
from nisassess.kit.clock import today
from nisassess.kit.errors import Issue, ValidationFailed
from nisassess.kit.pagination import Page, PageRequest, make_page
from nisassess.statistics import repository
from nisassess.statistics.tallying import (
    Names,
    controls,
    distribution,
    outline_of,
    preferred,
    weakest,
)
from nisassess.statistics.types import (
    Basis,
    Choice,
    Choices,
    ControlDistribution,
    CostCount,
    Evolution,
    Exclusion,
    GroupDistribution,
    LateCase,
    LateCount,
    LateMeasure,
    ReasonCount,
    StatisticsFilter,
)

_LONGEST = 120
_MOST_CHOICES = 200
FIRST_YEAR, LAST_YEAR = 1900, 2200


def check(narrowed: StatisticsFilter, **more: str | None) -> None:
    """Raise ValidationFailed for texts and years that no submission can have."""
    issues = []
    for name, value in {**asdict(narrowed), **more}.items():
        path = name if name in more else f"filter.{name}"
        if isinstance(value, str) and (len(value) > _LONGEST or not value.isprintable()):
            message = f"must be plain text, at most {_LONGEST} characters"
            issues.append(Issue(_as_asked(path), "bad_text", message))
        if isinstance(value, int) and not FIRST_YEAR <= value <= LAST_YEAR:
            message = f"must be a year from {FIRST_YEAR} to {LAST_YEAR}"
            issues.append(Issue(_as_asked(path), "out_of_range", message))
    if issues:
        raise ValidationFailed(issues)


def _as_asked(path: str) -> str:
    first, *more = path.split("_")
    return first + "".join(part.capitalize() for part in more)


async def names(actor: Actor, narrowed: StatisticsFilter, language: str | None) -> Names:
    """How what is counted is called."""
    found = [outline_of(one) for one in await repository.outlines(actor, narrowed)]
    return Names(preferred(found, language))


@dataclass(frozen=True, slots=True)
class Distribution:
    """Every control and group, with what the figures rest on."""

    basis: Basis
    groups: tuple[GroupDistribution, ...]


async def distributed(
    actor: Actor, narrowed: StatisticsFilter, language: str | None
) -> Distribution:
    """How the counted submissions come out, control by control."""
    check(narrowed, language=language)
    return Distribution(
        await repository.basis(actor, narrowed),
        distribution(
            await repository.outcomes(actor, narrowed),
            await repository.group_outcomes(actor, narrowed),
            await names(actor, narrowed, language),
        ),
    )


@dataclass(frozen=True, slots=True)
class Weakest:
    """The controls that most miss."""

    basis: Basis
    controls: tuple[ControlDistribution, ...]


async def weakest_controls(
    actor: Actor, narrowed: StatisticsFilter, first: int, language: str | None
) -> Weakest:
    """The controls that the largest share of those they apply to miss."""
    check(narrowed, language=language)
    found = controls(
        await repository.outcomes(actor, narrowed), await names(actor, narrowed, language)
    )
    return Weakest(await repository.basis(actor, narrowed), weakest(found, first))


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """Which controls do not apply, and why."""

    basis: Basis
    controls: tuple[ControlDistribution, ...]
    """Those that do not apply somewhere, the most submissions first."""
    reasons: tuple[ReasonCount, ...]
    page: Page[Exclusion]
    names: Names


async def not_applicable(
    actor: Actor,
    narrowed: StatisticsFilter,
    control_id: str | None,
    request: PageRequest,
    language: str | None,
) -> NotApplicable:
    """Controls that operators say do not apply, with the reasons that they gave."""
    check(narrowed, control_id=control_id, language=language)
    called = await names(actor, narrowed, language)
    found = [
        one
        for one in controls(await repository.outcomes(actor, narrowed), called)
        if one.tally.not_applicable
    ]
    found.sort(key=lambda one: -one.tally.not_applicable)
    rows = await repository.exclusions(actor, narrowed, control_id, (request.first, request.after))
    return NotApplicable(
        basis=await repository.basis(actor, narrowed),
        controls=tuple(found),
        reasons=await repository.reasons(actor, narrowed, control_id),
        page=make_page(rows, request, lambda row: (row.control_id, row.id)),
        names=called,
    )


@dataclass(frozen=True, slots=True)
class Evolved:
    """The years, with what the figures rest on."""

    basis: Basis
    evolution: Evolution


async def evolved(actor: Actor, narrowed: StatisticsFilter, control_id: str | None) -> Evolved:
    """How one profile's outcomes move from year to year; a year in the filter is left out."""
    check(narrowed, control_id=control_id)
    every_year = replace(narrowed, year=None)
    return Evolved(
        await repository.basis(actor, every_year),
        Evolution(
            await repository.years(actor, every_year, control_id, steady=False),
            await repository.years(actor, every_year, control_id, steady=True),
        ),
    )


@dataclass(frozen=True, slots=True)
class Late:
    """Measures past their day."""

    basis: Basis
    on: date
    submissions: int
    costs: tuple[CostCount, ...]
    page: Page[LateMeasure]
    names: Names


async def late(
    actor: Actor, narrowed: StatisticsFilter, request: PageRequest, language: str | None
) -> Late:
    """Sealed measures whose day has passed and that are not known to be done."""
    check(narrowed, language=language)
    if request.after is not None:
        _check_day(request.after[0])
    on = today()
    rows = await repository.late_measures(actor, narrowed, on, (request.first, request.after))
    costs, submissions = await repository.late_costs(actor, narrowed, on)
    return Late(
        basis=await repository.basis(actor, narrowed),
        on=on,
        submissions=submissions,
        costs=costs,
        page=make_page(rows, request, lambda row: (row.until.isoformat(), row.id)),
        names=await names(actor, narrowed, language),
    )


@dataclass(frozen=True, slots=True)
class LateCases:
    """Cases past their day."""

    on: date
    late: int
    counts: tuple[LateCount, ...]
    """Of the newest requests."""
    page: Page[LateCase]


async def late_cases(actor: Actor, narrowed: StatisticsFilter, request: PageRequest) -> LateCases:
    """Operators that owe an answer whose day has passed, and how many came late."""
    check(narrowed)
    if request.after is not None:
        _check_day(request.after[0])
    on = today()
    rows = await repository.late_cases(actor, narrowed, on, (request.first, request.after))
    return LateCases(
        on=on,
        late=await repository.late_in_all(actor, narrowed, on),
        counts=await repository.late_counts(actor, narrowed, on),
        page=make_page(rows, request, lambda row: (row.due_on.isoformat(), row.id)),
    )


def _check_day(value: object) -> None:
    try:
        date.fromisoformat(str(value))
    except ValueError as error:
        message = "is not a cursor of this list; use an endCursor that it returned"
        raise ValidationFailed([Issue("after", "bad_cursor", message)]) from error


async def choices(actor: Actor) -> Choices:
    """What the submissions addressed to the actor's authorities can be narrowed by."""
    rows = await repository.choices(actor)
    titles = {row["profile_id"]: row["profile_title"] for row in rows}

    def counted(name: str) -> tuple[Choice, ...]:
        counts: Counter[str] = Counter()
        for row in rows:
            if row[name] is not None:
                counts[str(row[name])] += row["submissions"]
        return tuple(
            Choice(id_, titles.get(id_, id_), count)
            for id_, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        )[:_MOST_CHOICES]

    asked = [
        Choice(one["id"], one["title"], one["submissions"])
        for one in await repository.requests(actor)
    ]
    years = sorted(counted("year"), key=lambda one: one.id, reverse=True)
    return Choices(
        requests=tuple(asked),
        profiles=counted("profile_id"),
        years=tuple(years),
        countries=counted("country"),
        subsectors=counted("subsector"),
    )
