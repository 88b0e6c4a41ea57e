"""Selects evidence: the sentences of the found passages that answer the question, and those that contradict them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from onrecord.assistant.attribution import Span, Statement, read_statements
from onrecord.assistant.evidence.accusations import find_accusations
from onrecord.assistant.evidence.answerability import estimate_answerability, read_answerability
from onrecord.assistant.evidence.bounds import cuts_quotation, excerpt_bounds, is_source_line, whole_quotations
from onrecord.assistant.evidence.choose import choose_for_kind, was_shown
from onrecord.assistant.evidence.conflicts import find_disagreements
from onrecord.assistant.evidence.figures import asks_for_figure, counts_another_state, words_of_state
from onrecord.assistant.evidence.model import Evidence, Scored, Selection, Sentence, ranked_with
from onrecord.assistant.evidence.nameless import with_names
from onrecord.assistant.evidence.newest import find_newer, with_newer
from onrecord.assistant.evidence.reading import add_neighbours, read_sentences
from onrecord.assistant.evidence.rivals import add_other_sides, may_contradict
from onrecord.assistant.evidence.scoring import score_sentences
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.evidence.updates import fold_replaced
from onrecord.assistant.language import DAY_OF_MONTH, WEEKDAYS
from onrecord.assistant.question import Question
from onrecord.assistant.reader import Reader
from onrecord.vectorstore.archive import NO_FILTERS, Filters, fold
from onrecord.vectorstore.model import Article, Hit
from onrecord.vectorstore.store import Store

Make = Callable[[Scored, Span | None], Evidence]  # the evidence of a sentence, within the given bounds or its own
NAMES_DAY = re.compile(rf"{DAY_OF_MONTH.pattern}|\b(?:{'|'.join(WEEKDAYS)}|yesterday|today)\b", re.IGNORECASE)
ASKS_FOR_MORE = re.compile(r"\b(?:else|more about|tell me more|other|others|another|further|besides)\b", re.IGNORECASE)


def select_evidence(
    store: Store, question: Question, weights: Mapping[str, float], hits: Sequence[Hit], reader: Reader | None = None, filters: Filters = NO_FILTERS
) -> Selection:
    """At most `max_sentences` sentences that answer, each with another fact, and sentences that contradict them.

    If the question asks for the latest report, the newest sentence comes first.

    Args:
        weights: the `word_weights` of the question's `search_text`.
        hits: from a search, best first.
        reader: reads the best passages. Without it, words and meaning alone decide.
        filters: those of the search.
    """
    hits = about_named(question, hits)
    passages = hits[: TUNING.passages_read] if reader is None else add_neighbours(store, hits[: TUNING.passages_read])
    sentences = [x for h in passages for s, e in h.passage.sentences if not is_source_line((x := Sentence(h, s, e)).text)]
    if not sentences:
        return Selection((), 0.0)
    read = lru_cache(partial(read_statements, store.archive))  # so that the statements of an article are read once, not once per sentence

    def make(s: Scored, bounds: Span | None = None) -> Evidence:
        return make_evidence(s, read(s.sentence.hit.article), bounds)

    found = score_sentences(store, question, weights, sentences)
    answerability = estimate_answerability(question, hits[: TUNING.passages_read], found)
    second: list[Scored] = []
    if reader and answerability:  # it is 0 where every article is too early to report on it
        disputed = is_disputed(found, read)
        read_again = read_sentences(reader, question.read_text, found)
        second = read_second(reader, question, found)
        found, answerability = list(read_again.scored), read_answerability(read_again, disputed)
    if is_known(question, found):
        answerability = max(answerability, TUNING.known_answerability)
    scored = prefer_asked(question, found, read)
    accusations = find_accusations(question, scored, make)
    chosen = without_shown_again(question.shown, accusations or choose_for_kind(store, question, hits, scored))
    chosen += answer_to_second(second, chosen)
    newer = find_newer(store, question, filters, hits, chosen[0], reader) if reader else []
    chosen = with_newer(question, chosen, newer)
    evidence = in_turn(chosen, make)
    rivals = [without_chosen(s, evidence, make) for s in (*newer, *may_contradict(scored, chosen))]
    evidence = without_overlaps(add_other_sides(question, evidence, rivals))
    evidence = without_overlaps(with_names(evidence))
    evidence, replaced = fold_replaced(question, [replace(e, day_asked=question.answer_type == "date") for e in evidence])
    return Selection(tuple(evidence), answerability, find_disagreements(question, evidence), replaced, nearest_articles(hits), tuple(scored))


def prefer_asked(question: Question, scored: Sequence[Scored], read: Callable[[Article], Sequence[Statement]]) -> list[Scored]:
    """The sentences, best first, after all that the question prefers: a speaker, a state of persons, a day, and what was not shown yet."""
    said = prefer_speaker(question.speaker.name, scored, read) if question.speaker else scored
    counted = prefer_state(question, said)
    return prefer_unseen(question, prefer_days(counted) if question.asks_for_day else counted)


def in_turn(chosen: Sequence[Scored], make: Make) -> list[Evidence]:
    """The evidence of the chosen sentences. What is served just before a sentence need not come with it once more."""
    made: list[Evidence] = []
    for s in chosen:
        evidence = make(s, None)
        alone = Span(s.sentence.start, evidence.end)
        follows = bool(made) and overlaps_any(evidence, made[-1:]) and made[-1].end <= alone.start and not cuts_quotation(evidence.article.text, alone)
        made.append(make(s, alone) if follows else evidence)
    return without_overlaps(made)


def without_chosen(rival: Scored, chosen: Sequence[Evidence], make: Make) -> Evidence:
    """The rival sentence alone where its excerpt would repeat a chosen one: "The company said it had counted 1,900"."""
    evidence = make(rival, None)
    return make(rival, Span(rival.sentence.start, rival.sentence.end)) if overlaps_any(evidence, chosen) else evidence


def about_named(question: Question, hits: Sequence[Hit]) -> Sequence[Hit]:
    """The hits whose articles have a name of the question, if there are any: another person's acquittal does not tell of the one who is asked about."""
    beginnings = [f" {beginning_of(name)}" for name in question.named]
    articles = {h.article.article_id: h.article for h in hits} if beginnings else {}
    folded = {i: f" {fold(a.title)} {fold(a.text)}" for i, a in articles.items()}  # once for each article, not for each hit: a text is long
    about = {i for i, text in folded.items() if any(b in text for b in beginnings)}
    return [h for h in hits if h.article.article_id in about] or hits


