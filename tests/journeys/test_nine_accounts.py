"""Nine people of one operator fill in an assessment together, and one leaves midway.

Four of them are invited by their coordinator. Everybody acts at once through the API of the real
server, as the pages do; what each page looks like is held by the journeys of its own feature.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from nisassess.demo.cast import PASSWORD as DEMO_PASSWORD
from tests.journeys.caller import Caller, Doors, doors
from tests.journeys.server import running

pytestmark = pytest.mark.browser

COORDINATOR = "jonas.aschauer@sonnkar-netz.example"
CONTRIBUTOR = "milena.horvat@sonnkar-netz.example"
CONSULTANT = "leonie.brandauer@brandauer-beratung.example"
APPROVER = "theresia.valentin@sonnkar-netz.example"
SIGNATORY = "matthias.oberrauch@sonnkar-netz.example"
OFFICERS = (
    "sofia.papadaki@sichere-netze.example",
    "birgit.haslinger@sichere-netze.example",
    "duarte.quintela@seguranca-redes.example",
)
HEIR = "Milena Horvat"
NEWCOMERS = ("Anna Lindner", "Bojan Kos", "Chiara Rossi", "Daan Visser")
TITLE = "Nine of us"
NOTE = "Ask the field office."
PASSWORD = "another-long-password"

Place = tuple[str, str]

_CONTENT = """
query($id: ID!) { assessment(id: $id) {
  revision state
  parts { id }
  groups { id controls { id questions { id choices { value } } } }
  responses { controlId questionId value version }
} }
"""
_HISTORY = """
query($id: ID!, $control: ID!) { changes(assessmentId: $id, controlId: $control, first: 100) {
  edges { node { by questionId version } }
} }
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Doors]:
    """A demo of its own: the others' journeys count what is at the desk."""
    with running(tmp_path / "nine", verb="demo") as server, doors(server.url) as found:
        yield found


@dataclass(frozen=True)
class Team:
    """The assessment, who works on it, and what it asks."""

    house: Doors
    coordinator: Caller
    operator: str
    assessment: str
    content: dict[str, Any]
    callers: dict[str, Caller]
    ids: dict[str, str]
    owners: dict[str, str]
    """Name of the person that each group is assigned to."""

    @property
    def last(self) -> str:
        """The control that the consultant answers."""
        return str(self.content["groups"][-1]["controls"][-1]["id"])

    def places_of(self, name: str) -> list[Place]:
        """What is a person's to answer."""
        return [
            place
            for group, place in _places(self.content)
            if self.owners[group] == name and place[0] != self.last
        ]


