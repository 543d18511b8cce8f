"""OSCAL's back matter as sources that controls cite."""

from nisassess.catalogues.interchange import fitting, oscal_own
from nisassess.catalogues.interchange.ids import Names
from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.source import Entry
from nisassess.sdk import Force, Reference, Source


class BackMatter:
    """The documents at the end of a catalogue, and the links that lead elsewhere."""

    def __init__(self, top: Entry, report: Report) -> None:
        self._report = report
        self._names = Names(report, longest=60)
        self._sources: dict[str, Source] = {}
        self._resources: dict[str, Entry] = {}
        for entry in top.block("back-matter").blocks("resources"):
            self._resources[entry.needed("uuid").lower()] = entry

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every document that something cites, and those of our own catalogues."""
        for uuid, entry in self._resources.items():
            if uuid not in self._sources:
                if oscal_own.is_source(entry):
                    self._sources[uuid] = oscal_own.source(entry)
                else:
                    self._report.left_out(entry.path, "a document that no control cites")
        in_order = {uuid: self._sources[uuid] for uuid in self._resources if uuid in self._sources}
        return tuple((in_order | self._sources).values())

    def source_id(self, uuid: str) -> str | None:
        """The id of the source made of a document."""
        entry = self._resources.get(uuid.lower())
        if entry is None:
            return None
        if uuid.lower() not in self._sources:
            self._sources[uuid.lower()] = self._source(entry)
        return self._sources[uuid.lower()].id

    def _source(self, entry: Entry) -> Source:
        if oscal_own.is_source(entry):
            return oscal_own.source(entry)
        citation = entry.block("citation").text("text")
        name = entry.text("title") or citation or entry.text("description") or "document"
        whole = citation or entry.text("description") or name
        if not fitting.fits_title(whole):
            self._report.changed(entry.path, "a citation of more than 200 characters is cut")
        for key in sorted(entry.value.keys() - {"uuid", "title", "citation", "description"}):
            self._report.left_out(entry.at(key), f"a source has no '{key}'")
        self._report.filled(entry.path, "the source names no legal force; guidance")
        return Source(
            id=self._names.take(name[:60], entry.path, "document"),
            short=fitting.title(name),
            title=fitting.title(whole),
            force=Force.GUIDANCE,
        )

    def reference(self, link: Entry) -> Reference | None:
        """What a link cites; none where it leads to nothing that is a document."""
        href = link.needed("href")
        if href.startswith("#"):
            id_ = self.source_id(href[1:])
            return None if id_ is None else Reference(source=id_, note=link.text("text") or None)
        return Reference(source=self._address(href, link), note=href)

    def _address(self, href: str, link: Entry) -> str:
        """A link to somewhere on the web: only named, never followed."""
        if href not in self._sources:
            name = link.text("text") or href
            self._sources[href] = Source(
                id=self._names.take(name[:60], link.path, "link"),
                short=fitting.title(name),
                title=fitting.title(name),
                force=Force.GUIDANCE,
            )
        return self._sources[href].id

    def name_of(self, link: Entry, labels: dict[str, str]) -> str:
        """What a link leads to, as people know it."""
        href = link.needed("href")
        return labels.get(href.removeprefix("#"), "") or link.text("text") or href
