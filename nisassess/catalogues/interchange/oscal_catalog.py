"""Imports OSCAL catalogues."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from nisassess.catalogues.interchange import content, fitting, oscal_own
from nisassess.catalogues.interchange.content import Imported, Selection
from nisassess.catalogues.interchange.dividing import divided
from nisassess.catalogues.interchange.ids import Names, slug
from nisassess.catalogues.interchange.oscal_controls import (
    Setting,
    control,
    is_withdrawn,
    tell_withdrawn,
)
from nisassess.catalogues.interchange.oscal_matter import BackMatter
from nisassess.catalogues.interchange.oscal_prose import Parameters, label_of, part_text
from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.source import Entry
from nisassess.sdk import Catalogue, Control, ControlGroup, Mapping
from nisassess.sdk import Source as CitedSource

_OF_METADATA = {"title", "version", "oscal-version", "remarks"}
_OF_GROUPS = {"id", "title", "props", "params", "parts", "groups", "controls"}


@dataclass
class Section:
    """A group with controls of its own, which becomes a control group."""

    entry: Entry
    titles: list[str]
    texts: list[str] = field(default_factory=list)
    controls: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    """What a person asked for beside the file itself."""

    id: str | None = None
    language: str | None = None


class CatalogImport:
    """Makes content of one catalogue, as it is or as a profile made it."""

    def __init__(self, top: Entry, report: Report, wanted: Wanted) -> None:
        self.top = top
        self.report = report
        self._metadata = top.block("metadata")
        self.title = fitting.one_line(self._metadata.needed("title"))
        self.id = wanted.id or oscal_own.value(self._metadata, "id") or slug(self.title, 60)
        self.id = self.id or "imported"
        self._is_own = oscal_own.value(self._metadata, "id") is not None
        self.language = wanted.language or self._own_language()
        self.parameters = Parameters(report)
        self.matter = BackMatter(top, report)
        self._sections = list(self._gather())
        self.ids = self._control_ids()

    def _own_language(self) -> str:
        found = oscal_own.value(self._metadata, "language")
        if found is None:
            self.report.filled("metadata", "the source names no language; English (see --language)")
        return found or "en"

    # --- what there is -----------------------------------------------------------------------

    def _gather(self) -> Iterator[Section]:
        self.parameters.add(self.top)
        loose = Section(self.top, [content.words(self.language).rest])
        self._take_controls(self.top, loose)
        if loose.controls:
            yield loose
        for group in self.top.blocks("groups"):
            yield from self._sections_of(group, [], [])

    def _sections_of(self, group: Entry, above: list[str], waiting: list[str]) -> Iterator[Section]:
        """A text above groups goes into the first of them; `waiting` hands it down."""
        self.parameters.add(group)
        titles = [*above, fitting.one_line(group.needed("title"))]
        waiting.extend(self._group_texts(group))
        section = Section(group, titles)
        self._take_controls(group, section)
        if section.controls:
            section.texts = list(waiting)
            waiting.clear()
            yield section
        for child in group.blocks("groups"):
            yield from self._sections_of(child, titles, waiting)
        if waiting and not above:
            self.report.left_out(group.path, "texts of groups after which no control comes")
            waiting.clear()

    def _group_texts(self, group: Entry) -> list[str]:
        for key in sorted(group.value.keys() - _OF_GROUPS):
            self.report.left_out(group.at(key), f"a control group has no '{key}'")
        found = [part_text(part, self.parameters, self.report) for part in group.blocks("parts")]
        for prop in group.blocks("props"):
            if prop.text("remarks") and not oscal_own.is_ours(prop):
                found.append(prop.text("remarks"))
            if prop.text("name") != "label" and not oscal_own.is_ours(prop):
                reason = f"a control group has no property '{prop.text('name')}'"
                self.report.left_out(prop.path, reason)
        return [text for text in found if text]

    def _take_controls(self, holder: Entry, section: Section) -> None:
        for entry in holder.blocks("controls"):
            self.parameters.add(entry)
            section.controls.append(entry)
            self._take_controls(entry, section)
            for child in entry.blocks("controls"):
                reason = "a control inside another stands beside it"
                self.report.changed(child.path, reason)

    def _control_ids(self) -> dict[str, str]:
        names = Names(self.report, "" if self._is_own else self.id)
        ids: dict[str, str] = {}
        for section in self._sections:
            for entry in section.controls:
                key = entry.needed("id")
                if key in ids:
                    entry.refuse(f"the control '{key}' stands twice", "id")
                ids[key] = names.take(oscal_own.value(entry, "id") or key, entry.path)
        return ids

    # --- what is made of it ------------------------------------------------------------------

    def run(
        self, mappings: dict[str, list[Mapping]], sources: tuple[CitedSource, ...] = ()
    ) -> Imported:
        """The content; raises ContentError where nothing can be made of the file."""
        setting = Setting(
            self.parameters, self.matter, self._labels(), mappings, self.language, self.report
        )
        catalogue = divided(self._catalogue(setting, sources), self.report)
        everything = Selection(
            id=f"{self.id}-all",
            title=catalogue.title,
            summary=content.words(self.language).everything,
            groups={group.id: 2 for group in catalogue.groups},
        )
        scoring = content.outcomes(self.language)
        return content.finish(
            Imported(
                manifest=content.manifest(slug(self.id), catalogue.title),
                sector=content.sector(slug(self.id), catalogue.title, self.report),
                catalogue=catalogue,
                profiles=(content.profile(everything, catalogue, scoring, self.report),),
                report=self.report,
            )
        )

    def _labels(self) -> dict[str, str]:
        return {
            entry.needed("id"): label_of(entry) or entry.needed("id")
            for section in self._sections
            for entry in section.controls
        }

    def _catalogue(self, setting: Setting, sources: tuple[CitedSource, ...]) -> Catalogue:
        self._tell_metadata()
        groups = tuple(self._groups(setting))
        if not groups:
            self.top.refuse("holds no control that is not withdrawn")
        self.parameters.tell(self.top, self.report)
        return Catalogue(
            id=self.id,
            version=fitting.version(
                self._metadata.text("version"), "metadata.version", self.report
            ),
            title=fitting.title(self.title),
            description=self._description(),
            publisher=fitting.title(self._publisher()),
            language=self.language,
            sources=(*setting.matter.sources, *sources),
            groups=groups,
        )

    def _groups(self, setting: Setting) -> Iterator[ControlGroup]:
        names = Names(self.report, "" if self._is_own else self.id)
        for section in self._sections:
            controls = []
            for entry in section.controls:
                if is_withdrawn(entry):
                    tell_withdrawn(entry, setting)
                else:
                    controls.append(control(entry, self.ids[entry.needed("id")], setting))
            self.parameters.tell(section.entry, self.report)
            if controls:
                yield self._group(section, names, tuple(controls))

    def _group(self, section: Section, names: Names, controls: tuple[Control, ...]) -> ControlGroup:
        whole = " / ".join(section.titles)
        title = whole if fitting.fits_title(whole) else fitting.title(section.titles[-1])
        first, *rest = fitting.pieces("\n\n".join(section.texts)) or (title,)
        if rest:
            self.report.left_out(section.entry.path, "a group's summary beyond 4000 characters")
        is_loose = section.entry is self.top
        key = "" if is_loose else section.entry.text("id")
        wished = oscal_own.value(section.entry, "id") or key or section.titles[-1]
        return ControlGroup(
            id=names.take(wished, section.entry.path),
            title=title,
            summary=first,
            controls=controls,
            label=None if is_loose else label_of(section.entry) or None,
        )

    def _tell_metadata(self) -> None:
        for key in sorted(self._metadata.value.keys() - _OF_METADATA):
            if not self._is_own:
                self.report.left_out(self._metadata.at(key), f"a catalogue has no '{key}'")

    def _description(self) -> str:
        remarks = self._metadata.text("remarks")
        if self._is_own and remarks:
            return remarks
        origin = f"OSCAL, version {self._metadata.text('version') or '–'}"
        first, *rest = fitting.pieces("\n\n".join(filter(None, (remarks, origin))))
        if rest:
            self.report.left_out(self._metadata.at("remarks"), "what goes beyond 4000 characters")
        return first

    def _publisher(self) -> str:
        parties = {party.text("uuid"): party for party in self._metadata.blocks("parties")}
        for responsible in self._metadata.blocks("responsible-parties"):
            if responsible.text("role-id") in {"publisher", "creator"}:
                for uuid in responsible.texts("party-uuids"):
                    if uuid in parties:
                        return parties[uuid].text("name") or "unknown"
        names = [party.text("name") for party in parties.values()]
        return next((name for name in names if name), "unknown")
