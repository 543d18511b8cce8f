"""OSCAL catalogues as content of ours."""

from pathlib import Path

import pytest

from nisassess.catalogues.interchange.report import RemarkKind
from nisassess.sdk import AnswerKind, Force
from tests.catalogues.interchange.files import (
    METADATA,
    controls,
    imported,
    oscal_catalog,
    oscal_control,
    reasons,
    saved,
)

pytestmark = pytest.mark.database_free


@pytest.mark.parametrize("name", ["rules.json", "rules.yaml"])
@pytest.mark.parametrize("version", ["1.1.2", "1.1.3", "1.2.1"])
def test_catalogue_of_either_form_and_version_is_taken(
    tmp_path: Path, name: str, version: str
) -> None:
    document = oscal_catalog(
        metadata={**METADATA, "oscal-version": version},
        groups=[{"id": "mo", "title": "Mooring", "controls": [oscal_control("mo-1")]}],
    )

    found = imported(saved(tmp_path / name, document))

    assert found.catalogue.id == "rules-of-the-harbour"
    assert found.catalogue.version == "3.1"
    assert [group.id for group in found.catalogue.groups] == ["rules-of-the-harbour.mo"]
    control = controls(found)["rules-of-the-harbour.mo-1"]
    assert control.title == "Title of mo-1"
    assert control.statement == "Do what mo-1 says."
    assert control.label == "mo-1"
    assert [question.kind for question in control.questions] == [AnswerKind.ACHIEVEMENT]
    assert found.report.counts["controls"] == 1


def test_id_and_language_are_those_asked_for(tmp_path: Path) -> None:
    file = saved(tmp_path / "r.json", oscal_catalog(controls=[oscal_control("a")]))

    found = imported(file, id_="harbour", language="de")

    assert list(controls(found)) == ["harbour.a"]
    assert found.catalogue.language == "de"
    assert controls(found)["harbour.a"].rationale.startswith("Die importierte Quelle")
    assert not any("language" in reason for _, reason in reasons(found.report))


def test_nested_controls_stand_beside_their_outer_control(tmp_path: Path) -> None:
    inner = oscal_control("mo-1.1", controls=[oscal_control("mo-1.1.1")])
    outer = oscal_control("mo-1", controls=[inner])
    group = {"id": "mo", "title": "Mooring", "controls": [outer, oscal_control("mo-2")]}
    file = saved(tmp_path / "r.json", oscal_catalog(groups=[group]))

    found = imported(file, id_="h")

    assert list(controls(found)) == ["h.mo-1", "h.mo-1.1", "h.mo-1.1.1", "h.mo-2"]
    path = "catalog.groups.0.controls.0.controls.0"
    assert (path, "a control inside another stands beside it") in reasons(found.report)


def test_nested_groups_become_groups_with_the_titles_above(tmp_path: Path) -> None:
    deep = {"id": "q1", "title": "Ropes", "controls": [oscal_control("a")]}
    top = {
        "id": "q",
        "title": "Quay",
        "parts": [{"name": "overview", "prose": "All about quays."}],
        "groups": [deep],
    }
    file = saved(tmp_path / "r.json", oscal_catalog(groups=[top]))

    (group,) = imported(file).catalogue.groups

    assert group.title == "Quay / Ropes"
    assert group.summary == "All about quays."


def test_parameters_are_written_into_the_prose(tmp_path: Path) -> None:
    control = oscal_control(
        "a",
        params=[
            {"id": "p1", "label": "a period", "constraints": [{"description": "at most a day"}]},
            {"id": "p2", "values": ["the harbour master"]},
            {
                "id": "p3",
                "select": {
                    "how-many": "one-or-more",
                    "choice": ["by radio", "{{ insert: param, p1 }}"],
                },
            },
            {"id": "p4", "label": "unused", "guidelines": [{"prose": "Choose wisely."}]},
        ],
    )
    control["parts"][0]["prose"] = (
        "Tell {{ insert: param, p2 }} within {{ insert: param, p1 }} {{insert: param, p3}}."
    )
    file = saved(tmp_path / "r.json", oscal_catalog(controls=[control]))

    found = imported(file, id_="h")

    made = controls(found)["h.a"]
    assert made.statement == (
        "Tell the harbour master within [a period – at most a day]"
        " [one or more: by radio | [a period – at most a day]]."
    )
    assert made.guidance == ("unused: Choose wisely.",)
    assert ("catalog.controls.0.params.3", "a parameter that no prose inserts") in reasons(
        found.report
    )


def test_parameter_that_inserts_itself_is_told(tmp_path: Path) -> None:
    control = oscal_control(
        "a",
        params=[
            {"id": "p1", "label": "x {{ insert: param, p2 }}"},
            {"id": "p2", "label": "y {{ insert: param, p1 }}"},
        ],
    )
    control["parts"][0]["prose"] = "{{ insert: param, p1 }} and {{ insert: param, missing }}"
    file = saved(tmp_path / "r.json", oscal_catalog(controls=[control]))

    found = imported(file, id_="h")

    assert controls(found)["h.a"].statement == "[x [y [p1]]] and [missing]"
    departures = [r.reason for r in found.report.remarks if r.kind is RemarkKind.DEPARTS]
    assert departures == [
        "a parameter that inserts itself",
        "inserts the parameter 'missing', which is not there",
    ]


