"""OpenDocument files are read as they are shown."""

from __future__ import annotations

from pathlib import Path

import files
import pytest
from test_formats_numbers import item, listed, open_document, p

from askdoc.errors import LoadError
from askdoc.load import load

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("read_here")]

TABLE = 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
STYLES = """
<style:style style:name="gone"><style:text-properties text:display="none"/></style:style>
<style:style style:name="mine" style:parent-style-name="Quotations"/>"""


def cell(words: str, more: str = "") -> str:
    return f"<table:table-cell {more}>{p(words) if words else ''}</table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def sheet(folder: Path, *rows: str) -> Path:
    content = (
        f'<o:body xmlns:o="o" xmlns:text="t" {TABLE}><o:spreadsheet>'
        f'<table:table table:name="Fares">{"".join(rows)}</table:table></o:spreadsheet></o:body>'
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return files.packed(folder / "a.ods", {"mimetype": mime, "content.xml": content})


def test_words_in_several_formats_stay_together(tmp_path: Path) -> None:
    link = "<text:a><text:span><text:span>the</text:span>ir</text:span></text:a>"
    body = p(f"It is<text:s text:c='2'/>{link}<text:tab/>boat<text:line-break/>now.")
    assert load(open_document(tmp_path / "a.odt", body)).text == "It is their boat\nnow."


def test_notes_stand_at_the_end_and_boxes_after_their_paragraph(tmp_path: Path) -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation>"
        f"<text:note-body>{p('Says the mayor.')}</text:note-body></text:note>"
    )
    box = f"<draw:frame><draw:text-box>{p('Figure 1: The pier')}</draw:text-box></draw:frame>"
    body = p(f"The pier{note} is {box}old.") + p("It is of wood.")
    assert load(open_document(tmp_path / "a.odt", body)).text.split("\n\n") == [
        "The pier[1] is old.", "Figure 1: The pier", "It is of wood.", "1. Says the mayor."
    ]  # fmt: skip


def test_heads_of_lists_are_read_without_a_number(tmp_path: Path) -> None:
    head = f"<text:list-header>{p('The tenant')}</text:list-header>"
    body = listed(head, item(p("pays")), item(p("paints")))
    text = load(open_document(tmp_path / "a.odt", body)).text
    assert text == "The tenant\n1. pays\n2. paints"


def test_what_is_not_shown_is_named(tmp_path: Path) -> None:
    comment = f"<office:annotation><creator>Ana</creator>{p('Really?')}</office:annotation>"
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        f"<creator>Ana</creator>{p('It sank.')}</text:deletion></text:changed-region>"
        "</text:tracked-changes>"
        + p(f"It floats{comment}.")
        + p('<text:span text:style-name="gone">Not here.</text:span>')
        + '<text:p text:style-name="mine">All is well.</text:p>'
    )
    path = open_document(tmp_path / "a.odt", body)
    content = files.member(path, "content.xml").decode()
    at = content.index("</office:automatic-styles>")
    styled = (content[:at] + STYLES + content[at:]).encode()
    document = load(files.changed(path, {"content.xml": styled}))
    assert document.text == "It floats.\n\nAll is well."
    assert [(one.kind, one.text, one.name) for one in document.omitted] == [
        ("deleted text", "It sank.", ""), ("comment", "Really?", "Ana"),
        ("hidden text", "Not here.", ""),
    ]  # fmt: skip
    assert document.block_quotes == ((12, 24),)


def test_choices_of_forms_are_read_as_they_are_chosen(tmp_path: Path) -> None:
    def field(kind: str, **said: str) -> str:
        params = "".join(f'<text:param text:name="{k}" text:value="{v}"/>' for k, v in said.items())
        return f'<text:fieldmark text:type="vnd.{kind}">{params}</text:fieldmark>'

    town = field("FORMDROPDOWN", Dropdown_Selected="1", Dropdown_ListEntry="Ely")
    town = town.replace("</", '<text:param text:name="Dropdown_ListEntry" text:value="Ware"/></')
    body = p(f"Town: {town}") + p(f"Pilot: {field('FORMCHECKBOX')}")
    body += p(f"Name: {field('FORMTEXT')}Ana") + p(f"Day: {field('FORMDROPDOWN')}")
    path = open_document(tmp_path / "a.odt", body)
    assert load(path).text.split("\n\n") == ["Town: Ware", "Pilot: ☐", "Name: Ana", "Day:"]


def test_formulas_are_words(tmp_path: Path) -> None:
    path = open_document(
        tmp_path / "a.odt", p('Half is <draw:object xmlns:x="x" x:href="./Object 1"/>.')
    )
    formula = b"<math><mfrac><mi>n</mi><mi>d</mi></mfrac></math>"
    assert load(files.changed(path, {"Object 1/content.xml": formula})).text == "Half is n/d."


def test_sheets_show_what_their_cells_show(tmp_path: Path) -> None:
    empty = 'table:number-columns-repeated="16000"'
    repeated = 'table:number-rows-repeated="{}"'
    path = sheet(
        tmp_path,
        row(cell("Day"), cell("Share"), cell("", empty)),
        row(cell("1 May", 'office="x" value="44000"'), cell("25 %", 'value="0.25"')),
        row(cell("none", 'table:number-columns-repeated="2"'), more=repeated.format(2)),
        row(cell("", empty), more=repeated.format(1_000_000)),
    )
    document = load(path)
    assert document.text == "Day | Share\n1 May | 25 %\nnone | none\nnone | none"
    assert document.page_name_at(0) == "sheet Fares"


def test_table_of_lists_has_rows(tmp_path: Path) -> None:
    def cells(*said: str) -> list[str]:
        lists = (listed(item(p(one)), style="B") for one in said)
        return [f"<table:table-cell>{one}</table:table-cell>" for one in lists]

    rows = [row(*cells("Class", "Price")), row(*cells("Adult", "14"))]
    table = f"<table:table {TABLE}>{''.join(rows)}</table:table>"
    assert load(open_document(tmp_path / "a.odt", table)).text == "Class | Price\nAdult | 14"


def test_slides_have_titles_and_notes(tmp_path: Path) -> None:
    kind = 'xmlns:pr="pr" pr:class="title"'
    slide = (
        f"<draw:page><draw:frame {kind}><draw:text-box>{p('The pier')}</draw:text-box></draw:frame>"
        f"{p('It is old.')}<notes>{p('Show the picture.')}</notes></draw:page>"
    )
    document = load(open_document(tmp_path / "a.odp", slide))
    assert document.text == "The pier\n\nIt is old.\n\nNotes:\n\nShow the picture."
    assert document.title == "The pier"
    assert document.headings == ((0, 8, 2),)


def test_encrypted_file_is_refused(tmp_path: Path) -> None:
    path = open_document(tmp_path / "a.odt", p("It floats."))
    files.changed(path, {"META-INF/manifest.xml": b"<manifest><encryption-data/></manifest>"})
    with pytest.raises(LoadError, match="it is encrypted; save a copy without a password"):
        load(path)
