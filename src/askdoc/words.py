"""Turns a text into content words: stems, and their places.

`The talks in London` -> `talk` at 4:9, `london` at 13:19
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from itertools import groupby

import Stemmer

from askdoc.boundaries import boundaries
from askdoc.languages import LANGUAGES, language, question_languages, stop_words


def _marks() -> str:
    """Accents, vowel signs and the like that are characters of their own, as ranges."""
    marks = [c for c in map(chr, range(0x300, 0x1E00)) if unicodedata.category(c) in ("Mn", "Mc")]
    runs = groupby(enumerate(marks), lambda pair: ord(pair[1]) - pair[0])
    ends = [(run[0][1], run[-1][1]) for run in (list(group) for _, group in runs)]
    return "".join(f"{first}-{last}" for first, last in ends)


# Including combining accents, the vowel signs of Indian scripts, and joiners.
_WORD = re.compile(rf"\w[\w{_marks()}\u200c\u200d]*")
# Chinese, Japanese, Thai, Lao, Burmese, Khmer: scripts that set no spaces between words.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff]"
)
_UNSPACED_RUN = re.compile(rf"(?P<run>{_UNSPACED.pattern}+)|(?:(?!{_UNSPACED.pattern}).)+")
# Two characters of Chinese or Japanese. Words of the other scripts are longer.
_JOINED = re.compile(r"[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2}")
_stemming = threading.Lock()


def spelled(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[str, int, int]]:
    """(word in lower case, start, end) of each word of `text[start:end]`, in order."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        word = match[0]
        if word.isascii():
            yield word.lower(), match.start(), match.end()
        elif _UNSPACED.search(word):
            yield from _pairs(text, *match.span())
        else:
            yield _same_letters(word).lower(), match.start(), match.end()


def spelled_among(words: Collection[str], text: str) -> Iterator[tuple[str, int, int]]:
    """Those of `spelled(text)` that are one of these words, each word's in order.

    In ASCII it looks for the words instead of spelling all, which takes a twentieth of the time.
    """
    if not text.isascii():
        yield from (one for one in spelled(text) if one[0] in words)
        return
    lower = f" {text.lower()} "
    for word in words:
        at = lower.find(word, 1)
        while at > 0:
            end = at + len(word)
            if not _is_letter(lower[at - 1]) and not _is_letter(lower[end]):
                yield word, at - 1, end - 1
            at = lower.find(word, at + 1)


def _is_letter(character: str) -> bool:
    """Whether it belongs to a word, in ASCII."""
    return character.isalnum() or character == "_"


def _pairs(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The words of a run that contains a script without spaces: bigrams of its characters, as is
    usual for Chinese and Japanese."""
    for part in _UNSPACED_RUN.finditer(text, start, end):
        first, last = part.span()
        if not part["run"] or last - first == 1:
            if not any(map(str.isalnum, part[0])):
                continue  # a combining accent
            yield _same_letters(part[0]).lower(), first, last
            continue
        for at in range(first, last - 1):
            yield text[at : at + 2], at, at + 2


def content_words(
    text: str, start: int = 0, end: int | None = None, language: str = "en"
) -> Iterator[tuple[str, int, int]]:
    """(stem, start, end) of each word of `text[start:end]` that is no stop word of the language,
    in order."""
    common = stop_words(language)
    for word, first, last in spelled(text, start, end):
        # subtle: "IS" or "WHO" in capitals is a name, not a stop word
        if word not in common or (last - first > 1 and text[first:last].isupper()):
            yield stem_of(word, language), first, last


def question_words(question: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """(its stems, start, end) of each content word of a question: one stem, unless the question
    may be in several languages in which its stems differ, the likeliest first."""
    codes = [one.code for one in question_languages(question)]
    for stem, start, end in content_words(question, language=codes[0]):
        word = _same_letters(question[start:end]).lower()
        others = [stem_of(word, code) for code in codes[1:]]
        yield tuple(dict.fromkeys([stem, *others])), start, end


def joining(question: str) -> frozenset[str]:
    """The pairs of signs that join the end of one word to the start of the next.

    桥的设计者 -> 桥的, 的设
    """
    pairs = [(word, start + 1) for word, start, _ in spelled(question) if _JOINED.fullmatch(word)]
    if not pairs:
        return frozenset()
    ends = boundaries(question)
    inside = {word for word, middle in pairs if middle not in ends}
    return frozenset(word for word, _ in pairs) - inside


def stems(text: str, language: str = "en") -> list[str]:
    """The stems of the content words, in order, with repetitions."""
    return [stem for stem, _, _ in content_words(text, language=language)]


def demanded_stems(phrase: str) -> list[frozenset[str]]:
    """The stems of each word of a phrase in all languages: a passage with the phrase contains one
    of each. Words that are stop words in some language are left out."""
    return [
        frozenset(stem_of(word, code) for code in LANGUAGES)
        for word, _, _ in spelled(phrase)
        if not any(word in stop_words(code) for code in LANGUAGES)
    ]


def same_stem(words: Iterable[str], others: Iterable[str]) -> bool:
    """Whether two sets of words in lower case share a stem."""
    return not {stem_of(word) for word in words}.isdisjoint(map(stem_of, others))


# Stems of titles: "Mr Law" is Jack Law, but "Mrs Law" is not "Mr Law".
_TITLES = frozenset("mr mrs ms miss sir lord ladi dame dr prof professor".split())


@lru_cache(maxsize=100_000)
def is_same_person(asked: frozenset[str], full_name: str) -> bool:
    """Whether a speaker is the person that the stems of a name or role ask about.

    Law, Jack Law, Mr Law, driver -> True of "Jack Law, driver"; Ann Law -> False
    """
    name, _, role = full_name.partition(", ")
    names = frozenset(stems(name))
    if not (names & _TITLES and asked & _TITLES):
        names, asked = names - _TITLES or names, asked - _TITLES or asked
    return bool(names and asked) and (names <= asked or asked <= names.union(stems(role)))


def _same_letters(word: str) -> str:
    """A letter as one character, however it was written: accents apart, ligatures, full width."""
    return word if word.isascii() else unicodedata.normalize("NFKC", word).replace(" ", "")


@lru_cache(maxsize=100_000)  # a language's common words
def stem_of(word: str, language: str = "en") -> str:
    """The stem of a word in lower case."""
    with _stemming:  # stemmers are not thread-safe, and a server asks from many threads
        stemmer = _stemmer(language)
        return str(stemmer.stemWord(word)) if stemmer else word


@cache
def _stemmer(code: str) -> Stemmer.Stemmer | None:
    name = language(code).stemmer
    return Stemmer.Stemmer(name) if name else None
