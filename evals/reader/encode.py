"""Examples as token ids with their labels, in batches of about equal work."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from onrecord.assistant.reader import Encoding, encode_pair
from onrecord.evals.reader.examples import Example

UNKNOWN = -1
BATCH_TOKENS = 4_096  # padded tokens of a batch


@dataclass(frozen=True)
class Encoded:
    """An example as the net reads it. Token numbers count from the start of the pair; UNKNOWN where there is no label."""

    pair: Encoding
    support: int
    answers: int
    answering: tuple[int, ...]  # per token: 1 in a sentence that answers, 0 in another, UNKNOWN elsewhere
    first: int
    last: int


def encode(example: Example) -> Encoded:
    texts = ((example.title,) if example.title else ()) + example.sentences
    skipped = len(texts) - len(example.sentences)
    pair = encode_pair(example.text, texts)
    if example.task == "support":
        return Encoded(pair, example.label, UNKNOWN, (UNKNOWN,) * len(pair.ids), UNKNOWN, UNKNOWN)
    answering = [UNKNOWN] * len(pair.ids)
    first = last = UNKNOWN
    for token, (sentence, start, end) in enumerate(pair.places):
        if sentence < skipped:
            continue
        number = sentence - skipped
        if example.answering is not None:
            answering[token] = int(number in example.answering)
        if example.span and number == example.span[0] and start < example.span[2] and end > example.span[1]:
            first, last = (token if first == UNKNOWN else first), token
    return Encoded(pair, UNKNOWN, example.label, tuple(answering), first, last)


@dataclass(frozen=True)
class Batch:
    ids: Tensor
    mask: Tensor
    types: Tensor
    support: Tensor  # (B,)
    answers: Tensor  # (B,)
    answering: Tensor  # (B, n)
    first: Tensor  # (B,)
    last: Tensor  # (B,)


def collate(rows: Sequence[Encoded]) -> Batch:
    length = max(len(r.pair.ids) for r in rows)

    def padded(values: Sequence[Sequence[int]], fill: int) -> Tensor:
        return torch.tensor([list(v) + [fill] * (length - len(v)) for v in values])

    return Batch(
        padded([r.pair.ids for r in rows], 0),
        padded([[1] * len(r.pair.ids) for r in rows], 0),
        padded([r.pair.types for r in rows], 0),
        torch.tensor([r.support for r in rows]),
        torch.tensor([r.answers for r in rows]),
        padded([r.answering for r in rows], UNKNOWN),
        torch.tensor([r.first for r in rows]),
        torch.tensor([r.last for r in rows]),
    )


def batches(rows: Sequence[Encoded], rng: random.Random) -> Iterator[Batch]:
    """All rows once, in random batches of rows of like length."""
    order = sorted(rng.sample(range(len(rows)), len(rows)), key=lambda i: len(rows[i].pair.ids) + rng.random() * 12)
    groups: list[list[int]] = [[]]
    for i in order:
        if (len(groups[-1]) + 1) * len(rows[i].pair.ids) > BATCH_TOKENS:
            groups.append([])
        groups[-1].append(i)
    rng.shuffle(groups)
    for group in groups:
        yield collate([rows[i] for i in group])
