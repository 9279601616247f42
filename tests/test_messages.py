"""Messages in the reader's language: none outside the catalogues, none that loses a part."""

from __future__ import annotations

import ast
import io
import json
import os
import re
import string
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess
from threading import Thread
from typing import TYPE_CHECKING

import httpx
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from chatting import answered, ask, bring, visiting
from conftest import SRC, nodes, source

from askdoc import errors
from askdoc.errors import LoadError
from askdoc.load import load
from askdoc.messages import (
    FOLDER,
    LANGUAGES,
    accepted,
    joined,
    listed,
    of_environment,
    speaking,
    spoken,
    tr,
    trn,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

KEYWORDS = {"tr": None, "later": None, "trn": (1, 2), "laters": (1, 2)}
PROJECT = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))
METHODS = [(one["pattern"], one["method"]) for one in PROJECT["tool"]["babel"]["mappings"]]
TRANSLATED = LANGUAGES[1:]


@cache
def extracted() -> set[str | tuple[str, ...]]:
    """The messages of the code, as Babel identifies them."""
    found = extract_from_dir(str(SRC.parent), METHODS, keywords=KEYWORDS)
    return {message for _, _, message, _, _ in found}


@cache
def catalogue(language: str) -> Catalog:
    with (FOLDER / language / "LC_MESSAGES" / "askdoc.po").open("rb") as file:
        return read_po(file)


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


# --- the catalogues


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language: str) -> None:
    wanted, there = extracted(), {message.id for message in messages(language)}
    assert there == wanted, "run: make messages"
    untranslated = [m.id for m in messages(language) if not all(_forms(m.string)) or m.fuzzy]
    assert untranslated == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_compiled_catalogue_is_up_to_date(language: str) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    assert (FOLDER / language / "LC_MESSAGES" / "askdoc.mo").read_bytes() == compiled.getvalue()


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_survive(language: str) -> None:
    for message in messages(language):
        for form in _forms(message.string):
            known = set().union(*map(_fields, _forms(message.id)))
            assert _fields(form) <= known, message.id
            if not message.pluralizable:  # else one form names what the other counts
                assert _fields(form) == known, message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_commands_and_markup_survive(language: str) -> None:
    """Nothing that a reader copies is translated, and no message can add markup to a page."""
    for message in messages(language):
        for form in _forms(message.string):
            plain = _forms(message.id)[-1]
            for placeholder in re.findall(
                r"--[a-z-]+|milvus\+\S+|`[^`]+`|askdoc\[\w+\]|\.[a-z]{3,4}\b", plain
            ):
                assert placeholder in form, (message.id, placeholder)
            for sign in '<>"':
                assert sign not in form or sign in plain, message.id


