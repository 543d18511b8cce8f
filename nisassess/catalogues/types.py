"""The resolved profile as plain values: everything an assessment is answered against.

Documents of format 1 were pinned before there were other question kinds than three; what they
lack has a default here, so they are read, answered and scored as before.
"""

from dataclasses import dataclass, field
from functools import cached_property

from nisassess.sdk import NotApplicable

FORMAT = "nisassess-profile/2"


@dataclass(frozen=True, slots=True)
class PinnedReference:
    """A cited provision, printable; dates in ISO 8601."""

    citation: str
    title: str
    force: str
    celex: str | None
    addressee: str | None
    note: str | None
    verified: bool
    applies_from: str | None = None
    applies_until: str | None = None
    checked_on: str | None = None
    checked_by: str | None = None


@dataclass(frozen=True, slots=True)
class PinnedChoice:
    """One selectable answer; `credit` is a decimal number from 0 to 1."""

    value: str
    label: str
    description: str | None
    credit: str | None = None
    shows: str | None = None


@dataclass(frozen=True, slots=True)
class PinnedBand:
    """What a stretch of numbers earns, in decimals."""

    credit: str
    at_least: str | None
    at_most: str | None


@dataclass(frozen=True, slots=True)
class PinnedCondition:
    """Asked only if; `question` is the full id."""

    question: str
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PinnedQuestion:
    """A question; `id` is the control's id, a slash and the question's own."""

    id: str
    prompt: str
    hint: str | None
    kind: str
    level: int | None
    choices: tuple[PinnedChoice, ...]
    dimension: str | None = None
    when: PinnedCondition | None = None
    optional: bool = False
    unit: str | None = None
    minimum: str | None = None
    maximum: str | None = None
    bands: tuple[PinnedBand, ...] = ()
    language: str | None = None
    """Of its texts, where it is not the profile's."""


@dataclass(frozen=True, slots=True)
class PinnedMapping:
    """What the control covers of an entry elsewhere: of a framework, or of another control."""

    source: str | None
    """Id of the framework's source."""
    framework: str
    """The framework's short name, or the other control's id again."""
    target: str
    relation: str
    control: str | None


@dataclass(frozen=True, slots=True)
class PinnedControl:
    """A control with the target that the profile gives it."""

    id: str
    label: str | None
    title: str
    statement: str
    rationale: str
    guidance: tuple[str, ...]
    example_evidence: tuple[str, ...]
    references: tuple[PinnedReference, ...]
    mappings: tuple[str, ...]
    not_applicable_allowed: bool
    target: int
    questions: tuple[PinnedQuestion, ...]
    not_applicable: str = "allowed"
    key: bool = False
    weight: str = "1"
    mapped: tuple[PinnedMapping, ...] = ()
    language: str | None = None
    """Of its texts, where it is not the profile's."""

    @property
    def not_applicable_rule(self) -> NotApplicable:
        """What *not applicable* does; documents of format 1 tell only whether it is allowed."""
        if not self.not_applicable_allowed:
            return NotApplicable.FORBIDDEN
        return NotApplicable(self.not_applicable)


@dataclass(frozen=True, slots=True)
class PinnedGroup:
    """A control group, reduced to the profile's controls."""

    id: str
    label: str | None
    title: str
    summary: str
    controls: tuple[PinnedControl, ...]
    catalogue: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class PinnedCatalogue:
    """A catalogue with its version and the distribution that shipped it."""

    id: str
    version: str
    title: str
    publisher: str
    distribution: str
    distribution_version: str


@dataclass(frozen=True, slots=True)
class PinnedOpeningOption:
    """One fact that opens the profile."""

    id: str
    label: str
    consequence: str
    reference: PinnedReference


@dataclass(frozen=True, slots=True)
class PinnedOpening:
    """What is asked before an assessment by this profile may start."""

    statement: str
    options: tuple[PinnedOpeningOption, ...]


@dataclass(frozen=True, slots=True)
class PinnedTexts:
    """The texts of one language, by id; only what is translated in full and up to date.

    Each text stands under its name in the content: `title`, `statement`, …; a list is kept as one.
    """

    profile: dict[str, str | tuple[str, ...]]
    catalogues: dict[str, str]
    """Titles."""
    groups: dict[str, dict[str, str]]
    controls: dict[str, dict[str, str | tuple[str, ...]]]
    questions: dict[str, dict[str, str]]
    """By full id: `prompt`, `hint`, `unit`, and `choice.<value>.label` and `.description`."""


@dataclass(frozen=True)
class PinnedProfile:
    """A resolved profile: one canonical document with one digest."""

    format: str
    id: str
    version: str
    title: str
    summary: str
    notice: str | None
    regime: str
    language: str
    scoring_method: str
    scoring_version: str
    levels: tuple[str, ...]
    catalogues: tuple[PinnedCatalogue, ...]
    legal_basis: tuple[PinnedReference, ...]
    groups: tuple[PinnedGroup, ...]
    lowest: int = 0
    """The number of the first of `levels`."""
    parameters: dict[str, str] = field(default_factory=dict)
    opening: PinnedOpening | None = None
    texts: dict[str, PinnedTexts] = field(default_factory=dict)

    @cached_property
    def controls(self) -> dict[str, PinnedControl]:
        """Controls by id."""
        return {control.id: control for group in self.groups for control in group.controls}

    @cached_property
    def group_of(self) -> dict[str, str]:
        """Ids of groups by the ids of their controls."""
        return {control.id: group.id for group in self.groups for control in group.controls}

    @cached_property
    def questions(self) -> dict[str, tuple[PinnedControl, PinnedQuestion]]:
        """Questions by id, each with its control."""
        return {
            question.id: (control, question)
            for control in self.controls.values()
            for question in control.questions
        }

    @property
    def languages(self) -> tuple[str, ...]:
        """Its own language and those it is translated into."""
        return (self.language, *sorted(self.texts))

    def level_name(self, level: int) -> str:
        """The name of a level, or its number where it has none."""
        place = level - self.lowest
        return self.levels[place] if 0 <= place < len(self.levels) else str(level)


@dataclass(frozen=True, slots=True)
class ProfileOffer:
    """A profile that an operator may choose."""

    id: str
    version: str
    title: str
    summary: str
    notice: str | None
    regime: str
    target_groups: tuple[str, ...]
    scope_kinds: tuple[str, ...]
    control_count: int
    question_count: int
    suggested_parts: tuple[str, ...]
    catalogues: tuple[PinnedCatalogue, ...]
    recommended: bool
    lowest: int
    levels: tuple[str, ...]
    languages: tuple[str, ...]
    opening: PinnedOpening | None
