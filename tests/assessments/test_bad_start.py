"""Faulty starts and parts: each fault named with its place, and nothing written."""

from typing import Any

import pytest

from tests.assessments.calls import call, discard, document, remove_part
from tests.assessments.small import PROFILE
from tests.assessments.test_bad_answers import NOBODY, NUL, YEARS, faulty, no_such
from tests.assessments.world import Company, Stage, dump, rows


def start(company: Company, **changes: Any) -> dict[str, Any]:
    given = {
        "operatorId": company.id,
        "profileId": PROFILE,
        "title": "2026",
        "scopeKind": "ORGANISATION",
        "scopeName": "All",
        "periodFrom": "2026-01-01",
        "periodUntil": "2026-12-31",
        "parts": [{"name": "Office IT"}],
    }
    return {**given, **changes}


def parts(*names: str) -> list[dict[str, str]]:
    return [{"name": name} for name in names]


async def test_start_answers_with_the_assessment(stage: Stage, company: Company) -> None:
    title, names = " 2026 ", [f"Part {number}" for number in range(50)]

    given = start(company, title=title, parts=parts(*names))
    answer = await call(stage, company.coordinator, "startAssessment", **given)

    id_ = answer["assessment"]["id"]
    assert answer == {
        "__typename": "AssessmentStarted",
        "assessment": {"id": id_, "title": "2026", "revision": 0},
    }
    found = await stage.get(
        company.contributor,
        "query($id: ID!) { assessment(id: $id) { state parts { name } } }",
        {"id": id_},
    )
    assert found["assessment"] == {"state": "DRAFT", "parts": parts(*names)}


@pytest.mark.parametrize(
    ("changes", "issues"),
    [
        ({"title": " "}, [("title", "required", "must not be empty")]),
        (
            {"title": "x" * 201},
            [("title", "too_long", "must be at most 200 characters, not 201")],
        ),
        ({"title": "a\x00"}, [("title", "bad_character", NUL)]),
        ({"scopeName": ""}, [("scopeName", "required", "must not be empty")]),
        (
            {"scopeDescription": "x" * 10_001},
            [("scopeDescription", "too_long", "must be at most 10000 characters, not 10001")],
        ),
        (
            {"periodFrom": "2026-12-31", "periodUntil": "2026-12-30"},
            [("periodUntil", "out_of_order", "must not be before the period's first day")],
        ),
        (
            {"periodFrom": "1999-12-31"},
            [("periodFrom", "out_of_range", f"{YEARS} 1999-12-31")],
        ),
        (
            {"periodUntil": "9999-12-31"},
            [("periodUntil", "out_of_range", f"{YEARS} 9999-12-31")],
        ),
        ({"parts": []}, [("parts", "bad_count", "must be 1 to 50 parts")]),
        (
            {"parts": parts(*(f"Part {number}" for number in range(51)))},
            [("parts", "bad_count", "must be 1 to 50 parts")],
        ),
        (
            {"parts": parts("Office IT", "Grid", " office it ")},
            [("parts.2.name", "duplicate", "another part has this name")],
        ),
        (
            {"parts": parts("Bu\u0308ro", "B\u00dcRO")},
            [("parts.1.name", "duplicate", "another part has this name")],
        ),
        (
            {"parts": parts("Straße", "STRASSE")},
            [("parts.1.name", "duplicate", "another part has this name")],
        ),
        (
            {"parts": parts("", "x" * 101)},
            [
                ("parts.0.name", "required", "must not be empty"),
                ("parts.1.name", "too_long", "must be at most 100 characters, not 101"),
            ],
        ),
        (
            {"parts": [{"name": "Grid", "description": "x" * 10_001}]},
            [("parts.0.description", "too_long", "must be at most 10000 characters, not 10001")],
        ),
        (
            {"scopeKind": "INVESTMENT_PROJECT"},
            [("scopeKind", "not_in_profile", "must be one of ORGANISATION, SERVICE")],
        ),
        (
            {"title": "", "scopeName": "", "parts": []},
            [
                ("title", "required", "must not be empty"),
                ("scopeName", "required", "must not be empty"),
                ("parts", "bad_count", "must be 1 to 50 parts"),
            ],
        ),
    ],
)
async def test_faulty_start_is_refused(
    stage: Stage, company: Company, changes: dict[str, Any], issues: list[tuple[str, str, str]]
) -> None:
    before = await dump("audit_entry")

    answer = await call(stage, company.coordinator, "startAssessment", **start(company, **changes))

    assert answer == faulty(*issues)
    assert await dump("audit_entry") == before


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"profileId": "no-such-profile"}, "profile"),
        ({"profileId": ""}, "profile"),
        ({"profileId": "\x00"}, "profile"),
        ({"operatorId": f"opr_{NOBODY}"}, "operator"),
        ({"operatorId": f"asm_{NOBODY}"}, "operator"),
        ({"operatorId": "opr_nonsense"}, "operator"),
        ({"operatorId": "\x00"}, "operator"),
    ],
)
async def test_start_with_something_unknown_is_not_found(
    stage: Stage, company: Company, changes: dict[str, str], what: str
) -> None:
    before = await dump("audit_entry")

    answer = await call(stage, company.coordinator, "startAssessment", **start(company, **changes))

    assert answer == no_such(what)
    assert await dump("audit_entry") == before


