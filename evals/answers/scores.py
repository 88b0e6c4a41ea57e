"""The scores of one answer. A score has one of three states: pass, fail, or not judged. A score that is not judged has no value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

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
from onrecord.assistant.language import find_figures, read_dates
from onrecord.evals.answers.judging import Contexts, JudgedAnswer, JudgedClaim, answerable, by_cited
from onrecord.evals.run import State
from onrecord.vectorstore.embedding import Embedder
from onrecord.vectorstore.words import content_words, stems

READ_NUMBERS = (check_numbers, check_dates, check_units)
# Set on 108 gold questions of the sample newsroom, so that both errors are equal: .083 of the sentences that answer are below it, and .083
# of the sentences that answer another question are above it.
MIN_RELEVANT = 0.15


@dataclass(frozen=True)
class AnswerScore:
    """`value` is in 0…1, where 1 is the best. It is None only if nothing was judged. `why` explains it."""

    state: State
    value: float | None
    why: str


def score_states(states: Sequence[State], what: str, nothing: str) -> AnswerScore:
    """The share of states that pass. One failure makes the score fail. Without a failure, one state that is not judged makes it not judged."""
    if not states:
        return not_judged(nothing)
    failed, passed = states.count("fail"), states.count("pass")
    if not failed and passed < len(states):
        return not_judged(f"{len(states) - passed} of {len(states)} could not be judged")
    return AnswerScore("fail" if failed else "pass", passed / (passed + failed), f"{passed} of {len(states)} {what}")


def not_judged(why: str) -> AnswerScore:
    return AnswerScore("not_judged", None, why)


def with_faults(score: AnswerScore, faults: Sequence[str]) -> AnswerScore:
    """The score with the faults added to `why`, each once."""
    return replace(score, why="; ".join([score.why, *dict.fromkeys(faults)]))


def nothing_said(answer: JudgedAnswer) -> str:
    return "the answer is a refusal" if answer.refused else "the answer is empty"


def faithfulness(answer: JudgedAnswer) -> AnswerScore:
    """The share of the sentences that the contexts support. A refusal claims nothing, so it is not judged."""
    return score_states([c.faithful for c in answer.told], "sentences are supported by the contexts", nothing_said(answer))


def citation_recall(answer: JudgedAnswer) -> AnswerScore:
    """The share of the sentences that their cited contexts together support."""
    if not any(c.citations for c in answer.said):
        return not_judged("nothing is cited")
    read = [by_cited(c, answer.contexts) for c in answer.said]
    return with_faults(score_states([g.state for g in read], "sentences are supported by what they cite", ""), [g.judgement.reason for g in read if g.state == "fail"])


def citation_precision(answer: JudgedAnswer) -> AnswerScore:
    """The share of the citations that count. A citation counts if the cited contexts support the sentence, and it supports it alone or is needed."""
    return score_states([s for c in answer.said for s in citation_states(c, answer.contexts)], "citations count", "nothing is cited")


def citation_states(claim: JudgedClaim, contexts: Contexts) -> list[State]:
    together = by_cited(claim, contexts).state
    if together != "pass" or len(claim.citations) == 1:
        return [together] * len(claim.citations)
    return [citation_state(claim.judged_as, n, claim.citations, contexts) for n in claim.citations]


def citation_state(claim: str, number: int, cited: Sequence[int], contexts: Contexts) -> State:
    alone = contexts.judge(claim, [number]).state
    if alone != "fail":
        return alone
    without: State = contexts.judge(claim, [n for n in cited if n != number]).state
    return {"pass": "fail", "fail": "pass"}.get(without, "not_judged")  # type: ignore[return-value]


def count_unchecked(answer: JudgedAnswer) -> int:
    """The number of sentences that could not be judged by all contexts, by the cited ones, or by one of several cited ones."""
    return sum("not_judged" in (c.faithful, by_cited(c, answer.contexts).state, *citation_states(c, answer.contexts)) for c in answer.said)


def quotes_are_verbatim(answer: JudgedAnswer) -> AnswerScore:
    """The share of the quotations that are verbatim in the contexts."""
    source = "\n".join(answer.row.contexts)
    quotes = [q for c in answer.said for q in QUOTED.findall(c.text)]
    altered = [q for q in quotes if check_quotes(Pair(f"“{q}”", source))]
    score = score_states(["fail" if q in altered else "pass" for q in quotes], "quotes are in the contexts", "nothing is quoted")
    return with_faults(score, [f"“{q}” is not in the contexts" for q in altered])


def attribution(answer: JudgedAnswer) -> AnswerScore:
    """The share of the sentences with somebody's words that credit them to the speaker in the contexts."""
    faults = [fault for c in answer.said if (fault := credit_fault(c)) is not None]
    states: list[State] = ["fail" if fault else "pass" for fault in faults]
    score = score_states(states, "sentences credit the right speaker", "no sentence has anybody's words")
    return with_faults(score, [fault for fault in faults if fault])


