"""What another installation sealed is held against what a row can hold."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from nisassess.kit.errors import StateRefused
from nisassess.kit.ids import new_id
from nisassess.results.canonical import canonical
from nisassess.results.types import Evidence, Results, Superseded
from nisassess.submissions import foreign
from tests.documents.everything import everything
from tests.documents.factory import make_results

pytestmark = pytest.mark.database_free


def _results(**changes: Any) -> Results:
    return replace(make_results(groups=1, controls=2), **{"submission": new_id("sub"), **changes})


def _first_control(**changes: Any) -> Callable[[Results], Results]:
    def change(results: Results) -> Results:
        group, *groups = results.groups
        control, *controls = group.controls
        changed = replace(group, controls=(replace(control, **changes), *controls))
        return replace(results, groups=(changed, *groups))

    return change


def _of(name: str, /, **changes: Any) -> Callable[[Results], Results]:
    def change(results: Results) -> Results:
        return replace(results, **{name: replace(getattr(results, name), **changes)})

    return change


def _evidence(results: Results) -> Results:
    control = results.groups[0].controls[0]
    nothing = (None,) * 7
    at = "2026-11-20T14:32:05+00:00"
    item = Evidence("evd_1", "secret", "Title", *nothing, 1, "Ann Other", at)
    part = replace(control.parts[0], evidence=(item,))
    return _first_control(parts=(part, *control.parts[1:]))(results)


def _with(**changes: Any) -> Callable[[Results], Results]:
    return lambda results: replace(results, **changes)


@pytest.mark.parametrize("results", [_results(), everything()])
def test_sealed_results_are_read_back(results: Results) -> None:
    before = Superseded(new_id("sub"), 1, "0" * 64)
    sealed = replace(results, submission=new_id("sub"), supersedes=before)

    assert foreign.read(canonical(sealed)) == sealed


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_of("scope", kind="planet"), "scope.kind must be one of"),
        (_of("operator", name="x" * 201), "operator.name must be 1 to 200 characters of plain"),
        (_of("operator", id=""), "operator.id must be 1 to 120 characters of plain text"),
        (_of("operator", country="at"), "operator.country must be a country such as AT"),
        (_of("operator", countries=("AT", "Austria")), "operator.country must be a country"),
        (_with(title="Two\x00lines"), "title must be 1 to 200 characters of plain text"),
        (_with(submission="opr_01kag8operator"), "submission must be an id such as sub_…"),
        (
            _with(supersedes=Superseded("sub_1", 1, "0" * 64)),
            "supersedes.submission must be an id such as sub_…",
        ),
        (_with(number=0), "number must be from 1 to 2147483647"),
        (_with(version=2**31), "version must be from 1 to 2147483647"),
        (_with(marking="secret"), "marking must be one of red, amber_strict, amber, green, clear"),
        (_with(self_declared=False), "self_declared must be true"),
        (_with(period_from="2026-13-01"), "its dates cannot be read"),
        (_with(period_from="2027-01-01"), "period_from must not be after period_until"),
        (_of("release", released_at="2026-11-20T14:32:05"), "release.released_at must name its"),
        (
            _of("release", released_at="9999-12-31T23:59:59-14:00"),
            "its dates cannot be read",
        ),
        (_of("figures", completeness=1.5), "completeness and attainment must be from 0 to 1"),
        (_of("figures", below=-1), "counts of controls must not be negative"),
        (_first_control(state="fine"), "the outcome of control"),
        (_evidence, "evidence of control"),
        (_first_control(target=2**40), "the level of control"),
        (_first_control(id="x\ny"), "a control's id must be 1 to 120 characters of plain text"),
        (lambda one: replace(one, groups=one.groups * 2), "each control must stand once"),
        (
            lambda one: replace(one, scope=replace(one.scope, parts=())),
            "the outcome of control",
        ),
    ],
)
def test_results_that_no_row_can_hold_are_refused(
    change: Callable[[Results], Results], words: str
) -> None:
    with pytest.raises(StateRefused) as caught:
        foreign.read(canonical(change(_results())))

    assert caught.value.code == "not_results"
    assert str(caught.value).startswith(f"The sealed results cannot be taken in: {words}")


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"", "not_results"),
        (b"[]", "not_results"),
        (b"{}", "not_results"),
        (b"[" * 100_000, "not_results"),
        (b"\xff\xfe", "not_results"),
        (b'{"format":"nisassess-results/4"}', "format_too_new"),
        (b'{"format":"nisassess-results/99999999999999999999"}', "format_too_new"),
        (b'{"format":"other-results/9"}', "not_results"),
        (canonical(_results()) + b"\n", "not_results"),
        (canonical(_results()).replace(b'"marking":"amber"', b'"marking": "amber"'), "not_results"),
    ],
)
def test_document_that_is_none_is_refused(document: bytes, code: str) -> None:
    with pytest.raises(StateRefused) as caught:
        foreign.read(document)

    assert caught.value.code == code
