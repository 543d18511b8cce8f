"""Where methods are found, and which content each refuses."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from nisassess.sdk import AnswerKind, Choice, Control, NotApplicable, Profile, Question
from nisassess.sdk.content import Condition, Dimension, ScoringChoice
from nisassess.sdk.scoring import (
    METHODS,
    GatedMaturity,
    MethodClash,
    Methods,
    Parameter,
    ProfileView,
    Score,
    ScoringFault,
    ScoringInput,
    SelectedControl,
    view_of,
)
from tests.sdk import builders

pytestmark = pytest.mark.database_free


class Later(GatedMaturity):
    version = "1.10"


class Earlier(GatedMaturity):
    version = "1.9"


class Own:
    """A plugin's own method: the protocol and no more."""

    id = "own"
    version = "1.0"
    title = "Own"
    summary = "As the plugin says."
    monotone = True
    parameters: tuple[Parameter, ...] = ()

    def score(self, given: ScoringInput) -> Score:
        return GatedMaturity().score(given)

    def faults(self, view: ProfileView) -> Iterator[ScoringFault]:
        if not view.selected:
            yield ScoringFault("groups", "selects nothing")


def test_methods_of_the_sdk_are_found_by_id() -> None:
    assert list(METHODS) == [
        "gated-maturity",
        "mean-of-means",
        "outcomes",
        "cumulative-levels",
        "weighted",
    ]
    assert all(METHODS[id_].id == id_ for id_ in METHODS)
    assert all(method.title and method.summary for method in METHODS.values())


def test_earlier_version_stays_beside_the_newest() -> None:
    methods = Methods(Later(), Earlier())

    assert methods["gated-maturity"].version == "1.10"
    assert isinstance(methods.at("gated-maturity", "1.9"), Earlier)
    assert methods.at("gated-maturity", "1.0") is None
    assert len(methods) == 1


def test_plugin_brings_a_method_of_its_own() -> None:
    methods = METHODS.extended([Own()])

    assert methods["own"].title == "Own"
    assert "own" not in METHODS
    assert methods.at("gated-maturity", "1.0") is METHODS["gated-maturity"]


def test_id_that_is_taken_is_refused() -> None:
    with pytest.raises(MethodClash, match="the scoring method 'gated-maturity' is taken"):
        METHODS.extended([Later()])
    with pytest.raises(MethodClash, match=r"gated-maturity 1\.0 is there already"):
        Methods(GatedMaturity(), GatedMaturity())


# --- which content a method refuses


def _scoring(method: str, levels: int = 4, lowest: int = 0, **parameters: str) -> ScoringChoice:
    return ScoringChoice(
        method,
        tuple(f"Level {number}" for number in range(levels)),
        lowest,
        {name: Decimal(value) for name, value in parameters.items()},
    )


def _faults(
    scoring: ScoringChoice, *questions: Question, target: int = 2, **changes: object
) -> list:
    control = builders.control("demo.one", questions=questions, **changes)
    view = ProfileView(scoring, (SelectedControl(control, target),), {"controls.demo.one": target})
    return [tuple(fault) for fault in METHODS[scoring.method].faults(view)]


def _choice(**changes: object) -> Question:
    choices = (
        Choice("some", "Some", credit=Decimal("0.5")),
        Choice("all", "All", credit=Decimal(1)),
    )
    given = {"id": "which", "prompt": "Which?", "kind": AnswerKind.SINGLE_CHOICE}
    return Question(**{**given, "choices": choices, **changes})  # type: ignore[arg-type]


NOTE = Question("note", "Anything to add?", AnswerKind.TEXT)


@pytest.mark.parametrize("method", ["gated-maturity", "cumulative-levels", "weighted"])
def test_sound_content_has_no_fault(method: str) -> None:
    questions = (builders.maturity(), builders.yes_no(), _choice(level=1), NOTE)

    assert _faults(_scoring(method), *questions) == []


@pytest.mark.parametrize("method", ["gated-maturity", "cumulative-levels"])
def test_question_without_a_level_is_refused_where_levels_decide(method: str) -> None:
    assert _faults(_scoring(method), _choice()) == [
        ("demo.one.questions.which", "needs the level that it belongs to")
    ]


def test_question_of_a_level_that_decides_nothing_is_refused() -> None:
    scoring = _scoring("gated-maturity", lowest=1)

    assert _faults(scoring, builders.yes_no(level=1)) == [
        (
            "demo.one.questions.door",
            "belongs to level 1, the lowest of the scale, and so decides nothing; "
            "name the level that it opens",
        )
    ]
    assert _faults(scoring, builders.yes_no(level=5)) == [
        ("demo.one.questions.door", "belongs to level 5; the profile's scale ends at 4")
    ]


def test_maturity_question_fits_the_scale_and_reaches_the_target() -> None:
    assert _faults(_scoring("weighted", levels=3), builders.maturity(levels=4)) == [
        ("demo.one.questions.ladder", "has choices up to level 3; the profile's scale ends at 2")
    ]
    assert _faults(_scoring("weighted"), builders.maturity(levels=2)) == [
        ("demo.one.questions.ladder", "has choices up to level 1; the target 2 is out of reach")
    ]
    assert _faults(_scoring("weighted", lowest=1), builders.maturity(levels=4)) == [
        ("demo.one.questions.ladder", "its levels start at 0; the profile's scale starts at 1")
    ]


