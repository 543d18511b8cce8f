"""Keys, seals, the log and receipts of an installation."""

import asyncio
import json
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from tortoise import connections

from nisassess.app import Application
from nisassess.kit.clock import now
from nisassess.kit.errors import Misconfigured, StateRefused
from nisassess.kit.services import Services
from nisassess.kit.settings import Settings
from nisassess.results.canonical import digest
from nisassess.results.seal import NO_HEAD, LogHead, LogPlace, Receipt, Seal, SealKey, link, read
from nisassess.submissions import log, repository
from nisassess.submissions.keys import SealKeys, seal_keys
from nisassess.submissions.sealing import Sealer
from nisassess.submissions.types import SealKeyRow
from tests.assessments.calls import call
from tests.assessments.world import Company, Office, Stage, rows
from tests.results.sealing import issued_key, own_key
from tests.submissions.test_release import ready, release

ISSUED = issued_key(ec.generate_private_key(ec.SECP256R1()), now() + timedelta(days=30))


def keys_of(stage: Stage) -> SealKeys:
    return stage.application.services.get(Sealer).keys


def put(folder: Path, key: SealKey, certificates: str | None = None) -> Settings:
    """Settings of a deployer's key."""
    private, public = folder / "seal.key", folder / "seal.pem"
    private.write_bytes(key.private_pem)
    public.write_text(certificates if certificates is not None else key.pem)
    return Settings(data_dir=folder, seal_key=private, seal_certificate=public)


# --- seals and the log ------------------------------------------------------------------------


async def test_submission_is_sealed_and_entered_in_the_log(
    stage: Stage, company: Company, office: Office
) -> None:
    _, row = await stage.submitted(company, office)

    (key,) = await repository.seal_keys()
    assert row.seal is not None
    seal = read(Seal, row.seal, {key.id: key.certificate})
    at = row.submitted_at.isoformat()
    assert seal == Seal(
        digest=row.digest,
        submission=row.id,
        version=1,
        number=1,
        sealed_at=at,
        installation="unnamed installation",
        kind="installation",
        log=LogPlace(1, link(1, row.digest, row.id, at, NO_HEAD)),
    )
    assert company.name not in json.dumps(str(seal))
    assert (await log.check()) == log.LogCheck(seal.log, ())


async def test_submissions_at_once_stand_in_the_log_one_after_another(
    stage: Stage, company: Company, office: Office
) -> None:
    companies = [company, *[await stage.company(f"Netz {number}") for number in range(3)]]
    started = [await ready(stage, one) for one in companies]

    sealed = await asyncio.gather(
        *(stage.submit(one, two, office) for one, two in zip(companies, started, strict=True))
    )

    check = await log.check()
    assert (check.head.position, check.faults) == (4, ())
    entries = await repository.log_entries(0)
    assert {entry.submission_id for entry in entries} == {row.id for row in sealed}
    assert len(await repository.seal_keys()) == 1


async def test_log_tells_what_is_changed_gone_or_out_of_order(
    stage: Stage, company: Company, office: Office
) -> None:
    for _ in range(3):
        await stage.submitted(company, office)
    connection = connections.get("default")
    good = await rows("seal_log")

    async def faults(statement: str) -> list[tuple[int, str]]:
        await connection.execute_script(statement)
        return [(fault.position, fault.words) for fault in (await log.check()).faults]

    swapped = await faults(f"UPDATE seal_log SET digest = '{'0' * 64}' WHERE position = 2")
    assert [position for position, _ in swapped] == [2, 2, 2]
    assert swapped[0][1] == "its hash does not fit it and what stands before it"
    await connection.execute_script(
        f"UPDATE seal_log SET digest = '{good[1]['digest']}' WHERE position = 2"
    )
    changed = await faults(
        "UPDATE submission SET document = replace(document, 'Nordlicht', 'Südlicht')"
        " WHERE number = 3"
    )
    assert len(changed) == 1
    assert changed[0][0] == 3
    gone = await faults("DELETE FROM seal_log WHERE position = 1")
    assert gone[0] == (2, "follows on 0: what stood between is gone")


