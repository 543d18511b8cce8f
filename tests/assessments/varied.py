"""A plugin that uses everything: every question kind, conditions, translations, an opening, a
scoring method of its own, and mappings."""

from dataclasses import dataclass, replace
from decimal import Decimal

from nisassess.plugins import Candidate, PluginRegistry, register
from nisassess.sdk import (
    Achievement,
    AnswerKind,
    Band,
    Catalogue,
    CatalogueTexts,
    Choice,
    ChoiceTexts,
    Condition,
    ControlTexts,
    GroupTexts,
    Mapping,
    MappingRelation,
    Opening,
    OpeningOption,
    Profile,
    ProfileTexts,
    Question,
    QuestionTexts,
    Reference,
    ScopeKind,
    ScoringChoice,
    hookimpl,
)
from nisassess.sdk.scoring import GatedMaturity, Score, ScoringInput
from tests.assessments.small import ONE, Content, candidate, content, real_candidates
from tests.sdk import builders

OPENED, OWN, OPEN = "varied-opened", "varied-own-method", "varied-open"
SITES, OTHER = "varied.sites", "varied.other"
HAS, WHICH, HOURS, GOOD, WHEN, NOTES = (
    f"{SITES}/{name}" for name in ("has-sites", "which", "hours", "good", "tested-on", "notes")
)

SITES_CONTROL = builders.control(
    SITES,
    title="Sites",
    questions=(
        Question("has-sites", "Are there remote sites?", AnswerKind.YES_NO, level=1),
        Question(
            "which",
            "Which?",
            AnswerKind.MULTIPLE_CHOICE,
            level=2,
            when=Condition("has-sites", ("yes",)),
            choices=(
                Choice("north", "North", credit=Decimal("0.5")),
                Choice("south", "South", credit=Decimal("0.5")),
            ),
        ),
        Question(
            "hours",
            "Within how many hours are they restored?",
            AnswerKind.NUMBER,
            level=2,
            unit="hours",
            minimum=Decimal(0),
            maximum=Decimal(1000),
            bands=(
                Band(Decimal(1), at_most=Decimal(4)),
                Band(Decimal("0.5"), at_most=Decimal(24)),
            ),
        ),
        Question(
            "good",
            "What is true?",
            AnswerKind.INDICATORS,
            level=1,
            choices=(
                Choice("locked", "Doors are locked", shows=Achievement.ACHIEVED),
                Choice("open", "A door stands open", shows=Achievement.NOT_ACHIEVED),
            ),
        ),
        Question("tested-on", "Last tested?", AnswerKind.DATE),
        Question("notes", "Anything else?", AnswerKind.TEXT, optional=True),
    ),
    mappings=(
        Mapping(source="iso", target="A.5.10"),
        Mapping(source="iso", target="A.5.9", relation=MappingRelation.SUBSET),
        Mapping(control=ONE, relation=MappingRelation.SUPERSET),
    ),
)
OTHER_CONTROL = builders.control(OTHER, title="Other", questions=(builders.maturity(levels=4),))
FRENCH = CatalogueTexts(
    title="Varié",
    groups={
        "varied-group": GroupTexts(
            "varied-group",
            title="Groupe",
            summary="Un groupe.",
            controls={
                SITES: ControlTexts(
                    title="Sites distants",
                    statement="Il en est ainsi.",
                    rationale="C’est important.",
                    guidance=("Faites-le.",),
                    example_evidence=("Un registre",),
                    questions={
                        "has-sites": QuestionTexts("Y a-t-il des sites distants ?"),
                        "hours": QuestionTexts("En combien d’heures ?", unit="heures"),
                        "which": QuestionTexts(
                            "Lesquels ?", choices={"north": ChoiceTexts("Nord")}
                        ),
                    },
                )
            },
        )
    },
)


class OwnMethod(GatedMaturity):
    """A plugin's own scoring method: gated maturity under another name."""

    id = "varied-method"
    version = "3.0"
    title = "Own"

    def score(self, given: ScoringInput) -> Score:
        return replace(super().score(given), method=self.id, method_version=self.version)


@dataclass(frozen=True)
class WithMethod(Content):
    """Content with a scoring method."""

    @hookimpl
    def nisassess_scoring_methods(self) -> tuple[OwnMethod, ...]:
        return (OwnMethod(),)


def catalogue(**changes: object) -> Catalogue:
    return builders.catalogue(
        builders.group(SITES_CONTROL, OTHER_CONTROL, id_="varied-group"),
        id="varied-catalogue",
        translations={"fr": FRENCH},
        **changes,
    )


def varied() -> WithMethod:
    reference = Reference("nis2", "24", checked_by="Text", checked_on="2026-01-02")  # type: ignore[arg-type]
    open_ = builders.profile(
        id=OPEN,
        title="Open",
        catalogues=("varied-catalogue",),
        scope_kinds=(ScopeKind.ORGANISATION,),
        groups={"varied-group": 2},
        key_controls=(SITES,),
        translations={"fr": ProfileTexts(OPEN, title="Ouvert", summary="Un profil.")},
    )
    asked = Opening(
        "When were you identified?",
        (OpeningOption("identified", "Identified", "The duties bind you.", reference),),
    )
    opened = replace(open_, id=OPENED, opening=asked, translations={})
    scoring = ScoringChoice("varied-method", builders.LEVELS)
    own = replace(open_, id=OWN, scoring=scoring, key_controls=(), translations={})
    sector = builders.sector(id="varied", title="Varied")
    return WithMethod(sector, (catalogue(),), (open_, opened, own))


def candidates() -> tuple[Candidate, ...]:
    return (
        *real_candidates(),
        candidate("small", content()),
        candidate("varied", varied()),
    )


def registry() -> PluginRegistry:
    found = register(candidates())
    assert found.refused == ()
    return found


def profiles() -> dict[str, Profile]:
    return {profile.id: profile for profile in varied().profiles}
