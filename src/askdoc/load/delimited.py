"""Text tables, .csv and .tsv: one line per row, with the cells separated by bars.

name,port            name | port
"web, old",8080  ->  web, old | 8080
"""

from __future__ import annotations

import csv
import io

from askdoc.load.encoding import damage, decode
from askdoc.load.extract import Extract, Refusal
from askdoc.messages import tr

_SAMPLE = 10_000
_DELIMITERS = ",;\t|"


def extract(data: bytes) -> Extract:
    """A table -> its rows; the delimiter is detected from the first rows."""
    text = decode(data)
    csv.field_size_limit(len(text) + 1)
    delimiter = _delimiter(text[:_SAMPLE])
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        lines = [row_line(row) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise Refusal(
            tr("it is not a table of rows and cells ({error}); save it again as CSV", error=error)
        ) from None
    return Extract("\n".join(lines), omitted=damage(text))


def row_line(cells: list[str]) -> str:
    """The cells of a row on one line; empty ones keep their place."""
    return " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells).rstrip()


def _delimiter(sample: str) -> str:
    # subtle: only the delimiter is used; the sniffer's guess about doubled quotation marks is
    # unreliable
    try:
        return csv.Sniffer().sniff(sample, _DELIMITERS).delimiter
    except csv.Error:  # a single column, or rows of several kinds
        return "\t" if "\t" in sample.partition("\n")[0] else ","
