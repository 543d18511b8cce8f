"""Translations: what is there to translate, what is missing or stale, and content in a language.

A *node* is what is shown as one: a catalogue's head, a group, a control, one of its questions
with its choices, a profile, a sector. A translation is stale when its node's original has changed
since the translation was stamped with the original's digest (`of`).
"""

from nisassess.sdk.translations.localising import Localised, localised
from nisassess.sdk.translations.originals import (
    catalogue_digest,
    control_digest,
    group_digest,
    profile_digest,
    sector_digest,
)
from nisassess.sdk.translations.reporting import (
    LanguageReport,
    catalogue_reports,
    profile_reports,
    sector_reports,
)
from nisassess.sdk.translations.stamping import stamp

__all__ = [
    "LanguageReport",
    "Localised",
    "catalogue_digest",
    "catalogue_reports",
    "control_digest",
    "group_digest",
    "localised",
    "profile_digest",
    "profile_reports",
    "sector_digest",
    "sector_reports",
    "stamp",
]
