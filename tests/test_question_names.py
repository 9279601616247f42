"""Names in a question, with capitals or without."""

from __future__ import annotations

import pytest

from askdoc.names import names_among


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("What did Markel say in Lahti?", {"Markel", "Lahti"}),
        ("Markel said what?", set()),  # any first word has a capital
        ("When did the Committee meet?", {"Committee"}),
        # without capitals: what is usually written with one, and what is no English word
        ("what did obama say in paris?", {"obama", "paris"}),
        ("WHAT DID OBAMA SAY IN PARIS?", {"OBAMA", "PARIS"}),
        ("who runs kubernetes?", {"kubernetes"}),
        ("what is the weight of the wheel?", set()),
        ("how did 7up sell?", set()),  # not only letters
        # German capitalizes all nouns
        ("was hat obama in paris über die mühle gesagt?", set()),
    ],
)
def test_names_of_a_question(asked: str, names: set[str]) -> None:
    words = asked.rstrip("?").split()
    assert set(names_among(words, asked)) == names
