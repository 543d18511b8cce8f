"""The sentences of traces, gates and outcomes: one room, one module per method."""

from nisassess.sdk.scoring.words.averages import AverageWords, MeanWords, WeightedWords
from nisassess.sdk.scoring.words.common import Words
from nisassess.sdk.scoring.words.levels import CumulativeWords, GatedWords, OutcomeWords

__all__ = [
    "AverageWords",
    "CumulativeWords",
    "GatedWords",
    "MeanWords",
    "OutcomeWords",
    "WeightedWords",
    "Words",
]
