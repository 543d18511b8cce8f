"""Air: Part-IS cited to the point and to its addressee, and practice that is aviation's own."""

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

AIR = "transport-air"
KINDS = (
    "transport-air",
    "transport-air-carrier",
    "transport-air-airport",
    "transport-air-navigation",
)
STAGES = ("Not present", "Present", "Suitable", "Operating", "Effective")


def catalogue() -> Catalogue:
    return next(one for one in plugin.nisassess_catalogues() if one.id == AIR)


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


def test_air_catalogue_holds_36_controls_in_five_groups() -> None:
    sizes = {group.id: len(group.controls) for group in catalogue().groups}
    assert sizes == {
        "transport-air-management": 7,
        "transport-air-response": 5,
        "transport-air-flight": 9,
        "transport-air-airport": 6,
        "transport-air-navigation": 9,
    }
    assert {c.id.split("-")[0] for c in controls()} == {"transport.air"}


def test_no_text_of_an_air_control_stands_twice() -> None:
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


def test_every_air_control_can_be_answered_and_evidenced() -> None:
    for control in controls():
        kinds = [question.kind for question in control.questions]
        assert kinds[0] is AnswerKind.MATURITY, control.id
        assert 2 <= len(kinds) <= 3, control.id
        assert [choice.value for choice in control.questions[0].choices] == list("01234")
        assert len(control.example_evidence) == 4, control.id
        assert 3 <= len(control.guidance) <= 4, control.id


def test_every_air_control_maps_to_nis2_iso_and_csf() -> None:
    for control in controls():
        sources = [mapping.source for mapping in control.mappings if mapping.source]
        assert sources == ["nis2", "iso-27001-2022", "nist-csf-2.0"], control.id
        assert 4 <= len(control.mappings) <= 5, control.id


def test_binding_air_sources_are_the_acts_that_were_read() -> None:
    assert {one.source for one in binding()} == {
        "nis2",
        "part-is-203",
        "part-is-1645",
        "ir-2015-1998",
    }
    for reference in binding():
        assert reference.checked_by, reference
        assert reference.checked_on, reference
        assert reference.addressee, reference


@pytest.mark.parametrize(
    ("source", "prefix", "start", "addressees"),
    [
        (
            "part-is-203",
            "Annex II IS.I.OR.",
            "2026-02-22",
            ("transport.air.carrier", "transport.air.air-traffic-control"),
        ),
        ("part-is-1645", "Annex IS.D.OR.", "2025-10-16", ("transport.air.airport-managing-body",)),
    ],
)
def test_points_of_part_is_name_their_annex_start_and_addressee(
    source: str, prefix: str, start: str, addressees: tuple[str, ...]
) -> None:
    cited = binding(source)
    assert cited
    for reference in cited:
        assert (reference.article or "").startswith(prefix), reference
        assert reference.applies_from is not None
        assert reference.applies_from.isoformat() == start
        assert reference.addressees == addressees


def test_all_points_of_part_is_or_are_used() -> None:
    numbers = {
        (reference.article or "")[-3:]
        for reference in references()
        if reference.source.startswith("part-is") and "OR." in (reference.article or "")
    }
    kept_in_operations = {"230"}
    assert numbers | kept_in_operations == {
        *("200", "205", "210", "215", "220", "225", "230"),
        *("235", "240", "245", "250", "255", "260"),
    }


def test_guidance_that_was_not_consulted_says_so() -> None:
    for source in ("eurocae-ed-204", "eurocae-ed-205", "arinc-835", "easa-efb", "icao-annex-10"):
        assert references(source)
        for reference in references(source):
            assert force_of(reference) is Force.GUIDANCE
            assert (reference.note or "").startswith("Unverified: ")
            assert reference.checked_by is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("group", ["essential", "important"])
def test_each_air_profile_selects_25_own_controls_or_more(kind: str, group: str) -> None:
    taken = profile(f"{kind}-{group}")
    own = chosen(taken)
    expected = {
        "transport-air": 36,
        "transport-air-carrier": 25,
        "transport-air-airport": 28,
        "transport-air-navigation": 25,
    }
    assert len(own) == expected[kind]
    assert taken.target_groups == (TargetGroup(group),)
    assert taken.scoring.levels == STAGES
    level = {"essential": 3, "important": 2}[group]
    assert set(taken.groups.values()) == {level}
    assert taken.notice is not None
    assert "does not by itself prove compliance" in taken.notice


def test_each_organisation_sees_as_binding_what_binds_its_approval() -> None:
    guidance = {kind: profile(f"{kind}-essential").as_guidance for kind in KINDS}
    assert guidance == {
        "transport-air": ("part-is-203", "part-is-1645", "ir-2015-1998"),
        "transport-air-carrier": ("part-is-1645",),
        "transport-air-airport": ("part-is-203",),
        "transport-air-navigation": ("part-is-1645", "ir-2015-1998"),
    }


def test_incident_reporting_under_part_is_is_part_of_every_air_profile() -> None:
    for kind in KINDS:
        assert profile(f"{kind}-essential").groups["transport-air"] == 3


def test_air_controls_may_be_left_out_with_a_reason() -> None:
    kinds = {control.not_applicable for control in controls()}
    assert kinds == {NotApplicable.ALLOWED}
