"""The simplified framework: for the entities of Art. 16(1), bound by their own articles."""

from collections import Counter

from nisassess.sdk import Achievement, AnswerKind, Catalogue, Control, Force, NotApplicable, Profile
from nisassess_finance import plugin

GROUPS = {
    "finance-simple-framework": 8,
    "finance-simple-protection": 9,
    "finance-simple-change-continuity": 7,
    "finance-simple-incidents-third-parties": 6,
}


def catalogue() -> Catalogue:
    (found,) = [c for c in plugin.nisassess_catalogues() if c.id == "finance-dora-simplified"]
    return found


def profile() -> Profile:
    (found,) = [p for p in plugin.nisassess_profiles() if p.id == "finance-dora-simplified"]
    return found


def controls() -> tuple[Control, ...]:
    return tuple(control for group in catalogue().groups for control in group.controls)


def test_controls_are_named_as_simple_and_counted() -> None:
    assert {control.id.split("-")[0] for control in controls()} == {"finance.simple"}
    assert {group.id: len(group.controls) for group in catalogue().groups} == GROUPS
    assert set(profile().groups) == set(GROUPS)


def test_profile_is_for_the_kinds_of_entity_that_article_16_names() -> None:
    assert profile().entity_types == (
        "finance.investment-firm",
        "finance.payment-institution",
        "finance.electronic-money-institution",
        "finance.occupational-pension-institution",
    )
    assert "small and non-interconnected investment firms" in (profile().notice or "")


def test_articles_5_to_15_are_not_cited_for_entities_that_they_spare() -> None:
    cited = {
        int(reference.article)
        for control in controls()
        for reference in control.references
        if reference.source == "dora" and reference.article
    }
    assert cited & set(range(5, 16)) == set()
    assert {16, 17, 18, 19, 25, 28, 29, 30} <= cited


def test_every_article_of_the_simplified_standard_is_cited_and_binds_its_entities() -> None:
    cited = [
        reference
        for control in controls()
        for reference in control.references
        if reference.source == "rts-2024-1774" and reference.force is not Force.GUIDANCE
    ]
    assert {int(reference.article or 0) for reference in cited} == set(range(28, 42))
    addressees = {reference.addressee for reference in cited}
    assert addressees == {"Financial entities listed in DORA Art. 16(1)"}


def test_every_reference_was_checked_and_names_its_addressee() -> None:
    for control in controls():
        for reference in control.references:
            assert reference.checked_by is not None, control.id
            assert reference.addressee is not None, control.id


def test_every_set_of_statements_holds_good_partial_and_bad_practice() -> None:
    asked = [
        question
        for control in controls()
        for question in control.questions
        if question.kind is AnswerKind.INDICATORS
    ]
    assert len(asked) == 27
    for question in asked:
        assert {choice.shows for choice in question.choices} == set(Achievement), question.prompt


def test_no_text_stands_twice() -> None:
    texts = Counter(
        text
        for control in controls()
        for text in (control.title, control.statement, control.rationale, *control.guidance)
    )
    assert [text for text, count in texts.items() if count > 1] == []


def test_every_control_leads_to_nis2_and_to_the_full_framework() -> None:
    for control in controls():
        mapped = {mapping.source for mapping in control.mappings}
        assert {"nis2", "iso-27001-2022", "nist-csf-2.0"} <= mapped, control.id
        led = {m.control for m in control.mappings if (m.control or "").startswith("finance.")}
        assert led, control.id


def test_only_the_reports_cannot_be_left_out() -> None:
    fixed = {c.id for c in controls() if c.not_applicable is NotApplicable.FORBIDDEN}
    assert fixed == {"finance.simple-incident-reporting"}
