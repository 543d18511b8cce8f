"""What a comment may be, and who may be mentioned where. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import timedelta

from nisassess.access import ROLE_PERMISSIONS, Permission, Role
from nisassess.discussions.types import Colleague
from nisassess.kit.errors import Issue, ValidationFailed

LONGEST_TEXT = 4_000
MOST_LINES = 200
MOST_MENTIONS = 20
MOST_ENTRIES = 500
"""Entries of one thread."""
MOST_VERSIONS = 50
"""Times that one comment may be edited."""
MOST_AT_ONCE = 20
WITHIN = timedelta(minutes=1)
"""How many entries one person may write in which time."""
MOST_FOUND = 20
"""Colleagues that a search for whom to mention finds."""

_MENTION = re.compile(r"@\{(per_[0-9a-hjkmnp-tv-z]{26})\}")
"""How a person stands in a text: by id, so that a new name does not undo the mention."""


def mentioned(text: str) -> tuple[str, ...]:
    """Ids of the people in a text, each once, in order."""
    return tuple(dict.fromkeys(_MENTION.findall(text)))


def checked_text(text: str) -> str:
    """The text as it is kept; raises ValidationFailed."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    issues = []
    if not clean:
        issues.append(Issue("text", "required", "must not be empty"))
    if len(clean) > LONGEST_TEXT:
        message = f"must be at most {LONGEST_TEXT} characters, not {len(clean)}"
        issues.append(Issue("text", "too_long", message))
    if clean.count("\n") >= MOST_LINES:
        issues.append(Issue("text", "too_many_lines", f"must be at most {MOST_LINES} lines"))
    if not all(one in "\n\t" or unicodedata.category(one) not in {"Cc", "Cs"} for one in clean):
        message = "must be plain text, no control characters"
        issues.append(Issue("text", "bad_character", message))
    if len(mentioned(clean)) > MOST_MENTIONS:
        message = f"must mention at most {MOST_MENTIONS} people"
        issues.append(Issue("text", "too_many_mentions", message))
    if issues:
        raise ValidationFailed(issues)
    return clean


def may_discuss(roles: Iterable[Role]) -> bool:
    """Whether a member with these roles reads discussions at all."""
    return any(Permission.DISCUSSION_READ in ROLE_PERMISSIONS[role] for role in roles)


def is_limited(roles: Iterable[Role]) -> bool:
    """Whether a member sees no more than what is assigned."""
    return not any(Permission.ASSESSMENT_READ in ROLE_PERMISSIONS[role] for role in roles)


def manages(roles: Iterable[Role]) -> bool:
    """Whether a member hands out the work."""
    return any(Permission.ASSIGNMENT_MANAGE in ROLE_PERMISSIONS[role] for role in roles)


def refuse_unknown(wanted: Iterable[str], reachable: dict[str, str]) -> None:
    """Raise ValidationFailed for a mention of somebody who would not see it."""
    missing = [one for one in wanted if one not in reachable]
    if missing:
        message = f"mention only members who may see this control; not so: {', '.join(missing[:5])}"
        raise ValidationFailed([Issue("text", "cannot_see", message)])


def matching(members: Iterable[Colleague], text: str) -> tuple[Colleague, ...]:
    """Members whose name, or a word of it, begins like the text, by name."""
    wanted = _plain(text)
    found = [
        one
        for one in members
        if not wanted or any(_plain(part).startswith(wanted) for part in _tails(one.name))
    ]
    return tuple(found[:MOST_FOUND])


def _tails(name: str) -> list[str]:
    """The name from each of its words on: both names of a person are looked for."""
    words = name.split()
    return [" ".join(words[at:]) for at in range(len(words))]


def _plain(text: str) -> str:
    """Without case and accents: who types `jose` finds José."""
    apart = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))
