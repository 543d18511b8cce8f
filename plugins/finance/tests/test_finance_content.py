"""The finance content: complete, exactly referenced, under DORA and not under NIS2."""

from collections import Counter

import pytest

from nisassess.baseline import plugin as baseline
from nisassess.sdk import (
    Achievement,
    AnswerKind,
    Catalogue,
    ChangeKind,
    Control,
    Force,
    NotApplicable,
    Profile,
    Question,
    Reference,
    Regime,
)
from nisassess.sdk.checks import check_plugin
from nisassess_finance import plugin

LEVELS = 5
BEFORE = 13
GROUPS = {
    "finance-governance-and-risk": 10,
    "finance-continuity-and-incidents": 10,
    "finance-testing": 4,
    "finance-third-parties-and-sharing": 9,
    "finance-operations": 10,
    "finance-access-and-network": 10,
    "finance-tlpt": 9,
}
PROFILES = ("finance-dora-full", "finance-dora-tlpt", "finance-dora-simplified")


def catalogue() -> Catalogue:
    (found,) = [c for c in plugin.nisassess_catalogues() if c.id == "finance-dora"]
    return found


def profile(id_: str) -> Profile:
    (found,) = [p for p in plugin.nisassess_profiles() if p.id == id_]
    return found


def controls() -> tuple[Control, ...]:
    return tuple(control for group in catalogue().groups for control in group.controls)


def control(id_: str) -> Control:
    (found,) = [one for one in controls() if one.id == id_]
    return found


def questions(kind: AnswerKind) -> tuple[Question, ...]:
    return tuple(q for one in controls() for q in one.questions if q.kind is kind)


