"""The energy content: complete, exactly referenced, and no wider than the law it cites."""

from collections import Counter

from nisassess.baseline import plugin as baseline
from nisassess.sdk import AnswerKind, Catalogue, Control, Force, Reference, Regime
from nisassess.sdk.checks import check_plugin
from nisassess_energy import plugin

LEVELS = 5


def catalogue() -> Catalogue:
    (only,) = plugin.nisassess_catalogues()
    return only


def controls() -> tuple[Control, ...]:
    return tuple(control for group in catalogue().groups for control in group.controls)


def references(source: str) -> tuple[Reference, ...]:
    return tuple(
        reference
        for control in controls()
        for reference in control.references
        if reference.source == source
    )


def force_of(reference: Reference) -> Force:
    forces = {source.id: source.force for source in catalogue().sources}
    return reference.force or forces[reference.source]


def test_plugin_content_passes_every_check() -> None:
    faults = check_plugin(
        plugin.nisassess_sector(),
        plugin.nisassess_catalogues(),
        plugin.nisassess_profiles(),
        baseline.nisassess_catalogues(),
    )
    assert list(faults) == []


def test_controls_are_named_after_the_sector_and_counted() -> None:
    assert {control.id.split(".")[0] for control in controls()} == {"energy"}
    assert len(controls()) == 17


def test_every_maturity_choice_tells_a_fact_of_its_own() -> None:
    choices = [
        choice
        for control in controls()
        for question in control.questions
        if question.kind is AnswerKind.MATURITY
        for choice in question.choices
    ]
    assert len(choices) == LEVELS * len(controls())
    assert [choice.label for choice in choices if not choice.description] == []
    repeated = Counter(choice.description for choice in choices)
    assert [text for text, count in repeated.items() if count > 1] == []


def test_binding_references_say_whom_they_bind() -> None:
    unsaid = [
        (control.id, reference.source, reference.article)
        for control in controls()
        for reference in control.references
        if force_of(reference) is Force.BINDING and not reference.addressee
    ]
    assert unsaid == []


def test_binding_references_were_checked_against_a_named_text() -> None:
    unchecked = [
        (control.id, reference.source, reference.article)
        for control in controls()
        for reference in control.references
        if force_of(reference) is Force.BINDING
        and not (reference.checked_by and reference.checked_on)
    ]
    assert unchecked == []


def test_profile_takes_the_whole_baseline_and_all_own_groups_to_level_3() -> None:
    (profile,) = plugin.nisassess_profiles()
    own = {group.id for group in catalogue().groups}
    general = {group.id for c in baseline.nisassess_catalogues() for group in c.groups}
    assert profile.groups == dict.fromkeys(own | general, 3)
    assert profile.regime is Regime.NIS2
    assert profile.entity_types == ("energy.electricity",)


def test_profile_scores_on_the_same_levels_as_the_baseline() -> None:
    (profile,) = plugin.nisassess_profiles()
    general = baseline.nisassess_profiles()[0]
    assert profile.scoring == general.scoring


ADDRESSES_OTHERS = {"34", "35", "36", "37", "40"}
"""Articles of (EU) 2024/1366 on TSOs, authorities, CSIRTs and crisis groups. Art. 40(4) names
entities too and may be cited once that is confirmed."""

TO_BE_CONFIRMED = {"24", "29", "31", "34", "43", "44"}
"""Articles whose wording is still to be confirmed in the Official Journal."""


def test_network_code_references_name_identified_entities_only() -> None:
    binding = [r for r in references("nccs") if force_of(r) is Force.BINDING]
    assert binding
    for reference in binding:
        assert reference.addressee is not None
        assert "notified under Art. 24" in reference.addressee
        assert "(Art. 48(3)) may apply it voluntarily" in reference.addressee


def test_articles_still_to_be_confirmed_are_neither_binding_nor_checked() -> None:
    cited = [r for r in references("nccs") if r.article in TO_BE_CONFIRMED]
    assert {reference.article for reference in cited} == {"31", "43"}
    for reference in cited:
        assert force_of(reference) is Force.GUIDANCE
        assert reference.checked_by is None
        assert reference.note is not None
        assert "Unverified" in reference.note


def test_articles_on_others_than_entities_are_not_cited() -> None:
    assert {r.article for r in references("nccs")} & ADDRESSES_OTHERS == set()


def test_controls_that_are_set_later_are_not_claimed_as_binding() -> None:
    set_later = [r for r in references("nccs") if (r.article, r.paragraph) == ("33", "2")]
    assert set_later
    assert {force_of(reference) for reference in set_later} == {Force.GUIDANCE}


def test_four_hour_report_stands_beside_the_nis2_clock() -> None:
    (control,) = [c for c in controls() if c.id == "energy.attack-handling"]
    cited = {(r.source, r.article, r.paragraph) for r in control.references}
    assert {("nccs", "38", "3"), ("nis2", "23", "4")} <= cited
    assert "four hours" in control.rationale


def test_profile_says_that_the_network_code_binds_identified_entities_only() -> None:
    (profile,) = plugin.nisassess_profiles()
    assert profile.notice is not None
    assert "Art. 24(6)" in profile.notice
    assert profile.suggested_parts == ("Office IT", "Control centre", "Substations")
