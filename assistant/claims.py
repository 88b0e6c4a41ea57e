"""From a draft to claims: single sentences, each bound to the evidence it rests on."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.evidence import Evidence
from assistant.judges import Judge

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


def cite(claim: DraftedClaim, evidence: Sequence[Evidence], judge: Judge) -> DraftedClaim:
    """The claim bound to the evidence that supports it best.

    Markers that a chat model wrote are tried, not trusted: one that names no source stays, for the gate to find it a fault;
    one that names a source which bears the claim out less than another does is replaced by that other.
    """
    if claim.lead_in or any(not 1 <= n <= len(evidence) for n in claim.cites):
        return claim
    return replace(claim, cites=bound(claim, evidence, judge))


def bound(claim: DraftedClaim, evidence: Sequence[Evidence], judge: Judge) -> tuple[int, ...]:
    """What the claim cites, or the single piece of evidence that bears it out better; as it is where the judge cannot say."""
    try:
        best = max(range(1, len(evidence) + 1), key=lambda n: judge.score(claim.body, evidence[n - 1].text))
        cited = "\n".join(evidence[n - 1].text for n in claim.cites)
        if claim.cites and (best in claim.cites or judge.score(claim.body, cited) >= judge.score(claim.body, evidence[best - 1].text)):
            return claim.cites
    except Exception:  # the gate asks the same judge, and says that the claim is unchecked
        return claim.cites
    return (best,)
