"""Scoring methods: pure functions from a pinned profile and its responses to explained figures."""

from nisassess.sdk.scoring.asking import asked
from nisassess.sdk.scoring.changes import AnswerChange, Change, best_change
from nisassess.sdk.scoring.credit import credit, earns
from nisassess.sdk.scoring.cumulative import CumulativeLevels
from nisassess.sdk.scoring.gated import GatedMaturity
from nisassess.sdk.scoring.means import MeanOfMeans
from nisassess.sdk.scoring.method import (
    MethodClash,
    Methods,
    Parameter,
    ProfileView,
    ScoringFault,
    ScoringMethod,
    SelectedControl,
    view_of,
)
from nisassess.sdk.scoring.outcomes import Outcomes
from nisassess.sdk.scoring.ranking import MOST_CHANGES, best_changes
from nisassess.sdk.scoring.standing import Effect
from nisassess.sdk.scoring.types import (
    BandInput,
    ChoiceInput,
    ControlInput,
    ControlScore,
    ControlState,
    DimensionScore,
    Figures,
    GateScore,
    GateState,
    GroupScore,
    Outcome,
    PartInput,
    PartScore,
    QuestionInput,
    Scale,
    Score,
    ScoringInput,
    Trace,
    TraceInput,
)
from nisassess.sdk.scoring.weighted import Weighted

METHODS = Methods(GatedMaturity(), MeanOfMeans(), Outcomes(), CumulativeLevels(), Weighted())
"""The sdk's own methods; a plugin's come beside them (`METHODS.extended`)."""

__all__ = [
    "METHODS",
    "MOST_CHANGES",
    "AnswerChange",
    "BandInput",
    "Change",
    "ChoiceInput",
    "ControlInput",
    "ControlScore",
    "ControlState",
    "CumulativeLevels",
    "DimensionScore",
    "Effect",
    "Figures",
    "GateScore",
    "GateState",
    "GatedMaturity",
    "GroupScore",
    "MeanOfMeans",
    "MethodClash",
    "Methods",
    "Outcome",
    "Outcomes",
    "Parameter",
    "PartInput",
    "PartScore",
    "ProfileView",
    "QuestionInput",
    "Scale",
    "Score",
    "ScoringFault",
    "ScoringInput",
    "ScoringMethod",
    "SelectedControl",
    "Trace",
    "TraceInput",
    "Weighted",
    "asked",
    "best_change",
    "best_changes",
    "credit",
    "earns",
    "view_of",
]
