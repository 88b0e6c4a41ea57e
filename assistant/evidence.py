"""Evidence: the sentences, among those of the passages found, that answer; and how sure it is that they do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from math import log

from assistant.attribution import Span, Statement
from assistant.conflicts import Disagreement, differ, disagreements
from assistant.question import Question
from assistant.reading import read_statements
from assistant.words import stem, stems
from vectorstore.records import Article, Hit
from vectorstore.store import Store

PASSAGES = 8  # of the hits, how many are read sentence by sentence
MOST = 3  # sentences of an answer
ANSWERABLE = 0.50  # below, the turn abstains; calibrated on the newsroom's questions, see evals
CLOSE = 0.84  # of the best score: what a further sentence needs
SAME_FACT = 0.6  # share of common words from which two sentences say the same
OTHER_SIDE = 0.75  # of the best score: what a sentence needs that contradicts a chosen one
OTHER_SIDES = 2  # at most, beyond `MOST`

# How much a sentence's score owes to each part. Chosen on half of the newsroom's questions, reported on the other.
WEIGHTS = {"coverage": 0.40, "cosine": 0.40, "kind": 0.12, "rank": 0.08}
CONTEXT = 200  # characters before a sentence that its embedding sees
NEAR = 0.6  # a question's word found beside the sentence, in its passage or headline, counts this much

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|half|third|quarter)\b", re.IGNORECASE)
DATE = re.compile(rf"\b(?:{MONTHS}|{DAYS}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b|\b(?:19|20)\d\d\b|\b\d{{1,2}}(?::\d\d)? ?[ap]\.?m\b|\b(?:yesterday|today|tomorrow|last|next) ?(?:week|month|year|night)?\b|\bago\b")
NAME = re.compile(r"\b[A-Z\u00c0-\u00de]\w+")


@dataclass(frozen=True)
class Sentence:
    """A candidate: a sentence of a passage that was found."""

    hit: Hit
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.hit.article.text[self.start : self.end]

    @property
    def in_context(self) -> str:
        """The sentence and the end of what its passage says before it: a bare "He denied that" is near to no question."""
        return f"{self.text} {self.hit.article.text[max(self.hit.passage.start, self.start - CONTEXT) : self.start]}"


@dataclass(frozen=True)
class Evidence:
    """A sentence that answers. `statement` says who is credited with it, None where it is the article's own voice; `said` are
    all statements that stand in it, whoever's."""

    article: Article
    start: int
    end: int
    score: float
    parts: dict[str, float]
    statement: Statement | None
    said: tuple[Statement, ...] = ()

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]

    @property
    def speaker(self) -> str | None:
        s = self.statement
        if s is None:
            return None
        written = self.speaker_as_written
        return written if " and " in written else s.speaker_name or written or None

    @property
    def cue(self) -> str | None:
        s = self.statement
        return self.article.text[s.cue.start : s.cue.end] if s and s.cue else None

    @property
    def speaker_role(self) -> str | None:
        """What the article says that the speaker is: "mayor of Druva"."""
        return self.statement.speaker_role if self.statement else None

    @property
    def speaker_as_written(self) -> str:
        """The speaker in the article's own words, "the union", where they stand in it."""
        span = self.statement.speaker if self.statement else None
        return self.article.text[span.start : span.end] if span else ""

    @property
    def names_speaker_itself(self) -> bool:
        return self.statement is not None and self.holds(self.statement.speaker)

    @property
    def mostly_said(self) -> bool:
        """Whether most of the sentence is its speaker's words; otherwise it is the outlet's, with somebody's words in it."""
        s = self.statement
        if s is None:
            return False
        own = sum(max(0, min(x.end, self.end) - max(x.start, self.start)) for x in (s.content, s.speaker, s.cue) if x)
        return 2 * own >= self.end - self.start

    def holds(self, span: Span | None) -> bool:
        return span is not None and self.start <= span.start and span.end <= self.end


@dataclass(frozen=True)
class Selection:
    """The evidence of an answer, best first, the score on which the decision to answer rests, and where the evidence differs."""

    evidence: tuple[Evidence, ...]
    answerability: float
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def answers(self) -> bool:
        return bool(self.evidence) and self.answerability >= ANSWERABLE


