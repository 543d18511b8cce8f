"""Texts in other languages: pinned with a profile, and put in the place of the originals. Pure.

A node (a control, a question with its choices, a group, the profile) is translated as a whole or
not at all, so that nobody reads half a control in another language. What is missing or older than
its original stays in the catalogue's own language, and says so.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

from nisassess.catalogues.types import (
    PinnedCatalogue,
    PinnedChoice,
    PinnedControl,
    PinnedGroup,
    PinnedOpening,
    PinnedProfile,
    PinnedQuestion,
    PinnedTexts,
    ProfileOffer,
)
from nisassess.sdk import Catalogue, ControlGroup, Profile, Question
from nisassess.sdk.translations import localised, profile_digest

_Texts = Mapping[str, str | tuple[str, ...]]
_OF_CONTROLS = ("title", "statement", "rationale", "guidance", "example_evidence")


def pinned_texts(
    profile: Profile, catalogues: list[Catalogue], chosen: set[str]
) -> dict[str, PinnedTexts]:
    """Texts of every language that the profile or its catalogues are translated into."""
    languages = {*profile.translations}.union(*(used.translations for used in catalogues))
    found = {language: _in(language, profile, catalogues, chosen) for language in sorted(languages)}
    return {language: texts for language, texts in found.items() if texts.controls}


def _in(
    language: str, profile: Profile, catalogues: list[Catalogue], chosen: set[str]
) -> PinnedTexts:
    made = PinnedTexts(profile_texts(profile, language), {}, {}, {}, {})
    for catalogue in catalogues:
        found = localised(catalogue, language)
        if found.languages[""] == language:
            made.catalogues[catalogue.id] = found.catalogue.title
        translated = {key for key, used in found.languages.items() if used == language}
        for group in found.catalogue.groups:
            _add_group(made, group, chosen, translated)
    return made


def _add_group(
    made: PinnedTexts, group: ControlGroup, chosen: set[str], translated: set[str]
) -> None:
    if group.id in translated:
        made.groups[group.id] = {"title": group.title, "summary": group.summary}
    for control in group.controls:
        if control.id not in chosen:
            continue
        if control.id in translated:
            made.controls[control.id] = {name: getattr(control, name) for name in _OF_CONTROLS}
        for question in control.questions:
            if f"{control.id}.questions.{question.id}" in translated:
                made.questions[f"{control.id}/{question.id}"] = _of_question(question)


def _of_question(question: Question) -> dict[str, str]:
    texts = {"prompt": question.prompt, "hint": question.hint, "unit": question.unit}
    for choice in question.choices:
        texts[f"choice.{choice.value}.label"] = choice.label
        texts[f"choice.{choice.value}.description"] = choice.description
    return {name: text for name, text in texts.items() if text}


def profile_texts(profile: Profile, language: str) -> dict[str, str | tuple[str, ...]]:
    """A profile's own texts, unless they are older than the originals; each may be missing."""
    overlay = profile.translations.get(language)
    if overlay is None or (overlay.of is not None and overlay.of != profile_digest(profile)):
        return {}
    texts: dict[str, str | tuple[str, ...] | None] = {
        name: getattr(overlay, name) for name in ("title", "summary", "notice")
    }
    if len(overlay.levels) == len(profile.scoring.levels):
        texts["levels"] = overlay.levels
    if len(overlay.suggested_parts) == len(profile.suggested_parts):
        texts["suggested_parts"] = overlay.suggested_parts
    if overlay.opening is not None:
        texts["opening"] = overlay.opening.statement
        for id_, option in overlay.opening.options.items():
            texts[f"opening.{id_}.label"] = option.label
            texts[f"opening.{id_}.consequence"] = option.consequence
    return {name: text for name, text in texts.items() if text}


