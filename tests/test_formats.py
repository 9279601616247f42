"""PDF, Word, EPUB and HTML become plain text, checked word for word."""

from __future__ import annotations

from pathlib import Path

import files
import pytest
from conftest import load_all
from files import lines

import askdoc
from askdoc.load import load

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("read_here")]

# --- HTML

PAGE = """<!doctype html><html><head><title>Floods | The Daily</title>
<style>p {}</style></head><body><div class="menu"><a href="/w">World</a></div>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><header>Subscribe now!</header>
<main><article><h1>Floods in the north</h1>
<p>The river rose <b>two</b> metres on
Monday, the mayor said. Nobody was hurt in the town of Ely.</p>
<h2>What to do</h2><ul><li>Stay at home until the water falls.</li><li>Call 112.</li></ul>
<table><tr><th>Town</th><th>Level</th></tr><tr><td>Ely</td><td>2.1&nbsp;m</td></tr></table>
<p>The army has sent three hundred soldiers to help the people in the villages, and it has
brought boats, bread and clean water. The schools stay closed until the end of the week.</p>
<p>Three roads are under water. Trains from Ely run every two hours, and the last one leaves at
nine. Farmers have brought their animals to the hills, where there is grass and shelter.</p>
</article></main><aside>Most read: cats</aside><footer>Copyright</footer>
<script>alert("x")</script></body></html>"""
ARTICLE = """Floods in the north

The river rose two metres on Monday, the mayor said. Nobody was hurt in the town of Ely.

What to do

- Stay at home until the water falls.
- Call 112.

Town | Level
Ely | 2.1 m

The army has sent three hundred soldiers to help the people in the villages, and it has \
brought boats, bread and clean water. The schools stay closed until the end of the week.

Three roads are under water. Trains from Ely run every two hours, and the last one leaves at \
nine. Farmers have brought their animals to the hills, where there is grass and shelter."""


def html(folder: Path, page: str | bytes, name: str = "a.html") -> askdoc.Document:
    path = folder / name
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return load(path)


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.HTML"])
def test_html_is_reduced_to_the_article(tmp_path: Path, name: str) -> None:
    document = html(tmp_path, PAGE, name)
    assert document.text == ARTICLE
    assert document.title == "Floods in the north"
    assert document.pages == ()


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1250">', "cp1250"),
        ("", "cp1252"),  # says nothing, and is not UTF-8
        ('<meta charset="utf-8">', "cp1252"),  # says what is not so
    ],
)
def test_html_encoding(tmp_path: Path, head: str, encoding: str) -> None:
    sentence = "“Müller’s café”, she said – and they agreed with the mayor of the town."
    page = f"<html><head>{head}</head><body><p>{sentence}</p></body></html>"
    assert html(tmp_path, page.encode(encoding)).text == sentence


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ('<meta property="og:title" content="Shared"><title>T</title>', "<h1>H</h1>", "Shared"),
        ("<title>T</title>", "<h1>The\n head</h1>", "The head"),
        ("<title>T</title>", "<h1>One</h1><h1>Two</h1>", "T"),
        ("", "", "a"),
    ],
)
def test_html_title(tmp_path: Path, head: str, body: str, title: str) -> None:
    page = f"<html><head>{head}</head><body>{body}<p>It rained all day.</p></body></html>"
    assert html(tmp_path, page).title == title


def test_short_html_is_read_completely(tmp_path: Path) -> None:
    assert html(tmp_path, "<p>It rained.<p>We <!-- not --> left.").text == "It rained.\n\nWe left."


# --- EPUB


def test_epub_chapters_come_in_reading_order(tmp_path: Path) -> None:
    chapters = {
        "a.xhtml": files.xhtml("<h1>Second</h1><p>The <i>Rhine</i>&nbsp;flows.</p>"),
        "b.xhtml": files.xhtml("<h1>First</h1><p>It rose.</p><ol><li>Ely</li><li>Ayr</li></ol>"),
        "nav.xhtml": files.xhtml("<nav><ol><li>First</li></ol></nav>"),
    }
    document = load(files.epub(tmp_path / "a.epub", chapters, ["nav.xhtml", "b.xhtml", "a.xhtml"]))
    assert document.text == (
        "First\n\nIt rose.\n\n1. Ely\n2. Ayr\n\nSecond\n\nThe Rhine\N{NO-BREAK SPACE}flows."
    ).replace("\N{NO-BREAK SPACE}", " ")
    assert document.title == "Two rivers"


def test_epub_chapter_that_is_not_well_formed_is_read(tmp_path: Path) -> None:
    chapters = {"a.html": "<p>It rained.<br>We left.<p>Then & there.", "gone.html": "<p>x"}
    assert load(files.epub(tmp_path / "a.epub", chapters, ["a.html"])).text == (
        "It rained.\nWe left.\n\nThen & there."
    )


# --- Word


def test_word(tmp_path: Path) -> None:
    document = load(files.word(tmp_path / "a.docx"))
    assert document.text == (
        "The flood\n\nThe river rose two metres. Nobody was hurt.\n\n"
        "- Stay at home.\n- Call 112.\n\nTown | Level\nEly | 2.1 m\n\nAfter the table."
    )
    assert document.title == "Report on the flood"


