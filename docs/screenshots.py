"""The pictures of the README, taken of the real chat in a real browser: `make screenshots`."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import askdoc
from askdoc.chat import launch

HERE = Path(__file__).parent
QUESTION = "What did Kerry say about Assad?"
FOLLOW_UP = "And about the migrant crisis?"

# file name -> (width, height), theme, the questions asked
PICTURES = {
    "chat.png": ((1280, 760), "light", (QUESTION, FOLLOW_UP)),
    "chat-dark.png": ((1280, 760), "dark", (QUESTION,)),
    "chat-phone.png": ((390, 844), "light", (QUESTION,)),
}


def take(browser: Browser, url: str, name: str) -> None:
    (width, height), theme, questions = PICTURES[name]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{url}?__theme={theme}")
    page.locator("#chips button").first.wait_for()
    for turn, question in enumerate(questions):
        page.locator("#question textarea").fill(question)
        page.locator("#question textarea").press("Enter")
        page.locator("#conversation .turn").nth(turn).wait_for()
        page.locator("#chips .chips[aria-label='Go on with']").wait_for()
    page.wait_for_timeout(1_000)  # the article has come to its place
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=HERE / name)
    page.close()


def main() -> None:
    library = askdoc.open(HERE.parent / "corpus")
    _, url, _ = launch(library, prevent_thread_lock=True, quiet=True)
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name in PICTURES:
            take(browser, url, name)
        browser.close()


if __name__ == "__main__":
    main()
