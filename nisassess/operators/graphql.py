"""GraphQL of operators: details, sectors and entity types, special cases."""

from typing import Annotated, TypeVar

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.kit.database import Database
from nisassess.kit.problems import NotFoundProblem, Problem, ValidationProblem
from nisassess.operators import service
from nisassess.operators.graphql_types import (
    Operator,
    OperatorConnection,
    SectorInfo,
    SpecialCase,
    connection_of,
    operator_of,
    sector_tree,
)
from nisassess.operators.law import status_law
from nisassess.operators.types import (
    Linkage,
    LinkedEnterprise,
    OperatorChange,
    OperatorDetails,
    OperatorWatch,
    YearFigures,
)
from nisassess.operators.types import OperatorFilter as OperatorFilterValue
from nisassess.plugins import PluginRegistry
from nisassess.sdk.taxonomy import TAXONOMY
from nisassess.sdk.taxonomy.titles import taxonomy_texts


@strawberry.input
class OperatorFilter:
    """Narrows a list of operators."""

    country: str | None = strawberry.UNSET
    subsector: str | None = strawberry.UNSET
    search: str | None = strawberry.UNSET


@strawberry.input
class YearFiguresInput:
    """One closed year."""

    year: int
    headcount: int | None = strawberry.UNSET
    turnover: float | None = strawberry.UNSET
    balance_sheet: float | None = strawberry.UNSET


@strawberry.input
class LinkedEnterpriseInput:
    """A partner or linked enterprise."""

    name: str
    linkage: Linkage
    share: float | None = strawberry.UNSET
    headcount: int | None = strawberry.UNSET
    turnover: float | None = strawberry.UNSET
    balance_sheet: float | None = strawberry.UNSET


@strawberry.input
class UpdateOperatorInput:
    """The whole form; what is left out is emptied."""

    id: strawberry.ID
    expected_version: int
    name: str
    country: str
    countries: list[str]
    entity_type: str | None = strawberry.UNSET
    figures: list[YearFiguresInput]
    linked_enterprises: list[LinkedEnterpriseInput]
    special_cases: list[str]
    services: list[str]
    contact_email: str | None = strawberry.UNSET


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


T = TypeVar("T")


def _value(given: T | None) -> T | None:
    """None also for what the caller left out."""
    return None if given is strawberry.UNSET else given


def _details(given: UpdateOperatorInput) -> OperatorDetails:
    return OperatorDetails(
        name=given.name,
        country=given.country,
        countries=tuple(given.countries),
        entity_type=_value(given.entity_type),
        figures=tuple(YearFigures(one.year, *_accounts(one)) for one in given.figures),
        linked_enterprises=tuple(
            LinkedEnterprise(one.name, one.linkage, _value(one.share), *_accounts(one))
            for one in given.linked_enterprises
        ),
        special_cases=tuple(given.special_cases),
        services=tuple(given.services),
        contact_email=_value(given.contact_email),
    )


def _accounts(
    given: YearFiguresInput | LinkedEnterpriseInput,
) -> tuple[int | None, float | None, float | None]:
    return _value(given.headcount), _value(given.turnover), _value(given.balance_sheet)


def _narrowed(given: OperatorFilter | None) -> OperatorFilterValue:
    if not given:
        return OperatorFilterValue()
    return OperatorFilterValue(_value(given.country), _value(given.subsector), _value(given.search))


def _titles(registry: PluginRegistry, language: str | None) -> dict[str, str]:
    """Titles by id: of the taxonomy, and of sectors and entity types of plugins."""
    found = dict(taxonomy_texts(language).titles)
    for sector in registry.sectors:
        texts = sector.translations.get(language or "")
        if texts is not None:
            found.update(texts.entity_types)
            if texts.title:
                found.setdefault(sector.id, texts.title)
    return found


@strawberry.type
class Query:
    """Operators and what can be said of them."""

    @access.field(requires=Permission.SESSION_USE)
    async def sectors(self, info: Info, language: str | None = None) -> list[SectorInfo]:
        """Sectors with their subsectors and entity types, titles in a language as far as known."""
        registry = info.context.get(PluginRegistry)
        return sector_tree(registry.entity_types.values(), _titles(registry, language))

    @access.field(requires=Permission.SESSION_USE)
    async def special_cases(self, info: Info, language: str | None = None) -> list[SpecialCase]:
        """Special cases of NIS2's scope, in a language as far as known."""
        citations = status_law().cases
        translated = taxonomy_texts(language).special_cases
        return [
            SpecialCase(
                id=strawberry.ID(case.id),
                title=found.title,
                explanation=found.explanation,
                citation=citations[case.id],
            )
            for case in TAXONOMY.special_cases
            for found in [translated.get(case.id, case)]
        ]

    @access.field(requires=Permission.SESSION_USE)
    async def operators(
        self,
        info: Info,
        first: int,
        after: str | None = strawberry.UNSET,
        filter: OperatorFilter | None = strawberry.UNSET,
    ) -> OperatorConnection:
        context = info.context
        page = await service.operators(
            context.actor, context.get(PluginRegistry), _narrowed(filter), first, _value(after)
        )
        return connection_of(page)

    @access.field(requires=Permission.SESSION_USE)
    async def operator(self, info: Info, id: strawberry.ID) -> Operator | None:
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
        input: UpdateOperatorInput,
    ) -> UpdateOperatorResult | None:
        context = info.context
        row = await service.update_operator(
            context.get(Database),
            context.actor,
            context.get(PluginRegistry),
            OperatorChange(input.id, input.expected_version, _details(input)),
            context.get(OperatorWatch),
        )
        return OperatorUpdated(operator=operator_of(row))
