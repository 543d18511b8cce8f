"""Questions and scales of CISO Assistant's frameworks."""

from dataclasses import replace
from decimal import Decimal

from nisassess.catalogues.interchange import content, fitting
from nisassess.catalogues.interchange.ids import SlugNames, value_of
from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.source import Entry
from nisassess.sdk import AnswerKind, Choice, Condition, Question

SCALE = "score"
MOST_QUESTIONS = 24
HIGHEST_LEVEL = 5

_KINDS = {
    "unique_choice": AnswerKind.SINGLE_CHOICE,
    "single_choice": AnswerKind.SINGLE_CHOICE,
    "multiple_choice": AnswerKind.MULTIPLE_CHOICE,
    "text": AnswerKind.TEXT,
    "date": AnswerKind.DATE,
    "number": AnswerKind.NUMBER,
    "boolean": AnswerKind.YES_NO,
}
_CREDITS = {
    "compliant": Decimal(1),
    "true": Decimal(1),
    "partially_compliant": Decimal("0.5"),
    "non_compliant": Decimal(0),
    "false": Decimal(0),
}
_OF_QUESTIONS = {"urn", "type", "text", "choices", "depends_on", "translations"}
_OF_CHOICES = {"urn", "value", "description", "compute_result", "translations"}


def score_scale(framework: Entry, report: Report) -> tuple[Choice, ...]:
    """The framework's scale of scores, where it is one of levels; else none."""
    entries = framework.blocks("scores_definition")
    if not entries:
        if framework.has("max_score"):
            report.left_out(framework.at("max_score"), "a scale of scores without named levels")
        return ()
    levels = [entry.text("score") for entry in entries]
    if levels not in [[str(n) for n in range(low, low + len(levels))] for low in (0, 1)] or not (
        len(levels) >= 2 and int(levels[-1]) <= HIGHEST_LEVEL  # noqa: PLR2004
    ):
        path = framework.at("scores_definition")
        report.left_out(path, "its scores are no levels from 0 or 1 to 5 at most")
        return ()
    for entry in entries:
        if entry.has("description_doc"):
            path = entry.at("description_doc")
            report.left_out(path, "a second description of a level, for documentation")
    return tuple(_level(entry) for entry in entries)


def _level(entry: Entry) -> Choice:
    description = fitting.pieces(entry.text("description"))
    label = entry.text("name") or entry.needed("score")
    return Choice(
        entry.text("score"), fitting.title(label), description[0] if description else None
    )