async def test_head_of_the_log_is_signed(stage: Stage, company: Company, office: Office) -> None:
    answer = await stage.client.get("/seal/head.jws")
    (key,) = await repository.seal_keys()
    empty = read(LogHead, answer.text, {key.id: key.certificate})
    await stage.submitted(company, office)

    head = read(LogHead, (await stage.client.get("/seal/head.jws")).text, {key.id: key.certificate})

    assert (empty.position, empty.head) == (0, NO_HEAD)
    assert (head.position, head.head) == (1, (await log.check()).head.head)


async def test_operator_and_authority_get_the_same_receipt(
    stage: Stage, company: Company, office: Office
) -> None:
    _, row = await stage.submitted(company, office)
    (key,) = await repository.seal_keys()
    path = f"/submissions/{row.id}/receipt.jws"

    receipts = [
        read(
            Receipt,
            (await stage.client.get(path, headers=person.headers)).text,
            {key.id: key.certificate},
        )
        for person in (company.contributor, office.officer)
    ]

    assert row.seal is not None
    seal = read(Seal, row.seal, {key.id: key.certificate})
    expected = Receipt(
        digest=row.digest,
        submission=row.id,
        version=1,
        received_at=row.submitted_at.isoformat(),
        addressee=office.name,
        log=seal.log,
        seal_digest=digest(row.seal.encode()),
    )
    assert receipts == [expected, expected]


async def test_graphql_tells_of_the_seal(stage: Stage, company: Company, office: Office) -> None:
    _, row = await stage.submitted(company, office)
    (key,) = await repository.seal_keys()
    query = """query($id: ID!) { submission(id: $id) {
        sealKind sealKeyId sealedBy timestampedAt receipt } }"""

    answer = (await stage.get(office.officer, query, {"id": row.id}))["submission"]

    receipt = answer.pop("receipt")
    assert answer == {
        "sealKind": "installation",
        "sealKeyId": key.id,
        "sealedBy": "unnamed installation",
        "timestampedAt": None,
    }
    assert read(Receipt, receipt, {key.id: key.certificate}).digest == row.digest


# --- keys -------------------------------------------------------------------------------------


async def test_first_need_makes_a_key_that_only_its_owner_reads(stage: Stage) -> None:
    assert await repository.seal_keys() == []

    key = await keys_of(stage).active(stage.database)

    (file,) = keys_of(stage).folder.iterdir()
    assert file.name == f"{key.kid}.pem"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"PRIVATE KEY" in file.read_bytes()
    (row,) = await rows("seal_key")
    assert "PRIVATE" not in row["certificate"]
    assert key.certificate.is_self_signed
    assert key.certificate.valid_until - now() > timedelta(days=3640)


async def test_first_need_of_several_at_once_makes_one_key(stage: Stage) -> None:
    keys = await asyncio.gather(*(keys_of(stage).active(stage.database) for _ in range(5)))

    assert len({key.kid for key in keys}) == 1
    assert len(list(keys_of(stage).folder.iterdir())) == 1


async def test_rotation_retires_the_key_and_its_seals_stay(
    stage: Stage, company: Company, office: Office
) -> None:
    _, row = await stage.submitted(company, office)
    before = await keys_of(stage).active(stage.database)

    after = await keys_of(stage).rotate(stage.database)

    _, newer = await stage.submitted(company, office)
    trusted = await keys_of(stage).trusted()
    assert row.seal is not None
    assert newer.seal is not None
    assert read(Seal, row.seal, {before.kid: trusted[before.kid]}).digest == row.digest
    assert read(Seal, newer.seal, {after.kid: trusted[after.kid]}).digest == newer.digest
    assert [key.retired_at is None for key in await repository.seal_keys()] == [False, True]
    assert [file.stem for file in keys_of(stage).folder.iterdir()] == [after.kid]
    assert (await log.check()).faults == ()


