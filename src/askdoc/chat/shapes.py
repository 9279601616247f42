"""Recognize the structure of a text: headings, list items and table rows.

A document has its text and, if the file marks them, its headings. The rest is recognized in the
text: by Markdown syntax, and by the way the readers of other formats write lists and tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import PurePath
from typing import Literal

from askdoc.cells import cell_spans
from askdoc.split.blocks import is_heading, paragraph_spans
from askdoc.split.sentences import LIST_ITEM
from askdoc.split.tables import table_rows
from askdoc.types import Document

Span = tuple[int, int]
Kind = Literal["", "heading", "item", "row", "code"]

# The extensions of files whose text has structure; plain text is shown as it is.
SHAPED = frozenset(
    ".csv .doc .docx .epub .fb2 .htm .html .md .odp .ods .odt .pdf .ppt .pptx .rtf .tsv .xls "
    ".xlsx".split()
)

_LINE = re.compile(r"[^\n]*\n*")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(?=\S)")  # in Markdown
_UNDERLINE = re.compile(r"(=+|-{3,})[ \t]*")
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_BULLET = re.compile(r"[ \t]*([-*+])[ \t]+")  # is shown as a point
_BYLINE = re.compile(r"(?i:by|von|par|por|di|door)\s+(?=[^\W\d_a-z])")
_STRONG = re.compile(r"\*\*(?=[^\s*])([^*\n]+)(?<=\S)\*\*")
_ALONE = re.compile(r"[ \t]*[-*+•‣▪][ \t]")  # an item even if it is the only one
# More short paragraphs than this in a row are an address or a poem rather than headings.
_MAX_HEADINGS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text with its line end; several lines if they are one row or item.

    level: of a heading, from 1; of an item, its indent in characters
    signs: the characters of syntax, which are not shown
    strong: the parts in bold
    cells: the cells of a row; table: where its table starts; names: whether it is the header row
    """

    start: int
    end: int
    kind: Kind = ""
    level: int = 0
    signs: tuple[Span, ...] = ()
    strong: tuple[Span, ...] = ()
    cells: tuple[Span, ...] = ()
    table: int = 0
    names: bool = False

    def within(self, start: int, end: int) -> Line:
        """The part between two offsets."""

        def cut(spans: tuple[Span, ...]) -> tuple[Span, ...]:
            return tuple((max(s, start), min(e, end)) for s, e in spans if s <= end and e >= start)

        cells = cut(self.cells)
        return replace(
            self,
            kind="" if self.cells and not cells else self.kind,
            start=max(self.start, start),
            end=min(self.end, end),
            signs=cut(self.signs),
            strong=cut(self.strong),
            cells=cells,
        )


def lines(document: Document, start: int, end: int) -> Iterator[Line]:
    """The lines of a document between two offsets, without gaps."""
    text = document.text
    plain = [(m.start(), m.end()) for m in _LINE.finditer(text, start, end) if m[0]]
    ending = PurePath(document.name).suffix.lower()
    if ending not in SHAPED:
        return (Line(*span) for span in plain)
    markdown = ending == ".md"
    known = {line.start: line for line in _tables(text, start, end)}
    if not markdown:
        heads = _headings(document, start, end) if document.headings else _guessed(text, start, end)
        known |= {line.start: line for line in heads if line.start not in known}
    found = _alone_apart(text, _shaped(text, plain, known, markdown))
    return (_with_strong(text, line) for line in found) if markdown else found


def _with_strong(text: str, line: Line) -> Line:
    """The marks of **bold** words are signs, too."""
    if line.kind in ("code", "row"):
        return line
    begins = next((e for s, e in line.signs if s == line.start), line.start)
    found = list(_STRONG.finditer(text, begins, line.end))
    if not found:
        return line
    marks = [span for m in found for span in ((m.start(), m.start(1)), (m.end(1), m.end()))]
    inside = [m.span(1) for m in found]
    return replace(line, signs=tuple(sorted([*line.signs, *marks])), strong=tuple(inside))


