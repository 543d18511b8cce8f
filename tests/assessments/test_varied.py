"""Every question kind, conditions, openings, languages and own methods, over the API."""

from typing import Any

import pytest

from nisassess.catalogues import repository as pinned_profiles
from nisassess.plugins import register
from nisassess.results.canonical import parse
from tests.assessments.calls import call
from tests.assessments.small import candidate, content, real_candidates
from tests.assessments.varied import (
    GOOD,
    HAS,
    HOURS,
    NOTES,
    OPEN,
    OPENED,
    OTHER,
    OWN,
    SITES,
    WHEN,
    WHICH,
    registry,
)
from tests.assessments.world import Company, Stage, Started, rows

ALL = {
    HAS: "yes",
    WHICH: "south north",
    HOURS: "3,50",
    GOOD: "locked",
    WHEN: "2026-03-01",
    f"{OTHER}/ladder": "2",
}
SCORE = """query($id: ID!) { score(assessmentId: $id) {
    revision methodInstalled method methodVersion
    total { questions answered met below open completeness attainment }
    gates { id state }
    controls { controlId state level } } }"""


@pytest.fixture
def stage(stage: Stage) -> Stage:
    stage.application.services.add(registry())
    return Stage(stage.application, stage.client)


async def save(stage: Stage, company: Company, started: Started, question: str, value: Any) -> Any:
    return await call(
        stage,
        company.contributor,
        "saveResponse",
        assessmentId=started.id,
        partId=started.part,
        controlId=question.partition("/")[0],
        questionId=question,
        value=value,
        expectedVersion=0,
    )


async def answered(stage: Stage, company: Company, profile: str, **changes: str) -> Started:
    started = await stage.start(company, profile=profile)
    for question, value in {**ALL, **changes}.items():
        saved = await save(stage, company, started, question, value)
        assert saved["__typename"] == "ResponseSaved", saved
    return started


async def score(stage: Stage, company: Company, started: Started) -> Any:
    return (await stage.get(company.contributor, SCORE, {"id": started.id}))["score"]


async def test_answers_of_every_kind_are_kept_in_one_form_and_scored(
    stage: Stage, company: Company
) -> None:
    started = await answered(stage, company, OPEN)

    found = await score(stage, company, started)

    kept = {row["question_id"]: row["value"] for row in await rows("response")}
    assert kept == {**ALL, WHICH: "north south", HOURS: "3.5"}
    assert found["total"] == {
        "questions": 6,
        "answered": 6,
        "met": 2,
        "below": 0,
        "open": 0,
        "completeness": 1.0,
        "attainment": 1.0,
    }
    assert [gate["state"] for gate in found["gates"]] == ["PASSED"]


async def test_question_whose_condition_does_not_hold_is_neither_open_nor_scored(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company, profile=OPEN)
    for question, value in ALL.items():
        if question != WHICH:
            await save(stage, company, started, question, "no" if question == HAS else value)

    found = await score(stage, company, started)

    assert (found["total"]["questions"], found["total"]["answered"]) == (5, 5)
    # Without remote sites the first level is missed, and so is the foundation.
    assert [(one["controlId"], one["level"]) for one in found["controls"]] == [
        (SITES, 0),
        (OTHER, 2),
    ]
    assert [gate["state"] for gate in found["gates"]] == ["FAILED"]


async def test_answer_behind_a_condition_counts_again_when_it_holds_again(
    stage: Stage, company: Company
) -> None:
    started = await answered(stage, company, OPEN, **{WHICH: "none"})

    assert (await score(stage, company, started))["controls"][0]["level"] == 1


@pytest.mark.parametrize(
    ("question", "value", "code"),
    [
        (HAS, "maybe", "unknown_choice"),
        (WHICH, "west", "unknown_choice"),
        (HOURS, "many", "not_a_number"),
        (HOURS, "1001", "out_of_range"),
        (GOOD, "locked none", "unknown_choice"),
        (WHEN, "yesterday", "not_a_date"),
        (NOTES, "", "required"),
    ],
)
async def test_wrong_answer_is_told_and_not_kept(
    stage: Stage, company: Company, question: str, value: str, code: str
) -> None:
    started = await stage.start(company, profile=OPEN)

    answer = await save(stage, company, started, question, value)

    assert [(issue["path"], issue["code"]) for issue in answer["issues"]] == [("value", code)]
    assert await rows("response") == []


