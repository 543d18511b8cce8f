"""Imports CISO Assistant's libraries (YAML): frameworks, or their reference controls."""

from collections.abc import Callable
from dataclasses import dataclass

from nisassess.catalogues.interchange import content, fitting
from nisassess.catalogues.interchange.ciso_groups import Grouping, as_nodes, group_title, summary
from nisassess.catalogues.interchange.ciso_profiles import profiles
from nisassess.catalogues.interchange.ciso_questions import SCALE, Questions, score_scale
from nisassess.catalogues.interchange.ciso_texts import Texts, languages_of, translated
from nisassess.catalogues.interchange.ciso_tree import Node, build_tree
from nisassess.catalogues.interchange.content import Imported
from nisassess.catalogues.interchange.dividing import divided
from nisassess.catalogues.interchange.ids import Names, dotted_id, slug
from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.source import Entry, Source
from nisassess.sdk import (
    Catalogue,
    CatalogueTexts,
    Choice,
    ChoiceTexts,
    Control,
    ControlGroup,
    ControlTexts,
    GroupTexts,
    Mapping,
)
from nisassess.sdk import Source as CitedSource

_OF_NODES = {
    *("urn", "assessable", "depth", "parent_urn", "ref_id", "name", "description", "annotation"),
    *(
        "typical_evidence",
        "implementation_groups",
        "questions",
        "reference_controls",
        "translations",
    ),
    # Shown only to place or colour an entry.
    *("display_mode", "order_id"),
}
_OTHER_OBJECTS = {
    *("framework", "frameworks", "reference_controls"),
    *("requirement_mapping_set", "requirement_mapping_sets"),
}
Mapped = dict[str, list[Mapping]]


@dataclass(frozen=True)
class Links:
    """Mappings to other frameworks by the URN of the requirement, and what they cite."""

    mappings: Mapped
    sources: tuple[CitedSource, ...]


FindLinks = Callable[[str, Report], Links]


def import_library(source: Source, id_: str | None, find_links: FindLinks) -> Imported:
    """Make content of a library; raises ContentError."""
    report = Report(format="CISO Assistant library")
    library = source.top
    objects = library.block("objects")
    for key in objects.value.keys() - _OTHER_OBJECTS:
        report.left_out(objects.at(key), "is no part of a catalogue")
    framework = _framework(library, objects, report)
    return _Import(library, framework, objects, report, find_links).run(id_)


def _framework(library: Entry, objects: Entry, report: Report) -> Entry:
    found = [*([objects.block("framework")] if objects.has("framework") else [])]
    found.extend(objects.blocks("frameworks"))
    if not found:
        if objects.has("reference_controls"):
            report.changed(objects.at("reference_controls"), "reference controls became controls")
            return as_nodes(library, objects)
        held = ", ".join(sorted(objects.value)) or "nothing"
        objects.refuse(f"holds {held}; a catalogue is made of a 'framework'")
    for other in found[1:]:
        report.left_out(other.path, "only the first framework of a library is imported")
    return found[0]


