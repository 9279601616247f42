"""What is said to the program and not asked of the text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import fake_library

from askdoc.smalltalk import reply_to, talk_of

TEXT = """\
The cat slept in the mill.

A bird sang on the roof of the mill.

The dog barked at the mill.

The cat woke and the bird left.
"""

TURNS = [
    ("How are you?", "greeting"),
    ("hey there", "greeting"),
    ("Bonjour", "greeting"),
    ("ok cool", "assent"),
    ("lol ok", "assent"),
    ("Great, that helps a lot!", "assent"),
    ("sounds good", "assent"),
    ("thats it, thanks", "thanks"),
    ("according to who?", "doubt"),
    ("interesting", "assent"),
    ("alles klar", "assent"),
    ("ok thx", "thanks"),
    ("nice, thank you so much :)", "thanks"),
    ("Vielen Dank!", "thanks"),
    ("muchas gracias", "thanks"),
    ("ok thanks bye", "farewell"),
    ("Au revoir", "farewell"),
    ("that's wrong", "complaint"),
    ("You are not very helpful.", "complaint"),
    ("no, that's not what I meant", "complaint"),
    ("i don't get it", "complaint"),
    ("Who are you?", "program"),
    ("are you a bot", "program"),
    ("what can I ask?", "program"),
    ("translate this into french", "task"),
    ("in german", "task"),
    ("write me a poem about the mill", "task"),
    ("can you explain it in simple words?", "task"),
    ("Übersetze das ins Englische", "task"),
    ("email this to my boss", "task"),
    ("what do you think about it?", "opinion"),
    ("what's your opinion on the miller", "opinion"),
    ("are you sure?", "doubt"),
    ("Where does it say that?", "doubt"),
    ("source?", "doubt"),
    ("Wirklich?", "doubt"),
    ("more", "more"),
    ("what else?", "more"),
    ("anything else about him?", "more"),
    ("show me the next passage", "more"),
    ("Noch mehr", "more"),
    ("¿Qué más?", "more"),
]  # fmt: skip

QUESTIONS = """\
Who gave thanks?
What is fine?
Fine?
That's wrong?
How does it work?
What did the miller think about it?
Who wrote the poem about the mill?
Where does the miller say that he paid?
Is more money needed?
What else did the miller say?
Are the owners sure?
Delete the account
Translate button
What is a write lock?
Which page mentions the weir?
Do you ship to Norway?
What are your prices?
Fassaden am Markt
Who are the owners?
What's wrong with the wheel?
Tell me the story of the mill
Give me the reply of the owners
Give me a list of the owners
Make a table of the prices
"""


@pytest.mark.parametrize(("turn", "kind"), TURNS)
def test_small_talk(turn: str, kind: str) -> None:
    assert talk_of(turn) == kind


@pytest.mark.parametrize("question", QUESTIONS.splitlines())
def test_a_question_is_no_small_talk(question: str) -> None:
    assert talk_of(question) is None


def test_long_turn_is_no_small_talk() -> None:
    assert talk_of("write a poem about " + "the mill and " * 20) is None


def test_the_longest_small_talk() -> None:
    longest = "write a poem about ".ljust(120, "x")
    assert talk_of(longest) == "task"
    assert talk_of(f"{longest}x") is None


def test_replies_say_what_can_be_asked() -> None:
    assert reply_to("thanks") == (
        "You are welcome. Ask, for example, “What is it about?” or “Who is quoted?”"
    )
    assert reply_to("farewell") == "Goodbye!"
    assert reply_to("more") is None
    assert reply_to(None) is None


def test_a_task_is_recognized_with_its_politeness() -> None:
    assert (fake_library(TEXT).ask("explain it in simple words").note or "").startswith("I cannot")
    more = fake_library(TEXT).ask("tell me more about it", history=["Who was at the mill?"])
    assert more.searched == "Who was at the mill?"


def test_a_task_is_declined_without_passages() -> None:
    reply = fake_library(TEXT).ask("Could you write me an essay about the cat?")
    assert not reply.answers
    assert (reply.note or "").startswith("I cannot write, translate or explain")


def test_a_doubt_shows_the_last_answer_again() -> None:
    library = fake_library(TEXT)
    first = library.ask("Who sang, the bird?")
    again = library.ask("Are you sure?", history=[first])
    assert again.searched == "Who sang, the bird?"
    assert again[0].sentence == first[0].sentence
    assert again.note == "All I can show is what the text says:"
    assert again.question == "Are you sure?"


def test_more_shows_each_passage_once_and_then_says_so() -> None:
    library = fake_library(TEXT)
    history = [library.ask("Who was at the mill?", 2)]
    seen = [answer.start for answer in history[0]]
    history.append(library.ask("what else?", 2, history=history))
    seen += [answer.start for answer in history[-1]]
    assert history[-1].note == "Other passages:"
    assert history[-1].state == "perhaps"
    assert len(seen) == len(set(seen)) == 4
    last = library.ask("more", 2, history=[*history, "thanks"])
    assert list(last) == []
    assert last.note == "There are no other passages."
    assert last.state == "answered"
    assert last.searched == "Who was at the mill?"


def test_more_after_a_question_with_a_filter_shows_each_passage_once() -> None:
    library = fake_library(TEXT)
    history = [library.ask("Who was at the mill? type:txt", 1)]
    for _ in range(3):
        history.append(library.ask("more type:txt", 1, history=history))
    starts = [answer.start for reply in history for answer in reply]
    assert len(starts) == len(set(starts)) == 4


def test_more_shows_what_was_not_shown_even_if_it_is_better() -> None:
    library = fake_library(TEXT)
    best, second = library.ask("Who was at the mill?", 2)
    shown = replace(library.ask("Who was at the mill?"), answers=(second,))
    (more,) = library.ask("more", 1, history=[shown])
    assert more.start == best.start


@pytest.mark.parametrize(
    ("turn", "searched"),
    [
        ("Thanks! type:txt", "Thanks! type:txt"),
        ("more type:txt", "Who was at the mill? type:txt"),
        ("Are you sure? type:txt", "Who was at the mill? type:txt"),
        ("Who type:txt was at the mill?", "Who type:txt was at the mill?"),
        ("How long is it? type:txt", "How long is it? type:txt"),
    ],
)
def test_what_is_searched_with_a_filter(turn: str, searched: str) -> None:
    reply = fake_library(TEXT).ask(turn, history=["Who was at the mill?"])
    assert reply.question == turn
    assert reply.searched == searched


def test_no_other_passages_with_a_filter() -> None:
    library = fake_library("The cat slept.")
    reply = library.ask("more type:txt", history=[library.ask("Where is the cat?")])
    assert reply.note == "There are no other passages."
    assert reply.searched == "Where is the cat? type:txt"


def test_small_talk_is_searched_as_it_was_typed() -> None:
    assert fake_library(TEXT).ask("Thanks!").searched == "Thanks!"


def test_a_doubt_about_a_follow_up_completes_it_again() -> None:
    history = ["Who was at the mill?", "What did Moss say about the cat?", "And the bird?"]
    reply = fake_library(TEXT).ask("Are you sure?", history=history)
    assert reply.searched == "What did Moss say about the bird?"


def test_more_after_questions_alone() -> None:
    library = fake_library(TEXT)
    first = library.ask("Who was at the mill?", 2)
    more = library.ask("more", 2, history=["Who was at the mill?"])
    assert {answer.start for answer in more}.isdisjoint(answer.start for answer in first)


def test_without_a_question_before_it_is_searched() -> None:
    reply = fake_library(TEXT).ask("What else?")
    assert reply.note is None
    assert len(reply) > 0


def test_follow_up_after_more_continues_from_the_question() -> None:
    library = fake_library(TEXT)
    first = library.ask("What did Moss say about the cat?")
    more = library.ask("Anything else?", history=[first])
    reply = library.ask("And the bird?", history=[first, more])
    assert reply.searched == "What did Moss say about the bird?"
