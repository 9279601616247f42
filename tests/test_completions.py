"""Follow-ups: the ways to complete a question, of which trial chooses."""

from __future__ import annotations

import re

import pytest
from conftest import fake_library
from test_followup import ASSAD, MARIGOLD

import askdoc
from askdoc.followup import complete, completions, depends_on_history


@pytest.mark.parametrize(
    "question",
    ["And Russia?", "When?", "How much did it pay?", "Which paper does he work for?",
     "Did anyone offer more?", "Where was that?", "What is his job?"],
)  # fmt: skip
def test_question_that_leans_on_the_one_before(question: str) -> None:
    assert depends_on_history(question, [ASSAD])
    assert not depends_on_history(question, [])


@pytest.mark.parametrize(
    "question",
    ["Who met Hammond?", "How long does it take for wells to fill?", "Who is Kerry, where is he?",
     "Which university has its origins in a school?", "What does it mean to pay?"],
)  # fmt: skip
def test_question_that_stands_alone(question: str) -> None:
    assert not depends_on_history(question, [ASSAD])


def test_question_in_another_language_is_judged_by_that_language() -> None:
    assert depends_on_history("Und wann?", ["Wo liegt Bonn?"])
    assert not depends_on_history("Welche Stadt liegt am Rhein?", ["Wo liegt Bonn?"])


def test_person_and_pronoun_are_tried() -> None:
    answer = "Kerry said so in London, where he met Philip Hammond."
    tried = completions("What about Hammond?", [ASSAD], answer, "Kerry")
    assert tried[0] == "What did Kerry say about Hammond?"
    assert "What did Hammond say about Assad?" in tried
    tried = completions("How much did it pay?", ["Who won the auction of Yugansk?"], answer, None)
    assert tried[0] == "How much did it pay?"
    assert {"How much did Yugansk pay?", "How much did Philip Hammond pay?"} <= set(tried)


IN_PARIS = [
    "What did Kerry say about Assad?",
    "What did Hammond do in London?",
    "And in Paris?",
]


@pytest.mark.parametrize(
    ("question", "history", "answer", "speaker", "tried"),
    [
        # the speaker, then the names of the question before as it was completed, then of the answer
        (
            "Why did he go?",
            IN_PARIS,
            "He met Lavrov's aide.",
            "Ban",
            [f"Why did {name} go?" for name in ("Hammond", "Ban", "Lavrov")],
        ),
        ("Where is he?", ["Did anyone run?"], "Nobody saw Kerry.", None, ["Where is Kerry?"]),
        ("AND why did he go?", ["Did anyone run?"], "I saw Kerry.", None, ["Why did Kerry go?"]),
        # each pronoun that owns something
        *(
            (f"But what is {owner} mast?", [MARIGOLD], "", None, ["What is Marigold's mast?"])
            for owner in ("its", "their", "her", "Its")
        ),
        ("But who saw her?", [MARIGOLD], "", None, ["Who saw Marigold?"]),
    ],
)
def test_completions_to_try(
    question: str, history: list[str], answer: str, speaker: str | None, tried: list[str]
) -> None:
    found = completions(question, history, answer, speaker)
    usual = complete(question, history)
    assert found == [usual, *(one for one in tried if one != usual)]


def test_he_is_neither_a_place_nor_a_body() -> None:
    answer = "Ann, on a visit to Malta, spoke to the UN about Bob."
    found = completions("What did he say?", [MARIGOLD], answer, "Ann", "It rained in Malta.")
    assert {"What did Ann say?", "What did Bob say?"} <= set(found)
    assert not any("Malta" in one or "UN" in one for one in found)
    quoted = 'Ann said: "Would we pay Bob?"'
    found = completions("What did he say?", [MARIGOLD], quoted, None)
    assert "What did Bob say?" in found
    assert "What did Would say?" not in found
    # a person in whom somebody believes, but who speaks
    assert "What did Ann say?" in completions(
        "What did he say?", [MARIGOLD], answer, "Ann", "Faith in Ann grew."
    )
    found = completions("How large is it?", [MARIGOLD], answer, None, "It rained in Malta.")
    assert "How large is Malta?" in found


