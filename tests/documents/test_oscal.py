"""OSCAL assessment results: valid by OSCAL's models, complete, and the same every time."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trestle.oscal.assessment_results import AssessmentResults

from nisassess.documents.oscal import assessment_results
from nisassess.results.canonical import canonical, digest
from nisassess.results.types import Results
from tests.documents.everything import ANSWERS, everything, props
from tests.documents.factory import all_parts, make_results, with_first_part

pytestmark = pytest.mark.database_free
FORMAT_1 = Path(__file__).parents[1] / "results" / "sealed" / "format-1.json"


def written(results: Results) -> Any:
    """The document, held once more against the models from the bytes that were written."""
    value = json.loads(assessment_results(canonical(results)))
    assert list(value) == ["assessment-results"]
    AssessmentResults.model_validate(value["assessment-results"])
    return value["assessment-results"]


@pytest.fixture(scope="module")
def results() -> Results:
    return everything()


@pytest.fixture(scope="module")
def document(results: Results) -> Any:
    return written(results)


def test_same_results_give_the_same_bytes_and_others_give_other_ids(results: Results) -> None:
    sealed = canonical(results)
    once, again = assessment_results(sealed), assessment_results(sealed)
    other = assessment_results(canonical(replace(results, number=3)))

    assert once == again
    pattern = rb'"uuid":"([0-9a-f-]{36})"'
    assert not set(re.findall(pattern, once)) & set(re.findall(pattern, other))


def test_metadata_says_whose_results_they_are_and_how_they_were_sealed(
    document: Any, results: Results
) -> None:
    metadata = document["metadata"]

    assert metadata["oscal-version"] == "1.1.3"
    assert metadata["version"] == "2"
    assert metadata["last-modified"] == "2026-11-20T14:32:05Z"
    assert metadata["document-ids"] == [{"identifier": results.submission}]
    assert props(metadata, "digest") == [digest(canonical(results))]
    assert props(metadata, "self-declared") == ["yes"]
    assert props(metadata, "marking") == ["amber_strict"]
    assert props(metadata, "supersedes") == ["sub_01kag8before"]
    assert "Lumenara Verteilnetz GmbH" in {party["name"] for party in metadata["parties"]}


def test_each_control_has_a_finding_and_each_part_an_observation(
    document: Any, results: Results
) -> None:
    (result,) = document["results"]
    controls = [control for group in results.groups for control in group.controls]

    assert [
        one["control-id"] for one in document["local-definitions"]["objectives-and-methods"]
    ] == [control.id for control in controls]
    assert [props(one, "control") for one in result["findings"]] == [[c.id] for c in controls]
    about = [one for one in result["observations"] if "subjects" in one]
    assert len(about) == len(all_parts(results)) == 60
    assert "risks" not in result


def test_finding_states_what_the_control_reaches(document: Any, results: Results) -> None:
    expected = {
        "met": ("satisfied", "pass", None),
        "below": ("not-satisfied", "fail", None),
        "open": ("not-satisfied", "other", None),
        "not_applicable": ("satisfied", "other", {"state": "not-applicable"}),
    }
    states = {control.id: control.state for group in results.groups for control in group.controls}
    found = {}
    for finding in document["results"][0]["findings"]:
        (control,), target = props(finding, "control"), finding["target"]
        status = target["status"]["state"], target["status"]["reason"]
        found[control] = (*status, target.get("implementation-status"))

    assert set(states.values()) == set(expected)
    assert found == {control: expected[state] for control, state in states.items()}


def test_everything_that_is_referred_to_is_there(document: Any) -> None:
    (result,) = document["results"]
    objectives = {
        part["id"]
        for one in document["local-definitions"]["objectives-and-methods"]
        for part in one["parts"]
    }
    observations = [one["uuid"] for one in result["observations"]]
    resources = {one["uuid"] for one in document["back-matter"]["resources"]}
    components = {one["uuid"] for one in result["local-definitions"]["components"]}
    parties = {one["uuid"] for one in document["metadata"]["parties"]}

    assert {one["target"]["target-id"] for one in result["findings"]} == objectives
    related = [
        one["observation-uuid"]
        for finding in result["findings"]
        for one in finding["related-observations"]
    ]
    assert set(related) <= set(observations)
    links = [
        link["href"] for one in result["observations"] for link in one.get("relevant-evidence", [])
    ]
    assert {link.removeprefix("#") for link in [*links, document["import-ap"]["href"]]} <= resources
    subjects = [
        s["subject-uuid"] for one in result["observations"] for s in one.get("subjects", [])
    ]
    assert set(subjects) == components
    actors = {
        o["actors"][0]["actor-uuid"] for one in result["observations"] for o in one["origins"]
    }
    assert actors <= parties
    every = re.findall(r'"uuid": "([^"]+)"', json.dumps(document))
    assert {one for one, count in Counter(every).items() if count > 1} == set()


def test_answers_of_every_kind_stand_in_the_observation(document: Any) -> None:
    observation = document["results"][0]["observations"][0]

    assert props(observation, "answer") == [answer for answer, _ in ANSWERS.values()]
    kinds = [one["class"] for one in observation["props"] if one["name"] == "answer"]
    assert kinds == [kind.value for kind in ANSWERS]
    unanswered = [one for one in observation["props"] if one.get("class") == "unanswered"]
    assert [one["value"] for one in unanswered] == ["nis.1.1/missing"]
    assert observation["collected"] == "2026-10-02T09:15:00Z"


def test_not_applicable_part_carries_its_reason(document: Any, results: Results) -> None:
    reasons = [
        reason
        for one in document["results"][0]["observations"]
        for reason in props(one, "not-applicable-reason")
    ]
    assert reasons == [
        part.not_applicable_reason for part in all_parts(results) if part.state == "not_applicable"
    ]


def test_evidence_is_linked_with_its_hash(document: Any, results: Results) -> None:
    evidence = {one.id: one for part in all_parts(results) for one in part.evidence}
    resources = {
        id_: one
        for one in document["back-matter"]["resources"]
        for id_ in props(one, "id")
        if props(one, "kind")
    }

    assert resources.keys() == evidence.keys()
    for id_, resource in resources.items():
        expected = evidence[id_]
        assert props(resource, "digest") == ([expected.digest] if expected.digest else [])
        if expected.kind == "reference":
            assert "rlinks" not in resource
            assert props(resource, "location") == [expected.location]
        else:
            (link,) = resource["rlinks"]
            assert link["href"] == f"{results.submission}/evidence/{id_}"
            assert link["hashes"] == [{"algorithm": "SHA-256", "value": expected.digest}]


def test_gates_outcome_opening_and_approval_are_told(document: Any) -> None:
    (result,) = document["results"]
    gates = [one for one in result["observations"] if props(one, "gate")]

    assert [(props(one, "gate"), props(one, "state")) for one in gates] == [
        (["key-controls"], ["failed"]),
        (["total"], ["open"]),
        (["key-controls"], ["failed"]),
    ]
    assert result["observations"][-1]["description"] == "A foundation is missing."
    attested = {one["parts"][0]["name"]: one["parts"][0] for one in result["attestations"]}
    assert list(attested) == ["approval", "release", "opening"]
    assert props(attested["approval"], "resolution") == ["GF-2026/41"]
    assert props(attested["opening"], "dated") == ["2026-01-12"]


def test_results_of_one_part_without_anything_optional_are_valid() -> None:
    results = make_results(groups=1, controls=1)
    results = replace(results, scope=replace(results.scope, parts=results.scope.parts[:1]))
    control = replace(results.groups[0].controls[0], parts=results.groups[0].controls[0].parts[:1])
    results = replace(results, groups=(replace(results.groups[0], controls=(control,)),))
    bare = with_first_part(results, answers=(), evidence=(), measure=None, justification=None)

    observation = written(bare)["results"][0]["observations"][0]

    assert "relevant-evidence" not in observation
    assert observation["collected"] == "2026-11-20T14:32:05Z"


def test_results_of_the_first_format_are_valid() -> None:
    value = json.loads(assessment_results(FORMAT_1.read_bytes()))["assessment-results"]

    assert props(value["metadata"], "format") == ["nisassess-results/1"]
    assert len(value["results"][0]["findings"]) == 4


def test_document_that_is_no_results_is_refused() -> None:
    with pytest.raises(ValueError, match="validation error"):
        assessment_results(b'{"format":"nisassess-results/2"}')


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_whatever_people_write_the_document_is_valid(text: str) -> None:
    results = with_first_part(
        make_results(groups=1, controls=1), justification=text, not_applicable_reason=text
    )
    part = results.groups[0].controls[0].parts[0]
    answer = replace(part.answers[0], answer=text, answer_text=text, answered_by=text, kind="text")
    results = with_first_part(
        results, answers=(answer,), trace=replace(part.trace, result=text, rule=text)
    )
    written(
        replace(
            results,
            title=text,
            operator=replace(results.operator, name=text),
            release=replace(results.release, signatory=text),
            scope=replace(
                results.scope, parts=tuple(replace(p, name=text) for p in results.scope.parts)
            ),
        )
    )
