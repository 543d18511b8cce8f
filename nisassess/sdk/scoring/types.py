"""What a scoring method is given and what it returns."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from nisassess.sdk.content import AnswerKind


class ControlState(StrEnum):
    """Where a control stands against its target."""

    OPEN = "open"
    """At least one question of an applicable part is unanswered."""
    MET = "met"
    BELOW = "below"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class QuestionInput:
    """A question with the answer given for one part; `answer` is None while unanswered."""

    id: str
    prompt: str
    kind: AnswerKind
    level: int | None
    answer: str | None


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


@dataclass(frozen=True, slots=True)
class ScoringInput:
    """Everything a method may look at: (group id, group title, controls), and the level names."""

    groups: tuple[tuple[str, str, tuple[ControlInput, ...]], ...]
    levels: tuple[str, ...]


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
    """Level that one part reaches on a control; None while open or not applicable."""

    part: str
    state: ControlState
    level: int | None
    trace: Trace


@dataclass(frozen=True, slots=True)
class ControlScore:
    """Level that a control reaches: that of its worst applicable part."""

    control: str
    state: ControlState
    level: int | None
    target: int
    parts: tuple[PartScore, ...]
    trace: Trace


@dataclass(frozen=True, slots=True)
class Figures:
    """Completeness and attainment of a set of controls: two numbers, never one.

    `attainment` is met / (met + below): the share of assessed controls that reach their target;
    None while none is assessed. `attainment_at_least` counts open controls as not met, so a few
    good answers cannot flatter. `level` is the weakest assessed control's level, known only when
    no control is open.
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


@dataclass(frozen=True, slots=True)
class GroupScore:
    """Figures of one control group with their traces."""

    group: str
    title: str
    figures: Figures
    completeness_trace: Trace
    attainment_trace: Trace


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


class ScoringMethod(Protocol):
    """A scoring method: bounded, deterministic, total on empty input."""

    @property
    def id(self) -> str:
        """Identifier that profiles choose the method by."""

    @property
    def version(self) -> str:
        """Version pinned with every assessment."""

    def score(self, given: ScoringInput) -> Score:
        """Score the answers; must not raise for any well-formed input."""
