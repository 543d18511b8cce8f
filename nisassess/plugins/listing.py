"""What is installed, for people and for machines."""

from collections.abc import Iterator
from typing import Any

from nisassess.plugins.asking import Plugin
from nisassess.plugins.checking import languages_of
from nisassess.plugins.registry import PluginRegistry
from nisassess.sdk.scoring import METHODS


def lines(registry: PluginRegistry) -> Iterator[str]:
    """Every plugin with what it brings, every refused one with the reasons."""
    for plugin in registry.plugins:
        yield f"{plugin.name}  {plugin.distribution} {plugin.version}"
        yield f"  sector    {plugin.sector.id}  {plugin.sector.title}"
        for catalogue in plugin.catalogues:
            yield f"  catalogue {catalogue.id}@{catalogue.version}  {catalogue.title}"
        for profile in plugin.profiles:
            yield f"  profile   {profile.id}@{profile.version}  {profile.title}"
        for method in plugin.methods:
            yield f"  method    {method.id}@{method.version}  {method.title}"
        yield f"  languages {', '.join(languages_of(plugin)) or 'none'}"
    yield "scoring methods of the platform"
    for method in METHODS.values():
        yield f"  method    {method.id}@{method.version}  {method.title}"
    for refused in registry.refused:
        yield f"{refused.name}  REFUSED"
        for reason in refused.reasons:
            yield f"  {reason}"


def as_json(registry: PluginRegistry) -> dict[str, Any]:
    """The same for machines."""
    return {
        "plugins": [_plugin(plugin) for plugin in registry.plugins],
        "methods": [_entry(method) for method in METHODS.values()],
        "refused": [{"plugin": one.name, "reasons": list(one.reasons)} for one in registry.refused],
    }


def _plugin(plugin: Plugin) -> dict[str, Any]:
    return {
        "plugin": plugin.name,
        "distribution": plugin.distribution,
        "version": plugin.version,
        "sector": plugin.sector.id,
        "catalogues": [_entry(one) for one in plugin.catalogues],
        "profiles": [{**_entry(one), "method": one.scoring.method} for one in plugin.profiles],
        "methods": [_entry(one) for one in plugin.methods],
        "languages": list(languages_of(plugin)),
    }


def _entry(one: Any) -> dict[str, str]:
    return {"id": one.id, "version": one.version, "title": one.title}
