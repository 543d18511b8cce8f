"""Justifications and measures written by hand, as they stand in `data/texts.yaml`."""

from functools import cache

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from nisassess.assessments.types import CostClass
from nisassess.demo.cast import read_yaml

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, config=_STRICT)
class Measure:
    """A planned measure, due some months after the end of this year."""

    what: str
    who: str
    months: int
    cost: CostClass


@dataclass(frozen=True, config=_STRICT)
class Texts:
    """By operator, control and part."""

    justifications: dict[str, dict[str, dict[str, str]]]
    measures: dict[str, dict[str, dict[str, Measure]]]

    def justification(self, operator: str, control: str, part: str) -> str | None:
        """The justification, where one was written."""
        return self.justifications.get(operator, {}).get(control, {}).get(part)

    def measure(self, operator: str, control: str, part: str) -> Measure | None:
        """The measure, where one was written."""
        return self.measures.get(operator, {}).get(control, {}).get(part)


@cache
def texts() -> Texts:
    """All texts written by hand."""
    return TypeAdapter(Texts).validate_python(read_yaml("texts.yaml"))
