"""Reads results that another installation sealed, before a row is made of them. Pure.

The seal tells who made them, not that they are well made: whatever stands in them is held against
what a row can hold.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from nisassess.evidence.types import EvidenceKind
from nisassess.identity.types import AuthorityRow
from nisassess.kit.errors import StateRefused
from nisassess.kit.ids import derived_id, is_id
from nisassess.operators.types import Classification, OperatorDetails
from nisassess.results.canonical import canonical_value, parse
from nisassess.results.types import FORMAT, Results
from nisassess.sdk import Regime, ScopeKind
from nisassess.sdk.scoring import ControlState
from nisassess.submissions.trust_types import EvidenceElsewhere
from nisassess.submissions.types import Marking, SubmissionRow

_FAMILY = FORMAT.partition("/")[0]
_LONGEST_NAME, _LONGEST_ID, _LONGEST_VERSION = 200, 120, 20
_LARGEST_NUMBER = 2**31 - 1
_STATES = frozenset(ControlState)
_KINDS = frozenset(EvidenceKind)
_MOST_CONTROLS = 10_000
_COUNTRY = re.compile(r"[A-Z]{2}")


def read(document: bytes) -> Results:
    """The results of a sealed document.

    Raises StateRefused: `format_too_new` names what would be needed, `not_results` what is wrong.
    """
    refuse_newer(document)
    try:
        value = json.loads(document)
        results = parse(document)
        same = canonical_value(value) == document
    except (ValueError, RecursionError) as error:
        raise _unfit("they cannot be read as results of an assessment") from error
    if not same:
        raise _unfit("they are not in canonical form")
    for fault in _faults(results):
        raise _unfit(fault)
    return results


def refuse_newer(document: bytes) -> None:
    """Raise StateRefused for results of a format that came after this version."""
    try:
        value = json.loads(document)
    except (ValueError, RecursionError):
        return
    told = value.get("format") if isinstance(value, dict) else None
    family, _, version = told.partition("/") if isinstance(told, str) else ("", "", "")
    own = int(FORMAT.rpartition("/")[2])
    if family == _FAMILY and version.isascii() and version.isdigit() and int(version[:9]) > own:
        message = (
            f"The results are of format {_FAMILY}/{version[:9]}; this installation reads up to "
            f"{FORMAT}. Bring it up to date, then import the file again."
        )
        raise StateRefused("format_too_new", message)


def _unfit(fault: str) -> StateRefused:
    return StateRefused("not_results", f"The sealed results cannot be taken in: {fault}.")


def _faults(results: Results) -> Iterator[str]:
    yield from _text_faults(results)
    if not is_id("sub", results.submission):
        yield "submission must be an id such as sub_…"
    if results.supersedes is not None and not is_id("sub", results.supersedes.submission):
        yield "supersedes.submission must be an id such as sub_…"
    for name, number in (("number", results.number), ("version", results.version)):
        if not 1 <= number <= _LARGEST_NUMBER:
            yield f"{name} must be from 1 to {_LARGEST_NUMBER}"
    if results.scope.kind not in set(ScopeKind):
        yield f"scope.kind must be one of {', '.join(ScopeKind)}"
    if results.marking not in set(Marking):
        yield f"marking must be one of {', '.join(Marking)}"
    if results.self_declared is not True:
        yield "self_declared must be true: nobody else has assessed the operator"
    yield from _time_faults(results)
    yield from _figure_faults(results)
    yield from _control_faults(results)


def _text_faults(results: Results) -> Iterator[str]:
    operator, profile, release = results.operator, results.profile, results.release
    texts = {
        "operator.id": (operator.id, _LONGEST_ID),
        "operator.name": (operator.name, _LONGEST_NAME),
        "operator.sector": (operator.sector, _LONGEST_ID),
        "operator.subsector": (operator.subsector, _LONGEST_ID),
        "operator.entity_type": (operator.entity_type, _LONGEST_ID),
        "title": (results.title, _LONGEST_NAME),
        "profile.id": (profile.id, _LONGEST_ID),
        "profile.version": (profile.version, _LONGEST_VERSION),
        "profile.title": (profile.title, _LONGEST_NAME),
        "release.signatory": (release.signatory, _LONGEST_NAME),
        "release.addressee": (release.addressee, _LONGEST_NAME),
    }
    for name, (text, longest) in texts.items():
        if not 1 <= len(text) <= longest or not _is_plain(text):
            yield f"{name} must be 1 to {longest} characters of plain text"
    countries = (operator.country, *operator.countries)
    if not all(_COUNTRY.fullmatch(one) for one in countries):
        yield "operator.country must be a country such as AT"


def _is_plain(text: str) -> bool:
    return all(unicodedata.category(one) not in {"Cc", "Cs"} for one in text)


def _time_faults(results: Results) -> Iterator[str]:
    try:
        start, end = (
            date.fromisoformat(one) for one in (results.period_from, results.period_until)
        )
        released = datetime.fromisoformat(results.release.released_at)
        released.astimezone(UTC)  # at the ends of the calendar there is none
    except (ValueError, OverflowError):
        yield "its dates cannot be read"
        return
    if start > end:
        yield "period_from must not be after period_until"
    if released.tzinfo is None:
        yield "release.released_at must name its offset from UTC"


def _figure_faults(results: Results) -> Iterator[str]:
    figures = results.figures
    shares = [figures.completeness]
    shares += [] if figures.attainment is None else [figures.attainment]
    if not all(0 <= share <= 1 for share in shares):
        yield "completeness and attainment must be from 0 to 1"
    if not all(
        0 <= count <= _LARGEST_NUMBER
        for count in (figures.met, figures.below, figures.not_applicable)
    ):
        yield "counts of controls must not be negative"


def _control_faults(results: Results) -> Iterator[str]:
    controls = [control for group in results.groups for control in group.controls]
    ids = {control.id for control in controls}
    if len(ids) != len(controls) or len(controls) > _MOST_CONTROLS:
        yield f"each control must stand once, and at most {_MOST_CONTROLS} of them"
    parts = {part.id for part in results.scope.parts}
    for control in controls:
        levels = [control.target, 0 if control.level is None else control.level]
        if not 1 <= len(control.id) <= _LONGEST_ID or not _is_plain(control.id):
            yield f"a control's id must be 1 to {_LONGEST_ID} characters of plain text"
        elif control.state not in _STATES or any(
            one.state not in _STATES or one.part not in parts for one in control.parts
        ):
            yield f"the outcome of control {control.id} is none that there is"
        elif not all(abs(level) <= _LARGEST_NUMBER for level in levels):
            yield f"the level of control {control.id} is none that there is"
        elif not all(item.kind in _KINDS for one in control.parts for item in one.evidence):
            yield f"evidence of control {control.id} must be one of {', '.join(EvidenceKind)}"


def refuse_other_addressee(results: Results, authority: AuthorityRow) -> None:
    """Raise StateRefused unless they were submitted to this authority.

    Ids differ between installations, so the authority is known by its name and country.
    """
    release = results.release
    # Results of format 1 name no country; who is competent is so in the operator's own.
    country = release.addressee_country or results.operator.country
    given = unicodedata.normalize("NFKC", release.addressee), country
    own = unicodedata.normalize("NFKC", authority.name), authority.country
    if given != own:
        message = (
            f"This was submitted to {release.addressee} ({country}), not to {authority.name} "
            f"({authority.country}). Name and country must be the same in both installations, "
            "letter by letter."
        )
        raise StateRefused("wrong_addressee", message)


def operator_id(authority_id: str, origin_name: str, results: Results) -> str:
    """The operator's id here: one for each operator of an installation that is trusted."""
    name = unicodedata.normalize("NFKC", origin_name)
    return derived_id("opr", authority_id, name, results.operator.id)