async def test_everything_is_sealed_as_it_was_answered(stage: Stage, company: Company) -> None:
    office = await stage.office("NIS authority of Austria")
    started = await answered(stage, company, OPEN, **{NOTES: "Two lines.\nOf text."})
    await stage.approve(company, started)
    await stage.submit(company, started, office)
    query = """{ submissions(first: 1) { edges { node {
        controls(ids: ["varied.sites"]) { parts { answers { answer answerText } } } } } } }"""

    found = await stage.get(office.officer, query)

    (node,) = [edge["node"] for edge in found["submissions"]["edges"]]
    answers = node["controls"][0]["parts"][0]["answers"]
    assert [(one["answer"], one["answerText"]) for one in answers] == [
        ("yes", "Yes"),
        ("north south", "North; South"),
        ("3.5", "3.5 hours"),
        ("locked", "Doors are locked"),
        ("2026-03-01", "2026-03-01"),
        ("Two lines.\nOf text.", "Two lines.\nOf text."),
    ]


# --- openings -------------------------------------------------------------------------------

GIVEN = {"option": "identified", "authority": "Authority for energy", "dated": "2026-02-03"}


async def begin(stage: Stage, company: Company, profile: str, opening: Any) -> Any:
    return await call(
        stage,
        company.coordinator,
        "startAssessment",
        operatorId=company.id,
        profileId=profile,
        title="2026",
        scopeKind="ORGANISATION",
        scopeName="All",
        periodFrom="2026-01-01",
        periodUntil="2026-12-31",
        parts=[{"name": "All"}],
        opening=opening,
    )


async def test_profile_opens_by_the_fact_that_it_asks_for(stage: Stage, company: Company) -> None:
    answer = await begin(stage, company, OPENED, GIVEN)

    query = """query($id: ID!) { assessment(id: $id) { opening { option authority dated }
        profile { opening { statement options { id label consequence
            reference { citation force verified checkedOn } } } } } }"""
    given = {"id": answer["assessment"]["id"]}
    found = (await stage.get(company.contributor, query, given))["assessment"]
    assert found["opening"] == GIVEN
    assert found["profile"]["opening"]["options"] == [
        {
            "id": "identified",
            "label": "Identified",
            "consequence": "The duties bind you.",
            "reference": {
                "citation": "NIS2 24",
                "force": "BINDING",
                "verified": True,
                "checkedOn": "2026-01-02",
            },
        }
    ]


@pytest.mark.parametrize(
    ("profile", "opening", "told"),
    [
        (OPENED, None, ("opening", "required")),
        (OPENED, {**GIVEN, "option": "guessed"}, ("opening.option", "unknown_choice")),
        (OPENED, {**GIVEN, "authority": " "}, ("opening.authority", "required")),
        (OPENED, {**GIVEN, "dated": "2099-01-01"}, ("opening.dated", "in_future")),
        (OPEN, GIVEN, ("opening", "not_asked")),
    ],
)
async def test_profile_stays_shut_without_it(
    stage: Stage, company: Company, profile: str, opening: Any, told: tuple[str, str]
) -> None:
    answer = await begin(stage, company, profile, opening)

    assert [(issue["path"], issue["code"]) for issue in answer["issues"]] == [told]
    assert await rows("assessment") == []


# --- languages ------------------------------------------------------------------------------

IN = """query($id: ID!, $language: String) { assessment(id: $id) {
    profile(language: $language) { title language languages }
    groups(language: $language) { title language controls { id title language statement
        questions { id prompt language unit choices { label } } } } } }"""


async def test_content_is_read_in_another_language_and_says_where_it_is_not(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company, profile=OPEN)

    found = await stage.get(company.contributor, IN, {"id": started.id, "language": "fr"})

    profile, (group,) = found["assessment"]["profile"], found["assessment"]["groups"]
    assert profile == {"title": "Ouvert", "language": "fr", "languages": ["en", "fr"]}
    assert (group["title"], group["language"]) == ("Groupe", "fr")
    sites, other = group["controls"]
    assert (sites["title"], sites["language"]) == ("Sites distants", "fr")
    assert (other["title"], other["language"]) == ("Other", "en")
    has, which, hours = sites["questions"][:3]
    assert (has["language"], has["choices"]) == ("fr", [{"label": "Oui"}, {"label": "Non"}])
    assert (hours["language"], hours["unit"]) == ("fr", "heures")
    # One choice of it is not translated: nobody reads half a question in another language.
    assert (which["language"], which["prompt"]) == ("en", "Which?")


