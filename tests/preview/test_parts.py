"""Parts of the preview that need no process."""

from pathlib import Path

import httpx
import pytest

from nisassess.kit.settings import Settings
from nisassess.plugins import load_plugins
from nisassess.preview import pages
from nisassess.preview.serving import PortTaken, Preview, listening, preview_app
from nisassess.preview.stage import Stage, read
from nisassess.preview.watching import fingerprint
from nisassess.preview.world import entity_type
from nisassess.sdk import ContentFault
from tests.sdk import builders

pytestmark = pytest.mark.database_free
SOUND = Path(__file__).parents[1] / "sdk" / "shelf" / "sound"


def test_fault_is_shown_as_text_whatever_is_in_it() -> None:
    fault = ContentFault("a<b>.yaml", 3, "key & more", "<script>")

    page = pages.faults_page((fault,), "")

    assert "<code>a&lt;b&gt;.yaml:3</code><br>key &amp; more: &lt;script&gt;" in page


def test_script_stands_before_those_of_the_application() -> None:
    page = pages.with_script(b"<html><head><script src='main.js'>", pages.script_tag(7, None))

    assert page == (
        b'<html><head><script src="/preview/reload.js" data-generation="7"></script>'
        b"<script src='main.js'>"
    )


@pytest.mark.parametrize(
    ("path", "about"),
    [
        ("/assessments/asm_01abc/controls/nis.x", "asm_01abc"),
        ("/assessments/new", None),
        ("/", None),
    ],
)
def test_page_is_about_the_assessment_in_its_address(path: str, about: str | None) -> None:
    assert pages.assessment_of(path) == about


def test_written_and_taken_away_files_are_noticed_and_hidden_ones_are_not(tmp_path: Path) -> None:
    file, hidden = tmp_path / "sector.yaml", tmp_path / ".schemas" / "a.yaml"
    empty = fingerprint(tmp_path)
    file.write_text("id: water\n")
    written = fingerprint(tmp_path)
    hidden.parent.mkdir()
    hidden.write_text("")
    unseen = fingerprint(tmp_path)
    file.unlink()

    assert written != empty
    assert unseen == written
    assert fingerprint(tmp_path) == empty


def test_folder_without_a_profile_cannot_be_shown(tmp_path: Path) -> None:
    for name in ("plugin.yaml", "sector.yaml"):
        (tmp_path / name).write_text((SOUND / name).read_text())

    found = read(tmp_path, load_plugins())

    assert found.plugin is None
    assert [fault.message for fault in found.faults] == [
        "there is no profile; what an operator sees is a profile's controls"
    ]


def test_operator_is_of_a_kind_that_the_profile_is_for() -> None:
    registry = load_plugins()
    profile = builders.profile(entity_types=("transport.rail",))

    assert entity_type(registry, (profile,)) == "transport.rail.infrastructure-manager"


def test_port_that_is_taken_is_told_in_one_line() -> None:
    with listening(0) as first, pytest.raises(PortTaken, match="0 takes a free one"):
        listening(first.getsockname()[1])


async def test_only_pages_of_this_machine_are_answered(tmp_path: Path) -> None:
    stage = Stage(SOUND, Settings(data_dir=tmp_path))
    app = preview_app(Preview(stage, None))
    transport = httpx.ASGITransport(app)

    async with httpx.AsyncClient(transport=transport, base_url="http://evil.example") as client:
        answer = await client.get("/preview/state")

    assert answer.status_code == 400


async def test_fault_that_nobody_thought_of_is_shown_and_the_preview_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(SOUND, Settings(data_dir=tmp_path))

    def failing(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("nisassess.preview.stage.read", failing)
    await stage.renew()

    assert stage.generation == 1
    assert [fault.message for fault in stage.faults] == ["cannot be shown: ZeroDivisionError"]


@pytest.mark.parametrize(
    ("path", "told"),
    [("/assessments", "/assessments"), ("//evil.example/x", "/"), ("evil", "/")],
)
async def test_page_is_sent_nowhere_else(tmp_path: Path, path: str, told: str) -> None:
    preview = Preview(Stage(SOUND, Settings(data_dir=tmp_path)), None)
    transport = httpx.ASGITransport(preview_app(preview))

    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answer = await client.get("/preview/state", params={"path": path})

    assert answer.json() == {"generation": 0, "path": told}
