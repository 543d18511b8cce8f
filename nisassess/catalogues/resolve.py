"""Resolves a profile against the installed catalogues into one self-contained value. Pure."""

from collections.abc import Iterator, Mapping

from nisassess.catalogues.types import (
    FORMAT,
    PinnedCatalogue,
    PinnedChoice,
    PinnedControl,
    PinnedGroup,
    PinnedProfile,
    PinnedQuestion,
    PinnedReference,
)
from nisassess.plugins import PluginRegistry
from nisassess.sdk import (
    AnswerKind,
    Catalogue,
    Choice,
    Control,
    NotApplicable,
    Profile,
    Question,
    Reference,
    Source,
)
from nisassess.sdk.citation import citation
from nisassess.sdk.scoring import METHODS

_FIXED_CHOICES = {
    AnswerKind.ACHIEVEMENT: (
        ("achieved", "Achieved"),
        ("partially", "Partially achieved"),
        ("not_achieved", "Not achieved"),
    ),
    AnswerKind.YES_NO: (("yes", "Yes"), ("no", "No")),
}
_Sources = Mapping[str, Source]


def resolve(registry: PluginRegistry, profile: Profile) -> PinnedProfile:
    """The profile with all content it selects, independent of plugins from then on."""
    used = [registry.catalogues[id_] for id_ in profile.catalogues]
    language = used[0].language
    return PinnedProfile(
        format=FORMAT,
        id=profile.id,
        version=profile.version,
        title=profile.title,
        summary=profile.summary,
        notice=profile.notice,
        regime=profile.regime.value,
        language=language,
        scoring_method=profile.scoring.method,
        scoring_version=METHODS[profile.scoring.method].version,
        levels=profile.scoring.levels,
        catalogues=tuple(catalogue_used(registry, catalogue) for catalogue in used),
        legal_basis=tuple(
            _reference(_sources(registry, *used), item) for item in profile.legal_basis
        ),
        groups=tuple(_groups(registry, profile, used)),
    )


def catalogue_used(registry: PluginRegistry, catalogue: Catalogue) -> PinnedCatalogue:
    """A catalogue with the distribution that ships it."""
    plugin = registry.plugin_of_catalogue(catalogue.id)
    return PinnedCatalogue(
        catalogue.id,
        catalogue.version,
        catalogue.title,
        catalogue.publisher,
        plugin.distribution if plugin else "unknown",
        plugin.version if plugin else "unknown",
    )


def selected(profile: Profile, catalogues: list[Catalogue]) -> Iterator[tuple[str, Control, int]]:
    """(group id, control, target) of everything that the profile selects, in reading order."""
    for catalogue in catalogues:
        for group in catalogue.groups:
            for control in group.controls:
                target = profile.controls.get(control.id, profile.groups.get(group.id))
                if target is not None:
                    yield group.id, control, target


def _sources(registry: PluginRegistry, *catalogues: Catalogue) -> _Sources:
    """Acts and standards as these catalogues describe them, whatever else is installed."""
    own = {source.id: source for item in reversed(catalogues) for source in item.sources}
    return {**registry.sources, **own}


def _groups(
    registry: PluginRegistry, profile: Profile, used: list[Catalogue]
) -> Iterator[PinnedGroup]:
    chosen = list(selected(profile, used))
    for catalogue in used:
        sources = _sources(registry, catalogue)
        for group in catalogue.groups:
            controls = tuple(
                _control(sources, control, target)
                for group_id, control, target in chosen
                if group_id == group.id
            )
            if controls:
                yield PinnedGroup(group.id, group.label, group.title, group.summary, controls)


def _control(sources: _Sources, control: Control, target: int) -> PinnedControl:
    return PinnedControl(
        id=control.id,
        label=control.label,
        title=control.title,
        statement=control.statement,
        rationale=control.rationale,
        guidance=control.guidance,
        example_evidence=control.example_evidence,
        references=tuple(_reference(sources, item) for item in control.references),
        mappings=tuple(
            f"{sources[item.source].short}: {item.target}"
            if item.source in sources
            else f"{item.source}: {item.target}"
            for item in control.mappings
            if item.source
        ),
        not_applicable_allowed=control.not_applicable is not NotApplicable.FORBIDDEN,
        target=target,
        questions=tuple(_question(control.id, question) for question in control.questions),
    )


def _question(control_id: str, question: Question) -> PinnedQuestion:
    return PinnedQuestion(
        id=f"{control_id}/{question.id}",
        prompt=question.prompt,
        hint=question.hint,
        kind=question.kind.value,
        level=question.level,
        choices=_choices(question),
    )


def _choices(question: Question) -> tuple[PinnedChoice, ...]:
    given = {choice.value: choice for choice in question.choices}
    fixed = _FIXED_CHOICES.get(question.kind)
    if fixed is None:
        return tuple(_choice(choice) for choice in question.choices)
    return tuple(
        _choice(given[value]) if value in given else PinnedChoice(value, label, None)
        for value, label in fixed
    )


def _choice(choice: Choice) -> PinnedChoice:
    return PinnedChoice(choice.value, choice.label, choice.description)


def _reference(sources: _Sources, reference: Reference) -> PinnedReference:
    source = sources.get(reference.source)
    force = reference.force or (source.force if source else None)
    return PinnedReference(
        citation=citation(reference, sources),
        title=source.title if source else reference.source,
        force=force.value if force else "guidance",
        celex=source.celex if source else None,
        addressee=reference.addressee,
        note=reference.note,
        verified=reference.checked_by is not None,
    )
