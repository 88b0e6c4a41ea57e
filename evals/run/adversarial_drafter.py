"""A drafter that writes false sentences: sentences of the evidence, each with a fault made by rule. The gate should stop all of them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from spacy.tokens import Span as DocSpan

from onrecord.assistant.chat_models import ChatModel
from onrecord.assistant.claims import split_claims
from onrecord.assistant.evidence import Evidence
from onrecord.assistant.language import parser
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.evals.run.scored_turn import Fault
from onrecord.evals.suite import Case
from onrecord.evals.synthetic import FAULTS, Article

KINDS = ("number", "speaker", "attribution", "date", "name", "negation")
MAX_FAULTS = 4  # faults that are drafted for one question
MAX_PARSED = 64  # parsed articles in the cache


class Opponent(ChatModel):
    """Drafts the given sentences and ignores the prompt."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("opponent")
        self._sentences = sentences

    def stream(self, prompt: str) -> Iterator[str]:
        yield "\n".join(self._sentences)  # one per line, so that no two are merged


def oppose(assistant: Assistant, case: Case, evidence: Sequence[Evidence]) -> list[Fault]:
    """Answer the question of a case with faulty drafts, using `answer_turn`. Returns each fault, and whether it was served."""
    with assistant.lock:
        made = falsify(evidence, random.Random(case.id))
    if not made:
        return []
    opponent = Opponent([f"{text} [{n}]" for _, text, n in made])
    answer = answer_turn(replace(assistant, model=opponent), case.question, case.history, case.as_of).answer
    served = {claim.text for claim in answer.claims}
    return [Fault(kind, text, text in served) for kind, text, _ in made]


def falsify(evidence: Sequence[Evidence], rng: random.Random) -> list[tuple[str, str, int]]:
    """False sentences as (kind, sentence, number of the evidence from 1). Each kind is used at most once, each piece of evidence at most twice."""
    found: list[tuple[str, str, int]] = []
    for n, e in enumerate(evidence, 1):
        article = parse_article(e.article.text)
        sentence = sentence_at(article, e.start)
        kinds = [k for k in KINDS if k not in {kind for kind, _, _ in found}]
        edits = [(k, edit) for k in kinds if sentence is not None and (edit := FAULTS[k](article, sentence, rng)) is not None]
        texts = [(k, " ".join(edit.text.split())) for k, edit in edits]
        found += [(k, text, n) for k, text in texts if text != e.text and is_one_claim(text)][:2]
    return found[:MAX_FAULTS]


def is_one_claim(text: str) -> bool:
    """Whether the gate reads a sentence as one claim. A sentence that is split cannot be served unchanged, so it would always count as stopped."""
    return [claim.body for claim in split_claims(f"{text} [1]", limit=None)] == [text]


@lru_cache(MAX_PARSED)
def parse_article(text: str) -> Article:
    return Article(parser()(text))


def sentence_at(article: Article, start: int) -> DocSpan | None:
    return next((s for s in article.doc.sents if s.start_char <= start < s.end_char), None)