@pytest.mark.parametrize("language", [None, "en", "mt", "../../secret"])
async def test_language_that_there_is_not_gives_the_original(
    stage: Stage, company: Company, language: str | None
) -> None:
    started = await stage.start(company, profile=OPEN)

    found = await stage.get(company.contributor, IN, {"id": started.id, "language": language})

    assert found["assessment"]["profile"]["language"] == "en"
    assert found["assessment"]["groups"][0]["controls"][0]["title"] == "Sites"


# --- a method of a plugin's own -------------------------------------------------------------


async def test_last_score_of_a_method_that_is_gone_stays_and_says_so(
    stage: Stage, company: Company
) -> None:
    started = await answered(stage, company, OWN)
    before = await score(stage, company, started)
    assert (before["method"], before["methodInstalled"]) == ("varied-method", True)

    stage.application.services.add(register((*real_candidates(), candidate("small", content()))))
    pinned_profiles._cache.clear()

    assert await score(stage, company, started) == {**before, "methodInstalled": False}
    saved = await save(stage, company, started, NOTES, "Still answered.")
    assert saved["__typename"] == "ResponseSaved"
    assert (await score(stage, company, started))["revision"] == before["revision"]
    readiness = "query($id: ID!) { readiness(assessmentId: $id) { ready } }"
    refused = await stage.ask(company.contributor, readiness, {"id": started.id})
    assert refused["errors"][0]["extensions"]["state"] == "scorer_missing"


# --- mappings -------------------------------------------------------------------------------


async def test_frameworks_that_controls_are_mapped_to_are_listed_with_relation_and_state(
    stage: Stage, company: Company
) -> None:
    started = await answered(stage, company, OPEN)
    query = """query($id: ID!) { coverage(assessmentId: $id) { framework
        entries { target controls { controlId relation state level } } } }"""

    found = await stage.get(company.contributor, query, {"id": started.id})

    assert found["coverage"] == [
        {
            "framework": "ISO",
            "entries": [
                {
                    "target": "A.5.1",
                    "controls": [
                        {"controlId": OTHER, "relation": "INTERSECTS", "state": "MET", "level": 2}
                    ],
                },
                {
                    "target": "A.5.9",
                    "controls": [
                        {"controlId": SITES, "relation": "SUBSET", "state": "MET", "level": 3}
                    ],
                },
                {
                    "target": "A.5.10",
                    "controls": [
                        {"controlId": SITES, "relation": "INTERSECTS", "state": "MET", "level": 3}
                    ],
                },
            ],
        }
    ]


MAPPED = """query($id: ID!, $control: ID!) {
    mappedControls(assessmentId: $id, controlId: $control) {
    assessmentId controlId relation state level levelName profileTitle
    parts { part { name } state justification evidence { evidence { title } } } } }"""


async def test_control_shows_what_other_assessments_say_of_it_and_how_far_it_reaches(
    stage: Stage, company: Company
) -> None:
    other = await answered(stage, company, OPEN)
    await call(
        stage,
        company.contributor,
        "saveStatement",
        assessmentId=other.id,
        partId=other.part,
        controlId=SITES,
        justification="Two sites, both watched.",
        notApplicable=False,
        expectedVersion=0,
    )
    mine = await stage.start(company)

    given = {"id": mine.id, "control": "small.one"}
    found = await stage.get(company.contributor, MAPPED, given)

    assert found["mappedControls"] == [
        {
            "assessmentId": other.id,
            "controlId": SITES,
            "relation": "SUPERSET",
            "state": "MET",
            "level": 3,
            "levelName": "Done",
            "profileTitle": "Open",
            "parts": [
                {
                    "part": {"name": "Office IT"},
                    "state": "MET",
                    "justification": "Two sites, both watched.",
                    "evidence": [],
                }
            ],
        }
    ]
    # Read from the other side, the relation turns round.
    given = {"id": other.id, "control": SITES}
    turned = await stage.get(company.contributor, MAPPED, given)
    assert [(one["controlId"], one["relation"]) for one in turned["mappedControls"]] == [
        ("small.one", "SUBSET")
    ]


