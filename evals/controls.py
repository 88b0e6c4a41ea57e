"""Answers whose score is known because a rule made them: what must fail and what must pass, put to the judge in every run.

Made from articles of the sample newsroom of which the support model has learned nothing. They are so plain that a judge
who gets one wrong cannot be trusted with the rest: the run then says so first, and fails.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from typing import Any

from spacy.tokens import Span as DocSpan

from assistant.judges import Judge
from assistant.parsing import parser
from evals.answer_scores import SCORES
from evals.edits import Article, Edit, upper_first
from evals.faults import FAULTS
from evals.grounds import State, judge_answer
from evals.made_pairs import newsroom_texts, passage, speaks_from_outside
from evals.rewrites import REWRITES, lower_article
from evals.score_rows import ScoreRow

SEED = 1
EACH = 4  # of a kind
SAID = re.compile(r"([A-Z][^,\"“”]{2,40}) said(?: that)? ([^\"“”]+)\.")


@dataclass(frozen=True)
class Control:
    """An answer of which one score must come out as `expected`."""

    kind: str
    row: ScoreRow
    score: str
    expected: State


@dataclass(frozen=True)
class Outcome:
    kind: str
    answer: str
    score: str
    expected: State
    got: State
    why: str

    @property
    def right(self) -> bool:
        return self.got == self.expected


@dataclass(frozen=True)
class Controls:
    """What came out. `sentence` is for people, empty where all is right."""

    outcomes: tuple[Outcome, ...]

    @property
    def wrong(self) -> tuple[Outcome, ...]:
        return tuple(o for o in self.outcomes if not o.right)

    @property
    def sentence(self) -> str:
        if not self.wrong:
            return ""
        kinds = ", ".join(dict.fromkeys(f"{o.kind} ({o.score} {o.got}, must {o.expected})" for o in self.wrong))
        return f"{len(self.wrong)} of {len(self.outcomes)} controls came out wrong, so that no score of this run can be trusted: {kinds}"

    def as_json(self) -> dict[str, Any]:
        """`{n, right, kinds{kind: {n, right}}, wrong[{kind, answer, score, expected, got, why}]}`."""
        kinds = {k: [o.right for o in self.outcomes if o.kind == k] for k in dict.fromkeys(o.kind for o in self.outcomes)}
        return {
            "n": len(self.outcomes),
            "right": len(self.outcomes) - len(self.wrong),
            "kinds": {k: {"n": len(rights), "right": sum(rights)} for k, rights in kinds.items()},
            "wrong": [asdict(o) for o in self.wrong],
        }


def run_controls(judge: Judge) -> Controls:
    """Every control through the functions that score everybody's answers."""
    return Controls(tuple(outcome(c, judge) for c in made_controls()))


def outcome(control: Control, judge: Judge) -> Outcome:
    score = SCORES[control.score](judge_answer(control.row, judge))
    return Outcome(control.kind, control.row.answer, control.score, control.expected, score.state, score.why)


@cache
def made_controls() -> tuple[Control, ...]:
    """The same ones in the same order every time."""
    sentences = list(usable_sentences())
    return (*single(sentences), *cited(sentences))


@dataclass(frozen=True)
class Source:
    """A sentence of an article with the passage around it."""

    article: Article
    sentence: DocSpan

    @property
    def text(self) -> str:
        return self.sentence.text.strip()

    @cached_property
    def passage(self) -> str:
        return passage(self.sentence)


def usable_sentences() -> Iterator[Source]:
    """In an order that takes one of each article after the other, and from each at random."""
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
    return 10 <= len(text.split()) <= 40 and text[-1] == "." and len(re.findall("[\"“”]", text)) % 2 == 0 and "\n" not in text and not speaks_from_outside(article, sentence)


Maker = Callable[[Source, random.Random], Edit | None]


def by(editor: Callable[[Article, DocSpan, random.Random], Edit | None]) -> Maker:
    return lambda source, rng: editor(source.article, source.sentence, rng)


def nonsense(source: Source, rng: random.Random) -> Edit | None:
    """The passage's own words in a sound sentence that says nothing of it: every noun, verb and adjective has changed places with
    another of its kind."""
    open_words = [t for t in source.sentence if t.pos_ in ("NOUN", "PROPN", "VERB", "ADJ") and t.is_alpha]
    others = [t for t in source.article.doc if t.is_alpha and not source.sentence.start <= t.i < source.sentence.end and t.text in source.passage]
    text = ""
    for token in source.sentence:
        same = sorted({t.text for t in others if t.tag_ == token.tag_ and t.lower_ != token.lower_}) if token in open_words else []
        text += (rng.choice(same) if same else token.text) + token.whitespace_
    return Edit("nonsense", text.strip()) if len(open_words) >= 6 else None


def dropped(source: Source, rng: random.Random) -> Edit | None:
    return FAULTS["attribution"](source.article, source.sentence, rng) if plainly_said(source) else None


def reordered(source: Source, rng: random.Random) -> Edit | None:
    """ "X said that Y" as "Y, X said": the plainest of the orders, and the only one, so that no judge fails for its ear."""
    m = SAID.fullmatch(source.text)
    return Edit("reordered", f"{upper_first(m[2])}, {lower_article(m[1])} said.") if m else None


def plainly_said(source: Source) -> bool:
    """One speaker, named in a few words: without him nobody is named."""
    said = source.article.said_in(source.sentence)
    speakers = [source.article.doc.text[s.speaker.start : s.speaker.end] for s in said if s.speaker]
    return len(speakers) == 1 and "," not in speakers[0] and len(speakers[0].split()) <= 4


MUST_FAIL: dict[str, Maker] = {
    "fluent nonsense": nonsense,
    "swapped number": by(FAULTS["number"]),
    "swapped speaker": by(FAULTS["speaker"]),
    "dropped attribution": dropped,
}
MUST_PASS: dict[str, Maker] = {"verbatim": by(REWRITES["untouched"]), "reordered": reordered, "shortened": by(REWRITES["shortened"])}


def single(sentences: Sequence[Source]) -> Iterator[Control]:
    """One sentence judged by one passage."""
    for expected, makers in (("fail", MUST_FAIL), ("pass", MUST_PASS)):
        for kind, maker in makers.items():
            for source, text in first_of(maker, sentences):
                yield control(kind, text, [source.passage], "faithfulness", expected)
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


def cited(sentences: Sequence[Source]) -> Iterator[Control]:
    """Three sentences of three articles with their passages, cited rightly and with the numbers shuffled."""
    for n in range(EACH):
        three = sentences[3 * n : 3 * n + 3]
        contexts = [s.passage for s in three]
        for kind, numbers, expected in (("right citations", (1, 2, 3), "pass"), ("shuffled citations", (2, 3, 1), "fail")):
            answer = " ".join(f"{s.text} [{i}]" for s, i in zip(three, numbers, strict=True))
            yield control(kind, answer, contexts, "citation_recall", expected)


def control(kind: str, answer: str, contexts: Sequence[str], score: str, expected: str) -> Control:
    return Control(kind, ScoreRow(answer=answer, contexts=tuple(contexts)), score, "pass" if expected == "pass" else "fail")
