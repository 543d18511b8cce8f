"""The published schemas are those of the classes, and every content file of ours fits its own."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from nisassess.sdk.schemas import SCHEMAS, file_of, schema, schema_for, text_of

pytestmark = pytest.mark.database_free
ROOT = Path(__file__).parents[2]
FOLDERS = (
    Path(__file__).parent / "shelf" / "sound",
    ROOT / "nisassess" / "baseline" / "content",
    *sorted(ROOT.glob("plugins/*/nisassess_*/content")),
)


def plain(value: Any) -> Any:
    """What YAML reads, as JSON would hold it."""
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("name", SCHEMAS)
def test_published_schema_is_that_of_the_class(name: str) -> None:
    assert file_of(name).read_text(encoding="utf-8") == text_of(name)


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_itself_valid(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_content_file_fits_its_schema(folder: Path) -> None:
    validators = {name: jsonschema.Draft202012Validator(schema(name)) for name in SCHEMAS}
    files = sorted(folder.rglob("*.yaml"))
    assert len(files) >= 5

    for file in files:
        name = schema_for(file.relative_to(folder).as_posix())
        assert name is not None, file
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        value = plain(yaml.load(file.read_text(encoding="utf-8"), Loader=loader))  # noqa: S506
        assert list(validators[name].iter_errors(value)) == [], file


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("plugin", {"sdk": 1.1}, "1.1 is not of type 'string'"),
        ("plugin", {"titel": "x"}, "'titel' was unexpected"),
        ("sector", {"translations": {}}, "'translations' was unexpected"),
        ("sector", {"id": "Not an id"}, "does not match"),
    ],
)
def test_faulty_file_is_told_by_the_schema(name: str, change: dict[str, Any], told: str) -> None:
    sound = yaml.safe_load((FOLDERS[0] / f"{name}.yaml").read_text())

    (error,) = jsonschema.Draft202012Validator(schema(name)).iter_errors({**sound, **change})

    assert told in error.message


def test_entries_and_values_are_described() -> None:
    group = json.loads(file_of("group").read_text(encoding="utf-8"))

    control = group["$defs"]["Control"]
    assert control["properties"]["statement"]["description"] == (
        "What the operator has in place when the control is met."
    )
    assert "`yes_no`: `yes` or `no`." in group["$defs"]["AnswerKind"]["description"]
    assert control["additionalProperties"] is False


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("plugin.yaml", "plugin"),
        ("sector.yaml", "sector"),
        ("translations/fr/sector.yaml", "sector-translation"),
        ("profiles/a.yaml", "profile"),
        ("profiles/translations/fr/a.yaml", "profile-translation"),
        ("catalogues/a/catalogue.yaml", "catalogue"),
        ("catalogues/a/groups/1.yaml", "group"),
        ("catalogues/a/changes/2.0.yaml", "changes"),
        ("catalogues/a/releases/2.0.yaml", "release"),
        ("catalogues/a/translations/fr/catalogue.yaml", "catalogue-translation"),
        ("catalogues/a/translations/fr/groups/1.yaml", "group-translation"),
        ("catalogues/a/other/1.yaml", None),
        ("notes.yaml", None),
    ],
)
def test_every_file_of_a_folder_has_its_schema(path: str, name: str | None) -> None:
    assert schema_for(path) == name
