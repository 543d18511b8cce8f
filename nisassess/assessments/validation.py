"""Checks of what people enter into an assessment; each fault is named with its path. Pure."""

import unicodedata
from datetime import date

from nisassess.assessments.types import MemberValue, OpeningFact
from nisassess.catalogues.types import PinnedOpening, PinnedProfile, PinnedQuestion
from nisassess.kit.errors import Issue, NotFound, ValidationFailed

LONGEST_JUSTIFICATION = 100_000
LONGEST_TEXT = 10_000
LONGEST_PART_NAME = 100
MOST_LINES = 2_000
"""A text of nothing but line breaks would print as thousands of pages."""
MOST_PARTS = 50
MOST_MEMBERS = 100
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
"""Bounds of periods and plans; a year that is still being typed lies outside."""
_EARLIEST_RECORD = date(1950, 1, 1)


class Issues:
    """Collects faults; `refuse` raises them together."""

    def __init__(self) -> None:
        self._found: list[Issue] = []

    def add(self, path: str, code: str, message: str) -> None:
        """Note a fault."""
        self._found.append(Issue(path, code, message))

    def text(self, path: str, value: str | None, longest: int, *, required: bool = True) -> None:
        """Check a text's length, and that it is there when required."""
        text = value or ""
        if required and not text.strip():
            self.add(path, "required", "must not be empty")
        if len(text) > longest:
            self.add(path, "too_long", f"must be at most {longest} characters, not {len(text)}")
        if text.count("\n") >= MOST_LINES:
            self.add(path, "too_many_lines", f"must be at most {MOST_LINES} lines")
        if "\x00" in text:
            self.add(path, "bad_character", "must not contain the character NUL")

    def day(self, path: str, value: date | None, first: date, last: date) -> None:
        """Check that a day lies between two others."""
        if value is not None and not first <= value <= last:
            message = f"must be from {first.isoformat()} to {last.isoformat()}, not {value}"
            self.add(path, "out_of_range", message)

    def refuse(self) -> None:
        """Raise ValidationFailed if anything was found."""
        if self._found:
            raise ValidationFailed(self._found)


