"""The browser chat, and the endpoints for programs; the only folder that imports gradio."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from askdoc.chat.visits import Limits

if TYPE_CHECKING:
    from askdoc.chat.page import launch

__all__ = ["Limits", "launch"]

# Read when gradio is imported: the page makes no request to anybody else.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")


def __getattr__(name: str) -> Any:
    """Gradio takes seconds to import: it comes with the first use of `launch`."""
    if name != "launch":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from askdoc.chat import page

    return getattr(page, name)
