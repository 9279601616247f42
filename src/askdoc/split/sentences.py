"""Text becomes sentence spans, by rules that survive news prose.

`"I left," he said. Mr. Hill of the U.S. Senate agreed.` -> two sentences.

A full stop ends a sentence unless something says otherwise: what stands
before it (a title, an initial, an abbreviation) or what comes after it (a
small letter, a number, an attribution). Chosen over libraries by the golden
set in tests/golden/sentences.txt; `make bench` prints the comparison.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import pairwise

Span = tuple[int, int]

_OPENERS = "\"'“‘«([{*_–—-"  # the last ones: Markdown emphasis, and a dash before a name
_STOP = re.compile(
    r"""
    (?: (?<! [.!?…] ) (?P<stop> [.!?…]++ )  # the whole run, so that long ones take linear time
        (?P<close> ["'”’»)\]}*_]*+ )      # closing quotation marks, brackets, emphasis
        (?: \[ [^\[\]\s]{1,12} \] )*      # reference marks, as in "end.[3]"
        (?= \s | $ )
      | [。！？]+ [」』”’）]*               # these need no space after them
    )""",
    re.VERBOSE,
)

_WORD_BEFORE = re.compile(r"[^\s\"'“”‘’«»()\[\]{}*_—–]*$")
_WORD_AFTER = re.compile(r"[\w’'-]+")
# The whole sentence so far is a number or letter of a list: "1.", "4.2.", "b.", "iv."
_LIST_MARK = re.compile(r"[\"“‘(\[*_#\s-]*(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5})")
_LETTERS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]{1,2}|Ph\.D|[A-Z]")  # U.S, a.m, Ph.D, J

# Always followed by a name.
_TITLES = frozenset(
    """
    mr mrs ms mx dr prof gen col lt sgt capt cpl maj cmdr adm sen gov rep reps rev hon pres
    supt insp det fr sr br messrs mme mlle msgr amb atty brig pvt v vs e.g i.e cf viz ca
    approx
    """.split()
)
# Followed by a number, or else the end: "No. 5", but "He said no."
_NUMBERED = frozenset(
    """
    no nos fig figs p pp art arts sec secs vol vols ch chap eq eqs para paras cl pt ref refs
    tab cir dist
    """.split()
)
# A number or a name may follow, so may a new sentence.
_ABBREVIATIONS = frozenset(
    """
    st mt ft jr inc corp ltd co cos bros plc llc al dept est univ assn ave blvd rd jan feb
    mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun
    calif conn fla ill mass mich minn miss pa tenn va wash wis ariz ala colo
    """.split()
)
# Written small inside a sentence; a capital on one of these says that a sentence starts.
_STARTERS = frozenset(
    """
    the a an this that these those he she it they we i you his her its their our my your in
    on at by for from with without after before when while if but and or so yet however
    although though as since because there here what who why how where which most many some
    all both each several another other one two three no not now then later meanwhile
    moreover still today yesterday under between during despite among such about over until
    once only even also instead
    """.split()
)
_CONTINUERS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday est edt gmt bst cet pst pdt utc
    """.split()
)
_SAYS = (
    "said|says|asked|asks|told|added|adds|replied|answered|shouted|cried|wrote|warned|explained|"
    "insisted|exclaimed|wondered|demanded|continued|recalled|joked|argued|declared|noted"
)
_ATTRIBUTION = re.compile(
    rf"(?:(?:{_SAYS})\b|(?:[A-Z][\w.’'-]*\s+|(?:the|a|an|of)\s+){{1,4}}(?:{_SAYS})\b)"
)
_BRAND = re.compile(r"[a-z][A-Z]")  # iPhone, eBay

# Hard-wrapped prose is rarely wider; a longer line was ended on purpose.
MAX_WRAP = 120
LIST_ITEM = re.compile(
    r"[ \t]*(?:[-*+•‣▪–—][ \t]+\S|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})[.)][ \t]+\S)"
)


def sentence_spans(
    text: str, start: int, end: int, turns: Container[int] = frozenset()
) -> list[Span]:
    """The sentences of the paragraph `text[start:end]`, blank space around each left out.

    turns: places where another begins to speak, so that a sentence begins there, too
    """
    spans: list[Span] = []
    for line_start, line_end in _wrapped_lines(text, start, end, turns):
        first = line_start
        for match in _STOP.finditer(text, line_start, line_end):
            if _is_end(text, match, first, line_end):
                spans.append((first, match.end()))
                first = match.end()
        spans.append((first, line_end))
    return [span for s, e in spans if (span := trim(text, s, e))]


def trim(text: str, start: int, end: int) -> Span | None:
    """The span without blank space at either end; None if nothing is left."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return (start + left, start + right) if left < right else None


def _wrapped_lines(text: str, start: int, end: int, turns: Container[int]) -> Iterator[Span]:
    """Cut a paragraph at the line breaks that mean something, as after a list item.

    A break is mere wrapping if the next line's first word would not have
    fitted on this line, the widest line being the width.
    """
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\r\n]+", text[start:end])]
    width = max((e - s for s, e in lines), default=0)
    first = start
    for (s, e), (next_s, next_e) in pairwise(lines):
        line, following = text[start + s : start + e], text[start + next_s : start + next_e]
        word = following.split(maxsplit=1)[0] if following.strip() else ""
        wrapped = width <= MAX_WRAP and len(line.rstrip()) + 1 + len(word) > width
        turn = start + next_s + len(following) - len(following.lstrip())
        if not wrapped or turn in turns or LIST_ITEM.match(following):
            yield first, start + e
            first = start + next_s
    yield first, end


def _is_end(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Does this stop end the sentence that starts at `start`?"""
    stop, close = match["stop"], match["close"]
    rest = text[match.end() : min(end, match.end() + 120)].lstrip()
    if not rest or stop is None:
        return True
    after = rest.lstrip(_OPENERS).lstrip()
    if after[:1].islower() and not _BRAND.match(after):
        return False
    if "!" in stop or "?" in stop:
        return not (close.strip(")]*_") and _ATTRIBUTION.match(rest))
    if stop != "." or close:
        return True
    before = text[max(start, match.start() - 40) : match.start()]
    listed = match.start() - start <= 40 and _LIST_MARK.fullmatch(before)
    return not (listed or _is_abbreviated(before, rest, after))


def _is_abbreviated(before: str, rest: str, after: str) -> bool:
    """Is the full stop behind `before` part of an abbreviation inside a sentence?"""
    found = _WORD_BEFORE.search(before)
    word = found[0] if found else ""
    small = word.lower()
    if small in _TITLES:
        return True
    if small in _NUMBERED:
        return rest[:1].isdigit() or bool(re.match(r"[A-Z]\b|[IVXLC]+\b", rest))
    if small not in _ABBREVIATIONS and not _LETTERS.fullmatch(word):
        return False
    following = _WORD_AFTER.match(after)
    next_word = following[0].lower() if following else ""
    if rest != after:  # a quotation or bracket opens
        return next_word not in _STARTERS and rest[0] in "(["
    if small in ("a.m", "p.m"):
        return next_word in _CONTINUERS or not after[:1].isupper()
    return next_word not in _STARTERS
