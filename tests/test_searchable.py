"""What is searched of words that are divided, quoted or written in other forms of letters."""

from __future__ import annotations

import unicodedata

import pytest

from askdoc.searchable import joined, searchable
from askdoc.split.blocks import Piece

KNOWN = frozenset("well known tide table timetable".split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A plain line.\nAnd another.", "A plain line.\nAnd another."),
        ("They read the parch-\nment twice.", "They read the parchment twice."),
        ("They read the parch-\r\n  ment twice.", "They read the parchment twice."),
        ("> They read the parch-\n> ment twice.", "They read the parchment twice."),
        ("It is well-\nknown.", "It is well-known."),
        ("The time-\ntable hangs there.", "The timetable hangs there."),
        ("The Franco-\nGerman border.", "The Franco-German border."),
        ("A dash -\nnot a hyphen.", "A dash -\nnot a hyphen."),
        ("The ﬁrst oﬀer of the ﬂeet.", "The first offer of the fleet."),
        ("Ｔｈｅ　ｆｅｅ　ｉｓ　５０．", "The fee is 50."),
        ("𝐓𝐡𝐞 𝑏𝑜𝑙𝑑 one.", "The bold one."),
        ("The light\u00adhouse\u200b keeper\ufeff.", "The lighthouse keeper."),
        ("A co\u2011op.", "A co-op."),
        (unicodedata.normalize("NFD", "Zoë’s café"), "Zoë’s café"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_searchable(text: str, expected: str) -> None:
    assert searchable(text, KNOWN) == expected


def test_joined_returns_the_offsets_of_each_sentence() -> None:
    text = "| a | b |\n> One. > Two."
    pieces = [Piece(0, 9, "x: a; y: b"), Piece(12, 16), Piece(19, 23, "")]
    full, places = joined(text, pieces)
    assert full == "x: a; y: b One."
    assert [full[start:end] for start, end in places] == ["x: a; y: b", "One.", ""]
