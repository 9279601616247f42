"""Tables become lines in which columns keep their places."""

from __future__ import annotations

import pytest
from lxml import html
from test_word_numbers import packed

from askdoc.load.web.markup import text_of
from askdoc.load.word.reader import extract


def read(table: str) -> str:
    return text_of(html.document_fromstring(f"<body>{table}</body>"))


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ("<tr><td>a<td>b<td>c<tr><td>d<td><td>f", "a | b | c\nd |  | f"),
        ("<tr><td>a<td>b<tr><td><td>d", "a | b\n| d"),
        ("<tr><td rowspan=2>a<td>b<tr><td>c", "a | b\na | c"),
        ("<tr><th>k<th colspan=2>l<tr><td>1<td>2<td>3", "k | l | l\n1 | 2 | 3"),
        ("<tr><td>1<td>2<td>3<tr><td colspan=3>all", "1 | 2 | 3\nall |  |"),
        ("<tr><td>a<td><td>b<tr><td>c<td><td>d", "a | b\nc | d"),  # a column of blanks
        ("<tbody><tr><td>1<td>2</tr></tbody><thead><tr><th>a<th>b", "a | b\n1 | 2"),
        ("<tr><td>one<br>line<td><p>b</p>", "one line | b"),
        ("<caption>Fares</caption><tr><td>a<td>b", "Fares\n\na | b"),
        ("<tr><td>a<td>b<tr><td><td>", "a | b"),
        ("<tr><td>a <td>b\u00adc<tr><td><i>d</i><td>e<!-- x --> f", "a | bc\nd | e f"),
        ("<tr><td colspan=x>a<td rowspan=-1>b", "a | b"),
    ],
)
def test_rows(rows: str, lines: str) -> None:
    assert read(f"<p>x</p><table>{rows}</table>y") == f"x\n\n{lines}\n\ny"


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ("<tr><td>a<tr><td>b", "a\nb"),
        ("<tr><td><h2>a</h2><td>b", "a\n\nb"),
        ("<tr><td><p>a</p><p>b</p><td>c", "a\n\nb\n\nc"),
        ("<tr><td><table><tr><td>1<td>2</table><td>c", "1 | 2\n\nc"),
    ],
)
def test_tables_that_only_place_things_are_prose(rows: str, text: str) -> None:
    assert read(f"<table>{rows}</table>") == text


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def test_word_table_with_merged_cells() -> None:
    down = '<w:vMerge w:val="restart"/>'
    rows = (
        "<w:tr><w:trPr><w:tblHeader/></w:trPr>"
        + cell("Year")
        + cell("Cost", '<w:gridSpan w:val="2"/>')
        + "</w:tr><w:tr>"
        + cell("1999", down)
        + cell("")
        + cell("3")
        + "</w:tr><w:tr>"
        + cell("", "<w:vMerge/>")
        + cell("2")
        + cell("4")
        + "</w:tr>"
    )
    assert extract(packed(document=f"<w:tbl>{rows}</w:tbl>")).text == (
        "Year | Cost | Cost\n1999 |  | 3\n1999 | 2 | 4"
    )
