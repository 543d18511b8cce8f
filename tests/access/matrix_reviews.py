"""Rows of reviews: what officers do with a submission, and what its operator sees of that."""

from datetime import timedelta
from typing import Any

from nisassess.kit.clock import today
from tests.access import facts_reviews as state
from tests.access.callers import OFFICERS, OWN
from tests.access.facts import Facts
from tests.access.row import Row, Variables, mutation, of

OFFICER = frozenset({"officer"})
"""Who has the case; a colleague, the lead too, is told whose it is."""
_case = of("id", lambda facts: facts.case)
_submission = of("id", lambda facts: facts.world.submission)
_REVIEW = {
    "submission": "{ id }",
    "earlierVersion": "{ id }",
    "lastYear": "{ id }",
    "controls": "{ controlId }",
    "notes": "{ text }",
    "questions": "{ text }",
    "rulings": "{ reason }",
    "decisions": "{ kind }",
    "pending": "{ kind }",
    "letters": "{ id }",
    "steps": "{ kind }",
    "fourEyes": "",
    "outcomes": "{ id }",
    "bases": "",
}
_CONTROL = {
    "statement": "",
    "references": "{ citation }",
    "submitted": "{ state }",
    "earlierVersion": "{ state }",
    "lastYear": "{ state }",
}
_PROCEEDING = {
    "questions": "{ text }",
    "letters": "{ id }",
    "steps": "{ kind }",
    "outcome": "{ id }",
}


def _reviewed(selection: str) -> Row:
    query = f"query($id: ID!) {{ review(caseId: $id) {{ {selection} }} }}"
    return Row(query, OFFICERS, _case, prepare=state.ruled)


def _told(selection: str) -> Row:
    query = f"query($id: ID!) {{ proceeding(submissionId: $id) {{ {selection} }} }}"
    return Row(query, OWN, _submission, prepare=state.asked)


QUERIES = {
    "Query.review": _reviewed("revision case { state }"),
    **{f"Review.{name}": _reviewed(f"{name} {of_}") for name, of_ in _REVIEW.items()},
    **{
        f"ReviewControl.{name}": _reviewed(f"controls {{ {name} {of_} }}")
        for name, of_ in _CONTROL.items()
    },
    "Query.reviewOf": Row(
        "query($id: ID!) { reviewOf(submissionId: $id) { revision case { id } } }",
        OFFICERS,
        _submission,
        prepare=state.taken,
    ),
    "Query.reviewPolicy": Row(
        "query($id: ID!) { reviewPolicy(authorityId: $id) { fourEyes } }",
        OFFICERS,
        of("id", lambda facts: facts.world.nis_authority),
    ),
    "Query.proceeding": _told("state authority"),
    **{f"Proceeding.{name}": _told(f"{name} {of_}") for name, of_ in _PROCEEDING.items()},
    "Query.waitingQuestions": Row(
        "query($id: ID!) { waitingQuestions(operatorId: $id) { text } }",
        OWN,
        of("id", lambda facts: facts.world.grid),
        prepare=state.asked,
    ),
    "Query.authorityMarks": Row(
        "query($id: ID!) { authorityMarks(assessmentId: $id) { reasons marks { reason } } }",
        OWN,
        of("id", lambda facts: facts.world.draft),
    ),
}


def _step(
    name: str,
    prepare: Any,
    allowed: frozenset[str],
    *given: str,
    of_: dict[str, str] | None = None,
) -> Row:
    """A mutation by its arguments: `given` of the case, `of_` from what was prepared."""
    kinds = {"caseId": "ID!", "revision": "Int!", "expectedVersion": "Int!"}
    kinds |= dict.fromkeys(of_ or {}, "ID!")
    names = [*(of_ or {}), *given]
    parameters = ", ".join(f"${one}: {kinds[one]}" for one in names)
    arguments = ", ".join(f"{one}: ${one}" for one in names)
    query = f"mutation({parameters}) {{ {name}({arguments}) {{ __typename }} }}"

    def variables(facts: Facts) -> dict[str, Any]:
        values: dict[str, Any] = {
            "caseId": facts.case,
            "revision": facts.more.get("revision", 1),
            "expectedVersion": 2 if name == "settleQuestion" else 1,
        }
        values |= {one: facts.more.get(key, facts.case) for one, key in (of_ or {}).items()}
        return {one: values[one] for one in names}

    return Row(query, allowed, variables, prepare=prepare)


def _input(name: str, prepare: Any, allowed: frozenset[str], given: Variables) -> Row:
    kind = f"{name[0].upper()}{name[1:]}Input"
    row = mutation(name, kind, allowed, given)
    return Row(row.query, row.allowed, row.variables, prepare=prepare)


def _on_case(**more: Any) -> Variables:
    def given(facts: Facts) -> dict[str, Any]:
        return {"caseId": facts.case, "revision": facts.more.get("revision", 1), **more}

    return given


def _soon() -> str:
    return (today() + timedelta(days=5)).isoformat()


