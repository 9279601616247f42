"""The browser chat, and the endpoints for programs; the only folder that imports gradio."""

from __future__ import annotations

import os

# Read when gradio is imported: the page makes no request to anybody else.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from askdoc.chat.page import build, launch
from askdoc.chat.visits import Limits

__all__ = ["Limits", "build", "launch"]