@pytest.mark.parametrize(
    ("before", "answer", "she"),
    [
        # the answer, not a name of the question
        ("Who bought Lahti Mills?", "Anna Berg bought Lahti Mills in Vaasa.", "Anna Berg"),
        ("Who has sold it to Olsen?", "Olsen paid Anna Berg.", "Anna Berg"),
        # "Berg's" only if nobody else is named
        ("Who runs the mill?", "Then Berg's aunt Maria Holm gave the orders.", "Maria Holm"),
        # not a place, nor the first word alone, which always has a capital
        ("Who runs the mill?", "Everybody in Turku obeys Maria Holm.", "Maria Holm"),
        ("Who runs the mill?", "Orders come from Maria Holm.", "Maria Holm"),
        ("Who runs the mill?", "All mills were Maria Holm's idea.", "Maria Holm"),
        # the person who does something, if the question asks whom
        ("Who did Anna Berg meet in Lahti?", "Anna Berg met an Olsen.", "Anna Berg"),
    ],
)
def test_she_is_whom_the_question_before_asked_for(before: str, answer: str, she: str) -> None:
    asked = f"When did {she} leave?"
    assert completions("When did she leave?", [before], answer, None)[0] == asked


def test_he_has_a_title_of_men() -> None:
    answer = "Then Mr Olsen, Anna Berg and The Herald agreed."
    text = "Ms Anna Berg runs it."
    found = completions("When did he leave?", ["Did anyone agree?"], answer, None, text)
    assert "When did Mr Olsen leave?" in found
    assert not any("Berg" in one or "Herald" in one for one in found)
    found = completions("When did she leave?", ["Did anyone agree?"], answer, None, text)
    assert "When did Anna Berg leave?" in found
    assert not any("Olsen" in one for one in found)


@pytest.mark.parametrize(
    ("question", "tried"),
    [
        ("And the bank's chairman?", "What did the bank's chairman say about the weir?"),
        ("And its chairman?", "What did the water board's chairman say about the weir?"),
        ("And Anna Berg?", "What did Anna Berg say about the weir?"),
    ],
)
def test_what_others_say_about_it(question: str, tried: str) -> None:
    history = ["What did the water board say about the weir?"]
    assert tried in completions(question, history, "", None)
    assert tried not in completions(question, ["Where is the weir of the water board?"], "", None)


def test_a_role_replaces_who_speaks_not_a_thing() -> None:
    history = ["What did the bank's lawyer say about the files?"]
    assert completions("And the chairman?", history, "", None) == [
        "What did the chairman say about the files?"
    ]
    about_a_person = ["What did the bank's lawyer say about the minister?"]
    assert completions("And the chairman?", about_a_person, "", None)[:2] == [
        "What did the bank's lawyer say about the chairman?",
        "What did the chairman say about the minister?",
    ]


@pytest.mark.parametrize("question", ["How long did it take?", "And when will it happen?"])
def test_it_is_what_the_question_before_asks_about(question: str) -> None:
    before = "How did Berg repair the dam?"
    asked = question.removeprefix("And ").capitalize()
    assert completions(question, [before], "The Board paid.", None) == [f"{asked} {before}"]


@pytest.mark.parametrize(
    ("before", "question", "tried"),
    [
        ("Which mill is for sale?", "How old is it?", "How old is the mill?"),
        ("Which minister was fined?", "When did he pay?", "When did the minister pay?"),
        ("Which mill did the Board sell?", "How old is it?", "How old is the mill?"),
        ("What cheaper plan has Berg?", "Who loses by that?", "Who loses by the cheaper plan?"),
    ],
)
def test_it_is_what_which_asks_for(before: str, question: str, tried: str) -> None:
    assert tried in completions(question, [before], "", None)


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("Which mill is for sale?", "When did he pay?"),  # no person
        ("Which year was it sold?", "How long is it?"),
        ("What kind of mill is it?", "How old is it?"),
    ],
)
def test_it_is_something_else(before: str, question: str) -> None:
    assert not any(
        re.search("the (mill|year|kind)", one) for one in completions(question, [before], "", None)
    )


