"""Asking a library: demands on the passages, follow-ups, and knowing when nothing answers."""

from __future__ import annotations

import pytest
from conftest import QUESTION, FakeEmbedder, document, fake_library

import askdoc
from askdoc.confidence import ANSWERED, PERHAPS

PETS = """\
The cat is the root cause of it. A bird sang.

The dog met the cat's friend.

The dog is the cause, or a root.

A bird of London met a bird of Berlin.
"""
CAT, FRIEND, ROOT, BIRD = PETS.strip().split("\n\n")


def texts(question: str, top_k: int = 10) -> list[str]:
    return [answer.text for answer in fake_library(PETS).ask(question, top_k)]


# --- "words" that must occur, -words that must not


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ('"root cause" dog', {CAT}),
        ("“root cause” dog", {CAT}),
        ('Who? "ROOT   Cause"', {CAT}),
        ('"root cause"', {CAT, FRIEND, ROOT, BIRD}),  # the whole question: no demand
        ('dog "bird"', {CAT, BIRD}),
        ('"bird" "London"', {BIRD}),  # each of them
        ('"bird" "root cause" dog', {CAT}),
        ("dog -cat", {ROOT, BIRD}),
        ("dog -CATS", {ROOT, BIRD}),  # words of one stem are the same
        ("-cat dog", {ROOT, BIRD}),
        ("dog -cat -bird", {ROOT}),
        ('"bird" -Berlin', {CAT}),
        ("dog - cat", {CAT, FRIEND, ROOT, BIRD}),  # no operator
        ("dog-cat", {CAT, FRIEND, ROOT, BIRD}),
    ],
)
def test_passages_satisfy_the_operators(question: str, expected: set[str]) -> None:
    assert set(texts(question)) == expected


@pytest.mark.slow
def test_passage_that_is_far_from_the_question_is_found_by_its_words() -> None:
    # More passages about the cat than are fetched without demands.
    library = fake_library("\n\n".join(f"Cat number {i}." for i in range(300)) + "\n\nA stone.")
    assert [answer.text for answer in library.ask('Which cat? "stone"')] == ["A stone."]
    excluding = library.ask("Which cat? -number", top_k=10)
    assert [answer.text for answer in excluding] == ["A stone."]


def test_words_that_no_passage_contains_give_the_closest_passages() -> None:
    reply = fake_library(PETS).ask('the dog and "a zebra"', top_k=10)
    assert reply.answered is False
    assert {answer.text for answer in reply} == {CAT, FRIEND, ROOT, BIRD}
    assert reply[0].text in (FRIEND, ROOT)
    # but still without what must not be there
    assert texts('dog "a zebra" -cat -bird') == [ROOT]


def test_excluded_words_of_every_passage_are_ignored_with_a_reason() -> None:
    reply = fake_library(PETS).ask("Who met? -cat -dog -bird", top_k=10)
    assert {answer.text for answer in reply} == {CAT, FRIEND, ROOT, BIRD}
    assert not reply.answered
    assert reply.reason == ("No passage avoids “cat”, “dog” and “bird”; these answers ignore that.")


def test_unsatisfied_operators_are_reported_and_ignored() -> None:
    library = fake_library(PETS)
    reply = library.ask('Where is the "cat root"?')
    assert (
        reply.reason == 'No passage contains "cat root" word for word; these answers ignore that.'
    )
    assert reply.state != "answered"
    assert reply[0].text == library.ask("Where is the cat root?")[0].text


def test_switch_that_the_text_writes_with_a_dash_is_not_left_out() -> None:
    library = fake_library("Use dog -cat to see it.\n\nA bird sang.")
    assert "dog -cat" in library.ask("how do i use dog -cat")[0].text


class Reader(FakeEmbedder):
    """It reads words that are none of its own in pieces."""

    def count_tokens(self, text: str) -> int:
        return super().count_tokens(text) + ("chairmn" in text)


def test_mistyped_word_is_corrected_and_shown() -> None:
    text = document("The cat met the chairman.\n\nA bird sang.", "1.txt")
    library = askdoc.Library([text], Reader())
    reply = library.ask("Which chairmn met the cat?")
    assert (reply.question, reply.searched) == (
        "Which chairmn met the cat?",
        "Which chairman met the cat?",
    )


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Does Zanzibar like the cat?", "The article never mentions “Zanzibar”."),
        ("Does Berlyn like the cat?", "The article never mentions “Berlyn” (nearest: “Berlin”)."),
        # but not that it never mentions "mention"
        ("Does anyone really mention zebras?", "The article never mentions “zebras”."),
        ("Does anyone mention something else?", None),
        ("Does box 4711 hold the cat?", "The article never mentions “4711”."),
        (
            "Wo ist denn hier mein Stein?",
            "The text is in English, the question in German.",
        ),
    ],
)
def test_reason_why_it_is_not_answered(question: str, reason: str | None) -> None:
    reply = fake_library(PETS).ask(question)
    assert reply.state != "answered"
    assert reply.reason == reason


