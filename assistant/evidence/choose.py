"""Chooses the sentences of an answer among the scored ones, by the kind of the question."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile

from onrecord.assistant.attribution import DATELINE, OWNED, find_role_of, stands_beside
from onrecord.assistant.evidence.model import Scored, Sentence, ranked_with
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.language import CLOSING, OPENING, find_figures
from onrecord.assistant.question import Question
from onrecord.vectorstore.archive import fold
from onrecord.vectorstore.model import Article, Hit
from onrecord.vectorstore.search import FIGURES
from onrecord.vectorstore.store import Store
from onrecord.vectorstore.words import stems

UNDATED = "9999"  # later than every day
STOPS = (".", "!", "?", "…")
GENERIC = frozenset(stems("happen happened summary story news latest summarise summarize tell overview timeline know"))
GIVES_REASON = re.compile(
    r"\b(?:because|due to|owing to|as a result of|on (?:the )?grounds|for (?:[\w-]+ )?reasons?|reason(?:s|ed)?|so that|in order to|to (?:avoid|prevent|protest)|in protest|in response"
    r"|blam(?:es?|ed|ing)|cit(?:es?|ed|ing)|caus(?:es?|ed|ing)|prompt(?:s|ed|ing)|trigger(?:s|ed|ing)?|led to|stems? from|came from|brought down|thanks to|amid|(?<!ake )(?<!aken )(?<!akes )(?<!took )over (?:the|an?|its|their|his|her))\b",
    re.IGNORECASE,
)
SURE_KINDS = {*FIGURES, "date", "person"}  # asked kinds that are surely recognised in a sentence
CAPTION_STARTS = ("—", "–", "-", "Image:", "Photo:", "File:")


def choose_for_kind(store: Store, question: Question, hits: Sequence[Hit], scored: Sequence[Scored]) -> list[Scored]:
    """The sentences of the answer, in its order; at least one.

    Args: scored: best first, at least one.
    """
    scored = [s for s in scored if not s.parts.get("asks")] or scored  # an interviewer's question answers nothing
    match question.kind:
        case "summary" | "latest" | "timeline":
            return choose_account(store, question, hits, scored) or choose_sentences(question, scored)
        case "compare":
            return choose_compared(question, scored)
        case "why":
            return choose_reasons(question, scored)
        case "who-is":
            return choose_about(question, scored) or choose_sentences(question, scored)
        case _:
            return choose_sentences(question, newest_first(scored) if question.newest_leads else scored)


def choose_sentences(question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """The best sentence, and sentences with a score close to it that state something else.

    A sentence with another figure is chosen even with a somewhat lower score, because sources may differ about the figure.
    """
    figures = question.answer_type in FIGURES
    widest = widest_gap(scored[0])
    most = TUNING.max_of_two if question.second else TUNING.max_listed if question.kind == "list" else TUNING.max_sentences
    chosen: list[Scored] = []
    left = list(scored)
    while left and len(chosen) < most:
        seen = {a for c in chosen for a in c.answers}
        gain = {id(s): TUNING.other_figure_bonus if figures and chosen and s.answers - seen else 0.0 for s in left}
        best = max(left, key=lambda s: s.score + gain[id(s)])
        left.remove(best)
        if best.score + gain[id(best)] < scored[0].score - widest:
            break
        if not chosen or (is_new(best, chosen) and tells_as_much(question, best, chosen[0], bool(gain[id(best)])) and adds_to(chosen[0], best)):
            chosen.append(best)
    return chosen


def tells_as_much(question: Question, scored: Scored, best: Scored, other_figure: bool) -> bool:
    """Whether a sentence has enough of the question's words to be served beside the best, or is read better, or has another figure that is asked for.

    Beside "on 17 February", a sentence without a day does not say when. A follow-up leaves words out, and what somebody says or one of several things that are asked for may have words of its own.
    """
    if question.answer_type in SURE_KINDS and best.answers and not scored.answers:
        return False
    own_words = question.kind == "list" or question.carried or question.speaker
    return bool(own_words) or other_figure or logit(scored) >= logit(best) or scored.parts["coverage"] >= TUNING.min_beside_coverage


def adds_to(best: Scored, scored: Scored) -> bool:
    """Whether a sentence is served beside the best: where that surely answers, only if it answers too; or else if it is read nearly as well."""
    return logit(scored) >= (TUNING.min_beside if logit(best) >= TUNING.sure_answer else logit(best) - TUNING.max_beside_gap)


def logit(scored: Scored) -> float:
    """How surely a sentence answers, by what the reader says; 0 without the reader."""
    return scored.parts.get("sentence_read", 0.0)


def widest_gap(best: Scored) -> float:
    """How far below the best score a sentence may be to be served beside it."""
    return TUNING.max_read_gap if "words" in best.parts else TUNING.max_score_gap


def newest_first(scored: Sequence[Scored]) -> list[Scored]:
    """The sentences; those close to the best one get its score if they are from a newer report, so that the newest leads."""
    near = [s for s in scored if s.score >= scored[0].score - widest_gap(scored[0])]
    ordered = sorted(near, key=lambda s: s.sentence.hit.article.published_at or "", reverse=True)
    return [*(replace(s, score=scored[0].score - n / 1000) for n, s in enumerate(ordered)), *(s for s in scored if s not in near)]


def choose_reasons(question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """For a question why: as for any question, but sentences that give a reason rank higher, and beside one that does only what surely answers is served."""
    ranked = ranked_with(TUNING.reason_bonus, lambda s: bool(GIVES_REASON.search(s.sentence.text)), scored)
    chosen = choose_sentences(question, ranked)
    if not GIVES_REASON.search(chosen[0].sentence.text):
        return chosen
    return [s for s in chosen if s is chosen[0] or logit(s) >= TUNING.min_beside]


def choose_about(question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """For a question who somebody is: the best sentences that name them, one that gives their role first, if possible not one like "the board's chief"."""
    about = [s for s in scored if names_asked(question, s.sentence.text)]
    found = [(s, role) for s in about[: TUNING.roles_read] if (role := role_in(question.asked_name, s))]
    told = [s for s, role in sorted(found, key=lambda f: (bool(OWNED.match(f[1])), -min(len(f[1].split()), TUNING.full_role)))]
    about = [*told[:1], *(s for s in about if s not in told[:1])]
    best = max((s.score for s in about), default=0.0)
    chosen: list[Scored] = []
    for s in about:
        near = s.score >= best - TUNING.max_about_gap and len(chosen) < TUNING.max_sentences
        if near and not is_caption(s.sentence.text) and is_new(s, chosen):
            chosen.append(s)
    return chosen


def role_in(name: str, scored: Scored) -> str:
    """The role that a sentence gives to a person, by its parse or as the reader's piece beside the name; empty if it gives none."""
    text, start = scored.sentence.text, scored.sentence.start
    piece = (scored.span.start - start, scored.span.end - start) if scored.span else None
    found = find_role_of(name, text) or (piece if piece and stands_beside(name, text, *piece) else None)
    return text[found[0] : found[1]] if found else ""


