"""Scorers of served claims. They do not need the case's expectations. They judge again and do not trust the verdict in the answer."""

from onrecord.assistant.answer import Citation, Claim
from onrecord.assistant.claims import SOURCE_NOTE
from onrecord.assistant.gate import Judgement, Pair, check
from onrecord.assistant.gate.rules import normalize_quotes
from onrecord.assistant.language import DENIES
from onrecord.evals.run.scored_turn import BRACKETS, Judged, Score, citations_of, share_score
from onrecord.vectorstore.archive import retractions_of, standing
from onrecord.vectorstore.errors import NotFound

MAX_FAULTS = 3  # faults that an explanation lists


def faithfulness(j: Judged) -> Score:
    """The share of the claims that their cited text supports, as a verbatim quotation after a lead-in or by the gate's check. One failed claim
    makes the score fail. A claim that could not be judged makes it not judged. Quoted claims are supported by construction."""
    if j.abstained:
        return Score(None, "abstained")
    judged = [(claim, judge_claim(claim, citations_of(claim, j.answer), j)) for claim in j.answer.claims]
    known = [(claim, found) for claim, found in judged if found.verdict != "unchecked"]
    faults = [f"{claim.text!r}: {found.reason}" for claim, found in known if found.verdict != "supported"]
    if not faults and len(known) < len(judged):
        return Score(None, f"{len(judged) - len(known)} of {len(judged)} claims could not be judged")
    score = share_score([True] * (len(known) - len(faults)) + [False] * len(faults), "claims are supported by what they cite")
    return Score(score.value, "; ".join([score.why, *faults[:MAX_FAULTS]]))


def judge_claim(claim: Claim, cited: list[Citation], j: Judged) -> Judgement:
    if not cited:
        return Judgement("unsupported", 0.0, "it cites nothing")
    if any(is_quoted(form, c.cited_text) for form in (claim.text, BRACKETS.sub("", claim.text)) for c in cited):
        return Judgement("supported", 1.0, "quoted")
    known = "\n".join(f"{claim.speaker or ''} {c.publisher or ''} {c.published_at or ''} {c.title}" for c in cited)
    return check(Pair(claim.text, "\n".join(c.cited_text for c in cited), known), j.judge)


def is_quoted(said: str, cited: str) -> bool:
    """Whether a claim is the verbatim cited text, alone, after a lead-in such as "Jana Ritvel said:" or before outlet and day in brackets. Other
    words may change its meaning."""
    said, cited = normalize_quotes(said), normalize_quotes(cited)
    if not said.endswith(cited) and (notes := list(SOURCE_NOTE.finditer(said))) and notes[-1].end() == len(said):
        said = said[: notes[-1].start()]
    lead_in = said.removesuffix(cited).strip()
    return bool(cited.strip()) and said.endswith(cited) and (not lead_in or (lead_in.endswith(":") and DENIES.search(lead_in) is None))


def current_version(j: Judged) -> Score:
    """The share of the citations that are from the newest version of an article that is not retracted."""
    if not j.answer.citations:
        return Score(None, "no citation")
    return share_score([is_current(c, j) for c in j.answer.citations], "citations are from current versions")


def is_current(c: Citation, j: Judged) -> bool:
    try:
        return j.archive.article(c.article_id).version == c.version and standing(retractions_of(j.archive, c.article_id)) is None
    except NotFound:
        return False


def conflict_shown(j: Judged) -> Score:
    """Whether the answer shows both sides if the sources differ."""
    if j.case.kind != "conflict":
        return Score(None, "another kind of question")
    if j.abstained:
        return Score(0.0, "abstained")
    return Score(float(bool(j.answer.conflicts)), f"{len(j.answer.conflicts)} conflicts are shown")


def faults_stopped(j: Judged) -> Score:
    """Of the sentences that were drafted with a fault, the share that were not served unchanged."""
    if not j.faults:
        return Score(None, "no faulty sentences were drafted")
    score = share_score([not f.served for f in j.faults], "drafted faults were stopped")
    return Score(score.value, "; ".join([score.why, *(f"served: {f.text!r} ({f.kind})" for f in j.faults if f.served)][: MAX_FAULTS + 1]))
