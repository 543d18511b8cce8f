"""Resolves a profile against the installed catalogues into one self-contained value. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from nisassess.catalogues.translating import pinned_texts
from nisassess.catalogues.types import (
    FORMAT,
    PinnedBand,
    PinnedCatalogue,
    PinnedChoice,
    PinnedCondition,
    PinnedControl,
    PinnedGroup,
    PinnedMapping,
    PinnedOpening,
    PinnedOpeningOption,
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
    Force,
    NotApplicable,
    Opening,
    Profile,
    Question,
    Reference,
    Source,
)
from nisassess.sdk import Mapping as ControlMapping
from nisassess.sdk.citation import citation

FIXED_CHOICES = {
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
    of_all = _sources(registry, *used)
    return PinnedProfile(
        format=FORMAT,
        id=profile.id,
        version=profile.version,
        title=profile.title,
        summary=profile.summary,
        notice=profile.notice,
        regime=profile.regime.value,
        language=used[0].language,
        scoring_method=profile.scoring.method,
        scoring_version=registry.methods[profile.scoring.method].version,
        levels=profile.scoring.levels,
        lowest=profile.scoring.lowest,
        parameters={name: _decimal(value) for name, value in profile.scoring.parameters.items()},
        catalogues=tuple(catalogue_used(registry, catalogue) for catalogue in used),
        legal_basis=tuple(_reference(of_all, item) for item in profile.legal_basis),
        groups=tuple(_groups(registry, profile, used)),
        opening=opening(registry, profile),
        texts=pinned_texts(profile, used, {c.id for _, c, _ in selected(profile, used)}),
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


def opening(registry: PluginRegistry, profile: Profile) -> PinnedOpening | None:
    """What is asked before an assessment by the profile may start, printable."""
    asked: Opening | None = profile.opening
    if asked is None:
        return None
    sources = _sources(registry, *(registry.catalogues[id_] for id_ in profile.catalogues))
    return PinnedOpening(
        asked.statement,
        tuple(
            PinnedOpeningOption(
                option.id, option.label, option.consequence, _reference(sources, option.reference)
            )
            for option in asked.options
        ),
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
        made = _Controls(profile, _sources(registry, catalogue))
        for group in catalogue.groups:
            controls = tuple(
                made.control(control, target)
                for group_id, control, target in chosen
                if group_id == group.id
            )
            if controls:
                yield PinnedGroup(
                    group.id, group.label, group.title, group.summary, controls, catalogue.id
                )


class _Controls:
    """Pins controls of one catalogue as one profile selects them."""

    def __init__(self, profile: Profile, sources: _Sources) -> None:
        self._profile = profile
        self._sources = sources

    def control(self, control: Control, target: int) -> PinnedControl:
        key = control.id in self._profile.key_controls
        rule = NotApplicable.FORBIDDEN if key else control.not_applicable
        return PinnedControl(
            id=control.id,
            label=control.label,
            title=control.title,
            statement=control.statement,
            rationale=control.rationale,
            guidance=control.guidance,
            example_evidence=control.example_evidence,
            references=tuple(
                _reference(self._sources, item, self._profile.as_guidance)
                for item in control.references
            ),
            mappings=tuple(
                f"{found.framework}: {found.target}"
                for found in map(self._mapping, control.mappings)
                if found.control is None
            ),
            not_applicable_allowed=rule is not NotApplicable.FORBIDDEN,
            target=target,
            questions=tuple(_question(control.id, question) for question in control.questions),
            not_applicable=rule.value,
            key=key,
            weight=_decimal(self._profile.weights.get(control.id, Decimal(1))),
            mapped=tuple(map(self._mapping, control.mappings)),
        )

    def _mapping(self, mapping: ControlMapping) -> PinnedMapping:
        relation = mapping.relation.value
        if mapping.control is not None:
            return PinnedMapping(None, mapping.control, mapping.control, relation, mapping.control)
        id_ = mapping.source or ""
        source = self._sources.get(id_)
        short = source.short if source else id_
        return PinnedMapping(mapping.source, short, mapping.target or "", relation, None)


def _question(control_id: str, question: Question) -> PinnedQuestion:
    when = question.when
    return PinnedQuestion(
        id=f"{control_id}/{question.id}",
        prompt=question.prompt,
        hint=question.hint,
        kind=question.kind.value,
        level=question.level,
        choices=_choices(question),
        dimension=question.dimension.value if question.dimension else None,
        when=PinnedCondition(f"{control_id}/{when.question}", when.any_of) if when else None,
        optional=question.optional,
        unit=question.unit,
        minimum=_decimal_or_none(question.minimum),
        maximum=_decimal_or_none(question.maximum),
        bands=tuple(
            PinnedBand(
                _decimal(band.credit),
                _decimal_or_none(band.at_least),
                _decimal_or_none(band.at_most),
            )
            for band in question.bands
        ),
    )


def _choices(question: Question) -> tuple[PinnedChoice, ...]:
    given = {choice.value: choice for choice in question.choices}
    fixed = FIXED_CHOICES.get(question.kind)
    if fixed is None:
        return tuple(_choice(choice) for choice in question.choices)
    return tuple(
        _choice(given[value]) if value in given else PinnedChoice(value, label, None)
        for value, label in fixed
    )


def _choice(choice: Choice) -> PinnedChoice:
    return PinnedChoice(
        choice.value,
        choice.label,
        choice.description,
        _decimal_or_none(choice.credit),
        choice.shows.value if choice.shows else None,
    )


def _reference(
    sources: _Sources, reference: Reference, as_guidance: tuple[str, ...] = ()
) -> PinnedReference:
    source = sources.get(reference.source)
    force = reference.force or (source.force if source else Force.GUIDANCE)
    if reference.source in as_guidance and force is Force.BINDING:
        force = Force.GUIDANCE
    return PinnedReference(
        citation=citation(reference, sources),
        title=source.title if source else reference.source,
        force=force.value,
        celex=source.celex if source else None,
        addressee=reference.addressee,
        note=reference.note,
        verified=reference.checked_by is not None,
        applies_from=_day(reference.applies_from),
        applies_until=_day(reference.applies_until),
        checked_on=_day(reference.checked_on),
        checked_by=reference.checked_by,
    )


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _decimal(value: Decimal) -> str:
    """A number in plain digits, without zeros at its end."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def _decimal_or_none(value: Decimal | None) -> str | None:
    return None if value is None else _decimal(value)
