"""The values of form fields in an old Word document: check boxes and choices (FFData)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from askdoc.load.word.forms import tick

_CHECK_BOX, _CHOICE = 1, 2
_DEFAULT = 25  # the value of a field that was not filled in


def form_field(data: bytes) -> str:
    """What a field shows, from its data; "" for other fields, whose value is text."""
    try:
        return _shown(data)
    except struct.error:  # damaged
        return ""


def _shown(data: bytes) -> str:
    (head,) = struct.unpack_from("<H", data, 4)
    version, bits = struct.unpack_from("<iH", data, head)
    kind, value = bits & 3, bits >> 2 & 31
    if version != -1 or kind not in (_CHECK_BOX, _CHOICE):
        return ""
    at = _after_text(data, head + 10)  # its name
    (default,) = struct.unpack_from("<H", data, at)
    value = default if value == _DEFAULT else value
    if kind == _CHECK_BOX:
        return tick(bool(value))
    at += 2
    for _ in range(5):  # its format, help, status, and macros on entering and leaving
        at = _after_text(data, at)
    choices = list(_choices(data, at))
    return choices[value] if value < len(choices) else ""


def _after_text(data: bytes, at: int) -> int:
    (length,) = struct.unpack_from("<H", data, at)
    return at + 2 + 2 * int(length) + 2


def _choices(data: bytes, at: int) -> Iterator[str]:
    (count,) = struct.unpack_from("<H", data, at + 2)
    at += 6
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        yield data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
        at += 2 + 2 * length
