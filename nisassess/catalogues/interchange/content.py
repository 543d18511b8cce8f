"""What an import makes: everything of a plugin's folder, and the words that it fills in."""

from dataclasses import dataclass, field

from nisassess.catalogues.interchange.report import Report
from nisassess.sdk import (
    SDK_VERSION,
    AnswerKind,
    Catalogue,
    PluginManifest,
    Profile,
    Question,
    Regime,
    ScopeKind,
    ScoringChoice,
    Sector,
    TargetGroup,
)


@dataclass(frozen=True)
class Imported:
    """A plugin's content made of foreign files, and the report on it."""

    manifest: PluginManifest
    sector: Sector
    catalogue: Catalogue
    profiles: tuple[Profile, ...]
    report: Report


@dataclass(frozen=True)
class Words:
    """What stands where the contract needs a text that the source lacks."""

    no_rationale: str
    fulfilled: str
    rest: str
    levels: tuple[str, str, str]
    notice: str
    everything: str


WORDS = {
    "en": Words(
        "The imported source gives no rationale.",
        "How far is this achieved?",
        "General",
        ("Not achieved", "Partially achieved", "Achieved"),
        "Imported content: check the report of the import before use. Results are self-declared.",
        "All controls",
    ),
    "de": Words(
        "Die importierte Quelle nennt keine Begründung.",
        "Wie weit ist dies erfüllt?",
        "Allgemeines",
        ("Nicht erfüllt", "Teilweise erfüllt", "Erfüllt"),
        "Importierter Inhalt: vor Gebrauch den Bericht des Imports prüfen. Ergebnisse sind"
        " Selbstangaben.",
        "Alle Maßnahmen",
    ),
    "fr": Words(
        "La source importée n'indique aucune justification.",
        "Dans quelle mesure est-ce atteint ?",
        "Généralités",
        ("Non atteint", "Partiellement atteint", "Atteint"),
        "Contenu importé : vérifier le rapport d'importation avant usage. Les résultats sont"
        " déclarés par l'opérateur.",
        "Toutes les mesures",
    ),
}


def words(language: str) -> Words:
    """The filled-in texts of a language; English where there are none."""
    return WORDS.get(language, WORDS["en"])


def achieved_question(language: str) -> Question:
    """The one question that every control can be asked: how far its statement is achieved."""
    return Question(id="achieved", prompt=words(language).fulfilled, kind=AnswerKind.ACHIEVEMENT)


def outcomes(language: str) -> ScoringChoice:
    """The scoring of content whose controls are achieved, partially or not."""
    return ScoringChoice(method="outcomes", levels=words(language).levels)


def manifest(id_: str, title: str) -> PluginManifest:
    """The `plugin.yaml` of imported content."""
    return PluginManifest(id=id_, sdk=SDK_VERSION, version="1.0.0", title=title)


def sector(id_: str, title: str, report: Report) -> Sector:
    """A sector that covers nothing yet: who may use the content is for its publisher to say."""
    report.filled("sector", "the source names no sector; add the subsectors that it is for")
    return Sector(id=id_, title=title, summary=title, subsectors=())


@dataclass(frozen=True)
class Selection:
    """A profile's own part: its name, and the targets of its groups and controls."""

    id: str
    title: str
    summary: str
    controls: dict[str, int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)


def profile(
    selection: Selection, catalogue: Catalogue, scoring: ScoringChoice, report: Report
) -> Profile:
    """A profile for any entity under NIS2, which is for its publisher to narrow."""
    path = f"profiles.{selection.id}"
    report.filled(path, "the source names no regime, entities and legal basis; NIS2, any, none")
    report.filled(path, "the source names no targets; the highest level stands there")
    return Profile(
        id=selection.id,
        version=catalogue.version,
        title=selection.title,
        summary=selection.summary,
        regime=Regime.NIS2,
        catalogues=(catalogue.id,),
        entity_types=(),
        target_groups=(TargetGroup.ESSENTIAL, TargetGroup.IMPORTANT),
        scope_kinds=(ScopeKind.ORGANISATION, ScopeKind.SERVICE),
        scoring=scoring,
        legal_basis=(),
        groups=selection.groups,
        controls=selection.controls,
        notice=words(catalogue.language).notice,
    )


def finish(imported: Imported) -> Imported:
    """Count what was taken."""
    catalogue = imported.catalogue
    controls = [control for group in catalogue.groups for control in group.controls]
    imported.report.languages = (catalogue.language, *sorted(catalogue.translations))
    imported.report.counts = {
        "groups": len(catalogue.groups),
        "controls": len(controls),
        "questions": sum(len(control.questions) for control in controls),
        "profiles": len(imported.profiles),
        "mappings": sum(len(control.mappings) for control in controls),
        "references": sum(len(control.references) for control in controls),
        "translations": len(catalogue.translations),
    }
    return imported
