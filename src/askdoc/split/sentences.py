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

from askdoc.searchable import QUOTED

Span = tuple[int, int]

_OPENERS = "\"'“‘«([{*_–—-"  # the last ones: Markdown emphasis, and a dash before a name
_STOP = re.compile(
    r"""
    (?: (?<! [.!?…؟] ) (?P<stop> [.!?…؟]++ )  # the whole run, so that long ones take linear time
        (?P<close> ["'”’»)\]}*_“‘«]*+ )   # closing quotation marks, of „…“ too, brackets, emphasis
        (?: \[ [^\[\]\s]{1,12} \] )*      # reference marks, as in "end.[3]"
        (?= \s | $ )
      | [。．！？｡।॥۔։።]+ [」』”’）]*        # these need no space after them
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
# Followed by a number, or else the end: "No. 5", "Eq. (5)", but "He said no."
_NUMBERED = frozenset(
    """
    no nos fig figs p pp art arts sec secs vol vols ch chap eq eqs para paras cl pt ref refs
    tab cir dist app ex exh thm lem prop def cor rem sect fn nn ss abb kap nr bd rn
    """.split()
)
# Of courts and reporters: a name of theirs, a number or a bracket follows.
_LEGAL = frozenset(
    """
    fed civ crim evid supp ct stat reg cong rec ann rev cal cas admin bankr int'l nat'l dep't
    proc cert def pl plc atl reptr ed
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
# A date or an ordinal number is written with a full stop in German and its neighbours.
_MONTHS = frozenset(
    """
    januar februar märz april mai juni juli august september oktober november dezember jänner
    januari februari mars maj juni juli augusti marts maj januára februára marca apríla mája júna
    ledna února března dubna května června července srpna září října listopadu prosince
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października grudnia
    tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta
    syyskuuta lokakuuta marraskuuta joulukuuta jahrhundert jahrhunderts jahrhunderte
    """.split()
)
_BEFORE_ORDINAL = frozenset("der die das dem den des im vom zum zur beim ein eine einem".split())
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
# And rarely narrower: shorter lines are the items of a list as often.
_LINE = 25
_BROKEN = re.compile(r"[^\W\d_][-\u2010\u00ad]$")
# What no sentence and no line of a list ends with.
_NEVER_LAST = frozenset(
    """
    a an the of to in and or for with by at from that which who whose is are was were be been has
    have had its their his her our your my as but than will would can could not no into onto upon
    between because if when while where whether this these those each every
    """.split()
)
_CLAUSE = re.compile(r"\((?:[a-z]|[ivx]{1,4})\)\s+[A-Z]")  # (b) The tenant
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


def goes_on(line: str, following: str) -> bool:
    """Whether a sentence surely goes on over a line break: inside a word, before a small letter,
    or after a word or comma that nothing ends with."""
    line, following = line.rstrip(), QUOTED.sub("", following).lstrip("\"'“‘(«[ \t")
    if not line or not following or LIST_ITEM.match(following):
        return False
    if line[-1] in ",–—" or line.rsplit(maxsplit=1)[-1].lower() in _NEVER_LAST:
        return True
    small = following[0].islower() and line[-1] != ":"
    return small and (len(line) >= _LINE or bool(_BROKEN.search(line)))


def _wrapped_lines(text: str, start: int, end: int, turns: Container[int]) -> Iterator[Span]:
    """Cut a paragraph at the line breaks that mean something, as after a list item.

    A break is mere wrapping if the sentence goes on, or if the next line's first word would not
    have fitted on this line, the widest line being the width; and where most lines of a
    paragraph go on, so do all that end without a stop.
    """
    spans = [(m.start(), m.end()) for m in re.finditer(r"[^\r\n]+", text[start:end])]
    lines = [QUOTED.sub("", text[start + s : start + e]) for s, e in spans]
    width = max(map(len, lines), default=0)
    going = [goes_on(a, b) for a, b in pairwise(lines)]
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


def _is_end(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Does this stop end the sentence that starts at `start`?"""
    stop, close = match["stop"], match["close"]
    rest = text[match.end() : min(end, match.end() + 120)].lstrip()
    if not rest or stop is None:
        return True
    after = rest.lstrip(_OPENERS).lstrip()
    if after[:1].islower() and not _BRAND.match(after) and not _CLAUSE.match(rest):
        return False
    if "!" in stop or "?" in stop:
        return not (close.strip(")]*_") and _ATTRIBUTION.match(rest))
    if stop != "." or close:
        return True
    before = text[max(start, match.start() - 40) : match.start()]
    listed = match.start() - start <= 40 and _LIST_MARK.fullmatch(before)
    return not (listed or _is_abbreviated(before, rest, after))


def _is_ordinal(before: str, after: str) -> bool:
    """Is a number with a full stop between them the day of a month, or "der 2. Versuch"?"""
    article, following = _WORD_BEFORE.search(before.rstrip()), _WORD_AFTER.match(after)
    if following and following[0].lower() in _MONTHS:
        return True
    return article is not None and article[0].lower() in _BEFORE_ORDINAL


def _is_abbreviated(before: str, rest: str, after: str) -> bool:
    """Is the full stop behind `before` part of an abbreviation inside a sentence?"""
    found = _WORD_BEFORE.search(before)
    word = found[0] if found else ""
    small = word.lower()
    if small in _TITLES:
        return True
    if small in _NUMBERED:
        return bool(re.match(r"[(\[§]?(?:\d|[A-Z]\b|[IVXLC]+\b)", rest))
    if small in _LEGAL:
        return bool(re.match(r"[(\[§]?\d|[A-Z][\w']*\.|[A-Z]\b", rest))
    if word.isdigit() and len(word) <= 2 and after[:1].isupper():
        return _is_ordinal(before[: -len(word)], after)
    if small not in _ABBREVIATIONS and not _LETTERS.fullmatch(word):
        return False
    following = _WORD_AFTER.match(after)
    next_word = following[0].lower() if following else ""
    if rest != after:  # a quotation or bracket opens
        return next_word not in _STARTERS and rest[0] in "(["
    if small in ("a.m", "p.m"):
        return next_word in _CONTINUERS or not after[:1].isupper()
    return next_word not in _STARTERS
