"""The management body's decision: of one revision, when ready, by whom, and how it lapses."""

from datetime import timedelta
from typing import Any

import pytest

from nisassess.access import Role
from nisassess.kit.clock import today
from tests.assessments.calls import call, document, measure, place, response, statement
from tests.assessments.small import BEST, DOOR, LADDER, ONE, SECOND_ONLY, THREE
from tests.assessments.test_bad_answers import NUL, faulty, no_such
from tests.assessments.world import Company, Person, Stage, Started, dump

STATE = """query($id: ID!) {
    assessment(id: $id) { state revision }
    approvals(assessmentId: $id) { approved revision lapsedAt resolution }
    readiness(assessmentId: $id) { ready approved items { code blocking controlId partId } }
}"""
CITATION = "NIS2 Art. 20(1)"


def decision(started: Started, revision: int, **changes: Any) -> dict[str, Any]:
    given = {
        "assessmentId": started.id,
        "revision": revision,
        "approve": True,
        "body": "Management board",
        "resolution": "2026/7",
        "resolvedOn": "2026-03-02",
        "members": [
            {"name": "Ada Ampère", "function": "Chair", "trainedOn": "2026-01-15"},
            {"name": "Bo Ohm"},
        ],
    }
    return {**given, **changes}


async def ready(stage: Stage, company: Company) -> Started:
    started = await stage.start(company)
    await stage.answer(company, started)
    return started


async def approved(stage: Stage, company: Company) -> Started:
    started = await ready(stage, company)
    answer = await call(stage, company.approver, "decideApproval", **decision(started, 4))
    assert answer["__typename"] == "ApprovalDecided"
    return started


async def state(stage: Stage, company: Company, started: Started) -> Any:
    return await stage.get(company.contributor, STATE, {"id": started.id})


async def test_approval_is_recorded_with_members_and_their_training(
    stage: Stage, company: Company
) -> None:
    started = await ready(stage, company)

    given = decision(started, 4, reservations=" Not the substations. ")
    answer = await call(stage, company.approver, "decideApproval", **given)

    assert answer == {
        "__typename": "ApprovalDecided",
        "approval": {
            "approved": True,
            "body": "Management board",
            "resolution": "2026/7",
            "resolvedOn": "2026-03-02",
            "reasons": None,
            "reservations": "Not the substations.",
            "revision": 4,
            "lapsedAt": None,
            "citation": CITATION,
            "recordedBy": "Ada Approver",
            "members": [
                {"name": "Ada Ampère", "function": "Chair", "trainedOn": "2026-01-15"},
                {"name": "Bo Ohm", "function": None, "trainedOn": None},
            ],
        },
    }
    found = await state(stage, company, started)
    assert found["assessment"] == {"state": "APPROVED", "revision": 4}
    assert found["readiness"]["approved"] is True


async def test_unready_assessment_is_not_approved(stage: Stage, company: Company) -> None:
    started = await stage.start(company)
    await stage.answer(company, started, {LADDER: "3", DOOR: "yes"})
    before = await dump("audit_entry")

    answer = await call(stage, company.approver, "decideApproval", **decision(started, 2))

    assert answer == {
        "__typename": "StateProblem",
        "message": "2 items must be settled first: Two, Office IT: not all questions are answered.",
        "code": "not_ready",
    }
    assert await dump("audit_entry") == before


async def test_what_blocks_and_what_does_not(stage: Stage, company: Company) -> None:
    started = await stage.start(company)
    await stage.answer(company, started, {LADDER: "1", DOOR: "yes"})
    excluded = place(started, THREE, notApplicable=True, notApplicableReason=" ")
    await call(stage, company.contributor, "saveStatement", **excluded, expectedVersion=0)

    def item(code: str, blocking: bool, control: str) -> dict[str, Any]:
        found = {"controlId": control, "partId": started.part}
        return {"code": code, "blocking": blocking, **found}

    assert (await state(stage, company, started))["readiness"] == {
        "ready": False,
        "approved": False,
        "items": [
            item("no_measure", False, ONE),
            item("no_justification", False, ONE),
            item("unanswered", True, "small.two"),
            item("no_reason", True, THREE),
        ],
    }
    planned = measure(started, who="")
    await call(stage, company.contributor, "saveMeasure", **planned)
    items = (await state(stage, company, started))["readiness"]["items"]
    assert items[0] == item("incomplete_measure", True, ONE)


