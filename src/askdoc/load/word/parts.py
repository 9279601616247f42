"""The parts of an Office file and their relationships."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from askdoc.load.archive import members
from askdoc.load.extract import Refusal
from askdoc.load.word.xml import children, parse, value
from askdoc.messages import tr

# Word never writes one; entity expansion attacks need it.
_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"))


@dataclass(frozen=True)
class Parts:
    """members: name -> content"""

    members: dict[str, bytes]

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """The relationships of a part: id -> (kind, name of the part). The package itself is ""."""
        folder, base = posixpath.split(name)
        found = {}
        for one in children(
            self.xml(posixpath.join(folder, "_rels", base + ".rels")), "relationship"
        ):
            if (value(one, "TargetMode") or "").lower() != "external":
                kind = (value(one, "Type") or "").rpartition("/")[2].lower()
                path = posixpath.join("/", folder, unquote(value(one, "Target") or ""))
                found[value(one, "Id") or ""] = (kind, posixpath.normpath(path).lstrip("/"))
        return found

    def main(self, usual: str = "word/document.xml") -> str | None:
        """The name of the part with the text; None if there is none."""
        named = [path for kind, path in self.related("").values() if kind == "officedocument"]
        return next((path for path in (*named, usual) if path in self.members), None)

    def xml(self, name: str | None) -> etree._Element | None:
        """The root of a part; None if there is no such part.

        Raises `Refusal` if it declares entities, `etree.XMLSyntaxError` if it is not XML.
        """
        part = self.members.get(name or "")
        if part and any(doctype in part for doctype in _DOCTYPES):
            raise Refusal(
                tr(
                    "its {name} declares XML entities, which Office never does; do not trust it",
                    name=name,
                )
            )
        return parse(part)


def open_parts(data: bytes, usual: str, missing: str) -> tuple[Parts, str, etree._Element]:
    """The parts of an Office file -> (all, the name of the main one, its root).

    usual: the name that the main part has in most files; missing: what is said if there is none
    Raises `Refusal`.
    """
    parts = Parts(members(data, lambda name: name.lower().endswith((".xml", ".rels"))))
    main = parts.main(usual)
    root = parts.xml(main)
    if main is None or root is None:
        raise Refusal(missing)
    return parts, main, root
