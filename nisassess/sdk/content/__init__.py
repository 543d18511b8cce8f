"""Content of a plugin as frozen values: sectors, catalogues, controls, questions, profiles.

Terms follow OSCAL's hierarchy (catalogue, control group, control; profile). Every class doubles
as the definition of the content files: the published JSON Schema is generated from it.
"""

from nisassess.sdk.content.changes import ChangeKind, ControlChange, Release, VersionChanges
from nisassess.sdk.content.controls import Catalogue, Control, ControlGroup, NotApplicable
from nisassess.sdk.content.law import (
    OTHER_ADDRESSEES,
    Force,
    Mapping,
    MappingRelation,
    Reference,
    Regime,
    Source,
)
from nisassess.sdk.content.plugins import PluginManifest
from nisassess.sdk.content.profiles import (
    Opening,
    OpeningOption,
    Profile,
    ScopeKind,
    ScoringChoice,
    TargetGroup,
)
from nisassess.sdk.content.questions import (
    Achievement,
    AnswerKind,
    Band,
    Choice,
    Condition,
    Dimension,
    Question,
)
from nisassess.sdk.content.sectors import EntityType, Sector
from nisassess.sdk.content.translations import (
    CatalogueTexts,
    ChoiceTexts,
    ControlTexts,
    GroupTexts,
    OpeningOptionTexts,
    OpeningTexts,
    ProfileTexts,
    QuestionTexts,
    SectorTexts,
)

__all__ = [
    "OTHER_ADDRESSEES",
    "Achievement",
    "AnswerKind",
    "Band",
    "Catalogue",
    "CatalogueTexts",
    "ChangeKind",
    "Choice",
    "ChoiceTexts",
    "Condition",
    "Control",
    "ControlChange",
    "ControlGroup",
    "ControlTexts",
    "Dimension",
    "EntityType",
    "Force",
    "GroupTexts",
    "Mapping",
    "MappingRelation",
    "NotApplicable",
    "Opening",
    "OpeningOption",
    "OpeningOptionTexts",
    "OpeningTexts",
    "PluginManifest",
    "Profile",
    "ProfileTexts",
    "Question",
    "QuestionTexts",
    "Reference",
    "Regime",
    "Release",
    "ScopeKind",
    "ScoringChoice",
    "Sector",
    "SectorTexts",
    "Source",
    "TargetGroup",
    "VersionChanges",
]
