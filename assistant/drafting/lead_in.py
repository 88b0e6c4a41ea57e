"""Quotes the sources. Each quoted sentence follows a lead-in that names speaker, outlet and day."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from onrecord.assistant.attribution import Statement
from onrecord.assistant.claims import DraftedClaim
from onrecord.assistant.evidence import Evidence
from onrecord.assistant.language import OFFICES, PRONOUNS, find_relative_days, long_day, lower_first, upper_first

# The lead-in's noun for a statement, by the statement's stance. The noun is never stronger than the source's verb.
STANCE_NOUNS = {
    "claims": "claim",
    "denies": "denial",
    "confirms": "confirmation",
    "warns": "warning",
    "predicts": "prediction",
    "orders": "call",
}
CUE_NOUNS = {"reject": "rejection", "dismiss": "dismissal", "refuse": "refusal"}  # verbs of the stance "denies" that do not deny a fact
RELATIVE = re.compile(r",? (?:who|which|that)$")
DETERMINER = re.compile(r"(?:the|an?|its|his|her|their|one|two|three|some|several|many|that|this|these|those|another)\b", re.IGNORECASE)
POSSESSIVE_NOUN = re.compile(r"[a-z][\w-]*['’]s? ")  # "agency’s director"
MAX_TITLE_WORDS = 3  # words of a role that is put before a name
MAX_NAME_WORDS = 4  # words of a name that gets "’s"; a longer one is a description, and "the town’s best-known start-up’s claim" reads badly


def quote_all(evidence: Sequence[Evidence]) -> Iterator[DraftedClaim]:
    """A quoting claim for each piece of evidence, in order."""
    for n, e in enumerate(evidence, 1):
        yield quote(e, n, evidence[n - 2] if n > 1 else None)


def quote(evidence: Evidence, n: int, before: Evidence | None = None) -> DraftedClaim:
    """A claim that cites source `n`: a lead-in, and then the source's own sentence.

    Args:
        before: the evidence that the answer quotes directly before. The lead-in does not introduce the same report or speaker again.
    """
    inserts = sorted([*name_insert(evidence), *day_inserts(evidence)])
    body = evidence.text
    for at, words in reversed(inserts):
        body = body[:at] + words + body[at:]
    return DraftedClaim(body, (n,), lead_in(evidence, before), tuple(words for _, words in inserts))


def lead_in(evidence: Evidence, before: Evidence | None = None) -> str:
    """The words before a quotation, such as "Jana Ritvel’s claim, as reported by Corvane Wire on 11 February 2026:"."""
    article = evidence.article
    outlet = article.publisher or "an unnamed outlet"
    when = f"on {long_day(article.published_at)}" if article.published_at else "(undated)"
    same_report = before is not None and (before.article.article_id, before.article.version) == (article.article_id, article.version)
    where = "in the same report" if same_report else f"as reported by {outlet} {when}"
    if evidence.speaker and evidence.statement and (evidence.mostly_said or not evidence.names_speaker_itself):
        introduced = before is not None and before.speaker == evidence.speaker
        return f"{credit_line(evidence, statement_noun(evidence.statement), introduced)}, {where}:"
    return "The same report:" if same_report else f"{upper_first(outlet)} {when}:"


def statement_noun(statement: Statement) -> str:
    return CUE_NOUNS.get(statement.cue_lemma or "") or STANCE_NOUNS.get(statement.stance, "statement")


def credit_line(evidence: Evidence, noun: str, introduced: bool = False) -> str:
    """The statement and its speaker: "Jana Ritvel’s claim", "A claim by Jana Ritvel, spokeswoman for the army" or "A claim by the union".

    It is only "A claim" if the speaker is a pronoun that the quoted sentence has. A speaker whom the claim before has `introduced` needs no
    role.
    """
    speaker, written = evidence.speaker or "", RELATIVE.sub("", evidence.speaker_as_written)
    indefinite = f"{'An' if noun[0] in 'aeiou' else 'A'} {noun}"
    if speaker.lower() in PRONOUNS and evidence.names_speaker_itself:
        return indefinite
    if speaker[:1].isupper() and not DETERMINER.match(speaker) and not DETERMINER.match(written):
        role = evidence.speaker_role if not introduced else None
        if role and role.lower() not in evidence.text.lower():
            return f"{indefinite} by {with_role(speaker, role)}"
        if len(speaker.split()) <= MAX_NAME_WORDS and not re.search("[,'’]", speaker):
            return f"{possessive(speaker)} {noun}"
    return f"{indefinite} by {lower_first(written, DETERMINER) if written and written.lower() not in PRONOUNS else speaker}"


def with_role(name: str, role: str) -> str:
    """The name with its role: "president Ilse Brandt", "Jana Ritvel, spokeswoman for the army" or "Silvan Botero, the agency’s director"."""
    words = role.split()
    if POSSESSIVE_NOUN.match(role):
        return f"{name}, the {role}"
    return f"{role} {name}" if words[-1].lower() in OFFICES and len(words) <= MAX_TITLE_WORDS else f"{name}, {role}"


def name_insert(evidence: Evidence) -> list[tuple[int, str]]:
    """Where in the sentence " [name]" is inserted: after its speaker, if that is a pronoun that the article resolves."""
    statement, text = evidence.statement, evidence.text
    if not (statement and statement.speaker_name and evidence.holds(statement.speaker)):
        return []
    assert statement.speaker is not None
    spoken = evidence.article.text[statement.speaker.start : statement.speaker.end]
    if spoken.lower() not in PRONOUNS or statement.speaker_name.lower() in PRONOUNS or statement.speaker_name in text:
        return []  # a pronoun rarely means a person who is named beside it: "Tolmara, which he has accused"
    return [(statement.speaker.end - evidence.start, f" [{statement.speaker_name}]")]


def day_inserts(evidence: Evidence) -> list[tuple[int, str]]:
    """Where in the sentence " [29 May 2019]" is inserted: after "Wednesday" and the like, if a day is asked for and the article has a date."""
    published = evidence.article.published_at
    if not (evidence.day_asked and published):
        return []
    return [(at, f" [{meant}]") for at, meant in find_relative_days(evidence.text, date.fromisoformat(published[:10]))]


def possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"
