"""What the demo's assessments hold, as it stands in `data/assessments`."""

from dataclasses import replace
from datetime import date
from functools import cache

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from nisassess.access import Role
from nisassess.catalogues.types import PinnedControl, PinnedGroup
from nisassess.demo.cast import cast, read_yaml
from nisassess.kit.clock import today
from nisassess.sdk import ScopeKind

_STRICT = ConfigDict(extra="forbid")
Levels = tuple[int | None, ...]


@dataclass(frozen=True, config=_STRICT)
class Part:
    """A part of the scope; `owner` and `things` are words for its justifications.

    `small`: answered by people who know every screw, and have no auditor.
    """

    name: str
    description: str
    author: Role
    owner: str
    things: str
    small: bool = False


@dataclass(frozen=True, config=_STRICT)
class Reason:
    """Why a control, or all of a group, does not apply to a part."""

    place: str
    part: str
    text: str


@dataclass(frozen=True, config=_STRICT)
class Member:
    """A member of the management body; without days: no training recorded."""

    name: str
    function: str
    trained_days_ago: int | None = None


@dataclass(frozen=True, config=_STRICT)
class Approval:
    """The management body's decision; with `refused` it says why it does not approve."""

    body: str
    resolution: str
    days_ago: int
    members: tuple[Member, ...]
    reservations: str | None = None
    refused: str | None = None


@dataclass(frozen=True, config=_STRICT)
class Opening:
    """What opened the profile: which option, by whose notice, of how many days ago."""

    option: str
    authority: str
    days_ago: int


@dataclass(frozen=True, config=_STRICT)
class Script:
    """One assessment: answered throughout, or as far as `covers` says (part: groups).

    Of what it covers, every `unanswered`-th control lacks its last answer. With an addressee it is
    submitted. `after` names an earlier one that it is carried over from: then only the controls
    with levels of their own are answered anew, and the groups and controls that `confirms` lists
    are looked at. `default` is the level of controls that no other line speaks of, and of those
    that apply to everybody although their group does not. `answers` are by question, or by
    `question in part`.
    """

    key: str
    operator: str
    profile: str
    title: str
    year: str
    default: tuple[int, ...]
    scope: ScopeKind = ScopeKind.ORGANISATION
    scope_name: str = ""
    scope_description: str = ""
    parts: tuple[Part, ...] = ()
    levels: dict[str, Levels] = Field(default_factory=dict)
    answers: dict[str, str] = Field(default_factory=dict)
    opening: Opening | None = None
    confirms: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    covers: dict[str, tuple[str, ...]] | None = None
    unanswered: int = 0
    after: str | None = None
    approval: Approval | None = None
    addressee: str | None = None

    @property
    def period(self) -> tuple[date, date]:
        """First and last day."""
        year = today().year - (self.year == "last")
        return date(year, 1, 1), date(year, 12, 31)

    def speaks_of(self, part: Part, group: PinnedGroup, control: PinnedControl) -> bool:
        """Whether the control is answered here for the part."""
        if self.after is not None:
            return control.id in self.levels
        return self.covers is None or group.id in self.covers.get(part.name, ())

    def level(self, position: int, group: PinnedGroup, control: PinnedControl) -> int | None:
        """The level of a control in the part at this position; None: not applicable."""
        levels = self.levels.get(control.id) or self.levels.get(group.id) or self.default
        if levels[position] is None and not control.not_applicable_allowed:
            return self.default[position]
        return levels[position]

    def written(self, part: Part) -> dict[str, str]:
        """Answers of the script by question; those for this part alone prevail."""
        found = {}
        for place, answer in sorted(self.answers.items()):
            question, _, only = place.partition(" in ")
            if only in {"", part.name}:
                found[question] = dated(answer)
        return found

    def reason(self, part: Part, group: PinnedGroup, control: PinnedControl) -> str:
        """Why the control does not apply to the part."""
        for place in (control.id, group.id):
            for one in self.reasons:
                if (one.place, one.part) == (place, part.name):
                    return one.text
        message = f"{self.key}: no reason for {control.id} in {part.name}"
        raise LookupError(message)


@cache
def scripts() -> tuple[Script, ...]:
    """All assessments of the demo, in the order in which they are entered."""
    found: dict[str, Script] = {}
    read = TypeAdapter(tuple[Script, ...]).validate_python
    for operator in cast().operators:
        for script in read(read_yaml(f"assessments/{operator.key}.yaml") or ()):
            found[script.key] = _after(script, found[script.after]) if script.after else script
    return tuple(found.values())


def _after(script: Script, earlier: Script) -> Script:
    """What is carried over keeps scope and parts."""
    return replace(
        script,
        scope=earlier.scope,
        scope_name=earlier.scope_name,
        scope_description=earlier.scope_description,
        parts=earlier.parts,
    )


def dated(text: str) -> str:
    """The text with last year and this year filled in."""
    year = today().year
    return text.replace("{last}", str(year - 1)).replace("{this}", str(year))
