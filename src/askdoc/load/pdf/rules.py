"""The tables of a page whose cells are ruled: where their columns and rows are."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

# A page of a spreadsheet has some hundred; a map or a chart has many more.
_DRAWN = 3000
_RULES = 300
# In points: rules are drawn as thin boxes, in parts, and a little too short.
_THIN = 1.5
_SHORT = 4.0
_TOUCH = 3.0
# As a share of the table: a rule that is shorter divides a cell of a form.
_REACH = 0.5


@dataclass(frozen=True, slots=True)
class Rule:
    """at: its height if it goes across, else how far to the right it is; from `start` to `end`"""

    at: float
    start: float
    end: float

    def meets(self, other: Rule) -> bool:
        """Whether one that goes down the page touches one that goes across."""
        return (
            self.start - _TOUCH <= other.at <= self.end + _TOUCH
            and other.start - _TOUCH <= self.at <= other.end + _TOUCH
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table. down: its rules from left to right; across: the heights of those that divide
    its rows, from top to bottom"""

    down: tuple[Rule, ...]
    across: tuple[float, ...]

    @property
    def edges(self) -> list[float]:
        """Where its columns start and end, from left to right."""
        return sorted({rule.at for rule in self.down})

    def row(self, height: float) -> int | None:
        """The number of the row at some height; None if it is outside."""
        return _inside(height, self.across)

    def column(self, place: float, height: float) -> int | None:
        """The number of the column, at some height; that of the first of those that a cell goes
        over. None if it is outside."""
        edges = self.edges
        found = _inside(-place, [-edge for edge in edges])
        while found and not any(
            rule.at == edges[found] and rule.start - _TOUCH < height < rule.end + _TOUCH
            for rule in self.down
        ):
            found -= 1
        return found


def grids(pdf: pypdfium2.PdfDocument, number: int) -> list[Grid]:
    """The ruled tables of a page that is not turned."""
    try:
        page = pdf[number]
    except pypdfium2.PdfiumError:
        return []
    down, across = _merged([*_lines(page)])
    page.close()
    if len(down) + len(across) > _RULES:
        return []
    found = [_grid(*part) for part in _parts(down, across)]
    return [grid for grid in found if grid]


def _inside(place: float, edges: Sequence[float]) -> int | None:
    """Between which edges, falling, a place is."""
    return next((i for i, (one, other) in enumerate(pairwise(edges)) if one > place >= other), None)


def _lines(page: pypdfium2.PdfPage) -> Iterator[tuple[bool, Rule]]:
    """(whether it goes down the page, the line) of each that is drawn along an edge of the page."""
    matrix = raw.FS_MATRIX()
    x, y = ctypes.c_float(), ctypes.c_float()
    left = _DRAWN
    for i in range(raw.FPDFPage_CountObjects(page)):
        path = raw.FPDFPage_GetObject(page, i)
        if raw.FPDFPageObj_GetType(path) != raw.FPDF_PAGEOBJ_PATH:
            continue
        count = raw.FPDFPath_CountSegments(path)
        left -= count
        if left < 0:
            return
        raw.FPDFPageObj_GetMatrix(path, matrix)
        points: list[tuple[float, float]] = []
        for k in range(count):
            part = raw.FPDFPath_GetPathSegment(path, k)
            raw.FPDFPathSegment_GetPoint(part, x, y)
            point = (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
            kind = raw.FPDFPathSegment_GetType(part)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                points = [point]
            elif points:
                if kind == raw.FPDF_SEGMENT_LINETO:
                    yield from _line(points[-1], point)
                points.append(point)
            if points and raw.FPDFPathSegment_GetClose(part):
                yield from _line(points[-1], points[0])


def _line(one: tuple[float, float], other: tuple[float, float]) -> Iterator[tuple[bool, Rule]]:
    wide, high = abs(one[0] - other[0]), abs(one[1] - other[1])
    if wide < _THIN and high > _SHORT:
        yield True, Rule((one[0] + other[0]) / 2, *sorted((one[1], other[1])))
    elif high < _THIN and wide > _SHORT:
        yield False, Rule((one[1] + other[1]) / 2, *sorted((one[0], other[0])))


def _merged(lines: Sequence[tuple[bool, Rule]]) -> tuple[list[Rule], list[Rule]]:
    """-> (the rules that go down, those that go across), each in one piece."""
    found: tuple[list[Rule], list[Rule]] = [], []
    for rules, down in zip(found, (True, False), strict=True):
        at: float | None = None
        same: list[Rule] = []
        for rule in sorted((rule for d, rule in lines if d is down), key=lambda rule: rule.at):
            if at is None or rule.at - at > 2 * _THIN:
                rules += _joined(same)
                same, at = [], rule.at
            same.append(rule)
        rules += _joined(same)
    return found


def _joined(same: Sequence[Rule]) -> Iterator[Rule]:
    """Rules at one place, as one where they touch."""
    run: Rule | None = None
    for rule in sorted(same, key=lambda rule: rule.start):
        if run and rule.start <= run.end + _TOUCH:
            run = Rule(run.at, run.start, max(run.end, rule.end))
        else:
            if run:
                yield run
            run = Rule(same[0].at, rule.start, rule.end)
    if run:
        yield run


def _parts(down: Sequence[Rule], across: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """The rules that hang together."""
    rest = list(across)
    waiting = list(down)
    while waiting:
        verticals, new = [], [waiting.pop()]
        horizontals: list[Rule] = []
        while new:
            one = new.pop()
            verticals.append(one)
            met = [other for other in rest if one.meets(other)]
            horizontals += met
            rest = [other for other in rest if other not in met]
            more = [other for other in waiting if any(map(other.meets, met))]
            waiting = [other for other in waiting if other not in more]
            new += more
        yield verticals, horizontals


def _grid(down: Sequence[Rule], across: Sequence[Rule]) -> Grid | None:
    """None if there are no two rows and columns."""
    if not across:
        return None
    left, right = min(rule.start for rule in across), max(rule.end for rule in across)
    low, high = min(rule.at for rule in across), max(rule.at for rule in across)
    sides = [rule for rule in down if rule.end - rule.start > _REACH * (high - low)]
    # tables without rules at their sides
    for side in left, right:
        if not any(abs(rule.at - side) <= _SHORT for rule in sides):
            sides.append(Rule(side, low, high))
    places: dict[float, list[tuple[float, float]]] = {}
    for rule in across:
        places.setdefault(rule.at, []).append((rule.start, rule.end))
    rows = [
        at
        for at, parts in sorted(places.items(), reverse=True)
        if sum(end - start for start, end in parts) > _REACH * (right - left)
    ]
    sides.sort(key=lambda rule: rule.at)
    if len(rows) < 3 or len({rule.at for rule in sides}) < 3:
        return None
    return Grid(tuple(sides), tuple(rows))