async def test_unready_assessment_can_be_refused_with_reasons(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)

    given = decision(started, 0, approve=False, reasons="Far too little is answered.")
    answer = await call(stage, company.approver, "decideApproval", **given)

    assert answer["approval"]["approved"] is False
    assert answer["approval"]["reasons"] == "Far too little is answered."
    found = await state(stage, company, started)
    assert found["assessment"]["state"] == "DRAFT"
    assert found["readiness"]["approved"] is False


async def test_refusal_after_an_approval_takes_its_place(stage: Stage, company: Company) -> None:
    started = await approved(stage, company)

    given = decision(started, 4, approve=False, reasons="Second thoughts.", resolution="2026/8")
    await call(stage, company.approver, "decideApproval", **given)

    found = await state(stage, company, started)
    assert found["assessment"]["state"] == "DRAFT"
    latest, earlier = found["approvals"]
    assert (latest["approved"], latest["resolution"], latest["lapsedAt"]) == (
        False,
        "2026/8",
        None,
    )
    assert earlier["approved"] is True
    assert earlier["lapsedAt"] is not None


@pytest.mark.parametrize("revision", [3, 5, 0, -1])
async def test_outdated_revision_is_not_approved(
    stage: Stage, company: Company, revision: int
) -> None:
    started = await ready(stage, company)
    before = await dump("audit_entry")

    answer = await call(stage, company.approver, "decideApproval", **decision(started, revision))

    assert answer == {
        "__typename": "StateProblem",
        "message": (
            f"Answers changed since this page was read (revision {revision}, now 4). "
            "Read it again before deciding."
        ),
        "code": "outdated",
    }
    assert await dump("audit_entry") == before


async def _answer(stage: Stage, person: Person, started: Started) -> Any:
    return await call(stage, person, "saveResponse", **response(started, "2", 1))


async def _state(stage: Stage, person: Person, started: Started) -> Any:
    return await call(stage, person, "saveStatement", **statement(started))


async def _plan(stage: Stage, person: Person, started: Started) -> Any:
    return await call(stage, person, "saveMeasure", **measure(started))


async def _refer(stage: Stage, person: Person, started: Started) -> Any:
    given = place(started, title="T", owner="O", location="L", dated="2026-01-01")
    return await call(stage, person, "referenceEvidence", **given)


async def _add_part(stage: Stage, person: Person, started: Started) -> Any:
    return await call(stage, person, "savePart", assessmentId=started.id, name="Grid")


@pytest.mark.parametrize("change", [_answer, _state, _plan, _refer, _add_part])
async def test_approval_lapses_with_the_first_change(
    stage: Stage, company: Company, change: Any
) -> None:
    started = await approved(stage, company)

    answer = await change(stage, company.contributor, started)

    assert answer["__typename"].endswith(("Saved", "Attached"))
    found = await state(stage, company, started)
    assert found["assessment"] == {"state": "DRAFT", "revision": 5}
    assert found["readiness"]["approved"] is False
    (approval,) = found["approvals"]
    assert approval["lapsedAt"] is not None
    assert approval["revision"] == 4


async def test_save_that_is_refused_lets_the_approval_stand(stage: Stage, company: Company) -> None:
    started = await approved(stage, company)

    await call(stage, company.contributor, "saveResponse", **response(started, "9", 1))
    await call(stage, company.contributor, "saveResponse", **response(started, "1", 0))
    await call(stage, company.contributor, "saveResponse", **response(started, BEST[LADDER], 0))

    found = await state(stage, company, started)
    assert found["assessment"] == {"state": "APPROVED", "revision": 4}
    assert found["approvals"][0]["lapsedAt"] is None


