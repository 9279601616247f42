"""Which lines of a transcript, a play or a chat begin a turn, and whose label stands there.

    BRANDT: I see this differently.        [10:32] Ana: Who comes?        10:32 <ana> Who comes?
    Q.  Where were you?                    [Ana] Who comes?               Ana Silva (10:32)

One such line is a note or a heading. Only a text in which labels come again is read in this way.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

_TIME = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[.,]\d{1,3})?(?:[ \u202f]?[AaPp]\.?[Mm]\b\.?)?"
_DAY = r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4},?[ T]+)?"
_STAMP = rf"(?:[\[(]{_DAY}{_TIME}[\])]|{_DAY}{_TIME})"
_WORD = r"[^\W\d_][\w.'’&-]*"
_NAME = rf"{_WORD}(?:[ ](?:{_WORD}|\d{{1,3}})){{0,4}}"
_CAPITALS = r"[A-Z][A-Z.'’-]+(?:[ ][A-Z][A-Z.'’-]*){0,3}"
_ASIDE = r"(?:[ ]*[(\[][^()\[\]\n]{1,60}[)\]]){0,2}"  # (Leeds West) (Con)
_MARKS = r"[ \t]*(?:>{1,2}[ ]*|-[ ]+)?[*_]{0,3}"  # of broadcasts and of Markdown
# Kind of label -> what a line begins with.
_LABELS = {
    "timed": rf"{_STAMP}[ \t]*(?:[-–—][ ]*)?(?:<[@+ ]?(?P<timed>{_NAME})>|"
    rf"(?:From[ ])?(?P<stamped>{_NAME}?)(?:[ ]to[ ][^:\n]{{1,40}})?:)[*_]{{0,3}}(?=\s|$)",
    "after": rf"(?P<after>{_NAME}?){_ASIDE},?[ \t]+{_STAMP}(?::|[ \t]*$)",
    "angle": rf"<(?:v(?:\.\w+)*[ ])?(?P<angle>{_NAME})>",
    "bracket": rf"\[(?P<bracket>{_NAME})\]:?(?=[ \t]+\S)",
    "asked": r"(?P<asked>[QA])[.:][*_]{0,3}(?=\s)",
    "colon": rf"(?P<colon>{_NAME}){_ASIDE}(?:,[ ][^:.!?\n]{{1,60}})?"
    rf"[*_]{{0,3}}:[*_]{{0,3}}(?=\s|$)(?:[ \t]*{_STAMP}(?=[ \t\r]*$))?",
    "stop": rf"(?P<stop>{_CAPITALS})\.(?:[ ]*[\[(][^\n()\[\]]{{1,60}}[\])])?[*_]{{0,3}}(?=\s|$)",
}
_LABEL = re.compile(
    rf"^{_MARKS}(?:{'|'.join(_LABELS.values())}|(?P<nobody>{_STAMP}))", re.MULTILINE
)
_LINE = re.compile(r"\S[^\r\n]*")
# A paragraph in brackets, such as a stage direction.
_ASIDES = re.compile(r"^[ \t]*[(\[][^\n]*[)\]][.!]?[ \t\r]*$", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t\r]*\n|\r[ \t]*\r")
# Labels that are no names, however frequent.
_NO_NAMES = frozenset(
    """
    from to cc bcc re subject date sent note notes warning caution important tip hint example
    examples question answer input output figure table source sources see chapter section step
    part page appendix title author authors name address phone tel fax email mail web website url
    price total hours open opening location venue time place when where who what why how status
    type version default description summary abstract keywords introduction conclusion method
    methods results result ingredients directions instructions serves pros cons problem solution
    cause remedy advice symptom symptoms usage returns raises args parameters subs substitutes
    booked goals scorers referee attendance tries music applause laughter silence noise inaudible
    crosstalk intro outro jingle break present attendees participants todo fixme act scene update
    updated correction editor's monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december http https
    """.split()
)
# Labels that name a role, such as "the chair", also in lower case.
_PARTS = frozenset(
    """
    audience chair chairman chairwoman chairperson president speaker moderator host interviewer
    interviewee presenter narrator judge court clerk counsel witness attorney operator analyst
    teacher student doctor nurse patient therapist client caller customer agent reporter mayor
    commissioner senator minister chorus king queen messenger servant soldier all
    """.split()
)
_WITH_COLON = frozenset({"colon", "capitals"})
# A word in small letters, but not in an address.
_SMALL = re.compile(r"(?<![\w/.@-])[a-z]{2,}(?![\w/@-]|\.\w)")
_JOINS = frozenset("of the and for de da del la van von der den al el bin ibn".split())
# The least share of paragraphs with a label in texts whose labels may be plain words.
_SHARE = 0.4
# The same where there are so many, and each so often, that they must be speakers: a turn may have
# many paragraphs.
_MANY, _OFTEN, _SHARE_OF_MANY = 10, 4, 0.1
# The most of their labels that may be plain words, such as "Break:" or "Music:".
_PLAIN, _PLAIN_OF_MANY = 0.1, 0.5


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's turn: the characters start:end, including the label.

    label: as it is written, without time and brackets; "" where nobody speaks
    said: where what is said starts, after the label and its time
    """

    start: int
    end: int
    label: str
    said: int


