"""Sections that plugins add: sealed with the results, bounded, printed as plain text."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nisassess.documents.html import Sources, to_html
from nisassess.plugins.asking import Plugin, sections_of
from nisassess.plugins.registry import load_plugins
from nisassess.results.canonical import canonical, parse
from nisassess.results.types import CatalogueUsed, Results
from nisassess.sdk import ContentPlugin, SealedView, Section, SectionTable, hookimpl
from nisassess.submissions.sections import sections
from tests.documents.factory import make_results

pytestmark = pytest.mark.database_free

REGISTRY = load_plugins()
FINANCE = next(plugin for plugin in REGISTRY.plugins if plugin.name == "finance")
VIEW = SealedView("p", "1", "en", ())


def _answering(make: Callable[[SealedView], Any]) -> Plugin:
    module = ContentPlugin(Path("nowhere"), document_sections=make)
    return replace(FINANCE, module=module)


def _of_finance() -> Results:
    """Results that use a catalogue of the plugin and refer to DORA."""
    results = make_results(groups=1, controls=1)
    group = results.groups[0]
    control = group.controls[0]
    dora = replace(control.references[0], citation="DORA Art. 6(1)", celex="32022R2554")
    group = replace(group, controls=(replace(control, references=(dora,)),))
    used = (CatalogueUsed("finance-dora", "1", "DORA", "nisassess project"),)
    return replace(results, groups=(group,), profile=replace(results.profile, catalogues=used))


def test_a_plugin_of_the_profile_adds_its_section_and_it_is_sealed() -> None:
    results = _of_finance()

    found = sections(REGISTRY, results)

    assert [(one.plugin, one.title) for one in found] == [("finance", "Register of DORA articles")]
    kept = parse(canonical(replace(results, sections=found)))
    assert kept.sections == found
    html = to_html(kept, Sources("0" * 64))
    assert "Register of DORA articles" in html
    assert "Art. 6</td>" in html


def test_a_plugin_of_another_profile_is_not_asked() -> None:
    assert sections(REGISTRY, make_results(groups=1, controls=1)) == ()


def test_a_plugin_that_fails_adds_nothing_and_stops_nothing() -> None:
    def failing(view: SealedView) -> tuple[Section, ...]:
        raise LookupError(view.profile)

    others = [plugin for plugin in REGISTRY.plugins if plugin is not FINANCE]
    registry = replace(REGISTRY, plugins=(*others, _answering(failing)))

    assert sections(registry, _of_finance()) == ()


class _InPython:
    """A plugin that answers the hook by itself."""

    @hookimpl
    def nisassess_document_sections(self, results: SealedView) -> tuple[Section, ...]:
        return (Section(f"For {results.profile}", ("In words.",)),)


def test_a_hook_in_python_is_asked_with_what_is_being_sealed() -> None:
    found = sections_of(replace(FINANCE, module=_InPython()), VIEW)

    assert found == (Section("For p", ("In words.",)),)


def test_a_plugin_without_the_hook_adds_nothing() -> None:
    assert sections_of(replace(FINANCE, module=object()), VIEW) == ()


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (["no tuple"], "must be a tuple of Section"),
        ((Section(""),), "section 1: title must not be empty"),
        ((Section("x" * 201),), "title must have at most 200 characters, not 201"),
        ((Section("a", ("b" * 4_001,)),), "paragraph must have at most 4000 characters"),
        ((Section("a", table=SectionTable(("one",), (("a", "b"),))),), "row 1 must have 1 cells"),
        ((Section("a", table=SectionTable((), ())),), "1 to 6 columns"),
        ((Section("a"),) * 6, "must hold at most 5 sections, not 6"),
    ],
)
def test_an_answer_out_of_bounds_is_refused_with_the_reason(answer: Any, fault: str) -> None:
    with pytest.raises(ValueError, match=r"section|tuple") as told:
        sections_of(_answering(lambda _: answer), VIEW)

    assert fault in str(told.value)


def test_markup_of_a_plugin_is_printed_and_not_obeyed() -> None:
    (made,) = sections_of(_answering(lambda _: (Section("<b>bold</b>", ("<script>",)),)), VIEW)
    results = _of_finance()
    found = sections(replace(REGISTRY, plugins=(_answering(lambda _: (made,)),)), results)

    html = to_html(replace(results, sections=found), Sources("0" * 64))

    assert "&lt;b&gt;bold&lt;/b&gt;" in html
    assert "<script>" not in html
