"""A pair of texts as token ids, with the place of each token in the sentences of text B."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from onrecord.assistant.reader.tuning import READER_TUNING as TUNING
from onrecord.vectorstore.embedding import packaged_weights

if TYPE_CHECKING:
    from tokenizers import Tokenizer

NOWHERE = (-1, 0, 0)
START, END = 101, 102  # ids of [CLS] and [SEP] in this vocabulary


@dataclass(frozen=True)
class Encoding:
    """`ids` and `types` (0 for text A, 1 for text B) of the tokens, and for each the number of its sentence of text B with the characters
    where it starts and ends there; `NOWHERE` for other tokens."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    places: tuple[tuple[int, int, int], ...]


@cache
def tokenizer() -> "Tokenizer":
    """The uncased BERT tokenizer. The packaged embedding model has the same one."""
    from tokenizers import Tokenizer

    loaded = Tokenizer.from_file(str(packaged_weights() / "tokenizer.json"))
    loaded.no_padding()
    loaded.no_truncation()
    return loaded


def encode_pair(text: str, sentences: Sequence[str]) -> Encoding:
    """Text A and the sentences of text B, cut at `max_tokens` in all; text A at `max_text_tokens`."""
    own = tokenizer().encode(text, add_special_tokens=False).ids[: TUNING.max_text_tokens]
    ids, places = [], []
    for number, read in enumerate(tokenizer().encode_batch(list(sentences), add_special_tokens=False)):
        ids += read.ids
        places += [(number, a, b) for a, b in read.offsets]
    room = TUNING.max_tokens - len(own) - 3
    ids, places = ids[:room], places[:room]
    head = [START, *own, END]
    return Encoding((*head, *ids, END), (0,) * len(head) + (1,) * (len(ids) + 1), (*[NOWHERE] * len(head), *places, NOWHERE))
