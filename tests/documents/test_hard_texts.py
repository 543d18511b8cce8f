"""Texts that break layouts: they stay on the page, all of them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from weasyprint.formatting_structure import boxes

from nisassess.documents import engine
from nisassess.documents.html import Sources, to_html
from nisassess.documents.text import FONTS
from nisassess.results.types import Measure, Results
from tests.documents.conftest import Rendered, letters, rendered
from tests.documents.factory import (
    make_document,
    make_results,
    with_first_part,
    with_justification,
)

pytestmark = pytest.mark.database_free

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 10
MARGIN = 20 / 25.4 * 96
SCRIPTS = {
    "Greek": "Ανάλυση κινδύνων, ἀρχὴ τῆς ἐξουσίας",
    "Cyrillic": "Ђорђевић Ќирил Ґанна Їжак",
    "Maltese": "Ġorġ Żammit Ħaġar Ċetta Għarb",
    "Baltic and Turkish": "Ķēniņš Ģertrūde Šiauliai Žydrūnas İpek Ağaoğlu",
    "Romanian and Hungarian": "Țepeș Ștefan Győző Ödön",
}
RIGHT_TO_LEFT = ("משה בן־דוד", "فاطمة الزهراء")
ODD = "a\u202eb\u0007c 漢 \U0001f600 d"


def _texts(results: Results) -> Iterator[tuple[Any, Any]]:
    """Every piece of text on every page but its margins, with its page."""
    _, digest = make_document(results)
    for page in engine.lay_out(to_html(results, Sources(digest))).pages:
        for box in page._page_box.descendants():
            if isinstance(box, boxes.TextBox):
                yield page, box


def _stands_inside(page: Any, box: Any) -> bool:
    return (
        box.position_x >= MARGIN - 1
        and box.position_x + box.width <= page.width - MARGIN + 1
        and box.position_y + box.height <= page.height
    )


def test_five_hundred_characters_without_a_space_stay_on_the_page() -> None:
    results = with_justification(make_results(groups=1, controls=1), WORD)
    part = results.groups[0].controls[0].parts[0]
    evidence = tuple(
        replace(item, title=WORD, filename=WORD, location=WORD) for item in part.evidence
    )
    measure = Measure(WORD, WORD, "2027-01-01", "low")
    results = with_first_part(results, evidence=evidence, measure=measure, state="below", level=0)
    results = replace(
        results,
        title=WORD,
        operator=replace(results.operator, name=WORD),
        scope=replace(results.scope, name=WORD),
        release=replace(results.release, signatory=WORD, addressee=WORD),
        approval=replace(results.approval, body=WORD, reservations=WORD),
    )

    outside = [box.text for page, box in _texts(results) if not _stands_inside(page, box)]

    assert outside == []
    assert rendered(results).letters.count(WORD) >= 6


def test_ten_thousand_words_of_justification_are_all_there() -> None:
    words = [f"word{number}" for number in range(10_000)]
    text = " ".join(words)

    report = rendered(with_justification(make_results(groups=1, controls=1), text))

    found = re.findall(r"word\d+", " ".join(report.pages))
    assert found == words


def test_a_row_longer_than_a_page_goes_on_over_the_next() -> None:
    reason = " ".join(f"reason{number}" for number in range(3_000))
    results = with_first_part(
        make_results(groups=1, controls=1),
        state="not_applicable",
        level=None,
        not_applicable_reason=reason,
        answers=(),
        evidence=(),
        justification=None,
    )

    report = rendered(results)

    assert report.letters.count(letters("reason0 reason1 reason2")) == 2
    assert report.letters.count("reason2999") == 2


@pytest.fixture(scope="module")
def scripts() -> Rendered:
    """A document in which every script stands in headings, prose and tables."""
    results = make_results(groups=1, controls=1)
    texts = " / ".join(SCRIPTS.values())
    members = tuple(replace(results.approval.members[0], name=name) for name in RIGHT_TO_LEFT)
    results = replace(
        with_justification(results, f"{texts} / {ODD}"),
        operator=replace(results.operator, name=texts),
        approval=replace(results.approval, members=members),
    )
    return rendered(results)


@pytest.mark.parametrize("script", SCRIPTS)
def test_letters_of_the_union_are_printed(scripts: Rendered, script: str) -> None:
    assert scripts.letters.count(letters(SCRIPTS[script])) >= 3


@pytest.mark.parametrize("name", RIGHT_TO_LEFT)
def test_right_to_left_names_are_printed(scripts: Rendered, name: str) -> None:
    assert letters(name) in scripts.letters or letters(name)[::-1] in scripts.letters


def test_what_no_font_can_draw_is_printed_as_its_code_point(scripts: Rendered) -> None:
    assert letters("abc [U+6F22] [U+1F600] d") in scripts.letters
    assert not set("\u202e\u0007\ufffd") & set(scripts.letters)


def test_every_weight_draws_what_the_body_draws() -> None:
    for regular, semibold in (
        ("SourceSans3-Regular", "SourceSans3-Semibold"),
        ("NotoSansHebrew-Regular", "NotoSansHebrew-SemiBold"),
        ("IBMPlexSansArabic-Regular", "IBMPlexSansArabic-SemiBold"),
    ):
        assert _characters(regular) <= _characters(semibold)


def test_markup_in_texts_is_printed_and_not_obeyed() -> None:
    text = '<img src="http://attacker.example/x.png"><script>alert(1)</script> & {{ 7 * 7 }}'

    report = rendered(with_justification(make_results(groups=1, controls=1), text))

    assert letters(text) in report.letters


def _characters(font: str) -> set[int]:
    with TTFont(FONTS / f"{font}.ttf", lazy=True) as opened:
        return set(opened.getBestCmap())
