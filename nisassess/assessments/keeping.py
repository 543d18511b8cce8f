"""The last score of a method that may go: kept while it works, shown when it is gone."""

from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from nisassess.access import Actor
from nisassess.assessments.repository import kept
from nisassess.assessments.scoring import method_of, scoring_input
from nisassess.assessments.service import snapshot
from nisassess.assessments.types import Snapshot
from nisassess.catalogues.translating import spoken
from nisassess.kit.database import Database
from nisassess.kit.errors import StateRefused
from nisassess.sdk.scoring import METHODS, Methods, Score

_SCORE = TypeAdapter(Score)


@dataclass(frozen=True, slots=True)
class Scored:
    """A score of some revision; `installed` is False where it is the last one that was kept."""

    snapshot: Snapshot
    score: Score
    revision: int
    installed: bool


async def scored(
    database: Database,
    actor: Actor,
    assessment_id: str,
    methods: Methods,
    language: str | None = None,
) -> Scored:
    """The score as it stands, in a language, or the last one if its method is gone.

    Raises NotFound, or StateRefused when the method is gone and no score was kept.
    """
    taken = await snapshot(actor, assessment_id)
    taken = replace(taken, profile=spoken(taken.profile, language))
    try:
        method = method_of(taken.profile, methods)
    except StateRefused:
        last = await kept.kept(taken.assessment)
        if last is None:
            raise
        return Scored(taken, _SCORE.validate_json(last[1]), last[0], installed=False)
    found = method.score(scoring_input(taken))
    if METHODS.at(method.id, method.version) is None:
        await _keep(database, taken, found)
    return Scored(taken, found, taken.assessment.revision, installed=True)


async def _keep(database: Database, taken: Snapshot, score: Score) -> None:
    """Methods of the sdk come with the platform; those of a plugin go with it."""
    if await kept.kept_revision(taken.assessment) == taken.assessment.revision:
        return
    document = _SCORE.dump_json(score).decode()
    await database.write(lambda: kept.keep(taken.assessment, document))
