"""What is not genuine, not for this authority or too much is refused with the reason."""

import json
import zlib
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from nisassess.access import Role
from nisassess.identity import repository as identity
from nisassess.kit.ids import new_id
from nisassess.results.canonical import canonical, canonical_value
from nisassess.submissions.examining import LARGEST
from nisassess.submissions.importing import Importer
from tests.assessments.world import Company, Office, Stage, dump, rows
from tests.submissions.elsewhere import Elsewhere, send, trust

TABLES = ("audit_entry", "seal_log", "organisation", "operator", "trusted_installation")


@pytest.fixture
async def elsewhere(stage: Stage, office: Office) -> Elsewhere:
    """An installation that the office trusts."""
    found = Elsewhere()
    await trust(stage, office, found)
    return found


async def refused(stage: Stage, office: Office, pdf: bytes, **query: str) -> tuple[str, str]:
    """Code and message of the refusal, which leaves nothing behind."""
    before = await dump(*TABLES)
    answer = await send(stage, office, pdf, **query)
    assert answer.status_code in {400, 404, 409}, answer.text
    assert await dump(*TABLES) == before
    error = answer.json()["error"]
    return error["code"], error["message"]


async def test_unknown_key_is_refused_with_its_fingerprint(stage: Stage, office: Office) -> None:
    stranger = Elsewhere()

    code, message = await refused(stage, office, await stranger.pdf(stranger.results(office)))

    assert code == "unknown_key"
    assert stranger.key.kid in message


async def test_key_that_another_authority_trusts_is_unknown(stage: Stage, office: Office) -> None:
    other = await stage.office("Other authority of Austria")
    found = Elsewhere()
    await trust(stage, other, found)

    code, _ = await refused(stage, office, await found.pdf(found.results(office)))

    assert code == "unknown_key"


async def test_revoked_key_is_refused_and_what_it_brought_stays(
    stage: Stage, office: Office, elsewhere: Elsewhere
) -> None:
    first = elsewhere.results(office)
    pdf = await elsewhere.pdf(first)
    assert (await send(stage, office, pdf)).status_code == 201
    (row,) = await rows("trusted_installation")
    revoke = "mutation($id: ID!) { revokeTrust(id: $id) { __typename } }"
    await stage.get(office.officer, revoke, {"id": row["id"]})

    code, message = await refused(stage, office, await elsewhere.pdf(elsewhere.next_version(first)))

    assert code == "revoked_key"
    assert message.startswith("The file is sealed by a key of Installation of Lumenara that")
    found = await stage.client.get(
        f"/submissions/{first.submission}.pdf", headers=office.officer.headers
    )
    assert found.content == pdf


async def test_altered_byte_is_refused(stage: Stage, office: Office, elsewhere: Elsewhere) -> None:
    pdf = await elsewhere.pdf(elsewhere.results(office))
    for place in (0.02, 0.3, 0.6, 0.9):
        altered = bytearray(pdf)
        altered[int(len(pdf) * place)] ^= 1

        code, message = await refused(stage, office, bytes(altered))

        assert code == "altered"
        assert message.startswith("Not genuine.")


async def test_results_that_were_swapped_under_their_seal_are_refused(
    stage: Stage, office: Office, elsewhere: Elsewhere
) -> None:
    results = elsewhere.results(office)
    sealed = canonical(results)
    better = canonical(replace(results, title="Better than it was"))

    pdf = await elsewhere.signed(better, elsewhere.seal(results, sealed))

    code, message = await refused(stage, office, pdf)
    assert code == "altered"
    assert message == "Not genuine. The embedded results are not those that were sealed."


async def test_file_that_was_signed_by_the_next_key_needs_that_key_too(
    stage: Stage, office: Office, elsewhere: Elsewhere
) -> None:
    rotated = Elsewhere()
    results = elsewhere.results(office)
    document = canonical(results)
    pdf = await elsewhere.signed(document, elsewhere.seal(results, document), rotated.key)

    code, message = await refused(stage, office, pdf)
    await trust(stage, office, rotated)
    done = await send(stage, office, pdf)

    assert code == "unknown_key"
    assert "is signed by another one. If the installation got a new key" in message
    assert done.status_code == 201


