"""Rules on references, mappings, addressees and profiles, each shown to bite."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nisassess.sdk import (
    Catalogue,
    EntityType,
    Force,
    Mapping,
    Opening,
    OpeningOption,
    Profile,
    Reference,
    Regime,
    Sector,
    Source,
)
from nisassess.sdk.checks import check_plugin
from tests.sdk.builders import catalogue, cited, control, group, profile, sector

pytestmark = pytest.mark.database_free
AIR, RAIL = "transport.air", "transport.rail"
ISO = Source("iso", "ISO", "The standard", Force.STANDARD)


def faults(
    of_catalogue: Catalogue | None = None,
    of_profile: Profile | None = None,
    of_sector: Sector | None = None,
    others: tuple[Catalogue, ...] = (),
) -> list[tuple[str, str, str]]:
    found = check_plugin(
        of_sector or sector(),
        (of_catalogue or catalogue(),),
        (of_profile or profile(),),
        others,
    )
    return [(fault.file, fault.key, fault.message) for fault in found]


def citing(*references: Reference, addressees: tuple[str, ...] = ()) -> Catalogue:
    source = Source("nis2", "NIS2", "The directive", Force.BINDING, addressees=addressees)
    return catalogue(group(control(references=references)), sources=(source, ISO))


# --- references


@pytest.mark.parametrize(
    ("reference", "key", "message"),
    [
        (
            cited(checked_on=None),
            "",
            "a binding provision needs 'checked_on', the day it was checked",
        ),
        (
            Reference("iso", "A.5.1", checked_on=date(2026, 1, 1)),
            ".checked_on",
            "needs 'checked_by' too, the source it was checked against",
        ),
        (
            cited(applies_from=date(2027, 1, 1), applies_until=date(2026, 1, 1)),
            ".applies_until",
            "lies before 'applies_from' (2027-01-01)",
        ),
    ],
)
def test_reference_that_is_not_verified_or_dated_rightly_is_told(
    reference: Reference, key: str, message: str
) -> None:
    assert faults(citing(reference)) == [("demo-catalogue", f"demo.one.references.0{key}", message)]


def test_addressee_that_is_nobody_is_told() -> None:
    guidance = Reference("iso", addressees=("authorities", "wizards"))

    assert faults(citing(guidance)) == [
        (
            "demo-catalogue",
            "demo.one.references.0.addressees",
            "'wizards' is no entity type of NIS2 Annex I or II nor of this sector",
        )
    ]


# --- whom a duty addresses


@pytest.mark.parametrize(
    ("of_source", "of_reference", "kinds"),
    [
        ((), (), ()),
        ((), (), (AIR, RAIL)),
        ((AIR,), (), (AIR,)),
        (("transport",), (), (AIR, RAIL)),
        ((AIR,), (RAIL,), (RAIL,)),
        ((), ("authorities", AIR), (AIR,)),
        ((AIR,), (), ("transport.air.carrier",)),
    ],
)
def test_duty_that_addresses_every_entity_of_the_profile_is_fine(
    of_source: tuple[str, ...], of_reference: tuple[str, ...], kinds: tuple[str, ...]
) -> None:
    made = citing(cited(addressees=of_reference), addressees=of_source)

    assert faults(made, profile(entity_types=kinds)) == []


@pytest.mark.parametrize(
    ("of_source", "of_reference", "kinds", "told"),
    [
        ((AIR,), (), (RAIL,), f"binds {AIR}; this profile is for"),
        ((AIR,), (), (AIR, RAIL), f"binds {AIR}; this profile is for"),
        ((AIR,), (), ("transport",), f"binds {AIR}; this profile is for"),
        ((AIR,), (), (), f"binds {AIR}; this profile is for"),
        ((AIR,), (RAIL,), (AIR,), f"binds {RAIL}; this profile is for"),
        ((), ("authorities",), (AIR,), "binds authorities; this profile is for"),
        (("transport.air.carrier",), (), (AIR,), "binds transport.air.carrier;"),
    ],
)
def test_duty_that_leaves_out_an_entity_of_the_profile_is_told(
    of_source: tuple[str, ...],
    of_reference: tuple[str, ...],
    kinds: tuple[str, ...],
    told: str,
) -> None:
    made = citing(cited(addressees=of_reference), addressees=of_source)

    ((file, key, message),) = faults(made, profile(entity_types=kinds))
    assert (file, key) == ("demo-profile", "demo.one.references.0")
    assert message.startswith(told)
    assert "name 'nis2' in the profile's 'as_guidance'" in message


def test_duty_used_as_guidance_addresses_nobody() -> None:
    rail = profile(entity_types=(RAIL,))

    by_reference = citing(cited(force=Force.GUIDANCE), addressees=(AIR,))
    assert faults(by_reference, rail) == []
    by_profile = citing(cited(), addressees=(AIR,))
    assert faults(by_profile, replace(rail, as_guidance=("nis2",))) == []


def test_duty_is_held_against_entities_of_the_profile_s_regime_only() -> None:
    insurer = EntityType("insurance.insurer", "Insurer", Regime.DORA, Reference("dora", "2"))
    of_sector = sector(entity_types=(insurer,))
    made = citing(cited(), addressees=("insurance", "banking", "financial-market-infrastructures"))

    assert faults(made, profile(regime=Regime.DORA), of_sector) == []
    assert len(faults(made, profile(), of_sector)) == 1


def test_control_that_the_profile_does_not_select_may_address_others() -> None:
    other = control("demo.two", references=(cited(addressees=(RAIL,)),))
    made = catalogue(group(), group(other, id_="rail-group"))

    assert faults(made, profile(entity_types=(AIR,))) == []


# --- mappings


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        (Mapping("iso"), "needs 'source' and 'target', or 'control'"),
        (Mapping(target="A.5.1"), "needs 'source' and 'target', or 'control'"),
        (Mapping(), "needs 'source' and 'target', or 'control'"),
        (
            Mapping("iso", "A.5.1", control="demo.two"),
            "names a control or an entry of a source, not both",
        ),
        (Mapping(control="demo.one"), "leads to the control itself"),
        (Mapping(control="demo.gone"), "no installed catalogue has a control 'demo.gone'"),
        (Mapping(control="other.gone"), "no installed catalogue has a control 'other.gone'"),
    ],
)
def test_mapping_that_leads_nowhere_is_told(mapping: Mapping, message: str) -> None:
    made = catalogue(group(control(mappings=(mapping,))))
    other = catalogue(group(control("other.one"), id_="other-group"), id="other")

    assert faults(made, others=(other,)) == [("demo-catalogue", "demo.one.mappings.0", message)]


def test_mapping_to_a_control_elsewhere_is_fine_even_where_it_is_not_installed() -> None:
    made = catalogue(
        group(control(mappings=(Mapping(control="other.one"), Mapping(control="far.away"))))
    )
    other = catalogue(group(control("other.one"), id_="other-group"), id="other")

    assert faults(made, others=(other,)) == []


def test_mapping_that_stands_twice_is_told() -> None:
    made = catalogue(group(control(mappings=(Mapping("iso", "A.5.1"), Mapping("iso", "A.5.1")))))

    assert faults(made) == [
        ("demo-catalogue", "demo.one.mappings", "the id 'iso A.5.1' stands 2 times")
    ]


# --- profiles


def opening(reference: Reference, *ids: str) -> Opening:
    options = tuple(OpeningOption(id_, "Named", "You are bound.", reference) for id_ in ids)
    return Opening("Were you named?", options)


@pytest.mark.parametrize(
    ("changes", "key", "message"),
    [
        ({"as_guidance": ("gone",)}, "as_guidance", "declares the source 'gone'"),
        ({"as_guidance": ("iso", "iso")}, "as_guidance", "the id 'iso' stands 2 times"),
        ({"suggested_parts": ("IT", "IT")}, "suggested_parts", "the id 'IT' stands 2 times"),
        ({"key_controls": ("demo.gone",)}, "key_controls", "does not select the control"),
        (
            {"key_controls": ("demo.one",), "controls": {"demo.one": 0}},
            "key_controls",
            "the target 0 of 'demo.one' is the lowest level, which is no gate",
        ),
        ({"weights": {"demo.gone": Decimal(2)}}, "weights.demo.gone", "does not select"),
        ({"weights": {"demo.one": Decimal(-1)}}, "weights.demo.one", "must be 0 or more"),
        ({"weights": {"demo.one": Decimal(0)}}, "weights", "every control weighs 0"),
        ({"target_groups": ()}, "target_groups", "needs at least one entry"),
        ({"scope_kinds": ()}, "scope_kinds", "needs at least one entry"),
        (
            {"opening": opening(Reference("gone"), "named")},
            "opening.options.named.reference",
            "the source 'gone' is not declared",
        ),
        (
            {"opening": opening(Reference("nis2"), "named")},
            "opening.options.named.reference",
            "a binding provision needs 'checked_by', the source it was checked against",
        ),
        (
            {"opening": opening(cited(), "named", "named")},
            "opening.options",
            "the id 'named' stands 2 times",
        ),
    ],
)
def test_faulty_entry_of_a_profile_is_told(
    changes: dict[str, object], key: str, message: str
) -> None:
    ((file, found, told),) = faults(of_profile=profile(**changes))

    assert (file, found) == ("demo-profile", key)
    assert message in told


def test_profile_on_catalogues_in_two_languages_is_told() -> None:
    other = catalogue(group(control("other.one"), id_="other-group"), id="other", language="fr")
    both = profile(catalogues=("demo-catalogue", "other"))

    assert faults(of_profile=both, others=(other,)) == [
        ("demo-profile", "catalogues", "must all be written in one language, not en and fr")
    ]
