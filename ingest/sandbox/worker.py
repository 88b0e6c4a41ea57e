"""The process that parses documents: source → text → article → passages, with limits on time and memory.

The process has no secrets and writes no file. The kernel ends it if a document takes too long, even inside C code. It also ends when the
process that started it is gone.
"""

import contextlib
import gc
import logging
import mmap
import os
import resource
import signal
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection

from onrecord.ingest.cleaning import PARTIAL
from onrecord.ingest.documents import Document, Rejected, Source
from onrecord.ingest.extract import extract
from onrecord.ingest.facts import read_day
from onrecord.ingest.formats import Listing, decode, read_listing
from onrecord.ingest.limits import MAX_CHARACTERS, MAX_NESTING, MEMORY_BYTES, SECONDS, OverLimit
from onrecord.ingest.split import Span, split
from onrecord.vectorstore.model import Article

IDLE_SECONDS = 60.0  # an idle process ends after this time; the next document starts a new one
SPARE_BYTES = MEMORY_BYTES // 2  # a process with less free address space than this is replaced
SAVE_TEXT = "save its text as a .txt file and ingest that"
MAX_WARNINGS = 5  # warnings per document


@dataclass(frozen=True)
class Parsed:
    """An article with its passages `(start, end, sentence spans)`, ready to be stored. `further` are the other articles of the same document."""

    article: Article
    passages: list[tuple[int, int, list[Span]]]
    further: tuple["Parsed | Rejected", ...] = ()


def parse(document: Document | Source) -> Parsed | Listing | Rejected:
    """Decode, extract and split an untrusted document. A document that cannot be read is rejected; this function never raises."""
    try:
        if isinstance(document, Document) and document.kind in ("feed", "sitemap"):
            return read_listing(document)
        found = [parse_source(source, document.by_user) for source in decode(document)]
        if isinstance(document, Document) and document.instead:
            found = [fuller(found[0], replace(document.instead, by_user=document.by_user))]
        first = next((f for f in found if isinstance(f, Parsed)), None)
        return found[0] if first is None else replace(first, further=tuple(f for f in found if f is not first))
    except OverLimit as e:
        return Rejected(document.where, str(e) if ";" in str(e) else f"{e}; {SAVE_TEXT}")
    except MemoryError:
        return Rejected(document.where, f"reading it needs more than {MEMORY_BYTES // 1_000_000} MB of memory; {SAVE_TEXT}")
    except RecursionError:
        return Rejected(document.where, f"nested more than {MAX_NESTING} levels deep; {SAVE_TEXT}")
    except Exception as e:  # libraries raise errors of any kind for a broken document
        return Rejected(document.where, f"cannot be read: {type(e).__name__} {str(e)[:200]}".strip() + f"; check that the file is complete, or {SAVE_TEXT}")


def fuller(page: Parsed | Rejected, instead: Source) -> Parsed | Rejected:
    """The article of a page, or the text of its feed if the page has none or only the beginning."""
    if isinstance(page, Parsed) and not any(removed.rule == PARTIAL for removed in page.article.removed):
        return page
    other = parse_source(instead, instead.by_user)
    if isinstance(other, Rejected) or (isinstance(page, Parsed) and len(other.article.text) <= len(page.article.text)):
        return page
    return other


def parse_source(source: Source | Rejected, by_user: dict[str, str]) -> Parsed | Rejected:
    article = extract(replace(source, by_user=by_user)) if isinstance(source, Source) else source
    if isinstance(article, Rejected):
        return article
    if len(article.text) > MAX_CHARACTERS:
        return Rejected(source.where, f"the text has {len(article.text):,} characters; at most {MAX_CHARACTERS:,} are allowed; split it into its articles")
    return Parsed(article, split(article.text))


def serve(channel: Connection) -> None:
    """Parse documents from the channel until it closes, this process is idle for long, or its memory is used up."""
    prepare()
    channel.send("ready")
    try:
        while channel.poll(IDLE_SECONDS) and not is_memory_used_up():
            document = channel.recv()
            signal.setitimer(signal.ITIMER_REAL, SECONDS)  # there is no handler for the alarm, so it ends the process
            answer = parse(document)
            signal.setitimer(signal.ITIMER_REAL, 0)
            channel.send((answer, WARNINGS.take()))
            del document, answer
    except (EOFError, OSError):
        return


def prepare() -> None:
    """Import all that parsing needs, so that no document waits for it. Then close everything that a document could misuse."""
    import chardet
    import feedparser  # noqa: F401
    import nupunkt
    import trafilatura  # noqa: F401

    chardet.detect("Où était-elle ?".encode("cp1252"))  # loads its tables
    list(nupunkt.sent_spans("It rained. He left."))
    read_day("March 4, 2026")  # loads the names of months
    gc.freeze()
    collect_warnings()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # C libraries print messages about documents
        os.dup2(silence, stream)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


class Warnings(logging.Handler):
    """Collects the warnings about a document for the parent process. This process itself cannot print them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if len(self._messages) < MAX_WARNINGS:
            self._messages.append(record.getMessage())

    def take(self) -> list[str]:
        messages, self._messages = self._messages, []
        return messages


WARNINGS = Warnings()


def collect_warnings() -> None:
    own = logging.getLogger("onrecord")
    own.addHandler(WARNINGS)
    own.propagate = False
    logging.lastResort = None  # the handler for warnings of libraries, which nobody reads


def is_memory_used_up() -> bool:
    """Whether documents have used too much of this process's address space."""
    try:
        mmap.mmap(-1, SPARE_BYTES).close()  # reserves addresses, uses no memory
    except OSError:
        return True
    return False