def credit_fault(claim: JudgedClaim) -> str | None:
    """The reason why a sentence credits nobody or the wrong speaker. "" if the speaker is right, None if nobody has to be credited."""
    return claim.uncredited.reason if claim.uncredited else attribution_fault(claim.grounded.pair)


def attribution_fault(pair: Pair) -> str | None:
    """The same of a claim that may leave the speaker out: the judge found that it need not name them."""
    fault = check_attribution(pair)
    if fault is not None:
        return "" if fault.code == "attribution-dropped" else str(fault)
    if owning_statement(pair) is not None:
        return ""
    named = [who for s in pair.claim_statements if s.speaker and (who := speaker_of(s, pair.claim))]
    strangers = [who for who in named if pair.source and not set(stems(" ".join(content_words(who)))) & pair.source_words]
    return f"attribution-invented: the cited text does not mention {strangers[0]}" if strangers else None


def numbers_and_dates(answer: JudgedAnswer) -> AnswerScore:
    """Of the sentences with a number or date, the share in which every number, bound, unit and date is the same as in the source."""
    read = [number_faults(c.grounded.pair) for c in answer.said if has_numbers(c.grounded.pair.claim)]
    score = score_states(["fail" if faults else "pass" for faults in read], "sentences with numbers or dates have the right ones", "no number and no date")
    return with_faults(score, [fault for faults in read for fault in faults])


def has_numbers(claim: str) -> bool:
    dates = read_dates(claim)
    return bool(find_figures(claim) or dates.days_of_month or dates.months or dates.weekdays or dates.years or dates.relative)


def number_faults(pair: Pair) -> list[str]:
    found = [fault for rule in READ_NUMBERS if (fault := rule(pair))]
    exchanged = check_substitutions(pair)
    if exchanged and has_numbers(exchanged.detail):
        found.append(exchanged)
    return list(map(str, found))


def abstention(answer: JudgedAnswer) -> AnswerScore:
    """Whether it was right to answer or to refuse. This does not say whether the answer itself is right."""
    can = answerable(answer.row)
    if can is None:
        return not_judged("neither `answerable` nor a reference says whether there is an answer")
    if not answer.claims:
        return AnswerScore("fail", 0.0, "the answer is empty") if can else not_judged("the answer is empty, which is not a refusal")
    if answer.refused:
        return AnswerScore("fail", 0.0, "refused wrongly") if can else AnswerScore("pass", 1.0, "refused rightly")
    if answer.refuses:
        return refused_and_told(answer, can)
    return AnswerScore("pass", 1.0, "answered where there is an answer") if can else AnswerScore("fail", 0.0, "answered wrongly: there is no answer")


def refused_and_told(answer: JudgedAnswer, can: bool) -> AnswerScore:
    """An answer that refuses and tells something too. Where there is no answer, it may tell what the contexts say. Where there is one, nobody
    can say which part of the question it refuses."""
    if can:
        return not_judged("refused and told: it answers a part")
    states = [c.faithful for c in answer.told]
    if "fail" in states:
        return AnswerScore("fail", 0.0, "refused and told: what it tells is not in the contexts")
    return AnswerScore("pass", 1.0, "refused and told: it refuses rightly, and tells what the contexts say") if set(states) == {"pass"} else not_judged("refused and told: what it tells could not be judged")


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
    """The mean of two numbers: the cosine of question and answer, and the share of the question's words in the answer. This is a weak score. It
    recognizes an answer to another question, but not a poor answer to this one. It does not influence the verdict."""
    question, text = answer.row.question.strip(), " ".join(c.text for c in answer.said)
    if not question or not text:
        return not_judged(nothing_said(answer) if question else "there is no question")
    one, other = embedder.embed([question]), embedder.embed([text])
    words, there = content_words(question), set(stems(text))
    shared = sum(set(stems(w)) <= there for w in words) / len(words) if words else 0.0
    value = 0.5 * min(1.0, max(0.0, float((one @ other.T).item()))) + 0.5 * shared
    return AnswerScore("pass" if value >= MIN_RELEVANT else "fail", value, f"a weak score; {MIN_RELEVANT} or more passes")


def decide_verdict(answer: JudgedAnswer) -> State:
    """An answer passes if every sentence is faithful and credited, and the question has an answer, as far as that is known. A refusal passes if it was right."""
    states = [c.state for c in answer.told]
    right = abstention(answer).state
    if "fail" in states or right == "fail":
        return "fail"
    if answer.refused:
        return right
    return "pass" if answer.told and all(s == "pass" for s in states) else "not_judged"
