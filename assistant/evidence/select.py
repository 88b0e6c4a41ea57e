"""Evidence: the sentences, among those of the passages found, that answer; and how sure it is that they do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from onrecord.assistant.attribution import Span, Statement, read_statements
from onrecord.assistant.evidence.answerability import answerability
from onrecord.assistant.evidence.conflicts import differ, disagreements
from onrecord.assistant.evidence.model import Evidence, Scored, Selection, Sentence
from onrecord.assistant.evidence.scoring import score
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.question import Question
from onrecord.vectorstore.archive import fold
from onrecord.vectorstore.model import Article, Hit
from onrecord.vectorstore.search import FIGURES
from onrecord.vectorstore.store import Store
from onrecord.vectorstore.words import stems


def select_evidence(store: Store, question: Question, weights: Mapping[str, float], hits: Sequence[Hit]) -> Selection:
    """At most `max_sentences` that answer, no fact twice, and those that contradict them; newest first where the latest is asked for."""
    sentences = [Sentence(h, s, e) for h in hits[: TUNING.passages_read] for s, e in h.passage.sentences]
    if not sentences:
        return Selection((), 0.0)
    read = lru_cache(partial(read_statements, store.archive))  # once an article, not once a sentence
    found = score(store, question, weights, sentences)
    scored = prefer_speaker(question.speaker.name, found, read) if question.speaker else found
    chosen = choose(question, scored)
    evidence = [credit(s.sentence, read(s.sentence.hit.article), s.score, s.parts) for s in chosen]
    if question.latest:
        evidence.sort(key=lambda e: e.article.published_at or "", reverse=True)
    against = [s for s in scored if s not in chosen and s.score >= scored[0].score - TUNING.max_rival_gap]
    rivals = [credit(s.sentence, read(s.sentence.hit.article), s.score, s.parts) for s in against]
    evidence = with_other_sides(question, evidence, rivals)
    return Selection(tuple(evidence), answerability(question, hits[: TUNING.passages_read], found), disagreements(question, evidence), nearest(hits), tuple(scored))


def prefer_speaker(name: str, scored: Sequence[Scored], read: Callable[[Article], Sequence[Statement]]) -> list[Scored]:
    """Best first, with what the speaker says, whose words are asked for, before what is said of the matter by others."""
    asked = set(fold(name).split())

    def says(s: Scored) -> bool:
        article, start, end = s.sentence.hit.article, s.sentence.start, s.sentence.end
        theirs = (x for x in read(article) if x.content.start < end and start < x.content.end)
        return any(asked <= set(fold(f"{x.speaker_name or ''} {x.speaker_role or ''}").split()) for x in theirs)

    preferred = [replace(s, score=s.score + TUNING.asked_speaker_bonus) if says(s) else s for s in scored]
    return sorted(preferred, key=lambda s: -s.score)


def nearest(hits: Sequence[Hit]) -> tuple[Article, ...]:
    """The articles of the best passages, each once."""
    return tuple({h.article.article_id: h.article for h in hits}.values())[: TUNING.max_nearest]


def choose(question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """The best, and those close to it that say something else; another figure may be further off than another sentence."""
    figures = question.kind in FIGURES
    chosen: list[Scored] = []
    left = list(scored)
    while left and len(chosen) < TUNING.max_sentences:
        held = {a for c in chosen for a in c.answers}
        gain = {id(s): TUNING.other_figure_bonus if figures and chosen and s.answers - held else 0.0 for s in left}
        best = max(left, key=lambda s: s.score + gain[id(s)])
        left.remove(best)
        if best.score + gain[id(best)] < scored[0].score - TUNING.max_score_gap:
            break
        if not any(same_fact(best.sentence.text, c.sentence.text) for c in chosen):
            chosen.append(best)
    return chosen


def with_other_sides(question: Question, evidence: Sequence[Evidence], rivals: Sequence[Evidence]) -> list[Evidence]:
    """The evidence, each sentence followed by those that contradict it; a later figure leads the one that it supersedes."""
    both = list(evidence)
    added = 0
    for rival in rivals:
        opposed = next((e for e in evidence if differ(question, e, rival)), None)
        if opposed is None or added == TUNING.max_rivals or any(same_fact(rival.text, e.text) for e in both):
            continue
        both.insert(both.index(opposed) + 1, rival)
        added += 1
    for c in disagreements(question, both):
        if c.kind == "superseded" and c.first > c.second:
            both.insert(c.second, both.pop(c.first))
    return both


def same_fact(one: str, other: str) -> bool:
    a, b = set(stems(one)), set(stems(other))
    return len(a & b) / max(1, min(len(a), len(b))) >= TUNING.same_fact_overlap if a and b else False


def credit(sentence: Sentence, statements: Sequence[Statement], total: float, parts: dict[str, float]) -> Evidence:
    """The sentence with whoever its article credits with most of it."""

    def covered(s: Statement) -> int:
        return max(0, min(s.content.end, sentence.end) - max(s.content.start, sentence.start))

    said = [s for s in statements if covered(s) and (s.speaker or s.speaker_name)]
    # The outer speaker of nested speech comes first: "A said that B claimed …" is A's word.
    statement = max(said, key=lambda s: (covered(s), -len(s.chain)), default=None)
    whole = Span(sentence.start, sentence.end)
    return Evidence(sentence.hit.article, sentence.start, sentence.end, total, parts, statement, tuple(s for s in said if whole.holds(s.content)))
