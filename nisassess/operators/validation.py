"""Checks an operator's details, field by field; pure."""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from nisassess.kit.errors import Issue, ValidationFailed
from nisassess.operators.law import countries
from nisassess.operators.types import Linkage, LinkedEnterprise, OperatorDetails, YearFigures
from nisassess.plugins import PluginRegistry
from nisassess.sdk.taxonomy import TAXONOMY

MOST_STAFF = 10_000_000
MOST_EUR = 1e13
MOST_YEARS = 2
EARLIEST_YEAR = 2000
MOST_ENTERPRISES = 100
MOST_SERVICES = 50
LONGEST_NAME = 200
LONGEST_EMAIL = 254

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PARTNER_SHARE = (25, 50)
_ALL = 100


def checked_details(
    details: OperatorDetails, registry: PluginRegistry, today: date
) -> OperatorDetails:
    """The details in the form in which they are stored; raises ValidationFailed with all faults."""
    check = _Check()
    clean = replace(
        details,
        name=check.text("name", details.name),
        country=check.country("country", details.country),
        countries=_countries(check, details),
        entity_type=_entity_type(check, details.entity_type, registry),
        figures=_figures(check, details.figures, today),
        linked_enterprises=_enterprises(check, details.linked_enterprises),
        special_cases=_special_cases(check, details.special_cases),
        services=_services(check, details.services),
        contact_email=_email(check, details.contact_email),
    )
    if check.issues:
        raise ValidationFailed(check.issues)
    return clean


@dataclass(slots=True)
class _Check:
    issues: list[Issue] = field(default_factory=list)

    def fault(self, path: str, code: str, message: str) -> None:
        self.issues.append(Issue(path, code, message))

    def text(self, path: str, value: str, longest: int = LONGEST_NAME) -> str:
        clean = value.strip()
        if not 1 <= len(clean) <= longest:
            self.fault(path, "bad_length", f"must be 1 to {longest} characters")
        elif any(unicodedata.category(one) in {"Cc", "Cs"} for one in clean):
            self.fault(path, "bad_characters", "must be one line of text, no control characters")
        return clean

    def country(self, path: str, value: str) -> str:
        code = value.strip().upper()
        if code not in countries():
            hint = "; Greece is GR" if code == "EL" else ""
            message = (
                "must be the two-letter code (ISO 3166-1) of a State of the European Union or "
                f"European Economic Area, such as AT{hint}"
            )
            self.fault(path, "unknown_country", message)
        return code

    def number(self, path: str, value: float | None, most: float, what: str) -> None:
        if value is not None and not (math.isfinite(value) and 0 <= value <= most):
            self.fault(path, "out_of_range", f"must be {what} from 0 to {most:,.0f}")

    def at_most(self, path: str, values: Iterable[object], most: int) -> None:
        count = len(tuple(values))
        if count > most:
            self.fault(path, "too_many", f"must be at most {most}, not {count}")

    def distinct(self, path: str, values: tuple[str, ...]) -> None:
        for index, value in enumerate(values):
            if value in values[:index]:
                self.fault(f"{path}.{index}", "duplicate", "is named twice; remove one")


def _countries(check: _Check, details: OperatorDetails) -> tuple[str, ...]:
    check.at_most("countries", details.countries, len(countries()))
    given = details.countries[: len(countries())]
    clean = tuple(check.country(f"countries.{i}", code) for i, code in enumerate(given))
    check.distinct("countries", clean)
    home = details.country.strip().upper()
    if home in clean:
        message = f"{home} is the operator's own country; name only further ones"
        check.fault(f"countries.{clean.index(home)}", "own_country", message)
    return clean


def _entity_type(check: _Check, value: str | None, registry: PluginRegistry) -> str | None:
    if not value:
        return None
    if registry.entity_type(value) is None:
        message = "is not an entity type of this installation; choose one that `sectors` lists"
        check.fault("entityType", "unknown_entity_type", message)
    return value


