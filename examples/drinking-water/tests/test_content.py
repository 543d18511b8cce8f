"""What the content of this example promises."""

from pathlib import Path

from nisassess.sdk import ContentPlugin, Force

plugin = ContentPlugin(Path(__file__).parents[1])
(catalogue,) = plugin.catalogues
controls = [control for group in catalogue.groups for control in group.controls]
VERIFIED = {"nis2", "dwd", "cer"}


def test_every_profile_holds_thirty_controls_of_its_own() -> None:
    own = {group.id: len(group.controls) for group in catalogue.groups}

    assert own == {
        "water-risk": 5,
        "water-treatment": 7,
        "water-distribution": 6,
        "water-control": 7,
        "water-continuity": 5,
    }
    assert [profile.id for profile in plugin.profiles] == [
        "drinking-water-essential",
        "drinking-water-important",
    ]
    assert all(own.keys() <= profile.groups.keys() for profile in plugin.profiles)


def test_no_two_controls_say_the_same() -> None:
    for texts in (
        [control.title for control in controls],
        [control.statement for control in controls],
        [control.rationale for control in controls],
        [paragraph for control in controls for paragraph in control.guidance],
        [
            choice.description
            for control in controls
            for question in control.questions
            for choice in question.choices
            if choice.description
        ],
    ):
        assert len(texts) == len(set(texts))


def test_only_what_was_looked_up_binds() -> None:
    sources = {source.id: source for source in catalogue.sources}
    for control in controls:
        for reference in control.references:
            force = reference.force or sources[reference.source].force
            assert (force is Force.BINDING) <= bool(reference.checked_by and reference.checked_on)
            assert (force is Force.BINDING) <= (reference.source in VERIFIED)


def test_every_control_is_mapped_to_the_three_frameworks() -> None:
    frameworks = {"nis2", "iso-27001-2022", "nist-csf-2.0"}

    assert all(
        frameworks <= {mapping.source for mapping in control.mappings} for control in controls
    )


def test_questions_are_of_many_kinds_and_every_control_has_levels() -> None:
    kinds = {question.kind.value for control in controls for question in control.questions}

    assert kinds == {
        "maturity",
        "yes_no",
        "number",
        "multiple_choice",
        "single_choice",
        "indicators",
        "date",
    }
    assert all(
        any(question.kind.value == "maturity" for question in control.questions)
        for control in controls
    )
