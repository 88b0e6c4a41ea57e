"""What the reader is trained on: pairs of texts with the labels that are known, from public sets and from rows of our own."""

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from onrecord.assistant.reader import choose_for_claim
from onrecord.evals.jsonl import read_rows
from onrecord.vectorstore.sentences import sentence_spans

SUPPORTED, CONTRADICTED, NOT_SAID, NOT_SUPPORTED = 0, 1, 2, 3  # the last: contradicted or not said, which of them is not known
CONTRADICTS = {"contradict", "made_num", "made_neg"}
DEV_SHARE = 15  # per cent of our articles, by their ids

# Rows drawn from each set. Sets that are large and far from news are cut.
SUPPORT_SETS = {
    "onestop_pairs": 11_000, "fever_evidence": 6_000, "wikisplit": 8_000, "attribute_first": 881, "defacto": 3_500, "summedits": 2_500,
    "fm2": 2_545, "fever_symmetric": 1_374, "cad_nli": 2_500, "mnli_dev": 5_000, "snli_dev_test": 1_500, "conjnli": 3_000,
    "scitail_dev_test": 1_000, "negation_nli": 1_000, "med": 700, "breaking_nli": 500, "propsegment_dev": 1_035, "factcheck_gpt": 3_065,
    "begin": 1_000, "wice_train_partial": 369, "gumsum": 321, "wikinews_titles": 552, "alexa_factual": 403, "q2_dialogue": 599, "diasumfact": 300,
}  # fmt: skip
QUESTION_SETS = {
    "qnli_part": 6_000, "squad_part": 4_500, "squadshifts_wiki": 3_500, "onestop_qa": 2_892, "xquad_en": 1_500, "selqa": 2_500,
    "hotpot_sample": 2_000, "qed_dev": 1_350, "quotesum_dev": 280, "condaqa": 900, "squadshifts_other": 800, "squad_dev_sentences": 1_500,
    "covidqa": 400,
}  # fmt: skip
MAX_PASSAGE = 900  # characters of a passage that a question is read with


@dataclass(frozen=True)
class Example:
    """Text A and the sentences of text B. `title` stands before them for a question."""

    task: Literal["support", "question"]
    text: str
    sentences: tuple[str, ...]
    label: int  # support: one of the four above; question: 1 where the passage answers, else 0
    title: str = ""
    answering: tuple[int, ...] | None = None  # numbers of the sentences that answer; None where unknown
    span: tuple[int, int, int] | None = None  # number of a sentence, and where the answer starts and ends in it
    kind: str = ""  # kind of our row


def public_examples(folder: Path, rng: random.Random) -> Iterator[Example]:
    """Examples of the public sets in `folder`, which has `pairs/` and `qa/`."""
    for name, most in SUPPORT_SETS.items():
        rows = list(read_rows(folder / "pairs" / f"{name}.jsonl.gz"))
        for row in rng.sample(rows, min(most, len(rows))):
            yield support_example(row["claim"], split(row["source"]), support_label(row))
    for name, most in QUESTION_SETS.items():
        rows = list(read_rows(folder / "qa" / f"{name}.jsonl.gz"))
        if name == "condaqa":  # nearly all of it is answerable
            rows = [r for r in rows if not r["answerable"]] + rng.sample([r for r in rows if r["answerable"]], 480)
        for row in rng.sample(rows, min(most, len(rows))):
            yield question_example(row, name)


def support_label(row: dict[str, Any]) -> int:
    if row["label"]:
        return SUPPORTED
    if row.get("kind") in CONTRADICTS:
        return CONTRADICTED
    # "neutral" of defacto are errors of any kind
    return NOT_SAID if row.get("kind") in ("neutral", "neighbour", "merge_missing") and row["set"] != "defacto" else NOT_SUPPORTED


@cache
def split(text: str) -> tuple[str, ...]:
    return tuple(text[a:b] for a, b in sentence_spans(text))


def support_example(claim: str, sentences: Sequence[str], label: int, must: Sequence[int] = (), kind: str = "") -> Example:
    """The claim with the sentences that the product would read it with, and always those in `must`."""
    chosen = sorted({*choose_for_claim(claim, sentences), *must})
    return Example("support", claim, tuple(sentences[i] for i in chosen), label, kind=kind)


def question_example(row: dict[str, Any], name: str) -> Example:
    """A passage set names the sentences that answer; in a sentence set the passage is one sentence."""
    passage, label = row["passage"], int(row["answerable"] if "answerable" in row else row["label"])
    texts = (passage,) if name in ("qnli_part", "selqa", "squad_dev_sentences") else split(passage)
    answer, wanted = row.get("answer") or "", [s.strip() for s in row.get("answer_sentences") or []]
    if len(texts) == 1:
        answering: tuple[int, ...] | None = (0,) if label else ()
    elif not label:
        answering = ()
    else:
        answering = tuple(i for i, t in enumerate(texts) if any(t.strip() in w or w in t for w in wanted)) or None
    texts, answering = fit_passage(texts, answering)
    span = find_span(texts, answering, answer) if label else None
    return Example("question", row["question"], texts, label, answering=answering, span=span)


