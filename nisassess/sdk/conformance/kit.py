"""The checks of the kit, one after the other, each with its own id."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pluggy

from nisassess.sdk.checks import TOPICS, Content
from nisassess.sdk.conformance.scoring import (
    Scored,
    bounded_faults,
    description_faults,
    deterministic_faults,
    monotone_faults,
    total_faults,
)
from nisassess.sdk.conformance.sections import sample_view
from nisassess.sdk.content import Catalogue, Profile, Sector
from nisassess.sdk.errors import ContentError, ContentFault
from nisassess.sdk.folder import ContentPlugin
from nisassess.sdk.hookspec import PROJECT, Hooks
from nisassess.sdk.scoring import METHODS, MethodClash, Methods, ScoringMethod
from nisassess.sdk.sections import section_faults
from nisassess.sdk.translations import (
    LanguageReport,
    catalogue_reports,
    profile_reports,
    sector_reports,
)

Told = Iterator[str]


@dataclass(frozen=True)
class Subject:
    """A plugin under test, with the other plugins that it builds on."""

    plugin: Any
    """Whatever its entry point names: a ContentPlugin, a module or an object with the hooks."""
    others: tuple[Any, ...] = ()

    @cached_property
    def answers(self) -> Mapping[str, Any]:
        """What every hook returned; raises what a hook raised."""
        return _ask(self.plugin)

    @property
    def sector(self) -> Sector:
        """The sector handed over."""
        return self.answers["nisassess_sector"]  # type: ignore[no-any-return]

    @property
    def catalogues(self) -> tuple[Catalogue, ...]:
        """The catalogues handed over."""
        return tuple(self.answers["nisassess_catalogues"] or ())

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """The profiles handed over."""
        return tuple(self.answers["nisassess_profiles"] or ())

    @property
    def own_methods(self) -> tuple[ScoringMethod, ...]:
        """The scoring methods handed over."""
        return tuple(self.answers["nisassess_scoring_methods"] or ())

    @cached_property
    def other_answers(self) -> tuple[Mapping[str, Any], ...]:
        """What the other plugins returned; one that cannot be asked is not this one's fault."""
        found = []
        for other in self.others:
            with suppress(Exception):
                found.append(_ask(other))
        return tuple(found)

    @property
    def other_catalogues(self) -> tuple[Catalogue, ...]:
        """Catalogues of the other plugins."""
        return tuple(
            one for answers in self.other_answers for one in answers["nisassess_catalogues"] or ()
        )

    @cached_property
    def methods(self) -> Methods:
        """Every scoring method a profile may choose; raises MethodClash."""
        found = METHODS
        for answers in self.other_answers:
            found = found.extended(answers["nisassess_scoring_methods"] or ())
        return found.extended(self.own_methods)

    @property
    def content(self) -> Content:
        """Everything handed over, for the checks of content."""
        return Content(
            self.sector, self.catalogues, self.profiles, self.other_catalogues, self.methods
        )

    def located(self, faults: Iterator[ContentFault]) -> tuple[ContentFault, ...]:
        """Faults with file and line, where the plugin is a folder."""
        plugin = self.plugin
        return plugin.locate(faults) if isinstance(plugin, ContentPlugin) else tuple(faults)

    def scored(self) -> Iterator[Scored]:
        """Every profile with its method."""
        for profile in self.profiles:
            method = self.methods.get(profile.scoring.method)
            if method is not None:
                yield Scored(method, profile, (*self.catalogues, *self.other_catalogues))


def _ask(plugin: Any) -> Mapping[str, Any]:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    manager.register(plugin, "plugin")
    manager.check_pending()
    answers: dict[str, Any] = {}
    for name in vars(Hooks):
        if name.startswith("nisassess_"):
            given = getattr(manager.hook, name)(**_arguments(name, answers))
            answers[name] = given[0] if given else None
    return answers


