"""Rich text is read as it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_formats_more import written

from askdoc.errors import LoadError
from askdoc.load import load
from askdoc.types import Document

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("read_here")]

FONTS = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}{\f2\fcharset128 Mincho;}}"

FIELD = r"{\field{\*\fldinst FORM {\*\formfield{\fftype%s}}}{\fldrslt }}"


def read(folder: Path, body: str, head: str = "") -> Document:
    return load(written(folder / "a.rtf", f"{{\\rtf1\\ansi\\ansicpg1250{head}{FONTS}{body}}}"))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"T{\b he} ferry\par sails.", "The ferry\n\nsails."),
        (r"{\f9 \'e8l\'e1nek}", "článek"),
        (r"{\f1 \'ea\'eb\'e8\'e5\'ed\'f2}", "клиент"),
        (r"{\f2 \'93\'8c\'8b\'9e}", "東京"),
        (r"\uc1\u20170?\u8212-x", "今—x"),
        (r"\uc2\u233\'8e\'e9t", "ét"),
        (r"\u-10187?\u-9216?", "\U0001d400"),
        (r"on\~time, co\_op, soft\-ly\line now", "on time, co-op, softly\nnow"),
        (r"\ldblquote Go\rdblquote \emdash he said\{1\}", "“Go”—he said{1}"),
        (r"{\*\unknown {Not} this}{\field{\*\fldinst LINK}{\fldrslt but this}}", "but this"),
        (FIELD % r"1\ffres1" + " Yes", "☒ Yes"),
        (FIELD % r"1\ffres25\ffdefres0" + " Yes", "☐ Yes"),
        (FIELD % r"2\ffres1{\*\ffname Town}{\*\ffl Ely}{\*\ffl Ware}" + " Yes", "Ware Yes"),
        (FIELD % r"2\ffres7{\*\ffl Ely}" + "Yes", "Yes"),
        (FIELD % r"0{\*\ffname Town}" + "Yes", "Yes"),
        (r"{\pict\bin6 }}}}}}}seen", "seen"),
        (r"{\shp{\*\shpinst{\sp{\sn x}}{\shptxt In a box\par}}}Out", "In a box\n\nOut"),
    ],
)
def test_words(tmp_path: Path, body: str, text: str) -> None:
    assert read(tmp_path, body).text == text


def test_tables_have_rows_and_heads(tmp_path: Path) -> None:
    body = (
        r"Fares\par\trowd\trhdr\pard\intbl Ticket\cell Price\cell\row"
        r"\trowd\pard\intbl Adult\par over 16\cell 14\cell\row\pard After.\par"
        r"\trowd\pard\intbl a\cell b\cell\row"
    )
    assert read(tmp_path, body).text.split("\n\n") == [
        "Fares", "Ticket | Price\nAdult over 16 | 14", "After.", "a | b"
    ]  # fmt: skip


def test_notes_stand_at_the_end_and_running_heads_are_named(tmp_path: Path) -> None:
    body = (
        r"{\header Gazette\par}{\footer 7\par}The pier{\super\chftn{\footnote\chftn  Says Ana.}} is"
        r"{\v  not} old.{\*\annotation Really?}\par"
    )
    document = read(tmp_path, body)
    assert document.text == "The pier[1] is old.\n\n1. Says Ana."
    assert sorted((one.kind, one.text) for one in document.omitted) == [
        ("comment", "Really?"), ("hidden text", "not"), ("running head", "7"),
        ("running head", "Gazette"),
    ]  # fmt: skip


def test_headings_and_metadata(tmp_path: Path) -> None:
    head = (
        r"{\info{\title \'8eivot}{\author Ines Roth}{\creatim\yr2020\mo5\dy3\hr1}}"
        r"{\stylesheet{\s1\outlinelevel0 heading 1;}}"
    )
    document = read(tmp_path, r"\pard\s1 Fares\par\pard They rise.\par", head)
    assert document.title == "Život"
    assert (document.facts.author, document.facts.date) == ("Ines Roth", "2020-05-03")
    assert document.headings == ((0, 5, 1),)


def test_date_of_zeros_is_none(tmp_path: Path) -> None:
    head = r"{\info{\author python-docx}{\creatim\yr0\mo0\dy0}}"
    facts = read(tmp_path, "It floats.", head).facts
    assert (facts.author, facts.date) == (None, None)


def test_bullets_of_any_sign(tmp_path: Path) -> None:
    signs = ("o", r"\'95", "iv.", "Part 2:")
    items = "".join(rf"{{\listtext {sign}\tab}}Row.\par " for sign in signs)
    assert read(tmp_path, items).text == "- Row.\n- Row.\niv. Row.\nPart 2: Row."


def test_hidden_paragraphs_are_named_with_spaces_between_them(tmp_path: Path) -> None:
    document = read(tmp_path, r"{\v Ask Nils.}\par {\v It leaks.}\par It floats.")
    assert document.text == "It floats."
    assert [(one.kind, one.text) for one in document.omitted] == [
        ("hidden text", "Ask Nils. It leaks.")
    ]


def test_damaged_file_is_refused_or_read(tmp_path: Path) -> None:
    assert read(tmp_path, r"It floats.}}}\par }").text == "It floats."
    with pytest.raises(LoadError, match="it is damaged or cut off"):
        read(tmp_path, "{" * 20_000)
