"""In the chat: the quotations of a text are checked, every document is asked the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chatting import answered, ask, bring, read, served, visiting
from conftest import FakeEmbedder, document

import askdoc
from askdoc.chat.tools import MAX_QUESTIONS, MAX_TEXT, Tools
from askdoc.chat.view import View
from askdoc.chat.visits import Limits, Visit
from askdoc.errors import QuestionError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MILL = "The mill was sold in May. Nobody in Ely knew who had bought it."
FARM = "Two horses stood in the yard, and a dog slept under the old cart."
LIBRARY = [document(MILL, "mill.txt"), document(FARM, "farm.txt")]


@pytest.fixture(scope="module")
def view() -> View:
    return View(askdoc.Library(LIBRARY, FakeEmbedder()), Limits())


@pytest.fixture(scope="module")
def tools(view: View) -> Tools:
    return Tools(view)


def test_each_quotation_has_its_verdict_and_place(tools: Tools) -> None:
    text = "“Nobody in Ely knew who had bought it.” “Two horses slept in the yard.”"
    found = tools.check(Visit(), {"text": text})
    assert found["said"] == "1 of 2 exact, in 2 documents."
    start = MILL.index("Nobody")
    assert f'data-at="{start}" data-end="{len(MILL) - 1}"' in found["html"]
    assert "<ins>stood</ins>" in found["html"]
    assert "<del>slept</del>" in found["html"]


def test_only_what_is_asked_is_looked_through(tools: Tools) -> None:
    visit = Visit()
    visit.deselected.add(("shared", "mill.txt"))
    found = tools.check(visit, {"text": "“Nobody in Ely knew who had bought it.”"})
    assert found["said"] == "0 of 1 exact, in 1 document."


def test_what_is_checked_is_shown_as_text(tools: Tools) -> None:
    found = tools.check(Visit(), {"text": "“<b>Nobody</b> in Ely knew <script> who it”"})
    assert "<script>" not in found["html"]
    assert "<b>Nobody" not in found["html"]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "no quotation of 4 words"),
        ("A text without any.", "no quotation of 4 words"),
        ("“" + "word " * MAX_TEXT + "”", "the limit is 200,000"),
    ],
)
def test_what_cannot_be_checked(tools: Tools, text: str, error: str) -> None:
    with pytest.raises(QuestionError, match=error):
        tools.check(Visit(), {"text": text})


def test_a_sheet_row_by_row(tools: Tools) -> None:
    questions = ["Who slept under the cart?", "", "  When was the mill sold? "]
    started = tools.sheet(Visit(), {"questions": questions})
    asked = {"questions": started["questions"]}
    assert started["questions"] == ["Who slept under the cart?", "When was the mill sold?"]
    assert [one["name"] for one in started["documents"]] == ["farm.txt", "mill.txt"]
    rows = [tools.cells(Visit(), {**asked, **one}) for one in started["documents"]]
    assert all(row["row"].count("<td>") == 2 for row in rows)
    written = started["csv"] + "".join(row["csv"] for row in rows)
    table = list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"))))
    assert [row["document"] for row in table] == ["farm.txt", "mill.txt"]
    assert table[0]["Who slept under the cart?"].startswith(("Two horses", "not said"))


@pytest.mark.parametrize(
    ("questions", "error"),
    [
        ([], "there is no question"),
        ("Who?", "there is no question"),
        (["?"], "question 1: the question is empty"),
        (["Who?", 'Who is "a cart" -cart?'], "question 2: "),
        ([f"Who is {n}?" for n in range(MAX_QUESTIONS + 1)], f"ask {MAX_QUESTIONS} at most"),
    ],
)
def test_questions_that_cannot_be_asked(tools: Tools, questions: object, error: str) -> None:
    with pytest.raises(QuestionError, match=error):
        tools.sheet(Visit(), {"questions": questions})


def test_a_document_that_is_gone_has_no_row(tools: Tools) -> None:
    with pytest.raises(QuestionError, match=r"gone\.txt: no longer among the documents"):
        tools.cells(Visit(), {"questions": ["Who?"], "where": "own", "name": "gone.txt"})


# --- in the browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(askdoc.Library(LIBRARY, FakeEmbedder())) as url:
        yield url


def choose(page: Page, what: str) -> None:
    page.locator("#article").wait_for(state="attached")
    page.locator("#menu summary").click()
    page.get_by_role("button", name=what, exact=True).click()


@pytest.mark.slow
def test_a_text_is_checked_and_its_place_is_marked(address: str, page: Page) -> None:
    page.goto(address)
    choose(page, "Check quotations")
    dialog = page.locator("#check")
    dialog.get_by_role("button", name="Check", exact=True).click()
    assert dialog.locator("textarea:invalid").count() == 1  # it is empty
    dialog.locator("textarea").fill("Nothing is quoted here.")
    dialog.get_by_role("button", name="Check", exact=True).click()
    dialog.get_by_role("alert").get_by_text("no quotation").wait_for()
    dialog.locator("textarea").fill("She says “Two horses stood in the yard, and a dog slept”.")
    dialog.get_by_role("button", name="Check", exact=True).click()
    dialog.get_by_text("1 of 1 exact").wait_for()
    dialog.get_by_role("button", name="farm").click()
    page.locator("#article mark.sentence").first.wait_for()
    assert page.locator("#article mark.sentence").first.inner_text() == (
        "Two horses stood in the yard, and a dog slept"
    )
    assert not dialog.is_visible()
    choose(page, "Check quotations")  # what was found is still there
    assert dialog.get_by_text("1 of 1 exact").is_visible()


DROP = """(form, [name, text]) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], name));
    form.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""


