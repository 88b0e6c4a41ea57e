"""Finds messages that are forwarded inside the text of another one, by their header lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.ingest.formats.mail_body import Body, shown_lines

# The header lines as mail programs write them into a text, in the languages of the most common ones.
LABELS = {
    "From": "from von de da van från fra od от від lähettäjä feladó kimden expéditeur remitente mittente afzender avsändare 差出人 发件人",
    "Date": "date sent datum gesendet data envoyé enviado enviada fecha inviato verzonden skickat sendt dato dátum lähetetty päivämäärä wysłano"
    " odesláno дата отправлено tarih gönderildi 日付 日時 发送时间 日期",
    "Subject": "subject betreff objet asunto oggetto assunto onderwerp ämne emne aihe temat předmět předmet тема konu tárgy 件名 主题",
    "To": "to an à para a aan till til vastaanottaja do komu кому kime címzett 宛先 收件人",
    "Cc": "cc bcc kopie copia kopia копия reply-to",
}
NAMES = {label: name for name, labels in LABELS.items() for label in labels.split()}
HEADER_LINE = re.compile(r"[*_]{0,2}([^\W\d_][\w-]{0,18})(?: \w{1,3})?[*_]{0,2}\s?[:：][*_]{0,2}\s*(.*)")
MARKER = re.compile(r"[\s>]*(?:[-_=*─—]{3,}[^\n]{0,60}|[^\n]{0,60}[:：])\s*")  # "---- Forwarded message ----", "Begin forwarded message:"
MIN_NAMES = ("From", "Date", "Subject")
MAX_HEADER_LINES = 12
FORWARD_PREFIX = re.compile(r"^(?:\s*(?:fwd?|wg|tr|rv|enc|i|vs|vb|doorst|pd|fs|továbbítás|re|aw)\s*:\s*)+", re.IGNORECASE)
MAX_SIGNATURE_LINES = 12
MIN_LETTERS = 80  # a shorter text before a forwarded message is a note, and no article


@dataclass(frozen=True)
class Forwarded:
    """A forwarded message: its header by standard names, the header as it is written, and its text."""

    header: dict[str, str]
    written: str
    text: str


def split_forwards(body: Body, subject: str) -> tuple[str, list[Forwarded]]:
    """The plain text before forwarded messages, and these messages. A text without any is returned as it is, also HTML."""
    lines = (shown_lines(body.text) if body.kind == "html" else body.text).split("\n")
    heads = list(find_heads(lines))
    note = "\n".join(lines[: heads[0].start]) if heads else body.text
    if not heads or not (heads[0].is_marked or FORWARD_PREFIX.match(subject) or is_note(note)):  # a story can print a letter
        return body.text, []
    ends = [head.start for head in heads[1:]] + [len(lines)]
    found = [Forwarded(h.fields, "\n".join(lines[h.start : h.end]).strip(), unquoted(lines[h.end : end])) for h, end in zip(heads, ends, strict=True)]
    return note, found


def is_note(text: str) -> bool:
    return sum(map(str.isalpha, text)) < MIN_LETTERS


@dataclass(frozen=True)
class Head:
    """The header of a forwarded message: from line `start` to before line `end`. `is_marked`: a line before it says that a message follows."""

    start: int
    end: int
    fields: dict[str, str]
    is_marked: bool


def find_heads(lines: list[str]) -> Iterator[Head]:
    at = 0
    while at < len(lines):
        fields, end = read_head(lines, at)
        if fields:
            before = next((n for n in range(at - 1, max(at - 4, -1), -1) if lines[n].strip(" >")), None)
            is_marked = before is not None and MARKER.fullmatch(lines[before]) is not None
            yield Head(before if is_marked and before is not None else at, end, fields, is_marked)
        at = max(end, at + 1)


def read_head(lines: list[str], at: int) -> tuple[dict[str, str], int]:
    """The header fields from a line on, and the line after them. Empty if these lines are no header of a message."""
    fields: dict[str, str] = {}
    last, n = "", at
    while n < min(len(lines), at + MAX_HEADER_LINES):
        line = lines[n].strip(" >\t\u00a0")
        name, value = field_of(line)
        if name and name not in fields:
            fields[name], last = value, name
        elif not fields or is_complete(fields):
            break
        elif line and not fields[last]:  # the value stands below its name
            fields[last] = value
        elif line:
            break
        n += 1
    return (fields, n) if is_complete(fields) or is_addressed(fields) else ({}, at)


def field_of(line: str) -> tuple[str | None, str]:
    """The standard name and the value of a header line; None and the line itself if it is none."""
    found = HEADER_LINE.fullmatch(line)
    name = NAMES.get(found[1].lower()) if found else None
    return (name, found[2].strip("* ")) if found and name else (None, line)


def is_complete(fields: dict[str, str]) -> bool:
    return all(fields.get(name) for name in MIN_NAMES)


def is_addressed(fields: dict[str, str]) -> bool:
    """Whether a header without all fields has enough of them: two, and the address of the sender."""
    return "@" in fields.get("From", "") and len(fields.keys() & {"Date", "Subject", "To"}) >= 2


def unquoted(lines: list[str]) -> str:
    """The lines without the `>` before each, if all have it."""
    filled = [line for line in lines if line.strip()]
    while filled and all(line.lstrip().startswith(">") for line in filled):
        lines = [line.lstrip().removeprefix(">").removeprefix(" ") for line in lines]
        filled = [line for line in lines if line.strip()]
    return "\n".join(lines)


def without_signature(text: str) -> tuple[str, str]:
    """A text without the signature after its last line `-- `, and the signature."""
    lines = text.split("\n")
    at = next((n for n in range(len(lines) - 1, max(len(lines) - 2 - MAX_SIGNATURE_LINES, -1), -1) if lines[n].strip() == "--"), None)
    return (text, "") if at is None else ("\n".join(lines[:at]), " ".join(" ".join(lines[at + 1 :]).split()))
