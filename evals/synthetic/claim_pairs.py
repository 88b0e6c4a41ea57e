"""Claims made by rule of an article's sentences, wrong and right, each with the passage that its sentence stands in."""

import random
import re
from collections.abc import Iterator

from spacy.tokens import Span as DocSpan

from onrecord.assistant.attribution import Span
from onrecord.assistant.language import parser
from onrecord.evals.suite import corpus
from onrecord.evals.synthetic.faults import FAULTS
from onrecord.evals.synthetic.rewrites import REWRITES
from onrecord.evals.synthetic.sentence_edits import Article

AROUND = 350  # characters of the article before and after the sentence: a passage
SENTENCES_PER_ARTICLE = 4
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
PROSE = re.compile(r"[\w\"“‘'(]")
SHORTEST_PARAGRAPH = 60


def edits(text: str, rng: random.Random, most: int = SENTENCES_PER_ARTICLE) -> Iterator[tuple[str, str, str]]:
    """(kind, claim, passage) of at most `most` sentences of an article; none that goes on quoting whom an earlier sentence named,
    since its bare copy has lost its speaker already."""
    article = Article(parser()(text))
    usable = [
        s for s in article.doc.sents
        if 8 <= len(s.text.split()) <= 45 and s.text.strip()[-1:] in ".!?\"”" and "|" not in s.text and not speaks_from_outside(article, s)
    ]  # fmt: skip
    for sentence in rng.sample(usable, min(most, len(usable))):
        for kind, editor in {**FAULTS, **REWRITES}.items():
            edit = editor(article, sentence, rng)
            if edit is not None and (kind in REWRITES or edit.text.strip() != sentence.text.strip()):
                yield kind, edit.text.strip(), passage(sentence)


def passage(sentence: DocSpan) -> str:
    return sentence.doc.text[max(0, sentence.start_char - AROUND) : sentence.end_char + AROUND]


def speaks_from_outside(article: Article, sentence: DocSpan) -> bool:
    whole = Span(sentence.start_char, sentence.end_char)
    return any(s.speaker and not whole.holds(s.speaker) and 2 * s.content.overlap(whole) > whole.end - whole.start for s in article.statements)


def newsroom_texts() -> list[str]:
    """The prose of the sample newsroom's Markdown articles: the support model has learned from the plain ones."""
    files = sorted((corpus() / "articles").glob("*.md"))
    paragraphs = [FRONT_MATTER.sub("", f.read_text("utf-8")).split("\n\n") for f in files]
    return ["\n\n".join(p.strip() for p in some if PROSE.match(p) and len(p) >= SHORTEST_PARAGRAPH) for some in paragraphs]
