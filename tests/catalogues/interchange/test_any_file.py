"""Whatever a file holds, an import takes it or names what is wrong: never anything else."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nisassess.assessments.workbook import read_workbook, write_workbook
from nisassess.catalogues.interchange.folder import write_folder
from nisassess.catalogues.interchange.oscal_export import export_catalog
from nisassess.catalogues.interchange.report import Report
from nisassess.sdk import ContentError
from tests.assessments.test_workbook import VIEW
from tests.catalogues.interchange.files import (
    imported,
    library,
    node,
    oscal_catalog,
    oscal_control,
    saved,
)
from tests.catalogues.interchange.test_round_trip import CATALOGUE, MOMENT

pytestmark = pytest.mark.database_free

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

SOUND: list[dict[str, Any]] = [
    oscal_catalog(
        groups=[
            {
                "id": "g",
                "title": "Group",
                "controls": [
                    oscal_control(
                        "a",
                        params=[{"id": "p", "select": {"choice": ["x"]}, "values": ["y"]}],
                        props=[{"name": "label", "value": "1"}],
                        links=[{"href": "#b", "rel": "related"}],
                        controls=[oscal_control("b")],
                    )
                ],
            }
        ],
        **{"back-matter": {"resources": [{"uuid": "u", "title": "Book"}]}},
    ),
    library(
        [
            node("a", name="Access", translations={"fr": {"name": "Accès"}}),
            node(
                "a.1",
                "a",
                description="Gates.",
                implementation_groups=["basic"],
                questions={
                    "urn:q:1": {
                        "type": "unique_choice",
                        "text": "?",
                        "choices": [{"urn": "urn:q:1:choice:1", "value": "Yes"}],
                    },
                    "urn:q:2": {
                        "type": "text",
                        "text": "?",
                        "depends_on": {"question": "urn:q:1", "answers": ["urn:q:1:choice:1"]},
                    },
                },
            ),
        ],
        implementation_groups_definition=[{"ref_id": "basic", "name": "Basic"}],
        scores_definition=[{"score": 0, "name": "No"}, {"score": 1, "name": "Yes"}],
    ),
]
SOUND.append(export_catalog(CATALOGUE, MOMENT, Report()))
STRANGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=8),
    st.just([]),
    st.just({}),
    st.just([[]]),
    st.just(["x", {"id": "a"}]),
    st.just({"id": ["a"]}),
    st.just("é" * 5_000),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every entry of a document."""
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    return [path, *(p for key, item in items for p in places(item, (*path, key)))]


def with_another(document: Any, path: tuple[Any, ...], other: Any) -> Any:
    """A copy in which something else stands at one place."""
    copy = json.loads(json.dumps(document))
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    if path:
        inner[path[-1]] = other
    return copy if path else other


def taken_or_told(path: Path) -> None:
    """Import into a folder that can be read back, or end with faults that name the file."""
    made = path.parent / "made"
    try:
        write_folder(imported(path), made)
    except ContentError:
        assert not made.exists()


@QUICK
@given(st.data(), st.sampled_from(SOUND), STRANGE, st.sampled_from(["f.json", "f.yaml"]))
def test_document_with_something_else_in_one_place_is_taken_or_told(
    data: st.DataObject, sound: dict[str, Any], other: Any, name: str
) -> None:
    place = data.draw(st.sampled_from(places(sound)))

    with tempfile.TemporaryDirectory() as folder:
        taken_or_told(saved(Path(folder) / name, with_another(sound, place, other)))


@QUICK
@given(
    st.sampled_from([*map(json.dumps, SOUND), *map(yaml.safe_dump, SOUND)]),
    st.integers(0, 3_000),
    st.integers(0, 40),
    st.binary(max_size=6),
)
def test_document_with_other_bytes_is_taken_or_told(
    text: str, start: int, length: int, other: bytes
) -> None:
    content = text.encode()
    begin = start % len(content)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "f"
        path.write_bytes(content[:begin] + other + content[begin + length :])
        taken_or_told(path)


WORKBOOK = write_workbook(VIEW)


@QUICK
@given(st.integers(0, len(WORKBOOK)), st.integers(0, 60), st.binary(max_size=6))
def test_workbook_with_other_bytes_is_read_or_told(start: int, length: int, other: bytes) -> None:
    read = read_workbook(WORKBOOK[:start] + other + WORKBOOK[start + length :])

    assert read.faults or read.assessment_id == "asm_1"
