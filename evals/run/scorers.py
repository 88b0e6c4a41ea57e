"""Scorers. Each reads one finished turn and returns a score with an explanation.

A score has one of three states: passed (1), failed (below 1, often a share) or not judged (None).
"""

import re
from collections.abc import Callable, Iterator, Sequence

from onrecord.assistant.answer import Answer, Citation, Claim
from onrecord.assistant.attribution import read_statements
from onrecord.assistant.claims import MARKER
from onrecord.assistant.gate.rules import normalize_quotes
from onrecord.assistant.language import NAMES_NOBODY
from onrecord.evals.run.results import State
from onrecord.evals.run.scored_turn import BRACKETS, Judged, Score, citations_of, overlaps, share_score
from onrecord.evals.run.served_scorers import conflict_shown, current_version, faithfulness, faults_stopped
from onrecord.evals.suite import Gold
from onrecord.vectorstore.archive import Archive
from onrecord.vectorstore.errors import NotFound
from onrecord.vectorstore.words import content_words, stems

QUOTED = re.compile(r"[“\"]([^“”\"]{2,}?)[”\"]")
NAME_ENDS = re.compile(r"[,(;—]|\s(?:of|for|from|in|into|at|with|on|who|whose)\s", re.IGNORECASE)
MIN_SAME_SENTENCE = 0.75  # share of common words that makes two gold quotes copies of one sentence


def answered_right(j: Judged) -> Score:
    """Whether the answer contains the expected strings. If the articles do not answer, only abstaining is right. For a false premise, an answer
    that cites the gold is right too, because the gold contradicts the premise."""
    if j.case.answerable:
        return Score(0.0, "abstained") if j.abstained else said_as_expected(j)
    if j.abstained:
        return Score(1.0, "abstained")
    if j.case.kind == "unanswerable":
        return Score(0.0, "answered what no article answers")
    if not cited_gold(j):
        return Score(0.0, "served something that does not contradict the false premise")
    return said_as_expected(j)


def said_as_expected(j: Judged) -> Score:
    text = MARKER.sub("", j.answer.text)
    lacking = [g for g in j.case.expect if not any(contains(text, s) for s in g)]
    forbidden = [s for s in j.case.forbid if contains(text, s)]
    faults = [f"lacks {' or '.join(map(repr, g))}" for g in lacking] + [f"contains {s!r}" for s in forbidden]
    return Score(float(not faults), "; ".join(faults) or "contains what was expected")


def contains(text: str, expected: str) -> bool:
    """Whether a text contains a string, in upper or lower case. A number must be complete: "15" is not in "115", "1,500" or "15.2"."""
    before = r"(?<!\d)(?<!\d[.,])" if expected[:1].isdigit() else ""
    after = r"(?!\d)(?![.,]\d)" if expected[-1:].isdigit() else ""
    return re.search(before + re.escape(expected.lower()) + after, text.lower()) is not None


def citation_precision(j: Judged) -> Score:
    """The share of the citations that overlap a gold span."""
    if not j.gold or not j.answer.citations:
        return Score(None, "no citation" if j.gold else "the case has no gold evidence")
    return share_score([any(overlaps(c, g) for g in j.gold) for c in j.answer.citations], "citations are gold")


def citation_recall(j: Judged) -> Score:
    """The share of the gold sentences that are cited. Copies of one sentence count once. An abstention cites none."""
    if not j.gold or not j.case.answerable:
        return Score(None, "the case has no sentence that answers")
    sides = same_sentences(j.gold)
    return share_score([any(overlaps(c, g) for c in j.answer.citations for g in side) for side in sides], "gold sentences are cited")


def attribution_kept(j: Judged) -> Score:
    """Of the claims that cite a stored statement, the share that name its speaker. If the case has a speaker and the answer cites its gold, the
    answer must name this speaker too."""
    owed = [(claim.text, s) for claim in j.answer.claims for c in citations_of(claim, j.answer) for s in speakers_to_name(j.archive, c)]
    if j.case.speaker and cited_gold(j):
        owed.append((j.answer.text, (j.case.speaker,)))
    if not owed:
        return Score(None, "nothing cited is a named speaker's statement")
    lost = [forms[-1] for text, forms in owed if not any(names_speaker(f, text) for f in forms)]
    score = share_score([True] * (len(owed) - len(lost)) + [False] * len(lost), "keep their speaker")
    return Score(score.value, score.why + "".join(f"; {name} is not named" for name in dict.fromkeys(lost)))


