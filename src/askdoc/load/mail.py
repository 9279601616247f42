"""Mails, .eml: sender, recipients, date and subject, then the text."""

from __future__ import annotations

import email
from email import policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from askdoc.load.encoding import decode
from askdoc.load.extract import Extract, Refusal, one_line
from askdoc.load.web.markup import text_of
from askdoc.load.web.source import parse
from askdoc.types.documents import Facts, Omitted

_SHOWN = "From", "To", "Cc", "Date", "Subject"


def extract(data: bytes) -> Extract:
    """A mail -> its header and text; attachments are reported as left out."""
    mail = email.message_from_bytes(data, policy=policy.default)
    heads = [(name, one_line(str(mail[name]))) for name in _SHOWN if mail[name]]
    if not heads:
        raise Refusal("it is not a mail; choose a file that a mail program has saved")
    body = mail.get_body(("plain", "html"))
    text = _text(body) if isinstance(body, EmailMessage) else ""
    head = "\n".join(f"{name}: {said}" for name, said in heads)
    attached = [
        Omitted("attachment", name=part.get_filename() or part.get_content_type())
        for part in mail.iter_attachments()
    ]
    facts = Facts(author=one_line(mail["From"]), date=_day(mail["Date"]))
    return Extract(
        f"{head}\n\n{text.strip()}",
        one_line(mail["Subject"]),
        facts=facts,
        omitted=tuple(attached),
    )


def _text(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    said = decode(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
    said = said.replace("\r\n", "\n")
    return text_of(parse(said)) if part.get_content_subtype() == "html" and said.strip() else said


def _day(date: str | None) -> str | None:
    try:
        return parsedate_to_datetime(date).date().isoformat() if date else None
    except ValueError:
        return None
