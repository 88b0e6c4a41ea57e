"""The process that parses documents: source → text → article → passages, within limits of time and memory.

It knows no secret and writes no file. The kernel ends it when a document takes too long, whatever code it is in, and also when the
process that asked is gone.
"""

import contextlib
import gc
import logging
import mmap
import os
import resource
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection

from onrecord.ingest.documents import Document, Rejected, Source
from onrecord.ingest.extract import extract
from onrecord.ingest.formats import Listing, decode, read_listing
from onrecord.ingest.limits import MAX_CHARACTERS, MAX_NESTING, MEMORY_BYTES, SECONDS, OverLimit
from onrecord.ingest.split import Span, split
from onrecord.vectorstore.model import Article

IDLE_SECONDS = 60.0  # after which it ends; the next document starts another
SPARE_BYTES = MEMORY_BYTES // 2  # a process with less left than this is replaced
MAX_WARNINGS = 5  # of one document


@dataclass(frozen=True)
class Parsed:
    """An article with its passages `(start, end, sentence spans)`, ready to be stored."""

    article: Article
    passages: list[tuple[int, int, list[Span]]]


def parse(document: Document | Source) -> Parsed | Listing | Rejected:
    """Decode, extract and split an untrusted document. Never raises: a document that cannot be read is rejected."""
    try:
        if isinstance(document, Document) and document.kind in ("feed", "sitemap"):
            return read_listing(document)
        source = decode(document)
        article = extract(source) if isinstance(source, Source) else source
        if isinstance(article, Rejected):
            return article
        if len(article.text) > MAX_CHARACTERS:
            return Rejected(document.where, f"the text has {len(article.text):,} characters; at most {MAX_CHARACTERS:,} are allowed")
        return Parsed(article, split(article.text))
    except OverLimit as e:
        return Rejected(document.where, str(e))
    except MemoryError:
        return Rejected(document.where, f"reading it needs more than {MEMORY_BYTES // 1_000_000} MB of memory")
    except RecursionError:
        return Rejected(document.where, f"nested more than {MAX_NESTING} levels deep")
    except Exception as e:  # libraries raise errors of any kind for a broken document
        return Rejected(document.where, f"cannot be read: {type(e).__name__} {str(e)[:200]}".strip())


def serve(channel: Connection) -> None:
    """Parse documents from the channel until it closes, or this process is idle for long or worn."""
    prepare()
    channel.send("ready")
    try:
        while channel.poll(IDLE_SECONDS) and not worn():
            document = channel.recv()
            signal.setitimer(signal.ITIMER_REAL, SECONDS)  # the alarm has no handler: it ends the process
            answer = parse(document)
            signal.setitimer(signal.ITIMER_REAL, 0)
            channel.send((answer, WARNINGS.take()))
            del document, answer
    except (EOFError, OSError):
        return


def prepare() -> None:
    """Import what parsing needs, so that no document waits for it, then drop the means that a document could misuse."""
    import dateparser
    import feedparser  # noqa: F401
    import htmldate  # noqa: F401
    import nupunkt
    import trafilatura  # noqa: F401

    list(nupunkt.sent_spans("It rained. He left."))
    dateparser.parse("March 4, 2026", languages=["en"])
    gc.freeze()
    collect_warnings()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # libraries in C print what they think of a document
        os.dup2(silence, stream)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


class Warnings(logging.Handler):
    """Keeps a document's warnings, which this process cannot print, for the process that asked."""

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
    logging.lastResort = None  # of libraries: nobody reads it


def worn() -> bool:
    """Whether documents have used up too much of this process's address space."""
    try:
        mmap.mmap(-1, SPARE_BYTES).close()  # asks for addresses, touches no memory
    except OSError:
        return True
    return False
