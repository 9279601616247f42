"""Mails, .eml: sender, recipients, date and subject, then the text."""

from __future__ import annotations

import base64
import codecs
import email
from collections.abc import Iterator
from email import policy
from email.message import MIMEPart
from email.utils import parsedate_to_datetime

from askdoc.load.encoding import decode
from askdoc.load.extract import Extract, Refusal, one_line
from askdoc.load.web.markup import text_of
from askdoc.load.web.source import parse
from askdoc.messages import tr
from askdoc.types.documents import Facts, Omitted

_SHOWN = "From", "To", "Cc", "Date", "Subject"


def extract(data: bytes) -> Extract:
    """A mail -> its header and text, also of mails forwarded in it; attachments are reported as
    omitted. Raises `Refusal`."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # as some editors save it
        data = decode(data).encode()
    mail = email.message_from_bytes(data, policy=policy.default)
    if not any(mail[name] for name in _SHOWN):
        raise Refusal(tr("it is not a mail; choose a file that a mail program has saved"))
    parts = [_head(mail), *_parts(mail)]
    facts = Facts(author=one_line(mail["From"]), date=_day(mail["Date"]))
    return Extract(
        "\n\n".join(part for part in parts if isinstance(part, str) and part),
        one_line(mail["Subject"]),
        facts=facts,
        omitted=tuple(part for part in parts if isinstance(part, Omitted)),
    )


def page_of(data: bytes) -> str:
    """The HTML of a web archive (MHTML), which is a mail with a page and its pictures."""
    for part in email.message_from_bytes(data, policy=policy.default).walk():
        if part.get_content_type() == "text/html":
            return _decoded(part)
    return ""


def _head(mail: MIMEPart) -> str:
    heads = [(name, one_line(str(mail[name]))) for name in _SHOWN if mail[name]]
    return "\n".join(f"{name}: {said}" for name, said in heads)


def _parts(part: MIMEPart) -> Iterator[str | Omitted]:
    """The texts that a mail program shows, in order, and the attachments."""
    kind = part.get_content_type()
    attached = part.is_attachment() or part.get_filename()
    if kind == "message/rfc822" and part.is_multipart():
        for mail in map(_unpacked, part.iter_parts()):
            yield _head(mail)
            yield from _parts(mail)
    elif kind == "multipart/alternative":
        forms = [list(_parts(one)) for one in part.iter_parts()]  # plain text comes first
        shown = next((form for form in forms if any(isinstance(x, str) for x in form)), [])
        yield from shown
        yield from (
            x for form in forms if form is not shown for x in form if isinstance(x, Omitted)
        )
    elif kind.startswith("multipart/"):
        for one in part.iter_parts():
            yield from _parts(one)
    elif kind in ("text/plain", "text/html") and not attached:
        if text := _text(part).strip():
            yield text
    else:
        yield Omitted("attachment", name=part.get_filename() or kind)


def _unpacked(mail: MIMEPart) -> MIMEPart:
    """A mail in another one, unpacked if it is in base64, which the standard forbids."""
    if mail.keys():
        return mail
    try:
        data = base64.b64decode(str(mail.get_payload()), validate=False)
    except ValueError:
        return mail
    inner = email.message_from_bytes(data, policy=policy.default)
    return inner if inner.keys() else mail


def _decoded(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    said = decode(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
    return said.replace("\r\n", "\n")


def _text(part: MIMEPart) -> str:
    said = _decoded(part)
    return text_of(parse(said)) if part.get_content_subtype() == "html" and said.strip() else said


def _day(date: str | None) -> str | None:
    try:
        return parsedate_to_datetime(date).date().isoformat() if date else None
    except ValueError:
        return None
