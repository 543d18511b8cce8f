"""OSCAL profiles over a catalogue that is imported whole, as profiles of ours."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from nisassess.catalogues.interchange import content, fitting, oscal_own
from nisassess.catalogues.interchange.content import Imported, Selection
from nisassess.catalogues.interchange.ids import Names, slug
from nisassess.catalogues.interchange.oscal_catalog import CatalogImport
from nisassess.catalogues.interchange.oscal_resolve import Resolver
from nisassess.catalogues.interchange.oscal_select import selected
from nisassess.catalogues.interchange.source import Entry, Source
from nisassess.sdk import Profile, Regime, ScopeKind, ScoringChoice, TargetGroup

T = TypeVar("T")


def selections(
    imported: Imported, catalog: CatalogImport, files: list[Source], resolver: Resolver
) -> Imported:
    """Add a profile for each file; our own content needs none of everything besides."""
    if not files:
        return imported
    names = Names(imported.report)
    for profile in imported.profiles:
        names.take(profile.id, "profiles")
    there = {control.id for group in imported.catalogue.groups for control in group.controls}
    made = []
    for file in files:
        entry = file.top.block("profile")
        chosen = _chosen(file, entry, catalog, resolver)
        ids = {catalog.ids[key] for key in chosen if key in catalog.ids} & there
        if not ids:
            file.refuse(("profile", "imports"), "selects no control of the catalogue")
        made.append(_profile(entry, sorted(ids), imported, names, catalog.ids))
    is_own = oscal_own.value(catalog.top.block("metadata"), "id") is not None
    kept = () if is_own else imported.profiles
    return content.finish(replace(imported, profiles=(*kept, *made)))


def _chosen(file: Source, entry: Entry, catalog: CatalogImport, resolver: Resolver) -> set[str]:
    report = catalog.report
    chosen: set[str] = set()
    for statement in entry.blocks("imports"):
        found = resolver.imported(file, entry, statement)
        chosen |= selected(statement, resolver.catalog(found, (file.path.name,)), report)
    changes = entry.block("modify")
    for key in ("set-parameters", "alters"):
        for change in changes.blocks(key):
            if not _is_target(change):
                reason = "a change of a control in one profile; import the profile alone to keep it"
                report.left_out(f"{file.path.name}: {change.path}", reason)
    return chosen


def _is_target(change: Entry) -> bool:
    return any(oscal_own.props(add) for add in change.blocks("adds"))


def _profile(
    entry: Entry, ids: list[str], imported: Imported, names: Names, by_key: dict[str, str]
) -> Profile:
    metadata = entry.block("metadata")
    title = metadata.needed("title")
    own_id = oscal_own.value(metadata, "id")
    if own_id is not None:
        return _own(entry, own_id, ids, imported, by_key)
    selection = Selection(
        id=names.take(slug(title), entry.path, "profile"),
        title=fitting.title(title),
        summary=(fitting.pieces(metadata.text("remarks")) or (fitting.title(title),))[0],
        controls=dict.fromkeys(ids, 2),
    )
    language = imported.catalogue.language
    scoring = content.outcomes(language)
    profile = content.profile(selection, imported.catalogue, scoring, imported.report)
    version = fitting.version(metadata.text("version"), entry.path, imported.report)
    return replace(profile, version=version)


def _own(
    entry: Entry, id_: str, ids: list[str], imported: Imported, by_key: dict[str, str]
) -> Profile:
    metadata = entry.block("metadata")
    value, values = oscal_own.value, oscal_own.values
    targets = {
        by_key.get(alter.needed("control-id"), ""): oscal_own.read(add, "target", int) or 0
        for alter in entry.block("modify").blocks("alters")
        for add in alter.blocks("adds")
        if oscal_own.props(add)
    }
    parameters = oscal_own.props(metadata).get("scoring-parameter", [])
    return Profile(
        id=id_,
        version=metadata.text("version"),
        title=metadata.needed("title"),
        summary=metadata.text("remarks"),
        regime=oscal_own.read(metadata, "regime", Regime) or Regime.NIS2,
        catalogues=(imported.catalogue.id,),
        entity_types=values(metadata, "entity-type"),
        target_groups=_all(metadata, "target-group", TargetGroup),
        scope_kinds=_all(metadata, "scope-kind", ScopeKind),
        scoring=ScoringChoice(
            method=value(metadata, "scoring-method") or "outcomes",
            levels=values(metadata, "scoring-level"),
            lowest=oscal_own.read(metadata, "scoring-lowest", int) or 0,
            parameters={p.text("class"): _decimal(p) for p in parameters},
        ),
        legal_basis=(),
        controls={one: targets[one] for one in ids if one in targets},
        key_controls=values(metadata, "key-control"),
        as_guidance=values(metadata, "as-guidance"),
        suggested_parts=values(metadata, "suggested-part"),
        notice=value(metadata, "notice"),
    )


def _all(metadata: Entry, name: str, kind: Callable[[str], T]) -> tuple[T, ...]:
    try:
        return tuple(kind(one) for one in oscal_own.values(metadata, name))
    except ValueError as error:
        metadata.refuse(f"{error} (our property '{name}')", "props")


def _decimal(prop: Entry) -> Decimal:
    try:
        return Decimal(prop.text("value"))
    except ArithmeticError:
        prop.refuse("must be a number", "value")
