"""Trains the support model: `python -m onrecord.evals.support_model.train FOLDER [--without SET,SET] [--out FILE.onnx]`.

FOLDER has falke, fib_fib, fib_mfma, wice_dev, xsumfaith, clapnq_dev_answerable and clapnq_dev_unanswerable, each as .jsonl.gz. --without
holds out sets, together with every article that other sets share with them, and prints the figures on these sets. The model card has these
figures. The folder --work keeps all data that takes long to compute, so that an interrupted run continues.
"""

import argparse
import json
import pickle
import random
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.assistant.gate import DEPTHS, GATE_TUNING, WIDTH, alignment, best_first
from onrecord.evals.stats import auc, pair_accuracy
from onrecord.evals.support_model.net import SupportNet
from onrecord.evals.support_model.pairs import LABELLED, Group, Pair, given_groups, identity, labelled_rows, made_groups, texts_of
from onrecord.vectorstore.embedding import PackagedEmbedder
from onrecord.vectorstore.onnx_models import export_model

STEPS, BATCH, RATE = 1500, 32, 2e-3
MADE_SHARE = 0.7  # share of a batch that is made by rule; the rest are the sets' own rows
WRONG_TOKEN, RIGHT_TOKEN = 2.0, 0.5  # weights of token labels
RIGHT_CLAIM = 1.6  # weight of a right claim, because there are fewer right claims than wrong ones
ENCODING_BATCH = 512


