"""A synthetic catalogue of 350 controls, each as long as those of the shipped catalogues."""

from dataclasses import replace

from nisassess.plugins import PluginRegistry, load_plugins
from nisassess.sdk import (
    AnswerKind,
    Catalogue,
    Choice,
    Control,
    ControlGroup,
    Force,
    Mapping,
    Profile,
    Question,
    Reference,
    Regime,
    ScopeKind,
    ScoringChoice,
    Source,
    TargetGroup,
)

CONTROLS = 350
PER_GROUP = 25
PROFILE = "bench-profile"
LEVELS = ("Absent", "Begun", "Defined", "Lived", "Improved")

_WORDS = (
    "The operator knows which systems its essential service depends on, decides what to do about "
    "each risk, names an owner and a date, and renews this knowledge at least once a year and "
    "after every major change, so that nothing which the service needs is left to chance. "
)


def registry() -> PluginRegistry:
    """The installed plugins' registry with the synthetic catalogue in it."""
    installed = load_plugins()
    catalogue = _catalogue()
    return replace(
        installed,
        catalogues={**installed.catalogues, catalogue.id: catalogue},
        profiles={**installed.profiles, PROFILE: _profile(catalogue)},
        sources={**installed.sources, **{source.id: source for source in catalogue.sources}},
    )


def _catalogue() -> Catalogue:
    return Catalogue(
        id="bench",
        version="1.0",
        title="Synthetic catalogue",
        description="Made to be measured.",
        publisher="Bench",
        language="en",
        sources=(Source("bench-act", "Act", "An act on security measures", Force.BINDING),),
        groups=tuple(
            ControlGroup(
                id=f"bench.g{number:02}",
                label=f"{number + 1}",
                title=f"Group {number + 1}",
                summary=_text(150),
                controls=tuple(
                    _control(number * PER_GROUP + place, number) for place in range(PER_GROUP)
                ),
            )
            for number in range(CONTROLS // PER_GROUP)
        ),
    )


def _control(number: int, group: int) -> Control:
    return Control(
        id=f"bench.c{number:03}",
        label=f"{group + 1}.{number % PER_GROUP + 1}",
        title=f"Measure number {number + 1} of the catalogue",
        statement=_text(220),
        rationale=_text(250),
        guidance=tuple(_text(190) for _ in range(4)),
        example_evidence=tuple(f"Document {place} that shows measure {number}" for place in "abcd"),
        references=tuple(
            Reference("bench-act", str(article), str(number % 9 + 1)) for article in (5, 20, 21)
        ),
        mappings=tuple(Mapping("bench-act", f"A.{place}.{number % 30}") for place in range(5)),
        questions=(
            Question(
                id="level",
                prompt=_text(90),
                hint=_text(90),
                kind=AnswerKind.MATURITY,
                choices=tuple(
                    Choice(str(level), f"{name}: {number}", _text(160))
                    for level, name in enumerate(LEVELS)
                ),
            ),
            Question(id="proof", prompt=_text(90), kind=AnswerKind.YES_NO, level=3),
        ),
    )


def _profile(catalogue: Catalogue) -> Profile:
    return Profile(
        id=PROFILE,
        version="1.0",
        title="Synthetic profile",
        summary="Every control at level 3.",
        regime=Regime.NIS2,
        catalogues=(catalogue.id,),
        entity_types=(),
        target_groups=(TargetGroup.ESSENTIAL,),
        scope_kinds=(ScopeKind.ORGANISATION,),
        scoring=ScoringChoice("gated-maturity", LEVELS),
        legal_basis=(Reference("bench-act", "21"),),
        groups={group.id: 3 for group in catalogue.groups},
    )


def _text(length: int) -> str:
    return (_WORDS * (length // len(_WORDS) + 1))[:length].strip()
