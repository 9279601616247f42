"""Slides, sheets, rich text, mail and more: files that other programs made, and bad relatives.

LibreOffice 7.4 made those in golden/office, pilots.* and watch.* from the files in golden/flat:
soffice --headless --convert-to doc pilots.fodt
"""

from __future__ import annotations

import gzip
import json
import re
from email.message import EmailMessage
from itertools import pairwise
from pathlib import Path
from shutil import copyfile

import files
import pytest

import askdoc
from askdoc.load import load

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("read_here")]

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

PILOTS = """Article 1: Boarding

A pilot boards every ship over 80 metres[1] at the outer buoy.

1.1 The ladder

(a) Hang the ladder on the lee side.
(b) Light it:
i. from above,
ii. never from the water.
(c) Keep a line ready.

1.2 The launch

☒ It is at the pier.

Article 2: Fees

Length | Fee
over 80 metres | 410 euros
over 150 metres | 960 euros

The fee is due on leaving.

1. Since 2011; before, over 90 metres."""
WATCHES = """Pilot | Day | From | Share
Nils Åberg | {} | 06:30 | 37.5%
Ida Lund | {} | 18:00 | 62.5%

Launch |  | Built
Tern | grey | 1998"""


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


@pytest.mark.parametrize("ending", ["doc", "odt"])
def test_text_with_numbers_a_note_a_check_box_and_hidden_words(ending: str) -> None:
    document = load(OFFICE / f"pilots.{ending}")
    assert document.text == PILOTS
    assert [(document.text[a:b], level) for a, b, level in document.headings] == [
        ("Article 1: Boarding", 1),
        ("1.1 The ladder", 2),
        ("1.2 The launch", 2),
        ("Article 2: Fees", 1),
    ]
    assert [(str(one), one.text) for one in document.omitted] == [
        ("hidden text", "Ask Nils."),
        ("hidden text", "This paragraph is for the office."),
    ]
    assert document.title == "Rules of the pilots"
    assert (document.facts.author, document.facts.date) == ("Tom Beck", "2019-04-02")


@pytest.mark.parametrize(
    ("ending", "comment", "days"),
    [
        ("xls", "comment A2", ("2019-05-03", "2019-05-04")),
        ("ods", "comment Ida", ("03.05.2019", "04.05.2019")),  # as it is shown
    ],
)
def test_sheets_with_dates_a_comment_and_a_hidden_one(
    ending: str, comment: str, days: tuple[str, str]
) -> None:
    document = load(OFFICE / f"watch.{ending}")
    assert document.text == WATCHES.format(*days)
    assert document.page_names == ("sheet Watches", "sheet Launches")
    assert document.pages == (0, document.text.index("Launch"))
    assert sorted((str(one), one.text) for one in document.omitted) == [
        (comment, "On leave in June"),
        ("hidden text Wages", "Ida Lund | 2900"),
    ]
    assert document.title == "Watches of the pilots"
    assert document.facts.author == "Tom Beck"


@pytest.mark.parametrize("ending", ["pptx", "odp"])
def test_slides(ending: str) -> None:
    document = load(OFFICE / f"talk.{ending}")
    assert document.title == "The ferry in three slides"
    assert document.facts.author == "Ines Roth"
    for said, slide in ("14 euros", 2), ("last raised in 2019", 2), ("310,000", 3):
        assert document.page_name_at(document.text.index(said)) == f"slide {slide}"


def test_slides_with_lists_begin_where_they_do(tmp_path: Path) -> None:
    talk = OFFICE / "talk.pptx"
    names = [f"ppt/slides/slide{number}.xml" for number in (1, 2, 3)]
    item = b'<a:p><a:pPr lvl="0"><a:buAutoNum type="arabicPeriod"/></a:pPr><a:r>'
    lists = {
        name: re.sub(rb"<a:p>(<a:pPr\b.*?</a:pPr>)?<a:r>", item, files.member(talk, name))
        for name in names
    }
    document = load(files.changed(Path(copyfile(talk, tmp_path / "a.pptx")), lists))
    starts = [*document.pages, len(document.text)]
    texts = [document.text[a:b].strip() for a, b in pairwise(starts)]
    assert [text.partition("\n")[0] for text in texts] == [
        "1. The ferry in three slides",
        "1. Fares",
        "1. The new pier",
    ]
    assert texts[2].endswith("310,000 euros.")


def test_charts_and_comments_are_named_as_left_out(tmp_path: Path) -> None:
    point = '<c:pt idx="0"><c:v>{}</c:v></c:pt>'
    series = "".join(
        f"<c:{part}><c:strCache>{point.format(said)}</c:strCache></c:{part}>"
        for part, said in {"tx": "Riders", "cat": "May", "val": "310"}.items()
    )
    chart = f"<c:chartSpace xmlns:c='c'><c:ser>{series}</c:ser></c:chartSpace>"
    fares = Path(copyfile(OFFICE / "fares.xlsx", tmp_path / "b.xlsx"))
    found = load(files.changed(fares, {"xl/charts/chart1.xml": chart.encode()})).omitted
    assert [(one.kind, one.text) for one in found] == [("chart", "| Riders\nMay | 310")]
    note = '<comments xmlns="c"><comment ref="B2"><text><r><t>Too dear</t></r></text></comment>'
    fares = Path(copyfile(OFFICE / "fares.xlsx", tmp_path / "a.xlsx"))
    path = files.changed(fares, {"xl/comments1.xml": f"{note}</comments>".encode()})
    assert [(str(one), one.text) for one in load(path).omitted] == [("comment B2", "Too dear")]
    (damaged,) = load(files.changed(fares, {"xl/comments1.xml": b"<comments"})).omitted
    assert (damaged.kind, damaged.name, damaged.text) == ("comment", "xl/comments1.xml", None)


