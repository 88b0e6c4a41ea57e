"""Makes the headline of an answer: the piece of a source that answers, or Yes or No where a sentence settles the question."""

import re
from collections.abc import Sequence

from onrecord.assistant.answer import Headline
from onrecord.assistant.attribution import OWNED, PLAIN_STANCES, Span, find_role_of, stands_beside
from onrecord.assistant.evidence import EVIDENCE_TUNING, Evidence, counts_another_state, words_of_state
from onrecord.assistant.gate import LEFT_OPEN, settle, speaks_to_reader
from onrecord.assistant.language import MAY_NEGATE, POSSESSIVE, PRONOUNS, lower_first, upper_first
from onrecord.assistant.listed import find_list, has_all_asked
from onrecord.assistant.question import Question
from onrecord.assistant.reader import Reader
from onrecord.vectorstore.language import is_foreign
from onrecord.vectorstore.search import FIGURES, FIGURES_AND_DATES, answer_candidates
from onrecord.vectorstore.words import stem, stems

HEADLINED = ("fact", "who-is", "why", "how", "list")  # kinds of a question that one piece of a sentence may answer
BORDER = re.compile(r"\s*(?:[^\w\s]|$)|\s(?:and|or|but)\b")  # where a clause may end
GAP = re.compile(r" (?:at|by|for|from|in|on|of whom)\b")
MAX_DAY_WORDS = 6  # "at half past three on Monday"
AND_MORE = re.compile(r",? (?:and|or) (?:by |from |with |for |in |to |of )?(?:the |an? |its |his |her |their )?[\w’'-]+[.,;:!?\n]")  # "a foundation and by its members."
ARTICLE = re.compile(r"(?:the|an?)\b", re.IGNORECASE)


def make_headline(question: Question, evidence: Sequence[Evidence], first: int, citation: int, reader: Reader | None) -> Headline | None:
    """The direct answer in the evidence that the first claim quotes; None where nothing can be stood behind.

    Args:
        evidence: all that the answer may use.
        first: index of the evidence that the first claim quotes.
        citation: number of its citation.
    """
    leading = evidence[first]
    if question.kind == "yes-no":
        headline = yes_or_no(question.statement, evidence, first, citation, reader) if reader else None
    else:
        headline = answering_piece(question, leading, citation)
    if headline and (speaks_to_reader(leading.text) or is_foreign(leading.text, leading.article.text)):
        return None  # it reports nothing, or nothing here can read it
    return headline


def yes_or_no(statement: str, evidence: Sequence[Evidence], first: int, citation: int, reader: Reader) -> Headline | None:
    """Yes or No, if the first claim's evidence settles the statement and no other evidence settles it otherwise."""
    leading = evidence[first]
    settled = settle(statement, leading, reader) if statement else None
    if settled is None or any(settle(statement, e, reader) not in (None, settled) for e in evidence if e is not leading):
        return None
    said = says_so(statement, leading)
    speaker = name_of(leading) if said else None
    if said and (speaker is None or leading.statement is None or leading.statement.stance not in PLAIN_STANCES):
        return None
    return Headline(settled, speaker, 0, citation, leading.start, leading.end)


def says_so(statement: str, evidence: Evidence) -> bool:
    """Whether a speaker says what settles the statement, and not the outlet itself.

    The outlet does where the speaker's words share little with the statement, or the verb of saying is the statement's own: "voters rejected it".
    """
    said = evidence.statement
    if said is None:
        return False
    asked = set(stems(statement))
    content = set(stems(evidence.article.text[said.content.start : said.content.end]))
    return stem(said.cue_lemma or "") not in asked and bool(asked & content)


def name_of(evidence: Evidence) -> str | None:
    """The speaker as a headline names them: "Jana Ritvel" or "the union". None for a pronoun."""
    speaker, written = evidence.speaker or "", evidence.speaker_as_written
    name = speaker if speaker[:1].isupper() else lower_first(written, ARTICLE) if speaker and speaker.lower() in written.lower() else speaker
    return None if not name or begins_with_pronoun(name) else name


def begins_with_pronoun(name: str) -> bool:
    """ "she", "its spokesman": such a name means nothing in a headline."""
    return name.lower().split()[0] in (*PRONOUNS, *POSSESSIVE)


