"""Who speaks: the article's golden rows, one small example for each rule, and any text at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ARTICLE, passages
from hypothesis import example, given
from hypothesis import strategies as st

from askdoc.speakers import asked_speaker, speakers
from askdoc.types import Passage, Speaker

GOLDEN = [
    json.loads(line)
    for line in (Path(__file__).parent / "golden" / "speakers.jsonl").read_text().splitlines()
]


def who(text: str) -> list[str | None]:
    """-> for each sentence the speaker's name, "name acts" for an actor, or None"""
    return [
        speaker and (speaker.name if speaker.speaking else f"{speaker.name} acts")
        for speaker in speakers(passages(text))
    ]


def last(text: str) -> str | None:
    return who(text)[-1]


# --- the article


def article() -> list[Passage]:
    text = ARTICLE.read_bytes().decode()
    return passages(text)


ARTICLE_ROWS = [row for row in GOLDEN if row["article"] == ARTICLE.name]


def test_the_article_has_rows() -> None:
    assert len(ARTICLE_ROWS) == 17
    assert sorted(GOLDEN[0]) == ["article", "end", "speaker", "start", "unsure"]


@pytest.mark.parametrize("row", ARTICLE_ROWS, ids=lambda row: str(row["start"]))
def test_article(row: dict[str, Any]) -> None:
    found = article()
    sentences = [sentence for passage in found for sentence in passage.sentences]
    # By its end: a row starts after the dateline, the sentence before it.
    speaker = dict(zip((s.end for s in sentences), speakers(found), strict=True))[row["end"]]
    if row["speaker"]:
        assert speaker is not None
        assert (speaker.name, speaker.speaking) == (row["speaker"][0], True)
    else:
        assert speaker is None or not speaker.speaking


def test_he_will_leave_is_kerry_who_acts() -> None:
    assert speakers(article())[-2:] == [
        Speaker("Kerry", "John Kerry, secretary state", False),
        None,
    ]  # then comes "- IANS"


# --- the grammar of one sentence


@pytest.mark.parametrize(
    ("text", "name"),  # the last word of the name
    [
        ("Mr Law said the road was closed.", "Law"),
        ("Mr Law has repeatedly denied that the road was closed.", "Law"),
        ('"The road is closed," said Mr Law.', "Law"),
        ('"The road is closed," says Ann Hill, who lives there.', "Hill"),
        ("The road is closed, Ms Hill said.", "Hill"),
        ("The road, said Ms Hill, is closed.", "Hill"),
        ("Jack Law, chief executive of Walk Scotland, said it was closed. Law left.", "Law"),
        ("Irons, whose film opens on Friday, said he was glad.", "Irons"),
        ("Mr Irons, who is on his first visit, said he was glad.", "Irons"),
        ("Mr Law - himself a driver - said he was glad.", "Law"),
        ("Head of roads at the Institute, Professor Ann Lovell-Badge, said so.", "Lovell-Badge"),
        ("Its lawyer, Hugh Ray, told the court that it had paid.", "Ray"),
        ("Tory pensions spokesman David Field said it was late.", "Field"),
        ("Director of road research Tony Moor said it was late.", "Moor"),
        ("US Secretary of State John Kerry warned that it was late.", "Kerry"),
        ("Archbishop of York Rowan Hill warned that it was late.", "Hill"),
        ("President Jean van Dam warned that it was late.", "Dam"),
        ("Mr. J. Hill of the U.S. Senate said it was late.", "Hill"),
        ("In London on Saturday, Mr Law said it was late.", "Law"),
        ("Mr Law on Friday said it was late.", "Law"),
        ("Asked about it, Mr Law said it was late.", "Law"),
        ("Mr Law left early, claiming it was late.", "Law"),
        ("Mr Law called it late and said he would leave.", "Law"),
        ("The plan was criticised by the Walkers' Union.", "Union"),
        ("The plan was late, according to Mr Law.", "Law"),
        ("Mr Law's claim that the road was closed surprised the town.", "Law"),
        ("Mr Law will say the road must open.", "Law"),
        ("Mr Law is expected to tell the town that the road must open.", "Law"),
        ("The IMF said growth was slow.", "IMF"),
        ("The Bank of Sweden said growth was slow.", "Sweden"),
        ("A Downing Street spokesman said it was late.", "spokesman"),
        ("A spokesman for the IMF said it was late.", "spokesman"),
        ("Many experts believe the road is too narrow.", "experts"),
        ("A report by the IMF said growth was slow.", "IMF"),
        ("Mr Law described the road as a mistake.", "Law"),
        ("Even before the IMF said so, Mr Law insisted it was late.", "Law"),
        ("The US has called for calm, but on Sunday Mr Law reaffirmed his plan.", "Law"),
        ("Mr Law said the US had agreed, reported Northern news agency.", "Law"),
    ],
)
def test_one_sentence(text: str, name: str) -> None:
    assert (who(text)[0] or "").split()[-1:] == [name]


