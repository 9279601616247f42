"""A text becomes content words: stems, and where they stand.

`The talks in London` -> `talk` at 4:9, `london` at 13:19
"""

from __future__ import annotations

import importlib.util
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import Stemmer


def _stop_words() -> frozenset[str]:
    """The list in bm25s; importing bm25s itself takes as long as all the rest of askdoc."""
    package = importlib.util.find_spec("bm25s")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("no package bm25s; run: pip install bm25s")
    loader = SourceFileLoader("stopwords", str(Path(package.origin).with_name("stopwords.py")))
    module = ModuleType("stopwords")
    loader.exec_module(module)
    return frozenset(module.STOPWORDS_EN_PLUS)


_WORD = re.compile(r"\w+")
_STOP_WORDS = _stop_words()
_stemmer = Stemmer.Stemmer("english")
_stemming = threading.Lock()


def content_words(
    text: str, start: int = 0, end: int | None = None
) -> Iterator[tuple[str, int, int]]:
    """(stem, start, end) of each word of `text[start:end]` that is no stop word, in order."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        word = match[0].lower()
        # subtle: "IS" or "WHO" in capitals is a name, not a stop word
        if word not in _STOP_WORDS or (len(word) > 1 and match[0].isupper()):
            yield _stem(word), match.start(), match.end()


def stems(text: str) -> list[str]:
    """The stems of the content words, in order, repeats and all."""
    return [stem for stem, _, _ in content_words(text)]


def english_share(text: str) -> float:
    """How many of its words are English stop words, 0..1; 1 for a text without a word."""
    words = [word.lower() for word in _WORD.findall(text)]
    return sum(word in _STOP_WORDS for word in words) / len(words) if words else 1.0


@lru_cache(maxsize=100_000)  # a language's common words
def _stem(word: str) -> str:
    with _stemming:  # a stemmer is not safe to share by threads, and a server asks from many
        return str(_stemmer.stemWord(word))


# The words of quotation marks, straight or curly, and a word after a hyphen: "root cause" -Berlin
_QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”')
_EXCLUDED = re.compile(r"(?<!\S)-([^\W\d_]{2}[\w'’-]*)(?=[\s.,;:?!]|$)")


@dataclass(frozen=True, slots=True)
class Operators:
    """What a question demands of a passage: `phrases` occur in it, `excluded` words do not."""

    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.phrases or self.excluded)

    def without_phrases(self) -> Operators:
        return Operators((), self.excluded)

    def allow(self, text: str) -> bool:
        """Small and capital letters are the same, and so are words of one stem if excluded."""
        plain = _plain(text)
        return all(f" {_plain(phrase)} " in f" {plain} " for phrase in self.phrases) and not (
            {_stem(word) for word in plain.split()} & {_stem(word) for word in self.excluded}
        )


def operators(question: str) -> tuple[str, Operators]:
    """A question -> (what to search, what every passage must and must not hold).

    `Who named the "root cause" -Berlin?` -> `Who named the "root cause"?`, phrase
    `root cause`, excluded `berlin`
    """
    phrases = tuple(a or b for a, b in _QUOTED.findall(question) if _plain(a or b))
    outside = _QUOTED.sub(lambda match: " " * len(match[0]), question)
    excluded = tuple(_EXCLUDED.findall(outside))
    for match in reversed(list(_EXCLUDED.finditer(outside))):
        question = question[: match.start()] + question[match.end() :]
    whole = (re.sub(r"['’]s$", "", word) for word in excluded)
    plain_words = tuple(word for part in whole for word in _plain(part).split())
    searched = re.sub(r"\s+(?=[?.!]*$)", "", " ".join(question.split()))
    return searched, Operators(phrases, plain_words)


def _plain(text: str) -> str:
    """Its words in small letters with one space between: "A `Root`  cause." -> "a root cause"."""
    return " ".join(word.lower() for word in _WORD.findall(text))
