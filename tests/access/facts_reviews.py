"""States of the grid operator's case that rows of reviews need; each made from the one before."""

import json
from datetime import timedelta
from typing import Any

from nisassess.documents.pool import PdfPool
from nisassess.evidence import repository as evidence
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database, execute, fetch
from nisassess.kit.ids import new_id
from nisassess.kit.services import Services
from nisassess.reviews import noting, ruling, taking
from nisassess.reviews.answering import Answering
from nisassess.reviews.asking import Asking
from nisassess.reviews.deciding import Deciding
from nisassess.reviews.repository import decisions, files
from nisassess.reviews.setting import set_policy
from nisassess.reviews.types import (
    DecisionKind,
    LetterRow,
    NewDecision,
    NewQuestion,
    NewRuling,
)
from tests.access.facts import Facts

SECRET = "we know them: an internal note"
DRAFTED = "a question that was never sent"


async def nothing(facts: Facts, services: Services) -> None:
    """Nobody has done anything yet."""


async def taken(facts: Facts, services: Services) -> None:
    """The officer has the case."""
    await taking.take(services.get(Database), facts.world.officer.actor, facts.case)
    await _remember_revision(facts)


async def noted(facts: Facts, services: Services) -> None:
    """… and noted something."""
    await taken(facts, services)
    database, officer = services.get(Database), facts.world.officer.actor
    row = await noting.add_note(database, officer, facts.case, None, SECRET)
    facts.more["note"] = row.id


async def drafted(facts: Facts, services: Services) -> None:
    """… and prepared a question."""
    await taken(facts, services)
    asking = Asking(services.get(Database), facts.world.officer.actor)
    new = NewQuestion(None, DRAFTED, today() + timedelta(days=3))
    facts.more["question"] = (await asking.draft(facts.case, new)).id
    await _remember_revision(facts)


async def asked(facts: Facts, services: Services) -> None:
    """… and sent it."""
    await drafted(facts, services)
    asking = Asking(services.get(Database), facts.world.officer.actor)
    await asking.send(facts.case, [facts.more["question"]])
    await _remember_revision(facts)


async def answered(facts: Facts, services: Services) -> None:
    """… and the coordinator answered, with a file."""
    await asked(facts, services)
    world = facts.world
    answering = Answering(services.get(Database), world.coordinator.actor)
    await answering.answer(facts.more["question"], "Here.", [world.evidence], 1)
    rows = await fetch("SELECT id FROM review_message")
    facts.more["answer"] = rows[0]["id"]
    assert await evidence.evidence(world.coordinator.actor, world.evidence) is not None


async def excluded(facts: Facts, services: Services) -> None:
    """The submission says that a control does not apply; the seal is not looked at here."""
    rows = await fetch("SELECT document FROM submission WHERE id = $1", facts.world.submission)
    document: dict[str, Any] = json.loads(rows[0]["document"])
    control = document["groups"][0]["controls"][0]
    control["parts"][0] |= {"state": "not_applicable", "not_applicable_reason": "None here"}
    await execute(
        "UPDATE submission SET document = $2, digest = $3 WHERE id = $1",
        facts.world.submission,
        json.dumps(document),
        new_id("sub"),
    )
    facts.more["excluded"] = control["id"]
    facts.more["part"] = document["scope"]["parts"][0]["name"]
    await taken(facts, services)


async def ruled(facts: Facts, services: Services) -> None:
    """… and the officer rejected it."""
    await excluded(facts, services)
    new = NewRuling(facts.more["excluded"], facts.more["part"], False, None, "There is one.")
    row = await ruling.rule(services.get(Database), facts.world.officer.actor, facts.case, new, 0)
    facts.more["ruling"] = row.id
    await _remember_revision(facts)


async def proposed(facts: Facts, services: Services) -> None:
    """The officer proposed to close the case, and a second officer has to confirm."""
    world = facts.world
    await taken(facts, services)
    await set_policy(
        services.get(Database), world.lead.actor, world.nis_authority, four_eyes=True, expected=0
    )
    row = await _deciding(facts, services).decide(
        facts.case,
        facts.more["revision"],
        NewDecision(DecisionKind.CLOSING, outcome="accepted"),
    )
    facts.more["decision"] = row.id
    await _remember_revision(facts)


async def returned(facts: Facts, services: Services) -> None:
    """The submission was returned."""
    await taken(facts, services)
    new = NewDecision(
        DecisionKind.RETURN, reasons="Look again.", due_on=today() + timedelta(days=9)
    )
    await _deciding(facts, services).decide(facts.case, facts.more["revision"], new)
    await _remember_revision(facts)


async def closed(facts: Facts, services: Services) -> None:
    """The case was closed."""
    await taken(facts, services)
    new = NewDecision(DecisionKind.CLOSING, outcome="accepted")
    await _deciding(facts, services).decide(facts.case, facts.more["revision"], new)
    await _remember_revision(facts)


async def lettered(facts: Facts, services: Services) -> None:
    """A letter lies in the case; what it says is shown elsewhere."""
    await proposed(facts, services)
    content = b"%PDF-1.7 letter"
    row = LetterRow(
        id=new_id("ltr"),
        decision_id=facts.more["decision"],
        case_id=facts.case,
        kind=DecisionKind.CLOSING,
        reference="2026-0001/1",
        language="en",
        digest="00" * 32,
        size=len(content),
        issued_at=now(),
        by_name="Nina Nis",
    )
    await decisions.add_letter(row, content)
    facts.more["letter"] = row.id


def _deciding(facts: Facts, services: Services) -> Deciding:
    return Deciding(services.get(Database), services.get(PdfPool), facts.world.officer.actor)


async def _remember_revision(facts: Facts) -> None:
    facts.more["revision"] = (await files.current(facts.case)).revision
