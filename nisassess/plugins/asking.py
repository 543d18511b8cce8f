"""Asks one plugin for its content and believes nothing of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import pluggy

from nisassess.sdk import (
    PROJECT,
    SDK_VERSION,
    Catalogue,
    ContentError,
    ContentFault,
    ContentPlugin,
    Profile,
    SealedView,
    Section,
    Sector,
)
from nisassess.sdk.conformance.scoring import description_faults
from nisassess.sdk.hookspec import Hooks
from nisassess.sdk.scoring import ScoringMethod
from nisassess.sdk.sections import section_faults

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What stands under an entry point: a module, or any object with the hooks."""

    name: str
    distribution: str
    version: str
    module: Any


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin that was accepted, with everything it handed over."""

    name: str
    distribution: str
    version: str
    sector: Sector
    catalogues: tuple[Catalogue, ...]
    profiles: tuple[Profile, ...]
    methods: tuple[ScoringMethod, ...] = ()
    """Scoring methods of its own."""
    module: Any = None
    """What answered."""

    def located(self, faults: Iterable[ContentFault]) -> tuple[ContentFault, ...]:
        """Faults of its content, with file and line where it is a folder."""
        found = tuple(faults)
        return self.module.locate(found) if isinstance(self.module, ContentPlugin) else found


@dataclass(frozen=True, slots=True)
class RefusedPlugin:
    """A plugin that was refused, and every reason."""

    name: str
    reasons: tuple[str, ...]


class _Faulty(Exception):
    """A plugin answers what the contract does not allow."""


def ask(candidate: Candidate) -> Plugin | RefusedPlugin:
    """Everything that a candidate hands over, each thing of the kind that its hook promises."""
    try:
        return _answers(candidate)
    except _Faulty as fault:
        return RefusedPlugin(candidate.name, (str(fault),))
    except ContentError as error:
        plugin = candidate.module
        faults = plugin.faults() if isinstance(plugin, ContentPlugin) else error.faults
        return RefusedPlugin(candidate.name, tuple(map(str, faults)))
    except (Exception, SystemExit) as error:  # a plugin's fault must never take the platform down
        return RefusedPlugin(candidate.name, (failure("raised", error),))


def failure(what: str, error: BaseException) -> str:
    """A reason that names the kind of a stranger's error, since its text may be empty."""
    text = str(error)
    return f"{what} {type(error).__name__}: {text}" if text else f"{what} {type(error).__name__}"


def _answers(candidate: Candidate) -> Plugin:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    manager.register(candidate.module, candidate.name)
    manager.check_pending()
    hook = manager.hook
    _check_version(_one(hook.nisassess_sdk_version(), "nisassess_sdk_version", str))
    return Plugin(
        candidate.name,
        candidate.distribution,
        candidate.version,
        _one(hook.nisassess_sector(), "nisassess_sector", Sector),
        _all(hook.nisassess_catalogues(), "nisassess_catalogues", Catalogue),
        _all(hook.nisassess_profiles(), "nisassess_profiles", Profile),
        _methods(hook.nisassess_scoring_methods()),
        candidate.module,
    )


def sections_of(plugin: Plugin, view: SealedView) -> tuple[Section, ...]:
    """The sections that a plugin adds to a document; raises ValueError with what is wrong."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    manager.register(plugin.module, plugin.name)
    try:
        answers = manager.hook.nisassess_document_sections(results=view)
    except (Exception, SystemExit) as error:
        raise ValueError(failure("raised", error)) from error
    answer = answers[0] if answers else ()
    faults = list(section_faults(answer))
    if faults:
        raise ValueError("; ".join(faults[:5]))
    sections: tuple[Section, ...] = answer
    return sections


def _methods(answers: list[Any]) -> tuple[ScoringMethod, ...]:
    """A method is anything with the members of the contract; there is no class to derive from."""
    hook = "nisassess_scoring_methods"
    for method in (methods := _all(answers, hook, object)):
        for fault in description_faults(method):  # type: ignore[arg-type]
            message = f"{hook}: {_named(type(method))}: {fault}"
            raise _Faulty(message)
    return methods  # type: ignore[return-value]


def _check_version(version: str) -> None:
    if version.split(".", maxsplit=1)[0] != SDK_VERSION.split(".")[0]:
        message = f"is written for sdk {version}; this platform offers sdk {SDK_VERSION}"
        raise _Faulty(message)


def _one(answers: list[Any], hook: str, kind: type[T]) -> T:
    if len(answers) != 1:
        message = f"does not implement {hook}"
        raise _Faulty(message)
    if not isinstance(answers[0], kind):
        message = f"{hook} must return {_named(kind)}, not {_named(type(answers[0]))}"
        raise _Faulty(message)
    return answers[0]


def _all(answers: list[Any], hook: str, kind: type[T]) -> tuple[T, ...]:
    """A plugin may have no catalogue or no profile of its own, so the hook may be missing."""
    for answer in answers:
        if not isinstance(answer, tuple | list):
            message = f"{hook} must return a tuple of {_named(kind)}, not {_named(type(answer))}"
            raise _Faulty(message)
        for item in answer:
            if not isinstance(item, kind):
                message = f"{hook} must hold {_named(kind)} only, not {_named(type(item))}"
                raise _Faulty(message)
    return tuple(item for answer in answers for item in answer)


def _named(kind: type[Any]) -> str:
    return kind.__name__