class Questions:
    """Makes the questions of one framework's requirements."""

    def __init__(self, scale: tuple[Choice, ...], language: str, report: Report) -> None:
        self._scale = scale
        self._language = language
        self._report = report
        self._values: dict[str, str] = {}
        """By the URN of a choice, what is stored for it."""

    def of(self, entry: Entry) -> tuple[Question, ...]:
        """The requirement's own questions, and the one for its score or result."""
        own = list(entry.named("questions").items())
        names = SlugNames(self._report)
        made: dict[str, Question] = {}
        if not own:
            self._report.filled(entry.path, "the source has no questions; one asks the statement")
        for number, (urn, question) in enumerate(own):
            if number >= MOST_QUESTIONS - 1:
                self._report.left_out(question.path, "a control has 24 questions at most")
                continue
            made[urn.lower()] = self._question(question, names.take(f"q{number + 1}", ""), made)
        if any(_counts_always(question) for question in made.values()):
            return tuple(made.values())
        return (*made.values(), self._rating(entry))

    def _rating(self, entry: Entry) -> Question:
        if not self._scale:
            return content.achieved_question(self._language)
        prompt = content.words(self._language).fulfilled
        return Question(id="score", prompt=prompt, kind=AnswerKind.MATURITY, scale=SCALE)

    def _question(self, entry: Entry, id_: str, before: dict[str, Question]) -> Question:
        for key in entry.value.keys() - _OF_QUESTIONS:
            self._report.left_out(entry.at(key), f"a question has no '{key}'")
        kind = self._kind(entry)
        prompt = fitting.pieces(entry.text("text"))
        if not prompt:
            self._report.filled(entry.path, "a question without a text asks for the statement")
            prompt = (content.words(self._language).fulfilled,)
        hint = fitting.pieces("\n".join(prompt[1:]))
        choices = self._choices(entry) if kind in _WITH_CHOICES else ()
        return Question(
            id=id_,
            prompt=prompt[0],
            kind=kind,
            hint=hint[0] if hint else None,
            choices=choices,
            when=self._condition(entry, before),
            unit=self._unit(entry) if kind is AnswerKind.NUMBER else None,
            optional=kind in {AnswerKind.TEXT, AnswerKind.DATE, AnswerKind.NUMBER},
        )

    def _unit(self, entry: Entry) -> str:
        self._report.filled(entry.path, "the source names no unit for a number")
        return "–"

    def _kind(self, entry: Entry) -> AnswerKind:
        word = entry.needed("type")
        if word not in _KINDS:
            self._report.changed(entry.at("type"), f"a question of kind '{word}' became text")
        kind = _KINDS.get(word, AnswerKind.TEXT)
        if kind in _WITH_CHOICES and not entry.has("choices"):
            self._report.changed(entry.path, "a choice without choices became a question for text")
            return AnswerKind.TEXT
        return kind

    def _choices(self, entry: Entry) -> tuple[Choice, ...]:
        taken: set[str] = set()
        choices = []
        for choice in entry.blocks("choices"):
            if choice.text("compute_result").lower() == "not_applicable":
                reason = "a choice that is not applicable; that is said of the whole control"
                self._report.left_out(choice.path, reason)
            else:
                choices.append(self._choice(choice, taken))
        credits_ = [choice.credit for choice in choices]
        if any(one is None for one in credits_) and any(one is not None for one in credits_):
            self._report.left_out(entry.path, "credits that only some of the choices have")
            return tuple(replace(choice, credit=None) for choice in choices)
        return tuple(choices)

    def _choice(self, entry: Entry, taken: set[str]) -> Choice:
        for key in entry.value.keys() - _OF_CHOICES:
            self._report.left_out(entry.at(key), f"a choice has no '{key}'")
        label = entry.text("value") or entry.needed("urn").rsplit(":", 1)[-1]
        description = entry.text("description")
        if not fitting.fits_title(label):
            self._report.changed(entry.path, "a long choice is cut and whole in its description")
            description = "\n".join(part for part in (label, description) if part)
        told = fitting.pieces(description)
        value = _free_value(label, taken)
        self._values[entry.text("urn").lower()] = value
        return Choice(
            value=value,
            label=fitting.title(label),
            description=told[0] if told else None,
            credit=self._credit(entry),
        )

    def _credit(self, entry: Entry) -> Decimal | None:
        result = entry.text("compute_result").lower()
        if result and result not in _CREDITS:
            path = entry.at("compute_result")
            self._report.left_out(path, f"the result '{result}' has no credit")
        return _CREDITS.get(result)

    def _condition(self, entry: Entry, before: dict[str, Question]) -> Condition | None:
        depends = entry.block("depends_on")
        if not depends.value:
            return None
        question = before.get(depends.text("question").lower())
        if question is None or depends.text("condition") not in {"", "any"}:
            self._report.left_out(depends.path, "a condition on no earlier question of the control")
            return None
        there = {choice.value for choice in question.choices}
        named = (self._values.get(answer.lower()) for answer in depends.texts("answers"))
        values = tuple(value for value in named if value is not None and value in there)
        if not values:
            self._report.left_out(depends.path, "a condition on answers that are not there")
            return None
        return Condition(question=question.id, any_of=values)


def _counts_always(question: Question) -> bool:
    has_credit = any(choice.credit is not None for choice in question.choices)
    return question.when is None and (has_credit or question.kind is AnswerKind.YES_NO)


_WITH_CHOICES = {AnswerKind.SINGLE_CHOICE, AnswerKind.MULTIPLE_CHOICE}


def _free_value(label: str, taken: set[str]) -> str:
    wished = value_of(label) or "choice"
    value, number = wished, 1
    while value in taken or value == "none":
        number += 1
        value = f"{wished[:36].rstrip('_')}_{number}"
    taken.add(value)
    return value