def _forms(said: str | tuple[str, ...]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else said


def _fields(message: str) -> set[tuple[str, str]]:
    fields = {(name, spec or "") for _, name, spec, _ in string.Formatter().parse(message) if name}
    return {(name, "" if name == "n" else spec) for name, spec in fields}


# --- nothing outside the catalogues


def _shown(tree: ast.AST) -> list[tuple[int, str]]:
    """The literals of a module that are given to no function of messages, with their lines."""
    docs = {
        id(node.body[0].value)
        for node in nodes(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    given = {
        id(argument)
        for node in nodes(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in KEYWORDS
        for argument in node.args
    }
    return [
        (node.lineno, node.value)
        for node in nodes(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docs | given
    ]


# Attributes that are read, and what stands between tags.
_READ = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)')
_WORDS = re.compile(r"[^\W\d_]{2,}")


def _read(html: str) -> list[str]:
    """What a reader sees or hears of a piece of HTML."""
    html = re.sub(r"<script>.*|window\.askdocPage.*", "", html)
    outside = re.sub(r"<[^<>]*>|<[^<>]*$|^[^<>]*>", "\n", html)
    return [text for text in [*_READ.findall(html), *outside.split("\n")] if _WORDS.search(text)]


def test_pages_have_no_text_of_their_own() -> None:
    own = [
        (path, line, text)
        for path, code in source().items()
        if path.parent == SRC / "chat"
        for line, literal in _shown(code)
        if "<" in literal
        for text in _read(literal)
        if text != "askdoc"
    ]
    assert own == []


@pytest.mark.parametrize("name", ["page.html", "login.html"])
def test_templates_have_no_text_of_their_own(name: str) -> None:
    template = (SRC / "chat/web" / name).read_text("utf-8")
    template = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|(?s:<script>.*</script>)", "", template)
    names = {"askdoc", "Markdown", "Word", "CSV", "Esc", "Shift", "Enter"}
    assert {text.strip() for text in _read(template)} - names == set()


@pytest.mark.parametrize(
    "path", sorted((SRC / "chat/web").glob("*.js")), ids=lambda path: path.name
)
def test_scripts_have_no_text_of_their_own(path: Path) -> None:
    """What a script puts into a text, a label or a notice is t(...), tn(...) or no literal."""
    code = re.sub(r"^\s*//.*$|\s//\s.*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
    code = re.sub(r'\bt\("(?:[^"\\]|\\.)+"|\btn\("(?:[^"\\]|\\.)+", "(?:[^"\\]|\\.)+"', "", code)
    for literal in re.findall(r'"([^"\n]*)"|`([^`]*)`', code):
        words = re.sub(r"\$\{[^}]*\}", "", "".join(literal))
        assert not re.search(r"[A-Z][a-z]+ [a-z]|[a-z]{2} [a-z]{2,} [a-z]{2}", words), words
    assert re.findall(r'(?:textContent|alt|title|placeholder) = ["`][A-Za-z]{2}', code) == []


def test_errors_have_no_text_of_their_own() -> None:
    """Errors that a reader sees; agents and programs are told theirs in English."""
    kinds = {name for name in vars(errors) if name[0].isupper()} | {"Refusal"}
    own = [
        (path, node.lineno, text)
        for path, code in source().items()
        if not path.is_relative_to(SRC / "agents") and path != SRC / "chat/endpoints.py"
        for node in nodes(code)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds
        for said in node.args[:1]
        if isinstance(said, ast.Constant | ast.JoinedStr | ast.BinOp)
        for _, text in _shown(said)
        if _WORDS.search(text)
    ]
    assert own == []


def test_commands_have_no_text_of_their_own() -> None:
    """No literal of several words but examples, which begin with blanks, and styles."""
    own = [
        (path, line, text)
        for path, code in source().items()
        if path.parent in (SRC / "cli", SRC / "export", SRC / "sheet") or path.stem == "reasons"
        for line, text in _shown(code)
        if re.search(r"[a-z]{2,} [a-z]{2,}", text)
        and not re.match(r"  \w|(?:bold|black on|underline) \w+$", text)
    ]
    assert own == []


# --- the reader's language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-CH", "de"),
        ("pt-BR,pt;q=0.9,fr;q=0.8,en;q=0.7", "fr"),
        ("en;q=0.5, es;q=0.6", "es"),
        ("de;q=0, fr;q=0.1", "fr"),
        ("tlh, *;q=0.5", "en"),
        (";;,=q,de;q=x", "en"),
    ],
)
def test_language_that_a_browser_accepts(header: str, language: str) -> None:
    assert accepted(header) == language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "pt_PT.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "fr_FR"}, "fr"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "pt:es:fr"}, "es"),
        ({"LANG": "C", "LANGUAGE": "es"}, "en"),
        ({"LANG": "es_ES@euro"}, "es"),
    ],
)
def test_language_of_a_terminal(environment: dict[str, str], language: str) -> None:
    assert of_environment(environment) == language


def test_language_belongs_to_a_block_and_a_thread() -> None:
    heard: list[str] = []
    with speaking("de"):
        assert tr("not said") == "nicht gesagt"
        thread = Thread(target=lambda: heard.append(spoken()))
        thread.start()
        thread.join()
        with speaking("fr"):
            assert trn("{n} page", "{n} pages", 0) == "0 page"  # none is not several in French
        assert spoken() == "de"
    assert heard == ["en"]
    assert tr("not said") == "not said"


def test_message_that_is_in_no_catalogue_is_shown_as_it_is() -> None:
    with speaking("es"):
        assert tr("Ana Prates {name}", name="mends") == "Ana Prates mends"
        assert tr("") == ""  # the header of a catalogue is no message


def test_names_are_listed_and_the_others_counted() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b, c"
    assert listed(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
    assert [joined(list(names)) for names in ("", "a", "ab", "abc")] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def run(*arguments: str, lang: str) -> CompletedProcess[str]:
    environment = {**os.environ, "LC_ALL": "", "LANG": lang}
    return subprocess.run(
        [sys.executable, "-m", "askdoc", *arguments],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )


@pytest.mark.slow
def test_commands_speak_the_language_of_the_terminal(tmp_path: Path) -> None:
    ferry = tmp_path / "ferry.txt"
    ferry.write_text("Ana Prates mended the ferry in Faro.", encoding="utf-8")
    said = run("ask", "Who mended the ferry in:drafts/", str(ferry), lang="de_DE.UTF-8").stdout
    assert "0 von 1 Dokument passt zu in:drafts/ (Dokumente: ferry.txt)." in said
    assert "Diese Antworten lassen die Filter außer Acht." in said
    assert "Zeichen 0–36" in said
    assert "Afficher les passages" in run("ask", "--help", lang="fr_FR.UTF-8").stdout
    failed = run("ask", "Who?", str(tmp_path / "none.txt"), lang="es_ES.UTF-8")
    assert failed.returncode == 2
    assert "no existe ese archivo o carpeta; compruebe cómo está escrito" in failed.stderr
    found = json.loads(run("ask", "Who mended it?", str(ferry), "--json", lang="de_DE").stdout)
    assert found["state"] in ("answered", "perhaps", "not")  # programs read the same in any


@pytest.mark.slow
def test_reader_in_its_own_process_speaks_the_same_language(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    with speaking("fr"), pytest.raises(LoadError, match="il est endommagé ou tronqué"):
        load(broken)
    with pytest.raises(LoadError, match="it is damaged or cut off"):
        load(broken)


# --- the page


def english(page: Page) -> list[str]:
    """What the page says in English though there is a German message for it."""
    known = {
        form: text
        for message in messages("de")
        for form, text in zip(_forms(message.id), _forms(message.string), strict=True)
    }
    seen = page.evaluate(
        """() => {
            const said = [];
            const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                if (!node.parentElement.closest("script, style, .passage, #article, .chips"))
                    said.push(node.data.trim());
            }
            for (const name of ["aria-label", "title", "placeholder", "alt"])
                for (const one of document.querySelectorAll(`[${name}]`))
                    said.push(one.getAttribute(name).trim());
            return said;
        }"""
    )
    return sorted({text for text in seen if known.get(text, text) != text})


@pytest.mark.slow
def test_page_speaks_the_language_of_its_browser(url: str, browser: Browser) -> None:
    with visiting(browser, locale="de-AT") as page:
        page.goto(url)
        page.locator("#article").wait_for(state="attached")
        assert page.locator("html").get_attribute("lang") == "de"
        assert page.get_by_placeholder("fragen …").is_visible()
        assert english(page) == []
        ask(page, "What did Kerry say about Assad?")
        answered(page, 1)
        assert page.get_by_role("button", name="Anheften").first.is_visible()
        assert page.locator(".passage").first.get_attribute("lang") == "en"
        assert english(page) == []
        ask(page, "Who mined the zircon of Vandelay?")
        answered(page, 2)
        page.click("#open-sources")
        bring(page, ("broken.pdf", b"%PDF-1.7 nothing"), ("empty.txt", b""))
        page.get_by_text("sie ist beschädigt oder abgeschnitten").first.wait_for()
        page.get_by_text("enthält keinen Text").first.wait_for()
        assert english(page) == []


@pytest.mark.slow
def test_two_visitors_each_get_messages_in_their_language(url: str) -> None:
    said = {}
    for language in "fr", "es", "en":
        response = httpx.post(
            f"{url}askdoc/call", json={"visit": "x"}, headers={"Accept-Language": language}
        )
        said[language] = response.json()["error"]
    assert said == {
        "fr": "Cette page n'est plus à jour ; rechargez-la.",
        "es": "Esta página está anticuada; recárguela.",
        "en": "This page is out of date; reload it.",
    }
