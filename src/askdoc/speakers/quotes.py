"""Find the words of each sentence that are in quotation marks, even if the marks are unbalanced.

Newspapers reopen a quotation at each paragraph or sentence, and may not close it. So the characters
around a mark decide whether it opens or closes (after a space, it opens), and an open quotation
ends with its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from askdoc.speakers.words import FIRST_PERSON

# Placeholders for quoted words: speech, or scare quotes.
QUOTE = "\x02"
SCARE = "\x03"
# Longer "sentences" are tables or lists without speakers; the limit also bounds the time.
MAX_SENTENCE = 2000
# `a "stop and search" power`: up to this many words without punctuation are scare quotes.
_MAX_SCARE = 3

_MARK = re.compile(r"[\"“”„«»]")
_OPENS_SINGLE = re.compile(r"(?:(?<=[\s(])|^)['‘](?=\w)")
_CLOSES_SINGLE = re.compile(r"(?<=[.,!?…])['’](?=\s|$)")
_TITLE_STOP = re.compile(r"\b(Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Col|Lt|Capt|Sgt|Rev|Jr|Sr|St)\.")
_WORD = re.compile(
    r"(?:[A-Z]\.)+(?=\s*[A-Za-z])|[^\W_]+(?:[.'’&-][^\W_]+)*(?:['’](?!\w))?|[,;:.!?…()\[\]—–-]"
)


@dataclass(slots=True)
class Reading:
    """A sentence with its quotations.

    words: words and punctuation, with one QUOTE for each quotation
    quoted: whether it contains quoted speech
    from_start: whether it starts with quoted speech
    bare: whether (nearly) nothing is outside the quotation marks
    open: whether the quotation continues after it
    """

    words: list[str]
    quoted: bool = False
    from_start: bool = False
    bare: bool = False
    open: bool = False


def read(paragraph: Sequence[str]) -> list[Reading]:
    """The readings of the sentences of a paragraph."""
    texts = [_with_double_marks(text) if len(text) <= MAX_SENTENCE else "" for text in paragraph]
    marks = [_marks(text) for text in texts]
    closed_later = _closed_later(marks)
    readings: list[Reading] = []
    for text, found, later in zip(texts, marks, closed_later, strict=True):
        running = bool(readings) and readings[-1].open
        readings.append(_read(text, found, _begins_inside(text, found, running, later)))
    return readings


def _with_double_marks(text: str) -> str:
    """‘I left,’ he said. -> "I left," he said.  The length stays; apostrophes are no marks."""
    if _MARK.search(text) or not (opener := _OPENS_SINGLE.search(text)):
        return text
    closers = [m.start() for m in _CLOSES_SINGLE.finditer(text, opener.end())]
    if not closers:
        return '"' + text[1:] if text.startswith("‘") else text
    chars = list(text)
    for place in [*(m.start() for m in _OPENS_SINGLE.finditer(text)), *closers]:
        chars[place] = '"'
    return "".join(chars)


def _marks(text: str) -> list[tuple[int, bool]]:
    """-> (place, whether it opens) for each quotation mark."""
    found = []
    for match in _MARK.finditer(text):
        place = match.start()
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        if match[0] in "“„«":
            opens = True
        elif match[0] in "”»":
            opens = False
        else:
            opens = bool(after.strip()) and (not before.strip() or before in "([—–-/‘'")
        found.append((place, opens))
    return found


def _closed_later(marks: list[list[tuple[int, bool]]]) -> list[bool]:
    """For each sentence, whether the next mark after it in the paragraph closes."""
    result = []
    closes = False
    for found in reversed(marks):
        result.append(closes)
        if found:
            closes = not found[0][1]
    return result[::-1]


def _begins_inside(
    text: str, marks: list[tuple[int, bool]], running: bool, closed_later: bool
) -> bool:
    """Whether the sentence starts inside a quotation that it does not open itself."""
    if marks:
        openers = sum(opens for _, opens in marks)
        # subtle: `and I "left" then."` opens once and closes twice
        return not marks[0][1] or (running and marks[0][0] > 0 and len(marks) > 2 * openers)
    if not running:
        return False
    words = text.lower().replace("’", "'").split()
    reports = len(words) > 1 and words[1] in ("said", "says", "told", "added")
    return closed_later or not reports or not FIRST_PERSON.isdisjoint(words)


def _read(text: str, marks: list[tuple[int, bool]], inside: bool) -> Reading:
    """Parse the marks of one sentence; a mark inside a quotation nests."""
    reading = Reading([])
    depth, begun = int(inside), 0
    for place, opens in [*marks, (len(text), False)]:
        if depth == 0 or place == len(text) or (depth == 1 and not opens):
            _take(reading, text[begun:place], depth > 0, place < len(text))
            begun = place + 1
        if place < len(text):
            depth = depth + 1 if opens and depth < 2 else max(depth - (not opens), 0)
    reading.open = depth > 0
    outside = [word for word in reading.words if word[0].isalnum() or word == SCARE]
    reading.bare = reading.quoted and len(outside) < 2
    reading.from_start = reading.words[:1] == [QUOTE]
    return reading


def _take(reading: Reading, part: str, quoted: bool, closed: bool) -> None:
    """Append a part of the sentence: its words, or one QUOTE or SCARE."""
    if not quoted:
        reading.words += _WORD.findall(_TITLE_STOP.sub(r"\1", part.replace("’", "'")))
        return
    count = len(part.split())
    if not count:
        return
    ends_like_speech = part.rstrip()[-1:] in tuple(",.!?…—-")
    scare = closed and count <= _MAX_SCARE and not ends_like_speech
    reading.words.append(SCARE if scare else QUOTE)
    reading.quoted = reading.quoted or not scare
