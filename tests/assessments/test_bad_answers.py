"""Faulty answers, statements and measures: each named with its place, and nothing written."""

import json
from typing import Any

import pytest

from tests.assessments.calls import call, document, measure, place, response, statement
from tests.assessments.small import DOOR, LADDER, LOCK, ONE, TWO
from tests.assessments.world import JSON, Company, Stage, Started, dump

NOBODY = "01h455vb4pex5vsknk084sn02q"
"""What follows the prefix in a well-formed id that nothing has."""
NUL = "must not contain the character NUL"
NEGATIVE = "must be 0 (nobody saved yet) or the version that was read"
YEARS = "must be from 2000-01-01 to 2099-12-31, not"


def no_such(what: str) -> dict[str, str]:
    return {
        "__typename": "NotFoundProblem",
        "message": f"There is no such {what}, or you may not see it.",
    }


def faulty(*issues: tuple[str, str, str]) -> dict[str, Any]:
    return {
        "__typename": "ValidationProblem",
        "message": "; ".join(f"{path}: {message}" for path, _, message in issues),
        "issues": [
            {"path": path, "code": code, "message": message} for path, code, message in issues
        ],
    }


async def refused(
    stage: Stage, company: Company, mutation: str, given: dict[str, Any], answer: Any
) -> None:
    before = await dump("audit_entry")
    assert await call(stage, company.contributor, mutation, **given) == answer
    assert await dump("audit_entry") == before


@pytest.mark.parametrize(
    ("question", "value", "allowed"),
    [
        (LADDER, "4", "0, 1, 2, 3"),
        (LADDER, "", "0, 1, 2, 3"),
        (LADDER, "yes", "0, 1, 2, 3"),
        (LADDER, " 1", "0, 1, 2, 3"),
        (DOOR, "YES", "yes, no"),
        (DOOR, "1\x00", "yes, no"),
        (DOOR, "x" * 100_000, "yes, no"),
    ],
)
async def test_unknown_choice_is_refused_with_those_allowed(
    stage: Stage, company: Company, question: str, value: str, allowed: str
) -> None:
    started = await stage.start(company)
    given = response(started, value, question=question)

    problem = faulty(("value", "unknown_choice", f"must be one of {allowed}"))
    await refused(stage, company, "saveResponse", given, problem)


@pytest.mark.parametrize("value", [1, 1.5, True, ["1"], {"value": "1"}])
async def test_answer_that_is_no_text_is_refused_before_anything_runs(
    stage: Stage, company: Company, value: Any
) -> None:
    started = await stage.start(company)
    before = await dump("audit_entry")

    given = {"input": response(started, value)}
    answer = await stage.ask(company.contributor, document("saveResponse"), given)

    assert set(answer) == {"errors"}
    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "BAD_INPUT"}
    assert "invalid value at .value" in error["message"]
    assert "AnswerValue must be a string" in error["message"]
    assert await dump("audit_entry") == before


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"controlId": "small.unknown"}, "question"),
        ({"controlId": TWO}, "question"),
        ({"questionId": LOCK}, "question"),
        ({"questionId": f"{ONE}/unknown"}, "question"),
        ({"questionId": ""}, "question"),
        ({"questionId": "\x00"}, "question"),
        ({"partId": f"prt_{NOBODY}"}, "part"),
        ({"partId": "prt_nonsense"}, "part"),
        ({"partId": ""}, "part"),
        ({"partId": "prt_\x00"}, "part"),
        ({"partId": "x" * 100_000}, "part"),
        ({"assessmentId": f"asm_{NOBODY}"}, "assessment"),
        ({"assessmentId": "asm_nonsense"}, "assessment"),
        ({"assessmentId": f"opr_{NOBODY}"}, "assessment"),
        ({"assessmentId": ""}, "assessment"),
    ],
)
async def test_answer_to_something_unknown_is_not_found(
    stage: Stage, company: Company, changes: dict[str, str], what: str
) -> None:
    started = await stage.start(company)

    await refused(stage, company, "saveResponse", {**response(started), **changes}, no_such(what))


@pytest.mark.parametrize(
    "given", [("saveResponse", response), ("saveStatement", statement), ("saveMeasure", measure)]
)
async def test_part_or_assessment_of_somebody_else_does_not_exist(
    stage: Stage, company: Company, given: tuple[str, Any]
) -> None:
    mutation, make = given
    other = await stage.company("Südwind Netz")
    mine, mine_too = await stage.start(company), await stage.start(company)
    theirs = await stage.start(other)

    for changes, what in (
        ({"assessmentId": theirs.id}, "assessment"),
        ({"assessmentId": theirs.id, "partId": theirs.part}, "assessment"),
        ({"partId": theirs.part}, "part"),
        ({"partId": mine_too.part}, "part"),
    ):
        await refused(stage, company, mutation, {**make(mine), **changes}, no_such(what))