def test_word_footnote_stands_at_the_end(tmp_path: Path) -> None:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    path = files.packed(
        tmp_path / "a.docx",
        {
            "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
            f'Type="{kind}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}"><Relationship '
            f'Id="r2" Type="{kind}/footnotes" Target="footnotes.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{main}"><w:body><w:p><w:r><w:t>It rose.'
            '</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p></w:body></w:document>',
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{main}"><w:footnote w:id="2"><w:p><w:r>'
            "<w:t>By two metres.</w:t></w:r></w:p></w:footnote></w:footnotes>",
        },
    )
    document = load(path)
    assert document.text == "It rose.[1]\n\n1. By two metres."
    assert document.title == "a"


# --- PDF

ONE = """
The government said on Monday that the river had risen by two metres, and that infor-
mation about the well-known bridge would follow. It asked the people of the town to stay
at home.
    The mayor, a soft-spoken man, did not agree. He said that nobody had asked the Anglo-
American company.
"""
TWO = """
which had built the bridge in the year 1911, and had sold it in 1953 to the county for one
pound.
"""
READ_ONE = (
    "The government said on Monday that the river had risen by two metres, and that information "
    "about the well-known bridge would follow. It asked the people of the town to stay at home."
    "\n\nThe mayor, a soft-spoken man, did not agree. He said that nobody had asked the "
    "Anglo-American company."
)


def test_pdf_paragraphs_and_hyphens(tmp_path: Path) -> None:
    page = lines(ONE)
    page[3] = (90, *page[3][1:])  # an indented first line
    document = load(files.pdf(tmp_path / "a.pdf", [page]))
    assert document.text == READ_ONE
    assert document.title == "a"
    assert document.pages == (0,)


def test_pdf_paragraphs_set_apart_by_a_gap(tmp_path: Path) -> None:
    text = "It rained all day and nobody came to the\nfair in the town of Ely.\n\nThe mayor left."
    page = lines(text, step=14)
    page[2] = (72, 760 - 3.6 * 14 + 14, page[2][2])
    assert load(files.pdf(tmp_path / "a.pdf", [page])).text == (
        "It rained all day and nobody came to the fair in the town of Ely.\n\nThe mayor left."
    )


def test_pdf_compound_at_a_line_end_is_kept_as_the_text_has_it_elsewhere(tmp_path: Path) -> None:
    text = (
        "The flood-plain was wet, and so they left the flood-\n"
        "plain. A plan of cooperation and co-\noperation."
    )
    assert load(files.pdf(tmp_path / "a.pdf", [lines(text)])).text == (
        "The flood-plain was wet, and so they left the flood-plain. "
        "A plan of cooperation and cooperation."
    )


def test_pdf_pages_heads_and_numbers(tmp_path: Path) -> None:
    def framed(number: int, text: str) -> list[tuple[float, float, str]]:
        return [(72, 800, "The Daily Flood"), *lines(text), (290, 40, f"Page {number} of 3")]

    first = ONE.strip().rsplit(".", 1)[0].replace("    ", "")  # its last sentence goes on
    path = files.pdf(
        tmp_path / "a.pdf", [framed(1, first), [], framed(3, TWO)], title="Floods\nin Ely"
    )
    document = load(path)
    assert "Daily" not in document.text
    assert "Page" not in document.text
    start = document.text.index("which had built")
    assert document.text[start - 8 : start] == "company "
    assert document.pages == (0, start, start)
    assert [document.page_at(at) for at in (0, start - 1, start, len(document.text))] == [
        1,
        1,
        3,
        3,
    ]
    assert document.text.endswith("county for one pound.")
    assert document.title == "Floods in Ely"


def test_pdf_page_without_text_at_the_end_has_its_place(tmp_path: Path) -> None:
    document = load(files.pdf(tmp_path / "a.pdf", [[], lines("It rained."), []]))
    assert (document.text, document.pages) == ("It rained.", (0, 0, 10))


def test_pdf_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = lines("The river rose and the people of the\ntown had to leave it, because the")
    right = lines("bridge was closed to everybody but\nthe army.", left=320)
    assert load(files.pdf(tmp_path / "a.pdf", [left + right])).text == (
        "The river rose and the people of the town had to leave it, because the bridge was closed "
        "to everybody but the army."
    )


def test_pdf_heading_is_a_paragraph_and_the_title(tmp_path: Path) -> None:
    page = [(72, 790, "FLOODS IN ELY"), *lines("It rained all day. The mayor left the town.")]
    document = load(files.pdf(tmp_path / "a.pdf", [page], title="Microsoft Word - a.doc"))
    assert document.text == "FLOODS IN ELY\n\nIt rained all day. The mayor left the town."
    assert document.title == "FLOODS IN ELY"


def test_pdf_list_items_are_separate(tmp_path: Path) -> None:
    text = (
        "The town needs:\n• boats\n• bread and water for all of the people in it.\n1. And a plan."
    )
    assert load(files.pdf(tmp_path / "a.pdf", [lines(text)])).text == (
        "The town needs:\n\n• boats\n\n• bread and water for all of the people in it.\n\n"
        "1. And a plan."
    )


# --- answers


def test_the_answer_is_on_its_page(tmp_path: Path) -> None:
    from conftest import FakeEmbedder

    files.pdf(tmp_path / "a.pdf", [lines("The cat met the dog."), lines("The bird ate an apple.")])
    documents, errors = load_all([tmp_path])
    answer = askdoc.Library(documents, FakeEmbedder()).ask("Which bird?")[0]
    assert errors == []
    assert (answer.sentence.text, answer.page) == ("The bird ate an apple.", 2)
