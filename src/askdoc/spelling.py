"""Correct typos to words of the documents.

Only a word that no document holds can be mistyped, and only if the model does not know it as a
word either: "Merkel" stays Merkel in a library that speaks of Markel.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from askdoc.languages import stop_words
from askdoc.words import spelled, stem_of

# Insertions, deletions, replacements and swaps of neighbours, for words from so many letters on:
# one slip in a word is common, two only in a long one.
SLIPS = {4: 1, 9: 2}
# How far a word may be that is named beside one that was not found.
_NEAR = 2


def mended(
    question: str, missing: Collection[str], texts: Iterable[str], known: Callable[[str], bool]
) -> str:
    """The question with its mistyped words as these texts spell them; itself without any.

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
        return question
    there = words_of(texts)
    for word, start, end in reversed(doubtful):
        if right := _meant(word, there):
            question = question[:start] + right + question[end:]
    return question


def nearest(word: str, texts: Iterable[str]) -> str | None:
    """The word of these texts with the spelling nearest to a name; None if there is none."""
    there = {low: shown for low, shown in words_of(texts).items() if shown[:1].isupper()}
    near = _most_alike(word.lower(), there, _NEAR)
    return there[near[0][0]] if near and _slips(word) else None


def words_of(texts: Iterable[str]) -> dict[str, str]:
    """Each word of some texts, in small letters -> as it stands there, with a capital only if
    never without."""
    found: dict[str, str] = {}
    for text in texts:
        for word, start, end in spelled(text):
            if word not in found or text[start].islower():
                found[word] = text[start:end]
    return found


def _meant(word: str, there: dict[str, str]) -> str | None:
    """The word of `there` that is meant: its letters, or those of its stem, but for a slip."""
    low = word.lower()
    common = {other: other for other in stop_words("en") if other not in there}
    right = _nearest(low, [*there, *common])
    if right is None:
        stemmed = {stem_of(other): other for other in reversed(there)}
        near = _nearest(stem_of(low), list(stemmed))
        right = stemmed[near] if near else None
    if right is None:
        return None
    shown = there.get(right, right)
    return shown.capitalize() if word[:1].isupper() and shown.islower() else shown


def _nearest(word: str, choices: Collection[str]) -> str | None:
    slips = _slips(word)
    for right, distance in _most_alike(word, choices, max(1, slips)):
        if not slips and sorted(right) != sorted(word):
            continue  # three letters are a word only if they are its letters
        if distance > 1 and right[:1] != word[:1]:
            continue  # the first letter is seldom wrong
        return right
    return None


def _most_alike(word: str, choices: Collection[str], most: int) -> list[tuple[str, int]]:
    """The choices within an edit distance, nearest first; ties keep their order."""
    found = process.extract(word, list(choices), scorer=OSA.distance, score_cutoff=most, limit=None)
    return [(str(choice), int(distance)) for choice, distance, _ in found]


def _slips(word: str) -> int:
    return max((n for least, n in SLIPS.items() if len(word) >= least), default=0)
