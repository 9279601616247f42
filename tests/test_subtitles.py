"""Subtitles become what is said, a line for each turn."""

from __future__ import annotations

from pathlib import Path

import pytest

import askdoc
from askdoc import show
from askdoc.errors import LoadError
from askdoc.load import load

VTT = """WEBVTT

NOTE made by hand

1
00:01.000 --> 00:04.000 align:start
<v Ana Silva>We met on Monday,

00:04.000 --> 00:06.000
<v Ana Silva>and the <i>bridge</i> was closed.</v>

00:06.500 --> 00:09.000
<v Ben Low>Who closed it &amp; why?
"""
SRT = """1
00:00:01,000 --> 00:00:04,000
ANA: We met on Monday,
and went on.

2
00:00:04,500 --> 00:00:06,000
BEN: Who closed it?

3
00:00:06,500 --> 00:00:07,000
Was it you?

4
00:00:19,000 --> 00:00:21,000
A bell rang.
"""


def read(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, newline="")
    return load(folder / name).text


def test_vtt(tmp_path: Path) -> None:
    assert read(tmp_path, "a.vtt", VTT) == (
        "Ana Silva: We met on Monday, and the bridge was closed.\n\nBen Low: Who closed it & why?"
    )


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_srt(tmp_path: Path, line_end: str) -> None:
    assert read(tmp_path, "a.srt", SRT.replace("\n", line_end)) == (
        "ANA: We met on Monday, and went on.\n\nBEN: Who closed it? Was it you?\n\nA bell rang."
    )


@pytest.mark.parametrize("text", ["WEBVTT\n", "Only a text.", "1\n::. --> ,,\n\n"])
def test_without_anything_said(tmp_path: Path, text: str) -> None:
    with pytest.raises(LoadError, match="contains no text"):
        read(tmp_path, "a.vtt", text)


@pytest.mark.slow
def test_times_of_what_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text(
        "1\n00:00:01,500 --> 00:00:03,000\nThe bridge was closed\n\n"
        "2\n00:00:03,000 --> 00:00:05,000\nin May. It is open now.\n\n"
        "3\n01:02:05,000 --> 01:02:09,000\nThe mill was sold.\n"
    )
    document = load(path)
    found = [document.time_at(document.text.index(w)) for w in ("The bridge", "in May", "The mill")]
    assert found == [1.5, 3.0, 3725.0]
    library = askdoc.Library([document])
    reply = library.ask("When was the mill sold?")
    assert reply[0].time == 3725.0
    assert ", 1:02:05, characters" in show.place(reply[0])


def test_speaker_on_a_line_of_its_own_begins_a_turn(tmp_path: Path) -> None:
    cues = "1\n00:00:01,000 --> 00:00:04,000\nGUARD:\nWho goes there?\n\n"
    cues += "2\n00:00:04,000 --> 00:00:06,000\nGUARD 2:\nThere were two boats and\nwe saw three:\n"
    cues += "3\n00:00:06,000 --> 00:00:07,000\nred, blue and green.\n"
    assert read(tmp_path, "a.srt", cues.replace("three:\n", "three:\n\n")) == (
        "GUARD: Who goes there?\n\n"
        "GUARD 2: There were two boats and we saw three: red, blue and green."
    )