def test_answer_needs_no_reason() -> None:
    reply = fake_library(PETS).ask("cat root cause of it")
    assert reply.answered
    assert reply.reason is None


def test_empty_library_contains_no_words() -> None:
    reply = askdoc.Library([], FakeEmbedder()).ask('"cat" -dog')
    assert list(reply) == []
    assert reply.answered is False


@pytest.mark.parametrize("question", ["-cat", " -cat  -dog ", "-cat's"])
def test_question_that_only_leaves_out_is_an_error(question: str) -> None:
    with pytest.raises(askdoc.QuestionError) as error:
        fake_library(PETS).ask(question)
    assert str(error.value) == ("the question only excludes words; add what you are looking for")


@pytest.mark.parametrize(
    ("question", "phrase"),
    [('"cat" -cat', "cat"), ('who "root cause" -causes', "root cause"),
     ('"dog" who "root cause" -cause', "root cause")],
)  # fmt: skip
def test_question_that_contradicts_itself_is_an_error(question: str, phrase: str) -> None:
    with pytest.raises(askdoc.QuestionError) as error:
        fake_library(PETS).ask(question)
    assert str(error.value).startswith(f'no passage can contain "{phrase}" and not -')
    assert str(error.value).endswith("; remove one of them")


# --- the history


def test_follow_up_is_completed() -> None:
    reply = fake_library(PETS).ask("And the bird?", history=["What about the cat?"])
    assert reply.question == "And the bird?"
    assert reply.searched == "What about the bird?"
    assert "bird" in reply[0].sentence.text


def test_complete_question_is_searched_as_it_is() -> None:
    reply = fake_library(PETS).ask("Where is the cat?", history=["What about the bird?"])
    assert reply.question == reply.searched == "Where is the cat?"


def test_operators_apply_to_the_follow_up() -> None:
    reply = fake_library(PETS).ask("Why?", history=["Who is about a cat? -cause"])
    assert reply.searched == "Why? Who is about a cat? -cause"
    assert {answer.text for answer in reply} == {FRIEND, BIRD}


@pytest.mark.parametrize("history", [(), [], [""], [" \n"], ["\0"], ("Who?",)])
def test_history_of_little(history: list[str]) -> None:
    assert fake_library(PETS).ask("Where is the cat?", history=history)[0].text == CAT


def test_history_is_cleaned_like_a_question() -> None:
    reply = fake_library(PETS).ask("And the\tbird?", history=["What  about\x1b the\n cat?"])
    assert reply.searched == "What about the bird?"


def test_history_that_is_a_text_is_an_error() -> None:
    with pytest.raises(askdoc.QuestionError) as error:
        fake_library(PETS).ask("And the bird?", history="What about the cat?")
    assert str(error.value) == "history is a text; it must be a list of earlier questions"


def test_long_history() -> None:
    history = ["What about the cat?", *["Why?", "Where is it?"] * 300]
    assert fake_library(PETS).ask("And the bird?", history=history)[0].confidence > 0


# --- is there an answer at all?


def test_answered_is_the_best_passages_confidence() -> None:
    reply = fake_library(PETS).ask("Where is the cat?")
    assert reply.answered is True
    assert reply[0].confidence >= ANSWERED
    foreign = fake_library(PETS).ask("Who likes bread?")
    assert (foreign.state, foreign.answered) == ("not", False)
    assert foreign[0].confidence < PERHAPS
    assert len(foreign) == 3


def test_confidence_does_not_depend_on_top_k() -> None:
    library = fake_library(PETS)
    one, ten = library.ask("the dog", 1), library.ask("the dog", 10)
    assert (one[0].confidence, one.answered) == (ten[0].confidence, ten.answered)


ANSWERABLE = """\
What did Kerry say about Assad?
Where will Kerry go on Sunday?
What is the root cause of the migrant crisis?
Who reported the talks between the defence secretaries?
Who is a magnet for foreign fighters?
Why is the situation in Syria more complicated?
How long is Kerry's visit to Britain?
Does Assad have to leave at once?""".splitlines()
FOREIGN = """\
Who won the football world cup in 2014?
How do I bake sourdough bread?
What is the boiling point of nitrogen?
When was the Eiffel Tower built?
How many legs does a spider have?
Who painted the Mona Lisa?
Which gene causes cystic fibrosis?
Wie hoch ist der Kölner Dom?""".splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("question", ANSWERABLE)
def test_answerable_question_is_answered(library: askdoc.Library, question: str) -> None:
    assert library.ask(question).answered is True


@pytest.mark.slow
@pytest.mark.parametrize("question", FOREIGN)
def test_foreign_question_is_refused_with_the_closest_passages(
    library: askdoc.Library, question: str
) -> None:
    reply = library.ask(question)
    assert reply.answered is False
    assert len(reply) == 3
    assert reply[0].confidence < 0.1


