"""The scores of one answer. Three states, never merged: pass, fail, and not judged, which has no value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from onrecord.assistant.claims import MARKER
from onrecord.assistant.gate import Pair
from onrecord.assistant.gate.rules import (
    QUOTED,
    check_attribution,
    check_dates,
    check_numbers,
    check_quotes,
    check_substitutions,
    check_units,
    owning_statement,
    speaker_of,
)
from onrecord.assistant.language import figures, read_dates
from onrecord.evals.answers.judging import Contexts, JudgedAnswer, JudgedClaim, answerable, by_cited
from onrecord.evals.answers.refusals import unframed
from onrecord.evals.run import State
from onrecord.vectorstore.embedding import Embedder
from onrecord.vectorstore.words import content_words, stems

READ_NUMBERS = (check_numbers, check_dates, check_units)
# Of 108 gold questions of the sample newsroom, .083 of the sentences that answer them are below it, and .083 of those that answer
# another one are not: where both errors are the same.
RELEVANT = 0.15


@dataclass(frozen=True)
class AnswerScore:
    """`value` is in 0…1, 1 the best, None exactly where nothing was judged; `why` says what was seen."""

    state: State
    value: float | None
    why: str


def of_states(states: Sequence[State], what: str, nothing: str) -> AnswerScore:
    """A share of what was looked at: one that failed fails it, one that could not be judged leaves it not judged."""
    if not states:
        return not_judged(nothing)
    failed, passed = states.count("fail"), states.count("pass")
    if not failed and passed < len(states):
        return not_judged(f"{len(states) - passed} of {len(states)} could not be judged")
    return AnswerScore("fail" if failed else "pass", passed / (passed + failed), f"{passed} of {len(states)} {what}")


def not_judged(why: str) -> AnswerScore:
    return AnswerScore("not_judged", None, why)


def with_faults(score: AnswerScore, faults: Sequence[str]) -> AnswerScore:
    """Adds the faults to `why`, each once."""
    return replace(score, why="; ".join([score.why, *dict.fromkeys(faults)]))


def nothing_said(answer: JudgedAnswer) -> str:
    return "the answer is a refusal" if answer.refused else "the answer is empty"


def faithfulness(answer: JudgedAnswer) -> AnswerScore:
    """Share of the sentences that the contexts support. A refusal says nothing that could be unfaithful, and is no pass."""
    return of_states([c.state for c in answer.said], "sentences are supported by the contexts", nothing_said(answer))


def citation_recall(answer: JudgedAnswer) -> AnswerScore:
    """Share of the sentences that what they cite, read together, supports."""
    if not any(c.citations for c in answer.said):
        return not_judged("nothing is cited")
    read = [by_cited(c, answer.contexts) for c in answer.said]
    return with_faults(of_states([g.state for g in read], "sentences are supported by what they cite", ""), [g.judgement.reason for g in read if g.state == "fail"])


def citation_precision(answer: JudgedAnswer) -> AnswerScore:
    """Share of the citations that count: their sentence is supported by what it cites, and by this one alone or not without it."""
    return of_states([s for c in answer.said for s in counting(c, answer.contexts)], "citations count", "nothing is cited")


def counting(claim: JudgedClaim, contexts: Contexts) -> list[State]:
    whole = by_cited(claim, contexts).state
    if whole != "pass" or len(claim.citations) == 1:
        return [whole] * len(claim.citations)
    return [counts(unframed(claim.text), n, claim.citations, contexts) for n in claim.citations]


def counts(claim: str, number: int, cited: Sequence[int], contexts: Contexts) -> State:
    alone = contexts.judge(claim, [number]).state
    if alone != "fail":
        return alone
    without: State = contexts.judge(claim, [n for n in cited if n != number]).state
    return {"pass": "fail", "fail": "pass"}.get(without, "not_judged")  # type: ignore[return-value]


def unchecked(answer: JudgedAnswer) -> int:
    """Sentences of which something could not be judged: by all contexts, by what they cite, or by one citation of several."""
    return sum("not_judged" in (c.state, by_cited(c, answer.contexts).state, *counting(c, answer.contexts)) for c in answer.said)


def quotes_are_verbatim(answer: JudgedAnswer) -> AnswerScore:
    """Share of what stands in quotation marks that the contexts hold to the letter."""
    source = "\n".join(answer.row.contexts)
    quotes = QUOTED.findall(MARKER.sub("", answer.row.answer))
    altered = [q for q in quotes if check_quotes(Pair(f"“{q}”", source))]
    score = of_states(["fail" if q in altered else "pass" for q in quotes], "quotes are in the contexts", "nothing is quoted")
    return with_faults(score, [f"“{q}” is not in them" for q in altered])


def attribution(answer: JudgedAnswer) -> AnswerScore:
    """Share of the sentences that say somebody's words, by the statements read in the contexts, and credit them to that speaker."""
    faults = [fault for c in answer.said if (fault := attributed(c.grounded.pair)) is not None]
    states: list[State] = ["fail" if fault else "pass" for fault in faults]
    score = of_states(states, "sentences keep whose words they are", "no sentence says anybody's words")
    return with_faults(score, [fault for fault in faults if fault])


