"""The translatable texts of each node, and the digest by which a change of them is found out."""

from collections.abc import Mapping

from nisassess.sdk.content import (
    Catalogue,
    Choice,
    Control,
    ControlGroup,
    Profile,
    Question,
    Sector,
)
from nisassess.sdk.versions import digest

Texts = dict[str, str | tuple[str, ...]]
"""Texts by the path of their entry in the overlay, e.g. `choices.2.label`."""


def catalogue_texts(catalogue: Catalogue) -> Texts:
    """Title and description, and the choices of the shared scales."""
    texts: Texts = {"title": catalogue.title, "description": catalogue.description}
    for name, choices in catalogue.scales.items():
        for choice in choices:
            texts |= _choice_texts(f"scales.{name}.{choice.value}", choice)
    return texts


def group_texts(group: ControlGroup) -> Texts:
    """Title and summary."""
    return {"title": group.title, "summary": group.summary}


def control_texts(control: Control) -> Texts:
    """Everything of a control but its questions."""
    texts: Texts = {
        "title": control.title,
        "statement": control.statement,
        "rationale": control.rationale,
    }
    for name in ("guidance", "example_evidence"):
        if getattr(control, name):
            texts[name] = getattr(control, name)
    return texts


def question_texts(question: Question, catalogue: Catalogue) -> Texts:
    """A question's own texts; what it takes from a scale unchanged is translated there."""
    texts: Texts = {"prompt": question.prompt}
    for name in ("hint", "unit"):
        if getattr(question, name):
            texts[name] = getattr(question, name)
    shared = shared_choices(question, catalogue)
    for choice in question.choices:
        for path, text in _choice_texts(f"choices.{choice.value}", choice).items():
            of_scale = shared.get(choice.value)
            if of_scale is None or getattr(of_scale, path.rpartition(".")[2]) != text:
                texts[path] = text
    return texts


def shared_choices(question: Question, catalogue: Catalogue) -> Mapping[str, Choice]:
    """The choices of the scale that a question takes, by value."""
    scale = catalogue.scales.get(question.scale, ()) if question.scale else ()
    return {choice.value: choice for choice in scale}


def _choice_texts(path: str, choice: Choice) -> Texts:
    texts: Texts = {f"{path}.label": choice.label}
    if choice.description:
        texts[f"{path}.description"] = choice.description
    return texts


def profile_texts(profile: Profile) -> Texts:
    """Title, summary and notice, names of levels and parts, and the opening."""
    texts: Texts = {"title": profile.title, "summary": profile.summary}
    if profile.notice:
        texts["notice"] = profile.notice
    if profile.scoring.levels:
        texts["levels"] = profile.scoring.levels
    if profile.suggested_parts:
        texts["suggested_parts"] = profile.suggested_parts
    if profile.opening:
        texts["opening.statement"] = profile.opening.statement
        for option in profile.opening.options:
            texts[f"opening.options.{option.id}.label"] = option.label
            texts[f"opening.options.{option.id}.consequence"] = option.consequence
    return texts


def sector_texts(sector: Sector) -> Texts:
    """Title and summary, and the names of the sector's own entity types."""
    kinds = {f"entity_types.{kind.id}": kind.title for kind in sector.entity_types}
    return {"title": sector.title, "summary": sector.summary, **kinds}


# --- digests --------------------------------------------------------------------------------


def catalogue_digest(catalogue: Catalogue) -> str:
    """Digest of the texts of a catalogue's head."""
    return _digest(catalogue_texts(catalogue))


def group_digest(group: ControlGroup) -> str:
    """Digest of a group's own texts, without its controls."""
    return _digest(group_texts(group))


def control_digest(control: Control, catalogue: Catalogue) -> str:
    """Digest of the texts of a control and its questions."""
    texts = control_texts(control)
    for question in control.questions:
        own = question_texts(question, catalogue)
        texts |= {f"questions.{question.id}.{path}": text for path, text in own.items()}
    return _digest(texts)


def profile_digest(profile: Profile) -> str:
    """Digest of a profile's texts."""
    return _digest(profile_texts(profile))


def sector_digest(sector: Sector) -> str:
    """Digest of a sector's texts."""
    return _digest(sector_texts(sector))


def _digest(texts: Texts) -> str:
    return digest(
        {path: text if isinstance(text, str) else list(text) for path, text in texts.items()}
    )
