"""Documents sealed and profiles pinned by the first version are read, printed and scored."""

import hashlib
import json
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from nisassess.catalogues.types import PinnedProfile
from nisassess.documents.html import Sources, to_html
from nisassess.documents.render import Job, render
from nisassess.results.canonical import canonical, digest, parse
from nisassess.sdk import NotApplicable

pytestmark = pytest.mark.database_free
SEALED = (Path(__file__).parent / "sealed" / "format-1.json").read_bytes()
PINNED = Path(__file__).parents[1] / "catalogues" / "pinned" / "format-1.json"


def test_document_of_the_first_format_is_read_with_what_it_lacks_left_empty() -> None:
    results = parse(SEALED)

    assert results.format == "nisassess-results/1"
    assert len(results.groups[0].controls) == 4
    assert (results.opening, results.gates, results.outcome) == (None, (), None)
    assert (results.profile.lowest, results.profile.parameters) == (0, {})
    assert results.figures.value is None


def test_document_of_the_first_format_is_printed_under_its_own_digest() -> None:
    own = hashlib.sha256(SEALED).hexdigest()
    assert digest(canonical(parse(SEALED))) != own, "else this test shows nothing"

    pdf = render(Job(SEALED, own))

    assert pdf.startswith(b"%PDF-1.7")
    assert own[:8] in to_html(parse(SEALED), Sources(own))


def test_profile_of_the_first_format_is_read_with_its_rules() -> None:
    document = PINNED.read_text(encoding="utf-8")
    profile = TypeAdapter(PinnedProfile).validate_python(json.loads(document))

    assert profile.format == "nisassess-profile/1"
    assert profile.languages == ("en",)
    rules = {id_: control.not_applicable_rule for id_, control in profile.controls.items()}
    assert rules == {
        "small.one": NotApplicable.ALLOWED,
        "small.two": NotApplicable.FORBIDDEN,
        "small.three": NotApplicable.ALLOWED,
    }
    assert {control.weight for control in profile.controls.values()} == {"1"}
    assert profile.level_name(3) == "Done"
