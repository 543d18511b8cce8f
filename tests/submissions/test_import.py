"""A sealed PDF of another installation stands beside what was submitted here."""

import asyncio
import shutil
from dataclasses import replace
from typing import Any

import pytest

from nisassess.evidence.store import BlobStore
from nisassess.kit.clock import today
from nisassess.kit.settings import Settings
from nisassess.results.canonical import canonical, digest
from nisassess.results.seal import LogPlace, Receipt, peek, read_seal
from nisassess.results.types import Evidence, Results
from nisassess.submissions import log
from tests.assessments.world import Company, Office, Stage, dump, rows
from tests.submissions.elsewhere import NAME, Elsewhere, send, trust
from tests.submissions.full import FILE

TABLES = ("audit_entry", "seal_log", "organisation", "operator", "trusted_installation")
SUBMISSION = """query($id: ID!) { submission(id: $id) {
    id number version assessmentId operatorName country sector subsector entityType title
    submittedAt signatory digest document completeness attainment met below notApplicable
    marking supersedes supersededBy importedFrom addressee { id name country }
    controls { controlId state parts { evidence { kind digest downloadUrl } } } } }"""
LIST = """query($filter: SubmissionFilter) { submissions(first: 10, filter: $filter) {
    edges { node { id importedFrom } } } }"""
CHAIN = "query($id: ID!) { submission(id: $id) { supersedes supersededBy operatorId } }"


@pytest.fixture
async def elsewhere(stage: Stage, office: Office) -> Elsewhere:
    """An installation that the office trusts."""
    found = Elsewhere()
    assert (await trust(stage, office, found))["__typename"] == "InstallationTrusted"
    return found


async def listed(stage: Stage, office: Office, **narrowed: Any) -> list[str]:
    data = await stage.get(office.officer, LIST, {"filter": narrowed})
    return [edge["node"]["id"] for edge in data["submissions"]["edges"]]


async def chain(stage: Stage, office: Office, submission: str) -> tuple[str | None, str | None]:
    found = (await stage.get(office.officer, CHAIN, {"id": submission}))["submission"]
    return found["supersedes"], found["supersededBy"]


async def imported(stage: Stage, office: Office, pdf: bytes) -> dict[str, Any]:
    """Import what must be taken in."""
    answer = await send(stage, office, pdf)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_imported_document_reads_as_it_was_sealed(
    stage: Stage, office: Office, elsewhere: Elsewhere
) -> None:
    results = elsewhere.results(office)
    pdf = await elsewhere.document(results)
    sealed = canonical(results)

    answer = await send(stage, office, pdf)

    assert answer.status_code == 201
    body = answer.json()
    assert body["imported"] is True
    assert body["submission"]["id"] == results.submission
    assert body["submission"]["importedFrom"] == NAME
    found = (await stage.get(office.officer, SUBMISSION, {"id": results.submission}))["submission"]
    assert found["document"].encode() == sealed
    assert found["digest"] == digest(sealed) == body["submission"]["digest"]
    assert (found["number"], found["version"], found["assessmentId"]) == (2, 1, None)
    assert (found["operatorName"], found["country"]) == ("Lumenara Verteilnetz GmbH", "AT")
    assert (found["sector"], found["subsector"]) == ("energy", "energy.electricity")
    assert found["submittedAt"] == "2026-11-20T14:32:05+00:00"
    assert (found["signatory"], found["marking"]) == ("Henrike Sørensen-Țepeș", "AMBER")
    assert found["addressee"] == {"id": office.id, "name": office.name, "country": "AT"}
    figures = results.figures
    assert (found["met"], found["below"]) == (figures.met, figures.below)
    assert (found["completeness"], found["attainment"]) == (
        figures.completeness,
        figures.attainment,
    )
    kept = await stage.client.get(body["submission"]["pdfUrl"], headers=office.officer.headers)
    assert kept.content == pdf
    data = await stage.client.get(
        f"/submissions/{results.submission}.json", headers=office.officer.headers
    )
    assert data.content == sealed
    (row,) = await rows("submission")
    seal, _ = read_seal(row["seal"], {elsewhere.key.kid: elsewhere.key.certificate_pem})
    assert (seal.digest, seal.submission) == (digest(sealed), results.submission)


