"""Every refusal of an operator's details, with its path, code and message."""

from datetime import date

import pytest

from nisassess.kit.errors import Issue, ValidationFailed
from nisassess.operators.types import Linkage, LinkedEnterprise, OperatorDetails, YearFigures
from nisassess.operators.validation import checked_details
from tests.operators.world import REGISTRY, details

pytestmark = pytest.mark.database_free

TODAY = date(2026, 11, 22)


def check(**changes) -> OperatorDetails:
    given = {"figures": (YearFigures(2025, 45, 12e6, 9e6),), **changes}
    return checked_details(details(**given), REGISTRY, TODAY)


def faults(**changes) -> list[tuple[str, str]]:
    with pytest.raises(ValidationFailed) as refused:
        check(**changes)
    assert all(issue.message for issue in refused.value.issues)
    return [(issue.path, issue.code) for issue in refused.value.issues]


def member(linkage: Linkage, share: float | None, **changes) -> LinkedEnterprise:
    return LinkedEnterprise(**{"name": "Holding", "linkage": linkage, "share": share, **changes})


def test_good_details_come_back_clean_and_in_order():
    clean = check(
        name="  Nordlicht ",
        country="at",
        countries=(" de", "SI"),
        entity_type="",
        figures=(YearFigures(2024, 1, 2.0, 3.0), YearFigures(2025, 4, 5.0, 6.0)),
        special_cases=("critical-entity", "sole-provider"),
        contact_email="  ",
    )

    assert (clean.name, clean.country, clean.countries) == ("Nordlicht", "AT", ("DE", "SI"))
    assert clean.entity_type is None
    assert clean.contact_email is None
    assert [one.year for one in clean.figures] == [2025, 2024]
    assert clean.special_cases == ("sole-provider", "critical-entity")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": " "}, [("name", "bad_length")]),
        ({"name": "x" * 201}, [("name", "bad_length")]),
        ({"name": "a\0b"}, [("name", "bad_characters")]),
        ({"name": "a\ud800b"}, [("name", "bad_characters")]),
        ({"country": "XX"}, [("country", "unknown_country")]),
        ({"country": ""}, [("country", "unknown_country")]),
        ({"country": "EL"}, [("country", "unknown_country")]),
        ({"countries": ("US",)}, [("countries.0", "unknown_country")]),
        ({"countries": ("DE", "de")}, [("countries.1", "duplicate")]),
        ({"countries": ("AT",)}, [("countries.0", "own_country")]),
        ({"countries": ("DE",) * 40}, [("countries", "too_many")]),
        ({"entity_type": "energy.magic"}, [("entityType", "unknown_entity_type")]),
        ({"special_cases": ("magic",)}, [("specialCases.0", "unknown_special_case")]),
        (
            {"special_cases": ("sole-provider", "sole-provider")},
            [("specialCases.1", "duplicate")],
        ),
        ({"services": ("",)}, [("services.0", "bad_length")]),
        ({"services": ("a", "a")}, [("services.1", "duplicate")]),
        ({"services": tuple(str(i) for i in range(51))}, [("services", "too_many")]),
        ({"contact_email": "nobody"}, [("contactEmail", "bad_email")]),
        ({"contact_email": "a@b.example, c@d.example"}, [("contactEmail", "bad_email")]),
        ({"contact_email": "a\0@b.example"}, [("contactEmail", "bad_email")]),
        ({"contact_email": "a" * 250 + "@b.example"}, [("contactEmail", "bad_email")]),
    ],
)
def test_a_faulty_field_is_named(changes, expected):
    found = faults(**changes)

    assert [one for one in found if one in expected] == expected
    assert {path.split(".")[0] for path, _ in found} == {expected[0][0].split(".")[0]}


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([YearFigures(2026)], [("figures.0.year", "not_closed")]),
        ([YearFigures(1999)], [("figures.0.year", "not_closed")]),
        ([YearFigures(2025), YearFigures(2025)], [("figures.1.year", "duplicate")]),
        ([YearFigures(2025), YearFigures(2022)], [("figures.1.year", "not_consecutive")]),
        (
            [YearFigures(2025), YearFigures(2024), YearFigures(2023)],
            [("figures", "too_many")],
        ),
        ([YearFigures(2025, -1)], [("figures.0.headcount", "out_of_range")]),
        ([YearFigures(2025, 10_000_001)], [("figures.0.headcount", "out_of_range")]),
        ([YearFigures(2025, 1, -0.01)], [("figures.0.turnover", "out_of_range")]),
        ([YearFigures(2025, 1, float("nan"))], [("figures.0.turnover", "out_of_range")]),
        ([YearFigures(2025, 1, float("inf"))], [("figures.0.turnover", "out_of_range")]),
        ([YearFigures(2025, 1, 1, 1.1e13)], [("figures.0.balanceSheet", "out_of_range")]),
    ],
)
def test_faulty_figures_are_named(figures, expected):
    assert faults(figures=tuple(figures)) == expected


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (member(Linkage.PARTNER, 24.9), ("share", "not_a_partner")),
        (member(Linkage.PARTNER, 50.1), ("share", "not_a_partner")),
        (member(Linkage.PARTNER, 101), ("share", "out_of_range")),
        (member(Linkage.PARTNER, float("nan")), ("share", "out_of_range")),
        (member(Linkage.LINKED, 50), ("share", "not_linked")),
        (member(Linkage.LINKED, -1), ("share", "out_of_range")),
        (member(Linkage.LINKED, 100, name=""), ("name", "bad_length")),
        (member(Linkage.LINKED, 100, headcount=-1), ("headcount", "out_of_range")),
        (member(Linkage.LINKED, 100, turnover=-1), ("turnover", "out_of_range")),
        (member(Linkage.LINKED, 100, balance_sheet=-1), ("balanceSheet", "out_of_range")),
    ],
)
def test_a_faulty_enterprise_is_named(one, expected):
    path, code = expected

    assert faults(linked_enterprises=(one,)) == [(f"linkedEnterprises.0.{path}", code)]


