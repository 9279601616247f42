"""Glyphs of PDFs that a font does not map to characters: their words say which letters they are."""

from __future__ import annotations

import files
import pytest

from askdoc.load.extract import Extract
from askdoc.load.pdf.reader import extract


def page(words: str, unmapped: str = "X") -> Extract:
    """A page whose font maps these letters to no character; "|" starts a line."""
    mapped = [b"<%02x> <0000>" % ord(letter) for letter in unmapped]
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
    assert (found.text, found.omitted) == (text, ())


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