async def test_imported_and_native_answer_the_same_queries(
    stage: Stage, company: Company, office: Office, elsewhere: Elsewhere
) -> None:
    _, native = await stage.submitted(company, office)
    results = elsewhere.results(office)
    await imported(stage, office, await elsewhere.pdf(results))
    foreign = results.submission
    below = next(c.id for g in results.groups for c in g.controls if c.state == "below")
    met = next(c.id for g in results.groups for c in g.controls if c.state == "met")

    assert await listed(stage, office) == [foreign, native.id]
    assert await listed(stage, office, subsector="energy.electricity") == [foreign, native.id]
    assert await listed(stage, office, search="lumenara") == [foreign]
    assert await listed(stage, office, belowTargetOn=below) == [foreign]
    assert await listed(stage, office, belowTargetOn=met) == []
    assert await listed(stage, office, submittedUntil="2026-11-20") == [foreign]
    nodes = (await stage.get(office.officer, LIST))["submissions"]["edges"]
    assert [edge["node"]["importedFrom"] for edge in nodes] == [NAME, None]


async def test_register_shows_the_operator_as_imported_with_what_was_sealed(
    stage: Stage, company: Company, office: Office, elsewhere: Elsewhere
) -> None:
    body = await imported(stage, office, await elsewhere.pdf(elsewhere.results(office)))
    query = """{ operators(first: 9) { edges { node {
        id name country countries subsector regime imported headcount } } } }"""

    found = (await stage.get(office.officer, query))["operators"]["edges"]

    nodes = {edge["node"]["name"]: edge["node"] for edge in found}
    assert nodes["Nordlicht Netz"]["imported"] is False
    assert nodes["Lumenara Verteilnetz GmbH"] == {
        "id": body["submission"]["operatorId"],
        "name": "Lumenara Verteilnetz GmbH",
        "country": "AT",
        "countries": ["AT", "SI"],
        "subsector": "energy.electricity",
        "regime": "NIS2",
        "imported": True,
        "headcount": None,
    }


async def test_status_of_an_imported_operator_is_the_sealed_one_until_it_is_listed_here(
    stage: Stage, office: Office, elsewhere: Elsewhere
) -> None:
    colleague = await stage.office("Other authority of Austria")
    body = await imported(stage, office, await elsewhere.pdf(elsewhere.results(office)))
    given = {"id": body["submission"]["operatorId"]}
    query = """query($id: ID!) { nisStatus(operatorId: $id) {
        effective basis regime indicative { status rule reasons missing } } }"""

    found = (await stage.get(office.officer, query, given))["nisStatus"]
    unseen = (await stage.get(colleague.officer, query, given))["nisStatus"]

    assert found == {
        "effective": "ESSENTIAL",
        "basis": "INDICATIVE",
        "regime": "NIS2",
        "indicative": {
            "status": "ESSENTIAL",
            "rule": "Listed as essential by the competent authority on 12 May 2026.",
            "reasons": [
                "As it was sealed by another installation on 2026-11-20.",
                "It rests on a listing that was recorded there.",
            ],
            "missing": [],
        },
    }
    assert unseen is None, "another authority does not even learn that there is such an operator"
    listing = """mutation($input: RecordListingInput!) { recordListing(input: $input) {
        __typename } }"""
    decided = {
        "operatorId": given["id"],
        "status": "IMPORTANT",
        "reason": "Size",
        "decidedOn": today().isoformat(),
    }
    done = await stage.get(office.officer, listing, {"input": decided})
    assert done == {"recordListing": {"__typename": "ListingRecorded"}}
    found = (await stage.get(office.officer, query, given))["nisStatus"]
    assert (found["effective"], found["basis"]) == ("IMPORTANT", "LISTED")