def turns(text: str) -> list[Turn]:
    """The turns of a text, in order; empty if it is not a transcript."""
    found = [
        (match.end() - len(match[0].lstrip()), match.end(), *_kind_and_label(match))
        for match in _labels(text)
    ]
    small = frozenset(_SMALL.findall(text))
    kinds = _kinds_that_count(text, [(kind, label) for _, _, kind, label in found], small)
    times = Counter(label.lower() for *_, label in found)

    def is_speaker(kind: str, label: str) -> bool:
        often = times[label.lower()] >= _OFTEN
        return kind not in _WITH_COLON or often or not _is_plain(label, small)

    kept = [
        (at, said, label if is_speaker(kind, label) else "")
        for at, said, kind, label in found
        if kind in kinds
    ]
    ends = [*(at for at, _, _ in kept[1:]), len(text)][: len(kept)]
    inner = zip([at for at, _, _ in kept], ends[:-1], strict=False)
    continues = any(_BLANK.search(_ASIDES.sub("", text[at:end]).rstrip()) for at, end in inner)
    result = []
    for (at, said, label), end in zip(kept, ends, strict=True):
        paragraph = None if continues else _BLANK.search(text, at, end)
        result.append(Turn(at, paragraph.start() if paragraph else end, label, said))
    return result


def turn_starts(text: str) -> dict[int, int]:
    """The offsets at which turns begin -> those at which what is said starts."""
    return {turn.start: turn.said for turn in turns(text)}


def turn_at(found: Sequence[Turn], place: int) -> Turn | None:
    """The turn that contains a place of the text."""
    number = bisect_left(found, place + 1, key=lambda turn: turn.start) - 1
    return found[number] if number >= 0 and place < found[number].end else None


def _labels(text: str) -> list[re.Match[str]]:
    return [m for m in _LABEL.finditer(text) if m["nobody"] or not _no_name(m)]


def _kind_and_label(match: re.Match[str]) -> tuple[str, str]:
    kind = match.lastgroup or ""
    label = "" if kind == "nobody" else match[kind].strip(" .,-")
    if kind == "colon" and label.isupper():
        return "capitals", label
    return "timed" if kind in ("stamped", "nobody") else kind, label


def _no_name(match: re.Match[str]) -> bool:
    kind, label = _kind_and_label(match)
    words = label.split()
    if kind in ("timed", "angle"):
        return not words
    capital = all(w[0].isupper() or w[0].isdigit() or w.lower() in _JOINS for w in words)
    known = not _NO_NAMES.isdisjoint({words[0].lower(), words[-1].lower()}) if words else True
    return known or not (capital and words[0][0].isupper())


def _is_plain(label: str, small: Collection[str]) -> bool:
    """Whether a label is a word that the text also has in small letters, and no role."""
    return label.lower() in small and label.lower() not in _PARTS


def _kinds_that_count(
    text: str, found: Sequence[tuple[str, str]], small: Collection[str]
) -> set[str]:
    """The kinds of labels that this text uses consistently. small: its words in small letters"""
    paragraphs = 1 + len(_BLANK.findall(text.strip()))
    lines = len(_LINE.findall(text))
    kinds: set[str] = set()
    for kind in {kind for kind, _ in found}:
        # "NVK" may speak with "Ana Low"
        alike = _WITH_COLON if kind == "colon" else {kind}
        names = Counter(label.lower() for k, label in found if k in alike and label)
        total, again = sum(names.values()), sum(n > 1 for n in names.values())
        plain = [name for name in names if _is_plain(name, small)]
        many = total >= _MANY and total >= _OFTEN * len(names)
        most = _PLAIN_OF_MANY if many else _PLAIN
        few = sum(names[name] for name in plain) <= most * total  # "Break:"
        share = total / min(paragraphs if paragraphs > 2 else lines, lines)
        if kind in ("timed", "after"):
            counts = total > 1 and (again > 0 or share > 0.5)
        elif kind == "stop":
            counts = again > 1 and not plain
        elif kind == "asked":
            counts = len(names) == 2 and total > 2
        elif kind == "colon":
            least = _SHARE_OF_MANY if many else _SHARE
            people = names.keys() - plain
            several = len(people) > 1 or (many and any(" " in name for name in people))
            counts = several and again > 0 and few and share >= least
        else:
            counts = len(names) > len(plain) + 1 and few and (again > 0 or share > 0.5)
        if counts:
            kinds |= alike
    return kinds