@pytest.mark.slow
def test_a_file_that_is_dropped_is_checked_and_not_added(address: str, page: Page) -> None:
    page.goto(address)
    choose(page, "Check quotations")
    form = page.locator("#check form")
    form.evaluate(DROP, ["draft.txt", "“Two horses stood in the yard”"])
    page.wait_for_function("document.querySelector('#check textarea').value.includes('Two horses')")
    form.evaluate(DROP, ["draft.docx", "PK\0\0"])
    page.locator("#check").get_by_text("draft.docx is not plain text; paste its text.").wait_for()
    page.locator("#check [data-do=dismiss]").click()
    page.get_by_text("Asked: farm.txt, mill.txt").wait_for()  # none was added
    assert page.locator("#sending li").count() == 0


@pytest.mark.slow
def test_every_document_is_asked_and_saved(address: str, page: Page, tmp_path: Path) -> None:
    page.goto(address)
    bring(page, ("own.txt", b"The dog of the mill slept in the barn."))
    read(page, "own")
    ask(page, "Where did the dog sleep?")
    answered(page, 1)
    choose(page, "Ask every document")
    dialog = page.locator("#sheet")
    assert dialog.locator("textarea").input_value() == "Where did the dog sleep?"
    dialog.get_by_role("button", name="Ask", exact=True).click()
    dialog.get_by_text("3 documents asked.").wait_for()
    assert dialog.locator("tbody tr").count() == 3
    with page.expect_download() as saved:
        dialog.get_by_role("button", name="Save as CSV").click()
    saved.value.save_as(tmp_path / "saved.csv")
    rows = list(csv.reader((tmp_path / "saved.csv").read_text("utf-8-sig").splitlines()))
    assert {row[0] for row in rows} == {"document", "own.txt", "mill.txt", "farm.txt"}
    place = dialog.locator("tbody [data-do=place]").first
    name = place.get_attribute("data-name")
    place.click()
    page.locator("#pane .file").get_by_text(str(name)).wait_for()


@pytest.mark.slow
def test_a_sheet_on_a_phone(address: str, browser: Browser) -> None:
    with visiting(browser, viewport={"width": 390, "height": 844}) as page:
        page.goto(address)
        choose(page, "Ask every document")
        page.locator("#sheet textarea").fill("Who slept under the cart?")
        page.locator("#sheet").get_by_role("button", name="Ask", exact=True).click()
        page.locator("#sheet").get_by_text("2 documents asked.").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