def attributed(pair: Pair) -> str | None:
    """What is wrong with whom a claim credits, "" where nothing is, None where nobody has to be credited."""
    fault = check_attribution(pair)
    if fault is not None:
        return str(fault)
    if owning_statement(pair) is not None:
        return ""
    named = [who for s in pair.claim_statements if s.speaker and (who := speaker_of(s, pair.claim))]
    strangers = [who for who in named if pair.source and not set(stems(" ".join(content_words(who)))) & pair.source_words]
    return f"attribution-invented: the cited text does not know {strangers[0]}" if strangers else None


def numbers_and_dates(answer: JudgedAnswer) -> AnswerScore:
    """Share of the sentences with a number or a date whose every number, bound, unit and date the source has in this place."""
    read = [number_faults(c.grounded.pair) for c in answer.said if holds_numbers(c.grounded.pair.claim)]
    score = of_states(["fail" if faults else "pass" for faults in read], "sentences with numbers or dates have them right", "no number and no date")
    return with_faults(score, [fault for faults in read for fault in faults])


def holds_numbers(claim: str) -> bool:
    dates = read_dates(claim)
    return bool(figures(claim) or dates.days_of_month or dates.months or dates.weekdays or dates.years or dates.relative)


def number_faults(pair: Pair) -> list[str]:
    found = [fault for rule in READ_NUMBERS if (fault := rule(pair))]
    exchanged = check_substitutions(pair)
    if exchanged and holds_numbers(exchanged.detail):
        found.append(exchanged)
    return list(map(str, found))


def abstention(answer: JudgedAnswer) -> AnswerScore:
    """Whether it was right to answer or to refuse. That an answer was given rightly does not say that it is right."""
    can = answerable(answer.row)
    if can is None:
        return not_judged("neither `answerable` nor a reference says whether there is an answer")
    if not answer.claims:
        return AnswerScore("fail", 0.0, "the answer is empty") if can else not_judged("the answer is empty, which is no refusal")
    if answer.refused:
        return AnswerScore("fail", 0.0, "refused wrongly") if can else AnswerScore("pass", 1.0, "refused rightly")
    return AnswerScore("pass", 1.0, "answered where there is an answer") if can else AnswerScore("fail", 0.0, "answered wrongly: there is no answer")


Scorer = Callable[[JudgedAnswer], AnswerScore]
SCORES: dict[str, Scorer] = {
    "faithfulness": faithfulness,
    "citation_recall": citation_recall,
    "citation_precision": citation_precision,
    "quotes_verbatim": quotes_are_verbatim,
    "attribution": attribution,
    "numbers_and_dates": numbers_and_dates,
    "abstention": abstention,
}
RELEVANCE = "answer_relevance"
VERDICT = "verdict"


def answer_relevance(answer: JudgedAnswer, embedder: Embedder) -> AnswerScore:
    """Mean of the cosine of question and answer and the share of the question's words that the answer has. A weak score: it tells
    another question's answer from this one's, not a good one from a poor one. It decides no verdict."""
    question, text = answer.row.question.strip(), " ".join(c.text for c in answer.said)
    if not question or not text:
        return not_judged(nothing_said(answer) if question else "there is no question")
    one, other = embedder.embed([question]), embedder.embed([text])
    words, there = content_words(question), set(stems(text))
    held = sum(set(stems(w)) <= there for w in words) / len(words) if words else 0.0
    value = 0.5 * min(1.0, max(0.0, float((one @ other.T).item()))) + 0.5 * held
    return AnswerScore("pass" if value >= RELEVANT else "fail", value, f"a weak score; {RELEVANT} or more passes")


def verdict(answer: JudgedAnswer) -> State:
    """An answer passes when every sentence of it does, and it was right to answer where that is known. A refusal is judged as one."""
    states = [c.state for c in answer.said]
    right = abstention(answer).state
    if "fail" in states or right == "fail":
        return "fail"
    if answer.refused:
        return right
    return "pass" if answer.said and all(s == "pass" for s in states) else "not_judged"
