"""Answers that result in a wanted level, whatever the profile's way of scoring. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from zlib import crc32

from nisassess.assessments.answering import NONE_CHOSEN
from nisassess.catalogues.types import PinnedControl, PinnedProfile, PinnedQuestion
from nisassess.demo.phrases import LEVELLED, holding
from nisassess.kit.clock import today

_FIXED = {
    "achievement": ((0, "not_achieved"), (Fraction(1, 2), "partially"), (1, "achieved")),
    "yes_no": ((0, "no"), (1, "yes")),
}
_HALF = Fraction(1, 2)

Option = tuple[Fraction, str]
"""What an answer earns, from 0 to 1, and the answer."""
Written = Mapping[str, str]
"""Answers written by hand, by question; they prevail."""


def answers(
    place: str, profile: PinnedProfile, control: PinnedControl, level: int, written: Written
) -> Iterator[tuple[str, str]]:
    """Question and answer for each question of the control that is shown and must be answered.

    At some places a single question holds the control back, while the others are further.
    """
    asked = _Asked(place, profile, control, level)
    given: dict[str, str] = {}
    for question in control.questions:
        when = question.when
        shown = when is None or set(given.get(when.question, "").split()) & set(when.any_of)
        if not shown or (question.optional and question.id not in written):
            continue
        given[question.id] = written.get(question.id) or asked.answer(question)
        yield question.id, given[question.id]


class _Asked:
    """One control at one place."""

    def __init__(
        self, place: str, profile: PinnedProfile, control: PinnedControl, level: int
    ) -> None:
        self._place = place
        self._profile = profile
        self._level = level
        self._met = level >= control.target
        self._holding = holding(place, profile, control, level)

    def answer(self, question: PinnedQuestion) -> str:
        options = sorted(_options(question, self._profile))
        if not options:
            return self._told(question)
        if self._profile.scoring_method in LEVELLED:
            return self._levelled(question, options)
        wanted = self._wanted(question)
        partly = self._profile.scoring_method == "outcomes" and wanted > 0
        if self._met or partly:  # of an outcome that is partly achieved, nothing is missing
            return next((value for earned, value in options if earned >= wanted), options[-1][1])
        return _most(options, wanted)

    def _levelled(self, question: PinnedQuestion, options: list[Option]) -> str:
        level = self._level
        if question.kind == "maturity":
            wanted = level + 1 if self._holding else level
            return str(min(wanted, int(question.choices[-1].value)))
        if question is not self._holding and (question.level or 1) <= level:
            return options[-1][1]
        partly = question is not self._holding and level > 0
        return _most(options, _HALF) if partly else options[0][1]

    def _wanted(self, question: PinnedQuestion) -> Fraction:
        """What the answer should earn; papers are often a step ahead of practice."""
        lowest, steps = self._profile.lowest, len(self._profile.levels) - 1
        ahead = question.dimension == "documentation" and _number(self._place) % 2
        return Fraction(min(self._level - lowest + (1 if ahead else 0), steps), steps)

    def _told(self, question: PinnedQuestion) -> str:
        """An answer to what is asked for information only."""
        match question.kind:
            case "date":
                number = _number(question.id + self._place)
                return date(today().year - 1, 1 + number % 12, 3 + number % 24).isoformat()
            case "number":
                return question.minimum or "0"
            case "text":
                return "See the attached evidence."
            case "multiple_choice":
                return " ".join(choice.value for choice in question.choices)
        return question.choices[0].value


def _options(question: PinnedQuestion, profile: PinnedProfile) -> Iterator[Option]:
    """Every answer that earns something, or nothing; none where the question earns nothing."""
    choices = question.choices
    match question.kind:
        case "maturity":
            yield from ((_maturity(int(c.value), profile), c.value) for c in choices)
        case "achievement" | "yes_no":
            yield from ((Fraction(earned), value) for earned, value in _FIXED[question.kind])
        case "single_choice":
            yield from ((Fraction(c.credit), c.value) for c in choices if c.credit is not None)
        case "multiple_choice":
            yield from _several(question)
        case "indicators":
            yield from _indicators(question)
        case "number" if question.bands:
            yield from _numbers(question)


def _indicators(question: PinnedQuestion) -> Iterator[Option]:
    for earned, shows in ((_HALF, "partially"), (Fraction(1), "achieved")):
        true = [choice.value for choice in question.choices if choice.shows == shows]
        if true:
            yield earned, " ".join(true)
    yield Fraction(0), NONE_CHOSEN


def _maturity(level: int, profile: PinnedProfile) -> Fraction:
    if profile.scoring_method == "outcomes":
        for name, earned in (("maturity_achieved", Fraction(1)), ("maturity_partially", _HALF)):
            if level >= Fraction(profile.parameters.get(name, "9")):
                return earned
        return Fraction(0)
    return Fraction(level - profile.lowest, len(profile.levels) - 1)


def _several(question: PinnedQuestion) -> Iterator[Option]:
    """The first statement true, the first two, and so on; those that earn nothing are not."""
    good = [(Fraction(one.credit), one.value) for one in question.choices if one.credit]
    good = [(earned, value) for earned, value in good if earned > 0]
    if good:
        yield Fraction(0), NONE_CHOSEN
    for count in range(1, len(good) + 1):
        earned = min(Fraction(1), sum((one for one, _ in good[:count]), Fraction(0)))
        # Where half of the statements earn all, the others are true as well.
        yield earned, " ".join(value for _, value in good[: len(good) if earned == 1 else count])


def _numbers(question: PinnedQuestion) -> Iterator[Option]:
    """The edge of each band, and the next number beyond it."""
    edges = {edge for band in question.bands for edge in (band.at_least, band.at_most) if edge}
    numbers = {Decimal(edge) + step for edge in edges for step in (0, 1)}
    low, high = Decimal(question.minimum or "0"), Decimal(question.maximum or "999999")
    for number in numbers:
        if low <= number <= high:
            yield _banded(question, number), f"{number:f}"


def _banded(question: PinnedQuestion, number: Decimal) -> Fraction:
    """What a number earns: the first band that holds it decides."""
    for band in question.bands:
        above = band.at_least is None or number >= Decimal(band.at_least)
        below = band.at_most is None or number <= Decimal(band.at_most)
        if above and below:
            return Fraction(band.credit)
    return Fraction(0)


def _most(options: list[Option], wanted: Fraction) -> str:
    """The answer that earns most without earning more than is wanted."""
    return next((value for earned, value in reversed(options) if earned <= wanted), options[0][1])


def _number(text: str) -> int:
    return crc32(text.encode())
