"""GraphQL types of operators and how rows become them."""

from collections.abc import Iterable, Mapping

import strawberry

from nisassess.kit.connections import PageInfo
from nisassess.kit.pagination import Page
from nisassess.operators.types import Linkage, OperatorRow
from nisassess.operators.types import LinkedEnterprise as LinkedEnterpriseValue
from nisassess.plugins import EntityTypeFacts
from nisassess.sdk import Regime

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
    imported: bool = strawberry.field(
        description="Known from a submission that another installation sealed; nobody here is a "
        "member, and the details are those that were sealed last."
    )


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
        imported=row.imported,
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


def connection_of(page: Page[OperatorRow]) -> OperatorConnection:
    """The GraphQL value of a page."""
    edges = [
        OperatorEdge(cursor=cursor, node=operator_of(row))
        for row, cursor in zip(page.rows, page.cursors, strict=True)
    ]
    return OperatorConnection(edges=edges, page_info=PageInfo.of(page))


def sector_tree(kinds: Iterable[EntityTypeFacts], titles: Mapping[str, str]) -> list[SectorInfo]:
    """Entity types under their sectors and subsectors, in the order in which they come.

    `titles` has those of another language by id.
    """
    sectors: dict[str, SectorInfo] = {}
    subsectors: dict[tuple[str, str], SubsectorInfo] = {}
    for kind in kinds:
        sector = sectors.setdefault(
            kind.sector,
            SectorInfo(
                id=strawberry.ID(kind.sector),
                title=titles.get(kind.sector, kind.sector_title),
                annex=kind.annex,
                subsectors=[],
            ),
        )
        key = (kind.sector, kind.subsector)
        if key not in subsectors:
            subsectors[key] = SubsectorInfo(
                id=strawberry.ID(kind.subsector),
                title=titles.get(kind.subsector, kind.subsector_title),
                entity_types=[],
            )
            sector.subsectors.append(subsectors[key])
        subsectors[key].entity_types.append(
            EntityTypeInfo(
                id=strawberry.ID(kind.id),
                title=titles.get(kind.id, kind.title),
                regime=kind.regime,
                citation=kind.citation,
            )
        )
    return list(sectors.values())
