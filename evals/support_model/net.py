"""The support model. It finds the tokens of a claim that a source supports, from frozen token vectors of the packaged MiniLM.

Each token of the claim attends to the tokens of the source. Three things decide its logit: the tokens that it attends to, the similarity at
three depths of MiniLM, and whether its neighbours attend to the same place. The logit of the claim combines the mean and the worst of the
token logits. The model has 280,000 parameters and trains in minutes on a CPU.
"""

from typing import cast

import torch
from torch import Tensor, nn

from onrecord.assistant.gate import DEPTHS, WIDTH

PROJECTED = 64
HIDDEN = 96
HEADS = 4


class SupportNet(nn.Module):
    """Shapes: B claims, n tokens each; m tokens of source; K sentences; D depths; P readings of one source (P = B in training).

    For one claim (B = 1), `source_mask` may have P rows: P readings of the same source, each with other sentences.
    """

    def __init__(self) -> None:
        super().__init__()
        depths = len(DEPTHS)
        self.look = nn.ModuleList(nn.Linear(WIDTH, PROJECTED, bias=False) for _ in range(depths))
        self.take = nn.ModuleList(nn.Linear(WIDTH, PROJECTED, bias=False) for _ in range(depths))
        for projection in (*self.look, *self.take):
            nn.init.orthogonal_(cast(nn.Linear, projection).weight)
        self.sharpness = nn.Parameter(torch.full((depths,), 6.0))
        self.read = nn.Sequential(nn.Linear(depths * (3 * PROJECTED + 4) + 2, HIDDEN), nn.GELU(), nn.Dropout(0.1))
        self.mix_in, self.mix_out = nn.Linear(HIDDEN, 3 * HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.kinship = nn.Parameter(torch.zeros(3, HEADS))
        self.norm1, self.norm2 = nn.LayerNorm(HIDDEN), nn.LayerNorm(HIDDEN)
        self.widen = nn.Sequential(nn.Linear(HIDDEN, 2 * HIDDEN), nn.GELU(), nn.Linear(2 * HIDDEN, HIDDEN))
        self.token = nn.Linear(HIDDEN, 1)
        self.pool = nn.Parameter(torch.tensor([1.0, 1.0, 0.0]))
        self.strictness = nn.Parameter(torch.tensor(1.0))

    def forward(self, claim: Tensor, source: Tensor, claim_mask: Tensor, source_mask: Tensor, sentence: Tensor, place: Tensor) -> tuple[Tensor, Tensor]:
        """claim (D, B, n, WIDTH) and source (D, B, m, WIDTH) unit vectors; masks (B, n) and (P, m), 1.0 where there is a token;
        sentence (B, m, K) one-hot; place (B, m) → token logits (P, n) and claim logits (P,)."""
        hidden = (source_mask[:, None, :] - 1.0) * 1e4  # P 1 m
        looked, features, own, held = torch.zeros(()), [], [], []
        near = [torch.matmul(claim[d], source[d].transpose(1, 2)) for d in range(len(DEPTHS))]  # B n m, constants
        for d in range(len(DEPTHS)):
            query = nn.functional.normalize(self.look[d](claim[d]), dim=-1)
            key = nn.functional.normalize(self.look[d](source[d]), dim=-1)
            looked = looked + self.sharpness[d] * torch.matmul(query, key.transpose(1, 2))
            own.append(self.take[d](claim[d]))
            held.append(self.take[d](source[d]))
        attention = (looked + hidden).softmax(-1)  # P n m
        mine = torch.cat(own, -1)
        found = torch.matmul(attention, torch.cat(held, -1))
        mine = mine + torch.zeros_like(found)
        in_sentence = torch.matmul(attention, sentence)  # P n K: share of the attention in each sentence
        weight = claim_mask[:, :, None]
        main = (in_sentence * weight).sum(1) / weight.sum(1)  # P K
        is_main = (main >= main.max(-1, keepdim=True).values).float()
        for d in range(len(DEPTHS)):
            seen = near[d] + hidden
            best = seen.max(-1).values
            in_main = torch.matmul(sentence, is_main[:, :, None]).transpose(1, 2)  # P 1 m
            best_in_main = (near[d] + (in_main * source_mask[:, None, :] - 1.0) * 1e4).max(-1).values
            features += [best, best_in_main, (attention * near[d]).sum(-1), best - best_in_main]
        features += [(in_sentence * main[:, None, :]).sum(-1), attention.max(-1).values]
        state = self.read(torch.cat([mine, found, mine * found, torch.stack(features, -1)], -1))
        state = self.norm1(state + self.confer(state, attention, in_sentence, claim_mask, place))
        state = self.norm2(state + self.widen(state))
        tokens = self.token(state)[..., 0]
        return tokens, self.pooled(tokens, claim_mask)

    def confer(self, state: Tensor, attention: Tensor, in_sentence: Tensor, claim_mask: Tensor, place: Tensor) -> Tensor:
        """Self-attention of the claim's tokens. It prefers tokens that attend to the same sentence and in the same order."""
        rows, n = state.shape[0], state.shape[1]
        at = torch.matmul(attention, place[:, :, None])[..., 0]  # P n
        index = torch.arange(n, dtype=state.dtype)
        apart = index[:, None] - index[None, :]
        same = torch.matmul(in_sentence, in_sentence.transpose(1, 2))
        in_order = torch.exp(-((at[:, :, None] - at[:, None, :]) - apart).abs() / 4)
        close = torch.exp(-apart.abs() / 3) + torch.zeros_like(same)
        bias = torch.matmul(torch.stack([same, in_order, close], -1), self.kinship).permute(0, 3, 1, 2)  # P heads n n
        query, key, value = (x.reshape(rows, n, HEADS, HIDDEN // HEADS).transpose(1, 2) for x in self.mix_in(state).chunk(3, -1))
        weights = torch.matmul(query, key.transpose(2, 3)) / (HIDDEN // HEADS) ** 0.5 + bias + (claim_mask[:, None, None, :] - 1.0) * 1e4
        return cast(Tensor, self.mix_out(torch.matmul(weights.softmax(-1), value).transpose(1, 2).reshape(rows, n, HIDDEN)))

    def pooled(self, tokens: Tensor, claim_mask: Tensor) -> Tensor:
        """A combination of the mean and a soft minimum of the token logits."""
        mean = (tokens * claim_mask).sum(1) / claim_mask.sum(1)
        strict = nn.functional.softplus(self.strictness)
        worst = -torch.logsumexp(-tokens * strict + (claim_mask - 1.0) * 1e4, 1) / strict
        return self.pool[0] * mean + self.pool[1] * worst + self.pool[2]
