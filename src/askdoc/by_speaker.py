"""Questions about the words of a speaker: which sentences are theirs, and which words count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from askdoc.languages import question_languages
from askdoc.types import Candidate, Question, Sentence
from askdoc.words import is_same_person


def speaks(question: Question, sentence: Sentence) -> bool:
    """Whether the speaker that the question asks about says this sentence."""
    speaker = sentence.speaker
    return (
        speaker is not None
        and speaker.speaking
        and is_same_person(question.speaker, speaker.full_name)
    )


def spoken_words(question: Question, candidate: Candidate) -> list[bool]:
    """(words,): whether each word of a passage is in a sentence of the speaker asked about."""
    theirs = [speaks(question, sentence) for sentence in candidate.sentences()]
    return [theirs[number] for number in candidate.embedded.word_sentences]


def reporting_words(question: Question) -> list[int]:
    """The places of "say", or of a reporting verb of another language, in a question about what
    somebody says."""
    if not question.speaker:
        return []
    reporting = [one.reporting for one in question_languages(question.text) if one.reporting]
    verbs = {verb for one in reporting for verb in (*one.verbs, *one.participles)}
    return [
        place
        for place, (word, form) in enumerate(question.written())
        if word == "say" or form.lower() in verbs
    ]


def is_by_another(question: Question, sentence: Sentence) -> bool:
    """Whether another speaker than the one asked about surely says this sentence."""
    said = sentence.speaker is not None and sentence.speaker.speaking
    return bool(question.speaker) and said and not speaks(question, sentence)


def without_unknown_role(question: Question, candidates: Sequence[Candidate]) -> Question:
    """The question without its speaker, if that is a role ("the minister") of no known speaker."""
    written = dict(zip(question.words, question.forms or question.words, strict=True))
    if all(written.get(word, "A")[:1].isupper() for word in question.speaker) or any(
        speaks(question, sentence) for c in candidates for sentence in c.sentences()
    ):
        return question
    return replace(question, speaker=frozenset())


def counted_words(question: Question, candidate: Candidate) -> Sequence[str]:
    """The words of a passage, with the name of the speaker asked about left blank where somebody
    else speaks.

    A sentence in which Kerry speaks of Hammond matches "What did Hammond say?" no better for it.
    """
    embedded = candidate.embedded
    if not question.speaker or question.speaker.isdisjoint(embedded.words):
        return embedded.words
    others = [
        sentence.speaker is not None
        and sentence.speaker.speaking
        and not is_same_person(question.speaker, sentence.speaker.full_name)
        for sentence in candidate.sentences()
    ]
    return [
        "" if word in question.speaker and others[number] else word
        for word, number in zip(embedded.words, embedded.word_sentences, strict=True)
    ]
