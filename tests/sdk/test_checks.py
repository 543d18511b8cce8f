"""Each check of content is shown to bite on one planted fault, and on nothing else."""

from dataclasses import replace

import pytest

from nisassess.sdk import (
    AnswerKind,
    Choice,
    EntityType,
    Force,
    Mapping,
    Reference,
    Regime,
    ScoringChoice,
    Source,
)
from nisassess.sdk.checks import check_plugin
from nisassess.sdk.scoring import GatedMaturity
from tests.sdk.builders import catalogue, control, group, maturity, profile, sector, yes_no

pytestmark = pytest.mark.database_free


def _faults_with_question(question: object) -> list[tuple[str, str, str]]:
    return _faults(catalogues=(catalogue(group(control(questions=(question,)))),))


def _faults(**given: object) -> list[tuple[str, str, str]]:
    whole = {
        "sector": sector(),
        "catalogues": (catalogue(),),
        "profiles": (profile(),),
        "other_catalogues": (),
        **given,
    }
    found = check_plugin(**whole)  # type: ignore[arg-type]
    assert {fault.line for fault in found} <= {0}
    return [(fault.file, fault.key, fault.message) for fault in found]


def test_sound_content_has_no_fault() -> None:
    assert _faults() == []


# --- ids


def test_repeated_control_is_told() -> None:
    twice = catalogue(group(control(), control()))

    assert _faults(catalogues=(twice,)) == [
        ("demo-catalogue", "controls", "the id 'demo.one' stands 2 times")
    ]


def test_repeated_group_is_told() -> None:
    twice = catalogue(group(), group(control("demo.two")))

    assert _faults(catalogues=(twice,)) == [
        ("demo-catalogue", "groups", "the id 'demo-group' stands 2 times")
    ]


def test_repeated_question_is_told() -> None:
    twice = catalogue(group(control(questions=(yes_no(), yes_no()))))

    assert _faults(catalogues=(twice,)) == [
        ("demo-catalogue", "demo.one.questions", "the id 'door' stands 2 times")
    ]


def test_same_question_id_in_two_controls_is_fine() -> None:
    assert _faults(catalogues=(catalogue(group(control(), control("demo.two"))),)) == []


def test_repeated_source_is_told() -> None:
    source = Source("nis2", "NIS2", "The directive", Force.BINDING)
    iso = Source("iso", "ISO", "The standard", Force.STANDARD)

    assert _faults(catalogues=(catalogue(sources=(source, source, iso)),)) == [
        ("demo-catalogue", "sources", "the id 'nis2' stands 2 times")
    ]


def test_repeated_profile_is_told() -> None:
    assert _faults(profiles=(profile(), profile())) == [
        ("demo", "profiles", "the id 'demo-profile' stands 2 times")
    ]


def test_repeated_catalogue_is_told() -> None:
    assert ("demo", "catalogues", "the id 'demo-catalogue' stands 2 times") in _faults(
        catalogues=(catalogue(), catalogue())
    )


def test_control_id_of_another_plugin_is_told() -> None:
    other = catalogue(group(control(), id_="other-group"), id="other")

    assert _faults(other_catalogues=(other,)) == [
        ("demo-catalogue", "demo.one", "the control id 'demo.one' is taken by catalogue 'other'")
    ]


def test_group_id_of_another_catalogue_of_the_plugin_is_told() -> None:
    second = catalogue(group(control("demo.two")), id="second")

    assert _faults(catalogues=(catalogue(), second)) == [
        (
            "second",
            "demo-group",
            "the group id 'demo-group' is taken by catalogue 'demo-catalogue'",
        )
    ]


def test_catalogue_id_of_another_plugin_is_told() -> None:
    other = catalogue(group(control("other.one"), id_="other-group"))

    assert _faults(other_catalogues=(other,)) == [
        ("demo-catalogue", "id", "another plugin has a catalogue 'demo-catalogue' already")
    ]


# --- questions


@pytest.mark.parametrize(
    "values",
    [(), ("0",), ("2", "3"), ("1", "3"), ("0", "2", "3"), ("0", "1", "1"), ("0", "1", "high")],
)
def test_choices_with_a_gap_are_told(values: tuple[str, ...]) -> None:
    broken = maturity(choices=tuple(Choice(value, "Step") for value in values))

    assert (
        "demo-catalogue",
        "demo.one.questions.ladder.choices",
        "a maturity question needs the choices '0', '1', … (or '1', '2', …) in order and without"
        " gap",
    ) in _faults_with_question(broken)


def test_maturity_question_with_a_level_is_told() -> None:
    assert _faults_with_question(maturity(level=2)) == [
        (
            "demo-catalogue",
            "demo.one.questions.ladder.level",
            "a maturity question has no level of its own; its choices name the levels",
        )
    ]


