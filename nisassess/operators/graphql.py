"""GraphQL of operators: details, sectors and entity types, special cases."""

from typing import Annotated

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.kit.connections import PageInfo
from nisassess.kit.database import Database
from nisassess.kit.pagination import Page
from nisassess.kit.problems import NotFoundProblem, Problem, ValidationProblem
from nisassess.operators import service
from nisassess.operators.law import status_law
from nisassess.operators.types import (
    Linkage,
    OperatorChange,
    OperatorDetails,
    OperatorRow,
)
from nisassess.operators.types import LinkedEnterprise as LinkedEnterpriseValue
from nisassess.operators.types import OperatorFilter as OperatorFilterValue
from nisassess.operators.types import YearFigures as YearFiguresValue
from nisassess.plugins import EntityTypeFacts, PluginRegistry
from nisassess.sdk import Regime
from nisassess.sdk.taxonomy import TAXONOMY

strawberry.enum(Regime)
strawberry.enum(Linkage)


@strawberry.type
class YearFigures:
    """One closed year: staff in annual work units, amounts in EUR."""

    year: int
    headcount: int | None
    turnover: float | None
    balance_sheet: float | None


@strawberry.type
class LinkedEnterprise:
    """A partner or linked enterprise; `share` in per cent, amounts in EUR."""

    name: str
    linkage: Linkage
    share: float | None
    headcount: int | None
    turnover: float | None
    balance_sheet: float | None


@strawberry.type
class Operator:
    """An operator's details; `headcount` is that of the newest closed year."""

    id: strawberry.ID
    version: int
    name: str
    country: str
    countries: list[str] = strawberry.field(
        description="Further Member States where services are provided, ISO 3166-1 alpha-2."
    )
    entity_type: str | None
    entity_type_title: str | None
    sector: str | None
    subsector: str | None
    subsector_title: str | None
    regime: Regime | None
    headcount: int | None
    figures: list[YearFigures] = strawberry.field(
        description="Two closed years, newest first; EUR."
    )
    linked_enterprises: list[LinkedEnterprise]
    special_cases: list[str]
    services: list[str]
    contact_email: str | None


@strawberry.type
class OperatorEdge:
    """One entry of a page."""

    cursor: str
    node: Operator


@strawberry.type
class OperatorConnection:
    """A page of operators."""

    edges: list[OperatorEdge]
    page_info: PageInfo


@strawberry.type
class EntityTypeInfo:
    """A kind of entity that a regime addresses."""

    id: strawberry.ID
    title: str
    regime: Regime
    citation: str


@strawberry.type
class SubsectorInfo:
    """A subsector; a sector without any has one that carries its own id."""

    id: strawberry.ID
    title: str
    entity_types: list[EntityTypeInfo]


@strawberry.type
class SectorInfo:
    """A sector of Annex I or II, or of a plugin (`annex` null)."""

    id: strawberry.ID
    title: str
    annex: str | None
    subsectors: list[SubsectorInfo]


@strawberry.type
class SpecialCase:
    """A fact that decides the status whatever the size."""

    id: strawberry.ID
    title: str
    explanation: str
    citation: str


@strawberry.input
class OperatorFilter:
    """Narrows a list of operators."""

    country: str | None = None
    subsector: str | None = None
    search: str | None = None


@strawberry.input
class YearFiguresInput:
    """One closed year."""

    year: int
    headcount: int | None = None
    turnover: float | None = None
    balance_sheet: float | None = None


@strawberry.input
class LinkedEnterpriseInput:
    """A partner or linked enterprise."""

    name: str
    linkage: Linkage
    share: float | None = None
    headcount: int | None = None
    turnover: float | None = None
    balance_sheet: float | None = None


@strawberry.input
class UpdateOperatorInput:
    """The whole form; what is left out is emptied."""

    id: strawberry.ID
    expected_version: int
    name: str
    country: str
    countries: list[str]
    entity_type: str | None = None
    figures: list[YearFiguresInput]
    linked_enterprises: list[LinkedEnterpriseInput]
    special_cases: list[str]
    services: list[str]
    contact_email: str | None = None


@strawberry.type
class OperatorUpdated:
    """Saved."""

    operator: Operator


@strawberry.type
class OperatorConflict(Problem):
    """Somebody else saved in between; nothing was overwritten."""

    current: Operator


UpdateOperatorResult = Annotated[
    OperatorUpdated | OperatorConflict | ValidationProblem | NotFoundProblem,
    strawberry.union("UpdateOperatorResult"),
]