async def test_start_for_another_operator_is_not_found(stage: Stage, company: Company) -> None:
    other = await stage.company("Südwind Netz")
    before = await dump("audit_entry")

    answer = await call(stage, company.coordinator, "startAssessment", **start(other))

    assert answer == no_such("operator")
    assert await dump("audit_entry") == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("periodFrom", "2026-13-01"),
        ("periodFrom", "0000-01-01"),
        ("periodUntil", "tomorrow"),
        ("scopeKind", "PLANET"),
        ("title", None),
        ("title", 7),
        ("parts", None),
        ("parts", [{}]),
    ],
)
async def test_start_with_a_value_that_is_none_is_refused_before_anything_runs(
    stage: Stage, company: Company, field: str, value: Any
) -> None:
    before = await dump("audit_entry")

    given = {"input": start(company, **{field: value})}
    answer = await stage.ask(company.coordinator, document("startAssessment"), given)

    assert set(answer) == {"errors"}
    assert answer["errors"][0]["extensions"] == {"code": "BAD_INPUT"}
    assert f"invalid value at .{field}" in answer["errors"][0]["message"]
    assert await dump("audit_entry") == before


async def test_contributor_may_not_start(stage: Stage, company: Company) -> None:
    given = {"input": start(company)}

    answer = await stage.ask(company.contributor, document("startAssessment"), given)

    assert answer["data"] == {"startAssessment": None}
    assert answer["errors"][0]["extensions"] == {"code": "FORBIDDEN"}
    assert await rows("assessment") == []


async def test_part_is_added_renamed_and_removed(stage: Stage, company: Company) -> None:
    started = await stage.start(company, "Office IT")
    person, name = company.contributor, {"assessmentId": started.id, "name": "Grid"}

    added = await call(stage, person, "savePart", **name, description=" Lines ")
    id_ = added["part"]["id"]
    again = await call(stage, person, "savePart", **{**name, "partId": id_, "name": "GRID"})
    removed = await remove_part(stage, person, started, started.part)

    assert added["part"] == {"id": id_, "name": "Grid", "description": "Lines"}
    assert again["part"] == {"id": id_, "name": "GRID", "description": None}
    assert removed == {"__typename": "PartRemoved"}
    assert [row["name"] for row in await rows("part")] == ["GRID"]


