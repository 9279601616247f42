"""HTML pages and chapters as their readers see them."""

from __future__ import annotations

import json
from pathlib import Path

import files
import pytest
from lxml import html

from askdoc.load import epub
from askdoc.load.extract import Extract, Refusal
from askdoc.load.facts import author_of, day_of, title_of
from askdoc.load.web.markup import text_of
from askdoc.load.web.reader import extract
from askdoc.types import Facts, Omitted

PROSE = (
    "<p>The mill at Orne has ground rye for the villages of the valley since 1702. It belongs to "
    "the parish, which lets it to a miller for nine years at a time.</p>"
    "<p>The wheel was renewed twice, after the floods of 1784 and after the fire of 1911. Both "
    "times the carpenters of the town worked without pay, and were given flour.</p>"
    "<p>Today a dozen bakers buy from it. They say that the flour keeps longer, and that the bread "
    "is darker, than with what comes by lorry from the harbour in the south.</p>"
)


def page(body: str, head: str = "") -> Extract:
    return extract(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode())


def text(fragment: str) -> str:
    return text_of(html.document_fromstring(fragment))


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ("<p>By <o:p>noon</o:p> <fb:like-box>it</fb:like-box> rained.", "By noon it rained."),
        ("<x-y><template shadowrootmode=open><p>Open at nine.</template></x-y>", "Open at nine."),
        ("<template><p>Not yet.</template><p>Now.", "Now."),
        ("<h2>Orne <span class=mw-editsection>[edit]</span></h2><p>A river.", "Orne\n\nA river."),
        ("<button aria-expanded=false>May I fish?</button><div hidden>Only with a card.</div>",
         "May I fish?\n\nOnly with a card."),
        ("<h3><button aria-controls=p>Fees</button></h3><div id=p style='display:none'>Nine.</div>",
         "Fees\n\nNine."),
        ("<button>Accept</button><p>Text.", "Text."),
        ("<details><summary>What is rye?</summary>A grain.</details>", "What is rye?\n\nA grain."),
        ("<header>Logo<p>It rained for a whole week.<p>Nobody came.<footer>Imprint</footer>",
         "Logo\n\nIt rained for a whole week.\n\nNobody came."),
        ("<nav><a href=/>Home</a><p>A menu that nobody closed, with the text.",
         "Home\n\nA menu that nobody closed, with the text."),
        ("<div style='display: none'><p>Shown by a script.</p></div>", "Shown by a script."),
        ("<header>Menu</header><main><header><p>Lead.</p></header><aside><p>Box.</p></aside>"
         "<p>Text of the article.</p></main>", "Lead.\n\nBox.\n\nText of the article."),
    ],
)  # fmt: skip
def test_short_page(body: str, read: str) -> None:
    assert page(body).text == read


