"""Tells for each language which texts are missing, which are stale, and which bear no stamp."""

from collections.abc import Iterator
from dataclasses import dataclass

from nisassess.sdk.content import Catalogue, Profile, Sector
from nisassess.sdk.translations import originals
from nisassess.sdk.translations.originals import Texts
from nisassess.sdk.translations.overlays import missing


@dataclass(frozen=True, slots=True)
class LanguageReport:
    """How far a catalogue, profile or sector is translated into one language."""

    owner: str
    """Id of the catalogue, profile or sector."""
    language: str
    texts: int
    """How many texts there are to translate; a list of paragraphs counts as one."""
    missing: tuple[str, ...]
    """Keys of texts that are not translated, e.g. `nis.risk-analysis.questions.method.prompt`."""
    stale: tuple[str, ...]
    """Keys of nodes whose original has changed since; their translation is not shown."""
    unstamped: tuple[str, ...]
    """Keys of translated nodes without `of`, whose age nobody can tell."""
    declared_complete: bool
    """The overlay says `complete: true`, and is held to it."""

    @property
    def complete(self) -> bool:
        """Nothing is missing or stale."""
        return not self.missing and not self.stale


@dataclass(frozen=True, slots=True)
class _Node:
    key: str
    texts: Texts
    overlay: object | None
    digest: str | None
    """None for questions, which are stamped with their control."""


def catalogue_reports(catalogue: Catalogue) -> tuple[LanguageReport, ...]:
    """One report per language into which a catalogue is translated, in alphabetical order."""
    return tuple(
        _report(catalogue.id, language, texts.complete, _catalogue_nodes(catalogue, language))
        for language, texts in sorted(catalogue.translations.items())
    )


def profile_reports(profile: Profile) -> tuple[LanguageReport, ...]:
    """The same of a profile."""
    return tuple(
        _report(profile.id, language, texts.complete, [_profile_node(profile, language)])
        for language, texts in sorted(profile.translations.items())
    )


def sector_reports(sector: Sector) -> tuple[LanguageReport, ...]:
    """The same of a sector."""
    digest = originals.sector_digest(sector)
    texts = originals.sector_texts(sector)
    return tuple(
        _report(sector.id, language, overlay.complete, [_Node("", texts, overlay, digest)])
        for language, overlay in sorted(sector.translations.items())
    )


def _profile_node(profile: Profile, language: str) -> _Node:
    digest = originals.profile_digest(profile)
    return _Node("", originals.profile_texts(profile), profile.translations[language], digest)


def _catalogue_nodes(catalogue: Catalogue, language: str) -> Iterator[_Node]:
    head = catalogue.translations[language]
    digest = originals.catalogue_digest(catalogue)
    yield _Node("", originals.catalogue_texts(catalogue), head, digest)
    for group in catalogue.groups:
        of_group = head.groups.get(group.id)
        texts = originals.group_texts(group)
        yield _Node(group.id, texts, of_group, originals.group_digest(group))
        for control in group.controls:
            overlay = of_group.controls.get(control.id) if of_group else None
            texts = originals.control_texts(control)
            digest = originals.control_digest(control, catalogue)
            yield _Node(control.id, texts, overlay, digest)
            for question in control.questions:
                asked = overlay.questions.get(question.id) if overlay else None
                key = f"{control.id}.questions.{question.id}"
                yield _Node(key, originals.question_texts(question, catalogue), asked, None)


def _report(
    owner: str, language: str, declared: bool, nodes: Iterator[_Node] | list[_Node]
) -> LanguageReport:
    count = 0
    gaps: list[str] = []
    stale: list[str] = []
    unstamped: list[str] = []
    for node in nodes:
        count += len(node.texts)
        lacking = missing(node.texts, node.overlay)
        gaps.extend(f"{node.key}.{path}".lstrip(".") for path in lacking)
        of = getattr(node.overlay, "of", None)
        begun = of is not None or len(lacking) < len(node.texts)
        if begun and node.digest is not None and of != node.digest:
            (stale if of else unstamped).append(node.key or owner)
    return LanguageReport(
        owner, language, count, tuple(gaps), tuple(stale), tuple(unstamped), declared
    )
