"""Drafts cases from a team's own articles. Rules make questions about speakers, numbers and dates. A person has to confirm each draft."""

import random
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from onrecord.assistant.attribution import Span, Statement, read_statements
from onrecord.assistant.language import CAPITAL_WEEKDAYS, MONTHS, lower_first, parser
from onrecord.evals.suite.cases import CaseRow, QuotedEvidence
from onrecord.vectorstore.archive import Archive
from onrecord.vectorstore.model import Article

MAX_OF_ARTICLE = 3
MAX_WORDS = 30  # words of a text that a question asks for
SEED = 1
CUES = frozenset("said says claimed claims added announced insisted argued argues maintained admitted confirmed warned predicted stated believes thinks denied".split())
MONTH = "|".join(name.title() for name in MONTHS)
DAY = re.compile(rf"{CAPITAL_WEEKDAYS}|(?:\d{{1,2}} )?(?:{MONTH})(?: \d{{1,2}})?")
FIRST_WORDS = re.compile(r"(?:The|A|An|Its|His|Her|Their|Nobody|No|Some|Several|Many|More|Fewer|Three|Two)\b")  # words that lose their capital letter inside a question
NOTE = "drafted by rule; confirm the question and `expect`, then remove `draft`"


def draft_cases(archive: Archive, most: int) -> list[CaseRow]:
    """At most `most` cases, with a few cases per article. The same archive always gives the same cases."""
    ids = archive.article_ids()
    random.Random(SEED).shuffle(ids)
    drafted = (row for article_id in ids for row in islice(draft_from_article(archive, archive.article(article_id)), MAX_OF_ARTICLE))
    return list(islice(drafted, most))


def draft_from_article(archive: Archive, article: Article) -> Iterator[CaseRow]:
    """The cases of an article, of each kind in turn."""
    doc = parser()(article.text)
    statements = read_statements(archive, article)
    ways = [who_said(article, doc, statements), how_many(article, doc, statements), when(article, doc)]
    number = 0
    while ways:
        for way in list(ways):
            row = next(way, None)
            if row is None:
                ways.remove(way)
                continue
            number += 1
            yield row.model_copy(update={"id": f"{article.article_id[:12]}-{number}"})


def who_said(article: Article, doc: Doc, statements: Sequence[Statement]) -> Iterator[CaseRow]:
    """Questions such as "Who claimed that the ford was mined?" """
    for s in statements:
        sentence = sentence_of(doc, s.content)
        if s.kind != "indirect" or not s.cue or not is_full_name(s.speaker_name) or sentence is None:
            continue
        said, cue = article.text[s.content.start : s.content.end].strip(" .,"), article.text[s.cue.start : s.cue.end].strip()
        said = lower_first(said.removeprefix("that "), FIRST_WORDS)
        if cue in CUES and is_askable(said) and said.split()[0] != "to":
            assert s.speaker_name is not None
            yield row("who-said", f"Who {cue} that {said}?", [[s.speaker_name, s.speaker_name.split()[-1]]], article, sentence, s.speaker_name)


def how_many(article: Article, doc: Doc, statements: Sequence[Statement]) -> Iterator[CaseRow]:
    """Questions such as "How many tanks had been destroyed in the valley?". The sentence or statement must begin with the number."""
    for sentence in doc.sents:
        for token in sentence:
            noun = token.head
            if token.pos_ != "NUM" or token.dep_ != "nummod" or noun.dep_ not in ("nsubj", "nsubjpass") or noun.tag_ != "NNS":
                continue
            verb, end = noun.head, noun.idx + len(noun)
            rest = doc.text[end : verb.right_edge.idx + len(verb.right_edge)].strip(" .,\n")
            if noun.left_edge in (token, token.left_edge) and is_askable(rest):
                speaker = next((s.speaker_name for s in statements if s.content.holds(Span(token.idx, token.idx + 1)) and is_full_name(s.speaker_name)), None)
                figure = doc.text[token.left_edge.idx : token.idx + len(token)].split()[-1]
                yield row("number", f"How many {noun.text} {rest}?", [[figure]], article, sentence, speaker)


def when(article: Article, doc: Doc) -> Iterator[CaseRow]:
    """Questions such as "When did the parliament approve the budget?" """
    for sentence in doc.sents:
        verb = sentence.root
        subject, thing = (next((c for c in verb.children if c.dep_ == dep), None) for dep in ("nsubj", "dobj"))
        day = next((m for m in DAY.finditer(sentence.text)), None)
        if verb.tag_ != "VBD" or subject is None or thing is None or day is None or subject.pos_ == "PRON" or thing.pos_ == "PRON":
            continue
        asked = f"When did {lower_first(phrase(subject), FIRST_WORDS)} {verb.lemma_} {phrase(thing)}?"
        if day[0] not in asked and is_askable(asked):
            yield row("date", asked, [[day[0]]], article, sentence, None)


def row(kind: str, question: str, expect: list[list[str]], article: Article, sentence: DocSpan, speaker: str | None) -> CaseRow:
    evidence = [QuotedEvidence(article=article.title, quote=sentence.text.strip())]
    fields = {"id": "draft", "kind": kind, "question": " ".join(question.split()), "as_of": article.published_at and article.published_at[:10]}
    return CaseRow.model_validate(fields | {"expect": expect, "evidence": evidence, "speaker": speaker, "draft": True, "note": NOTE})


def sentence_of(doc: Doc, span: Span) -> DocSpan | None:
    return next((s for s in doc.sents if s.start_char <= span.start < s.end_char), None)


def phrase(token: Token) -> str:
    return token.doc.text[token.left_edge.idx : token.right_edge.idx + len(token.right_edge)]


def is_askable(text: str) -> bool:
    """Whether a question can ask for a text. It must be of medium length, in one paragraph, without a quotation and without a pronoun at the start."""
    words = text.split()
    return 3 <= len(words) <= MAX_WORDS and not re.search('[\n"“”—]', text) and words[0].lower() not in ("he", "she", "they", "it", "this", "these", "we", "i")


def is_full_name(name: str | None) -> bool:
    return name is not None and 2 <= len(name.split()) <= 4 and all(w[:1].isupper() for w in name.split())