def operator_of(row: OperatorRow) -> Operator:
    """The GraphQL value of a row that has its titles."""
    details, place = row.details, row.classification
    return Operator(
        id=strawberry.ID(row.id),
        version=row.version,
        name=details.name,
        country=details.country,
        countries=list(details.countries),
        entity_type=details.entity_type,
        entity_type_title=row.entity_type_title,
        sector=place.sector,
        subsector=place.subsector,
        subsector_title=row.subsector_title,
        regime=place.regime,
        headcount=details.figures[0].headcount if details.figures else None,
        figures=[
            YearFigures(
                year=one.year,
                headcount=one.headcount,
                turnover=one.turnover,
                balance_sheet=one.balance_sheet,
            )
            for one in details.figures
        ],
        linked_enterprises=[_enterprise(one) for one in details.linked_enterprises],
        special_cases=list(details.special_cases),
        services=list(details.services),
        contact_email=details.contact_email,
    )


def _enterprise(one: LinkedEnterpriseValue) -> LinkedEnterprise:
    return LinkedEnterprise(
        name=one.name,
        linkage=one.linkage,
        share=one.share,
        headcount=one.headcount,
        turnover=one.turnover,
        balance_sheet=one.balance_sheet,
    )


def _details(given: UpdateOperatorInput) -> OperatorDetails:
    return OperatorDetails(
        name=given.name,
        country=given.country,
        countries=tuple(given.countries),
        entity_type=given.entity_type,
        figures=tuple(
            YearFiguresValue(one.year, one.headcount, one.turnover, one.balance_sheet)
            for one in given.figures
        ),
        linked_enterprises=tuple(
            LinkedEnterpriseValue(
                one.name, one.linkage, one.share, one.headcount, one.turnover, one.balance_sheet
            )
            for one in given.linked_enterprises
        ),
        special_cases=tuple(given.special_cases),
        services=tuple(given.services),
        contact_email=given.contact_email,
    )


def _connection(page: Page[OperatorRow]) -> OperatorConnection:
    edges = [
        OperatorEdge(cursor=cursor, node=operator_of(row))
        for row, cursor in zip(page.rows, page.cursors, strict=True)
    ]
    return OperatorConnection(edges=edges, page_info=PageInfo.of(page))


def _sector_tree(kinds: list[EntityTypeFacts]) -> list[SectorInfo]:
    sectors: dict[str, SectorInfo] = {}
    subsectors: dict[tuple[str, str], SubsectorInfo] = {}
    for kind in kinds:
        sector = sectors.setdefault(
            kind.sector,
            SectorInfo(
                id=strawberry.ID(kind.sector),
                title=kind.sector_title,
                annex=kind.annex,
                subsectors=[],
            ),
        )
        key = (kind.sector, kind.subsector)
        if key not in subsectors:
            subsectors[key] = SubsectorInfo(
                id=strawberry.ID(kind.subsector), title=kind.subsector_title, entity_types=[]
            )
            sector.subsectors.append(subsectors[key])
        subsectors[key].entity_types.append(
            EntityTypeInfo(
                id=strawberry.ID(kind.id),
                title=kind.title,
                regime=kind.regime,
                citation=kind.citation,
            )
        )
    return list(sectors.values())


@strawberry.type
class Query:
    """Operators and what can be said of them."""

    @access.field(requires=Permission.SESSION_USE)
    async def sectors(self, info: Info) -> list[SectorInfo]:
        return _sector_tree(list(info.context.get(PluginRegistry).entity_types.values()))

    @access.field(requires=Permission.SESSION_USE)
    async def special_cases(self, info: Info) -> list[SpecialCase]:
        citations = status_law().cases
        return [
            SpecialCase(
                id=strawberry.ID(case.id),
                title=case.title,
                explanation=case.explanation,
                citation=citations[case.id],
            )
            for case in TAXONOMY.special_cases
        ]

    @access.field(requires=Permission.SESSION_USE)
    async def operators(
        self,
        info: Info,
        first: int,
        after: str | None = None,
        filter: OperatorFilter | None = None,  # noqa: A002 - the argument's name in the schema
    ) -> OperatorConnection:
        context = info.context
        narrowed = (
            OperatorFilterValue(filter.country, filter.subsector, filter.search)
            if filter
            else OperatorFilterValue()
        )
        page = await service.operators(
            context.actor, context.get(PluginRegistry), narrowed, first, after
        )
        return _connection(page)

    @access.field(requires=Permission.SESSION_USE)
    async def operator(self, info: Info, id: strawberry.ID) -> Operator | None:  # noqa: A002
        context = info.context
        row = await service.operator(context.actor, context.get(PluginRegistry), id)
        return operator_of(row) if row else None


@strawberry.type
class Mutation:
    """Changes of operators."""

    @access.mutation(
        requires=Permission.OPERATOR_UPDATE,
        conflict=lambda error: OperatorConflict(
            message=str(error), current=operator_of(error.current)
        ),
    )
    async def update_operator(
        self,
        info: Info,
        input: UpdateOperatorInput,  # noqa: A002
    ) -> UpdateOperatorResult:
        context = info.context
        row = await service.update_operator(
            context.get(Database),
            context.actor,
            context.get(PluginRegistry),
            OperatorChange(input.id, input.expected_version, _details(input)),
        )
        return OperatorUpdated(operator=operator_of(row))
