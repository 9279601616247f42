"""What a reader takes from the chat and gives back, in a real browser: links, files, votes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chatting import SENTENCE, answered, ask, marks, notes, served, texts, visiting
from conftest import QUESTION, fake_library

import askdoc

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow


def test_address_asks_and_follows(url: str, browser: Browser, page: Page) -> None:
    page.goto(f"{url}?q=What+did+Kerry+say+about+Assad%3F")
    answered(page, 1)
    assert marks(page)[0] == SENTENCE
    ask(page, "And about the migrant crisis?")
    answered(page, 2)
    page.wait_for_function("location.search.includes('migrant')")
    with visiting(browser) as friend:
        friend.goto(page.url)
        answered(friend, 1)
        assert "root cause" in marks(friend)[0]


def test_citation_is_copied_with_a_link_to_its_place(url: str, browser: Browser) -> None:
    with visiting(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(url)
        ask(page, QUESTION)
        answered(page, 1)
        page.get_by_role("button", name="Copy citation").first.click()
        page.get_by_role("button", name="Copied").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(f"“{SENTENCE}” (US, Britain show")
        assert "us-britain-russia-syria.txt, 2015-09-20, characters 661–829) http" in copied
        link = copied.rpartition(") ")[2]
        assert link.endswith("?document=us-britain-russia-syria.txt&start=661&end=829")
        page.goto(link)
        page.locator("#article mark.sentence").first.wait_for()
        assert "".join(texts(page, "#article mark.sentence")) == SENTENCE
        page.goto(link.replace("syria.txt", "gone.txt"))
        page.get_by_text("gone.txt is not among the documents here").first.wait_for()


def test_conversation_is_saved_in_formats(url: str, page: Page, tmp_path: Path) -> None:
    page.goto(url)
    ask(page, QUESTION)
    answered(page, 1)
    for label, begin in ("Markdown", "## What did Kerry say"), ("CSV", "\ufeffquestion,"):
        page.locator("#menu > summary").click()
        with page.expect_download() as download:
            page.locator("#menu").get_by_role("button", name=label).click()
        download.value.save_as(tmp_path / "saved")
        assert re.fullmatch(r"askdoc-\d{4}-\d\d-\d\d\.(md|csv)", download.value.suggested_filename)
        saved = (tmp_path / "saved").read_text("utf-8")
        assert saved.startswith(begin)
        assert "a magnet for foreign fighters" in saved


def test_pinned_answers_survive_new_conversations(url: str, page: Page, tmp_path: Path) -> None:
    page.goto(url)
    ask(page, QUESTION)
    answered(page, 1)
    assert not page.locator("#open-pinned").is_visible()
    page.locator(".best").get_by_role("button", name="Pin").click()
    page.get_by_role("button", name="Pinned (1)").wait_for()
    new_conversation(page)
    page.get_by_role("button", name="Pinned (1)").click()
    page.locator("#pinned blockquote mark").first.wait_for()
    assert texts(page, "#pinned blockquote mark") == [SENTENCE]
    with page.expect_download() as download:
        page.locator("#pinned").get_by_role("button", name="CSV").click()
    download.value.save_as(tmp_path / "saved.csv")
    assert (tmp_path / "saved.csv").read_text("utf-8").count("magnet") == 2  # sentence, passage
    page.locator("#pinned").get_by_role("button", name="Pin", exact=True).click()
    page.locator("#open-pinned").wait_for(state="hidden")


def new_conversation(page: Page) -> None:
    page.locator("#menu > summary").click()
    page.get_by_role("button", name="New conversation").click()
    page.locator(".welcome").wait_for()


def test_new_conversation_forgets_and_can_be_undone(url: str, page: Page) -> None:
    page.goto(url)
    ask(page, QUESTION)
    answered(page, 1)
    new_conversation(page)
    assert "q=" not in page.url
    assert page.evaluate("document.activeElement.id") == "box"
    page.get_by_role("button", name="Undo").click()
    answered(page, 1)
    assert marks(page)[0] == SENTENCE
    new_conversation(page)
    ask(page, "And about the migrant crisis?")
    answered(page, 1)
    assert notes(page) == []  # nothing to complete it from: what is cleared is forgotten


# --- feedback


def test_thumb_writes_a_golden_row_that_can_be_evaluated(page: Page, tmp_path: Path) -> None:
    golden = tmp_path / "golden.jsonl"
    cats = fake_library("The cat slept. It rained.", "A dog ran.")
    with served(cats, golden=golden) as address:
        page.goto(address)
        ask(page, "Where is the cat?")
        answered(page, 1)
        page.get_by_role("button", name="This answers").click()
        page.locator("[data-vote][aria-pressed=true]").wait_for()
        ask(page, "Where is the dog?")
        answered(page, 2)
        page.get_by_role("button", name="This does not").last.click()
        page.locator("[data-vote][aria-pressed=true]").nth(1).wait_for()
    rows = [json.loads(line) for line in golden.read_text("utf-8").splitlines()]
    assert rows[0] == {"document": "1.txt", "question": "Where is the cat?", "answers": [[0, 14]]}
    assert rows[1]["answers"] == []
    assert askdoc.evaluate(cats, golden).total.hit_at_1 == 1
    assert askdoc.evaluate(cats, golden).total.questions == 1


def test_without_a_file_no_thumb_is_offered(url: str, page: Page) -> None:
    page.goto(url)
    ask(page, QUESTION)
    answered(page, 1)
    assert page.locator("[data-vote]").count() == 0
