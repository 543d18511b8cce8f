"""Which questions of a control are asked, given the answers so far."""

from collections.abc import Iterable, Mapping
from typing import Protocol


class ConditionLike(Protocol):
    """A condition: the question it looks at, and the values of which one must be chosen."""

    @property
    def question(self) -> str:
        """Id of a question of the same control, as its `id` is written."""

    @property
    def any_of(self) -> tuple[str, ...]:
        """Values of which at least one was chosen."""


class QuestionLike(Protocol):
    """Anything with an id and, perhaps, a condition."""

    @property
    def id(self) -> str:
        """The id that conditions and answers name it by."""

    @property
    def when(self) -> ConditionLike | None:
        """None: always asked."""


def asked(questions: Iterable[QuestionLike], answers: Mapping[str, str | None]) -> set[str]:
    """Ids of the questions of one control that are asked in one part.

    `questions` in reading order; `answers` as stored, by question id. A condition looks back: on
    a question that stands later, is unknown, is unanswered or is itself not asked, it does not
    hold, whatever answer is left over from before.
    """
    found: set[str] = set()
    for question in questions:
        if question.when is None or _holds(question.when, found, answers):
            found.add(question.id)
    return found


def _holds(condition: ConditionLike, before: set[str], answers: Mapping[str, str | None]) -> bool:
    if condition.question not in before:
        return False
    chosen = (answers.get(condition.question) or "").split()
    return not set(chosen).isdisjoint(condition.any_of)
