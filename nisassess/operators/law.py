"""Reads the facts of law by which operators' details are checked and their status decided."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

import yaml
from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from nisassess.operators.types import StatusValue

_STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True, config=_STRICT)
class Ceiling:
    """Limits of one size class: staff in annual work units, amounts in EUR."""

    headcount: Annotated[int, Field(gt=0)]
    turnover: Annotated[int, Field(gt=0)]
    balance_sheet: Annotated[int, Field(gt=0)]
    citation: str


@dataclass(frozen=True, config=_STRICT)
class Ceilings:
    """The ceilings that count from a date on."""

    applies_from: date
    small: Ceiling
    medium: Ceiling


@dataclass(frozen=True, config=_STRICT)
class Rule:
    """An outcome with its provisions."""

    status: StatusValue
    rule: str
    citation: str


@dataclass(frozen=True, config=_STRICT)
class TypeCitations:
    """Provisions by which a type is in scope at any size, and essential where it is."""

    scope: str
    essential: str | None = None


@dataclass(frozen=True, config=_STRICT)
class StatusLaw:
    """Rules, citations and remarks by their ids."""

    rules: dict[str, Rule]
    types: dict[str, TypeCitations]
    cases: dict[str, str]
    remarks: dict[str, str]


@cache
def status_law() -> StatusLaw:
    """The rules of `rules/nis2-status.yaml`."""
    return TypeAdapter(StatusLaw).validate_python(_read("nis2-status.yaml"))


def ceilings_on(day: date) -> Ceilings:
    """The ceilings that count on a day; before the first ones, the first."""
    sets = _all_ceilings()
    return next((found for found in reversed(sets) if found.applies_from <= day), sets[0])


@cache
def _all_ceilings() -> tuple[Ceilings, ...]:
    raw = _read("nis2-thresholds.yaml")["ceilings"]
    sets = [
        {**{k: v for k, v in one.items() if k != "from"}, "applies_from": one["from"]}
        for one in raw
    ]
    found = TypeAdapter(tuple[Ceilings, ...]).validate_python(sets)
    return tuple(sorted(found, key=lambda one: one.applies_from))


@dataclass(frozen=True, config=_STRICT)
class ChangeDuty:
    """Within how many days of a change an entity tells it, from a date on."""

    applies_from: date
    days: Annotated[int, Field(gt=0)]
    citation: str


def change_duty_on(day: date) -> ChangeDuty:
    """The duty that counts for a change of a day; before the first one, the first."""
    duties = _change_duties()
    return next((found for found in reversed(duties) if found.applies_from <= day), duties[0])


@cache
def _change_duties() -> tuple[ChangeDuty, ...]:
    raw = _read("nis2-changes.yaml")["duties"]
    sets = [
        {**{k: v for k, v in one.items() if k != "from"}, "applies_from": one["from"]}
        for one in raw
    ]
    found = TypeAdapter(tuple[ChangeDuty, ...]).validate_python(sets)
    return tuple(sorted(found, key=lambda one: one.applies_from))


@cache
def countries() -> frozenset[str]:
    """Codes of the States of the Union and of the European Economic Area."""
    raw = _read("countries.yaml")
    return frozenset((*raw["member_states"], *raw["other_eea"]))


def _read(name: str) -> dict[str, Any]:
    text = files(__package__).joinpath("rules", name).read_text(encoding="utf-8")
    value: dict[str, Any] = yaml.safe_load(text)
    return value