def references(source: str) -> tuple[Reference, ...]:
    return tuple(
        reference
        for one in controls()
        for reference in one.references
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
    assert {one.id.split(".")[0] for one in controls()} == {"finance"}
    assert {group.id: len(group.controls) for group in catalogue().groups} == GROUPS


def test_every_maturity_choice_tells_a_fact_of_its_own() -> None:
    choices = [choice for q in questions(AnswerKind.MATURITY) for choice in q.choices]
    assert len(choices) == LEVELS * 11
    assert [choice.label for choice in choices if not choice.description] == []
    repeated = Counter(choice.description for choice in choices)
    assert [text for text, count in repeated.items() if count > 1] == []


def test_every_set_of_statements_holds_good_partial_and_bad_practice() -> None:
    asked = questions(AnswerKind.INDICATORS)
    assert len(asked) == 50
    for question in asked:
        assert {choice.shows for choice in question.choices} == set(Achievement), question.prompt


def test_no_text_stands_twice() -> None:
    texts = Counter(
        text
        for one in controls()
        for text in (one.title, one.statement, one.rationale, *one.guidance)
    )
    labels = Counter(c.label for q in questions(AnswerKind.INDICATORS) for c in q.choices)
    assert [text for text, count in (texts + labels).items() if count > 1] == []


def test_binding_references_say_whom_they_bind_and_were_checked() -> None:
    unsaid = [
        (one.id, reference.source, reference.article)
        for one in controls()
        for reference in one.references
        if force_of(reference) is Force.BINDING
        and not (reference.addressee and reference.checked_by and reference.checked_on)
    ]
    assert unsaid == []


def test_every_control_is_mapped_so_that_a_bank_sees_what_it_answers_of_nis2() -> None:
    needed = {"nis2", "iso-27001-2022", "nist-csf-2.0"}
    threat_led = {c.id for g in catalogue().groups if g.id == "finance-tlpt" for c in g.controls}
    for one in controls():
        wanted = needed - ({"iso-27001-2022"} if one.id in threat_led else set())
        assert wanted <= {m.source for m in one.mappings}, one.id
    targets = {m.target for one in controls() for m in one.mappings if m.source == "nis2"}
    assert {f"Art. 21(2)({point})" for point in "abcdefghij"} <= targets
    to_baseline = {m.control for c in controls() for m in c.mappings if m.control}
    assert len({id_ for id_ in to_baseline if id_.startswith("nis.")}) >= 25


@pytest.mark.parametrize("id_", PROFILES)
def test_profile_is_of_the_dora_regime_and_selects_no_nis_control(id_: str) -> None:
    found = profile(id_)
    assert found.regime is Regime.DORA
    assert {one for one in found.catalogues if not one.startswith("finance-")} == set()
    assert set(found.groups.values()) == {2}
    assert found.controls == {}


@pytest.mark.parametrize("id_", PROFILES)
def test_notice_names_what_dora_displaces_and_who_is_competent(id_: str) -> None:
    notice = profile(id_).notice or ""
    assert "instead of NIS2 Art. 21 and 23" in notice
    assert "Art. 46" in notice
    assert "does not by itself prove compliance" in notice


@pytest.mark.parametrize("id_", PROFILES)
def test_profile_scores_outcomes(id_: str) -> None:
    scoring = profile(id_).scoring
    assert scoring.method == "outcomes"
    assert scoring.levels == ("Not achieved", "Partially achieved", "Achieved")
    assert scoring.parameters == {"maturity_achieved": 3, "maturity_partially": 2}


def test_threat_led_testing_is_a_profile_that_opens_after_the_authority_s_notice() -> None:
    full, tested = profile("finance-dora-full"), profile("finance-dora-tlpt")
    assert set(tested.groups) - set(full.groups) == {"finance-tlpt"}
    assert set(full.groups) == set(GROUPS) - {"finance-tlpt"}
    assert full.opening is None
    assert tested.opening is not None
    cited = [
        (option.reference.source, option.reference.article, option.reference.paragraph)
        for option in tested.opening.options
    ]
    assert cited == [("dora", "26", "8"), ("rts-2025-1190", "9", "1")]


@pytest.mark.parametrize("id_", PROFILES[:2])
def test_profile_addresses_banks_market_infrastructures_and_the_sector_s_own_types(
    id_: str,
) -> None:
    assert set(profile(id_).entity_types) == {
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


def test_what_became_of_each_earlier_control_is_said() -> None:
    (step,) = catalogue().changes
    kinds = Counter(change.change for change in step.controls.values())
    assert (step.since, step.version) == ("2026.1", "2026.2")
    assert sum(kinds.values()) == BEFORE
    assert kinds == {ChangeKind.SAME: 10, ChangeKind.CHANGED: 1, ChangeKind.SPLIT: 2}
    assert set(step.controls) <= {one.id for one in controls()}


def test_articles_of_the_full_framework_spare_the_entities_of_article_16() -> None:
    full = [r for r in references("dora") if r.article and 5 <= int(r.article) <= 15]
    full += [r for r in references("rts-2024-1774") if force_of(r) is Force.BINDING]
    assert len(full) > 100
    special = {"Central counterparties", "Central securities depositories", "Trading venues"}
    for reference in full:
        assert reference.addressee is not None
        assert "Art. 16(1)" in reference.addressee or special & {
            name for name in special if reference.addressee.startswith(name)
        }, reference


def test_threat_led_testing_addresses_identified_entities() -> None:
    cited = [r for r in references("dora") if r.article in {"26", "27"}]
    assert cited
    for reference in cited:
        assert reference.addressee is not None
        assert "identified for threat-led testing" in reference.addressee
    for reference in references("rts-2025-1190"):
        binds_entities = "identified for threat-led testing" in (reference.addressee or "")
        assert (
            binds_entities
            or force_of(reference) is Force.GUIDANCE
            or (reference.addressee == "Defenders of the tested entity")
        )


def test_full_framework_cites_every_article_of_the_standard_on_risk_management() -> None:
    cited = {int(r.article) for r in references("rts-2024-1774") if r.article}
    assert cited == set(range(2, 28))
    dora = {int(r.article) for r in references("dora") if r.article}
    assert {*range(5, 15), 17, 18, 19, *range(23, 31), 45} <= dora


def test_articles_that_address_the_supervisory_authorities_are_not_cited() -> None:
    assert {r.article for r in references("dora")} & {"15", "20", "21"} == set()


def test_what_is_voluntary_does_not_bind() -> None:
    voluntary = [
        r for r in references("dora") if (r.article, r.paragraph) in {("45", "1"), ("19", "2")}
    ]
    assert {force_of(r) for r in voluntary} == {Force.GUIDANCE}


def test_incident_clock_cites_its_standard() -> None:
    clock = control("finance.incident-reporting")
    cited = {(r.source, r.article) for r in clock.references}
    assert {("dora", "19"), ("rts-2025-301", "5"), ("rts-2024-1772", "8")} <= cited
    assert clock.not_applicable is NotApplicable.FORBIDDEN