@pytest.mark.parametrize(
    ("before", "question", "tried"),
    [
        ("Who ran Lahti in 2004?", "And the year before?", "Who ran Lahti the year before?"),
        ("Who ran Lahti in 2004/05?", "And in 2009?", "Who ran Lahti in 2009?"),
        ("Who ran Lahti last week?", "And on Monday?", "Who ran Lahti on Monday?"),
        ("How many ships were sold?", "And in May?", "How many ships were sold in May?"),
        ("Who met Berg in London?", "And in Paris?", "Who met Berg in Paris?"),
    ],
)
def test_another_place_or_time(before: str, question: str, tried: str) -> None:
    assert tried in completions(question, [before], "", None)


@pytest.mark.parametrize(
    ("before", "question", "tried"),
    [
        ("Is Ann Hill in charge of it?", "Who is, then?", "Who is in charge of it?"),
        ("Did Berg sell the mill?", "Who did?", "Who did sell the mill?"),
        ("Did Berg sell the mill?", "Why did he?", "Why did Berg sell the mill?"),
    ],
)
def test_verb_is_left_out(before: str, question: str, tried: str) -> None:
    assert tried in completions(question, [before], "", None)


def test_he_is_nobody_of_a_people() -> None:
    before = "How does Berg judge the Russian offer of May?"
    found = completions("Does his deputy agree?", [before], "", None)
    assert "Does Berg's deputy agree?" in found
    assert not any("Russian's" in one or "May's" in one for one in found)


def test_verb_alone_is_not_asked_of_a_name() -> None:
    assert completions("Did she?", ["What did Ann Hill sell?"], "", None) == [
        "Did she? What did Ann Hill sell?"
    ]


@pytest.mark.parametrize(
    "question", ["Did anyone pay more?", "Does Berg know about this?", "Is Lahti as old as those?"]
)
def test_what_points_back_is_also_asked_with_the_question_before(question: str) -> None:
    before = "Who bought the mill?"
    assert completions(question, [before], "", None) == [question, f"{question} {before}"]


@pytest.mark.parametrize(
    "question", ["How many mills are there?", "Who would say things like that?"]
)
def test_what_only_looks_like_a_pronoun(question: str) -> None:
    assert not depends_on_history(question, ["Who bought the mill?"])


def test_they_are_several() -> None:
    before, asked = "Which mills did Berg buy?", "How many of them burned?"
    assert completions(asked, [before], "The Board paid.", None) == [f"{asked} {before}"]


def test_only_a_person_says_something() -> None:
    found = completions("And the dam?", ["What did Berg say about the weir?"], "", None)
    assert found == ["What did Berg say about the dam?"]


def test_trial_chooses_what_is_answered() -> None:
    text = "The cat of Ann met the bird.\n\nThe dog sang to Bob.\n\nAnn paid the bird 40 euros."
    library = fake_library(text)
    first = library.ask("Who met the bird?")
    for history in ([first], [first.question]):
        reply = library.ask("How much did she pay the bird?", history=history)
        assert reply.searched == "How much did Ann pay the bird?"
        assert reply[0].text == "Ann paid the bird 40 euros."


def test_sentence_that_answered_before_is_not_repeated() -> None:
    library = fake_library("The cat met the bird. The cat slept.\n\nA stone.")
    first = library.ask("What did the cat do about the bird?")
    again = library.ask("And the cat?", history=[first])
    assert first[0].sentence.text == "The cat met the bird."
    assert again[0].sentence.text == "The cat slept."


@pytest.mark.slow
def test_names_without_capitals_are_those_of_the_document(library: askdoc.Library) -> None:
    first = library.ask("what did kerry say about assad?")
    reply = library.ask("what did he say about hammond?", history=[first])
    assert reply.searched == "What did Kerry say about Hammond?"


