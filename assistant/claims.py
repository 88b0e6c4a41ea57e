"""Splits a draft into claims: single sentences with the citations that their [n] markers name."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.vectorstore.invisible import printable

MARKER = re.compile(r"(?<!\s)\s*\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
MARKER_AFTER_STOP = re.compile(r"([.!?][\"”’]?)((?:\s*\[[\d,\s]+\])+)")
UNFINISHED_MARKER = re.compile(r"(?<!\s)\s*\[[\d,\s]*$")
# Outlet and day behind a quoted sentence: " (Corvane Wire, 4 March 2026)". An outlet's name may have a pair of brackets of its own.
SOURCE_NOTE = re.compile(r" \((?:(?:[^()\n]|\([^()\n]*\)){1,120}, )?(?:\d{1,2} \w+ \d{4}|undated)\)")
ABSTAINED = "I found nothing on this in"  # and then where: the first words of an answer that abstains
CLOSEST = "Closest: “"  # and then the headlines of the nearest articles
OF_OLDER_RELEASES = ("The articles in this archive do not answer that.", "Nearest in the archive:")  # the same in stored conversations
MAX_CLAIMS = 8  # claims of one draft; the rest of a long draft is ignored


@dataclass(frozen=True)
class DraftedClaim:
    """One drafted sentence. `cites` are numbers of evidence; they begin at 1.

    A quoting claim (`quotes`) has the source's own sentence as its body. Its lead-in names the speaker where the sentence does not; its
    source note names outlet and day; its inserts are names and days in brackets that were added to `body`. None of these is part of the
    cited text.
    """

    body: str
    cites: tuple[int, ...]
    quotes: bool = False
    lead_in: str = ""
    inserts: tuple[str, ...] = ()
    source_note: str = ""

    @property
    def text(self) -> str:
        return " ".join(part for part in (self.lead_in, self.body, self.source_note) if part)

    @property
    def verbatim(self) -> str:
        """The source's own words: the body without the inserts."""
        body = self.body
        for insert in self.inserts:
            body = body.replace(insert, "", 1)
        return body


def abstains(text: str) -> bool:
    """Whether the text of an answer is an abstention, of this release or an older one."""
    return any(words in text for words in (ABSTAINED, CLOSEST, *OF_OLDER_RELEASES))


def split_stream(chunks: Iterable[str]) -> Iterator[DraftedClaim]:
    """The claims of streamed prose. Each is yielded as soon as it is complete: when the next sentence has begun."""
    prose, yielded = "", 0
    for chunk in chunks:
        prose += chunk
        claims = split_claims(UNFINISHED_MARKER.sub("", prose))
        for claim in claims[yielded : None if prose.endswith("\n") else -1]:
            yield claim
            yielded += 1
        if yielded == MAX_CLAIMS:
            return
    yield from split_claims(prose)[yielded:]


def split_claims(prose: str, limit: int | None = MAX_CLAIMS) -> list[DraftedClaim]:
    """The first `limit` sentences of a chat model's prose (None: all) as claims. The [n] markers are removed; their numbers become `cites`."""
    from nupunkt import sent_spans

    claims: list[DraftedClaim] = []
    for line in printable(prose).splitlines():
        # A marker after a full stop belongs to the sentence before it, so it is moved before the full stop.
        line = MARKER_AFTER_STOP.sub(lambda m: m[2] + m[1], line)
        for start, end in sent_spans(line) if line.strip() else ():
            cites = tuple(dict.fromkeys(int(n) for m in MARKER.finditer(line, start, end) for n in m[1].split(",")))
            body = MARKER.sub("", line[start:end]).strip(" -*•\t")
            if re.search(r"\w", body):
                claims.append(DraftedClaim(body, cites))
    return claims[:limit]
