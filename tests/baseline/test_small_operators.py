"""The small-operator content: proportionate, plain, mapped, and honest about what it shows."""

from collections import Counter

import pytest

from nisassess.baseline import plugin
from nisassess.sdk import (
    AnswerKind,
    Catalogue,
    Control,
    Force,
    NotApplicable,
    Profile,
    Question,
    Reference,
    Regime,
    ScopeKind,
    TargetGroup,
)

pytestmark = pytest.mark.database_free

LEVELS = ["0", "1", "2", "3"]
POINTS = {f"Art. 21(2)({point})" for point in "abcdefghij"}
PLAIN_WORDS_AT_MOST = 30
"""Words of a question's prompt that an owner can still read in one go."""


def catalogue() -> Catalogue:
    (only,) = [c for c in plugin.catalogues if c.id == "small-operators"]
    return only


def profile() -> Profile:
    (only,) = [p for p in plugin.profiles if p.id == "small-operators"]
    return only


def controls() -> tuple[Control, ...]:
    return tuple(control for group in catalogue().groups for control in group.controls)


def questions() -> tuple[Question, ...]:
    return tuple(question for control in controls() for question in control.questions)


def references() -> tuple[Reference, ...]:
    return tuple(reference for control in controls() for reference in control.references)


def force_of(reference: Reference) -> Force:
    forces = {source.id: source.force for source in catalogue().sources}
    return reference.force or forces[reference.source]


def test_groups_hold_35_controls_in_all() -> None:
    assert {group.id: len(group.controls) for group in catalogue().groups} == {
        "small-op-responsibility": 5,
        "small-op-people": 5,
        "small-op-access": 5,
        "small-op-devices": 6,
        "small-op-suppliers": 4,
        "small-op-continuity": 5,
        "small-op-incidents": 5,
    }
    assert {control.id.split(".")[0] for control in controls()} == {"small-op"}


def test_profile_takes_every_group_at_level_2_and_the_two_most_urgent_at_3() -> None:
    assert profile().groups == dict.fromkeys((group.id for group in catalogue().groups), 2)
    assert profile().controls == {"small-op.second-factor": 3, "small-op.offline-backup": 3}


def test_profile_is_weighted_on_four_levels_for_small_operators_of_any_sector() -> None:
    scoring = profile().scoring
    assert scoring.method == "weighted"
    assert scoring.levels == ("Not in place", "Partly", "Largely", "In place")
    assert scoring.parameters == {"total_at_least": 2}
    assert profile().target_groups == (TargetGroup.SMALL,)
    assert profile().entity_types == ()
    assert profile().regime is Regime.NIS2
    assert ScopeKind.INVESTMENT_PROJECT not in profile().scope_kinds


def test_must_haves_are_gates_that_nobody_can_mark_not_applicable() -> None:
    must = set(profile().key_controls)
    assert len(must) == 13
    assert {
        "small-op.offline-backup",
        "small-op.second-factor",
        "small-op.updates",
        "small-op.incident-contact",
    } <= must
    forbidden = {c.id for c in controls() if c.not_applicable is NotApplicable.FORBIDDEN}
    assert forbidden == must


def test_weights_favour_must_haves_only() -> None:
    assert set(profile().weights) <= set(profile().key_controls)
    assert profile().weights["small-op.offline-backup"] == 3


def test_notice_claims_no_compliance_and_says_that_size_alone_decides_nothing() -> None:
    notice = profile().notice or ""
    assert "does not by itself show compliance with Art. 21 of NIS2" in notice
    assert "Size alone decides neither duty nor exemption" in notice


def test_only_nis2_binds_and_each_binding_reference_was_checked() -> None:
    binding = [r for r in references() if force_of(r) is Force.BINDING]
    assert {r.source for r in binding} == {"nis2"}
    assert [r for r in binding if not (r.checked_by and r.checked_on and r.addressee)] == []
    assert {force_of(r) for r in references() if r.source == "ir-2024-2690"} == {Force.GUIDANCE}


def test_duties_of_manufacturers_are_guidance_addressed_to_them() -> None:
    (cited,) = [r for r in references() if r.source == "cra"]
    assert (cited.article, cited.point) == ("Annex II", "7")
    assert cited.addressees == ("manufacturers",)
    assert force_of(cited) is Force.GUIDANCE


def test_every_control_leads_to_nis2_iso_csf_and_the_baseline() -> None:
    for control in controls():
        sources = {mapping.source for mapping in control.mappings}
        assert {"iso-27001-2022", "nist-csf-2.0"} <= sources, control.id
        assert any((m.control or "").startswith("nis.") for m in control.mappings), control.id


def test_mappings_to_baseline_controls_name_existing_ones() -> None:
    (baseline,) = [c for c in plugin.catalogues if c.id == "nis-baseline"]
    known = {control.id for group in baseline.groups for control in group.controls}
    mapped = {m.control for control in controls() for m in control.mappings if m.control}
    assert mapped - known == set()


def test_mappings_touch_all_ten_points_of_article_21_2() -> None:
    mapped = {m.target for control in controls() for m in control.mappings if m.source == "nis2"}
    assert POINTS - mapped == set()


def test_maturity_questions_climb_the_profiles_four_levels() -> None:
    maturity = [q for q in questions() if q.kind is AnswerKind.MATURITY]
    assert len(maturity) == 12
    for question in maturity:
        assert [choice.value for choice in question.choices] == LEVELS
        assert [choice for choice in question.choices if not choice.description] == []


def test_full_marks_can_be_earned_by_every_multiple_choice() -> None:
    sums = {
        sum(choice.credit or 0 for choice in question.choices)
        for question in questions()
        if question.kind is AnswerKind.MULTIPLE_CHOICE
    }
    assert sums == {1}


def test_no_sentence_stands_twice() -> None:
    texts = [
        text
        for control in controls()
        for text in (control.statement, control.rationale, *control.guidance)
    ]
    texts += [c.description for q in questions() for c in q.choices if c.description]
    assert [text for text, count in Counter(texts).items() if count > 1] == []


def test_prompts_are_short_enough_for_an_owner() -> None:
    long = [q.prompt for q in questions() if len(q.prompt.split()) > PLAIN_WORDS_AT_MOST]
    assert long == []
