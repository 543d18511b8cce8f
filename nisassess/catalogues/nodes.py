"""Translated texts of one node each, when they are whole; nothing where one is missing. Pure."""

from collections.abc import Mapping

from nisassess.sdk import (
    Catalogue,
    Choice,
    Control,
    ControlGroup,
    ControlTexts,
    GroupTexts,
    Profile,
    Question,
)

Texts = dict[str, str | tuple[str, ...]]
LONG = ("guidance", "example_evidence")


def group_texts(catalogue: Catalogue, group: ControlGroup, language: str) -> dict[str, str] | None:
    """Title and summary."""
    overlay = _overlay(catalogue, group, language)
    if overlay is None or not overlay.title or not overlay.summary:
        return None
    return {"title": overlay.title, "summary": overlay.summary}


def control_texts(
    catalogue: Catalogue, group: ControlGroup, control: Control, language: str
) -> Texts | None:
    """Everything of a control but its questions."""
    overlay = _control(catalogue, group, control, language)
    if overlay is None:
        return None
    texts: Texts = {}
    for name in ("title", "statement", "rationale"):
        text = getattr(overlay, name)
        if not text:
            return None
        texts[name] = text
    for name in LONG:
        lines = getattr(overlay, name)
        if len(lines) != len(getattr(control, name)):
            return None
        texts[name] = lines
    return texts


def question_texts(
    catalogue: Catalogue,
    group: ControlGroup,
    control: Control,
    question: Question,
    language: str,
) -> dict[str, str] | None:
    """A question with the choices it names itself."""
    of_control = _control(catalogue, group, control, language)
    overlay = of_control.questions.get(question.id) if of_control else None
    if overlay is None or not overlay.prompt:
        return None
    texts = {"prompt": overlay.prompt}
    for name in ("hint", "unit"):
        if getattr(question, name):
            text = getattr(overlay, name)
            if not text:
                return None
            texts[name] = text
    shared = _scale(catalogue, question, language)
    for choice in question.choices:
        own, general = overlay.choices.get(choice.value), shared.get(choice.value)
        found = _choice(choice, own, general)
        if found is None:
            return None
        texts.update(found)
    return texts


def profile_texts(profile: Profile, language: str) -> Texts | None:
    """A profile's own texts; each may be missing by itself."""
    overlay = profile.translations.get(language)
    if overlay is None:
        return None
    texts: Texts = {}
    for name in ("title", "summary", "notice"):
        text = getattr(overlay, name)
        if text:
            texts[name] = text
    if len(overlay.levels) == len(profile.scoring.levels):
        texts["levels"] = overlay.levels
    if len(overlay.suggested_parts) == len(profile.suggested_parts):
        texts["suggested_parts"] = overlay.suggested_parts
    if overlay.opening and overlay.opening.statement:
        texts["opening"] = overlay.opening.statement
        for id_, option in overlay.opening.options.items():
            texts[f"opening.{id_}.label"] = option.label or ""
            texts[f"opening.{id_}.consequence"] = option.consequence or ""
    return {name: text for name, text in texts.items() if text}


def _overlay(catalogue: Catalogue, group: ControlGroup, language: str) -> GroupTexts | None:
    of_catalogue = catalogue.translations.get(language)
    return of_catalogue.groups.get(group.id) if of_catalogue else None


def _control(
    catalogue: Catalogue, group: ControlGroup, control: Control, language: str
) -> ControlTexts | None:
    overlay = _overlay(catalogue, group, language)
    return overlay.controls.get(control.id) if overlay else None


def _scale(
    catalogue: Catalogue, question: Question, language: str
) -> Mapping[str, Mapping[str, str | None]]:
    of_catalogue = catalogue.translations.get(language)
    if question.scale is None or of_catalogue is None:
        return {}
    scale = of_catalogue.scales.get(question.scale, {})
    original = {choice.value: choice for choice in catalogue.scales.get(question.scale, ())}
    return {
        value: {
            "label": texts.label,
            "description": texts.description,
            "of_label": original[value].label if value in original else None,
            "of_description": original[value].description if value in original else None,
        }
        for value, texts in scale.items()
    }


def _choice(
    choice: Choice, own: object | None, general: Mapping[str, str | None] | None
) -> dict[str, str] | None:
    """Label and description: the choice's own, or its scale's where it still says the same."""
    texts: dict[str, str] = {}
    for name in ("label", "description"):
        original = getattr(choice, name)
        if not original:
            continue
        text = getattr(own, name, None)
        if not text and general is not None and general[f"of_{name}"] == original:
            text = general[name]
        if not text:
            return None
        texts[f"choice.{choice.value}.{name}"] = text
    return texts
