"""OSCAL assessment results of sealed results: nothing is added that was not sealed.

The same document gives the same bytes. What OSCAL has no field for stands in properties of our
namespace, as in the catalogues that are exported (see `catalogues.interchange.oscal_own`). No
risks are stated: the results hold none.
"""

from collections.abc import Iterator

from nisassess.catalogues.interchange.oscal_export import token
from nisassess.catalogues.interchange.oscal_values import Value
from nisassess.documents import oscal_findings as found
from nisassess.documents.oscal_common import (
    Sealed,
    as_bytes,
    components,
    day,
    line,
    metadata,
    moment,
    own,
    sealed,
)
from nisassess.results.types import (
    CatalogueUsed,
    Figures,
    GroupResult,
    Opening,
    PartResult,
    Reference,
)


def assessment_results(document: bytes) -> bytes:
    """The OSCAL document (JSON) of a canonical results document.

    Raises pydantic.ValidationError if `document` is no sealed results.
    """
    given = sealed(document)
    return as_bytes(
        "assessment-results",
        {
            "uuid": given.uuid("assessment-results"),
            "metadata": metadata(given, "assessment results"),
            "import-ap": {
                "href": f"#{given.uuid('profile')}",
                "remarks": "There is no separate plan: the profile says what is assessed.",
            },
            "local-definitions": {
                "objectives-and-methods": [
                    found.objective(given, control)
                    for group in given.results.groups
                    for control in group.controls
                ]
            },
            "results": [_result(given)],
            "back-matter": {"resources": _resources(given)},
        },
    )


def _result(given: Sealed) -> Value:
    results = given.results
    return {
        "uuid": given.uuid("result"),
        "title": line(results.title),
        "description": f"{line(results.operator.name)}: {line(results.scope.name)}.",
        "start": day(results.period_from),
        "end": moment(results.release.released_at),
        "props": [
            own("assessment", results.assessment),
            own("period-from", results.period_from),
            own("period-until", results.period_until),
            own("scope-kind", results.scope.kind, remarks=results.scope.description or ""),
            own("scope", results.scope.name),
            *_figures(results.figures),
        ],
        "local-definitions": {"components": components(given)},
        "reviewed-controls": _reviewed(given),
        "attestations": list(_attestations(given)),
        "observations": list(_observations(given)),
        "findings": [
            found.finding(given, control) for group in results.groups for control in group.controls
        ],
    }


def _reviewed(given: Sealed) -> Value:
    results = given.results
    return {
        "description": line(results.profile.title),
        "props": [
            own("profile", results.profile.id),
            own("profile-version", results.profile.version),
            own("profile-digest", results.profile.digest, **{"class": "sha-256"}),
            own("scoring-method", results.profile.scoring_method),
            own("scoring-version", results.profile.scoring_version),
            *(own(f"parameter-{n}", v) for n, v in sorted(results.profile.parameters.items())),
            *(
                own("level", results.profile.lowest + number, remarks=name)
                for number, name in enumerate(results.profile.levels)
            ),
            *map(_legal_basis, results.profile.legal_basis),
        ],
        "control-selections": [_selection(group) for group in results.groups],
        "remarks": results.profile.notice,
    }


def _legal_basis(item: Reference) -> Value:
    remarks = "\n".join(text for text in (item.title, item.addressee, item.note) if text)
    return own("legal-basis", item.citation, **{"class": item.force}, remarks=remarks)


def _selection(group: GroupResult) -> Value:
    return {
        "description": found.title(group),
        "props": [own("group", group.id), *_figures(group.figures)],
        "include-controls": [{"control-id": token(control.id)} for control in group.controls],
    }


def _figures(figures: Figures) -> Iterator[Value]:
    """Completeness and attainment with their rules, and what they were counted from."""
    yield _figure("completeness", figures.completeness, figures.completeness_trace.rule)
    yield _figure("attainment", figures.attainment, figures.attainment_trace.rule)
    yield own("attainment-at-least", figures.attainment_at_least)
    yield own("level", figures.level)
    yield _figure("value", figures.value, figures.value_trace.rule if figures.value_trace else "")
    yield own("value-at-least", figures.value_at_least)
    for name in ("questions", "answered", "met", "below", "open", "not_applicable"):
        yield own(name.replace("_", "-"), getattr(figures, name))


def _figure(name: str, value: float | None, rule: str) -> Value:
    return own(name, value, remarks=rule)


def _attestations(given: Sealed) -> Iterator[Value]:
    """What people stated: the body's approval, the release, what opened the profile."""
    approval, release = given.results.approval, given.results.release
    props = [
        own("resolution", approval.resolution),
        own("resolved-on", approval.resolved_on),
        own("reservations", approval.reservations),
        own("recorded-by", approval.recorded_by),
        own("recorded-at", approval.recorded_at),
        own("legal-basis", approval.citation),
    ]
    words = f"{line(approval.body)} approved these results."
    yield _attestation(given, ("management-body", "body"), "approval", words, props)
    words = f"{line(release.signatory)} released these results to {line(release.addressee)}."
    props = [own("released-at", release.released_at)]
    yield _attestation(given, ("signatory", "signatory"), "release", words, props)
    opening = given.results.opening
    if opening is not None:
        yield _attestation(
            given, ("operator", "operator"), "opening", opening.label, _opening(opening)
        )


def _opening(opening: Opening) -> list[Value]:
    return [
        own("option", opening.option),
        own("consequence", opening.consequence),
        own("authority", opening.authority),
        own("dated", opening.dated),
        own("reference", opening.reference.citation, **{"class": opening.reference.force}),
    ]


def _attestation(
    given: Sealed, who: tuple[str, str], name: str, words: str, props: list[Value]
) -> Value:
    role, party = who
    return {
        "responsible-parties": [{"role-id": role, "party-uuids": [given.uuid(party)]}],
        "parts": [
            {
                "uuid": given.uuid("attestation", name),
                "name": name,
                "ns": "urn:nisassess:oscal:1",
                "props": props,
                "prose": words,
            }
        ],
    }


def _observations(given: Sealed) -> Iterator[Value]:
    results = given.results
    for group in results.groups:
        for control in group.controls:
            for item in control.parts:
                yield found.observation(given, control, item)
    for gate in results.gates:
        yield found.gate_observation(given, gate, "")
    for group in results.groups:
        for gate in group.gates:
            yield found.gate_observation(given, gate, group.id)
    if results.outcome is not None:
        yield found.outcome_observation(given, results.outcome)


def _resources(given: Sealed) -> list[Value]:
    results = given.results
    profile = {
        "uuid": given.uuid("profile"),
        "title": line(results.profile.title),
        "description": results.profile.summary,
        "props": [
            own("id", results.profile.id),
            own("version", results.profile.version),
            own("digest", results.profile.digest, **{"class": "sha-256"}),
        ],
    }
    parts: list[PartResult] = [
        item for group in results.groups for control in group.controls for item in control.parts
    ]
    return [
        profile,
        *(_catalogue(given, item) for item in results.profile.catalogues),
        *found.evidence_resources(given, parts),
    ]


def _catalogue(given: Sealed, item: CatalogueUsed) -> Value:
    return {
        "uuid": given.uuid("catalogue", item.id),
        "title": line(item.title),
        "props": [
            own("id", item.id),
            own("version", item.version),
            own("publisher", item.publisher),
        ],
    }
