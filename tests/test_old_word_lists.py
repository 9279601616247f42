"""The styles and the automatic numbers of Word documents up to 2003."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

import pytest
from old_word import (
    HIDDEN,
    IN_TABLE,
    ROW,
    character_style,
    item,
    level,
    lists,
    old_word,
    paragraph_style,
    stylesheet,
)

from askdoc.load.word.old import extract

SHOWN, AS_STYLE, UNLIKE_STYLE = (struct.pack("<HB", 0x083C, value) for value in (0, 0x80, 0x81))
NORMAL, HEADING, TITLE, OWN = 0, 1, 62, 0xFFE  # Word's own styles, and others
SIMPLE = [level("\0.")]


def numbered(
    path: Path, tables: dict[int, bytes], *paragraphs: tuple[str, bytes], **more: int
) -> list[str]:
    """The lines of a document with these paragraphs and their properties."""
    of = {f"{text}\r": properties for text, properties in paragraphs}
    styles = {f"{text}\r": style for text, style in more.items()}
    data = old_word(path, body="".join(of), paragraphs=of, tables=tables, styles=styles)
    return [line for line in extract(data.read_bytes()).text.splitlines() if line]


def nine(*levels: bytes) -> list[bytes]:
    return [*levels, *[level("")] * (9 - len(levels))]


def test_levels_count_and_restart_below_a_higher_one(tmp_path: Path) -> None:
    levels = nine(
        level("Part \0", 1),
        level("§ \1.", bits=8),  # never restarts
        level("(\2)", 4),
        level("\1.\3)", 2),
    )
    at = {"a": 0, "b": 1, "c": 2, "d": 2, "e": 0, "f": 1, "g": 2, "h": 3}
    found = numbered(
        tmp_path / "a.doc",
        lists([levels], [(0, [])]),
        *[(text, item(1, depth)) for text, depth in at.items()],
    )
    assert found == [
        "Part I a", "§ 1. b", "(a) c", "(b) d", "Part II e", "§ 2. f", "(a) g", "2.i) h",
    ]  # fmt: skip


def test_lists_of_one_pattern_continue_unless_one_restarts(tmp_path: Path) -> None:
    restart = struct.pack("<iI", 5, 16)
    tables = lists([SIMPLE], [(0, []), (0, []), (0, [restart])])
    paragraphs = [(text, item(of)) for text, of in zip("abcde", (1, 2, 3, 3, 1), strict=True)]
    found = numbered(tmp_path / "a.doc", tables, *paragraphs)
    assert found == ["1. a", "2. b", "5. c", "6. d", "7. e"]


def test_list_with_a_level_of_its_own(tmp_path: Path) -> None:
    own = struct.pack("<iI", 0, 16 | 32) + level("\0)", 3, start=2)
    tables = lists([SIMPLE], [(0, [own])])
    found = numbered(tmp_path / "a.doc", tables, ("a", item(1, 0)), ("b", item(1, 0)))
    assert found == ["B) a", "C) b"]


@pytest.mark.parametrize("none", [0, -1, 9])
def test_paragraph_in_no_list(tmp_path: Path, none: int) -> None:
    tables = lists([SIMPLE], [(0, [])])
    found = numbered(tmp_path / "a.doc", tables, ("a", item(1)), ("b", item(none)), ("c", item(1)))
    assert found == ["1. a", "b", "2. c"]


def test_headings_are_numbered_by_their_styles(tmp_path: Path) -> None:
    styles = {
        0: paragraph_style(NORMAL),
        1: paragraph_style(HEADING, 0, item(1)),
        2: paragraph_style(HEADING + 1, 1),
        16: paragraph_style(OWN, 2),
    }
    tables = lists([nine(level("Chapter \0:"), level("\0.\1"))], [(0, [])], [1, 2])
    tables |= stylesheet(styles)
    body = {"a": 1, "b": 2, "c": 16, "d": 1}
    path = old_word(
        tmp_path / "a.doc",
        body="".join(f"{text}\r" for text in body) + "e\r",
        styles={f"{text}\r": style for text, style in body.items()} | {"e\r": 1},
        paragraphs={"d\r": item(0)},
        tables=tables,
    )
    found = extract(path.read_bytes())
    assert found.text.split("\n\n") == ["Chapter 1: a", "1.1 b", "1.2 c", "d", "Chapter 2: e"]
    assert found.title == "Chapter 1: a"
    assert [depth for _, _, depth in found.headings] == [1, 2, 2, 1, 1]


@pytest.mark.parametrize(
    ("of", "text"),
    [
        (level("\uf0b7", 23), "- x"),
        (level("", 255), "x"),
        (level("\0.", start=7, follow=2), "7.x"),
        (level("\0.", start=7, follow=1), "7. x"),
        (level("\0.", characters=HIDDEN), "x"),
        (level("\0:", 7, start=7), "Seventh: x"),
        (level("第\0条", 37, start=7), "第七条 x"),
        (level("\0/", 99, start=7), "7/ x"),
    ],
)
def test_marks(tmp_path: Path, of: bytes, text: str) -> None:
    assert numbered(tmp_path / "a.doc", lists([[of]], [(0, [])]), ("x", item(1))) == [text]


def test_legal_numbers_are_in_digits(tmp_path: Path) -> None:
    levels = nine(level("\0", 1), level("\0.\1", bits=4))
    tables = lists([levels], [(0, [])])
    found = numbered(tmp_path / "a.doc", tables, ("a", item(1, 0)), ("b", item(1, 1)))
    assert found == ["I a", "1.1 b"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Tides\fgo on.\rPiers\r", "1. Tides\n\ngo on.\n\n2. Piers"),
        ("\fTides\rPiers\r", "1. Tides\n2. Piers"),
    ],
)
def test_number_precedes_a_page_break_in_its_paragraph_or_the_words_after_it(
    tmp_path: Path, body: str, text: str
) -> None:
    of = dict.fromkeys((f"{line}\r" for line in body.split("\r")), item(1))
    path = old_word(tmp_path / "a.doc", body=body, paragraphs=of, tables=lists([SIMPLE], [(0, [])]))
    assert extract(path.read_bytes()).text == text


def test_numbers_in_cells(tmp_path: Path) -> None:
    body = "Step\x07What\x07\x07 \x07Cast off\x07\x07"
    path = old_word(
        tmp_path / "a.doc",
        body=body,
        paragraphs={**dict.fromkeys(("Step\x07", "What\x07", "Cast off\x07"), IN_TABLE),
                    " \x07": IN_TABLE + item(1), "\x07": ROW},
        tables=lists([SIMPLE], [(0, [])]),
    )  # fmt: skip
    assert extract(path.read_bytes()).text == "Step | What\n1. | Cast off"


@pytest.mark.parametrize("cut", [3, 40, 45, 80])
def test_text_of_a_document_with_damaged_lists_is_read(tmp_path: Path, cut: int) -> None:
    tables = lists([SIMPLE, SIMPLE], [(0, []), (1, [])])
    tables = {number: content[:cut] for number, content in tables.items()}
    tables[74] = tables[74].ljust(60, b"\xff")
    found = numbered(tmp_path / "a.doc", tables, ("Tides", item(1)), ("Piers", b""))
    assert [line.removeprefix("1. ") for line in found] == ["Tides", "Piers"]


def hidden(path: Path, styles: dict[int, bytes], **more: dict[str, bytes]) -> tuple[str, list[str]]:
    """The text of "Tides" in style 15, which "Piers" is not, and what it omits."""
    path = old_word(
        path,
        body="Tides rise.\rPiers\r",
        styles={"Tides rise.\r": 15},
        tables=stylesheet({0: paragraph_style(NORMAL), **styles}),
        runs=more.get("runs"),
    )
    found = extract(path.read_bytes())
    return found.text, [f"{one.kind}: {one.text}" for one in found.omitted]


def test_text_is_hidden_by_the_style_of_its_paragraph(tmp_path: Path) -> None:
    text, omitted = hidden(tmp_path / "a.doc", {15: paragraph_style(OWN, 0, b"", HIDDEN)})
    assert (text, omitted) == ("Piers", ["hidden text: Tides rise."])
    based = {15: paragraph_style(OWN, 16), 16: paragraph_style(OWN, 0, b"", HIDDEN)}
    assert hidden(tmp_path / "b.doc", based)[0] == "Piers"
    shown = {15: paragraph_style(OWN, 16, b"", SHOWN), 16: based[16]}
    assert hidden(tmp_path / "c.doc", shown) == ("Tides rise.\n\nPiers", [])
    endless = {15: paragraph_style(OWN, 15)}
    assert hidden(tmp_path / "d.doc", endless) == ("Tides rise.\n\nPiers", [])


@pytest.mark.parametrize(
    ("own", "text"),
    [
        (SHOWN, "Tides\n\nPiers"),
        (AS_STYLE, "Piers"),
        (UNLIKE_STYLE, "Tides\n\nPiers"),
        (struct.pack("<HH", 0x4A30, 17), "Tides\n\nPiers"),  # in a style that shows it
        (struct.pack("<HH", 0x4A30, 18), "Piers"),  # in one that says nothing
    ],
)
def test_words_may_be_shown_in_a_hidden_paragraph(tmp_path: Path, own: bytes, text: str) -> None:
    styles = {
        15: paragraph_style(OWN, 0, b"", HIDDEN),
        17: character_style(SHOWN),
        18: character_style(b""),
    }
    assert hidden(tmp_path / "a.doc", styles, runs={"Tides": own})[0] == text


def test_words_are_hidden_by_a_style_of_characters(tmp_path: Path) -> None:
    styles = {15: paragraph_style(OWN), 17: character_style(b"", 18), 18: character_style(HIDDEN)}
    runs = {"Tides ": struct.pack("<HH", 0x4A30, 17)}
    text, omitted = hidden(tmp_path / "a.doc", styles, runs=runs)
    assert (text, omitted) == ("rise.\n\nPiers", ["hidden text: Tides"])


def test_hidden_paragraph_is_not_counted(tmp_path: Path) -> None:
    tables = lists([SIMPLE], [(0, [])]) | stylesheet(
        {0: paragraph_style(NORMAL), 15: paragraph_style(OWN, 0, b"", HIDDEN)}
    )
    paragraphs = [(text, item(1)) for text in ("Tides", "Reefs", "Piers")]
    assert numbered(tmp_path / "a.doc", tables, *paragraphs, Reefs=15) == ["1. Tides", "2. Piers"]


def test_end_that_separates_two_styles_in_a_line_is_hidden_but_not_its_number(
    tmp_path: Path,
) -> None:
    body = {"Tides.\r": item(1), "They rise.\r": b"", "Piers\r": item(1)}
    separates = struct.pack("<HB", 0x0818, 1)
    for end, text in (
        (HIDDEN + separates, "1. Tides.\n\nThey rise.\n\n2. Piers"),
        (HIDDEN, "Tides.\n\nThey rise.\n\n1. Piers"),
    ):
        path = old_word(
            tmp_path / "a.doc",
            body="".join(body),
            paragraphs=body,
            runs={"Tides.": b"", "Tides.\r": end},
            tables=lists([SIMPLE], [(0, [])]),
        )
        assert extract(path.read_bytes()).text == text


def test_headings_by_the_styles_that_theirs_are_based_on(tmp_path: Path) -> None:
    outline = struct.pack("<HB", 0x2640, 2)
    styles = {
        0: paragraph_style(NORMAL),
        15: paragraph_style(TITLE),
        16: paragraph_style(OWN, 0, outline),
        17: paragraph_style(OWN, 16, struct.pack("<HB", 0x2640, 9)),
        18: paragraph_style(OWN, 15),
    }
    body: Sequence[str] = ("Log\r", "Tides\r", "They rise.\r", "Piers\r", "End\r")
    path = old_word(
        tmp_path / "a.doc",
        body="".join(body),
        styles=dict(zip(body, (15, 16, 17, 18, 0), strict=True)),
        tables=stylesheet(styles),
    )
    found = extract(path.read_bytes())
    assert [(found.text[a:b], depth) for a, b, depth in found.headings] == [
        ("Log", 1),
        ("Tides", 3),
        ("Piers", 1),
    ]