def test_names_as_they_are_shown() -> None:
    assert who("The Bank of Sweden said growth was slow.") == ["Bank of Sweden"]
    assert who("A Downing Street spokesman said no.") == ["Downing Street spokesman"]
    assert who("A spokesman for the IMF said no.") == ["IMF spokesman"]
    assert who("Jack Law, chief of the IMF, said no. Law left.") == ["Law", "Law acts"]


@pytest.mark.parametrize(
    "text",
    [
        "The road was closed in May.",
        "It has been claimed that the road is closed.",
        "The road is said to be closed.",
        "If Mr Law said so, the road may be closed, but nobody knows what Mr Hill said.",
        'The "big" road was closed after a "long and dull" debate.',
        "Newton wrote the Principia in 1687.",
        "Many states, rich and poor, have closed roads.",
        "The paper was written by Frederic Moor.",
        "The company added 500 jobs.",
        "Mr Law and Mr Hill said it was late.",
        "He said it was late.",
        "Marxism asserts that history moves.",
        "Critical states of matter claim 3 lives.",
    ],
)
def test_nobody_speaks(text: str) -> None:
    assert [name for name in who(text) if name and not name.endswith("acts")] == []


# --- pronouns, titles and bodies from earlier sentences


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mr Law left. He said it was late.", "Law"),
        ("Mr Law met Ms Hill. She said it was late.", "Hill"),
        ("Ms Hill spoke. Mr Law left. She said it was late.", "Hill"),
        ("Foreign Secretary Ann Hill came. Mr Law left. The foreign secretary said no.", "Hill"),
        ("The foreign secretary, Lady Hill, said no. Mr Law left. The minister said yes.", None),
        ("A row began with manager Tom Moor. The manager said it was late.", "Moor"),
        ('Mr Law won. "I am glad," said the 30-year-old.', "Law"),
        ("Oil firm Yukos said it was late. It also said it was sorry.", "Yukos"),
        ("The IMF said it was late. The company said it was sorry.", "IMF"),
        ("Sir Peter Vale said it was late. Sir Peter added that it was dear.", "Vale"),
        ("Ann Hill said no. Mr Hill left. Hill said yes.", "Hill"),
        ("Mr Law said no. He will leave for Berlin on Sunday.", "Law acts"),
        ("Mr Law said no. Mr Law will leave on Sunday.", "Law acts"),
    ],
)
def test_earlier_sentences(text: str, name: str | None) -> None:
    assert last(text) == (name or "minister")


def test_he_far_from_any_name_is_nobody() -> None:
    assert last("Mr Law said no. " + "The road was long. " * 9 + "He said yes.") is None


# --- quotations over several sentences


def test_attribution_at_the_beginning_applies_to_all_of_the_quotation() -> None:
    assert who('Mr Law said: "It is late. It is dark. We go."') == ["Law"] * 3


def test_attribution_at_the_end_applies_to_all_of_the_quotation() -> None:
    assert who('Nobody came.\n\n"It is late. It is dark. We go," said Mr Law.') == [
        None,
        *["Law"] * 3,
    ]


def test_the_quotation_continues_after_its_attribution() -> None:
    assert who('"It is late," said Mr Law. "It is dark."\n\n"We go."') == ["Law"] * 3


def test_paragraphs_that_open_again_without_closing() -> None:
    assert who('Mr Law said: "It is late.\n\n"It is dark.\n\n"We go."') == ["Law"] * 3


def test_sentences_that_open_again_without_closing() -> None:
    text = '"It is late," said Mr Law. "It is dark. "I fear it. I do not like it. "We go."'
    assert who(text) == ["Law"] * 5


