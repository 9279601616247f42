"""Word documents up to 2003 are read as a reader of the document sees them."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from old_word import DELETED, HIDDEN, IN_TABLE, ROW, entries, inner, old_word, row

from askdoc.load.extract import Refusal
from askdoc.load.word.old import extract


def text_of(path: Path) -> str:
    return extract(path.read_bytes()).text


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ('See \x13 HYPERLINK "http://a.org" \\o "Tip" \x14our page\x15.', "See our page."),
        ("Tides\t\x13 RENVOIPAGE _Toc5 \\h \x147\x15", "Tides 7"),
        ("\x13 TOC \\o \x14Tides \x13 PAGEREF _T \x147\x15\rPiers\x15", "Tides 7\n\nPiers"),
        ('\x13 IF \x13 MERGEFIELD a \x14x\x15 = "x" "b" \x14Dear Ana\x15,', "Dear Ana,"),
        ('Tide\x13 XE "Tide" \x15s rise.', "Tides rise."),
        ("\x13 MACROBUTTON None Click here\x15", "Click here"),
        ('\x13 SYMBOL 98 \\f "Symbol" \\s 10\x15-rays', "β-rays"),
        ("\x13 EQ \\* jc2 \\o\\ad(\\s\\up 9(とう),塔)\x15へ", "塔へ"),
        ("The HYPERLINK and the TOC of a page", "The HYPERLINK and the TOC of a page"),
        ("It \x13 began", "It began"),
        (
            "a pic\x01ture, non\x1ebreaking, soft\x1fly,\x0bon",
            "a picture, non-breaking, softly,\non",
        ),
        ("One page.\x0cThe next.", "One page.\n\nThe next."),
        ("𐌲𐌿 and 😀 are one letter each", "𐌲𐌿 and 😀 are one letter each"),
    ],
)
def test_only_what_is_seen_is_text(tmp_path: Path, written: str, seen: str) -> None:
    assert text_of(old_word(tmp_path / "a.doc", body=written + "\r")) == seen


def test_hidden_and_deleted_text_are_named(tmp_path: Path) -> None:
    body = "The pier opens in May June.\rNote to self.\rIt is long.\r"
    runs = {"May ": DELETED, "Note to self.\r": HIDDEN}
    found = extract(old_word(tmp_path / "a.doc", body=body, runs=runs).read_bytes())
    assert found.text == "The pier opens in June.\n\nIt is long."
    assert [(one.kind, one.text) for one in found.omitted] == [
        ("deleted text", "May"),
        ("hidden text", "Note to self."),
    ]


def test_text_box_is_read_where_it_is_anchored(tmp_path: Path) -> None:
    body, box = "😀 Open\x08 daily.\rDogs pay.\r", "Closed on Monday.\r"
    shape = struct.pack("<I", 1026)
    boxes = entries((0, len(box), len(box) + 1), [bytes(14) + shape + bytes(4), bytes(22)])
    anchors = entries((7, 30), [shape + bytes(22)])
    for tables, text in (
        ({40: anchors, 56: boxes}, "😀 Open daily.\n\nClosed on Monday.\n\nDogs pay."),
        ({56: boxes}, "😀 Open daily.\n\nDogs pay.\n\nClosed on Monday."),
    ):
        path = old_word(tmp_path / "a.doc", body=body, boxes=box + "\r", tables=tables)
        assert text_of(path) == text


def test_notes_comments_and_running_heads(tmp_path: Path) -> None:
    path = old_word(
        tmp_path / "a.doc",
        body="It sank\x02 in May* and rose\x02.\r",
        notes="\x02 Said Obi.\r* Or June.\r",
        end_notes="\x02 In 1931.\r",
        heads="The log\r",
        comments="\x05Sure?\r",
        tables={
            2: entries((7, 15, 30), [b"\1\0", b"\0\0"]),
            3: entries((0, 12, 23, 24)),
            5: entries((0, 7, 8)),
            11: entries((0, 8, 9)),
            46: entries((25, 30), [b"\1\0"]),
            47: entries((0, 11, 12)),
        },
    )
    found = extract(path.read_bytes())
    assert found.text == (
        "It sank[1] in May* and rose[i].\n\n1. Said Obi.\n* Or June.\ni. In 1931."
    )
    assert [(one.kind, one.text) for one in found.omitted] == [
        ("comment", "Sure?"),
        ("running head", "The log"),
    ]


def test_rows_of_tables(tmp_path: Path) -> None:
    body = "Fare\x07Price\x07\x07Adult\x0714\x07\x07\x07none\x07\x07Dogs pay.\r"
    cells = dict.fromkeys(("Fare\x07", "Price\x07", "Adult\x07", "14\x07", "none\x07"), IN_TABLE)
    # the third row begins with an empty cell, which ends as a row does
    body = body.replace("\x07\x07\x07none", "\x07\x07 \x07none")
    path = old_word(tmp_path / "a.doc", body=body, paragraphs={**cells, "\x07": ROW})
    assert text_of(path) == "Fare | Price\nAdult | 14\n| none\n\nDogs pay."


def test_cell_merged_vertically_is_repeated_in_each_row(tmp_path: Path) -> None:
    body = "Adult\x07day\x0714\x07\x07 \x07week\x0750\x07\x07\r"
    path = old_word(tmp_path / "a.doc", body=body, paragraphs={"\x07": row(3, 0, 0)})
    assert text_of(path) == "Adult | day | 14\n| week | 50"
    merged = dict(zip(("14\x07\x07", "50\x07\x07"), (row(3, 0, 0), row(1, 0, 0)), strict=True))
    body = body.replace("14\x07\x07", "14\x07a\x07").replace("50\x07\x07", "50\x07b\x07")
    path = old_word(
        tmp_path / "b.doc",
        body=body,
        paragraphs={"a\x07": merged["14\x07\x07"], "b\x07": merged["50\x07\x07"]},
    )
    assert text_of(path) == "Adult | day | 14\nAdult | week | 50"


def test_table_in_a_cell(tmp_path: Path) -> None:
    body = "Harbours\x07Ely\r9\r\rend\x07\x07\r"
    path = old_word(
        tmp_path / "a.doc",
        body=body,
        paragraphs={"Ely\r": inner(2), "9\r": inner(2), "\r": inner(2, row=True), "\x07": ROW},
    )
    assert text_of(path) == "Harbours\n\nEly | 9\n\nend"


def test_headings_by_their_styles(tmp_path: Path) -> None:
    styles = {"The pier\r": 1, "Fares\r": 2}
    path = old_word(tmp_path / "a.doc", body="The pier\rIt opens.\rFares\r", styles=styles)
    found = extract(path.read_bytes())
    assert found.title == "The pier"
    assert found.headings == ((0, 8, 1), (21, 26, 2))


def test_symbols_of_fonts(tmp_path: Path) -> None:
    names = [
        bytes([39 + 2 * len(name) + 2]) + bytes(39) + f"{name}\0".encode("utf-16-le")
        for name in ("Times", "Symbol", "Wingdings")
    ]
    fonts = struct.pack("<2H", 3, 0) + b"".join(names)
    signs = {
        "(": struct.pack("<HHH", 0x6A09, 1, 0xF062),
        "\uf0fc": struct.pack("<HH", 0x4A4F, 2),
        "?": struct.pack("<HHH", 0x6A09, 2, 0xF097),
    }
    path = old_word(tmp_path / "a.doc", body="(-rays \uf0fc?\r", runs=signs, tables={15: fonts})
    found = extract(path.read_bytes())
    assert found.text == "β-rays ✓?"
    assert [str(one) for one in found.omitted] == ["symbol F097 of Wingdings"]


def form(kind: int, value: int, choices: tuple[str, ...] = ()) -> bytes:
    """The data of a field of a form; value 25: its default, which is 1."""
    coded = [struct.pack("<H", len(one)) + one.encode("utf-16-le") for one in choices]
    listed = struct.pack("<3H", 0xFFFF, len(choices), 0) + b"".join(coded)
    field = struct.pack("<iHHHHHH", -1, kind | value << 2, 0, 20, 0, 0, 1) + bytes(20) + listed
    return struct.pack("<IH62x", 68 + len(field), 68) + field


@pytest.mark.parametrize(
    ("field", "seen"),
    [
        (form(1, 0), "☐ Yes"),
        (form(1, 1), "☒ Yes"),
        (form(1, 25), "☒ Yes"),
        (form(2, 0, ("Ely", "Ware")), "Ely Yes"),
        (form(2, 25, ("Ely", "Ware")), "Ware Yes"),
        (form(2, 9, ("Ely", "Ware")), "Yes"),
        (form(0, 1), "Yes"),
        (form(1, 1)[:70], "Yes"),
    ],
)
def test_fields_of_forms(tmp_path: Path, field: bytes, seen: str) -> None:
    path = old_word(
        tmp_path / "a.doc",
        body="\x13 FORMCHECKBOX \x01\x14\x15 Yes\r",
        runs={"\x01": struct.pack("<HI", 0x6A03, 0)},
        data=field,
    )
    assert text_of(path) == seen


def test_mark_of_a_note_is_no_field_of_a_form(tmp_path: Path) -> None:
    # LibreOffice gives it the property that says where the data of a field is
    data = struct.pack("<HI", 0x6A03, 0)
    path = old_word(
        tmp_path / "a.doc",
        body="It sank\x02.\r",
        notes="\x02 Said Obi.\r",
        runs={"\x02": data},
        data=form(1, 1),
        tables={2: entries((7, 9), [b"\1\0"]), 3: entries((0, 12, 13))},
    )
    assert text_of(path) == "It sank[1].\n\n1. Said Obi."


def test_encrypted_and_damaged_documents_are_refused(tmp_path: Path) -> None:
    good = old_word(tmp_path / "a.doc", body="It rained.\r").read_bytes()
    path = old_word(tmp_path / "b.doc", body="It rained.\r", flags=0x100)
    with pytest.raises(Refusal, match="it is encrypted; save a copy without a password"):
        extract(path.read_bytes())
    with pytest.raises(Refusal, match="its format is unknown"):
        extract(good.replace(b"\xec\xa5\xc1\0", b"\xdc\xa5\x65\0"))
    piece = entries((0, 11), [struct.pack("<HIH", 0, 1024, 0)])
    longer = entries((0, 1 << 30), [struct.pack("<HIH", 0, 1024, 0)])
    with pytest.raises(Refusal, match=r"it seems damaged \(ValueError\)"):
        extract(good.replace(piece, longer))
