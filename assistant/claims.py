"""From a draft to claims: single sentences, each bound to the evidence it rests on."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MARKER = re.compile(r"(?<!\s)\s*\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
MARKER_AFTER_STOP = re.compile(r"([.!?][\"”’]?)((?:\s*\[[\d,\s]+\])+)")
BEGUN_MARKER = re.compile(r"(?<!\s)\s*\[[\d,\s]*$")
MOST = 8  # a chat model that rambles on is cut here


@dataclass(frozen=True)
class DraftedClaim:
    """One drafted sentence. `cites` are numbers of evidence, from 1; `lead_in` and `inserts` are set where it quotes.

    A quoting claim's `body` is the source's sentence with editors' brackets in `inserts`, and its `lead_in` names speaker,
    outlet and date; neither is ever part of the cited text.
    """

    body: str
    cites: tuple[int, ...]
    lead_in: str = ""
    inserts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return f"{self.lead_in} {self.body}".strip()

    @property
    def verbatim(self) -> str:
        """The body without the brackets that were put into it."""
        body = self.body
        for insert in self.inserts:
            body = body.replace(insert, "", 1)
        return body


def split_stream(chunks: Iterable[str]) -> Iterator[DraftedClaim]:
    """The claims of prose as it is written, each as soon as it is certain to be whole: when the next one has begun."""
    prose, given = "", 0
    for chunk in chunks:
        prose += chunk
        whole = split_claims(BEGUN_MARKER.sub("", prose))
        for claim in whole[given : None if prose.endswith("\n") else -1]:
            yield claim
            given += 1
        if given == MOST:
            return
    yield from split_claims(prose)[given:]


def split_claims(prose: str, most: int | None = MOST) -> list[DraftedClaim]:
    """Sentences of a chat model's prose, the first `most` (None: all), without the [n] markers and with the numbers that these named."""
    from nupunkt import sent_spans

    claims: list[DraftedClaim] = []
    for line in prose.splitlines():
        # A marker belongs to the sentence before it, on whichever side of the full stop it was put.
        line = MARKER_AFTER_STOP.sub(lambda m: m[2] + m[1], line)
        for start, end in sent_spans(line) if line.strip() else ():
            cites = tuple(dict.fromkeys(int(n) for m in MARKER.finditer(line, start, end) for n in m[1].split(",")))
            body = MARKER.sub("", line[start:end]).strip(" -*•\t")
            if re.search(r"\w", body):
                claims.append(DraftedClaim(body, cites))
    return claims[:most]
