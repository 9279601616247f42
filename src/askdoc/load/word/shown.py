"""What a reader sees of the characters of an old Word document: the results of fields and not their
codes, no deleted and no hidden text, and characters of symbol fonts as Unicode characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from askdoc.load.word.old_file import OldFile
from askdoc.load.word.old_forms import form_field
from askdoc.load.word.old_properties import HIDDEN, STYLE, Properties, number, switch
from askdoc.load.word.old_styles import OldStyles
from askdoc.load.word.symbols import plain, symbol
from askdoc.types.documents import Omitted

CELL = "\x07"  # ends a cell
_ENDS = frozenset(("\r", CELL, "\f"))  # of a paragraph, of a cell or a row, and of a page
_OBJECT = "\x01"  # stands for a picture, or the state of a form field
_BEGIN, _SEPARATOR, _END = "\x13", "\x14", "\x15"
# Fields without a result that show something: the text of a button, a symbol, and a formula, of
# which Word makes the text above Japanese characters.
_BUTTON = re.compile(r"\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s(.*)", re.DOTALL)
_SYMBOL_CODE = re.compile(r'\s*SYMBOL\s+(\d+)(?:.*?\\f\s+"?([^"\\]+))?', re.DOTALL)
_RUBY = re.compile(r"\s*EQ\b.*\\s\\up[^(]*\([^)]*\)[,;](.*)\)\s*", re.DOTALL)
_VALUE = "\0"  # precedes the value of a form field
_HIDDEN = "hidden text"
_DELETED, _STYLE, _DATA, _SYMBOL, _FONT = 0x0800, 0x4A30, 0x6A03, 0x6A09, 0x4A4F
_SEPARATES_STYLES = 0x0818
# Marks of pictures, notes and the like; the ends of a line and a column, and a hyphen.
_CONTROLS = {
    **dict.fromkeys((*range(9), *range(15, 32), 0x7F), ""),
    **{0x0B: "\n", 0x0E: "\n", 0x1E: "-"},
}


def shown(file: OldFile, start: int, end: int, omitted: list[Omitted]) -> list[str]:
    """The text from `start` to `end`: what is seen of each character, "" for nothing."""
    characters = file.characters[start:end]
    for first, _, properties in file.runs(start, end):
        where = properties.get(_DATA)
        if where and characters[first - start] == _OBJECT:
            characters[first - start] = _VALUE + form_field(file.data_at(where))
    _without_codes(characters)
    kinds: list[tuple[str, int, list[str]]] = []  # the omitted runs: (kind, end, characters)
    for first, last, properties, style in _styled_runs(file, start, end):
        run = slice(first - start, last - start)
        if kind := _omitted(properties, style, file.styles):
            if not (kinds and kinds[-1][:2] == (kind, first)):
                kinds.append((kind, first, []))
            kinds[-1] = (kind, last, kinds[-1][2] + characters[run])
            kept = _ENDS if kind == _HIDDEN else (CELL,)
            characters[run] = [one if one in kept else "" for one in characters[run]]
        else:
            characters[run] = _in_font(characters[run], properties, file.fonts, omitted)
    for kind, _, one in kinds:
        if text := words(one):
            omitted.append(Omitted(kind, text))
    return characters


def paragraphs(characters: list[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """(start, place of the character that ends it) of each from `start` to `end`."""
    first = start
    for at in range(start, end):
        if characters[at] in _ENDS:
            yield first, at
            first = at + 1
    if first < end:
        yield first, end - 1


def hides_number(file: OldFile, end: int) -> bool:
    """Whether a paragraph that ends there has no number, as its end is hidden.

    Its end is hidden, but not its number, if it only separates styles in a line.
    """
    style = number(file.paragraph(end), STYLE)
    return any(
        _omitted(properties, style, file.styles) == _HIDDEN
        and not switch(properties.get(_SEPARATES_STYLES, b""), None)
        for _, _, properties in file.runs(end, end + 1)
    )


def lines(characters: list[str]) -> str:
    """Some of the characters, with line breaks."""
    return "".join(characters).replace(CELL, " ").translate(_CONTROLS)


def words(characters: list[str]) -> str:
    """Some of the characters on one line."""
    return " ".join(lines(characters).split())


def _without_codes(characters: list[str]) -> None:
    """Remove the codes of fields; a field begins, has a result after a separator, and ends."""
    open_fields: list[tuple[int, int | None]] = []
    for at, character in enumerate(characters):
        if character == _BEGIN:
            open_fields.append((at, None))
        elif character == _SEPARATOR and open_fields:
            open_fields[-1] = (open_fields[-1][0], at)
        elif character == _END and open_fields:
            begin, separator = open_fields.pop()
            last = at if separator is None else separator
            code = characters[begin + 1 : last]
            values = [one[1:] for one in code if one.startswith(_VALUE)]
            instead = "".join(values) or ("" if separator else _without_result("".join(code)))
            characters[begin : last + 1] = [instead, *[""] * (last - begin)]


def _without_result(code: str) -> str:
    if found := _BUTTON.match(code) or _RUBY.match(code):
        return found[1].strip()
    if found := _SYMBOL_CODE.match(code):
        return symbol((found[2] or "").strip(), f"{int(found[1]):X}") or ""
    return ""


def _in_font(
    characters: list[str], properties: Properties, fonts: list[str], omitted: list[Omitted]
) -> list[str]:
    """A run of characters in a font; symbols are a bracket whose font and number are properties."""

    def name(value: bytes) -> str | None:
        number = int.from_bytes(value[:2], "little")
        return fonts[number] if value and number < len(fonts) else None

    if (value := properties.get(_SYMBOL)) and any(characters):
        font, code = name(value), f"{int.from_bytes(value[2:4], 'little'):X}"
        character = symbol(font, code)
        if character is None:
            omitted.append(Omitted("symbol", name=f"{code} of {font}"))
        return [(character or "") if one == "(" else one for one in characters]
    font = name(properties.get(_FONT, b""))
    return [plain(character, font) for character in characters]


def _styled_runs(file: OldFile, start: int, end: int) -> Iterator[tuple[int, int, Properties, int]]:
    """The runs from `start` to `end`, each with the style of its paragraph."""
    for first, last in paragraphs(file.characters, start, end):
        style = number(file.paragraph(last), STYLE)
        for run in file.runs(first, last + 1):
            yield *run, style


def _omitted(properties: Properties, style: int, styles: OldStyles) -> str | None:
    if switch(properties.get(_DELETED, b""), None):
        return "deleted text"
    hidden = styles.is_hidden(number(properties, _STYLE)) if _STYLE in properties else None
    hidden = styles.is_hidden(style) if hidden is None else hidden
    return _HIDDEN if switch(properties.get(HIDDEN, b""), hidden) else None
