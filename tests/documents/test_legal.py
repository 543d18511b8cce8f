"""Provisions that controls refer to, gathered by act."""

from dataclasses import replace

import pytest

from nisassess.documents.legal import cited
from nisassess.results.types import Reference, Results
from tests.documents.factory import make_results

pytestmark = pytest.mark.database_free

ACT = Reference("NIS2 Art. 21(2)(a)", "Directive", "binding", "32022L2555", None, None)


def _citing(*references: Reference) -> Results:
    results = make_results(groups=1, controls=1)
    control = replace(results.groups[0].controls[0], references=references)
    return replace(results, groups=(replace(results.groups[0], controls=(control,)),))


def test_provisions_of_an_act_stand_together_in_the_order_of_numbers() -> None:
    articles = ("NIS2 Art. 21(10)", "NIS2 Art. 21(2)(b)", "NIS2 Art. 21(2)(a)", "NIS2 Art. 21(10)")

    (act,) = cited(_citing(*(replace(ACT, citation=article) for article in articles)))

    assert act.prefix == "NIS2 Art. "
    assert act.citations == (("21(2)(a)", ""), ("21(2)(b)", ""), ("21(10)", ""))


def test_a_single_citation_stays_whole() -> None:
    (act,) = cited(_citing(ACT))

    assert (act.prefix, act.citations) == ("", (("NIS2 Art. 21(2)(a)", ""),))


def test_a_note_that_all_share_is_told_once_and_others_with_their_provision() -> None:
    shared = replace(ACT, note="Good practice.")
    (same,) = cited(_citing(shared, replace(shared, citation="NIS2 Art. 23")))
    (own,) = cited(_citing(shared, replace(ACT, citation="NIS2 Art. 23")))

    assert (same.note, [note for _, note in same.citations]) == ("Good practice.", ["", ""])
    assert (own.note, [note for _, note in own.citations]) == ("", ["Good practice", ""])


def test_binding_acts_come_first_and_other_addressees_apart() -> None:
    standard = Reference("IEC 62443-3-3 SR 1.1", "A standard", "standard", None, None, None)
    directed = replace(ACT, addressee="Competent authorities")

    acts = cited(_citing(standard, directed, ACT))

    assert [(act.force, act.addressee) for act in acts] == [
        ("binding", ""),
        ("binding", "Competent authorities"),
        ("standard", ""),
    ]
