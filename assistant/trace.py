"""The steps of a turn as data: the question as understood, and the items that search, evidence and gate scored, chose and dropped."""

from dataclasses import asdict, dataclass
from typing import Any

from onrecord.assistant.answer import QuestionKind, Verdict
from onrecord.assistant.evidence import EVIDENCE_TUNING, Selection
from onrecord.assistant.gate import GatedClaim
from onrecord.assistant.question import Question
from onrecord.assistant.serialize import hit_json
from onrecord.assistant.turn import Turn
from onrecord.vectorstore.model import Article


@dataclass(frozen=True)
class TracedQuestion:
    """`resolved` has names in place of pronouns. `carried` has the words from the conversation. `search_text` is the text of the search.

    `kind` is the kind of question, and `answer_type` the kind of name or number that answers it. `since` and `until` are the first and last day
    of the time that it names. `speaker` is the person whose words it asks for. `excerpt` is a pasted text; the question asks for its article.
    """

    text: str
    resolved: str
    search_text: str
    carried: tuple[str, ...]
    as_of: str
    kind: QuestionKind
    answer_type: str | None
    latest: bool
    since: str | None
    until: str | None
    speaker: str | None
    excerpt: str | None


@dataclass(frozen=True)
class TracedSentence:
    """A candidate sentence, `text[start:end]` of its article. `score` is the weighted sum of `parts`, plus a bonus for the asked speaker."""

    article_id: str
    version: int
    start: int
    end: int
    text: str
    score: float
    parts: dict[str, float]
    chosen: bool


@dataclass(frozen=True)
class TracedClaim:
    """A drafted claim with the gate's judgement. `cites` are numbers of `evidence` from 1. `served` is null if the claim was dropped."""

    drafted: str
    cites: tuple[int, ...]
    outcome: str
    served: str | None
    verdict: Verdict
    score: float
    reason: str
    judge: str


@dataclass(frozen=True)
class Trace:
    """The turn abstains if `answerability` is below `threshold`. `hits` are as in `/v1/search`. `sentences` are sorted, best first."""

    question: TracedQuestion
    hits: tuple[dict[str, Any], ...]
    sentences: tuple[TracedSentence, ...]
    evidence: tuple[TracedSentence, ...]
    answerability: float
    threshold: float
    claims: tuple[TracedClaim, ...]
    timings_ms: dict[str, float]


def trace_turn(turn: Turn) -> Trace:
    selection = turn.selection
    return Trace(
        question=trace_question(turn.question),
        hits=tuple(hit_json(h) for h in turn.hits),
        sentences=trace_candidates(selection),
        evidence=tuple(trace_sentence(e.article, e.start, e.end, e.score, e.parts, chosen=True) for e in selection.evidence),
        answerability=round(selection.answerability, 4),
        threshold=EVIDENCE_TUNING.min_answerability,
        claims=tuple(trace_claim(g) for g in turn.gated),
        timings_ms=turn.answer.timings_ms,
    )


def turn_json(turn: Turn, trace: bool) -> dict[str, Any]:
    """The answer as JSON. Args: trace: add the turn's trace under `trace`."""
    return asdict(turn.answer) | ({"trace": asdict(trace_turn(turn))} if trace else {})


def trace_question(question: Question) -> TracedQuestion:
    time = question.timeframe
    return TracedQuestion(
        text=question.text,
        resolved=question.resolved,
        search_text=question.search_text,
        carried=question.carried,
        as_of=question.as_of,
        kind=question.kind,
        answer_type=question.answer_type,
        latest=question.latest,
        since=time.since if time else None,
        until=time.until if time else None,
        speaker=question.speaker.name if question.speaker else None,
        excerpt=question.excerpt,
    )


def trace_candidates(selection: Selection) -> tuple[TracedSentence, ...]:
    chosen = {(e.article.article_id, e.start, e.end) for e in selection.evidence}
    return tuple(
        trace_sentence(c.sentence.hit.article, c.sentence.start, c.sentence.end, c.score, c.parts, (c.sentence.hit.article.article_id, c.sentence.start, c.sentence.end) in chosen)
        for c in selection.candidates
    )


def trace_sentence(article: Article, start: int, end: int, score: float, parts: dict[str, float], chosen: bool) -> TracedSentence:
    rounded = {name: round(float(value), 4) for name, value in parts.items()}
    return TracedSentence(article.article_id, article.version, start, end, article.text[start:end], round(float(score), 4), rounded, chosen)


def trace_claim(gated: GatedClaim) -> TracedClaim:
    judgement = gated.judgement
    served = gated.claim.text if gated.claim else None
    return TracedClaim(gated.drafted.text, gated.drafted.cites, gated.outcome, served, judgement.verdict, judgement.score, judgement.reason, judgement.judge)
