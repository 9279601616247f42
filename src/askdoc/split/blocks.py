"""Split a text into blocks: paragraphs of prose, headings, tables, cards, program code.

A block consists of pieces: sentences of prose, or lines of other blocks, each with the text that is
searched instead, if any.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from askdoc.languages import UNKNOWN, Language
from askdoc.searchable import QUOTED, searchable
from askdoc.split.sentences import (
    LIST_ITEM,
    MAX_WRAP,
    Span,
    continues_after_break,
    sentence_spans,
    trim,
)
from askdoc.split.tables import table_rows

# A heading is one line, and most are far shorter than this.
MAX_HEADING = 120

# subtle: (?>...) never takes the two characters of one \r\n for two line breaks
_NEWLINE = r"(?>\r\n|\r|\n)"
_BLANK = r"[ \t]*(?:>[> \t]*)?"  # in a quoted mail, a line of nothing but its marks
_PARAGRAPH_BREAK = re.compile(
    rf"{_NEWLINE}{_BLANK}(?:{_NEWLINE}{_BLANK})+|[\f\v\x1c-\x1e\x85\u2029]+"
)
_WIDE_BREAK = re.compile(
    rf"{_NEWLINE}{_BLANK}(?:{_NEWLINE}{_BLANK}){{2,}}|[\f\v\x1c-\x1e\x85\u2029]+"
)
_MARKDOWN_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_UNDERLINE = re.compile(r"[ \t]*([=\-~^\"'`#*+])\1{2,}[ \t]*")  # of a heading
_REFERENCES = re.compile(r"(?:\[\d{1,3}\])+$")
_FENCED = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n`]*\n(?P<code>.*?)^ {0,3}(?P=fence)[`~]*[ \t]*\r?$",
    re.MULTILINE | re.DOTALL,
)
_WORD = re.compile(r"[^\W\d_]+")
# From the start of a word on, so that a long one takes linear time.
_BROKEN_WORD = re.compile(
    r"(?<![^\W\d_])[^\W\d_]++[-\u2010\u00ad][ \t]*+[\r\n]++[> \t]*+[^\W\d_]++"
)
_CAPTION = re.compile(r"(?:table|tab\.|tabelle|exhibit|schedule)\s+\S", re.IGNORECASE)


class Piece(NamedTuple):
    """A sentence, or a line that is read like one. searched: in its place, None for itself

    heading: whether it is a headline, dateline or similar rather than prose
    """

    start: int
    end: int
    searched: str | None = None
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Pieces that belong together. heading: a headline, dateline or similar rather than prose"""

    pieces: tuple[Piece, ...]
    heading: bool = False


def blocks(
    text: str, turns: Container[int] = frozenset(), language: Language = UNKNOWN
) -> Iterator[Block]:
    """The blocks of a text, in order and without overlap; only white space is between them.

    turns: places where the speaker changes, where a sentence also begins
    """
    known = _known(text) if _BROKEN_WORD.search(text) else frozenset()
    caption = ""
    for start, end, is_code in _parts(text):
        if is_code:
            yield Block(tuple(_code(text, start, end)))
            continue
        for span in paragraph_spans(text, start, end):
            for part in _paragraph(text, *span, caption, turns, known, language):
                yield part
                first, last = part.pieces[0].start, part.pieces[-1].end
                short = part.heading or _CAPTION.match(text, first)
                caption = text[first:last].splitlines()[0].strip("# \t*") if short else ""


def _paragraph(
    text: str,
    start: int,
    end: int,
    caption: str,
    turns: Container[int],
    known: Container[str],
    language: Language,
) -> Iterator[Block]:
    """The tables of a paragraph, and the text between them."""

    def piece(start: int, end: int, found: str | None = None) -> Piece:
        found = text[start:end] if found is None else found
        plain = searchable(found, known)
        return Piece(start, end, plain if plain != text[start:end] else None)

    at = start
    for rows in [*table_rows(text, start, end, caption, turns), []]:
        for span in _lines_apart(text, at, rows[0].start if rows else end, language):
            heading = span[0] not in turns and is_heading(text, *span)
            if heading and _underlined(text[slice(*span)]):
                title = piece(*span, text[slice(*span)].splitlines()[0])
                yield Block((title._replace(heading=True),), True)
                continue
            sentences = sentence_spans(text, *span, turns, language)
            pieces = (piece(*sentence)._replace(heading=heading) for sentence in sentences)
            yield Block(tuple(pieces), heading)
        if rows:
            spans = [(row, trim(text, row.start, row.end)) for row in rows]
            yield Block(tuple(piece(*span, row.searched) for row, span in spans if span))
            at = rows[-1].end


