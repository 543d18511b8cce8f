"""The table of sealed results, as CSV and as a workbook."""

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from nisassess.documents import tables
from nisassess.documents.export_words import LANGUAGES, export_words
from nisassess.documents.tables import BOM, COLUMNS, csv_table
from nisassess.documents.workbook import workbook
from nisassess.kit.cells import harmless
from nisassess.results.canonical import canonical, digest
from nisassess.results.types import Results
from tests.documents.everything import ANSWERS, everything
from tests.documents.factory import all_parts, make_results, with_first_part

pytestmark = pytest.mark.database_free


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def opened(results: Results) -> Any:
    return load_workbook(io.BytesIO(workbook(canonical(results))))


def test_each_control_and_part_is_a_row_of_the_csv() -> None:
    results = everything()
    rows = read(csv_table(canonical(results)))

    assert tuple(rows[0]) == COLUMNS
    assert [(row["part"], row["state"]) for row in rows] == [
        (part.part, part.state) for part in all_parts(results)
    ]
    assert {row["digest"] for row in rows} == {digest(canonical(results))}
    assert {row["self_declared"] for row in rows} == {"yes"}
    first = rows[0]
    assert (first["control"], first["part_name"]) == ("nis.1.1", "Office IT")
    assert first["justification"] == all_parts(results)[0].justification
    assert "A question of kind yes_no? Yes" in first["answers"].splitlines()


def test_csv_is_as_rfc_4180_has_it_with_a_mark_of_its_encoding_if_asked() -> None:
    document = canonical(make_results(groups=1, controls=1))
    plain = csv_table(document)

    assert plain.startswith(b'"submission","version","digest"')
    assert plain.endswith(b'"\r\n')
    assert csv_table(document, bom=True) == BOM + plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+41 1 234", "'+41 1 234"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "  '=1"),
        ("\t=1", "\t'=1"),
        ("a;=1+1;b", "a;'=1+1;b"),
        ("a\r\n=1", "a\r\n'=1"),
        ("＝1", "'＝1"),
        ("a = 1 - 2 @ home", "a = 1 - 2 @ home"),
        ("e-mail, 1+1", "e-mail, 1+1"),
        ("\0=1", "'=1"),
        ("", ""),
    ],
)
def test_what_looks_like_a_formula_gets_an_apostrophe(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_numbers_stay_as_they_are() -> None:
    assert [harmless(value) for value in (3, 2.5, None)] == ["3", "2.5", ""]


@given(st.text())
def test_no_cell_of_the_csv_is_ever_a_formula(text: str) -> None:
    for separator in ("\r\n", "\n", "\r", "\t", ";"):
        for cell in harmless(text).split(separator):
            assert cell.lstrip()[:1] not in set("=+-@＝＋－＠") or not cell.strip()


def test_hostile_justification_survives_the_way_through_csv() -> None:
    text = 'She said "no", then;\r\n=HYPERLINK("x")'
    results = with_first_part(make_results(groups=1, controls=1), justification=text)

    (first, *_) = read(csv_table(canonical(results)))

    assert first["justification"] == 'She said "no", then;\r\n\'=HYPERLINK("x")'


@pytest.mark.parametrize("language", LANGUAGES)
def test_workbook_has_its_sheets_in_the_language_of_the_results(language: str) -> None:
    words = export_words(language)
    book = opened(replace(everything(), language=language))

    assert book.sheetnames == [
        words(f"sheet.{name}") for name in ("summary", "controls", "answers", "evidence", "plan")
    ]
    headers = [cell.value for cell in book.worksheets[1][1]]
    assert headers == [words(f"column.{name}") for name in tables.OF_THE_PART]


def test_workbook_holds_every_part_answer_evidence_and_gap() -> None:
    results = everything()
    parts = all_parts(results)
    book = opened(results)
    rows = [list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book.worksheets]

    assert len(rows[1]) == len(parts)
    assert len(rows[2]) == sum(len(part.answers) for part in parts)
    assert [row[6] for row in rows[2][: len(ANSWERS)]] == [a for a, _ in ANSWERS.values()]
    assert len(rows[3]) == sum(len(part.evidence) for part in parts)
    assert [row[9] for row in rows[3]] == [one.digest for p in parts for one in p.evidence]
    assert len(rows[4]) == sum(part.state == "below" for part in parts)


def test_summary_says_whose_figures_they_are_and_that_they_are_self_declared() -> None:
    results = everything()
    sheet = opened(results).worksheets[0]
    facts = {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}

    assert facts["Who says so"] == "Self-declared by the operator; verified by nobody else"
    assert facts["Operator"] == "Lumenara Verteilnetz GmbH"
    assert facts["SHA-256 of the sealed results"] == digest(canonical(results))
    assert facts["Completeness"] == results.figures.completeness
    assert facts["Marking (TLP 2.0)"] == "AMBER+STRICT"
    assert facts["Outcome"] == "A foundation is missing."
    assert {group.title for group in results.groups} <= set(facts.values())


def test_workbook_computes_nothing_and_says_where_a_text_was_cut() -> None:
    results = with_first_part(make_results(groups=1, controls=1), justification="=1+1")
    cell = opened(results).worksheets[1]["P2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)

    results = with_first_part(results, justification="long " * 10_000)
    text = opened(results).worksheets[1]["P2"].value
    assert len(text) == 32_767
    assert text.endswith(" […] (longer than a cell holds; the JSON has all of it)")


def test_words_of_all_languages_have_the_same_keys_and_values_to_fill_in() -> None:
    folder = tables.__file__.replace("tables.py", "exports")
    found = {}
    for language in LANGUAGES:
        with open(f"{folder}/{language}.json", encoding="utf-8") as file:  # noqa: PTH123
            found[language] = json.load(file)
    english = found["en"]

    for language, messages in found.items():
        assert list(messages) == list(english), language
        for key, text in messages.items():
            slots = {name for name in ("{", "}") if name in text}
            assert slots == {name for name in ("{", "}") if name in english[key]}, (language, key)


@pytest.mark.parametrize("blank", ["\n", "\r\n", "\t", " ", "\n \t"])
def test_long_text_of_blanks_is_done_in_one_pass(blank: str) -> None:
    """In quadratic time it would not end."""
    text = f"a{blank * 200_000}=b"
    assert harmless(text) == (text if blank == " " else f"a{blank * 200_000}'=b")
