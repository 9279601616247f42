"""Render the article or a passage as HTML, with headings, lists, tables and marks.

The HTML contains every character of the text; syntax such as the bars of a table is hidden.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from askdoc import show
from askdoc.chat import shapes
from askdoc.chat.shapes import Line
from askdoc.messages import tr
from askdoc.types import Answer, Document

# start, end, class
Mark = tuple[int, int, str]

# The indent of an item for each list around it, in characters.
_INDENT = 2
_DEEPEST = 6

# How many characters around a passage are used to recognize the structure of its lines.
_AROUND = 2_000


def as_html(
    document: Document, start: int, end: int, marks: Sequence[Mark], stops: Sequence[int]
) -> str:
    """The text from start to end. Its text content is exactly that of the document.

    marks: the spans to mark, with their classes; stops: offsets to step to
    """
    lines = list(shapes.lines(document, start, end))
    body = _Body(document, marks, stops)
    tags = _heading_tags(lines)
    return body.html(
        lines,
        heading=lambda line: body.line(line, next(tags)),
        plain=lambda run: "".join(map(body.line, run)),
    )


def passage_html(answer: Answer) -> str:
    """A passage in the conversation. Its text content is exactly that of the passage."""
    around = _lines_around(answer)
    lines = [
        line.within(answer.start, answer.end)
        for line in around
        if line.start < answer.end and line.end > answer.start
    ]
    if not any(line.kind or line.signs for line in lines):
        return show.passage_html(answer)
    marks = [
        (s.start, s.end, "sentence" if s == answer.sentence else "also") for s in answer.sentences
    ]
    marks += [(*answer.cell, "cell")] if answer.cell else []
    body = _Body(answer.document, marks, (), paged=False)
    # where the row with the names of the columns is not quoted, each cell is given its own
    heads = [line for line in around if line.names and line not in lines]
    body.columns = {head.table: [body.text[slice(*cell)] for cell in head.cells] for head in heads}
    inside = body.html(lines, heading=lambda line: body.line(line, "strong"), plain=body.words)
    return show.blockquote(answer, inside)


def _lines_around(answer: Answer) -> list[Line]:
    """The lines of a passage, recognized with the text around it."""
    text = answer.document.text
    start = text.rfind("\n\n", 0, max(0, answer.start - _AROUND)) + 2
    start = start if start > 1 else max(0, answer.start - 2 * _AROUND)
    return list(shapes.lines(answer.document, start, min(len(text), answer.end + _AROUND)))


def _heading_tags(lines: Sequence[Line]) -> Iterator[str]:
    """The HTML elements of the headings: "h2", "h3" ..."""
    levels = sorted({line.level for line in lines if line.kind == "heading"})
    last = 1
    for line in lines:
        if line.kind == "heading":
            # subtle: no level is skipped on the way down, though the text may skip one
            last = min(2 + levels.index(line.level), last + 1, 6)
            yield f"h{last}"


class _Body:
    """The lines of a document as HTML."""

    def __init__(
        self,
        document: Document,
        marks: Sequence[Mark],
        stops: Sequence[int],
        paged: bool = True,
    ) -> None:
        self.document, self.text, self.stops = document, document.text, sorted(stops)
        self.paged = paged
        self.marks = sorted(marks, key=lambda mark: mark[:2])
        self.here: list[Mark] = []
        self.columns: dict[int, list[str]] = {}  # of a table whose first row is not shown
        self.title = document.title.strip()
        self.pages = 0  # that have begun

    def html(
        self,
        lines: Sequence[Line],
        heading: Callable[[Line], str],
        plain: Callable[[Sequence[Line]], str],
    ) -> str:
        """The lines; consecutive ones of one list or table, on one page, are together.

        heading, plain: render a heading, and lines that are no heading, list or table
        """
        parts: list[str] = []
        for (kind, _, _), group in itertools.groupby(lines, self._together):
            run = list(group)
            if kind == "row":
                parts.append(self._table(run))
            elif kind == "item":
                parts.append(self._items(run))
            elif kind == "heading":
                parts += map(heading, run)
            else:
                parts.append(plain(run))
        return "".join(parts)

    def _together(self, line: Line) -> tuple[str, int, int]:
        """What the lines of one group have in common: kind, table and page."""
        self.pages += bool(self._page(line.start, line.end))
        return line.kind, line.table, self.pages

    def words(self, run: Sequence[Line]) -> str:
        """Lines without structure, together, as a sentence may go over several."""
        signs = tuple(span for line in run for span in line.signs)
        strong = tuple(span for line in run for span in line.strong)
        line = Line(run[0].start, run[-1].end, signs=signs, strong=strong)
        self._kinds(line)
        return self._within(line.start, line.end, line.signs)

    def line(self, line: Line, tag: str = "div") -> str:
        kinds = self._kinds(line)
        words = self.text[line.start : line.end].strip()
        if self.title and words:
            if words.strip("# ") == self.title or (tag != "div" and self._bare(line) == self.title):
                kinds += " headline"
            self.title = ""
        elif not words:
            kinds += " blank"
        kinds += " code" * (line.kind == "code")
        begins = self._page(line.start, line.end)
        inner = self._within(line.start, line.end, line.signs)
        return f'<{tag} class="line{kinds}"{begins}{self._stop(line)}>{inner}</{tag}>'

    def _items(self, run: Sequence[Line]) -> str:
        """A list; numbers and letters stay as they are written."""
        least = min(line.level for line in run)
        rows = []
        for line in run:
            depth = min((line.level - least) // _INDENT, _DEEPEST)
            signs = line.signs and line.signs[0][0] == line.start
            point = ' data-point="1"' if signs else ""
            kinds = self._kinds(line)
            rows.append(
                f'<li class="line{kinds}" style="--depth:{depth}"{point}'
                f"{self._stop(line)}>{self._within(line.start, line.end, line.signs)}</li>"
            )
        self.title = ""
        begins = self._page(run[0].start, run[-1].end)
        return f'<ul role="list" class="list"{begins}>{"".join(rows)}</ul>'

    def _table(self, run: Sequence[Line]) -> str:
        """A table, which scrolls if it is wider than the pane."""
        self.title = ""
        head = "".join(self._row(line) for line in run[:1] if line.names)
        rows = "".join(self._row(line) for line in run if not line.names)
        begins = self._page(run[0].start, run[-1].end)
        head = f"<thead>{head}</thead>" if head else ""
        return (
            f'<div class="table" role="group" tabindex="0" aria-label="{tr("Table")}"{begins}>'
            f"<table>{head}<tbody>{rows}</tbody></table></div>"
        )

    def _row(self, line: Line) -> str:
        ends = [start for start, _ in line.cells[1:]]
        kinds, cells, at = self._kinds(line), [], line.start
        names = self.columns.get(line.table, [])
        names = names if len(names) == len(line.cells) else [""] * len(line.cells)
        for (start, end), until, name in zip(line.cells, [*ends, line.end], names, strict=True):
            tag = 'th scope="col"' if line.names else "td"
            is_cell = any(kind == "cell" and s == start < e for s, e, kind in self.here)
            kind = ' class="cell"' if is_cell else ""
            stop = self._first_stop(at, start + 1)
            if stop is None and self._first_stop(start + 1, end) is None:
                stop = self._first_stop(end, until)
            found = f' data-stop="{stop}"' if stop is not None else ""
            found += f' data-column="{show.escape(name)}"' if name else ""
            inner = self._within(at, until, ((at, start), (end, until)), stop)
            cells.append(f"<{tag}{kind}{found}>{inner}</{tag[:2]}>")
            at = until
        return f'<tr class="line{kinds}">{"".join(cells)}</tr>'

    def _page(self, start: int, end: int) -> str:
        """The label of the page that begins between two offsets, if any and if it is shown."""
        pages = self.document.pages if self.paged else ()
        first = bisect_left(pages, start)
        if first == len(pages) or pages[first] >= end:
            return ""
        last = pages[bisect_left(pages, end) - 1]
        return f' data-page="{show.escape(self.document.page_name_at(last) or "")}"'

    def _kinds(self, line: Line) -> str:
        """The classes of a line; its marks are used for its pieces."""
        self.here = [mark for mark in self.marks if mark[0] < line.end and mark[1] > line.start]
        kinds = dict.fromkeys(k for _, _, kind in self.here for k in kind.split())
        self.here += [(s, e, "strong") for s, e in line.strong]
        return "".join(f" {kind}" for kind in kinds if kind not in ("mention", "cell"))

    def _stop(self, line: Line) -> str:
        """The attribute of a stop; a stop in hidden characters is that of the line."""
        hidden = (self._first_stop(*span) for span in line.signs)
        found = next((stop for stop in hidden if stop is not None), None)
        return f' data-stop="{found}"' if found is not None else ""

    def _first_stop(self, start: int, end: int) -> int | None:
        at = bisect_left(self.stops, start)
        return self.stops[at] if at < len(self.stops) and self.stops[at] < end else None

    def _bare(self, line: Line) -> str:
        signs = [span for span in line.signs if span[0] == line.start]
        return self.text[signs[0][1] if signs else line.start : line.end].split("\n")[0].strip()

    def _within(
        self, start: int, end: int, signs: Sequence[tuple[int, int]], said: int | None = None
    ) -> str:
        """The characters from start to end, with syntax hidden.

        said: a stop that something around it has already
        """
        parts: list[str] = []
        at = start
        for s, e in [*signs, (end, end)]:
            if at < s:
                parts += self._pieces(at, s, said)
            if s < e:
                parts.append(f'<span class="sign">{show.in_page(self.text[s:e])}</span>')
            at = e
        return "".join(parts)

    def _pieces(self, start: int, end: int, said: int | None) -> Iterator[str]:
        """Split the text where a mark begins or ends; each piece has the classes of its marks."""
        marks = [mark for mark in self.here if mark[0] < end and mark[1] > start]
        cuts = {start, end, *(c for s, e, _ in marks for c in (s, e) if start < c < end)}
        for s, e in itertools.pairwise(sorted(cuts)):
            kinds = " ".join(dict.fromkeys(k for ms, me, k in marks if ms <= s and me >= e))
            stop = f' data-stop="{s}"' if self._first_stop(s, s + 1) not in (None, said) else ""
            words = show.in_page(self.text[s:e])
            tag = "mark" if "sentence" in kinds else "span"
            yield f'<{tag} class="{kinds}"{stop}>{words}</{tag}>' if kinds else words
