"""An authority's desk with one submission on it, and everybody who works on that."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from graphql import GraphQLUnionType

from nisassess.access import Permission, Role
from nisassess.kit.clock import today
from nisassess.requests.repository import cases
from tests.assessments.calls import SCHEMA
from tests.assessments.world import Company, Office, Person, Stage
from tests.submissions.full import OFFICE_IT, Full, fill

__all__ = ["OFFICE_IT", "Desk", "days", "lay"]

_SELECTED = {
    "CaseReviewed": "review { revision case { state officerName } }",
    "ReviewConflict": "revision",
    "StateProblem": "code",
    "ValidationProblem": "issues { path code }",
    "QuestionAnswered": "question { id state version thread { text byAuthority by } }",
    "ReviewPolicySet": "policy { fourEyes version changedBy }",
}
REVIEW = """query($id: ID!) { review(caseId: $id) {
    reference revision mine acknowledged outcome fourEyes
    case { state officerName dueOn submissionId }
    submission { id version } earlierVersion { id version } lastYear { id }
    notes { id controlId text version by mine earlier { version text } }
    questions { id controlId controlTitle text answerBy late state version
        thread { text byAuthority by evidence { title kind downloadUrl } } }
    rulings { id submissionId controlId part accepted until reason version }
    decisions { id kind state outcome reasons refusal proposedBy settledBy
        controls { controlId reason } }
    pending { id kind }
    letters { id kind reference digest size downloadUrl language }
    steps { kind public by reason to count control outcome decision }
} }"""
PROCEEDING = """query($id: ID!) { proceeding(submissionId: $id) {
    submissionId authority reference state officer
    outcome { id title }
    returned { dueOn reasons controls { controlId reason } }
    rulings { controlId part accepted until reason }
    questions { id text state late version thread { text byAuthority } }
    letters { id kind downloadUrl digest }
    steps { kind public by reason count control to decision }
} }"""
MARKS = """query($id: ID!) { authorityMarks(assessmentId: $id) {
    submissionId dueOn reasons marks { controlId part kind reason until } } }"""


def days(count: int) -> str:
    """A day from today."""
    return (today() + timedelta(days=count)).isoformat()


@dataclass
class Desk:
    """A case that was submitted, with two officers and the operator's people."""

    stage: Stage
    company: Company
    office: Office
    colleague: Person
    lead: Person
    full: Full
    submission: str
    case: str
    known: dict[str, Any] = field(default_factory=dict)

    @property
    def officer(self) -> Person:
        return self.office.officer

    async def act(self, person: Person | None, name: str, **values: Any) -> Any:
        """Send a mutation by its arguments, or those of its input; what it answered."""
        assert SCHEMA.mutation_type is not None
        asked = SCHEMA.mutation_type.fields[name]
        given = {"input": values} if "input" in asked.args else values
        parameters = ", ".join(f"${one}: {asked.args[one].type}" for one in given)
        arguments = ", ".join(f"{one}: ${one}" for one in given)
        assert isinstance(asked.type, GraphQLUnionType)
        parts = " ".join(
            f"... on {one.name} {{ {_SELECTED[one.name]} }}"
            for one in asked.type.types
            if one.name in _SELECTED
        )
        query = (
            f"mutation({parameters}) {{ {name}({arguments}) "
            f"{{ __typename ... on Problem {{ message }} {parts} }} }}"
        )
        return (await self.stage.get(person, query, given))[name]

    async def done(self, person: Person, name: str, **values: Any) -> Any:
        """Send a mutation that must act."""
        answer = await self.act(person, name, **values)
        assert answer["__typename"] in {"CaseReviewed", "QuestionAnswered", "ReviewPolicySet"}, (
            name,
            answer,
        )
        return answer

    async def review(self, person: Person | None = None) -> Any:
        """The case as an officer sees it."""
        return (await self.stage.get(person or self.officer, REVIEW, {"id": self.case}))["review"]

    async def revision(self) -> int:
        return int((await self.review())["revision"])

    async def proceeding(self, person: Person | None = None, submission: str | None = None) -> Any:
        """The case as the operator sees it."""
        asked = {"id": submission or self.submission}
        found = await self.stage.get(person or self.company.coordinator, PROCEEDING, asked)
        return found["proceeding"]

    async def take(self) -> None:
        await self.done(self.officer, "takeCase", caseId=self.case)

    async def ask(self, text: str = "Who tested it?", control: str | None = None) -> str:
        """Put one question; its id."""
        await self.done(
            self.officer,
            "draftQuestion",
            caseId=self.case,
            text=text,
            answerBy=days(7),
            controlId=control,
        )
        question = (await self.review())["questions"][-1]["id"]
        await self.done(self.officer, "sendQuestions", caseId=self.case, questionIds=[question])
        return str(question)

    async def answer(self, question: str, text: str = "We did.", version: int = 1) -> Any:
        return await self.done(
            self.company.coordinator,
            "answerQuestion",
            questionId=question,
            text=text,
            expectedVersion=version,
        )

    async def decide(self, name: str, person: Person | None = None, **more: Any) -> Any:
        """Return, acknowledge or close, at the revision that stands."""
        usual: dict[str, Any] = {"caseId": self.case, "revision": await self.revision()}
        if name == "returnSubmission":
            usual |= {"dueOn": days(14), "controls": [], "reasons": "It contradicts itself."}
        if name == "closeCase":
            usual |= {"outcome": "accepted"}
        return await self.act(person or self.officer, name, **{**usual, **more})

    async def set_four_eyes(self, *, wanted: bool = True) -> None:
        await self.done(
            self.lead,
            "setReviewPolicy",
            authorityId=self.office.id,
            fourEyes=wanted,
            expectedVersion=0,
        )


async def lay(stage: Stage, company: Company, office: Office) -> Desk:
    """Submit a full assessment; its case lies at the authority."""
    colleague = await stage.person("Clio Colleague", office.id, Role.AUTHORITY_OFFICER)
    lead = await stage.person("Leo Lead", office.id, Role.AUTHORITY_LEAD)
    full = await fill(stage, company, office)
    await stage.approve(company, full.started)
    row = await stage.submit(company, full.started, office)
    case = await cases.of_submission(office.officer.actor, row.id)
    assert case is not None
    assert office.officer.actor.may(Permission.REVIEW_WRITE, office.id)
    return Desk(stage, company, office, colleague, lead, full, row.id, case.id)
