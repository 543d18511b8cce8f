"""Small files in the formats of other tools, written by hand, and what is made of them."""

import json
from pathlib import Path
from typing import Any

import yaml

from nisassess.catalogues.interchange.content import Imported
from nisassess.catalogues.interchange.importing import import_files
from nisassess.catalogues.interchange.oscal_catalog import Wanted
from nisassess.catalogues.interchange.report import Report
from nisassess.sdk import Control

METADATA = {
    "title": "Rules of the Harbour",
    "last-modified": "2026-02-03T04:05:06Z",
    "version": "3.1",
    "oscal-version": "1.1.3",
}


def oscal_catalog(**entries: Any) -> dict[str, Any]:
    """An OSCAL catalogue with the entries given."""
    uuid = "11111111-2222-4333-8444-555555555555"
    return {"catalog": {"uuid": uuid, "metadata": METADATA, **entries}}


def oscal_control(id_: str, **entries: Any) -> dict[str, Any]:
    """An OSCAL control; its statement names its id unless another is given."""
    statement = {"id": f"{id_}_smt", "name": "statement", "prose": f"Do what {id_} says."}
    return {"id": id_, "title": f"Title of {id_}", "parts": [statement], **entries}


def oscal_profile(href: str, *ids: str, **entries: Any) -> dict[str, Any]:
    """An OSCAL profile that chooses controls of one file."""
    uuid = "11111111-2222-4333-8444-666666666666"
    chosen = {"href": href, "include-controls": [{"with-ids": list(ids)}]}
    profile = {
        "uuid": uuid,
        "metadata": {**METADATA, "title": "Rules for small harbours"},
        "imports": [chosen],
        "merge": {"as-is": True},
    }
    return {"profile": {**profile, **entries}}


def library(nodes: list[dict[str, Any]], **framework: Any) -> dict[str, Any]:
    """A CISO Assistant library with one framework."""
    return {
        "urn": "urn:harbour:risk:library:quay",
        "locale": "en",
        "ref_id": "quay",
        "name": "Quay rules",
        "description": "Rules for quays.",
        "copyright": "Harbour office, free to use.",
        "version": 4,
        "provider": "Harbour office",
        "packager": "harbour",
        "objects": {
            "framework": {
                "urn": "urn:harbour:risk:framework:quay",
                "ref_id": "quay",
                "name": "Quay rules",
                "description": "Rules for quays.",
                "requirement_nodes": nodes,
                **framework,
            }
        },
    }


def node(id_: str, parent: str | None = None, **entries: Any) -> dict[str, Any]:
    """A requirement node; assessable when it has a description and nothing else is said."""
    found = {
        "urn": f"urn:harbour:risk:req_node:quay:{id_}",
        "assessable": "description" in entries,
        "ref_id": id_.upper(),
        **entries,
    }
    if parent is not None:
        found["parent_urn"] = f"urn:harbour:risk:req_node:quay:{parent}"
    return found


def saved(path: Path, value: Any) -> Path:
    """A value written as JSON or YAML, by the file's name."""
    if path.suffix == ".json":
        path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
    else:
        text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False)
        path.write_text(text, encoding="utf-8")
    return path


def imported(*paths: Path, id_: str | None = None, language: str | None = None) -> Imported:
    """What is made of files."""
    return import_files(list(paths), Wanted(id_, language))


def controls(found: Imported) -> dict[str, Control]:
    """All controls by id."""
    return {c.id: c for group in found.catalogue.groups for c in group.controls}


def reasons(report: Report) -> list[tuple[str, str]]:
    """Where and why of all remarks."""
    return [(remark.path, remark.reason) for remark in report.remarks]
