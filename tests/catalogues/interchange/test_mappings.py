"""Mappings of other tools, put into the controls that they concern."""

from pathlib import Path
from typing import Any

import pytest

from nisassess.sdk import ContentError, Mapping, MappingRelation
from tests.catalogues.interchange.files import (
    METADATA,
    controls,
    imported,
    library,
    node,
    oscal_catalog,
    oscal_control,
    reasons,
    saved,
)

pytestmark = pytest.mark.database_free

NODES = [node("a", name="Access"), node("a.1", "a", name="Gates", description="Gates are shut.")]
OURS = "urn:harbour:risk:req_node:quay:a.1"
THEIRS = "urn:other:risk:req_node:sea:7.3"


def mapping_library(source: str, target: str, maps: list[tuple[str, str, str]]) -> dict[str, Any]:
    return {
        "urn": "urn:harbour:risk:library:mapping",
        "objects": {
            "requirement_mapping_sets": [
                {
                    "urn": "urn:harbour:risk:req_mapping_set:m",
                    "source_framework_urn": source,
                    "target_framework_urn": target,
                    "requirement_mappings": [
                        {
                            "source_requirement_urn": one,
                            "target_requirement_urn": other,
                            "relationship": relation,
                            "strength_of_relationship": 5,
                        }
                        for one, other, relation in maps
                    ],
                }
            ]
        },
    }


@pytest.mark.parametrize(
    ("is_turned", "relation", "expected"),
    [
        (False, "subset", MappingRelation.SUBSET),
        (True, "subset", MappingRelation.SUPERSET),
        (True, "superset", MappingRelation.SUBSET),
        (False, "equal", MappingRelation.EQUAL),
        (True, "intersect", MappingRelation.INTERSECTS),
    ],
)
def test_mapping_is_seen_from_our_control(
    tmp_path: Path, is_turned: bool, relation: str, expected: MappingRelation
) -> None:
    quay, sea = "urn:harbour:risk:framework:quay", "urn:other:risk:framework:sea-rules"
    framework = saved(tmp_path / "quay.yaml", library(NODES))
    if is_turned:
        document = mapping_library(sea, quay, [(THEIRS, OURS, relation)])
    else:
        document = mapping_library(quay, sea, [(OURS, THEIRS, relation)])

    found = imported(framework, saved(tmp_path / "m.yaml", document))

    expected_mapping = Mapping(source="sea-rules", target="7.3", relation=expected)
    assert controls(found)["quay.a.1"].mappings == (expected_mapping,)
    assert [source.id for source in found.catalogue.sources] == ["sea-rules"]
    assert "a mapping has no 'strength_of_relationship'" in [r for _, r in reasons(found.report)]


def test_relation_that_is_none_is_left_out(tmp_path: Path) -> None:
    quay, sea = "urn:harbour:risk:framework:quay", "urn:other:risk:framework:sea"
    document = mapping_library(quay, sea, [(OURS, THEIRS, "not_related")])

    found = imported(
        saved(tmp_path / "quay.yaml", library(NODES)), saved(tmp_path / "m.yaml", document)
    )

    assert controls(found)["quay.a.1"].mappings == ()
    assert "the relation 'not-related' is none of a mapping" in [
        reason for _, reason in reasons(found.report)
    ]


def test_mapping_file_alone_says_what_is_missing(tmp_path: Path) -> None:
    document = mapping_library("urn:a", "urn:b", [])

    with pytest.raises(ContentError, match="name the file of one of their frameworks before it"):
        imported(saved(tmp_path / "m.yaml", document))


def test_mapping_of_other_frameworks_is_refused(tmp_path: Path) -> None:
    document = mapping_library("urn:a", "urn:b", [])

    with pytest.raises(ContentError, match="holds no mapping of urn:harbour:risk:framework:quay"):
        imported(
            saved(tmp_path / "quay.yaml", library(NODES)), saved(tmp_path / "m.yaml", document)
        )


def collection(*maps: dict[str, Any]) -> dict[str, Any]:
    return {
        "mapping-collection": {
            "uuid": "11111111-2222-4333-8444-888888888888",
            "metadata": {**METADATA, "oscal-version": "1.2.1"},
            "provenance": {
                "method": "human",
                "matching-rationale": "semantic",
                "status": "complete",
                "mapping-description": "Made by hand.",
            },
            "mappings": [
                {
                    "uuid": "11111111-2222-4333-8444-999999999999",
                    "source-resource": {"type": "catalog", "href": "../rules.json"},
                    "target-resource": {"type": "catalog", "href": "sea.json"},
                    "maps": list(maps),
                }
            ],
        }
    }


def test_oscal_mapping_collection_is_put_into_the_controls(tmp_path: Path) -> None:
    maps = [
        {
            "uuid": "11111111-2222-4333-8444-777777777777",
            "relationship": "subset-of",
            "sources": [{"type": "control", "id-ref": "a"}],
            "targets": [
                {"type": "control", "id-ref": "S.1"},
                {"type": "control", "id-ref": "S.2"},
            ],
        },
        {
            "uuid": "11111111-2222-4333-8444-777777777778",
            "relationship": "equal-to",
            "sources": [{"type": "control", "id-ref": "gone"}],
            "targets": [{"type": "control", "id-ref": "S.3"}],
        },
    ]
    catalog = saved(tmp_path / "rules.json", oscal_catalog(controls=[oscal_control("a")]))

    found = imported(catalog, saved(tmp_path / "m.json", collection(*maps)), id_="h")

    subset = MappingRelation.SUBSET
    assert controls(found)["h.a"].mappings == (
        Mapping(source="sea", target="S.1", relation=subset),
        Mapping(source="sea", target="S.2", relation=subset),
    )
    assert ("gone", "a mapping of something that is no control") in reasons(found.report)


def test_oscal_mapping_of_other_catalogues_names_those_it_maps(tmp_path: Path) -> None:
    catalog = saved(tmp_path / "lake.json", oscal_catalog(controls=[oscal_control("a")]))

    with pytest.raises(ContentError, match=r"maps rules\.json, sea\.json; name one of them"):
        imported(catalog, saved(tmp_path / "m.json", collection()))
