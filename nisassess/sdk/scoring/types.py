"""What a scoring method is given and what it returns: plain frozen values.

Levels are whole numbers on the profile's scale. Exact fractions go in; figures that come out as
`float` were computed exactly and rounded to four decimals, half to even, at the very end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from nisassess.sdk.content import Achievement, AnswerKind, Dimension, NotApplicable


class ControlState(StrEnum):
    """Where a control stands against its target."""

    OPEN = "open"
    """At least one question of an applicable part is unanswered."""
    MET = "met"
    BELOW = "below"
    NOT_APPLICABLE = "not_applicable"


class GateState(StrEnum):
    """Where a gate, or the outcome of all gates, stands."""

    OPEN = "open"
    """Neither: answers are missing, and it depends on them."""
    PASSED = "passed"
    """Everything it looks at is answered and suffices."""
    FAILED = "failed"
    """What is answered does not suffice, whatever the missing answers come to."""


# --- what goes in ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChoiceInput:
    """A selectable answer; `credit` and `shows` as in the content's `Choice`."""

    value: str
    label: str
    credit: Fraction | None = None
    shows: Achievement | None = None


@dataclass(frozen=True, slots=True)
class BandInput:
    """A stretch of numbers with its credit; both ends belong to it, None is endless."""

    credit: Fraction
    at_least: Fraction | None = None
    at_most: Fraction | None = None


@dataclass(frozen=True, slots=True)
class QuestionInput:
    """A question with the answer given for one part; `answer` is None while unanswered.

    Answers are strings: a choice's value; for multiple choice and indicators the chosen values in
    the order of the choices, joined by a space, or `none`; a plain decimal; an ISO 8601 date.
    Questions whose condition does not hold are not handed in (see `asked`).
    """

    id: str
    prompt: str
    kind: AnswerKind
    level: int | None
    answer: str | None
    dimension: Dimension | None = None
    optional: bool = False
    """Counts for neither completeness nor attainment."""
    choices: tuple[ChoiceInput, ...] = ()
    bands: tuple[BandInput, ...] = ()


@dataclass(frozen=True, slots=True)
class PartInput:
    """A part of the scope with its answers to one control."""

    id: str
    name: str
    not_applicable: bool
    """True only when the reason is given too."""
    questions: tuple[QuestionInput, ...]


@dataclass(frozen=True, slots=True)
class ControlInput:
    """A control with its target and the parts' answers."""

    id: str
    title: str
    target: int
    parts: tuple[PartInput, ...]
    key: bool = False
    """A foundation: a gate fails while it misses its target, and it is never not applicable."""
    weight: Fraction = Fraction(1)
    """Share of the control in a weighted mean; 0 or more."""
    not_applicable: NotApplicable = NotApplicable.ALLOWED
    """What a part's mark does: leaves it out, counts as a level, or nothing."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The whole numbers from the lowest to the highest level of a profile."""

    lowest: int = 0
    highest: int = 0


@dataclass(frozen=True, slots=True)
class ScoringInput:
    """Everything a method may look at."""

    groups: tuple[tuple[str, str, tuple[ControlInput, ...]], ...]
    """(group id, group title, controls), in reading order."""
    levels: tuple[str, ...]
    """Names of the levels from the lowest upwards."""
    lowest: int = 0
    """The number of the lowest level."""
    parameters: Mapping[str, Fraction] = field(
        default_factory=lambda: MappingProxyType({}), hash=False
    )
    """Numbers of the method as the profile sets them; those left out take their defaults."""
    language: str = "en"
    """Language of the sentences in traces, gates and outcomes (BCP 47); no figure hangs on it."""

    def __post_init__(self) -> None:
        """Take the parameters as they are now, for good."""
        object.__setattr__(self, "parameters", MappingProxyType(dict(self.parameters)))

    @property
    def scale(self) -> Scale:
        """The levels as numbers; without levels only the lowest one."""
        return Scale(self.lowest, self.lowest + max(len(self.levels) - 1, 0))


# --- what comes out -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TraceInput:
    """One thing a figure was made from; `ref` is the id of the part, question or control."""

    ref: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Trace:
    """How a figure came to be: the rule in words, what went in, what came out."""

    rule: str
    inputs: tuple[TraceInput, ...]
    result: str


@dataclass(frozen=True, slots=True)
class PartScore:
    """Level that one part reaches on a control; None while open or left out.

    `value` is the exact figure behind the level, on the profile's scale, for methods that average.
    """

    part: str
    state: ControlState
    level: int | None
    trace: Trace
    value: float | None = None
    not_applicable: bool = False
    """The mark *not applicable* was taken: the part is left out, or counts as a fixed level."""


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """What a control reaches in one dimension, on the profile's scale; None while open."""

    dimension: Dimension
    value: float | None


@dataclass(frozen=True, slots=True)
class ControlScore:
    """What a control reaches: that of its worst applicable part."""

    control: str
    state: ControlState
    level: int | None
    target: int
    parts: tuple[PartScore, ...]
    trace: Trace
    value: float | None = None
    """For methods that average; `level` is then the whole level below it."""
    dimensions: tuple[DimensionScore, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """Completeness and attainment of a set of controls: two numbers, never one.

    `attainment` is met / (met + below): the share of assessed controls that reach their target;
    None while none is assessed. `attainment_at_least` counts open controls as not met, so a few
    good answers cannot flatter. `level` is the weakest assessed control's level, or for methods
    that average the whole level below `value`; known only when no control is open.
    """

    questions: int
    answered: int
    met: int
    below: int
    open: int
    not_applicable: int
    completeness: float
    attainment: float | None
    attainment_at_least: float | None
    level: int | None
    value: float | None = None
    """The average, on the profile's scale; None while a control is open."""
    value_at_least: float | None = None
    """The average with open controls counted at the lowest level."""


@dataclass(frozen=True, slots=True)
class GateScore:
    """A condition that no average makes up for.

    `required` and `reached` are both values on the profile's scale or, where `counts` says so,
    both numbers of controls. `reached` is None while it is not known.
    """

    id: str
    title: str
    required: float
    reached: float | None
    state: GateState
    trace: Trace
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all gates together come to, in words."""

    state: GateState
    words: str
    trace: Trace


@dataclass(frozen=True, slots=True)
class GroupScore:
    """Figures of one control group with their traces."""

    group: str
    title: str
    figures: Figures
    completeness_trace: Trace
    attainment_trace: Trace
    value_trace: Trace | None = None
    """How the level, or the value and its floor, came to be."""
    gates: tuple[GateScore, ...] = ()

    @property
    def level(self) -> int | None:
        """The level of its figures."""
        return self.figures.level

    @property
    def value(self) -> float | None:
        """The value of its figures."""
        return self.figures.value


@dataclass(frozen=True, slots=True)
class Score:
    """The explained result of a scoring method."""

    method: str
    method_version: str
    total: Figures
    completeness_trace: Trace
    attainment_trace: Trace
    groups: tuple[GroupScore, ...]
    controls: tuple[ControlScore, ...]
    value_trace: Trace | None = None
    gates: tuple[GateScore, ...] = ()
    outcome: Outcome | None = None
    """None when the method has no gate for this profile."""
