"""Quotes the sources. Each quoted sentence names its speaker, or follows a lead-in that does; outlet and day stand once behind it."""

import re
from collections.abc import Iterator, Sequence

from onrecord.assistant.attribution import Statement
from onrecord.assistant.claims import DraftedClaim
from onrecord.assistant.evidence import Evidence
from onrecord.assistant.language import OFFICES, PRONOUNS, long_day, lower_first, upper_first

# The lead-in's noun for a statement, by the statement's stance. The noun is never stronger than the source's verb.
STANCE_NOUNS = {
    "claims": "claim",
    "denies": "denial",
    "confirms": "confirmation",
    "warns": "warning",
    "predicts": "prediction",
    "orders": "call",
}
STATEMENT = "statement"  # the noun of every other stance
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
    """A claim that cites source `n`: the source's own sentence, its speaker where it does not name one, and its outlet and day.

    Args:
        before: the evidence that the answer quotes directly before. The same report or speaker is not introduced again.
    """
    inserts = sorted([*name_insert(evidence), *day_inserts(evidence)])
    body = evidence.text
    for at, words in reversed(inserts):
        body = body[:at] + words + body[at:]
    return DraftedClaim(body, (n,), True, lead_in(evidence, before), tuple(words for _, words in inserts), source_note(evidence, before))


def lead_in(evidence: Evidence, before: Evidence | None = None) -> str:
    """The words before a sentence that does not name its speaker: "Jana Ritvel said:". Empty where it does, or where the outlet itself says it."""
    if not evidence.speaker or not evidence.statement or evidence.names_speaker_itself or evidence.statement.stance == "withholds":
        return ""  # who "did not say" something did not say it: only the source's own words tell that
    introduced = before is not None and before.speaker == evidence.speaker
    noun = statement_noun(evidence.statement)
    return f"{upper_first(said_by(evidence, introduced))} said:" if noun == STATEMENT else f"{credit_line(evidence, noun, introduced)}:"


def source_note(evidence: Evidence, before: Evidence | None = None) -> str:
    """Outlet and day: "(Corvane Wire, 11 February 2026)". Empty if the sentence before is of the same report."""
    article = evidence.article
    if before is not None and (before.article.article_id, before.article.version) == (article.article_id, article.version):
        return ""
    day = long_day(article.published_at) if article.published_at else "undated"
    return f"({article.publisher}, {day})" if article.publisher else f"({day})"


def statement_noun(statement: Statement) -> str:
    return CUE_NOUNS.get(statement.cue_lemma or "") or STANCE_NOUNS.get(statement.stance, STATEMENT)


def said_by(evidence: Evidence, introduced: bool) -> str:
    """The speaker as the subject of "said": "Jana Ritvel, spokeswoman for the army," or "the union"."""
    speaker, written = evidence.speaker or "", RELATIVE.sub("", evidence.speaker_as_written)
    if not speaker[:1].isupper() or DETERMINER.match(speaker) or DETERMINER.match(written):
        return lower_first(written, DETERMINER) if written and written.lower() not in PRONOUNS else speaker
    role = evidence.speaker_role if not introduced else None
    named = with_role(speaker, role) if role and role.lower() not in evidence.text.lower() else speaker
    return f"{named}," if "," in named else named


def credit_line(evidence: Evidence, noun: str, introduced: bool = False) -> str:
    """The statement and its speaker: "Jana Ritvel’s claim", "A claim by Jana Ritvel, spokeswoman for the army" or "A claim by the union".

    A speaker whom the claim before has `introduced` needs no role.
    """
    speaker, written = evidence.speaker or "", RELATIVE.sub("", evidence.speaker_as_written)
    indefinite = f"{'An' if noun[0] in 'aeiou' else 'A'} {noun}"
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
    return [(at, f" [{meant}]") for at, meant in evidence.days_meant(evidence.text)]


def possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"
