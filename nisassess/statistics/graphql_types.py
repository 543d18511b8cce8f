"""GraphQL types of statistics and how values become them."""

from collections.abc import Iterable
from datetime import date, datetime

import strawberry

from nisassess.kit.connections import PageInfo
from nisassess.requests.types import CaseState
from nisassess.statistics import types as values
from nisassess.statistics.tallying import Names


@strawberry.type
class StatisticsProfile:
    """Submissions by one version of a profile."""

    id: strawberry.ID
    version: str
    title: str
    submissions: int


@strawberry.type
class StatisticsBasis:
    """What the figures rest on: the newest version of each submission addressed to the caller's
    authority, imported ones among them. All of it is self-declared."""

    submissions: int
    operators: int
    imported: int
    period_from: date | None
    period_until: date | None
    submitted_from: datetime | None
    submitted_until: datetime | None
    profiles: list[StatisticsProfile]
    self_declared: bool


@strawberry.type
class OutcomeTally:
    """Numbers by outcome; `assessed` is those met and below together."""

    met: int
    below: int
    not_applicable: int
    open: int
    assessed: int


@strawberry.type
class LevelTally:
    """Submissions at a level; `name` is the profile's, where all that is counted has one scale."""

    level: int
    name: str | None
    submissions: int


@strawberry.type
class ControlFigures:
    """One control over all counted submissions."""

    control_id: strawberry.ID
    label: str | None
    title: str
    group_id: strawberry.ID
    group_title: str
    tally: OutcomeTally
    levels: list[LevelTally]


@strawberry.type
class GroupFigures:
    """One control group over all counted submissions: met where no control of it is below."""

    group_id: strawberry.ID
    label: str | None
    title: str
    tally: OutcomeTally
    levels: list[LevelTally]
    controls: list[ControlFigures]


@strawberry.type
class OutcomeDistribution:
    """How the counted submissions come out, group by group and control by control."""

    basis: StatisticsBasis
    groups: list[GroupFigures]


@strawberry.type
class WeakestControls:
    """Controls that the largest share of those they apply to miss, the weakest first."""

    basis: StatisticsBasis
    controls: list[ControlFigures]


@strawberry.type
class ExclusionReason:
    """In how many submissions a control does not apply for the same reason, word by word."""

    control_id: strawberry.ID
    label: str | None
    title: str
    reason: str
    submissions: int


@strawberry.type
class ExclusionFigure:
    """A control that an operator says does not apply to a part, with its reason."""

    control_id: strawberry.ID
    label: str | None
    title: str
    part: str
    reason: str
    submission_id: strawberry.ID
    operator_name: str
    submission_title: str
    period_until: date


@strawberry.type
class ExclusionFigureEdge:
    """One entry of a page."""

    cursor: str
    node: ExclusionFigure


@strawberry.type
class NotApplicableFigures:
    """Controls that do not apply, and why: `reasons` are the 50 given most often, `edges` all."""

    basis: StatisticsBasis
    controls: list[ControlFigures]
    reasons: list[ExclusionReason]
    edges: list[ExclusionFigureEdge]
    page_info: PageInfo


@strawberry.type
class YearFigure:
    """One year: the tally counts controls of all submissions, or submissions by the one control
    that was asked for."""

    year: int
    submissions: int
    operators: int
    tally: OutcomeTally


@strawberry.type
class EvolutionFigures:
    """The years: of everybody, and of those operators alone that are there in every one of them."""

    basis: StatisticsBasis
    everybody: list[YearFigure]
    same_operators: list[YearFigure]


@strawberry.type
class CostTally:
    """Late measures of a cost class."""

    cost_class: str
    measures: int


@strawberry.type
class LateMeasure:
    """A sealed measure whose day has passed and that is not known to be done."""

    control_id: strawberry.ID
    label: str | None
    title: str
    part: str
    what: str
    who: str
    until: date
    days_late: int
    cost_class: str
    state: str
    submission_id: strawberry.ID
    operator_name: str
    submission_title: str


@strawberry.type
class LateMeasureEdge:
    """One entry of a page."""

    cursor: str
    node: LateMeasure


@strawberry.type
class LateMeasures:
    """Measures past their day on `on`, those that are late longest first."""

    basis: StatisticsBasis
    on: date
    measures: int
    submissions: int
    costs: list[CostTally]
    edges: list[LateMeasureEdge]
    page_info: PageInfo


@strawberry.type
class LateCase:
    """An operator that owes an answer whose day has passed."""

    operator_id: strawberry.ID
    operator_name: str
    country: str
    subsector: str
    state: CaseState
    due_on: date
    days_late: int
    reminded_on: date | None
    request_id: strawberry.ID
    request_title: str


@strawberry.type
class LateCaseEdge:
    """One entry of a page."""

    cursor: str
    node: LateCase


@strawberry.type
class RequestPunctuality:
    """Of the cases of a request: how many are late now, and how many were submitted late."""

    request_id: strawberry.ID
    title: str
    due_on: date
    cases: int
    late: int
    submitted_late: int


@strawberry.type
class LateCases:
    """Cases past their day on `on`, those that are late longest first."""

    on: date
    late: int
    requests: list[RequestPunctuality]
    edges: list[LateCaseEdge]
    page_info: PageInfo


@strawberry.type
class StatisticsChoice:
    """Something to narrow by, with how many submissions it leaves."""

    id: strawberry.ID
    title: str
    submissions: int


