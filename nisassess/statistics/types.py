"""Plain values of statistics."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class StatisticsFilter:
    """Which submissions are counted; None narrows nothing."""

    profile_id: str | None = None
    year: int | None = None
    """The year in which the assessed period ends."""
    country: str | None = None
    sector: str | None = None
    subsector: str | None = None
    request_id: str | None = None
    """Those that answer one of the authority's requests."""


@dataclass(frozen=True, slots=True)
class ProfileShare:
    """Submissions by one version of a profile."""

    id: str
    version: str
    title: str
    submissions: int


@dataclass(frozen=True, slots=True)
class Basis:
    """What a figure rests on; times are None where nothing is counted."""

    submissions: int
    operators: int
    imported: int
    period_from: date | None
    period_until: date | None
    submitted_from: datetime | None
    submitted_until: datetime | None
    profiles: tuple[ProfileShare, ...]
    """The most submissions first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many submissions have a control in a state, at a level."""

    control_id: str
    state: str
    level: int | None
    submissions: int


@dataclass(frozen=True, slots=True)
class GroupOutcome:
    """How many submissions come out of a group in one way."""

    group_id: str
    state: str
    """`met`: nothing is below; `below`: something is; `not_applicable`: all of it."""
    level: int | None
    submissions: int


@dataclass(frozen=True, slots=True)
class Heading:
    """How a group or control is called."""

    id: str
    label: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Outline:
    """Names of what is counted, in the order of the catalogue."""

    language: str
    levels: tuple[str, ...]
    lowest: int
    groups: tuple[tuple[Heading, tuple[Heading, ...]], ...]


@dataclass(frozen=True, slots=True)
class LevelCount:
    """Submissions at a level; `name` is the profile's, where there is one profile."""

    level: int
    name: str | None
    submissions: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Submissions by outcome."""

    met: int = 0
    below: int = 0
    not_applicable: int = 0
    open: int = 0

    @property
    def submissions(self) -> int:
        """All of them."""
        return self.met + self.below + self.not_applicable + self.open

    @property
    def assessed(self) -> int:
        """Those to which it applies and who answered."""
        return self.met + self.below


@dataclass(frozen=True, slots=True)
class ControlDistribution:
    """One control over all counted submissions."""

    heading: Heading
    group: Heading
    tally: Tally
    levels: tuple[LevelCount, ...]


@dataclass(frozen=True, slots=True)
class GroupDistribution:
    """One group over all counted submissions."""

    heading: Heading
    tally: Tally
    levels: tuple[LevelCount, ...]
    controls: tuple[ControlDistribution, ...]


@dataclass(frozen=True, slots=True)
class YearTally:
    """What one year's submissions come to; the tally counts controls, or one control."""

    year: int
    submissions: int
    operators: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class Evolution:
    """The years, of everybody and of those operators who are there in every one of them."""

    everybody: tuple[YearTally, ...]
    steady: tuple[YearTally, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A control that an operator says does not apply to a part."""

    id: str
    control_id: str
    part: str
    reason: str
    submission_id: str
    operator_name: str
    title: str
    period_until: date


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """In how many submissions a control does not apply for the same reason, word by word."""

    control_id: str
    reason: str
    submissions: int


@dataclass(frozen=True, slots=True)
class LateMeasure:
    """A sealed measure whose day has passed and that is not known to be done."""

    id: str
    control_id: str
    part: str
    what: str
    who: str
    until: date
    cost_class: str
    state: str
    submission_id: str
    operator_name: str
    title: str
    outline: str | None


@dataclass(frozen=True, slots=True)
class CostCount:
    """Late measures of a cost class."""

    cost_class: str
    measures: int


@dataclass(frozen=True, slots=True)
class LateCase:
    """An operator that owes an answer whose day has passed."""

    id: str
    operator_id: str
    operator_name: str
    country: str
    subsector: str
    state: str
    due_on: date
    reminded_on: date | None
    request_id: str
    request_title: str


@dataclass(frozen=True, slots=True)
class LateCount:
    """Of the cases of a request: how many are late now, and how many came late."""

    request_id: str
    title: str
    due_on: date
    cases: int
    late: int
    submitted_late: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be narrowed by, with how many submissions it leaves."""

    id: str
    title: str
    submissions: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What the counted submissions can be narrowed by."""

    requests: tuple[Choice, ...]
    profiles: tuple[Choice, ...]
    years: tuple[Choice, ...]
    countries: tuple[Choice, ...]
    subsectors: tuple[Choice, ...]
