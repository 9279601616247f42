"""Presentations of PowerPoint up to 2003: the slides of today, without their masters."""

from __future__ import annotations

import gzip
import struct
from contextlib import suppress
from pathlib import Path

import pytest
from test_formats_more import OFFICE, written

from askdoc.load import load
from askdoc.load.extract import Refusal
from askdoc.load.powerpoint import DAMAGED, slides, slides_of


def record(kind: int, data: bytes, instance: int = 0, is_container: bool = True) -> bytes:
    return struct.pack("<2HI", instance << 4 | (15 if is_container else 0), kind, len(data)) + data


def said(words: str) -> bytes:
    return record(4000, words.encode("utf-16-le"), is_container=False)


def header() -> bytes:
    return record(3999, struct.pack("<I", 0), is_container=False)


def place(number: int, own: int) -> bytes:
    return record(1011, struct.pack("<5I", number, 0, 0, own, 0), is_container=False)


def box(inside: bytes) -> bytes:
    return record(1036, record(0xF002, record(0xF00D, inside)))


def saved(versions: list[dict[int, bytes]]) -> tuple[bytes, bytes]:
    """Containers by their numbers, 1 is the document; each version is saved after the last."""
    stream, edit = b"", 0
    for containers in versions:
        starts = {}
        for number, container in containers.items():
            starts[number] = len(stream)
            stream += container
        places = len(stream)
        entries = [struct.pack("<2I", number | 1 << 20, start) for number, start in starts.items()]
        stream += record(6002, b"".join(entries), is_container=False)
        before, edit = edit, len(stream)
        stream += record(4085, struct.pack("<2I3I", 0, 0, before, places, 1), is_container=False)
    return stream, struct.pack("<IIIII", 0, 0, 0, 0xE391C05F, edit)


OUTLINE = record(3998, struct.pack("<I", 0), is_container=False)
DOCUMENT = record(
    1000,
    record(4080, place(9, 90), instance=1)
    + record(4080, place(3, 30) + header() + said("The ferry") + place(2, 20))
    + record(4080, place(4, 0), instance=2),
)
PARTS = {
    1: DOCUMENT,
    2: record(1006, box(said("She is old.\rShe is so\xadund.")) + box(said("*"))),
    3: record(1006, box(OUTLINE)),
    4: record(
        1008, record(1009, struct.pack("<I", 30), is_container=False) + box(said("Say this."))
    ),
    9: record(1016, box(said("Click to edit the text of the master"))),
}


def test_slides_in_their_order_with_notes_and_without_masters() -> None:
    assert slides_of(*saved([PARTS])) == [
        "The ferry\n\nNotes:\n\nSay this.",
        "She is old.\nShe is sound.",
    ]


def test_slides_of_the_last_version() -> None:
    changed = {2: record(1006, box(said("She was sold.")))}
    assert slides_of(*saved([PARTS, changed]))[1] == "She was sold."


def test_encrypted_slides_are_refused() -> None:
    with pytest.raises(Refusal, match="encrypted"):
        slides_of(b"", struct.pack("<IIIII", 0, 0, 0, 0xF3D1C4DF, 0))


@pytest.mark.slow
def test_slides_of_a_file(tmp_path: Path) -> None:
    data = gzip.decompress((OFFICE / "talk.ppt.gz").read_bytes())
    document = load(written(tmp_path / "a.ppt", data))
    assert document.page_name_at(document.text.index("310,000")) == "slide 3"
    assert document.page_name_at(document.text.index("last raised in 2019")) == "slide 2"


def test_damage_is_an_error_that_is_known() -> None:
    data = gzip.decompress((OFFICE / "talk.ppt.gz").read_bytes())
    for step in range(200):
        damaged = bytearray(data)
        for at in range(step * 97 % len(data), len(data), 4001):
            damaged[at] ^= 0xFF
        with suppress(*DAMAGED, Refusal):
            assert isinstance(slides(bytes(damaged[: len(data) - 50 * step])), list)