def fit_passage(texts: Sequence[str], answering: tuple[int, ...] | None) -> tuple[tuple[str, ...], tuple[int, ...] | None]:
    """The sentences from the first, or from shortly before the one that answers, up to `MAX_PASSAGE` characters."""
    start = max(0, answering[0] - 3) if answering and sum(map(len, texts[: answering[-1] + 1])) > MAX_PASSAGE else 0
    end = start + 1
    while end < len(texts) and sum(map(len, texts[start : end + 1])) <= MAX_PASSAGE:
        end += 1
    kept = None if answering is None else tuple(i - start for i in answering if start <= i < end)
    return tuple(texts[start:end]), kept


def find_span(texts: Sequence[str], answering: tuple[int, ...] | None, answer: str) -> tuple[int, int, int] | None:
    places = [(i, texts[i].lower().find(answer.lower())) for i in answering or ()] if answer else []
    return next(((i, at, at + len(answer)) for i, at in places if at >= 0), None)


@dataclass(frozen=True)
class NewsArticle:
    """An article that our rows are about, with the spans of its sentences."""

    id: str
    title: str
    date: str
    text: str
    sentences: tuple[tuple[int, int], ...]

    @cached_property
    def texts(self) -> list[str]:
        return [self.text[a:b] for a, b in self.sentences]

    def numbers(self, spans: Sequence[Sequence[int]]) -> list[int]:
        """Numbers of the sentences in these spans."""
        return [i for a, b in spans for i, (start, end) in enumerate(self.sentences) if start < b and a < end]

    @property
    def held_out(self) -> bool:
        """Whether its rows belong to the development set."""
        return int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 100 < DEV_SHARE


def read_articles(path: Path, rows: Path) -> dict[str, NewsArticle]:
    """The articles of `path` and the stories beside our rows, by id: the URL, or the headline where there is none."""
    found = [*read_rows(path), *read_rows(rows / "stories.jsonl.gz")]
    read = [NewsArticle(r["url"] or f"onestop:{r['title']}", r["title"], r["date"] or "", r["text"], tuple(sentence_spans(r["text"]))) for r in found]
    return {a.id: a for a in read}


def own_examples(folder: Path, articles: dict[str, NewsArticle], held_out: bool, rng: random.Random) -> Iterator[Example]:
    """Examples of our rows (`support.jsonl.gz` and `questions.jsonl.gz` in `folder`), of the held-out articles or of the others."""
    for row in with_twins(list(read_rows(folder / "support.jsonl.gz"))):
        article = articles[row["article"]]
        if article.held_out == held_out:
            yield own_support(row, article, rng)
    for row in read_rows(folder / "questions.jsonl.gz"):
        article = articles[row["article"]]
        if article.held_out == held_out:
            yield from own_questions(row, article, rng)


def own_support(row: dict[str, Any], article: NewsArticle, rng: random.Random) -> Example:
    texts, must = article.texts, article.numbers(row["sentences"])
    label = SUPPORTED if row["label"] else CONTRADICTED if row["kind"] in ("number", "negation", "opposite", "order") else NOT_SUPPORTED
    # Often the sentences around stand beside, as they do in a retrieved passage; sometimes the right ones stand alone.
    if rng.random() < 0.3:
        return Example("support", row["claim"], tuple(texts[i] for i in sorted(set(must))), label, kind=row["kind"])
    return support_example(row["claim"], texts, label, must, row["kind"])


def with_twins(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The claims that have a twin, and their twins. Of the others, the faulty ones are short and in the article's wording and the faithful ones
    long and in other words; a reader that trains on them learns that instead of the faults."""
    numbers = {r["twin_of"] for r in rows if "twin_of" in r}
    return [r for n, r in enumerate(rows) if n in numbers or "twin_of" in r]


def own_questions(row: dict[str, Any], article: NewsArticle, rng: random.Random) -> Iterator[Example]:
    """A passage around an answering sentence, one around a sentence that is only like it, and the opening, which shares most words with many
    a question. Of a question that nothing answers, a passage around a sentence that only seems to answer.
    """
    texts = article.texts
    answers, near = tuple(article.numbers(row["answers"])), article.numbers(row["near"])
    centres = [rng.choice(answers), 0] if answers else []
    for centre in centres + rng.sample(near, min(len(near), 1)):
        start = max(0, centre - rng.randrange(4))
        window = list(range(start, min(len(texts), max(centre + 1, start + rng.choice((1, 3, 5, 6))))))
        while len(window) > 1 and sum(len(texts[i]) for i in window) > MAX_PASSAGE:
            window.pop(0 if window[0] != centre else -1)
        inside = tuple(window.index(i) for i in answers if i in window)
        shown = tuple(texts[i] for i in window)
        span = find_span(shown, inside, row.get("span") or "")
        title = article.title if rng.random() < 0.8 else ""
        yield Example("question", row["question"], shown, int(bool(inside)), title, inside, span, row["kind"])
