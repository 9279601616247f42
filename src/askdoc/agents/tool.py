"""What a tool for agents is, and how long its reply may be."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

# Of one reply: some 10,000 tokens, which is what clients take without a warning.
MOST_CHARS = 40_000


@dataclass(frozen=True, slots=True)
class Tool:
    """A function of a library for agents.

    description: by which an agent chooses it; parameters, result: JSON schemas
    """

    name: str
    title: str
    description: str
    parameters: Json
    result: Json
    call: Callable[..., Json]


def fitting(parts: Sequence[Json]) -> int:
    """How many of them, one at least, make a reply that is not too long."""
    size = 0
    for count, part in enumerate(parts):
        size += len(json.dumps(part, ensure_ascii=False)) + 2
        if size > MOST_CHARS and count:
            return count
    return len(parts)


def schema(required: str, properties: Json) -> Json:
    """A schema of what a tool takes, and of these the names that are required."""
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def result(**kinds: Any) -> Json:
    """A schema of what a tool gives: the keys that are always there."""
    properties = {name: {"type": kind} for name, kind in kinds.items()}
    return {"type": "object", "properties": properties, "required": list(kinds)}
