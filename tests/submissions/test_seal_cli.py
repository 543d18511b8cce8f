"""The command line of seals, in processes of their own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.results.sealing import SEALED_AT, SealedPdf, issued_key, own_key, sealed_pdf

pytestmark = pytest.mark.database_free


@pytest.fixture(scope="module")
def genuine() -> SealedPdf:
    return sealed_pdf()


def run(folder: Path, *arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command in an empty folder."""
    return subprocess.run(
        [Path(sys.executable).with_name("nisassess"), *map(str, arguments)],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path.cwd()), **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def put(folder: Path, made: SealedPdf, data: bytes | None = None) -> tuple[Path, Path]:
    file, key = folder / "results.pdf", folder / "key.pem"
    file.write_bytes(made.data if data is None else data)
    key.write_text(made.key.pem)
    return file, key


def test_genuine_file_is_told_offline_by_the_public_key_alone(
    tmp_path: Path, genuine: SealedPdf
) -> None:
    file, key = put(tmp_path, genuine)

    done = run(tmp_path, "verify", file, "--key", key)

    assert (done.returncode, done.stderr) == (0, "")
    first, *_, last = done.stdout.splitlines()
    assert first == (
        f"{file}: Genuine: sealed by Installation of the tests on 2026-11-20 at 14:32 UTC, and "
        "nothing was changed since."
    )
    assert last == "  What the results say is the operator's own declaration."


def test_altered_file_ends_with_one_and_says_what(tmp_path: Path, genuine: SealedPdf) -> None:
    file, key = put(tmp_path, genuine, genuine.data + b"\n")

    done = run(tmp_path, "verify", file, "--key", key, "--json")

    assert done.returncode == 1
    (told,) = json.loads(done.stdout)
    assert (told["file"], told["verdict"]) == (str(file), "altered")
    assert told["words"] == "Not genuine. 1 bytes were added to the file after it was signed."


def test_unknown_key_ends_with_three(tmp_path: Path, genuine: SealedPdf) -> None:
    file, key = put(tmp_path, genuine)
    key.write_text(own_key().pem)

    assert run(tmp_path, "verify", file, "--key", key).returncode == 3


def test_altered_file_weighs_more_than_an_unknown_key(tmp_path: Path, genuine: SealedPdf) -> None:
    file, key = put(tmp_path, genuine, genuine.unsigned)
    other = tmp_path / "other.pdf"
    other.write_bytes(sealed_pdf().data)

    assert run(tmp_path, "verify", other, file, "--key", key).returncode == 1


def test_missing_key_and_missing_installation_are_wrong_usage(
    tmp_path: Path, genuine: SealedPdf
) -> None:
    file, key = put(tmp_path, genuine)
    key.write_text("no key")

    no_key = run(tmp_path, "verify", file, "--key", key)
    nowhere = run(tmp_path, "verify", file)

    assert (no_key.returncode, no_key.stderr) == (
        2,
        f"nisassess: {key}: it holds no certificate in PEM\n",
    )
    assert nowhere.returncode == 2
    assert "there is no installation in var" in nowhere.stderr
    assert not (tmp_path / "var").exists()


def test_keys_and_log_are_looked_after(tmp_path: Path, genuine: SealedPdf) -> None:
    assert run(tmp_path, "migrate").returncode == 0
    file, _ = put(tmp_path, genuine)

    none = run(tmp_path, "seal", "show")
    exported = run(tmp_path, "seal", "export-key", "--to", "own.pem")
    rotated = run(tmp_path, "seal", "rotate")
    shown = json.loads(run(tmp_path, "seal", "show", "--json").stdout)
    log = json.loads(run(tmp_path, "seal", "log", "verify", "--json").stdout)
    head = run(tmp_path, "seal", "head")
    unknown = run(tmp_path, "verify", file)

    assert none.stdout.startswith("There is no key yet")
    assert (exported.returncode, exported.stdout) == (0, "written: own.pem\n")
    assert (tmp_path / "own.pem").read_text().count("BEGIN CERTIFICATE") == 1
    assert [one["retiredAt"] is None for one in shown] == [False, True]
    assert rotated.stdout == f"seals now: {shown[1]['id']}\n"
    assert log == {"position": 0, "head": "0" * 64, "faults": []}
    assert head.stdout.count(".") == 2
    assert unknown.returncode == 3


def test_key_that_does_not_fit_refuses_the_start_in_one_line(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec

    key = issued_key(ec.generate_private_key(ec.SECP256R1()), SEALED_AT)
    (tmp_path / "k").write_bytes(key.private_pem)
    (tmp_path / "c").write_text(own_key().pem)
    files = {"NISASSESS_SEAL_KEY": "k", "NISASSESS_SEAL_CERTIFICATE": "c"}

    done = run(tmp_path, "serve", "--port", "0", **files)

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "nisassess: NISASSESS_SEAL_CERTIFICATE: c: the key does not belong to the first certificate"
    )
