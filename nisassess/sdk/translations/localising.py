"""A catalogue in another language, falling back node by node where a translation is wanting."""

from dataclasses import dataclass, replace
from typing import Any

from nisassess.sdk.content import (
    Catalogue,
    CatalogueTexts,
    Choice,
    Control,
    ControlGroup,
    ControlTexts,
    GroupTexts,
    Question,
    QuestionTexts,
)
from nisassess.sdk.translations import originals
from nisassess.sdk.translations.originals import Texts
from nisassess.sdk.translations.overlays import missing, translated


@dataclass(frozen=True, slots=True)
class Localised:
    """A catalogue with the texts of a language, as far as there are any."""

    catalogue: Catalogue
    languages: dict[str, str]
    """The language really used for each node: `""` for the head, a group's id, a control's id,
    and `<control>.questions.<question>`."""


def localised(catalogue: Catalogue, language: str) -> Localised:
    """Put a language's texts in place of the originals.

    A node is translated as a whole or not at all, so that nobody reads half a control in another
    language; one that lacks a text, or is stale, keeps the catalogue's own language.
    """
    made = _Maker(catalogue, language)
    return Localised(made.whole(), made.languages)


def is_stale(overlay: object | None, digest: str) -> bool:
    """The overlay was stamped with another text than the original has now."""
    of = getattr(overlay, "of", None)
    return of is not None and of != digest


class _Maker:
    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self.catalogue = catalogue
        self.language = language
        self.languages: dict[str, str] = {}
        self.head: CatalogueTexts | None = catalogue.translations.get(language)

    def whole(self) -> Catalogue:
        digest = originals.catalogue_digest(self.catalogue)
        texts = originals.catalogue_texts(self.catalogue)
        own = self._note("", self._usable(texts, self.head, digest))
        changes = (
            {"title": self.head.title, "description": self.head.description}
            if own and self.head
            else {}
        )
        groups = tuple(self._group(group) for group in self.catalogue.groups)
        return replace(self.catalogue, groups=groups, **changes)  # type: ignore[arg-type]

    def _note(self, key: str, usable: bool) -> bool:
        self.languages[key] = self.language if usable else self.catalogue.language
        return usable

    @staticmethod
    def _usable(texts: Texts, overlay: object | None, digest: str) -> bool:
        return overlay is not None and not missing(texts, overlay) and not is_stale(overlay, digest)

    def _group(self, group: ControlGroup) -> ControlGroup:
        overlay = self.head.groups.get(group.id) if self.head else None
        texts = originals.group_texts(group)
        usable = self._note(group.id, self._usable(texts, overlay, originals.group_digest(group)))
        controls = tuple(self._control(control, overlay) for control in group.controls)
        return replace(group, controls=controls, **_taken(texts, overlay if usable else None))

    def _control(self, control: Control, group: GroupTexts | None) -> Control:
        overlay = group.controls.get(control.id) if group else None
        texts = originals.control_texts(control)
        digest = originals.control_digest(control, self.catalogue)
        usable = self._note(control.id, self._usable(texts, overlay, digest))
        fresh = None if is_stale(overlay, digest) else overlay
        questions = tuple(
            self._question(control, question, fresh) for question in control.questions
        )
        return replace(control, questions=questions, **_taken(texts, overlay if usable else None))

    def _question(self, control: Control, question: Question, of: ControlTexts | None) -> Question:
        overlay = of.questions.get(question.id) if of else None
        texts = originals.question_texts(question, self.catalogue)
        choices = [self._choice(choice, question, overlay) for choice in question.choices]
        whole = overlay is not None and not missing(texts, overlay) and None not in choices
        if not self._note(f"{control.id}.questions.{question.id}", whole):
            return question
        own = {path: text for path, text in texts.items() if "." not in path}
        found = tuple(choice for choice in choices if choice is not None)
        return replace(question, choices=found, **_taken(own, overlay))

    def _choice(
        self, choice: Choice, question: Question, overlay: QuestionTexts | None
    ) -> Choice | None:
        """Each text from the question's own overlay, or where it is the scale's from that."""
        shared = originals.shared_choices(question, self.catalogue).get(choice.value)
        changes: dict[str, Any] = {}
        for name in ("label", "description"):
            original = getattr(choice, name)
            if not original:
                continue
            text = translated(overlay, f"choices.{choice.value}.{name}")
            if text is None and shared is not None and getattr(shared, name) == original:
                text = translated(self.head, f"scales.{question.scale}.{choice.value}.{name}")
            if text is None:
                return None
            changes[name] = text
        return replace(choice, **changes)


def _taken(texts: Texts, overlay: object | None) -> dict[str, Any]:
    return {} if overlay is None else {path: translated(overlay, path) for path in texts}
