"""All queries of operators.

An operator is visible to its members and to the authorities that are competent for its country,
regime and subsector; the latter need its details to keep their register and to judge its status.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from tortoise.expressions import Q

from nisassess.access import Actor, Permission
from nisassess.identity import repository as identity
from nisassess.identity.models import Organisation
from nisassess.identity.types import OrganisationKind
from nisassess.kit.pagination import PageRequest
from nisassess.operators.models import Operator
from nisassess.operators.policy import fields_of_competence
from nisassess.operators.types import (
    Classification,
    CompetentFilter,
    Linkage,
    LinkedEnterprise,
    OperatorDetails,
    OperatorFilter,
    OperatorRow,
    YearFigures,
)
from nisassess.sdk import Regime

_COLUMNS = (
    "id",
    "version",
    "name",
    "country",
    "countries",
    "entity_type",
    "sector",
    "subsector",
    "regime",
    "figures",
    "linked_enterprises",
    "special_cases",
    "services",
    "contact_email",
    "updated_at",
    "organisation__kind",
)


async def operator(actor: Actor, operator_id: str) -> OperatorRow | None:
    """One operator that the actor may see."""
    rows = await Operator.filter(await _visible(actor), id=operator_id).limit(1).values(*_COLUMNS)
    return _row(rows[0]) if rows else None


async def operators(
    actor: Actor, narrowed: OperatorFilter, request: PageRequest
) -> tuple[OperatorRow, ...]:
    """Operators that the actor may see, newest first; one more than the page holds."""
    query = Operator.filter(await _visible(actor))
    if narrowed.country is not None:
        query = query.filter(country=narrowed.country)
    if narrowed.subsector is not None:
        query = query.filter(subsector=narrowed.subsector)
    if narrowed.search:
        query = query.filter(name__icontains=narrowed.search)
    if request.after is not None:
        query = query.filter(id__lt=str(request.after[0]))
    rows = await query.order_by("-id").limit(request.first + 1).values(*_COLUMNS)
    return tuple(_row(row) for row in rows)


async def within(
    actor: Actor, authority_id: str, narrowed: CompetentFilter, after: str, most: int
) -> tuple[OperatorRow, ...]:
    """Operators within the competence of one authority of the actor's, oldest first."""
    if not actor.may(Permission.REGISTER_READ, authority_id):
        return ()
    given = {
        name: getattr(narrowed, name)
        for name in ("country", "sector", "subsector", "entity_type", "regime")
        if getattr(narrowed, name) is not None
    }
    query = Operator.filter(await _competent((authority_id,)), id__gt=after, **given)
    if narrowed.ids is not None:
        query = query.filter(id__in=list(narrowed.ids))
    if narrowed.names is not None:
        query = query.filter(name__in=list(narrowed.names))
    rows = await query.order_by("id").limit(most).values(*_COLUMNS)
    return tuple(_row(row) for row in rows)


async def known(operator_ids: Iterable[str]) -> tuple[OperatorRow, ...]:
    """Some operators, for work in the background that was allowed when it was begun."""
    rows = await Operator.filter(id__in=list(operator_ids)).values(*_COLUMNS)
    return tuple(_row(row) for row in rows)


async def _visible(actor: Actor) -> Q:
    seen = Q(id__in=actor.organisations(Permission.OPERATOR_READ))
    authorities = actor.organisations(Permission.REGISTER_READ)
    return seen | await _competent(authorities) if authorities else seen


async def _competent(authorities: tuple[str, ...]) -> Q:
    """What is within the competence of some authorities; nothing without one."""
    seen = Q(id__in=[])
    fields = fields_of_competence(await identity.competences(authorities))
    # What another authority imported is its own business: not even the name is told.
    known = Q(imported_by=None) | Q(imported_by__in=authorities)
    for (country, regime), subsectors in fields.items():
        field = Q(country=country, regime=regime) & known
        seen |= field if subsectors is None else field & Q(subsector__in=sorted(subsectors))
    return seen


async def replace_details(
    actor: Actor,
    operator_id: str,
    expected_version: int,
    values: tuple[OperatorDetails, Classification],
    at: datetime,
) -> bool:
    """Replace the details if they still have the version; False otherwise.

    The organisation keeps the same name and country.
    """
    details, classification = values
    if not actor.may(Permission.OPERATOR_UPDATE, operator_id):
        return False
    changed = await Operator.filter(id=operator_id, version=expected_version).update(
        **_stored(details, classification), version=expected_version + 1, updated_at=at
    )
    if changed:
        await Organisation.filter(id=operator_id).update(name=details.name, country=details.country)
    return bool(changed)


async def keep_foreign(
    operator_id: str,
    details: OperatorDetails,
    classification: Classification,
    at: datetime,
    authority_id: str,
) -> None:
    """Keep what was sealed elsewhere of an operator, for the authority that imports it."""
    foreign = OrganisationKind.FOREIGN_OPERATOR
    rows = await Operator.filter(id=operator_id).values("version", "organisation__kind")
    if not rows:
        await add_operator(
            operator_id, details, classification, at, kind=foreign, imported_by=authority_id
        )
    elif rows[0]["organisation__kind"] == foreign:
        await Operator.filter(id=operator_id).update(
            **_stored(details, classification), version=rows[0]["version"] + 1, updated_at=at
        )
        await Organisation.filter(id=operator_id).update(name=details.name, country=details.country)


async def add_operator(
    operator_id: str,
    details: OperatorDetails,
    classification: Classification,
    at: datetime,
    *,
    kind: OrganisationKind = OrganisationKind.OPERATOR,
    imported_by: str | None = None,
) -> None:
    """Add an operator with its organisation; for the administration of the installation only."""
    await identity.add_organisation(
        id=operator_id,
        kind=kind.value,
        name=details.name,
        country=details.country,
        created_at=at,
    )
    await Operator.create(
        id=operator_id,
        organisation_id=operator_id,
        version=1,
        updated_at=at,
        imported_by=imported_by,
        **_stored(details, classification),
    )


def _stored(details: OperatorDetails, classification: Classification) -> dict[str, Any]:
    return {
        "name": details.name,
        "country": details.country,
        "countries": list(details.countries),
        "entity_type": details.entity_type,
        "sector": classification.sector,
        "subsector": classification.subsector,
        "regime": classification.regime.value if classification.regime else None,
        "figures": [asdict(one) for one in details.figures],
        "linked_enterprises": [
            {**asdict(one), "linkage": one.linkage.value} for one in details.linked_enterprises
        ],
        "special_cases": list(details.special_cases),
        "services": list(details.services),
        "contact_email": details.contact_email,
    }


def _row(row: dict[str, Any]) -> OperatorRow:
    details = OperatorDetails(
        name=row["name"],
        country=row["country"],
        countries=tuple(row["countries"]),
        entity_type=row["entity_type"],
        figures=tuple(YearFigures(**one) for one in row["figures"]),
        linked_enterprises=tuple(
            LinkedEnterprise(**{**one, "linkage": Linkage(one["linkage"])})
            for one in row["linked_enterprises"]
        ),
        special_cases=tuple(row["special_cases"]),
        services=tuple(row["services"]),
        contact_email=row["contact_email"],
    )
    regime = Regime(row["regime"]) if row["regime"] else None
    classification = Classification(row["sector"], row["subsector"], regime)
    return OperatorRow(
        row["id"],
        row["version"],
        details,
        classification,
        row["updated_at"],
        imported=row["organisation__kind"] == OrganisationKind.FOREIGN_OPERATOR,
    )
