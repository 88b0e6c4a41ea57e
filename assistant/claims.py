"""From a draft to claims: single sentences, each bound to the evidence it rests on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.evidence import Evidence
from assistant.support import Support

MARKER = re.compile(r"\s*\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
MARKER_AFTER_STOP = re.compile(r"([.!?][\"”’]?)((?:\s*\[[\d,\s]+\])+)")
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


def split_claims(prose: str) -> list[DraftedClaim]:
    """Sentences of a chat model's prose, without the [n] markers and with the numbers that these named."""
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
    return claims[:MOST]


def cite(claims: Sequence[DraftedClaim], evidence: Sequence[Evidence], support: Support) -> list[DraftedClaim]:
    """Claims without a marker are bound to the evidence that supports them best. Markers that were written stay, to be checked."""
    return [c if c.cites else replace(c, cites=(nearest(c, evidence, support),)) for c in claims]


def nearest(claim: DraftedClaim, evidence: Sequence[Evidence], support: Support) -> int:
    return max(range(1, len(evidence) + 1), key=lambda n: support.logit(claim.body, evidence[n - 1].text))
