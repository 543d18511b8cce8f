"""Whatever is done to a sound file, the reader answers with values or with faults at its lines."""

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nisassess.sdk import ContentError, ContentFault
from nisassess.sdk.content import ControlGroup
from nisassess.sdk.reader import building
from nisassess.sdk.reader.building import build
from nisassess.sdk.reader.shapes import read

pytestmark = pytest.mark.database_free
FILE = Path(__file__).parent / "shelf/sound/catalogues/water-supply/groups/01-works.yaml"
LINES = FILE.read_text(encoding="utf-8").splitlines(keepends=True)
PIECES = [
    "{",
    "}",
    "[",
    "]",
    ": ",
    "- ",
    "*a ",
    "&a ",
    "!!x ",
    "'",
    '"',
    "# ",
    "|\n",
    "\t",
    "é",
    "~",
]

quick = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def broken_texts(draw: st.DrawFn) -> str:
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        column = draw(st.integers(0, len(line)))
        piece = draw(st.sampled_from(PIECES) | st.text(max_size=3))
        lines[at] = draw(
            st.sampled_from(
                ["", line + line, line[:column] + piece + line[column:], "  " + line, line[1:]]
            )
        )
    return "".join(lines)


@quick
@given(broken_texts())
def test_broken_file_is_read_or_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "group.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    lines = len(text.splitlines()) + 2
    for fault in faults_of(path):
        assert fault.file == str(path)
        assert 0 <= fault.line <= lines
        assert fault.message


def faults_of(path: Path) -> tuple[ContentFault, ...]:
    try:
        read(path, ControlGroup)
    except ContentError as error:
        return error.faults
    return ()


@quick
@given(st.binary(max_size=200))
def test_any_bytes_are_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "group.yaml"
    path.write_bytes(content)

    with pytest.raises(ContentError):
        read(path, ControlGroup)


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abcdefgh_-.", min_size=1, max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


@quick
@given(PLAIN, st.booleans())
def test_plain_tree_is_read_as_yaml_means_it(value: object, flow: bool) -> None:
    text = yaml.dump(value, Dumper=_NoAliases, allow_unicode=True, default_flow_style=flow)

    assert build(text)[0] == yaml.safe_load(text)


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def test_parser_in_python_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = FILE.read_text(encoding="utf-8")
    by_c = build(text)[0]

    monkeypatch.setattr(building, "LOADER", yaml.SafeLoader)

    assert build(text)[0] == by_c
