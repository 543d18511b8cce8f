"""Who lives in the world of the tests, and how they come into it."""

from dataclasses import dataclass
from datetime import timedelta

from nisassess.access import Actor, Role
from nisassess.identity import repository as identity
from nisassess.identity.authentication import COOKIE
from nisassess.identity.secrets import new_secret, secret_hash
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.ids import new_id
from nisassess.operators.types import OperatorDetails, YearFigures

PASSWORD = "a-password-for-tests"
"""Everybody's."""
LONG_RUN = timedelta(hours=12)
"""The world is made once for a whole run: until its end, everybody was at the keyboard just now."""

CAST = {
    "contributor": ("Ada Ampère", "grid", Role.OPERATOR_CONTRIBUTOR),
    "coordinator": ("Carl Coulomb", "grid", Role.OPERATOR_COORDINATOR),
    "approver": ("Alma Approver", "grid", Role.OPERATOR_APPROVER),
    "signatory": ("Sigrid Signs", "grid", Role.SIGNATORY),
    "consultant": ("Conny Consults", "grid", Role.OPERATOR_CONSULTANT),
    "other_coordinator": ("Otto Ohm", "other_grid", Role.OPERATOR_COORDINATOR),
    "bank_coordinator": ("Berta Bank", "bank", Role.OPERATOR_COORDINATOR),
    "bank_approver": ("Bea Board", "bank", Role.OPERATOR_APPROVER),
    "bank_signatory": ("Boris Bond", "bank", Role.SIGNATORY),
    "officer": ("Nina Nis", "nis_authority", Role.AUTHORITY_OFFICER),
    "lead": ("Lea Lead", "nis_authority", Role.AUTHORITY_LEAD),
    "other_officer": ("Nils Nis", "other_nis_authority", Role.AUTHORITY_OFFICER),
    "financial_officer": ("Fina Finance", "financial_supervisor", Role.AUTHORITY_OFFICER),
    "administrator": ("Adam Admin", "platform", Role.PLATFORM_ADMINISTRATOR),
}
"""Name, organisation and role of everybody."""


@dataclass(frozen=True)
class Person:
    """Somebody with an open session; everybody's password is PASSWORD."""

    actor: Actor
    email: str
    secret: str

    @property
    def bearer(self) -> dict[str, str]:
        """Headers of a request that speaks for this person, by the session's secret."""
        return {"Authorization": f"Bearer {self.secret}"}

    @property
    def cookie(self) -> dict[str, str]:
        """Headers as our pages send them."""
        return {"Cookie": f"{COOKIE}={self.secret}", "X-Nisassess-Client": "web"}


def details(name: str, country: str, entity_type: str) -> OperatorDetails:
    """A medium-sized operator."""
    last = today().year - 1
    years = tuple(YearFigures(year, 240, 60e6, 40e6) for year in (last, last - 1))
    return OperatorDetails(
        name=name,
        country=country,
        entity_type=entity_type,
        figures=years,
        services=("Essential service",),
        contact_email="security@operator.example",
    )


async def add_person(
    database: Database, name: str, organisation_id: str, role: Role, password_hash: str
) -> Person:
    """Add somebody with an open session, under a hash made once: hashing takes its time."""
    person_id, secret = new_id("per"), new_secret()
    email = f"{role.value}@{organisation_id}.example".replace("_", "-")

    async def work() -> None:
        await identity.add_person(
            id=person_id, email=email, name=name, password_hash=password_hash, created_at=now()
        )
        await identity.add_membership(
            id=new_id("mem"),
            person_id=person_id,
            organisation_id=organisation_id,
            role=role.value,
        )
        await identity.add_session(
            id=new_id("ses"),
            token_hash=secret_hash(secret),
            person_id=person_id,
            created_at=now(),
            expires_at=now() + timedelta(hours=12),
            confirmed_at=now() + LONG_RUN,
        )

    await database.write(work)
    actor = await identity.actor_of_session(secret_hash(secret))
    assert actor is not None
    return Person(actor, email, secret)
