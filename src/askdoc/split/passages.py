"""A document becomes passages: whole sentences packed inside a paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable

from askdoc.answer_type import asks
from askdoc.split.sentences import LIST_ITEM, MAX_WRAP, Span, sentence_spans, trim
from askdoc.turns import turn_starts
from askdoc.types import Document, Passage, Sentence

# Short passages in a good order read better than long ones: the answer lies within the first 500
# characters read in .94 of questions, with the textbook's 1000 characters in .52 (wiki-dev).
MAX_CHARS = 400

# A heading is one line, and most are far shorter than this.
MAX_HEADING = 120

# subtle: (?>...) never takes the two characters of one \r\n for two line breaks
_PARAGRAPH_BREAK = re.compile(
    r"(?>\r\n|\r|\n)[ \t]*(?:(?>\r\n|\r|\n)[ \t]*)+|[\f\v\x1c-\x1e\x85\u2029]+"
)
_MARKDOWN_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
# The best places to divide a sentence that is too long, best first.
_BOUNDARIES = (
    re.compile(r"[;:。！？][\"'”’)\]]*\s*"),
    re.compile(r"[,，、—–][\"'”’)\]]*\s*"),
    re.compile(r"\s+"),
)


def split(
    document: Document,
    count_tokens: Callable[[str], int],
    max_tokens: int,
    max_chars: int = MAX_CHARS,
) -> list[Passage]:
    """Divide a document into passages, in order, none overlapping another.

    A passage holds whole sentences of one paragraph, and before them the question that the
    paragraph before ends with, at most `max_chars`
    characters unless a single sentence is longer, and never more than
    `max_tokens` as `count_tokens` counts them: a sentence past that is
    divided at its best boundary.
    """
    text = document.text
    passages: list[Passage] = []
    waiting: list[Span] = []  # questions at the end of a paragraph
    waits_heading = False
    turns = turn_starts(text)

    def add(sentences: list[Span], heading: bool) -> None:
        for group in _pack(text, sentences, count_tokens, max_tokens, max_chars):
            parts = tuple(Sentence(text[s:e], s, e) for s, e in group)
            passages.append(Passage(document, group[0][0], group[-1][1], parts, heading))

    for start, end in paragraph_spans(text):
        heading = start not in turns and _is_heading(text, start, end)
        sentences = [
            piece
            for span in sentence_spans(text, start, end, turns)
            for piece in _divide(text, *span, count_tokens, max_tokens)
        ]
        told = len(sentences)
        while told and asks(text[slice(*sentences[told - 1])]):
            told -= 1
        if waiting:
            whole = text[waiting[0][0] : sentences[0][1]]
            fits = len(whole) <= max_chars and count_tokens(whole) <= max_tokens
            if fits and told and not heading:  # the answer
                sentences = waiting + sentences
                told += len(waiting)
            else:
                add(waiting, waits_heading)
        waiting, waits_heading = sentences[told:], heading
        add(sentences[:told], heading)
    add(waiting, waits_heading)
    return passages


def paragraph_spans(text: str) -> list[Span]:
    """Runs of text between blank lines, and what `_lines_apart` sets apart inside them."""
    spans = []
    position = 0
    for match in [*_PARAGRAPH_BREAK.finditer(text), None]:
        end = match.start() if match else len(text)
        spans += _lines_apart(text, position, end)
        position = match.end() if match else end
    return [span for s, e in spans if (span := trim(text, s, e))]


def _lines_apart(text: str, start: int, end: int) -> list[Span]:
    """Cut around Markdown headings, and at every line break where the lines are not wrapped."""
    lines = list(re.finditer(r"[^\r\n]+", text[start:end]))
    unwrapped = len(lines) > 1 and max(len(line[0]) for line in lines) > MAX_WRAP
    cuts = [start]
    for line in lines:
        if _MARKDOWN_HEADING.match(line[0]):
            cuts += [start + line.start(), start + line.end()]
        elif unwrapped:
            cuts.append(start + line.start())
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _is_heading(text: str, start: int, end: int) -> bool:
    """A single short line that does not end like a sentence, and is no list item of some words."""
    line = text[start:end]
    if _MARKDOWN_HEADING.match(line):
        return True
    if end - start > MAX_HEADING or "\n" in line or "\r" in line:
        return False
    if LIST_ITEM.match(line) and len(line.split()) > 3:
        return False
    return line.rstrip("\"'”’»)]*_")[-1:] not in tuple(".!?:;…。！？")


def _pack(
    text: str,
    sentences: list[Span],
    count_tokens: Callable[[str], int],
    max_tokens: int,
    max_chars: int,
) -> list[list[Span]]:
    """Put sentences together while they fit; a question goes with the sentence after it."""

    def fits(group: list[Span]) -> bool:
        first, end = group[0][0], group[-1][1]
        return end - first <= max_chars and count_tokens(text[first:end]) <= max_tokens

    groups: list[list[Span]] = []
    for start, end in sentences:
        if groups and fits([*groups[-1], (start, end)]):
            groups[-1].append((start, end))
        else:
            groups.append([*_questions(text, groups), (start, end)])
            while len(groups[-1]) > 1 and not fits(groups[-1]):
                groups[-2].append(groups[-1].pop(0))
    return groups


def _questions(text: str, groups: list[list[Span]]) -> list[Span]:
    """Taken off the last group: the questions at its end, unless it holds nothing else."""
    last = groups[-1] if groups else []
    told = len(last)
    while told and asks(text[slice(*last[told - 1])]):
        told -= 1
    taken = last[told:] if told else []
    del last[len(last) - len(taken) :]
    return taken


def _divide(
    text: str, start: int, end: int, count_tokens: Callable[[str], int], max_tokens: int
) -> list[Span]:
    """The span itself if the model can read it whole, else two parts or more that it can."""
    if count_tokens(text[start:end]) <= max_tokens or end - start < 2:
        return [(start, end)]
    cut = _best_cut(text, start, end)
    return [
        piece
        for s, e in ((start, cut), (cut, end))
        if (span := trim(text, s, e))
        for piece in _divide(text, *span, count_tokens, max_tokens)
    ]


def _best_cut(text: str, start: int, end: int) -> int:
    """The boundary nearest the middle, of the best kind found in the middle half."""
    middle, margin = (start + end) // 2, (end - start) // 4
    for boundary in _BOUNDARIES:
        cuts = [m.end() for m in boundary.finditer(text, middle - margin, middle + margin)]
        if cuts:
            return min(cuts, key=lambda cut: abs(cut - middle))
    return middle