@pytest.mark.parametrize(
    "one",
    [
        member(Linkage.PARTNER, 25),
        member(Linkage.PARTNER, 50),
        member(Linkage.PARTNER, None),
        member(Linkage.LINKED, 50.1),
        member(Linkage.LINKED, None),
    ],
)
def test_a_share_at_the_edge_of_its_linkage_is_taken(one):
    assert check(linked_enterprises=(one,)).linked_enterprises == (one,)


def test_enterprises_are_bounded_and_named_once():
    many = tuple(member(Linkage.LINKED, 100, name=f"E{i}") for i in range(101))
    twice = (member(Linkage.LINKED, 100), member(Linkage.LINKED, 100))

    assert faults(linked_enterprises=many) == [("linkedEnterprises", "too_many")]
    assert faults(linked_enterprises=twice) == [("linkedEnterprises.1.name", "duplicate")]


def test_all_faults_are_told_at_once():
    found = faults(name="", country="XX", contact_email="x")

    assert {path for path, _ in found} == {"name", "country", "contactEmail"}


def test_messages_say_what_would_be_right():
    with pytest.raises(ValidationFailed) as refused:
        check(country="EL", figures=(YearFigures(2026),))

    assert refused.value.issues == (
        Issue(
            "country",
            "unknown_country",
            "must be the two-letter code (ISO 3166-1) of a State of the European Union or "
            "European Economic Area, such as AT; Greece is GR",
        ),
        Issue("figures.0.year", "not_closed", "must be a closed year, from 2000 to 2025"),
    )


@pytest.mark.parametrize("code", ["NO", "IS", "LI", "GR", "AT"])
def test_states_of_the_union_and_the_area_are_known(code):
    assert check(country=code).country == code