def _arguments(hook: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What a hook is given: sections are asked of a submission by the plugin's own content."""
    if hook != "nisassess_document_sections":
        return {}
    given = answers["nisassess_catalogues"] or ()
    return {"results": sample_view([one for one in given if isinstance(one, Catalogue)])}


# --- checks ---------------------------------------------------------------------------------


def loads(subject: Subject) -> Told:
    """Every file can be read, every hook answers, and what it answers is of its kind."""
    if isinstance(subject.plugin, ContentPlugin):
        unreadable = [str(fault) for fault in subject.plugin.faults()]
        if unreadable:
            yield from unreadable
            return
    answers = subject.answers
    one: dict[str, type[Any]] = {"nisassess_sdk_version": str, "nisassess_sector": Sector}
    for hook, kind in one.items():
        if not isinstance(answers[hook], kind):
            yield f"{hook} must return {kind.__name__}, not {type(answers[hook]).__name__}"
    several: dict[str, type[Any]] = {
        "nisassess_catalogues": Catalogue,
        "nisassess_profiles": Profile,
    }
    for hook, kind in several.items():
        yield from _all_of(hook, answers[hook], kind)
    for method in answers["nisassess_scoring_methods"] or ():
        yield from (f"{type(method).__name__}: {told}" for told in description_faults(method))
    made = answers["nisassess_document_sections"]
    if made is not None:
        yield from (f"nisassess_document_sections: {told}" for told in section_faults(made))


def _all_of(hook: str, given: Any, kind: type[Any]) -> Told:
    if given is not None and not isinstance(given, tuple | list):
        yield f"{hook} must return a tuple of {kind.__name__}, not {type(given).__name__}"
        return
    for item in given or ():
        if not isinstance(item, kind):
            yield f"{hook} must hold {kind.__name__} only, not {type(item).__name__}"


def sdk_version(subject: Subject) -> Told:
    """The plugin is written for this major version of the contract."""
    from nisassess.sdk import SDK_VERSION

    own = subject.answers["nisassess_sdk_version"]
    if own.split(".")[0] != SDK_VERSION.split(".")[0]:
        yield f"is written for sdk {own}; this is sdk {SDK_VERSION}"


def pure(subject: Subject) -> Told:
    """Asked twice, the plugin answers the same."""
    again = _ask(subject.plugin)
    for hook, first in subject.answers.items():
        if hook != "nisassess_scoring_methods" and again[hook] != first:
            yield f"{hook} answered differently the second time"


def _topic(topic: str) -> Callable[[Subject], Told]:
    def told(subject: Subject) -> Told:
        for fault in subject.located(TOPICS[topic](subject.content)):
            yield str(fault)

    return told


def translations(subject: Subject) -> Told:
    """What is declared complete in a language misses nothing and is not stale."""
    for report in _reports(subject):
        if report.declared_complete:
            place = f"{report.owner} ({report.language})"
            yield from (f"{place}: {key}: is not translated" for key in report.missing)
            yield from (f"{place}: {key}: the original has changed since" for key in report.stale)


def _reports(subject: Subject) -> Iterator[LanguageReport]:
    yield from sector_reports(subject.sector)
    for catalogue in subject.catalogues:
        yield from catalogue_reports(catalogue)
    for profile in subject.profiles:
        yield from profile_reports(profile)


def _scoring(check: Callable[[Scored], Told]) -> Callable[[Subject], Told]:
    def told(subject: Subject) -> Told:
        for scored in subject.scored():
            place = f"{scored.profile.id} by {scored.method.id}"
            yield from (f"{place}: {message}" for message in check(scored))

    return told


CHECKS: Mapping[str, Callable[[Subject], Told]] = {
    "loads": loads,
    "sdk-version": sdk_version,
    "pure": pure,
    **{topic: _topic(topic) for topic in TOPICS},
    "translations": translations,
    "scoring-total": _scoring(total_faults),
    "scoring-bounded": _scoring(bounded_faults),
    "scoring-deterministic": _scoring(deterministic_faults),
    "scoring-monotone": _scoring(monotone_faults),
}
"""The checks of the kit by their ids, in the order in which they make sense."""


def run(subject: Subject, check: str) -> tuple[str, ...]:
    """What a check tells; nothing when it passed. A plugin that raises is told as such."""
    try:
        if check != "loads" and any(loads(subject)):
            return ("cannot be told before 'loads' passes",)
        return tuple(CHECKS[check](subject))
    except (ContentError, MethodClash) as error:
        return tuple(str(error).splitlines())
    except Exception as error:  # whatever a stranger's plugin does
        return (f"raised {type(error).__name__}: {error}",)
