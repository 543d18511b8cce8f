"""Finds out what a file is, and makes a plugin's content of it."""

from pathlib import Path

from pydantic import ValidationError

from nisassess.catalogues.interchange import ciso, mappings, sheets
from nisassess.catalogues.interchange.bounds import refusal
from nisassess.catalogues.interchange.ciso import Links
from nisassess.catalogues.interchange.content import Imported
from nisassess.catalogues.interchange.mappings import Collected
from nisassess.catalogues.interchange.oscal_catalog import CatalogImport, Wanted
from nisassess.catalogues.interchange.oscal_files import Shelf, kind_of, tell_departures
from nisassess.catalogues.interchange.oscal_profiles import selections
from nisassess.catalogues.interchange.oscal_resolve import Resolver
from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.source import Entry, Source
from nisassess.sdk import ContentError, ContentFault

_NEEDED = "a catalog or profile is needed"
_WHY_NOT = {
    None: "is no OSCAL catalog or profile, CISO Assistant library or workbook",
    "mapping-collection": "holds only mappings; name the file of their catalogue before it",
}


def import_files(paths: list[Path], wanted: Wanted) -> Imported:
    """Make content of the first file; the further ones add profiles, catalogues and mappings.

    Raises ContentError naming what is wrong at file and line.
    """
    first, *more = paths
    try:
        return _import(first, more, wanted)
    except ValidationError as error:
        # Of another's content all is made to fit; what says that it is ours must be as ours is.
        faults = (
            ContentFault(str(first), 0, ".".join(map(str, problem["loc"])), problem["msg"])
            for problem in error.errors(include_url=False)
        )
        raise ContentError(tuple(faults)) from error


def _import(first: Path, more: list[Path], wanted: Wanted) -> Imported:
    if sheets.is_workbook(first):
        if more:
            raise refusal(str(more[0]), 0, "", "a workbook is imported alone")
        return sheets.import_workbook(first)
    source = Source(first)
    others = [Source(path) for path in more]
    if _is_library(source):
        return _import_library(source, others, wanted)
    if kind_of(source) not in {"catalog", "profile"}:
        source.refuse((), _WHY_NOT.get(kind_of(source), "is another OSCAL document; " + _NEEDED))
    return _import_oscal(source, others, wanted)


def _is_library(source: Source) -> bool:
    return isinstance(source.value, dict) and "objects" in source.value


# --- CISO Assistant -------------------------------------------------------------------------


def _import_library(source: Source, others: list[Source], wanted: Wanted) -> Imported:
    objects = source.top.block("objects")
    if {"requirement_mapping_set", "requirement_mapping_sets"} >= set(objects.value):
        objects.refuse("holds only mappings; name the file of one of their frameworks before it")

    def links(framework: str, report: Report) -> Links:
        collected = Collected(report)
        mappings.from_ciso(objects, framework, collected)
        for other in others:
            if not mappings.from_ciso(other.top.block("objects"), framework, collected):
                other.refuse(("objects",), f"holds no mapping of {framework}")
        return Links(collected.mappings, tuple(collected.sources.values()))

    return ciso.import_library(source, wanted.id, links)


# --- OSCAL ----------------------------------------------------------------------------------


def _import_oscal(source: Source, others: list[Source], wanted: Wanted) -> Imported:
    report = Report(format=f"OSCAL {kind_of(source)}")
    resolver = Resolver(Shelf([source, *others]), report)
    top = _top(source, resolver, report)
    catalog = CatalogImport(top, report, wanted)
    collected = Collected(report)
    names = {source.path.name, *(o.path.name for o in others if kind_of(o) == "catalog")}
    for other in others:
        if kind_of(other) == "mapping-collection":
            collection = other.top.block("mapping-collection")
            tell_departures("mapping-collection", collection, report)
            if not mappings.from_oscal(collection, names, collected):
                mapped = ", ".join(sorted(mappings.catalogs_of(collection)))
                other.refuse((), f"maps {mapped}; name one of them, called so, before it")
    mappings.tell_unmatched(collected, set(catalog.ids))
    imported = catalog.run(collected.mappings, tuple(collected.sources.values()))
    if kind_of(source) == "profile":
        return imported
    profiles = [other for other in others if kind_of(other) == "profile"]
    return selections(imported, catalog, profiles, resolver)


def _top(source: Source, resolver: Resolver, report: Report) -> Entry:
    if kind_of(source) == "catalog":
        top = source.top.block("catalog")
        tell_departures("catalog", top, report)
        return top
    return Entry(source, resolver.catalog(source), ("profile",))
