"""The annex of (EU) 2024/2690: every requirement once, exactly cited, asked in two dimensions."""

from collections import Counter
from datetime import date

import pytest

from nisassess import baseline
from nisassess.sdk import (
    AnswerKind,
    Catalogue,
    Control,
    Dimension,
    Force,
    NotApplicable,
    Profile,
    Question,
    Reference,
)
from nisassess.sdk.checks import check_plugin
from nisassess.sdk.taxonomy import TAXONOMY

pytestmark = pytest.mark.database_free

SECTIONS = {1: 2, 2: 3, 3: 6, 4: 3, 5: 2, 6: 10, 7: 3, 8: 2, 9: 3, 10: 4, 11: 7, 12: 5, 13: 3}
"""Chapter of the annex -> its headed sub-sections, or its points (7 and 9)."""

LETTERS = dict(
    zip(SECTIONS, ("a", "a", "b", "c", "d", "e", "f", "g", "h", "i", "ij", "i", "cei"), strict=True)
)
"""Chapter -> the points of NIS2 Art. 21(2) that its heading names."""

HARD_NUMBERS = {
    "ir2690.policy": "least once a year",
    "ir2690.risk-management": "least once a year",
    "ir2690.hr-security": "least once a year",
    "ir2690.event-classification": "every quarter",
}