def answering_piece(question: Question, evidence: Evidence, citation: int) -> Headline | None:
    """The piece that answers, of the evidence that the first claim quotes.

    None where the reader is not sure of it, where it is long, and where it would say more than its sentence: words that are negated, doubted,
    denied or warned of do not stand alone.
    """
    span, article = role_piece(question, evidence) if question.kind == "who-is" else evidence.answer, evidence.article
    if span is None or question.kind not in HEADLINED:
        return None
    listed = None if question.kind == "who-is" or question.answer_type in FIGURES_AND_DATES else find_list(evidence, span)
    span = listed or until_border(article.text, span)
    if span.end - span.start > (EVIDENCE_TUNING.max_list_headline if listed else EVIDENCE_TUNING.max_headline):
        return None
    if question.kind == "list" and not (listed and has_all_asked(question.text, article.text[listed.start : listed.end])):
        return None
    said = [s for s in evidence.said if s.content.holds(span)]
    open_or_negated = question.kind != "who-is" and (MAY_NEGATE.search(evidence.text) or LEFT_OPEN.search(evidence.text))
    if open_or_negated or any(s.stance not in PLAIN_STANCES for s in said):
        return None
    speaker = min(said, key=lambda s: s.content.end - s.content.start).speaker_name if said else None
    if said and (not speaker or not speaker[:1].isupper() or begins_with_pronoun(speaker)):
        return None
    words = article.text[span.start : span.end]
    days = evidence.days_meant(words)
    if question.answer_type in FIGURES_AND_DATES and not (days or answer_candidates(question.answer_type, words, frozenset())):
        return None  # a figure or a day is asked for
    if question.answer_type == "date" and len(words.split()) > MAX_DAY_WORDS:
        return None  # a day beside something else that it may belong to
    if question.answer_type in FIGURES and len(answer_candidates(question.answer_type, words, frozenset())) > 1:
        return None  # figures of several things
    if question.answer_type in FIGURES and (follows_gap(article.text, span) or counts_another_state(words_of_state(question), evidence.text)):
        return None
    if not listed and AND_MORE.match(article.text, span.end) and question.answer_type != "date":
        return None  # only the first of several
    if question.kind == "who-is":
        words = with_owner(evidence, words)
    for at, meant in reversed(days):
        words = meant if len(words.split()) == 1 else f"{words[:at]} [{meant}]{words[at:]}"
    return Headline(words, speaker, 0, citation, span.start, span.end)


def role_piece(question: Question, evidence: Evidence) -> Span | None:
    """The role that the evidence gives to the person asked about; without one, the reader's piece if it stands beside the name: "fire chief Roe", "Roe was elected mayor"."""
    found = find_role_of(question.asked_name, evidence.text)
    role = Span(evidence.start + found[0], evidence.start + found[1]) if found else None
    piece = evidence.answer
    beside = piece and stands_beside(question.asked_name, evidence.text, piece.start - evidence.start, piece.end - evidence.start)
    return piece if piece and beside and (role is None or piece.holds(role)) else role


def with_owner(evidence: Evidence, role: str) -> str:
    """A role like "the board's chief" with the one name in the article that "board" can stand for: "the board's [Oske Water Board] chief"."""
    owned = OWNED.match(role)
    if owned is None:
        return role
    found = re.finditer(rf"\b(?:[A-Z\u00c0-\u00de][\w’'-]+ (?:of |for )?)+(?i:{re.escape(owned[1] or owned[2])})\b", evidence.article.text)
    names = {name for m in found if " " in (name := ARTICLE.sub("", m[0]).strip())}
    return f"{role[: owned.end()]} [{names.pop()}]{role[owned.end() :]}" if len(names) == 1 else role


def until_border(text: str, span: Span) -> Span:
    """The span without a part behind its last comma that goes on after it: of "Six died in May, 19 in the flood" it is not "Six died in May, 19"."""
    comma = text.rfind(", ", span.start, span.end)
    return Span(span.start, comma) if comma > span.start and not BORDER.match(text, span.end) else span


def follows_gap(text: str, span: Span) -> bool:
    """Whether a figure counts what is left out: "six died in May, 19 in the flood"."""
    return text[: span.start].endswith(", ") and bool(GAP.match(text, span.end))


def render_headline(headline: Headline) -> str:
    by = f", according to {headline.speaker}" if headline.speaker else ""
    return f"{upper_first(headline.text)}{by} [{headline.citation}]"
