"""The public contract for plugin authors.

A sector body describes its sector, its catalogues and its profiles as content files; a plugin
hands them over as the frozen dataclasses below. Nothing here reads a clock, a database or the
network. The version is the contract's: a plugin made for another major version is refused.
"""

from nisassess.sdk.content import (
    AnswerKind,
    Catalogue,
    Choice,
    Control,
    ControlGroup,
    EntityType,
    Force,
    Mapping,
    MappingRelation,
    Profile,
    ProfileControl,
    Question,
    Reference,
    Regime,
    ScopeKind,
    ScoringChoice,
    Sector,
    Source,
    TargetGroup,
)
from nisassess.sdk.errors import ContentError, ContentFault, SdkError
from nisassess.sdk.hookspec import PROJECT, hookimpl, hookspec
from nisassess.sdk.reader import read_catalogue, read_profiles, read_sector

SDK_VERSION = "1.0"

__all__ = [
    "PROJECT",
    "SDK_VERSION",
    "AnswerKind",
    "Catalogue",
    "Choice",
    "ContentError",
    "ContentFault",
    "Control",
    "ControlGroup",
    "EntityType",
    "Force",
    "Mapping",
    "MappingRelation",
    "Profile",
    "ProfileControl",
    "Question",
    "Reference",
    "Regime",
    "ScopeKind",
    "ScoringChoice",
    "SdkError",
    "Sector",
    "Source",
    "TargetGroup",
    "hookimpl",
    "hookspec",
    "read_catalogue",
    "read_profiles",
    "read_sector",
]
