"""What the pages show: gaps by size, groups that fit, bars in proportion, texts fit for print."""

import re

import pytest

from nisassess.documents import text
from nisassess.documents.picture import Counts, bar
from nisassess.documents.views import ROWS_ON_SUMMARY, explained, view
from tests.documents.factory import make_results

pytestmark = pytest.mark.database_free


def test_gaps_unassessed_and_not_applicable_are_told_apart() -> None:
    results = view(make_results())

    assert {place.part.state for place in results.gaps} == {"below"}
    assert {place.part.state for place in results.unassessed} == {"open"}
    assert {place.part.state for place in results.not_applicable} == {"not_applicable"}
    assert set(results.gaps_without_measure) < set(results.gaps)


def test_summary_keeps_the_groups_with_most_to_do() -> None:
    results = make_results(groups=30, controls=2)
    kept = view(results).summary_groups
    left_out = [group for group in results.groups if group not in kept]

    assert len(kept) == ROWS_ON_SUMMARY
    assert list(kept) == [group for group in results.groups if group in kept]
    most_left_out = max(group.figures.below + group.figures.open for group in left_out)
    assert min(group.figures.below + group.figures.open for group in kept) <= most_left_out + 1


def test_traces_of_a_group_are_joined_by_control() -> None:
    group = make_results().groups[0]
    rows = explained(group.figures, {control.id: control.label or "" for control in group.controls})

    assert [row.label for row in rows] == [
        f"{control.label} {control.title}" for control in group.controls
    ]


def test_a_bar_is_in_proportion_and_says_so_in_words() -> None:
    drawn = bar(Counts(met=2, below=1, open=1, not_applicable=0), "2 met & 1 below", width=101)
    widths = [float(width) for width in re.findall(r'<rect [^>]* width="([\d.]+)"', drawn)]

    assert widths == [50, 25, 25]
    assert "<title>2 met &amp; 1 below</title>" in drawn


def test_a_bar_of_nothing_is_empty() -> None:
    assert "<rect" not in bar(Counts(0, 0, 0, 0), "nothing")


def test_direction_is_that_of_the_first_letter() -> None:
    assert text.direction("12 — משה") == "rtl"
    assert text.direction("Dr. משה") == "ltr"
    assert text.direction("123") == "ltr"
    assert text.direction(None) == "ltr"


def test_decomposed_letters_are_composed() -> None:
    assert text.printable("Z\u030c e\u0301") == "Ž é"


def test_clipping_ends_at_a_word() -> None:
    assert text.clipped("one two three four", 12) == "one two…"
    assert text.clipped("x" * 20, 10) == "x" * 9 + "…"
    assert text.clipped("short", 10) == "short"
