"""`nisassess submission export`, as it is run."""

import asyncio
import csv
import io
import json
import os
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nisassess.cli import app
from nisassess.documents.oscal import assessment_results
from nisassess.documents.render import render_pdf
from nisassess.kit.ids import new_id
from nisassess.kit.settings import Settings
from nisassess.results.canonical import canonical, digest
from nisassess.submissions import repository
from tests.assessments.world import Company, Office, Stage
from tests.documents.everything import everything
from tests.documents.factory import make_results

DOCUMENT = canonical(everything())


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["submission", "export", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "results.json"
    path.write_bytes(DOCUMENT)
    return path


@pytest.mark.database_free
def test_export_of_a_json_file_writes_each_form_and_tells_the_digest(
    tmp_path: Path, file: Path
) -> None:
    for form in ("json", "oscal", "poam", "csv", "xlsx"):
        target = tmp_path / f"made.{form}"
        code, out, err = run(file, "--format", form, "--to", target)

        assert (code, err) == (0, "")
        assert out == f"written: {target} (results with SHA-256 {digest(DOCUMENT)})\n"
    assert (tmp_path / "made.json").read_bytes() == DOCUMENT
    assert (tmp_path / "made.oscal").read_bytes() == assessment_results(DOCUMENT)
    assert (tmp_path / "made.xlsx").read_bytes().startswith(b"PK")
    assert len(json.loads((tmp_path / "made.poam").read_bytes())) == 1


@pytest.mark.database_free
def test_export_of_csv_with_a_mark_of_its_encoding(tmp_path: Path, file: Path) -> None:
    target = tmp_path / "made.csv"

    assert run(file, "--format", "csv", "--bom", "--to", target)[0] == 0

    content = target.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 60


@pytest.mark.database_free
def test_export_of_a_pdf_takes_the_results_that_it_carries(tmp_path: Path) -> None:
    document = canonical(make_results(groups=1, controls=1))
    file, target = tmp_path / "sealed.pdf", tmp_path / "out.json"
    file.write_bytes(render_pdf(make_results(groups=1, controls=1), digest(document)))

    code, _, err = run(file, "--format", "json", "--to", target)

    assert (code, err) == (0, "")
    assert target.read_bytes() == document


@pytest.mark.database_free
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7 nothing", "is a PDF without sealed results. The file is no PDF that can be"),
        (b"{}", "these are no sealed results of a format that this version reads"),
        (b"[" * 100_000, "these are no sealed results of a format that this version reads"),
        (b"\xff\xfe", "these are no sealed results of a format that this version reads"),
    ],
)
def test_export_of_anything_else_is_refused_with_the_reason(
    content: bytes, message: str, tmp_path: Path
) -> None:
    file, target = tmp_path / "file", tmp_path / "out"
    file.write_bytes(content)

    code, out, err = run(file, "--format", "csv", "--to", target)

    assert (code, out) == (1, "")
    assert message in err
    assert not target.exists()


@pytest.mark.database_free
def test_export_never_writes_over_a_file_nor_into_a_folder_that_is_missing(
    tmp_path: Path, file: Path
) -> None:
    code, _, err = run(file, "--to", file)
    assert (code, err) == (1, f"nisassess: {file} exists already; name a file that does not\n")

    code, _, err = run(file, "--to", tmp_path / "no" / "out")
    assert (code, err) == (1, f"nisassess: the folder {tmp_path / 'no'} is missing\n")


@pytest.mark.database_free
def test_export_of_a_file_that_is_missing_says_what_may_be_given(tmp_path: Path) -> None:
    code, _, err = run(tmp_path / "none", "--to", tmp_path / "out")

    assert code == 1
    assert "cannot be read: No such file or directory; give a submission's id or a file" in err


async def run_beside(settings: Settings, *arguments: object) -> tuple[int | None, str]:
    """As a process of its own, beside the installation that runs here."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from nisassess.cli import main; main()",
        *("submission", "export", *map(str, arguments)),
        env={
            **os.environ,
            "NISASSESS_DATA_DIR": str(settings.data_dir),
            "NISASSESS_DATABASE_URL": settings.database_url or "",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    _, err = await process.communicate()
    return process.returncode, err.decode()


async def test_export_of_a_submission_by_its_id(
    stage: Stage, company: Company, office: Office, settings: Settings
) -> None:
    _, row = await stage.submitted(company, office)
    documents = await repository.documents(office.officer.actor, [row.id])
    target = settings.data_dir / "out.json"

    code, _ = await run_beside(settings, row.id, "--to", target)

    assert code == 0
    assert target.read_bytes() == documents[row.id].encode()


async def test_export_of_an_id_that_never_was_says_so(settings: Settings) -> None:
    never = new_id("sub")

    code, err = await run_beside(settings, never, "--to", settings.data_dir / "out.json")

    assert code == 1
    assert f"there is no submission {never} in this installation" in err
