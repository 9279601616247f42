"""Presentations of PowerPoint are read as their slides show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import files
import pytest

from askdoc.load import load
from askdoc.types import Document

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("read_here")]

TYPES = (
    '<Types xmlns="t"><Override PartName="/ppt/presentation.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/></Types>'
)
NAMES = "xmlns:p='p' xmlns:a='a' xmlns:r='r' xmlns:c='c' xmlns:d='d' xmlns:m='m'"
NUMBERED = "<a:buAutoNum type='arabicPeriod'/>"


def related(*targets: str) -> str:
    """Relationships to "slideLayout ../slideLayouts/slideLayout1.xml" and the like: r1, r2, ..."""
    found = (
        f"<Relationship Id='r{i}' Type='x/{target.split()[0]}' Target='{target.split()[1]}'/>"
        for i, target in enumerate(targets, start=1)
    )
    return f"<Relationships>{''.join(found)}</Relationships>"


def p(words: str, properties: str = "", level: int = 0) -> str:
    return f"<a:p><a:pPr lvl='{level}'>{properties}</a:pPr><a:r><a:t>{words}</a:t></a:r></a:p>"


def shape(body: str, kind: str | None = None, at: tuple[int, int] | None = None) -> str:
    """kind: of a placeholder; at: its left and top"""
    place = f"<a:xfrm><a:off x='{at[0]}' y='{at[1]}'/></a:xfrm>" if at else ""
    holder = f"<p:nvSpPr><p:nvPr><p:ph type='{kind}'/></p:nvPr></p:nvSpPr>" if kind else ""
    return f"<p:sp>{holder}<p:spPr>{place}</p:spPr><p:txBody>{body}</p:txBody></p:sp>"


def graphic(data: str) -> str:
    inner = f"<a:graphic><a:graphicData>{data}</a:graphicData></a:graphic>"
    return f"<p:graphicFrame>{inner}</p:graphicFrame>"


def tree(*shapes: str, more: str = "") -> str:
    inner = f"<p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld>"
    return f"<p:sld {NAMES}>{inner}{more}</p:sld>"


def read(folder: Path, slides: Sequence[str], more: Mapping[str, str] | None = None) -> Document:
    """more: other parts, or the relationships of slides, by their names in ppt/"""
    ids = "".join(f"<p:sldId id='25{i}' r:id='r{i}'/>" for i, _ in enumerate(slides, start=1))
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": related("officeDocument ppt/presentation.xml"),
        "ppt/presentation.xml": f"<p:presentation {NAMES}>{ids}</p:presentation>",
        "ppt/_rels/presentation.xml.rels": related(
            *(f"slide slides/slide{i}.xml" for i, _ in enumerate(slides, start=1))
        ),
    }
    parts |= {f"ppt/slides/slide{i}.xml": slide for i, slide in enumerate(slides, start=1)}
    for name, part in (more or {}).items():
        parts[name if name.startswith("docProps/") else f"ppt/{name}"] = part
    return load(files.packed(folder / "a.pptx", parts))


def test_words_in_several_formats_stay_together(tmp_path: Path) -> None:
    runs = "".join(f"<a:r><a:t>{part}</a:t></a:r>" for part in ("T", "he ferry", ", the ", "boat"))
    body = shape(f"<a:p>{runs}<a:br/><a:r><a:t>sails.</a:t></a:r></a:p>")
    assert read(tmp_path, [tree(body)]).text == "The ferry, the boat\nsails."


def test_title_comes_first_and_is_a_heading(tmp_path: Path) -> None:
    slide = tree(shape(p("It sails in May."), "body"), shape(p("The") + p("ferry"), "title"))
    document = read(tmp_path, [slide])
    assert document.text == "The ferry\n\nIt sails in May."
    assert document.title == "The ferry"
    assert document.headings == ((0, 9, 2),)


def test_boxes_are_read_row_by_row(tmp_path: Path) -> None:
    boxes = [("fourth", 900, 4_010_000), ("third", 0, 4_000_000), ("second", 900, 0)]
    shapes = [shape(p(words), at=(left, top)) for words, left, top in boxes]
    place = "<p:grpSpPr><a:xfrm><a:off x='0' y='9'/></a:xfrm></p:grpSpPr>"
    group = f"<p:grpSp>{place}{shape(p('first'))}</p:grpSp>"
    text = read(tmp_path, [tree(*shapes, group)]).text
    assert text.split() == ["first", "second", "third", "fourth"]


def test_bullets_and_numbers_are_those_of_layout_and_master(tmp_path: Path) -> None:
    def style(level: int, bullet: str) -> str:
        return f"<a:lvl{level}pPr>{bullet}</a:lvl{level}pPr>"

    steps = shape(f"<a:lstStyle>{style(1, NUMBERED)}</a:lstStyle>", "body")
    bullets = style(1, "<a:buChar char='•'/>") + style(2, "<a:buChar char='–'/>")
    master = f"<p:txStyles><p:bodyStyle>{bullets}</p:bodyStyle></p:txStyles>"
    body = p("Untie.") + p("fore", level=1) + p("Row.") + p("Thus.", "<a:buNone/>")
    document = read(
        tmp_path,
        [tree(shape(body, "body"), shape(p("No item.")))],
        {
            "slides/_rels/slide1.xml.rels": related("slideLayout ../slideLayouts/l.xml"),
            "slideLayouts/l.xml": tree(steps),
            "slideLayouts/_rels/l.xml.rels": related("slideMaster ../slideMasters/m.xml"),
            "slideMasters/m.xml": tree(shape("", "body"), more=master),
        },
    )
    assert document.text == "1. Untie.\n  - fore\n2. Row.\n\nThus.\n\nNo item."


def test_table_has_its_header_and_merged_cells(tmp_path: Path) -> None:
    def cell(words: str, more: str = "") -> str:
        return f"<a:tc {more}><a:txBody>{p(words)}</a:txBody></a:tc>"

    head = cell("Class", "gridSpan='2'") + cell("", "hMerge='1'")
    rows = [head, cell("Adult") + cell("14 euros"), cell("Child") + cell("")]
    lines = "".join(f"<a:tr>{row}</a:tr>" for row in rows)
    table = f"<a:tbl><a:tblPr firstRow='1'/>{lines}</a:tbl>"
    text = read(tmp_path, [tree(graphic(table))]).text
    assert text == "Class | Class\nAdult | 14 euros\nChild |"


def test_charts_and_diagrams_stand_where_they_are_shown(tmp_path: Path) -> None:
    points = {"tx": "Riders", "cat": "May", "val": "4.4000000000000004"}
    series = "".join(
        f"<c:{part}><c:pt idx='0'><c:v>{said}</c:v></c:pt></c:{part}>"
        for part, said in points.items()
    )
    shown = graphic("<d:relIds r:dm='r2'/>") + graphic("<c:chart r:id='r1'/>")
    lost = graphic("<c:chart r:id='r3'/>")
    document = read(
        tmp_path,
        [tree(shown, lost, shape(p("The end.")))],
        {
            "slides/_rels/slide1.xml.rels": related(
                "chart ../c.xml", "diagramData ../d.xml", "chart ../lost.xml"
            ),
            "c.xml": f"<c:chartSpace {NAMES}><c:ser>{series}</c:ser></c:chartSpace>",
            "d.xml": f"<d:dataModel {NAMES}><d:pt><d:t>{p('Untie')}</d:t></d:pt></d:dataModel>",
            "lost.xml": "<c:chart",
        },
    )
    assert document.text == "Untie\n\n| Riders\nMay | 4.4\n\nThe end."
    assert [(one.kind, one.name) for one in document.omitted] == [("chart", "ppt/lost.xml")]


def test_notes_follow_their_slide_and_repeated_footers_are_left_out(tmp_path: Path) -> None:
    footer = shape(p("Harbour office"), "ftr") + shape(p("7"), "sldNum")
    source = shape(p("Source: the mayor"), "ftr")
    document = read(
        tmp_path,
        [tree(shape(p("Fares.")), footer), tree(shape(p("The pier.")), footer, source)],
        {
            "slides/_rels/slide1.xml.rels": related("notesSlide ../n.xml"),
            "n.xml": tree(shape(p("Raised in 2019."), "body"), shape(p("May"), "hdr")),
        },
    )
    assert document.text == (
        "Fares.\n\nNotes:\n\nRaised in 2019.\n\nThe pier.\n\nSource: the mayor"
    )
    assert [document.page_name_at(at) for at in (0, len(document.text) - 1)] == [
        "slide 1", "slide 2"
    ]  # fmt: skip
    assert [str(one) for one in document.omitted] == ["running head"]


def test_hidden_shapes_are_named_and_damaged_slides_too(tmp_path: Path) -> None:
    hidden = (
        "<p:sp><p:nvSpPr><p:cNvPr hidden='1'/></p:nvSpPr><p:txBody>"
        f"{p('The boat sinks.')}</p:txBody></p:sp>"
    )
    document = read(tmp_path, [tree(hidden, shape(p("It floats."))), "<p:sld"])
    assert document.text == "It floats."
    assert [(one.kind, one.text) for one in document.omitted] == [
        ("hidden text", "The boat sinks."), ("damaged page", None)
    ]  # fmt: skip


def test_formulas_are_words_and_dates_of_templates_are_none(tmp_path: Path) -> None:
    above, below = (f"<m:{one}><m:r><m:t>{one[0]}</m:t></m:r></m:{one}>" for one in ("num", "den"))
    formula = f"<a:m><m:oMath><m:f>{above}{below}</m:f></m:oMath></a:m>"
    line = f"<a:p><a:r><a:t>Half is </a:t></a:r>{formula}</a:p>"
    core = "<core><created>2013-01-27T09:14:16Z</created><creator>Ines Roth</creator></core>"
    document = read(tmp_path, [tree(shape(line))], {"docProps/core.xml": core})
    assert document.text == "Half is n/d"
    assert (document.facts.author, document.facts.date) == ("Ines Roth", None)
