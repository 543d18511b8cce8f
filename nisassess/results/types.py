"""The frozen, scored output of an assessment, format `nisassess-results/3`.

Documents of formats 1 and 2 are read too: what they lack has a default here.

Times are ISO 8601 in UTC, dates ISO 8601; a level is a whole number on the profile's scale.
"""

from dataclasses import dataclass, field

FORMAT = "nisassess-results/3"
_STATES_SINCE = 3
"""The format that first says how far a measure has come."""


@dataclass(frozen=True, slots=True)
class TraceInput:
    """One thing a figure was made from."""

    ref: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Trace:
    """The rule in words, its inputs and its result."""

    rule: str
    inputs: tuple[TraceInput, ...]
    result: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Completeness and attainment of a set of controls (see `nisassess.sdk.scoring.Figures`)."""

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
    completeness_trace: Trace
    attainment_trace: Trace
    value: float | None = None
    value_at_least: float | None = None
    value_trace: Trace | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition that no average makes up for; `state` is `passed`, `failed` or `open`."""

    id: str
    title: str
    required: float
    reached: float | None
    state: str
    trace: Trace


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all gates together come to."""

    state: str
    words: str
    trace: Trace


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited provision; `citation` is printable, e.g. `NIS2 Art. 21(2)(a)`."""

    citation: str
    title: str
    force: str
    celex: str | None
    addressee: str | None
    note: str | None
    applies_from: str | None = None
    applies_until: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Response to one question for one part; `answer_text` is the chosen level or option."""

    question: str
    prompt: str
    answer: str | None
    answer_text: str | None
    answer_description: str | None
    answered_by: str | None
    answered_at: str | None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """An artefact that supports a response: a file, or a reference to one that stays put.

    `kind` is `file` or `reference`; `digest` is SHA-256 in hex (optional for a reference).
    """

    id: str
    kind: str
    title: str
    filename: str | None
    media_type: str | None
    size: int | None
    digest: str | None
    owner: str | None
    location: str | None
    dated: str | None
    revision: int
    added_by: str
    added_at: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A planned measure that closes a gap; `cost_class` is `none`, `low`, `medium` or `high`.

    `state` is `open`, `in_progress`, `done` or `dropped`, None in formats before 3.
    """

    what: str
    who: str
    until: str
    cost_class: str
    state: str | None = None
    reason: str | None = None
    """Why it was dropped."""
    owner: str | None = None
    """Name of the member of the operator who sees to it; `who` is free text."""

    @property
    def responsible(self) -> str:
        """Who sees to it, in one line: the member, and whatever else is said."""
        return ", ".join(dict.fromkeys(name for name in (self.owner, self.who) if name))

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do: done, or dropped for a reason."""
        return self.state in {"done", "dropped"}


@dataclass(frozen=True, slots=True)
class PartResult:
    """What one part of the scope answered for one control.

    `state` is `met`, `below` or `not_applicable`.
    """

    part: str
    state: str
    level: int | None
    not_applicable_reason: str | None
    justification: str | None
    answers: tuple[Answer, ...]
    evidence: tuple[Evidence, ...]
    measure: Measure | None
    trace: Trace
    value: float | None = None


@dataclass(frozen=True, slots=True)
class DimensionResult:
    """What a control reaches in one dimension: `documentation` or `implementation`."""

    dimension: str
    value: float | None


@dataclass(frozen=True, slots=True)
class ControlResult:
    """A control against its target."""

    id: str
    label: str | None
    title: str
    statement: str
    references: tuple[Reference, ...]
    target: int
    level: int | None
    state: str
    parts: tuple[PartResult, ...]
    trace: Trace
    key: bool = False
    value: float | None = None
    dimensions: tuple[DimensionResult, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupResult:
    """A control group with its figures."""

    id: str
    label: str | None
    title: str
    summary: str
    figures: Figures
    controls: tuple[ControlResult, ...]
    gates: tuple[Gate, ...] = ()


@dataclass(frozen=True, slots=True)
class Operator:
    """The assessed entity as it described itself at submission."""

    id: str
    name: str
    country: str
    countries: tuple[str, ...]
    sector: str
    subsector: str
    entity_type: str
    entity_type_title: str
    subsector_title: str
    sector_title: str
    status: str
    """Effective NIS2 status: `essential`, `important`, `outside` or `undecided`."""
    status_basis: str
    """`indicative` (the platform's rule) or `listed` (the authority's listing)."""
    status_rule: str
    status_citation: str


@dataclass(frozen=True, slots=True)
class Part:
    """A named part of the scope."""

    id: str
    name: str
    description: str | None


@dataclass(frozen=True, slots=True)
class Scope:
    """What was assessed; `kind` is `organisation`, `service` or `investment_project`."""

    kind: str
    name: str
    description: str | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class CatalogueUsed:
    """A catalogue with its version."""

    id: str
    version: str
    title: str
    publisher: str


@dataclass(frozen=True, slots=True)
class ProfileUsed:
    """The pinned profile; `digest` is the SHA-256 of the resolved profile's document."""

    id: str
    version: str
    title: str
    summary: str
    notice: str | None
    regime: str
    digest: str
    scoring_method: str
    scoring_version: str
    levels: tuple[str, ...]
    catalogues: tuple[CatalogueUsed, ...]
    legal_basis: tuple[Reference, ...]
    lowest: int = 0
    """The number of the first of `levels`."""
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opening:
    """What opened a profile that is not open to everybody, as the operator says."""

    option: str
    label: str
    consequence: str
    authority: str
    dated: str
    reference: Reference


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the management body; `trained_on` None means no training is recorded."""

    name: str
    function: str | None
    trained_on: str | None


@dataclass(frozen=True, slots=True)
class Approval:
    """The management body's approval of measures and plan (NIS2 Art. 20; DORA Art. 5(2))."""

    body: str
    resolution: str
    resolved_on: str
    reservations: str | None
    members: tuple[Member, ...]
    recorded_by: str
    recorded_at: str
    citation: str


@dataclass(frozen=True, slots=True)
class Release:
    """The signatory's act of submitting to the addressee."""

    signatory: str
    released_at: str
    addressee: str
    addressee_id: str
    addressee_country: str = ""


@dataclass(frozen=True, slots=True)
class Superseded:
    """The version that this one takes the place of."""

    submission: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class SectionTable:
    """A table of a section; each row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section that a plugin added when the results were sealed; all of it is plain text."""

    plugin: str
    plugin_version: str
    title: str
    paragraphs: tuple[str, ...] = ()
    table: SectionTable | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that was submitted."""

    format: str
    submission: str
    number: int
    assessment: str
    title: str
    language: str
    period_from: str
    period_until: str
    self_declared: bool
    operator: Operator
    scope: Scope
    profile: ProfileUsed
    figures: Figures
    groups: tuple[GroupResult, ...]
    approval: Approval
    release: Release
    opening: Opening | None = None
    gates: tuple[Gate, ...] = ()
    outcome: Outcome | None = None
    version: int = 1
    """Counts the versions of one submission."""
    supersedes: Superseded | None = None
    marking: str = "amber"
    """Traffic Light Protocol 2.0: `red`, `amber_strict`, `amber`, `green` or `clear`."""
    sections: tuple[Section, ...] = ()
    """What plugins added to the printed document."""

    @property
    def says_states(self) -> bool:
        """Whether the format says how far each planned measure has come."""
        version = self.format.rpartition("/")[2]
        return version.isascii() and version.isdigit() and int(version[:9]) >= _STATES_SINCE