@pytest.mark.parametrize("method", list(METHODS))
def test_control_without_a_scored_question_that_is_always_asked_is_refused(method: str) -> None:
    fault = (
        "demo.one.questions",
        "no question that is always asked earns credit, so the control cannot be scored",
    )
    conditional = builders.yes_no(when=Condition("note", ("yes",)))

    assert fault in _faults(_scoring(method, levels=3), NOTE)
    assert fault in _faults(_scoring(method, levels=3), NOTE, conditional)
    assert fault in _faults(_scoring(method, levels=3), builders.yes_no(optional=True))


@pytest.mark.parametrize("method", list(METHODS))
def test_parameter_that_the_method_does_not_know_is_refused(method: str) -> None:
    faults = _faults(_scoring(method, levels=3, pass_mark="1"), builders.yes_no())

    names = ", ".join(parameter.name for parameter in METHODS[method].parameters)
    message = f"the method has no such parameter (it has: {names})"
    assert ("scoring.parameters.pass_mark", message) in faults


def test_parameter_outside_its_bounds_is_refused() -> None:
    assert _faults(_scoring("cumulative-levels", counts_from="2"), builders.yes_no()) == [
        ("scoring.parameters.counts_from", "2 lies outside 0.01 to 1")
    ]
    assert _faults(_scoring("weighted", total_at_least="3.5"), builders.yes_no()) == [
        ("scoring.parameters.total_at_least", "3.5 lies outside 0 to 3")
    ]


def test_default_that_leaves_the_scale_is_refused() -> None:
    both = tuple(builders.maturity(dimension.value, dimension=dimension) for dimension in Dimension)

    assert _faults(_scoring("mean-of-means"), *both) == [
        ("scoring.parameters.total_at_least", "3.5, its default, lies outside 0 to 3")
    ]
    assert _faults(_scoring("mean-of-means", total_at_least="2.5"), *both) == []


def test_control_that_is_asked_in_one_dimension_only_is_refused() -> None:
    documented = builders.maturity(dimension=Dimension.DOCUMENTATION)

    assert _faults(_scoring("mean-of-means", total_at_least="2.5"), documented) == [
        (
            "demo.one.questions",
            "asks nothing about implementation; the method needs both dimensions",
        )
    ]


@pytest.mark.parametrize("method", ["gated-maturity", "outcomes", "cumulative-levels", "weighted"])
def test_capped_control_needs_the_level_it_counts_as(method: str) -> None:
    fault = (
        "scoring.parameters.not_applicable_counts",
        "the control 'demo.one' says `not_applicable: capped`; name the level it counts as",
    )
    capped = NotApplicable.CAPPED
    plain, named = _scoring(method, levels=3), _scoring(method, 3, not_applicable_counts="1")

    assert _faults(plain, builders.yes_no(), not_applicable=capped) == [fault]
    assert _faults(named, builders.yes_no(), not_applicable=capped) == []


def test_outcomes_are_scored_on_three_levels_from_nothing() -> None:
    message = "name three levels from 0: not achieved, partially achieved, achieved"

    assert _faults(_scoring("outcomes"), builders.yes_no()) == [("scoring.levels", message)]


def test_outcomes_need_a_rule_for_maturity_questions() -> None:
    scoring = _scoring("outcomes", levels=3)

    assert _faults(scoring, builders.maturity()) == [
        (
            f"scoring.parameters.{name}",
            "is missing: 'demo.one.questions.ladder' is a maturity question",
        )
        for name in ("maturity_achieved", "maturity_partially")
    ]
    crossed = _scoring("outcomes", 3, maturity_achieved="2", maturity_partially="3")
    assert _faults(crossed, builders.maturity()) == [
        ("scoring.parameters.maturity_partially", "3 lies above maturity_achieved, 2")
    ]
    beyond = _scoring("outcomes", 3, maturity_achieved="4", maturity_partially="3")
    assert _faults(beyond, builders.maturity()) == [
        ("demo.one.questions.ladder", "has choices up to level 3; achieved starts at 4")
    ]


def test_target_outside_the_scale_and_missing_levels_are_refused() -> None:
    scoring = ScoringChoice("weighted", ("Only",))

    assert _faults(scoring, builders.yes_no()) == [
        ("scoring.levels", "name the levels from 0 upwards, two at least"),
        ("controls.demo.one", "the target 2 lies outside the scale 0 to 0"),
    ]


def _view(profile: Profile, *controls: Control) -> ProfileView:
    return view_of(profile, [(control, 1) for control in controls])


def test_weights_are_not_negative_and_not_all_nothing() -> None:
    scoring = _scoring("weighted")
    one, two = builders.control("demo.one"), builders.control("demo.two")
    negative = builders.profile(scoring=scoring, weights={"demo.one": Decimal("-0.5")})
    nothing = builders.profile(
        scoring=scoring, weights={"demo.one": Decimal(0), "demo.two": Decimal(0)}
    )

    assert list(METHODS["weighted"].faults(_view(negative, one, two))) == [
        ("weights.demo.one", "-0.5 is negative; 0 is the least")
    ]
    assert list(METHODS["weighted"].faults(_view(nothing, one, two))) == [
        ("weights", "every control weighs 0; one at least must weigh more")
    ]
