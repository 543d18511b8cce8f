"""What is sealed: everything that was said, in canonical JSON, never to change again."""

import hashlib
import json
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest
import rfc8785

from nisassess.access import Role
from nisassess.operators import service as operators
from nisassess.operators.types import OperatorChange
from nisassess.plugins import register
from nisassess.results.canonical import canonical, digest, parse
from tests.assessments.calls import place
from tests.assessments.small import (
    DOOR,
    LADDER,
    ONE,
    REACHED,
    THREE,
    TWO,
    candidate,
    content,
    real_candidates,
)
from tests.assessments.world import GRID, Company, Office, Stage, dump, rows
from tests.submissions.full import (
    CENTRE,
    FILE,
    JUSTIFICATION,
    OFFICE_IT,
    REASON,
    Full,
    fill,
    push,
    upload,
)

SUBMISSION = """query($id: ID!) { submission(id: $id) {
    number operatorName country sector subsector entityType title periodFrom periodUntil
    profileId profileVersion profileTitle signatory digest selfDeclared completeness attainment
    met below notApplicable document
    controls { controlId groupId groupTitle title state level target
        parts { name state level justification notApplicableReason
            answers { prompt answer answerText }
            evidence { kind title filename digest owner location downloadUrl }
            measure { what who until costClass state reason owner } } }
} }"""


@pytest.fixture
async def full(stage: Stage, company: Company, office: Office) -> Full:
    """An assessment with everything in it, approved."""
    filled = await fill(stage, company, office)
    await stage.approve(company, filled.started, reservations="Not the substations.")
    return filled


async def sealed(stage: Stage, full: Full) -> tuple[str, bytes]:
    """Submit; the submission's id and its document."""
    row = await stage.submit(full.company, full.started, full.office)
    (stored,) = await rows("submission")
    return row.id, stored["document"].encode()


async def test_document_is_canonical_and_its_digest_matches(stage: Stage, full: Full) -> None:
    id_, document = await sealed(stage, full)
    (row,) = await rows("submission")

    assert rfc8785.dumps(json.loads(document)) == document
    assert canonical(parse(document)) == document
    assert row["digest"] == hashlib.sha256(document).hexdigest() == digest(document)
    found = (await stage.get(full.office.officer, SUBMISSION, {"id": id_}))["submission"]
    assert found["document"].encode() == document
    assert found["digest"] == row["digest"]


async def test_document_holds_all_that_was_said(stage: Stage, full: Full) -> None:
    id_, document = await sealed(stage, full)
    results = parse(document)

    assert (results.format, results.submission, results.number) == ("nisassess-results/3", id_, 1)
    assert results.self_declared is True
    assert (results.operator.name, results.operator.country) == ("Nordlicht Netz", "AT")
    assert (results.operator.entity_type, results.operator.status_basis) == (GRID, "indicative")
    assert results.operator.status == "important"
    assert [part.name for part in results.scope.parts] == [OFFICE_IT, CENTRE]
    assert results.profile.id == "small-profile"
    (assessment,) = await rows("assessment")
    assert results.profile.digest == assessment["profile_id"]
    one, two, three = (control for group in results.groups for control in group.controls)
    office_it, centre = one.parts
    assert office_it.justification == JUSTIFICATION
    assert [(answer.answer, answer.answer_text) for answer in office_it.answers] == [
        ("3", "Step 3"),
        ("yes", "Yes"),
    ]
    assert [(kept.kind, kept.digest, kept.location) for kept in office_it.evidence] == [
        ("file", hashlib.sha256(FILE).hexdigest(), None),
        ("reference", None, "Safe"),
    ]
    assert centre.measure is not None
    assert (centre.measure.what, centre.measure.until) == ("Buy a lock", "2027-01-31")
    assert (one.state, one.level, one.target) == ("below", 1, 2)
    assert two.parts[0].evidence[0].digest == hashlib.sha256(b"scan 1").hexdigest()
    assert (two.state, two.parts[0].state, two.parts[1].state) == ("below", "met", "below")
    assert (three.parts[0].state, three.parts[0].not_applicable_reason) == (
        "not_applicable",
        REASON,
    )
    assert three.parts[0].answers == ()
    assert (three.state, three.parts[1].answers[0].answer) == ("met", "achieved")
    assert (results.figures.met, results.figures.below, results.figures.not_applicable) == (1, 2, 0)
    assert results.approval.reservations == "Not the substations."
    assert [(m.name, m.trained_on) for m in results.approval.members] == [
        ("Ada Ampère", "2026-01-15")
    ]
    assert (results.approval.recorded_by, results.approval.citation) == (
        "Ada Approver",
        "NIS2 Art. 20(1)",
    )
    assert (results.release.signatory, results.release.addressee_id) == (
        "Sigi Signatory",
        full.office.id,
    )


