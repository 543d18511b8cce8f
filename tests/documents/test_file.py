"""The file: accessible, archivable, self-contained and reproducible."""

import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from nisassess.documents.errors import DigestError
from nisassess.documents.oscal import assessment_results
from nisassess.documents.render import render, render_pdf
from tests.documents.conftest import VERIFY_URL, Rendered
from tests.documents.factory import make_document, make_results
from tests.documents.sealing import make_job

pytestmark = pytest.mark.database_free

OURS = {
    "Document-Sans",
    "Document-Sans-Semi-Bold",
    "Document-Serif-Semi-Bold",
    "Document-Mono",
    "Document-Hebrew",
    "Document-Hebrew-Semi-Bold",
    "Document-Arabic",
    "Document-Arabic-Semi-Bold",
}


@pytest.fixture(scope="module")
def file(report: Rendered) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(report.pdf))


def test_it_is_tagged_titled_and_has_a_language(file: pikepdf.Pdf) -> None:
    assert bool(file.Root.MarkInfo.Marked)
    assert file.Root.StructTreeRoot
    assert str(file.Root.Lang) == "en"
    assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
    assert str(file.docinfo["/Title"]) == (
        "Security self-assessment 2026: Lumenara Verteilnetz GmbH"
    )


def test_it_says_that_it_is_pdf_a_and_pdf_ua(file: pikepdf.Pdf) -> None:
    with file.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


def test_bookmarks_lead_to_chapters_groups_and_controls(
    file: pikepdf.Pdf, report: Rendered
) -> None:
    with file.open_outline() as outline:
        chapters = {item.title: item for item in outline.root}
    controls = next(item for title, item in chapters.items() if "Controls, group by group" in title)

    assert len(chapters) == 13
    assert [item.title.split(maxsplit=1)[1] for item in controls.children] == [
        group.title for group in report.results.groups
    ]
    assert len(controls.children[0].children) == 3


def test_tables_have_header_cells_and_pictures_have_words(file: pikepdf.Pdf) -> None:
    kinds, pictures = _structure(file)

    assert {"/H1", "/H2", "/H3", "/H4", "/Table", "/TH", "/TD", "/Link"} <= kinds
    assert pictures
    assert all(pictures)
    assert any("met" in words and "below target" in words for words in pictures)


def test_all_fonts_are_embedded_and_ours(file: pikepdf.Pdf) -> None:
    names = set()
    for item in file.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            assert "/FontFile2" in item
            names.add(str(item.FontName).split("+")[1])

    assert names
    assert names <= OURS


def test_data_seal_and_oscal_travel_in_the_file() -> None:
    job = make_job(make_results(groups=1, controls=1))
    with pikepdf.open(BytesIO(render(job))) as pdf:
        files = {name: spec.get_file() for name, spec in pdf.attachments.items()}
        kinds = {name: file.mime_type for name, file in files.items()}
        held = {name: file.read_bytes() for name, file in files.items()}
        ties = {str(item.UF): str(item.AFRelationship) for item in pdf.Root.AF}

    assert kinds == {
        "nisassess-results.json": "application/json",
        "nisassess-seal.jws": "application/jose",
        "nisassess-assessment-results.oscal.json": "application/json",
    }
    assert held["nisassess-results.json"] == job.document
    assert held["nisassess-seal.jws"] == (job.seal or "").encode()
    assert held["nisassess-assessment-results.oscal.json"] == assessment_results(job.document)
    assert ties == {
        "nisassess-results.json": "/Data",
        "nisassess-seal.jws": "/Data",
        "nisassess-assessment-results.oscal.json": "/Alternative",
    }


def test_same_results_give_same_bytes(report: Rendered) -> None:
    assert render_pdf(report.results, report.digest, verify_url=VERIFY_URL) == report.pdf


def test_dates_come_from_the_release(file: pikepdf.Pdf) -> None:
    assert str(file.docinfo["/CreationDate"]).startswith("D:20261120143205")
    assert file.docinfo["/CreationDate"] == file.docinfo["/ModDate"]


def test_a_digest_of_other_results_is_refused() -> None:
    _, other = make_document(make_results(groups=2, controls=1))

    with pytest.raises(DigestError, match=other):
        render_pdf(make_results(groups=1, controls=1), other)


def _structure(file: pikepdf.Pdf) -> tuple[set[str], list[str]]:
    """Kinds of structure elements, and the words of every figure."""
    kinds: set[str] = set()
    pictures: list[str] = []
    for item in file.objects:
        if not isinstance(item, pikepdf.Dictionary) or item.get("/Type") != "/StructElem":
            continue
        kinds.add(str(item.S))
        if item.S == "/Figure":
            words: Any = item.get("/Alt")
            pictures.append(str(words) if words is not None else "")
    return kinds, pictures


def test_text_comes_out_in_reading_order(report: Rendered, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(report.pdf)

    told = subprocess.run(
        ["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout
    body = "".join(told.split("\f", 3)[3].split())
    part = report.results.groups[0].controls[0].parts[0]
    expected = [
        "I Score per control group",
        "II Controls, group by group",
        report.results.groups[0].controls[0].title,
        report.results.groups[0].controls[0].statement,
        part.answers[0].prompt,
        part.justification or "",
        "III Gaps and planned measures",
        "IV Not applicable",
        "V Approval and release",
        "VI Legal basis",
        "VII Method, levels and thresholds",
        "X Digest and seal",
        report.digest,
    ]

    at = 0
    for text in expected:
        at = body.index("".join(text.split()), at) + 1
