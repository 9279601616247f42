"""Mails inside of mails and the outputs of cells of notebooks."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from test_formats_more import written

from askdoc.load import load

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("read_here")]


def test_packed_mail_in_a_mail_is_read(tmp_path: Path) -> None:
    inner = base64.encodebytes(b"Subject: Pier\nFrom: ana@example.org\n\nIt is old.\n").decode()
    mail = (
        "Subject: Fwd\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
        f"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{inner}--b--\n"
    )
    text = load(written(tmp_path / "a.eml", mail)).text
    assert text == "Subject: Fwd\n\nFrom: ana@example.org\nSubject: Pier\n\nIt is old."


def test_mail_in_utf_16_is_read(tmp_path: Path) -> None:
    mail = "Subject: Pier\nContent-Type: text/plain; charset=utf-8\n\nIt is süß.\n"
    text = load(written(tmp_path / "a.eml", mail.encode("utf-16"))).text
    assert text == "Subject: Pier\n\nIt is süß."


def test_outputs_of_cells_are_read(tmp_path: Path) -> None:
    outputs = [
        {"output_type": "error", "ename": "NameError", "evalue": "tide is not defined"},
        {"output_type": "display_data", "data": {"text/html": ["<p>The <b>tide</b></p>"]}},
        {"output_type": "display_data", "data": {"text/markdown": "*rose*", "text/plain": "<M>"}},
        {"output_type": "stream", "text": "\x1b[31mslowly\x1b[0m"},
    ]
    cells = [
        {"cell_type": "code", "source": "# no title", "outputs": outputs},
        {"cell_type": "markdown", "source": "# Tides"},
    ]
    document = load(written(tmp_path / "a.ipynb", json.dumps({"cells": cells})))
    assert document.title == "Tides"
    assert document.text.split("\n\n") == [
        "```\n# no title\n```", "```\nNameError: tide is not defined\n```", "The tide", "*rose*",
        "```\nslowly\n```", "# Tides",
    ]  # fmt: skip
