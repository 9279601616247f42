"""Export answers as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askdoc import show
from askdoc.export.exported import ExportedReply


def markdown(several: Sequence[ExportedReply]) -> str:
    """Questions as headings, passages as block quotes, and their places."""
    lines = []
    for exported in several:
        lines.append(f"## {plain(exported.reply.question)}\n")
        lines += [f"*{plain(line)}*\n" for line in exported.said.splitlines()]
        strong = "**" if exported.may else ""  # only likely answers are in bold
        for answer, link in exported.linked:
            stars = {"": "", "sentence": strong, "also": strong[:1]}
            parts = [(stars[mark], plain(text)) for text, mark in show.parts(answer)]
            quoted = "".join(f"{star}{text}{star}" for star, text in parts).replace("\n", "\n> ")
            lines.append(f"> {quoted}\n")
            opened = f" · [open](<{link}>)" if link else ""
            lines.append(f"{plain(exported.about(answer))}{opened}\n")
    return "\n".join(lines)


def plain(text: str) -> str:
    """Escape a text so that Markdown shows it as it is."""
    text = re.sub(r"\r\n?", "\n", text)
    text = re.sub(r"([\\`*_\[\]<>|~&])", r"\\\1", text)
    # at the start of a line, these mark headings, lists and rules
    return re.sub(r"(?m)^(\s*)([#+=-]|\d+(?=[.)]\s))", _escaped_start, text)


def _escaped_start(match: re.Match[str]) -> str:
    space, mark = match.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"
