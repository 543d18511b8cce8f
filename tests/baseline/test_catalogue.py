"""The NIS baseline: complete, sound, and specific in every sentence."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import pytest

from nisassess.baseline import plugin as baseline
from nisassess.sdk import AnswerKind, Catalogue, Control, Force
from nisassess.sdk.checks import check_plugin
from nisassess.sdk.taxonomy import TAXONOMY

pytestmark = pytest.mark.database_free

# Group number of CG publication 01/2018 -> its measures, under our ids.
MEASURES = {
    "1.1": [
        "nis.risk-analysis",
        "nis.security-policy",
        "nis.security-accreditation",
        "nis.security-indicators",
        "nis.security-audit",
        "nis.human-resource-security",
        "nis.asset-management",
    ],
    "1.2": ["nis.ecosystem-mapping", "nis.ecosystem-relations"],
    "2.1": [
        "nis.systems-configuration",
        "nis.system-segregation",
        "nis.traffic-filtering",
        "nis.cryptography",
    ],
    "2.2": ["nis.administration-accounts", "nis.administration-information-systems"],
    "2.3": ["nis.authentication-identification", "nis.access-rights"],
    "2.4": ["nis.it-security-maintenance", "nis.remote-access"],
    "2.5": ["nis.physical-environmental-security"],
    "3.1": ["nis.detection", "nis.logging", "nis.log-correlation-analysis"],
    "3.2": [
        "nis.incident-response",
        "nis.incident-report",
        "nis.communication-with-authorities",
    ],
    "4.1": ["nis.business-continuity-management", "nis.disaster-recovery-management"],
    "4.2": ["nis.crisis-management-organisation", "nis.crisis-management-process"],
}

ADDITIONS = {
    "1.1": ["nis.management-body", "nis.training"],
    "2.4": [
        "nis.acquisition-development",
        "nis.vulnerability-handling",
        "nis.industrial-control-systems",
    ],
    "4.2": ["nis.secured-communications"],
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    (found,) = [each for each in baseline.nisassess_catalogues() if each.id == "nis-baseline"]
    return found


@pytest.fixture(scope="module")
def controls(catalogue: Catalogue) -> tuple[Control, ...]:
    return tuple(control for group in catalogue.groups for control in group.controls)


def test_whole_plugin_has_no_fault() -> None:
    faults = check_plugin(
        baseline.nisassess_sector(),
        baseline.nisassess_catalogues(),
        baseline.nisassess_profiles(),
    )

    assert [str(fault) for fault in faults] == []


def test_all_thirty_measures_stand_in_their_groups(catalogue: Catalogue) -> None:
    found = {group.label: [control.id for control in group.controls] for group in catalogue.groups}

    assert sum(len(measures) for measures in MEASURES.values()) == 30
    assert found == {
        number: measures + ADDITIONS.get(number, []) for number, measures in MEASURES.items()
    }


def test_labels_number_the_measures_and_letter_the_additions(catalogue: Catalogue) -> None:
    for group in catalogue.groups:
        measures = MEASURES[group.label or ""]
        additions = ADDITIONS.get(group.label or "", [])
        expected = [f"{group.label}.{n}" for n in range(1, len(measures) + 1)]
        expected += [f"{group.label}.{letter}" for letter in "ABC"[: len(additions)]]
        assert [control.label for control in group.controls] == expected


def test_each_measure_cites_its_place_in_the_reference_document(
    catalogue: Catalogue, controls: tuple[Control, ...]
) -> None:
    group_of = {control.id: group.label for group in catalogue.groups for control in group.controls}
    measures = {id_ for ids in MEASURES.values() for id_ in ids}
    for control in controls:
        cited = [ref.article for ref in control.references if ref.source == "cg-01-2018"]
        if control.id in measures:
            assert cited == [group_of[control.id]], control.id


def test_additions_say_that_they_are_additions(controls: tuple[Control, ...]) -> None:
    added = {id_ for ids in ADDITIONS.values() for id_ in ids}
    for control in controls:
        says_so = "CG 01/2018" in control.guidance[0]
        assert says_so == (control.id in added), control.id


@pytest.mark.parametrize("point", "abcdefghij")
def test_each_point_of_article_21_2_is_covered(point: str, controls: tuple[Control, ...]) -> None:
    assert [
        control.id
        for control in controls
        for ref in control.references
        if (ref.source, ref.article, ref.paragraph, ref.point) == ("nis2", "21", "2", point)
    ]


@pytest.mark.parametrize(
    ("article", "paragraph"),
    [("20", "1"), ("20", "2"), ("21", "1"), ("21", "3"), ("21", "4"), ("23", "1"), ("23", "4")],
)
def test_other_duties_of_the_directive_are_covered(
    article: str, paragraph: str, controls: tuple[Control, ...]
) -> None:
    assert [
        control.id
        for control in controls
        for ref in control.references
        if (ref.source, ref.article, ref.paragraph) == ("nis2", article, paragraph)
    ]


@pytest.mark.parametrize("chapter", [str(number) for number in range(1, 14)])
def test_each_chapter_of_the_implementing_regulation_is_used(
    chapter: str, controls: tuple[Control, ...]
) -> None:
    cited = {
        (ref.article or "").removeprefix("Annex ").split(".")[0]
        for control in controls
        for ref in control.references
        if ref.source == "ir-2024-2690"
    }

    assert chapter in cited


def test_implementing_regulation_is_guidance_with_its_reach_told(
    catalogue: Catalogue, controls: tuple[Control, ...]
) -> None:
    for control in controls:
        for ref in control.references:
            if ref.source == "ir-2024-2690":
                assert ref.force is Force.GUIDANCE
                assert "Art. 1" in (ref.note or "")
    (source,) = [source for source in catalogue.sources if source.id == "ir-2024-2690"]
    assert source.force is Force.BINDING
    assert all(TAXONOMY.knows(addressee) for addressee in source.addressees)


def test_reference_tells_the_day_only_where_it_was_checked_again(
    controls: tuple[Control, ...],
) -> None:
    days: dict[str, set[date | None]] = {}
    for control in controls:
        for ref in control.references:
            days.setdefault(ref.source, set()).add(ref.checked_on)

    assert days.pop("nis2") == {date(2026, 11, 26)}
    assert set().union(*days.values()) == {None}


def test_duty_of_the_csirt_is_cited_as_guidance(controls: tuple[Control, ...]) -> None:
    (answer,) = [
        ref
        for control in controls
        for ref in control.references
        if (ref.source, ref.article, ref.paragraph) == ("nis2", "23", "5")
    ]

    assert (answer.force, answer.addressees) == (Force.GUIDANCE, ("csirts", "authorities"))


def test_each_control_maps_to_both_frameworks(controls: tuple[Control, ...]) -> None:
    for control in controls:
        assert {m.source for m in control.mappings} == {"iso-27001-2022", "nist-csf-2.0"}
        targets = [(m.source, m.target) for m in control.mappings]
        assert len(targets) == len(set(targets)), control.id


def test_each_control_is_explained(controls: tuple[Control, ...]) -> None:
    for control in controls:
        assert 2 <= len(control.guidance) <= 4, control.id
        assert 3 <= len(control.example_evidence) <= 5, control.id
        assert 1 <= len(control.questions) <= 4, control.id
        assert any(q.kind is AnswerKind.MATURITY for q in control.questions), control.id


def test_each_maturity_question_describes_all_five_levels(controls: tuple[Control, ...]) -> None:
    for control in controls:
        for question in control.questions:
            if question.kind is AnswerKind.MATURITY:
                assert [choice.value for choice in question.choices] == ["0", "1", "2", "3", "4"]
                described = [choice.description for choice in question.choices]
                assert all(described)
                assert len(set(described)) == 5, question.id
                assert len({choice.label for choice in question.choices}) == 5, question.id


def test_question_ids_are_unique_in_the_catalogue(controls: tuple[Control, ...]) -> None:
    ids = [question.id for control in controls for question in control.questions]

    assert len(ids) == len(set(ids))


def test_no_text_occurs_twice(controls: tuple[Control, ...]) -> None:
    places = defaultdict(list)
    for control in controls:
        for text in _texts(control):
            places[text.casefold()].append(control.id)

    # A bare answer is all that questions share.
    shared = {text: ids for text, ids in places.items() if len(ids) > 1}
    assert set(shared) == {"no"}


def _texts(control: Control) -> Iterator[str]:
    yield from (control.title, control.statement, control.rationale)
    yield from control.guidance
    yield from control.example_evidence
    for question in control.questions:
        yield question.prompt
        if question.hint:
            yield question.hint
        for choice in question.choices:
            yield choice.label
            if choice.description:
                yield choice.description
