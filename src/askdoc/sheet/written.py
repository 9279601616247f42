"""Format a sheet as Markdown, CSV or JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from askdoc import export, show
from askdoc.export.markdown import plain
from askdoc.messages import tr
from askdoc.sheet.cells import NOT_SAID, Cell, Sheet

# Further columns of each question in CSV; the first column is named after the question.
_BESIDE = "state", "place", "confidence"


def as_markdown(sheet: Sheet) -> str:
    """A table with one row per document; each cell has the sentence, its place and confidence."""
    head = [tr("document"), *map(_in_cell, sheet.questions)]
    lines = [head, ["---"] * len(head)]
    for document, cells in sheet.rows:
        lines.append([_in_cell(document.name), *(_in_cell(_whole(cell)) for cell in cells)])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def as_csv(sheet: Sheet) -> str:
    """One row per document; for each question the sentence, state, place and confidence."""
    head = ["document", "title"]
    for question in sheet.questions:
        head += [question, *(f"{question} ({one})" for one in _BESIDE)]
    rows: list[list[object]] = [[*head]]
    for document, cells in sheet.rows:
        found = [value for cell in cells for value in _columns(cell)]
        rows.append([document.name, document.title, *found])
    return export.as_csv(rows)


def as_json(sheet: Sheet) -> str:
    """One JSON object: the questions, and a row of cells per document."""
    rows = [
        {
            "document": {"name": one.name, "title": one.title, "sha256": one.sha256},
            "cells": [asdict(cell) for cell in cells],
        }
        for one, cells in sheet.rows
    ]
    return json.dumps({"questions": sheet.questions, "rows": rows}, ensure_ascii=False)


def _columns(cell: Cell) -> tuple[str, ...]:
    return _said(cell), cell.state, _place(cell), _sure(cell)


def _said(cell: Cell) -> str:
    return tr(NOT_SAID) if cell.sentence is None else " ".join(cell.sentence.split())


def _place(cell: Cell) -> str:
    """ "page 3, characters 10–20"; "" if not answered."""
    if cell.start is None:
        return ""
    characters = tr("characters {start}–{end}", start=cell.start, end=cell.end)
    return ", ".join(filter(None, (cell.page, characters)))


def _sure(cell: Cell) -> str:
    return "" if cell.start is None else f"{cell.confidence:.2f}"


def _whole(cell: Cell) -> str:
    if cell.start is None:
        return _said(cell)
    speaker = f"{cell.speaker}: " if cell.speaker else ""
    likely = f"{show.in_words(cell.confidence)} {_sure(cell)}"
    return f"{speaker}{_said(cell)} ({_place(cell)}; {likely})"


def _in_cell(text: str) -> str:
    return plain(" ".join(text.split()))
