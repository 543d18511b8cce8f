"""Documents sealed in format 2, before measures had a state, come out byte for byte as before."""

import hashlib
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from nisassess.documents.html import Sources, to_html
from nisassess.documents.oscal import assessment_results
from nisassess.documents.poam import plan_of_action
from nisassess.documents.tables import csv_table
from nisassess.documents.workbook import workbook
from nisassess.results.canonical import canonical, digest, parse
from nisassess.results.differences import differences

pytestmark = pytest.mark.database_free
FOLDER = Path(__file__).parent / "sealed"
SEALED = (FOLDER / "format-2.json").read_bytes()
DIGEST = "293dd4c8868562233c82351595aadbb9e11efc129ad859784cca614b5784b48b"


def sheets(document: bytes) -> bytes:
    book = load_workbook(io.BytesIO(workbook(document)))
    return json.dumps(
        [
            [sheet.title, [[str(cell.value) for cell in row] for row in sheet.iter_rows()]]
            for sheet in book
        ]
    ).encode()


def page(document: bytes) -> bytes:
    return to_html(parse(document), Sources(digest(document))).encode()


def test_document_of_format_2_is_read_with_states_left_empty() -> None:
    results = parse(SEALED)
    measures = [
        part.measure
        for group in results.groups
        for control in group.controls
        for part in control.parts
        if part.measure
    ]

    assert results.format == "nisassess-results/2"
    assert digest(SEALED) == DIGEST
    assert digest(canonical(results)) != DIGEST, "else this test shows nothing"
    assert len(measures) == 6
    assert {(one.state, one.reason, one.owner) for one in measures} == {(None, None, None)}
    assert {one.responsible == one.who for one in measures} == {True}
    assert not any(one.is_settled for one in measures)


@pytest.mark.parametrize(
    ("name", "export", "expected"),
    [
        pytest.param(
            "format-1",
            csv_table,
            "03d7c43b1096c3e16c225962f99b42e393cae972b4b3bf4aaa0c63d6c84fe166",
            id="format-1 csv",
        ),
        pytest.param(
            "format-1",
            plan_of_action,
            "6fc1045a72e6788a707a56e9df95371f9cec8849cd3ef0ccbc2e700424abd4db",
            id="format-1 poam",
        ),
        pytest.param(
            "format-1",
            assessment_results,
            "6833acc67820715d4ff1b39143f6c82adff89caaaba9adb3bd3c1ae7443fe427",
            id="format-1 oscal",
        ),
        pytest.param(
            "format-1",
            sheets,
            "dd8b56ea65822a4ca184f8040c05a257fb0a401f4eef77e44927d2a2de226e10",
            id="format-1 sheets",
        ),
        pytest.param(
            "format-1",
            page,
            "4bed7b4bbea3d309da831cc03bb3320c8824b4e788d0b56cbd3c817bb93def54",
            id="format-1 html",
        ),
        pytest.param(
            "format-2",
            csv_table,
            "028243be12c98750fc633413a3b58904a44a712bff471b5c04403876ff636923",
            id="format-2 csv",
        ),
        pytest.param(
            "format-2",
            plan_of_action,
            "ede34c9a5878b2b5d4c710acd85b180f7b4489e33da932ce8ae61cec0cf6ad89",
            id="format-2 poam",
        ),
        pytest.param(
            "format-2",
            assessment_results,
            "52f4a98173da27cb1d19cb2482d4691506539b321c48f5949b92409226aaa612",
            id="format-2 oscal",
        ),
        pytest.param(
            "format-2",
            sheets,
            "2354b8f998725b8c3b9732675740ee12554b771828f9279fb31769a491abd901",
            id="format-2 sheets",
        ),
        pytest.param(
            "format-2",
            page,
            "822de051cb78070d4d73c41a8178568f0974c077a0d93a210b68b2f6a52912fa",
            id="format-2 html",
        ),
    ],
)
def test_earlier_formats_are_exported_as_they_were(
    name: str, export: object, expected: str
) -> None:
    assert callable(export)
    written = export((FOLDER / f"{name}.json").read_bytes())

    assert hashlib.sha256(written).hexdigest() == expected


def test_format_2_is_compared_with_itself_without_a_difference() -> None:
    assert differences(parse(SEALED), parse(SEALED)).controls == ()


def test_state_that_is_new_with_the_format_is_told_as_a_difference() -> None:
    value = json.loads(SEALED)
    value["format"] = "nisassess-results/3"
    measure = next(
        part["measure"]
        for group in value["groups"]
        for control in group["controls"]
        for part in control["parts"]
        if part["measure"]
    )
    measure |= {"state": "dropped", "reason": "Sold", "owner": "Ioana Brânză"}

    (control,) = differences(parse(SEALED), parse(json.dumps(value).encode())).controls

    (told,) = control.differences
    line = f"{measure['until']}, {measure['cost_class']}"
    assert told.before == f"{measure['what']} ({measure['who']}, {line})"
    assert told.after == (
        f"{measure['what']} (Ioana Brânză, {measure['who']}, {line}, dropped, Sold)"
    )
