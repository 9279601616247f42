"""Correct typos: to a word of the documents, or else to a common word of the question's language.

Only a word that no document holds can be mistyped, and only if neither the model nor the dictionary
knows it as a word: "Merkel" stays Merkel in a library that speaks of Markel. A question also has
words that its documents lack, "the author" for one; the dictionary corrects these, but no names.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from askdoc.languages import LAST_LATIN, question_languages, stop_words
from askdoc.words import spelled, stem_of

# The edit distance (with swaps of neighbours) allowed for words from so many letters on: one typo
# in a word is common, two only in a long one.
SLIPS = {4: 1, 9: 2}
# Languages whose dictionaries contain nearly all words of ordinary text. That of Spanish contains
# .56 of those of bench/languages, that of German .99.
_DICTIONARIES = frozenset({"de", "en", "fr", "it", "nl", "pt"})
# Without one, shorter words stay as they are: most of them are near other words. Words of other
# scripts than Latin match by their letters alone, so that an ending is to be corrected, too.
_LONG = 6
# A word rarer than one in a million is probably not what was meant.
_COMMON = 1e-6
# The largest edit distance of a word suggested for one that was not found.
_NEAR = 2


class Correction(NamedTuple):
    """A question with its typos corrected.

    corrected: each word that took the place of another -> that one, as it was typed
    certain: whether all of those are no words of the language, and no names
    """

    question: str
    corrected: dict[str, str]
    certain: bool


def correct(
    question: str, missing: Collection[str], texts: Iterable[str], known: Callable[[str], bool]
) -> Correction:
    """The question with its mistyped words as these texts spell them, or else as the dictionary
    does; itself without any.

    missing: its words, as written, that no document holds
    known: is this a word, as far as the model knows?
    """
    missing = {word.lower() for word in missing}
    doubtful = [
        (question[start:end], start, end)
        for word, start, end in spelled(question)
        if word in missing and word.isalpha() and not known(word)
    ]
    if not doubtful:
        return Correction(question, {}, False)
    there = words_of(texts)
    code = question_languages(question)[0].code
    dictionary = _dictionary(code)
    corrected, certain = {}, dictionary is not None
    for word, start, end in reversed(doubtful):
        if dictionary and dictionary.known([word.lower()]):
            continue
        if not dictionary and len(word) < _LONG and word[0] <= LAST_LATIN:
            continue
        right = _meant(word, there, code)
        if right is None and word.islower() and dictionary:
            right = _common(word, dictionary)
        if right:
            question = question[:start] + right + question[end:]
            corrected[right], certain = word, certain and word.islower()
    return Correction(question, corrected, certain)


def nearest(word: str, texts: Iterable[str]) -> str | None:
    """The word of these texts with the spelling nearest to a name; None if there is none."""
    there = {low: shown for low, shown in words_of(texts).items() if shown[:1].isupper()}
    near = _most_alike(word.lower(), there, _NEAR)
    return there[near[0][0]] if near and _slips(word) else None


def words_of(texts: Iterable[str]) -> dict[str, str]:
    """Each word of some texts, in lower case -> as it is written there, with a capital only if
    always."""
    found: dict[str, str] = {}
    for text in texts:
        for word, start, end in spelled(text):
            if word not in found or text[start].islower():
                found[word] = text[start:end]
    return found


def _meant(word: str, there: dict[str, str], code: str) -> str | None:
    """The word of `there`, or the stop word, that is meant: the nearest one, by its letters or
    those of its stem."""
    low = word.lower()
    common = {other: other for other in stop_words(code) if other not in there}
    right = _nearest(low, [*there, *common])
    if right is None:
        stemmed = {stem_of(other): other for other in reversed(there)}
        near = _nearest(stem_of(low), list(stemmed))
        right = stemmed[near] if near else None
    if right is None:
        return None
    shown = there.get(right, right)
    return shown.capitalize() if word[:1].isupper() and shown.islower() else shown


def _common(word: str, dictionary: Any) -> str | None:
    """The most frequent word of a dictionary that may be meant."""
    if not _slips(word):
        return None
    near = [
        other
        for other in dictionary.known(dictionary.edit_distance_1(word))
        if other[0] == word[0] or other[:2] == word[1::-1]  # the first letter is rarely wrong
    ]
    best = max(near, key=dictionary.word_usage_frequency, default="")
    return best if best and dictionary.word_usage_frequency(best) >= _COMMON else None


@lru_cache(maxsize=2)
def _dictionary(code: str) -> Any | None:
    """The words of a language with their frequencies, if there is such a dictionary."""
    if code not in _DICTIONARIES:
        return None
    from spellchecker import SpellChecker  # loading takes .2 s, and few questions need it

    return SpellChecker(language=code, distance=1)


def _nearest(word: str, choices: Collection[str]) -> str | None:
    slips = _slips(word)
    for right, distance in _most_alike(word, choices, max(1, slips)):
        if not slips and sorted(right) != sorted(word):
            continue  # three letters are a word only if they are its letters
        if distance > 1 and right[:1] != word[:1]:
            continue  # the first letter is rarely wrong
        return right
    return None


def _most_alike(word: str, choices: Collection[str], most: int) -> list[tuple[str, int]]:
    """The choices within an edit distance, nearest first; ties keep their order."""
    found = process.extract(word, list(choices), scorer=OSA.distance, score_cutoff=most, limit=None)
    return [(str(choice), int(distance)) for choice, distance, _ in found]


def _slips(word: str) -> int:
    return max((n for least, n in SLIPS.items() if len(word) >= least), default=0)
