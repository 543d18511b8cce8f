"""Operators, authorities and their people; assessments filled and submitted by the real services.

Everybody speaks over the ASGI client with a session's secret as bearer token.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import httpx
from tortoise import connections

from nisassess.access import Actor, Role
from nisassess.app import Application
from nisassess.assessments import approving
from nisassess.assessments import service as assessments
from nisassess.assessments.repository import reads
from nisassess.assessments.types import AssessmentRow, Key, MemberValue
from nisassess.identity import repository as identity
from nisassess.identity import service as identity_service
from nisassess.identity.secrets import hash_password, new_bearer_token, new_secret, secret_hash
from nisassess.identity.types import OrganisationKind
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.ids import new_id
from nisassess.operators import service as operators
from nisassess.operators.types import OperatorDetails, YearFigures
from nisassess.plugins import PluginRegistry
from nisassess.sdk import ScopeKind
from nisassess.submissions.sealing import Sealer
from nisassess.submissions.service import Submitter
from nisassess.submissions.types import StatusReader, SubmissionRow
from tests.assessments.small import BEST, PROFILE, QUESTIONS

PASSWORD = "long enough for a test"
GRID = "energy.electricity.distribution-system-operator"
JSON = {"Content-Type": "application/json"}
_hashes: dict[str, str] = {}


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in."""

    actor: Actor
    secret: str = field(repr=False)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}


@dataclass(frozen=True)
class Company:
    """An operator with one person per role."""

    id: str
    name: str
    coordinator: Person
    contributor: Person
    colleague: Person
    approver: Person
    signatory: Person

    @property
    def people(self) -> tuple[Person, ...]:
        return (
            self.coordinator,
            self.contributor,
            self.colleague,
            self.approver,
            self.signatory,
        )


@dataclass(frozen=True)
class Office:
    """An authority with its officer."""

    id: str
    name: str
    officer: Person


@dataclass(frozen=True)
class Started:
    """An assessment with the ids of its parts, by name and in order."""

    id: str
    parts: dict[str, str]

    @property
    def part(self) -> str:
        return next(iter(self.parts.values()))


