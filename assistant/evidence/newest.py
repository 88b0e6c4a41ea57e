"""Finds what later reports of the same event say: "The toll rose to 19" answers, though only its headline names the event.

The reader scores such a sentence low in its own article. So it is read again: alone, under the headline of the report that was found to answer.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from datetime import date

from onrecord.assistant.attribution import Span
from onrecord.assistant.evidence.figures import SAME_EVENT, counts_another_state, counts_persons, words_of_state
from onrecord.assistant.evidence.model import Scored, Sentence
from onrecord.assistant.evidence.reading import READ_PARTS, clip
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.language import CLOSING, find_figures
from onrecord.assistant.question import Question
from onrecord.assistant.reader import Reader
from onrecord.vectorstore.archive import Filters, fold
from onrecord.vectorstore.model import Article, Hit
from onrecord.vectorstore.search import FIGURES, find_articles
from onrecord.vectorstore.store import Store
from onrecord.vectorstore.words import WORD

# A question about the beginning, or about one stage: the newest report is not wanted.
EARLIER_STATE = re.compile(r"\b(?:first|initial(?:ly)?|original(?:ly)?|earlier|previous(?:ly)?|before|used to|at the time|back then)\b", re.IGNORECASE)
VERDICT_ASKED = re.compile(r"\b(?:verdict|ruling|ruled|judge?ment|convicted|acquitted|guilty|sentenced?|cleared|banned|jailed)\b", re.IGNORECASE)
VERDICT = re.compile(
    r"\b(?:acquit(?:s|ted|tal)?|convict(?:s|ed|ion)?|(?:not )?guilty|sentenced|clear(?:s|ed) (?:of|\w+ of)|cleared|overturn(?:s|ed)|quash(?:es|ed)|upheld|upholds|lift(?:s|ed) the|dismissed the|ruled)\b",
    re.IGNORECASE,
)
# Only some of those that are counted: "two of them", "another 15", "three more bodies".
A_PART = re.compile(r"\b(?:another|further|additional|a further|by)\W+$", re.IGNORECASE), re.compile(r"\W+(?:\w+ )?(?:more|others?|of (?:them|these|those|whom|the \w+))\b(?! than)", re.IGNORECASE)
CAPITAL = re.compile(r"(?<![.!?:“\"\n] )(?<!^)(?<!\n)\b[A-Z\u00c0-\u00de][\w-]+")


def find_newer(store: Store, question: Question, filters: Filters, hits: Sequence[Hit], lead: Scored, reader: Reader) -> list[Scored]:
    """The best sentence of each later report of the event, the newest first, with the score of the lead. Empty where the newest report is not wanted.

    Args:
        filters: those of the search.
        lead: the best sentence so far.
    """
    if not may_change(question) or day_of(lead.sentence.hit.article) is None:
        return []
    read = (read_again(store, question, report, lead, reader) for report in later_reports(store, question, filters, hits, lead))
    return [s for s in read if s]


def with_newer(question: Question, chosen: Sequence[Scored], newer: Sequence[Scored]) -> list[Scored]:
    """The chosen sentences as they were read again. The newest verdict leads; a figure must be found to replace another first."""
    again = {place_of(s): s for s in newer}
    kept = [again.get(place_of(s), s) for s in chosen]
    return kept if asks_for_count(question) else [*newer[:1], *(s for s in kept if s not in newer[:1])]


def place_of(scored: Scored) -> tuple[str, int]:
    return scored.sentence.hit.article.article_id, scored.sentence.start


def may_change(question: Question) -> bool:
    """Whether a later report may change the answer: a figure or a verdict, and no time is named."""
    if question.timeframe or question.speaker or EARLIER_STATE.search(question.text) or question.kind not in ("fact", "yes-no"):
        return False
    return asks_for_count(question) or asks_for_verdict(question) or asks_for_victims(question)


def asks_for_count(question: Question) -> bool:
    return question.kind == "fact" and (question.mentions_figure or question.answer_type in FIGURES)


def asks_for_verdict(question: Question) -> bool:
    return bool(VERDICT_ASKED.search(question.text))


def asks_for_victims(question: Question) -> bool:
    """ "Was anybody killed?" """
    return question.kind == "yes-no" and bool(words_of_state(question))


def later_reports(store: Store, question: Question, filters: Filters, hits: Sequence[Hit], lead: Scored) -> list[Article]:
    """The reports of the same event that appeared after the lead's, the newest first."""
    own = lead.sentence.hit.article
    since = day_of(own) or ""
    about = f"{question.search_text} {own.title}"
    others = find_articles(store, about, replace(filters, since=max(since, filters.since or ""), until=question.as_of), TUNING.newer_passages)
    found = {a.article_id: a for a in (*(h.article for h in hits), *others)}
    names = names_in(own.text)
    later = [a for a in found.values() if since < (day_of(a) or "") and is_same_event(question, lead, names, a)]
    return sorted(later, key=lambda a: day_of(a) or "", reverse=True)[: TUNING.newer_reports]


