"""Foreign keys point down the house, and nothing points back."""

import tomllib
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from tortoise import fields
from tortoise.fields.relational import ManyToManyFieldInstance, RelationalField
from tortoise.models import Model

from nisassess.kit.database import MODEL_MODULES

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.database_free


def house_from_top() -> list[str]:
    """The slices in the order of the import contract, which is the only place that lists them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (layers,) = (c["layers"] for c in settings["contracts"] if c["id"] == "house")
    return [name.strip("() ") for layer in layers for name in layer.split("|")]


def slice_of(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def models_in(modules: Iterable[ModuleType]) -> dict[str, type[Model]]:
    found = {}
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Model) and not value._meta.abstract:
                found[value.__name__] = value
    return found


def relations_of(model: type[Model]) -> dict[str, RelationalField[Model]]:
    return {n: f for n, f in model._meta.fields_map.items() if isinstance(f, RelationalField)}


def target_of(field: RelationalField[Model], models: dict[str, type[Model]]) -> type[Model]:
    named: str | type[Model] = field.model_name  # type: ignore[attr-defined]
    return models[named.rsplit(".")[-1]] if isinstance(named, str) else named


def upward(models: dict[str, type[Model]], house: list[str]) -> list[str]:
    return [
        f"{model.__name__}.{name} points up from {slice_of(model)} to {slice_of(target)}"
        for model in models.values()
        for name, field in relations_of(model).items()
        for target in [target_of(field, models)]
        if house.index(slice_of(target)) < house.index(slice_of(model))
    ]


def reversed_relations(models: dict[str, type[Model]]) -> list[str]:
    return [
        f"{model.__name__}.{name} adds a relation to the other side"
        for model in models.values()
        for name, field in relations_of(model).items()
        if isinstance(field, ManyToManyFieldInstance) or field.related_name is not False  # type: ignore[attr-defined]
    ]


def all_models() -> dict[str, type[Model]]:
    return models_in(import_module(name) for name in MODEL_MODULES)


def test_foreign_keys_point_down_the_house() -> None:
    assert upward(all_models(), house_from_top()) == []


def test_no_foreign_key_adds_a_reverse_relation() -> None:
    assert reversed_relations(all_models()) == []


def test_every_module_of_tables_is_listed() -> None:
    files = [*ROOT.glob("nisassess/*/models.py"), *ROOT.glob("nisassess/*/models/__init__.py")]
    slices = {file.relative_to(ROOT).parts[1] for file in files}

    assert set(MODEL_MODULES) == {f"nisassess.{name}.models" for name in slices}


class Lower(Model):
    upper: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField(
        "models.Upper", related_name=False
    )


class Upper(Model):
    lower: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("models.Lower")


@pytest.fixture
def planted() -> dict[str, type[Model]]:
    Lower.__module__ = "nisassess.audit.models"
    Upper.__module__ = "nisassess.evidence.models"
    return {"Lower": Lower, "Upper": Upper}


def test_planted_upward_foreign_key_is_told(planted: dict[str, type[Model]]) -> None:
    assert upward(planted, house_from_top()) == ["Lower.upper points up from audit to evidence"]


def test_planted_reverse_relation_is_told(planted: dict[str, type[Model]]) -> None:
    assert reversed_relations(planted) == ["Upper.lower adds a relation to the other side"]
