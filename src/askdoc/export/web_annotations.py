"""Answers as W3C Web Annotations: https://www.w3.org/TR/annotation-model/."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote

from askdoc.export.taken import Taken
from askdoc.types import Answer

# So many characters before and after a quotation tell it from the same words elsewhere.
CONTEXT = 32


def web_annotations(several: Sequence[Taken]) -> str:
    """A JSON-LD page of annotations, one for each answer, with a TextQuote and a TextPosition
    selector of the sentence in the document's text; positions count Unicode characters."""
    items = [_annotation(taken, *one) for taken in several for one in taken.linked]
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationPage",
        "items": items,
    }
    return json.dumps(page, ensure_ascii=False, indent=2) + "\n"


def _annotation(taken: Taken, answer: Answer, link: str) -> dict[str, object]:
    document, sentence = answer.document, answer.sentence
    said = "" if taken.may else " (only the closest passage)"
    return {
        "type": "Annotation",
        "id": f"urn:askdoc:{document.sha256}:{sentence.start}-{sentence.end}",
        "motivation": "highlighting",
        "body": {
            "type": "TextualBody",
            "purpose": "describing",
            "format": "text/plain",
            "value": f"{taken.reply.question}{said}",
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
