"""Rich text, .rtf: paragraphs, tables, lists and notes as they are shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from askdoc.load.extract import Extract, Refusal, one_line
from askdoc.load.facts import author_of, title_of
from askdoc.load.rtf_codes import (
    CHARSETS,
    ENDS,
    HEADS,
    SHOWN,
    SIGNS,
    TOKEN,
    UNSEEN,
    cleaned,
    fill,
    known,
    last,
)
from askdoc.load.web import headings
from askdoc.load.web.markup import text_of
from askdoc.load.word.forms import tick
from askdoc.messages import later, tr
from askdoc.types.documents import Facts, Omitted

_DAMAGED = later("it is damaged or cut off; get the file again, or open it and save it again")
_NUMBER = re.compile(r"(?:\w{2,30} |§ ?)?[(\[]?\w[\w.]{0,30}[.):\]]*")  # "(a)", "Article 2:"
_CHECK_BOX, _CHOICE = 1, 2  # kinds of form fields
_DEFAULT = 25  # the value of a field that was not filled in
MAX_DEPTH = 10_000  # groups inside of groups


@dataclass(frozen=True, slots=True)
class _State:
    """What holds until a group ends. into: the kind of its text, "" for the body"""

    into: str = ""
    hidden: bool = False
    skip: int = 1  # characters that stand for one of Unicode in old programs
    font: int = 0


@dataclass
class _Paragraph:
    in_table: bool = False
    level: int | None = None  # of a heading
    mark: str = ""
    words: list[str] = field(default_factory=list)


def extract(data: bytes) -> Extract:
    """A document -> its paragraphs and tables, with its notes at the end. Raises `Refusal`."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise Refusal(tr(_DAMAGED))
    reader = _Reader(data)
    page = reader.page()
    text = text_of(page)
    first = next((h for h in page.iter("h1", "h2", "h3") if text_of(h)), None)
    title = title_of(reader.info.get("title")) or title_of(reader.info.get("subject"))
    return Extract(
        text,
        title or (one_line(text_of(first)) if first is not None else None),
        facts=Facts(author_of(reader.info.get("author")), reader.date),
        omitted=tuple(reader.omitted),
        headings=tuple(headings.places(text, headings.levels(page))),
    )


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.info: dict[str, str] = {}
        self.date: str | None = None
        self.omitted: list[Omitted] = []
        self._data = data
        self._page = etree.Element("body")
        self._notes = etree.Element("ul")
        self._fonts: dict[int, str] = {}
        self._levels: dict[int, int] = {}  # style -> the level of its headings
        self._style: int | None = None  # that is being defined
        self._encoding = "cp1252"
        self._bytes = bytearray()
        self._paragraph = _Paragraph()
        self._cells: list[list[str]] = []
        self._cell: list[str] = []
        self._row_heads = False
        self._hidden: list[str] = []
        self._aside: dict[str, list[str]] = {}
        self._stack: list[_State] = []
        self._state = _State()
        self._waits = 0  # characters to skip after one of Unicode
        self._starred = False
        self._made: dict[str, int] = {}
        self._field: dict[str, int] = {}  # a check box or a choice: its type, value and default
        self._choices: list[str] = []

    def page(self) -> etree._Element:
        at = 0
        while token := TOKEN.match(self._data, at):
            at = token.end()
            if token["brace"]:
                self._flush()
                self._waits = 0
                self._brace(token["brace"] == b"{")
            elif token["word"]:
                word, number = token["word"].decode().lower(), token["number"]
                if word == "bin":  # raw bytes
                    at += max(int(number or 0), 0)
                    continue
                starred, self._starred = self._starred, False
                self._word(word, int(number) if number else None, starred)
            elif token["byte"]:
                self._raw(bytes.fromhex(token["byte"].decode()))
            elif token["sign"]:
                self._sign(token["sign"])
            elif token["text"]:
                self._raw(token["text"])
        self._flush()
        self._end("p")
        self._end_table()
        if hidden := " ".join(cleaned("".join(self._hidden)).split()):
            self.omitted.append(Omitted("hidden text", hidden))
        if len(self._notes):
            self._page.append(self._notes)
        return self._page

    def _brace(self, opens: bool) -> None:
        self._starred = False
        if opens:
            if len(self._stack) > MAX_DEPTH:
                raise Refusal(tr(_DAMAGED))
            self._stack.append(self._state)
            return
        before = self._state
        self._state = self._stack.pop() if self._stack else _State()
        if before.into != self._state.into:
            self._close(before.into, "".join(self._aside.pop(before.into, [])))

    def _close(self, into: str, text: str) -> None:
        """The text of a group that does not stand in the body."""
        text = text.strip()
        if into in ("title", "subject", "author"):
            self.info[into] = text
        elif into == "creatim" and all(map(self._made.get, ("yr", "mo", "dy"))):
            self.date = "{yr:04}-{mo:02}-{dy:02}".format_map(self._made)
        elif into in HEADS and text:
            if ("running head", one_line(text)) not in [(o.kind, o.text) for o in self.omitted]:
                self.omitted.append(Omitted("running head", one_line(text)))
        elif into == "annotation" and text:
            self.omitted.append(Omitted("comment", one_line(text)))
        elif into == "footnote" and text:
            mark = str(len(self._notes) + 1)
            etree.SubElement(self._notes, "li", mark=f"{mark}. ").text = cleaned(text)
            self._paragraph.words.append(f"[{mark}]")
        elif into == "ffl":
            self._choices.append(cleaned(text))
        elif into == "formfield":
            self._paragraph.words.append(self._form_field())
        elif into == "listtext":
            is_number = text != "o" and bool(_NUMBER.fullmatch(text))
            self._paragraph.mark = f"{text} " if is_number else "- " * bool(text)

    def _word(self, word: str, number: int | None, starred: bool) -> None:
        self._flush()
        self._waits = 0
        state = self._state
        if word == "u" and number is not None:
            self._write(chr(number % 0x10000))
            self._waits = state.skip
        elif word == "uc":
            self._state = replace(state, skip=number or 0)
        elif word in ("listtext", "pntext"):
            self._state = replace(state, into="listtext")
        elif word == "footnote":
            self._state = replace(state, into="footnote")
        elif state.into == "" and word in ENDS:
            self._end(ENDS[word])
        elif word in UNSEEN or (starred and word not in SHOWN):
            self._state = replace(state, into=word)
        elif word in ("title", "subject", "author", "creatim") and state.into == "info":
            self._state = replace(state, into=word)
            self._made = {}
        elif word in SIGNS:
            self._write(SIGNS[word])
        elif word in ("line", "lbr", "par", "cell", "row"):
            self._write("\n")
        else:
            self._property(word, number)

    def _property(self, word: str, number: int | None) -> None:
        state = self._state
        if word == "ansicpg":
            self._encoding = known(f"cp{number}", self._encoding)
        elif word == "mac":
            self._encoding = "mac_roman"
        elif word == "f" and number is not None:
            self._state = replace(state, font=number)
        elif word == "fcharset" and state.into == "fonttbl" and number:
            self._fonts[state.font] = CHARSETS.get(number, "")
        elif word == "plain":
            self._state = replace(state, hidden=False)
        elif word in ("v", "deleted"):
            self._state = replace(state, hidden=number != 0)
        elif word == "s" and state.into == "stylesheet":
            self._style = number
        elif word == "outlinelevel" and number is not None:
            if state.into == "stylesheet" and self._style is not None:
                self._levels[self._style] = number + 1
            else:
                self._paragraph.level = number + 1 if number < 9 else None
        elif word == "s" and number is not None and not state.into:
            self._paragraph.level = self._levels.get(number)
        elif word == "pard" and not state.into:
            self._paragraph.in_table, self._paragraph.level = False, None
        elif word == "intbl":
            self._paragraph.in_table = True
        elif word == "trowd":
            self._row_heads = False
        elif word == "trhdr":
            self._row_heads = True
        elif word in ("yr", "mo", "dy") and state.into == "creatim":
            self._made[word] = number or 0
        elif word in ("fftype", "ffres", "ffdefres") and state.into == "formfield":
            self._field[word] = number or 0

    def _form_field(self) -> str:
        """The state of a check box or a choice; other fields contain text."""
        value = self._field.get("ffres", _DEFAULT)
        value = self._field.get("ffdefres", 0) if value == _DEFAULT else value
        kind, choices = self._field.get("fftype"), self._choices
        self._field, self._choices = {}, []
        if kind == _CHECK_BOX:
            return tick(bool(value))
        return choices[value] if kind == _CHOICE and 0 <= value < len(choices) else ""

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif sign in b"\\{}":
            self._raw(sign)
        else:
            self._flush()
            self._write({b"~": " ", b"_": "-", b"\r": "\n", b"\n": "\n"}.get(sign, ""))
            if sign in b"\r\n" and not self._state.into:
                self._end("p")

    def _raw(self, data: bytes) -> None:
        cut = min(self._waits, len(data))
        self._waits -= cut
        self._bytes += data[cut:]

    def _flush(self) -> None:
        """Decode the bytes so far: a character may consist of several."""
        if self._bytes:
            encoding = self._fonts.get(self._state.font) or self._encoding
            self._write(bytes(self._bytes).decode(encoding, "replace"))
            self._bytes.clear()

    def _write(self, text: str) -> None:
        state = self._state
        if state.into:
            self._aside.setdefault(state.into, []).append(text)
        elif state.hidden:
            self._hidden.append(text)
        else:
            self._paragraph.words.append(text)

    def _end(self, kind: str) -> None:
        """The end of a paragraph, a cell or a row of a table."""
        paragraph = self._paragraph
        self._paragraph = _Paragraph(paragraph.in_table, paragraph.level)
        text = cleaned("".join(paragraph.words))
        self._hidden.append(" ")
        if kind == "p" and paragraph.in_table:
            self._cell.append(paragraph.mark + text)
        elif kind == "cell":
            self._cell.append(paragraph.mark + text)
            self._cells.append(self._cell)
            self._cell = []
        elif kind == "row":
            self._end_row()
        else:
            self._end_table()
            self._line(paragraph, text)

    def _line(self, paragraph: _Paragraph, text: str) -> None:
        if not text.strip():
            return
        name = (
            f"h{min(paragraph.level, 6)}" if paragraph.level else "li" * bool(paragraph.mark) or "p"
        )
        parent, mark = self._page, paragraph.mark
        if name == "li":
            before = last(self._page)
            is_list = before is not None and before.tag == "ul"
            parent = before if is_list and before is not None else etree.SubElement(parent, "ul")
        line = etree.SubElement(parent, name, **({"mark": mark} if name == "li" else {}))
        fill(line, text if name == "li" else mark + text)

    def _end_row(self) -> None:
        table = last(self._page)
        if table is None or table.tag != "table" or table.get("ended"):
            table = etree.SubElement(self._page, "table")
        row = etree.SubElement(table, "tr")
        for cell in self._cells:
            made = etree.SubElement(row, "th" if self._row_heads else "td")
            for text in filter(str.strip, cell):
                fill(etree.SubElement(made, "p"), text)
        self._cells = []

    def _end_table(self) -> None:
        if self._cells or self._cell:  # its row was never ended
            self._cells += [self._cell] if any(self._cell) else []
            self._cell = []
            self._end_row()
        before = last(self._page)
        if before is not None and before.tag == "table":
            before.set("ended", "1")