async def test_authority_reads_the_sealed_controls(stage: Stage, full: Full) -> None:
    id_, _ = await sealed(stage, full)

    found = (await stage.get(full.office.officer, SUBMISSION, {"id": id_}))["submission"]

    assert [(c["controlId"], c["state"], c["level"], c["target"]) for c in found["controls"]] == [
        (ONE, "BELOW", 1, 2),
        (TWO, "BELOW", 1, 2),
        (THREE, "MET", 3, 2),
    ]
    assert (found["met"], found["below"], found["notApplicable"]) == (1, 2, 0)
    assert (found["completeness"], found["attainment"]) == (1.0, pytest.approx(1 / 3))
    office_it, centre = found["controls"][0]["parts"]
    assert (office_it["name"], office_it["justification"]) == (OFFICE_IT, JUSTIFICATION)
    assert office_it["evidence"] == [
        {
            "kind": "FILE",
            "title": "plan.pdf",
            "filename": "plan.pdf",
            "digest": hashlib.sha256(FILE).hexdigest(),
            "owner": None,
            "location": None,
            "downloadUrl": f"/submissions/{id_}/evidence/{full.file['id']}",
        },
        {
            "kind": "REFERENCE",
            "title": "Minutes",
            "filename": None,
            "digest": None,
            "owner": "Board",
            "location": "Safe",
            "downloadUrl": None,
        },
    ]
    assert centre["measure"] == {
        "what": "Buy a lock",
        "who": "Facilities",
        "until": "2027-01-31",
        "costClass": "low",
        "state": "OPEN",
        "reason": None,
        "owner": None,
    }
    narrowed = """query($id: ID!) { submission(id: $id) {
        met: controls(state: MET) { controlId } two: controls(ids: ["small.two"]) { controlId }
        none: controls(state: MET, ids: ["small.two", "small.unknown"]) { controlId }
    } }"""
    assert await stage.get(full.office.officer, narrowed, {"id": id_}) == {
        "submission": {
            "met": [{"controlId": THREE}],
            "two": [{"controlId": TWO}],
            "none": [],
        }
    }


async def _operator_renames_itself(stage: Stage, full: Full) -> None:
    actor = full.company.coordinator.actor
    row = await operators.operator(actor, stage.registry, full.company.id)
    assert row is not None
    changed = replace(row.details, name="Other name", country="DE", entity_type=None)
    change = OperatorChange(full.company.id, row.version, changed)
    await operators.update_operator(stage.database, actor, stage.registry, change)


async def _plugin_brings_another_version(stage: Stage, full: Full) -> None:
    newer = content(version="2.0", statement="It is otherwise.")
    registry = register((*real_candidates(), candidate("small", newer, "2.0.0")))
    assert registry.catalogues["small-catalogue"].version == "2.0"
    stage.application.services.add(registry)


async def _plugin_is_gone(stage: Stage, full: Full) -> None:
    stage.application.services.add(register(real_candidates()))


async def _evidence_gets_revisions(stage: Stage, full: Full) -> None:
    this_year = await stage.start(full.company)
    pushed = await push(stage, full.integrator, full.company, b"scan 2", TWO)
    assert pushed.json()["attached"] == [this_year.id]
    assert pushed.json()["evidence"]["revision"] == 2
    sent = await upload(stage, full.company.contributor, this_year, ONE, b"the new plan")
    assert sent.status_code == 201


async def _next_year_is_answered_differently(stage: Stage, full: Full) -> None:
    await stage.submitted(
        full.company,
        full.office,
        answers={LADDER: "0", DOOR: "no", f"{TWO}/lock": "no", REACHED: "partially"},
    )


@pytest.mark.parametrize(
    "change",
    [
        _operator_renames_itself,
        _plugin_brings_another_version,
        _plugin_is_gone,
        _evidence_gets_revisions,
        _next_year_is_answered_differently,
    ],
)
async def test_results_never_move(stage: Stage, full: Full, change: Any) -> None:
    id_, _ = await sealed(stage, full)
    before = await stage.get(full.office.officer, SUBMISSION, {"id": id_})
    assessment = await _assessment(stage, full)

    await change(stage, full)

    assert await stage.get(full.office.officer, SUBMISSION, {"id": id_}) == before
    assert await stage.get(full.company.approver, SUBMISSION, {"id": id_}) == before
    assert await _assessment(stage, full) == assessment


async def _assessment(stage: Stage, full: Full) -> Any:
    query = """query($id: ID!) {
        assessment(id: $id) { title state revision
            profile { id version digest catalogues { id version } }
            groups { id controls { id statement target questions { id choices { value } } } }
            responses { questionId partId value version } evidence { evidence { id digest } } }
        score(assessmentId: $id) { method methodVersion total { met below completeness } }
    }"""
    return await stage.get(full.company.approver, query, {"id": full.started.id})


