"""Letters of glyphs that a font does not map to characters, often those of ligatures.

Each such glyph is read as a placeholder. Then its words decide: "con?rmed" and "?ve" are words with
"fi". What they do not decide becomes U+FFFD.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from askdoc.load.pdf.legible import LOST_FONT
from askdoc.load.pdf.line import Line, is_beside
from askdoc.types.documents import Omitted

# The end of the last plane for private use, where no font is known to have characters.
_FIRST, _LAST = 0x10F000, 0x10FFFD
_PLACEHOLDER = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
_WORD = re.compile(f"(?:[^\\W\\d_]|{_PLACEHOLDER.pattern})+")
_UNKNOWN = "\ufffd"
_BULLET = "•"
_GUESSED = "glyph without letters"
_EXAMPLES = 3
# The ligatures that nearly all fonts have, and those of some.
_LIGATURES = ("fi", "fl", "ff", "ffi", "ffl"), ("ti", "tt", "ft", "fj", "Th", "ct", "st")
# A glyph is a ligature if so many of its words become words of the language, and those that become
# just one have so many letters in all: by chance, "o?er" becomes "offer" where it was "over".
_SHARE = 0.5
_LETTERS = 8
# Frequent words of the languages that have a dictionary; they tell which one a text is in.
_FREQUENT = {
    "de": {"der", "und", "die", "das", "nicht", "ist"},
    "en": {"the", "of", "and", "to", "is", "that"},
    "es": {"el", "los", "las", "y", "del", "una"},
    "fr": {"les", "et", "des", "est", "une", "dans"},
    "it": {"il", "di", "che", "gli", "della", "non"},
    "nl": {"het", "een", "van", "niet", "zijn", "voor"},
    "pt": {"os", "uma", "não", "do", "da", "em"},
}


class Unmapped:
    """The glyphs of a file that its fonts do not map to characters, each with its placeholder."""

    def __init__(self) -> None:
        self._placeholders: dict[tuple[bytes, int, float], str] = {}

    def placeholder(self, font: bytes, code: int, width: float) -> str:
        """font: its name; code: as PDFium reports the glyph; width: relative to its height"""
        next_one = chr(min(_FIRST + len(self._placeholders), _LAST))
        return self._placeholders.setdefault((font, code, round(width, 3)), next_one)

    def fonts(self, text: str) -> set[str]:
        """The names of the fonts of the placeholders in a text."""
        return {
            font.decode("utf-8", "replace")
            for (font, _, _), one in self._placeholders.items()
            if one in text
        }


def is_unmapped(text: str) -> bool:
    """Whether a text has only placeholders and spaces."""
    return not _PLACEHOLDER.sub("", text).strip()


def with_letters(
    pages: Sequence[Sequence[Line]], unmapped: Unmapped
) -> tuple[list[list[Line]], list[Omitted]]:
    """-> (the pieces of each page with letters for placeholders, U+FFFD where they are unknown;
    the fonts of pieces that are left out, because most of their characters are unknown, and the
    words whose letters a dictionary decided)"""
    texts = [piece.text for page in pages for piece in page]
    if not _PLACEHOLDER.search("".join(texts)):
        return [list(page) for page in pages], []
    guessed: dict[str, None] = {}
    read = _reading(texts, _bullets(pages), guessed)
    kept: list[list[Line]] = []
    omitted: list[Omitted] = []
    for number, page in enumerate(pages, start=1):
        kept.append([])
        fonts = set[str]()
        for piece in page:
            text = _WORD.sub(read, piece.text)
            unknown = text.count(_UNKNOWN)
            if unknown > 1 and unknown > len(text.replace(" ", "")) / 2:
                fonts |= unmapped.fonts(piece.text)
            elif text != piece.text:
                words = tuple(
                    word._replace(text=_WORD.sub(read, word.text)) for word in piece.words
                )
                kept[-1].append(replace(piece, text=text, words=words))
            else:
                kept[-1].append(piece)
        omitted += [Omitted(LOST_FONT, name=font, page=number) for font in sorted(fonts)]
    if guessed:
        omitted.append(Omitted(_GUESSED, name=f"guessed with a dictionary: {_some(list(guessed))}"))
    return kept, omitted


def _some(words: Sequence[str]) -> str:
    """["five"] -> "five"; of many, how many there are and the first"""
    said = ", ".join(words[:_EXAMPLES])
    return f"{len(words)} words ({said}, ...)" if len(words) > _EXAMPLES else said


def _reading(
    texts: Sequence[str], bullets: Container[str], guessed: dict[str, None]
) -> Callable[[re.Match[str]], str]:
    """A function that returns what a word of some texts says, with letters for placeholders, and
    adds the words whose letters a dictionary decided to `guessed`."""
    found = (word for text in texts if _PLACEHOLDER.search(text) for word in _WORD.findall(text))
    words = {word for word in found if len(word) > 1}
    letters = _letters(words, _dictionary(texts)) if words else {}

    def read(match: re.Match[str]) -> str:
        word = match[0]
        used = _PLACEHOLDER.findall(word)
        for one in used:
            other = _BULLET if word in bullets else _UNKNOWN
            word = word.replace(one, letters.get((one, match[0]), other))
        if any((one, match[0]) in letters for one in used):
            guessed[word] = None
        return word

    return read


def _bullets(pages: Iterable[Sequence[Line]]) -> set[str]:
    """The placeholders that are only used as the mark of list items."""
    used, marks = Counter[str](), Counter[str]()
    for page in pages:
        for piece, after in zip_longest(page, page[1:]):
            used.update(_PLACEHOLDER.findall(piece.text))
            beside = len(piece.text) == 1 and after and is_beside(piece, after)
            marks[piece.text[:1]] += bool(beside or piece.text[1:2] == " ")
    return {one for one in used if 1 < used[one] == marks[one]}


def _letters(
    words: Iterable[str], known: Callable[[Iterable[str]], set[str]]
) -> dict[tuple[str, str], str]:
    """(a placeholder, a word with it) -> its letters, for those that the words decide."""
    uses: defaultdict[str, set[str]] = defaultdict(set)
    for word in words:
        for one in _PLACEHOLDER.findall(word):
            uses[one].add(word)
    found: dict[tuple[str, str], str] = {}
    for one, its_words in uses.items():
        for ligatures in _LIGATURES:
            fits = _fits(one, its_words, ligatures, known)
            explained = sum(map(bool, fits.values()))
            letters = sum(len(word) + 1 for word, fit in fits.items() if len(fit) == 1)
            if explained >= _SHARE * len(its_words) and letters >= _LETTERS:
                certain = {fit[0] for fit in fits.values() if len(fit) == 1}
                for word, fit in fits.items():
                    # subtle: fi and fl of one width, both without a character, look alike here
                    possible = fit if len(fit) == 1 else certain.intersection(fit or certain)
                    if len(possible) == 1:
                        found[one, word] = next(iter(possible))
                break
    return found


def _fits(
    one: str,
    words: Iterable[str],
    ligatures: Sequence[str],
    known: Callable[[Iterable[str]], set[str]],
) -> dict[str, list[str]]:
    """Each word -> the ligatures with which it is a word of the language."""
    read = {word: {each: word.replace(one, each).lower() for each in ligatures} for word in words}
    listed = known({whole for wholes in read.values() for whole in wholes.values()})
    return {
        word: [each for each, whole in wholes.items() if whole in listed]
        for word, wholes in read.items()
    }


def _dictionary(texts: Iterable[str]) -> Callable[[Iterable[str]], set[str]]:
    """A function that returns those of some words that the language of a text has."""
    count = Counter(word for text in texts for word in text.lower().split())
    seen = {code: sum(count[word] for word in words) for code, words in _FREQUENT.items()}
    code = max(seen, key=lambda code: seen[code])
    if not seen[code]:
        return lambda _: set()
    known: Callable[[Iterable[str]], set[str]] = _listed(code).known
    return known


@lru_cache(maxsize=1)
def _listed(code: str) -> Any:
    """The words of a language."""
    from spellchecker import SpellChecker  # loading takes .2 s, and few files need it

    return SpellChecker(language=code, distance=1)
