"""Makes right and wrong claims by rule from sentences of an article. Each claim has the passage around its sentence."""

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

PASSAGE_MARGIN = 350  # characters of a passage before and after its sentence
SENTENCES_PER_ARTICLE = 4
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
PROSE = re.compile(r"[\w\"“‘'(]")
MIN_PARAGRAPH = 60  # characters


def edits(text: str, rng: random.Random, most: int = SENTENCES_PER_ARTICLE) -> Iterator[tuple[str, str, str]]:
    """(kind, claim, passage) for at most `most` sentences of an article. A sentence is left out if an earlier sentence names its speaker,
    because then even a verbatim copy lacks the speaker."""
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
    return sentence.doc.text[max(0, sentence.start_char - PASSAGE_MARGIN) : sentence.end_char + PASSAGE_MARGIN]


def speaks_from_outside(article: Article, sentence: DocSpan) -> bool:
    """Whether most of a sentence is somebody's words, and another sentence names the speaker."""
    span = Span(sentence.start_char, sentence.end_char)
    return any(s.speaker and not span.holds(s.speaker) and 2 * s.content.overlap(span) > span.end - span.start for s in article.statements)


def newsroom_texts() -> list[str]:
    """The prose of the sample newsroom's Markdown articles. The support model was trained on the plain-text ones."""
    files = sorted((corpus() / "articles").glob("*.md"))
    paragraphs = [FRONT_MATTER.sub("", f.read_text("utf-8")).split("\n\n") for f in files]
    return ["\n\n".join(p.strip() for p in some if PROSE.match(p) and len(p) >= MIN_PARAGRAPH) for some in paragraphs]
