"""Files that are broken, hostile or huge: told where they are wrong, soon, and without a trace."""

import json
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from nisassess.catalogues.interchange.bounds import DEEPEST, LARGEST_FILE, MOST_ENTRIES
from nisassess.sdk import ContentError, ContentFault
from tests.catalogues.interchange.files import (
    controls,
    imported,
    library,
    node,
    oscal_catalog,
    oscal_control,
    oscal_profile,
    saved,
)

pytestmark = pytest.mark.database_free

LONGEST_SECONDS = 60


@pytest.fixture
def refused(tmp_path: Path) -> Callable[[str, bytes], ContentFault]:
    """Import bytes as a file; gives the fault, once time and the folder are as they should be."""

    def refuse(name: str, content: bytes) -> ContentFault:
        path = tmp_path / name
        path.write_bytes(content)
        begin = time.monotonic()
        with pytest.raises(ContentError) as told:
            imported(path)
        assert time.monotonic() - begin < LONGEST_SECONDS
        assert list(tmp_path.iterdir()) == [path]
        (fault,) = told.value.faults
        assert fault.file == str(path)
        return fault

    return refuse


def test_aliases_that_explode_are_refused(refused: Callable[[str, bytes], ContentFault]) -> None:
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    text = "\n".join(["a0: &a0 [x, x]", *levels])

    fault = refused("bomb.yaml", text.encode())

    assert fault.message == f"its aliases stand for more than {MOST_ENTRIES} entries"
    assert fault.line == 1


def test_alias_that_holds_itself_is_refused(refused: Callable[[str, bytes], ContentFault]) -> None:
    fault = refused("circle.yaml", b"one: 1\ntwo: &a\n  three: *a\n")

    assert fault.message == "an alias refers to a block that holds it"
    assert fault.line == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("deep.json", '{"catalog":\n' + "[" * 100_000 + "]" * 100_000 + "}"),
        ("deep.json", '{"a":\n' * 100_000),
        ("deep.yaml", "catalog:\n  " + "[" * 100_000),
        ("deep.yaml", "a:\n  " + "- " * 100_000 + "x"),
        ("deep.yaml", "".join(f"{' ' * n}a:\n" for n in range(2_000))),
    ],
)
def test_endless_nesting_is_refused(
    refused: Callable[[str, bytes], ContentFault], name: str, text: str
) -> None:
    fault = refused(name, text.encode())

    assert fault.message == f"entries are nested more than {DEEPEST} levels deep"
    assert 2 <= fault.line <= DEEPEST + 1


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("{}".encode("utf-16"), 1, "is UTF-16 text; save it as UTF-8"),
        ("{}".encode("utf-32"), 1, "is UTF-32 text; save it as UTF-8"),
        (
            '{"a": "b"}'.encode("utf-16-le"),
            1,
            "holds a NUL character; it is no text, or UTF-16 text",
        ),
        (
            'a: b\nname: "Größe"'.encode("latin-1"),
            2,
            "is not UTF-8 text (byte 14), perhaps Latin-1; save it as UTF-8",
        ),
        (b'{\n"a": "x\0y"}', 2, "holds a NUL character; it is no text, or UTF-16 text"),
        (b'{"b": 1,\n"a": "x\\u0000y"}', 2, "holds a control character or half a character"),
        (b'{"a": 1,\n"b": ["\\ud800"]}', 2, "holds a control character or half a character"),
        (b'a: 1\nb: "\\0"\n', 2, "holds a control character or half a character"),
        (b"a: 1\nb: \x07\n", 2, "holds a character that YAML forbids"),
    ],
)
def test_wrong_encoding_is_told_at_its_line(
    refused: Callable[[str, bytes], ContentFault], content: bytes, line: int, message: str
) -> None:
    fault = refused("rules.txt", content)

    assert (fault.line, fault.message) == (line, message)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('{"catalog": {\n"uuid": 1,\n"uuid": 2}}', 3, "the key 'uuid' stands twice"),
        ("catalog:\n  uuid: a\n  uuid: b\n", 3, "the key 'uuid' stands twice"),
        ("? [a]\n: b\n", 1, "a key must be text"),
        ('{"a": NaN}', 1, "NaN is no number"),
        ('{"a": 1,\n}', 2, "is no valid JSON: Expecting property name enclosed in double quotes"),
        ("a: b: c\n", 1, "is no valid YAML: mapping values are not allowed in this context"),
        ("a: 1\n--- \nb: 2\n", 2, "is no valid YAML: but found another document"),
        ("just words", 1, "is no OSCAL catalog or profile, CISO Assistant library or workbook"),
        ("", 1, "is no OSCAL catalog or profile, CISO Assistant library or workbook"),
        ("[1, 2]", 1, "is no OSCAL catalog or profile, CISO Assistant library or workbook"),
        (
            '{"system-security-plan": {}}',
            1,
            "is another OSCAL document; a catalog or profile is needed",
        ),
        ('{"catalog": [\n]}', 1, "must be a block of named entries"),
        ('{"catalog":\n{"metadata": {}}}', 2, "'title' is required"),
        (
            '{"catalog":{"metadata": {"title": "x"},\n"controls":\n[3]}}',
            3,
            "must be a block of named entries",
        ),
        (
            '{"catalog":{"metadata": {"title": "x"},\n"controls": {"id": 1}}}',
            2,
            "must be a list",
        ),
        (
            '{"catalog":{"metadata": {"title": "x"}}}',
            1,
            "holds no control that is not withdrawn",
        ),
    ],
)
def test_wrong_shape_is_told_at_its_line(
    refused: Callable[[str, bytes], ContentFault], text: str, line: int, message: str
) -> None:
    fault = refused("rules", text.encode())

    assert (fault.line, fault.message) == (line, message)


