"""The title, author and date of files of Office up to 2003."""

from __future__ import annotations

import struct
from datetime import datetime
from pathlib import Path

import files
import pytest

from askdoc.load.summary import about

TITLE, AUTHOR, MADE = 2, 4, 12


def time(day: str) -> int:
    return int((datetime.fromisoformat(day) - datetime(1601, 1, 1)).total_seconds()) * 10**7


@pytest.mark.parametrize(
    ("fields", "page", "found"),
    [
        ({TITLE: "Živé mosty", AUTHOR: "Ana;Karl", MADE: time("2004-05-03")}, 1250,
         ("Živé mosty", "Ana, Karl", "2004-05-03")),
        ({TITLE: "Мост", AUTHOR: "Admin"}, 1251, ("Мост", None, None)),
        ({TITLE: "Document1", AUTHOR: "python-docx", MADE: time("2013-12-23")}, 1252,
         (None, None, None)),
        ({MADE: 0}, 1252, (None, None, None)),
    ],
)  # fmt: skip
def test_summary(
    tmp_path: Path, fields: dict[int, str | int], page: int, found: tuple[str | None, ...]
) -> None:
    streams = {"\x05SummaryInformation": files.summary(fields, page)}
    assert about(files.compound(tmp_path / "a.doc", streams).read_bytes()) == found


def test_endless_list_is_not_read(tmp_path: Path) -> None:
    nothing_often = struct.pack("<II", 0x1000, 0xFFFFFFFF)
    streams = {"\x05SummaryInformation": files.summary({TITLE: "Fares", 13: nothing_often})}
    data = files.compound(tmp_path / "a.doc", streams).read_bytes()
    assert about(data) == ("Fares", None, None)


def test_file_without_a_summary() -> None:
    assert about(b"\xd0\xcf\x11\xe0") == (None, None, None)
