"""Write the small part of the ONNX file format that the models need, without a library.

An ONNX file is a Protocol Buffers message: fields of a number and a value, where
a value may be a message itself. The numbers are those of onnx.proto.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

# The domain of ONNX Runtime's fused operators.
FUSED = "com.microsoft"
_OPERATORS, _FUSED_OPERATORS, _FORMAT = 18, 1, 8

# Types of attributes and of tensor elements.
_FLOAT, _INT = 1, 2
_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int64": 7}


def model(
    nodes: Iterable[bytes], weights: Iterable[bytes], inputs: Sequence[bytes], output: bytes
) -> bytes:
    """A complete ONNX file."""
    graph = b"".join(
        [
            *(_field(1, node) for node in nodes),
            _field(2, "askdoc"),
            *(_field(5, tensor) for tensor in weights),
            *(_field(11, value) for value in inputs),
            _field(12, output),
        ]
    )
    sets = [
        _field(8, _field(1, domain) + _field(2, version))
        for domain, version in (("", _OPERATORS), (FUSED, _FUSED_OPERATORS))
    ]
    return _field(1, _FORMAT) + _field(7, graph) + b"".join(sets)


def node(operator: str, inputs: str, outputs: str, domain: str = "", **settings: float) -> bytes:
    """A node. inputs and outputs: names separated by spaces, "-" for an omitted one."""
    return b"".join(
        [
            *(_field(1, "" if name == "-" else name) for name in inputs.split()),
            *(_field(2, name) for name in outputs.split()),
            _field(4, operator),
            *(_field(5, _setting(name, value)) for name, value in settings.items()),
            _field(7, domain),
        ]
    )


def tensor(name: str, values: NDArray[np.generic]) -> bytes:
    """An initializer: weights of the model."""
    shape = b"".join(_field(1, length) for length in values.shape)
    kind = _field(2, _TYPES[values.dtype.name])
    return shape + kind + _field(8, name) + _field(9, values.tobytes())


def value(name: str, shape: Sequence[int | str]) -> bytes:
    """An input or output of float32; a variable dimension is a word."""
    lengths = (_field(1, x) if isinstance(x, int) else _field(2, x) for x in shape)
    dimensions = b"".join(_field(1, length) for length in lengths)
    return _field(1, name) + _field(2, _field(1, _field(1, 1) + _field(2, dimensions)))


def _setting(name: str, given: float) -> bytes:
    if isinstance(given, int):
        return _field(1, name) + _field(3, given) + _field(20, _INT)
    return _field(1, name) + _field(2, given) + _field(20, _FLOAT)


def _field(number: int, given: float | str | bytes) -> bytes:
    """150 -> field number and wire type 0, 150; text or message -> field number and wire type 2,
    length, bytes"""
    if isinstance(given, int):
        return _whole(number << 3) + _whole(given)
    if isinstance(given, float):
        return _whole(number << 3 | 5) + struct.pack("<f", given)
    data = given.encode() if isinstance(given, str) else given
    return _whole(number << 3 | 2) + _whole(len(data)) + data


def _whole(number: int) -> bytes:
    """A varint: seven bits a byte, lowest first; the eighth means that more follow: 150 -> 96 01"""
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    found.append(number)
    return bytes(found)