def same_name(name: str) -> str:
    """What two names have in common when people read them as one."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def check_expected(version: int) -> None:
    """Raise ValidationFailed for what was never a version."""
    if version < 0:
        message = "must be 0 (nobody saved yet) or the version that was read"
        raise ValidationFailed([Issue("expectedVersion", "out_of_range", message)])


def question_of(profile: PinnedProfile, control_id: str, question_id: str) -> PinnedQuestion:
    """The question, if the profile has it under this control; raises NotFound."""
    found = profile.questions.get(question_id)
    if found is None or found[0].id != control_id:
        raise NotFound("question")
    return found[1]


def check_control(profile: PinnedProfile, control_id: str) -> None:
    """Raise NotFound unless the profile has the control."""
    if control_id not in profile.controls:
        raise NotFound("control")


def check_statement(
    profile: PinnedProfile,
    control_id: str,
    justification: str | None,
    not_applicable: bool,
    reason: str | None,
) -> None:
    """Check justification and applicability.

    The reason may still be empty while it is being typed: it is asked for before submission, and
    until then the control counts as open.
    """
    issues = Issues()
    issues.text("justification", justification, LONGEST_JUSTIFICATION, required=False)
    issues.text("notApplicableReason", reason, LONGEST_TEXT, required=False)
    if not_applicable and not profile.controls[control_id].not_applicable_allowed:
        message = "this control applies to everybody; answer its questions"
        issues.add("notApplicable", "not_allowed", message)
    issues.refuse()


def check_measure(what: str, who: str, until: date | None, *, owned: bool) -> None:
    """Check a planned measure; fields may still be empty while it is being typed.

    `owned`: a member sees to it, which is enough to begin with.
    """
    issues = Issues()
    issues.text("what", what, LONGEST_TEXT, required=False)
    issues.text("who", who, 200, required=False)
    if not (what.strip() or who.strip() or owned):
        issues.add("what", "required", "say what is planned, or remove the measure")
    issues.day("until", until, FIRST_DAY, LAST_DAY)
    issues.refuse()


def check_dropped(reason: str | None, *, dropped: bool) -> None:
    """Check why a measure is dropped; other states need no reason."""
    issues = Issues()
    issues.text("reason", reason, LONGEST_TEXT, required=dropped)
    issues.refuse()


def check_progress(
    what: str, until: date | None, note: str | None, expected: int, *, dropped: bool
) -> None:
    """Check how an item of a submitted plan is said to go on."""
    issues = Issues()
    issues.text("what", what, LONGEST_TEXT, required=False)
    issues.text("note", note, LONGEST_TEXT, required=dropped)
    issues.day("until", until, FIRST_DAY, LAST_DAY)
    if expected < 0:
        issues.add("expectedNumber", "out_of_range", "must be 0 or the number that was read")
    issues.refuse()


def check_start(
    title: str,
    scope_name: str,
    scope_description: str | None,
    period: tuple[date, date],
    parts: list[tuple[str, str | None]],
) -> None:
    """Check what an assessment is started with."""
    issues = Issues()
    issues.text("title", title, 200)
    issues.text("scopeName", scope_name, 200)
    issues.text("scopeDescription", scope_description, LONGEST_TEXT, required=False)
    issues.day("periodFrom", period[0], FIRST_DAY, LAST_DAY)
    issues.day("periodUntil", period[1], FIRST_DAY, LAST_DAY)
    if period[0] > period[1]:
        issues.add("periodUntil", "out_of_order", "must not be before the period's first day")
    if not 1 <= len(parts) <= MOST_PARTS:
        issues.add("parts", "bad_count", f"must be 1 to {MOST_PARTS} parts")
    seen: set[str] = set()
    for position, (name, description) in enumerate(parts):
        issues.text(f"parts.{position}.name", name, LONGEST_PART_NAME)
        issues.text(f"parts.{position}.description", description, LONGEST_TEXT, required=False)
        common = same_name(name[:LONGEST_PART_NAME])
        if common in seen:
            issues.add(f"parts.{position}.name", "duplicate", "another part has this name")
        seen.add(common)
    issues.refuse()


def check_opening(opening: PinnedOpening | None, given: OpeningFact | None, today: date) -> None:
    """Check what opens a profile that is not open to everybody."""
    issues = Issues()
    if opening is None:
        if given is not None:
            issues.add("opening", "not_asked", "this profile is open to everybody; leave it out")
        issues.refuse()
        return
    allowed = [option.id for option in opening.options]
    if given is None:
        issues.add("opening", "required", opening.statement)
        issues.refuse()
        return
    if given.option not in allowed:
        issues.add("opening.option", "unknown_choice", f"must be one of {', '.join(allowed)}")
    issues.text("opening.authority", given.authority, 200)
    _past_day(issues, "opening.dated", given.dated, today)
    issues.refuse()


def check_language(profile: PinnedProfile, language: str | None) -> None:
    """Raise ValidationFailed unless the profile has texts in the language."""
    if language is not None and language not in profile.languages:
        message = f"must be one of {', '.join(profile.languages)}, into which the profile is put"
        raise ValidationFailed([Issue("language", "not_in_profile", message)])


def check_decision(  # noqa: PLR0913 - one argument for each thing that is entered
    *,
    approve: bool,
    body: str,
    resolution: str,
    resolved_on: date,
    reasons: str | None,
    reservations: str | None,
    members: tuple[MemberValue, ...],
    today: date,
) -> None:
    """Check a decision of the management body."""
    issues = Issues()
    issues.text("body", body, 200)
    issues.text("resolution", resolution, 200)
    issues.text("reasons", reasons, LONGEST_TEXT, required=not approve)
    issues.text("reservations", reservations, LONGEST_TEXT, required=False)
    _past_day(issues, "resolvedOn", resolved_on, today)
    if not 1 <= len(members) <= MOST_MEMBERS:
        issues.add("members", "bad_count", f"name 1 to {MOST_MEMBERS} members who decided")
    for position, member in enumerate(members):
        issues.text(f"members.{position}.name", member.name, 200)
        issues.text(f"members.{position}.function", member.function, 200, required=False)
        _past_day(issues, f"members.{position}.trainedOn", member.trained_on, today)
    issues.refuse()


def _past_day(issues: Issues, path: str, value: date | None, today: date) -> None:
    if value is not None and value > today:
        issues.add(path, "in_future", f"must not be after today, {today.isoformat()}")
    else:
        issues.day(path, value, _EARLIEST_RECORD, today)