class Stage:
    """Makes the people and the assessments that a test needs."""

    def __init__(self, application: Application, client: httpx.AsyncClient) -> None:
        self.application = application
        self.client = client
        self.database = application.services.get(Database)
        self.registry = application.services.get(PluginRegistry)

    # --- people -----------------------------------------------------------------------------

    async def company(self, name: str = "Nordlicht Netz", **changes: Any) -> Company:
        last = today().year - 1
        usual: dict[str, Any] = {
            "name": name,
            "country": "AT",
            "entity_type": GRID,
            "figures": (YearFigures(last, 240, 60e6, 40e6),),
            "services": ("Distribution of electricity",),
        }
        operator = await operators.create_operator(
            self.database,
            identity_service.SYSTEM,
            self.registry,
            OperatorDetails(**{**usual, **changes}),
        )
        return Company(
            operator,
            name,
            await self.person("Cora Coordinator", operator, Role.OPERATOR_COORDINATOR),
            await self.person("Conrad Contributor", operator, Role.OPERATOR_CONTRIBUTOR),
            await self.person("Clara Colleague", operator, Role.OPERATOR_CONTRIBUTOR),
            await self.person("Ada Approver", operator, Role.OPERATOR_APPROVER),
            await self.person("Sigi Signatory", operator, Role.SIGNATORY),
        )

    async def member_of(self, *companies: Company) -> Person:
        """A contributor of several operators."""
        person = await self.person("Mia Many", companies[0].id, Role.OPERATOR_CONTRIBUTOR)
        for company in companies[1:]:
            await identity.add_membership(
                id=new_id("mem"),
                person_id=person.actor.id,
                organisation_id=company.id,
                role=Role.OPERATOR_CONTRIBUTOR.value,
            )
        actor = await identity.actor_of_session(secret_hash(person.secret))
        assert actor is not None
        return replace(person, actor=actor)

    async def office(
        self, name: str, country: str = "AT", regime: str = "nis2", subsector: str = "*"
    ) -> Office:
        authority = await identity_service.create_organisation(
            self.database, OrganisationKind.AUTHORITY, name, country
        )
        await identity_service.add_competence(self.database, authority, country, regime, subsector)
        officer = await self.person("Otto Officer", authority, Role.AUTHORITY_OFFICER)
        return Office(authority, name, officer)

    async def administrator(self) -> Person:
        platform = await identity_service.create_organisation(
            self.database, OrganisationKind.PLATFORM, "Platform", None
        )
        return await self.person("Paul Platform", platform, Role.PLATFORM_ADMINISTRATOR)

    async def person(self, name: str, organisation: str, *roles: Role) -> Person:
        if PASSWORD not in _hashes:  # argon2 is slow on purpose
            _hashes[PASSWORD] = await hash_password(PASSWORD)
        person, secret = new_id("per"), new_secret()

        async def work() -> None:
            await identity.add_person(
                id=person,
                email=f"{person}@test.example",
                name=name,
                password_hash=_hashes[PASSWORD],
                created_at=now(),
            )
            for role in roles:
                await identity.add_membership(
                    id=new_id("mem"),
                    person_id=person,
                    organisation_id=organisation,
                    role=role.value,
                )
            await identity.add_session(
                id=new_id("ses"),
                token_hash=secret_hash(secret),
                person_id=person,
                created_at=now(),
                expires_at=now() + timedelta(hours=1),
            )

        await self.database.write(work)
        actor = await identity.actor_of_session(secret_hash(secret))
        assert actor is not None
        return Person(actor, secret)

    async def token(self, company: Company, role: Role = Role.INTEGRATOR) -> Person:
        """A bearer token with a role; only integrators' can be made over the API."""
        secret = new_bearer_token()
        await identity_service.mint_token(
            self.database,
            company.coordinator.actor,
            company.id,
            role,
            name="pipeline",
            secret=secret,
            expires_at=now() + timedelta(days=1),
        )
        actor = await identity.actor_of_token(secret_hash(secret))
        assert actor is not None
        return Person(actor, secret)

    # --- assessments ------------------------------------------------------------------------

    async def start(
        self,
        company: Company,
        *parts: str,
        profile: str = PROFILE,
        title: str = "Self-assessment 2026",
        kind: ScopeKind = ScopeKind.ORGANISATION,
    ) -> Started:
        given = assessments.StartInput(
            operator_id=company.id,
            profile_id=profile,
            title=title,
            scope_kind=kind,
            scope_name=company.name,
            scope_description=None,
            period_from=date(2026, 1, 1),
            period_until=date(2026, 12, 31),
            parts=[(part, None) for part in parts or ("Office IT",)],
        )
        row = await assessments.start(
            self.database, self.registry, company.coordinator.actor, given
        )
        return Started(row.id, {part.name: part.id for part in await reads.parts(row)})

    async def answer(
        self,
        company: Company,
        started: Started,
        answers: Mapping[str, str | None] = BEST,
        parts: Iterable[str] | None = None,
    ) -> None:
        """Answer questions (by id) for all parts; nobody answered them before."""
        for part in parts or started.parts.values():
            for question, value in answers.items():
                control = QUESTIONS.get(question) or question.rpartition("/")[0]
                key = Key(started.id, part, control, question)
                actor = company.contributor.actor
                await assessments.save_response(self.database, actor, key, value, 0)

    async def row(self, company: Company, started: Started) -> AssessmentRow:
        row = await reads.assessment(company.coordinator.actor, started.id)
        assert row is not None
        return row

    async def approve(self, company: Company, started: Started, **changes: Any) -> None:
        usual = approving.Decision(
            approve=True,
            body="Management board",
            resolution="2026/7",
            resolved_on=date(2026, 3, 2),
            reasons=None,
            reservations=None,
            members=(MemberValue("Ada Ampère", "Chair", date(2026, 1, 15)),),
        )
        revision = (await self.row(company, started)).revision
        await approving.decide(
            self.database,
            self.registry.methods,
            company.approver.actor,
            started.id,
            revision,
            decision=replace(usual, **changes),
        )

    async def submit(self, company: Company, started: Started, office: Office) -> SubmissionRow:
        services = self.application.services
        submitter = Submitter(
            self.database, self.registry, services.get(StatusReader), services.get(Sealer)
        )
        revision = (await self.row(company, started)).revision
        return await submitter.submit(
            company.signatory.actor, started.id, revision, office.id, PASSWORD
        )

    async def submitted(
        self,
        company: Company,
        office: Office,
        *parts: str,
        answers: Mapping[str, str | None] = BEST,
        title: str = "Self-assessment 2026",
    ) -> tuple[Started, SubmissionRow]:
        """An assessment that went all the way."""
        started = await self.start(company, *parts, title=title)
        await self.answer(company, started, answers)
        await self.approve(company, started)
        return started, await self.submit(company, started, office)

    # --- over the API -----------------------------------------------------------------------

    async def ask(
        self, person: Person | None, query: str, variables: Mapping[str, Any] | None = None
    ) -> Any:
        """Run GraphQL; the whole answer."""
        answer = await self.client.post(
            "/graphql",
            json={"query": query, "variables": variables or {}},
            headers=person.headers if person else {},
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def get(
        self, person: Person | None, query: str, variables: Mapping[str, Any] | None = None
    ) -> Any:
        """Run GraphQL that must be right; its data."""
        answer = await self.ask(person, query, variables)
        assert "errors" not in answer, answer
        return answer["data"]


TABLES = (
    "assessment",
    "part",
    "response",
    "statement",
    "measure",
    "evidence_link",
    "evidence",
    "change",
    "approval",
    "resolved_profile",
    "submission",
    "submitted_control",
)
"""All tables in which an assessment, or what was sealed of it, stands."""


async def rows(table: str) -> list[dict[str, Any]]:
    """All rows of a table as the driver gives them."""
    key = "digest" if table == "resolved_profile" else "id"
    query = f"SELECT * FROM {table} ORDER BY {key}"
    return await connections.get("default").execute_query_dict(query)


async def dump(*more: str) -> dict[str, list[dict[str, Any]]]:
    """Everything in these tables, to be compared before and after."""
    return {table: await rows(table) for table in (*TABLES, *more)}