def details_of(results: Results) -> OperatorDetails:
    """What was sealed of the operator."""
    operator = results.operator
    return OperatorDetails(
        name=operator.name,
        country=operator.country,
        countries=operator.countries,
        entity_type=operator.entity_type,
    )


def classification_of(results: Results, regime: Regime | None) -> Classification:
    """Where the operator stands; the regime is that of its entity type where it is known here."""
    operator = results.operator
    if regime is None and results.profile.regime in set(Regime):
        regime = Regime(results.profile.regime)
    return Classification(operator.sector, operator.subsector, regime)


def row_of(results: Results, digest: str, *, origin: str, seal: str) -> SubmissionRow:
    """The submission's row, but for what this installation adds: operator and addressee."""
    operator, figures, release = results.operator, results.figures, results.release
    return SubmissionRow(
        id=results.submission,
        number=results.number,
        assessment_id=None,
        operator_id="",
        operator_name=operator.name,
        country=operator.country,
        sector=operator.sector,
        subsector=operator.subsector,
        entity_type=operator.entity_type,
        title=results.title,
        scope_kind=ScopeKind(results.scope.kind),
        period_from=date.fromisoformat(results.period_from),
        period_until=date.fromisoformat(results.period_until),
        profile_id=results.profile.id,
        profile_version=results.profile.version,
        profile_title=results.profile.title,
        submitted_at=datetime.fromisoformat(release.released_at).astimezone(UTC),
        signatory=release.signatory,
        addressee_id="",
        addressee_name=release.addressee,
        addressee_country="",
        digest=digest,
        completeness=figures.completeness,
        attainment=figures.attainment,
        met=figures.met,
        below=figures.below,
        not_applicable=figures.not_applicable,
        version=results.version,
        supersedes=results.supersedes.submission if results.supersedes else None,
        marking=results.marking,
        seal=seal,
        origin=origin,
    )


def addressed(row: SubmissionRow, authority: AuthorityRow, operator: str) -> SubmissionRow:
    """The row with the operator and the addressee as this installation knows them."""
    return replace(
        row,
        operator_id=operator,
        addressee_id=authority.id,
        addressee_name=authority.name,
        addressee_country=authority.country,
    )


def evidence_elsewhere(results: Results) -> tuple[EvidenceElsewhere, ...]:
    """Files that were sealed by their digest: they did not travel with the document."""
    return tuple(
        EvidenceElsewhere(control.id, item.title, item.filename, item.digest)
        for group in results.groups
        for control in group.controls
        for part in control.parts
        for item in part.evidence
        if item.kind == "file"
    )
