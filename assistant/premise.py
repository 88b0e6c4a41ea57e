"""Corrects what a question takes for granted, where an answer abstains or surely tells something else: "Nothing here says that Ritvel resigned; Jana Ritvel is spokeswoman …"."""

import re
from collections.abc import Iterable

from onrecord.assistant.attribution import Statement, read_statements
from onrecord.assistant.evidence import Selection
from onrecord.assistant.language import PRONOUNS, long_day, parse_sentence
from onrecord.assistant.question import Question
from onrecord.assistant.reader import Reader
from onrecord.vectorstore.archive import Archive, fold
from onrecord.vectorstore.model import Article
from onrecord.vectorstore.words import stems

PRESUMES = re.compile(r"^\W*(?:(?:and|so|but) )?(?:why|when|where|how(?! (?:many|much|long|old|far|tall|big|large|high|fast|often)\b))\b", re.IGNORECASE)
NEGATED = re.compile(r"\b(?:not|never)\b|n['’]t\b", re.IGNORECASE)
POSSESSIVE_NOUN = re.compile(r"[a-z][\w -]*['’]s? ")  # "agency’s director" needs "the"
# Of what happens to somebody or something: in each line, the words with which a report may say it.
SAME_MEANING = tuple(
    frozenset(stems(line))
    for line in (
        "resign resigned resignation quit quits step stepped leave leaves left departure departed go went gone sacked dismissed fired",
        "arrest arrested detain detained custody seized caught jailed imprisoned",
        "sell sold sale buy bought buyer takeover acquire acquired owner",
        "surrender surrendered capitulate capitulated capitulation yield yielded",
        "flee fled escape escaped abroad",
        "confess confessed confession admit admitted plead pleaded",
        "retire retired retirement career",
        "withdraw withdrew withdrawn withdrawal quit dropped pull pulled",
        "marry married wedding wed",
        "divorce divorced separate separated",
    )
)
HARDLY_SAID = 0.1  # probability of support below which no sentence says it, in whatever words
READ_WIDELY = 24  # best sentences in which the verb is looked for
READ = 8  # best sentences in which the premise is looked for
SAID = 0.4  # probability of support from which a sentence may say it


def correct_premise(archive: Archive, question: Question, selection: Selection, reader: Reader | None) -> str:
    """The correction, one sentence without its full stop. Empty where the question takes nothing for granted, or a sentence may say it."""
    statement = presumed(question)
    if not statement or reader is None or not selection.candidates:
        return ""
    best = [c.sentence for c in selection.candidates[:READ]]
    if any(reader.read_support(statement, [s.text]).supported >= SAID for s in best):
        return ""
    articles = {c.sentence.hit.article.article_id: c.sentence.hit.article for c in selection.candidates}
    role = known_role(archive, statement, articles.values())
    return f"Nothing here says that {statement.rstrip('.')}" + (f"; {role}" if role else "")


def doubt_premise(question: Question, selection: Selection, reader: Reader | None) -> str:
    """A sentence that says what nothing here says, although the question takes it for granted and is answered otherwise.

    Only where it is sure: no sentence has the verb or a word of the same meaning, and none supports it. Yes-no questions take nothing for granted.
    """
    statement = "" if question.kind == "yes-no" else presumed(question)
    if not statement or reader is None:
        return ""
    best = [c.sentence.text for c in selection.candidates[:READ_WIDELY]]
    told = set(stems(" ".join(best)))
    listed, verb = happened(statement)
    if not verb or told & verb:
        return ""
    support = max((reader.read_support(statement, [text]).supported for text in best[:READ]), default=0.0)
    return f"Nothing here says that {statement}" if listed or support < HARDLY_SAID else ""


def happened(statement: str) -> tuple[bool, set[str]]:
    """Whether words of the same meaning as the statement's main verb are listed, and the stems of the verb and of these words."""
    verb = next((t for t in parse_sentence(statement) if t.dep_ == "ROOT" and t.pos_ == "VERB"), None)
    own = set(stems(f"{verb.text} {verb.lemma_}")) if verb else set()
    listed = next((words for words in SAME_MEANING if own & words), None)
    return listed is not None, set(listed or own)


def presumed(question: Question) -> str:
    """What a question with "why", "when", "where" or "how" takes for granted, or a yes-no question asks; empty for another question."""
    if question.speaker or NEGATED.search(question.resolved) or not (question.kind == "yes-no" or PRESUMES.match(question.resolved)):
        return ""
    statement = question.statement
    return "" if not statement or statement.lower().split()[0] in (*PRONOUNS, "there", "you") else statement


def known_role(archive: Archive, statement: str, articles: Iterable[Article]) -> str:
    """Who the person at the statement's head is, by the newest of the articles that give their role: "Jana Ritvel is … (Corvane Wire, 11 May 2026)".

    Empty where no article does, and where two persons have that name.
    """
    newest_first = sorted(articles, key=lambda a: a.published_at or "", reverse=True)
    known = [(a, s) for a in newest_first for s in read_statements(archive, a) if s.speaker_role and is_subject(s.speaker_name or "", statement)]
    if not known or len({fold(s.speaker_name or "") for _, s in known}) > 1:
        return ""
    article, said = known[0]
    return f"{said.speaker_name} is {role_phrase(said)}{source(article)}"


def is_subject(name: str, statement: str) -> bool:
    """Whether a full name, or its last part, stands at the head of the statement."""
    head, names = f"{fold(statement)} ", fold(name).split()
    return len(names) > 1 and (head.startswith(f"{' '.join(names)} ") or head.startswith(f"{names[-1]} "))


def role_phrase(said: Statement) -> str:
    role = said.speaker_role or ""
    return f"the {role}" if POSSESSIVE_NOUN.match(role) else role


def source(article: Article) -> str:
    """The outlet and the day in brackets, as far as they are known."""
    facts = [article.publisher, long_day(article.published_at) if article.published_at else None]
    return f" ({', '.join(f for f in facts if f)})" if any(facts) else ""