@pytest.mark.parametrize(
    ("name", "country"),
    [("NIS authority of Germany", "AT"), ("NIS authority of Austria", "DE")],
)
async def test_what_went_to_another_addressee_is_refused(
    stage: Stage, office: Office, elsewhere: Elsewhere, name: str, country: str
) -> None:
    results = elsewhere.results(replace(office, name=name), country)

    code, message = await refused(stage, office, await elsewhere.pdf(results))

    assert code == "wrong_addressee"
    assert message == (
        f"This was submitted to {name} ({country}), not to NIS authority of Austria (AT). Name "
        "and country must be the same in both installations, letter by letter."
    )


async def test_name_in_another_form_of_the_same_letters_is_the_same_addressee(
    stage: Stage,
) -> None:
    office = await stage.office("Autorité de la Sécurité №1")
    elsewhere = Elsewhere()
    await trust(stage, office, elsewhere)
    decomposed = "Autorite\u0301 de la Se\u0301curite\u0301 No1"
    results = elsewhere.results(replace(office, name=decomposed))

    answer = await send(stage, office, await elsewhere.pdf(results))

    assert answer.status_code == 201


async def test_results_that_name_no_country_are_for_the_operators_own(
    stage: Stage, office: Office, elsewhere: Elsewhere
) -> None:
    """As those of the first format do."""
    document = json.loads(canonical(elsewhere.results(office)))
    document["format"] = "nisassess-results/1"
    del document["release"]["addressee_country"]
    results = elsewhere.results(office, submission=document["submission"])

    answer = await send(stage, office, await elsewhere.pdf(results, canonical_value(document)))

    assert answer.status_code == 201
    (row,) = await rows("submission")
    assert row["document"].encode() == canonical_value(document)


async def test_authority_without_the_competence_is_told_so(
    stage: Stage, elsewhere: Elsewhere
) -> None:
    office = await stage.office("Transport authority", subsector="transport.rail")
    await trust(stage, office, elsewhere)

    code, message = await refused(stage, office, await elsewhere.pdf(elsewhere.results(office)))

    assert code == "not_competent"
    assert message.startswith(
        "Transport authority is not competent here for energy.electricity in AT under nis2."
    )


async def test_format_of_tomorrow_is_refused_with_what_is_needed(
    stage: Stage, office: Office, elsewhere: Elsewhere
) -> None:
    results = elsewhere.results(office)
    document = json.loads(canonical(results))
    document["format"] = "nisassess-results/7"
    document["new"] = {"things": True}

    code, message = await refused(
        stage, office, await elsewhere.pdf(results, canonical_value(document))
    )

    assert code == "format_too_new"
    assert message == (
        "The results are of format nisassess-results/7; this installation reads up to "
        "nisassess-results/3. Bring it up to date, then import the file again."
    )


async def test_results_that_no_row_could_hold_are_refused_though_sealed(
    stage: Stage, office: Office, elsewhere: Elsewhere
) -> None:
    results = elsewhere.results(office, title="Two\x00lines")

    code, message = await refused(stage, office, await elsewhere.pdf(results))

    assert code == "not_results"
    assert message == (
        "The sealed results cannot be taken in: title must be 1 to 200 characters of plain text."
    )


async def test_what_contradicts_an_earlier_import_is_refused(
    stage: Stage, office: Office, elsewhere: Elsewhere
) -> None:
    first = elsewhere.results(office)
    second = elsewhere.next_version(first)
    for results in (first, second):
        assert (await send(stage, office, await elsewhere.pdf(results))).status_code == 201
    cases = {
        "a submission with its id is here already, with other results": replace(
            first, title="Other"
        ),
        "another submission of Lumenara Verteilnetz GmbH has the number 2": elsewhere.results(
            office
        ),
        "another version of what it says to supersede is here already": elsewhere.next_version(
            first, number=9
        ),
        "what it says to supersede is here with other results": elsewhere.next_version(
            replace(second, title="Other"), number=9
        ),
    }

    for words, results in cases.items():
        code, message = await refused(stage, office, await elsewhere.pdf(results))
        assert code == "contradiction"
        assert message.startswith(f"The file contradicts what is here: {words}.")