async def test_assessments_of_another_operator_say_nothing(stage: Stage, company: Company) -> None:
    stranger = await stage.company("Südwind Netz")
    await answered(stage, stranger, OPEN)
    mine = await stage.start(company)

    given = {"id": mine.id, "control": "small.one"}
    found = await stage.get(company.contributor, MAPPED, given)

    assert found["mappedControls"] == []


# --- the change that raises most ------------------------------------------------------------


async def test_best_change_is_told_for_the_total_a_group_and_a_control(
    stage: Stage, company: Company
) -> None:
    started = await answered(stage, company, OPEN, **{HOURS: "20"})
    query = """query($id: ID!, $group: ID, $control: ID) {
        bestChange(assessmentId: $id, groupId: $group, controlId: $control) {
            change { controlId questionId partName before after } words } }"""
    wanted = {
        "controlId": SITES,
        "questionId": HOURS,
        "partName": "Office IT",
        "before": "20 hours",
    }

    for place in ({}, {"group": "varied-group"}, {"control": SITES}):
        found = await stage.get(company.contributor, query, {"id": started.id, **place})
        change = dict(found["bestChange"]["change"])
        assert 0 <= float(change.pop("after").removesuffix(" hours")) <= 4
        assert change == wanted
        assert found["bestChange"]["words"]


# --- the language of the results ------------------------------------------------------------


async def set_language(stage: Stage, company: Company, started: Started, language: str) -> Any:
    query = """mutation($id: ID!, $language: String!) {
        setAssessmentLanguage(assessmentId: $id, language: $language) {
            __typename ... on LanguageSet { assessment { language revision } }
            ... on ValidationProblem { issues { path code message } } } }"""
    given = {"id": started.id, "language": language}
    return (await stage.get(company.contributor, query, given))["setAssessmentLanguage"]


async def test_results_are_sealed_in_the_language_chosen(stage: Stage, company: Company) -> None:
    office = await stage.office("NIS authority of Austria")
    started = await answered(stage, company, OPEN)
    done = await set_language(stage, company, started, "fr")
    assert done["assessment"]["language"] == "fr"
    await stage.approve(company, started)
    await stage.submit(company, started, office)

    (row,) = await rows("submission")

    results = parse(row["document"].encode())
    assert results.language == "fr"
    assert [control.title for control in results.groups[0].controls] == ["Sites distants", "Other"]
    assert results.groups[0].controls[0].parts[0].answers[2].answer_text == "3.5 heures"


async def test_language_that_the_profile_lacks_is_told(stage: Stage, company: Company) -> None:
    started = await stage.start(company, profile=OPEN)

    answer = await set_language(stage, company, started, "mt")

    assert answer["issues"] == [
        {
            "path": "language",
            "code": "not_in_profile",
            "message": "must be one of en, fr, into which the profile is put",
        }
    ]


async def test_score_is_told_in_another_language(stage: Stage, company: Company) -> None:
    started = await answered(stage, company, OPEN)
    query = """query($id: ID!, $language: String) { score(assessmentId: $id, language: $language) {
        total { completenessTrace { rule result } }
        controls { title trace { rule } parts { trace { inputs { label } } } } } }"""

    told = {
        language: (
            await stage.get(company.contributor, query, {"id": started.id, "language": language})
        )["score"]
        for language in ("en", "fr", "de", "mt")
    }

    results = {code: one["total"]["completenessTrace"]["result"] for code, one in told.items()}
    assert results["en"] == "6 of 6 questions answered"
    assert results["fr"] != results["en"] != results["de"] != results["fr"]
    assert results["mt"] == results["en"]
    french = told["fr"]["controls"][0]
    assert french["title"] == "Sites distants"
    assert "Y a-t-il des sites distants ?" in [
        given["label"] for given in french["parts"][0]["trace"]["inputs"]
    ]
