"""Slides, sheets, rich text, mail and more: files that other programs made, and bad relatives.

LibreOffice 7.4 made those in golden/office.
"""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest
from conftest import load_all

import askdoc
from askdoc.load import confined, load

pytestmark = pytest.mark.slow  # each file is read in a process of its own

OFFICE = Path(__file__).parent / "golden" / "office"
FARES = (
    "Ticket | Summer | Winter | Note\n"
    "Adult | 14 euros | 9 euros | valid all day, also on the bus\n"
    "Child | 7 euros"
)
BICYCLE = 'Bicycle | 3 euros | 2 euros | said to be "free" on Sundays'
PARAGRAPHS = [
    "The ferry to Harrow Island",
    "The ferry has run since 1931. Its captain, Karl Obi, says that the boat is old but sound.",
    "Fares",
    "Children under six ride free.",
    "Adult | 14 euros | 9 euros\n",
    "Bicycle | 3 euros | 2 euros\n\n",
    "Dogs need a lead.",
    "Board by the stern.",
    "In March the mayor, Mia Fonta, promised a new pier. “It will cost 310,000 euros,” she said.",
]


def written(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_sheets(ending: str) -> None:
    document = load(OFFICE / f"fares.{ending}")
    assert document.text.startswith(FARES)
    assert document.text.endswith(BICYCLE)
    assert document.page_name_at(40) == "sheet fares"


@pytest.mark.parametrize("ending", ["odt", "rtf", "doc"])
def test_texts(ending: str) -> None:
    document = load(OFFICE / f"ferry.{ending}")
    places = [document.text.find(paragraph) for paragraph in PARAGRAPHS]
    assert -1 not in places
    assert places == sorted(places)
    assert document.title == "The ferry to Harrow Island"
    assert document.facts.author == "Ines Roth"


@pytest.mark.parametrize("ending", ["pptx", "odp"])
def test_slides(ending: str) -> None:
    document = load(OFFICE / f"talk.{ending}")
    assert document.title == "The ferry in three slides"
    assert document.facts.author == "Ines Roth"
    for said, slide in ("14 euros", 2), ("last raised in 2019", 2), ("310,000", 3):
        assert document.page_name_at(document.text.index(said)) == f"slide {slide}"


def test_old_slides(tmp_path: Path) -> None:
    path = written(tmp_path / "a.ppt", gzip.decompress((OFFICE / "talk.ppt.gz").read_bytes()))
    text = load(path).text
    assert text.index("14 euros") < text.index("310,000 euros")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimited_tables(delimiter: str, tmp_path: Path) -> None:
    rows = [
        ["Ticket", "Fare", "Note"],
        ["Adult", "14", f'"all{delimiter} or ""most"", days"'],
        ["", "", ""],
        ["Child", "", '"by\nbus"'],
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    ending = "tsv" if delimiter == "\t" else "csv"
    document = load(written(tmp_path / f"a.{ending}", text.encode("utf-8-sig")))
    said = " ".join(f'all{delimiter} or "most", days'.split())
    assert document.text.split("\n") == [
        "Ticket | Fare | Note",
        f"Adult | 14 | {said}",
        "Child |  | by bus",
    ]


MAIL = """From: =?utf-8?q?Ana_Ru=C3=ADz?= <ana@example.org>
To: ben@example.org
Subject: The pier
Date: Tue, 5 Mar 2024 10:12:00 +0000
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: {kind}; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

{body}
--x
Content-Type: application/pdf; name=plan.pdf
Content-Disposition: attachment; filename=plan.pdf
Content-Transfer-Encoding: base64

JVBERi0=
--x--
"""


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", "The caf=E9 opens on 12 April.\n\n> When does it open?"),
        ("text/html", "<p>The caf=E9 opens on 12 April.</p><p>&gt; When does it open?</p>"),
    ],
)
def test_mail(kind: str, body: str, tmp_path: Path) -> None:
    document = load(written(tmp_path / "a.eml", MAIL.format(kind=kind, body=body)))
    assert document.text == (
        "From: Ana Ruíz <ana@example.org>\nTo: ben@example.org\n"
        "Date: Tue, 05 Mar 2024 10:12:00 +0000\nSubject: The pier\n\n"
        "The café opens on 12 April.\n\n> When does it open?"
    )
    assert document.title == "The pier"
    assert (document.facts.author, document.facts.date) == (
        "Ana Ruíz <ana@example.org>",
        "2024-03-05",
    )
    assert [str(one) for one in document.omitted] == ["attachment plan.pdf"]


def test_notebook(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Tides\n", "\n", "The tide rose."]},
        {
            "cell_type": "code",
            "source": "print(2 + 2)",
            "outputs": [
                {"output_type": "stream", "text": ["4\n"]},
                {"output_type": "display_data", "data": {"image/png": "aaaa"}},
            ],
        },
    ]
    document = load(written(tmp_path / "a.ipynb", json.dumps({"cells": cells, "metadata": {}})))
    assert document.text == ("# Tides\n\nThe tide rose.\n\n```\nprint(2 + 2)\n```\n\n```\n4\n```")
    assert document.title == "Tides"
    assert [one.kind for one in document.omitted] == ["picture"]


def test_fictionbook(tmp_path: Path) -> None:
    book = (
        '<?xml version="1.0" encoding="utf-8"?><FictionBook '
        'xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" '
        'xmlns:l="http://www.w3.org/1999/xlink"><description><title-info><author>'
        "<first-name>Ines</first-name><last-name>Roth</last-name></author>"
        "<book-title>The Ferry</book-title><lang>en</lang></title-info></description><body>"
        "<section><title><p>Chapter One</p></title><p>The ferry "
        '<emphasis>left</emphasis>.<a l:href="#n1" type="note">1</a></p><poem><stanza><v>Wide'
        '</v><v>water</v></stanza></poem></section></body><body name="notes"><section id="n1">'
        "<p>At six.</p></section></body></FictionBook>"
    )
    document = load(written(tmp_path / "a.fb2", book))
    assert document.text == "Chapter One\n\nThe ferry left.[1]\n\nWide\n\nwater\n\nAt six."
    assert document.title == "The Ferry"
    assert (document.facts.author, document.facts.language) == ("Ines Roth", "en")


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.rst", "The Ferry\n=========\n\nIt left at six.", "The Ferry"),
        ("a.org", "#+TITLE: The Ferry\n\nIt left at six.", "The Ferry"),
    ],
)
def test_texts_with_marks_are_kept_as_they_are(
    name: str, text: str, title: str, tmp_path: Path
) -> None:
    document = load(written(tmp_path / name, text))
    assert (document.text, document.title) == (text, title)


# --- bad relatives

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
def test_another_file_by_that_name_is_told(ending: str, tmp_path: Path) -> None:
    path = written(tmp_path / f"a{ending}", b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(askdoc.LoadError, match="it looks like a PNG picture"):
        load(path)


def test_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error = "raise ModuleNotFoundError('No module named kreuzberg', name='kreuzberg')"
    (tmp_path / "kreuzberg.py").write_text(error)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(askdoc.LoadError) as caught:
        load(OFFICE / "ferry.odt")
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
