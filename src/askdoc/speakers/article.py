"""Attribute the quotations of an article to their speakers, and resolve pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from askdoc.languages import language
from askdoc.speakers.clauses import WEAK, Attribution, attribution
from askdoc.speakers.entities import Entity
from askdoc.speakers.labels import Labels
from askdoc.speakers.people import People
from askdoc.speakers.quotes import Reading, read
from askdoc.speakers.reported import reported
from askdoc.speakers.subjects import mentions, subject
from askdoc.types import Passage, Speaker

# An entity in a sentence, and whether it speaks there.
_Who: TypeAlias = tuple[Entity, bool]

_BLANK_LINE = re.compile(r"\n[ \t\r]*\n|\r[ \t]*\r")


def with_speakers(passages: Sequence[Passage]) -> list[Passage]:
    """The passages, with the speaker or the subject of each sentence."""
    found = iter(speakers(passages))
    return [
        replace(
            passage, sentences=tuple(replace(s, speaker=next(found)) for s in passage.sentences)
        )
        for passage in passages
    ]


def speakers(passages: Sequence[Passage]) -> list[Speaker | None]:
    """The speaker or the subject of each sentence of all passages, in order; None if unsure."""
    result: list[Speaker | None] = []
    for _, group in groupby(passages, key=lambda passage: id(passage.document)):
        article = list(group)
        labels = Labels(article[0].document.text)
        sentences = [sentence for passage in article for sentence in passage.sentences]
        code = article[0].document.language
        found = _article(article) if code in ("", "en") else reported(article, language(code))
        for sentence, told in zip(sentences, found, strict=True):
            turn, speaker = labels.at(sentence.start, sentence.text)
            result.append(speaker if turn else told)
    return result


@dataclass(slots=True)
class _Line:
    """The state of a sentence during the pass: its quotations, and its speaker if known."""

    reading: Reading
    found: Attribution | None = None
    actor: Entity | None = None
    speaker: Entity | None = None


def _article(passages: list[Passage]) -> list[Speaker | None]:
    people = People(passages[0].document.text)
    # subtle: how many people have a surname is only known at the end
    return [who and people.shown(*who) for who in _who(passages, people)]


def _who(passages: list[Passage], people: People) -> list[_Who | None]:
    result: list[_Who | None] = []
    before: _Line | None = None
    chain: list[_Line] = []
    for heading, texts in _paragraphs(passages):
        if heading:
            result += _settle(chain, before) + [None] * len(texts)
            chain, before = [], None
            continue
        for reading in read(texts):
            if chain and not (chain[-1].reading.open and reading.from_start):
                result += _settle(chain, before)
                before, chain = chain[-1], []
            chain.append(_line(reading, people))
    return result + _settle(chain, before)


def _paragraphs(passages: list[Passage]) -> Iterator[tuple[bool, list[str]]]:
    """-> (whether it is a heading, its sentences) for each paragraph"""
    texts: list[str] = []
    for i, passage in enumerate(passages):
        gap = passage.document.text[passages[i - 1].end : passage.start] if i else ""
        if texts and _BLANK_LINE.search(gap):
            yield False, texts
            texts = []
        for sentence in passage.sentences:
            if passage.heading or sentence.heading:
                if texts:
                    yield False, texts
                    texts = []
                yield True, [sentence.text]
            else:
                texts.append(sentence.text)
    if texts:
        yield False, texts


def _line(reading: Reading, people: People) -> _Line:
    """The speaker and the subject of a sentence, by its own words."""
    people.next_sentence()
    line = _Line(reading)
    if not reading.from_start:
        line.actor = subject(reading.words, people)
        if line.actor:
            people.focus(line.actor)
    line.found = attribution(reading.words, people)
    mentions(reading.words, people)
    if line.found and line.found.score > WEAK:
        line.found.who.spoke = True
        people.focus(line.found.who)
    return line


def _settle(chain: list[_Line], before: _Line | None) -> list[_Who | None]:
    """Give each sentence of one continuous quotation its speaker.

    The first of these that exists: an attribution in the sentence itself, one earlier in the
    quotation, one later in it, the speaker or subject of the previous sentence.
    """
    for line in chain:
        if line.found and line.found.score > WEAK:
            line.speaker = line.found.who
    known = [line.speaker for line in chain]
    later = next((who for who in known if who), None) or _carried(chain, before)
    for line in chain:
        if line.speaker:
            later = line.speaker
        elif line.reading.quoted and (line.reading.bare or len(chain) > 1):
            line.speaker = later
        if not line.speaker and line.found and line.found.score == WEAK:
            line.speaker = line.found.who
    return [_shown(line) for line in chain]


def _carried(chain: list[_Line], before: _Line | None) -> Entity | None:
    """The speaker of a quotation without attribution: speaker or subject of the last sentence."""
    if not chain or not before or not chain[0].reading.bare:
        return None
    if before.speaker:
        return before.speaker
    return before.actor if before.actor and before.actor.kind == "person" else None


def _shown(line: _Line) -> _Who | None:
    if line.speaker:
        return line.speaker, True
    return (line.actor, False) if line.actor and line.actor.kind == "person" else None
