"""Which language a text is in, and what is done otherwise in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import FakeEmbedder, document, fake_library

from askdoc.answer_type import answer_type, holds
from askdoc.embed import embed_question
from askdoc.languages import FULL, LANGUAGES, language, language_of, question_languages, stop_words
from askdoc.types import Question, Statistics
from askdoc.words import question_words, stem_of, stems

TEXTS = {
    "en": "The mill burned down on Sunday. Nobody knows who left the lamp in the barn.",
    "de": "Die Mühle brannte am Sonntag ab. Niemand weiß, wer die Lampe stehen ließ.",
    "fr": "Le moulin a brûlé dimanche. Personne ne sait qui a laissé la lampe dans la grange.",
    "es": "El molino se quemó el domingo. Nadie sabe quién dejó la lámpara en el granero.",
    "it": "Il mulino è bruciato domenica. Nessuno sa chi ha lasciato la lampada nel fienile.",
    "pt": "O moinho ardeu no domingo. Ninguém sabe quem deixou a lâmpada no celeiro.",
    "nl": "De molen brandde zondag af. Niemand weet wie de lamp in de schuur heeft gelaten.",
    "sv": "Kvarnen brann ner i söndags. Ingen vet vem som lämnade lampan i ladan.",
    "pl": "Młyn spłonął w niedzielę. Nikt nie wie, kto zostawił lampę w stodole.",
    "ru": "Мельница сгорела в воскресенье. Никто не знает, кто оставил лампу в сарае.",
    "zh": "磨坊星期天被烧毁了。没有人知道是谁把灯留在谷仓里。",
    "ja": "製粉所は日曜日に焼けた。誰が納屋にランプを置いたのかは分からない。",
    "ar": "احترقت الطاحونة يوم الأحد. لا أحد يعرف من ترك المصباح في الحظيرة.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_language_of_a_text(code: str) -> None:
    assert language_of(TEXTS[code]) == code


@pytest.mark.parametrize("text", ["", "12.5 | 14.0 | 3", "Kerry", "A - B - C"])
def test_too_little_to_tell(text: str) -> None:
    assert language_of(text) == ""


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("Who left the lamp in the barn?", ["en"]),
        ("what's planned next", ["en"]),
        ("They’ll leave", ["en"]),
        ("Qu'a dit le maire ?", ["fr", "en"]),
        ("Wer hat die Lampe stehen lassen?", ["de", "en"]),
        ("Qui a laissé la lampe dans la grange ?", ["fr", "en"]),
        ("¿Quién dejó la lámpara en el granero?", ["es", "en"]),
        ("Chi ha lasciato la lampada nel fienile?", ["it", "en"]),
        ("Quem deixou a lâmpada no celeiro?", ["pt", "en"]),
        ("Wie heeft de lamp in de schuur gelaten?", ["nl", "en"]),
        ("Кто оставил лампу в сарае?", ["ru", "en"]),
        ("谁把灯留在谷仓里？", ["zh", "en"]),
        ("من بنى الجسر؟", ["ar", "en"]),
    ],
)
def test_language_of_a_question(question: str, codes: list[str]) -> None:
    assert [one.code for one in question_languages(question)] == codes


def test_names_alone_may_be_in_any() -> None:
    assert {one.code for one in question_languages("Kerry Hammond")} == {one.code for one in FULL}


def test_words_are_stemmed_by_their_language() -> None:
    assert stems("Die Mühlen brannten", "de") == ["muhl", "brannt"]
    assert stems("Les moulins brûlaient", "fr") == ["moulin", "brûl"]
    assert stems("Los molinos quemaron", "es") == ["molin", "quem"]
    assert stems("The mills were burning", "") == stems("The mills were burning", "en")
    assert stems("Xwe mills", "xx") == ["xwe", "mills"]


@pytest.mark.parametrize(
    ("code", "question"),
    [
        ("de", 'Wer hat "die Lampe" stehen lassen?'),
        ("fr", 'Qui a laissé "la lampe" ?'),
        ("es", '¿Quién dejó "la lámpara en el granero"?'),
        ("en", 'Who left "the lamp in the barn"?'),
        ("ru", 'Кто оставил "лампу в сарае"?'),
        ("zh", "谁把“灯留在谷仓里”？"),
    ],
)
def test_a_phrase_is_demanded_in_any_language(code: str, question: str) -> None:
    others = [TEXTS[other] for other in TEXTS if other != code]
    reply = fake_library(TEXTS[code], *others).ask(question)
    assert not reply.unmet
    assert {answer.document.name for answer in reply} == {"1.txt"}


def test_a_word_of_a_question_has_a_stem_of_each_language_it_may_be_in() -> None:
    (word,) = [found for found, _, _ in question_words("Wann brannten sie?")]
    assert word == (stem_of("brannten", "de"), stem_of("brannten", "en"))
    assert [found for found, _, _ in question_words("When did the mills burn?")] == [
        ("mill",),
        ("burn",),
    ]


def test_only_stems_that_occur_count() -> None:
    question = embed_question("Wann brannten die Mühlen?", FakeEmbedder())
    german = stem_of("brannten", "de"), stem_of("mühlen", "de")

    def understood(*held: str) -> Question:
        return question.understood(Statistics(10, 5.0, 5.0, dict.fromkeys(held, 1)))

    assert understood(*german).words == german
    assert understood("mühlen").words == (german[0], "mühlen")
    assert understood().words == german  # the likeliest
    assert understood().missing(Statistics(1, 1.0, 1.0, {})) == ["brannten", "Mühlen"]


@pytest.mark.parametrize(
    ("question", "kind", "yes", "no"),
    [
        ("Wann brannte die Mühle?", "time", "Sie brannte am Sonntag.", "Sie brannte."),
        ("Wie viele Mühlen gibt es?", "number", "Es gibt zwölf.", "Es gibt Mühlen."),
        ("Warum brannte sie?", "reason", "Sie brannte wegen einer Lampe.", "Sie brannte ab."),
        ("Wo steht sie?", "place", "Sie steht in Celle.", "sie steht noch"),
        ("Quand a-t-il brûlé ?", "time", "Il a brûlé dimanche.", "Il a brûlé."),
        ("Combien de moulins ?", "number", "Il y en a douze.", "Il y en a."),
        ("Pourquoi a-t-il brûlé ?", "reason", "À cause d'une lampe.", "Il a brûlé."),
        ("Où est-il ?", "place", "Il est à Lyon.", "il est loin"),
        ("¿Cuándo ardió el molino?", "time", "Ardió el domingo.", "Ardió."),
        ("¿Cuántos molinos hay?", "number", "Hay doce.", "Hay molinos."),
        ("¿Por qué ardió?", "reason", "Ardió a causa de una lámpara.", "Ardió."),
        ("¿Dónde está el molino?", "place", "Está en León.", "está lejos"),
        ("Quando è bruciato il mulino?", "time", "È bruciato domenica.", "È bruciato."),
        ("Quantos moinhos há?", "number", "São doze.", "São moinhos."),
        ("Waarom brandde de molen?", "reason", "Vanwege een lamp.", "Hij brandde."),
    ],
)
def test_kinds_of_answers(question: str, kind: str, yes: str, no: str) -> None:
    assert answer_type(question) == kind
    assert holds(kind, yes, question)  # type: ignore[arg-type]
    assert not holds(kind, no, question)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Wer ließ die Lampe stehen?", "person"),
        ("Qui a laissé la lampe ?", "person"),
        ("¿Quién dejó la lámpara?", "person"),
        ("Chi ha lasciato la lampada?", "person"),
        ("Quem deixou a lâmpada?", "person"),
        ("Wie heeft de lamp gelaten?", "person"),
        ("Was sagte der Müller?", None),
        ("Que dit le meunier ?", None),
        ("¿Qué dijo el molinero?", None),
    ],
)
def test_kinds_that_are_asked_for(question: str, kind: str | None) -> None:
    assert answer_type(question) == kind


def test_every_list_and_stemmer_is_there() -> None:
    for code, one in LANGUAGES.items():
        assert stop_words(code) or not one.listed
        assert stem_of("word", code)
    assert language("").stemmer == "english"


def test_a_library_knows_the_language_of_each_document() -> None:
    library = fake_library(TEXTS["de"], TEXTS["en"])
    assert [one.language for one in library.documents] == ["de", "en"]
    detected = replace(document(TEXTS["de"]), language="de")
    assert detected == document(TEXTS["de"])  # it follows from the text


def test_inflected_words_meet_in_a_mixed_library() -> None:
    library = fake_library(TEXTS["de"], TEXTS["en"], TEXTS["es"])
    for question, code in [("Wo sind die Lampen?", "de"), ("¿Dónde están los molinos?", "es")]:
        (first, *_) = library.ask(question)
        assert first.document.language == code
        assert first.why.passage.bm25 > 0  # by its stem


def test_languages_of_what_was_added_are_counted(tmp_path: Path) -> None:
    for code in ("de", "en", "fr"):
        (tmp_path / f"{code}.txt").write_text(TEXTS[code], "utf-8")
    (tmp_path / "table.txt").write_text("12 | 14", "utf-8")
    library = fake_library()
    assert library.add(tmp_path).languages == {"de": 1, "en": 1, "fr": 1, "": 1}
