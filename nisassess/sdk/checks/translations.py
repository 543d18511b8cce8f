"""Checks of overlays: what they name exists in the original."""

from collections.abc import Iterable, Iterator

from nisassess.sdk.checks.common import Content, Faults, fault, listed
from nisassess.sdk.content import (
    Catalogue,
    Control,
    ControlTexts,
    Profile,
    Question,
    QuestionTexts,
    Sector,
)
from nisassess.sdk.errors import ContentFault


def overlay_faults(content: Content) -> Faults:
    """Overlays of the sector, of every catalogue and of every profile."""
    yield from _of_sector(content.sector)
    for catalogue in content.catalogues:
        yield from _of_catalogue(catalogue)
    for profile in content.profiles:
        used = [one.language for one in content.every if one.id in profile.catalogues]
        yield from _of_profile(profile, used[0] if used else None)


def _of_catalogue(catalogue: Catalogue) -> Faults:
    """Overlays of a catalogue name groups, controls, questions, choices and scales it has."""
    groups = {group.id: group for group in catalogue.groups}
    for language, texts in catalogue.translations.items():
        key = f"translations.{language}"
        if language == catalogue.language:
            message = f"the catalogue itself is written in '{language}'"
            yield fault(catalogue.id, key, message)
        for name, choices in texts.scales.items():
            scale = catalogue.scales.get(name)
            place = f"{key}.scales.{name}"
            if scale is None:
                yield _unknown(catalogue.id, place, "scale", name, catalogue.scales)
            else:
                values = [choice.value for choice in scale]
                yield from _strangers(catalogue.id, place, "value", choices, values)
        for id_, group in texts.groups.items():
            place = f"{key}.{id_}"
            if id_ not in groups:
                yield _unknown(catalogue.id, place, "group", id_, groups)
                continue
            controls = {control.id: control for control in groups[id_].controls}
            yield from _strangers(catalogue.id, key, "control", group.controls, controls)
            for known in controls.keys() & group.controls.keys():
                yield from _control(catalogue.id, key, controls[known], group.controls[known])


def _control(owner: str, key: str, control: Control, texts: ControlTexts) -> Faults:
    questions = {question.id: question for question in control.questions}
    place = f"{key}.{control.id}.questions"
    yield from _strangers(owner, place, "question", texts.questions, questions)
    for id_ in questions.keys() & texts.questions.keys():
        yield from _question(owner, f"{place}.{id_}", questions[id_], texts.questions[id_])


def _question(owner: str, key: str, question: Question, texts: QuestionTexts) -> Faults:
    values = [choice.value for choice in question.choices]
    yield from _strangers(owner, f"{key}.choices", "choice", texts.choices, values)


def _of_profile(profile: Profile, language: str | None) -> Faults:
    """Overlays of a profile name what it has, and are in another language than its own."""
    for code, texts in profile.translations.items():
        key = f"translations.{code}"
        if code == language:
            yield fault(profile.id, key, f"the profile itself is written in '{code}'")
        if texts.opening is not None:
            own = profile.opening.options if profile.opening else ()
            options = [option.id for option in own]
            place = f"{key}.opening.options"
            yield from _strangers(profile.id, place, "option", texts.opening.options, options)


def _of_sector(sector: Sector) -> Faults:
    """Overlays of a sector name its own entity types."""
    kinds = [kind.id for kind in sector.entity_types]
    for code, texts in sector.translations.items():
        key = f"translations.{code}.entity_types"
        yield from _strangers(sector.id, key, "entity type", texts.entity_types, kinds)


def _strangers(
    owner: str, key: str, kind: str, named: Iterable[str], known: Iterable[str]
) -> Faults:
    there = tuple(known)
    unknown: Iterator[str] = (id_ for id_ in named if id_ not in there)
    for id_ in unknown:
        yield _unknown(owner, f"{key}.{id_}", kind, id_, there)


def _unknown(owner: str, key: str, kind: str, id_: str, known: Iterable[str]) -> ContentFault:
    message = f"translates the {kind} '{id_}', which the original has not ({listed(known)})"
    return fault(owner, key, message)