def test_foreign_answer_of_a_yes_no_question_is_told() -> None:
    broken = yes_no(choices=(Choice("yes", "Yes"), Choice("maybe", "Maybe")))

    assert _faults_with_question(broken) == [
        (
            "demo-catalogue",
            "demo.one.questions.door.choices",
            "'maybe' is no answer of a question of this kind (yes, no)",
        )
    ]


def test_foreign_answer_of_an_achievement_question_is_told() -> None:
    broken = yes_no(kind=AnswerKind.ACHIEVEMENT, choices=(Choice("yes", "Yes"),))

    assert _faults_with_question(broken) == [
        (
            "demo-catalogue",
            "demo.one.questions.door.choices",
            "'yes' is no answer of a question of this kind (achieved, partially, not_achieved)",
        )
    ]


def test_repeated_answer_is_told() -> None:
    broken = yes_no(choices=(Choice("yes", "Yes"), Choice("yes", "Yes again")))

    assert _faults_with_question(broken) == [
        ("demo-catalogue", "demo.one.questions.door.choices", "the id 'yes' stands 2 times")
    ]


def test_question_above_the_scale_is_told() -> None:
    assert _faults_with_question(yes_no(level=4)) == [
        (
            "demo-profile",
            "demo.one.questions.door",
            "belongs to level 4; the profile's scale ends at 3",
        )
    ]


def test_question_without_level_is_told_under_gated_maturity() -> None:
    assert _faults_with_question(yes_no(level=None)) == [
        ("demo-profile", "demo.one.questions.door", "needs the level that it belongs to")
    ]


def test_choices_beyond_the_scale_are_told() -> None:
    assert _faults_with_question(maturity(levels=5)) == [
        (
            "demo-profile",
            "demo.one.questions.ladder",
            "has choices up to level 4; the profile's scale ends at 3",
        )
    ]


def test_target_that_no_choice_reaches_is_told() -> None:
    assert _faults_with_question(maturity(levels=2)) == [
        (
            "demo-profile",
            "demo.one.questions.ladder",
            "has choices up to level 1; the target 2 is out of reach",
        )
    ]


def test_questions_of_unselected_controls_are_left_alone() -> None:
    two = group(control("demo.two", questions=(maturity(levels=5),)), id_="second-group")

    assert _faults(catalogues=(catalogue(group(), two),)) == []


# --- sources and references


def test_reference_to_an_undeclared_source_is_told() -> None:
    broken = control(references=(Reference("cra", "13"),))

    assert _faults(catalogues=(catalogue(group(broken)),)) == [
        ("demo-catalogue", "demo.one.references.0", "the source 'cra' is not declared")
    ]


def test_mapping_to_an_undeclared_source_is_told() -> None:
    broken = control(mappings=(Mapping("iso", "A.5.1"), Mapping("csf", "GV.OC-01")))

    assert _faults(catalogues=(catalogue(group(broken)),)) == [
        ("demo-catalogue", "demo.one.mappings.1", "the source 'csf' is not declared")
    ]


def test_unchecked_binding_reference_is_told() -> None:
    broken = control(references=(Reference("nis2", "21"),))

    assert _faults(catalogues=(catalogue(group(broken)),)) == [
        (
            "demo-catalogue",
            "demo.one.references.0",
            "a binding provision needs 'checked_by', the source it was checked against",
        )
    ]


def test_unchecked_reference_of_lesser_force_is_fine() -> None:
    guidance = control(references=(Reference("nis2", "21", force=Force.GUIDANCE),))

    assert _faults(catalogues=(catalogue(group(guidance)),)) == []


def test_legal_basis_is_held_to_the_same() -> None:
    broken = profile(legal_basis=(Reference("nis2", "20"), Reference("cra", "13")))

    assert _faults(profiles=(broken,)) == [
        (
            "demo-profile",
            "legal_basis.0",
            "a binding provision needs 'checked_by', the source it was checked against",
        ),
        ("demo-profile", "legal_basis.1", "the source 'cra' is not declared"),
    ]


# --- profiles


def test_profile_on_an_unknown_catalogue_is_told() -> None:
    assert _faults(profiles=(profile(catalogues=("demo-catalogue", "ghost")),)) == [
        ("demo-profile", "catalogues", "the catalogue 'ghost' is unknown")
    ]


def test_profile_on_a_catalogue_of_another_plugin_is_fine() -> None:
    other = catalogue(group(control("other.one"), id_="other-group"), id="other")
    both = profile(
        catalogues=("demo-catalogue", "other"), groups={"demo-group": 1, "other-group": 2}
    )

    assert _faults(profiles=(both,), other_catalogues=(other,)) == []