def is_same_event(question: Question, lead: Scored, names: Set[str], other: Article) -> bool:
    """Whether another report has all names by which the question names the event, or some of the names of the lead's headline and sentence.

    A count of persons is of another event long after.

    Args: names: those in the lead's report.
    """
    own = lead.sentence.hit.article
    asked = names & {fold(w) for w in WORD.findall(question.resolved)}
    there = {fold(w) for w in WORD.findall(f"{other.title} {other.text}")}
    if counts_persons(question) and days_between(own, other) > TUNING.max_event_days:
        return False
    if asked and asked <= there:
        return True
    told = {fold(w) for w in WORD.findall(f"{own.title} {lead.sentence.text}")}
    return len(names & told & there) >= TUNING.min_shared_names


def names_in(text: str) -> set[str]:
    """The words of a text, folded, that have a capital letter within a sentence and never a small one."""
    words = WORD.findall(text)
    return {fold(n) for n in CAPITAL.findall(text)} - {fold(w) for w in words if w.islower()}


def read_again(store: Store, question: Question, report: Article, lead: Scored, reader: Reader) -> Scored | None:
    """The sentence of a later report that answers best when it is read alone under the lead's headline. None if none surely answers."""
    sentences = [s for s in sentences_of(store, report, lead.sentence.hit) if may_answer(question, s.text)][: TUNING.newer_sentences]
    read = reader.read_answers(question.read_text, [(lead.sentence.hit.article.title or "", [s.text]) for s in sentences])
    found = [rescored(lead, s, r.sentences[0], r.answers, Span(s.start + r.spans[0].start, s.start + r.spans[0].end), r.spans[0].score) for s, r in zip(sentences, read, strict=True) if r.spans[0]]
    return max((s for s in found if surely_answers(question, s)), key=lambda s: s.parts["sentence_read"], default=None)


def sentences_of(store: Store, article: Article, hit: Hit) -> Iterator[Sentence]:
    for passage in sorted(store.archive.passages_of(article), key=lambda p: p.start):
        there = replace(hit, passage=passage, article=article, found_by=(), parts=())
        yield from (Sentence(there, start, end) for start, end in passage.sentences)


def may_answer(question: Question, text: str) -> bool:
    if text.rstrip(CLOSING).endswith("?"):
        return False
    if asks_for_verdict(question):
        return bool(VERDICT.search(text))
    if counts_another_state(words_of_state(question), text):
        return False
    return bool(find_figures(text)) or not asks_for_count(question)


def rescored(lead: Scored, sentence: Sentence, logit: float, passage: float, span: Span, sure: float) -> Scored:
    read = dict(zip(READ_PARTS, map(clip, (logit, sure, passage)), strict=True))
    return Scored(sentence, lead.score, {"coverage": 0.0, "words": lead.by_words, SAME_EVENT: 1.0} | read, frozenset(), span)


def surely_answers(question: Question, scored: Scored) -> bool:
    verdict = asks_for_verdict(question)
    least, least_span = (TUNING.min_newer_verdict, TUNING.min_newer_verdict_span) if verdict else (TUNING.min_newer_read, TUNING.min_newer_span)
    assert scored.span is not None
    if scored.parts["sentence_read"] < least or scored.parts["span_read"] < least_span:
        return False
    return not asks_for_count(question) or (bool(find_figures(answer_of(scored))) and not counts_a_part(scored))


def answer_of(scored: Scored) -> str:
    assert scored.span is not None
    return scored.sentence.hit.article.text[scored.span.start : scored.span.end]


def counts_a_part(scored: Scored) -> bool:
    """Whether the answer counts only some of those that are asked about: "two of them", "three more bodies"."""
    text, figure = scored.sentence.text, find_figures(answer_of(scored))[0].text
    assert scored.span is not None
    at = text.find(figure, max(0, scored.span.start - scored.sentence.start))
    before, after = A_PART
    return bool(before.search(text[:at])) or bool(after.match(text[at + len(figure) :]))


def days_between(one: Article, other: Article) -> int:
    first, second = (date.fromisoformat(day_of(a) or "") for a in (one, other))
    return abs((second - first).days)


def day_of(article: Article) -> str | None:
    return article.published_at[:10] if article.published_at else None
