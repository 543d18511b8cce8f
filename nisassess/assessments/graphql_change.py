"""GraphQL of the one change that would raise a figure most."""

import asyncio
from dataclasses import replace

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.assessments import service
from nisassess.assessments.answering import in_words
from nisassess.assessments.scoring import method_of, scoring_input
from nisassess.assessments.types import Snapshot
from nisassess.catalogues.translating import spoken
from nisassess.kit.errors import NotFound
from nisassess.plugins import PluginRegistry
from nisassess.sdk import scoring


@strawberry.type
class AnswerChange:
    """One answer that would be better; `before` and `after` in words, null while unanswered or
    where any answer does."""

    control_id: strawberry.ID
    control_title: str
    part_id: strawberry.ID
    part_name: str
    question_id: strawberry.ID
    prompt: str
    before: str | None
    after: str | None


@strawberry.type
class BestChange:
    """The change that raises a figure most, and what it does, in words.

    `withOthers`: answers of the same control that must change too, because the weakest of several
    decides.
    """

    change: AnswerChange
    words: str
    with_others: list[AnswerChange]


@strawberry.type
class Query:
    """Where to begin."""

    @access.field(requires=Permission.ASSESSMENT_READ)
    async def best_change(
        self,
        info: Info,
        assessment_id: strawberry.ID,
        group_id: strawberry.ID | None = None,
        control_id: strawberry.ID | None = None,
        language: str | None = None,
    ) -> BestChange | None:
        """What would raise the total, or a group's or control's figure, most; null: nothing."""
        try:
            taken = await service.snapshot(info.context.actor, assessment_id)
        except NotFound:
            return None
        taken = replace(taken, profile=spoken(taken.profile, language))
        method = method_of(taken.profile, info.context.get(PluginRegistry).methods)
        # Some tenths of a second of arithmetic: other requests are answered meanwhile.
        found = await asyncio.to_thread(
            scoring.best_change, method, scoring_input(taken), group_id, control_id
        )
        return None if found is None else _of(found, taken)


def _of(found: scoring.Change, taken: Snapshot) -> BestChange:
    return BestChange(
        change=answer_change(found, taken),
        words=found.words,
        with_others=[answer_change(other, taken) for other in found.with_others],
    )


def answer_change(change: scoring.Change | scoring.AnswerChange, taken: Snapshot) -> AnswerChange:
    """An answer that would be better, with its words."""
    control, question = taken.profile.questions[change.question]
    names = {part.id: part.name for part in taken.parts}
    return AnswerChange(
        control_id=strawberry.ID(control.id),
        control_title=control.title,
        part_id=strawberry.ID(change.part),
        part_name=names[change.part],
        question_id=strawberry.ID(question.id),
        prompt=question.prompt,
        before=in_words(question, change.before),
        after=in_words(question, change.after),
    )
