"""Makes a home of any size for measuring speed. It has the sample newsroom and articles that are made up by rule, always the same ones.

A made-up sentence is a sentence of the newsroom with other names, numbers, weekdays and months. Function words stay. Of the other words,
a share of `KEPT` stays, and the rest are replaced by 200,000 invented words. The k-th of these has a chance of 1/(k + 20), as Zipf and
Mandelbrot found for real text. So a question's words are about as common as in real news: half of them are in more than 2.0% of 50,009
made-up passages, and in more than 2.3% of 36,002 real ones (266 real questions).

A passage has the length that the real splitter gives. An article mixes three stories of the newsroom and has its own names. The days of
articles cover five years. Names before "said" are the speakers, so that the slow extractor need not read the articles.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate, pairwise
from typing import Any
from zlib import crc32

import numpy as np

from onrecord.assistant.attribution import EXTRACTOR_VERSION, Span, Statement
from onrecord.assistant.language import MONTHS, WEEKDAYS
from onrecord.vectorstore.embedding import PackagedEmbedder, PassageText, unit
from onrecord.vectorstore.model import Article, Spans
from onrecord.vectorstore.words import FUNCTION_WORDS

PASSAGES = 15  # passages of an article, as in our archive of real news
CHARACTERS = 600  # a passage is complete when its sentences have more characters than this
SHORT = 90  # characters; a shorter sentence is joined with the next, because the newsroom's sentences are shorter than in most news
KEPT = 0.5
VOCABULARY, COMMONEST = 200_000, 20
NAMES, CAST = 50_000, 8
NEWEST, DAYS = np.datetime64("2026-06-30"), 5 * 365
PREFIX = "made-"

TOKEN = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+")
WEEKDAY_NAMES = [name.title() for name in WEEKDAYS]
MONTH_NAMES = [name.title() for name in MONTHS]
ROLES = "mayor minister governor spokesman director president professor prosecutor".split()
CONSONANTS, VOWELS = "bcdfghklmnprstvz", "aeiou"
SYLLABLES = [c + v for c in CONSONANTS for v in VOWELS]
SAID = re.compile(r"(?P<speaker>[A-Z][a-z]+ [A-Z][a-z]+) (?P<cue>said|says|claimed)\b(?P<content>[^.\n]+)")

Template = list[tuple[str, str]]  # (kind, as written)


@dataclass(frozen=True)
class Story:
    """An article of the newsroom, as templates."""

    title: Template
    sentences: tuple[Template, ...]


def made_up(stories: Sequence[Story], first: int, end: int) -> Iterator[tuple[Article, list[tuple[int, int, Spans]]]]:
    """The articles with numbers from `first` to `end` - 1, with passages for `Archive.put`. The same number always gives the same article."""
    for n in range(first, end):
        rng = random.Random(n)
        mixed = rng.sample(stories, 3)
        cast = [invented_name(rng) for _ in range(CAST)]
        passages = [list(filled_passage(mixed, rng, cast)) for _ in range(PASSAGES)]
        text = "\n".join(" ".join(p) for p in passages)
        day = str(NEWEST - rng.randrange(DAYS))
        title = filled(rng.choice(mixed).title, rng, cast)
        yield Article(f"{PREFIX}{n:08}", text, title, publisher=f"The {invented_name(rng)}", published_at=day, date_source="header"), spans(passages)


def filled_passage(stories: Sequence[Story], rng: random.Random, cast: Sequence[str]) -> Iterator[str]:
    length = 0
    while length <= CHARACTERS:  # `length` counts a space after the last sentence too
        sentence = ""
        while len(sentence) < SHORT:
            sentence += (" and " if sentence else "") + filled(rng.choice(rng.choice(stories).sentences), rng, cast)
        length += len(sentence) + 1
        yield sentence


def spans(passages: Sequence[Sequence[str]]) -> list[tuple[int, int, Spans]]:
    """The passages and sentences as ranges. There is one character between two sentences, and between two passages."""
    ends = [0, *accumulate(len(s) + 1 for p in passages for s in p)]
    each = iter([(s, e - 1) for s, e in pairwise(ends)])
    inside = [tuple(next(each) for _ in p) for p in passages]
    return [(s[0][0], s[-1][1], s) for s in inside]


def take_apart(article: Article, sentences: Sequence[tuple[int, int]]) -> Story:
    return Story(template(article.title), tuple(template(article.text[s:e]) for s, e in sentences))


def template(text: str) -> Template:
    pieces, at = Template(), 0
    for token in TOKEN.finditer(text):
        pieces += [("as it is", text[at : token.start()]), (kind(token[0], token.start() == 0), token[0])]
        at = token.end()
    return [*pieces, ("as it is", text[at:])]


def kind(token: str, opens: bool) -> str:
    if token[0].isdigit():
        return "number"
    if token in WEEKDAY_NAMES:
        return "weekday"
    if token in MONTH_NAMES:
        return "month"
    if token.lower() in FUNCTION_WORDS or len(token) == 1:
        return "as it is"
    return "name" if token[0].isupper() and not opens else "word"


def filled(template: Template, rng: random.Random, cast: Sequence[str]) -> str:
    return "".join(written if k == "as it is" else exchanged(k, written, rng, cast) for k, written in template)


def exchanged(kind: str, written: str, rng: random.Random, cast: Sequence[str]) -> str:
    if kind == "word":
        return written if rng.random() < KEPT else invented_word(rng)
    if kind == "name":
        return rng.choice(cast)
    if kind == "number":
        return re.sub(r"\d", lambda _: str(rng.randint(1, 9)), written)
    return rng.choice(WEEKDAY_NAMES if kind == "weekday" else MONTH_NAMES)


def invented_word(rng: random.Random) -> str:
    return spelt(drawn(rng, VOCABULARY), 7)


def invented_name(rng: random.Random) -> str:
    return spelt(drawn(rng, NAMES), 11).capitalize() + "n"


def drawn(rng: random.Random, size: int) -> int:
    """A rank below `size`. Rank k has a chance of about 1/(k + COMMONEST)."""
    return int(COMMONEST * ((size / COMMONEST + 1) ** rng.random() - 1))


def spelt(rank: int, step: int) -> str:
    """A word for each rank below 512,000. The words of neighbouring ranks are not similar."""
    code = rank * (80 * 80 * step + 80 * step + 1) % 80**3
    return SYLLABLES[code % 80] + SYLLABLES[code // 80 % 80] + SYLLABLES[code // 6400]


class MadeUpReader:
    """Finds statements in made-up articles, with the form and version of the real extractor. The real extractor would take hours."""

    version = EXTRACTOR_VERSION

    def read(self, texts: Sequence[str]) -> list[list[Any]]:
        return [[asdict(made_up_statement(said)) for said in SAID.finditer(text)] for text in texts]


def made_up_statement(said: re.Match[str]) -> Statement:
    content, speaker, cue = (Span(*said.span(name)) for name in ("content", "speaker", "cue"))
    name = said["speaker"]
    return Statement(content, speaker, cue, "say", "says", "indirect", name, speaker_role=ROLES[crc32(name.encode()) % len(ROLES)])


class MadeUpVectors(PackagedEmbedder):
    """Embeds questions as usual, but makes up the vectors of passages.

    A passage's vector is a mixture of three real passages' vectors and noise. The vectors of its sentences have more noise. So there are
    clusters of any size, and the dimensions vary together as in real vectors. The same text always gets the same vector.
    """

    def __init__(self, real: np.ndarray) -> None:
        super().__init__()
        self._real = real

    def embed_passages(self, passages: Sequence[PassageText], many: bool = False) -> tuple[np.ndarray, list[np.ndarray]]:
        made = [self._made_up(p) for p in passages]
        return np.stack([vector for vector, _ in made]), [sentences for _, sentences in made]

    def _made_up(self, passage: PassageText) -> tuple[np.ndarray, np.ndarray]:
        rng = np.random.default_rng(crc32(passage.text.encode()))
        mixed = unit(rng.dirichlet((3, 1, 1)).astype(np.float32) @ self._real[rng.integers(len(self._real), size=3)])
        vector = noisy(mixed, 0.5, 1, rng)[0]
        return vector, noisy(vector, 0.8, len(passage.sentences), rng)


def noisy(vector: np.ndarray, length: float, count: int, rng: np.random.Generator) -> np.ndarray:
    noise = rng.standard_normal((count, vector.shape[-1]), dtype=np.float32)
    return unit(vector + length * unit(noise))
