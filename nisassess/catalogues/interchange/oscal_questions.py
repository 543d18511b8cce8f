"""Questions of ours as OSCAL parts."""

from nisassess.catalogues.interchange.oscal_values import Value, part, prop
from nisassess.sdk import Band, Choice, Question


def question_part(question: Question) -> Value:
    """A question with its choices and bands."""
    when = question.when
    return part(
        "question",
        prose=question.prompt,
        props=[
            prop("id", question.id),
            prop("kind", question.kind),
            prop("hint", question.hint),
            prop("level", question.level),
            prop("dimension", question.dimension),
            prop("when-question", when.question if when else None),
            *(prop("when-any-of", value) for value in (when.any_of if when else ())),
            prop("optional", "true" if question.optional else None),
            prop("unit", question.unit),
            prop("minimum", question.minimum),
            prop("maximum", question.maximum),
        ],
        parts=[
            *(_choice(choice) for choice in question.choices),
            *(_band(band) for band in question.bands),
        ],
    )


def _choice(choice: Choice) -> Value:
    return part(
        "choice",
        title=choice.label,
        prose=choice.description,
        props=[
            prop("value", choice.value),
            prop("credit", choice.credit),
            prop("shows", choice.shows),
        ],
    )


def _band(band: Band) -> Value:
    return part(
        "band",
        props=[
            prop("credit", band.credit),
            prop("at-least", band.at_least),
            prop("at-most", band.at_most),
        ],
    )