async def test_imported_submission_is_invisible_to_everybody_but_its_addressee(
    stage: Stage, company: Company, office: Office, elsewhere: Elsewhere
) -> None:
    other = await stage.office("Other authority of Austria")
    results = elsewhere.results(office)
    await imported(stage, office, await elsewhere.pdf(results))

    for person in (other.officer, company.coordinator, company.signatory):
        given = {"id": results.submission}
        assert await stage.get(person, SUBMISSION, given) == {"submission": None}
        assert (await stage.get(person, LIST))["submissions"]["edges"] == []
        answer = await stage.client.get(
            f"/submissions/{results.submission}.pdf", headers=person.headers
        )
        assert answer.status_code == 404
    register = "{ operators(first: 9) { edges { node { name } } } }"
    seen = (await stage.get(other.officer, register))["operators"]["edges"]
    assert [edge["node"]["name"] for edge in seen] == [company.name]


async def test_imported_again_is_the_same_answer_and_nothing_twice(
    stage: Stage, office: Office, elsewhere: Elsewhere
) -> None:
    pdf = await elsewhere.pdf(elsewhere.results(office))
    first = await imported(stage, office, pdf)
    before = await dump(*TABLES)

    again = await send(stage, office, pdf)

    assert again.status_code == 200
    assert again.json() == {**first, "imported": False}
    assert await dump(*TABLES) == before


async def test_imported_twice_at_once_is_imported_once(
    stage: Stage, office: Office, elsewhere: Elsewhere
) -> None:
    pdf = await elsewhere.pdf(elsewhere.results(office))

    answers = await asyncio.gather(*(send(stage, office, pdf) for _ in range(3)))

    assert sorted(answer.status_code for answer in answers) == [200, 200, 201]
    assert len(await rows("submission")) == 1
    assert len(await rows("operator")) == 1
    assert (await log.check()).faults == ()
    assert (await log.check()).head.position == 1


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
async def test_versions_form_one_chain_in_whatever_order_they_come(
    stage: Stage, office: Office, elsewhere: Elsewhere, order: tuple[int, ...]
) -> None:
    first = elsewhere.results(office)
    second = elsewhere.next_version(first)
    third = elsewhere.next_version(
        second, operator=replace(second.operator, name="Lumenara Verteilnetz AG")
    )
    versions = (first, second, third)

    for number in order:
        await imported(stage, office, await elsewhere.pdf(versions[number]))

    ids = [one.submission for one in versions]
    assert [await chain(stage, office, one) for one in ids] == [
        (None, ids[1]),
        (ids[0], ids[2]),
        (ids[1], None),
    ]
    (operator,) = await rows("operator")
    assert operator["name"] == "Lumenara Verteilnetz AG"
    earlier = "query($id: ID!) { submission(id: $id) { earlier { id } } }"
    found = await stage.get(office.officer, earlier, {"id": ids[2]})
    assert [one["id"] for one in found["submission"]["earlier"]] == [ids[1], ids[0]]


async def test_next_key_under_the_same_name_stays_the_same_operator(
    stage: Stage, office: Office, elsewhere: Elsewhere
) -> None:
    rotated, stranger = Elsewhere(), Elsewhere()
    await trust(stage, office, rotated)
    await trust(stage, office, stranger, "Installation of somebody else")
    first = elsewhere.results(office)
    one = await imported(stage, office, await elsewhere.pdf(first))
    two = await imported(stage, office, await rotated.pdf(elsewhere.next_version(first)))

    other = await imported(stage, office, await stranger.pdf(stranger.results(office)))

    assert one["submission"]["operatorId"] == two["submission"]["operatorId"]
    assert two["submission"]["supersedes"] == first.submission
    assert other["submission"]["operatorId"] != one["submission"]["operatorId"]
    assert len(await rows("operator")) == 2


