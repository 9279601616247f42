"""The pages of docs/ are complete, and build without a warning."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import typer
from conftest import ROOT

import askdoc
from askdoc.cli import app
from askdoc.load.readers import READERS

DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def module(path: Path) -> ModuleType:
    """A script that stands in no package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def sections(text: str) -> dict[str, str]:
    """heading of the second level -> what is below it"""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.slow
def test_the_pages_build_and_no_link_is_broken(tmp_path: Path) -> None:
    """Sphinx reports links to pages, headings and files that are not there; -W fails then."""
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-q"]
    done = subprocess.run(
        [*command, "-d", str(tmp_path / "cache"), str(DOCS), str(tmp_path / "html")],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, "")
    built = (tmp_path / "html" / "python.html").read_text("utf-8")
    assert "or the replies to them" in built  # from the docstring of Library.ask
    assert "<strong>top_k</strong>" in built  # its parameters are a list


def test_the_page_of_the_python_api_has_every_public_name() -> None:
    documented = re.findall(r"^\.\. auto\w+:: askdoc\.(\w+)$", page("python.md"), re.MULTILINE)
    assert sorted(documented) == sorted(askdoc.__all__)


def test_the_page_of_the_command_line_has_every_command_and_option() -> None:
    described = sections(page("cli.md"))
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert {f"askdoc {name}" for name in commands} == set(described)
    for name, command in commands.items():
        text = described[f"askdoc {name}"]
        options = {o for p in command.params for o in p.opts if o.startswith("--")} - {"--help"}
        missing = {option for option in options if not re.search(rf"{option}(?![\w-])", text)}
        assert (name, missing) == (name, set())


def test_the_pages_name_no_option_that_is_not_there() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    for path in (ROOT / "README.md", *DOCS.glob("*.md")):
        text = path.read_text("utf-8")
        for name, rest in re.findall(r"askdoc (\w+)([^`\n|]*)", text):
            if name in commands:
                options = {o for p in commands[name].params for o in p.opts}
                used = set(re.findall(r"(?<!\S)--[a-z][\w-]*", rest.split(" # ")[0]))
                assert (path.name, name, used - options) == (path.name, name, set())


def test_the_page_of_formats_has_every_ending() -> None:
    assert set(re.findall(r"`(\.\w+)`", page("formats.md"))) == set(READERS)


def test_the_picture_of_the_pipeline_is_what_its_script_draws() -> None:
    assert module(DOCS / "pipeline.py").draw() == (DOCS / "pipeline.svg").read_text("utf-8")


def test_docstrings_become_lists_of_parameters() -> None:
    lines = ["Ask.", "", "top_k: how many", "at most", "start, end: places", "Raises `X`.", "", "z"]
    module(DOCS / "conf.py").terms(None, lines)
    assert lines == [
        "Ask.",
        "",
        "",
        "- **top_k**: how many",
        "  at most",
        "- **start, end**: places",
        "",
        "Raises `X`.",
        "",
        "z",
    ]


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 250
