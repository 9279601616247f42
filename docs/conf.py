"""How Sphinx builds docs/: `make docs`, into build/docs/."""

from __future__ import annotations

import re
from typing import Any

import askdoc

project = "askdoc"
author = "the askdoc contributors"
version = release = askdoc.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns: list[str] = []
html_theme = "alabaster"
html_show_copyright = False
html_theme_options = {
    "description": "Ask an article; read the passage that answers",
    "page_width": "1100px",
}
html_sidebars = {"**": ["about.html", "navigation.html", "searchbox.html"]}

myst_heading_anchors = 3
suppress_warnings = ["config.cache"]
default_role = "code"  # in docstrings `x` is code
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True

_TERM = re.compile(r"(?P<names>\w+(?:, \w+)*): (?P<text>.+)")


def terms(*event: Any) -> None:
    """Docstrings describe a parameter or field in lines of the form `name: text`, several to a
    paragraph. Make each of them an item of a list."""
    lines: list[str] = event[-1]
    found: list[str] = []
    inside = False
    for line in lines:
        if match := _TERM.fullmatch(line):
            found += [] if inside else [""]
            found.append(f"- **{match['names']}**: {match['text']}")
            inside = True
        elif inside and line.strip():
            if line.startswith(("Raises ", "Without ", "Unchanged ")):
                found += ["", line]
                inside = False
            else:
                found.append(f"  {line.strip()}")
        else:
            inside = False
            found.append(line)
    lines[:] = found


def outside(*event: Any) -> None:
    """Markdown files beside docs/ are no pages here: link to a copy of the file."""
    source: list[str] = event[-1]
    source[0] = re.sub(r"\]\((\.\./[^)#]+\.md)\)", r"](path:\1)", source[0])


def setup(app: Any) -> None:
    app.connect("source-read", outside)
    app.connect("autodoc-process-docstring", terms)
