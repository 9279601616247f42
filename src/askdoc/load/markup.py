"""A tree of HTML elements becomes plain text: paragraphs, lists and tables that can be read.

<h1>Floods</h1><p>It <b>rained</b>.</p><ul><li>Ely</li></ul>  ->  "Floods\n\nIt rained.\n\n- Ely"
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

_SKIPPED = frozenset(
    """
    script style template noscript head title nav iframe object embed svg math canvas audio video
    button select textarea input dialog rt rp
    """.split()
)
_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details div dl dt fieldset figcaption
    figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td
    tfoot th thead tr ul
    """.split()
)
# Not seen, or seen as a letter that is written otherwise; a word with one in it is not found.
_UNSEEN = dict.fromkeys(map(ord, "\0\u00ad\u200b\u2060\ufeff")) | str.maketrans(
    {"\u2011": "-", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
)
_NOTE = re.compile(r"\d{1,3}|[*†‡§]{1,3}")
_BACK = re.compile(r"[↩↑⤴⏎←^]\N{VARIATION SELECTOR-15}?")
_CLOSE = frozenset("li tr dt dd thead tbody tfoot".split())  # a line break apart, not a blank line


def name_of(element: etree._Element) -> str:
    """The element's name without a namespace, small; "" for a comment or the like."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def text_of(root: etree._Element) -> str:
    """Never recursive, so that a deep tree is no danger."""
    writer = _Writer()
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
            elif name_of(element) == "a" and _is_note(element):
                writer.write_note(_inner(element))
            skipped = None
            if element is not root:
                writer.write(element.tail)
    return writer.text()


def _is_skipped(element: etree._Element) -> bool:
    if name_of(element) in _SKIPPED or element.get("hidden") is not None:
        return True
    if name_of(element) == "div" and element.get("title") in ("header", "footer"):
        return True  # LibreOffice's running heads
    if "display:none" in (element.get("style") or "").replace(" ", ""):
        return True
    return name_of(element) == "a" and (_is_note(element) or _leads_back(element))


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

    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    blank: bool = True  # the next line stands apart from the one before
    mark: str = ""  # what the next line starts with
    lists: list[int | None] = field(default_factory=list)  # the last number, None for bullets
    rows: list[list[str]] = field(default_factory=list)  # the cells so far of each open row
    pre: int = 0

    def open(self, element: etree._Element) -> None:
        name = name_of(element)
        if name == "br":
            self.words.append("\n")
        elif name in _BLOCKS and not self.rows:
            self._break(blank=name not in _CLOSE and not (self.lists and name in ("ul", "ol", "p")))
        elif name in _BLOCKS:
            self.words.append(" ")
        self.pre += name == "pre"
        if name in ("ul", "ol"):
            self.lists.append(None if name == "ul" else _number(element.get("start")) - 1)
        elif name == "li":
            self._mark_item()
        elif name == "tr":
            self.rows.append([])

    def close(self, element: etree._Element) -> None:
        name = name_of(element)
        if name in ("td", "th") and self.rows:
            self.rows[-1].append(" ".join("".join(self.words).split()))
            self.words.clear()
        elif name == "tr" and self.rows:
            self.words.append(" | ".join(cell for cell in self.rows.pop() if cell))
            if not self.rows:
                self._break(blank=False)
        elif self.rows and name in _BLOCKS:
            self.words.append(" ")
        elif name in _BLOCKS:
            self._break(blank=name not in _CLOSE and not (self.lists and name == "p"))
        self.pre -= name == "pre"
        if name in ("ul", "ol") and self.lists:
            self.lists.pop()
            self.blank = not self.lists
        elif name == "li":
            self.mark = ""

    def write(self, text: str | None) -> None:
        if text:
            self.words.append(text if self.pre else re.sub(r"[ \t\r\n\f]+", " ", text))

    def write_note(self, mark: str) -> None:
        """1 -> [1], as mammoth writes it."""
        self.words.append(f"[{mark}]")

    def text(self) -> str:
        self._break(blank=True)
        return "\n".join(self.lines).strip("\n")

    def _mark_item(self) -> None:
        if self.lists and (last := self.lists[-1]) is not None:
            self.lists[-1] = last + 1
            self.mark = f"{last + 1}. "
        else:
            self.mark = "- "
        self.mark = "  " * (len(self.lists) - 1) + self.mark

    def _break(self, blank: bool) -> None:
        """End the line that is being written, if any."""
        text = "".join(self.words).translate(_UNSEEN)
        self.words.clear()
        if not self.pre:
            text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
        if text := text.strip() if not self.pre else text.strip("\n"):
            text = re.sub(r"^(\[\d+\])(?=\w)", r"\1 ", text)  # a note starts with its mark
            if self.blank and self.lines:
                self.lines.append("")
            self.lines.append(self.mark + text)
            self.mark, self.blank = "", False
        self.blank = self.blank or blank


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else 1
