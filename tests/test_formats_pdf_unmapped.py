"""Glyphs of PDFs that a font does not map to characters: their words say which letters they are."""

from __future__ import annotations

import files
import pytest

from askdoc.load.extract import Extract
from askdoc.load.pdf.characters import private_meaning
from askdoc.load.pdf.line import Line, Word
from askdoc.load.pdf.reader import extract
from askdoc.load.pdf.unmapped import Unmapped, is_unmapped, with_letters


def page(words: str, unmapped: str = "X", to: int = 0) -> Extract:
    """A page whose font maps these letters to no character, or to `to`; "|" starts a line."""
    mapped = [b"<%02x> <%04x>" % (ord(letter), to) for letter in unmapped]
    cmap = b"1 begincodespacerange <00> <ff> endcodespacerange %d beginbfchar %s endbfchar" % (
        len(mapped),
        b" ".join(mapped),
    )
    drawn = words.replace("|", ") Tj 0 -14 Td (")
    return extract(
        files.pdf_page(
            drawn,
            b"",
            b"/ToUnicode 6 0 R",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap),
        )
    )


def kinds(found: Extract) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in found.omitted]


@pytest.mark.parametrize("ligature", ["fi", "fl", "ff", "ffi", "ffl", "ti", "ft"])
def test_ligature_without_a_character_is_read_from_its_words(ligature: str) -> None:
    text = {
        "fi": "The official of the harbour confirmed that five boats were found in the first week.",
        "fl": "The inflation of the fleet was the conflict of the town, and the flood was another.",
        "ff": "The effort of the staff was a different affair in the traffic of the harbour.",
        "ffi": "The officer of the harbour had difficulties with the efficient boats of a town.",
        "ffl": "The waffles of the shuffled town were the baffling affliction of the harbour.",
        "ti": "The station of the nation was in the direction of the motion of the tide.",
        "ft": "The soft craft of the harbour was left to drift after the last shift of the day.",
    }[ligature]
    found = page(text.replace(ligature, "X"))
    assert found.text == text
    words = [word.strip(",.") for word in text.split() if ligature in word]
    some = ", ".join(words[:3])
    some = f"{len(words)} words ({some}, ...)" if len(words) > 3 else some
    assert kinds(found) == [("glyph without letters", f"guessed with a dictionary: {some}")]


def test_up_to_three_words_read_with_a_dictionary_are_named() -> None:
    found = page("The boat was conXrmed as the Xrst of the harbour, and Xrst it was.")
    said = "guessed with a dictionary: confirmed, first"
    assert kinds(found) == [("glyph without letters", said)]


def test_two_ligatures_of_one_width_are_told_apart_by_each_word() -> None:
    assert (
        page(
            "The inYation of the Yeet was conXrmed in the Xrst year of the Yood by the proXts.",
            "XY",
        ).text
        == "The inflation of the fleet was confirmed in the first year of the flood by the profits."
    )


def test_ligatures_of_another_language() -> None:
    text = "Das Schiff ist in der Werft, und die Griffe der Luken sind nicht offen."
    assert page(text.replace("ff", "X")).text == text


def test_name_takes_the_ligature_of_the_other_words() -> None:
    found = page("The council of Xnnster conXrmed that the boat was the Xrst of the harbour.")
    assert found.text.startswith("The council of finnster confirmed")


def test_letters_that_words_do_not_decide_are_shown_as_unknown() -> None:
    # "fiat" or "flat", "offer" or "over"
    found = page("The boat was Xat and to oYer in the harbour of the town.", "XY")
    assert found.text == "The boat was \ufffdat and to o\ufffder in the harbour of the town."
    assert kinds(found) == [("damaged character", "2 shown as \ufffd")]


def test_sign_between_numbers_is_shown_as_unknown() -> None:
    found = page("The keel of the boat is 0.93 X 0.04 of the length in the plan.")
    assert "is 0.93 \ufffd 0.04 of" in found.text
    assert kinds(found) == [("damaged character", "")]


def test_sign_before_each_item_is_a_bullet() -> None:
    found = page("The harbour has:|X a pier for the boats of the town|X a crane and a shed.")
    assert "• a pier" in found.text
    assert "• a crane" in found.text
    assert found.omitted == ()


def test_piece_of_unknown_letters_is_left_out_and_reported() -> None:
    found = page("The boat is in the harbour of the town and the crew is on the pier.|XXXX XXX")
    assert found.text == "The boat is in the harbour of the town and the crew is on the pier."
    assert kinds(found) == [("font without letters", "Helvetica")]


