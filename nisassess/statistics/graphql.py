"""GraphQL of statistics: the questions that authorities really ask."""

from dataclasses import replace

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.kit.connections import PageInfo
from nisassess.kit.pagination import page_request
from nisassess.statistics import service
from nisassess.statistics.graphql_types import (
    CostTally,
    EvolutionFigures,
    ExclusionFigureEdge,
    LateCaseEdge,
    LateCases,
    LateMeasureEdge,
    LateMeasures,
    NotApplicableFigures,
    OutcomeDistribution,
    StatisticsChoices,
    WeakestControls,
    basis_of,
    case_of,
    choices_of,
    control_of,
    exclusion_of,
    group_of,
    measure_of,
    punctuality_of,
    reason_of,
    year_of,
)
from nisassess.statistics.types import StatisticsFilter as Narrowed


@strawberry.input
class StatisticsFilter:
    """Which submissions are counted; `year`: the one in which the assessed period ends."""

    profile_id: strawberry.ID | None = None
    year: int | None = None
    country: str | None = None
    sector: str | None = None
    subsector: str | None = None
    request_id: strawberry.ID | None = None


def _narrowed(given: StatisticsFilter | None) -> Narrowed:
    return Narrowed(**vars(given)) if given else Narrowed()


@strawberry.type
class Query:
    """Figures across submissions; each number says what it rests on."""

    @access.field(requires=Permission.STATISTICS_READ)
    async def outcome_distribution(
        self, info: Info, filter: StatisticsFilter | None = None, language: str | None = None
    ) -> OutcomeDistribution | None:
        """How submissions come out, group by group and control by control, in counts."""
        found = await service.distributed(info.context.actor, _narrowed(filter), language)
        return OutcomeDistribution(
            basis=basis_of(found.basis), groups=[group_of(one) for one in found.groups]
        )

    @access.field(requires=Permission.STATISTICS_READ)
    async def weakest_controls(
        self,
        info: Info,
        first: int,
        filter: StatisticsFilter | None = None,
        language: str | None = None,
    ) -> WeakestControls | None:
        """Controls that the largest share of those they apply to miss, the weakest first."""
        most = page_request(first, None, 1).first
        found = await service.weakest_controls(
            info.context.actor, _narrowed(filter), most, language
        )
        return WeakestControls(
            basis=basis_of(found.basis), controls=[control_of(one) for one in found.controls]
        )

    @access.field(requires=Permission.STATISTICS_READ)
    async def not_applicable_figures(
        self,
        info: Info,
        first: int,
        after: str | None = None,
        filter: StatisticsFilter | None = None,
        *,
        control_id: strawberry.ID | None = None,
        language: str | None = None,
    ) -> NotApplicableFigures | None:
        """Controls that operators say do not apply, with the reasons that they gave."""
        found = await service.not_applicable(
            info.context.actor,
            _narrowed(filter),
            control_id,
            page_request(first, after, 2),
            language,
        )
        return NotApplicableFigures(
            basis=basis_of(found.basis),
            controls=[control_of(one) for one in found.controls],
            reasons=[reason_of(one, found.names) for one in found.reasons],
            edges=[
                ExclusionFigureEdge(cursor=cursor, node=exclusion_of(row, found.names))
                for row, cursor in zip(found.page.rows, found.page.cursors, strict=True)
            ],
            page_info=PageInfo.of(found.page),
        )

    @access.field(requires=Permission.STATISTICS_READ)
    async def evolution(
        self,
        info: Info,
        profile_id: strawberry.ID,
        filter: StatisticsFilter | None = None,
        control_id: strawberry.ID | None = None,
    ) -> EvolutionFigures | None:
        """One profile's outcomes from year to year, in all its versions; `controlId`: of one
        control alone."""
        narrowed = _narrowed(filter)
        found = await service.evolved(
            info.context.actor, _of_profile(narrowed, profile_id), control_id
        )
        return EvolutionFigures(
            basis=basis_of(found.basis),
            everybody=[year_of(one) for one in found.evolution.everybody],
            same_operators=[year_of(one) for one in found.evolution.steady],
        )

    @access.field(requires=Permission.STATISTICS_READ)
    async def late_measures(
        self,
        info: Info,
        first: int,
        after: str | None = None,
        filter: StatisticsFilter | None = None,
        language: str | None = None,
    ) -> LateMeasures | None:
        """Sealed measures whose day has passed and that are not known to be done."""
        found = await service.late(
            info.context.actor, _narrowed(filter), page_request(first, after, 2), language
        )
        return LateMeasures(
            basis=basis_of(found.basis),
            on=found.on,
            measures=sum(one.measures for one in found.costs),
            submissions=found.submissions,
            costs=[
                CostTally(cost_class=one.cost_class, measures=one.measures) for one in found.costs
            ],
            edges=[
                LateMeasureEdge(cursor=cursor, node=measure_of(row, found.names, found.on))
                for row, cursor in zip(found.page.rows, found.page.cursors, strict=True)
            ],
            page_info=PageInfo.of(found.page),
        )

    @access.field(requires=Permission.STATISTICS_READ)
    async def late_cases(
        self,
        info: Info,
        first: int,
        after: str | None = None,
        filter: StatisticsFilter | None = None,
    ) -> LateCases | None:
        """Operators that owe an answer to a request whose day has passed; the filter's year does
        not count here."""
        found = await service.late_cases(
            info.context.actor, _narrowed(filter), page_request(first, after, 2)
        )
        return LateCases(
            on=found.on,
            late=found.late,
            requests=[punctuality_of(one) for one in found.counts],
            edges=[
                LateCaseEdge(cursor=cursor, node=case_of(row, found.on))
                for row, cursor in zip(found.page.rows, found.page.cursors, strict=True)
            ],
            page_info=PageInfo.of(found.page),
        )

    @access.field(requires=Permission.STATISTICS_READ)
    async def statistics_choices(self, info: Info) -> StatisticsChoices | None:
        """What there is to narrow by."""
        return choices_of(await service.choices(info.context.actor))


def _of_profile(narrowed: Narrowed, profile_id: str) -> Narrowed:
    return replace(narrowed, profile_id=profile_id)
