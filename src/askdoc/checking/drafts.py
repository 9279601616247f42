"""Find the quotations of a draft: text in any kind of quotation marks, and block quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from askdoc.quoting import is_word, token_texts

# Shorter ones are scare quotes or titles.
MIN_WORDS = 4

_CLOSED_BY = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "‘": "’",
    "‚": "‘’",
    "”": "”",
    '"': '"',
    "'": "'",
    "「": "」",
    "『": "』",
    "《": "》",
}
_MARK = re.compile(rf"[{''.join(_CLOSED_BY)}]")
_BEFORE = "([{—–-/:;,¿¡“„«‘"  # a mark opens after one of these, or after a space
_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"(?:^ {0,3}>[^\n]*(?:\n|\Z))+(?:^(?! {0,3}>)[^\s#>][^\n]*(?:\n|\Z))*", re.M)
_PREFIX = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
# The attribution: the last line of a block quote, or the first line after it.
_SOURCE = re.compile(r"^[ \t>]*(?:—|–|--|―|-)[ \t]*(?P<who>\S[^\n]{0,200})$", re.MULTILINE)
_PARAGRAPH = re.compile(r"[^\r\n]+(?:\r?\n(?![ \t]*\r?\n)[^\r\n]+)*")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: `text` is `draft[start:end]`, in a block quote without its `>`.

    context: its paragraph, or the introduction of a block quote
    offset: where `text` starts in `context`; None for a block quote
    between: the text between the quotations before and after it, which may name its document
    """

    text: str
    start: int
    end: int
    context: str
    offset: int | None
    between: str


def quotations(
    draft: str, block_quotes: bool = True, known_quotes: Iterable[tuple[int, int]] = ()
) -> list[Quotation]:
    """The quotations of at least `MIN_WORDS` words, in order.

    block_quotes: whether lines that begin with > are block quotes
    known_quotes: (start, end) of known block quotes
    """
    text = _FENCED.sub(lambda found: re.sub(r"\S", " ", found[0]), draft) if block_quotes else draft
    found: list[Quotation] = []
    for start, end in known_quotes:
        found.append(_block_quote(text, start, end))
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    if block_quotes:
        for block in _BLOCK.finditer(text):
            found.append(_block_quote(text, block.start(), block.end()))
        text = _BLOCK.sub(lambda block: re.sub(r"[^\n]", " ", block[0]), text)
    for paragraph in _PARAGRAPH.finditer(text):
        found += _of_paragraph(paragraph[0], paragraph.start())
    long = (one for one in found if sum(map(is_word, token_texts(one.text))) >= MIN_WORDS)
    return sorted(long, key=lambda one: one.start)


def _block_quote(text: str, start: int, end: int) -> Quotation:
    block = text[start:end].rstrip()
    source = next((m for m in _SOURCE.finditer(block) if m.end() == len(block)), None)
    after = source["who"] if source else ""
    if source:
        block = block[: source.start()].rstrip()
    else:  # in the paragraph that follows
        line = re.compile(r"\s*" + _SOURCE.pattern, re.MULTILINE).match(text, end)
        after = line["who"] if line else ""
    before = text[:start].rstrip()
    intro = re.split(r"\n[ \t]*\r?\n", before)[-1]
    intro = "" if intro.lstrip().startswith(">") else intro
    words = _PREFIX.sub("", block)
    if (marks := re.fullmatch(r"\s*([\"“„«])(.+)[\"”“»]\s*", words, re.DOTALL)) and not (
        _MARK.search(marks[2]) and marks[1] == '"'
    ):
        words = marks[2]
    return Quotation(
        words.strip(), start, start + len(block), f"{intro}\n— {after}", None, f"{intro} {after}"
    )


def _of_paragraph(text: str, at: int) -> Iterator[Quotation]:
    spans = list(_spans(text))
    for number, (start, end) in enumerate(spans):
        before = spans[number - 1][1] if number else 0
        after = spans[number + 1][0] if number + 1 < len(spans) else len(text)
        between = f"{text[before:start]} … {text[end:after]}"
        yield Quotation(text[start:end], at + start, at + end, text, start, between)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the outermost quotations of a paragraph, without their marks.

    One that is not closed extends to the end of the paragraph, as is usual in newspapers.
    """
    place = 0
    while mark := _MARK.search(text, place):
        place = mark.end()
        if not _opens(text, mark.start()):
            continue
        end = _end(text, mark[0], place)
        if end is None:
            if mark[0] in "'‘‚":  # an apostrophe
                continue
            end = len(text)
        yield place, end
        place = end + 1


def _opens(text: str, at: int) -> bool:
    before, mark, after = text[at - 1 : at] if at else "", text[at], text[at + 1 : at + 2]
    if mark in "“„«‹「『《‚":
        return bool(after.strip()) or mark in "«‹"
    return bool(after.strip()) and (not before.strip() or before in _BEFORE)


def _end(text: str, mark: str, start: int) -> int | None:
    """The offset of the mark that closes a quotation opened by `mark`; None if there is none."""
    closing, depth = _CLOSED_BY[mark], 0
    ends: list[int] = []
    for at in range(start, len(text)):
        if text[at] == mark and mark not in closing and _opens(text, at):
            depth += 1
        elif text[at] in closing and (depth == 0 or mark in "‘'"):
            before, after = text[at - 1], text[at + 1 : at + 2]
            if mark in "‘'‚" and (after.isalnum() or before.isspace()):
                continue  # an apostrophe, as in "don’t"
            if mark in "\"'”" and _opens(text, at) and before.isspace():
                continue  # a nested quotation
            if mark not in "‘'‚" or not before.isalnum() or before != "s":
                return at
            ends.append(at)  # may be a possessive, as in "the dogs’ bowl"
        elif text[at] in closing:
            depth -= 1
    return ends[-1] if ends else None
