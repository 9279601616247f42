"""Texts that spell an abbreviation out.

"... the service level agreement (SLA) ..." does, and "SLA (service level agreement)".
"""

from __future__ import annotations

import re

_IN_BRACKETS = re.compile(r"\(([^()\n]{2,120})\)")
# (the "SLA") -> SLA
_QUOTED = re.compile(r"[\"“”„«»'‘’]+|^(?:the|or)\s+", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([\w&./-]+)[\"“”'’]?\s+$")
_SHORT = 4
_LAST_WORDS = re.compile(r"[^\s()]+")


def spells_out(short: str, text: str) -> bool:
    """Whether a text explains an abbreviation in brackets, in either order."""
    if len(short) < 2 or short.casefold() not in text.casefold():
        return False
    for match in _IN_BRACKETS.finditer(text):
        inside = _QUOTED.sub("", match[1]).strip()
        before = text[: match.start()]
        word = _WORD_BEFORE.search(before)
        if _same(short, inside):
            long = before
        elif word and _same(short, word[1]) and " " in inside:
            long = inside
        else:
            continue
        if _is_short_for(short, long):
            return True
    return False


def _same(short: str, word: str) -> bool:
    """Whether a word of a text is this abbreviation; "SLAs" is its plural.

    "surname" is none: the letters of a longer word without capitals are in many texts by accident.
    """
    if word.casefold() not in (short.casefold(), f"{short.casefold()}s"):
        return False
    return len(word) <= _SHORT or not word[1:].islower()


def _is_short_for(short: str, text: str) -> bool:
    """Whether the last words of a text contain the letters of an abbreviation in order, its first
    at the start of a word (Schwartz and Hearst, "A simple algorithm for identifying abbreviation
    definitions in biomedical text", 2003)."""
    letters = [c for c in short.casefold() if c.isalnum()]
    words = _LAST_WORDS.findall(text[-200:])[-min(len(letters) + 5, 2 * len(letters)) :]
    long = " ".join(words).casefold()
    at = len(long)
    for place, letter in reversed(list(enumerate(letters))):
        at = long.rfind(letter, 0, at)
        while place == 0 and at > 0 and long[at - 1].isalnum():
            at = long.rfind(letter, 0, at)
        if at < 0:
            return False
    return bool(letters) and not _same(short, long[at:])
