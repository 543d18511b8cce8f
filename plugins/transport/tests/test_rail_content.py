"""Rail: safety law on the right addressee, standards never binding, practice that is rail's own."""

from collections import Counter
from collections.abc import Iterable

import pytest

from nisassess.sdk import (
    AnswerKind,
    Catalogue,
    Control,
    Force,
    NotApplicable,
    Profile,
    Reference,
    TargetGroup,
)
from nisassess_transport import plugin

RAIL = "transport-rail"
KINDS = ("transport-rail", "transport-rail-infrastructure", "transport-rail-undertaking")
UNDERTAKING = "transport.rail.railway-undertaking"
MANAGER = "transport.rail.infrastructure-manager"


def catalogue() -> Catalogue:
    return next(one for one in plugin.nisassess_catalogues() if one.id == RAIL)


def profile(id_: str) -> Profile:
    return next(one for one in plugin.nisassess_profiles() if one.id == id_)


def controls() -> tuple[Control, ...]:
    return tuple(control for group in catalogue().groups for control in group.controls)


def references(*sources: str) -> tuple[Reference, ...]:
    every = [reference for control in controls() for reference in control.references]
    return tuple(one for one in every if not sources or one.source in sources)


def force_of(reference: Reference) -> Force:
    forces = {source.id: source.force for source in catalogue().sources}
    return reference.force or forces[reference.source]


def binding(*sources: str) -> list[Reference]:
    return [one for one in references(*sources) if force_of(one) is Force.BINDING]


def chosen(profile_: Profile) -> set[str]:
    return {
        control.id
        for group in catalogue().groups
        for control in group.controls
        if group.id in profile_.groups or control.id in profile_.controls
    }


def repeated(texts: Iterable[str]) -> list[str]:
    return [text for text, count in Counter(texts).items() if count > 1]


def test_rail_catalogue_holds_33_controls_in_five_groups() -> None:
    sizes = {group.id: len(group.controls) for group in catalogue().groups}
    assert sizes == {
        "transport-rail-lifecycle": 7,
        "transport-rail-train-control": 6,
        "transport-rail-trackside": 6,
        "transport-rail-rolling-stock": 6,
        "transport-rail-operations": 8,
    }
    assert {c.id.split("-")[0] for c in controls()} == {"transport.rail"}


def test_no_text_of_a_rail_control_stands_twice() -> None:
    prose = [
        text
        for control in controls()
        for text in (control.title, control.statement, control.rationale, *control.guidance)
    ]
    questions = [question for control in controls() for question in control.questions]
    facts = [c.description for q in questions for c in q.choices if c.description]
    assert repeated(prose) == []
    assert repeated(facts) == []
    assert repeated(question.prompt for question in questions) == []


def test_every_rail_control_can_be_answered_and_evidenced() -> None:
    for control in controls():
        kinds = [question.kind for question in control.questions]
        assert kinds[0] is AnswerKind.MATURITY, control.id
        assert 2 <= len(kinds) <= 4, control.id
        assert [choice.value for choice in control.questions[0].choices] == list("01234")
        assert len(control.example_evidence) == 4, control.id
        assert len(control.guidance) == 4, control.id


def test_every_rail_control_maps_to_nis2_iso_and_csf() -> None:
    for control in controls():
        sources = [mapping.source for mapping in control.mappings if mapping.source]
        assert sources == ["nis2", "iso-27001-2022", "nist-csf-2.0"], control.id
        assert 4 <= len(control.mappings) <= 5, control.id


def test_binding_rail_sources_are_the_acts_that_were_read() -> None:
    assert {one.source for one in binding()} == {
        "nis2",
        "csm-sms-undertaking",
        "csm-sms-infrastructure",
        "rail-safety",
        "tel-tsi",
    }
    for reference in binding():
        assert reference.checked_by, reference
        assert reference.checked_on, reference
        assert reference.addressee, reference


@pytest.mark.parametrize(
    ("source", "annex", "addressee"),
    [
        ("csm-sms-undertaking", "Annex I", UNDERTAKING),
        ("csm-sms-infrastructure", "Annex II", MANAGER),
    ],
)
def test_safety_management_rules_keep_to_their_annex(
    source: str, annex: str, addressee: str
) -> None:
    cited = references(source)
    assert cited
    assert {(one.article, one.addressees) for one in cited} == {(annex, (addressee,))}


def test_makers_duties_are_guidance_for_those_who_buy() -> None:
    for source in ("cra", "ccs-tsi"):
        assert references(source)
        for reference in references(source):
            assert force_of(reference) is Force.GUIDANCE
            assert reference.addressees == ("manufacturers",)


def test_rail_standards_that_were_not_consulted_say_so() -> None:
    for source in ("clc-ts-50701", "en-50126", "en-50129", "en-50159", "subset-137", "subset-114"):
        assert references(source)
        for reference in references(source):
            assert force_of(reference) is not Force.BINDING
            assert (reference.note or "").startswith("Unverified: ")
            assert reference.checked_by is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("group", ["essential", "important"])
def test_each_rail_profile_selects_all_rail_controls(kind: str, group: str) -> None:
    taken = profile(f"{kind}-{group}")
    assert len(chosen(taken)) == 33
    assert taken.target_groups == (TargetGroup(group),)
    level = {"essential": 3, "important": 2}[group]
    assert set(taken.groups.values()) == {level}
    raised = {control for control, target in taken.controls.items() if target == 3}
    assert raised >= set(taken.key_controls if group == "important" else ())
    assert taken.notice is not None
    assert "does not by itself prove compliance" in taken.notice


def test_each_company_sees_as_binding_what_binds_it() -> None:
    guidance = {kind: profile(f"{kind}-essential").as_guidance for kind in KINDS}
    assert guidance == {
        "transport-rail": (
            "csm-sms-undertaking",
            "csm-sms-infrastructure",
            "rail-safety",
            "tel-tsi",
        ),
        "transport-rail-infrastructure": ("csm-sms-undertaking",),
        "transport-rail-undertaking": ("csm-sms-infrastructure",),
    }


def test_emergency_arrangements_apply_to_everybody() -> None:
    forbidden = {
        control.id for control in controls() if control.not_applicable is NotApplicable.FORBIDDEN
    }
    assert forbidden == {"transport.rail-emergency-arrangements"}
    for kind in KINDS:
        assert forbidden <= set(profile(f"{kind}-essential").key_controls)
