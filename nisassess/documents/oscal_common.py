"""What both OSCAL documents of sealed results share: ids, properties, people, times."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from nisassess.catalogues.interchange.oscal_own import NAMESPACE
from nisassess.catalogues.interchange.oscal_values import Value, prop, prune
from nisassess.results.canonical import digest as digest_of
from nisassess.results.canonical import parse
from nisassess.results.types import Measure, Results

OSCAL_VERSION = "1.1.3"
_NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Sealed:
    """Results with the digest of their document, from which every UUID follows."""

    results: Results
    digest: str

    def uuid(self, *names: str) -> str:
        """The UUID of something in the results: the same results give the same one."""
        return str(uuid5(NAMESPACE_URL, "\n".join((NAMESPACE, self.digest, *names))))

    def level(self, number: int | None) -> str:
        """A level in words."""
        if number is None:
            return "no level"
        place = number - self.results.profile.lowest
        names = self.results.profile.levels
        return f"level {number} ({names[place]})" if 0 <= place < len(names) else f"level {number}"

    def part_name(self, part: str) -> str:
        """The name of a part of the scope."""
        return next((p.name for p in self.results.scope.parts if p.id == part), part)


def sealed(document: bytes) -> Sealed:
    """Read a canonical document; raises pydantic.ValidationError if it is not one."""
    return Sealed(parse(document), digest_of(document))


def own(name: str, value: object, **more: str) -> Value:
    """A property of our namespace; nothing where there is no value."""
    if value is None or value == "":
        return {}
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    made = prop(name, text)
    # A value of several lines stands in the remarks already.
    kept = {key: item for key, item in more.items() if item and key not in made}
    return made | kept


def line(text: str | None) -> str:
    """A text on one line, as OSCAL's titles and names are."""
    return " ".join((text or "").split()) or _NOTHING


def moment(value: str) -> str:
    """A time as OSCAL takes it: in UTC, to the second."""
    found = datetime.fromisoformat(value)
    found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return found.strftime("%Y-%m-%dT%H:%M:%SZ")


def day(value: str) -> str:
    """A day's beginning as OSCAL takes it."""
    return f"{value[:10]}T00:00:00Z"


def origin(given: Sealed) -> list[Value]:
    """Everything in sealed results is what the operator says of itself."""
    return [{"actors": [{"type": "party", "actor-uuid": given.uuid("operator")}]}]


def metadata(given: Sealed, kind: str) -> Value:
    """The document's metadata with everybody that it names."""
    results = given.results
    return {
        "title": f"{line(results.title)}: {kind}",
        "last-modified": moment(results.release.released_at),
        "version": str(results.version),
        "oscal-version": OSCAL_VERSION,
        "document-ids": [{"identifier": results.submission}],
        "props": _document_props(given),
        "roles": [{"id": id_, "title": title} for id_, title in _ROLES.items()],
        "parties": list(_parties(given)),
        "responsible-parties": [
            _responsible("operator", given.uuid("operator")),
            _responsible("management-body", given.uuid("body")),
            _responsible("signatory", given.uuid("signatory")),
            _responsible("addressee", given.uuid("addressee")),
        ],
        "remarks": _SELF_DECLARED if results.self_declared else "",
    }


_ROLES = {
    "operator": "Operator that assessed itself",
    "management-body": "Management body that approved",
    "signatory": "Signatory who released the results",
    "addressee": "Authority that they were submitted to",
}
_SELF_DECLARED = (
    "Self-declared: everything stated here is the operator's own declaration; nobody else has"
    " verified it."
)


def _document_props(given: Sealed) -> list[Value]:
    results, operator = given.results, given.results.operator
    return [
        own("digest", given.digest, **{"class": "sha-256"}),
        own("format", results.format),
        own("number", results.number),
        own("marking", results.marking, **{"class": "tlp-2.0"}),
        own("language", results.language),
        own("self-declared", results.self_declared),
        own("supersedes", results.supersedes.submission if results.supersedes else None),
        own("supersedes-digest", results.supersedes.digest if results.supersedes else None),
        own("regime", results.profile.regime),
        own("entity-type", operator.entity_type, remarks=operator.entity_type_title),
        own("nis2-status", operator.status, remarks=operator.status_rule),
        own("nis2-status-basis", operator.status_basis, remarks=operator.status_citation),
    ]


def _responsible(role: str, *parties: str) -> Value:
    return {"role-id": role, "party-uuids": list(parties)}


def _parties(given: Sealed) -> Iterable[Value]:
    results, approval = given.results, given.results.approval
    operator, body = given.uuid("operator"), given.uuid("body")
    yield {
        "uuid": operator,
        "type": "organization",
        "name": line(results.operator.name),
        "props": [own("id", results.operator.id), own("country", results.operator.country)],
    }
    yield {
        "uuid": body,
        "type": "organization",
        "name": line(approval.body),
        "member-of-organizations": [operator],
    }
    for number, member in enumerate(approval.members):
        yield {
            "uuid": given.uuid("member", str(number)),
            "type": "person",
            "name": line(member.name),
            "props": [own("function", member.function), own("trained-on", member.trained_on)],
            "member-of-organizations": [body],
        }
    yield {
        "uuid": given.uuid("signatory"),
        "type": "person",
        "name": line(results.release.signatory),
        "member-of-organizations": [operator],
    }
    yield {
        "uuid": given.uuid("addressee"),
        "type": "organization",
        "name": line(results.release.addressee),
        "props": [own("id", results.release.addressee_id)],
    }


def components(given: Sealed) -> list[Value]:
    """The parts of the scope, which the observations are about."""
    scope = given.results.scope
    return [
        {
            "uuid": given.uuid("part", part.id),
            "type": scope.kind.replace("_", "-"),
            "title": line(part.name),
            "description": part.description or line(scope.name),
            "props": [own("id", part.id)],
            "status": {"state": "other", "remarks": "The results do not say."},
        }
        for part in scope.parts
    ]


def measure_props(measure: Measure) -> list[Value]:
    """Who closes a gap, until when, at what cost, and how far it has come."""
    return [
        own("owner", measure.responsible),
        own("until", measure.until),
        own("cost-class", measure.cost_class),
        own("measure-state", measure.state),
        own("measure-reason", measure.reason),
    ]


def as_bytes(root: str, value: Value) -> bytes:
    """The document as JSON, held against OSCAL's own model; raises pydantic.ValidationError.

    What the model refuses is a fault of this export, never of the results.
    """
    document = {root: prune(value)}
    _model(root).model_validate(document[root])
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _model(root: str) -> Any:
    # More than a second to import, and nothing else needs it.
    if root == "assessment-results":
        from trestle.oscal.assessment_results import AssessmentResults

        return AssessmentResults
    from trestle.oscal.poam import PlanOfActionAndMilestones

    return PlanOfActionAndMilestones
