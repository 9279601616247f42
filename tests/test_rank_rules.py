"""The rules of the ranking one by one, worked out by hand; `test_rank.py` has the arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from conftest import document
from test_rank import EAST, FLAT, NORTH, NORTHEAST, NOWHERE, Given, Vector, candidate, question

from askdoc.confidence import confidence
from askdoc.rank import rank
from askdoc.types import Answer, Candidate, Question, Signals, Speaker, Statistics

KERRY = Speaker("Kerry", "John Kerry", True)
HAMMOND = Speaker("Hammond", "Philip Hammond", True)
MINISTER = Speaker("Hammond", "Philip Hammond, foreign minister", True)
OF_HAMMOND = Speaker("Hammond", "Philip Hammond", False)
CAT: list[Given] = [(EAST, [("cat", EAST)])]


def ask(
    text: str,
    *,
    vector: Vector = EAST,
    asked: Sequence[str] = (),
    speaker: Sequence[str] = (),
    before: Answer | None = None,
    **words: Vector,
) -> Question:
    return replace(
        question(vector, **words),
        text=text,
        forms=tuple(asked),
        speaker=frozenset(speaker),
        before=before,
    )


def spoken(found: Candidate, *speakers: Speaker | None) -> Candidate:
    """The same passage, its sentences by these speakers."""
    sentences = tuple(
        replace(sentence, speaker=speaker)
        for sentence, speaker in zip(found.sentences(), speakers, strict=True)
    )
    return replace(found, sentences=lambda: sentences)


def with_cosine(text: str, cosine: float) -> Candidate:
    """A passage of one sentence without content words: its score is cosine / 3.5."""
    vector = (cosine, float(np.sqrt(1 - cosine**2)))
    return candidate(text, vector, [(vector, [])])


def only(asked: Question, *found: Candidate, statistics: Statistics = FLAT) -> Answer:
    """The best answer."""
    return rank(asked, found, statistics, len(found))[0]


def matched(answer: Answer) -> dict[str, float]:
    return {word: round(value, 3) for word, value in answer.why.matched}


# --- who speaks


@pytest.mark.parametrize(
    ("speaker", "hammond"),
    [(KERRY, 0), (HAMMOND, 1), (None, 1), (replace(KERRY, speaking=False), 1)],
)
def test_name_of_the_speaker_does_not_count_where_another_speaks(
    speaker: Speaker | None, hammond: float
) -> None:
    asked = ask(
        "What did Hammond say about the ship?",
        asked=("Hammond", "ship"),
        speaker=["hammond"],
        hammond=EAST,
        ship=NORTH,
    )
    passage = candidate("Hammond has a ship.", EAST, [(EAST, [("hammond", EAST), ("ship", NORTH)])])
    answer = only(asked, spoken(passage, speaker))
    assert matched(answer) == {"Hammond": hammond, "ship": 1}
    # one or both of two words in a text of the usual length
    assert answer.why.passage.bm25 == pytest.approx((1 + hammond) / 2 / 2.2, abs=1e-6)


def test_name_counts_only_in_the_sentences_of_its_bearer() -> None:
    asked = ask("What did Hammond say?", asked=["Hammond"], speaker=["hammond"], hammond=EAST)
    passage = candidate(
        "It is Hammond's.|It is mine.",
        EAST,
        [(EAST, [("hammond", EAST)]), (EAST, [("hammond", NORTHEAST), ("ship", NORTH)])],
    )
    assert matched(only(asked, spoken(passage, KERRY, HAMMOND))) == {"Hammond": 0.6}
    assert matched(only(asked, spoken(passage, HAMMOND, KERRY))) == {"Hammond": 1}


def test_what_the_speaker_says_need_not_contain_say() -> None:
    asked = ask(
        "What did Hammond say?",
        asked=("Hammond", "say"),
        speaker=["hammond"],
        hammond=EAST,
        say=EAST,
    )
    passage = candidate("The ship is late.", EAST, [(NORTH, [("ship", NORTH)])])
    # "say" is rare, and counts no more than the most common word of the question
    statistics = Statistics(10, 1.0, 1.0, {"hammond": 8, "say": 1})
    said = only(asked, spoken(passage, HAMMOND), statistics=statistics)
    assert matched(said) == {"Hammond": 0, "say": 0.8}
    assert said.why.passage.match == pytest.approx(0.4, abs=1e-6)
    assert matched(only(asked, spoken(passage, KERRY))) == {"Hammond": 0, "say": 0}
    assert matched(only(asked, spoken(passage, None))) == {"Hammond": 0, "say": 0}
    # what matches better stays so
    says = candidate("I say so.", EAST, [(NORTH, [("say", EAST)])])
    assert matched(only(asked, spoken(says, HAMMOND)))["say"] == 1
    # who asks for nobody's words asks for the word
    nobody = replace(asked, speaker=frozenset())
    assert matched(only(nobody, spoken(passage, HAMMOND))) == {"Hammond": 0, "say": 0}


@pytest.mark.parametrize(
    ("asked", "words", "speakers", "other", "halved"),
    [
        (["Hammond"], ["hammond"], [KERRY], True, True),
        (["Hammond"], ["hammond"], [None], True, False),
        (["Hammond"], ["hammond"], [OF_HAMMOND], True, False),
        (["Hammond"], ["hammond"], [HAMMOND], False, False),
        # a role is asked for if somebody is known to have it
        (["minister"], ["minist"], [KERRY], False, False),
        (["minister"], ["minist"], [MINISTER], False, False),
        (["minister"], ["minist"], [KERRY, MINISTER], True, True),
        # without its written form, a word may be a role
        ([], ["hammond"], [KERRY], False, False),
        # a name of which one word is in small letters may be a role
        (["Philip", "hammond"], ["philip", "hammond"], [KERRY], False, False),
        (["Cat"], [], [KERRY], False, False),
    ],
)
def test_words_of_another_are_no_sure_answer(
    asked: list[str],
    words: list[str],
    speakers: list[Speaker | None],
    other: bool,
    halved: bool,
) -> None:
    found = [
        spoken(with_cosine(f"Passage {number}.", 0.9 - number / 10), speaker)
        for number, speaker in enumerate(speakers)
    ]
    given = dict.fromkeys(words or ["cat"], NOWHERE)
    answer = only(ask("Who?", asked=asked, speaker=words, **given), *found)
    assert answer.text == "Passage 0."
    assert answer.why.evidence.other_speaker is other
    sure = confidence(answer.why.evidence)
    assert answer.confidence == pytest.approx(sure / 2 if halved else sure)


def test_speaker_who_is_none_of_the_words_is_asked_for() -> None:
    # as one whose name was in the question before
    asked = ask("And the cat?", asked=["cat"], speaker=["hammond"], cat=EAST)
    answer = only(asked, spoken(candidate("A cat.", EAST, CAT), KERRY))
    assert answer.why.evidence.other_speaker


def test_sentences_of_others_are_not_marked_with_the_best() -> None:
    passage = candidate("Cats purr.|Cats sleep.|Cats run.", EAST, CAT * 3)
    found = spoken(passage, HAMMOND, KERRY, None)
    asked = ask("What did Hammond say about cats?", asked=["cats"], cat=EAST)
    assert [s.text for s in only(asked, found).sentences] == [s.text for s in found.sentences()]
    answer = only(replace(asked, speaker=frozenset(["hammond"])), found)
    assert [sentence.text for sentence in answer.sentences] == ["Cats purr.", "Cats run."]


# --- what comes first


def test_newest_document_comes_first_among_equals() -> None:
    dates = ["2015", "", "2020-01", "2015-03-01"]
    found = [with_cosine(f"Of {date}.", 0.5) for date in dates]
    found = [
        replace(one, document=replace(one.document, date=date))
        for one, date in zip(found, dates, strict=True)
    ]
    texts = [answer.text for answer in rank(question(EAST), found, FLAT, 4)]
    assert texts == ["Of 2020-01.", "Of 2015-03-01.", "Of 2015.", "Of ."]


def test_passage_that_only_asks_counts_half() -> None:
    asking, telling = (candidate(text, EAST, CAT) for text in ("Is it a cat?", "It is a cat."))
    answers = rank(question(EAST, cat=EAST), [asking, telling], FLAT, 2)
    assert [answer.text for answer in answers] == ["It is a cat.", "Is it a cat?"]
    assert answers[1].score == pytest.approx(answers[0].score / 2, abs=1e-9)
    assert [answer.why.evidence.asks for answer in answers] == [False, True]


def test_lead_is_over_the_next_text_even_if_one_answer_is_wanted() -> None:
    found = [with_cosine(text, cosine) for text, cosine in (("A.", 0.9), ("A.", 0.8), ("B.", 0.2))]
    (answer,) = rank(question(EAST), found, FLAT, 1)
    assert answer.why.evidence.lead == pytest.approx(0.7 / 3.5, abs=1e-6)
    (answer,) = rank(question(EAST), found[:2], FLAT, 1)
    assert answer.why.evidence.lead == 0


def test_place_of_an_answer() -> None:
    text = "It rained. The cat slept."
    found = candidate("The cat slept.", EAST, CAT)
    found = replace(found, document=document(text), start=11, end=25)
    answer = only(question(EAST, cat=EAST), found)
    assert (answer.text, answer.start, answer.end) == ("The cat slept.", 11, 25)
    assert answer.document.text == text


# --- opposites, numbers, and what was told before


def test_sentence_that_says_the_opposite_is_set_back() -> None:
    asked = ask("What happens before noon?")
    fits, contrary = (with_cosine(f"It opens {when} noon.", 0.9) for when in ("before", "after"))
    fitting, opposite = rank(asked, [contrary, fits], FLAT, 2)
    assert fitting.text == "It opens before noon."
    assert fitting.score == pytest.approx(0.9 / 3.5, abs=1e-6)
    # .08 of the sentence, which is half of the score
    assert opposite.score == pytest.approx(0.9 / 3.5 - 0.04, abs=1e-6)
    # and so it is when choosing the sentence: by half its cosine
    for cosine, marked in ((0.75, "It shuts before noon."), (0.73, "It opens after noon.")):
        other = (cosine, float(np.sqrt(1 - cosine**2)))
        both = candidate(
            "It opens after noon.|It shuts before noon.",
            EAST,
            [((0.9, float(np.sqrt(0.19))), []), (other, [])],
        )
        assert only(asked, both).sentence.text == marked


def test_follow_up_asks_for_something_else_nearby() -> None:
    text = "The cat slept.".ljust(999) + "B".ljust(1) + "C"
    owner = document(text, "a.txt")

    def at(start: int, owner: object = owner) -> Candidate:
        found = replace(with_cosine("x", 0.5), document=owner, start=start, end=start + 1)
        (sentence,) = found.sentences()
        placed = (replace(sentence, start=start, end=start + 1),)
        return replace(found, sentences=lambda: placed)

    elsewhere = at(0, document("D", "b.txt"))
    found = [at(0), at(999), at(1000), elsewhere]
    before = rank(question(EAST), found[:1], FLAT, 1)[0]
    answers = rank(ask("And then?", before=before), found, FLAT, 4)
    base = 0.5 / 3.5
    # .03 for what is less than 1,000 characters away; the sentence told before loses .1, half of
    # which the score loses
    assert [answer.text for answer in answers] == ["B", "C", "D", "T"]
    assert [answer.score for answer in answers] == pytest.approx(
        [base + 0.03, base, base, base + 0.03 - 0.05], abs=1e-6
    )


def test_what_lacks_the_number_comes_behind_what_has_it() -> None:
    texts = [
        "Box 75 is red.",
        "Room 74 is blue.",
        "Box 74 is old and dry.",
        "Box 9 is new.",
        "No box.",
    ]
    found = [with_cosine(text, c) for text, c in zip(texts, (0.9, 0.7, 0.5, 0.8, 0.1), strict=True)]
    answers = rank(ask("What is in box 74?"), found, FLAT, 5)
    # what counts something else lacks half of it, and what is behind anyway stays where it is
    assert [answer.text for answer in answers] == [
        "Box 74 is old and dry.",
        "Room 74 is blue.",
        "Box 75 is red.",
        "Box 9 is new.",
        "No box.",
    ]
    first = 0.5 / 3.5
    third = first - 2e-6
    assert [answer.score for answer in answers] == pytest.approx(
        [first, first - 1e-6, third, third - 0.1 / 3.5, third - 0.8 / 3.5], abs=1e-7
    )
    answers = rank(ask("What is in box 74?"), [found[2], found[4]], FLAT, 5)
    assert [answer.score for answer in answers] == pytest.approx([first, 0.1 / 3.5], abs=1e-7)


@pytest.mark.parametrize(
    ("cosine", "marked"), [(0.75, "Box 74 is old and dry."), (0.73, "Box 75 is red.")]
)
def test_sentence_that_lacks_the_number_is_set_back(cosine: float, marked: str) -> None:
    # .9 / 2 - .08 = .74 / 2
    vectors = [(c, float(np.sqrt(1 - c**2))) for c in (0.9, cosine)]
    found = candidate("Box 75 is red.|Box 74 is old and dry.", EAST, [(v, []) for v in vectors])
    assert only(ask("What is in box 74?"), found).sentence.text == marked


# --- what the documents lack


@pytest.mark.parametrize(
    ("text", "asked", "frequencies", "lacks"),
    [
        ("Where is Hammond?", ["Hammond"], {}, 0.4),
        ("Where is Hammond?", ["Hammond"], {"one": 1}, 0),
        ("where is hammond?", ["hammond"], {}, 0.4),
        ("Where is hammond?", ["hammond"], {}, 0),  # not a question without capitals
        ("Hammond?", ["Hammond"], {}, 0),  # any first word has a capital
        ("WHERE IS HAMMOND?", ["HAMMOND"], {}, 0.4),
        ("Where are Hammond and Kerry?", ["Hammond", "Kerry"], {}, 1),
        ("Where are Hammond and Kerry?", ["Hammond", "Kerry"], {"two": 1}, 0.4),
    ],
)
def test_name_that_no_passage_contains(
    text: str, asked: list[str], frequencies: dict[str, int], lacks: float
) -> None:
    words = dict(zip(("one", "two"), (EAST, (0, -1)), strict=True))
    given = {word: words[word] for word in list(words)[: len(asked)]}
    found = candidate("A ship.", EAST, [(EAST, [("ship", NORTHEAST)])])
    statistics = Statistics(10, 1.0, 1.0, frequencies)
    answer = only(ask(text, asked=asked, **given), found, statistics=statistics)
    assert answer.why.evidence.lacks_name == pytest.approx(lacks, abs=1e-6)


@pytest.mark.parametrize(
    ("asked", "frequencies", "lacks"),
    [("74", {}, True), ("a74", {}, True), ("74", {"word": 2}, False), ("cat", {}, False)],
)
def test_number_that_no_passage_contains(
    asked: str, frequencies: dict[str, int], lacks: bool
) -> None:
    statistics = Statistics(10, 1.0, 1.0, frequencies)
    answer = only(ask("?", asked=[asked], word=EAST), with_cosine("A.", 0.9), statistics=statistics)
    assert answer.why.evidence.lacks_number is lacks


@pytest.mark.parametrize(("text", "lacks"), [("Ships sank.", True), ("It was 7.", False)])
def test_kind_of_answer_that_the_sentence_lacks(text: str, lacks: bool) -> None:
    answer = only(ask("How many ships sank?"), with_cosine(text, 0.9))
    assert answer.why.evidence.lacks_kind is lacks


# --- the sentence that is marked


def test_match_of_a_question_counts_for_the_sentence_after_it() -> None:
    parts: list[Given] = [(EAST, [("cat", EAST)]), (NORTHEAST, [("mat", NORTHEAST)])]
    answer = only(question(EAST, cat=EAST), candidate("Is it a cat?|It is on it.", EAST, parts))
    assert answer.sentence.text == "It is on it."
    assert answer.why.sentence.match == pytest.approx(0.6, abs=1e-6)
    assert answer.why.evidence.match == pytest.approx(1, abs=1e-6)
    # wherever in the passage it stands
    parts = [(NOWHERE, []), *parts]
    answer = only(
        question(EAST, cat=EAST), candidate("It rained.|Is it a cat?|It is on it.", EAST, parts)
    )
    assert answer.sentence.text == "It is on it."
    assert answer.why.evidence.match == pytest.approx(1, abs=1e-6)
    # while of other sentences only the one that is marked counts
    asked = ask("How many ships sank?", cat=EAST)
    near = (0.96, 0.28)
    parts = [(EAST, [("cat", EAST)]), (EAST, [("mat", near)])]
    answer = only(asked, candidate("Ships sank there.|It was 7 of them.", EAST, parts))
    assert answer.sentence.text == "It was 7 of them."
    assert answer.why.evidence.match == pytest.approx(0.96, abs=1e-6)


def test_rows_are_marked_by_their_score_and_prose_without_bm25() -> None:
    # (1 + 0) / 2 > (0 + .8) / 2, but (1 + 2 x 0) / 3.5 < (0 + 2 x .8) / 3.5
    parts: list[Given] = [(EAST, [("ink", NOWHERE)]), (NORTH, [("salt", (0.8, 0.6))])]
    prose = candidate("ink | 21|salt | 22".replace(" | ", " : "), EAST, parts)
    asked = ask("Which port does salt use?", cat=EAST)
    assert only(asked, prose).sentence.start == 0
    rows = tuple(
        replace(
            sentence,
            text=sentence.text.replace(":", "|"),
            searched=f"Service: {sentence.text.replace(' : ', '; Port: ')}",
        )
        for sentence in prose.sentences()
    )
    answer = only(asked, replace(prose, sentences=lambda: rows))
    assert answer.sentence.text == "salt | 22"
    assert answer.why.sentence == Signals(0, 0, pytest.approx(0.8, abs=1e-6))
    assert answer.cell == (answer.sentence.start + 7, answer.sentence.start + 9)
