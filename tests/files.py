"""Files of each format, made by the programs' own libraries, for the tests of reading."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas


def pdf(path: Path, pages: Sequence[Sequence[tuple[float, float, str]]], **options: Any) -> Path:
    """Each page as (x, y, words), in points from the lower left; size= and title= if wanted."""
    size = options.pop("size", 11)
    title = options.pop("title", None)
    canvas = Canvas(str(path), pagesize=A4, **options)
    if title:
        canvas.setTitle(title)
    for page in pages:
        for x, y, words in page:
            canvas.setFont("Helvetica", 22 if words.isupper() else size)
            canvas.drawString(x, y, words)
        canvas.showPage()
    canvas.save()
    return path


def raw_pdf(*objects: bytes) -> bytes:
    """Objects 1, 2, ... -> a PDF; the first is its root."""
    data = b"%PDF-1.5\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        start,
    )


def pdf_page(words: str, root: bytes = b"", font: bytes = b"", *objects: bytes) -> bytes:
    """One page; `root` and `font` are put into their dictionaries, the objects are 6, 7, ..."""
    drawn = b"BT /F1 11 Tf 70 700 Td (%s) Tj ET" % words.encode()
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica %s >>" % font,
        *objects,
    )


def lines(text: str, top: float = 760, left: float = 72, step: float = 14) -> list[Any]:
    """The lines of a text, set one below the other -> (x, y, words); a blank line is a gap."""
    return [
        (left, top - i * step, line.strip())
        for i, line in enumerate(text.strip().splitlines())
        if line.strip()
    ]


def word(path: Path) -> Path:
    """A report with a heading, text, lists and a table."""
    report = docx.Document()
    report.core_properties.title = "Report on the flood"
    report.add_heading("The flood", 1)
    report.add_paragraph("The river rose two metres. Nobody was hurt.")
    for item in "Stay at home.", "Call 112.":
        report.add_paragraph(item, style="List Bullet")
    table = report.add_table(2, 2)
    for row, cells in zip(table.rows, (("Town", "Level"), ("Ely", "2.1 m")), strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    report.add_paragraph("After the table.")
    report.save(str(path))
    return path


def packed(path: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def changed(path: Path, members: Mapping[str, bytes]) -> Path:
    """A zip file with some of its members replaced."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    return packed(path, {**old, **members})


def member(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)


def epub(path: Path, chapters: Mapping[str, str | bytes], order: Sequence[str] = ()) -> Path:
    """A book of chapters, file name -> XHTML; `order` is how they are read."""
    items = "".join(f'<item id="{name}" href="{name}"/>' for name in sorted(chapters))
    spine = "".join(f'<itemref idref="{name}"/>' for name in order or chapters)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Two rivers</dc:title>'
        f"</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    members = {f"OEBPS/{name}": chapter for name, chapter in chapters.items()}
    front = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}
    return packed(path, {**front, "OEBPS/book.opf": package, **members})


def xhtml(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{body}</body></html>'
    )


def outlook_mail(path: Path, fields: Mapping[str, str]) -> Path:
    """A mail as Outlook saves it, from texts by the numbers of their properties, ascending."""
    streams = {f"__substg1.0_{tag}001F": said.encode("utf-16-le") for tag, said in fields.items()}
    return compound(path, {**streams, "__properties_version1.0": bytes(32)})


def summary(fields: Mapping[int, str | int | bytes], page: int = 1252) -> bytes:
    """The summary of an Office file: texts, times (100 ns since 1601) and bytes by number."""
    values = {1: struct.pack("<II", 2, page)}
    for number, said in fields.items():
        if isinstance(said, int):
            values[number] = struct.pack("<IQ", 64, said)
        elif isinstance(said, bytes):
            values[number] = said
        else:
            text = said.encode(f"cp{page}") + b"\0"
            padded = text.ljust(-(-len(text) // 4) * 4, b"\0")
            values[number] = struct.pack("<II", 30, len(text)) + padded
    places, at = b"", 8 + 8 * len(values)
    for number, value in values.items():
        places += struct.pack("<II", number, at)
        at += len(value)
    section = struct.pack("<II", at, len(values)) + places + b"".join(values.values())
    kind = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
    return struct.pack("<HHI16xI", 0xFFFE, 0, 2, 1) + kind + struct.pack("<I", 48) + section


def compound(path: Path, streams: Mapping[str, bytes]) -> Path:
    """Small streams in the container of Office up to 2003."""
    end, small, chain, entries = 0xFFFFFFFE, b"", list[int](), list[bytes]()
    for number, (name, data) in enumerate(streams.items(), start=1):
        first, blocks = len(chain), -(-len(data) // 64)
        chain += [*range(first + 1, first + blocks), end][:blocks]
        small += data.ljust(64 * blocks, b"\0")
        after = number + 1 if number < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, after, 0xFFFFFFFF, first, len(data)))
    sizes = -(-len(small) // 512), -(-(len(streams) + 1) // 4)  # of the streams and the folder
    t = next(t for t in range(1, 100) if 128 * t >= t + 1 + sum(sizes))
    starts = t + 1, t + 1 + sizes[0]
    folder = _entry("Root Entry", 5, 0xFFFFFFFF, 1, starts[0], len(small)) + b"".join(entries)
    table = [0xFFFFFFFD] * t + [end]
    for start, size in zip(starts, sizes, strict=True):
        table += [*range(start + 1, start + size), *[end][:size]]
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H", 62, 3, 65534, 9, 6)
    head += bytes(6) + struct.pack("<9I", 0, t, starts[1], 0, 4096, t, 1, end, 0)
    tables = [struct.pack(f"<{len(one)}I", *one) for one in (range(t), table, chain)]
    parts = [_sectors(one, b"\xff") for one in (head + tables[0], *tables[1:])]
    path.write_bytes(b"".join([*parts, _sectors(small), _sectors(folder)]))
    return path


def _sectors(data: bytes, fill: bytes = b"\0") -> bytes:
    return data.ljust(-(-len(data) // 512) * 512, fill)


def _entry(name: str, kind: int, after: int, child: int, first: int, size: int) -> bytes:
    """An entry of the directory; those of one folder are a list."""
    coded = name.encode("utf-16-le")
    length, none = len(coded) + 2, 0xFFFFFFFF
    return struct.pack(
        "<64sHBBIII36sIQ", coded, length, kind, 1, none, after, child, b"", first, size
    )