def select_evidence(store: Store, question: Question, hits: Sequence[Hit]) -> Selection:
    """At most `MOST` sentences that answer, no fact twice, and those that contradict them; newest first where the latest is asked for."""
    candidates = [Sentence(h, s, e) for h in hits[:PASSAGES] for s, e in h.passage.sentences]
    if not candidates:
        return Selection((), 0.0)
    scored = score(store, question, candidates)
    order = sorted(range(len(candidates)), key=lambda i: (-scored[i][0], i))
    best = scored[order[0]][0]
    chosen: list[int] = []
    for i in order:
        if len(chosen) == MOST or scored[i][0] < CLOSE * best:
            break
        if not any(same_fact(candidates[i].text, candidates[j].text) for j in chosen):
            chosen.append(i)
    if question.latest:
        chosen.sort(key=lambda i: candidates[i].hit.article.published_at or "", reverse=True)
    read = lru_cache(partial(read_statements, store.archive))  # once an article, not once a sentence
    evidence = [credit(candidates[i], read(candidates[i].hit.article), *scored[i]) for i in chosen]
    rivals = [
        credit(candidates[i], read(candidates[i].hit.article), *scored[i]) for i in order if i not in chosen and scored[i][0] >= OTHER_SIDE * best
    ]
    evidence = with_other_sides(question, evidence, rivals)
    return Selection(tuple(evidence), best, disagreements(question, evidence))


def with_other_sides(question: Question, evidence: Sequence[Evidence], rivals: Sequence[Evidence]) -> list[Evidence]:
    """The evidence, each sentence followed by those that contradict it; a later figure leads the one that it supersedes."""
    both = list(evidence)
    added = 0
    for rival in rivals:
        opposed = next((e for e in evidence if differ(question, e, rival)), None)
        if opposed is None or added == OTHER_SIDES or any(same_fact(rival.text, e.text) for e in both):
            continue
        both.insert(both.index(opposed) + 1, rival)
        added += 1
    for c in disagreements(question, both):
        if c.kind == "superseded" and c.first > c.second:
            both.insert(c.second, both.pop(c.first))
    return both


def score(store: Store, question: Question, candidates: Sequence[Sentence]) -> list[tuple[float, dict[str, float]]]:
    """Each sentence's score in 0…1 and its parts."""
    weights = term_weights(store, question)
    vectors = store.embedder.embed([question.search_text, *(c.in_context for c in candidates)])
    cosines = vectors[1:] @ vectors[0]
    top = candidates[0].hit.score
    scored = []
    for candidate, cosine in zip(candidates, cosines, strict=True):
        parts = {
            "coverage": coverage(weights, candidate.text, f"{candidate.hit.article.title} {candidate.hit.text}"),
            "cosine": max(0.0, float(cosine)),
            "kind": 1.0 if of_kind(question, candidate.text) else 0.0,
            "rank": candidate.hit.score / top,
        }
        scored.append((sum(WEIGHTS[k] * v for k, v in parts.items()), parts))
    return scored


def term_weights(store: Store, question: Question) -> dict[str, float]:
    """Inverse document frequency of the question's words; words carried from the conversation count half."""
    words = [*question.terms, *question.carried]
    known = store.archive.document_frequency(words)
    total = max(1, store.archive.counts()["passages"])
    return {
        stem(w): (0.5 if w in question.carried else 1.0) * log(1 + (total - known[w] + 0.5) / (known[w] + 0.5)) for w in words
    }


def coverage(weights: dict[str, float], text: str, around: str) -> float:
    """Share of the question's weighted words that a sentence holds, or has beside it."""
    inside, near = set(stems(text)), set(stems(around))
    found = sum(w * (1.0 if t in inside else NEAR if t in near else 0.0) for t, w in weights.items())
    return found / sum(weights.values()) if weights else 0.0


def of_kind(question: Question, text: str) -> bool:
    """Whether a sentence holds the kind of thing that is asked for, beyond the question's own words."""
    match question.wants:
        case "number":
            return bool(NUMBER.search(text))
        case "date":
            return bool(DATE.search(text))
        case "person" | "place":
            return any(n not in question.text for n in NAME.findall(text)[1:])
        case "speech":
            return '"' in text or "“" in text or bool(re.search(r"\b(?:said|says|told|according|claim|warn|ask|call|accus|insist|add)", text))
    return True


def same_fact(one: str, other: str) -> bool:
    a, b = set(stems(one)), set(stems(other))
    return len(a & b) / max(1, min(len(a), len(b))) >= SAME_FACT if a and b else False


def credit(sentence: Sentence, statements: Sequence[Statement], total: float, parts: dict[str, float]) -> Evidence:
    """The sentence with whoever its article credits with most of it."""

    def covered(s: Statement) -> int:
        return max(0, min(s.content.end, sentence.end) - max(s.content.start, sentence.start))

    said = [s for s in statements if covered(s) and (s.speaker or s.speaker_name)]
    # The outer speaker of nested speech comes first: "A said that B claimed …" is A's word.
    statement = max(said, key=lambda s: (covered(s), -len(s.chain)), default=None)
    whole = Span(sentence.start, sentence.end)
    return Evidence(sentence.hit.article, sentence.start, sentence.end, total, parts, statement, tuple(s for s in said if whole.holds(s.content)))