def test_group_of_a_catalogue_that_the_profile_does_not_name_is_told() -> None:
    other = catalogue(group(control("other.one"), id_="other-group"), id="other")
    broken = profile(groups={"demo-group": 2, "other-group": 2})

    assert _faults(profiles=(broken,), other_catalogues=(other,)) == [
        (
            "demo-profile",
            "groups.other-group",
            "no catalogue of the profile has a group 'other-group'",
        )
    ]


def test_unknown_control_is_told() -> None:
    assert _faults(profiles=(profile(controls={"demo.ghost": 1}),)) == [
        (
            "demo-profile",
            "controls.demo.ghost",
            "no catalogue of the profile has a control 'demo.ghost'",
        )
    ]


@pytest.mark.parametrize("target", [-1, 4])
def test_target_outside_the_scale_is_told(target: int) -> None:
    assert (
        "demo-profile",
        "groups.demo-group",
        f"the target {target} lies outside the scale 0 to 3",
    ) in _faults(profiles=(profile(groups={"demo-group": target}),))


def test_target_of_a_single_control_overrides_its_group() -> None:
    short = catalogue(group(control(questions=(maturity(levels=2),))))
    tamed = profile(groups={"demo-group": 3}, controls={"demo.one": 1})

    assert _faults(catalogues=(short,), profiles=(tamed,)) == []


def test_empty_profile_is_told() -> None:
    assert _faults(profiles=(profile(groups={}),)) == [
        (
            "demo-profile",
            "groups",
            "the profile selects nothing; name groups or controls with their targets",
        )
    ]


def test_unknown_scoring_method_is_told() -> None:
    levels = profile().scoring.levels

    only = {GatedMaturity.id: GatedMaturity()}
    dice = profile(scoring=ScoringChoice("dice", levels))

    assert _faults(profiles=(dice,), methods=only) == [
        (
            "demo-profile",
            "scoring.method",
            "'dice' is no known scoring method (gated-maturity)",
        )
    ]


def test_scale_without_levels_is_told() -> None:
    assert (
        "demo-profile",
        "scoring.levels",
        "name the levels from 0 upwards, two at least",
    ) in _faults(profiles=(profile(scoring=ScoringChoice("gated-maturity")),))


# --- sectors and entity types


def test_unknown_subsector_is_told() -> None:
    assert _faults(sector=sector(subsectors=("health", "energy.coal"))) == [
        ("demo", "subsectors", "'energy.coal' is no subsector of NIS2 Annex I or II")
    ]


def test_sector_in_place_of_a_subsector_is_told() -> None:
    assert _faults(sector=sector(subsectors=("energy",))) == [
        ("demo", "subsectors", "'energy' is no subsector of NIS2 Annex I or II")
    ]


def _insurer() -> EntityType:
    return EntityType("insurance.insurer", "Insurer", Regime.DORA, Reference("dora", "2"))


def test_entity_type_of_the_sector_itself_is_fine() -> None:
    dora = profile(entity_types=("insurance.insurer", "insurance", "banking"))

    assert _faults(sector=sector(entity_types=(_insurer(),)), profiles=(dora,)) == []


def test_unknown_entity_type_of_a_profile_is_told() -> None:
    assert _faults(profiles=(profile(entity_types=("energy.electricity", "insurance")),)) == [
        (
            "demo-profile",
            "entity_types",
            "'insurance' is no entity type of NIS2 Annex I or II nor of this sector",
        )
    ]


def test_unknown_addressee_of_a_source_is_told() -> None:
    source = replace(catalogue().sources[0], addressees=("health", "wellness"))
    broken = catalogue(sources=(source, catalogue().sources[1]))
    of_health = profile(entity_types=("health",))

    assert _faults(catalogues=(broken,), profiles=(of_health,)) == [
        (
            "demo-catalogue",
            "sources.nis2.addressees",
            "'wellness' is no entity type of NIS2 Annex I or II nor of this sector",
        )
    ]


def test_own_entity_type_with_an_id_of_the_annexes_is_told() -> None:
    twin = replace(_insurer(), id="banking.credit-institution")

    assert _faults(sector=sector(entity_types=(twin,))) == [
        (
            "demo",
            "entity_types",
            "'banking.credit-institution' is an id of NIS2 Annex I or II already",
        )
    ]


def test_repeated_own_entity_type_is_told() -> None:
    assert _faults(sector=sector(entity_types=(_insurer(), _insurer()))) == [
        ("demo", "entity_types", "the id 'insurance.insurer' stands 2 times")
    ]