def in_language(profile: PinnedProfile, language: str | None) -> PinnedProfile:
    """The profile with its texts in a language; each node tells where it had to fall back."""
    if language is None or language == profile.language:
        return profile
    texts = profile.texts.get(language) or PinnedTexts({}, {}, {}, {}, {})
    own = profile.language
    levels = texts.profile.get("levels")
    return replace(
        profile,
        title=_text(texts.profile, "title", profile.title),
        summary=_text(texts.profile, "summary", profile.summary),
        notice=_text(texts.profile, "notice", profile.notice or "") or None,
        levels=levels if isinstance(levels, tuple) else profile.levels,
        catalogues=tuple(
            _catalogue(item, texts.catalogues.get(item.id)) for item in profile.catalogues
        ),
        groups=tuple(_group(group, texts, own, language) for group in profile.groups),
        opening=_opening(profile.opening, texts.profile),
    )


def offer_in_language(offer: ProfileOffer, profile: Profile, language: str | None) -> ProfileOffer:
    """A profile on offer with its own texts in a language, as far as there are any."""
    texts = profile_texts(profile, language or "")
    parts = texts.get("suggested_parts")
    return replace(
        offer,
        title=_text(texts, "title", offer.title),
        summary=_text(texts, "summary", offer.summary),
        notice=_text(texts, "notice", offer.notice or "") or None,
        suggested_parts=parts if isinstance(parts, tuple) else offer.suggested_parts,
        opening=_opening(offer.opening, texts),
    )


def spoken(profile: PinnedProfile, language: str | None) -> PinnedProfile:
    """The profile as it is scored for readers of a language: its texts as far as there are any,
    and the sentences of the method."""
    if language is None or language == profile.language:
        return profile
    return replace(in_language(profile, language), language=language)


def _text(texts: _Texts, name: str, original: str) -> str:
    found = texts.get(name)
    return found if isinstance(found, str) else original


def _catalogue(catalogue: PinnedCatalogue, title: str | None) -> PinnedCatalogue:
    return replace(catalogue, title=title) if title else catalogue


def _opening(opening: PinnedOpening | None, texts: _Texts) -> PinnedOpening | None:
    if opening is None:
        return None
    return replace(
        opening,
        statement=_text(texts, "opening", opening.statement),
        options=tuple(
            replace(
                option,
                label=_text(texts, f"opening.{option.id}.label", option.label),
                consequence=_text(texts, f"opening.{option.id}.consequence", option.consequence),
            )
            for option in opening.options
        ),
    )


def _group(group: PinnedGroup, texts: PinnedTexts, own: str, language: str) -> PinnedGroup:
    found = texts.groups.get(group.id)
    controls = tuple(_control(control, texts, own, language) for control in group.controls)
    if found is None:
        return replace(group, controls=controls, language=own)
    return replace(group, **found, controls=controls)


def _control(control: PinnedControl, texts: PinnedTexts, own: str, language: str) -> PinnedControl:
    found = texts.controls.get(control.id)
    questions = tuple(_question(question, texts, own, language) for question in control.questions)
    if found is None:
        return replace(control, questions=questions, language=own)
    return replace(control, **found, questions=questions)  # type: ignore[arg-type]


def _question(
    question: PinnedQuestion, texts: PinnedTexts, own: str, language: str
) -> PinnedQuestion:
    found = texts.questions.get(question.id)
    if found is None:
        return replace(question, language=own)
    return replace(
        question,
        prompt=found["prompt"],
        hint=found.get("hint"),
        unit=found.get("unit"),
        choices=tuple(_choice(choice, found, language) for choice in question.choices),
    )


def _choice(choice: PinnedChoice, texts: Mapping[str, str], language: str) -> PinnedChoice:
    fixed = _fixed_labels(language).get(choice.value, choice.label)
    return replace(
        choice,
        label=texts.get(f"choice.{choice.value}.label", fixed),
        description=texts.get(f"choice.{choice.value}.description"),
    )


@cache
def _fixed_labels(language: str) -> dict[str, str]:
    """What the fixed answers are called, for questions that do not name them."""
    file = files("nisassess.catalogues") / "words" / f"{language}.json"
    labels: dict[str, str] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return labels
