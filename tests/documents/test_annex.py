"""The procurement annex: complete, accessible, in three languages, for every installed profile."""

import io
import re
from datetime import date
from html.parser import HTMLParser
from itertools import cycle

import pikepdf
import pypdf
import pytest

from nisassess.catalogues.service import prepare
from nisassess.documents.annex import AnnexJob, annex_page, annex_pdf, style_hash, style_sheet
from nisassess.documents.export_words import LANGUAGES, export_words
from nisassess.plugins import PluginRegistry
from tests.assessments import varied

pytestmark = pytest.mark.database_free
DAY = date(2026, 11, 1)
_VOID = {"meta", "col", "br"}


class Outline(HTMLParser):
    """Reads a page: its elements with their attributes; fails where they are not well nested."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(page)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def job(registry: PluginRegistry, profile: str, language: str = "en") -> AnnexJob:
    return AnnexJob(prepare(registry, registry.profiles[profile]).document, language, DAY)


def test_every_installed_profile_makes_a_page(registry: PluginRegistry) -> None:
    for (id_, profile), language in zip(registry.profiles.items(), cycle(LANGUAGES), strict=False):
        page = annex_page(job(registry, id_, language))
        outline = Outline(page)

        controls = prepare(registry, profile).profile.controls
        assert len(outline.of("h3")) == len(controls), id_
        assert outline.of("html") == [{"lang": language}]
        ids = [a["id"] for _, a in outline.elements if "id" in a]
        assert len(ids) == len(set(ids))
        links = [str(a["href"]) for a in outline.of("a")]
        assert {link.removeprefix("#") for link in links} <= set(ids)


def test_page_fetches_nothing_runs_nothing_and_names_its_style(registry: PluginRegistry) -> None:
    page = annex_page(job(registry, "small-operators"))
    outline = Outline(page)

    assert {tag for tag, _ in outline.elements} & {"script", "link", "img", "iframe"} == set()
    assert f"<style>{style_sheet()}</style>" in page
    assert re.fullmatch(r"sha256-[A-Za-z0-9+/]{43}=", style_hash())
    assert len(outline.of("h1")) == len(outline.of("main")) == 1
    assert all(a.get("scope") in {"row", "col"} for a in outline.of("th"))


def test_page_gives_requirement_evidence_criterion_and_reference_with_force(
    registry: PluginRegistry,
) -> None:
    page = annex_page(job(registry, "nis-baseline-essential"))
    control = next(
        iter(
            prepare(registry, registry.profiles["nis-baseline-essential"]).profile.controls.values()
        )
    )

    assert control.statement.split(".")[0] in page
    assert all(item in page for item in control.example_evidence)
    assert "Target: level 3 (Implemented and evidenced)" in page
    assert "NIS2 Art. 21(2)(a) (binding" in page
    assert "Meeting these requirements does not by itself prove conformity" in page


def test_texts_that_are_not_translated_say_their_language() -> None:
    registry = varied.registry()

    outline = Outline(annex_page(job(registry, varied.OPEN, "fr")))

    sections = [a for a in outline.of("section") if a["class"] == "control"]
    assert [a.get("lang") for a in sections] == [None, "en"]
    words = export_words("fr")
    page = annex_page(job(registry, varied.OPEN, "fr"))
    assert f'<th scope="row" lang="fr">{words("annex.evidence")}</th>' in page


def test_hostile_texts_are_escaped() -> None:
    document = job(varied.registry(), varied.OPEN).document
    hostile = document.replace('"title":"Open"', '"title":"<script>alert(1)</script>"')
    assert hostile != document

    page = annex_page(AnnexJob(hostile, "en", DAY))

    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdf_is_tagged_titled_in_its_language_and_carries_the_profile(language: str) -> None:
    given = job(varied.registry(), varied.OPEN, language)
    content = annex_pdf(given)
    file = pikepdf.open(io.BytesIO(content))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)

    assert str(file.Root.Lang) == language
    assert bool(file.Root.MarkInfo.Marked)
    assert str(file.docinfo["/CreationDate"]).startswith("D:20261101")
    data = file.attachments["nisassess-profile.json"].get_file()
    assert data.read_bytes() == given.document.encode()
    with file.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    for key in ("annex.requirement", "annex.criterion", "annex.legal"):
        assert export_words(language)(key) in " ".join(text.split())
    assert annex_pdf(given) == content
