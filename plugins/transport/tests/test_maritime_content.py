"""Maritime: the company and not its vessels, each act on its own addressee, outcomes as scoring."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

import pytest

from nisassess.sdk import (
    Achievement,
    AnswerKind,
    Catalogue,
    Control,
    Force,
    NotApplicable,
    Profile,
    Question,
    Reference,
    TargetGroup,
)
from nisassess_transport import plugin

SEA = "transport-maritime"
COMPANY = "transport.water.transport-company"
PORT = ("transport.water.port-managing-body", "transport.water.port-works-operator")
TRAFFIC = "transport.water.vessel-traffic-service"
OWN_CONTROLS = {
    "transport-maritime-company": 25,
    "transport-maritime-port": 34,
    "transport-maritime-traffic": 25,
}
FOUNDATIONS = {
    "transport.sea-cyber-in-management-systems",
    "transport.sea-vendor-access",
    "transport.sea-incident-reporting",
    "transport.sea-recovery-order",
}


def catalogue() -> Catalogue:
    return next(one for one in plugin.nisassess_catalogues() if one.id == SEA)


def profile(id_: str) -> Profile:
    return next(one for one in plugin.nisassess_profiles() if one.id == id_)


def controls() -> tuple[Control, ...]:
    return tuple(control for group in catalogue().groups for control in group.controls)


def main_questions() -> tuple[Question, ...]:
    return tuple(control.questions[0] for control in controls())


def references(*sources: str) -> tuple[Reference, ...]:
    every = [reference for control in controls() for reference in control.references]
    return tuple(one for one in every if not sources or one.source in sources)


def force_of(reference: Reference) -> Force:
    forces = {source.id: source.force for source in catalogue().sources}
    return reference.force or forces[reference.source]


def binding() -> list[Reference]:
    return [one for one in references() if force_of(one) is Force.BINDING]


def chosen(profile_: Profile) -> set[str]:
    return {
        control.id
        for group in catalogue().groups
        for control in group.controls
        if group.id in profile_.groups or control.id in profile_.controls
    }


def repeated(texts: Iterable[str]) -> list[str]:
    return [text for text, count in Counter(texts).items() if count > 1]


def test_maritime_catalogue_holds_42_controls_in_six_groups() -> None:
    sizes = {group.id: len(group.controls) for group in catalogue().groups}
    assert sizes == {
        "transport-sea-management": 6,
        "transport-sea-connections": 5,
        "transport-sea-fleet": 8,
        "transport-sea-port": 9,
        "transport-sea-traffic": 8,
        "transport-sea-response": 6,
    }
    assert {control.id.split("-")[0] for control in controls()} == {"transport.sea"}


def test_no_text_of_a_maritime_control_stands_twice() -> None:
    prose = [
        text
        for control in controls()
        for text in (control.title, control.statement, control.rationale, *control.guidance)
    ]
    questions = [question for control in controls() for question in control.questions]
    assert repeated(prose) == []
    assert repeated(question.prompt for question in questions) == []
    assert repeated(question.hint for question in questions if question.hint) == []
    statements = [choice.label for question in main_questions() for choice in question.choices]
    assert repeated(statements) == []


def test_every_outcome_has_statements_of_bad_partial_and_good_practice() -> None:
    for question in main_questions():
        shows = Counter(choice.shows for choice in question.choices)
        assert question.kind is AnswerKind.INDICATORS, question.id
        assert shows == {
            Achievement.NOT_ACHIEVED: 2,
            Achievement.PARTIALLY: 1,
            Achievement.ACHIEVED: 3,
        }, question.prompt
        assert question.hint, question.prompt


def test_every_maritime_control_can_be_answered_and_evidenced() -> None:
    for control in controls():
        assert len(control.questions) == 2, control.id
        assert 3 <= len(control.guidance) <= 4, control.id
        assert 3 <= len(control.example_evidence) <= 4, control.id
        assert 3 <= len(control.references) <= 5, control.id


def test_every_maritime_control_maps_to_nis2_iso_and_csf() -> None:
    for control in controls():
        sources = [mapping.source for mapping in control.mappings if mapping.source]
        assert sources == ["nis2", "iso-27001-2022", "nist-csf-2.0"], control.id
        assert 4 <= len(control.mappings) <= 5, control.id


def test_binding_maritime_sources_are_the_acts_that_were_read() -> None:
    assert {one.source for one in binding()} == {
        "nis2",
        "gdpr",
        "ism-regulation",
        "isps-company",
        "isps-port",
        "vessel-monitoring",
        "single-window",
    }
    for reference in binding():
        assert reference.checked_by, reference
        assert reference.checked_on, reference
        assert reference.addressee, reference


def test_each_maritime_act_binds_its_own_addressee() -> None:
    bound: dict[str, set[tuple[str, ...]]] = {}
    for reference in binding():
        bound.setdefault(reference.source, set()).add(reference.addressees)
    assert bound == {
        "nis2": {()},
        "gdpr": {()},
        "ism-regulation": {(COMPANY,)},
        "isps-company": {(COMPANY,)},
        "isps-port": {PORT},
        "vessel-monitoring": {(COMPANY,)},
        "single-window": {(COMPANY,)},
    }


def test_duties_of_states_and_authorities_are_guidance() -> None:
    others = {"member-states", "authorities", "manufacturers"}
    cited = [one for one in references() if others & set(one.addressees)]
    assert {one.source for one in cited} == {
        "cra",
        "isps-port",
        "port-security",
        "ris-directive",
        "single-window",
        "vessel-monitoring",
    }
    assert {force_of(one) for one in cited} == {Force.GUIDANCE}


@pytest.mark.parametrize(
    "source", ["imo-circ-3", "imo-msc-428", "iala-vts", "iacs-ur-e26", "iacs-ur-e27"]
)
def test_what_is_known_at_second_hand_says_so_and_never_binds(source: str) -> None:
    assert references(source)
    for reference in references(source):
        assert force_of(reference) is not Force.BINDING
        assert (reference.note or "").startswith("Unverified: ")
        assert reference.checked_by is None


def test_all_six_functional_elements_of_the_guidelines_are_covered() -> None:
    notes = {reference.note for reference in references("imo-circ-3")}
    elements = ("govern", "identify", "protect", "detect", "respond", "recover")
    assert notes == {
        f"Unverified: functional element '{element}', from secondary sources."
        for element in elements
    }


@pytest.mark.parametrize(
    ("kind", "entities"),
    [
        ("transport-maritime-company", (COMPANY,)),
        ("transport-maritime-port", PORT),
        ("transport-maritime-traffic", (TRAFFIC,)),
    ],
)
@pytest.mark.parametrize(("group", "target"), [("essential", 2), ("important", 1)])
def test_each_maritime_profile_asks_outcomes_of_its_own_entities(
    kind: str, entities: tuple[str, ...], group: str, target: int
) -> None:
    taken = profile(f"{kind}-{group}")
    assert len(chosen(taken)) == OWN_CONTROLS[kind]
    assert taken.entity_types == entities
    assert taken.target_groups == (TargetGroup(group),)
    assert set(taken.groups.values()) == {target}
    assert set(taken.controls.values()) <= {2}
    assert set(taken.key_controls) > FOUNDATIONS
    assert taken.notice is not None
    assert "does not by itself prove compliance" in taken.notice


@pytest.mark.parametrize("kind", OWN_CONTROLS)
def test_outcomes_build_on_the_levels_of_the_baseline(kind: str) -> None:
    for group in ("essential", "important"):
        scoring = profile(f"{kind}-{group}").scoring
        assert scoring.method == "outcomes"
        assert scoring.levels == ("Not achieved", "Partially achieved", "Achieved")
        assert scoring.parameters == {
            "maturity_achieved": Decimal(3),
            "maturity_partially": Decimal(2),
        }


def test_each_maritime_entity_sees_as_binding_what_binds_it() -> None:
    assert profile("transport-maritime-company-essential").as_guidance == ("isps-port",)
    assert profile("transport-maritime-port-essential").as_guidance == (
        "ism-regulation",
        "isps-company",
        "vessel-monitoring",
        "single-window",
    )
    assert "isps-port" in profile("transport-maritime-traffic-essential").as_guidance


def test_company_profiles_say_that_vessels_are_outside() -> None:
    for group in ("essential", "important"):
        notice = profile(f"transport-maritime-company-{group}").notice or ""
        assert "Individual vessels are outside NIS2 (Annex I, point 2(c))" in notice


def test_only_the_management_of_cyber_risk_applies_to_everybody() -> None:
    forbidden = [one.id for one in controls() if one.not_applicable is NotApplicable.FORBIDDEN]
    assert forbidden == ["transport.sea-cyber-in-management-systems"]
