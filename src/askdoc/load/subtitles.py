"""Subtitles, .vtt and .srt: the spoken text without numbers and times, one line per turn.

00:01.000 --> 00:04.000        Ana: We met on Monday, and the bridge was closed.
<v Ana>We met on Monday,
                        ->
00:04.000 --> 00:06.000
and the bridge was closed.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

from askdoc.load.encoding import damage
from askdoc.load.text import read_characters
from askdoc.types import Document

_CUE = re.compile(
    r"^[ \t]*(?P<from>[\d:.,]+)[ \t]+-->[ \t]+(?P<to>[\d:.,]+)[^\n]*\n"
    r"(?P<said>(?:[ \t]*\S[^\n]*\n?)*)",
    re.MULTILINE,
)
_VOICE = re.compile(r"<v(?:\.[\w.]+)*[ \t]+([^>\n]+)>")
_TAG = re.compile(r"</?[a-zA-Z\d][^>\n]*>|\{\\[^}\n]*\}")
_LABEL = re.compile(
    r"(?:>{1,2}|-)?[ \t]*[^\W\d_][\w.'’ -]{0,40}:(?=\s)|>>|- "
    r"|(?:[^\W_a-z][\w.'’-]*\s?){1,5}:$"  # on a line of its own
)
# A pause as long as this many seconds ends a paragraph.
_PAUSE = 2.0


def read_subtitles(path: Path, data: bytes) -> Document:
    """Read subtitles; the title is the name of the file."""
    characters = read_characters(path, data)
    text, times = "", []
    speaker, until = "", 0.0
    for cue in _CUE.finditer(re.sub(r"\r\n?", "\n", characters)):
        for voice, said in _lines(cue["said"]):
            begins = bool(_LABEL.match(said)) or (voice and voice != speaker)
            pause = _seconds(cue["from"]) - until > _PAUSE and not voice
            if not text or begins or pause:
                text += "\n\n" if text else ""
                said = f"{voice}: {said}" if voice else said
            else:
                text += " "
            times.append((len(text), _seconds(cue["from"])))
            text += said
            speaker, until = voice, _seconds(cue["to"])
    return Document(path.name, text, path.stem, times=tuple(times), omitted=damage(characters))


def _lines(said: str) -> list[tuple[str, str]]:
    """-> (the speaker if named, the text) for each line of a cue"""
    found: list[tuple[str, str]] = []
    voice = ""
    for line in said.splitlines():
        named = _VOICE.search(line)
        voice = html.unescape(named[1]).strip() if named else voice
        if plain := " ".join(html.unescape(_TAG.sub("", line)).split()):
            found.append((voice, plain))
    return found


def _seconds(time: str) -> float:
    total = 0.0
    for part in time.replace(",", ".").strip(":.").split(":"):
        total = total * 60 + float(part if part.count(".") < 2 and part.strip(".") else 0)
    return total
