"""The chat's reading pane and conversation without a browser: what is shown, and what is marked."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from conftest import FakeEmbedder, document, fake_library
from hypothesis import given
from hypothesis import strategies as st

import askdoc
from askdoc.chat import pane, turns
from askdoc.chat.visits import Turn
from askdoc.types import Document, Omitted, Reply

NUL = '<span class="nul"></span>'


def text_of(shown: str) -> str:
    """The text that a browser makes of HTML, NUL as the page fills it in."""
    bare = re.sub(r"<[^>]*>", "", shown.replace(NUL, "\ue000"))
    return html.unescape(bare).replace("\ue000", "\0")


def article(shown: str) -> str:
    return text_of(shown.split('<div class="body">')[1].split('</div></div><div class="map"')[0])


# --- the reading pane


def test_what_is_uncertain_in_the_text_is_not_listed_as_left_out() -> None:
    parts = (
        Omitted("running head", "The log"),
        Omitted("glyph without letters", name="guessed with a dictionary: five"),
        Omitted("damaged character", name="2 shown as \ufffd"),
        Omitted("damaged character", name="1 left out"),
    )
    one = replace(document("It rained."), omitted=parts)
    library = fake_library("It rained.")
    shown = pane.as_html(pane.PaneView(one, 0, library.ask("What did it do?"), 0))
    folded = [text_of(part) for part in re.findall("<details.*?</details>", shown)]
    assert folded == [
        "Not in the text: 1 damaged character, 1 running head"
        "running head: The logdamaged character 1 left out",
        "Uncertain in the text: 1 damaged character, 1 glyph without letters"
        "glyph without letters guessed with a dictionary: five"
        "damaged character 2 shown as \ufffd",
    ]


def view(text: str, question: str, at: int = 0) -> pane.PaneView:
    library = fake_library(text)
    return pane.PaneView(library.documents[0], at, library.ask(question), 0)


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=300))
def test_article_is_the_text(text: str) -> None:
    shown = article(pane.as_html(pane.PaneView(document(text))))
    # what html.unescape itself changes is left out; the browser's tests have it
    odd = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ue000]|\\\\U")
    if not odd.search(text) and all(ord(c) & 0xFFFE != 0xFFFE for c in text):
        assert shown == text


def test_passage_sentence_and_mentions_are_marked() -> None:
    text = "Rain.\n\nThe cat slept. It was <b>.\n\nCats and dogs. A catalogue."
    shown = pane.as_html(view(text, "cat?"))
    marks = re.findall(r'<mark class="([^"]*)"[^>]*>([^<]*)', shown)
    assert "".join(words for kind, words in marks if "here" in kind) == "The cat slept&#46;"
    mentions = re.findall(r'<\w+ class="[^"]*mention[^"]*"[^>]*>([^<]*)', shown)
    assert mentions == ["cat", "Cats"]


def test_places_are_the_evidence_and_the_mentions_outside_it() -> None:
    # The cat slept. is the evidence; the second paragraph mentions it, and is evidence too
    shown = pane.as_html(view("The cat slept.\n\nA dog ran.", "cat?"))
    assert 'data-stops="0 16"' in shown
    assert "of 2</output>" in shown


def test_no_mentions_are_shown_with_a_refusal() -> None:
    library = fake_library("A cat slept.")
    refused = Reply("dog?", "dog?", "not", library.ask("cat?").answers)
    shown = pane.as_html(pane.PaneView(library.documents[0], 0, refused, 0))
    assert "mention" not in shown


def test_only_what_likely_answers_is_shown_as_the_answer() -> None:
    library = fake_library("The cat slept. It rained.\n\nA dog ran.")
    sure = library.ask("Where is the cat?")
    assert sure.state == "answered"
    doubtful = replace(sure, state="perhaps")
    for reply, shown in (sure, 'data-sure="1"'), (doubtful, 'data-sure="0"'):
        assert shown in pane.as_html(pane.PaneView(library.documents[0], 0, reply, 0))
        said = turns.as_html([Turn(0, reply)], turns.Look())
        assert ("This may answer it:" in said) is (reply is doubtful)
        assert "paragraph 1" in said


def test_one_line_introduces_further_passages() -> None:
    library = fake_library("The cat slept.\n\nA dog ran.\n\nThe bird sang.")
    first = library.ask("Where is the cat?", 1)
    more = library.ask("what else?", 1, history=[first])
    assert more.state == "perhaps"
    said = turns.as_html([Turn(0, more)], turns.Look())
    assert '<p class="reason">Other passages&#58;</p>' in said
    assert 'class="doubt"' not in said


def test_note_does_not_hide_the_reason() -> None:
    library = fake_library("The cat slept in the garden of the old mill.\n\nA dog ran.")
    first = library.ask("Where did Zorgon and the cat sleep?")
    assert "never mentions" in first.reason
    again = library.ask("are you sure?", history=[first])
    said = turns.as_html([Turn(0, again)], turns.Look())
    assert said.count('<p class="reason">') == 2
    assert "never mentions" in said


def test_place_is_the_paragraph_as_a_reader_counts() -> None:
    paged = Document("a.md", "# Pets\n\nA dog ran.\n\n\n\nA cat slept.\nA bird sang.", "Pets")
    reply = askdoc.Library([paged], FakeEmbedder()).ask("Where is the cat?")
    assert "paragraph 2" in turns.as_html([Turn(0, reply)], turns.Look())


@given(st.integers(0, 400_000), st.integers(1, 400_000), st.sampled_from(["\n", " ", "\n" * 60]))
def test_region_contains_the_place_and_is_bounded(at: int, length: int, gap: str) -> None:
    text = (("x" * 70 + gap) * (length // 71 + 1))[:length]
    at = min(at, length - 1)
    start, end = pane.region(text, at)
    assert 0 <= start <= at < end <= length
    assert end - start <= pane.REGION


def test_headline_is_set_as_one() -> None:
    shown = pane.as_html(pane.PaneView(Document("a.md", "\n# Pets\n\nA cat.", "Pets")))
    assert "headline" in shown
    assert article(shown) == "\n# Pets\n\nA cat."


def test_page_is_named() -> None:
    paged = Document("b.pdf", "One cat.\nTwo birds.", "b", pages=(0, 9))
    library = askdoc.Library([paged], FakeEmbedder())
    reply = library.ask("bird?")
    shown = pane.as_html(pane.PaneView(paged, 10, reply, 0))
    assert "page 2" in shown


# --- the conversation


def test_long_conversation_stays_light() -> None:
    reply = fake_library("A cat.").ask("cat?")
    shown = turns.as_html([Turn(number, reply) for number in range(100)], turns.Look())
    assert shown.count('class="turn"') == turns.MAX_TURNS
    assert 'data-turn="99"' in shown
