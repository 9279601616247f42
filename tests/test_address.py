"""Addresses of indexes in Milvus: what they mean, what is refused, and that secrets stay secret."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import CORPUS

import askdoc
from askdoc.errors import AskdocError, IndexMismatch
from askdoc.reembedding import reembed, rollback
from askdoc.store import is_index, shown
from askdoc.store.milvus import parse

SECRET = "hush-9f2c"


@pytest.mark.parametrize(
    ("text", "uri", "database", "name", "token"),
    [
        ("milvus+http://host:19530/news", "http://host:19530", "", "news", ""),
        ("milvus+http://host/news", "http://host:19530", "", "news", ""),
        ("milvus+https://host:443/archive/news", "https://host:443", "archive", "news", ""),
        (f"milvus+https://{SECRET}@host/news", "https://host:19530", "", "news", SECRET),
        (f"milvus+http://me:{SECRET}%40@host/n", "http://host:19530", "", "n", f"me:{SECRET}@"),
        ("milvus+http://[::1]:19530/news", "http://[::1]:19530", "", "news", ""),
        ("milvus+file:///data/a%20b.db", "/data/a b.db", "", "askdoc", ""),
    ],
)
def test_an_address(text: str, uri: str, database: str, name: str, token: str) -> None:
    found = parse(text)
    assert (found.uri, found.database, found.name, found.token) == (uri, database, name, token)
    assert SECRET not in repr(found)
    assert SECRET not in found.shown
    assert is_index(text)


def test_how_vectors_are_indexed() -> None:
    found = parse("milvus+http://host/news?index_type=HNSW&M=16")
    assert found.index == {"index_type": "HNSW", "M": "16"}
    assert found.shown == "milvus+http://host/news"


def test_a_token_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKDOC_MILVUS_TOKEN", SECRET)
    assert parse("milvus+http://host/news").token == SECRET
    assert parse("milvus+http://other@host/news").token == "other"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "milvus+http://host",
            "the host must be followed by the name of the index, with letters, digits and _ only",
        ),
        (
            "milvus+http://host/",
            "the host must be followed by the name of the index, with letters, digits and _ only",
        ),
        ("milvus+http://host/my-news", "the host must be followed by the name of the index"),
        ("milvus+http://host/a/b/news", "the host must be followed by the name of the index"),
        ("milvus+http://host:x/news", "the port must be a number from 1 to 65535"),
        ("milvus+http:///news", "it names no host"),
        ("milvus+ftp://host/news", "only http, https and file are known"),
        ("milvus+file://news.db", "the path of a file must be absolute and end in .db"),
        ("milvus+file:///news", "the path of a file must be absolute and end in .db"),
    ],
)
def test_what_is_no_address(text: str, why: str) -> None:
    with pytest.raises(IndexMismatch) as error:
        askdoc.open(index=text)
    assert str(error.value).startswith(f"{text}: {why}")
    assert str(error.value).endswith(
        "write milvus+http://host:19530/news or milvus+file:///path/news.db"
    )


@pytest.mark.parametrize(
    "text",
    [
        f"milvus+http://{SECRET}@host:x/news",
        f"milvus+http://me:{SECRET}@host/my-news?token={SECRET}",
        f"milvus+ftp://me:{SECRET}@host/news",
        f"milvus+http://me:{SECRET}/@host/news",
        f"milvus+http://me:{SECRET}?{SECRET}@host/news",
        f"milvus+http://me:{SECRET}#\n{SECRET}@host/news",
    ],
)
def test_no_message_has_the_secret(text: str) -> None:
    for given in {"index": text}, {"paths": [CORPUS, text]}:
        with pytest.raises(AskdocError) as error:
            askdoc.open(**given)  # type: ignore[arg-type]
        assert SECRET not in str(error.value)


def test_a_folder_is_shown_as_it_is() -> None:
    assert shown(Path("a@b/x.askdoc")) == "a@b/x.askdoc"


def test_only_a_folder_can_be_reembedded() -> None:
    address = f"milvus+http://{SECRET}@host/news"
    for call in lambda: reembed(address, "other"), lambda: rollback(address):
        with pytest.raises(IndexMismatch) as error:
            call()
        assert str(error.value) == (
            "milvus+http://host/news: only an index in a folder can do this; run: askdoc copy "
            "--from milvus+http://host/news --to DIR"
        )


@pytest.mark.slow
def test_without_the_package_a_line_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['pymilvus'] = None; import askdoc\n"
        "try: askdoc.open(index='milvus+http://host/news')\n"
        "except askdoc.AskdocError as error: print(error)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert run.stdout == (
        "milvus+http://host/news: an index in Milvus needs the package pymilvus; install it: "
        'pip install "askdoc[milvus]"\n'
    ), run.stderr
