"""Questions, how they are answered, and when they are asked."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from nisassess.sdk.content.base import STRICT, Slug, Text, Title, Value


class AnswerKind(StrEnum):
    """How a question is answered."""

    MATURITY = "maturity"
    """One of the question's levels; each level names an observable fact."""

    ACHIEVEMENT = "achievement"
    """`achieved`, `partially` or `not_achieved`, as a judgement."""

    INDICATORS = "indicators"
    """Statements of good and bad practice, each marked when it is true; the rule of the UK's
    Cyber Assessment Framework makes achieved, partially or not achieved of them."""

    YES_NO = "yes_no"
    """`yes` or `no`."""

    SINGLE_CHOICE = "single_choice"
    """One of the choices."""

    MULTIPLE_CHOICE = "multiple_choice"
    """Any of the choices; `none` where none is true."""

    NUMBER = "number"
    """A number with its unit."""

    DATE = "date"
    """A day."""

    TEXT = "text"
    """Some lines of text."""


class Achievement(StrEnum):
    """What an indicator shows when it is true, and what an outcome comes to."""

    ACHIEVED = "achieved"
    PARTIALLY = "partially"
    NOT_ACHIEVED = "not_achieved"


class Dimension(StrEnum):
    """What a question looks at, where a scheme tells the two apart."""

    DOCUMENTATION = "documentation"
    IMPLEMENTATION = "implementation"


Credit = Annotated[Decimal, Field(ge=0, le=1, max_digits=6, decimal_places=4)]
"""How far an answer counts as achieved: 0 not at all, 1 in full."""


@dataclass(frozen=True, config=STRICT)
class Choice:
    """One selectable answer.

    `value` is what is stored; for maturity questions it is the level as a number in text form.
    """

    value: Value
    label: Title
    description: Text | None = None
    """The observable fact that makes this the right answer, and the document that shows it."""
    credit: Credit | None = None
    """For single and multiple choice: how far it counts as achieved. A question none of whose
    choices has a credit is asked for information and scored by no method. The credits of several
    marked choices add up, to 1 at most."""
    shows: Achievement | None = None
    """For indicators: what it shows when it is true."""


@dataclass(frozen=True, config=STRICT)
class Band:
    """A stretch of numbers with the credit it earns; the first that holds counts."""

    credit: Credit
    at_least: Decimal | None = None
    at_most: Decimal | None = None


@dataclass(frozen=True, config=STRICT)
class Condition:
    """A question is asked only if another of the same control, asked before it, is so answered."""

    question: Slug
    any_of: Annotated[tuple[Value, ...], Field(min_length=1)]
    """Values of which at least one was chosen."""


@dataclass(frozen=True, config=STRICT)
class Question:
    """One question of a control.

    With gated maturity and cumulative levels any question but a maturity question belongs to a
    `level`: that level and all above it count only when the question is achieved. A maturity
    question names the levels itself through its choices, so it has no `level` of its own.
    """

    id: Slug
    prompt: Text
    kind: AnswerKind
    hint: Text | None = None
    level: Annotated[int, Field(ge=1, le=5)] | None = None
    dimension: Dimension | None = None
    """For schemes that score documentation and implementation apart."""
    scale: Slug | None = None
    """A named scale of the catalogue whose choices this question takes; choices of its own
    replace those of the same value."""
    choices: tuple[Choice, ...] = ()
    """Required for maturity (contiguous values, from the profile's lowest level upwards),
    indicators, single and multiple choice; optional descriptions of the fixed answers of
    achievement and yes/no."""
    when: Condition | None = None
    """Asked only if; without it always."""
    optional: bool = False
    """May stay unanswered; counts for neither completeness nor attainment."""
    unit: Title | None = None
    """For numbers, e.g. `hours`."""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    bands: tuple[Band, ...] = ()
    """For numbers: what a number earns; without bands it is asked for information."""
