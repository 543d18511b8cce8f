"""Enters the organisations and people, and finds those people again at a later start."""

from dataclasses import dataclass

from nisassess.access import Actor, Role
from nisassess.audit.repository import record
from nisassess.demo import repository
from nisassess.demo.cast import PASSWORD, Authority, Operator, Person, cast
from nisassess.identity import repository as identity
from nisassess.identity import service
from nisassess.identity.secrets import hash_password
from nisassess.identity.types import OrganisationKind
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.ids import new_id
from nisassess.operators import service as operators
from nisassess.operators.types import LinkedEnterprise, OperatorDetails, YearFigures
from nisassess.plugins import PluginRegistry


@dataclass(frozen=True, slots=True)
class People:
    """Everybody in the demo, ready to act."""

    by_email: dict[str, Actor]

    def of(self, people: tuple[Person, ...], role: Role) -> Actor:
        """Who has the role among some people of one organisation."""
        found = next(person for person in people if person.role is role)
        return self.by_email[found.email]

    def in_operator(self, key: str, role: Role) -> Actor:
        """Who has the role in an operator."""
        return self.of(cast().operator(key).people, role)

    def authority_id(self, key: str) -> str:
        """Id of an authority."""
        officer = cast().authority(key).people[0]
        return self.by_email[officer.email].grants[0].organisation_id


async def known() -> People:
    """The people of the demo who are in the database."""
    return People(await repository.actors(person.email for _, person in cast().accounts()))


async def enter(database: Database, registry: PluginRegistry) -> People:
    """Add all organisations with their people."""
    password_hash = await hash_password(PASSWORD)
    world = cast()
    platform = await service.create_organisation(
        database, OrganisationKind.PLATFORM, world.platform.name, None
    )
    await _join(database, platform, world.platform.people, password_hash)
    for authority in world.authorities:
        await _authority(database, authority, password_hash)
    for operator in world.operators:
        await _operator(database, registry, operator, password_hash)
    return await known()


async def _authority(database: Database, authority: Authority, password_hash: str) -> None:
    id_ = await service.create_organisation(
        database, OrganisationKind.AUTHORITY, authority.name, authority.country
    )
    for one in authority.competences:
        await service.add_competence(database, id_, one.country, one.regime, one.subsector)
    await _join(database, id_, authority.people, password_hash)


async def _operator(
    database: Database, registry: PluginRegistry, operator: Operator, password_hash: str
) -> None:
    await operators.create_operator(
        database, service.SYSTEM, registry, details(operator), operator_id=operator.id
    )
    await _join(database, operator.id, operator.people, password_hash)


def details(operator: Operator) -> OperatorDetails:
    """What the operator says it is; the first of its figures are those of last year."""
    last = today().year - 1
    return OperatorDetails(
        name=operator.name,
        country=operator.country,
        countries=operator.countries,
        entity_type=operator.entity_type,
        figures=tuple(
            YearFigures(last - back, one.headcount, one.turnover, one.balance_sheet)
            for back, one in enumerate(operator.figures)
        ),
        linked_enterprises=tuple(
            LinkedEnterprise(
                one.name, one.linkage, one.share, one.headcount, one.turnover, one.balance_sheet
            )
            for one in operator.linked_enterprises
        ),
        special_cases=operator.special_cases,
        services=operator.services,
        contact_email=operator.contact_email,
    )


async def _join(
    database: Database, organisation_id: str, people: tuple[Person, ...], password_hash: str
) -> None:
    """Add people under one hash: hashing the same public password for each takes seconds."""

    async def work() -> None:
        for person in people:
            person_id = new_id("per")
            await identity.add_person(
                id=person_id,
                email=person.email,
                name=person.name,
                password_hash=password_hash,
                created_at=now(),
            )
            await identity.add_membership(
                id=new_id("mem"),
                person_id=person_id,
                organisation_id=organisation_id,
                role=person.role.value,
            )
            await record(service.SYSTEM, "person.create", person_id)

    await database.write(work)
