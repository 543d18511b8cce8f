"""OSCAL profiles: resolved into a catalogue, or as profiles over one."""

from pathlib import Path

import pytest

from nisassess.sdk import ContentError
from tests.catalogues.interchange.files import (
    controls,
    imported,
    oscal_catalog,
    oscal_control,
    oscal_profile,
    reasons,
    saved,
)

pytestmark = pytest.mark.database_free


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    parameter = {"id": "p", "label": "a period"}
    first = oscal_control("a", params=[parameter], controls=[oscal_control("a.1")])
    first["parts"][0]["prose"] = "Within {{ insert: param, p }}."
    groups = [
        {"id": "g1", "title": "One", "controls": [first, oscal_control("b")]},
        {"id": "g2", "title": "Two", "controls": [oscal_control("c")]},
    ]
    return saved(tmp_path / "rules.json", oscal_catalog(groups=groups))


def test_profile_beside_its_catalogue_is_resolved(tmp_path: Path, catalog: Path) -> None:
    document = oscal_profile(
        "elsewhere/rules.json",
        "a",
        "c",
        modify={
            "set-parameters": [{"param-id": "p", "values": ["one day"]}],
            "alters": [
                {
                    "control-id": "c",
                    "removes": [{"by-item-name": "part", "by-name": "statement"}],
                    "adds": [
                        {"parts": [{"name": "statement", "prose": "Do it now."}]},
                        {"by-id": "c", "parts": [{"name": "guidance", "prose": "Hurry."}]},
                    ],
                }
            ],
        },
    )

    found = imported(saved(tmp_path / "small.yaml", document), id_="small")

    assert list(controls(found)) == ["small.a", "small.c"]
    assert controls(found)["small.a"].statement == "Within one day."
    assert controls(found)["small.c"].statement == "Do it now."
    assert controls(found)["small.c"].guidance == ("Hurry.",)
    assert [group.title for group in found.catalogue.groups] == ["One", "Two"]
    assert found.catalogue.title == "Rules for small harbours"


def test_child_controls_patterns_and_exclusions_are_followed(tmp_path: Path, catalog: Path) -> None:
    document = oscal_profile("rules.json")
    document["profile"]["imports"] = [
        {
            "href": "rules.json",
            "include-controls": [
                {"with-ids": ["a"], "with-child-controls": "yes"},
                {"matching": [{"pattern": "[bc]"}]},
            ],
            "exclude-controls": [{"with-ids": ["b"]}],
        }
    ]

    found = imported(saved(tmp_path / "small.json", document), id_="s")

    assert list(controls(found)) == ["s.a", "s.a.1", "s.c"]


def test_link_through_the_back_matter_is_followed(tmp_path: Path, catalog: Path) -> None:
    uuid = "99999999-2222-4333-8444-555555555555"
    rlinks = [{"href": "https://harbour.example/x.xml"}, {"href": "../../rules.json"}]
    document = oscal_profile(
        f"#{uuid}", "b", **{"back-matter": {"resources": [{"uuid": uuid, "rlinks": rlinks}]}}
    )

    found = imported(saved(tmp_path / "small.json", document), id_="s")

    assert list(controls(found)) == ["s.b"]


def test_profile_of_a_profile_is_resolved(tmp_path: Path, catalog: Path) -> None:
    saved(tmp_path / "middle.json", oscal_profile("rules.json", "a", "b"))
    top = saved(tmp_path / "top.json", oscal_profile("middle.json", "b", "c"))

    found = imported(top, id_="t")

    assert list(controls(found)) == ["t.b"]
    told = "names 'c', which the catalogue lacks"
    assert ("profile.imports.0.include-controls.0.with-ids", told) in reasons(found.report)


def test_profiles_over_a_whole_catalogue_become_profiles(tmp_path: Path, catalog: Path) -> None:
    change = {"set-parameters": [{"param-id": "p", "values": ["one day"]}]}
    profile = saved(tmp_path / "small.json", oscal_profile("rules.json", "a", "c", modify=change))

    found = imported(catalog, profile, id_="h")

    assert [p.id for p in found.profiles] == ["h-all", "rules-for-small-harbours"]
    assert found.profiles[1].controls == {"h.a": 2, "h.c": 2}
    assert len(controls(found)) == 4
    path = "small.json: profile.modify.set-parameters.0"
    assert path in [path for path, _ in reasons(found.report)]


def test_profiles_that_import_each_other_are_told(tmp_path: Path) -> None:
    first = saved(tmp_path / "one.json", oscal_profile("two.json", "a"))
    saved(tmp_path / "two.json", oscal_profile("one.json", "a"))

    with pytest.raises(ContentError) as told:
        imported(first)

    (fault,) = told.value.faults
    assert fault.message == "its imports go round in a circle: one.json > two.json > one.json"
    assert fault.line == 10


@pytest.mark.parametrize(
    "href",
    ["../secret.json", "/etc/passwd", "file:///etc/passwd", "https://harbour.example/rules.json"],
)
def test_import_from_outside_the_folder_is_never_read(tmp_path: Path, href: str) -> None:
    saved(tmp_path / "secret.json", oscal_catalog(controls=[oscal_control("a")]))
    folder = tmp_path / "inside"
    folder.mkdir()
    profile = saved(folder / "small.json", oscal_profile(href, "a"))

    with pytest.raises(ContentError, match="which is not beside this file") as told:
        imported(profile)

    assert told.value.faults[0].line == 12


def test_link_out_of_the_folder_by_symlink_is_never_read(tmp_path: Path) -> None:
    secret = saved(tmp_path / "secret.json", oscal_catalog(controls=[oscal_control("a")]))
    folder = tmp_path / "inside"
    folder.mkdir()
    (folder / "rules.json").symlink_to(secret)
    profile = saved(folder / "small.json", oscal_profile("rules.json", "a"))

    with pytest.raises(ContentError, match="which is not beside this file"):
        imported(profile)