def _shaped(
    text: str, plain: Sequence[Span], known: dict[int, Line], markdown: bool
) -> Iterator[Line]:
    """The lines with their structure; the lines of one row or item are joined."""
    rest = iter(range(len(plain)))
    fence = ""
    for at in rest:
        start, end = plain[at]
        line = text[start:end]
        below = text[slice(*plain[at + 1])] if at + 1 < len(plain) and _continues(line) else ""
        if fence or (markdown and _FENCE.match(line)):
            mark = line.strip()[:3] if _FENCE.match(line) else ""
            fence = (mark and not fence and mark) or (fence if mark != fence else "")
            yield Line(start, end, "code")
        elif start in known:
            found = known[start]
            while end < found.end:
                end = plain[next(rest)][1]
            yield replace(found, end=end, signs=(*found.signs, *_line_ends(text, start, end)))
        elif markdown and (head := _HEADING.match(line)):
            signs = ((start, start + head.end()), *_line_ends(text, start, end))
            yield Line(start, end, "heading", len(head[1]), signs)
        elif (
            markdown
            and line.strip()
            and _is_first(text, start)
            and _UNDERLINE.fullmatch(below.rstrip("\r\n"))
        ):
            end = plain[next(rest)][1]
            level = 1 if below[0] == "=" else 2
            yield Line(start, end, "heading", level, ((start + len(line.rstrip()), end),))
        elif item := _item(line):
            while _continues(text[start:end]) and at + 1 < len(plain):
                following = text[slice(*plain[at + 1])]
                if not following[:1].isspace() or LIST_ITEM.match(following):
                    break
                at = next(rest)
                end = plain[at][1]
            bullet = _BULLET.match(line)
            signs = ((start, start + bullet.end()),) if bullet else ()
            yield Line(start, end, "item", item, (*signs, *_line_ends(text, start, end)))
        else:
            yield Line(start, end)


def _item(line: str) -> int:
    """How many characters an item is set in, and one; 0 if the line is none."""
    found = LIST_ITEM.match(line)
    return 1 + len(line) - len(line.lstrip()) if found and line.lstrip()[0] != "—" else 0


def _alone_apart(text: str, found: Iterator[Line]) -> Iterator[Line]:
    """Drop items with a number, letter or dash that have no neighbours."""
    for kind, group in groupby(found, lambda line: line.kind):
        run = list(group)
        if kind == "item" and len(run) == 1 and not _ALONE.match(text, run[0].start):
            run = [Line(run[0].start, run[0].end)]
        yield from run


def _headings(document: Document, start: int, end: int) -> Iterator[Line]:
    """The headings that the file has."""
    for s, e, level in document.headings:
        if start <= s < end:
            yield Line(_line_start(document.text, s, start), min(e, end), "heading", level)


def _guessed(text: str, start: int, end: int) -> Iterator[Line]:
    """Guess headings: paragraphs of one short line that does not end like a sentence."""
    spans = paragraph_spans(text, start, end)

    items = [bool(LIST_ITEM.match(text, *span)) for span in spans]
    # subtle: "1. Scope" is a heading, unless "2. Term" is the paragraph after it
    listed = {
        span
        for span, *near in zip(spans, items, [*items[1:], False], [False, *items], strict=False)
        if near[0] and (near[1] or near[2] or _ALONE.match(text, *span))
    }

    def is_head(span: Span) -> bool:
        is_word = any(map(str.isalpha, text[slice(*span)]))
        is_byline = _BYLINE.match(text, *span)
        return is_word and not is_byline and span not in listed and is_heading(text, *span)

    for head, group in groupby(spans, is_head):
        run = list(group)
        if head and len(run) <= _MAX_HEADINGS and run[-1] != spans[-1]:
            for s, e in run:
                yield Line(_line_start(text, s, start), e, "heading", 2)


def _tables(text: str, start: int, end: int) -> Iterator[Line]:
    for span in paragraph_spans(text, start, end):
        for rows in table_rows(text, *span, "", frozenset()):
            found = [cell_spans(_first_line(text[row.start : row.end])) for row in rows]
            if len(found[0]) < 2:  # a card
                continue
            for row, cells in zip(rows, found, strict=True):
                yield Line(
                    _line_start(text, row.start, start),
                    row.end,
                    "row",
                    cells=tuple((row.start + s, row.start + e) for s, e in cells),
                    table=rows[0].start,
                    names=row is rows[0] and not row.searched,
                )


def _first_line(text: str) -> str:
    return text.splitlines()[0]


def _line_start(text: str, at: int, least: int) -> int:
    return max(text.rfind("\n", 0, at) + 1, least)


def _line_ends(text: str, start: int, end: int) -> tuple[Span, ...]:
    bare = start + len(text[start:end].rstrip())
    return ((bare, end),) if bare < end else ()


def _continues(line: str) -> bool:
    """Whether no blank line follows."""
    return line.count("\n") == 1


def _is_first(text: str, start: int) -> bool:
    """Whether a line is the first of its paragraph."""
    return text[max(0, start - 4) : start].replace("\r", "")[-2:] in ("", "\n\n")