class TokenStore:
    """Token vectors of texts at `DEPTHS`, in half precision. They are stored in files, so that no text is encoded twice: encoding takes longest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.spans: dict[str, tuple[int, int]] = json.loads(self._index.read_text()) if self._index.exists() else {}

    @property
    def _index(self) -> Path:
        return self.folder / "spans.json"

    def add(self, texts: Sequence[str]) -> None:
        missing = [t for t in texts if t not in self.spans]
        embedder, at, began = PackagedEmbedder(), max((e for _, e in self.spans.values()), default=0), time.time()
        for i in range(0, len(missing), ENCODING_BATCH):
            some = missing[i : i + ENCODING_BATCH]
            vectors = embedder.embed_tokens(some, DEPTHS)
            for d in range(len(DEPTHS)):
                with (self.folder / f"depth{d}.f2").open("r+b" if at else "wb") as f:
                    f.seek(at * WIDTH * 2)
                    f.write(b"".join(v[d].astype("<f2").tobytes() for v in vectors))
            for text, v in zip(some, vectors, strict=True):
                self.spans[text] = (at, at + v.shape[1])
                at += v.shape[1]
            if i // ENCODING_BATCH % 8 == 7 or i + ENCODING_BATCH >= len(missing):
                self._index.write_text(json.dumps(self.spans))
                print(f"encoded {i + len(some)} of {len(missing)} in {time.time() - began:.0f} s", flush=True)
        self.depths = [np.memmap(self.folder / f"depth{d}.f2", "<f2", "r").reshape(-1, WIDTH) for d in range(len(DEPTHS))]

    def vectors(self, text: str, most: int, last_only: bool = False) -> np.ndarray:
        start, end = self.spans[text]
        return np.stack([d[start : min(end, start + most)] for d in (self.depths[-1:] if last_only else self.depths)]).astype(np.float32)


def tensors(pairs: Sequence[Pair], store: TokenStore) -> tuple[Tensor, ...]:
    """The padded input of `SupportNet.forward`. Every claim is read with all its chosen sentences together."""
    rows = []
    for pair in pairs:
        claim = store.vectors(pair.claim, GATE_TUNING.max_claim_tokens)
        read = {s: v for s in pair.sentences if (v := store.vectors(s, GATE_TUNING.max_sentence_tokens, last_only=True)).shape[1]}
        texts = list(read)
        rows.append((claim, [store.vectors(texts[i], GATE_TUNING.max_sentence_tokens) for i in sorted(best_first(claim, list(read.values())))]))
    n, m = max(c.shape[1] for c, _ in rows), max(sum(s.shape[1] for s in ss) for _, ss in rows)
    claim_t, source = torch.zeros(len(DEPTHS), len(rows), n, WIDTH), torch.zeros(len(DEPTHS), len(rows), m, WIDTH)
    claim_mask, source_mask = torch.zeros(len(rows), n), torch.zeros(len(rows), m)
    sentence, place = torch.zeros(len(rows), m, GATE_TUNING.max_sentences), torch.zeros(len(rows), m)
    for i, (claim, sentences) in enumerate(rows):
        claim_t[:, i, : claim.shape[1]], claim_mask[i, : claim.shape[1]] = torch.from_numpy(claim), 1.0
        at = 0
        for k, s in enumerate(sentences):
            end = at + s.shape[1]
            source[:, i, at:end], source_mask[i, at:end], sentence[i, at:end, k] = torch.from_numpy(s), 1.0, 1.0
            place[i, at:end] = torch.arange(at, end) + GATE_TUNING.sentence_gap * k
            at = end
    return claim_t, source, claim_mask, source_mask, sentence, place


def token_labels(pair: Pair, offsets: Sequence[tuple[int, int]]) -> list[float]:
    """1.0 for a token that the source supports, 0.0 for a token of a fault."""
    return [float(not any(a < c.end and c.start < b for c in pair.changed or ())) for a, b in offsets[: GATE_TUNING.max_claim_tokens]]


def train(made: Sequence[Group], given: Sequence[Group], store: TokenStore, seed: int = 0) -> SupportNet:
    torch.manual_seed(seed)
    rng, net = random.Random(seed), SupportNet()
    made = [g for g in made if any(p.label for p in g.pairs)]
    by_set = defaultdict(list)
    for g in given:
        by_set[g.set].append(g)
    tokenizer = PackagedEmbedder().tokenizer
    tokenizer.no_padding()
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=STEPS + 1, pct_start=0.1)
    began, losses = time.time(), []
    for step in range(1, STEPS + 1):
        batch = next_batch(made, by_set, rng)
        loss = loss_of(net, batch, store, tokenizer)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        losses.append(float(loss.detach()))
        if step % 250 == 0:
            print(f"step {step} of {STEPS}, loss {np.mean(losses[-250:]):.3f}, {time.time() - began:.0f} s", flush=True)
    return net.eval()


def next_batch(made: Sequence[Group], by_set: dict[str, list[Group]], rng: random.Random) -> list[tuple[int, Pair]]:
    """Pairs with the number of their group. A group made by rule gives one right claim and up to two wrong ones. Another group gives up to two
    claims."""
    batch: list[tuple[int, Pair]] = []
    number = 0
    while len(batch) < BATCH:
        if len(batch) < MADE_SHARE * BATCH or not by_set:
            pairs = rng.choice(made).pairs
            wrong = [p for p in pairs if not p.label]
            some = [next(p for p in pairs if p.label), *rng.sample(wrong, min(2, len(wrong)))]
        else:
            pairs = rng.choice(by_set[rng.choice(sorted(by_set))]).pairs
            some = rng.sample(pairs, min(2, len(pairs)))
        batch += [(number, p) for p in some]
        number += 1
    return batch


def loss_of(net: SupportNet, batch: Sequence[tuple[int, Pair]], store: TokenStore, tokenizer) -> Tensor:  # type: ignore[no-untyped-def]
    """The sum of three losses: for right or wrong claims, for right or wrong tokens (if known), and for the order of claims within a group."""
    pairs = [p for _, p in batch]
    tokens, claims = net(*tensors(pairs, store))
    label = torch.tensor([float(p.label) for p in pairs])
    group = torch.tensor([g for g, _ in batch])
    cross = nn.functional.binary_cross_entropy_with_logits
    of_claims = (cross(claims, label, reduction="none") * torch.where(label > 0, RIGHT_CLAIM, 1.0)).mean()
    logits, targets = [], []
    for i, pair in enumerate(pairs):
        if pair.changed is not None:
            known = torch.tensor(token_labels(pair, tokenizer.encode(pair.claim, add_special_tokens=False).offsets))
            targets.append(known)
            logits.append(tokens[i, : len(known)])
    target = torch.cat(targets)
    of_tokens = (cross(torch.cat(logits), target, reduction="none") * torch.where(target > 0, RIGHT_TOKEN, WRONG_TOKEN)).mean()
    above = (group[:, None] == group[None]) & (label[:, None] > label[None])
    of_order = nn.functional.softplus(-(claims[:, None] - claims[None]))[above].mean() if above.any() else claims.sum() * 0
    return 0.5 * of_claims + of_tokens + of_order


def logits_of(net: SupportNet, pairs: Sequence[Pair], store: TokenStore) -> np.ndarray:
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i].claim))
    found = np.zeros(len(pairs))
    with torch.inference_mode():
        for at in range(0, len(order), BATCH):
            some = order[at : at + BATCH]
            found[some] = net(*tensors([pairs[i] for i in some], store))[1].numpy()
    return found


def alignments_of(pairs: Sequence[Pair], store: TokenStore) -> np.ndarray:
    found = []
    for pair in pairs:
        sentences = [v for s in dict.fromkeys(pair.sentences) if (v := store.vectors(s, GATE_TUNING.max_sentence_tokens, last_only=True)).shape[1]]
        found.append(alignment(store.vectors(pair.claim, GATE_TUNING.max_claim_tokens, last_only=True), sentences))
    return np.array(found)


def export(net: SupportNet, path: Path) -> None:
    inputs = {
        "claim": torch.randn(len(DEPTHS), 1, 5, WIDTH),
        "source": torch.randn(len(DEPTHS), 1, 9, WIDTH),
        "claim_mask": torch.ones(1, 5),
        "source_mask": torch.ones(2, 9),
        "sentence": torch.zeros(1, 9, GATE_TUNING.max_sentences),
        "place": torch.zeros(1, 9),
    }
    sizes = {
        "claim": {2: "n"},
        "source": {2: "m"},
        "claim_mask": {1: "n"},
        "source_mask": {0: "readings", 1: "m"},
        "sentence": {1: "m"},
        "place": {1: "m"},
    }
    export_model(net, inputs, ["token_logits", "claim_logits"], sizes, path)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--without", default="", help="sets to hold out and measure, separated by commas")
    parser.add_argument("--out", type=Path, help="write the model here")
    parser.add_argument("--work", type=Path, default=Path(".gate-model"), help="folder of intermediate results")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args(arguments)
    torch.set_num_threads(given.threads)
    kept = given.work / "made.pickle"
    if not kept.exists():
        given.work.mkdir(parents=True, exist_ok=True)
        made = list(made_groups(given.folder))
        kept.write_bytes(pickle.dumps(made))
    made = pickle.loads(kept.read_bytes())
    rows = {name: list(given_groups(given.folder, name)) for name in LABELLED}
    store = TokenStore(given.work / "vectors")
    store.add(texts_of([*made, *(g for groups in rows.values() for g in groups)]))
    held_out = [s for s in given.without.split(",") if s]
    held_texts = {identity(r["source"]) for s in held_out for r in labelled_rows(given.folder, s)}
    net = train(
        [g for g in made if g.set not in held_out and g.text not in held_texts],
        [g for name, groups in rows.items() if name not in held_out for g in groups if g.text not in held_texts],
        store,
    )
    scores = {}
    for name in held_out:
        pairs, labels = [p for g in rows[name] for p in g.pairs], [[p.label for p in g.pairs] for g in rows[name]]
        alone = logits_of(net, pairs, store)
        ends = np.cumsum([len(g) for g in labels])[:-1]
        for what, logits in (("model alone", alone), ("with the alignment", alone + GATE_TUNING.alignment_weight * alignments_of(pairs, store))):
            scores[name] = list(zip(np.split(logits, ends), labels, strict=True))
            print(f"{name}, {what}: AUC {auc(logits, [y for g in labels for y in g])}, pairs {pair_accuracy(scores[name])}", flush=True)
    if held_out:
        (given.work / f"without-{'-'.join(held_out)}.pickle").write_bytes(pickle.dumps(scores))
    if given.out:
        export(net, given.out)


if __name__ == "__main__":
    main(sys.argv[1:])
