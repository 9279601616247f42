"""The tensors of a memory-mapped safetensors file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Weights = Mapping[str, Floats]

_FLOATS = "F32", "F16", "BF16"


@dataclass(frozen=True, slots=True)
class Stored:
    """A tensor of floats in a file.

    kind: F32, F16 or BF16; data: its bytes
    """

    kind: str
    shape: tuple[int, ...]
    data: NDArray[np.uint8]

    def floats(self) -> Floats:
        """Its values; F32 is not copied."""
        if self.kind == "F32":
            found = self.data.view(np.float32)
        elif self.kind == "F16":
            found = self.data.view(np.float16).astype(np.float32)
        else:  # the upper half of a float32
            found = (self.data.view(np.uint16).astype(np.uint32) << 16).view(np.float32)
        return found.reshape(self.shape)


class Lazy(Mapping[str, Floats]):
    """Tensors that are converted to float32 when they are first used."""

    def __init__(self, stored: Mapping[str, Stored]) -> None:
        self.stored = stored
        self._floats: dict[str, Floats] = {}

    def __getitem__(self, name: str) -> Floats:
        if name not in self._floats:
            self._floats[name] = self.stored[name].floats()
        return self._floats[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.stored)

    def __len__(self) -> int:
        return len(self.stored)


def read_stored(path: Path) -> dict[str, Stored]:
    """The tensors of floats of a safetensors file; tensors of integers are left out.

    Eight bytes contain the length of the JSON header, which has the offsets of all tensors.
    Raises OSError or ValueError if it is invalid.
    """
    data = np.memmap(path, np.uint8, "r").view(np.ndarray)  # a plain array is faster to slice
    start = 8 + int.from_bytes(data[:8].tobytes(), "little")
    found = {}
    for name, about in json.loads(data[8:start].tobytes()).items():
        if about.get("dtype") in _FLOATS:
            first, end = about["data_offsets"]
            row = data[start + first : start + end]
            found[name] = Stored(about["dtype"], tuple(about["shape"]), row)
    return found


def read_weights(path: Path) -> dict[str, Floats]:
    """The tensors of a safetensors file as float32."""
    return {name: stored.floats() for name, stored in read_stored(path).items()}
