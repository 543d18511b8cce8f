"""The investment-project content: eight phases, practices at levels, others' duties as a guide."""

from collections import Counter
from datetime import date

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
    ScopeKind,
    TargetGroup,
)
from nisassess.sdk.scoring.credit import earns

pytestmark = pytest.mark.database_free

ADDRESS_OTHERS = {"ir-2024-2690", "cra", "nccs", "dora", "ehds"}
"""Acts that bind makers, or entities that this profile is not limited to."""


def catalogue() -> Catalogue:
    (only,) = [c for c in plugin.catalogues if c.id == "security-by-design"]
    return only


def profile() -> Profile:
    (only,) = [p for p in plugin.profiles if p.id == "security-by-design"]
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


def test_eight_phases_follow_one_another_in_the_life_of_an_installation() -> None:
    assert [(group.id, len(group.controls)) for group in catalogue().groups] == [
        ("design-planning", 6),
        ("design-procurement", 6),
        ("design-design", 6),
        ("design-build", 5),
        ("design-commissioning", 6),
        ("design-operation", 5),
        ("design-maintenance", 5),
        ("design-decommissioning", 4),
    ]
    assert {control.id.split(".")[0] for control in controls()} == {"design"}


def test_profile_is_for_investment_projects_of_any_nis2_entity() -> None:
    assert profile().scope_kinds == (ScopeKind.INVESTMENT_PROJECT,)
    assert profile().entity_types == ()
    assert set(profile().target_groups) == set(TargetGroup)


def test_profile_lets_the_weakest_control_decide_on_four_levels() -> None:
    assert profile().scoring.method == "cumulative-levels"
    assert profile().scoring.levels == ("None", "Basic", "Managed", "Assured")
    assert profile().scoring.parameters == {"counts_from": 1}


def test_key_controls_are_to_be_assured_and_all_others_managed() -> None:
    assert profile().groups == dict.fromkeys((group.id for group in catalogue().groups), 2)
    assert profile().controls == dict.fromkeys(profile().key_controls, 3)
    assert len(profile().key_controls) == 8
    forbidden = {c.id for c in controls() if c.not_applicable is NotApplicable.FORBIDDEN}
    assert forbidden == set(profile().key_controls)


def test_every_control_has_a_practice_on_each_level_that_is_always_asked() -> None:
    for control in controls():
        levels = {q.level for q in control.questions if earns(q) and q.when is None}
        assert levels == {1, 2, 3}, control.id


def test_every_practice_can_be_met_in_full() -> None:
    for question in questions():
        earned = [choice.credit or 0 for choice in question.choices]
        if question.kind is AnswerKind.MULTIPLE_CHOICE:
            assert sum(earned) == 1, question.prompt
        elif question.kind is AnswerKind.SINGLE_CHOICE and earns(question):
            assert max(earned) == 1, question.prompt
        elif question.bands:
            assert question.bands[0].credit == 1, question.prompt


def test_gate_decisions_are_dated() -> None:
    dated = [
        control.id
        for control in controls()
        for question in control.questions
        if question.kind is AnswerKind.DATE
    ]
    assert {
        "design.gate-plan",
        "design.tender-specification",
        "design.design-release",
        "design.go-live-decision",
    } <= set(dated)


def test_only_nis2_binds_and_each_binding_reference_was_checked() -> None:
    binding = [r for r in references() if force_of(r) is Force.BINDING]
    assert {r.source for r in binding} == {"nis2"}
    assert [r for r in binding if not (r.checked_by and r.checked_on and r.addressee)] == []


def test_acts_that_address_others_are_guidance_and_say_whom_they_bind() -> None:
    cited = [r for r in references() if r.source in ADDRESS_OTHERS]
    assert {r.source for r in cited} == ADDRESS_OTHERS
    assert {force_of(r) for r in cited} == {Force.GUIDANCE}
    assert [r for r in cited if not r.addressee] == []


def test_duties_of_the_cyber_resilience_act_lie_with_manufacturers_and_apply_later() -> None:
    cited = [r for r in references() if r.source == "cra"]
    procurement = [r for r in cited if (r.article, r.paragraph) == ("5", "2")]
    assert {r.addressees for r in procurement} == {("member-states",)}
    others = [r for r in cited if r not in procurement]
    assert {r.addressees for r in others} == {("manufacturers",)}
    assert {r.applies_from for r in cited if r.article == "14"} == {date(2026, 9, 11)}
    assert {r.applies_from for r in cited if r.article != "14"} == {date(2027, 12, 11)}


def test_references_reach_both_parts_of_annex_i_and_all_practices_of_iec_62443_4_1() -> None:
    annexes = {r.article for r in references() if r.source == "cra"}
    assert {"Annex I, Part I", "Annex I, Part II", "Annex II"} <= annexes
    practices = {
        (r.article or "").split("-")[0] for r in references() if r.source == "iec-62443-4-1"
    }
    assert practices == {"SM", "SR", "SD", "SI", "SVV", "DM", "SUM", "SG"}


def test_every_control_leads_to_nis2_iso_and_csf() -> None:
    for control in controls():
        sources = {mapping.source for mapping in control.mappings}
        assert {"nis2", "iso-27001-2022", "nist-csf-2.0"} <= sources, control.id


def test_mappings_to_baseline_controls_name_existing_ones() -> None:
    (baseline,) = [c for c in plugin.catalogues if c.id == "nis-baseline"]
    known = {control.id for group in baseline.groups for control in group.controls}
    mapped = {m.control for control in controls() for m in control.mappings if m.control}
    assert mapped - known == set()


def test_no_sentence_stands_twice() -> None:
    texts = [
        text
        for control in controls()
        for text in (control.statement, control.rationale, *control.guidance)
    ]
    texts += [c.description for q in questions() for c in q.choices if c.description]
    texts += [question.prompt for question in questions()]
    assert [text for text, count in Counter(texts).items() if count > 1] == []


def test_notice_tells_open_phases_from_inapplicable_ones_and_claims_no_compliance() -> None:
    notice = profile().notice or ""
    assert 'they are not "not applicable"' in notice
    assert "does not by itself prove compliance" in notice
    assert "Cyber Resilience Act bind manufacturers, not the buyer" in notice
