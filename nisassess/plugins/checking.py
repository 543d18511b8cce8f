"""Everything that can be told of one plugin before it is handed out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nisassess.plugins.asking import Plugin, RefusedPlugin, ask
from nisassess.plugins.opening import Opened
from nisassess.plugins.registry import PluginRegistry, method_faults, methods_of, same_plugin, taken
from nisassess.sdk import Catalogue, ContentFault, ContentPlugin
from nisassess.sdk.checks import check_plugin
from nisassess.sdk.conformance import CHECKS, Subject, run
from nisassess.sdk.translations import (
    LanguageReport,
    catalogue_reports,
    profile_reports,
    sector_reports,
)

_SCORING = tuple(check for check in CHECKS if check == "pure" or check.startswith("scoring-"))
_NAMED = 3
"""Controls that a warning names; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, and what was looked at."""

    name: str
    place: str
    faults: tuple[ContentFault, ...]
    warnings: tuple[str, ...] = ()
    looked_at: tuple[tuple[str, int], ...] = ()
    """Counts by what is counted."""

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "plugin": self.name,
            "path": self.place,
            "faults": [
                {"file": one.file, "line": one.line, "key": one.key, "message": one.message}
                for one in self.faults
            ],
            "warnings": list(self.warnings),
            "looked_at": dict(self.looked_at),
        }


def check(
    opened: Opened,
    registry: PluginRegistry,
    complete: Iterable[str] | None = (),
    *,
    scoring: bool = True,
) -> Checked:
    """Check a plugin beside those that are installed, whose catalogues it may build on.

    With `scoring`, every profile is scored with many sets of answers, which takes its time.

    Translations into the languages of `complete` must miss nothing and be up to date; of others
    it is told as a warning how far they are. With None, nothing is told of translations.
    """
    plugin = opened.plugin
    unreadable = plugin.faults() if isinstance(plugin, ContentPlugin) else ()
    if unreadable:
        return _refused(opened, opened.shown(unreadable))
    asked = ask(opened.candidate)
    if isinstance(asked, RefusedPlugin):
        return _refused(opened, _as_faults(opened, asked.reasons))
    others = [one for one in registry.plugins if not same_plugin(one, asked)]
    faults = [*_content_faults(opened, asked, others)]
    reports = () if complete is None else tuple(reports_of(asked))
    wanted = frozenset(complete or ())
    faults += opened.located(_incomplete(reports, wanted, asked))
    if scoring and not faults:
        subject = Subject(plugin, tuple(one.module for one in others))
        told = (message for each in _SCORING for message in run(subject, each))
        faults += _as_faults(opened, told)
    warnings = (*_unverified(asked), *_warnings(opened, reports, wanted))
    return Checked(opened.name, opened.place, tuple(faults), warnings, _counts(asked))


def _refused(opened: Opened, faults: tuple[ContentFault, ...]) -> Checked:
    return Checked(opened.name, opened.place, faults)


def _content_faults(opened: Opened, asked: Plugin, others: list[Plugin]) -> Iterator[ContentFault]:
    catalogues: tuple[Catalogue, ...] = tuple(one for other in others for one in other.catalogues)
    yield from _as_faults(opened, taken(asked, others))
    methods = methods_of([*others, asked])
    yield from opened.located(
        check_plugin(asked.sector, asked.catalogues, asked.profiles, catalogues, methods)
    )
    yield from _as_faults(opened, method_faults(asked, catalogues))


def _as_faults(opened: Opened, told: Iterable[str]) -> tuple[ContentFault, ...]:
    return tuple(ContentFault(opened.place, 0, "", message) for message in told)


def _counts(plugin: Plugin) -> tuple[tuple[str, int], ...]:
    groups = [group for catalogue in plugin.catalogues for group in catalogue.groups]
    controls = [control for group in groups for control in group.controls]
    return (
        ("catalogues", len(plugin.catalogues)),
        ("groups", len(groups)),
        ("controls", len(controls)),
        ("questions", sum(len(control.questions) for control in controls)),
        ("references", sum(len(control.references) for control in controls)),
        ("mappings", sum(len(control.mappings) for control in controls)),
        ("profiles", len(plugin.profiles)),
        ("scoring methods", len(plugin.methods)),
        ("languages", len(languages_of(plugin))),
    )


def _unverified(plugin: Plugin) -> Iterator[str]:
    """What nobody has looked up yet: it may not bind, and an operator sees it marked."""
    for catalogue in plugin.catalogues:
        where = [
            control.id
            for group in catalogue.groups
            for control in group.controls
            for reference in control.references
            if reference.checked_by is None
        ]
        if where:
            count = f"{len(where)} reference{'s have' if len(where) > 1 else ' has'}"
            named = list(dict.fromkeys(where))
            more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
            yield (
                f"{catalogue.id}: {count} no 'checked_by' and so may not bind:"
                f" {', '.join(named[:_NAMED])}{more}"
            )


# --- translations ---------------------------------------------------------------------------


def languages_of(plugin: Plugin) -> tuple[str, ...]:
    """Every language in which anything of a plugin is written, its own ones first."""
    own = [catalogue.language for catalogue in plugin.catalogues]
    overlays: Iterable[Mapping[str, object]] = (
        plugin.sector.translations,
        *(one.translations for one in plugin.catalogues),
        *(one.translations for one in plugin.profiles),
    )
    return tuple(dict.fromkeys([*own, *sorted({code for one in overlays for code in one})]))


def reports_of(plugin: Plugin) -> Iterator[LanguageReport]:
    """How far everything of a plugin is translated."""
    yield from sector_reports(plugin.sector)
    for catalogue in plugin.catalogues:
        yield from catalogue_reports(catalogue)
    for profile in plugin.profiles:
        yield from profile_reports(profile)


def _incomplete(
    reports: tuple[LanguageReport, ...], complete: frozenset[str], plugin: Plugin
) -> Iterator[ContentFault]:
    for report in reports:
        if report.declared_complete or report.language in complete:
            yield from gaps(report)
    for language in sorted(complete):
        there = {report.owner for report in reports if report.language == language}
        for owner, own in owners(plugin):
            if owner not in there and own != language:
                yield ContentFault(owner, 0, "", f"is not translated into '{language}'")


def owners(plugin: Plugin) -> Iterator[tuple[str, str]]:
    """Everything that can be translated, with the language it is written in."""
    written = {one.id: one.language for one in plugin.catalogues}
    language = next(iter(written.values()), "en")
    yield plugin.sector.id, language
    yield from written.items()
    for profile in plugin.profiles:
        yield (
            profile.id,
            next((written[id_] for id_ in profile.catalogues if id_ in written), language),
        )


def gaps(report: LanguageReport) -> Iterator[ContentFault]:
    """Each missing and each stale text of one report."""
    for key in report.missing:
        yield _gap(report, key, "is not translated")
    for key in report.stale:
        message = "the original has changed since; bring it up to date, then `catalogue stamp`"
        yield _gap(report, "" if key == report.owner else key, message)


def _gap(report: LanguageReport, key: str, message: str) -> ContentFault:
    place = f"translations.{report.language}"
    return ContentFault(report.owner, 0, f"{place}.{key}" if key else place, message)


def _warnings(
    opened: Opened, reports: tuple[LanguageReport, ...], complete: frozenset[str]
) -> Iterator[str]:
    for report in reports:
        told = report.declared_complete or report.language in complete
        parts = [] if told else [(len(report.missing), "missing"), (len(report.stale), "stale")]
        parts.append((len(report.unstamped), "without a stamp"))
        words = ", ".join(f"{count} {what}" for count, what in parts if count)
        if words:
            yield (
                f"{report.owner} ({report.language}): of {report.texts} texts {words};"
                f" listed by `nisassess catalogue check {opened.place}"
                f" --language {report.language}`"
            )
