"""Headers of an assessment's workbook, and how answers stand in cells."""

from nisassess.sdk import AnswerKind

CONTROL = "Control id"
QUESTION = "Question id"
PART = "Part id"
PART_NAME = "Part"
NUMBER = "No."
CONTROL_TITLE = "Control"
PROMPT = "Question"
ANSWER = "Answer"
JUSTIFICATION = "Justification"
NOT_APPLICABLE = "Not applicable"
REASON = "Reason why not applicable"
ANSWER_VERSION = "Answer version"
STATEMENT_VERSION = "Statement version"
KIND = "Kind"
KEPT = "Kept"

COLUMNS = (
    *(NUMBER, CONTROL_TITLE, PART_NAME, PROMPT, ANSWER, JUSTIFICATION, NOT_APPLICABLE, REASON),
    *(CONTROL, QUESTION, PART, KIND, ANSWER_VERSION, STATEMENT_VERSION, KEPT),
)
TO_FILL_IN = (ANSWER, JUSTIFICATION, NOT_APPLICABLE, REASON)
HIDDEN = (KIND, ANSWER_VERSION, STATEMENT_VERSION, KEPT)
NEEDED = (CONTROL, QUESTION, PART, ANSWER, ANSWER_VERSION, STATEMENT_VERSION)
WIDTHS = {
    NUMBER: 9,
    CONTROL_TITLE: 34,
    PART_NAME: 18,
    PROMPT: 60,
    ANSWER: 34,
    JUSTIFICATION: 50,
    NOT_APPLICABLE: 12,
    REASON: 36,
}

CHOICES_SHEET = "Choices"
CHOICE_CONTROL = "Choices of control"
CHOICE_QUESTION = "Choices of question"
CHOICE_VALUE = "Value"
CHOICE_LABEL = "Label"

ABOUT_SHEET = "About"
ABOUT_ASSESSMENT = "Assessment id"
ABOUT_DIGEST = "Profile digest"

YES = "yes"
NO = "no"
NONE = "none"

SEVERAL = {AnswerKind.MULTIPLE_CHOICE, AnswerKind.INDICATORS}
ONE_OF = {
    AnswerKind.MATURITY,
    AnswerKind.ACHIEVEMENT,
    AnswerKind.YES_NO,
    AnswerKind.SINGLE_CHOICE,
}


def labels(kind: AnswerKind, choices: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """What each value is called in a cell; two of one name are told apart by their values."""
    named = {
        value: f"{value} – {label}" if kind is AnswerKind.MATURITY else " ".join(label.split())
        for value, label in choices
    }
    twice = {name for name in named.values() if list(named.values()).count(name) > 1}
    return {value: f"{name} ({value})" if name in twice else name for value, name in named.items()}