_withdraw = _input("withdrawReturn", state.returned, OFFICER, _on_case(reason="Our mistake"))
MUTATIONS = {
    "Mutation.takeCase": _step("takeCase", state.nothing, OFFICERS, "caseId"),
    "Mutation.giveBackCase": _step("giveBackCase", state.taken, OFFICER, "caseId", "revision"),
    "Mutation.handOverCase": _input(
        "handOverCase",
        state.taken,
        OFFICERS,
        lambda facts: {**_on_case()(facts), "personId": facts.world.lead.actor.id},
    ),
    "Mutation.addNote": _input(
        "addNote",
        state.nothing,
        OFFICERS,
        lambda facts: {"caseId": facts.case, "text": "We know them."},
    ),
    "Mutation.editNote": _input(
        "editNote",
        state.noted,
        OFFICER,
        lambda facts: {"noteId": facts.more["note"], "text": "Forget it.", "expectedVersion": 1},
    ),
    "Mutation.draftQuestion": _input(
        "draftQuestion",
        state.taken,
        OFFICER,
        lambda facts: {"caseId": facts.case, "text": "Who?", "answerBy": _soon()},
    ),
    "Mutation.editQuestion": _input(
        "editQuestion",
        state.drafted,
        OFFICER,
        lambda facts: {
            "questionId": facts.more["question"],
            "text": "When?",
            "answerBy": _soon(),
            "expectedVersion": 1,
        },
    ),
    "Mutation.discardQuestion": _step(
        "discardQuestion",
        state.drafted,
        OFFICER,
        "expectedVersion",
        of_={"questionId": "question"},
    ),
    "Mutation.sendQuestions": _input(
        "sendQuestions",
        state.drafted,
        OFFICER,
        lambda facts: {"caseId": facts.case, "questionIds": [facts.more["question"]]},
    ),
    "Mutation.followUpQuestion": Row(
        "mutation($input: FollowUpInput!) { followUpQuestion(input: $input) { __typename } }",
        OFFICER,
        lambda facts: {
            "input": {
                "questionId": facts.more["question"],
                "text": "And the rest?",
                "answerBy": _soon(),
                "expectedVersion": 2,
            }
        },
        prepare=state.answered,
    ),
    "Mutation.settleQuestion": _step(
        "settleQuestion",
        state.answered,
        OFFICER,
        "expectedVersion",
        of_={"questionId": "question"},
    ),
    "Mutation.withdrawQuestion": _step(
        "withdrawQuestion",
        state.asked,
        OFFICER,
        "expectedVersion",
        of_={"questionId": "question"},
    ),
    "Mutation.ruleNotApplicable": _input(
        "ruleNotApplicable",
        state.excluded,
        OFFICER,
        lambda facts: {
            "caseId": facts.case,
            "controlId": facts.more["excluded"],
            "part": facts.more["part"],
            "accepted": True,
            "expectedVersion": 0,
        },
    ),
    "Mutation.removeRuling": _step(
        "removeRuling", state.ruled, OFFICER, "expectedVersion", of_={"rulingId": "ruling"}
    ),
    "Mutation.returnSubmission": _input(
        "returnSubmission",
        state.taken,
        OFFICER,
        lambda facts: {
            **_on_case(reasons="Look again.", controls=[])(facts),
            "dueOn": _soon(),
        },
    ),
    "Mutation.acknowledgeSubmission": _input(
        "acknowledgeSubmission", state.taken, OFFICER, _on_case()
    ),
    "Mutation.closeCase": _input("closeCase", state.taken, OFFICER, _on_case(outcome="accepted")),
    "Mutation.confirmDecision": _step(
        "confirmDecision",
        state.proposed,
        frozenset({"lead"}),
        "revision",
        of_={"decisionId": "decision"},
    ),
    "Mutation.refuseDecision": _input(
        "refuseDecision",
        state.proposed,
        frozenset({"lead"}),
        lambda facts: {
            "decisionId": facts.more["decision"],
            "revision": facts.more.get("revision", 1),
            "reason": "Not yet.",
        },
    ),
    "Mutation.takeBackDecision": _step(
        "takeBackDecision", state.proposed, OFFICER, "revision", of_={"decisionId": "decision"}
    ),
    "Mutation.withdrawReturn": Row(
        _withdraw.query.replace("WithdrawReturnInput", "ReopenCaseInput"),
        OFFICER,
        _withdraw.variables,
        prepare=state.returned,
    ),
    "Mutation.reopenCase": _input(
        "reopenCase", state.closed, OFFICERS, _on_case(reason="News of an incident")
    ),
    "Mutation.setReviewPolicy": _input(
        "setReviewPolicy",
        state.nothing,
        frozenset({"lead"}),
        lambda facts: {
            "authorityId": facts.world.nis_authority,
            "fourEyes": True,
            "expectedVersion": 0,
        },
    ),
    "Mutation.answerQuestion": _input(
        "answerQuestion",
        state.asked,
        frozenset({"coordinator", "signatory"}),
        lambda facts: {
            "questionId": facts.more["question"],
            "text": "Ada did.",
            "expectedVersion": 1,
        },
    ),
}
