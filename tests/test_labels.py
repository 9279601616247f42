"""Who speaks in transcripts, plays and chats, and which of two people of one surname."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import passages
from test_speakers import GOLDEN, last, who

from askdoc.speakers import speakers

TALKS = Path(__file__).parent / "golden" / "talks"
TALK_ROWS = [row for row in GOLDEN if (TALKS / row["article"]).exists()]


@pytest.mark.parametrize("row", TALK_ROWS, ids=lambda row: f"{row['article']}:{row['start']}")
def test_talk(row: dict[str, Any]) -> None:
    found = passages((TALKS / row["article"]).read_text("utf-8"))
    sentences = [sentence for passage in found for sentence in passage.sentences]
    speaker = dict(zip((s.end for s in sentences), speakers(found), strict=True))[row["end"]]
    assert (
        [speaker.name] == row["speaker"] if row["speaker"] else not (speaker and speaker.speaking)
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ANA LOW: Hello.\n\nBEN: Hi.\n\nLOW: Go.", ["Ana Low", "Ben", "Ana Low"]),
        (
            "ANA LOW: Hello.\n\nBEN ALDER: Hi.\n\nAL: Go.\n\nBA: No.\n\nBR: Why?",
            ["Ana Low", "Ben Alder", "Ana Low", "Ben Alder", "BR"],
        ),
        (">> ANA LOW: Hello.\n>> BEN: Hi.\n>> ANA LOW: Go.", ["Ana Low", "Ben", "Ana Low"]),
        ("**Ana:** Hello.\n\n**Ben:** Hi.\n\n**Ana:** Go.", ["Ana", "Ben", "Ana"]),
        ("[Ana] Hello there.\n[Ben] Hi.\n[Ana] Go.", ["Ana", "Ben", "Ana"]),
        ("Ana (10:32): Hello.\nBen (10:33): Hi.", ["Ana", "Ben"]),
        ("10:32:05 From Ana to Everyone: Hello.\n10:33:05 From Ben: Hi.", ["Ana", "Ben"]),
        ("1/5/24, 09:16 - Ana: Hello.\n1/5/24, 09:17 - Ben: Hi.", ["Ana", "Ben"]),
        (
            "Ana Low (Leeds) (Con): Hello.\n\nBen: Hi.\n\nAna Low: Go.",
            ["Ana Low", "Ben", "Ana Low"],
        ),
        ("Speaker 1: A.\nSpeaker 2: B.\nSpeaker 1: C.", ["Speaker 1", "Speaker 2", "Speaker 1"]),
        (
            "BILL NORTON: Hello.\nANN NORTON: Hi.\nNORTON: Go.",
            ["Bill Norton", "Ann Norton"] * 1 + ["Ann Norton"],
        ),
        # paragraphs of a turn, and a label that is a word of the text
        (
            "**Ana:** Hello.\n\nWe had weather.\n\nIt rained.\n\n**Ben:** Hi.\n\n"
            "**Weather:** Music.\n\n" + "**Ana:** Go.\n\n" * 8,
            ["Ana", "Ana", "Ana", "Ben", None, *["Ana"] * 8],
        ),
        # initials beside names; one of them is a word in small letters
        (
            "NVK: Hello.\n\nWill: Type pw, then go.\n\n" + "PW: Go.\n\nNVK: No.\n\n" * 6,
            ["NVK", "Will", *["PW", "NVK"] * 6],
        ),
        # on a line of its own, with the time
        (
            "Ana Low: 00:00:01\n\nHello.\n\nBen: 00:00:04\n\nHi.\n\nAna Low: 00:01:00\n\nGo.",
            [None, "Ana Low", None, "Ben", None, "Ana Low"],
        ),
        ("Interview with Ana Low\n\nQ: Why?\n\nA: So.\n\nQ: When?", [None, "Q", "Ana Low", "Q"]),
    ],
)
def test_labels(text: str, names: list[str | None]) -> None:
    assert who(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Name: Ana Low.\nPhone: 12 34.\nName: Ben Hill.\nPhone: 12 35.",
        "PROBLEM: The lamp blinks.\n\nREMEDY: The problem ends by itself.",
        "Note: It is late.\n\nThe road was closed.\n\nNote: It is dark.",
        "From: Ana Low\nTo: Ben Hill\nSubject: The road\n\nFrom: Ben Hill\nTo: Ana Low",
        "The road was closed.\n\nIt was late.\n\nIt rained.\n\nIt was dark.\n\nNobody came.\n\n"
        "They left.\n\nThey slept.\n\nLeeds: Hart, Low.\n\nYork: Hill, Dale.\n\nLeeds: Moor.",
        "[1] A book of roads.\n[2] A book of bridges.\n[3] A book of roads.",
    ],
)
def test_what_looks_like_labels_and_is_none(text: str) -> None:
    assert set(who(text)) == {None}


def test_full_names_come_from_the_text_around_the_labels() -> None:
    text = "We heard Mr Eric Jones and Ms. Eva Brandt.\n\nJONES: Hi.\n\nBRANDT: No.\n\nJONES: So."
    found = [speaker.full_name for speaker in speakers(passages(text))[1:] if speaker]
    assert found == ["Eric Jones", "Eva Brandt", "Eric Jones"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mr Dale and Mrs Dale came. Mr Dale said no. Mrs Dale said yes. He said so.", "Mr Dale"),
        ("Tom Dale met Ann Dale. Dale said it was late.", "Tom Dale or Ann Dale"),
        ("Tom Dale met Ann Dale. Ann Dale left. Dale said it was late.", "Ann Dale"),
        ("Tom Dale and his wife Ann Dale left. Dale said no. He said yes.", "Tom Dale"),
        ("Thomas Dale came. T. Dale left. Dale said it was late.", "Dale"),
    ],
)
def test_two_of_one_surname(text: str, name: str) -> None:
    assert last(text) == name


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", ["ANA LOW: Hi.\n\n", "[10:30] nick: Hi.\n", "BY MR. LOW:\nQ. Hi.\nA. Hi.\n"]
)
def test_a_long_talk_ends(line: str) -> None:
    found = passages(line * (200_000 // len(line)) + "BEN LOW: Hi.\n\n")
    assert len(speakers(found)) == sum(len(passage.sentences) for passage in found)


def test_a_label_on_its_own_line_leads_to_what_is_said() -> None:
    text = "Ana Low: 00:01\n\nHow long is it?\n\nBen: 00:02\n\nA mile.\n\nAna Low: 00:03\n\nGo on."
    found = passages(text)
    assert [passage.text for passage in found] == [
        "Ana Low: 00:01\n\nHow long is it?\n\nBen: 00:02\n\nA mile.",
        "Ana Low: 00:03\n\nGo on.",
    ]
    assert [[s.text for s in passage.sentences if s.heading] for passage in found] == [
        ["Ana Low: 00:01", "Ben: 00:02"],
        ["Ana Low: 00:03"],
    ]