def test_slides_have_no_places_to_fill_in(tmp_path: Path) -> None:
    talk = Path(copyfile(OFFICE / "talk.odp", tmp_path / "a.odp"))
    number = b"<text:page-number>&lt;number&gt;</text:page-number> of 3 Children pay half."
    content = files.member(talk, "content.xml").replace(b"Children pay half.", number)
    text = load(files.changed(talk, {"content.xml": content})).text
    assert "of 3 Children pay half." in text
    assert "<number>" not in text


def test_outlook_mail(tmp_path: Path) -> None:
    fields = {
        "0037": "The pier",
        "0C1A": "Ana Ruíz",
        "0C1F": "ana@example.org",
        "1000": "It opens in May.\r\n\r\nThe bridge does not.",
    }
    document = load(files.outlook_mail(tmp_path / "a.msg", fields))
    assert document.title == "The pier"
    assert document.text == (
        'Subject: The pier\nFrom: "Ana Ruíz" <ana@example.org>\n\n'
        "It opens in May.\n\nThe bridge does not."
    )


def test_address_inside_of_exchange_is_left_out(tmp_path: Path) -> None:
    fields = {"0037": "Pier", "0C1A": "Ana Ruíz", "0C1F": "/O=HARBOUR/CN=ANA", "1000": "Open."}
    text = load(files.outlook_mail(tmp_path / "a.msg", fields)).text
    assert text == 'Subject: Pier\nFrom: "Ana Ruíz"\n\nOpen.'


def test_sheets_without_a_cell_have_no_text(tmp_path: Path) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    filled = files.member(OFFICE / "fares.xlsx", sheet)
    empty = re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData/>", filled, flags=re.DOTALL)
    path = Path(copyfile(OFFICE / "fares.xlsx", tmp_path / "a.xlsx"))
    with pytest.raises(askdoc.LoadError, match="contains no text"):
        load(files.changed(path, {sheet: empty}))


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


def test_what_is_attached_to_the_other_form_of_a_mail_is_named(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "ana@example.org", "The pier"
    mail.set_content("It opens in May.")
    mail.add_alternative("<p>It opens in May.</p>", subtype="html")
    html = mail.get_payload(1)
    assert isinstance(html, EmailMessage)
    html.add_related(b"GIF89a", "image", "gif", filename="pier.gif")
    (tmp_path / "a.eml").write_bytes(mail.as_bytes())
    document = load(tmp_path / "a.eml")
    assert document.text.count("It opens in May.") == 1
    assert [str(one) for one in document.omitted] == ["attachment pier.gif"]


MANY_PARTS = """From: ana@example.org
Subject: The pier
Content-Type: multipart/related; boundary=r

--r
Content-Type: multipart/mixed; boundary=m

--m
Content-Type: multipart/alternative; boundary=a

--a
Content-Type: text/plain


--a
Content-Type: text/html

<p>The pier opens in May.</p>
--a--
--m
Content-Type: text/plain

It is 90 metres long.
--m
Content-Type: text/html

<p>Below is what Ben wrote.</p>
--m
Content-Type: message/rfc822

From: ben@example.org
Subject: The bridge
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

The bridge is closed.
--b
Content-Type: text/plain; name=log.txt

09:00 closed
--b--
--m--
--r
Content-Type: image/png
Content-Disposition: inline; filename=pier.png

--r--
"""


def test_mail_is_read_with_all_its_texts_and_those_forwarded_in_it(tmp_path: Path) -> None:
    document = load(written(tmp_path / "a.eml", MANY_PARTS))
    assert document.text == (
        "From: ana@example.org\nSubject: The pier\n\nThe pier opens in May.\n\n"
        "It is 90 metres long.\n\nBelow is what Ben wrote.\n\n"
        "From: ben@example.org\nSubject: The bridge\n\nThe bridge is closed."
    )
    assert [one.name for one in document.omitted] == ["log.txt", "pier.png"]


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
        (
            "a.rst",
            ".. _top:\n\n.. A comment\n   of two lines\n\n=====\nFerry\n=====\nSix.",
            "Ferry",
        ),
        ("a.org", "#+TITLE: The Ferry\n\nIt left at six.", "The Ferry"),
        ("a.org", "#+STARTUP: fold\n#+title: The Ferry\n\nIt left at six.", "The Ferry"),
    ],
)
def test_texts_with_marks_are_kept_as_they_are(
    name: str, text: str, title: str, tmp_path: Path
) -> None:
    document = load(written(tmp_path / name, text))
    assert (document.text, document.title) == (text, title)


def test_first_line_of_a_wrapped_paragraph_is_no_title(tmp_path: Path) -> None:
    text = "Nobody on the island remembered a winter in which the ferry\nhad not come for so long."
    assert load(written(tmp_path / "letter.txt", text)).title == "letter"
