"""What a scoring method is, what a profile tells it, and where methods are found."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, Protocol

from nisassess.sdk.content import Control, Profile, ScoringChoice
from nisassess.sdk.errors import SdkError
from nisassess.sdk.scoring.types import Scale, Score, ScoringInput


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a profile may set for a method, e.g. `total_at_least`."""

    name: str
    meaning: str
    """In words, with its unit."""
    default: Fraction | None = None
    """Taken when the profile sets none; None switches the rule off."""
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    """None: the highest level of the scale, as the method checks it."""
    required: bool = False


@dataclass(frozen=True, slots=True)
class SelectedControl:
    """A control that a profile selects, with the target it has there."""

    control: Control
    target: int


@dataclass(frozen=True, slots=True)
class ProfileView:
    """What a method needs to know of a profile to tell whether it can score it."""

    scoring: ScoringChoice
    selected: tuple[SelectedControl, ...]
    """Every control of the profile, in reading order."""
    targets: Mapping[str, int]
    """Targets as the profile names them, by the path of their key: `groups.g1`, `controls.c1`."""
    key_controls: tuple[str, ...] = ()
    weights: Mapping[str, Fraction] | None = None
    """Weights by control id; None or left out is 1."""

    @property
    def scale(self) -> Scale:
        """The levels as numbers."""
        lowest = self.scoring.lowest
        return Scale(lowest, lowest + max(len(self.scoring.levels) - 1, 0))


def view_of(profile: Profile, selected: Iterable[tuple[Control, int]]) -> ProfileView:
    """The view of a profile with (control, target) of everything it selects."""
    return ProfileView(
        scoring=profile.scoring,
        selected=tuple(SelectedControl(control, target) for control, target in selected),
        targets={
            **{f"groups.{id_}": target for id_, target in profile.groups.items()},
            **{f"controls.{id_}": target for id_, target in profile.controls.items()},
        },
        key_controls=profile.key_controls,
        weights={id_: Fraction(weight) for id_, weight in profile.weights.items()},
    )


class ScoringFault(NamedTuple):
    """Content that a method cannot score: the path of the key, and what would be right."""

    key: str
    message: str


class ScoringMethod(Protocol):
    """A scoring method: a pure function, bounded, deterministic, total on empty input."""

    @property
    def id(self) -> str:
        """Identifier that profiles choose the method by."""

    @property
    def version(self) -> str:
        """Version pinned with every assessment; raised when any result would change."""

    @property
    def title(self) -> str:
        """Name shown to people."""

    @property
    def summary(self) -> str:
        """How it scores, in a few sentences."""

    @property
    def monotone(self) -> bool:
        """Whether a better answer never lowers a figure."""

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The numbers a profile may set."""

    def score(self, given: ScoringInput) -> Score:
        """Score the answers; must not raise for any well-formed input."""

    def faults(self, view: ProfileView) -> Iterator[ScoringFault]:
        """What of the profile and its controls this method cannot score, and why."""


class MethodClash(SdkError):
    """Two scoring methods with the same id and version, or one under another's id."""


class Methods(Mapping[str, ScoringMethod]):
    """Scoring methods by id; earlier versions stay beside the newest, for pinned assessments."""

    def __init__(self, *methods: ScoringMethod) -> None:
        self._versions: dict[tuple[str, str], ScoringMethod] = {}
        self._newest: dict[str, ScoringMethod] = {}
        for method in methods:
            self._add(method)

    def _add(self, method: ScoringMethod) -> None:
        key = (method.id, method.version)
        if key in self._versions:
            message = f"the scoring method {method.id} {method.version} is there already"
            raise MethodClash(message)
        self._versions[key] = method
        newest = self._newest.get(method.id)
        if newest is None or _number(newest.version) < _number(method.version):
            self._newest[method.id] = method

    def __getitem__(self, id_: str) -> ScoringMethod:
        """The newest version of a method; raises KeyError for an unknown id."""
        return self._newest[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._newest)

    def __len__(self) -> int:
        return len(self._newest)

    def at(self, id_: str, version: str) -> ScoringMethod | None:
        """A method in exactly this version; None when it is not installed."""
        return self._versions.get((id_, version))

    def extended(self, methods: Iterable[ScoringMethod]) -> "Methods":
        """These and the methods of a plugin; raises MethodClash when an id is taken already."""
        added = tuple(methods)
        for method in added:
            if method.id in self._newest:
                message = f"the scoring method '{method.id}' is taken; choose another id"
                raise MethodClash(message)
        return Methods(*self._versions.values(), *added)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in version.split("."))