async def test_new_revision_is_approved_anew(stage: Stage, company: Company) -> None:
    started = await approved(stage, company)
    await _answer(stage, company.contributor, started)

    again = decision(started, 5, resolution="2026/9")
    answer = await call(stage, company.approver, "decideApproval", **again)

    assert answer["approval"]["revision"] == 5
    found = await state(stage, company, started)
    assert found["assessment"] == {"state": "APPROVED", "revision": 5}
    assert [(one["resolution"], one["lapsedAt"] is None) for one in found["approvals"]] == [
        ("2026/9", True),
        ("2026/7", False),
    ]


TOMORROW = (today() + timedelta(days=1)).isoformat()
NOT_AFTER_TODAY = f"must not be after today, {today().isoformat()}"


@pytest.mark.parametrize(
    ("changes", "issues"),
    [
        ({"body": " "}, [("body", "required", "must not be empty")]),
        ({"resolution": ""}, [("resolution", "required", "must not be empty")]),
        ({"approve": False}, [("reasons", "required", "must not be empty")]),
        ({"approve": False, "reasons": " "}, [("reasons", "required", "must not be empty")]),
        (
            {"reservations": "x" * 10_001},
            [("reservations", "too_long", "must be at most 10000 characters, not 10001")],
        ),
        ({"resolvedOn": TOMORROW}, [("resolvedOn", "in_future", NOT_AFTER_TODAY)]),
        (
            {"resolvedOn": "1949-12-31"},
            [
                (
                    "resolvedOn",
                    "out_of_range",
                    f"must be from 1950-01-01 to {today().isoformat()}, not 1949-12-31",
                )
            ],
        ),
        ({"members": []}, [("members", "bad_count", "name 1 to 100 members who decided")]),
        (
            {"members": [{"name": "Ada"}] * 101},
            [("members", "bad_count", "name 1 to 100 members who decided")],
        ),
        (
            {
                "members": [
                    {"name": "Ada"},
                    {"name": "", "function": "\x00", "trainedOn": TOMORROW},
                ]
            },
            [
                ("members.1.name", "required", "must not be empty"),
                ("members.1.function", "bad_character", NUL),
                ("members.1.trainedOn", "in_future", NOT_AFTER_TODAY),
            ],
        ),
    ],
)
async def test_faulty_decision_is_refused(
    stage: Stage, company: Company, changes: dict[str, Any], issues: list[tuple[str, str, str]]
) -> None:
    started = await ready(stage, company)
    before = await dump("audit_entry")

    answer = await call(
        stage, company.approver, "decideApproval", **decision(started, 4, **changes)
    )

    assert answer == faulty(*issues)
    assert await dump("audit_entry") == before


async def test_only_an_approver_of_the_operator_decides(stage: Stage, company: Company) -> None:
    started = await ready(stage, company)
    other = await stage.company("Südwind Netz")
    token = await stage.token(company, Role.OPERATOR_APPROVER)
    before = await dump("audit_entry")
    given = {"input": decision(started, 4)}

    for person in (
        company.coordinator,
        company.contributor,
        company.signatory,
        token,
        await stage.token(company),
        (await stage.office("NIS authority of Austria")).officer,
        await stage.administrator(),
    ):
        answer = await stage.ask(person, document("decideApproval"), given)
        assert answer["data"] == {"decideApproval": None}
        assert answer["errors"][0]["extensions"] == {"code": "FORBIDDEN"}
    anonymous = await stage.ask(None, document("decideApproval"), given)
    assert anonymous["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}
    stranger = await call(stage, other.approver, "decideApproval", **decision(started, 4))
    assert stranger == no_such("assessment")
    after = await dump()
    assert after == {table: before[table] for table in after}


async def test_assessment_with_nothing_applicable_is_not_ready(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company, profile=SECOND_ONLY)
    given = place(started, THREE, notApplicable=True, notApplicableReason="No.")
    await call(stage, company.contributor, "saveStatement", **given, expectedVersion=0)

    found = (await state(stage, company, started))["readiness"]

    assert found["ready"] is False
    assert found["items"] == [
        {"code": "nothing_applicable", "blocking": True, "controlId": None, "partId": None}
    ]