@pytest.mark.parametrize(
    ("name", "issue"),
    [
        ("", ("name", "required", "must not be empty")),
        ("x" * 101, ("name", "too_long", "must be at most 100 characters, not 101")),
        ("\x00", ("name", "bad_character", NUL)),
        ("OFFICE it", ("name", "duplicate", "another part has this name")),
    ],
)
async def test_faulty_part_is_refused(
    stage: Stage, company: Company, name: str, issue: tuple[str, str, str]
) -> None:
    started = await stage.start(company, "Office IT", "Grid")
    before = await dump("audit_entry")

    for part in (None, started.parts["Grid"]):
        given = {"assessmentId": started.id, "partId": part, "name": name}
        assert await call(stage, company.contributor, "savePart", **given) == faulty(issue)

    assert await dump("audit_entry") == before


async def test_fifty_first_part_is_refused(stage: Stage, company: Company) -> None:
    started = await stage.start(company, *(f"Part {number}" for number in range(50)))
    before = await dump("audit_entry")

    given = {"assessmentId": started.id, "name": "One more"}
    answer = await call(stage, company.contributor, "savePart", **given)

    assert answer == {
        "__typename": "StateProblem",
        "message": "An assessment has at most 50 parts.",
        "code": "most_parts",
    }
    assert await dump("audit_entry") == before


async def test_last_part_stays(stage: Stage, company: Company) -> None:
    started = await stage.start(company)
    before = await dump("audit_entry")

    answer = await remove_part(stage, company.contributor, started, started.part)

    assert answer == {
        "__typename": "StateProblem",
        "message": "An assessment has at least one part; rename this one instead.",
        "code": "last_part",
    }
    assert await dump("audit_entry") == before


@pytest.mark.parametrize("part", [f"prt_{NOBODY}", "", "prt_\x00"])
async def test_unknown_part_is_not_found(stage: Stage, company: Company, part: str) -> None:
    started = await stage.start(company, "Office IT", "Grid")
    before = await dump("audit_entry")

    given = {"assessmentId": started.id, "partId": part, "name": "Name"}
    assert await call(stage, company.contributor, "savePart", **given) == no_such("part")
    assert await remove_part(stage, company.contributor, started, part) == no_such("part")

    assert await dump("audit_entry") == before


async def test_part_of_another_assessment_is_not_found(stage: Stage, company: Company) -> None:
    mine = await stage.start(company, "Office IT", "Grid")
    other = await stage.start(company, "Office IT", "Grid")
    before = await dump("audit_entry")

    given = {"assessmentId": mine.id, "partId": other.part, "name": "Name"}
    assert await call(stage, company.contributor, "savePart", **given) == no_such("part")
    assert await remove_part(stage, company.contributor, mine, other.part) == no_such("part")

    assert await dump("audit_entry") == before


async def test_draft_is_discarded_whole_and_others_stay(stage: Stage, company: Company) -> None:
    gone, kept = await stage.start(company), await stage.start(company)
    await stage.answer(company, gone)
    await stage.answer(company, kept)

    assert await discard(stage, company.coordinator, gone) == {"__typename": "AssessmentDiscarded"}

    for table in ("assessment", "part", "response", "change"):
        column = "id" if table == "assessment" else "assessment_id"
        assert {row[column] for row in await rows(table)} == {kept.id}
    acts = [(row["action"], row["subject_id"]) for row in await rows("audit_entry")]
    assert ("assessment.discard", gone.id) in acts
    assert await discard(stage, company.coordinator, gone) == no_such("assessment")


@pytest.mark.parametrize("field", ["responses", "statements", "measures", "evidence"])
@pytest.mark.parametrize("control", ["small.unknown", "", "\x00", "x" * 500])
async def test_answers_of_an_unknown_control_are_none(
    stage: Stage, company: Company, field: str, control: str
) -> None:
    started = await stage.start(company)
    query = f"""query($id: ID!, $control: ID!) {{
        assessment(id: $id) {{ {field}(controlId: $control) {{ partId }} }}
        changes(assessmentId: $id, first: 1, controlId: $control) {{ edges {{ cursor }} }}
    }}"""

    found = await stage.get(company.contributor, query, {"id": started.id, "control": control})

    assert found == {"assessment": {field: []}, "changes": {"edges": []}}