@strawberry.type
class StatisticsChoices:
    """What the submissions addressed to the caller's authority can be narrowed by."""

    requests: list[StatisticsChoice]
    profiles: list[StatisticsChoice]
    years: list[StatisticsChoice]
    countries: list[StatisticsChoice]
    subsectors: list[StatisticsChoice]


def basis_of(basis: values.Basis) -> StatisticsBasis:
    """The GraphQL value of a basis."""
    return StatisticsBasis(
        submissions=basis.submissions,
        operators=basis.operators,
        imported=basis.imported,
        period_from=basis.period_from,
        period_until=basis.period_until,
        submitted_from=basis.submitted_from,
        submitted_until=basis.submitted_until,
        profiles=[
            StatisticsProfile(
                id=strawberry.ID(one.id),
                version=one.version,
                title=one.title,
                submissions=one.submissions,
            )
            for one in basis.profiles
        ],
        self_declared=True,
    )


def tally_of(tally: values.Tally) -> OutcomeTally:
    """The GraphQL value of a tally."""
    return OutcomeTally(
        met=tally.met,
        below=tally.below,
        not_applicable=tally.not_applicable,
        open=tally.open,
        assessed=tally.assessed,
    )


def _levels(levels: Iterable[values.LevelCount]) -> list[LevelTally]:
    return [
        LevelTally(level=one.level, name=one.name, submissions=one.submissions) for one in levels
    ]


def control_of(one: values.ControlDistribution) -> ControlFigures:
    """The GraphQL value of a control's distribution."""
    return ControlFigures(
        control_id=strawberry.ID(one.heading.id),
        label=one.heading.label,
        title=one.heading.title,
        group_id=strawberry.ID(one.group.id),
        group_title=one.group.title,
        tally=tally_of(one.tally),
        levels=_levels(one.levels),
    )


def group_of(one: values.GroupDistribution) -> GroupFigures:
    """The GraphQL value of a group's distribution."""
    return GroupFigures(
        group_id=strawberry.ID(one.heading.id),
        label=one.heading.label,
        title=one.heading.title,
        tally=tally_of(one.tally),
        levels=_levels(one.levels),
        controls=[control_of(control) for control in one.controls],
    )


def year_of(one: values.YearTally) -> YearFigure:
    """The GraphQL value of a year."""
    return YearFigure(
        year=one.year,
        submissions=one.submissions,
        operators=one.operators,
        tally=tally_of(one.tally),
    )


def reason_of(one: values.ReasonCount, names: Names) -> ExclusionReason:
    """The GraphQL value of a counted reason."""
    _, heading = names.control(one.control_id)
    return ExclusionReason(
        control_id=strawberry.ID(one.control_id),
        label=heading.label,
        title=heading.title,
        reason=one.reason,
        submissions=one.submissions,
    )


def exclusion_of(one: values.Exclusion, names: Names) -> ExclusionFigure:
    """The GraphQL value of an exclusion."""
    _, heading = names.control(one.control_id)
    return ExclusionFigure(
        control_id=strawberry.ID(one.control_id),
        label=heading.label,
        title=heading.title,
        part=one.part,
        reason=one.reason,
        submission_id=strawberry.ID(one.submission_id),
        operator_name=one.operator_name,
        submission_title=one.title,
        period_until=one.period_until,
    )


def measure_of(one: values.LateMeasure, names: Names, on: date) -> LateMeasure:
    """The GraphQL value of a late measure."""
    _, heading = names.control(one.control_id)
    return LateMeasure(
        control_id=strawberry.ID(one.control_id),
        label=heading.label,
        title=heading.title,
        part=one.part,
        what=one.what,
        who=one.who,
        until=one.until,
        days_late=(on - one.until).days,
        cost_class=one.cost_class,
        state=one.state,
        submission_id=strawberry.ID(one.submission_id),
        operator_name=one.operator_name,
        submission_title=one.title,
    )


def case_of(one: values.LateCase, on: date) -> LateCase:
    """The GraphQL value of a late case."""
    return LateCase(
        operator_id=strawberry.ID(one.operator_id),
        operator_name=one.operator_name,
        country=one.country,
        subsector=one.subsector,
        state=CaseState(one.state),
        due_on=one.due_on,
        days_late=(on - one.due_on).days,
        reminded_on=one.reminded_on,
        request_id=strawberry.ID(one.request_id),
        request_title=one.request_title,
    )


def punctuality_of(one: values.LateCount) -> RequestPunctuality:
    """The GraphQL value of how punctual a request is answered."""
    return RequestPunctuality(
        request_id=strawberry.ID(one.request_id),
        title=one.title,
        due_on=one.due_on,
        cases=one.cases,
        late=one.late,
        submitted_late=one.submitted_late,
    )


def choices_of(found: values.Choices) -> StatisticsChoices:
    """The GraphQL value of the choices."""

    def each(choices: Iterable[values.Choice]) -> list[StatisticsChoice]:
        return [
            StatisticsChoice(id=strawberry.ID(one.id), title=one.title, submissions=one.submissions)
            for one in choices
        ]

    return StatisticsChoices(
        requests=each(found.requests),
        profiles=each(found.profiles),
        years=each(found.years),
        countries=each(found.countries),
        subsectors=each(found.subsectors),
    )
