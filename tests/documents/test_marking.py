"""Marking, version and seal on the pages: what is true is said, and no more."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pypdf
import pytest

from nisassess.documents.html import Sources, to_html
from nisassess.documents.render import render
from nisassess.documents.sealed import Sealed, vouching
from nisassess.documents.words import words
from nisassess.results.keys import new_key
from nisassess.results.seal import Seal, key_id, peek
from nisassess.results.types import Superseded
from tests.documents.conftest import letters
from tests.documents.factory import make_results
from tests.documents.sealing import INSTALLATION, VERIFY_URL, make_job, make_key

pytestmark = pytest.mark.database_free

JOB = make_job(
    replace(
        make_results(groups=1, controls=1),
        marking="amber_strict",
        version=2,
        supersedes=Superseded("sub_before", 1, "b" * 64),
    )
)


@pytest.fixture(scope="module")
def pages() -> list[str]:
    reader = pypdf.PdfReader(BytesIO(render(JOB)))
    return [page.extract_text() for page in reader.pages]


def test_every_page_carries_the_marking_at_head_and_foot(pages: list[str]) -> None:
    assert letters("TLP:AMBER+STRICT To be passed on within") in letters(pages[0])
    assert {page.count("TLP:AMBER+STRICT") for page in pages[1:-1]} == {2}


@pytest.mark.parametrize(
    ("marking", "label"), [("red", "TLP:RED"), ("green", "TLP:GREEN"), ("clear", "TLP:CLEAR")]
)
def test_a_marking_is_printed_in_the_protocol_s_own_words(marking: str, label: str) -> None:
    html = to_html(replace(make_results(1, 1), marking=marking), Sources("0" * 64))

    assert f'<span class="tlp {marking}">{label}</span>' in html


def test_the_cover_names_version_and_what_it_supersedes(pages: list[str]) -> None:
    assert letters("version 2. It supersedes version 1 (sub_before).") in letters(pages[0])
    assert "b" * 64 in letters(pages[-1])


def test_the_code_on_the_cover_leads_to_the_digest() -> None:
    html = to_html(make_results(1, 1), Sources("0" * 64, VERIFY_URL))

    assert "<title>QR code: leads to https://nisassess.example/verify with the digest" in html
    assert f'href="{VERIFY_URL}#{"0" * 64}"' in html
    assert "QR code" not in to_html(make_results(1, 1), Sources("0" * 64))


def test_the_last_page_tells_the_seal_its_key_and_its_place_in_the_log(pages: list[str]) -> None:
    last = letters(pages[-1])

    for said in (
        JOB.digest,
        make_key().kid,
        INSTALLATION,
        "Entry 17 of the installation’s log",
        "5" * 64,
        "Sealed with a key that the installation made itself",
        "Nobody but the installation itself vouches for this key.",
        "20 November 2026, 14:32 UTC",
    ):
        assert letters(said) in last


def test_results_without_a_seal_say_so() -> None:
    html = to_html(make_results(1, 1), Sources("0" * 64))

    assert html.count("sealed by their digest alone, without a signature") == 2
    assert "PAdES" not in html


def test_an_unknown_certificate_is_not_vouched_for() -> None:
    seal = JOB.seal or ""
    sealed = Sealed(peek(Seal, seal), key_id(seal), None)

    assert vouching(sealed, words("en")) == "The certificate of this key is not at hand."


def test_a_self_signed_certificate_of_the_deployer_is_nobody_else_s_word() -> None:
    seal = JOB.seal or ""
    _, own = new_key("Invented utility", datetime.now(UTC))

    said = vouching(Sealed(peek(Seal, seal), own.kid, own), words("en"))

    assert said.startswith("Nobody but the installation itself vouches")