def quotes_verbatim(j: Judged) -> Score:
    """Whether every claim has a citation, every citation is verbatim in the archive, and every quotation is verbatim in its claim's citations."""
    if j.abstained:
        return Score(None, "abstained")
    faults = [f"[{c.n}] differs from the archive's text" for c in j.answer.citations if not in_archive(j.archive, c)]
    faults += [f for claim in j.answer.claims for f in altered_quotes(claim, j.answer)]
    faults += ["nothing is cited"] if not j.answer.citations else []
    return Score(float(not faults), "; ".join(faults) or "verbatim")


def abstained_rightly(j: Judged) -> Score:
    """Whether the turn abstained, if no article answers."""
    if j.case.kind != "unanswerable":
        return Score(None, "another kind of question")
    return Score(float(j.abstained), j.answer.status)


def abstained_wrongly(j: Judged) -> Score:
    """Whether the turn abstained, although the articles answer. Lower is better: 1 is the failure."""
    return Score(float(j.abstained), j.answer.status) if j.case.answerable else Score(None, "nothing to answer")


SCORERS: dict[str, Callable[[Judged], Score]] = {
    f.__name__: f
    for f in (
        answered_right, faithfulness, citation_precision, citation_recall, attribution_kept, quotes_verbatim, current_version, conflict_shown,
        faults_stopped, abstained_rightly, abstained_wrongly,
    )
}
LESS_IS_BETTER = {"abstained_wrongly"}


def state(name: str, score: Score) -> State:
    if score.value is None:
        return "not_judged"
    return "pass" if score.value == (0 if name in LESS_IS_BETTER else 1) else "fail"


def cited_gold(j: Judged) -> bool:
    return any(overlaps(c, g) for c in j.answer.citations for g in j.gold)


def in_archive(archive: Archive, c: Citation) -> bool:
    """Whether the cited text is verbatim in the archive. An empty text never is."""
    try:
        return bool(c.cited_text.strip()) and archive.article(c.article_id, c.version).text[c.start : c.end] == c.cited_text
    except NotFound:
        return False


def altered_quotes(claim: Claim, answer: Answer) -> list[str]:
    cited = citations_of(claim, answer)
    if not cited:
        return [f"{claim.text!r} cites nothing"]
    source = normalize_quotes(" ".join(c.cited_text for c in cited))
    altered = [q for q in QUOTED.findall(claim.text) if not any(normalize_quotes(v) in source for v in (q, BRACKETS.sub("", q)))]
    return [f"“{q}” is not in the cited text" for q in altered]


def same_sentences(gold: Sequence[Gold]) -> list[list[Gold]]:
    """The gold grouped by sentence. Copies in several articles, with nearly the same words, are one group."""
    groups: list[list[Gold]] = []
    for g in gold:
        like = next((group for group in groups if is_copy(g.quote, group[0].quote)), None)
        if like is None:
            groups.append([g])
        else:
            like.append(g)
    return groups


def is_copy(one: str, other: str) -> bool:
    """Whether two sentences are copies. The longer one counts: a short sentence is not a copy of a long one that has all its words."""
    a, b = set(stems(one)), set(stems(other))
    return len(a & b) >= MIN_SAME_SENTENCE * max(len(a), len(b))


def speakers_to_name(archive: Archive, citation: Citation) -> Iterator[tuple[str, ...]]:
    """The speakers that a claim must name. Each statement that is most of the cited text yields the printed and the resolved form of its
    speaker. An unresolved pronoun yields nothing, because it has no name that an answer could keep.
    """
    article = archive.article(citation.article_id, citation.version)
    for s in read_statements(archive, article):
        shared = min(s.content.end, citation.end) - max(s.content.start, citation.start)
        if s.speaker and 2 * shared > citation.end - citation.start:
            printed = article.text[s.speaker.start : s.speaker.end]
            if forms := tuple(f for f in (printed, s.speaker_name) if f and is_name(f)):
                yield forms


def is_name(form: str) -> bool:
    return any(w.lower() not in NAMES_NOBODY for w in content_words(NAME_ENDS.split(form.strip())[0]))


def names_speaker(form: str, text: str) -> bool:
    """Whether a text names a speaker. For a proper name, the last word is enough ("Ritvel", "the union"). For a description with common nouns,
    most words are needed, because "the army" may be another army."""
    head = NAME_ENDS.split(form.strip())[0]
    words = [w for w in content_words(head) if w.lower() not in NAMES_NOBODY]
    there = set(stems(text))
    found = [set(stems(w)) <= there for w in words]
    return bool(found) and found[-1] and (words[-1][:1].isupper() or sum(found) > len(found) / 2)
