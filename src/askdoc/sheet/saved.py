"""Save the cells of a sheet in a file while it is made, so that an interruption loses none."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import TextIO

from askdoc.errors import SheetError
from askdoc.messages import tr
from askdoc.sheet.cells import Cell
from askdoc.types import Document


class SavedCells:
    """Cells in a JSON Lines file, each written as soon as it is known.

    made_by: what else the answers depend on, such as the model; cells made by
    something else are ignored

    A cell is reused only for the same question, and the same text under the same name. If the last
    line is incomplete, as after a power failure, its cell is asked again.

    Raises `SheetError` if the file cannot be read or written, or contains anything else.
    """

    def __init__(self, file: Path, made_by: str) -> None:
        self.file, self.made_by = file, made_by
        self._cells: dict[str, Cell] = {}
        self._open: TextIO | None = None
        try:
            data = file.read_bytes() if file.exists() else b""
            whole = data[: data.rfind(b"\n") + 1]
            for number, line in enumerate(whole.splitlines(), start=1):
                self._read(number, line)
            self._open = file.open("a", encoding="utf-8", newline="\n")
            if len(whole) < len(data):
                self._open.truncate(len(whole))
        except OSError as error:
            raise SheetError(_refused(file, error)) from None

    def _read(self, number: int, line: bytes) -> None:
        try:
            row = json.loads(line)
            self._cells[row["key"]] = Cell(**row["cell"])
        except (ValueError, TypeError, KeyError):
            raise SheetError(
                tr(
                    "{file}, line {number}: contains no cell of a table; name another file",
                    file=self.file,
                    number=number,
                )
            ) from None

    @property
    def count(self) -> int:
        """The number of saved cells."""
        return len(self._cells)

    def __enter__(self) -> SavedCells:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._open:
            self._open.close()

    def known(self, document: Document, question: str) -> Cell | None:
        """The saved cell of a document and a question; None if there is none."""
        return self._cells.get(self._key(document, question))

    def save(self, document: Document, question: str, cell: Cell) -> None:
        """Save a cell. Raises `SheetError` if the file cannot be written."""
        assert self._open is not None
        key = self._key(document, question)
        row = {"key": key, "document": document.name, "question": question, "cell": asdict(cell)}
        try:
            self._open.write(json.dumps(row, ensure_ascii=False) + "\n")
            self._open.flush()
        except OSError as error:
            raise SheetError(_refused(self.file, error)) from None
        self._cells[key] = cell

    def _key(self, document: Document, question: str) -> str:
        parts = self.made_by, document.name, document.sha256, document.text, question
        data = "\0".join(parts).encode("utf-8", errors="surrogatepass")
        return hashlib.sha256(data).hexdigest()[:32]


def _refused(file: Path, error: OSError) -> str:
    why = (error.strerror or type(error).__name__).lower()
    return tr("{file}: cannot be read or written ({why}); name another file", file=file, why=why)