def _figures(
    check: _Check, figures: tuple[YearFigures, ...], today: date
) -> tuple[YearFigures, ...]:
    check.at_most("figures", figures, MOST_YEARS)
    last = today.year - 1
    for index, one in enumerate(figures[:MOST_YEARS]):
        path = f"figures.{index}"
        if not EARLIEST_YEAR <= one.year <= last:
            message = f"must be a closed year, from {EARLIEST_YEAR} to {last}"
            check.fault(f"{path}.year", "not_closed", message)
        _amounts(check, path, one)
    years = [one.year for one in figures[:MOST_YEARS]]
    if len(years) == MOST_YEARS and years[0] == years[1]:
        check.fault("figures.1.year", "duplicate", "must be another year than the first")
    elif len(years) == MOST_YEARS and abs(years[0] - years[1]) != 1:
        message = f"must be the year before or after {years[0]}, so that two years in a row count"
        check.fault("figures.1.year", "not_consecutive", message)
    return tuple(sorted(figures, key=lambda one: one.year, reverse=True))


def _amounts(check: _Check, path: str, one: YearFigures | LinkedEnterprise) -> None:
    check.number(f"{path}.headcount", one.headcount, MOST_STAFF, "a number of annual work units")
    check.number(f"{path}.turnover", one.turnover, MOST_EUR, "an amount in EUR")
    check.number(f"{path}.balanceSheet", one.balance_sheet, MOST_EUR, "an amount in EUR")


def _enterprises(
    check: _Check, enterprises: tuple[LinkedEnterprise, ...]
) -> tuple[LinkedEnterprise, ...]:
    check.at_most("linkedEnterprises", enterprises, MOST_ENTERPRISES)
    clean = []
    for index, one in enumerate(enterprises[:MOST_ENTERPRISES]):
        path = f"linkedEnterprises.{index}"
        clean.append(replace(one, name=check.text(f"{path}.name", one.name)))
        _share(check, f"{path}.share", one)
        _amounts(check, path, one)
    check_names = tuple(one.name for one in clean)
    for index, name in enumerate(check_names):
        if name and name in check_names[:index]:
            check.fault(
                f"linkedEnterprises.{index}.name", "duplicate", "is named twice; remove one"
            )
    return tuple(clean)


def _share(check: _Check, path: str, one: LinkedEnterprise) -> None:
    if one.share is None:
        return
    least, most = _PARTNER_SHARE
    if not (math.isfinite(one.share) and 0 <= one.share <= _ALL):
        check.fault(path, "out_of_range", "must be a percentage from 0 to 100")
    elif one.linkage is Linkage.PARTNER and not least <= one.share <= most:
        message = (
            f"must be {least} to {most} % for a partner enterprise; below, leave it out; above, "
            "it is a linked enterprise"
        )
        check.fault(path, "not_a_partner", message)
    elif one.linkage is Linkage.LINKED and one.share <= most:
        message = (
            f"must be more than {most} % for a linked enterprise; leave it empty where control "
            "rests on something else than the share"
        )
        check.fault(path, "not_linked", message)


def _special_cases(check: _Check, cases: tuple[str, ...]) -> tuple[str, ...]:
    known = [case.id for case in TAXONOMY.special_cases]
    check.at_most("specialCases", cases, len(known))
    for index, case in enumerate(cases[: len(known)]):
        if case not in known:
            message = "is not a special case; choose one that `specialCases` lists"
            check.fault(f"specialCases.{index}", "unknown_special_case", message)
    check.distinct("specialCases", cases[: len(known)])
    return tuple(id_ for id_ in known if id_ in cases)


def _services(check: _Check, services: tuple[str, ...]) -> tuple[str, ...]:
    check.at_most("services", services, MOST_SERVICES)
    given = services[:MOST_SERVICES]
    clean = tuple(check.text(f"services.{i}", one) for i, one in enumerate(given))
    check.distinct("services", clean)
    return clean


def _email(check: _Check, value: str | None) -> str | None:
    if value is None or not value.strip():
        return None
    clean = value.strip()
    wrong = not _EMAIL.fullmatch(clean) or any(unicodedata.category(c)[0] == "C" for c in clean)
    if wrong or len(clean) > LONGEST_EMAIL:
        message = f"must be one e-mail address, at most {LONGEST_EMAIL} characters"
        check.fault("contactEmail", "bad_email", message)
    return clean
