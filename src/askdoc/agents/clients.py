"""Configure MCP clients to start `askdoc mcp`: an entry in the configuration file of each."""

from __future__ import annotations

import difflib
import json
import os
import re
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from askdoc.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Client:
    """A client: its configuration file, and the key of its servers in that file."""

    file: Callable[[Mapping[str, str], str], Path]
    servers: str = "mcpServers"


def _claude_desktop(env: Mapping[str, str], platform: str) -> Path:
    home = _home(env)
    if platform == "win32":
        folder = Path(env.get("APPDATA") or home / "AppData" / "Roaming")
    elif platform == "darwin":
        folder = home / "Library" / "Application Support"
    else:
        folder = Path(env.get("XDG_CONFIG_HOME") or home / ".config")
    return folder / "Claude" / "claude_desktop_config.json"


def _home(env: Mapping[str, str]) -> Path:
    return Path(env.get("HOME") or env.get("USERPROFILE") or Path.home())


# For claude-code and vscode: the files of the project in the current folder, which may be shared.
CLIENTS = {
    "claude-desktop": Client(_claude_desktop),
    "claude-code": Client(lambda _env, _platform: Path(".mcp.json")),
    "cursor": Client(lambda env, _platform: _home(env) / ".cursor" / "mcp.json"),
    "vscode": Client(lambda _env, _platform: Path(".vscode", "mcp.json"), "servers"),
    "codex": Client(
        lambda env, _platform: Path(env.get("CODEX_HOME") or _home(env) / ".codex") / "config.toml",
        "mcp_servers",
    ),
}


@dataclass(frozen=True, slots=True)
class Change:
    """The change of a configuration file. Nothing is written before `write`."""

    file: Path
    before: str
    after: str

    def diff(self) -> str:
        """The change, as a unified diff; "" if there is none."""
        before, after = (text.splitlines(keepends=True) for text in (self.before, self.after))
        found = difflib.unified_diff(before, after, str(self.file), str(self.file))
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in found)

    def write(self) -> None:
        """Replace the file atomically.

        Raises `ConfigError` if it cannot be written or has changed since it was read.
        """
        file = self.file.resolve()  # keeps a symbolic link
        if _read(file) != self.before:
            raise ConfigError(f"{file}: the file changed in the meantime; run the command again")
        made = file.with_name(f"{file.name}.askdoc-{os.getpid()}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            made.write_text(self.after, encoding="utf-8", newline="")
            if file.exists():
                made.chmod(file.stat().st_mode)
            made.replace(file)
        except OSError as error:
            made.unlink(missing_ok=True)
            why = (error.strerror or type(error).__name__).lower()
            raise ConfigError(f"{file}: cannot be written ({why}); check its permissions") from None


def command(arguments: Sequence[str]) -> list[str]:
    """The command that starts `askdoc mcp` from any folder, without PATH."""
    return [sys.executable, "-m", "askdoc", "mcp", *arguments]


def change(
    client: str,
    name: str,
    started: Sequence[str],
    env: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
) -> Change:
    """The change that makes a client start the server `name` with a command.

    The rest of the file stays as it is. Raises `ConfigError` if the client is unknown or its file
    cannot be changed safely.
    """
    if client not in CLIENTS:
        raise ConfigError(f"unknown client {client!r}; choose one of {', '.join(CLIENTS)}")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        raise ConfigError(f"{name!r} is not a valid server name; use letters, digits, - and _")
    known = CLIENTS[client]
    file = known.file(env, platform)
    before = _read(file)
    entry: dict[str, Any] = {"command": started[0], "args": list(started[1:])}
    if client == "vscode":
        entry = {"type": "stdio", **entry}
    toml = file.suffix == ".toml"
    try:
        with_entry = _with_toml if toml else _with_json
        return Change(file, before, with_entry(before, known.servers, name, entry))
    except (ValueError, RecursionError):
        if toml:
            values = ", ".join(f"{key} = {json.dumps(value)}" for key, value in entry.items())
            shown = f"{known.servers}.{name} = {{ {values} }}"
        else:
            shown = json.dumps({known.servers: {name: entry}})
        kind = "TOML" if toml else "JSON"
        raise ConfigError(
            f"{file}: this {kind} cannot be changed safely; add by hand: {shown}"
        ) from None


def _read(file: Path) -> str:
    """The text of the file, "" if it does not exist."""
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read ({error}); check the file") from None


def _with_json(before: str, servers: str, name: str, entry: dict[str, Any]) -> str:
    """The text with the entry added. Raises ValueError if it is not plain JSON."""
    mark = "\ufeff" if before.startswith("\ufeff") else ""
    content = json.loads(before.removeprefix(mark)) if before.strip(" \r\n\t\ufeff") else {}
    if not isinstance(content, dict) or not isinstance(content.get(servers, {}), dict):
        raise ValueError
    there = content.setdefault(servers, {})
    known = there.get(name, {})
    if known == (entry := {**known, **entry}):
        return before
    there[name] = entry
    indent = re.search(r"^[ \t]+(?=\")", before, re.MULTILINE)
    made = json.dumps(content, indent=indent[0] if indent else 2, ensure_ascii=False) + "\n"
    return mark + (made.replace("\n", "\r\n") if "\r\n" in before else made)


def _with_toml(before: str, servers: str, name: str, entry: dict[str, Any]) -> str:
    """The same for TOML; all other lines stay as they are.

    Raises ValueError if the file is not TOML, or has this entry in another notation.
    """
    content = tomllib.loads(before)
    there = content.setdefault(servers, {})
    known = there.get(name)
    if known == (merged := {**(known or {}), **entry}):
        return before
    there[name] = merged
    # subtle: a JSON string in ASCII is also a TOML string
    values = "".join(f"{key} = {json.dumps(value)}\n" for key, value in entry.items())
    table = f"[{servers}.{name}]\n{values}"
    if known is None:
        after = f"{before.rstrip()}\n\n{table}" if before.strip() else table
    else:
        keys = "|".join(entry)
        own = rf"^\[{servers}\.{name}\][^\n]*\n(?:(?:{keys})[ \t]*=[^\n]*(?:\n|\Z))*"
        after = re.sub(own, lambda _: table, before, count=1, flags=re.MULTILINE)
    if tomllib.loads(after) != content:
        raise ValueError
    return after
