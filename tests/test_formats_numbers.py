"""Automatic numbers in files of office programs are those that a reader sees."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copyfile

import files
import pytest
from test_formats_more import OFFICE, written

from askdoc.load import load

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("read_here")]

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"'
    for name, kind in {
        "office": "office", "text": "text", "style": "style", "draw": "drawing"
    }.items()
)  # fmt: skip
LISTS = """<text:list-style style:name="L">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="("
 style:num-suffix=")"/></text:list-style>
<text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/></text:list-style>"""
OUTLINE = """<text:outline-style>
<text:outline-level-style text:level="1" style:num-format="I" style:num-prefix="Part "/>
<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>
</text:outline-style>"""


def item(*parts: str, start: str = "") -> str:
    return f"<text:list-item{start}>{''.join(parts)}</text:list-item>"


def p(words: str) -> str:
    return f"<text:p>{words}</text:p>"


def listed(*items: str, style: str = "L", more: str = "") -> str:
    return f'<text:list text:style-name="{style}"{more}>{"".join(items)}</text:list>'


def open_document(path: Path, body: str) -> Path:
    kind = {".odt": "text", ".odp": "presentation"}[path.suffix]
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{LISTS}"
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
        "</office:body></office:document-content>"
    )
    styles = f"<office:document-styles {SPACES}>{OUTLINE}</office:document-styles>"
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return files.packed(path, {"mimetype": mime, "content.xml": content, "styles.xml": styles})


def test_lists_of_an_open_document(tmp_path: Path) -> None:
    body = (
        listed(
            item(p("The tenant pays."), listed(item(p("in March")), item(p("in May")))),
            item(p("The owner paints.")),
        )
        + p("Then there is this.")
        + listed(item(p("The town mends.")), more=' text:continue-numbering="true"')
        + listed(item(p("A boat.")), style="B")
        + listed(item(p("Row."), start=' text:start-value="7"'), item(p("Sail.")))
    )
    assert load(open_document(tmp_path / "a.odt", body)).text == (
        "1. The tenant pays.\n(a) in March\n(b) in May\n2. The owner paints.\n\n"
        "Then there is this.\n\n3. The town mends.\n\n- A boat.\n\n7. Row.\n8. Sail."
    )


def test_headings_of_an_open_document(tmp_path: Path) -> None:
    body = "".join(
        f'<text:h text:outline-level="{level}">{words}</text:h>'
        for level, words in [(1, "Berths"), (2, "Rents"), (2, "Taxes"), (1, "Boats"), (2, "Masts")]
    )
    document = load(open_document(tmp_path / "a.odt", body))
    assert document.text.split("\n\n") == [
        "Part I Berths", "I.1 Rents", "I.2 Taxes", "Part II Boats", "II.1 Masts"
    ]  # fmt: skip
    assert [level for _, _, level in document.headings] == [1, 2, 2, 1, 2]


def test_lists_of_open_slides(tmp_path: Path) -> None:
    body = f"<draw:page>{p('Steps')}{listed(item(p('Untie.')), item(p('Row.')))}</draw:page>"
    assert load(open_document(tmp_path / "a.odp", body)).text == "Steps\n\n1. Untie.\n2. Row."


def test_lists_of_slides(tmp_path: Path) -> None:
    kinds = [
        ("Untie.", 0, "arabicPeriod"), ("fore", 1, "alphaLcParenBoth"),
        ("aft", 1, "alphaLcParenBoth"), ("Row.", 0, "arabicPeriod"), ("Thus.", 0, ""),
        ("Sail.", 0, 'romanUcPeriod" startAt="4'),
    ]  # fmt: skip
    items = "".join(
        f'<a:p><a:pPr lvl="{level}">{f"<a:buAutoNum type={chr(34)}{kind}{chr(34)}/>" * bool(kind)}'
        f"</a:pPr><a:r><a:t>{words}</a:t></a:r></a:p>"
        for words, level, kind in kinds
    )
    talk = Path(copyfile(OFFICE / "talk.pptx", tmp_path / "a.pptx"))
    slide = files.member(talk, "ppt/slides/slide2.xml").decode()
    item = re.compile("(<a:p><a:pPr.*</a:p>)(?=</p:txBody>)")
    changed = item.sub(items, slide).encode()
    text = load(files.changed(talk, {"ppt/slides/slide2.xml": changed})).text
    assert "1. Untie.\n\n(a) fore\n\n(b) aft\n\n2. Row.\n\nThus.\n\nIV. Sail." in re.sub(
        "\n+", "\n\n", text
    )


@pytest.mark.parametrize("order", ["{mark}\\pard\\ls1\\ilvl0 ", "\\pard\\ls1{mark}\\ilvl0 "])
def test_lists_of_rich_text(tmp_path: Path, order: str) -> None:
    def paragraph(mark: str, words: str) -> str:
        group = f"{{\\listtext\\pard\\plain\\f0 {mark}\\tab}}"
        return order.format(mark=group) + words + "\\par\n"

    data = (
        "{\\rtf1\\ansi{\\fonttbl{\\f0 Times;}}\\pard The rules.\\par\n"
        + paragraph("1.", "The tenant pays.")
        + paragraph("(a)", "in March")
        + paragraph("2.1.", "The owner paints.")
        + paragraph("\\u8226 ?", "A boat.")
        + "\\pard The end.\\par}"
    )
    text = load(written(tmp_path / "a.rtf", data)).text
    assert re.sub("\n+", "\n", text) == (
        "The rules.\n1. The tenant pays.\n(a) in March\n2.1. The owner paints.\n- A boat.\nThe end."
    )
