"""Operators in a question: a passage must contain "words in quotation marks", and no -words.

A mark is an operator only if it is meant as one. Inch marks, quotation marks around the whole
question or a long text, command-line switches, and dashes in prose are ignored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from askdoc.words import content_words, same_stem, spelled

# Straight or curly; an inch mark follows a digit, and an opening mark follows no word.
_QUOTED = re.compile(r'(?<![\w"])"([^"]+)"(?![\w"])|“([^”]+)”')
# A question with more quotations is a pasted text, whose quotations are no operators.
_MAX_QUOTED = 10
_EXCLUDED = re.compile(r"(?<!\S)-([^\W\d_]{2}[\w'’-]*)(?=[\s.,;:?!]|$)")
# "the -verbose switch", "an option -v": the topic of the question.
_SWITCH_AFTER = re.compile(
    r"(?:\b(?:the|an?|this|that|option|flag|switch|argument|parameter|setting|command)\s+)$",
    re.IGNORECASE,
)
_SWITCH_BEFORE = re.compile(
    r"\s+(?:option|flag|switch|argument|parameter|setting|mean|do|does|stand)s?\b", re.IGNORECASE
)
# The end of an aside: "Kerry -the American- spoke"
_ASIDE_ENDS = re.compile(r"\w[-–—](?=[\s.,;:?!]|$)")


@dataclass(frozen=True, slots=True)
class Operators:
    """The operators of a question: `phrases` must occur, `excluded` words must not."""

    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.phrases or self.excluded)

    def __str__(self) -> str:
        return " ".join([f'"{p}"' for p in self.phrases] + [f"-{word}" for word in self.excluded])

    def without_phrases(self) -> Operators:
        return Operators((), self.excluded)

    def allow(self, text: str) -> bool:
        """Whether a passage satisfies them; case is ignored, and excluded words are stemmed."""
        plain = _plain(text)
        return all(f" {_plain(phrase)} " in f" {plain} " for phrase in self.phrases) and not (
            same_stem(plain.split(), self.excluded)
        )


def operators(question: str) -> tuple[str, Operators]:
    """A question -> (the question to search, its operators).

    `Who named the "root cause" -Berlin?` -> `Who named the "root cause"?`, phrase
    `root cause`, excluded `berlin`
    """
    quoted = [m for m in _QUOTED.finditer(question) if _demands(question, m)]
    outside = _QUOTED.sub(lambda match: " " * len(match[0]), question)
    excluded = [match for match in _EXCLUDED.finditer(outside) if _excludes(outside, match)]
    searched = question
    for match in reversed(excluded):
        searched = searched[: match.start()] + searched[match.end() :]
    searched = re.sub(r"\s+(?=[?.!]*$)", "", " ".join(searched.split()))
    if excluded and any(c.isalnum() for c in searched) and not list(content_words(searched)):
        return question, Operators(tuple(m[1] or m[2] for m in quoted))  # all of it
    whole = (re.sub(r"['’]s$", "", match[1]) for match in excluded)
    plain_words = tuple(word for part in whole for word in _plain(part).split())
    return searched, Operators(tuple(m[1] or m[2] for m in quoted), plain_words)


def unquoted(question: str) -> str:
    """The question without quotation marks around the whole of it."""
    inside = re.fullmatch(r'"([^"]+)"\s*[?.!]*|“([^“”]+)”\s*[?.!]*', question.strip())
    return (inside[1] or inside[2]).strip() if inside else question


def _demands(question: str, match: re.Match[str]) -> bool:
    words = _plain(match[1] or match[2]).split()
    return 0 < len(words) <= _MAX_QUOTED and unquoted(question) == question


def _excludes(question: str, match: re.Match[str]) -> bool:
    """Whether this -word excludes, rather than being asked about or set off by dashes."""
    before, after = question[: match.start()], question[match.end() :]
    return not (
        not list(content_words(match[1]))  # "-who was late-"
        or _SWITCH_AFTER.search(before)
        or _SWITCH_BEFORE.match(after)
        or _ASIDE_ENDS.search(match[1] + after)
    )


def _plain(text: str) -> str:
    """Its words in lower case, separated by one space: "A `Root`  cause." -> "a root cause"."""
    return " ".join(word for word, _, _ in spelled(text))
