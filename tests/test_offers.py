"""Questions that are offered: each from a sentence that answers it; better none than a bad one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import fake_library
from test_calls import Server

import askdoc
from askdoc.chat import offers, starters
from askdoc.types import Document, Reply


@pytest.mark.slow
def test_starters_name_who_speaks_and_of_what(library: askdoc.Library) -> None:
    found = starters.starters(library.documents, lambda q: library.ask(q, starters.PASSAGES))
    offered = [one.question for one in found]
    assert len(offered) == len(set(offered)) >= 3
    assert re.match(r"What did (Kerry|Hammond) say about [\w ]+\?", offered[0])
    for one in found:
        assert one.fits(library.ask(one.question)[0])


def test_nothing_is_offered_that_is_not_surely_answered() -> None:
    cats = fake_library("The Cat Museum is a house in London. It opened in 1984. Cat Museum.")
    silent = Reply("?", "?", "not", cats.ask("cat?").answers)
    assert starters.starters(cats.documents, lambda _: silent) == []


def made(text: str) -> list[str]:
    """What would be offered of a text in which nobody speaks, surely answered or not."""
    cats = fake_library(text)
    return [one.question for one in offers.offers(text, cats.ask)]


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("The Orne Bridge was rebuilt after the flood in 1911 by the town's carpenters.",
         "When was the Orne Bridge rebuilt after the flood?"),
        ("The old wheel of the town was replaced by another in May 1932, when it broke.", None),
        ("Orne is the place where both roads meet, and nobody knows which one is older.", None),
        ("Marta Lind moved to London in 1894 and stayed there for thirty years or more.",
         "When did Marta Lind move to London?"),
        ("The Orne Bridge was designed by Marta Lind, who had never built another one.",
         "Who designed the Orne Bridge?"),
        ("In 1911, a flood carried away the bridge, both mills and a part of the road.",
         "What happened in 1911?"),
        ("Orne is located in the north of the valley, two hours by train from London.",
         "Where is Orne?"),
        ("Orne is a village of two hundred people, most of whom live on their sheep.",
         "What is Orne?"),
        ("Lind was a carpenter in the valley, and built three of the bridges of the town.", None),
        ("Marta Lind is a carpenter of the old kind, known in all of the villages around.", None),
        ("The Orne Bridge was a work of wood, which had to be mended after every winter.",
         "What was the Orne Bridge?"),
        ("Lind is an engineer of many bridges, and she has designed three further ones.",
         "Who is Lind?"),
    ],
)  # fmt: skip
def test_questions_are_made_from_sentences(sentence: str, question: str | None) -> None:
    text = f"{sentence}\nPeople still speak of Orne, of Lind and of the Orne Bridge with pride."
    found = [asked for asked in made(text) if not asked.startswith("What is said")]
    assert found == ([question] if question else [])


@pytest.mark.parametrize(
    "text",
    [
        "By Marta Lindqvist\n\nPhoto: Tom Orne\n\nMARTA LINDQVIST AND TOM ORNE\n\nMarta Lindqvist",
        "# About Marta Lindqvist\n\n| Marta Lindqvist | 12 |\n\n- Marta Lindqvist, 1984.",
        "The Contractor shall pay the Fee. If the Contractor does not pay, the Contractor owes it.",
        "A French and a Welsh ship met a Russian one; French sailors sang with the Welsh ones.",
        "She taught Law in Orne. Nobody taught Law before her, and Law is hard to teach, she knew.",
        "The prize for Economic Sciences is new. Few have a prize for Economic Sciences so far.",
        "This is between Lind Ltd (the Hirer) and others. The Hirer pays. What the Hirer owes is.",
        "Nobody but the Grantor may enter. What the Grantor leaves there is lost, say the rules.",
        "They walked to the north. The north is cold, the north is dark, and the north is wet.",
        "The union of the North spoke. We of the Union hope that the union and the Union hold on.",
    ],
)
def test_nothing_is_made_of_bylines_headings_roles_and_peoples(text: str) -> None:
    assert made(text) == []


@pytest.mark.parametrize(
    ("sentence", "content"),
    [
        ('"We fear for Orne," he told the Evening Post.', "We fear for Orne,"),
        ("Ekberg, who leads the union of Orne, said the mill was lost.", "the mill was lost."),
        ("The mill was lost, Ekberg said.", "The mill was lost"),
        ("Ekberg leads the union of Orne.", ""),
    ],
)
def test_content_is_separated_from_the_attribution(sentence: str, content: str) -> None:
    assert offers._content(sentence) == content


def test_questions_to_go_on_with_are_of_the_same_speaker_and_new() -> None:
    near = (
        'Ekberg feared for Orne: "Nobody will go to London with us," he said to all who came.\n'
        'The others waited. "And Berlin is too far for a mill like ours," Ekberg said on Monday.'
    )
    found = [one.question for one in offers.about("Ekberg", near, known="What of London?")]
    assert found == ["And about Berlin?"]


NAMES = """
The barges came down the Orne Canal in spring. Nobody swims in the cold Orne Canal, said the miller.
The Bureau of Mills and Harbours mended it in 1911. The Bureau of Mills and Harbours was small then.
The Nine Weeks' Flood carried away two mills. After the Nine Weeks' Flood came a hungry winter.
Lower Road 7 leads to the quay. Carts left Lower Road 7 at noon, and were back before it was dark.
In the CTO sat nine millers. They met at noon, and what the CTO wanted was mostly done by the town.
"""


def test_names_are_complete_and_have_their_article() -> None:
    asked = [question for question in made(NAMES) if "said about" in question]
    assert "What is said about the Orne Canal?" in asked
    assert "What is said about the CTO?" in asked
    assert not [q for q in asked if re.search("about (?:the )?(?:Bureau|Nine|Lower)", q)]


def test_what_a_member_was_is_not_asked() -> None:
    assert (
        made("Marta Lind was a member of the choir of Orne, and sang there for many years.") == []
    )


def test_the_document_in_view_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(fake_library("A dog ran.", "The cat slept."), tmp_path)
    server.say("start")
    server.bring("a.txt", "A bird sang.")
    server.bring("b.txt", "It rained.")
    seen: list[list[str]] = []

    def starters_(documents: Sequence[Document], ask: offers.Ask) -> list[offers.Offer]:
        seen.append([document.name for document in documents])
        return []

    monkeypatch.setattr(starters, "starters", starters_)
    server.say("show", where="own", name="b.txt")
    server.say("follow")
    assert seen == [["b.txt", "a.txt", "1.txt", "2.txt"]]
