"""What a Word document holds beside its paragraphs, and what is left out of its text."""

from __future__ import annotations

import io
import zipfile

import pytest
from test_word_numbers import KIND, RELATIONS, packed

from askdoc.load.kinds import WORD as A_WORD_DOCUMENT
from askdoc.load.kinds import kind_of
from askdoc.load.word.reader import extract
from askdoc.types import Facts, Omitted

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
D = 'xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def changed(data: bytes, **parts: str) -> bytes:
    """With other parts in it, each the target of a relationship of the document of its name."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name.startswith("word/_rels"):
                more = "".join(
                    f'<Relationship Id="{part}" Type="{KIND}/{part}" Target="{part}.xml"/>'
                    for part in parts
                )
                content = content.replace("</Relationships>", more + "</Relationships>")
            new.writestr(name, content)
        for part, content in parts.items():
            new.writestr(f"word/{part}.xml", content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("inside", "read"),
    [
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>kyou</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>今日</w:t>"
            "</w:r></w:rubyBase></w:ruby></w:r>",
            "今日",
        ),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        (run("\uf06d", '<w:rFonts w:ascii="Symbol"/>'), "μ"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>'
            "<w:checked/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX"
            "</w:instrText></w:r>",
            "☒",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
            '<w:listEntry w:val="red"/><w:listEntry w:val="blue"/></w:ddList></w:ffData>'
            "</w:fldChar></w:r>",
            "blue",
        ),
        (
            "<w:sdt><w:sdtPr><w:checkbox><w:checked w:val='1'/></w:checkbox></w:sdtPr>"
            "<w:sdtContent/></w:sdt>",
            "☒",
        ),
    ],
)
def test_inside_of_a_line(inside: str, read: str) -> None:
    text = extract(packed(document=f"<w:p>{run('x ')}{inside}{run(' y')}</w:p>")).text
    assert text == f"x {read} y"


def test_formulas_side_by_side_are_separate() -> None:
    formula = "<m:oMath xmlns:m='m'><m:r><m:t>{}</m:t></m:r></m:oMath>".format
    text = extract(packed(document=f"<w:p>{formula('a=b')}{formula('c=d')}</w:p>")).text
    assert text == "a=b c=d"


def test_drop_cap_belongs_to_its_word() -> None:
    cap = '<w:p><w:pPr><w:framePr w:dropCap="drop"/></w:pPr><w:r><w:t>T</w:t></w:r></w:p>'
    assert extract(packed(document=f"{cap}<w:p>{run('he mill stood.')}</w:p>")).text == (
        "The mill stood."
    )


def test_hidden_and_deleted_text_and_comments_are_omitted() -> None:
    styles = '<w:style w:type="character" w:styleId="S"><w:rPr><w:vanish/></w:rPr></w:style>'
    by_style = run("By style.", '<w:rStyle w:val="S"/>')
    document = (
        f"<w:p>{run('Seen.')}{run('By itself.', '<w:vanish/>')}{by_style}"
        "<w:del w:id='1'><w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p>"
    )
    comments = (
        f'<w:comment w:id="0" w:author="Ines Roth"><w:p>{run("Is this so?")}</w:p></w:comment>'
    )
    header = f"<w:p>{run('Draft of May')}</w:p>"
    found = extract(packed(document=document, styles=styles, comments=comments, header=header))
    assert found.text == "Seen."
    assert found.omitted == (
        Omitted("hidden text", "By itself."),
        Omitted("hidden text", "By style."),
        Omitted("deleted text", "Gone."),
        Omitted("comment", "Is this so?", "Ines Roth"),
        Omitted("running head", "Draft of May"),
    )


def test_words_of_charts_and_diagrams() -> None:
    def values(kind: str, *texts: str) -> str:
        points = "".join(f'<c:pt idx="{i}"><c:v>{t}</c:v></c:pt>' for i, t in enumerate(texts))
        return f"<c:{kind}><c:strRef>{points}</c:strRef></c:{kind}>"

    chart = (
        f"<c:chartSpace {C} {A}><c:title><a:p><a:r><a:t>Yield</a:t></a:r></a:p></c:title>"
        f"<c:ser>{values('tx', 'Rye')}{values('cat', 'May', 'June')}{values('val', '4', '6')}"
        f"</c:ser><c:ser>{values('tx', 'Oats')}{values('val', '5')}</c:ser></c:chartSpace>"
    )
    diagram = (
        f"<d:dataModel {D} {A}><d:pt><d:t><a:p><a:r><a:t>Sow</a:t></a:r></a:p></d:t></d:pt>"
        "<d:pt><d:t><a:p><a:r><a:t>Reap</a:t></a:r></a:p></d:t></d:pt></d:dataModel>"
    )
    document = (
        f"<w:p>{run('Fields')}<w:r><w:drawing><c:chart {C} {R} r:id='chart'/></w:drawing></w:r>"
        f"</w:p><w:p><w:r><w:drawing><d:relIds {D} {R} r:dm='shapes'/></w:drawing></w:r></w:p>"
    )
    data = changed(packed(document=document), chart=chart, shapes=diagram)
    assert extract(data).text == (
        "Fields\n\nYield\n\n| Rye | Oats\nMay | 4 | 5\nJune | 6 |\n\nSow\n\nReap"
    )
    missing = extract(packed(document=document)).omitted
    assert missing == (Omitted("chart"), Omitted("diagram"))


ARCHIVE = (
    "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
    "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    "<h1>Inside</h1><p>From a p=\n=61ge.</p>\n--b\nContent-Type: image/png\n\nxx\n--b--\n"
)


@pytest.mark.parametrize(
    ("name", "content"),
    [("in.html", "<h1>Inside</h1><p>From a page.</p>"), ("in.mht", ARCHIVE)],
)
def test_document_that_is_put_in(name: str, content: str) -> None:
    document = f"<w:p>{run('Before.')}</w:p><w:altChunk {R} r:id='chunk'/>"
    data = packed(document=document)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.namelist():
            if not part.startswith("word/_rels"):
                new.writestr(part, old.read(part))
        new.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="chunk" Type="{KIND}/aFChunk" '
            f'Target="/word/{name}"/></Relationships>',
        )
        new.writestr(f"word/{name}", content)
    assert extract(file.getvalue()).text == "Before.\n\nInside\n\nFrom a page."
    assert extract(data).omitted == (Omitted("inserted document"),)


def test_main_part_is_found_by_what_the_package_says() -> None:
    data = packed(document=f"<w:p>{run('It rained.')}</w:p>")
    types = (
        '<Types><Override PartName="/a/b.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        new.writestr("[Content_Types].xml", types)
        new.writestr("_rels/.rels", old.read("_rels/.rels").replace(b"word/document", b"a/b"))
        new.writestr("a/b.xml", old.read("word/document.xml"))
    assert kind_of(file.getvalue()) == A_WORD_DOCUMENT
    assert extract(file.getvalue()).text == "It rained."


def test_facts() -> None:
    core = (
        '<x xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Ines Roth</dc:creator>'
        "<dc:title>Microsoft Word - plan.doc</dc:title><created>2023-02-01T09:00:00Z</created>"
        "<dc:language>de-AT</dc:language></x>"
    )
    data = packed(document=f"<w:p>{run('It rained.')}</w:p>")
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("docProps/core.xml", core)
    found = extract(file.getvalue())
    assert found.facts == Facts("Ines Roth", "2023-02-01", None, "de-AT")
    assert found.title is None