async def test_member_who_leaves_stays_in_what_was_sealed(stage: Stage, full: Full) -> None:
    _, document = await sealed(stage, full)

    assert parse(document).groups[0].controls[0].parts[0].answers[0].answered_by == (
        "Conrad Contributor"
    )


async def test_pdf_is_the_same_file_each_time(stage: Stage, full: Full) -> None:
    id_, _ = await sealed(stage, full)
    url, headers = f"/submissions/{id_}.pdf", full.office.officer.headers

    first = await stage.client.get(url, headers=headers)
    second = await stage.client.get(url, headers=headers)
    third = await stage.client.get(url, headers=full.company.approver.headers)

    assert first.status_code == 200
    assert first.headers["content-type"] == "application/pdf"
    assert first.headers["content-disposition"] == (
        'attachment; filename="nisassess Nordlicht Netz 1.pdf"'
    )
    assert first.content.startswith(b"%PDF-")
    assert first.content == second.content == third.content


async def test_authority_downloads_the_sealed_file(stage: Stage, full: Full) -> None:
    id_, _ = await sealed(stage, full)
    await _evidence_gets_revisions(stage, full)
    officer = full.office.officer.headers

    for evidence, content_ in ((full.file, FILE), (full.pushed, b"scan 1")):
        url = f"/submissions/{id_}/evidence/{evidence['id']}"
        answer = await stage.client.get(url, headers=officer)
        assert answer.status_code == 200
        assert answer.content == content_
        assert hashlib.sha256(answer.content).hexdigest() == evidence["digest"]


async def test_strangers_download_nothing(stage: Stage, full: Full) -> None:
    id_, _ = await sealed(stage, full)
    strangers = [
        (await stage.office("NIS authority of Germany", "DE")).officer,
        (await stage.office("Financial supervisor", regime="dora")).officer,
        (await stage.office("E-Control", subsector="energy.electricity")).officer,
        (await stage.company("Südwind Netz")).approver,
    ]
    urls = [
        f"/submissions/{id_}.pdf",
        f"/submissions/{id_}/evidence/{full.file['id']}",
        f"/submissions/{id_}/evidence/{full.pushed['id']}",
    ]
    before = await dump("audit_entry")

    for stranger in strangers:
        for url in urls:
            answer = await stage.client.get(url, headers=stranger.headers)
            assert answer.status_code == 404, url
            assert answer.json() == {
                "error": {
                    "code": "NOT_FOUND",
                    "message": "There is no such submission, or you may not see it.",
                }
            }
    for person in (await stage.administrator(), full.integrator):
        for url in urls:
            answer = await stage.client.get(url, headers=person.headers)
            assert answer.status_code == 403
    for url in urls:
        assert (await stage.client.get(url)).status_code == 401
    after = await dump()
    assert after == {table: before[table] for table in after}


@pytest.mark.parametrize("wanted", ["reference", "unattached", "evd_nonsense", "%00", "%2e%2e"])
async def test_file_that_was_not_sealed_is_not_downloaded(
    stage: Stage, full: Full, wanted: str
) -> None:
    id_, _ = await sealed(stage, full)
    id_of = {"reference": full.reference}
    if wanted == "unattached":
        other = await stage.start(full.company)
        sent = await upload(stage, full.company.contributor, other, ONE, b"other bytes")
        id_of[wanted] = sent.json()["evidence"]["id"]

    url = f"/submissions/{id_}/evidence/{id_of.get(wanted, wanted)}"
    answer = await stage.client.get(url, headers=full.office.officer.headers)

    assert answer.status_code == 404


@pytest.mark.parametrize("id_", ["sub_nonsense", "sub_01h455vb4pex5vsknk084sn02q", "%00", "x"])
async def test_unknown_submission_does_not_exist(stage: Stage, office: Office, id_: str) -> None:
    for url in (f"/submissions/{id_}.pdf", f"/submissions/{id_}/evidence/evd_x"):
        answer = await stage.client.get(url, headers=office.officer.headers)
        assert answer.status_code == 404
    asked = {"id": unquote(id_)}
    assert await stage.get(office.officer, SUBMISSION, asked) == {"submission": None}


async def test_assessment_in_a_plugin_s_absence_is_submitted_all_the_same(
    stage: Stage, full: Full
) -> None:
    await _plugin_is_gone(stage, full)
    submitted = await stage.submit(full.company, full.started, full.office)

    assert submitted.profile_id == "small-profile"


async def test_integrator_s_and_a_person_s_evidence_name_who_added_it(
    stage: Stage, full: Full
) -> None:
    _, document = await sealed(stage, full)
    one, two = parse(document).groups[0].controls

    assert one.parts[0].evidence[0].added_by == "Conrad Contributor"
    assert two.parts[0].evidence[0].added_by == "pipeline"
    assert Role.INTEGRATOR in full.integrator.actor.grants[0].roles
    assert place(full.started)["partId"] == one.parts[0].part