async def test_missing_private_part_refuses_the_submission_and_changes_nothing(
    stage: Stage, company: Company, office: Office
) -> None:
    started = await ready(stage, company)
    key = await keys_of(stage).active(stage.database)
    (keys_of(stage).folder / f"{key.kid}.pem").unlink()

    answer = await call(stage, company.signatory, "submitAssessment", **release(started, office))

    assert (answer["__typename"], answer["code"]) == ("StateProblem", "seal_key_missing")
    assert "run `nisassess seal rotate`" in answer["message"]
    assert await rows("submission") == []
    assert await rows("seal_log") == []


async def test_expired_certificate_seals_no_more(stage: Stage) -> None:
    old = own_key(made=now() - timedelta(days=4000))
    keys = keys_of(stage)
    row = SealKeyRow(old.kid, old.pem, "installation", now(), None)
    await stage.database.write(lambda: repository.add_seal_key(row))
    keys.folder.mkdir()
    (keys.folder / f"{old.kid}.pem").write_bytes(old.private_pem)

    with pytest.raises(StateRefused) as refused:
        await keys.active(stage.database)

    assert refused.value.code == "seal_certificate_expired"
    assert (await keys.rotate(stage.database)).kid != old.kid


async def test_deployers_key_takes_over_and_an_old_one_does_not_return(
    stage: Stage, services: Services, tmp_path: Path
) -> None:
    own = await keys_of(stage).active(stage.database)
    given = seal_keys(put(tmp_path, ISSUED))

    key = await given.active(stage.database)

    assert (key.kid, key.kind, key.chain) == (ISSUED.kid, "certificate", ISSUED.chain)
    another = issued_key(ec.generate_private_key(ec.SECP256R1()), now() + timedelta(days=30))
    await replace(given, given=another).active(stage.database)
    with pytest.raises(StateRefused) as refused:
        await given.active(stage.database)
    assert refused.value.code == "seal_key_retired"
    with pytest.raises(StateRefused) as missing:
        await keys_of(stage).active(stage.database)
    assert missing.value.code == "seal_key_missing"
    assert {row.id for row in await repository.seal_keys()} == {own.kid, ISSUED.kid, another.kid}


async def test_key_of_the_deployer_is_not_rotated_here(stage: Stage, tmp_path: Path) -> None:
    with pytest.raises(StateRefused) as refused:
        await seal_keys(put(tmp_path, ISSUED)).rotate(stage.database)

    assert refused.value.code == "seal_key_set"


@pytest.mark.database_free
def test_files_that_do_not_fit_refuse_the_start_and_say_why(tmp_path: Path) -> None:
    other = own_key()
    for certificates, expected in (
        (other.pem, "the key does not belong to the first certificate"),
        ("no certificate", "it holds no certificate in PEM"),
        (ISSUED.certificate_pem + other.pem, "is not issued by the next"),
    ):
        with pytest.raises(Misconfigured, match=expected) as refused:
            seal_keys(put(tmp_path, ISSUED, certificates))
        assert str(refused.value).startswith("NISASSESS_SEAL_CERTIFICATE: ")
    settings = put(tmp_path, ISSUED)
    (tmp_path / "seal.key").write_text(ISSUED.pem)
    with pytest.raises(Misconfigured, match="holds no private key in PEM without a password"):
        seal_keys(settings)
    (tmp_path / "seal.key").unlink()
    with pytest.raises(Misconfigured, match=r"NISASSESS_SEAL_KEY: .* cannot be read: No such file"):
        seal_keys(settings)


@pytest.mark.database_free
def test_key_without_certificate_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="must be set together"):
        Settings(data_dir=tmp_path, seal_key=tmp_path / "seal.key")


async def test_installation_says_its_name_in_seals(application: Application) -> None:
    named = Settings(installation_name="NIS desk of Austria", public_url="https://nis.example")
    by_address = Settings(public_url="https://nis.example")

    assert (named.installation, by_address.installation) == (
        "NIS desk of Austria",
        "https://nis.example",
    )
