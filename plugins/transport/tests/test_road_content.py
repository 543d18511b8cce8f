"""Road: authorities and operators alike, data law that binds, safety law that is only read."""

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

ROAD = "transport-road"


def catalogue() -> Catalogue:
    return next(one for one in plugin.nisassess_catalogues() if one.id == ROAD)


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


def repeated(texts: Iterable[str]) -> list[str]:
    return [text for text, count in Counter(texts).items() if count > 1]


def test_road_catalogue_holds_29_controls_in_five_groups() -> None:
    sizes = {group.id: len(group.controls) for group in catalogue().groups}
    assert sizes == {
        "transport-road-management": 5,
        "transport-road-centre": 5,
        "transport-road-roadside": 8,
        "transport-road-exchange": 6,
        "transport-road-operation": 5,
    }
    assert {control.id.split("-")[0] for control in controls()} == {"transport.road"}


def test_no_text_of_a_road_control_stands_twice() -> None:
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
    assert repeated(question.hint for question in questions if question.hint) == []


def test_every_road_control_can_be_answered_and_evidenced() -> None:
    for control in controls():
        first, *others = control.questions
        assert first.kind is AnswerKind.MATURITY, control.id
        assert [choice.value for choice in first.choices] == list("01234")
        assert all(choice.description for choice in first.choices), control.id
        assert first.hint, control.id
        assert 1 <= len(others) <= 2, control.id
        assert len(control.example_evidence) == 4, control.id
        assert len(control.guidance) == 4, control.id


def test_every_road_control_maps_to_nis2_iso_and_csf() -> None:
    for control in controls():
        sources = [mapping.source for mapping in control.mappings if mapping.source]
        assert sources == ["nis2", "iso-27001-2022", "nist-csf-2.0"], control.id
        assert 4 <= len(control.mappings) <= 5, control.id


def test_binding_road_sources_are_the_acts_that_were_read() -> None:
    bound = [one for one in references() if force_of(one) is Force.BINDING]
    assert {one.source for one in bound} == {"nis2", "gdpr", "rtti"}
    for reference in bound:
        assert reference.checked_by, reference
        assert reference.checked_on, reference
        assert reference.addressee, reference


def test_traffic_data_duties_bind_holders_and_providers_of_data() -> None:
    cited = {(one.article, one.paragraph, one.addressees) for one in references("rtti")}
    assert cited == {
        ("3", "6", ("transport.road",)),
        ("6", "1", ("transport.road",)),
        ("6", "3", ("transport.road",)),
    }
    citing = [c.id for c in controls() if any(r.source == "rtti" for r in c.references)]
    assert citing == ["transport.road-data-publication", "transport.road-external-data"]


def test_directives_to_states_and_makers_duties_are_guidance() -> None:
    addressees = {
        source: {one.addressees for one in references(source)}
        for source in ("its-directive", "its-amendment", "cra")
    }
    assert addressees == {
        "its-directive": {("member-states",)},
        "its-amendment": {("member-states", "commission")},
        "cra": {("manufacturers",)},
    }
    for source in addressees:
        assert {force_of(one) for one in references(source)} == {Force.GUIDANCE}


def test_its_directive_was_read_without_its_amendment_and_says_so() -> None:
    for reference in references("its-directive"):
        assert reference.checked_by
        assert "before the amendments of Directive (EU) 2023/2661" in (reference.note or "")


@pytest.mark.parametrize("source", ["tunnel-directive", "c-its-policies", "its-amendment"])
def test_road_sources_that_were_not_consulted_say_so(source: str) -> None:
    assert references(source)
    for reference in references(source):
        assert force_of(reference) is Force.GUIDANCE
        assert (reference.note or "").startswith("Unverified: ")
        assert reference.checked_by is None


@pytest.mark.parametrize(("group", "target"), [("essential", 3), ("important", 2)])
def test_each_road_profile_selects_all_road_controls(group: str, target: int) -> None:
    taken = profile(f"transport-road-{group}")
    own = {one.id for one in catalogue().groups}
    assert own <= set(taken.groups)
    assert set(taken.groups.values()) == {target}
    assert taken.entity_types == ("transport.road",)
    assert taken.target_groups == (TargetGroup(group),)
    assert taken.as_guidance == ()
    assert taken.scoring.method == "gated-maturity"


def test_safe_traffic_is_raised_for_important_road_entities() -> None:
    raised = {
        control
        for control, target in profile("transport-road-important").controls.items()
        if target == 3 and control.startswith("transport.")
    }
    assert raised == {
        "transport.road-responsibilities",
        "transport.road-contractor-access",
        "transport.road-detection",
        "transport.road-recovery",
        "transport.road-safe-states",
        "transport.road-tunnel-autonomy",
        "transport.road-manual-operation",
    }


def test_foundations_need_no_tunnel_and_no_sign() -> None:
    foundations = (
        "transport.road-responsibilities",
        "transport.road-contractor-access",
        "transport.road-detection",
        "transport.road-recovery",
    )
    for group in ("essential", "important"):
        assert profile(f"transport-road-{group}").key_controls == foundations
    assert {one.not_applicable for one in controls()} == {NotApplicable.ALLOWED}
