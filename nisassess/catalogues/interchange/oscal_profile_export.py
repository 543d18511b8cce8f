"""Exports a profile of ours as an OSCAL profile over an exported catalogue."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from nisassess.catalogues.interchange.oscal_export import OSCAL_VERSION, token
from nisassess.catalogues.interchange.oscal_own import NAMESPACE
from nisassess.catalogues.interchange.oscal_values import Value, prop, prune
from nisassess.catalogues.interchange.report import Report
from nisassess.sdk import Catalogue, Profile


def targets(profile: Profile, catalogue: Catalogue) -> dict[str, int]:
    """Every control of the catalogue that the profile selects, with its target."""
    return {
        control.id: target
        for group in catalogue.groups
        for control in group.controls
        if (target := profile.controls.get(control.id, profile.groups.get(group.id))) is not None
    }


def export_profile(
    profile: Profile, catalogue: Catalogue, file: str, moment: datetime, report: Report
) -> Value:
    """The OSCAL document; `file` is the name of the catalogue's file beside it."""
    tell_profile_losses(profile, catalogue, report)
    selected = targets(profile, catalogue)
    uuid = uuid5(NAMESPACE_URL, f"{NAMESPACE}:{profile.id}@{profile.version}")
    return {
        "profile": prune(
            {
                "uuid": str(uuid),
                "metadata": _metadata(profile, catalogue, moment),
                "imports": [
                    {
                        "href": file,
                        "include-controls": [{"with-ids": [token(id_) for id_ in selected]}],
                    }
                ],
                "merge": {"as-is": True},
                "modify": {
                    "alters": [
                        {"control-id": token(id_), "adds": [{"props": [prop("target", target)]}]}
                        for id_, target in selected.items()
                    ]
                },
            }
        )
    }


def key_controls(profile: Profile, catalogue: Catalogue) -> tuple[str, ...]:
    """Those of the profile's key controls that the catalogue holds."""
    selected = targets(profile, catalogue)
    return tuple(id_ for id_ in profile.key_controls if id_ in selected)


def tell_profile_losses(profile: Profile, catalogue: Catalogue, report: Report) -> None:
    """Tell what neither an OSCAL profile nor a workbook holds of a profile."""
    path = f"profiles.{profile.id}"
    for other in profile.catalogues:
        if other != catalogue.id:
            report.left_out(path, f"controls and key controls of the catalogue '{other}'")
    for name in ("legal_basis", "opening", "translations", "weights"):
        if getattr(profile, name):
            report.left_out(f"{path}.{name}", f"the other format's profile has no '{name}'")


def _metadata(profile: Profile, catalogue: Catalogue, moment: datetime) -> Value:
    scoring = profile.scoring
    parameters = [
        prop("scoring-parameter", value) | {"class": name}
        for name, value in scoring.parameters.items()
    ]
    return {
        "title": profile.title,
        "last-modified": moment.isoformat(timespec="seconds"),
        "version": profile.version,
        "oscal-version": OSCAL_VERSION,
        "props": [
            prop("id", profile.id),
            prop("regime", profile.regime),
            *(prop("entity-type", one) for one in profile.entity_types),
            *(prop("target-group", one) for one in profile.target_groups),
            *(prop("scope-kind", one) for one in profile.scope_kinds),
            prop("scoring-method", scoring.method),
            prop("scoring-lowest", scoring.lowest),
            *(prop("scoring-level", one) for one in scoring.levels),
            *parameters,
            *(prop("key-control", one) for one in key_controls(profile, catalogue)),
            *(prop("as-guidance", one) for one in profile.as_guidance),
            *(prop("suggested-part", one) for one in profile.suggested_parts),
            prop("notice", profile.notice),
        ],
        "remarks": profile.summary,
    }
