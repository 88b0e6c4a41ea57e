"""Documents made to cost more than they are worth. `write_bombs` puts each into a file; run as a program, it has them all parsed.

Run as `python bombs.py FOLDER`: prints a line of JSON a bomb: what became of it and of the articles after it, seconds, peak memory.
"""

import gzip
import io
import json
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SENTENCE = "The council of Druva met on Tuesday and put off the vote on the harbour until the autumn. "
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def page(body: str) -> bytes:
    return f"<html><head><title>Harbour vote</title></head><body><article><p>{SENTENCE * 3}</p>{body}</article></body></html>".encode()


def docx(document: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", document)
    return packed.getvalue()


def pdf(*objects: bytes) -> bytes:
    """A PDF of numbered objects, the first being the catalogue."""
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(made) + tail % (len(places) + 1, table, len(places) + 1, len(made))


def pdf_of(content: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    stream = b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(content), filters, content)
    about = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>"
    return pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", about, stream, font)


def deflated(piece: bytes, times: int) -> bytes:
    packer = zlib.compressobj(6)
    return b"".join(packer.compress(piece) for _ in range(times)) + packer.flush()


def laughs(levels: int) -> bytes:
    names = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels)]
    return f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a0 "ha">{"".join(names)}]><w:document {W}><w:p><w:t>&a{levels - 1};</w:t></w:p></w:document>'.encode()


def yaml_laughs() -> bytes:
    levels = "\n".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10))
    return f"---\na0: &a0 [ha, ha]\n{levels}\n---\n# Harbour vote\n\n{SENTENCE * 3}\n".encode()


def attached(size: int) -> bytes:
    head = b"From: Corvane Wire <desk@corvane.example>\nSubject: Harbour vote\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n"
    body = b"--B\nContent-Type: text/plain\n\n" + SENTENCE.encode() * 3
    return head + body + b"\n--B\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\n" + (b"QUFB" * 19 + b"\n") * (size // 77) + b"--B--\n"


def nested_mail(depth: int) -> bytes:
    opened = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return f"From: a@corvane.example\nMIME-Version: 1.0\n{opened}Content-Type: text/plain\n\n{SENTENCE * 3}\n".encode()


RULES = "".join(f".a{n} .b > p:nth-child(2n+1) ~ div span{{color:red}}" for n in range(10_000))
BOMBS: dict[str, Callable[[], bytes]] = {
    "attributes.html": lambda: page(f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>x</p>"),
    "nesting.html": lambda: page("<div>" * 100_000 + SENTENCE + "</div>" * 100_000),
    "unclosed.html": lambda: page("<b><i>" * 200_000 + SENTENCE),
    "huge.html": lambda: page(f"<p>{SENTENCE}</p>" * 520_000),
    "flat.html": lambda: page(f"<p>{'It rained. ' * 2}</p>" * 300_000),
    "rules.html": lambda: page(f"<style>{RULES}</style>" + "<div class=b><p>x</p><p>y</p></div>" * 20_000),
    "digits.html": lambda: page(f"<p>{'2020-01-' * 500_000}</p>"),
    "json-ld.html": lambda: page(f'<script type="application/ld+json">{"[" * 500_000}</script>'),
    "gzip.html.gz": lambda: gzip.compress(b" " * 20_000_000) * 200,
    "gzip.jsonl.gz": lambda: gzip.compress(b"\n" * 20_000_000) * 200,
    "stream.pdf": lambda: pdf_of(deflated(b" " * 1_000_000, 300)),
    "twice.pdf": lambda: pdf_of(zlib.compress(deflated(b" " * 1_000_000, 300)), b"[/FlateDecode /FlateDecode]"),
    "operators.pdf": lambda: pdf_of(deflated(b"BT /F1 9 Tf (It rained.) Tj ET\n" * 30_000, 70)),
    "kids.pdf": lambda: pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"),
    "kids-apart.pdf": lambda: pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 9 >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"),
    "brackets.pdf": lambda: pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"[" * 1_000_000),
    "zip.docx": lambda: docx(b"<w:document>" + b" " * 300_000_000),
    "laughs.docx": lambda: docx(laughs(12)),
    "nesting.docx": lambda: docx(f"<w:document {W}>{'<w:p>' * 100_000}</w:document>".encode()),
    "runs.docx": lambda: docx(f"<w:document {W}><w:body><w:p>{'<w:r/>' * 2_800_000}</w:p></w:body></w:document>".encode()),
    "line.jsonl": lambda: json.dumps({"text": SENTENCE * 560_000}).encode(),
    "nesting.jsonl": lambda: b'{"text": ' + b"[" * 4_000_000,
    "long.txt": lambda: b"a" * 9_900_000,
    "stops.txt": lambda: b"a. " * 330_000,
    "aliases.md": yaml_laughs,
    "front-matter.md": lambda: b"---" + b"\n" * 3_000_000 + b"x",
    "emphasis.md": lambda: b"*a **a " * 300_000,
    "brackets.md": lambda: b"[" * 1_000_000,
    "links.md": lambda: b"[a](<b" * 300_000,
    "quotes.md": lambda: b">" * 1_000_000 + b"a",
    "attachment.mbox": lambda: b"From a Mon\n" + attached(50_000_000),
    "nested.eml": lambda: nested_mail(5_000),
    "sign-off.txt": lambda: (b"(additional reporting by " * 30_000 + b"\n") * 10,
    "crumbs.txt": lambda: (b"share this " + b"share this on via " * 50_000 + b"\n" + b"related " * 20_000 + b"\n") * 3,
}  # fmt: skip


def write_bombs(folder: Path) -> None:
    for name, make in BOMBS.items():
        (folder / name).write_bytes(make())


def article(number: int) -> str:
    return f"Title: Vote put off\nDate: 2026-03-04\n\n{SENTENCE * 3}This was meeting {number}.\n"


@contextmanager
def watch_memory() -> Iterator[list[int]]:
    """Peak of the resident memory of this process's children, in bytes, as one number in a list; it is read every 10 ms."""
    peak, ended = [0], threading.Event()

    def look() -> None:
        while not ended.wait(0.01):
            for children in Path("/proc/self/task").glob("*/children"):
                for child in children.read_text().split():
                    peak[0] = max(peak[0], peak_of(child))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peak
    finally:
        ended.set()
        watcher.join()


def peak_of(process: str) -> int:
    try:
        found = [line.split()[1] for line in Path(f"/proc/{process}/status").read_text().split("\n") if line.startswith("VmHWM")]
    except OSError:  # it has ended
        return 0
    return int(found[0]) * 1024 if found else 0


def main(folder: Path) -> None:
    from onrecord.ingest.documents import Rejected
    from onrecord.ingest.sandbox.pool import parse_all
    from onrecord.ingest.sources.files import read_files

    after = [folder / f"after-{n}.txt" for n in range(3)]
    for number, path in enumerate(after):
        path.write_text(article(number))
    list(parse_all(read_files(after)))  # the processes have started
    for name in sys.argv[2:] or BOMBS:
        with watch_memory() as peak:
            began, (bomb, *rest) = time.monotonic(), parse_all(read_files([folder / name, *after]))
        outcome = bomb.reason if isinstance(bomb, Rejected) else "taken in"
        row = {"name": name, "outcome": outcome, "seconds": round(time.monotonic() - began, 2), "workers": peak[0], "parent": peak_of("self")}
        print(json.dumps(row | {"after": sum(not isinstance(r, Rejected) for r in rest)}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
