"""Exports a catalogue of ours as an OSCAL catalog, valid by OSCAL's own models.

What OSCAL has no field for stands in properties and parts of our namespace (see `oscal_own`), so
that an import gives the same controls again.
"""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from nisassess.catalogues.interchange.oscal_own import NAMESPACE
from nisassess.catalogues.interchange.oscal_questions import question_part
from nisassess.catalogues.interchange.oscal_values import Value, part, prop, prune
from nisassess.catalogues.interchange.report import Report
from nisassess.sdk import Catalogue, Control, ControlGroup, Mapping, NotApplicable, Reference
from nisassess.sdk import Source as CitedSource

OSCAL_VERSION = "1.1.3"


def export_catalog(catalogue: Catalogue, moment: datetime, report: Report) -> Value:
    """The OSCAL document; `moment` is when it was made."""
    _tell_losses(catalogue, report)
    base = uuid5(NAMESPACE_URL, f"{NAMESPACE}:{catalogue.id}@{catalogue.version}")
    sources = {source.id: str(uuid5(base, source.id)) for source in catalogue.sources}
    return {
        "catalog": prune(
            {
                "uuid": str(base),
                "metadata": _metadata(catalogue, moment, base),
                "groups": [_group(group, sources, base) for group in catalogue.groups],
                "back-matter": {
                    "resources": [
                        _resource(source, sources[source.id]) for source in catalogue.sources
                    ]
                },
            }
        )
    }


def token(id_: str) -> str:
    """An id as OSCAL takes it: never a digit in front."""
    return f"_{id_}" if id_[:1].isdigit() else id_


def _tell_losses(catalogue: Catalogue, report: Report) -> None:
    report.format = "OSCAL catalog"
    for language in catalogue.translations:
        report.left_out(f"translations.{language}", "OSCAL has no translations")
    for changes in catalogue.changes:
        report.left_out(f"changes.{changes.version}", "OSCAL has no changes between versions")
    for release in catalogue.releases:
        report.left_out(f"releases.{release.version}", "OSCAL has no digests of releases")
    for scale in catalogue.scales:
        report.changed(f"scales.{scale}", "its choices stand in every question that takes them")
    controls = [control for group in catalogue.groups for control in group.controls]
    report.languages = (catalogue.language,)
    report.counts = {
        "groups": len(catalogue.groups),
        "controls": len(controls),
        "questions": sum(len(control.questions) for control in controls),
        "mappings": sum(len(control.mappings) for control in controls),
        "references": sum(len(control.references) for control in controls),
    }


def _metadata(catalogue: Catalogue, moment: datetime, base: UUID) -> Value:
    publisher = str(uuid5(base, "publisher"))
    return {
        "title": catalogue.title,
        "last-modified": moment.isoformat(timespec="seconds"),
        "version": catalogue.version,
        "oscal-version": OSCAL_VERSION,
        "props": [prop("id", catalogue.id), prop("language", catalogue.language)],
        "roles": [{"id": "publisher", "title": "Publisher"}],
        "parties": [{"uuid": publisher, "type": "organization", "name": catalogue.publisher}],
        "responsible-parties": [{"role-id": "publisher", "party-uuids": [publisher]}],
        "remarks": catalogue.description,
    }


def _resource(source: CitedSource, uuid: str) -> Value:
    return {
        "uuid": uuid,
        "title": source.title,
        "props": [
            prop("id", source.id),
            prop("short", source.short),
            prop("force", source.force),
            prop("celex", source.celex),
            prop("edition", source.edition),
            *(prop("addressees", one) for one in source.addressees),
        ],
    }


def _label(label: str | None) -> list[Value]:
    return [{"name": "label", "value": label}] if label else []


def _group(group: ControlGroup, sources: dict[str, str], base: UUID) -> Value:
    return {
        "id": token(group.id),
        "title": group.title,
        "props": [*_label(group.label), prop("id", group.id)],
        "parts": [{"name": "overview", "prose": group.summary}],
        "controls": [_control(control, sources, base) for control in group.controls],
    }


def _control(control: Control, sources: dict[str, str], base: UUID) -> Value:
    state = control.not_applicable
    return {
        "id": token(control.id),
        "title": control.title,
        "props": [
            *_label(control.label),
            prop("id", control.id),
            prop("not-applicable", None if state is NotApplicable.ALLOWED else state),
        ],
        "parts": [
            {"name": "statement", "prose": control.statement},
            *({"name": "guidance", "prose": text} for text in control.guidance),
            part("rationale", prose=control.rationale),
            *(part("example-evidence", prose=text) for text in control.example_evidence),
            *(_reference(reference, sources) for reference in control.references),
            *(_mapping(mapping) for mapping in control.mappings),
            *(question_part(question) for question in control.questions),
        ],
    }


def _reference(reference: Reference, sources: dict[str, str]) -> Value:
    uuid = sources.get(reference.source)
    return part(
        "reference",
        prose=reference.note,
        props=[
            prop("source", reference.source),
            prop("article", reference.article),
            prop("paragraph", reference.paragraph),
            prop("point", reference.point),
            prop("addressee", reference.addressee),
            *(prop("addressees", one) for one in reference.addressees),
            prop("force", reference.force),
            prop("applies-from", reference.applies_from),
            prop("applies-until", reference.applies_until),
            prop("checked-on", reference.checked_on),
            prop("checked-by", reference.checked_by),
        ],
        links=[{"href": f"#{uuid}", "rel": "reference"}] if uuid else [],
    )


def _mapping(mapping: Mapping) -> Value:
    return part(
        "mapping",
        props=[
            prop("source", mapping.source),
            prop("target", mapping.target),
            prop("control", mapping.control),
            prop("relation", mapping.relation),
        ],
    )


def as_json_value(document: Value) -> Any:
    """Held against OSCAL's own model; what it refuses is a fault of this export."""
    from trestle.oscal.catalog import Catalog
    from trestle.oscal.profile import Profile

    model = Catalog if "catalog" in document else Profile
    model.model_validate(next(iter(document.values())))
    return document