@pytest.mark.parametrize(
    ("mutation", "make"),
    [("saveResponse", response), ("saveStatement", statement), ("saveMeasure", measure)],
)
async def test_negative_version_is_refused(
    stage: Stage, company: Company, mutation: str, make: Any
) -> None:
    started = await stage.start(company)

    problem = faulty(("expectedVersion", "out_of_range", NEGATIVE))
    given = {**make(started), "expectedVersion": -1}
    await refused(stage, company, mutation, given, problem)


async def test_half_a_character_is_refused_before_anything_runs(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    body = json.dumps(
        {"query": document("saveStatement"), "variables": {"input": statement(started, "\ud800")}}
    )

    answer = await stage.client.post(
        "/graphql", content=body, headers={**JSON, **company.contributor.headers}
    )

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"] == {"code": "BAD_INPUT"}


@pytest.mark.parametrize("version", [2**31, -(2**31) - 1, 10**30, "1", 1.5, None])
async def test_version_that_is_no_small_number_is_refused_before_anything_runs(
    stage: Stage, company: Company, version: Any
) -> None:
    started = await stage.start(company)
    before = await dump("audit_entry")

    given = {"input": {**response(started), "expectedVersion": version}}
    answer = await stage.ask(company.contributor, document("saveResponse"), given)

    assert set(answer) == {"errors"}
    assert answer["errors"][0]["extensions"] == {"code": "BAD_INPUT"}
    assert "invalid value at .expectedVersion" in answer["errors"][0]["message"]
    assert await dump("audit_entry") == before


async def test_longest_justification_is_saved_whole(stage: Stage, company: Company) -> None:
    started = await stage.start(company)
    text = "ä" * 99_999 + "\U0001f512"

    saved = await call(stage, company.contributor, "saveStatement", **statement(started, text))

    assert saved["statement"]["justification"] == text


@pytest.mark.parametrize(
    ("changes", "issues"),
    [
        (
            {"justification": "x" * 100_001},
            [("justification", "too_long", "must be at most 100000 characters, not 100001")],
        ),
        (
            {"justification": "x" * 100_000 + " "},
            [("justification", "too_long", "must be at most 100000 characters, not 100001")],
        ),
        ({"justification": "a\x00b"}, [("justification", "bad_character", NUL)]),
        (
            {"notApplicable": True, "notApplicableReason": "x" * 10_001},
            [("notApplicableReason", "too_long", "must be at most 10000 characters, not 10001")],
        ),
        (
            {"justification": "\x00", "notApplicableReason": "\x00"},
            [
                ("justification", "bad_character", NUL),
                ("notApplicableReason", "bad_character", NUL),
            ],
        ),
        (
            {"controlId": TWO, "notApplicable": True, "notApplicableReason": "No."},
            [
                (
                    "notApplicable",
                    "not_allowed",
                    "this control applies to everybody; answer its questions",
                )
            ],
        ),
    ],
)
async def test_faulty_statement_is_refused(
    stage: Stage, company: Company, changes: dict[str, Any], issues: list[tuple[str, str, str]]
) -> None:
    started = await stage.start(company)

    given = {**statement(started), **changes}
    await refused(stage, company, "saveStatement", given, faulty(*issues))


@pytest.mark.parametrize(
    ("changes", "issues"),
    [
        (
            {"what": " ", "who": "\n"},
            [("what", "required", "say what is planned, or remove the measure")],
        ),
        (
            {"what": "x" * 10_001},
            [("what", "too_long", "must be at most 10000 characters, not 10001")],
        ),
        ({"who": "x" * 201}, [("who", "too_long", "must be at most 200 characters, not 201")]),
        (
            {"who": "x" * 200 + "\n"},
            [("who", "too_long", "must be at most 200 characters, not 201")],
        ),
        ({"what": "\x00"}, [("what", "bad_character", NUL)]),
        ({"until": "0202-01-01"}, [("until", "out_of_range", f"{YEARS} 0202-01-01")]),
        ({"until": "2100-01-01"}, [("until", "out_of_range", f"{YEARS} 2100-01-01")]),
    ],
)
async def test_faulty_measure_is_refused(
    stage: Stage, company: Company, changes: dict[str, Any], issues: list[tuple[str, str, str]]
) -> None:
    started = await stage.start(company)

    given = {**measure(started), **changes}
    await refused(stage, company, "saveMeasure", given, faulty(*issues))


@pytest.mark.parametrize(
    ("field", "value"),
    [("until", "2026-02-30"), ("until", "31.12.2026"), ("until", 5), ("costClass", "CHEAP")],
)
async def test_measure_with_a_value_that_is_none_is_refused_before_anything_runs(
    stage: Stage, company: Company, field: str, value: Any
) -> None:
    started = await stage.start(company)
    before = await dump("audit_entry")

    given = {"input": {**measure(started), field: value}}
    answer = await stage.ask(company.contributor, document("saveMeasure"), given)

    assert answer["errors"][0]["extensions"] == {"code": "BAD_INPUT"}
    assert f"invalid value at .{field}" in answer["errors"][0]["message"]
    assert await dump("audit_entry") == before


@pytest.mark.parametrize("control", ["small.unknown", "", "\x00", LADDER])
async def test_statement_or_measure_of_an_unknown_control_is_not_found(
    stage: Stage, company: Company, control: str
) -> None:
    started = await stage.start(company)

    for mutation, given in (
        ("saveStatement", statement(started)),
        ("saveMeasure", measure(started)),
        ("removeMeasure", place(started, expectedVersion=1)),
    ):
        elsewhere = {**given, "controlId": control}
        await refused(stage, company, mutation, elsewhere, no_such("control"))


async def test_removal_of_a_measure_nobody_planned_is_not_found(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)

    for version in (0, 1, -1):
        given = place(started, expectedVersion=version)
        await refused(stage, company, "removeMeasure", given, no_such("planned measure"))


class TestEvidence:
    """Evidence that does not exist, or belongs to somebody else."""

    async def _own(self, stage: Stage, company: Company, started: Started) -> str:
        given = place(
            started,
            title="Plan",
            owner="Facilities",
            location="Safe 3",
            dated="2026-01-31",
        )
        answer = await call(stage, company.contributor, "referenceEvidence", **given)
        evidence: str = answer["attached"]["evidence"]["id"]
        return evidence

    @pytest.mark.parametrize("id_", [f"evd_{NOBODY}", "evd_nonsense", "", "\x00"])
    async def test_unknown_evidence_is_not_found(
        self, stage: Stage, company: Company, id_: str
    ) -> None:
        started = await stage.start(company)
        for mutation in ("attachEvidence", "detachEvidence"):
            given = place(started, evidenceId=id_)
            await refused(stage, company, mutation, given, no_such("evidence"))

    async def test_evidence_of_somebody_else_is_not_found(
        self, stage: Stage, company: Company
    ) -> None:
        other = await stage.company("Südwind Netz")
        theirs = await self._own(stage, other, await stage.start(other))
        started = await stage.start(company)

        for mutation in ("attachEvidence", "detachEvidence"):
            given = place(started, evidenceId=theirs)
            await refused(stage, company, mutation, given, no_such("evidence"))

    async def test_evidence_of_two_own_operators_does_not_mix(
        self, stage: Stage, company: Company
    ) -> None:
        other = await stage.company("Südwind Netz")
        both = await stage.member_of(company, other)
        theirs = await self._own(stage, other, await stage.start(other))
        started = await stage.start(company)
        before = await dump("audit_entry")

        answer = await call(stage, both, "attachEvidence", **place(started, evidenceId=theirs))

        assert answer == no_such("evidence")
        assert await dump("audit_entry") == before

    @pytest.mark.parametrize(
        ("changes", "what"),
        [
            ({"controlId": "small.unknown"}, "control"),
            ({"controlId": "\x00"}, "control"),
            ({"partId": f"prt_{NOBODY}"}, "part"),
            ({"partId": "\x00"}, "part"),
            ({"assessmentId": f"asm_{NOBODY}"}, "assessment"),
            ({"assessmentId": "\x00"}, "assessment"),
        ],
    )
    async def test_evidence_to_an_unknown_place_is_not_found(
        self, stage: Stage, company: Company, changes: dict[str, str], what: str
    ) -> None:
        started = await stage.start(company)
        evidence = await self._own(stage, company, started)

        attach = {**place(started, evidenceId=evidence), **changes}
        await refused(stage, company, "attachEvidence", attach, no_such(what))
        reference = {
            **place(started, title="Plan", owner="F", location="S", dated="2026-01-31"),
            **changes,
        }
        await refused(stage, company, "referenceEvidence", reference, no_such(what))

    async def test_evidence_taken_off_where_it_is_not_is_not_found(
        self, stage: Stage, company: Company
    ) -> None:
        started = await stage.start(company, "Office IT", "Control centre")
        evidence = await self._own(stage, company, started)

        elsewhere = place(started, evidenceId=evidence, partId=started.parts["Control centre"])
        await refused(stage, company, "detachEvidence", elsewhere, no_such("evidence"))
        other_control = place(started, TWO, evidenceId=evidence)
        await refused(stage, company, "detachEvidence", other_control, no_such("evidence"))

    async def test_reference_with_faults_names_each(self, stage: Stage, company: Company) -> None:
        started = await stage.start(company)
        given = place(
            started, title="", owner="\x00", location="x" * 501, dated="1900-01-01", digest="abc"
        )
        before = await dump("audit_entry")

        answer = await call(stage, company.contributor, "referenceEvidence", **given)

        assert [(issue["path"], issue["code"]) for issue in answer["issues"]] == [
            ("title", "bad_length"),
            ("owner", "bad_characters"),
            ("location", "bad_length"),
            ("dated", "out_of_range"),
            ("digest", "bad_digest"),
        ]
        assert await dump("audit_entry") == before