@pytest.mark.parametrize("private", [0xE406, 0xF0B3, 0xF8D0])
def test_private_character_is_an_unknown_glyph(private: int) -> None:
    found = page("The keel of the boat is 0.93 X 0.04 of the plan.|X", to=private)
    assert found.text == "The keel of the boat is 0.93 \ufffd 0.04 of the plan."
    assert kinds(found) == [("damaged character", "1 left out"), ("damaged character", "")]
    assert page("The inXation of the harbour and the Xeet of the town.", to=private).text == (
        "The inflation of the harbour and the fleet of the town."
    )


@pytest.mark.parametrize("private", [0xE406, 0xF0B7])
def test_private_character_before_each_item_is_a_bullet(private: int) -> None:
    found = page("The harbour has:|X a pier for the boats of the town|X a crane", to=private)
    assert found.text.count("\u2022 ") == 2
    assert found.omitted == ()


@pytest.mark.parametrize(
    ("code", "font", "sign"),
    [
        (0xF0AE, b"NKEKHF+SymbolMT", "→"),
        (0xF0FC, b"Wingdings-Regular", "✓"),
        (0xF052, b"ABCDEF+Wingdings2", "☑"),
        (0xF001, b"Symbol", None),
        (0xF0AE, b"Helvetica", None),
    ],
)
def test_private_characters_of_symbol_fonts(code: int, font: bytes, sign: str | None) -> None:
    assert private_meaning(code, font) == sign


@pytest.mark.parametrize(("private", "letter"), [(0xF761, "a"), (0xF733, "3")])
def test_small_capitals_and_digits_of_adobe_are_letters(private: int, letter: str) -> None:
    found = page("The boat is in hXrbour of the town.", to=private)
    assert (found.text, found.omitted) == (f"The boat is in h{letter}rbour of the town.", ())


@pytest.mark.parametrize("code", [b"0003", b"0009"])
def test_space_as_a_control_character_is_a_space(code: bytes) -> None:
    cmap = (
        b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <20> <%s> endbfchar"
        % code
    )
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap)
    found = extract(
        files.pdf_page(
            ") Tj -1.5 Tw (The boat is in the harbour.", b"", b"/ToUnicode 6 0 R", stream
        )
    )
    assert (found.text, found.omitted) == ("The boat is in the harbour.", ())


def test_hyphen_at_a_line_end_is_still_no_unknown_letter() -> None:
    found = page("The official of the harbour asked for an exami-|nation of the boat.", "Q")
    assert (found.text, found.omitted) == (
        "The official of the harbour asked for an examination of the boat.",
        (),
    )


def piece(text: str, left: float = 70, bottom: float = 700) -> Line:
    right = left + 6 * len(text)
    word = Word(text, left, right, bottom, bottom + 11)
    return Line(text, left, right, bottom, bottom + 11, 11, words=(word,))


def test_placeholder_belongs_to_a_font_a_code_and_a_width() -> None:
    unmapped = Unmapped()
    one = unmapped.placeholder(b"F", 1, 0.6)
    assert unmapped.placeholder(b"F", 1, 0.6001) == one
    others = [unmapped.placeholder(b"F", 1, 0.7), unmapped.placeholder(b"\xff", 1, 0.6)]
    assert len({one, *others}) == 3
    assert is_unmapped(f"{one} {''.join(others)}")
    assert not is_unmapped(f"a{one}")
    assert unmapped.fonts(one) == {"F"}
    assert unmapped.fonts(others[1]) == {"\ufffd"}


def test_pieces_that_are_mostly_unknown_are_left_out_of_each_page() -> None:
    unmapped = Unmapped()
    one, other = unmapped.placeholder(b"F", 1, 0.5), unmapped.placeholder(b"G", 1, 0.5)
    pages = [
        [piece(one * 2), piece(other * 2)],
        [piece(one), piece(f"ab{one * 2}"), piece(one * 2)],
    ]
    kept, omitted = with_letters(pages, unmapped)
    assert [[one.text for one in page] for page in kept] == [[], ["\ufffd", "ab\ufffd\ufffd"]]
    assert [line.words[0].text for line in kept[1]] == ["\ufffd", "ab\ufffd\ufffd"]
    assert [(one.name, one.page) for one in omitted] == [("F", 1), ("G", 1), ("F", 2)]


def test_mark_set_apart_beside_each_item_is_a_bullet() -> None:
    unmapped = Unmapped()
    one = unmapped.placeholder(b"F", 1, 0.5)
    rows = [[piece(one, 70, at), piece("a pier", 90, at)] for at in (700, 680)]
    kept, _ = with_letters([[line for row in rows for line in row]], unmapped)
    assert [line.text for line in kept[0]] == ["•", "a pier"] * 2
    apart, _ = with_letters([[piece(one, 70, 700), piece("a pier", 90, 600)] * 2], unmapped)
    assert [line.text for line in apart[0]] == ["\ufffd", "a pier"] * 2
