"""The training data of the support model: groups of claims with one source. Right and wrong claims have the same style.

Some claims are made by rule: a safe rewrite of an article's sentence, the same with a fault, and the same with the article without this
sentence. Other claims come from people: right claims of the labelled sets, the same with a fault, and the wrong claims of the sets.
Licences: fib and xsumfaith CC BY 4.0, falke CC BY-SA 4.0, wice ODC-BY, clapnq Apache-2.0. The newsroom is ours.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Span as DocSpan

from onrecord.assistant.attribution import Span
from onrecord.assistant.gate import windows
from onrecord.assistant.language import parser
from onrecord.evals.jsonl import read_rows
from onrecord.evals.suite import corpus
from onrecord.evals.synthetic import FAULTS, REWRITES, Article, Edit

LABELLED = {"falke": "falke", "fib": "fib_fib", "mfma": "fib_mfma", "wice": "wice_dev", "xsumfaith": "xsumfaith"}
UNLABELLED = ("clapnq_dev_answerable", "clapnq_dev_unanswerable")
SENTENCES_PER_TEXT = {"xsumfaith": 5, "fib": 4, "wice": 4, "clapnq": 2, "newsroom": 8}  # falke has none, mfma those of fib
# Weights with which the kind of fault is drawn. They are higher for frequent errors of summarisers and for faults that are hard to detect.
FREQUENCY = {"number": 2.0, "name": 3.0, "speaker": 1.5, "date": 1.5, "negation": 2.0, "opposite": 2.0, "roles": 1.0, "word": 2.0}
MAX_TEXT = 6_000  # characters of a source that are read
MAX_SENTENCES = 45
WINDOWS = (3, 5, 8, 14)  # numbers of sentences around the sentence of a claim


@dataclass(frozen=True)
class Pair:
    """A claim with its source sentences. `changed` are the spans of the claim that the source does not support; None if they are unknown."""

    claim: str
    sentences: tuple[str, ...]
    label: int
    kind: str
    changed: tuple[Span, ...] | None = None


@dataclass(frozen=True)
class Group:
    """Pairs that are ranked against each other. `text` identifies their source, so that a set can be held out together with its sources."""

    set: str
    text: frozenset[str]
    pairs: tuple[Pair, ...]


def labelled_rows(folder: Path, name: str) -> list[dict[str, Any]]:
    return list(read_rows(folder / f"{LABELLED.get(name, name)}.jsonl.gz"))


def identity(text: str) -> frozenset[str]:
    """Words that identify an article, also with another case or tokenization."""
    return frozenset(re.findall(r"\w+", text.lower())[20:60])


def made_groups(folder: Path, seed: int = 5) -> Iterator[Group]:
    """The groups that are made by rule from the texts and the right claims of every set."""
    rng = random.Random(seed)
    for name in LABELLED:
        texts: set[str] = set()
        claims: set[tuple[str, str]] = set()
        for row in labelled_rows(folder, name):
            source, claim = row["source"], row["claim"]
            if name in SENTENCES_PER_TEXT and source not in texts:
                texts.add(source)
                yield from of_text(name, source, rng)
            if row["label"] and (source, claim) not in claims:
                claims.add((source, claim))
                yield of_claim(name, source, claim, rng)
    for name in UNLABELLED:
        for row in labelled_rows(folder, name):
            source, answer = row["passages"][0]["text"], row["output"][0]["answer"] if row["output"] else ""
            yield from of_text("clapnq", source, rng)
            if 6 <= len(answer.split()) <= 50:
                yield of_claim("clapnq", source, answer, rng)
    for path in sorted((corpus() / "articles").glob("*.txt")):
        yield from of_text("newsroom", path.read_text("utf-8"), rng)


def given_groups(folder: Path, name: str) -> Iterator[Group]:
    """The groups of a labelled set's own rows. The right and wrong claims of one source are one group."""
    groups: dict[Any, list[Pair]] = defaultdict(list)
    texts: dict[Any, str] = {}
    for row in labelled_rows(folder, name):
        key = row.get("pair", row["source"])
        texts[key] = row["source"]
        groups[key].append(Pair(row["claim"].strip(), tuple(windows(row["source"])[:MAX_SENTENCES]), row["label"], "given"))
    for key, pairs in groups.items():
        yield Group(name, identity(texts[key]), tuple(pairs))


