"""Discovers, validates and registers plugins (pluggy).

Owns which sectors, catalogues and profiles this installation offers. A faulty plugin is refused
by name; the rest of the platform stays up.
"""

from nisassess.plugins.asking import Candidate, Plugin, RefusedPlugin
from nisassess.plugins.registry import EntityTypeFacts, PluginRegistry, load_plugins, register

__all__ = [
    "Candidate",
    "EntityTypeFacts",
    "Plugin",
    "PluginRegistry",
    "RefusedPlugin",
    "load_plugins",
    "register",
]
