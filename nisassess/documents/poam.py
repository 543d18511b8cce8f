"""OSCAL plan of action and milestones of the remediation plan in sealed results.

Every gap stands in it, with its planned measure or with the word that none is planned. Dates and
owners are the operator's; no risk and no milestone is made up.
"""

from collections.abc import Iterator

from nisassess.catalogues.interchange.oscal_values import Value
from nisassess.documents import oscal_findings as found
from nisassess.documents.errors import NothingToPlanError
from nisassess.documents.oscal_common import (
    Sealed,
    as_bytes,
    components,
    line,
    measure_props,
    metadata,
    origin,
    own,
    sealed,
)
from nisassess.results.types import ControlResult, PartResult

Gap = tuple[ControlResult, PartResult]


def plan_of_action(document: bytes) -> bytes:
    """The OSCAL document (JSON) of a canonical results document; the same gives the same bytes.

    Raises NothingToPlanError where there is neither a gap nor a measure, since OSCAL's plan has
    one item at least, and pydantic.ValidationError if `document` is no sealed results.
    """
    given = sealed(document)
    gaps = list(_gaps(given))
    if not gaps:
        raise NothingToPlanError("there is no gap and no measure in these results")
    controls = {control.id: control for control, _ in gaps}.values()
    parts = [item for control in controls for item in control.parts]
    return as_bytes(
        "plan-of-action-and-milestones",
        {
            "uuid": given.uuid("plan-of-action"),
            "metadata": metadata(given, "plan of action"),
            "system-id": {"id": given.results.assessment},
            "local-definitions": {"components": components(given)},
            "observations": [
                found.observation(given, control, item)
                for control in controls
                for item in control.parts
            ],
            "findings": [found.finding(given, control) for control in controls],
            "poam-items": [_item(given, gap) for gap in gaps],
            "back-matter": {"resources": found.evidence_resources(given, parts)},
        },
    )


def _gaps(given: Sealed) -> Iterator[Gap]:
    for group in given.results.groups:
        for control in group.controls:
            for item in control.parts:
                if item.state == "below" or item.measure is not None:
                    yield control, item


def _item(given: Sealed, gap: Gap) -> Value:
    control, item = gap
    measure = item.measure
    return {
        "uuid": given.uuid("plan", control.id, item.part),
        "title": f"{found.title(control)}: {line(given.part_name(item.part))}",
        "description": (measure.what if measure else "") or "No measure is planned.",
        "props": [
            own("planned", measure is not None),
            *(measure_props(measure) if measure else ()),
            own("control", control.id),
            own("part", item.part),
            own("state", item.state),
            own("target", control.target),
            own("level", item.level),
        ],
        "origins": origin(given),
        "related-findings": [{"finding-uuid": found.finding_id(given, control)}],
        "related-observations": [{"observation-uuid": found.observation_id(given, control, item)}],
    }
