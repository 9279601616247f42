"""Write HTML elements as lines of plain text: paragraphs, lists and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from askdoc.load.names import name_of
from askdoc.load.web.lists import List, list_of, number_of
from askdoc.load.web.tables import Cell, Table, span
from askdoc.types.documents import Omitted

BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details div dl dt fieldset figcaption
    figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td
    tfoot th thead tr ul
    """.split()
)
# Invisible characters, and ligatures: a search would not find a word that contains one.
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff")) | str.maketrans(
    {"\u2011": "-", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
)
# Separated by a line break rather than a blank line.
_CLOSE = frozenset("li tr td th dt dd thead tbody tfoot".split())
_SPACES = re.compile(r"[ \t\r\n\f]+")
_PAGE = "\0"  # marks the start of a page in unfinished lines; no text contains it


def one_line(text: str) -> str:
    """The text of a cell, without invisible characters."""
    return " ".join((text if text.isascii() else text.translate(UNSEEN)).split())


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a tree of elements.

    pages: (offset in `text`, label) of the start of each page
    omitted: its hidden parts
    """

    text: str
    pages: tuple[tuple[int, str], ...] = ()
    omitted: tuple[Omitted, ...] = ()


@dataclass
class Writer:
    """Collects words into lines. A block starts at its first word."""

    layout: set[etree._Element]  # tables that are read as prose
    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    blank: bool = True  # a blank line precedes the next line
    mark: str = ""  # what the next line starts with
    lists: list[List] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)  # the open tables that contain data
    pages: list[str] = field(default_factory=list)
    pre: int = 0

    def open(self, element: etree._Element, name: str) -> None:
        if name == "table" and element not in self.layout:
            self._break(blank=True)
            self.tables.append(Table())
        elif self.tables:
            self._open_in_table(element, name)
        elif name == "br":
            self.words.append("\n")
        elif name in BLOCKS:
            self._break(blank=name not in _CLOSE and not (self.lists and name in ("ul", "ol", "p")))
        self.pre += name == "pre"
        if name == "q":
            self.words.append("“")  # as browsers show it
        if name in ("ul", "ol"):
            self.lists.append(list_of(element))
        elif name == "li":
            self._mark_item(element)

    def _open_in_table(self, element: etree._Element, name: str) -> None:
        table = self.tables[-1]
        if name == "tr":
            self.words.clear()
            section = name_of(element.getparent())
            rows = {"thead": table.heads, "tfoot": table.last}.get(section, table.rows)
            rows.append([])
            table.row = rows[-1]
        elif name == "br" or name in BLOCKS:
            self.words.append(" ")

    def close(self, element: etree._Element, name: str) -> None:
        if name == "q":
            self.words.append("”")
        if self.tables:
            self._close_in_table(element, name)
        elif name in BLOCKS:
            self._break(blank=name not in _CLOSE and not (self.lists and name == "p"))
        self.pre -= name == "pre"
        if name in ("ul", "ol") and self.lists:
            self.lists.pop()
            self.blank = not self.lists
        elif name == "li":
            self.mark = ""

    def _close_in_table(self, element: etree._Element, name: str) -> None:
        table = self.tables[-1]
        if name in ("td", "th"):
            self._end_cell(element, self._cell(), name == "th")
        elif name == "caption":
            table.caption = self._cell()
        elif name == "table":
            self.tables.pop()
            for lines in ([table.caption] if table.caption else [], table.lines()):
                for line in lines:
                    self._line(line)
                self.blank = True
        elif name in BLOCKS:
            self.words.append(" ")

    @property
    def in_table(self) -> bool:
        """Whether a table of data is open."""
        return bool(self.tables) and not self.pre

    def write_cells(self, cells: list[etree._Element]) -> None:
        """Write cells with text only."""
        for cell in cells:
            self._end_cell(cell, one_line(cell.text or ""), cell.tag == "th")

    def _end_cell(self, element: etree._Element, text: str, heads: bool) -> None:
        columns, rows = 1, 1
        if element.keys():
            columns, rows = span(element.get("colspan")), span(element.get("rowspan"))
        self.tables[-1].row.append(Cell(text, columns, rows, heads))

    def _cell(self) -> str:
        text = "".join(self.words)
        self.words.clear()
        return one_line(text)

    def write(self, text: str | None) -> None:
        if text:
            text = text.replace(_PAGE, "")
            self.words.append(text if self.pre else _SPACES.sub(" ", text))

    def write_note(self, mark: str) -> None:
        """1 -> [1], separate from the previous word."""
        self.words.append(f"[{mark}]")

    def write_page(self, name: str) -> None:
        self.pages.append(name)
        self.words.append(_PAGE)

    def reading(self, omitted: tuple[Omitted, ...]) -> Reading:
        self._break(blank=True)
        pieces = "\n".join(self.lines).strip("\n").split(_PAGE)
        text, starts = pieces[0], []
        for piece in pieces[1:]:
            if not text or text[-1].isspace():
                piece = piece.lstrip(" ")
            starts.append(len(text))
            text += piece
        return Reading(text, tuple(zip(starts, self.pages, strict=False)), omitted)

    def _mark_item(self, element: etree._Element) -> None:
        if (own := element.get("mark")) is not None:  # of Word, whose numbers are computed
            self.mark = own
            return
        if not self.lists:
            self.mark = "- "
            return
        of = self.lists[-1]
        if of.next is None:
            mark = "- "
        else:
            of.next = number_of(element.get("value"), of.next)
            mark = f"{of.numeral(of.next)}. "
            of.next += of.step
        self.mark = "  " * (len(self.lists) - 1) + mark * of.marked

    def _break(self, blank: bool) -> None:
        """End the line that is being written, if any."""
        text = "".join(self.words).translate(UNSEEN)
        self.words.clear()
        if not self.pre:
            text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
        if text := text.strip() if not self.pre else text.strip("\n"):
            if not text.strip(f"{_PAGE} \n"):
                self.words = [_PAGE * text.count(_PAGE)]  # it belongs to what comes next
                self.blank = self.blank or blank
                return
            # a note starts with its mark
            self._line(re.sub(r"^(\[\d+\])(?=\w)", r"\1 ", text))
        self.blank = self.blank or blank

    def _line(self, text: str) -> None:
        if self.blank and self.lines:
            self.lines.append("")
        self.lines.append(self.mark + text)
        self.mark, self.blank = "", False