@pytest.mark.parametrize(
    ("answer", "text", "tried", "not_tried"),
    [
        # the name at the start of a sentence is whole, if its first word is no word of the text
        ("Ann Hill built it.", "", "Where did Ann Hill go?", "Where did Hill go?"),
        (
            "Later Hill built it.",
            "It came later.",
            "Where did Hill go?",
            "Where did Later Hill go?",
        ),
        # not what is also written small, or in the plural, nor a people
        (
            "The Post Office told Bob.",
            "An office.",
            "Where did Bob go?",
            "Where did Post Office go?",
        ),
        ("A Republican told Bob.", "Republicans.", "Where did Bob go?", "Where did Republican go?"),
        ("A Jamaican told Bob.", "", "Where did Bob go?", "Where did Jamaican go?"),
        ("Since May, Bob ran.", "", "Where did Bob go?", "Where did Since May go?"),
        (
            "I saw [Bob](https://a.de/Old-Mill) run.",
            "",
            "Where did Bob go?",
            "Where did Old-Mill go?",
        ),
        ("I saw Bob in May.", "We went to Malta.", "Where did Bob go?", "Where did Malta go?"),
    ],
)
def test_who_he_is(answer: str, text: str, tried: str, not_tried: str) -> None:
    found = completions("Where did he go?", ["Did anyone run?"], answer, None, f"{answer} {text}")
    assert tried in found
    assert not_tried not in found


def test_he_is_the_person_of_an_earlier_question_if_the_last_names_none() -> None:
    history = ["Who is Ann Hill?", "Who runs the Post Office?", "Did anyone pay?"]
    text = "An office. The Post Office is near."
    found = completions("Where does she live?", history, "It costs 3 euros.", None, text)
    assert found[-1] == "Where does Ann Hill live?"


def test_he_is_also_tried_as_the_person_of_an_earlier_question() -> None:
    history = ["Who is Ann Hill?", "How large is Old Mill?", "How large is Old Mill?"]
    found = completions("Is she old?", history, "It is large.", None)
    assert found[1:] == ["Is Ann Hill old?"]
    assert "Is Ann Hill old?" not in completions("Is she old?", history, "It is large.", "Eva Moss")


def test_it_is_no_label() -> None:
    found = completions("How long is it?", ["What burned?"], "The question Q is open.", None)
    assert found == ["How long is it? What burned?"]


@pytest.mark.parametrize(
    ("question", "before", "tried"),
    [
        # each name gives way to the new one
        (
            "What about Hammond?",
            "What did Kerry say in London?",
            ["What did Kerry say in Hammond?", "What did Hammond say in London?"],
        ),
        # what is counted, and the last noun
        ("and trucks?", "how many post offices are there?", ["how many trucks are there?"]),
        ("And the cost?", "How much was lost?", ["The cost? How much was lost?"]),
        ("What about cheques?", "Can I pay by card?", ["Can I pay by cheques?"]),
        ("and a ferry", "Who paid for the old bridge?", ["Who paid for a ferry?"]),
        ("And send it?", "Can I pay by card?", ["Send it? Can I pay by card?"]),
    ],
)
def test_another_topic_takes_the_place_of_the_old_one(
    question: str, before: str, tried: list[str]
) -> None:
    assert sorted(completions(question, [before], "", None)) == sorted(tried)


@pytest.mark.parametrize("before", ["Who is Ann Hill?", "who's Ann Hill", "Tell me about Ann Hill"])
def test_she_is_who_was_asked_for(before: str) -> None:
    answer = "Eva Moss, head of the mill, saw Ann Hill."
    found = completions("Where does she live?", [before], answer, "Eva Moss")
    assert found == ["Where does Ann Hill live?"]


def test_it_is_nothing_that_the_question_names() -> None:
    found = completions("Is it seen in Malta?", ["What burned?"], "A mill in Malta burned.", None)
    assert "Is Malta seen in Malta?" not in found


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("Did they vote on the toll?", True),
        ("Did they vote?", False),  # a single word of its own
        ("Another one near the mill?", False),
        ("What happened next?", False),
    ],
)
def test_a_question_that_may_stand_alone_is_also_tried_alone(question: str, alone: bool) -> None:
    found = completions(question, ["Who paid?"], "It rained.", None)
    assert found == [f"{question} Who paid?", *([question] if alone else [])]
