"""A tree of HTML elements becomes plain text: paragraphs, lists and tables that can be read.

<h1>Floods</h1><p>It <b>rained</b>.</p><ul><li>Ely</li></ul>  ->  "Floods\n\nIt rained.\n\n- Ely"
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from askdoc.load.names import name_of
from askdoc.load.web import mathml
from askdoc.load.web.lists import List, list_of, number_of
from askdoc.load.web.tables import Cell, Table, for_layout, span
from askdoc.types.documents import Omitted

_SKIPPED = frozenset(
    """
    script style template noscript head title nav iframe object embed svg canvas audio video
    button select textarea input dialog rt rp
    """.split()
)
BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details div dl dt fieldset figcaption
    figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td
    tfoot th thead tr ul
    """.split()
)
# Not seen, or seen as a letter that is written otherwise; a word with one in it is not found.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff")) | str.maketrans(
    {"\u2011": "-", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
)
_NOTE = re.compile(r"\d{1,3}|[*†‡§]{1,3}")
_BACK = re.compile(r"[↩↑⤴⏎←^]\N{VARIATION SELECTOR-15}?")
# A line break apart, not a blank line.
_CLOSE = frozenset("li tr td th dt dd thead tbody tfoot".split())
_PAGE = "\0"  # where a page begins, in lines that are being written; no text can hold it
_PAGE_ROLES = frozenset(("pagebreak", "doc-pagebreak"))
# Hidden in a book until their mark is touched.
_NOTE_ROLES = frozenset(
    "footnote endnote rearnote note doc-footnote doc-endnote footnotes endnotes rearnotes".split()
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a tree says.

    pages: (place in `text`, what it calls itself) of each mark of a page
    omitted: what is hidden in it
    """

    text: str
    pages: tuple[tuple[int, str], ...] = ()
    omitted: tuple[Omitted, ...] = ()


def text_of(root: etree._Element) -> str:
    """What a tree says, without pages and what is hidden."""
    return read(root).text


def read(root: etree._Element) -> Reading:
    """Never recursive, so that a deep tree is no danger."""
    writer = _Writer(for_layout(root))
    omitted: list[Omitted] = []
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, ("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if skipped is None and element is not root:
                writer.write(element.tail)
        elif skipped is None and event == "start":
            if _is_skipped(element):
                skipped = element
            else:
                writer.open(element)
                writer.write(element.text)
        elif event == "end" and (skipped is None or skipped is element):
            if skipped is None:
                writer.close(element)
            else:
                _instead(element, writer, omitted)
            skipped = None
            if element is not root:
                writer.write(element.tail)
    return writer.reading(tuple(omitted))


def _instead(element: etree._Element, writer: _Writer, omitted: list[Omitted]) -> None:
    """What is written for an element that is not read word by word."""
    name = name_of(element)
    if name == "math":
        writer.write(mathml.words_of(element))
    elif _is_page(element):
        writer.write_page(_page_name(element))
    elif name == "a" and _is_note(element):
        writer.write_note(_inner(element))
    elif name not in _SKIPPED and is_hidden(element):
        formulas = [e for e in element.iter() if name_of(e) == "math"]
        if formulas:  # a picture of it is shown
            writer.write(" ".join(map(mathml.words_of, formulas)))
        elif text := " ".join("".join(element.itertext()).split()):
            omitted.append(Omitted("hidden text", text))


def _is_skipped(element: etree._Element) -> bool:
    name = name_of(element)
    if name in _SKIPPED or name == "math" or _is_page(element):
        return True
    if name == "div" and element.get("title") in ("header", "footer"):
        return True  # LibreOffice's running heads
    if is_hidden(element):
        return True
    return name == "a" and (_is_note(element) or _leads_back(element))


def is_hidden(element: etree._Element) -> bool:
    """Whether a reader never sees it, as far as it says itself."""
    style = (element.get("style") or "").replace(" ", "").lower()
    hides = element.get("hidden") is not None or "display:none" in style
    return hides and not roles(element) & _NOTE_ROLES


def roles(element: etree._Element) -> set[str]:
    """What it is for, as epub:type and role say."""
    return {
        role
        for key, value in element.items()
        if key in ("role", "type", "epub:type") or key.endswith("ops}type")
        for role in value.lower().split()
    }


def _is_page(element: etree._Element) -> bool:
    return bool(roles(element) & _PAGE_ROLES)


def _page_name(element: etree._Element) -> str:
    """ "12" of <span epub:type="pagebreak" id="p12">12</span>, or of its label."""
    label = element.get("title") or element.get("aria-label") or _inner(element)
    return " ".join(label.split()).strip(". ") or re.sub(
        r"^[a-z]+[-_.]?(?=[\divxlc]+$)", "", element.get("id") or "", flags=re.IGNORECASE
    )


def _is_note(link: etree._Element) -> bool:
    """Whether it is the mark of a note, such as a small 1, which is not to stick to its word."""
    return "#" in (link.get("href") or "") and bool(_NOTE.fullmatch(_inner(link)))


def _leads_back(link: etree._Element) -> bool:
    """Whether it is the arrow from a note to its place."""
    return "#" in (link.get("href") or "") and bool(_BACK.fullmatch(_inner(link)))


def _inner(link: etree._Element) -> str:
    # subtle: a link that was never closed may hold the whole page, again and again
    return "" if len(link) > 2 else "".join(link.itertext()).strip()


@dataclass
class _Writer:
    """Gathers words into lines; a block starts when words come after its break."""

    layout: set[etree._Element]  # tables that are read as prose
    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    blank: bool = True  # the next line stands apart from the one before
    mark: str = ""  # what the next line starts with
    lists: list[List] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)  # the open ones that are data
    pages: list[str] = field(default_factory=list)
    pre: int = 0

    def open(self, element: etree._Element) -> None:
        name = name_of(element)
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
        self.words += ["“"] * (name == "q")  # as browsers show it
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

    def close(self, element: etree._Element) -> None:
        name = name_of(element)
        self.words += ["”"] * (name == "q")
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
            columns, rows = span(element.get("colspan")), span(element.get("rowspan"))
            table.row.append(Cell(self._cell(), columns, rows, name == "th"))
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

    def _cell(self) -> str:
        text = " ".join("".join(self.words).translate(_UNSEEN).split())
        self.words.clear()
        return text

    def write(self, text: str | None) -> None:
        if text:
            text = text.replace(_PAGE, "")
            self.words.append(text if self.pre else re.sub(r"[ \t\r\n\f]+", " ", text))

    def write_note(self, mark: str) -> None:
        """1 -> [1], which does not stick to its word."""
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
        if (own := element.get("mark")) is not None:  # of Word, which counts by itself
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
        text = "".join(self.words).translate(_UNSEEN)
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
