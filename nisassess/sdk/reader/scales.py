"""Puts the choices of a catalogue's shared scales into the questions that take them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from nisassess.sdk.content import Choice, Control, ControlGroup, Question

Scales = Mapping[str, tuple[Choice, ...]]


def expanded(group: ControlGroup, scales: Scales) -> ControlGroup:
    """The group with every question's choices in full; an unknown scale adds none."""
    controls = tuple(_control(control, scales) for control in group.controls)
    unchanged = all(new is old for new, old in zip(controls, group.controls, strict=True))
    return group if unchanged else replace(group, controls=controls)


def _control(control: Control, scales: Scales) -> Control:
    if all(question.scale is None for question in control.questions):
        return control
    return replace(control, questions=tuple(_question(q, scales) for q in control.questions))


def _question(question: Question, scales: Scales) -> Question:
    if question.scale is None or question.scale not in scales:
        return question
    own = {choice.value: choice for choice in question.choices}
    shared = scales[question.scale]
    return replace(question, choices=tuple(own.get(choice.value, choice) for choice in shared))


def misused(question: Question, scales: Scales) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What is wrong with how a question, as written, takes a scale: key inside it, message."""
    if question.scale is None:
        return
    if question.scale not in scales:
        known = ", ".join(sorted(scales)) or "it has none"
        yield ("scale",), f"the catalogue has no scale '{question.scale}' ({known})"
        return
    values = {choice.value for choice in scales[question.scale]}
    for number, choice in enumerate(question.choices):
        if choice.value not in values:
            message = (
                f"the scale '{question.scale}' has no value '{choice.value}' to replace"
                f" ({', '.join(sorted(values))})"
            )
            yield ("choices", number, "value"), message
