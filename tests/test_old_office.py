"""Files of Office up to 2003 whose container is damaged are refused in one line."""

from __future__ import annotations

from pathlib import Path

import files
import pytest
from old_word import old_word

from askdoc.load import office, xls
from askdoc.load.extract import Refusal
from askdoc.load.summary import about
from askdoc.load.word import old

UNKNOWN = r"^its format is unknown; open it and save it again$"
MINI_SHIFT = slice(32, 34)  # the place of the binary logarithm of the size of small sectors


def test_folder_whose_entries_are_a_list_too_long_to_follow(tmp_path: Path) -> None:
    streams = {"WordDocument": b"It rained.", "Workbook": b"1"}
    streams |= {f"Stream {number}": b"" for number in range(1200)}
    data = files.compound(tmp_path / "a.doc", streams).read_bytes()
    assert about(data) == (None, None, None)
    for extract in (old.extract, xls.extract):
        with pytest.raises(Refusal, match=r"^it seems damaged \(RecursionError\)"):
            extract(data)
    with pytest.raises(Refusal, match=UNKNOWN):
        office.extract(data)


def test_sectors_of_an_impossible_size(tmp_path: Path) -> None:
    data = files.compound(tmp_path / "a.doc", {"WordDocument": bytes(100)}).read_bytes()
    data = data[: MINI_SHIFT.start] + b"\xff\0" + data[MINI_SHIFT.stop :]
    with pytest.raises(Refusal, match=r"^it seems damaged \(OverflowError\)"):
        office.extract(data)


def test_document_whose_stream_has_lost_its_name(tmp_path: Path) -> None:
    data = old_word(tmp_path / "a.doc", body="It rained.\r").read_bytes()
    assert office.extract(data).text == "It rained."
    name = "WordDocument".encode("utf-16-le")
    with pytest.raises(Refusal, match=UNKNOWN):
        office.extract(data.replace(name, "Work Document".encode("utf-16-le")[: len(name)]))