def of_text(name: str, text: str, rng: random.Random) -> Iterator[Group]:
    """Groups from sentences of an article. A safe rewrite is right. The rewrite with a fault, or without its evidence, is wrong."""
    text = text.strip()[:MAX_TEXT]
    sentences = windows(text)
    if len(sentences) < 3:
        return
    article = Article(parser()(text))
    usable = [s for s in article.doc.sents if 7 <= len(s.text.split()) <= 45 and "|" not in s.text and not s.text.startswith("(meta")]
    for sentence in rng.sample(usable, min(SENTENCES_PER_TEXT[name], len(usable))):
        if group := of_sentence(name, text, article, sentence, sentences, rng):
            yield group


def of_sentence(name: str, text: str, article: Article, sentence: DocSpan, sentences: list[str], rng: random.Random) -> Group | None:
    core = sentence.text.strip()
    places = [i for i, s in enumerate(sentences) if core[:40] in s or s[:40] in core]
    if not places:
        return None
    rewrite = next((e for r in rng.sample(list(REWRITES), len(REWRITES)) if r != "untouched" and (e := REWRITES[r](article, sentence, rng))), None)
    right = rewrite or Edit("untouched", core)
    width, at = rng.choice(WINDOWS), places[0]
    first = max(0, at - (1 if right.kind == "joined" else rng.randrange(width)))
    around = tuple(sentences[first : first + max(width, 4)])
    pairs = [Pair(right.text, around, 1, right.kind, ()), *wrong_pairs(right.text, around, article, 2, rng)]
    also = {at + 1} if right.kind == "joined" else set()
    rest = tuple(s for i, s in enumerate(sentences) if i not in places and i not in also and abs(i - at) <= width + 1)[:width]
    if len(rest) >= 2 and rng.random() < 0.5:
        pairs.append(Pair(right.text, rest, 0, "absent"))
    return Group(name, identity(text), tuple(pairs))


def of_claim(name: str, text: str, claim: str, rng: random.Random) -> Group:
    """A claim that people found right, the same with faults, and the same without the most similar sentences of its source."""
    claim, sentences = claim.strip(), windows(text)[:MAX_SENTENCES]
    pairs = [Pair(claim, tuple(sentences), 1, "human", ()), *wrong_pairs(claim, tuple(sentences), Article(parser()(text[:MAX_TEXT])), 3, rng)]
    words = {w for w in re.findall(r"\w+", claim.lower()) if len(w) > 3}
    shared = [len(words & set(re.findall(r"\w+", s.lower()))) for s in sentences]
    nearest = sorted(range(len(sentences)), key=lambda i: -shared[i])[: max(2, len(sentences) // 5)]
    rest = tuple(s for i, s in enumerate(sentences) if i not in nearest)
    if len(rest) >= 2:
        pairs.append(Pair(claim, rest, 0, "absent"))
    return Group(name, identity(text), tuple(pairs))


def wrong_pairs(claim: str, sentences: tuple[str, ...], source: Article, most: int, rng: random.Random) -> Iterator[Pair]:
    """Wrong versions of a claim of one sentence. Each has one fault of another kind. Exchanged words come from the claim's source."""
    article = Article(parser()(claim), source.doc)
    parsed = list(article.doc.sents)
    made = 0
    for kind in sorted(FREQUENCY, key=lambda k: -FREQUENCY[k] * rng.random()) if len(parsed) == 1 else ():
        edit = FAULTS[kind](article, parsed[0], rng)
        if edit is not None and made < most and edit.text.strip() != claim:
            made += 1
            yield Pair(edit.text, sentences, 0, kind, edit.changed)


def texts_of(groups: Sequence[Group]) -> list[str]:
    return sorted({t for g in groups for p in g.pairs for t in (p.claim, *p.sentences)}, key=lambda t: (len(t), t))
