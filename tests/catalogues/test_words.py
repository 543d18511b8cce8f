"""Marking the words in which two texts differ."""

import pytest

from nisassess.catalogues.words import word_difference

pytestmark = pytest.mark.database_free


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("", "all new", "{+all new+}"),
        ("gone now", "", "[-gone now-]"),
        ("a b c", "a c", "a [-b-] c"),
        (
            "one two three four five six seven eight nine ten eleven",
            "one two three four five six seven eight nine ten twelve",
            "… seven eight nine ten [-eleven-] {+twelve+}",
        ),
    ],
)
def test_words_that_differ_are_marked_among_a_few_equal_ones(
    old: str, new: str, marked: str
) -> None:
    assert word_difference(old, new) == marked
