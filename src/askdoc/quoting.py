"""Find where a text says something word for word, ignoring line breaks and typography."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# Combining accents, and invisible characters.
_ACCENTS = "\u0300-\u036f"
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
# A word may contain apostrophes, a number points; hyphens between letters are ignored, also at a
# line break. A character of a script without spaces is a word. Quotation marks, dashes, brackets
# and the asterisks of Markdown are no tokens; other marks are, and `...` is one token.
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    rf"|[^\W_](?:[{_ACCENTS}]|[-‐‑\u00ad][ \t]*\r?\n\s*(?=[^\W\d_])|[{_UNSEEN}]|[^\W_]"
    rf"|(?<=[^\W\d_]|[{_ACCENTS}])(?:['’‘ʼ]|[-‐‑])(?=[^\W\d_])|(?<=\d)[.,:](?=\d))*"
    r"|\.(?:[ \u00a0]?\.)+|…|[,.;:!?()%&$€£¥§°+=/@#]"
)
_FOLDED = re.compile(rf"[-‐‑\s{_UNSEEN}]")
_APOSTROPHES = str.maketrans("’‘ʼ", "'''")
# Characters before the first word that belong to the quotation.
_OPENING = "\"“”„«»‘’‚‹›'([–—-"


class Token(NamedTuple):
    """A normalized word or mark of a text, and its place."""

    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The words and marks of a text, in order.

    Blank space, quotation marks, dashes and hyphens between letters do not count, and the ways of
    writing the same letter count alike: "“ﬁne-\\ntuned”" -> finetuned.
    """
    for found in _TOKEN.finditer(text):
        yield Token(_counted(found[0]), found.start(), found.end())


def token_texts(text: str) -> list[str]:
    """The same without places."""
    return [_counted(found) for found in _TOKEN.findall(text)]


def is_word(token: str) -> bool:
    """Whether it is a word or a number rather than a mark."""
    return token[0].isalnum()


def find_words(text: str, words: str) -> tuple[int, int] | None:
    """(start, end) of the first place where a text contains these words, None if there is none.

    They count as `tokens` says.
    """
    start = text.find(words)
    if start >= 0:
        return start, start + len(words)
    wanted = list(tokens(words))
    if not wanted:
        return None
    there = list(tokens(text))
    run = f" {' '.join(token.text for token in wanted)} "
    joined = f" {' '.join(token.text for token in there)} "
    at = joined.find(run)
    if at < 0:
        return None
    first = joined.count(" ", 0, at)
    start, end = there[first].start, there[first + len(wanted) - 1].end
    before, after = words[: wanted[0].start].strip(), words[wanted[-1].end :].strip()
    while before and text[start - 1 : start] in (*_OPENING,):
        start, before = start - 1, before[:-1]
    while after and text[end : end + 1] in (*_OPENING, ")", "]"):
        end, after = end + 1, after[1:]
    return start, end


def _counted(token: str) -> str:
    """ "ﬁne-\\ntuned" -> "finetuned"; every run of dots is "…"."""
    if token.isalnum() and token.isascii():
        return token
    if token.startswith((".", "…")):
        return "…" if len(token) > 1 or token == "…" else "."
    token = unicodedata.normalize("NFKC", token.translate(_APOSTROPHES))
    return _FOLDED.sub("", token)
