"""CISO Assistant's libraries as content of ours."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from nisassess.catalogues.interchange.report import RemarkKind
from nisassess.sdk import AnswerKind, Condition, ContentError
from tests.catalogues.interchange.files import controls, imported, library, node, reasons, saved

pytestmark = pytest.mark.database_free

NODES = [
    node("a", name="Access"),
    node("a.1", "a", name="Gates", description="Gates are shut.", annotation="At night."),
    node("a.2", "a", description="Keys are counted.", typical_evidence="- Key book\n- List"),
    node("b", name="Berths"),
    node("b.1", "b", name="Notes for berths"),
    node("b.2", "b", name="Lamps", description="Lamps are lit."),
]


def taken(tmp_path: Path, nodes: list[dict[str, Any]], **framework: Any) -> Any:
    return imported(saved(tmp_path / "quay.yaml", library(nodes, **framework)))


def test_nodes_become_groups_and_controls(tmp_path: Path) -> None:
    found = taken(tmp_path, NODES)

    assert found.catalogue.version == "4.0"
    assert "Harbour office, free to use." in found.catalogue.description
    assert [(g.id, g.label, g.title) for g in found.catalogue.groups] == [
        ("quay.a", "A", "Access"),
        ("quay.b", "B", "Berths"),
    ]
    gates = controls(found)["quay.a.1"]
    assert (gates.label, gates.title, gates.statement) == ("A.1", "Gates", "Gates are shut.")
    assert gates.guidance == ("At night.",)
    assert controls(found)["quay.a.2"].title == "Keys are counted."
    assert controls(found)["quay.a.2"].example_evidence == ("Key book", "List")


def test_heading_without_requirements_is_kept_in_its_group(tmp_path: Path) -> None:
    found = taken(tmp_path, NODES)

    assert found.catalogue.groups[1].summary == "B.1\nNotes for berths"


def test_number_that_looks_like_a_decimal_stays_as_written(tmp_path: Path) -> None:
    path = saved(tmp_path / "quay.yaml", library(NODES))
    path.write_text(path.read_text().replace("ref_id: A.1", "ref_id: 1.10"))

    assert controls(imported(path))["quay.a.1"].label == "1.10"


def test_requirement_inside_another_stands_beside_it(tmp_path: Path) -> None:
    inner = node("a.1.x", "a.1", name="Left gate", description="The left gate is shut.")
    note = node("a.1.n", "a.1", name="A word on gates")

    found = taken(tmp_path, [*NODES, inner, note])

    assert list(controls(found)) == ["quay.a.1", "quay.a.1.x", "quay.a.2", "quay.b.2"]
    assert controls(found)["quay.a.1"].guidance == ("At night.", "A.1.N\nA word on gates")
    told = "a requirement inside another stands beside it"
    assert told in [reason for _, reason in reasons(found.report)]


def test_implementation_groups_become_profiles(tmp_path: Path) -> None:
    nodes = [dict(entry) for entry in NODES]
    nodes[1]["implementation_groups"] = ["basic", "full"]
    nodes[5]["implementation_groups"] = ["full"]
    groups = [
        {"ref_id": "basic", "name": "Basic", "description": "For jetties."},
        {
            "ref_id": "full",
            "name": "Full",
            "description": None,
            "translations": {"fr": {"name": "Complet"}},
        },
        {"ref_id": "empty", "name": "Empty"},
    ]
    nodes[0]["translations"] = {"fr": {"name": "Accès"}}

    found = taken(tmp_path, nodes, implementation_groups_definition=groups)

    chosen = {profile.id: profile.controls for profile in found.profiles}
    assert chosen == {
        "quay-all": {},
        "quay-basic": {"quay.a.1": 2},
        "quay-full": {"quay.a.1": 2, "quay.b.2": 2},
    }
    assert found.profiles[0].groups == {"quay.a": 2, "quay.b": 2}
    assert found.profiles[1].summary == "For jetties."
    assert found.profiles[2].translations["fr"].title == "Quay rules: Complet"
    told = "an implementation group that selects no requirement"
    assert ("objects.framework.implementation_groups_definition.2", told) in reasons(found.report)


def test_scores_become_a_scale_of_levels(tmp_path: Path) -> None:
    scores = [
        {"score": 1, "name": "Poor", "description": "Nothing."},
        {"score": 2, "name": "Fair", "description": "Some."},
        {"score": 3, "name": "Good", "description": "All."},
    ]

    found = taken(tmp_path, NODES, min_score=1, max_score=3, scores_definition=scores)

    assert [choice.label for choice in found.catalogue.scales["score"]] == ["Poor", "Fair", "Good"]
    (question,) = controls(found)["quay.a.1"].questions
    assert (question.kind, question.scale) == (AnswerKind.MATURITY, "score")
    scoring = found.profiles[0].scoring
    assert (scoring.method, scoring.lowest) == ("gated-maturity", 1)
    assert scoring.levels == ("Poor", "Fair", "Good")
    assert found.profiles[0].groups == {"quay.a": 3, "quay.b": 3}


def test_questions_are_taken_with_choices_credits_and_conditions(tmp_path: Path) -> None:
    urn = "urn:harbour:risk:req_node:quay:a.1:question"
    nodes = [dict(entry) for entry in NODES]
    nodes[1]["questions"] = {
        f"{urn}:1": {
            "type": "unique_choice",
            "text": "Are the gates shut?",
            "choices": [
                {"urn": f"{urn}:1:choice:1", "value": "Yes", "compute_result": "compliant"},
                {"urn": f"{urn}:1:choice:2", "value": "No", "compute_result": "non_compliant"},
                {"urn": f"{urn}:1:choice:3", "value": "N/A", "compute_result": "not_applicable"},
            ],
        },
        f"{urn}:2": {
            "type": "multiple_choice",
            "text": "Which?",
            "depends_on": {
                "question": f"{urn}:1",
                "answers": [f"{urn}:1:choice:1"],
                "condition": "any",
            },
            "choices": [
                {"urn": f"{urn}:2:choice:1", "value": "North", "color": "#ff0000"},
                {"urn": f"{urn}:2:choice:2", "value": "North"},
            ],
        },
        f"{urn}:3": {"type": "number", "text": "How many?"},
        f"{urn}:4": {"type": "date", "text": "Since when?"},
        f"{urn}:5": {"type": "oracle", "text": "Why?"},
    }

    found = taken(tmp_path, nodes)

    shut, which, number, day, why = controls(found)["quay.a.1"].questions
    assert [(c.value, c.credit) for c in shut.choices] == [("yes", Decimal(1)), ("no", Decimal(0))]
    assert which.when == Condition("q1", ("yes",))
    assert [(c.value, c.label) for c in which.choices] == [("north", "North"), ("north_2", "North")]
    assert (number.kind, number.unit, number.optional) == (AnswerKind.NUMBER, "–", True)
    assert day.kind is AnswerKind.DATE
    assert why.kind is AnswerKind.TEXT
    told = [reason for _, reason in reasons(found.report)]
    assert "a choice has no 'color'" in told
    assert "a choice that is not applicable; that is said of the whole control" in told
    assert "a question of kind 'oracle' became text" in told


def test_translations_become_overlays(tmp_path: Path) -> None:
    nodes = [dict(entry) for entry in NODES]
    nodes[0]["translations"] = {"de": {"name": "Zugang"}}
    nodes[1]["translations"] = {
        "de": {"name": "Tore", "description": "Tore sind zu."},
        "pt-br": {"name": "Portões"},
    }

    found = taken(tmp_path, nodes)

    overlay = found.catalogue.translations["de"].groups["quay.a"]
    assert overlay.title == "Zugang"
    assert overlay.controls["quay.a.1"].title == "Tore"
    assert overlay.controls["quay.a.1"].statement == "Tore sind zu."
    assert list(overlay.controls) == ["quay.a.1"]
    assert found.report.languages == ("en", "de")
    path = "objects.framework.requirement_nodes.1.translations.pt-br"
    assert (path, "is no language of two letters") in reasons(found.report)


def test_reference_controls_alone_become_controls(tmp_path: Path) -> None:
    document = library([])
    document["objects"] = {
        "reference_controls": [
            {
                "urn": "urn:harbour:risk:function:ropes",
                "ref_id": "R1",
                "name": "Ropes",
                "description": "Ropes are checked.",
                "category": "technical",
            }
        ]
    }

    found = imported(saved(tmp_path / "r.yaml", document))

    assert [group.title for group in found.catalogue.groups] == ["Technical"]
    assert controls(found)["quay.ropes"].statement == "Ropes are checked."


def test_reference_controls_of_a_requirement_are_kept_in_its_guidance(tmp_path: Path) -> None:
    nodes = [dict(entry) for entry in NODES]
    known, unknown = "urn:harbour:risk:function:ropes", "urn:harbour:risk:function:other"
    nodes[1]["reference_controls"] = [known, unknown]
    document = library(nodes)
    document["objects"]["reference_controls"] = [
        {"urn": known, "ref_id": "R1", "name": "Ropes", "description": "Ropes are checked."}
    ]

    found = imported(saved(tmp_path / "r.yaml", document))

    assert controls(found)["quay.a.1"].guidance == ("At night.", "R1 Ropes: Ropes are checked.")
    path = "objects.framework.requirement_nodes.1.reference_controls"
    assert (path, f"{unknown} is not in the file") in reasons(found.report)


def test_unknown_entries_and_objects_are_listed(tmp_path: Path) -> None:
    nodes = [dict(entry) for entry in NODES]
    nodes[1]["weight"] = 3
    document = library(nodes)
    document["objects"]["threats"] = [{"urn": "urn:x", "name": "Fog"}]

    report = imported(saved(tmp_path / "r.yaml", document)).report

    left_out = [(r.path, r.reason) for r in report.remarks if r.kind is RemarkKind.LEFT_OUT]
    assert left_out == [
        ("objects.threats", "is no part of a catalogue"),
        ("objects.framework.requirement_nodes.1.weight", "a control has no 'weight'"),
    ]


@pytest.mark.parametrize(
    ("nodes", "message", "line"),
    [
        ([*NODES, dict(NODES[1])], "the urn 'urn:harbour:risk:req_node:quay:a.1' stands twice", 51),
        (
            [
                node("x", "y", description="X."),
                node("y", "x", description="Y."),
            ],
            "is its own ancestor; the parents go round in a circle",
            17,
        ),
        ([node("x", name="Heading")], "holds no assessable requirement", 16),
        ([{"name": "No URN"}], "'urn' is required", 17),
    ],
)
def test_broken_tree_is_told_at_its_line(
    tmp_path: Path, nodes: list[dict[str, Any]], message: str, line: int
) -> None:
    with pytest.raises(ContentError) as told:
        taken(tmp_path, nodes)

    (fault,) = told.value.faults
    assert (fault.message, fault.line) == (message, line)


@pytest.mark.parametrize("held", ["risk_matrix", "threats", "metric_definitions"])
def test_library_without_a_framework_is_refused_by_what_it_holds(tmp_path: Path, held: str) -> None:
    document = library([])
    document["objects"] = {held: [{"urn": "urn:x"}]}

    with pytest.raises(ContentError, match=f"holds {held}; a catalogue is made of a 'framework'"):
        imported(saved(tmp_path / "r.yaml", document))
