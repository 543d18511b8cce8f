"""Implementation groups of a framework as profiles; and one profile of everything."""

from dataclasses import replace

from nisassess.catalogues.interchange import content, fitting
from nisassess.catalogues.interchange.ciso_texts import translated
from nisassess.catalogues.interchange.ciso_tree import Node
from nisassess.catalogues.interchange.content import Selection
from nisassess.catalogues.interchange.ids import Names
from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.source import Entry
from nisassess.sdk import Catalogue, Choice, Profile, ProfileTexts, ScoringChoice


def profiles(  # noqa: PLR0917
    framework: Entry,
    nodes: list[Node],
    controls: dict[str, str],
    catalogue: Catalogue,
    scale: tuple[Choice, ...],
    report: Report,
) -> tuple[Profile, ...]:
    """One profile of all controls, and one for each implementation group."""
    scoring = _scoring(scale, catalogue.language)
    target = len(scoring.levels) - 1 + scoring.lowest
    names = Names(report)
    everything = Selection(
        id=names.take(f"{catalogue.id}-all", "profiles"),
        title=catalogue.title,
        summary=content.words(catalogue.language).everything,
        groups={group.id: target for group in catalogue.groups},
    )
    selections = [everything]
    translations: dict[str, dict[str, ProfileTexts]] = {}
    for group in framework.blocks("implementation_groups_definition"):
        word = group.needed("ref_id")
        chosen = [
            controls[node.urn]
            for node in nodes
            if node.urn in controls and word in node.entry.texts("implementation_groups")
        ]
        if not chosen:
            report.left_out(group.path, "an implementation group that selects no requirement")
            continue
        selections.append(_selection(group, names, catalogue, dict.fromkeys(chosen, target)))
        id_ = selections[-1].id
        translations[id_] = _translations(group, id_, catalogue)
    return tuple(
        replace(
            content.profile(selection, catalogue, scoring, report),
            translations=translations.get(selection.id, {}),
        )
        for selection in selections
    )


def _translations(group: Entry, id_: str, catalogue: Catalogue) -> dict[str, ProfileTexts]:
    """An implementation group's name and description in the catalogue's other languages."""
    found = {}
    for language, of_catalogue in catalogue.translations.items():
        name = translated(group, "name", language)
        description = fitting.pieces(translated(group, "description", language))
        if name:
            title = fitting.title(f"{of_catalogue.title or catalogue.title}: {name}")
            summary = description[0] if description else None
            found[language] = ProfileTexts(id=id_, title=title, summary=summary)
    return found


def _selection(
    group: Entry, names: Names, catalogue: Catalogue, controls: dict[str, int]
) -> Selection:
    word = group.needed("ref_id")
    name = group.text("name") or word
    summary = fitting.pieces(group.text("description") or name)
    return Selection(
        id=names.take(f"{catalogue.id}-{word}".replace(".", "-"), group.path),
        title=fitting.title(f"{catalogue.title}: {name}"),
        summary=summary[0],
        controls=controls,
    )


def _scoring(scale: tuple[Choice, ...], language: str) -> ScoringChoice:
    if not scale:
        return content.outcomes(language)
    levels = tuple(choice.label for choice in scale)
    return ScoringChoice(method="gated-maturity", levels=levels, lowest=int(scale[0].value))