def _with_file(results: Results, content_digest: str) -> Results:
    """Results whose first part names a file of this digest."""
    group, *groups = results.groups
    control, *controls = group.controls
    part, *parts = control.parts
    file = Evidence(
        id="evd_of_elsewhere",
        kind="file",
        title="Plan",
        filename="plan.pdf",
        media_type="application/pdf",
        size=len(FILE),
        digest=content_digest,
        owner=None,
        location=None,
        dated=None,
        revision=1,
        added_by="Ada",
        added_at="2026-11-01T00:00:00Z",
    )
    changed = replace(control, parts=(replace(part, evidence=(file,)), *parts))
    rest = tuple(
        replace(c, parts=tuple(replace(p, evidence=()) for p in c.parts)) for c in controls
    )
    return replace(results, groups=(replace(group, controls=(changed, *rest)), *groups))


async def test_file_that_was_sealed_by_its_digest_is_told_to_be_elsewhere(
    stage: Stage, company: Company, office: Office, elsewhere: Elsewhere
) -> None:
    """Even if another operator's file here has the digest: that is not the addressee's to see."""
    store = stage.application.services.get(BlobStore)

    async def chunks() -> Any:
        yield FILE

    async with store.receive(chunks(), 1000) as staged:
        await staged.keep()
        known = staged.digest
    results = _with_file(elsewhere.results(office), known)

    body = await imported(stage, office, await elsewhere.pdf(results))

    control = results.groups[0].controls[0].id
    assert body["evidenceElsewhere"] == [
        {"controlId": control, "title": "Plan", "filename": "plan.pdf", "digest": known}
    ]
    found = (await stage.get(office.officer, SUBMISSION, {"id": results.submission}))["submission"]
    assert found["controls"][0]["parts"][0]["evidence"] == [
        {"kind": "FILE", "digest": known, "downloadUrl": None}
    ]
    path = f"/submissions/{results.submission}/evidence/evd_of_elsewhere"
    answer = await stage.client.get(path, headers=office.officer.headers)
    assert answer.status_code == 404


async def test_signed_document_that_was_lost_is_never_made_anew_but_imported_again(
    stage: Stage, office: Office, elsewhere: Elsewhere
) -> None:
    pdf = await elsewhere.pdf(elsewhere.results(office))
    url = (await imported(stage, office, pdf))["submission"]["pdfUrl"]
    shutil.rmtree(stage.application.services.get(Settings).data_dir / "pdf")

    lost = await stage.client.get(url, headers=office.officer.headers)
    again = await send(stage, office, pdf)
    found = await stage.client.get(url, headers=office.officer.headers)

    assert lost.status_code == 503
    assert "import it once more" in lost.json()["error"]["message"]
    assert again.status_code == 200
    assert found.content == pdf


async def test_imported_submission_cannot_be_revised_here(
    stage: Stage, company: Company, office: Office, elsewhere: Elsewhere
) -> None:
    results = elsewhere.results(office)
    await imported(stage, office, await elsewhere.pdf(results))
    query = "mutation($id: ID!) { reviseSubmission(submissionId: $id) { __typename } }"

    answer = await stage.get(company.coordinator, query, {"id": results.submission})

    assert answer["reviseSubmission"]["__typename"] == "NotFoundProblem"


async def test_import_is_entered_in_the_log_of_this_installation_too(
    stage: Stage, company: Company, office: Office, elsewhere: Elsewhere
) -> None:
    _, native = await stage.submitted(company, office)
    results = elsewhere.results(office)
    await imported(stage, office, await elsewhere.pdf(results))

    entries = await rows("seal_log")
    assert [entry["submission_id"] for entry in entries] == [native.id, results.submission]
    assert [entry["digest"] for entry in entries] == [native.digest, digest(canonical(results))]
    assert (await log.check()).faults == ()
    receipt = await stage.client.get(
        f"/submissions/{results.submission}/receipt.jws", headers=office.officer.headers
    )
    stated = peek(Receipt, receipt.text)
    assert (stated.digest, stated.addressee) == (entries[1]["digest"], office.name)
    assert stated.received_at[:10] == today().isoformat()
    assert stated.log == LogPlace(2, entries[1]["head"])
    (entry,) = [row for row in await rows("audit_entry") if row["action"] == "submission.import"]
    assert (entry["subject_id"], entry["organisation_id"]) == (results.submission, office.id)
