"""Discovers, validates and registers plugins (pluggy).

Owns which sectors, catalogues and profiles this installation offers. A faulty plugin is refused
by name; the rest of the platform stays up.
"""

from nisassess.plugins.registry import EntityTypeFacts, PluginRegistry, RefusedPlugin, load_plugins

__all__ = ["EntityTypeFacts", "PluginRegistry", "RefusedPlugin", "load_plugins"]
