"""Puts justifications and measures together from a control's own words. Pure.

The same place always gets the same words: the choice between them hangs on a checksum.
"""

from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

from nisassess.assessments.types import CostClass
from nisassess.catalogues.types import PinnedControl, PinnedProfile, PinnedQuestion
from nisassess.demo.script import Part
from nisassess.demo.texts import Measure

T = TypeVar("T")

_WELL = 3
_RULES = 2
LEVELLED = {"gated-maturity", "cumulative-levels"}
"""Methods that let each question allow a level, and take the lowest."""
_STANDING = {3: (1, 2, 3), 4: (1, 2, 3, 3)}
"""By how many levels a profile has: where each stands, if not as in gated maturity."""
_MONTHS = ("February", "April", "May", "June", "September", "October", "November")
_COSTS = (CostClass.LOW, CostClass.LOW, CostClass.MEDIUM, CostClass.MEDIUM, CostClass.HIGH)

_SHOWN = (
    "We rest this answer on the {first}, last renewed in {month} {year}.",
    "Shown by the {first}; {owner} keeps it and renewed it in {month} {year}.",
    "What there is to see: the {first}, and the {second}.",
    "In {month} {year} {owner} went through the {first} line by line.",
    "The {first} and the {second} are kept by {owner} and were at hand when this was answered.",
)
_WELL_DONE = (
    "Of {count} {things} looked at in {month}, all were as laid down.",
    "A sample of {count} {things} in {month} found one exception, put right within a week.",
    "{count} {things} were checked in {month}; the two deviations have an approved reason.",
    "It was tried on an ordinary day with those on duty, and it held.",
    "The internal auditor saw it in {month} and had one remark, which is closed.",
)
_RULES_ONLY = (
    "The rule is in force, but {some} of {count} {things} looked at in {month} do not follow it.",
    "What is to be done is written down and assigned; about half of the {things} have got there.",
    "The rule came into force in {month}; {owner} has not been through all {things} since.",
    "It is laid down and known, but there is no record yet from which it could be shown for all "
    "{things}.",
)
_STARTED = (
    "What is done depends on who is on duty; {owner} has begun to write it down.",
    "Some {things} are in order because somebody cared for them; there is no rule for the others.",
    "A first attempt in {month} covered {some} of {count} {things} and was not carried on.",
)
_MISSING = (
    "Missing for the target, “{target}”: the {last}.",
    "To reach “{target}”, {owner} still owes the {last}.",
    "Between this and “{target}” stands, above all, the {last}.",
)
_DENIED = (
    "The question “{prompt}” had to be answered with no; the rest is further than this one point.",
    "One point holds the level back: “{prompt}” is not yet so.",
)
_BETTER = (
    "The figures are followed over the years, and what they showed led to a change in {year}.",
    "The review in {month} {year} changed two rules because of what had been learned.",
)
_SMALL_DONE = (
    "Gone through with the IT supplier in {month}; nothing was missing.",
    "We tried it in {month}, on an ordinary Tuesday, and it worked.",
    "One of us looked at all {things} in {month}; one was put right on the spot.",
)
_SMALL_HALF = (
    "It is agreed and everybody knows it, but not all {things} have got there.",
    "The IT supplier does it for the {things} in the contract; for the others nobody has asked.",
    "Done where it was easy. The rest is on the list for the quiet months.",
)
_SMALL_STARTED = (
    "So far it depends on who thinks of it.",
    "We talked about it in {month} and have not come back to it.",
)
_PLANS = (
    "{title}: carry it out for the remaining {things}, and keep the {last}.",
    "Close the gap on {lower}: get to “{target}”, with the {last} as proof.",
    "{title}: draw up the {last}, agree it with operations, and check a sample after three months.",
)


def justification(  # noqa: PLR0917 - what the words are made of
    place: str, year: int, part: Part, profile: PinnedProfile, control: PinnedControl, level: int
) -> str:
    """Why the control is at this level in the part; `place` makes the choice of words."""
    words = {**_words(place, year, part, control), "target": _target(profile, control)}
    templates = [_pick(_SHOWN, place, 1)]
    templates.append(_pick(_how_it_stands(part, _standing(profile, level)), place, 2))
    if level < control.target:
        denied = holding(place, profile, control, level)
        words["prompt"] = denied.prompt if denied else ""
        templates.append(_pick(_DENIED if denied else _MISSING, place, 3))
    return " ".join(template.format(**words) for template in templates)


def _how_it_stands(part: Part, standing: int) -> tuple[str, ...]:
    if part.small:
        return (
            _SMALL_DONE
            if standing >= _WELL
            else _SMALL_HALF
            if standing == _RULES
            else _SMALL_STARTED
        )
    if standing > _WELL:
        return _BETTER
    if standing == _WELL:
        return _WELL_DONE
    return _RULES_ONLY if standing == _RULES else _STARTED


def measure(place: str, part: Part, profile: PinnedProfile, control: PinnedControl) -> Measure:
    """What is planned where the target is not reached."""
    words = {**_words(place, 0, part, control), "target": _target(profile, control)}
    return Measure(
        what=_pick(_PLANS, place, 4).format(**words),
        who=part.owner[:1].upper() + part.owner[1:],
        months=2 + _number(place, 5) % 11,
        cost=_pick(_COSTS, place, 6),
    )


def holding(
    place: str, profile: PinnedProfile, control: PinnedControl, level: int
) -> PinnedQuestion | None:
    """The question that alone holds the control at this level, at about half of the places."""
    if profile.scoring_method not in LEVELLED:
        return None
    next_ones = [
        one for one in control.questions if one.kind != "maturity" and one.level == level + 1
    ]
    if len(next_ones) != 1 or not _number(place, 7) % 2:
        return None
    (found,) = next_ones
    return found if found.kind in {"yes_no", "achievement"} and found.when is None else None


def _standing(profile: PinnedProfile, level: int) -> int:
    """Where a level stands among 0 (nothing) to 4 (improved)."""
    return _STANDING.get(len(profile.levels), (0, 1, 2, 3, 4, 4))[level]


def _words(place: str, year: int, part: Part, control: PinnedControl) -> dict[str, str]:
    shown = [lower(text) for text in control.example_evidence] or ["records"]
    count = 6 + _number(place, 8) % 9
    return {
        "first": shown[_number(place, 9) % len(shown)],
        "second": shown[(_number(place, 9) + 1) % len(shown)],
        "last": shown[-1],
        "title": control.title,
        "lower": lower(control.title),
        "owner": part.owner,
        "things": part.things,
        "month": _pick(_MONTHS, place, 10),
        "year": str(year),
        "count": str(count),
        "some": str(3 + count // 4),
    }


def _target(profile: PinnedProfile, control: PinnedControl) -> str:
    """The target in the control's own words, or the name of its level."""
    scale = next((one for one in control.questions if one.kind == "maturity"), None)
    if scale is not None and profile.scoring_method in LEVELLED:
        return scale.choices[control.target].label
    return profile.levels[control.target - profile.lowest]


def lower(text: str) -> str:
    """The text to go on a sentence with: abbreviations and the like keep their capital."""
    plain = text.rstrip(".")
    return plain if plain[1:2].isupper() else plain[:1].lower() + plain[1:]


def _number(place: str, salt: int) -> int:
    return crc32(f"{place}#{salt}".encode())


def _pick(choices: Sequence[T], place: str, salt: int) -> T:
    return choices[_number(place, salt) % len(choices)]
