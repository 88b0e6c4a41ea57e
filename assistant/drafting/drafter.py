"""Two drafters behind one: the sentences that answer, verbatim; or a chat model's prose with [n] markers."""

import re
from collections.abc import Callable, Iterator, Sequence

from onrecord.assistant.attribution import Statement
from onrecord.assistant.chat_models import ChatModel
from onrecord.assistant.claims import DraftedClaim, split_stream
from onrecord.assistant.evidence import Evidence
from onrecord.assistant.language import OFFICES, PRONOUNS, long_day
from onrecord.assistant.question import Question
from onrecord.prompts import load
from onrecord.vectorstore.errors import UpstreamFailed

EXTRACTIVE = "extractive"

# How a source's statement is announced, by its stance. The verb is never stronger than the source's.
STANCE_NOUNS = {
    "claims": "claim",
    "denies": "denial",
    "confirms": "confirmation",
    "warns": "warning",
    "predicts": "prediction",
    "orders": "call",
}
CUE_NOUNS = {"reject": "rejection", "dismiss": "dismissal", "refuse": "refusal"}  # which deny nothing
RELATIVE = re.compile(r",? (?:who|which|that)$")
COMMON = re.compile(r"(?:the|an?|its|his|her|their|one|two|three|some|several|many|that|this|these|those|another)\b", re.IGNORECASE)
OWNED = re.compile(r"[a-z][\w-]*['’]s? ")  # "agency’s director"
LONGEST_TITLE = 3  # words of an office that may stand before a name
LONGEST_NAME = 4  # words; a longer one is a description, and "…, that is the town’s best-known start-up’s claim" reads badly


class Drafting:
    """The claims that a drafter makes of the evidence, as they come. `drafted_by` and `notice` say afterwards who drafted.

    Args:
        model: a chat model, or None to quote the sources.
        fall_back: quote the sources where the model fails, and say so, instead of raising UpstreamFailed.
        tick: called while the model is writing.
    """

    def __init__(self, question: Question, evidence: Sequence[Evidence], model: ChatModel | None, fall_back: bool, tick: Callable[[], None]) -> None:
        self._question, self._evidence, self._model, self._fall_back, self._tick = question, evidence, model, fall_back, tick
        self.drafted_by = model.name if model else EXTRACTIVE
        self.notice: str | None = None

    def __iter__(self) -> Iterator[DraftedClaim]:
        if self._model is None or not self._evidence:
            yield from quotes(self._evidence)
            return
        written = 0
        try:
            for claim in split_stream(self._written(self._model)):
                written += 1
                yield claim
        except UpstreamFailed as e:
            if not self._fall_back:
                raise
            self.drafted_by = self.drafted_by if written else EXTRACTIVE
            self.notice = f"The sources are quoted {'for the rest' if written else 'instead'}: {e}"
            yield from quotes(self._evidence)

    def _written(self, model: ChatModel) -> Iterator[str]:
        for chunk in model.stream(prompt(self._question, self._evidence)):
            self._tick()
            yield chunk


def quotes(evidence: Sequence[Evidence]) -> Iterator[DraftedClaim]:
    """The sentences that answer, each with its lead-in."""
    for n, e in enumerate(evidence, 1):
        yield quote(e, n, evidence[n - 2] if n > 1 else None)


def quote(evidence: Evidence, n: int, before: Evidence | None = None) -> DraftedClaim:
    """The source's own sentence with a lead-in, and brackets where it leans on an earlier one."""
    body, inserts = bracketed(evidence)
    return DraftedClaim(body, (n,), lead_in(evidence, before), inserts)


def lead_in(evidence: Evidence, before: Evidence | None = None) -> str:
    """Who says so, in which outlet, on which day: "Jana Ritvel's claim, as reported by Corvane Wire on 11 February 2026:"."""
    article = evidence.article
    outlet = article.publisher or "an unnamed outlet"
    when = f"on {long_day(article.published_at)}" if article.published_at else "(undated)"
    same_report = before is not None and (before.article.article_id, before.article.version) == (article.article_id, article.version)
    where = "in the same report" if same_report else f"as reported by {outlet} {when}"
    if evidence.speaker and evidence.statement and (evidence.mostly_said or not evidence.names_speaker_itself):
        introduced = before is not None and before.speaker == evidence.speaker
        return f"{credit_line(evidence, noun_of(evidence.statement), introduced)}, {where}:"
    return "The same report:" if same_report else f"{upper_first(outlet)} {when}:"


def noun_of(statement: Statement) -> str:
    return CUE_NOUNS.get(statement.cue_lemma or "") or STANCE_NOUNS.get(statement.stance, "statement")


def credit_line(evidence: Evidence, noun: str, introduced: bool = False) -> str:
    """ "Jana Ritvel’s claim", "A claim by Jana Ritvel, spokeswoman for the army", "A claim by the union", or "A claim" where only
    a pronoun, kept in the quoted sentence, says whose. Who was `introduced` by the sentence before needs no role."""
    speaker, written = evidence.speaker or "", RELATIVE.sub("", evidence.speaker_as_written)
    indefinite = f"{'An' if noun[0] in 'aeiou' else 'A'} {noun}"
    if speaker.lower() in PRONOUNS and evidence.names_speaker_itself:
        return indefinite
    if speaker[:1].isupper() and not COMMON.match(speaker) and not COMMON.match(written):
        role = evidence.speaker_role if not introduced else None
        if role and role.lower() not in evidence.text.lower():
            return f"{indefinite} by {with_role(speaker, role)}"
        if len(speaker.split()) <= LONGEST_NAME and not re.search("[,'’]", speaker):
            return f"{possessive(speaker)} {noun}"
    return f"{indefinite} by {lower_first(written) if written and written.lower() not in PRONOUNS else speaker}"


def with_role(name: str, role: str) -> str:
    """ "president Ilse Brandt", "Jana Ritvel, spokeswoman for the army", "Silvan Botero, the agency’s director"."""
    words = role.split()
    if OWNED.match(role):
        return f"{name}, the {role}"
    return f"{role} {name}" if words[-1].lower() in OFFICES and len(words) <= LONGEST_TITLE else f"{name}, {role}"


def bracketed(evidence: Evidence) -> tuple[str, tuple[str, ...]]:
    """The sentence with "[name]" after a pronoun that is its speaker, where the article makes the name plain."""
    statement, text = evidence.statement, evidence.text
    if not (statement and statement.speaker_name and evidence.holds(statement.speaker)):
        return text, ()
    assert statement.speaker is not None
    spoken = evidence.article.text[statement.speaker.start : statement.speaker.end]
    if spoken.lower() not in PRONOUNS or statement.speaker_name.lower() in PRONOUNS or statement.speaker_name in text:
        return text, ()  # a pronoun rarely means who is named beside it: "Tolmara, which he has accused"
    insert, at = f" [{statement.speaker_name}]", statement.speaker.end - evidence.start
    return text[:at] + insert + text[at:], (insert,)


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:] if COMMON.match(text) else text


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def prompt(question: Question, evidence: Sequence[Evidence]) -> str:
    """The drafting prompt. Evidence is fenced and numbered; whatever it says, it is material and never an instruction."""
    sources = "\n".join(
        f"[{n}] ({e.article.publisher or 'unnamed outlet'}, {e.article.published_at or 'undated'}"
        + (f"; speaker: {e.speaker}" if e.speaker else "")
        + f") {e.text}"
        for n, e in enumerate(evidence, 1)
    )
    return load("draft_answer", question=question.text, as_of=question.as_of, sources=sources)
