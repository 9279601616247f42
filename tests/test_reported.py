"""Who speaks, in languages other than English."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from askdoc.languages import language
from askdoc.speakers import asked_speaker, with_speakers
from askdoc.speakers.reported import reported
from askdoc.types import Document, Passage, Sentence

REPORTS = Path(__file__).parent / "golden" / "reports"


def articles(code: str) -> Iterator[list[tuple[str, Passage]]]:
    """Of each article of the golden set: (who speaks, the sentence)."""
    for article in (REPORTS / f"{code}.txt").read_text("utf-8").split("\n==\n"):
        rows, text = [], ""
        for line in article.split("\n"):
            if line.startswith("#"):
                continue
            if not line:
                text = f"{text.rstrip()}\n\n"
                continue
            who, said = line.split("\t")
            rows.append((who, len(text), len(text) + len(said)))
            text += f"{said} "
        document = Document("a", text, "a", language=code)
        yield [
            (who, Passage(document, start, end, (Sentence(text[start:end], start, end),)))
            for who, start, end in rows
        ]


@pytest.mark.parametrize(
    ("code", "least"), [("de", 58), ("fr", 58), ("es", 58), ("it", 30), ("pt", 30), ("nl", 30)]
)
def test_golden(code: str, least: int) -> None:
    right, missed, wrong = 0, [], []
    for rows in articles(code):
        for (who, _), found_speakers in zip(rows, with_speakers([p for _, p in rows]), strict=True):
            (sentence,) = found_speakers.sentences
            name = sentence.speaker.name if sentence.speaker else "-"
            right += name == who
            if name != who:
                (missed if name == "-" else wrong).append(f"{who}, not {name}: {sentence.text}")
    rows_ = right + len(missed) + len(wrong)
    assert rows_ >= least
    assert wrong == []  # better none than a wrong one
    assert right >= 0.95 * rows_, missed


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Was sagte Klaus Brandt dazu?", "Klaus Brandt"),
        ("Was hat Brandt über die Brücke gesagt?", "Brandt"),
        ("Was forderte die Abgeordnete Keller?", "Keller"),
        ("Que dit Mme Roche du pont ?", "Roche"),
        ("Qu'a dit Lambert sur le pont ?", "Lambert"),
        ("Qu'est-ce que Lambert a déclaré ?", "Lambert"),
        ("¿Qué dijo el alcalde Molina del puente?", "Molina"),
        ("Cosa ha detto il sindaco Molinari del ponte?", "Molinari"),
        ("Che cosa ha chiesto Chiara Conti?", "Chiara Conti"),
        ("O que disse Clara Ramos sobre o túnel?", "Clara Ramos"),
        ("O que prometeu o ministro Sales?", "Sales"),
        ("Wat zei Jan de Vries over de droogte?", "Jan de Vries"),
        ("Wat eiste mevrouw Mulder?", "Mulder"),
        ("Wer erklärte die Brücke für gesperrt?", None),
        ("¿Quién anunció el Puente Nuevo?", None),
        ("Hoe oud is de brug?", None),
        ("Quanto costa il ponte?", None),
        ("Wie viele Eier legt die Königin?", None),
        ("¿Quién dirige la clínica?", None),
        ("Combien coûte le pont ?", None),
    ],
)
def test_whose_words_are_asked_for(question: str, name: str | None) -> None:
    assert asked_speaker(question) == name


def test_the_full_name_is_known_once_it_occurred() -> None:
    (rows, *_) = articles("de")
    found_speakers = [p.sentences[0].speaker for p in with_speakers([p for _, p in rows])]
    assert found_speakers[1] is not None
    assert (found_speakers[1].name, found_speakers[1].full_name) == ("Brandt", "Klaus Brandt")


def test_no_speaker_without_rules() -> None:
    (rows, *_) = articles("es")
    assert set(reported([p for _, p in rows], language("nl"))) == {None}


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["Brandt ", "A ", "« ", "sagte ", "— ", "„A“ ", "Dr. "])
def test_an_oddity_ends(piece: str) -> None:
    text = piece * (2_000 // len(piece))
    for code in ("de", "fr", "es"):
        document = Document("a", text, "a", language=code)
        passage = Passage(document, 0, len(text), (Sentence(text, 0, len(text)),))
        assert len(reported([passage], language(code))) == 1