# --- over the article, with the real model


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "searched", "words"),
    [
        ("And about the migrant crisis?", "What did Kerry say about the migrant crisis?",
         "root cause"),
        ("What about the talks in London?", "What did Kerry say about the talks in London?",
         "laid the groundwork"),
        ("When will he leave?", "When will Kerry leave?", "leave for Berlin on Sunday"),
        ("Why?", f"Why? {QUESTION}", "magnet for foreign fighters"),
        ("How long is his visit?", "How long is Kerry's visit?", "three-day visit"),
    ],
)  # fmt: skip
def test_follow_up_finds_the_sentence_first(
    library: askdoc.Library, question: str, searched: str, words: str
) -> None:
    reply = library.ask(question, history=[QUESTION])
    assert reply.searched == searched
    assert words in reply[0].sentence.text


@pytest.mark.slow
def test_demands_on_the_article(library: askdoc.Library) -> None:
    for answer in library.ask(f"{QUESTION} -magnet", top_k=20):
        assert "magnet" not in answer.text
    found = library.ask('Who spoke of the "root cause"?', top_k=20)
    assert [answer.sentence.text for answer in found] == [
        'Kerry said the "root cause" of the current migrant crisis in Europe was the violence in '
        "Syria."
    ]
    assert found.answered is True
    assert library.ask('What did "the prime minister" say about Assad?').answered is False


@pytest.mark.slow
def test_speaker_is_named_in_the_answer(library: askdoc.Library) -> None:
    # "he said": the sentence itself does not name him.
    first = library.ask(QUESTION)[0]
    assert "Kerry" not in first.sentence.text
    assert first.speaker == "Kerry"


@pytest.mark.slow
def test_asking_twice_gives_the_same(library: askdoc.Library) -> None:
    assert library.ask(QUESTION, 5) == library.ask(QUESTION, 5)


# --- whose words are asked for


def test_words_of_another_about_the_asked_come_after_the_askeds_own() -> None:
    text = (
        "Mr Kerry said Hammond told him that Hammond likes the dog.\n\n"
        "Mr Hammond spoke at noon in London. He said the dog should go.\n"
    )
    first = fake_library(text).ask("What did Hammond say about the dog?")[0]
    assert first.text == "Mr Hammond spoke at noon in London. He said the dog should go."
    assert first.sentence.text == "He said the dog should go."
    assert first.speaker == "Hammond"


@pytest.mark.slow
def test_what_hammond_said_is_hammonds(library: askdoc.Library) -> None:
    first = library.ask("What did Hammond say about Russia?")[0]
    assert first.speaker == "Hammond"
    assert "Russian engagement" in first.sentence.text


FAQ = """\
Who pays for the cat?

Its owner does, at the end of a month.

Who pays for the bird?

Nobody pays. It sings for its food.
"""


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who pays for the cat?", "Its owner does, at the end of a month."),
        ("Who pays for the bird?", "Nobody pays."),
    ],
)
def test_question_in_the_text_leads_to_its_answer(question: str, sentence: str) -> None:
    reply = fake_library("Who pays for the cat? Who pays for the bird?\n\n# FAQ\n\n" + FAQ).ask(
        question
    )
    assert reply[0].sentence.text == sentence


# --- whose words


@pytest.mark.slow
def test_a_role_means_the_person_who_has_it() -> None:
    text = (
        "Transport secretary Ines Moor met the mayor of Ely, Tom Dale. The bridge is old.\n\n"
        "Ms Moor said the bridge would be closed in June. She said buses would be free.\n\n"
        "Mr Dale said the bridge was safe. He said buses were always late."
    )
    library = askdoc.Library([askdoc.Document("a.txt", text, "a")])
    for asked, speaker in {"transport secretary": "Moor", "mayor": "Dale"}.items():
        reply = library.ask(f"What did the {asked} say about buses?")
        assert (reply[0].speaker, "buses" in reply[0].sentence.text) == (speaker, True)


@pytest.mark.slow
def test_words_of_one_speaker_are_not_attributed_to_another() -> None:
    text = (
        "MOOR: The bridge was built in 1890.\n\nDALE: I paint it every spring.\n\n"
        "MOOR: Nobody ever painted it.\n\nDALE: The fish are back."
    )
    library = askdoc.Library([askdoc.Document("a.txt", text, "a")])
    assert library.ask("What did Dale say about the fish?")[0].speaker == "Dale"
    reply = library.ask("What did Moor say about the fish?")
    assert reply.state != "answered"


def test_how_much_is_nothing_that_a_text_must_mention() -> None:
    reply = fake_library("The cat slept.", "A dog ran.").ask("How much is the fee?")
    assert "much" not in (reply.reason or "")
