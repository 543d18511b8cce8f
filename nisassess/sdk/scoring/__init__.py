"""Scoring methods: pure functions from a pinned profile and its responses to explained figures."""

from nisassess.sdk.scoring.gated import GatedMaturity
from nisassess.sdk.scoring.types import (
    ControlInput,
    ControlScore,
    ControlState,
    Figures,
    GroupScore,
    PartInput,
    PartScore,
    QuestionInput,
    Score,
    ScoringInput,
    ScoringMethod,
    Trace,
    TraceInput,
)

METHODS: dict[str, ScoringMethod] = {GatedMaturity.id: GatedMaturity()}

__all__ = [
    "METHODS",
    "ControlInput",
    "ControlScore",
    "ControlState",
    "Figures",
    "GatedMaturity",
    "GroupScore",
    "PartInput",
    "PartScore",
    "QuestionInput",
    "Score",
    "ScoringInput",
    "ScoringMethod",
    "Trace",
    "TraceInput",
]