@pytest.mark.parametrize(
    ("formula", "read"),
    [
        ("<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>", "E = mc2"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mi>b</mi></mfrac>", "(a + 1)/b"),
        ("<msqrt><mi>x</mi><mo>−</mo><mn>1</mn></msqrt>", "√(x − 1)"),
        ("<msup><mn>2</mn><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></msup>", "2^(n + 1)"),
        ("<mo>−</mo><mn>3</mn>", "−3"),
        ("<semantics><mi>x</mi><annotation>\\x</annotation></semantics>", "x"),
    ],
)
def test_formula(formula: str, read: str) -> None:
    assert text(f"<p>So <math>{formula}</math> holds.") == f"So {read} holds."


def test_formula_that_is_shown_by_a_picture_is_read_once() -> None:
    hidden = "<span style='display:none'><math><mi>n</mi></math></span>"
    shown = "<span class=picture aria-hidden=true>n</span>"
    assert page(f"<p>Take <span>{hidden}{shown}</span> of them.</p>").text == "Take n of them."


@pytest.mark.parametrize(
    ("items", "read"),
    [
        ("<ol start=4><li>a<li>b</ol>", "4. a\n5. b"),
        ("<ol type=i><li>a<li value=9>b<li>c</ol>", "i. a\nix. b\nx. c"),
        ("<ol reversed><li>a<li>b</ol>", "2. a\n1. b"),
        ("<ol style='list-style-type: upper-alpha'><li>a</ol>", "A. a"),
        ("<ul style='list-style: none'><li>a<li>b</ul>", "a\nb"),
    ],
)
def test_numbers_of_lists(items: str, read: str) -> None:
    assert text(items) == read


def test_long_page_keeps_leads_boxes_and_second_articles() -> None:
    body = (
        "<nav><a href=/>Home</a></nav><main><article><header><h1>The mill at Orne</h1>"
        f"<p>The mill is shut until 4 May for repairs.</p></header>{PROSE}<aside><p>Boats may not "
        "pass the weir when the water is high.</p></aside><dl><dt>Length of the wheel</dt>"
        "<dd>Nine metres and a half from side to side</dd></dl></article><article>"
        f"<h2>The forge</h2>{PROSE.replace('mill', 'forge')}</article></main>"
        "<aside><a href=/1>Most read: a whale at the pier</a></aside>"
    )
    found = page(body).text
    for words in ("The mill is shut until 4 May", "Boats may not", "Nine metres", "The forge at"):
        assert words in found
    assert "Home" not in found
    assert "whale" not in found


def test_posts_begin_with_the_names_of_their_writers() -> None:
    def post(name: str, said: str) -> str:
        return f"<div class=post><b class=username>{name}</b><i>2 May</i><p>{said}</p></div>"

    said = ["The dough is too wet, I think.", "Use less water then.", "That was it, thank you."]
    names = ["mo_k", "Ines", "mo_k"]
    found = page("".join(map(post, names, said))).text
    assert [line for line in found.splitlines() if line.startswith("<")] == [
        f"<{name}> {words}" for name, words in zip(names, said, strict=True)
    ]
    assert "<" not in page(post("Ines", said[0])).text  # one alone signs an article


def test_text_that_a_page_contains_only_as_data() -> None:
    data = {"@graph": [{"@type": "NewsArticle", "articleBody": "It rained.\nAll day."}]}
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    assert page("<div id=app></div>", head).text == "It rained.\n\nAll day."


def test_hidden_text_is_omitted() -> None:
    found = page("<p>Seen by everybody here.</p><p hidden>Secret.</p>")
    assert (found.text, found.omitted) == (
        "Seen by everybody here.",
        (Omitted("hidden text", "Secret."),),
    )


ARTICLE = {
    "@type": "BlogPosting",
    "author": [{"name": "Ines Roth"}, {"name": "Paul Ek"}],
    "datePublished": "2022-10-03T08:00:00+02:00",
    "publisher": {"name": "The Mill Post"},
}


@pytest.mark.parametrize(
    ("head", "facts"),
    [
        (f'<script type="application/ld+json">{json.dumps(ARTICLE)}</script>',
         Facts("Ines Roth, Paul Ek", "2022-10-03", "The Mill Post")),
        ('<meta name=author content="By Ines Roth"><meta property="article:published_time" '
         'content="2021-05-04T10:00Z"><meta property="og:site_name" content="Post">',
         Facts("Ines Roth", "2021-05-04", "Post")),
        ('<meta name="DC.creator" content="Paul Ek"><meta name="dc.date" content="4 May 2021">'
         '<meta property="og:locale" content="sv_SE">',
         Facts("Paul Ek", "2021-05-04", None, "sv-SE")),
        ('<meta name=author content=admin><script type="application/ld+json">{</script>', Facts()),
    ],
)  # fmt: skip
def test_facts_of_a_page(head: str, facts: Facts) -> None:
    assert page("<p>It rained.", head).facts == facts


def test_date_of_a_page_that_only_shows_it() -> None:
    assert page("<article><time datetime=2020-02-29>Saturday</time><p>x").facts.date == "2020-02-29"


def test_labels_are_kept_before_what_they_name() -> None:
    prose = (
        "<p>The keeper of the lighthouse wrote down every ship that passed in the night.</p>" * 9
    )
    pairs = {"Case Type:": "Salvage of the brig Hope", "Style:": "Obi and others, of Ely"}
    said = "".join(f"<div><label>{one}</label><div>{two}</div></div>" for one, two in pairs.items())
    text = page(f"<article>{said}{prose}</article><p>Follow us:</p><p>Feed</p>").text
    assert "Case Type:\n\nSalvage of the brig Hope\n\nStyle:\n\nObi and others, of Ely" in text


def test_small_tables_in_the_cells_of_a_table_are_their_text() -> None:
    dates = (
        "<table><tr><td>Filed:</td><td>{}</td></tr><tr><td>Entered:</td><td>{}</td></tr></table>"
    )
    rows = [
        f"<tr><td>{number}</td><td>{dates.format(f'0{number}/04', f'0{number}/05')}</td>"
        f"<td>Notice of the keeper of lighthouse {number}</td></tr>"
        for number in range(1, 10)
    ]
    heads = "<tr><th>No.</th><th>Dates</th><th>Description</th></tr>"
    text = page(f"<table>{heads}{''.join(rows)}</table>").text
    assert text.startswith("No. | Dates | Description\n")
    assert "\n3 | Filed: 03/04 Entered: 03/05 | Notice of the keeper of lighthouse 3\n" in text


@pytest.mark.parametrize(
    "title",
    ["PowerPoint Presentation", "Untitled document", "Contents", "plan.key", "10811.exe", "CMR8",
     "Microsoft Word - plan.doc", "Document1", "  "],
)  # fmt: skip
def test_no_title(title: str) -> None:
    assert title_of(title) is None


def test_titles_authors_and_dates() -> None:
    assert title_of(" Contents of\na ship ") == "Contents of a ship"
    assert author_of("by Ines Roth", "admin", "Ines Roth", "Paul Ek") == "Ines Roth, Paul Ek"
    written = ["D:20240131093000+01'00'", "January 31st, 2024", "31. Jan 2024", "2024-01-31T09:30Z"]
    written += ["31/1/2024 09:30:00", "1/31/2024", "31.01.2024"]
    assert {day_of(date) for date in written} == {"2024-01-31"}
    assert day_of("05/06/2024") == "05/06/2024"  # May or June
    junk = "No Author", "103553", "{{ author }}", "Generated by A"
    assert author_of("Ines Roth | roth@example.org", *junk) == "Ines Roth"
    assert [day_of(date) for date in ("2024", "2024-13-01", "in May", None)] == [
        "2024", "2024-13-01", "in May", None,
    ]  # fmt: skip


# --- EPUB


def book(folder: Path, chapters: dict[str, str], more: str = "", **changed: bytes) -> Extract:
    path = files.epub(folder / "a.epub", {n: files.xhtml(c) for n, c in chapters.items()})
    package = files.member(path, "OEBPS/book.opf").replace(b"</metadata>", more.encode())
    files.changed(path, {"OEBPS/book.opf": package, **changed})
    return epub.extract(path.read_bytes())


def marked(*names: str) -> str:
    return "".join(
        f'<p><span role="doc-pagebreak" aria-label="{name}"/>This is what page {name} says.</p>'
        for name in names
    )


def test_marks_of_pages(tmp_path: Path) -> None:
    chapters = {"a.xhtml": marked("iv", "v"), "b.xhtml": marked("1", "2")}
    found = book(tmp_path, chapters, "</metadata>")
    assert found.page_names == ("page iv", "page v", "page 1", "page 2")
    assert found.text[found.pages[2] :].startswith("This is what page 1 says.")
    inside = '<p>It cost <span role="doc-pagebreak">7</span> 40 crowns.</p>'
    assert text(inside) == "It cost 40 crowns."
    bare = {**chapters, "c.xhtml": "<p>No marks in here. </p>" * 20}
    assert book(tmp_path, bare, "</metadata>").pages == ()


def test_chapter_that_is_missing_or_named_in_other_letters(tmp_path: Path) -> None:
    path = files.epub(
        tmp_path / "a.epub", {"a.xhtml": files.xhtml("<p>One & two.</p>"), "b.xhtml": ""}
    )
    package = files.member(path, "OEBPS/book.opf").replace(b"a.xhtml", b"A.xhtml")
    package = package.replace(b"b.xhtml", b"gone.xhtml").replace(b"Two rivers", b"Rye & oats")
    files.changed(path, {"OEBPS/book.opf": package})
    found = epub.extract(path.read_bytes())
    assert (found.text, found.title) == ("One & two.", "Rye & oats")
    assert found.omitted == (Omitted("missing chapter", name="gone.xhtml"),)
    files.changed(path, {"OEBPS/book.opf": package.replace(b"A.xhtml", b"lost.xhtml")})
    with pytest.raises(Refusal, match=r"chapter OEBPS/lost\.xhtml is missing"):
        epub.extract(path.read_bytes())


def test_note_that_is_hidden_until_it_is_touched(tmp_path: Path) -> None:
    note = '<aside role="doc-footnote" hidden="hidden"><p>In dry years.</p></aside>'
    assert book(tmp_path, {"a.xhtml": f"<p>It froze.</p>{note}"}, "</metadata>").text == (
        "It froze.\n\nIn dry years."
    )


def test_facts_of_a_book(tmp_path: Path) -> None:
    more = (
        '<dc:creator id="w">Ines Roth</dc:creator><dc:creator id="t">Paul Ek</dc:creator>'
        '<meta refines="#t" property="role">trl</meta><dc:date>2019-06-01T00:00:00Z</dc:date>'
        "<dc:publisher>Mill Press</dc:publisher><dc:language>en-GB</dc:language></metadata>"
    )
    assert book(tmp_path, {"a.xhtml": "<p>x</p>"}, more).facts == (
        Facts("Ines Roth", "2019-06-01", "Mill Press", "en-GB")
    )
