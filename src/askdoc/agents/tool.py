"""Tools for agents, their JSON schemas, and the maximum length of a reply."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

# Of one reply: about 10,000 tokens, which clients accept without a warning.
MAX_CHARS = 40_000
OR_NONE = ["integer", "null"]


@dataclass(frozen=True, slots=True)
class Tool:
    """A function of a library that agents can call.

    description: tells agents when to use it; parameters, result: JSON schemas
    """

    name: str
    title: str
    description: str
    parameters: Json
    result: Json
    call: Callable[..., Json]


def fitting(parts: Sequence[Json]) -> int:
    """How many parts fit into one reply; at least one."""
    size = 0
    for count, part in enumerate(parts):
        size += len(json.dumps(part, ensure_ascii=False)) + 2
        if size > MAX_CHARS and count:
            return count
    return len(parts)


def schema(required: str, properties: Json) -> Json:
    """The JSON schema of the parameters of a tool.

    required: the names of required parameters, separated by spaces
    """
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def result(**kinds: Any) -> Json:
    """The JSON schema of the result of a tool: the keys that are always present."""
    properties = {name: {"type": kind} for name, kind in kinds.items()}
    return {"type": "object", "properties": properties, "required": list(kinds)}
