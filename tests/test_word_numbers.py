"""The numbers that Word counts by itself, as its reader sees them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import pytest

from askdoc.load import numerals
from askdoc.load.word.reader import extract

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(**parts: str) -> bytes:
    """Word parts by name, the text in `document`."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        relations = "".join(
            f'<Relationship Id="{name}" Type="{KIND}/{name}" Target="{name}.xml"/>'
            for name in parts
            if name != "document"
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r" '
            f'Type="{KIND}/officeDocument" Target="/word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>',
        )
        for name, content in parts.items():
            root = {"document": "document"}.get(name, name)
            inner = f"<w:body>{content}</w:body>" if name == "document" else content
            archive.writestr(f"word/{name}.xml", f"<w:{root} {WORD}>{inner}</w:{root}>")
    return file.getvalue()


def level(at: int, format: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def pattern(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def paragraph(text: str, at: int | None = None, of: int = 1, style: str = "") -> str:
    numbered = "" if at is None else f'<w:ilvl w:val="{at}"/><w:numId w:val="{of}"/>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    numbers = f"<w:numPr>{numbered}</w:numPr>" if numbered else ""
    return f"<w:p><w:pPr>{named}{numbers}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def read(numbering: str, paragraphs: Sequence[str], styles: str = "") -> list[str]:
    """The lines of the text that are not blank."""
    data = packed(document="".join(paragraphs), numbering=numbering, styles=styles)
    return [line for line in extract(data).text.splitlines() if line]


CONTRACT = pattern(
    0,
    level(0, "upperRoman", "Part %1"),
    level(1, "decimal", "§ %2.", '<w:lvlRestart w:val="0"/>'),
    level(2, "lowerLetter", "(%3)"),
    level(3, "lowerRoman", "%2.%4)"),
)


def test_levels_count_and_restart_below_a_higher_one() -> None:
    wanted = ["Part I a", "§ 1. b", "(a) c", "(b) d", "Part II e", "§ 2. f", "(a) g", "2.i) h"]
    levels = [0, 1, 2, 2, 0, 1, 2, 3]
    paragraphs = [paragraph(letter, at) for letter, at in zip("abcdefgh", levels, strict=True)]
    assert read(CONTRACT + num(1, 0), paragraphs) == wanted


def test_lists_of_one_pattern_continue_unless_one_restarts() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = pattern(0, level(0, "decimal", "%1.")) + num(1, 0) + num(2, 0) + num(3, 0, restart)
    paragraphs = [paragraph("x", 0, of) for of in (1, 2, 3, 3, 1)]
    assert read(numbering, paragraphs) == ["1. x", "2. x", "5. x", "6. x", "7. x"]


def test_list_with_a_level_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    numbering = pattern(0, level(0, "decimal", "%1.")) + num(1, 0, own)
    assert read(numbering, [paragraph("x", 0), paragraph("y", 0)]) == ["A) x", "B) y"]


def test_headings_are_numbered_by_their_styles() -> None:
    linked = '<w:pStyle w:val="{}"/>'.format
    numbering = pattern(
        0,
        level(0, "decimal", "Chapter %1:", linked("H1")),
        level(1, "decimal", "%1.%2", linked("H2")),
    ) + num(4, 0)
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="4"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/>'
        '<w:basedOn w:val="H1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="H3"><w:basedOn w:val="H2"/></w:style>'
    )
    none = paragraph("d", 0, 0, "H1")  # list 0 is none
    paragraphs = [paragraph(t, style=s) for t, s in (("a", "H1"), ("b", "H2"), ("c", "H3"))]
    assert read(numbering, [*paragraphs, none, paragraph("e", style="H1")], styles) == [
        "Chapter 1: a",
        "1.1 b",
        "1.2 c",
        "d",
        "Chapter 2: e",
    ]


def test_list_by_way_of_a_style_of_lists() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Legal"/></w:abstractNum>'
        + pattern(1, level(0, "decimalZero", "No. %1"))
        + num(1, 0)
        + num(2, 1)
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="Legal"><w:pPr><w:numPr><w:numId w:val="2"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    assert read(numbering, [paragraph("x", 0)], styles) == ["No. 01 x"]


@pytest.mark.parametrize(
    ("of", "mark"),
    [
        (level(0, "bullet", "\uf0b7"), "- x"),
        (level(0, "none", ""), "x"),
        (level(0, "decimal", "%1.", '<w:suff w:val="nothing"/>'), "7.x"),
        (level(0, "decimal", "%1.", "<w:rPr><w:vanish/></w:rPr>"), "x"),
        (level(0, "ordinalText", "%1:"), "Seventh: x"),
        (level(0, "chineseCounting", "第%1条"), "第七条 x"),
        (level(0, "unheardOf", "%1/"), "7/ x"),
    ],
)
def test_marks(of: str, mark: str) -> None:
    of = of.replace('w:start w:val="1"', 'w:start w:val="7"')
    assert read(pattern(0, of) + num(1, 0), [paragraph("x", 0)]) == [mark]


def test_legal_numbers_are_in_digits() -> None:
    numbering = pattern(
        0, level(0, "upperRoman", "%1"), level(1, "decimal", "%1.%2", "<w:isLgl/>")
    ) + num(1, 0)
    assert read(numbering, [paragraph("a", 0), paragraph("b", 1)]) == ["I a", "1.1 b"]


def test_paragraph_that_is_deleted_is_not_counted() -> None:
    deleted = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr>'
        '<w:del w:id="1"/></w:rPr></w:pPr><w:del w:id="2"><w:r><w:delText>old</w:delText></w:r>'
        "</w:del></w:p>"
    )
    numbering = pattern(0, level(0, "decimal", "%1.")) + num(1, 0)
    assert read(numbering, [paragraph("a", 0), deleted, paragraph("b", 0)]) == ["1. a", "2. b"]