def beginning_of(name: str) -> str:
    """A name without the end in which "Tolmara" and "Tolmaran" differ."""
    folded = fold(name)
    return folded[: max(TUNING.min_name_beginning, len(folded) - 2)]


def read_second(reader: Reader, question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """The sentences that answer the second question of a message with two, by what the reader says alone: the best first."""
    if not question.second:
        return []
    return sorted(read_sentences(reader, question.second, scored).scored, key=lambda s: -s.parts["sentence_read"])


def answer_to_second(ranked: Sequence[Scored], chosen: Sequence[Scored]) -> list[Scored]:
    """The sentence to serve for the second question. Where its best is served already, only another that answers too."""
    served = [s.sentence for s in chosen]
    new = next((s for s in ranked if s.sentence not in served), None)
    least = TUNING.min_beside if ranked and ranked[0].sentence in served else TUNING.min_second
    return [new] if new and new.parts["sentence_read"] >= least else []


def is_disputed(scored: Sequence[Scored], read: Callable[[Article], Sequence[Statement]]) -> bool:
    """Whether several speakers say something about the very words of the question. No single sentence may answer it; their claims do."""
    speakers = set()
    for s in scored[: TUNING.disputing_sentences]:
        if s.parts["coverage"] >= TUNING.disputed_coverage:
            speakers |= {x.speaker_name for x in read(s.sentence.hit.article) if x.content.start < s.sentence.end and s.sentence.start < x.content.end}
    return len(speakers - {None}) > 1


def is_known(question: Question, scored: Sequence[Scored]) -> bool:
    """Whether it is asked who somebody is, and a sentence names them in full: this tells at least what the archive knows them for."""
    name = fold(question.asked_name)
    return bool(name) and any(name in fold(s.sentence.text) for s in scored)


def without_overlaps(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence without excerpts that share words with an earlier one."""
    kept: list[Evidence] = []
    for e in evidence:
        if not overlaps_any(e, kept):
            kept.append(e)
    return kept


def overlaps_any(evidence: Evidence, others: Sequence[Evidence]) -> bool:
    return any(o.article.article_id == evidence.article.article_id and o.start < evidence.end and evidence.start < o.end for o in others)


def prefer_speaker(name: str, scored: Sequence[Scored], read: Callable[[Article], Sequence[Statement]]) -> list[Scored]:
    """The sentences, best first. Those that quote the named speaker get `asked_speaker_bonus`."""
    asked = set(fold(name).split())

    def says(s: Scored) -> bool:
        article, start, end = s.sentence.hit.article, s.sentence.start, s.sentence.end
        theirs = (x for x in read(article) if x.content.start < end and start < x.content.end)
        return any(asked <= set(fold(f"{x.speaker_name or ''} {x.speaker_role or ''}").split()) for x in theirs)

    return ranked_with(TUNING.asked_speaker_bonus, says, scored)


def prefer_days(scored: Sequence[Scored]) -> list[Scored]:
    """The sentences, best first. Those that name no day cost `no_day_cost`: "in February" does not say on what date."""
    return ranked_with(-TUNING.no_day_cost, lambda s: not NAMES_DAY.search(s.sentence.text), scored)


def prefer_state(question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """The sentences, best first. If it is asked how many died, were hurt or were saved, those without a word for it cost `other_state_cost`: "34 cases"."""
    asked = words_of_state(question) if asks_for_figure(question, ()) else frozenset()
    return ranked_with(-TUNING.other_state_cost, lambda s: counts_another_state(asked, s.sentence.text), scored) if asked else list(scored)


def prefer_unseen(question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """The sentences, best first. Those that the conversation has shown cost `shown_cost`; where the question asks for more, they are left out."""
    unseen = [s for s in scored if not was_shown(s.sentence, question.shown)]
    if ASKS_FOR_MORE.search(question.text) and unseen:
        return unseen
    return ranked_with(-TUNING.shown_cost, lambda s: s not in unseen, scored)


def without_shown_again(shown: str, chosen: Sequence[Scored]) -> list[Scored]:
    """The best sentence, and those of the others that the conversation has not shown yet."""
    return [s for n, s in enumerate(chosen) if n == 0 or not was_shown(s.sentence, shown)]


def nearest_articles(hits: Sequence[Hit]) -> tuple[Article, ...]:
    """The articles of the best passages, each once. An abstention names these articles."""
    near = [h for h in hits if h.score >= hits[0].score - TUNING.max_nearest_gap]
    return tuple({h.article.article_id: h.article for h in near}.values())[: TUNING.max_nearest]


def make_evidence(scored: Scored, statements: Sequence[Statement], bounds: Span | None = None) -> Evidence:
    """The sentence as evidence, by default extended so that it can be read alone."""
    evidence = credit_speaker(scored.sentence, bounds or excerpt_bounds(scored.sentence, statements), statements, scored.score, scored.parts)
    whole = whole_quotations(evidence.article.text, scored.span) if scored.span else None
    likely = whole if evidence.holds(whole) else None
    sure = all(scored.parts.get(part, -TUNING.max_read_logit) >= least for part, least in (("span_read", TUNING.min_headline), ("sentence_read", TUNING.min_headline_sentence)))
    return replace(evidence, likely=likely, answer=likely if sure else None)


def credit_speaker(sentence: Sentence, span: Span, statements: Sequence[Statement], total: float, parts: dict[str, float]) -> Evidence:
    """The span around a sentence as evidence. Its speaker is the one to whom the article credits most of it."""

    def covered(s: Statement) -> int:
        return max(0, min(s.content.end, span.end) - max(s.content.start, span.start))

    said = [s for s in statements if covered(s) and (s.speaker or s.speaker_name)]
    # For nested speech, the outer speaker counts: A is the speaker of "A said that B claimed …".
    statement = max(said, key=lambda s: (covered(s), -len(s.chain)), default=None)
    return Evidence(sentence.hit.article, span.start, span.end, total, parts, statement, tuple(s for s in said if span.holds(s.content)))
