"""An assessment with everything in it: two parts, gaps, exclusions, files, references."""

from dataclasses import dataclass, replace
from typing import Any

import httpx

from nisassess.access import Role
from tests.assessments.calls import call, place
from tests.assessments.small import DOOR, LADDER, LOCK, ONE, REACHED, THREE, TWO
from tests.assessments.world import Company, Office, Person, Stage, Started

FILE = b"%PDF-1.7 the plan"
JUSTIFICATION = 'Doors αβγ — ключ 🔐 \u2028 are "locked" \\ nightly.\n\tSee the log. <b>&amp;'
REASON = "There is no robot in the office."
OFFICE_IT, CENTRE = "Office IT", "Control centre"


@dataclass(frozen=True)
class Full:
    """The assessment with the ids of its evidence."""

    company: Company
    office: Office
    started: Started
    integrator: Person
    file: dict[str, Any]
    pushed: dict[str, Any]
    reference: str
    assignment: str = ""
    """Of the second control, once `team_up` made it."""

    def elsewhere(self, control: str = ONE, **more: Any) -> dict[str, Any]:
        """Input that names a control in the second part."""
        return {**place(self.started, control, **more), "partId": self.started.parts[CENTRE]}


async def fill(stage: Stage, company: Company, office: Office) -> Full:
    """Fill an assessment so that it is ready for approval."""
    started = await stage.start(company, OFFICE_IT, CENTRE)
    person = company.contributor
    await stage.answer(
        company, started, {LADDER: "3", DOOR: "yes", LOCK: "yes"}, [started.parts[OFFICE_IT]]
    )
    await stage.answer(
        company,
        started,
        {LADDER: "1", DOOR: "yes", LOCK: "no", REACHED: "achieved"},
        [started.parts[CENTRE]],
    )
    excluded = {"notApplicable": True, "notApplicableReason": REASON}
    for given in (
        place(started, ONE, justification=JUSTIFICATION, notApplicable=False),
        place(started, THREE, justification=None, **excluded),
    ):
        await call(stage, person, "saveStatement", **given, expectedVersion=0)
    planned = {"who": "Facilities", "until": "2027-01-31", "costClass": "LOW"}
    measure = {**place(started, ONE, what="Buy a lock", **planned), "expectedVersion": 0}
    await call(stage, person, "saveMeasure", **{**measure, "partId": started.parts[CENTRE]})
    integrator = await stage.token(company, Role.INTEGRATOR)
    file = await upload(stage, person, started, ONE)
    pushed = await push(stage, integrator, company, b"scan 1", TWO, part=OFFICE_IT)
    reference = await call(
        stage,
        person,
        "referenceEvidence",
        **place(started, ONE, title="Minutes", owner="Board", location="Safe", dated="2026-02-01"),
    )
    return Full(
        company,
        office,
        started,
        integrator,
        file.json()["evidence"],
        pushed.json()["evidence"],
        reference["attached"]["evidence"]["id"],
    )


async def team_up(stage: Stage, full: Full) -> Full:
    """Assign the second control; what is answered of it is proposed and confirmed."""
    company, started = full.company, full.started
    terms = {"groupIds": [], "partIds": [], "needsConfirmation": True}
    given = {"personIds": [company.contributor.actor.id], "controlIds": [TWO], **terms}
    done = await call(stage, company.coordinator, "assign", assessmentId=started.id, **given)
    named = {"controlId": TWO, "partId": started.part}
    proposed = await call(
        stage, company.contributor, "proposeControls", assessmentId=started.id, places=[named]
    )
    version = proposed["proposals"][0]["version"]
    confirmed = await call(
        stage,
        company.coordinator,
        "confirmProposals",
        assessmentId=started.id,
        places=[{**named, "expectedVersion": version}],
    )
    assert confirmed["__typename"] == "ProposalsDecided"
    return replace(full, assignment=done["assignments"][0]["id"])


async def upload(
    stage: Stage, person: Person, started: Started, control: str, content: bytes = FILE
) -> httpx.Response:
    """Send a file as the browser does."""
    query = {
        "assessment": started.id,
        "part": started.part,
        "control": control,
        "filename": "plan.pdf",
    }
    return await stage.client.post(
        "/evidence/files", params=query, headers=person.headers, content=content
    )


async def push(
    stage: Stage,
    integrator: Person,
    company: Company,
    content: bytes,
    control: str,
    **query: str,
) -> httpx.Response:
    """Send a file as a pipeline does."""
    return await stage.client.put(
        f"/evidence/operators/{company.id}/controls/{control}/ci/scan",
        params=query,
        headers=integrator.headers,
        content=content,
    )