class _Import:
    def __init__(
        self, library: Entry, framework: Entry, objects: Entry, report: Report, links: FindLinks
    ) -> None:
        self._library = library
        self._framework = framework
        self._report = report
        self._language = self._own_language()
        self._nodes = build_tree(framework.blocks("requirement_nodes"), report)
        self._texts = Texts(
            {e.needed("urn").lower(): e for e in objects.blocks("reference_controls")}
        )
        self._scale = score_scale(framework, report)
        self._questions = Questions(self._scale, self._language, report)
        self._links = links(framework.text("urn").lower(), report)

    def _own_language(self) -> str:
        locale = self._library.text("locale").lower()[:2]
        if len(locale) == 2 and locale.isascii() and locale.isalpha():  # noqa: PLR2004
            return locale
        self._report.filled("locale", "the source names no language; English")
        return "en"

    def run(self, wished: str | None) -> Imported:
        name = self._framework.text("name") or self._library.needed("name")
        id_ = wished or slug(self._library.text("ref_id") or name, 60) or "imported"
        grouping = Grouping(self._nodes, self._report)
        if not grouping.members:
            self._framework.refuse("holds no assessable requirement", "requirement_nodes")
        ids = self._ids(id_, grouping)
        whole = self._catalogue(id_, fitting.title(name), grouping, ids)
        catalogue = divided(whole, self._report)
        controls = {
            node.urn: ids[node.urn] for nodes in grouping.members.values() for node in nodes
        }
        return content.finish(
            Imported(
                manifest=content.manifest(slug(id_), catalogue.title),
                sector=content.sector(slug(id_), catalogue.title, self._report),
                catalogue=catalogue,
                profiles=profiles(
                    self._framework, self._nodes, controls, catalogue, self._scale, self._report
                ),
                report=self._report,
            )
        )

    def _ids(self, id_: str, grouping: Grouping) -> dict[str, str]:
        """Controls and groups have ids of their own kinds, so each kind has its own names."""
        groups, controls = Names(self._report, id_), Names(self._report, id_)
        ids = {}
        for heading, nodes in grouping.members.items():
            if heading is None:
                ids[""] = groups.take("general", "")
            else:
                ids[heading.urn] = groups.take(_key(heading), heading.entry.path)
            for node in nodes:
                ids[node.urn] = controls.take(_key(node), node.entry.path)
        return ids

    # --- the catalogue in its own language ---------------------------------------------------

    def _catalogue(
        self, id_: str, title: str, grouping: Grouping, ids: dict[str, str]
    ) -> Catalogue:
        languages = languages_of(
            [self._library, self._framework, *(node.entry for node in self._nodes)],
            self._language,
            self._report,
        )
        return Catalogue(
            id=id_,
            version=fitting.version(self._library.text("version"), "version", self._report),
            title=title,
            description=self._description(None),
            publisher=fitting.title(self._library.text("provider") or "unknown"),
            language=self._language,
            sources=self._links.sources,
            groups=tuple(
                self._group(heading, nodes, grouping, ids)
                for heading, nodes in grouping.members.items()
            ),
            scales={SCALE: self._scale} if self._scale else {},
            translations={
                language: self._translation(language, grouping, ids) for language in languages
            },
        )

    def _description(self, language: str | None) -> str:
        own = translated(self._framework, "description", language)
        own = own or translated(self._library, "description", language)
        if language is not None:
            return (fitting.pieces(own) or ("",))[0]
        parts = (own, self._library.text("copyright"), self._library.text("urn"))
        first, *rest = fitting.pieces("\n\n".join(part for part in parts if part)) or ("unknown",)
        if rest:
            self._report.left_out("description", "what goes beyond 4000 characters")
        return first

    def _group(
        self, heading: Node | None, nodes: list[Node], grouping: Grouping, ids: dict[str, str]
    ) -> ControlGroup:
        title = group_title(heading, None, self._language)
        return ControlGroup(
            id=ids[heading.urn if heading else ""],
            title=title,
            summary=summary(heading, grouping, None, self._report) or title,
            label=(heading.label or None) if heading else None,
            controls=tuple(self._control(node, ids[node.urn]) for node in nodes),
        )

    def _control(self, node: Node, id_: str) -> Control:
        self._tell_losses(node)
        texts = self._texts.of(node, None, self._report)
        if not texts.title:
            self._report.filled(node.entry.path, "has neither name nor description; its number")
        elif not node.entry.has("name"):
            self._report.filled(node.entry.path, "has no name; its title is its beginning")
        self._report.filled(node.entry.path, "the source gives no rationale, and this is said")
        return Control(
            id=id_,
            title=texts.title or fitting.title(node.name),
            statement=texts.statement or fitting.title(node.name),
            rationale=content.words(self._language).no_rationale,
            guidance=texts.guidance,
            example_evidence=texts.evidence,
            references=(),
            questions=self._questions.of(node.entry),
            label=node.label or None,
            mappings=tuple(self._links.mappings.get(node.urn, ())),
        )

    def _tell_losses(self, node: Node) -> None:
        for key in sorted(node.entry.value.keys() - _OF_NODES):
            if node.entry.has(key):
                self._report.left_out(node.entry.at(key), f"a control has no '{key}'")
        for urn in self._texts.unknown_references(node):
            self._report.left_out(node.entry.at("reference_controls"), f"{urn} is not in the file")
        if node.parent is not None and node.parent.assessable:
            reason = "a requirement inside another stands beside it"
            self._report.changed(node.entry.at("parent_urn"), reason)

    # --- in another language -----------------------------------------------------------------

    def _translation(
        self, language: str, grouping: Grouping, ids: dict[str, str]
    ) -> CatalogueTexts:
        groups = (
            self._group_texts(heading, nodes, language, grouping, ids)
            for heading, nodes in grouping.members.items()
        )
        name = translated(self._framework, "name", language)
        return CatalogueTexts(
            title=fitting.title(name or translated(self._library, "name", language)) or None,
            description=self._description(language) or None,
            scales={SCALE: self._scale_texts(language)} if self._scale else {},
            groups={group.id: group for group in groups},
        )

    def _group_texts(
        self,
        heading: Node | None,
        nodes: list[Node],
        language: str,
        grouping: Grouping,
        ids: dict[str, str],
    ) -> GroupTexts:
        silent = Report()
        found = ((ids[node.urn], self._control_texts(node, language)) for node in nodes)
        told = heading is not None and heading.entry.block("translations").has(language)
        return GroupTexts(
            id=ids[heading.urn if heading else ""],
            title=group_title(heading, language, self._language) if told else None,
            summary=(summary(heading, grouping, language, silent) or None) if told else None,
            controls={id_: texts for id_, texts in found if texts is not None},
        )

    def _control_texts(self, node: Node, language: str) -> ControlTexts | None:
        if not node.entry.block("translations").has(language):
            return None
        texts = self._texts.of(node, language, Report())
        return ControlTexts(
            title=texts.title or None,
            statement=texts.statement or None,
            guidance=texts.guidance,
            example_evidence=texts.evidence,
        )

    def _scale_texts(self, language: str) -> dict[str, ChoiceTexts]:
        return {
            choice.value: ChoiceTexts(
                label=fitting.title(translated(entry, "name", language)) or None,
                description=(fitting.pieces(translated(entry, "description", language)) or (None,))[
                    0
                ],
            )
            for choice, entry in self._levels()
        }

    def _levels(self) -> list[tuple[Choice, Entry]]:
        return list(zip(self._scale, self._framework.blocks("scores_definition"), strict=True))


def _key(node: Node) -> str:
    """What an id is made of: the end of the URN, which is unique, else the number."""
    return dotted_id(node.urn.rsplit(":", 1)[-1]) or node.label