def test_control_that_stands_twice_is_told_at_its_line(
    refused: Callable[[str, bytes], ContentFault],
) -> None:
    document = oscal_catalog(controls=[oscal_control("a"), oscal_control("a")])

    fault = refused("rules.json", json.dumps(document, indent=1).encode())

    assert fault.message == "the control 'a' stands twice"
    assert fault.key == "catalog.controls.1.id"
    assert fault.line == 23


def test_file_of_300_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as stream:
        stream.truncate(300 * 1024 * 1024)
    tracemalloc.start()

    with pytest.raises(ContentError, match="is larger than 32 MB, the most that is read"):
        imported(path)

    assert tracemalloc.get_traced_memory()[1] < 3 * LARGEST_FILE
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("name", "piece"),
    [("many.json", b"0,"), ("many.yaml", b"- 0\n"), ("many.json", b"[],")],
)
def test_endless_list_is_refused(
    refused: Callable[[str, bytes], ContentFault], name: str, piece: bytes
) -> None:
    many = LARGEST_FILE // len(piece) - 10
    content = (b"[" if name.endswith("json") else b"") + piece * many

    fault = refused(name, content)

    assert fault.message == f"holds more than {MOST_ENTRIES} entries"


def test_missing_file_and_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="the file is missing"):
        imported(tmp_path / "none.json")
    with pytest.raises(ContentError, match="is no regular file"):
        imported(tmp_path)


def test_parameters_that_multiply_are_refused(tmp_path: Path) -> None:
    params = [
        {"id": f"p{n}", "label": f"{{{{ insert: param, p{n + 1} }}}} " * 60} for n in range(6)
    ]
    control = oscal_control("a", params=[*params, {"id": "p6", "label": "x" * 100}])
    control["parts"][0]["prose"] = "{{ insert: param, p0 }}"
    path = saved(tmp_path / "r.json", oscal_catalog(controls=[control]))

    with pytest.raises(ContentError, match="what it inserts grows beyond all measure"):
        imported(path)


def test_profiles_that_import_one_another_many_times_are_resolved_once(tmp_path: Path) -> None:
    saved(tmp_path / "p0.json", oscal_catalog(controls=[oscal_control("a")]))
    for number in range(1, 8):
        document = oscal_profile("x", "a")
        statement = {"href": f"p{number - 1}.json", "include-all": {}}
        document["profile"]["imports"] = [statement] * 40
        saved(tmp_path / f"p{number}.json", document)
    begin = time.monotonic()

    found = imported(tmp_path / "p7.json", id_="h")

    assert list(controls(found)) == ["h.a"]
    assert time.monotonic() - begin < LONGEST_SECONDS


def test_parents_without_end_are_refused(tmp_path: Path) -> None:
    nodes = [node(f"n{i}", f"n{i - 1}" if i else None, description="x") for i in range(3_000)]
    path = saved(tmp_path / "r.json", library(nodes))

    with pytest.raises(ContentError, match=f"stands under more than {DEEPEST} others"):
        imported(path)


def test_many_names_that_become_one_are_told_apart_in_time(tmp_path: Path) -> None:
    nodes = [
        node("top", name="Top"),
        *(node(f"{'-' * (i + 1)}x", "top", description="x") for i in range(4_000)),
    ]
    path = saved(tmp_path / "r.json", library(nodes))
    begin = time.monotonic()

    found = imported(path)

    assert len(controls(found)) == 4_000
    assert "quay.x-4000" in controls(found)
    assert time.monotonic() - begin < LONGEST_SECONDS
