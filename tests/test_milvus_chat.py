"""Chats over one index in Milvus: what one process adds the others find, also after a fault."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from chatting import answered, ask, client, served, texts
from conftest import CORPUS, QUESTION
from milvus import Server, free_port
from saved import opened

import askdoc
from askdoc import show
from askdoc.store.milvus import engine

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow


def index(path: Path, address: str) -> None:
    command = [sys.executable, "-m", "askdoc", "index", str(path), "--index", address]
    subprocess.run(command, check=True, timeout=120)


@contextmanager
def chats(address: str) -> Iterator[list[Any]]:
    """Two processes that serve the chat about an index -> a client of each."""
    ports = free_port(), free_port()
    env = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    processes = []
    try:
        for port in ports:
            command = [sys.executable, "-m", "askdoc", "chat", "--no-thumbs", "--port", str(port)]
            processes.append(
                subprocess.Popen(
                    [*command, "--index", address],
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    env=env,
                )
            )
        for port, process in zip(ports, processes, strict=True):
            assert process.stdout
            for line in process.stdout:
                if str(port) in line:
                    break
        yield [client(f"http://127.0.0.1:{port}") for port in ports]
    finally:
        for process in processes:
            process.kill()
            process.communicate(timeout=30)


def test_two_chats_have_one_index(own_milvus: Server, tmp_path: Path) -> None:
    address = own_milvus.address("news")
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_bytes(next(CORPUS.glob("*.txt")).read_bytes())
    index(texts, address)
    with chats(address) as both, ThreadPoolExecutor() as at_once:
        expected = show.as_json(askdoc.open(texts).ask(QUESTION, 3))
        for each in both:
            assert each.predict(QUESTION, 3, api_name="/search") == expected

        (texts / "b.txt").write_text("The mill at Ashford was rebuilt by Ellen Marsh in 1911.")
        index(texts, address)
        for each in both:
            found = json.loads(each.predict("Who rebuilt the mill?", 1, api_name="/search"))
            assert found["answers"][0]["document"]["name"] == "b.txt"

        own_milvus.kill()
        away = [at_once.submit(each.predict, QUESTION, 3, api_name="/search") for each in both]
        for reply in away:
            with pytest.raises(Exception, match=re.escape("no Milvus server answers; start it")):
                reply.result()
        own_milvus.start()
        expected = show.as_json(askdoc.open(texts).ask(QUESTION, 3))
        for each in both:
            assert each.predict(QUESTION, 3, api_name="/search") == expected


def test_the_page_reports_a_lost_server_and_continues(
    own_milvus: Server, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PATIENCE", 1.0)
    library = opened(own_milvus.address("news"))
    library.add([askdoc.Document("a.txt", "The cat met the dog in London.", "A")])
    with served(library) as url:
        page.goto(url)
        ask(page, "Where is the cat?")
        answered(page, 1)
        own_milvus.kill()
        ask(page, "Where is the dog?")
        page.locator("#waiting [role=alert]").wait_for()
        (said,) = texts(page, "#waiting [role=alert]")
        assert "no Milvus server answers; start it" in said
        own_milvus.start()
        page.locator("#waiting").get_by_role("button", name="Retry").click()
        answered(page, 2)
        assert texts(page, "#waiting [role=alert]") == []
