"""Which step a case allows, and to whom; pure."""

from enum import StrEnum

from nisassess.kit.errors import StateRefused
from nisassess.requests.types import CaseRow, CaseState

_S = CaseState


class Step(StrEnum):
    """What can be done with a case; the value completes *This case …, so you cannot …*."""

    TAKE = "take it into review"
    GIVE_BACK = "give it back"
    HAND_OVER = "hand it over"
    NOTE = "note anything"
    DRAFT = "prepare questions"
    ASK = "put questions"
    PURSUE = "go on with a question"
    ANSWER = "answer a question"
    RULE = "decide on what is not applicable"
    DECIDE = "decide on the submission"
    WITHDRAW_RETURN = "withdraw the return"
    REOPEN = "reopen it"


ALLOWED: dict[Step, frozenset[CaseState]] = {
    Step.TAKE: frozenset({_S.SUBMITTED}),
    Step.GIVE_BACK: frozenset({_S.IN_REVIEW}),
    Step.HAND_OVER: frozenset({_S.IN_REVIEW, _S.RETURNED}),
    Step.NOTE: frozenset({_S.SUBMITTED, _S.IN_REVIEW, _S.RETURNED, _S.CLOSED}),
    Step.DRAFT: frozenset({_S.IN_REVIEW, _S.RETURNED}),
    Step.ASK: frozenset({_S.IN_REVIEW, _S.RETURNED}),
    Step.PURSUE: frozenset({_S.IN_REVIEW, _S.RETURNED}),
    Step.ANSWER: frozenset({_S.SUBMITTED, _S.IN_REVIEW, _S.RETURNED}),
    Step.RULE: frozenset({_S.IN_REVIEW}),
    Step.DECIDE: frozenset({_S.IN_REVIEW}),
    Step.WITHDRAW_RETURN: frozenset({_S.RETURNED}),
    Step.REOPEN: frozenset({_S.CLOSED}),
}
"""From which states a step leads."""

OF_THE_OFFICER = frozenset(Step) - {Step.TAKE, Step.NOTE, Step.ANSWER, Step.REOPEN}
"""Steps of whoever has the case; colleagues read and note."""

_WORDS = {
    _S.REQUESTED: "is waiting for a submission",
    _S.OPENED: "is waiting for a submission",
    _S.SUBMITTED: "is not in review",
    _S.IN_REVIEW: "is in review",
    _S.RETURNED: "is returned to the operator",
    _S.CLOSED: "is closed",
    _S.WITHDRAWN: "is withdrawn",
}


def refuse_step(case: CaseRow, step: Step) -> None:
    """Raise StateRefused if the state of the case does not allow the step."""
    if case.state not in ALLOWED[step]:
        message = f"This case {_WORDS[case.state]}, so you cannot {step.value}."
        raise StateRefused(f"case_{case.state.value}", message)


def refuse_other_officer(case: CaseRow, person_id: str, step: Step) -> None:
    """Raise StateRefused if a colleague has the case and the step is theirs."""
    if step in OF_THE_OFFICER and case.officer_id != person_id:
        name = case.officer_name or "a colleague"
        message = f"{name} has this case; only who has it can {step.value}."
        raise StateRefused("not_yours", message)