def _parts(text: str) -> Iterator[tuple[int, int, bool]]:
    """-> (start, end, whether it is program code between fences)."""
    at = 0
    for fenced in _FENCED.finditer(text):
        yield at, fenced.start(), False
        yield *fenced.span(), True
        at = fenced.end()
    yield at, len(text), False


def _code(text: str, start: int, end: int) -> Iterator[Piece]:
    """Each line separately; fences stay with their neighbours."""
    spans = [
        span
        for line in re.finditer(r"[^\r\n]+", text[start:end])
        if (span := trim(text, start + line.start(), start + line.end()))
    ]
    if len(spans) > 2:
        (start, _), *spans, (_, end) = spans
        spans[0] = start, spans[0][1]
        spans[-1] = spans[-1][0], end
    for s, e in spans:
        yield Piece(s, e)


def paragraph_spans(text: str, start: int, end: int) -> list[Span]:
    """Runs of text between blank lines; of larger gaps, where every line has a blank one after."""
    spans = _between(_PARAGRAPH_BREAK, text, start, end)
    if _is_double_spaced(text, spans):
        spans = _between(_WIDE_BREAK, text, start, end)
    return spans


def _between(gap: re.Pattern[str], text: str, start: int, end: int) -> list[Span]:
    spans = []
    for match in [*gap.finditer(text, start, end), None]:
        spans.append((start, match.start() if match else end))
        start = match.end() if match else end
    return [span for s, e in spans if (span := trim(text, s, e))]


def _is_double_spaced(text: str, spans: list[Span]) -> bool:
    """Whether lines separated by blank ones continue too often to be paragraphs of one line."""
    lines = [text[s:e] for s, e in spans]
    pairs = [(a, b) for a, b in pairwise(lines) if "\n" not in a.strip() and "\n" not in b.strip()]
    return len(pairs) >= 4 and 3 * sum(continues_after_break(a, b) for a, b in pairs) >= len(pairs)


def _lines_apart(text: str, start: int, end: int, language: Language) -> list[Span]:
    """Split around Markdown headings and quotations, and at every line break that is not
    wrapping."""
    lines = list(re.finditer(r"[^\r\n]+", text[start:end]))
    unwrapped = max((len(line[0]) for line in lines), default=0) > MAX_WRAP
    cuts = [start]
    before = None
    for line in lines:
        is_quoted = bool(QUOTED.match(line[0]))
        if before and _UNDERLINE.fullmatch(line[0]):
            cuts += [start + before.start(), start + line.end()]
        elif _MARKDOWN_HEADING.match(line[0]):
            cuts += [start + line.start(), start + line.end()]
        elif before and (
            (unwrapped and not continues_after_break(before[0], line[0], language))
            or is_quoted != bool(QUOTED.match(before[0]))
        ):
            cuts.append(start + line.start())
        before = line
    cuts = sorted(set(cuts))
    spans = zip(cuts, [*cuts[1:], end], strict=True)
    return [span for s, e in spans if (span := trim(text, s, e))]


def is_heading(text: str, start: int, end: int) -> bool:
    """Whether it is a single short line that does not end like a sentence and is no list item."""
    line = text[start:end]
    if _MARKDOWN_HEADING.match(line) or _underlined(line):
        return True
    if end - start > MAX_HEADING or "\n" in line or "\r" in line:
        return False
    if LIST_ITEM.match(line) and len(line.split()) > 3:
        return False
    line = _REFERENCES.sub("", line)
    return line.rstrip("\"'”’»)]*_")[-1:] not in tuple(".!?:;…。．！？।۔؟")


def _underlined(text: str) -> bool:
    """Whether it is a line and a row of signs below it."""
    lines = text.splitlines()
    return len(lines) == 2 and len(lines[0]) <= MAX_HEADING and bool(_UNDERLINE.fullmatch(lines[1]))


def _known(text: str) -> frozenset[str]:
    """The words of a text, except those split by a line end."""
    return frozenset(map(str.lower, _WORD.findall(_BROKEN_WORD.sub(" ", text))))