def test_parts_become_statement_guidance_and_evidence(tmp_path: Path) -> None:
    control = oscal_control("a")
    control["parts"] = [
        {
            "name": "statement",
            "prose": "The crew:",
            "parts": [
                {
                    "name": "item",
                    "props": [{"name": "label", "value": "1."}],
                    "prose": "ties up;",
                    "parts": [{"name": "item", "prose": "twice;"}],
                },
            ],
        },
        {"name": "guidance", "prose": "Use two lines."},
        {"name": "assessment-objective", "prose": "Lines are tied."},
        {
            "name": "assessment-method",
            "props": [{"name": "method", "value": "EXAMINE"}],
            "parts": [{"name": "assessment-objects", "prose": "Log book\n\nCrew list"}],
        },
        {
            "name": "assessment-method",
            "props": [{"name": "method", "value": "TEST"}],
            "parts": [{"name": "assessment-objects", "prose": "The lines"}],
        },
    ]
    file = saved(tmp_path / "r.json", oscal_catalog(controls=[control]))

    made = controls(imported(file, id_="h"))["h.a"]

    assert made.statement == "The crew:\n1. ties up;\n  twice;"
    assert made.guidance == (
        "Use two lines.",
        "assessment objective: Lines are tied.",
        "assessment method (TEST): The lines",
    )
    assert made.example_evidence == ("Log book", "Crew list")


def test_links_become_references_or_are_named_in_the_guidance(tmp_path: Path) -> None:
    uuid = "99999999-2222-4333-8444-555555555555"
    control = oscal_control(
        "a",
        links=[
            {"href": f"#{uuid}", "rel": "reference"},
            {"href": "#b", "rel": "related"},
            {"href": "https://harbour.example/ropes", "rel": "reference"},
            {"href": "#nothing", "rel": "reference"},
        ],
    )
    label = {"name": "label", "value": "B-1"}
    other = oscal_control("b", props=[label])
    resource = {
        "uuid": uuid,
        "title": "Ropes handbook",
        "citation": {"text": "Ropes handbook, 4th edition"},
        "rlinks": [{"href": "https://harbour.example/handbook.pdf"}],
    }
    unused = {"uuid": uuid.replace("9", "8"), "title": "Unused"}
    document = oscal_catalog(
        controls=[control, other], **{"back-matter": {"resources": [resource, unused]}}
    )

    found = imported(saved(tmp_path / "r.json", document), id_="h")

    made = controls(found)["h.a"]
    assert [reference.source for reference in made.references] == [
        "ropes-handbook",
        "https-harbour.example-ropes",
    ]
    assert made.guidance == ("Related: B-1",)
    assert controls(found)["h.b"].label == "B-1"
    handbook = found.catalogue.sources[0]
    assert (handbook.title, handbook.force) == ("Ropes handbook, 4th edition", Force.GUIDANCE)
    told = reasons(found.report)
    assert ("catalog.controls.0.links.3", "a link 'reference' that leads to no document") in told
    assert ("catalog.back-matter.resources.1", "a document that no control cites") in told
    assert ("catalog.back-matter.resources.0.rlinks", "a source has no 'rlinks'") in told


def test_withdrawn_control_is_left_out_and_its_successor_named(tmp_path: Path) -> None:
    withdrawn = oscal_control(
        "a",
        props=[{"name": "status", "value": "withdrawn"}],
        links=[{"href": "#b", "rel": "incorporated-into"}],
    )
    document = oscal_catalog(controls=[withdrawn, oscal_control("b")])

    found = imported(saved(tmp_path / "r.json", document), id_="h")

    assert list(controls(found)) == ["h.b"]
    assert ("catalog.controls.0", "withdrawn (b)") in reasons(found.report)


def test_everything_without_a_place_is_listed(tmp_path: Path) -> None:
    control = oscal_control("a", props=[{"name": "revision", "value": "2"}])
    control["class"] = "rope"
    control["parts"][0]["links"] = [{"href": "#x", "rel": "see"}]
    file = saved(tmp_path / "r.json", oscal_catalog(controls=[control]))

    left_out = {
        (remark.path, remark.reason)
        for remark in imported(file).report.remarks
        if remark.kind is RemarkKind.LEFT_OUT
    }

    assert left_out == {
        ("catalog.metadata.last-modified", "a catalogue has no 'last-modified'"),
        ("catalog.controls.0.class", "a control has no class"),
        ("catalog.controls.0.props.0", "a control has no property 'revision'"),
        ("catalog.controls.0.parts.0.links.0", "a part has no link 'see'"),
    }


def test_departure_from_the_schema_is_told_and_read_all_the_same(tmp_path: Path) -> None:
    document = oscal_catalog(controls=[oscal_control("a")], invented="entry")

    found = imported(saved(tmp_path / "r.json", document))

    departures = [r for r in found.report.remarks if r.kind is RemarkKind.DEPARTS]
    assert [remark.path for remark in departures] == ["catalog.invented"]


def test_long_texts_are_kept_whole_in_the_guidance(tmp_path: Path) -> None:
    control = oscal_control("a", title="word " * 60)
    control["parts"][0]["prose"] = "Tie the rope. " * 400
    file = saved(tmp_path / "r.json", oscal_catalog(controls=[control]))

    made = controls(imported(file, id_="h"))["h.a"]

    assert len(made.title) <= 200
    assert made.title.endswith("…")
    assert made.guidance[0] == ("word " * 60).strip()
    whole = " ".join((made.statement, *made.guidance[1:]))
    assert whole.split() == ("Tie the rope. " * 400).split()


def test_ids_that_become_the_same_are_told_apart_and_told(tmp_path: Path) -> None:
    document = oscal_catalog(controls=[oscal_control("A_1"), oscal_control("a-1")])

    found = imported(saved(tmp_path / "r.json", document), id_="h")

    assert list(controls(found)) == ["h.a-1", "h.a-1-2"]
    told = "its id is taken by catalog.controls.0; it became 'h.a-1-2'"
    assert ("catalog.controls.1", told) in reasons(found.report)
