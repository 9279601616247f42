"""What Typer says of its own accord: in one line, and in the reader's language."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from commands import run
from typer.exceptions import TyperException

from askdoc.cli.common import app
from askdoc.cli.usage import FRAME, misuse
from askdoc.messages import speaking

# What Typer prints where `misuse` does instead, or where Rich is not installed.
NEVER_SHOWN = {
    "Aborted!",
    "Aborted.",
    "Error",
    "Missing command.",
    "No such command {name!r}.",
    "Try [blue]'{command_path} {help_option}'[/] for help.",
    "default: {default}",
    "env var: {var}",
    "required",
}


def misused(*arguments: str) -> str:
    with pytest.raises(TyperException) as caught:
        app(list(arguments), standalone_mode=False, prog_name="askdoc")
    return misuse(caught.value)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", "Who?", "--modle", "x"], "--modle: no such option (similar: --model)"),
        (["ask", "Who?", "--zzz"], "--zzz: no such option"),
        (["ask", "Who?", "--after"], "--after: its value is missing"),
        (["ask", "Who?", "--json=1"], "--json: takes no value"),
        (["ask", "Who?", "--top-k", "two"], "--top-k: must be a whole number"),
        (["evaluate"], "GOLDEN: missing"),
        (["index"], "PATH: missing"),
        (["copy", "--from", "x", "--to", "y", "a", "b"], "a b: too many arguments"),
    ],
)
def test_misuse_is_one_line(arguments: list[str], said: str) -> None:
    assert misused(*arguments) == f"{said}; see: askdoc {arguments[0]} --help"


def test_choices_are_named() -> None:
    said = misused("ask", "Who?", "--format", "xml")
    assert said.startswith("--format: must be one of text, json, jsonl, csv, ")


@pytest.mark.parametrize(
    ("given", "similar"),
    [("asc", " (similar: ask)"), ("Who paid?", " (similar: ask)"), ("zzz", "")],
)
def test_command_that_is_none(given: str, similar: str) -> None:
    assert misused(given) == f"{given}: no such command{similar}; see: askdoc --help"


def test_misuse_is_explained_in_the_readers_language() -> None:
    with speaking("de"):
        said = misused("ask", "Who?", "--top-k", "two")
    assert said == "--top-k: muss eine ganze Zahl sein; siehe: askdoc ask --help"


@pytest.mark.slow
def test_command_says_what_is_wrong_and_exits_with_2() -> None:
    done = run("ask", "Who?", "--after", LC_ALL="fr_FR.UTF-8")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr == "askdoc: --after : valeur manquante ; voir : python -m askdoc ask --help\n"
    )


@pytest.mark.slow
def test_nothing_given_prints_the_help() -> None:
    done = run()
    assert (done.returncode, done.stderr) == (2, "")
    assert "Usage: python -m askdoc" in done.stdout


@pytest.mark.slow
def test_crash_prints_a_traceback() -> None:
    """Whatever was printed before: `--help` imports no tracebacks of rich."""
    code = """
import sys
from askdoc.cli import main
from askdoc.cli.common import app
@app.command()
def crash() -> None:
    app(["--help"], standalone_mode=False)
    import rich.markdown
    assert rich.markdown.Markdown
    raise ZeroDivisionError("by a bug")
sys.argv = ["askdoc", "crash"]
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 1
    assert "Usage: " in done.stdout
    assert done.stderr.startswith("Traceback (most recent call last):\n")
    assert done.stderr.endswith("\nZeroDivisionError: by a bug\n")


@pytest.mark.slow
def test_help_is_in_one_language() -> None:
    said = run("ask", "--help", LC_ALL="es_ES.UTF-8").stdout
    for own in "Uso: ", "Argumentos", "Opciones", "[por defecto: 3]", "Mostrar esta ayuda":
        assert own in said
    for english in "Usage", "Options", "default", "Show", "<bool>", "<str>":
        assert english not in said


def test_every_text_of_the_frame_is_known() -> None:
    """A newer Typer that says more fails here."""
    found = set()
    for name in "rich_utils.py", "core.py":
        tree = ast.parse((Path(typer.__file__).parent / name).read_text())
        found |= {
            node.args[0].value
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "_"
            and isinstance(node.args[0], ast.Constant)
        }
    assert found - NEVER_SHOWN == set(FRAME)
