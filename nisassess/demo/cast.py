"""The invented organisations and people, as they stand in `data/organisations.yaml`."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from nisassess.access import Role
from nisassess.operators.types import Linkage

PASSWORD = "correct-horse-nisassess"
"""The one password of all demo accounts; everybody may know it."""

_STRICT = ConfigDict(extra="forbid")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as fast


@dataclass(frozen=True, config=_STRICT)
class Person:
    """Somebody who signs in."""

    name: str
    email: str
    role: Role


@dataclass(frozen=True, config=_STRICT)
class Platform:
    """Who runs the installation."""

    name: str
    people: tuple[Person, ...]


@dataclass(frozen=True, config=_STRICT)
class Competence:
    """A country under a regime, for all subsectors unless one is named."""

    country: str
    regime: str
    subsector: str = "*"


@dataclass(frozen=True, config=_STRICT)
class Authority:
    """A supervisory body."""

    key: str
    name: str
    country: str
    competences: tuple[Competence, ...]
    people: tuple[Person, ...]


@dataclass(frozen=True, config=_STRICT)
class Figures:
    """One closed year: staff in annual work units, amounts in EUR."""

    headcount: int | None = None
    turnover: float | None = None
    balance_sheet: float | None = None


@dataclass(frozen=True, config=_STRICT)
class Enterprise:
    """A partner or linked enterprise; `share` in per cent."""

    name: str
    linkage: Linkage
    share: float
    headcount: int
    turnover: float
    balance_sheet: float


@dataclass(frozen=True, config=_STRICT)
class Operator:
    """An operator; `figures` of closed years, the last one first."""

    key: str
    id: str
    name: str
    country: str
    entity_type: str
    figures: tuple[Figures, ...]
    services: tuple[str, ...]
    contact_email: str
    people: tuple[Person, ...]
    countries: tuple[str, ...] = ()
    linked_enterprises: tuple[Enterprise, ...] = ()
    special_cases: tuple[str, ...] = ()


@dataclass(frozen=True, config=_STRICT)
class Cast:
    """Everybody in the demo."""

    platform: Platform
    authorities: tuple[Authority, ...]
    operators: tuple[Operator, ...]

    def operator(self, key: str) -> Operator:
        """The operator with this key of the files."""
        return next(one for one in self.operators if one.key == key)

    def authority(self, key: str) -> Authority:
        """The authority with this key of the files."""
        return next(one for one in self.authorities if one.key == key)

    def accounts(self) -> Iterator[tuple[str, Person]]:
        """Everybody who signs in, with the name of the organisation."""
        for operator in self.operators:
            yield from ((operator.name, person) for person in operator.people)
        for authority in self.authorities:
            yield from ((authority.name, person) for person in authority.people)
        yield from ((self.platform.name, person) for person in self.platform.people)


@cache
def cast() -> Cast:
    """The organisations and people of the demo."""
    return TypeAdapter(Cast).validate_python(read_yaml("organisations.yaml"))


def read_yaml(name: str) -> Any:
    """A data file of the demo."""
    return yaml.load(read_text(name), Loader=_LOADER)  # noqa: S506 - either is a safe loader


def read_text(name: str) -> str:
    """The text of a data file of the demo."""
    return files(__package__).joinpath("data", name).read_text(encoding="utf-8")
