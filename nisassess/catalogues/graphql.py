"""GraphQL types of catalogue content as an assessment pinned it, and of profiles on offer."""

from collections import OrderedDict
from datetime import date

import strawberry

from nisassess.catalogues.repository import PROFILES_KEPT
from nisassess.catalogues.translating import in_language
from nisassess.catalogues.types import (
    PinnedCatalogue,
    PinnedControl,
    PinnedGroup,
    PinnedMapping,
    PinnedOpening,
    PinnedProfile,
    PinnedQuestion,
    PinnedReference,
    ProfileOffer,
)
from nisassess.kit.scalars import AnswerValue
from nisassess.kit.unchanging import Unchanging
from nisassess.sdk import (
    Achievement,
    AnswerKind,
    Dimension,
    Force,
    MappingRelation,
    NotApplicable,
    Regime,
    ScopeKind,
)

strawberry.enum(Regime)
strawberry.enum(Force)
strawberry.enum(ScopeKind)
strawberry.enum(AnswerKind)
strawberry.enum(Achievement)
strawberry.enum(Dimension)
strawberry.enum(MappingRelation)
strawberry.enum(NotApplicable)


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
    applies_from: date | None
    applies_until: date | None
    checked_on: date | None
    checked_by: str | None


@strawberry.type
class OpeningOption:
    """One fact that opens a profile, and what follows from it."""

    id: strawberry.ID
    label: str
    consequence: str
    reference: Reference


@strawberry.type
class Opening:
    """What an operator says before it may start an assessment by the profile."""

    statement: str
    options: list[OpeningOption]


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
    languages: list[str]
    opening: Opening | None


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
    lowest: int
    """The number of the first of `levels`."""
    language: str
    languages: list[str]
    opening: Opening | None
    catalogues: list[CatalogueVersion]
    legal_basis: list[Reference]


@strawberry.type
class Choice:
    """One selectable answer; `description` names the observable fact behind it."""

    value: AnswerValue
    label: str
    description: str | None
    shows: Achievement | None


@strawberry.type
class Condition:
    """A question is asked only if another of its control has one of these answers."""

    question: strawberry.ID
    any_of: list[AnswerValue]


@strawberry.type
class Mapping:
    """What a control covers of an entry of another framework, or of another control."""

    framework: str
    target: str
    relation: MappingRelation
    control_id: strawberry.ID | None


@strawberry.type
class Question:
    """One question; with gated maturity and cumulative levels `level` is the level it decides.

    `language` is that of its texts, which may differ from the one asked for.
    """

    id: strawberry.ID
    prompt: str
    hint: str | None
    kind: AnswerKind
    level: int | None
    choices: list[Choice]
    dimension: Dimension | None
    when: Condition | None
    optional: bool
    unit: str | None
    minimum: str | None
    maximum: str | None
    language: str


@strawberry.type
class Control:
    """A control with the target that the profile gives it; a key control is a foundation.

    `language` is that of its texts, which may differ from the one asked for.
    """

    id: strawberry.ID
    label: str | None
    title: str
    statement: str
    rationale: str
    guidance: list[str]
    example_evidence: list[str]
    references: list[Reference]
    mappings: list[str]
    mapped: list[Mapping]
    not_applicable_allowed: bool
    not_applicable: NotApplicable
    key: bool
    target: int
    language: str
    questions: list[Question]


@strawberry.type
class ControlGroup:
    """A control group, reduced to the profile's controls."""

    id: strawberry.ID
    label: str | None
    title: str
    summary: str
    language: str
    catalogue_id: strawberry.ID
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
        languages=list(offer.languages),
        opening=opening_of(offer.opening),
    )


def opening_of(opening: PinnedOpening | None) -> Opening | None:
    """What is asked before a start."""
    if opening is None:
        return None
    return Opening(
        statement=opening.statement,
        options=[
            OpeningOption(
                id=strawberry.ID(option.id),
                label=option.label,
                consequence=option.consequence,
                reference=reference_of(option.reference),
            )
            for option in opening.options
        ],
    )


def pinned_profile(
    digest: str, profile: PinnedProfile, language: str | None = None
) -> PinnedProfileType:
    """The head of a pinned profile, in a language that it has."""
    spoken = language if language in profile.texts else profile.language
    profile = in_language(profile, spoken)
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
        lowest=profile.lowest,
        language=spoken,
        languages=list(profile.languages),
        opening=opening_of(profile.opening),
        catalogues=[_catalogue(item) for item in profile.catalogues],
        legal_basis=[reference_of(item) for item in profile.legal_basis],
    )


def control_groups(
    digest: str, profile: PinnedProfile, language: str | None = None
) -> list[ControlGroup]:
    """All content of a pinned profile, made once per process and language: it never changes."""
    spoken = language if language in profile.texts else profile.language
    key = (digest, spoken)
    found = _groups.get(key)
    if found is None:
        translated = in_language(profile, spoken)
        found = _groups[key] = Unchanging([_group(group, spoken) for group in translated.groups])
        if len(_groups) > PROFILES_KEPT:
            _groups.popitem(last=False)
    _groups.move_to_end(key)
    return found


_groups: OrderedDict[tuple[str, str], Unchanging[ControlGroup]] = OrderedDict()


def _group(group: PinnedGroup, language: str) -> ControlGroup:
    return ControlGroup(
        id=strawberry.ID(group.id),
        label=group.label,
        title=group.title,
        summary=group.summary,
        language=group.language or language,
        catalogue_id=strawberry.ID(group.catalogue),
        controls=[_control(control, language) for control in group.controls],
    )


def _control(control: PinnedControl, language: str) -> Control:
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
        mapped=[_mapping(item) for item in control.mapped],
        not_applicable_allowed=control.not_applicable_allowed,
        not_applicable=control.not_applicable_rule,
        key=control.key,
        target=control.target,
        language=control.language or language,
        questions=[_question(question, language) for question in control.questions],
    )


def _mapping(mapping: PinnedMapping) -> Mapping:
    return Mapping(
        framework=mapping.framework,
        target=mapping.target,
        relation=MappingRelation(mapping.relation),
        control_id=strawberry.ID(mapping.control) if mapping.control else None,
    )


def _question(question: PinnedQuestion, language: str) -> Question:
    return Question(
        id=strawberry.ID(question.id),
        prompt=question.prompt,
        hint=question.hint,
        kind=AnswerKind(question.kind),
        level=question.level,
        choices=[
            Choice(
                value=AnswerValue(choice.value),
                label=choice.label,
                description=choice.description,
                shows=Achievement(choice.shows) if choice.shows else None,
            )
            for choice in question.choices
        ],
        dimension=Dimension(question.dimension) if question.dimension else None,
        when=Condition(
            question=strawberry.ID(question.when.question),
            any_of=[AnswerValue(value) for value in question.when.any_of],
        )
        if question.when
        else None,
        optional=question.optional,
        unit=question.unit,
        minimum=question.minimum,
        maximum=question.maximum,
        language=question.language or language,
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
        applies_from=_day(reference.applies_from),
        applies_until=_day(reference.applies_until),
        checked_on=_day(reference.checked_on),
        checked_by=reference.checked_by,
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _catalogue(catalogue: PinnedCatalogue) -> CatalogueVersion:
    return CatalogueVersion(
        id=strawberry.ID(catalogue.id), version=catalogue.version, title=catalogue.title
    )
