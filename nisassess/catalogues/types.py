"""The resolved profile as plain values: everything an assessment is answered against."""

from dataclasses import dataclass
from functools import cached_property

FORMAT = "nisassess-profile/1"


@dataclass(frozen=True, slots=True)
class PinnedReference:
    """A cited provision, printable."""

    citation: str
    title: str
    force: str
    celex: str | None
    addressee: str | None
    note: str | None
    verified: bool


@dataclass(frozen=True, slots=True)
class PinnedChoice:
    """One selectable answer."""

    value: str
    label: str
    description: str | None


@dataclass(frozen=True, slots=True)
class PinnedQuestion:
    """A question; `id` is the control's id, a slash and the question's own."""

    id: str
    prompt: str
    hint: str | None
    kind: str
    level: int | None
    choices: tuple[PinnedChoice, ...]


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


@dataclass(frozen=True, slots=True)
class PinnedGroup:
    """A control group, reduced to the profile's controls."""

    id: str
    label: str | None
    title: str
    summary: str
    controls: tuple[PinnedControl, ...]


@dataclass(frozen=True, slots=True)
class PinnedCatalogue:
    """A catalogue with its version and the distribution that shipped it."""

    id: str
    version: str
    title: str
    publisher: str
    distribution: str
    distribution_version: str


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

    @cached_property
    def controls(self) -> dict[str, PinnedControl]:
        """Controls by id."""
        return {control.id: control for group in self.groups for control in group.controls}

    @cached_property
    def questions(self) -> dict[str, tuple[PinnedControl, PinnedQuestion]]:
        """Questions by id, each with its control."""
        return {
            question.id: (control, question)
            for control in self.controls.values()
            for question in control.questions
        }


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
