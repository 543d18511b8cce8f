"""GraphQL types of catalogue content as an assessment pinned it, and of profiles on offer."""

from collections import OrderedDict

import strawberry

from nisassess.catalogues.repository import PROFILES_KEPT
from nisassess.catalogues.types import (
    PinnedCatalogue,
    PinnedControl,
    PinnedGroup,
    PinnedProfile,
    PinnedQuestion,
    PinnedReference,
    ProfileOffer,
)
from nisassess.kit.scalars import AnswerValue
from nisassess.kit.unchanging import Unchanging
from nisassess.sdk import AnswerKind, Force, Regime, ScopeKind

strawberry.enum(Regime)
strawberry.enum(Force)
strawberry.enum(ScopeKind)
strawberry.enum(AnswerKind)


@strawberry.type
class Reference:
    """A cited provision; `verified` tells whether it was checked against its source."""

    citation: str
    title: str
    force: Force
    celex: str | None
    addressee: str | None
    note: str | None
    verified: bool


@strawberry.type
class CatalogueVersion:
    """A catalogue with its version."""

    id: strawberry.ID
    version: str
    title: str


@strawberry.type
class Profile:
    """A profile on offer; `recommended` marks the best fit for the operator."""

    id: strawberry.ID
    version: str
    title: str
    summary: str
    notice: str | None
    regime: Regime
    target_groups: list[str]
    scope_kinds: list[ScopeKind]
    control_count: int
    question_count: int
    suggested_parts: list[str]
    catalogues: list[CatalogueVersion]
    recommended: bool


@strawberry.type(name="PinnedProfile")
class PinnedProfileType:
    """The resolved profile that an assessment pinned, under its SHA-256."""

    id: strawberry.ID
    version: str
    title: str
    summary: str
    notice: str | None
    regime: Regime
    digest: str
    scoring_method: str
    scoring_version: str
    levels: list[str]
    catalogues: list[CatalogueVersion]
    legal_basis: list[Reference]


@strawberry.type
class Choice:
    """One selectable answer; `description` names the observable fact behind it."""

    value: AnswerValue
    label: str
    description: str | None


@strawberry.type
class Question:
    """One question; with gated maturity `level` is the level that it decides."""

    id: strawberry.ID
    prompt: str
    hint: str | None
    kind: AnswerKind
    level: int | None
    choices: list[Choice]


@strawberry.type
class Control:
    """A control with the target that the profile gives it."""

    id: strawberry.ID
    label: str | None
    title: str
    statement: str
    rationale: str
    guidance: list[str]
    example_evidence: list[str]
    references: list[Reference]
    mappings: list[str]
    not_applicable_allowed: bool
    target: int
    questions: list[Question]


@strawberry.type
class ControlGroup:
    """A control group, reduced to the profile's controls."""

    id: strawberry.ID
    label: str | None
    title: str
    summary: str
    controls: list[Control]


def profile_of(offer: ProfileOffer) -> Profile:
    """A profile on offer."""
    return Profile(
        id=strawberry.ID(offer.id),
        version=offer.version,
        title=offer.title,
        summary=offer.summary,
        notice=offer.notice,
        regime=Regime(offer.regime),
        target_groups=list(offer.target_groups),
        scope_kinds=[ScopeKind(kind) for kind in offer.scope_kinds],
        control_count=offer.control_count,
        question_count=offer.question_count,
        suggested_parts=list(offer.suggested_parts),
        catalogues=[_catalogue(item) for item in offer.catalogues],
        recommended=offer.recommended,
    )


def pinned_profile(digest: str, profile: PinnedProfile) -> PinnedProfileType:
    """The head of a pinned profile."""
    return PinnedProfileType(
        id=strawberry.ID(profile.id),
        version=profile.version,
        title=profile.title,
        summary=profile.summary,
        notice=profile.notice,
        regime=Regime(profile.regime),
        digest=digest,
        scoring_method=profile.scoring_method,
        scoring_version=profile.scoring_version,
        levels=list(profile.levels),
        catalogues=[_catalogue(item) for item in profile.catalogues],
        legal_basis=[reference_of(item) for item in profile.legal_basis],
    )


def control_groups(digest: str, profile: PinnedProfile) -> list[ControlGroup]:
    """All content of a pinned profile, made once per process as it never changes."""
    found = _groups.get(digest)
    if found is None:
        found = _groups[digest] = Unchanging([_group(group) for group in profile.groups])
        if len(_groups) > PROFILES_KEPT:
            _groups.popitem(last=False)
    _groups.move_to_end(digest)
    return found


_groups: OrderedDict[str, Unchanging[ControlGroup]] = OrderedDict()


def _group(group: PinnedGroup) -> ControlGroup:
    return ControlGroup(
        id=strawberry.ID(group.id),
        label=group.label,
        title=group.title,
        summary=group.summary,
        controls=[_control(control) for control in group.controls],
    )


def _control(control: PinnedControl) -> Control:
    return Control(
        id=strawberry.ID(control.id),
        label=control.label,
        title=control.title,
        statement=control.statement,
        rationale=control.rationale,
        guidance=list(control.guidance),
        example_evidence=list(control.example_evidence),
        references=[reference_of(item) for item in control.references],
        mappings=list(control.mappings),
        not_applicable_allowed=control.not_applicable_allowed,
        target=control.target,
        questions=[_question(question) for question in control.questions],
    )


def _question(question: PinnedQuestion) -> Question:
    return Question(
        id=strawberry.ID(question.id),
        prompt=question.prompt,
        hint=question.hint,
        kind=AnswerKind(question.kind),
        level=question.level,
        choices=[
            Choice(
                value=AnswerValue(choice.value), label=choice.label, description=choice.description
            )
            for choice in question.choices
        ],
    )


def reference_of(reference: PinnedReference) -> Reference:
    """A cited provision."""
    return Reference(
        citation=reference.citation,
        title=reference.title,
        force=Force(reference.force),
        celex=reference.celex,
        addressee=reference.addressee,
        note=reference.note,
        verified=reference.verified,
    )


def _catalogue(catalogue: PinnedCatalogue) -> CatalogueVersion:
    return CatalogueVersion(
        id=strawberry.ID(catalogue.id), version=catalogue.version, title=catalogue.title
    )
