"""Operators, authorities and their people for the tests of operators and supervision."""

from dataclasses import dataclass, replace
from typing import Any

from tortoise import connections

from nisassess.access import Actor, ActorKind, Grant, Role
from nisassess.identity import repository as identity
from nisassess.identity import service as identity_service
from nisassess.identity.types import OrganisationKind
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.ids import new_id
from nisassess.operators import service
from nisassess.operators.types import OperatorDetails, YearFigures
from nisassess.plugins import EntityTypeFacts, PluginRegistry
from nisassess.plugins.registry import register
from nisassess.sdk import Regime

GRID = "energy.electricity.distribution-system-operator"
BANK = "banking.credit-institution"
DEVICES = "manufacturing.medical-devices.device-manufacturer"
INSURER = "finance.insurance-undertaking"

_INSURER = EntityTypeFacts(
    id=INSURER,
    title="Insurance or reinsurance undertaking",
    regime=Regime.DORA,
    sector="finance",
    sector_title="Finance",
    subsector="finance",
    subsector_title="Finance",
    annex=None,
    size_rule=None,
    citation="DORA Art. 2(1)(n)",
)


def a_registry() -> PluginRegistry:
    """The types of NIS2's annexes, and an insurer as a sector brings it."""
    plain = register([])
    return replace(plain, entity_types={**plain.entity_types, INSURER: _INSURER})


REGISTRY = a_registry()


def two_years(headcount: int | None, turnover: float | None, balance_sheet: float | None):
    last = today().year - 1
    return tuple(YearFigures(year, headcount, turnover, balance_sheet) for year in (last, last - 1))


def details(**changes: Any) -> OperatorDetails:
    """A medium-sized Austrian grid operator, unless told otherwise."""
    usual: dict[str, Any] = {
        "name": "Nordlicht Netz",
        "country": "AT",
        "entity_type": GRID,
        "figures": two_years(240, 60e6, 40e6),
        "services": ("Distribution of electricity",),
        "contact_email": "security@nordlicht.example",
    }
    return OperatorDetails(**{**usual, **changes})


def an_actor(*grants: tuple[str, Role], kind: ActorKind = ActorKind.PERSON) -> Actor:
    return Actor(
        kind,
        new_id("per"),
        "Ada Ampère",
        None,
        tuple(Grant(id_, id_, id_[:3], None, frozenset({role})) for id_, role in grants),
    )


@dataclass(frozen=True)
class World:
    """Ids of organisations and the people who act for them."""

    grid: str
    other_grid: str
    bank: str
    untyped: str
    energy_authority: str
    coordinator: Actor
    contributor: Actor
    stranger: Actor
    officer: Actor
    electricity_officer: Actor
    gas_officer: Actor
    foreign_officer: Actor
    financial_officer: Actor
    administrator: Actor
    integrator: Actor


async def build(database: Database) -> World:
    async def operator(**changes: Any) -> str:
        return await service.create_operator(
            database, identity_service.SYSTEM, REGISTRY, details(**changes)
        )

    grid = await operator()
    other = await operator(name="Südwind Netz", country="DE")
    bank = await operator(name="Alpenbank", entity_type=BANK)
    untyped = await operator(name="Undecided Ltd", entity_type=None)
    nis = await _authority("NIS authority of Austria", "AT", Regime.NIS2, "*")
    electricity = await _authority("E-Control", "AT", Regime.NIS2, "energy.electricity")
    gas = await _authority("Gas authority", "AT", Regime.NIS2, "energy.gas")
    foreign = await _authority("NIS authority of Germany", "DE", Regime.NIS2, "*")
    financial = await _authority("Financial supervisor", "AT", Regime.DORA, "*")
    officer = Role.AUTHORITY_OFFICER
    return World(
        grid=grid,
        other_grid=other,
        bank=bank,
        untyped=untyped,
        energy_authority=electricity,
        coordinator=an_actor((grid, Role.OPERATOR_COORDINATOR)),
        contributor=an_actor((grid, Role.OPERATOR_CONTRIBUTOR)),
        stranger=an_actor((other, Role.OPERATOR_COORDINATOR)),
        officer=an_actor((nis, officer)),
        electricity_officer=an_actor((electricity, officer)),
        gas_officer=an_actor((gas, officer)),
        foreign_officer=an_actor((foreign, officer)),
        financial_officer=an_actor((financial, officer)),
        administrator=an_actor((new_id("plt"), Role.PLATFORM_ADMINISTRATOR)),
        integrator=an_actor((grid, Role.INTEGRATOR), kind=ActorKind.TOKEN),
    )


async def _authority(name: str, country: str, regime: Regime, subsector: str) -> str:
    id_ = new_id("aut")
    await identity.add_organisation(
        id=id_,
        kind=OrganisationKind.AUTHORITY.value,
        name=name,
        country=country,
        created_at=now(),
    )
    await identity.add_competence(
        id=new_id("cmp"),
        authority_id=id_,
        country=country,
        regime=regime.value,
        subsector=subsector,
    )
    return id_


async def rows(table: str) -> list[dict[str, Any]]:
    query = f"SELECT * FROM {table} ORDER BY id"
    return await connections.get("default").execute_query_dict(query)


async def everything() -> dict[str, list[dict[str, Any]]]:
    """All that a use case of these slices could have touched."""
    tables = ("operator", "organisation", "listing", "audit_entry")
    return {table: await rows(table) for table in tables}