def test_hidden_paragraph_is_not_counted() -> None:
    style = '<w:style w:styleId="Aside"><w:rPr><w:vanish/></w:rPr></w:style>'
    numbering = pattern(0, level(0, "decimal", "%1.")) + num(1, 0)
    paragraphs = [paragraph("a", 0), paragraph("b", 0, style="Aside"), paragraph("c", 0)]
    assert read(numbering, paragraphs, style) == ["1. a", "2. c"]


@pytest.mark.parametrize(
    ("end", "lines"),
    [("<w:vanish/><w:specVanish/>", ["1. a", "2. b"]), ("<w:vanish/>", ["a", "1. b"])],
)
def test_hidden_end_hides_the_number_unless_it_separates_styles(end: str, lines: list[str]) -> None:
    numbering = pattern(0, level(0, "decimal", "%1.")) + num(1, 0)
    hidden = paragraph("a", 0).replace("</w:pPr>", f"<w:rPr>{end}</w:rPr></w:pPr>")
    assert read(numbering, [hidden, paragraph("b", 0)]) == lines


def test_numerals() -> None:
    assert [numerals.letters(n) for n in (1, 26, 27, 52, 0)] == ["a", "z", "aa", "az", "0"]
    assert [numerals.repeated_letter(n) for n in (1, 27, 28, 0)] == ["a", "aa", "bb", "0"]
    assert [numerals.roman(n) for n in (4, 1999, 5000)] == ["iv", "mcmxcix", "5000"]
    assert [numerals.ordinal(n) for n in (1, 2, 11, 23)] == ["1st", "2nd", "11th", "23rd"]
    assert [numerals.ordinal_word(n) for n in (5, 20, 42)] == ["Fifth", "Twentieth", "Forty-second"]
    assert [numerals.chinese(n) for n in (10, 12, 103, 110)] == [
        "十",
        "十二",
        "一百〇三",
        "一百一十",
    ]
