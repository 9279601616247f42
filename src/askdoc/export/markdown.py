"""Answers as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askdoc import show
from askdoc.export.taken import Taken


def markdown(several: Sequence[Taken]) -> str:
    """Questions as headings, passages quoted, their places."""
    lines = []
    for taken in several:
        lines.append(f"## {plain(taken.reply.question)}\n")
        lines += [f"*{plain(line)}*\n" for line in taken.said.splitlines()]
        strong = "**" if taken.may else ""  # only what may answer stands out
        for answer, link in taken.linked:
            stars = {"": "", "sentence": strong, "also": strong[:1]}
            parts = [(stars[mark], plain(text)) for text, mark in show.parts(answer)]
            quoted = "".join(f"{star}{text}{star}" for star, text in parts).replace("\n", "\n> ")
            lines.append(f"> {quoted}\n")
            opened = f" · [open](<{link}>)" if link else ""
            lines.append(f"{plain(taken.about(answer))}{opened}\n")
    return "\n".join(lines)


def plain(text: str) -> str:
    """Text that Markdown shows as it is: what it might take for a mark gets a backslash."""
    text = re.sub(r"\r\n?", "\n", text)
    text = re.sub(r"([\\`*_\[\]<>|~&])", r"\\\1", text)
    # at the start of a line more are marks: headings, lists, rules, numbers
    return re.sub(r"(?m)^(\s*)([#+=-]|\d+(?=[.)]\s))", _escaped_start, text)


def _escaped_start(match: re.Match[str]) -> str:
    space, mark = match.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"
