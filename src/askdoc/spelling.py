"""Correct typos: to a word of the documents, or else to a common word of the question's language.

Only a word that no document holds can be mistyped, and only if neither the model nor the dictionary
knows it as a word: "Merkel" stays Merkel in a library that speaks of Markel. A question also has
words that its documents lack, "the author" for one; the dictionary corrects these, but no names.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

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
# A word rarer than one in ten million is probably not what was meant.
_COMMON = 1e-7
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
    meant = _Meant(words_of(texts), question_languages(question)[0].code)
    corrected, certain = {}, meant.dictionary is not None
    for word, start, end in reversed(doubtful):
        if right := meant.word(word):
            question = question[:start] + right + question[end:]
            corrected[right], certain = word, certain and word.islower()
    return Correction(question, corrected, certain)


def is_listed(word: str, code: str) -> bool:
    """Whether the dictionary of a language lists a word; without a dictionary, always."""
    dictionary = _dictionary(code)
    return not dictionary or bool(dictionary.known([word]))


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


class _Meant:
    """Finds the word that a mistyped one means.

    there: as `words_of` returns them; code: the language of the question
    """

    def __init__(self, there: dict[str, str], code: str) -> None:
        self.dictionary = _dictionary(code)
        common = {word: word for word in stop_words(code) if word not in there}
        self._there = there | common
        self._stems = {stem_of(word): word for word in reversed(there)}

    def word(self, typed: str) -> str | None:
        """The nearest word of the texts, or a stop word; else the most frequent word of the
        dictionary, rather one whose stem is in the texts; else the word with the nearest stem."""
        low = typed.lower()
        if self.dictionary and self.dictionary.known([low]):
            return None
        if not self.dictionary and len(typed) < _LONG and typed[0] <= LAST_LATIN:
            return None
        near = _near(low, self._there)
        listed = self._listed(low) if typed.islower() else []
        stemmed = [word for word in listed if stem_of(word) in self._stems]
        one_slip = [word for word, distance in near if distance == 1]
        for found in one_slip, stemmed, [word for word, _ in near], listed:
            if found:
                return self._shown(found[0], typed)
        stems = _near(stem_of(low), self._stems)
        return self._shown(self._stems[stems[0][0]], typed) if stems else None

    def _listed(self, low: str) -> list[str]:
        """The words of the dictionary that may be meant, the most frequent first."""
        if not self.dictionary or not _slips(low):
            return []
        if len(low) > self.dictionary.word_frequency.longest_word_length + 1:
            return []  # it would be changed in thousands of ways
        frequency = self.dictionary.word_usage_frequency
        near = [
            word
            for word in self.dictionary.known(self.dictionary.edit_distance_1(low))
            if word[0] == low[0] or word[:2] == low[1::-1]  # the first letter is rarely wrong
        ]
        return sorted((w for w in near if frequency(w) >= _COMMON), key=frequency, reverse=True)

    def _shown(self, word: str, typed: str) -> str:
        """With a capital if it was typed with one, because capitals tell names from other words."""
        shown = self._there.get(word, word)
        if typed[:1].islower():
            return shown.lower() if shown[1:].islower() else shown
        return shown.capitalize() if shown.islower() else shown


@lru_cache(maxsize=2)
def _dictionary(code: str) -> Any | None:
    """The words of a language with their frequencies, if there is such a dictionary."""
    if code not in _DICTIONARIES:
        return None
    from spellchecker import SpellChecker  # loading takes .2 s, and few questions need it

    return SpellChecker(language=code, distance=1)


def _near(word: str, choices: Collection[str]) -> list[tuple[str, int]]:
    """The choices that may be meant by a word, nearest first, with their edit distances."""
    slips = _slips(word)
    return [
        (choice, distance)
        for choice, distance in _most_alike(word, choices, max(1, slips))
        # three letters are a word only if they are its letters; the first letter is rarely wrong
        if (slips or sorted(choice) == sorted(word)) and (distance == 1 or choice[0] == word[0])
    ]


def _most_alike(word: str, choices: Collection[str], most: int) -> list[tuple[str, int]]:
    """The choices within an edit distance, nearest first; ties keep their order."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(word, list(choices), scorer=OSA.distance, score_cutoff=most, limit=None)
    return [(str(choice), int(distance)) for choice, distance, _ in found]


def _slips(word: str) -> int:
    return max((n for least, n in SLIPS.items() if len(word) >= least), default=0)
