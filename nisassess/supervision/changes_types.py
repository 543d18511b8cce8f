"""Plain values of what operators register, and of notices that it changed."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from nisassess.identity.types import AuthorityRow
from nisassess.operators.types import OperatorRow


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """Whom to reach, by name or function."""

    name: str
    email: str
    phone: str
    around_the_clock: bool = False


@dataclass(frozen=True, slots=True)
class RegistrationDetails:
    """What NIS2 Art. 3(4) asks of an entity besides its operator details."""

    national_number: str = ""
    address: str = ""
    ip_ranges: tuple[str, ...] = ()
    contact_points: tuple[ContactPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """As it is stored; version 0: nothing was saved yet."""

    operator_id: str
    version: int
    details: RegistrationDetails
    updated_at: datetime | None = None
    updated_by: str | None = None


class Fact(StrEnum):
    """What is told when it changes, as NIS2 Art. 3(4) lists it."""

    NAME = "name"
    ADDRESS = "address"
    COUNTRY = "country"
    COUNTRIES = "countries"
    """Member States in which services are provided."""
    SECTOR = "sector"
    SUBSECTOR = "subsector"
    CONTACT_EMAIL = "contact_email"
    CONTACT_POINTS = "contact_points"
    IP_RANGES = "ip_ranges"


Facts = dict[str, str]
"""Each fact in words, a line for each of several."""


def facts_of(operator: OperatorRow, registration: RegistrationDetails) -> Facts:
    """What the authority is to know of an operator."""
    details = operator.details
    found = {
        Fact.NAME: details.name,
        Fact.ADDRESS: registration.address,
        Fact.COUNTRY: details.country,
        Fact.COUNTRIES: "\n".join(sorted(details.countries)),
        Fact.SECTOR: operator.classification.sector or "",
        Fact.SUBSECTOR: operator.classification.subsector or "",
        Fact.CONTACT_EMAIL: details.contact_email or "",
        Fact.CONTACT_POINTS: "\n".join(map(_point, registration.contact_points)),
        Fact.IP_RANGES: "\n".join(registration.ip_ranges),
    }
    return {fact.value: text for fact, text in found.items()}


def _point(point: ContactPoint) -> str:
    parts = [point.name, point.email, point.phone, "24/7" if point.around_the_clock else ""]
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact that reads otherwise."""

    fact: Fact
    before: str
    after: str


def changes_between(before: Facts, after: Facts) -> tuple[FactChange, ...]:
    """Every fact that differs, in the order of the law."""
    return tuple(
        FactChange(fact, before.get(fact.value, ""), after.get(fact.value, ""))
        for fact in Fact
        if before.get(fact.value, "") != after.get(fact.value, "")
    )


def stored(changes: tuple[FactChange, ...]) -> list[dict[str, Any]]:
    """As JSON."""
    return [asdict(one) for one in changes]


@dataclass(frozen=True, slots=True)
class PendingChange:
    """What differs from what the authority was told last."""

    changed_on: date
    due_on: date
    citation: str
    changes: tuple[FactChange, ...]
    authorities: tuple[AuthorityRow, ...]
    """Who is competent now, and who was before the change."""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice that an operator sent."""

    id: str
    operator_id: str
    operator_name: str
    authority: AuthorityRow
    changed_on: date
    due_on: date
    note: str
    changes: tuple[FactChange, ...]
    sent_at: datetime
    sent_by: str
    acknowledged_at: datetime | None
    acknowledged_by: str | None

    @property
    def is_late(self) -> bool:
        """Whether it was sent after the last day."""
        return self.sent_at.date() > self.due_on
