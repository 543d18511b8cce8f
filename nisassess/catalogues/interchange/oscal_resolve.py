"""Resolves an OSCAL profile: the catalogue that its imports and changes make.

Own code on plain values: the library's resolver wants a workspace of its own layout, and follows
addresses on the web.
"""

from typing import Any

from nisassess.catalogues.interchange.oscal_files import Shelf, file_names, kind_of, tell_departures
from nisassess.catalogues.interchange.oscal_modify import modify
from nisassess.catalogues.interchange.oscal_select import all_controls, cut_down, selected
from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.source import Entry, Source

Value = dict[str, Any]
DEEPEST_IMPORT = 8
MOST_IMPORTS = 64


class Resolver:
    """Follows imports from file to file, each only once on its way."""

    def __init__(self, shelf: Shelf, report: Report) -> None:
        self._shelf = shelf
        self._report = report
        self._made: dict[str, Value] = {}
        """By file name, the catalogue that was made of a profile already."""

    def catalog(self, source: Source, way: tuple[str, ...] = ()) -> Value:
        """A file's catalogue: its own, or the one that its profile makes."""
        kind = kind_of(source)
        if kind == "catalog":
            return _check_ids(source, source.top.block("catalog")).value
        if kind != "profile":
            source.refuse((), f"is {kind or 'no OSCAL'}, not the catalog or profile to import")
        profile = source.top.block("profile")
        name = source.path.name
        if name in way or len(way) > DEEPEST_IMPORT:
            round_ = " > ".join((*way, name))
            source.refuse(("profile", "imports"), f"its imports go round in a circle: {round_}")
        if name not in self._made:
            tell_departures("profile", profile, self._report)
            self._made[name] = self._resolve(source, profile, (*way, name))
        return self._made[name]

    def _resolve(self, source: Source, profile: Entry, way: tuple[str, ...]) -> Value:
        merged: Value = {}
        statements = profile.blocks("imports")
        if len(statements) > MOST_IMPORTS:
            profile.refuse(f"imports more than {MOST_IMPORTS} times", "imports")
        for statement in statements:
            found = self.imported(source, profile, statement)
            catalog = self.catalog(found, way)
            chosen = selected(statement, catalog, self._report)
            self._add(merged, cut_down(catalog, chosen), statement)
        self._tell_merge(profile)
        modify(merged, profile.block("modify"), self._report)
        metadata = profile.block("metadata").value
        resources = profile.block("back-matter").blocks("resources")
        merged.setdefault("back-matter", {"resources": []})["resources"].extend(
            resource.value for resource in resources if not resource.has("rlinks")
        )
        return {**merged, "uuid": profile.text("uuid"), "metadata": metadata}

    def imported(self, source: Source, profile: Entry, statement: Entry) -> Source:
        """The file that an import statement names."""
        names = file_names(statement.needed("href"), profile)
        found = self._shelf.find(source, names)
        if found is None:
            wanted = " or ".join(names) or statement.needed("href")
            statement.refuse(
                f"imports {wanted}, which is not beside this file; name it as a further FILE",
                "href",
            )
        return found

    def _add(self, merged: Value, catalog: Value, statement: Entry) -> None:
        """The first of two controls with one id stays."""
        have = {control["id"] for control, _ in all_controls(merged)}
        twice = {control["id"] for control, _ in all_controls(catalog)} & have
        for id_ in sorted(twice):
            self._report.changed(statement.path, f"imports '{id_}' again; the first stays")
        if twice:
            keep = {control["id"] for control, _ in all_controls(catalog)} - twice
            catalog = cut_down(catalog, keep)
        for key in ("params", "controls", "groups"):
            if catalog.get(key):
                merged.setdefault(key, []).extend(catalog[key])
        resources = (catalog.get("back-matter") or {}).get("resources") or []
        merged.setdefault("back-matter", {"resources": []})["resources"].extend(resources)

    def _tell_merge(self, profile: Entry) -> None:
        merge = profile.block("merge")
        if not merge.flag("as-is"):
            path = profile.at("merge")
            self._report.changed(path, "the groups of the imported catalogue were kept")


def _check_ids(source: Source, catalog: Entry) -> Entry:
    """What selection relies on: every control has an id, and groups are lists of blocks."""
    waiting = [catalog]
    while waiting:
        holder = waiting.pop()
        for control in holder.blocks("controls"):
            control.needed("id")
            waiting.append(control)
        waiting.extend(holder.blocks("groups"))
    if catalog.source is not source:
        source.refuse((), "holds another file's entries")
    return catalog
