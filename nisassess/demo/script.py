"""What the demo's assessments hold, as it stands in `data/assessments.yaml`."""

from datetime import date
from functools import cache

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from nisassess.access import Role
from nisassess.catalogues.types import PinnedControl, PinnedGroup
from nisassess.demo.cast import read_yaml
from nisassess.kit.clock import today
from nisassess.sdk import ScopeKind

_STRICT = ConfigDict(extra="forbid")
Levels = tuple[int | None, ...]


@dataclass(frozen=True, config=_STRICT)
class Part:
    """A part of the scope; `owner` and `things` are words for its justifications."""

    name: str
    description: str
    author: Role
    owner: str
    things: str


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
    """The management body's decision."""

    body: str
    resolution: str
    days_ago: int
    members: tuple[Member, ...]
    reservations: str | None = None


@dataclass(frozen=True, config=_STRICT)
class Script:
    """One assessment: answered throughout, or as far as `covers` says (part: groups).

    Of what it covers, every `unanswered`-th control lacks its last answer. `after` names the one
    whose levels count where this has none of its own. With an addressee it is submitted.
    """

    key: str
    operator: str
    profile: str
    title: str
    scope: ScopeKind
    scope_name: str
    scope_description: str
    year: str
    parts: tuple[Part, ...]
    levels: dict[str, Levels] = Field(default_factory=dict)
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

    def covered(self, part: Part, group: PinnedGroup) -> bool:
        """Whether the group is answered for the part."""
        return self.covers is None or group.id in self.covers.get(part.name, ())

    def level(self, position: int, group: PinnedGroup, control: PinnedControl) -> int | None:
        """The level of a control in the part at this position; None: not applicable."""
        for script in (self, self.before):
            if script is not None and control.id in script.levels:
                return script.levels[control.id][position]
        for script in (self, self.before):
            if script is not None and group.id in script.levels:
                return script.levels[group.id][position]
        message = f"{self.key}: no level for {control.id}"
        raise LookupError(message)

    def reason(self, part: Part, group: PinnedGroup, control: PinnedControl) -> str:
        """Why the control does not apply to the part."""
        given = (*self.reasons, *(self.before.reasons if self.before else ()))
        for place in (control.id, group.id):
            for one in given:
                if (one.place, one.part) == (place, part.name):
                    return one.text
        message = f"{self.key}: no reason for {control.id} in {part.name}"
        raise LookupError(message)

    @property
    def before(self) -> "Script | None":
        """The assessment of the year before."""
        return next((one for one in scripts() if one.key == self.after), None)


@cache
def scripts() -> tuple[Script, ...]:
    """All assessments of the demo."""
    return TypeAdapter(tuple[Script, ...]).validate_python(read_yaml("assessments.yaml"))


def dated(text: str) -> str:
    """The text with last year and this year filled in."""
    year = today().year
    return text.replace("{last}", str(year - 1)).replace("{this}", str(year))
