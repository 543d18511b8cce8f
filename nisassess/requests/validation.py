"""Checks of what is entered; each fault names its field and what would be right."""

import unicodedata
from collections.abc import Iterator
from datetime import date

from nisassess.kit.errors import Issue, ValidationFailed
from nisassess.kit.ids import is_id
from nisassess.plugins import PluginRegistry
from nisassess.requests.policy import ESSENTIAL_POINTS, IMPORTANT_POINTS, NIS2
from nisassess.requests.types import CaseFilter, RequestContent

LONGEST_TITLE = 200
LONGEST_TEXT = 10_000
LONGEST_BASIS = 2000
LONGEST_NAME = 100
LONGEST_FILTER = 200
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
MOST_CASES = 1000
"""How many cases one act on a selection takes."""
_LINES = "\n\r\t"


def text_fault(value: str, longest: int, *, lines: bool = False, required: bool = True) -> str:
    """What is wrong with a text; empty if nothing is."""
    if required and not value.strip():
        return "must not be empty"
    if len(value) > longest:
        return f"must be at most {longest} characters"
    for one in value:
        if unicodedata.category(one) in {"Cc", "Cs"} and not (lines and one in _LINES):
            return "must be plain text, no control characters"
    return ""


def check_content(content: RequestContent, registry: PluginRegistry, on: date) -> None:
    """Raise ValidationFailed for a request that cannot be made."""
    texts = {
        "title": text_fault(content.title, LONGEST_TITLE),
        "purpose": text_fault(content.purpose, LONGEST_TEXT, lines=True),
        "legalBasis": text_fault(content.legal_basis, LONGEST_BASIS, lines=True),
    }
    issues = [Issue(path, "bad_text", fault) for path, fault in texts.items() if fault]
    issues += _period_issues(content)
    if not on < content.due_on <= LAST_DAY:
        issues.append(Issue("dueOn", "out_of_range", f"must be after today, {on}"))
    issues += _profile_issues(content, registry)
    if issues:
        raise ValidationFailed(issues)


def _period_issues(content: RequestContent) -> list[Issue]:
    days = {"periodFrom": content.period_from, "periodUntil": content.period_until}
    message = f"must be from {FIRST_DAY} to {LAST_DAY}"
    issues = [
        Issue(path, "out_of_range", message)
        for path, day in days.items()
        if not FIRST_DAY <= day <= LAST_DAY
    ]
    if content.period_from > content.period_until:
        message = "must not be before the period's first day"
        issues.append(Issue("periodUntil", "out_of_order", message))
    return issues


def _profile_issues(content: RequestContent, registry: PluginRegistry) -> list[Issue]:
    profile = registry.profiles.get(content.profile_id)
    if profile is None:
        message = "must be the id of a profile that is installed here"
        return [Issue("profileId", "unknown", message)]
    issues = []
    if content.scope_kind not in profile.scope_kinds:
        allowed = ", ".join(kind.value.upper() for kind in profile.scope_kinds)
        issues.append(Issue("scopeKind", "not_in_profile", f"must be one of {allowed}"))
    points = {
        "pointsEssential": (content.points_essential, ESSENTIAL_POINTS),
        "pointsImportant": (content.points_important, IMPORTANT_POINTS),
    }
    for path, (given, allowed_points) in points.items():
        if len(set(given)) != len(given) or not set(given) <= set(allowed_points):
            message = f"must be some of {', '.join(allowed_points)}, each once"
            issues.append(Issue(path, "unknown_choice", message))
        elif given and profile.regime.value != NIS2:
            message = "must be empty: the profile's law is not NIS2"
            issues.append(Issue(path, "other_law", message))
    return issues


def check_filter(narrowed: CaseFilter) -> None:
    """Raise ValidationFailed for a filter that nothing could fit."""
    issues = [*_text_issues(narrowed), *_share_issues(narrowed), *_id_issues(narrowed)]
    if issues:
        raise ValidationFailed(issues)


def _text_issues(narrowed: CaseFilter) -> Iterator[Issue]:
    for name in ("sector", "subsector", "country", "status", "search"):
        value = getattr(narrowed, name)
        if value is not None and text_fault(value, LONGEST_FILTER, required=False):
            message = f"must be plain text, at most {LONGEST_FILTER} characters"
            yield Issue(f"filter.{name}", "bad_text", message)


def _share_issues(narrowed: CaseFilter) -> Iterator[Issue]:
    for name in ("attainment", "completeness"):
        for end in ("from", "until"):
            value = getattr(narrowed, f"{name}_{end}")
            if value is not None and not 0 <= value <= 1:
                path = f"filter.{name}{end.capitalize()}"
                yield Issue(path, "out_of_range", "must be from 0 to 1")


def _id_issues(narrowed: CaseFilter) -> Iterator[Issue]:
    for name, prefix in (("request_id", "req"), ("officer_id", "per")):
        value = getattr(narrowed, name)
        if value is not None and not is_id(prefix, value):
            yield Issue(f"filter.{camel(name)}", "bad_id", f"must be an id {prefix}_…")
    if narrowed.ids is None:
        return
    if not 1 <= len(narrowed.ids) <= MOST_CASES:
        yield Issue("caseIds", "bad_count", f"must be 1 to {MOST_CASES} cases")
    elif not all(is_id("cas", one) for one in narrowed.ids):
        yield Issue("caseIds", "bad_id", "must be ids of cases, cas_…")


def camel(name: str) -> str:
    """The field's name as callers write it, e.g. `requestId`."""
    first, *more = name.split("_")
    return first + "".join(part.capitalize() for part in more)
