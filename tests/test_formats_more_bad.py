"""Damaged sheets, slides, mails and more: text or one clear line each."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from conftest import load_all
from test_formats_more import MAIL, OFFICE, written

import askdoc
from askdoc.load import confined, load

# Each file is read in a process of its own, some until it is ended.
pytestmark = pytest.mark.slow

GOOD = {path.suffix: path.read_bytes() for path in sorted(OFFICE.iterdir()) if path.suffix != ".gz"}
GOOD[".eml"] = MAIL.format(kind="text/plain", body="It rained.").encode()
GOOD[".ipynb"] = json.dumps({"cells": [{"cell_type": "markdown", "source": "It rained."}]}).encode()
GOOD[".csv"] = b"a,b\n1,2\n3,4\n"


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Cut, with bytes changed, or with a piece of it somewhere else."""
    at, length = chance.randrange(len(data)), chance.randrange(1, 200)
    kind = chance.randrange(3)
    if kind == 0:
        return data[:at]
    if kind == 1:
        return data[:at] + chance.randbytes(length) + data[at + length :]
    return data[:at] + data[:length] + data[at:]


@pytest.mark.parametrize("ending", GOOD)
def test_damaged_files_are_read_or_refused_in_one_line(ending: str, tmp_path: Path) -> None:
    chance = random.Random(ending)
    (tmp_path / "a.txt").write_text("It rained.")
    for number in range(12):
        (tmp_path / f"{number}{ending}").write_bytes(damaged(GOOD[ending], chance))
    documents, errors = load_all([tmp_path])
    assert len(documents) + len(errors) == 13
    assert all(document.text.strip() for document in documents)
    assert not any("\n" in str(error) for error in errors)


@pytest.mark.parametrize("ending", GOOD)
def test_a_file_with_a_wrong_extension_is_reported(ending: str, tmp_path: Path) -> None:
    path = written(tmp_path / f"a{ending}", b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(askdoc.LoadError, match="it looks like a PNG picture"):
        load(path)


def test_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error = "raise ModuleNotFoundError('No module named kreuzberg', name='kreuzberg')"
    (tmp_path / "kreuzberg.py").write_text(error)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(askdoc.LoadError) as caught:
        load(OFFICE / "ferry.doc")
    assert str(caught.value).endswith(
        "reading it needs the package askdoc[formats] (kreuzberg is missing); "
        "run: pip install 'askdoc[formats]'"
    )


def test_reader_that_takes_too_much_memory_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "MAX_MEGABYTES", 200)
    path = written(tmp_path / "a.csv", b"a,b\n" * 10_000_000)
    with pytest.raises(askdoc.LoadError, match="takes more than 200 MB of memory"):
        load(path)
