"""What Word puts into a document beside plain paragraphs."""

from __future__ import annotations

from pathlib import Path

import docx
import files
import pytest
from docx.oxml import parse_xml

import askdoc
from askdoc.load import load

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("read_here")]

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
NAMES = (
    f'xmlns:w="{WORD}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def word(folder: Path, *inside: str) -> askdoc.Document:
    """Paragraphs of raw XML between "A " and " z."."""
    report = docx.Document()
    for xml in inside:
        paragraph = report.add_paragraph("A ")
        for element in parse_xml(f"<w:x {NAMES}>{xml}</w:x>"):
            paragraph._p.append(element)
        paragraph.add_run(" z.")
    report.save(str(folder / "a.docx"))
    return load(folder / "a.docx")


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("xml", "read"),
    [
        (f'<w:ins w:id="1">{run("new")}</w:ins>', "A new z."),
        ('<w:del w:id="1"><w:r><w:delText>old</w:delText></w:r></w:del>', "A z."),
        (f'<w:moveFrom w:id="1">{run("old")}</w:moveFrom>', "A z."),
        (f'<w:moveTo w:id="1">{run("new")}</w:moveTo>', "A new z."),
        (run("hidden", "<w:vanish/>"), "A z."),
        (run("shown", '<w:vanish w:val="0"/>'), "A shown z."),
        (f'<w:fldSimple w:instr="DATE">{run("Monday")}</w:fldSimple>', "A Monday z."),
        ("<m:oMath><m:r><m:t>E=mc</m:t></m:r></m:oMath>", "A E=mc z."),
        ("<m:oMathPara><m:oMath><m:r><m:t>E</m:t></m:r></m:oMath></m:oMathPara>", "A E z."),
        (f"<w:sdt><w:sdtContent>{run('chosen')}</w:sdtContent></w:sdt>", "A chosen z."),
        (run("well</w:t><w:noBreakHyphen/><w:t>known"), "A well-known z."),
        (run("infor</w:t><w:softHyphen/><w:t>mation"), "A information z."),
        (run('x</w:t><w:br w:type="page"/><w:t>y'), "A x\ny z."),
        (run("ﬁsh and \u00adchips\u200b"), "A fish and chips z."),
        (
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText>"
            "</w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>7</w:t></w:r>"
            "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
            "A 7 z.",
        ),
        (
            "<w:r><mc:AlternateContent><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p>"
            f"{run('In a box.')}</w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>",
            "A z.\n\nIn a box.",
        ),
    ],
)
def test_inside_of_a_paragraph(tmp_path: Path, xml: str, read: str) -> None:
    assert word(tmp_path, xml).text == read


def test_title_style_is_the_title(tmp_path: Path) -> None:
    report = docx.Document()
    report.sections[0].header.paragraphs[0].text = "A running head"
    report.add_heading("Two rivers", 0)
    report.add_heading("The first", 1)
    report.save(str(tmp_path / "a.docx"))
    document = load(tmp_path / "a.docx")
    assert (document.title, document.text) == ("Two rivers", "Two rivers\n\nThe first")


def test_strict_document_and_one_with_macros(tmp_path: Path) -> None:
    path = files.word(tmp_path / "a.docx")
    plain = load(path).text
    document = files.member(path, "word/document.xml")
    strict = document.replace(WORD.encode(), STRICT.encode())
    files.changed(path, {"word/document.xml": strict, "word/vbaProject.bin": b"\xd0\xcf"})
    assert load(path).text == plain
