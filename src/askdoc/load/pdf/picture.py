"""Render a page of a PDF as an image."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

import pypdfium2

from askdoc.load.extract import Refusal
from askdoc.messages import tr

# The limit for an image in pixels, that of a large screen, because a page may have any size.
_MAX_DOTS = 12_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """png: in base64; width, height: of the page, in points"""

    png: str
    width: float
    height: float


def extract(data: bytes, page: int, width: int) -> Picture:
    """Render a page, from 1; narrower than `width` pixels if it is very long. Raises `Refusal`."""
    pdf = pypdfium2.PdfDocument(data)
    if not 1 <= page <= len(pdf):
        raise Refusal(tr("it has no page {page}, only {pdf}", page=page, pdf=len(pdf)))
    # subtle: a form's values are drawn only after this
    pdf.init_forms()
    shown = pdf[page - 1]
    across, down = shown.get_size()
    scale = min(width / across, (_MAX_DOTS / (across * down)) ** 0.5)
    image = shown.render(scale=scale).to_pil()
    png = io.BytesIO()
    image.save(png, "PNG")
    return Picture(base64.b64encode(png.getvalue()).decode(), across, down)
