"""The reader's net: the trunk reads a pair of texts together, and small heads tell what the pair says.

Text A is a question or a claim, text B the sentences of a passage.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import BertModel

from onrecord.evals.reader.trunk import CONFIG

WIDTH = CONFIG["hidden_size"]
VERDICTS = 3  # logits of the support head: supported, contradicted, not said


@dataclass(frozen=True)
class Logits:
    """Shapes: B pairs of at most n tokens. The token logits mean something only for the tokens of text B."""

    support: Tensor  # (B, VERDICTS)
    answers: Tensor  # (B,) whether text B answers question A
    tokens: Tensor  # (B, n, 3): see `IN_ANSWER`, `FIRST` and `LAST` in onrecord.assistant.reader


class ReaderNet(nn.Module):
    """The trunk with its heads. The lower layers stay as they came."""

    def __init__(self, trunk: BertModel, relevance: tuple[Tensor, Tensor], frozen_layers: int) -> None:
        """Args: relevance: weight (1, WIDTH) and bias (1,) with which the head for answers begins. frozen_layers: as for `freeze`."""
        super().__init__()
        self.trunk = trunk
        self.support, self.answers, self.tokens = nn.Linear(WIDTH, VERDICTS), nn.Linear(WIDTH, 1), nn.Linear(WIDTH, 3)
        self.dropout = nn.Dropout(0.1)
        with torch.no_grad():
            self.answers.weight.copy_(relevance[0] / 4)  # its scores reach ±11; a quarter of that learns faster
            self.answers.bias.copy_(relevance[1] / 4)
        self.freeze(frozen_layers)

    def freeze(self, layers: int) -> None:
        """Leave the embeddings and the first so many layers as they are, and train the others."""
        self.trunk.embeddings.requires_grad_(False)
        for number, layer in enumerate(self.trunk.encoder.layer):
            layer.requires_grad_(number >= layers)

    def pooled(self, states: Tensor) -> Tensor:
        pooler = self.trunk.pooler
        assert pooler is not None  # the trunk was made with one
        return torch.tanh(pooler.dense(states[:, 0]))

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Logits:
        """ids, mask (1 where there is a token) and types (0 for text A, 1 for text B): (B, n) integers."""
        states = self.trunk(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        pooled = self.dropout(self.pooled(states))
        return Logits(self.support(pooled), self.answers(pooled)[:, 0], self.tokens(self.dropout(states)))