BOUND = {
    "digital-infrastructure.dns-service-provider",
    "digital-infrastructure.tld-name-registry",
    "digital-infrastructure.cloud-provider",
    "digital-infrastructure.data-centre-provider",
    "digital-infrastructure.content-delivery-network",
    "digital-infrastructure.qualified-trust-service-provider",
    "digital-infrastructure.trust-service-provider",
    "ict-service-management.managed-service-provider",
    "ict-service-management.managed-security-service-provider",
    "digital-providers.online-marketplace",
    "digital-providers.online-search-engine",
    "digital-providers.social-networking",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    (only,) = [c for c in baseline.plugin.nisassess_catalogues() if c.id == "eu-2024-2690"]
    return only


@pytest.fixture(scope="module")
def controls(catalogue: Catalogue) -> tuple[Control, ...]:
    return tuple(control for group in catalogue.groups for control in group.controls)


@pytest.fixture(scope="module")
def profiles() -> dict[str, Profile]:
    return {profile.id: profile for profile in baseline.plugin.nisassess_profiles()}


def rated(control: Control) -> list[Question]:
    return [question for question in control.questions if question.kind is AnswerKind.MATURITY]


def binding(catalogue: Catalogue, reference: Reference) -> bool:
    forces = {source.id: source.force for source in catalogue.sources}
    return (reference.force or forces[reference.source]) is Force.BINDING


def test_content_passes_every_check_of_the_sdk() -> None:
    faults = check_plugin(
        baseline.plugin.nisassess_sector(),
        baseline.plugin.nisassess_catalogues(),
        baseline.plugin.nisassess_profiles(),
    )

    assert [str(fault) for fault in faults] == []


def test_each_section_of_the_annex_is_one_control_under_its_number(catalogue: Catalogue) -> None:
    found = {
        group.label: [control.label for control in group.controls] for group in catalogue.groups
    }

    assert found == {
        str(chapter): [f"{chapter}.{number}" for number in range(1, count + 1)]
        for chapter, count in SECTIONS.items()
    }
    assert sum(SECTIONS.values()) == 53


def test_each_control_cites_its_section_first_and_the_point_of_nis2(
    controls: tuple[Control, ...],
) -> None:
    for control in controls:
        assert control.label is not None
        first = control.references[0]
        assert (first.source, first.article) == ("ir-2024-2690", f"Annex {control.label}")
        points = {
            reference.point
            for reference in control.references
            if (reference.source, reference.article, reference.paragraph) == ("nis2", "21", "2")
        }
        assert points, control.id
        assert points <= set(LETTERS[int(control.label.split(".")[0])]), control.id


def test_finer_points_of_the_annex_lie_in_the_control_or_are_named_for_it(
    controls: tuple[Control, ...],
) -> None:
    elsewhere = {
        ("5.2", "Annex 5.1.7"),
        ("12.5", "Annex 12.2.2"),
        ("7.3", "Annex 7.2"),
        ("9.3", "Annex 9.2"),
    }

    strays = {
        (control.label, reference.article)
        for control in controls
        for reference in control.references
        if reference.article
        and reference.article.startswith("Annex ")
        and not f"{reference.article}.".startswith(f"Annex {control.label}.")
    }

    assert strays == elsewhere


def test_what_binds_was_checked_on_a_day_and_says_whom_it_addresses(
    catalogue: Catalogue, controls: tuple[Control, ...]
) -> None:
    references = [reference for control in controls for reference in control.references]
    bound = [reference for reference in references if binding(catalogue, reference)]

    assert {reference.checked_on for reference in bound} == {date(2026, 11, 26)}
    assert {reference.checked_by for reference in bound} == {
        "In-force text in the legalize-eu collection",
        "EUR-Lex text as stored by Ansvar Systems, 14 February 2026",
    }
    assert [reference for reference in bound if not reference.addressee] == []


def test_recitals_are_guidance_and_the_annex_is_not(
    catalogue: Catalogue, controls: tuple[Control, ...]
) -> None:
    references = [r for c in controls for r in c.references if r.source == "ir-2024-2690"]

    assert {
        (reference.article or "").split(" ")[0]
        for reference in references
        if not binding(catalogue, reference)
    } == {"Recital"}
    assert {
        (reference.article or "").split(" ")[0]
        for reference in references
        if binding(catalogue, reference)
    } == {"Annex", "2", "3", "4"}


def test_every_control_is_asked_in_pairs_of_documentation_and_implementation(
    controls: tuple[Control, ...],
) -> None:
    for control in controls:
        pairs = [(question.id.partition("-"), question.dimension) for question in rated(control)]
        documented = [id_[2] for id_, dimension in pairs if dimension is Dimension.DOCUMENTATION]
        implemented = [id_[2] for id_, dimension in pairs if dimension is Dimension.IMPLEMENTATION]
        assert documented == implemented, control.id
        assert 1 <= len(documented) <= 3, control.id
        assert {id_[0] for id_, _ in pairs} == {"doc", "impl"}


def test_every_question_has_five_levels_and_says_itself_what_level_three_is(
    catalogue: Catalogue, controls: tuple[Control, ...]
) -> None:
    shared = {choice.description for choices in catalogue.scales.values() for choice in choices}

    for control in controls:
        for question in rated(control):
            assert [choice.value for choice in question.choices] == ["1", "2", "3", "4", "5"]
            assert question.choices[2].description not in shared, (control.id, question.id)


def test_no_text_stands_in_two_places(catalogue: Catalogue, controls: tuple[Control, ...]) -> None:
    shared = {choice.description for choices in catalogue.scales.values() for choice in choices}
    texts: Counter[str] = Counter()
    for control in controls:
        texts.update([control.title, control.statement, control.rationale, *control.guidance])
        for question in control.questions:
            texts[question.prompt] += 1
            texts.update(
                choice.description
                for choice in question.choices
                if choice.description and choice.description not in shared
            )

    assert [text for text, count in texts.items() if count > 1] == []


def test_every_control_is_mapped_to_nis2_iso_and_csf(controls: tuple[Control, ...]) -> None:
    for control in controls:
        targets = {mapping.source for mapping in control.mappings if mapping.source}
        assert targets == {"nis2", "iso-27001-2022", "nist-csf-2.0"}, control.id


def test_yearly_and_quarterly_duties_are_named_where_they_stand(
    controls: tuple[Control, ...],
) -> None:
    by_id = {control.id: control for control in controls}

    for id_, words in HARD_NUMBERS.items():
        assert words in by_id[id_].statement, id_


def test_only_what_is_qualified_or_may_be_absent_can_be_not_applicable(
    controls: tuple[Control, ...],
) -> None:
    capped = {c.label for c in controls if c.not_applicable is NotApplicable.CAPPED}

    assert capped == {"3.6", "6.2", "10.2", "11.7", "12.3", "13.1", "13.2"}
    assert {c.not_applicable for c in controls} == {NotApplicable.CAPPED, NotApplicable.FORBIDDEN}


def test_outsourced_development_is_asked_only_of_those_who_outsource(
    controls: tuple[Control, ...],
) -> None:
    (control,) = [c for c in controls if c.id == "ir2690.secure-development"]
    conditions = {
        question.id: question.when.any_of for question in control.questions if question.when
    }

    assert conditions == {
        "doc-outsourced": ("outsourced", "both"),
        "impl-outsourced": ("outsourced", "both"),
    }


def test_binding_profile_is_for_the_entities_of_article_1_alone(
    profiles: dict[str, Profile],
) -> None:
    profile = profiles["eu-2024-2690-binding"]

    assert set(profile.entity_types) == BOUND
    assert all(TAXONOMY.knows(kind) for kind in BOUND)
    assert profile.as_guidance == ()
    assert [(r.source, r.article, r.paragraph) for r in profile.legal_basis] == [
        ("ir-2024-2690", "2", "1"),
        ("ir-2024-2690", "2", "2"),
        ("nis2", "21", "5"),
    ]


def test_good_practice_profile_takes_the_regulation_as_guidance_for_anybody(
    profiles: dict[str, Profile],
) -> None:
    profile = profiles["eu-2024-2690-good-practice"]

    assert profile.entity_types == ()
    assert profile.as_guidance == ("ir-2024-2690",)
    assert profile.notice is not None
    assert "binds only the entities named in its Art. 1" in profile.notice


@pytest.mark.parametrize(
    ("id_", "total", "groups"),
    [("eu-2024-2690-binding", "3.5", "3"), ("eu-2024-2690-good-practice", "3", "2.5")],
)
def test_profiles_score_all_groups_from_1_to_5_with_ten_key_controls(
    id_: str, total: str, groups: str, profiles: dict[str, Profile], catalogue: Catalogue
) -> None:
    profile = profiles[id_]

    assert profile.groups == dict.fromkeys((group.id for group in catalogue.groups), 3)
    assert (profile.scoring.method, profile.scoring.lowest) == ("mean-of-means", 1)
    assert len(profile.scoring.levels) == 5
    assert {key: str(value) for key, value in profile.scoring.parameters.items()} == {
        "key_controls_at_least": "3",
        "groups_at_least": groups,
        "total_at_least": total,
        "not_applicable_counts": "3",
    }
    assert len(profile.key_controls) == 10
    assert profile.notice is not None
    assert "this project's proposal" in " ".join(profile.notice.split())
