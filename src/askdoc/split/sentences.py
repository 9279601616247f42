"""Split text into sentence spans, by rules that handle news prose.

`"I left," he said. Mr. Hill of the U.S. Senate agreed.` -> two sentences.

A full stop ends a sentence unless the preceding text (a title, an initial, an abbreviation) or the
following text (a lower-case letter, a number, an attribution) says otherwise. These rules were
chosen over libraries by the golden set in tests/golden/sentences; `make bench` prints the
comparison.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import cache
from itertools import pairwise

from askdoc.languages import UNKNOWN, Language
from askdoc.searchable import QUOTED

Span = tuple[int, int]

_OPENERS = "\"'“‘«([{*_–—-"  # the last ones: Markdown emphasis, and a dash before a name
_STOP = re.compile(
    r"""
    (?: (?<! [.!?…؟] ) (?P<stop> [.!?…؟]++ )  # the whole run, so that long ones take linear time
        (?P<close> ["'”’»)\]}*_“‘«]*+     # closing quotation marks, of „…“ too, brackets, emphasis
            (?: [ \u00a0\u202f] » (?= [\s,.;:!?)] | $ ) )? )  # as French sets them
        (?: \[ [^\[\]\s]{1,12} \] )*      # reference marks, as in "end.[3]"
        (?= \s | $ )
      | (?: [。．！？｡।॥۔։።]+ | …{2} (?= [\u3040-\u30ff\u4e00-\u9fff] ) )
        [」』”’）]*+ (?! (?<= [」』] ) と )  # these need no space after them; 「…」と言った goes on
    )""",
    re.VERBOSE,
)

_WORD_BEFORE = re.compile(r"[^\s\"'“”‘’«»()\[\]{}*_—–\u3040-\u30ff\u4e00-\u9fff]*$")
_WORD_AFTER = re.compile(r"[\w’'-]+")
# The whole sentence so far is a number or letter of a list: "1.", "4.2.", "b.", "iv."
_LIST_MARK = re.compile(r"[\"“‘(\[*_#\s-]*(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5})")
_LETTERS = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]{1,2}|Ph\.D|[A-Z]")  # U.S, a.m, J.-P, Ph.D, J
# After a lower-case letter and a full stop: z. B., i. d. R., a. C.
_MORE_LETTERS = re.compile(r"[^\W\d_]{1,3}\.")

_CONTINUERS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday est edt gmt bst cet pst pdt utc
    """.split()
)
_BRAND = re.compile(r"[a-z][A-Z]")  # iPhone, eBay

# Hard-wrapped prose is rarely wider; a longer line ends deliberately.
MAX_WRAP = 120
# And rarely narrower: shorter lines are often list items.
_LINE = 25
_BROKEN = re.compile(r"[^\W\d_][-\u2010\u00ad]$")
_CLAUSE = re.compile(r"\(?(?:[a-z]|[ivx]{1,4})\)\s+[A-Z]")  # (b) The tenant
LIST_ITEM = re.compile(
    r"[ \t]*(?:[-*+•‣▪–—][ \t]+\S|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})[.)][ \t]+\S)"
)


def sentence_spans(
    text: str,
    start: int,
    end: int,
    turns: Container[int] = frozenset(),
    language: Language = UNKNOWN,
) -> list[Span]:
    """The sentences of the paragraph `text[start:end]`, without white space around them.

    turns: places where the speaker changes, where a sentence also begins
    """
    spans: list[Span] = []
    for line_start, line_end in _wrapped_lines(text, start, end, turns, language):
        first = line_start
        for match in _STOP.finditer(text, line_start, line_end):
            if _is_end(text, match, first, line_end, language):
                spans.append((first, match.end()))
                first = match.end()
        spans.append((first, line_end))
    return [span for s, e in spans if (span := trim(text, s, e))]