def test_nine_people_fill_in_one_assessment_and_one_of_them_leaves(house: Doors) -> None:
    team = _gather(house)
    leaver, half = NEWCOMERS[-1], {name: team.places_of(name) for name in team.callers}
    half[leaver] = half[leaver][: len(half[leaver]) // 2]
    with ThreadPoolExecutor(len(half)) as pool:
        list(pool.map(lambda name: _answer(team, team.callers[name], half[name]), half))

    _lose(team, leaver)
    said = _content(team.coordinator, team.assessment)["responses"]
    assert {one["questionId"] for one in said} == {
        question for places in half.values() for _, question in places
    }
    assert all(one["version"] == 1 for one in said)

    rest = [place for place in team.places_of(leaver) if place not in half[leaver]]
    heir = team.callers[HEIR]
    assert {control for control, _ in rest} <= _work(heir, team.operator)
    _answer(team, heir, rest)
    _consult(team, house.sign_in(CONSULTANT))
    said = _content(team.coordinator, team.assessment)["responses"]
    assert sorted(one["questionId"] for one in said) == sorted(
        question for _, (_, question) in _places(team.content)
    )
    # What somebody said before leaving stays theirs.
    control, question = half[leaver][0]
    assert _said_by(team, control, question) == {leaver}

    officers = [house.sign_in(one) for one in OFFICERS]
    for officer in officers:
        _refuse_to_show(officer, team.assessment)
    _justify(team)
    _review(team, officers, _release(team, team.assessment))


def _gather(house: Doors) -> Team:
    """Invite four, and hand the groups round; the last control is the consultant's."""
    coordinator = house.sign_in(COORDINATOR)
    operator = _operator(coordinator)
    callers = {HEIR: house.sign_in(CONTRIBUTOR)}
    callers |= {name: _join(house, coordinator, operator, name) for name in NEWCOMERS}
    assessment = _start(coordinator, operator)
    content = _content(coordinator, assessment)
    groups = [one["id"] for one in content["groups"]]
    team = Team(
        house,
        coordinator,
        operator,
        assessment,
        content,
        callers,
        {one["name"]: one["id"] for one in _members(coordinator, operator)},
        dict(zip(groups, cycle(callers), strict=False)),
    )
    for group, name in team.owners.items():
        _assign(coordinator, assessment, [team.ids[name]], groups=[group])
    _assign(coordinator, assessment, [team.ids["Leonie Brandauer"]], controls=[team.last])
    return team


def _refuse_to_show(caller: Caller, assessment: str) -> None:
    hidden = caller.raw(_CONTENT, id=assessment)
    assert (hidden.get("data") or {}).get("assessment") is None


def _said_by(team: Team, control: str, question: str) -> set[str]:
    edges = team.coordinator.ask(_HISTORY, id=team.assessment, control=control)["changes"]["edges"]
    return {one["node"]["by"] for one in edges if one["node"]["questionId"] == question}


def _operator(caller: Caller) -> str:
    viewer = caller.ask("{ viewer { memberships { operatorId } } }")["viewer"]
    return str(viewer["memberships"][0]["operatorId"])


def _members(caller: Caller, operator: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = caller.ask(
        "query($id: ID!) { members(organisationId: $id) { id name } }", id=operator
    )["members"]
    return found


def _join(house: Doors, coordinator: Caller, operator: str, name: str) -> Caller:
    invited = coordinator.act(
        "inviteMember(InviteMemberInput)",
        "... on MemberInvited { secret }",
        expect="MemberInvited",
        organisationId=operator,
        email=f"{name.lower().replace(' ', '.')}@sonnkar-netz.example",
        name=name,
        roles=["OPERATOR_CONTRIBUTOR"],
    )
    newcomer = house.stranger()
    joining = {"secret": invited["secret"], "name": name, "password": PASSWORD}
    newcomer.act("join(JoinInput)", expect="SignedIn", **joining)
    house.stranger().act("join(JoinInput)", expect="NotFoundProblem", **joining)  # one use
    return newcomer


def _start(coordinator: Caller, operator: str) -> str:
    started = coordinator.act(
        "startAssessment(StartAssessmentInput)",
        "... on AssessmentStarted { assessment { id } }",
        expect="AssessmentStarted",
        operatorId=operator,
        profileId="nis-baseline-important",
        title=TITLE,
        scopeKind="ORGANISATION",
        scopeName="The grid",
        periodFrom="2026-01-01",
        periodUntil="2026-12-31",
        parts=[{"name": "Whole organisation"}],
    )
    return str(started["assessment"]["id"])


def _content(caller: Caller, assessment: str) -> dict[str, Any]:
    found: dict[str, Any] = caller.ask(_CONTENT, id=assessment)["assessment"]
    return found


def _places(content: dict[str, Any]) -> list[tuple[str, Place]]:
    """(group, (control, question)) of every question."""
    return [
        (group["id"], (control["id"], question["id"]))
        for group in content["groups"]
        for control in group["controls"]
        for question in control["questions"]
    ]


def _assign(
    coordinator: Caller,
    assessment: str,
    people: list[str],
    *,
    groups: list[str] | None = None,
    controls: list[str] | None = None,
) -> None:
    coordinator.act(
        "assign(AssignInput)",
        expect="Assigned",
        assessmentId=assessment,
        personIds=people,
        groupIds=groups or [],
        controlIds=controls or [],
        partIds=[],
        needsConfirmation=False,
    )


def _answer(team: Team, caller: Caller, places: list[Place]) -> None:
    choices = {
        question["id"]: [choice["value"] for choice in question["choices"]]
        for group in team.content["groups"]
        for control in group["controls"]
        for question in control["questions"]
    }
    for control, question in places:
        caller.act(
            "saveResponse(SaveResponseInput)",
            expect="ResponseSaved",
            assessmentId=team.assessment,
            partId=team.content["parts"][0]["id"],
            controlId=control,
            questionId=question,
            value=choices[question][-1],
            expectedVersion=0,
        )


def _lose(team: Team, leaver: str) -> None:
    """Somebody is let go, sees nothing at once, and the work goes to a colleague."""
    team.coordinator.act(
        "removeMember(MemberInput)",
        expect="MemberRemoved",
        organisationId=team.operator,
        personId=team.ids[leaver],
    )
    _refuse_to_show(team.callers[leaver], team.assessment)
    team.coordinator.act(
        "reassign(ReassignInput)",
        expect="Assigned",
        operatorId=team.operator,
        fromPersonId=team.ids[leaver],
        toPersonId=team.ids[HEIR],
    )


def _work(caller: Caller, operator: str) -> set[str]:
    found = caller.ask("query($id: ID!) { myWork(operatorId: $id) { controlId } }", id=operator)
    return {one["controlId"] for one in found["myWork"]}


def _consult(team: Team, consultant: Caller) -> None:
    """The consultant sees the one control, answers and proposes; the coordinator confirms."""
    seen = _content(consultant, team.assessment)
    assert [one["id"] for group in seen["groups"] for one in group["controls"]] == [team.last]
    assert seen["responses"] == []
    _answer(team, consultant, [place for _, place in _places(seen)])
    place = {"controlId": team.last, "partId": team.content["parts"][0]["id"]}
    proposed = consultant.act(
        "proposeControls(ProposeControlsInput)",
        "... on ProposalsDecided { proposals { version state } }",
        expect="ProposalsDecided",
        assessmentId=team.assessment,
        places=[place],
        note="From the last penetration test.",
    )["proposals"]
    assert proposed[0]["state"] == "PROPOSED"
    team.coordinator.act(
        "confirmProposals(ConfirmProposalsInput)",
        expect="ProposalsDecided",
        assessmentId=team.assessment,
        places=[{**place, "expectedVersion": proposed[0]["version"]}],
    )


def _justify(team: Team) -> None:
    for group in team.content["groups"]:
        for control in group["controls"]:
            _explain(team, team.assessment, control["id"], "As the review of October found.", 0)


def _explain(team: Team, assessment: str, control: str, text: str, version: int) -> None:
    team.coordinator.act(
        "saveStatement(SaveStatementInput)",
        expect="StatementSaved",
        assessmentId=assessment,
        partId=_content(team.coordinator, assessment)["parts"][0]["id"],
        controlId=control,
        justification=text,
        notApplicable=False,
        expectedVersion=version,
    )


def _release(team: Team, assessment: str) -> str:
    """Approve and submit; the id of the submission."""
    approver, signatory = team.house.sign_in(APPROVER), team.house.sign_in(SIGNATORY)
    revision = _content(team.coordinator, assessment)["revision"]
    approver.act(
        "decideApproval(DecideApprovalInput)",
        expect="ApprovalDecided",
        assessmentId=assessment,
        revision=revision,
        approve=True,
        body="Board of Directors",
        resolution="2026-118",
        resolvedOn="2026-11-20",
        members=[{"name": "Ludmila Kranjc", "trainedOn": "2026-02-03"}],
    )
    addressees = signatory.ask(
        "query($id: ID!) { addressees(assessmentId: $id) { id } }", id=assessment
    )["addressees"]
    submitted = signatory.act(
        "submitAssessment(SubmitAssessmentInput)",
        "... on AssessmentSubmitted { submission { id } }",
        expect="AssessmentSubmitted",
        assessmentId=assessment,
        revision=revision,
        addresseeId=addressees[0]["id"],
        password=DEMO_PASSWORD,
    )
    return str(submitted["submission"]["id"])


_CASES = """
query($id: ID!) { cases(authorityId: $id, first: 100, order: SUBMITTED, descending: true) {
  edges { node { id state submissionId } }
} }
"""
_ASSESSMENTS = """
query($id: ID!) { assessments(operatorId: $id, first: 50) { edges { node { id title } } } }
"""
_DIFFERENCES = """
query($before: ID!, $after: ID!) {
  submissionDifferences(before: $before, after: $after) { controls { controlId } }
}
"""
_REVIEW = """
query($id: ID!) { review(caseId: $id) {
  revision case { state submissionId } submission { id version }
  pending { id } letters { kind } outcomes { id }
  controls { controlId }
} }
"""


def _review(team: Team, officers: list[Caller], submission: str) -> None:
    """Return for one control, correct it, close; with a second pair of eyes where it is wanted."""
    sofia, birgit, stranger = officers
    case = next(one for one in _cases(sofia) if one["submissionId"] == submission)["id"]
    assert stranger.raw(_REVIEW, id=case)["data"]["review"] is None
    assert case not in [one["id"] for one in _cases(stranger)]
    sofia.ask("mutation($id: ID!) { takeCase(caseId: $id) { __typename } }", id=case)
    sofia.act("addNote(AddNoteInput)", expect="CaseReviewed", caseId=case, text=NOTE)
    _decide(
        sofia,
        birgit,
        "returnSubmission(ReturnSubmissionInput)",
        case,
        dueOn="2027-01-15",
        controls=[{"controlId": team.last, "reason": "The report covers one site only."}],
        reasons="One control needs a second look.",
    )
    assert _looked(sofia, case)["case"]["state"] == "RETURNED"
    second = _correct(team, sofia, submission)
    looked = _looked(sofia, case)
    assert (looked["submission"]["id"], looked["submission"]["version"]) == (second, 2)
    differences = sofia.ask(_DIFFERENCES, before=submission, after=second)
    differing = differences["submissionDifferences"]["controls"]
    assert [one["controlId"] for one in differing] == [team.last]
    _decide(sofia, birgit, "closeCase(CloseCaseInput)", case, outcome=looked["outcomes"][0]["id"])
    assert _looked(birgit, case)["case"]["state"] == "CLOSED"
    for ending in ("json", "csv", "pdf"):
        assert (
            NOTE.encode()
            not in team.coordinator.http.get(f"/submissions/{second}.{ending}").content
        )


def _decide(officer: Caller, colleague: Caller, mutation: str, case: str, **given: Any) -> None:
    revision = _looked(officer, case)["revision"]
    officer.act(mutation, expect="CaseReviewed", caseId=case, revision=revision, **given)
    looked = _looked(colleague, case)
    if looked["pending"] is None:
        return
    confirmed = colleague.ask(
        "mutation($id: ID!, $revision: Int!) "
        "{ confirmDecision(decisionId: $id, revision: $revision) { __typename } }",
        id=looked["pending"]["id"],
        revision=looked["revision"],
    )
    assert confirmed["confirmDecision"]["__typename"] == "CaseReviewed"


def _correct(team: Team, officer: Caller, submission: str) -> str:
    """The operator corrects the one control in its next version, unseen by the officer."""
    found = team.coordinator.ask(_ASSESSMENTS, id=team.operator)["assessments"]["edges"]
    mine = [one["node"]["id"] for one in found if one["node"]["title"] == TITLE]
    (corrected,) = [one for one in mine if one != team.assessment]
    _refuse_to_show(officer, corrected)
    _explain(team, corrected, team.last, "Both sites were tested in November.", 1)
    second = _release(team, corrected)
    assert second != submission
    return second


def _cases(officer: Caller) -> list[dict[str, Any]]:
    viewer = officer.ask("{ viewer { memberships { organisation { id } } } }")["viewer"]
    authority = viewer["memberships"][0]["organisation"]["id"]
    edges = officer.ask(_CASES, id=authority)["cases"]["edges"]
    return [edge["node"] for edge in edges]


def _looked(officer: Caller, case: str) -> dict[str, Any]:
    found: dict[str, Any] = officer.ask(_REVIEW, id=case)["review"]
    return found
