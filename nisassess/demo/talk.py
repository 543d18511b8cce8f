"""What the team of the grid operator says of its draft: threads in every state, a mention."""

from dataclasses import dataclass

from nisassess.access import Actor, Role
from nisassess.assessments.repository import reads
from nisassess.assessments.types import AssessmentState, Key
from nisassess.demo.cast import cast
from nisassess.demo.people import People
from nisassess.discussions import service as discussions
from nisassess.kit.database import Database
from nisassess.kit.pagination import PageRequest
from nisassess.sdk import ScopeKind

_OPERATOR = "sonnkar"
_AUDIT = "https://intranet.sonnkar-netz.example/audits/2026-07"


@dataclass(frozen=True, slots=True)
class _Said:
    who: Role
    text: str


@dataclass(frozen=True, slots=True)
class _Thread:
    """`{coordinator}` and the like stand for people, who are mentioned."""

    control: str
    said: tuple[_Said, ...]
    resolved_by: Role | None = None


_C, _K = Role.OPERATOR_CONTRIBUTOR, Role.OPERATOR_COORDINATOR
_A, _S = Role.OPERATOR_APPROVER, Role.SIGNATORY
_THREADS = (
    _Thread(
        "nis.risk-analysis",
        (
            _Said(
                _C,
                "The register still lists the old telecontrol gateway in Ostried. It left in May; "
                "do we rate the new one now, {coordinator}, or with the change in autumn?",
            ),
            _Said(_K, "Now, please: it has been in operation since June. I added it as R-41."),
        ),
    ),
    _Thread(
        "nis.remote-access",
        (
            _Said(
                _C,
                "Two of the three maintainers come in over the jump host. The third still dials "
                "in by itself. I would rather not answer 3 here.",
            ),
            _Said(
                _A,
                "Then let us not. The board would rather read an honest 2 with a date than a 3 "
                "that an auditor takes apart.",
            ),
            _Said(_K, "Agreed: 2, and the measure says the end of the first quarter."),
        ),
        resolved_by=_K,
    ),
    _Thread(
        "nis.industrial-control-systems",
        (
            _Said(
                _K,
                f"The report of July is here: {_AUDIT}\nChapter 4 answers most of this, "
                "but it is confidential: name it as evidence that stays with us.",
            ),
        ),
    ),
    _Thread(
        "nis.business-continuity-management",
        (
            _Said(
                _S,
                "{contributor}, has the black start been practised with the neighbouring operator "
                "this year, or only at the desk?",
            ),
            _Said(_C, "At the desk. The practice in the field is set for 14 October."),
        ),
    ),
)


async def talk(database: Database, people: People) -> None:
    """Say it."""
    coordinator = people.in_operator(_OPERATOR, _K)
    operator_id = cast().operator(_OPERATOR).id
    found = await reads.summaries(coordinator, operator_id, PageRequest(10, None)) or []
    draft = next(
        one
        for one in reversed(found)
        if one.state is AssessmentState.DRAFT and one.scope_kind is not ScopeKind.INVESTMENT_PROJECT
    )
    for thread in _THREADS:
        await _start(database, people, draft.id, thread)


async def _start(database: Database, people: People, assessment: str, thread: _Thread) -> None:
    first, *replies = thread.said
    key = Key(assessment, "", thread.control)
    row = await discussions.start_thread(
        database, _actor(people, first.who), key, None, _text(people, first.text)
    )
    for one in replies:
        text = _text(people, one.text)
        await discussions.reply(database, _actor(people, one.who), row.id, text)
    if thread.resolved_by is not None:
        await discussions.resolve(
            database, _actor(people, thread.resolved_by), row.id, resolved=True
        )


def _actor(people: People, role: Role) -> Actor:
    return people.in_operator(_OPERATOR, role)


def _text(people: People, text: str) -> str:
    names = {"coordinator": _K, "contributor": _C}
    for name, role in names.items():
        text = text.replace(f"{{{name}}}", f"@{{{_actor(people, role).id}}}")
    return text