def test_a_missing_closing_mark_ends_with_the_paragraph() -> None:
    assert who('Mr Law said: "It is late.\n\nThe road was closed in May.') == ["Law", None]


def test_marked_words_inside_a_quotation() -> None:
    assert who('Mr Law said: "He will "fake" it and go. We know."') == ["Law"] * 2


def test_curly_and_single_marks() -> None:
    assert who("“It is late. It is dark,” said Mr Law.") == ["Law"] * 2
    assert who("‘It is late,’ said Mr Law.") == ["Law"]
    assert who("'It is late,' said Mr Law.") == ["Law"]


def test_who_is_named_inside_a_quotation_does_not_speak() -> None:
    assert who('Mr Law left. "Mr Hill said no," he said.') == ["Law acts", "Law"]


def test_the_relaying_paper_does_not_take_the_quotation() -> None:
    text = 'Mr Law said it "does not have to be now... There is a process," according to the BBC.'
    assert set(who(text)) == {"Law"}


@pytest.mark.parametrize(
    "text",
    [
        "I'm not saying \"It burned\", I'm saying that it did not.",
        "We’ve said that it works.",
        "They've added that it is cold, and who's saying that it is not?",
    ],
)
def test_contractions_are_no_names(text: str) -> None:
    assert set(who(text)) == {None}


def test_headings_say_nothing() -> None:
    assert who("Law says no\n\nMr Law said no.") == [None, "Law"]


def test_documents_do_not_mix() -> None:
    first, second = passages("Mr Law said no."), passages("He said yes.")
    assert speakers([*first, *second]) == [Speaker("Law", "Law", True), None]


# --- any text


def test_nothing() -> None:
    assert speakers([]) == []


PIECES = st.lists(
    st.sampled_from(
        "\"|“|”|'| |\n\n|. |, |said|Mr |Law|he |the |(|)|-|:|who |of |by |'s |Secretary |has |"
        "according to |claim that ".split("|")
    ),
    max_size=60,
).map("".join)


@given(st.text() | PIECES)
@example("")
@example("\x02 said \x03, said ")
@example(", said\n\n)said(")
def test_one_for_each_sentence_of_any_text(text: str) -> None:
    found = passages(text)
    result = speakers(found)
    assert len(result) == sum(len(passage.sentences) for passage in found)
    assert all(speaker is None or speaker.name.strip() for speaker in result)


@pytest.mark.slow
def test_a_megabyte_of_news_ends() -> None:
    found = passages(ARTICLE.read_text("utf-8") * 460)
    assert found[0].document.text[999_999:]
    assert len(speakers(found)) == sum(len(passage.sentences) for passage in found)


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["Mr Law, ", "A ", '"A. ', "said ", "'a ", "Mr A \n", "a" * 9])
def test_a_long_oddity_ends(piece: str) -> None:
    found = passages(piece * (100_000 // len(piece)))
    assert len(speakers(found)) == sum(len(passage.sentences) for passage in found)


# --- whose words a question asks for


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What did Hammond say about Russia?", "Hammond"),
        ("What does Ann Hill of the Harbour Trust really think of it?", "Ann Hill"),
        ("What did John Kerry say about Assad?", "John Kerry"),
        ("Why does Mr Law think the fuss is a distraction?", "Mr Law"),
        ("How did the minister Ann Hill react to the report?", "Ann Hill"),
        ("Who pays, according to the IMF?", "IMF"),
        ("According to Ann Hill's report, who pays?", "Ann Hill"),
        ("What did the minister say?", "minister"),
        ("What did the work secretary say about pensions?", "work secretary"),
        ("What did Senator Kerry say?", "Kerry"),
        ("What did US Secretary of State John Kerry say?", "John Kerry"),
        ("What did the company say?", None),
        ("What did the ship carry?", None),
        ("Where does Kerry go after London?", None),
        ("Who held talks in London?", None),
        ("", None),
    ],
)
def test_whose_words_a_question_asks_for(question: str, name: str | None) -> None:
    assert asked_speaker(question) == name


@given(st.text())
def test_any_question_may_ask_for_words(question: str) -> None:
    name = asked_speaker(question)
    assert name is None or name in question
