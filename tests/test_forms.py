"""The same question in capitals, in politeness, in quotation marks, mistyped."""

from __future__ import annotations

import pytest

from askdoc.forms import normalized, with_names, with_question_mark

FORMS = [
    ("HELLO, COULD YOU TELL ME WHO PAYS? THANK YOU!", "who pays?"),
    ("Hi, please tell me: Who pays?", "Who pays?"),
    ("hi who pays", "Who pays"),
    ("Good morning! I'd like to know who pays. Thanks", "Who pays"),
    ("Hello there, quick question: who pays?", "Who pays?"),
    ("I have a question, please: can you tell us who pays?", "Who pays?"),
    ("Does anyone know who pays?", "Who pays?"),
    ("I was wondering whether the mayor pays.", "The mayor pays."),
    ("Tell me about the mayor", "The mayor"),
    ("Is it true that the mayor pays?", "The mayor pays?"),
    ("does it say anything about the toll?", "The toll?"),
    ("what does the text say about the toll", "The toll"),
    ("According to the article, who pays?", "Who pays?"),
    ("um, who pays?", "Who pays?"),
    ("explain the toll", "The toll"),
    ("Who pays? Many thanks in advance, kind regards", "Who pays?"),
    ("Who pays, please?", "Who pays?"),
    ("who pays thanks", "Who pays"),
    ('"Who pays?"', "Who pays?"),
    ('"Hi, who pays?"', "Who pays?"),
    ("WHO PAYS THE UN?", "who pays the un?"),
    ("Hi, why?", "Why?"),
    ("whats it about", "what's it about"),
    ("Wheres the mayor, and why dont they pay?", "Where's the mayor, and why don't they pay?"),
    ("WHOS THE MAYOR", "who's the mayor"),
    ("WER ZAHLT FÜR DIE BRÜCKE?", "wer zahlt für die brücke?"),
    ("¿QUIÉN PAGÓ?", "¿quién pagó?"),
    ("IN WELCHEM JAHR STARB ER?", "in welchem jahr starb er?"),
    ("Hallo, können Sie mir bitte sagen, wer zahlt? Vielen Dank!", "Wer zahlt?"),
    ("Ich hätte eine kurze Frage: wer zahlt?", "Wer zahlt?"),
    ("Guten Tag! Ich möchte gerne wissen, ob es regnete.", "Es regnete."),
    ("Bonjour, pourriez-vous me dire qui a payé ? Merci d'avance !", "Qui a payé?"),
    ("Est-ce que vous pouvez me dire s'il a plu ?", "Il a plu ?"),
    ("Hola, ¿podría decirme quién paga? ¡Muchas gracias!", "Quién paga?"),
    ("Buenos días, una pregunta: ¿cuándo murió?", "¿cuándo murió?"),
    ("Ciao, mi puoi dire chi paga? Grazie mille!", "Chi paga?"),
    ("Olá, pode me dizer quem paga? Obrigado!", "Quem paga?"),
    ("Hallo, kunt u mij vertellen wie betaalt? Alvast bedankt!", "Wie betaalt?"),
]
AS_THEY_ARE = [
    "Is it true?",
    "Where does it say that?",
    "What does it say?",
    "Explain",
    "Does the article mention the toll?",
    "Who pays?",
    "Hello World prints what?",
    "Who is Dont?",
    "Qui est la femme dont parle le maire ?",
    "Where are the ants?",
    "Who wrote Thanks?",
    "What question did he ask?",
    "Dear Dr Hill said what?",
    "So what?",
    "And him?",
    "Please",
    "Thanks!",
    "Hello",
    "NATO, UN, EU",
    'Who named the "root cause"?',
    "外務大臣は？",
    "Who gave thanks?",
    "Was ist eine Bitte?",
    "Qui a dit merci ?",
    "¿Quién dio las gracias?",
    "¿Sabe Kerry quién paga?",
    "Ciao Bella was sung by whom?",
    "LA NIÑA",
]


@pytest.mark.parametrize(("typed", "expected"), FORMS)
def test_what_is_meant(typed: str, expected: str) -> None:
    assert normalized(typed) == expected


@pytest.mark.parametrize("question", AS_THEY_ARE)
def test_what_is_no_form(question: str) -> None:
    assert normalized(question) == question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who pays", "who pays?"),
        ("Is it so", "Is it so?"),
        ("Who pays?", "Who pays?"),
        ("who pays.", "who pays."),
        ("shipping costs", "shipping costs"),
        ("wer zahlt", "wer zahlt?"),
        ("quién paga", "quién paga?"),
        ("qui paie", "qui paie?"),
    ],
)
def test_question_mark_that_was_not_typed(question: str, expected: str) -> None:
    assert with_question_mark(question) == expected


def test_names_get_the_capitals_that_the_text_gives_them() -> None:
    texts = [
        "Only Kerry spoke. Talks followed, said Robin Lovell-Badge.",
        "The talks of May may end.",
    ]
    names = with_names("what did kerry and robin lovell-badge say of talks in may?", texts)
    assert names == "what did Kerry and Robin Lovell-Badge say of talks in may?"
    assert with_names("What did kerry say to Ann?", texts) == "What did kerry say to Ann?"


def test_capitals_of_a_title_are_no_names() -> None:
    text = "How Long We Keep Your Letters\n\nAnn Berg keeps them for a year, says Ann Berg."
    assert with_names("how long does berg keep letters?", [text]) == (
        "how long does Berg keep letters?"
    )
