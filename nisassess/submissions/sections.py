"""Sections of the document that plugins add, asked for when results are sealed."""

import structlog

from nisassess.plugins import PluginRegistry
from nisassess.plugins.asking import sections_of
from nisassess.results import types as sealed
from nisassess.sdk import SealedControl, SealedReference, SealedView, Section

_log = structlog.get_logger("nisassess.submissions")


def sections(registry: PluginRegistry, results: sealed.Results) -> tuple[sealed.Section, ...]:
    """The sections of every plugin whose catalogues the profile uses.

    A plugin that fails adds none, and is told of in the log: no submission hangs on it.
    """
    used = {catalogue.id for catalogue in results.profile.catalogues}
    view, found = _view(results), []
    for plugin in registry.plugins:
        if plugin.module is None or not used & {one.id for one in plugin.catalogues}:
            continue
        try:
            made = sections_of(plugin, view)
        except ValueError as error:
            _log.error("document_sections_refused", plugin=plugin.name, reason=str(error))
            continue
        found += [_sealed(plugin.name, plugin.version, section) for section in made]
    return tuple(found)


def _view(results: sealed.Results) -> SealedView:
    return SealedView(
        profile=results.profile.id,
        profile_version=results.profile.version,
        language=results.language,
        controls=tuple(
            SealedControl(
                id=control.id,
                label=control.label,
                title=control.title,
                group=group.id,
                state=control.state,
                level=control.level,
                target=control.target,
                references=tuple(
                    SealedReference(one.citation, one.title, one.celex)
                    for one in control.references
                ),
            )
            for group in results.groups
            for control in group.controls
        ),
    )


def _sealed(plugin: str, version: str, section: Section) -> sealed.Section:
    table = section.table
    return sealed.Section(
        plugin=plugin,
        plugin_version=version,
        title=section.title,
        paragraphs=section.paragraphs,
        table=sealed.SectionTable(table.columns, table.rows, table.caption) if table else None,
    )
