"""The finance content: complete, exactly referenced, under DORA and not under NIS2."""

from collections import Counter

from nisassess.baseline import plugin as baseline
from nisassess.sdk import (
    AnswerKind,
    Catalogue,
    Control,
    Force,
    NotApplicable,
    Reference,
    Regime,
)
from nisassess.sdk.checks import check_plugin
from nisassess_finance import plugin

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
    assert {control.id.split(".")[0] for control in controls()} == {"finance"}
    assert len(controls()) == 13


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


def test_profile_is_of_the_dora_regime_and_selects_no_nis_control() -> None:
    (profile,) = plugin.nisassess_profiles()
    assert profile.regime is Regime.DORA
    assert profile.catalogues == ("finance-dora",)
    own = {group.id for group in catalogue().groups}
    assert profile.groups == dict.fromkeys(own, 3)
    assert [control for control in profile.controls if control.startswith("nis.")] == []
    assert [c.id for c in controls() if c.id.startswith("nis.")] == []


def test_profile_addresses_banks_market_infrastructures_and_the_sector_s_own_types() -> None:
    (profile,) = plugin.nisassess_profiles()
    assert set(profile.entity_types) == {
        "banking.credit-institution",
        "financial-market-infrastructures.trading-venue-operator",
        "financial-market-infrastructures.central-counterparty",
        "finance",
    }


def test_own_entity_types_cite_their_point_of_dora_article_2() -> None:
    types = plugin.nisassess_sector().entity_types
    points = [entity.reference.point for entity in types]
    assert "".join(point or "-" for point in points) == "bcdefgjklmnopqrst"
    for entity in types:
        assert entity.regime is Regime.DORA
        assert (entity.reference.article, entity.reference.paragraph) == ("2", "1")
    (insurer,) = [e for e in types if e.id == "finance.insurance-undertaking"]
    assert insurer.reference.point == "n"


def test_profile_scores_on_the_same_levels_as_the_baseline() -> None:
    (profile,) = plugin.nisassess_profiles()
    assert profile.scoring == baseline.nisassess_profiles()[0].scoring


def test_articles_of_the_full_framework_spare_the_entities_of_article_16() -> None:
    full = [r for r in references("dora") if r.article and 5 <= int(r.article) <= 15]
    assert full
    for reference in full:
        assert reference.addressee is not None
        assert "Art. 16(1)" in reference.addressee


def test_threat_led_testing_addresses_identified_entities_only() -> None:
    cited = [r for r in references("dora") if r.article == "26"]
    cited += references("rts-2025-1190")
    assert cited
    for reference in cited:
        assert reference.addressee is not None
        assert "identified for threat-led testing" in reference.addressee


def test_articles_that_address_the_supervisory_authorities_are_not_cited() -> None:
    assert {r.article for r in references("dora")} & {"20", "21"} == set()


def test_incident_clock_cites_its_standard() -> None:
    (control,) = [c for c in controls() if c.id == "finance.incident-reporting"]
    cited = {(r.source, r.article) for r in control.references}
    assert {("dora", "19"), ("rts-2025-301", "5"), ("rts-2024-1772", "8")} <= cited
    assert control.not_applicable is NotApplicable.FORBIDDEN