def trim(text: str, start: int, end: int) -> Span | None:
    """The span without white space at either end; None if nothing is left."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return (start + left, start + right) if left < right else None


def continues_after_break(line: str, following: str, language: Language = UNKNOWN) -> bool:
    """Whether a sentence certainly continues over a line break: inside a word, before a lower-case
    letter, or after a word or comma that ends no sentence."""
    line, following = line.rstrip(), QUOTED.sub("", following).lstrip("\"'“‘(«[ \t")
    if not line or not following or LIST_ITEM.match(following):
        return False
    last = line.rsplit(maxsplit=1)[-1].lower()
    if line[-1] in ",–—" or last in language.never_last:
        return True
    if last[-1] == "." and _is_never_the_end(last[:-1].lstrip("\"'“‘(«["), following, language):
        return True
    small = following[0].islower() and line[-1] != ":"
    return small and (len(line) >= _LINE or bool(_BROKEN.search(line)))


def _is_never_the_end(word: str, following: str, language: Language) -> bool:
    """ "Dr." before a name, "5." before a month"""
    after = _WORD_AFTER.match(following)
    is_date = word.isdigit() and after is not None and after[0].lower() in language.months
    return is_date or word in language.titles


def _wrapped_lines(
    text: str, start: int, end: int, turns: Container[int], language: Language
) -> Iterator[Span]:
    """Split a paragraph at the line breaks that are not wrapping, as after a list item.

    A break is wrapping if the sentence continues, or if the first word of the next line would not
    have fitted on this line, with the widest line as the width. If most lines of a paragraph
    continue, so do all that end without a stop.
    """
    spans = [(m.start(), m.end()) for m in re.finditer(r"[^\r\n]+", text[start:end])]
    lines = [QUOTED.sub("", text[start + s : start + e]) for s, e in spans]
    width = max(map(len, lines), default=0)
    going = [continues_after_break(a, b, language) for a, b in pairwise(lines)]
    ragged = 2 * sum(going) >= max(2, len(going))
    first = start
    for i, (line, following) in enumerate(pairwise(lines)):
        word = following.split(maxsplit=1)[0] if following.strip() else ""
        full = _LINE <= width <= MAX_WRAP and len(line.rstrip()) + 1 + len(word) > width
        runs_on = ragged and line.rstrip()[-1:].isalnum()
        runs_on = runs_on and (len(line) >= _LINE or word[:1].islower())
        turn = start + spans[i + 1][1] - len(following.lstrip())
        if not (full or going[i] or runs_on) or turn in turns or LIST_ITEM.match(following):
            yield first, start + spans[i][1]
            first = start + spans[i + 1][0]
    yield first, end


def _is_end(text: str, match: re.Match[str], start: int, end: int, language: Language) -> bool:
    """Whether this stop ends the sentence that starts at `start`."""
    stop, close = match["stop"], match["close"]
    rest = text[match.end() : min(end, match.end() + 120)].lstrip()
    if not rest or stop is None:
        return True
    after = rest.lstrip(_OPENERS).lstrip()
    if after[:1].islower() and not _BRAND.match(after) and not _CLAUSE.match(rest):
        return False
    if "!" in stop or "?" in stop:
        return not (close.strip(")]*_") and _attribution(language.says).match(rest))
    if stop != "." or close:
        return True
    before = text[max(start, match.start() - 40) : match.start()]
    listed = match.start() - start <= 40 and _LIST_MARK.fullmatch(before)
    return not (listed or _is_abbreviated(before, rest, after, language))


@cache
def _attribution(says: frozenset[str]) -> re.Pattern[str]:
    """ "the miller asked", "asked the miller" behind a quotation"""
    verbs = "|".join(map(re.escape, sorted(says)))
    return re.compile(
        rf"(?:(?:{verbs})\b|(?:[A-Z][\w.’'-]*\s+|(?:the|a|an|of)\s+){{1,4}}(?:{verbs})\b)"
    )


def _is_ordinal(before: str, after: str, language: Language) -> bool:
    """Whether a number with a full stop between them is an ordinal: a date, or "der 2. Versuch"."""
    article, following = _WORD_BEFORE.search(before.rstrip()), _WORD_AFTER.match(after)
    if following and following[0].lower() in language.months:
        return True
    return article is not None and article[0].lower() in language.before_ordinal


def _is_abbreviated(before: str, rest: str, after: str, language: Language) -> bool:
    """Whether the full stop after `before` is part of an abbreviation inside a sentence."""
    found = _WORD_BEFORE.search(before)
    word = found[0] if found else ""
    small = word.lower()
    if small in language.titles:
        return True
    if small in language.numbered or small.endswith(tuple(language.numbered_endings)):
        numbered = re.match(r"[(\[§]?(?:\d|[A-Z]\b(?!\.)|[IVXLC]+\b)", rest)
        if numbered or not (len(word) == 1 and word.isupper()):
            return bool(numbered)
    if small in language.legal:
        return bool(re.match(r"[(\[§]?\d|[A-Z][\w']*\.|[A-Z]\b", rest))
    if word.isdigit() and len(word) <= 2 and after[:1].isupper():
        return _is_ordinal(before[: -len(word)], after, language)
    if len(word) == 1 and word.islower() and _MORE_LETTERS.match(rest):
        return True
    if small not in language.abbreviations and not _LETTERS.fullmatch(word):
        return False
    following = _WORD_AFTER.match(after)
    next_word = following[0].lower() if following else ""
    if rest != after:  # a quotation or bracket opens
        return next_word not in language.starters and rest[0] in "(["
    if small in ("a.m", "p.m"):
        return next_word in _CONTINUERS or not after[:1].isupper()
    return next_word not in language.starters
