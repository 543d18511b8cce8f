"""The taxonomy holds what the annexes of NIS2 hold."""

import re

import pytest

from nisassess.sdk.taxonomy import TAXONOMY, Annex, Effect, SizeRule, load

pytestmark = pytest.mark.database_free


def test_both_annexes_are_complete() -> None:
    assert [sector.id for sector in TAXONOMY.sectors if sector.annex is Annex.I] == [
        "energy",
        "transport",
        "banking",
        "financial-market-infrastructures",
        "health",
        "drinking-water",
        "waste-water",
        "digital-infrastructure",
        "ict-service-management",
        "public-administration",
        "space",
    ]
    assert [sector.id for sector in TAXONOMY.sectors if sector.annex is Annex.II] == [
        "postal-courier",
        "waste-management",
        "chemicals",
        "food",
        "manufacturing",
        "digital-providers",
        "research",
    ]


@pytest.mark.parametrize(
    ("sector", "letters"),
    [("energy", "abcde"), ("transport", "abcd"), ("manufacturing", "abcdef")],
)
def test_subsectors_follow_the_letters_of_the_annex(sector: str, letters: str) -> None:
    found = TAXONOMY.sector(sector)

    assert found is not None
    points = [subsector.reference.article or "" for subsector in found.subsectors]
    assert [re.sub(r"Annex I+, point \d\((.)\)", r"\1", point) for point in points] == list(letters)


def test_sector_without_subsectors_has_one_of_its_own_id() -> None:
    for sector in TAXONOMY.sectors:
        if sector.id not in {"energy", "transport", "manufacturing"}:
            assert [subsector.id for subsector in sector.subsectors] == [sector.id]


def test_ids_are_unique_and_lie_below_their_subsector() -> None:
    ids = [kind.id for kind in TAXONOMY.entity_types]
    assert len(ids) == len(set(ids))
    for kind in TAXONOMY.entity_types:
        assert kind.id.rpartition(".")[0] == kind.subsector
        assert kind.subsector.split(".")[0] == kind.sector


def test_no_two_entity_types_share_a_title() -> None:
    titles = [kind.title for kind in TAXONOMY.entity_types]
    assert len(titles) == len(set(titles))


def test_size_matters_to_all_but_the_types_the_directive_names() -> None:
    assert {kind.id: kind.size_rule for kind in TAXONOMY.entity_types} == {
        **{kind.id: SizeRule.SIZE_CAP for kind in TAXONOMY.entity_types},
        "digital-infrastructure.dns-service-provider": SizeRule.ANY_SIZE_ESSENTIAL,
        "digital-infrastructure.tld-name-registry": SizeRule.ANY_SIZE_ESSENTIAL,
        "digital-infrastructure.qualified-trust-service-provider": SizeRule.ANY_SIZE_ESSENTIAL,
        "digital-infrastructure.trust-service-provider": SizeRule.ANY_SIZE,
        "digital-infrastructure.public-network-provider": SizeRule.ANY_SIZE_MEDIUM_ESSENTIAL,
        "digital-infrastructure.public-communications-provider": (
            SizeRule.ANY_SIZE_MEDIUM_ESSENTIAL
        ),
        "public-administration.central": SizeRule.ANY_SIZE_ESSENTIAL,
        "public-administration.regional": SizeRule.ON_ASSESSMENT,
    }


def test_makers_of_critical_and_of_other_devices_stand_in_different_annexes() -> None:
    critical = TAXONOMY.entity_type("health.critical-device-manufacturer")
    other = TAXONOMY.entity_type("manufacturing.medical-devices.device-manufacturer")

    assert critical is not None
    assert other is not None
    assert (critical.annex, critical.reference.article) == (
        Annex.I,
        "Annex I, point 5, fifth indent",
    )
    assert (other.annex, other.reference.article) == (Annex.II, "Annex II, point 5(a)")


def test_finance_gives_way_to_dora() -> None:
    displaced = {kind.id for kind in TAXONOMY.entity_types if kind.displaced_by}

    assert displaced == {
        "banking.credit-institution",
        "financial-market-infrastructures.trading-venue-operator",
        "financial-market-infrastructures.central-counterparty",
    }


def test_special_cases_have_their_effect_and_place() -> None:
    found = {
        case.id: (
            case.effect,
            case.needs_annex_type,
            case.reference.article,
            case.reference.paragraph,
            case.reference.point,
        )
        for case in TAXONOMY.special_cases
    }

    assert found == {
        "sole-provider": (Effect.IN_SCOPE, True, "2", "2", "b"),
        "public-safety": (Effect.IN_SCOPE, True, "2", "2", "c"),
        "systemic-risk": (Effect.IN_SCOPE, True, "2", "2", "d"),
        "national-importance": (Effect.IN_SCOPE, True, "2", "2", "e"),
        "central-administration": (Effect.ESSENTIAL, True, "3", "1", "d"),
        "regional-administration": (Effect.IN_SCOPE, True, "2", "2", "f"),
        "critical-entity": (Effect.ESSENTIAL, False, "3", "1", "f"),
        "domain-registration": (Effect.IN_SCOPE, False, "2", "4", None),
        "designated-essential": (Effect.ESSENTIAL, True, "3", "1", "e"),
        "former-oes": (Effect.ESSENTIAL, False, "3", "1", "g"),
    }


def test_lookups_find_each_kind_of_id_and_nothing_else() -> None:
    operator = TAXONOMY.entity_type("energy.electricity.distribution-system-operator")
    subsector = TAXONOMY.subsector("energy.electricity")

    assert operator is not None
    assert subsector is not None
    assert operator in subsector.entity_types
    assert TAXONOMY.special_case("critical-entity") is not None
    assert all(TAXONOMY.knows(id_) for id_ in ("energy", subsector.id, operator.id))
    assert TAXONOMY.sector("energy.electricity") is None
    assert TAXONOMY.subsector("energy") is None
    assert TAXONOMY.entity_type("energy.electricity") is None
    assert TAXONOMY.special_case("energy") is None
    assert not TAXONOMY.knows("insurance")


def test_taxonomy_is_read_once() -> None:
    assert load() is TAXONOMY
