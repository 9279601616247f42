"""The person whom "Who is Ann Hill?" asks about, and texts that say who that is."""

import pytest
from conftest import fake_library

from askdoc.introductions import asked_person, introduces


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("Who is Ann Hill?", "Ann Hill"),
        ("who is ann hill", "Ann Hill"),
        ("And who was Hill?", "Hill"),
        ("Who's John F. Berg?", "John F. Berg"),
        ("Tell me who Ann Hill is.", "Ann Hill"),
        ("Tell me about Ann Hill", "Ann Hill"),
        ("Who is the mayor?", None),
        ("Who is mayor?", None),
        ("Who is Lahti's mayor?", None),
        ("Who is in charge?", None),
        ("Who is he?", None),
        ("Who is Ann Hill's deputy?", None),
        ("What is Lahti?", None),
        ("Wer ist Anna Hügel?", "Anna Hügel"),
        ("und wer war hügel", "Hügel"),
        ("Wer ist der Bürgermeister?", None),
        ("Wer ist Bürgermeister?", None),
        ("¿Quién es Ana Rueda?", "Ana Rueda"),
        ("¿Quién es la alcaldesa?", None),
        ("Qui est Anne Meunier ?", "Anne Meunier"),
        ("Qui est le maire ?", None),
    ],
)
def test_person_whom_a_question_asks_about(question: str, person: str | None) -> None:
    assert asked_person(question) == person


@pytest.mark.parametrize(
    "text",
    [
        "The historian Ann Hill objected.",
        "The pianist Ann Hill objected.",
        "Tom Hill left. The engineer Ann Hill objected.",
        "Yesterday Foreign Secretary Ann Hill objected.",
        "US Secretary of State Ann Hill objected.",
        "The head of the Water Board, Ann Hill, objected.",
        "Lahti's new mayor, Ann Hill, objected.",
        "Ann Hill, director of the event, objected.",
        "Ann Hill, the first to object, left.",
        "Ann Hill, 62, objected.",
        "Hill (a lawyer) objected.",
        "Hill was the founder of the mill.",
        "Hill served as a nurse.",
    ],
)
def test_who_somebody_is(text: str) -> None:
    assert introduces("Ann Hill", text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Anna Öde", "Die Historikerin Anna Öde widersprach."),
        ("Anna Öde", "Die Leiterin des Museums Anna Öde widersprach."),
        ("Anna Öde", "Anna Öde, Sprecherin der Stadt, widersprach."),
        ("Anna Öde", "Öde war die Gründerin der Mühle."),
        ("Ana Rueda", "La alcaldesa Ana Rueda se opuso."),
        ("Ana Rueda", "Ana Rueda, directora del museo, se opuso."),
        ("Ana Rueda", "Rueda fue la fundadora del molino."),
        ("Élise Meunier", "L'historienne Élise Meunier s'y est opposée."),
        ("Élise Meunier", "Élise Meunier, maire de Lahti, s'y est opposée."),
        ("Élise Meunier", "Meunier était la patronne du moulin."),
    ],
)
def test_who_somebody_is_in_other_languages(name: str, text: str) -> None:
    assert introduces(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Anna Öde", "Anna Öde widersprach dem Bürgermeister."),
        ("Ana Rueda", "Ana Rueda se opuso a la alcaldesa."),
        ("Élise Meunier", "Élise Meunier est opposée au maire."),
    ],
)
def test_what_does_not_say_it_in_other_languages(name: str, text: str) -> None:
    assert not introduces(name, text)


@pytest.mark.parametrize(
    "text",
    [
        "Ann Hill objected.",
        "Ms Hill objected.",
        "Berg, Hill and the mayor objected.",
        "Hill's deputy, a lawyer, objected.",
        "Tom Hill, a lawyer, objected.",
        "The mayor objected. Ann Hill left.",
        "They stood on the hill, a steep one.",
    ],
)
def test_who_somebody_is_remains_open(text: str) -> None:
    assert not introduces("Ann Hill", text)


def test_introduction_comes_first_and_is_marked() -> None:
    library = fake_library(
        "Hill is who Hill is, Hill said. Who is Hill, they asked.",
        "The weir was built in spring. Its engineer, Ann Hill, comes from Lahti.",
    )
    for question in "Who is Ann Hill?", "who is hill":
        assert library.ask(question)[0].sentence.text == "Its engineer, Ann Hill, comes from Lahti."


def test_without_an_introduction_the_order_is_as_for_other_questions() -> None:
    library = fake_library("Hill said so. Others agreed.", "The weir was built in spring.")
    assert library.ask("Who is Hill?")[0].sentence.text == "Hill said so."