async def test_officer_of_two_authorities_says_for_which_one(
    stage: Stage, office: Office, elsewhere: Elsewhere, company: Company
) -> None:
    other = await stage.office("Other authority of Austria")
    await identity.add_membership(
        id=new_id("mem"),
        person_id=office.officer.actor.id,
        organisation_id=other.id,
        role=Role.AUTHORITY_OFFICER.value,
    )
    pdf = await elsewhere.pdf(elsewhere.results(office))

    code, message = await refused(stage, office, pdf)
    never, _ = await refused(stage, office, pdf, authority=company.id)
    done = await send(stage, office, pdf, authority=office.id)

    assert code == "BAD_INPUT"
    assert message == (
        "authority: must say for which of your authorities: "
        f"{office.id} ({office.name}), {other.id} ({other.name})"
    )
    assert never == "NOT_FOUND"
    assert done.status_code == 201


async def test_body_beyond_the_limit_is_refused_while_it_comes(
    stage: Stage, office: Office
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 1024**3:
            sent += 1024**2
            yield bytes(1024**2)

    answer = await stage.client.post(
        "/submissions/import", content=endless(), headers=office.officer.headers
    )

    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == "body: must be a sealed PDF of at most 50 MiB"
    assert sent == LARGEST + 1024**2
    empty = await send(stage, office, b"")
    assert empty.json()["error"]["message"] == "body: must be the sealed PDF"


def _bomb() -> bytes:
    """A file whose results are a gibibyte and a half of zeros, in a mebibyte and a half."""
    squeezed = zlib.compressobj(9)
    head = squeezed.compress(b"") + squeezed.flush(zlib.Z_FULL_FLUSH)
    block = squeezed.compress(bytes(64 * 1024**2)) + squeezed.flush(zlib.Z_FULL_FLUSH)
    data = head + block * 24 + squeezed.flush()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["nisassess-results.json"] = pikepdf.AttachedFileSpec(pdf, b"{}")
    stream = pdf.attachments["nisassess-results.json"].get_file().obj
    stream.write(data, filter=pikepdf.Name.FlateDecode)
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def _nested() -> bytes:
    """A file whose objects hold each other a hundred thousand deep."""
    return b"%PDF-1.7\n1 0 obj\n" + b"[" * 100_000 + b"]" * 100_000 + b"\nendobj\n%%EOF"


@pytest.mark.parametrize(
    "make", [_bomb, _nested, lambda: b"%PDF-1.7\n" + b"<<" * 1_000_000, lambda: b"MZ" + bytes(99)]
)
async def test_hostile_file_is_refused_within_bounds(
    stage: Stage, office: Office, elsewhere: Elsewhere, make: Any
) -> None:
    code, _ = await refused(stage, office, make())

    assert code in {"altered", "cannot_be_examined"}


async def test_file_that_takes_too_long_is_given_up(
    stage: Stage, office: Office, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    examiner = stage.application.services.get(Importer).examiner
    monkeypatch.setattr(examiner, "_timeout", 0.01)

    code, message = await refused(stage, office, await elsewhere.pdf(elsewhere.results(office)))

    assert code == "cannot_be_examined"
    assert message == ("The file could not be examined: it took longer than any sealed document.")


async def test_pages_of_another_trusted_installation_that_took_the_same_name_are_refused(
    stage: Stage, office: Office, elsewhere: Elsewhere
) -> None:
    impostor = Elsewhere()  # its certificate names the same
    await trust(stage, office, impostor, "Installation of somebody else")
    results = elsewhere.results(office)
    document = canonical(results)
    seal = elsewhere.seal(results, document)

    code, message = await refused(
        stage, office, await elsewhere.signed(document, seal, impostor.key)
    )

    assert code == "unknown_key"
    assert "but the file is signed by another one" in message