def names_asked(question: Question, text: str) -> bool:
    """Whether the text has the last name of the person whom the question asks about."""
    return bool(question.asked_name) and fold(question.asked_name).split()[-1] in fold(text).split()


def choose_compared(question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """For a question that compares two names: the best pair of sentences, one about each, and then others as for any question.

    The best pair says like things: "Roe resigned on 15 August" is compared with "Vale resigned on 28 August".
    """
    one, other = ([s for s in scored if names_side(side, s.sentence.text)][: TUNING.compared_candidates] for side in question.compared)
    names = set(stems(" ".join(question.compared)))

    def worth(pair: tuple[Scored, Scored]) -> float:
        return sum(s.score for s in pair) + TUNING.alike_weight * share_alike(*(set(stems(s.sentence.text)) - names for s in pair))

    pairs = [(a, b) for a in one for b in other if a is not b]
    best = max(pairs, key=worth, default=())
    others = [s for s in choose_sentences(question, scored) if is_new(s, best)]
    return sorted([*best, *others][: TUNING.max_sentences], key=lambda s: -s.score)


def names_side(side: str, text: str) -> bool:
    """Whether a sentence has a side of a comparison: its name, or half of its words."""
    words = set(stems(side))
    return fold(side) in fold(text) or 2 * len(words & set(stems(text))) >= max(1, len(words))


def share_alike(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def choose_account(store: Store, question: Question, hits: Sequence[Hit], scored: Sequence[Scored]) -> list[Scored]:
    """For a question that wants an account: of each report about it the opening, which says what happened.

    Of several reports, a summary has one sentence each. A single report is told by its opening (a summary begins with three sentences of it,
    because the first seldom has the whole event) and the sentences that answer by what the reader says, and at least with two sentences. Told in order
    of time; if the question asks for the latest, the newest report comes first, with the opening and what answers of each.
    """
    reports = find_reports(question, hits, scored)
    several = len(reports) > 1 and not question.latest
    each = 1 if several and question.kind == "summary" else TUNING.max_account // len(reports)
    lead, least = (TUNING.min_summary, TUNING.min_summary) if question.kind == "summary" and not several else (1, TUNING.min_account)
    by_place = {(s.sentence.hit.article.article_id, s.sentence.start): s for s in scored}
    account: list[Scored] = []
    for report in reports:
        opened = those_that_bear(question, report.article, opening(store, question.shown, report))
        openings = [by_place.get((s.hit.article.article_id, s.start), Scored(s, scored[0].score, {"coverage": 0.0}, frozenset())) for s in opened]
        telling = [s for s in scored if s.sentence.hit.article.article_id == report.article.article_id and s.parts.get("sentence_read", -1.0) >= TUNING.min_telling]
        best = [*telling, *openings[:1]] if question.kind == "timeline" else [*openings[:lead], *telling]  # the course of a figure is not told by openings
        told = told_in_order([*best, *(openings[1:] if question.latest or several else [])], each, account)
        account += told if several or len(told) >= least else told_in_order([*best, *openings[1:]], least, account)
    return account


def find_reports(question: Question, hits: Sequence[Hit], scored: Sequence[Scored]) -> list[Hit]:
    """The best passage of each report about the matter: the article of the best sentence, and those that the search and the reader find nearly as good."""
    first = scored[0].sentence.hit
    read: dict[str, float] = {}
    for s in scored:
        there = s.sentence.hit.article.article_id
        read[there] = max(read.get(there, -TUNING.max_read_logit), s.parts.get("passage_read", 0.0))
    least = read[first.article.article_id] - TUNING.max_account_read_gap
    best = {h.article.article_id: h for h in reversed(hits) if h.article.article_id != first.article.article_id}
    near = [
        h for i, h in best.items() if (h.score >= first.score - TUNING.max_account_gap and read.get(i, 0.0) >= least) or is_about(question, h.article)
    ]
    reports = [first, *sorted(near, key=lambda h: -h.score)][: TUNING.max_latest if question.latest else TUNING.max_account]
    undated = "" if question.latest else UNDATED  # last, in either order
    return sorted(reports, key=lambda h: h.article.published_at or undated, reverse=question.latest)


def told_in_order(sentences: Sequence[Scored], most: int, before: Sequence[Scored]) -> list[Scored]:
    """The first `most` sentences that state something new, in the order of their article."""
    chosen: list[Scored] = []
    for s in sentences:
        told = [*before, *chosen]
        if len(chosen) < most and not is_caption(s.sentence.text) and (is_new(s, told) or has_new_figure(s, told)):
            chosen.append(s)
    return sorted(chosen, key=lambda s: s.sentence.start)


def opening(store: Store, shown: str, hit: Hit) -> list[Sentence]:
    """The first sentences of the hit's article that were not `shown` yet. Lines with only a date or a place are skipped."""
    passages = sorted(store.archive.passages_of(hit.article), key=lambda p: p.start)[:2]
    sentences = [Sentence(replace(hit, passage=p), start, end) for p in passages for start, end in p.sentences]
    begun = dropwhile(lambda s: not tells(s.text, TUNING.min_opening_words), sentences)
    return [s for s in begun if tells(s.text, TUNING.min_next_words) and not was_shown(s, shown)]


def tells(text: str, least: int) -> bool:
    """Whether it is a sentence of the report with at least so many words, and not a headline, a line with names and dates, or a fragment."""
    words = text.split()
    small = sum(w[:1].islower() for w in words)
    return len(words) >= least and text[:1] not in OPENING and text.rstrip(CLOSING).endswith(STOPS) and small >= TUNING.min_small_letters * len(words)


def matter_asked(question: Question) -> set[str]:
    """The stems of what an account is asked of."""
    return set(stems(" ".join((*question.terms, *question.carried)))) - GENERIC


def is_about(question: Question, article: Article) -> bool:
    """Whether the headline and the opening of an article have every word of the matter, and that is more than one word."""
    asked = matter_asked(question)
    return len(asked) > 1 and asked <= set(stems(f"{article.title} {article.text[: TUNING.opening_length]}"))


def those_that_bear(question: Question, article: Article, opening: Sequence[Sentence]) -> list[Sentence]:
    """The sentences of an opening that bear on the question. Where the first has the whole matter, the next one does too: "At least 20 were killed." """
    goes_on = bool(opening) and matter_asked(question) <= set(stems(opening[0].text))
    return [s for n, s in enumerate(opening) if bears_on(question, article, s) or (goes_on and n == 1)]


def bears_on(question: Question, article: Article, sentence: Sentence) -> bool:
    """Whether the sentence has a word of the question, or its report's headline has most of them."""
    asked = matter_asked(question)
    return not asked or bool(asked & set(stems(sentence.text))) or 2 * len(asked & set(stems(article.title))) > len(asked)


def is_caption(text: str) -> bool:
    """Whether it is a line under a picture or beside a pulled quotation, not a sentence of the report."""
    return text.lstrip().startswith(CAPTION_STARTS)


def was_shown(sentence: Sentence, shown: str) -> bool:
    """Whether earlier answers have the sentence, which they show without its dateline."""
    return bool(shown) and DATELINE.sub("", sentence.text) in shown


def is_new(sentence: Scored, chosen: Sequence[Scored]) -> bool:
    """Whether none of the chosen sentences states the same fact."""
    return not any(states_same_fact(sentence.sentence.text, c.sentence.text) for c in chosen)


def has_new_figure(sentence: Scored, chosen: Sequence[Scored]) -> bool:
    """Whether it has a figure that none of the chosen sentences has, as a toll that rises from report to report."""
    known = {f.value for c in chosen for f in find_figures(c.sentence.text)}
    return any(f.value not in known for f in find_figures(sentence.sentence.text))


def states_same_fact(one: str, other: str) -> bool:
    a, b = set(stems(one)), set(stems(other))
    return len(a & b) / max(1, min(len(a), len(b))) >= TUNING.same_fact_overlap if a and b else False
