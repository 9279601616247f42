"""Tools for agents: what they give, how much at most, and how clients are told of them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from conftest import document, fake_library

import askdoc
from askdoc.agents import clients
from askdoc.agents.checks import MAX_DRAFT_CHARS, check
from askdoc.agents.tool import MAX_CHARS
from askdoc.agents.tools import MAX_TEXT, TOOLS, documents, fetch, search
from askdoc.errors import ConfigError

STARTED = ["/venv/bin/python", "-m", "askdoc", "mcp", "/papers"]
WINDOWS = {"APPDATA": r"C:\Users\Ana\AppData\Roaming", "USERPROFILE": r"C:\Users\Ana"}


def test_signatures_stay() -> None:
    """Agents are written for them: a change here is a change for all of them."""
    shape = {
        tool.name: (
            {name: kind["type"] for name, kind in tool.parameters["properties"].items()},
            tool.parameters["required"],
            tool.result["required"],
        )
        for tool in TOOLS
    }
    optional_number, optional_list = ["integer", "null"], ["array", "null"]
    assert shape == {
        "search": (
            {
                "question": "string",
                "top_k": "integer",
                "documents": optional_list,
                "history": "array",
            },
            ["question"],
            ["question", "searched", "state", "reason", "answers"],
        ),
        "fetch": (
            {
                "document": "string",
                "start": "integer",
                "before": "integer",
                "after": optional_number,
            },
            ["document"],
            ["document", "start", "end", "text", "next_start"],
        ),
        "documents": (
            {"start": "integer"},
            [],
            ["documents", "total", "next_start"],
        ),
        "check": (
            {"text": "string", "documents": optional_list},
            ["text"],
            ["quotations", "exact", "total", "next_start"],
        ),
    }


def test_search_gives_the_json_of_everywhere() -> None:
    library = fake_library("Kerry spoke of Assad in London.", "The cat saw a dog.")
    found = search(library, "Who saw a dog?", 1, documents=["2.txt"], history=[])
    reply = library.ask("Who saw a dog?", 1, documents=["2.txt"])
    assert found == json.loads(askdoc.show.as_json(reply))


def test_long_reply_says_how_to_get_the_rest() -> None:
    library = fake_library(*(f"The cat {i} saw a dog. {'It ran. ' * 40}" for i in range(60)))
    found = search(library, "Who saw a dog?", 60)
    assert len(json.dumps(found, ensure_ascii=False)) < MAX_CHARS * 1.1
    assert found["left_off"] == len(library.ask("Who saw a dog?", 60)) - len(found["answers"]) > 0
    assert found["hint"]
    with pytest.raises(askdoc.QuestionError, match="at most 100 passages"):
        search(library, "Who?", 101)


@pytest.mark.slow
def test_fetch_continues_to_the_end() -> None:
    text = "".join(f"Line {i} of a long text.\n" for i in range(3_000))
    library = fake_library(text)
    parts, start = [], 0
    while start is not None:
        part = fetch(library, "1.txt", start)
        assert len(part["text"]) <= MAX_TEXT
        parts.append(part["text"])
        start = part["next_start"]
    assert "".join(parts) == text


@pytest.mark.parametrize(
    ("start", "before", "after", "said"),
    [
        (4, 0, 3, "cat"),
        (4, 4, 3, "The cat"),
        (4, 100, 3, "The cat"),
        (17, 3, 9, "e dog."),
        (20, 0, 1, ""),
    ],
)
def test_fetch_around_a_place(start: int, before: int, after: int, said: str) -> None:
    found = fetch(fake_library("The cat saw the dog."), "1.txt", start, before, after)
    assert found["text"] == said
    assert found["end"] - found["start"] == len(said)


def test_fetch_of_what_is_not_there() -> None:
    library = fake_library("The cat.")
    with pytest.raises(askdoc.DocumentError, match="no document 'x'"):
        fetch(library, "x")
    with pytest.raises(askdoc.DocumentError, match="has 8 characters; start at 0 to 8"):
        fetch(library, "1.txt", 9)


def test_documents_come_in_parts() -> None:
    library = askdoc.Library((), fake_library("x").embedder)
    library.add([document(f"Cat {i}.", f"{i:04}{'x' * 150}.txt") for i in range(200)])
    names, start = [], 0
    while start is not None:
        part = documents(library, start)
        assert len(json.dumps(part)) < MAX_CHARS * 1.1
        assert part["total"]["documents"] == 200
        names += [one["name"] for one in part["documents"]]
        start = part["next_start"]
    assert names == [one.name for one in library.documents]


# --- check

SAID = "“The old bridge will be closed for two months,” said Ana Silva."


def test_check_reports_what_is_changed_and_where() -> None:
    library = fake_library(SAID, "Nothing of it.")
    draft = "“The old bridge will be closed for two months”, “the bridge will be closed for good”"
    found = check(library, draft)
    assert (found["exact"], found["total"]) == (1, 2)
    exact, other = found["quotations"]
    assert exact["source"]["name"] == "1.txt"
    assert SAID[exact["source"]["start"] : exact["source"]["end"]].startswith("The old bridge")
    assert other["verdict"] in ("changed", "not found")
    assert check(library, draft, ["2.txt"])["exact"] == 0
    json.dumps(found)


def test_check_of_a_text_without_quotations() -> None:
    assert check(fake_library(SAID), "I find nobody who is quoted.") == {
        "quotations": [],
        "exact": 0,
        "total": 0,
        "next_start": None,
    }


def test_long_check_continues_at_the_offset_it_returns() -> None:
    quoted = [f"“Boat {i} left the harbour before dawn on that day” " for i in range(200)]
    library = fake_library(f"The log. {''.join(quoted)}")
    text, exact, parts = "".join(quoted), 0, 0
    while True:
        found = check(library, text)
        assert len(json.dumps(found, ensure_ascii=False)) < MAX_CHARS * 1.1
        exact += sum(one["verdict"] == "exact" for one in found["quotations"])
        parts += 1
        if found["next_start"] is None:
            break
        text = text[found["next_start"] :]
    assert exact == 200
    assert parts > 1


def test_check_refuses_what_it_cannot_do() -> None:
    library = fake_library(SAID)
    with pytest.raises(askdoc.QuestionError, match="at most"):
        check(library, "a" * (MAX_DRAFT_CHARS + 1))
    with pytest.raises(askdoc.DocumentError, match="no document"):
        check(library, SAID, ["x"])


# --- clients


@pytest.mark.parametrize(
    ("client", "env", "platform", "file"),
    [
        (
            "claude-desktop",
            {"HOME": "/home/ana"},
            "linux",
            "/home/ana/.config/Claude/claude_desktop_config.json",
        ),
        (
            "claude-desktop",
            {"HOME": "/Users/ana"},
            "darwin",
            "/Users/ana/Library/Application Support/Claude/claude_desktop_config.json",
        ),
        (
            "claude-desktop",
            WINDOWS,
            "win32",
            rf"{WINDOWS['APPDATA']}/Claude/claude_desktop_config.json",
        ),
        ("claude-code", {}, "linux", ".mcp.json"),
        ("cursor", {"HOME": "/home/ana"}, "linux", "/home/ana/.cursor/mcp.json"),
        ("vscode", {}, "linux", ".vscode/mcp.json"),
        ("codex", {"HOME": "/home/ana"}, "linux", "/home/ana/.codex/config.toml"),
        ("codex", {"CODEX_HOME": "/c"}, "linux", "/c/config.toml"),
    ],
)
def test_file_of_each_client(client: str, env: dict[str, str], platform: str, file: str) -> None:
    assert clients.CLIENTS[client].file(env, platform).as_posix() == file


def config(folder: Path, client: str, before: str | None) -> clients.Change:
    env = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "CODEX_HOME": str(folder)}
    if before is not None:
        file = clients.CLIENTS[client].file(env, "linux")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(before, "utf-8")
    return clients.change(client, "askdoc", STARTED, env, "linux")


ENTRY = {"command": STARTED[0], "args": STARTED[1:]}


@pytest.mark.parametrize("before", [None, "", "{}", '{"mcpServers": {}}'])
def test_new_entry(tmp_path: Path, before: str | None) -> None:
    change = config(tmp_path, "cursor", before)
    assert "+" in change.diff()
    assert change.file.exists() == (before is not None), "nothing is written yet"
    change.write()
    assert json.loads(change.file.read_text()) == {"mcpServers": {"askdoc": ENTRY}}
    again = clients.change("cursor", "askdoc", STARTED, {"HOME": str(tmp_path)}, "linux")
    assert again.diff() == ""


def test_json_keeps_what_is_there(tmp_path: Path) -> None:
    there = {
        "theme": "düster",
        "mcpServers": {
            "other": {"command": "x", "args": ["y"]},
            "askdoc": {"command": "old", "args": [], "env": {"A": "1"}},
        },
        "last": [1, 2],
    }
    before = json.dumps(there, indent=4, ensure_ascii=False) + "\n"
    change = config(tmp_path, "claude-desktop", before)
    change.write()
    after = change.file.read_text("utf-8")
    there["mcpServers"]["askdoc"] |= ENTRY  # type: ignore[index,operator]
    assert json.loads(after) == there
    assert '    "theme": "düster"' in after
    assert [*json.loads(after)] == [*there]


@pytest.mark.parametrize(
    "before",
    [
        'model = "x"\n',
        '# mine\n[mcp_servers.other]\ncommand = "a" # b\n',
        '[mcp_servers.askdoc]\ncommand = "old"\nargs = []\nenv = {A = "1"}\n\n[z]\nk = 1\n',
        '[mcp_servers.askdoc]\ncommand = "old"\n',
        '[mcp_servers.askdoc]\ncommand = "old"\n[mcp_servers.askdoc.env]\nA = "1"\n',
    ],
)
def test_toml_keeps_what_is_there(tmp_path: Path, before: str) -> None:
    change = config(tmp_path, "codex", before)
    change.write()
    content: dict[str, Any] = tomllib.loads(before)
    servers = content.setdefault("mcp_servers", {})
    servers["askdoc"] = {**servers.get("askdoc", {}), **ENTRY}
    assert tomllib.loads(change.file.read_text()) == content
    unchanged = [line for line in before.splitlines() if "old" not in line and "args" not in line]
    assert set(unchanged) <= set(change.after.splitlines())


@pytest.mark.parametrize(
    ("client", "before", "shown"),
    [
        ("cursor", '{"mcpServers": {} /* mine */}', '{"mcpServers": {"askdoc": {"command":'),
        ("cursor", "[]", "add by hand"),
        ("cursor", '{"mcpServers": 3}', "add by hand"),
        ("cursor", "[" * 100_000, "add by hand"),
        ("codex", "a = ", 'mcp_servers.askdoc = { command = "/venv/bin/python"'),
        ("codex", 'mcp_servers = {askdoc = {command = "x"}}\n', "add by hand"),
    ],
)
def test_what_cannot_be_changed_safely_is_left(
    tmp_path: Path, client: str, before: str, shown: str
) -> None:
    with pytest.raises(ConfigError) as error:
        config(tmp_path, client, before)
    assert shown in str(error.value)
    assert "\n" not in str(error.value)


def test_change_of_a_file_that_has_changed_meanwhile(tmp_path: Path) -> None:
    change = config(tmp_path, "cursor", "{}")
    change.file.write_text('{"a": 1}')
    with pytest.raises(ConfigError, match="changed in the meantime"):
        change.write()
    assert change.file.read_text() == '{"a": 1}'


def test_link_and_rights_stay(tmp_path: Path) -> None:
    change = config(tmp_path, "codex", 'a = "b"\n')
    real = tmp_path / "real.toml"
    change.file.rename(real)
    real.chmod(0o600)
    change.file.symlink_to(real)
    change.write()
    assert change.file.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    assert "askdoc" in real.read_text()
    assert {path.name for path in tmp_path.iterdir()} == {"config.toml", "real.toml"}


def test_unknown_client_and_name() -> None:
    with pytest.raises(ConfigError, match="unknown client 'emacs'; choose one of claude-desktop, "):
        clients.change("emacs", "askdoc", STARTED)
    with pytest.raises(ConfigError, match="not a valid server name"):
        clients.change("cursor", "a b", STARTED)
