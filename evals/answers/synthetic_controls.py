"""Makes the controls by rule from articles of the sample newsroom. The support model was not trained on these articles."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from spacy.tokens import Span as DocSpan

from onrecord.assistant.language import parser, upper_first
from onrecord.evals.answers.rows import ScoreRow
from onrecord.evals.run import State
from onrecord.evals.synthetic import FAULTS, REWRITES, Article, Edit, Editor, lower_article, newsroom_texts, passage, speaks_from_outside

SEED = 1
EACH = 4  # controls of each kind
SAID = re.compile(r"([A-Z][^,\"“”]{2,40}) said(?: that)? ([^\"“”]+)\.")
QUOTE_MARK = re.compile("[\"“”]")


@dataclass(frozen=True)
class Control:
    """An answer with a known score: `score` must be `expected`."""

    kind: str
    row: ScoreRow
    score: str
    expected: State


@cache
def made_controls() -> tuple[Control, ...]:
    """All controls. They are always the same, in the same order."""
    sentences = list(usable_sentences())
    return (*one_sentence_controls(sentences), *citation_controls(sentences))


@dataclass(frozen=True)
class Source:
    """A sentence of an article, with the passage around it."""

    article: Article
    sentence: DocSpan

    @property
    def text(self) -> str:
        return self.sentence.text.strip()

    @cached_property
    def passage(self) -> str:
        return passage(self.sentence)


def usable_sentences() -> Iterator[Source]:
    """One sentence of each article in turn. Within an article, the order is random."""
    rng = random.Random(SEED)
    by_article = []
    for text in newsroom_texts():
        article = Article(parser()(text))
        sentences = [Source(article, s) for s in article.doc.sents if is_usable(article, s)]
        by_article.append(rng.sample(sentences, len(sentences)))
    for turn in range(max(map(len, by_article))):
        yield from (some[turn] for some in by_article if turn < len(some))


def is_usable(article: Article, sentence: DocSpan) -> bool:
    text = sentence.text.strip()
    complete = text.endswith(".") and "\n" not in text and len(QUOTE_MARK.findall(text)) % 2 == 0
    return complete and 10 <= len(text.split()) <= 40 and not speaks_from_outside(article, sentence)


Maker = Callable[[Source, random.Random], Edit | None]


def by(editor: Editor) -> Maker:
    return lambda source, rng: editor(source.article, source.sentence, rng)


def nonsense(source: Source, rng: random.Random) -> Edit | None:
    """A fluent sentence without sense: another noun, verb or adjective of the passage replaces each one."""
    open_words = [t for t in source.sentence if t.pos_ in ("NOUN", "PROPN", "VERB", "ADJ") and t.is_alpha]
    others = [t for t in source.article.doc if t.is_alpha and not source.sentence.start <= t.i < source.sentence.end and t.text in source.passage]
    text = ""
    for token in source.sentence:
        same = sorted({t.text for t in others if t.tag_ == token.tag_ and t.lower_ != token.lower_}) if token in open_words else []
        text += (rng.choice(same) if same else token.text) + token.whitespace_
    return Edit("nonsense", text.strip()) if len(open_words) >= 6 else None


def dropped_attribution(source: Source, rng: random.Random) -> Edit | None:
    return FAULTS["attribution"](source.article, source.sentence, rng) if plainly_said(source) else None


def reordered(source: Source, rng: random.Random) -> Edit | None:
    """ "X said that Y" becomes "Y, X said". Only this simple order is used, so that style does not confuse a judge."""
    m = SAID.fullmatch(source.text)
    return Edit("reordered", f"{upper_first(m[2])}, {lower_article(m[1])} said.") if m else None


def plainly_said(source: Source) -> bool:
    """Whether the sentence names exactly one speaker, in a few words. Without the attribution, such a sentence names nobody."""
    said = source.article.said_in(source.sentence)
    speakers = [source.article.doc.text[s.speaker.start : s.speaker.end] for s in said if s.speaker]
    return len(speakers) == 1 and "," not in speakers[0] and len(speakers[0].split()) <= 4


MUST_FAIL: dict[str, Maker] = {
    "fluent nonsense": nonsense,
    "swapped number": by(FAULTS["number"]),
    "swapped speaker": by(FAULTS["speaker"]),
    "dropped attribution": dropped_attribution,
}
MUST_PASS: dict[str, Maker] = {"verbatim": by(REWRITES["untouched"]), "reordered": reordered, "shortened": by(REWRITES["shortened"])}


def one_sentence_controls(sentences: Sequence[Source]) -> Iterator[Control]:
    """Controls with one sentence and one passage."""
    for kind, maker in (MUST_FAIL | MUST_PASS).items():
        for source, text in first_of(maker, sentences):
            score = "attribution" if kind == "dropped attribution" else "faithfulness"  # the passage says it, but not in its own voice
            yield control(kind, text, [source.passage], score, "fail" if kind in MUST_FAIL else "pass")
    for n in range(EACH):
        own, other = sentences[n], sentences[n + 1]  # of another article
        yield control("empty context", own.text, [], "faithfulness", "fail")
        yield control("another question's answer", own.text, [other.passage], "faithfulness", "fail")


def first_of(maker: Maker, sentences: Sequence[Source]) -> list[tuple[Source, str]]:
    rng = random.Random(SEED)
    made: list[tuple[Source, str]] = []
    for source in sentences:
        edit = maker(source, rng) if len(made) < EACH else None
        if edit is not None:
            made.append((source, edit.text.strip()))
    return made


def citation_controls(sentences: Sequence[Source]) -> Iterator[Control]:
    """Controls with three sentences of three articles and their passages. Once the citations are right, once their numbers are shuffled."""
    for n in range(EACH):
        three = sentences[3 * n : 3 * n + 3]
        contexts = [s.passage for s in three]
        yield control("right citations", with_numbers(three, (1, 2, 3)), contexts, "citation_recall", "pass")
        yield control("shuffled citations", with_numbers(three, (2, 3, 1)), contexts, "citation_recall", "fail")


def with_numbers(sentences: Sequence[Source], numbers: Sequence[int]) -> str:
    return " ".join(f"{s.text} [{n}]" for s, n in zip(sentences, numbers, strict=True))


def control(kind: str, answer: str, contexts: Sequence[str], score: str, expected: State) -> Control:
    return Control(kind, ScoreRow(answer=answer, contexts=tuple(contexts)), score, expected)
