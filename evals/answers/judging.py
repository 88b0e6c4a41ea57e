"""Judges every sentence of an answer by all contexts and by those that it cites. It uses production's gate."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.assistant.answer_text import AnswerPart, nfc, read_claims
from onrecord.assistant.gate import RULES_JUDGE, Judge, Judgement, Pair, check, log_odds, split_facts, windows
from onrecord.assistant.gate.rules import RULES, check_attribution, owning_statement, speaker_of
from onrecord.evals.answers.rows import ScoreRow, sentences
from onrecord.evals.run import State
from onrecord.vectorstore.words import meaning_words

NO_CONTEXT = Judgement("unsupported", 0.0, "no-context: nothing was retrieved", RULES_JUDGE)
# Log-odds by which a claim must be better supported once it names its speaker, so that the speaker counts as left out. Of 150 held-out claims that
# leave the speaker out 32 gain so much, of 300 faithful ones 2.
MIN_CREDIT_GAIN = 0.8
Fails = Literal["faithfulness", "attribution"]
MAX_TRIED_ALONE = 3  # contexts that are tried alone: those that share most words with a claim


@dataclass(frozen=True)
class Grounded:
    """A judgement, with its claim and source."""

    judgement: Judgement
    pair: Pair

    @property
    def state(self) -> State:
        verdict = self.judgement.verdict
        return "pass" if verdict == "supported" else "not_judged" if verdict == "unchecked" else "fail"


@dataclass(frozen=True)
class JudgedClaim:
    """A sentence of an answer. `nearest` is the sentence of the contexts that shares most words with it. `source` is the number, from 1, of
    the context with this sentence. Both are None if no word is shared.

    Args:
        read_as: what is judged: the text, completed by its header or question, with its pronouns resolved. Empty if it tells nothing.
        grounded: whether the contexts support it. If it leaves out the speaker, it is judged as if it named them: that is another fault.
        uncredited: the judgement of the sentence as it stands, if it leaves out the speaker.
        unsaid: of a sentence that fails and joins facts, the fact that is least supported, as the end of a reason.
        refuses: it says that there is no answer. It may tell something besides.
        foreign: it is not in English.
    """

    text: str
    citations: tuple[int, ...]
    grounded: Grounded
    nearest: str | None
    source: int | None
    read_as: str
    header: str = ""
    refuses: bool = False
    foreign: bool = False
    uncredited: Judgement | None = None
    unsaid: str = ""

    @property
    def tells(self) -> bool:
        return bool(self.read_as)

    @property
    def faithful(self) -> State:
        """Whether the contexts say it, by whomever."""
        return self.grounded.state if self.tells and not self.foreign else "not_judged"

    @property
    def state(self) -> State:
        """Whether it is faithful, and credited where it must be."""
        return "fail" if self.uncredited else self.faithful

    @property
    def fails(self) -> list[Fails]:
        """Why the state is `fail`: the contexts do not say it, or it leaves out who says it."""
        failed: list[Fails] = ["faithfulness"] if self.faithful == "fail" else []
        return [*failed, "attribution"] if self.uncredited else failed

    @property
    def judged_as(self) -> str:
        """What `grounded` is about: `read_as`, with its speaker."""
        return self.grounded.pair.claim

    @property
    def score(self) -> float:
        return (self.uncredited or self.grounded.judgement).score

    @property
    def reason(self) -> str:
        faithful = [f"{self.grounded.judgement.reason}{self.unsaid}"] if self.faithful == "fail" or not self.uncredited else []
        return "; ".join([*faithful, *([self.uncredited.reason] if self.uncredited else [])])


class Contexts:
    """The texts of which an answer was made, numbered from 1, with their judge. Nothing is judged twice."""

    def __init__(self, texts: Sequence[str], judge: Judge) -> None:
        self.texts, self._judge = texts, judge
        self._judged: dict[tuple[str, tuple[int, ...]], Grounded] = {}
        self.all = tuple(range(1, len(texts) + 1))

    def judge(self, claim: str, numbers: Sequence[int] | None = None) -> Grounded:
        """Whether the contexts with these numbers (None: all) together support a claim.

        If a rule finds a fault, single contexts are tried too: when two people say the same, the joined text credits only one of them.
        """
        key = claim, self.all if numbers is None else tuple(numbers)
        if key not in self._judged:
            self._judged[key] = self._by_all_or_one(claim, key[1])
        return self._judged[key]

    def _by_all_or_one(self, claim: str, numbers: tuple[int, ...]) -> Grounded:
        texts = [self.texts[n - 1] for n in numbers if self.texts[n - 1].strip()]
        if not texts:
            return Grounded(NO_CONTEXT, Pair(claim, ""))
        together = check_pair(Pair(claim, "\n".join(texts)), self._judge)
        if together.state != "fail" or together.judgement.judge != RULES_JUDGE or len(texts) == 1:
            return together
        words = meaning_words(claim)
        nearest = sorted(texts, key=lambda t: -len(words & meaning_words(t)))[:MAX_TRIED_ALONE]
        alone = [check_pair(pair, self._judge) for pair in (Pair(claim, t) for t in nearest) if not any(rule(pair) for rule in RULES)]
        return next((g for state in ("pass", "not_judged") for g in alone if g.state == state), together)

    def nearest_sentence(self, claim: str) -> tuple[str | None, int | None]:
        """The first of the sentences that share most words with a claim, and the number of its context."""
        words = meaning_words(claim)
        shared = [(len(words & meaning_words(s)), s, n) for n in self.all for s in windows(self.texts[n - 1])]
        most, sentence, number = max(shared, key=lambda x: x[0], default=(0, "", 0))
        return (sentence, number) if most else (None, None)


def check_pair(pair: Pair, judge: Judge) -> Grounded:
    """Judge a pair. A pair that the gate cannot read is `unchecked` and never supported."""
    try:
        return Grounded(check(pair, judge), pair)
    except Exception as e:
        return Grounded(Judgement("unchecked", 0.0, f"unchecked: the gate could not read this ({type(e).__name__})", judge.name), pair)


@dataclass(frozen=True)
class JudgedAnswer:
    """A row with its judged sentences, and with the contexts, so that scores can judge more."""

    row: ScoreRow
    claims: tuple[JudgedClaim, ...]
    contexts: Contexts

    @property
    def refuses(self) -> bool:
        """Whether it says of anything that there is no answer."""
        return any(c.refuses for c in self.claims)

    @property
    def refused(self) -> bool:
        """Whether it only says that there is no answer."""
        return self.refuses and not self.told

    @property
    def told(self) -> tuple[JudgedClaim, ...]:
        """The sentences that tell something."""
        return tuple(c for c in self.claims if c.tells)

    @property
    def said(self) -> tuple[JudgedClaim, ...]:
        """The sentences that tell something in English."""
        return tuple(c for c in self.told if not c.foreign)


def judge_answer(row: ScoreRow, judge: Judge) -> JudgedAnswer:
    """The judged sentences of a row, with composed letters (Unicode NFC). Raises BadInput if `citations` has lists, but not one for each sentence."""
    row = compose_letters(row)
    contexts = Contexts(row.contexts, judge)
    return JudgedAnswer(row, tuple(judge_sentence(part, contexts) for part in sentences(row)), contexts)


def compose_letters(row: ScoreRow) -> ScoreRow:
    """The row with one code point for "é", however it was written, so that no rule takes one form for another word."""
    return row.model_copy(update={"question": nfc(row.question), "answer": nfc(row.answer), "contexts": tuple(map(nfc, row.contexts))})


def judge_sentence(part: AnswerPart, contexts: Contexts) -> JudgedClaim:
    if reason := part.unjudged:
        grounded = Grounded(Judgement("unchecked", 0.0, reason, RULES_JUDGE), Pair(part.text, ""))
        return JudgedClaim(part.text, part.cites, grounded, None, None, part.told, part.header, part.refuses, part.foreign)
    read_as = part.read_by(contexts.texts)
    grounded, uncredited = judge_credited(read_as, contexts)
    return JudgedClaim(part.text, part.cites, grounded, *contexts.nearest_sentence(read_as), read_as, part.header, part.refuses, uncredited=uncredited, unsaid=unsaid_fact(read_as, grounded, contexts))


def unsaid_fact(claim: str, grounded: Grounded, contexts: Contexts) -> str:
    """The end of a reason: the fact of a sentence that the contexts say least. "" where one fact is all, or each is said."""
    facts = split_facts(claim)
    if grounded.state != "fail" or len(facts) == 1:
        return ""
    fact, least = min(((f, contexts.judge(f)) for f in facts), key=lambda pair: pair[1].judgement.score)
    return f"; least of all “{fact}”" if least.state == "fail" else ""


def judge_credited(claim: str, contexts: Contexts) -> tuple[Grounded, Judgement | None]:
    """Whether the contexts support a claim, and None or the judgement of a claim that leaves out its speaker; then the first is of the claim with the speaker."""
    own = contexts.judge(claim)
    fault = None if own.state == "not_judged" else check_attribution(own.pair)
    owner = owning_statement(own.pair) if fault and fault.code == "attribution-dropped" else None
    if fault is None or owner is None:
        return own, None
    credited = contexts.judge(f"According to {speaker_of(owner, own.pair.parsed)}, {claim}")
    gain = log_odds(credited.judgement.score) - log_odds(own.judgement.score)
    if gain < MIN_CREDIT_GAIN and (own.state, credited.state) != ("fail", "pass") and own.judgement.reason != str(fault):
        return own, None
    return credited, Judgement("unsupported", own.judgement.score, str(fault), RULES_JUDGE)


def by_cited(claim: JudgedClaim, contexts: Contexts) -> Grounded:
    """Whether the cited contexts together support a sentence. It fails if the sentence cites nothing, or a context that does not exist."""
    unknown = [n for n in claim.citations if n not in contexts.all]
    if unknown or not claim.citations:
        reason = f"unknown-citation: there is no context [{unknown[0]}]" if unknown else "no-citation: nothing is cited"
        return Grounded(Judgement("unsupported", 0.0, reason, RULES_JUDGE), Pair(claim.text, ""))
    return contexts.judge(claim.judged_as, claim.citations)


def answerable(row: ScoreRow) -> bool | None:
    """Whether the question has an answer. `answerable` says it, or else the reference answer, which may be a refusal. None without both."""
    if row.answerable is not None or not (row.reference or "").strip():
        return row.answerable
    said = read_claims(row.reference or "", row.question)
    return any(p.told for p in said) or not any(p.refuses for p in said)
