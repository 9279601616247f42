"""Export answers as W3C Web Annotations: https://www.w3.org/TR/annotation-model/."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote

from askdoc.export.exported import ExportedReply
from askdoc.messages import tr
from askdoc.types import Answer

# The characters before and after a quotation that distinguish it from the same words elsewhere.
CONTEXT = 32


def web_annotations(several: Sequence[ExportedReply]) -> str:
    """A JSON-LD page with one annotation per answer.

    Each has a TextQuoteSelector and a TextPositionSelector of the sentence in the text of the
    document; positions count Unicode characters.
    """
    items = [_annotation(exported, *one) for exported in several for one in exported.linked]
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationPage",
        "items": items,
    }
    return json.dumps(page, ensure_ascii=False, indent=2) + "\n"


def _annotation(exported: ExportedReply, answer: Answer, link: str) -> dict[str, object]:
    document, sentence = answer.document, answer.sentence
    said = "" if exported.may else f" ({tr('only the closest passage')})"
    return {
        "type": "Annotation",
        "id": f"urn:askdoc:{document.sha256}:{sentence.start}-{sentence.end}",
        "motivation": "highlighting",
        "body": {
            "type": "TextualBody",
            "purpose": "describing",
            "format": "text/plain",
            "value": f"{exported.reply.question}{said}",
        },
        "target": {
            "source": quote(document.name),
            **({"id": link} if link else {}),
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": sentence.text,
                    "prefix": document.text[max(0, sentence.start - CONTEXT) : sentence.start],
                    "suffix": document.text[sentence.end : sentence.end + CONTEXT],
                },
                {"type": "TextPositionSelector", "start": sentence.start, "end": sentence.end},
            ],
        },
    }
