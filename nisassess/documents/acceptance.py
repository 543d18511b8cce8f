"""What is asked of a control at its target, as criteria that a tender can be held against.

Follows the scoring method that the profile chose: which share of an answer's credit it needs, and
which questions belong to levels above the target. A method of a plugin's own is taken to need
answers in full; the annex says by which method.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from nisassess.catalogues.types import (
    PinnedBand,
    PinnedChoice,
    PinnedControl,
    PinnedProfile,
    PinnedQuestion,
)
from nisassess.documents.words import Words
from nisassess.sdk import Achievement, AnswerKind
from nisassess.sdk.scoring.credit import HALF, NONE_TRUE

_BY_LEVEL = {"gated-maturity", "cumulative-levels"}
_BY_MEAN = {"mean-of-means", "weighted"}
_OUTCOMES = "outcomes"
_FULL = Fraction(1)
_BY_CHOICE = {AnswerKind.SINGLE_CHOICE, AnswerKind.MULTIPLE_CHOICE}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question with the answers that are accepted at the target."""

    prompt: str
    accepted: tuple[str, ...]
    excluded: tuple[str, ...]
    """Statements that must not be true."""
    lead: str
    """What the list holds: one of these, all of these, …"""
    condition: str | None
    """When it is asked, if not always."""
    optional: bool
    language: str | None


def criteria(profile: PinnedProfile, control: PinnedControl, m: Words) -> tuple[Criterion, ...]:
    """The criteria of a control at the target that the profile gives it."""
    return tuple(
        _Criteria(profile, control, m).of(question)
        for question in control.questions
        if not _is_beyond(profile, control, question)
    )


def share(profile: PinnedProfile, target: int) -> Fraction:
    """The share of an answer's credit that the target needs, from 0 to 1."""
    steps = len(profile.levels) - 1
    if profile.scoring_method == "cumulative-levels":
        return Fraction(profile.parameters.get("counts_from", "1"))
    if profile.scoring_method == _OUTCOMES:
        return (Fraction(0), HALF, _FULL)[min(max(target, 0), 2)]
    if profile.scoring_method in _BY_MEAN and steps > 0:
        return Fraction(target - profile.lowest, steps)
    return _FULL


def _is_beyond(profile: PinnedProfile, control: PinnedControl, question: PinnedQuestion) -> bool:
    """Whether the question decides levels above the target only."""
    by_level = profile.scoring_method in _BY_LEVEL
    return by_level and question.level is not None and question.level > control.target


class _Criteria:
    """Criteria of one control."""

    def __init__(self, profile: PinnedProfile, control: PinnedControl, m: Words) -> None:
        self._profile = profile
        self._control = control
        self._m = m
        self._share = share(profile, control.target)

    def of(self, question: PinnedQuestion) -> Criterion:
        lead, accepted = self._accepted(question, AnswerKind(question.kind))
        return Criterion(
            prompt=question.prompt,
            accepted=tuple(accepted),
            excluded=_bad_practice(question),
            lead=self._m(f"accept.{lead}"),
            condition=self._condition(question),
            optional=question.optional,
            language=question.language,
        )

    def _accepted(self, question: PinnedQuestion, kind: AnswerKind) -> tuple[str, list[str]]:
        """The key of what the list holds, and the list."""
        if not _earns(question, kind) or self._share <= 0:
            return ("anything" if _earns(question, kind) else "stated"), []
        match kind:
            case AnswerKind.MATURITY:
                return self._levels(question)
            case AnswerKind.INDICATORS:
                return "all", self._good_practice(question)
            case AnswerKind.NUMBER:
                return "number", self._bands(question)
            case AnswerKind.MULTIPLE_CHOICE:
                return self._several(question)
        return "one", [_text(choice) for choice in self._enough(question)]

    def _levels(self, question: PinnedQuestion) -> tuple[str, list[str]]:
        choices = sorted(
            (c for c in question.choices if c.value.isdigit()), key=lambda c: int(c.value)
        )
        needed = self._level(choices)
        enough = [choice for choice in choices if int(choice.value) >= needed] or choices[-1:]
        return ("at_least" if len(enough) > 1 else "one"), [_text(c) for c in enough[:1]]

    def _level(self, choices: list[PinnedChoice]) -> Fraction:
        if self._profile.scoring_method != _OUTCOMES:
            return Fraction(self._control.target)
        name = "maturity_achieved" if self._share == _FULL else "maturity_partially"
        highest = choices[-1].value if choices else "0"
        return Fraction(self._profile.parameters.get(name, highest))

    def _good_practice(self, question: PinnedQuestion) -> list[str]:
        wanted = Achievement.ACHIEVED if self._share > HALF else Achievement.PARTIALLY
        for shows in (wanted, Achievement.ACHIEVED):
            found = [_text(choice) for choice in question.choices if choice.shows == shows.value]
            if found:
                return found
        return []

    def _bands(self, question: PinnedQuestion) -> list[str]:
        enough = [band for band in question.bands if Fraction(band.credit) >= self._share]
        return [self._band(band, question.unit) for band in enough]

    def _band(self, band: PinnedBand, unit: str | None) -> str:
        ends = {"low": band.at_least, "high": band.at_most}
        shown = {name: self._m.number(Decimal(end)) for name, end in ends.items() if end}  # type: ignore[arg-type]
        key = "_".join(["band", *shown]) if shown else "band_any"
        return " ".join(text for text in (self._m(f"accept.{key}", **shown), unit) if text)

    def _several(self, question: PinnedQuestion) -> tuple[str, list[str]]:
        earning = [(c, Fraction(c.credit)) for c in question.choices if c.credit]
        earning = [(choice, credit) for choice, credit in earning if credit > 0]
        total, least = sum(c for _, c in earning), min((c for _, c in earning), default=_FULL)
        if total - least < self._share:
            return "all", [_text(choice) for choice, _ in earning]
        return "together", [
            f"{_text(choice)} ({self._m.percent(float(credit))})" for choice, credit in earning
        ]

    def _enough(self, question: PinnedQuestion) -> Iterator[PinnedChoice]:
        for choice in question.choices:
            if _credit(choice) >= self._share:
                yield choice

    def _condition(self, question: PinnedQuestion) -> str | None:
        if question.when is None:
            return None
        asked = next((q for q in self._control.questions if q.id == question.when.question), None)
        if asked is None:
            return None
        labels = {choice.value: choice.label for choice in asked.choices}
        answers = ", ".join(
            self._m("accept.none_true") if value == NONE_TRUE else labels.get(value, value)
            for value in question.when.any_of
        )
        return self._m("accept.condition", question=asked.prompt, answers=answers)


def _earns(question: PinnedQuestion, kind: AnswerKind) -> bool:
    if kind in _BY_CHOICE:
        return any(choice.credit is not None for choice in question.choices)
    if kind is AnswerKind.NUMBER:
        return bool(question.bands)
    return kind not in {AnswerKind.DATE, AnswerKind.TEXT}


def _credit(choice: PinnedChoice) -> Fraction:
    fixed = {"achieved": _FULL, "partially": HALF, "yes": _FULL}
    return Fraction(choice.credit) if choice.credit else fixed.get(choice.value, Fraction(0))


def _bad_practice(question: PinnedQuestion) -> tuple[str, ...]:
    return tuple(
        _text(choice)
        for choice in question.choices
        if choice.shows == Achievement.NOT_ACHIEVED.value
    )


def _text(choice: PinnedChoice) -> str:
    return f"{choice.label} – {choice.description}" if choice.description else choice.label
