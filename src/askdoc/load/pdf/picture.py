"""A page of a PDF as it is shown, as a picture."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

import pypdfium2

from askdoc.load.extract import Refusal
from askdoc.messages import tr

# A page may say that it is as large as a house: no picture has more dots than a large screen.
_MAX_DOTS = 12_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """png: in base 64; width, height: of the page, in points"""

    png: str
    width: float
    height: float


def extract(data: bytes, page: int, width: int) -> Picture:
    """Page `page`, from 1, so many dots wide, fewer if it is very long. Raises `Refusal`."""
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
