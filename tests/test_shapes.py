"""The article shows headings, lists and tables as such, and holds every character of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chatting import answered, ask, served, texts, visiting
from conftest import load_all
from hypothesis import given
from hypothesis import strategies as st
from test_access import findings
from test_pane import text_of
from test_show import SCORED

import askdoc
from askdoc.chat import body, pane, shapes
from askdoc.types import Answer, Document, Sentence

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FILES = sorted((Path(__file__).parent / "golden" / "files").iterdir())
FERRY = """# Ferries of the lake

The lake is crossed all year.

### Rules

- Bicycles travel free.
  - Not on Sundays, when the deck
    is full.
- Dogs need a lead.

1. Buy a ticket.
2. Go aboard.

| Ferry  | Built | Captain        | Home port of the ferry in winter | Engine of the ferry |
|--------|-------|----------------|----------------------------------|---------------------|
| Swan   | 1961  | Ida Thorsen    | Brennhaven                       | diesel              |
| Heron  | 1988  | Paul Okonjo    | Lower Marsh                      | battery, since 2019 |

Fares
-----

```
# no heading
- no item
```

She left.
"""


def shown(text: str, name: str = "a.md") -> str:
    found = body.as_html(Document(name, text, "Ferries"), 0, len(text), [], [])
    assert text_of(found) == text
    return found


def said(html: str, tag: str) -> list[str]:
    """What is seen of each element of a kind, without what its shape says."""
    bare = re.sub(r'<span class="sign">.*?</span>', "", html, flags=re.DOTALL)
    return [text_of(one) for one in re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", bare, re.DOTALL)]


def test_markdown() -> None:
    found = shown(FERRY)
    assert said(found, "h2") == ["Ferries of the lake"]
    assert said(found, "h3") == ["Rules", "Fares"]
    assert said(found, "li")[0] == "Bicycles travel free."
    assert [" ".join(item.split()) for item in said(found, "li")[1:]] == [
        "Not on Sundays, when the deck is full.",
        "Dogs need a lead.",
        "1. Buy a ticket.",
        "2. Go aboard.",
    ]
    assert "--depth:1" in found
    assert said(found, "th")[:2] == ["Ferry", "Built"]
    assert said(found, "td")[5:] == [
        "Heron",
        "1988",
        "Paul Okonjo",
        "Lower Marsh",
        "battery, since 2019",
    ]
    assert said(found, "tr")[1].startswith("Swan")
    assert found.count('class="line code"') == 4


def test_no_level_is_skipped() -> None:
    found = shown("# One\n\nIt ran.\n\n#### Four\n\nIt ran.\n\n## Two\n\nIt ran.")
    assert re.findall(r"<h(\d)", found) == ["2", "3", "3"]


def test_bold_words_of_markdown() -> None:
    text = "# The **old** mill\n\nIt is **not for sale** (2 ** 3).\n\n- **Dogs** bark\n- cats\n"
    found = shown(text)
    assert re.findall(r'<span class="strong">([^<]*)', found) == ["old", "not for sale", "Dogs"]
    assert said(found, "h2") == ["The old mill"]
    assert said(found, "li") == ["Dogs bark", "cats"]
    assert "strong" not in shown(text, "a.txt")
    passage = quoted(text, text.index("It"), text.index("- "), "It is **not for sale** (2 ** 3).")
    assert said(passage, "blockquote") == ["It is not for sale (2 ** 3).\n\n"]


@pytest.mark.parametrize("ending", ["pdf", "docx", "html", "epub"])
def test_other_formats(ending: str) -> None:
    found = shown(
        "Ferries\n\nRules\n\nDogs need a lead.\n\n• a bowl\n\n• a blanket\n\n"
        "It rained.\n\n1. Dogs\n\nThey bark.\n\n1. Go in\n\n2. Sit down\n\n"
        "Name | Built\nSwan | 1961\nHeron | 1988\n\nShe left.",
        f"a.{ending}",
    )
    assert said(found, "h2") == ["Ferries", "Rules", "1. Dogs"]
    assert said(found, "li") == ["• a bowl", "• a blanket", "1. Go in", "2. Sit down"]
    assert said(found, "th") == ["Name", "Built"]
    assert said(found, "td") == ["Swan", "1961", "Heron", "1988"]


def test_plain_text_stays_as_it_is() -> None:
    found = shown(FERRY, "a.txt")
    assert not re.search("<(h2|li|table)", found)
    assert "sign" not in found


def test_what_is_no_heading_or_list() -> None:
    address = "Ida Thorsen\n\n4 Quay Street\n\nBrennhaven\n\nNorway\n\nDear Ida, it rained."
    assert "<h2" not in shown(address, "a.docx")
    assert "<li" not in shown("A. Thorsen left.\n\nIt rained.", "a.docx")
    assert "<table" not in shown("Name: Ida\nTrade: joiner\nTown: Brennhaven", "a.docx")


def test_a_list_continues_on_the_next_page() -> None:
    text = "- one bowl\n- two bowls\n- a lead\n"
    document = Document("a.pdf", text, "a", pages=(0, 11))
    found = body.as_html(document, 0, len(text), [], [])
    assert text_of(found) == text
    assert re.findall('<ul[^>]*data-page="([^"]*)"', found) == ["page 1", "page 2"]


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_golden_files(path: Path) -> None:
    ((document,), _) = load_all([path])
    found = body.as_html(document, 0, len(document.text), [], [])
    assert text_of(found) == document.text
    assert "What the surveyors found" in [head for n in "234" for head in said(found, f"h{n}")]
    assert "£95,500" in said(found, "td")


PARTS = [
    "# A",
    "- b",
    "1. c",
    "| d | e |",
    "|---|---|",
    "a | 1",
    "```",
    "f **g h** i **",
    "Word",
    "---",
    " ",
    "—",
    "x.",
]


@given(
    st.lists(st.tuples(st.sampled_from(PARTS), st.sampled_from(["\n", "\n\n", " ", "\r\n"]))),
    st.sampled_from(["a.md", "a.pdf", "a.txt"]),
    st.integers(0, 30),
    st.integers(0, 80),
)
def test_every_character_is_there_and_every_place(
    parts: list[tuple[str, str]], name: str, start: int, stop: int
) -> None:
    text = "".join(a + b for a, b in parts)
    start, stop = min(start, len(text)), min(stop, len(text))
    lines = list(shapes.lines(Document(name, text, "A"), start, len(text)))
    assert "".join(text[line.start : line.end] for line in lines) == text[start:]
    marks = [(stop, stop + 3, "passage here"), (stop, stop + 3, "sentence")]
    found = body.as_html(Document(name, text, "A"), start, len(text), marks, [stop])
    assert text_of(found) == text[start:]
    assert found.count(f'data-stop="{stop}"') == (start <= stop < len(text))


@pytest.mark.slow
def test_the_cell_that_answers_is_marked() -> None:
    mill = next(path for path in FILES if path.name == "mill.md")
    reply = askdoc.open([mill]).ask("What was the cost of the eastern gable?")
    found = pane.as_html(pane.PaneView(reply[0].document, reply[0].sentence.start, reply, 0))
    (cell,) = re.findall('<td class="cell"[^>]*>(.*?)</td>', found)
    assert text_of(cell).startswith("£95,500")


# --- a passage in the conversation


def quoted(text: str, start: int, end: int, sentence: str, name: str = "a.md") -> str:
    at = text.index(sentence, start)
    one = Sentence(sentence, at, at + len(sentence))
    answer = Answer(Document(name, text, "A"), text[start:end], start, end, one, **SCORED)
    found = body.passage_html(answer)
    assert text_of(found) == text[start:end]
    return found


def test_a_quoted_table_shows_its_cells() -> None:
    start, end = FERRY.index("| Ferry"), FERRY.index("Fares")
    found = quoted(FERRY, start, end, "| Heron")
    assert said(found, "th")[:2] == ["Ferry", "Built"]
    assert said(found, "td")[:2] == ["Swan", "1961"]
    assert "data-page" not in found
    # a part of a table does not make its first row the names of the columns
    part = quoted(FERRY, FERRY.index("| Swan"), end, "| Heron")
    assert said(part, "th") == []
    assert said(part, "td")[:2] == ["Swan", "1961"]
    # but each of its cells has the name of its column
    assert re.findall('data-column="([^"]*)"', part)[:2] == ["Ferry", "Built"]
    assert "data-column" not in found


def test_a_quoted_heading_and_list_show_no_marks() -> None:
    start, end = FERRY.index("### Rules"), FERRY.index("1. Buy")
    found = quoted(FERRY, start, end, "Bicycles travel free.")
    assert said(found, "strong") == ["Rules"]
    assert [" ".join(item.split()) for item in said(found, "li")] == [
        "Bicycles travel free.",
        "Not on Sundays, when the deck is full.",
        "Dogs need a lead.",
    ]
    assert said(found, "mark") == ["Bicycles travel free."]


def test_a_quoted_sentence_over_several_lines_is_one() -> None:
    text = "# A\n\nThe ferry was\nlate again. It rained."
    assert said(quoted(text, 0, len(text), text[5:29]), "mark") == [text[5:29]]


@given(
    st.lists(
        st.tuples(st.sampled_from([*PARTS, "para\ngraph."]), st.sampled_from(["\n", "\n\n", " "])),
        min_size=1,
    ),
    st.sampled_from(["a.md", "a.pdf", "a.txt"]),
    st.integers(0, 40),
    st.integers(1, 60),
)
def test_every_character_of_a_passage_is_there(
    parts: list[tuple[str, str]], name: str, start: int, length: int
) -> None:
    text = "".join(a + b for a, b in parts)
    start = min(start, len(text) - 1)
    end = min(len(text), start + length)
    quoted(text, start, end, text[start:end], name)


# --- in the browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("shapes") / "ferry.md"
    path.write_text(FERRY)
    with served(askdoc.open([path])) as url:
        yield url


@pytest.mark.slow
def test_what_is_copied_is_the_text(address: str, page: Page) -> None:
    page.goto(address)
    page.locator("#article table").wait_for()
    assert texts(page, "#article .body") == [FERRY]
    copied = page.evaluate("""() => {
        getSelection().selectAllChildren(document.querySelector("#article .body"));
        const clipboardData = new DataTransfer();
        const event = new ClipboardEvent("copy", { clipboardData, bubbles: true });
        document.querySelector("#article h2").dispatchEvent(event);
        return event.clipboardData.getData("text/plain");
    }""")
    assert copied == FERRY


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_shapes(address: str, browser: Browser, scheme: str) -> None:
    with visiting(browser, color_scheme=scheme) as page:
        page.goto(address)
        ask(page, "What is the engine of the Heron?")
        answered(page, 1)
        page.locator("#article td.cell").wait_for()
        assert findings(page) == []


@pytest.mark.slow
def test_a_wide_table_scrolls_to_the_cell(address: str, browser: Browser) -> None:
    with visiting(browser, viewport={"width": 390, "height": 844}) as page:
        page.goto(address)
        ask(page, "What is the engine of the Heron?")
        answered(page, 1)
        inside = """place => {
            const cell = document.querySelector(`${place} td.cell`)?.getBoundingClientRect();
            const table = cell && document.querySelector(`${place} .table`).getBoundingClientRect();
            return cell && table.left <= cell.left && cell.right <= table.right + 1;
        }"""
        page.wait_for_function(inside, arg=".best")
        page.locator(".best .place a").first.click()
        cell = page.locator("#article td.cell")
        cell.wait_for()
        page.wait_for_function(inside, arg="#article")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
