"""`python -m onrecord.evals.bench.questions [HOME]` measures how well questions are understood, on the sample newsroom in HOME or a temporary home.

First, it compares follow-up questions with the same questions in full. They are those of the suite, and those of `corpus/dialogues.jsonl`,
where a question of the suite is asked within a conversation. Then it measures questions for a speaker's words, with and without the
ranking of the speaker's statements. These questions are made from the statements of the archive. A hit is a passage that overlaps the gold.

All figures are in-sample, because weights of search and evidence were set on the newsroom's questions.
"""

import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from onrecord.assistant.attribution import read_statements
from onrecord.assistant.question import Message, rewrite_question
from onrecord.evals.stats import bootstrap, format_share
from onrecord.evals.suite import Case, CaseRow, Gold, corpus, find_gold, ingest_newsroom, newsroom_cases
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.model import Hit
from onrecord.vectorstore.search import Query, search
from onrecord.vectorstore.store import Store, open_store
from onrecord.vectorstore.words import content_words

LIMIT = 10
SPEAKER_QUESTIONS = 150
SEED = 3
AS_OF = "2026-05-25"
Asked = tuple[Query, Sequence[Gold]]


@dataclass(frozen=True)
class Dialogue:
    """A question within a conversation, the same question in full, and the case with the gold for both."""

    follow_up: str
    history: tuple[Message, ...]
    in_full: str
    case: Case


def bench(home: Path) -> None:
    with open_store(home, DEFAULT_MODEL) as store:
        store.catch_up()
        print("in-sample: weights of search and evidence were set on the newsroom's questions")
        gold = find_gold(store.archive, newsroom_cases())
        suite, further = list(suite_dialogues()), list(further_dialogues())
        for name, some in (("suite", suite), ("dialogues", further), ("both", suite + further)):
            show_follow_ups(store, name, some, gold)
        show_speakers(store)


def suite_dialogues() -> Iterator[Dialogue]:
    cases = {c.id: c for c in newsroom_cases()}
    for path in sorted((corpus() / "questions").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = CaseRow.model_validate_json(line)
            if row.standalone:
                case = cases[row.id]
                yield Dialogue(case.question, case.history, row.standalone, case)


def further_dialogues() -> Iterator[Dialogue]:
    cases = {c.id: c for c in newsroom_cases()}
    for line in (corpus() / "dialogues.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        history = tuple(Message("assistant" if n % 2 else "user", text) for n, text in enumerate(row["history"]))
        yield Dialogue(row["question"], history, cases[row["case"]].question, cases[row["case"]])


def show_follow_ups(store: Store, name: str, some: Sequence[Dialogue], gold: dict[str, list[Gold]]) -> None:
    ways: dict[str, Callable[[Dialogue], Query]] = {
        "follow-up": lambda d: rewrite_question(d.follow_up, d.history, d.case.as_of).query(),
        "in full": lambda d: rewrite_question(d.in_full, (), d.case.as_of).query(),
        "without its history": lambda d: rewrite_question(d.follow_up, (), d.case.as_of).query(),
    }
    ranks = {way: [rank(search(store, query(d), LIMIT), gold[d.case.id]) for d in some] for way, query in ways.items()}
    for way, at in ranks.items():
        print(f"{name}, {way:20} {format_hits(at)}  (n {len(some)})")
    for k in (5, 10):
        differences = [float(f <= k) - float(s <= k) for f, s in zip(ranks["follow-up"], ranks["in full"], strict=True)]
        low, high = bootstrap(differences)
        print(f"{name}, follow-up less in full, hits@{k}: {sum(differences) / len(differences):+.3f} [{low:+.3f}, {high:+.3f}]")


def show_speakers(store: Store) -> None:
    made = list(speaker_questions(store))
    random.Random(SEED).shuffle(made)
    some = made[:SPEAKER_QUESTIONS]
    for way, speaker in (("as they are", True), ("without speakers", False)):
        at = [rank(search(store, q if speaker else replace(q, speaker=None), LIMIT), gold) for q, gold in some]
        print(f"what did X say about Y, {way:18} {format_hits(at)}  (n {len(some)})")


def speaker_questions(store: Store) -> Iterator[Asked]:
    """Questions with two words of a statement and the full or last name of its speaker."""
    rng = random.Random(SEED)
    for article_id in store.archive.article_ids():
        article = store.archive.article(article_id)
        for s in read_statements(store.archive, article):
            words = [w for w in content_words(article.text[s.content.start : s.content.end]) if len(w) > 4 and w.islower()]
            if s.speaker_name and " " in s.speaker_name and len(words) > 2:
                name = rng.choice([s.speaker_name, s.speaker_name.split()[-1]])
                asked = f"What did {name} say about the {' and '.join(rng.sample(words, 2))}?"
                yield rewrite_question(asked, (), AS_OF).query(), [Gold(article_id, article.version, s.content.start, s.content.end, "")]


def rank(hits: Sequence[Hit], gold: Sequence[Gold]) -> int:
    def is_gold(hit: Hit) -> bool:
        p = hit.passage
        return any((p.article_id, p.version) == (g.article_id, g.version) and p.start < g.end and g.start < p.end for g in gold)

    return next((n for n, h in enumerate(hits, 1) if is_gold(h)), LIMIT + 1)


def format_hits(ranks: Sequence[int]) -> str:
    return "  ".join(f"hits@{k} {format_share([r <= k for r in ranks])}" for k in (1, 5, 10))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    with nullcontext(sys.argv[1]) if len(sys.argv) == 2 else tempfile.TemporaryDirectory() as home:
        if len(sys.argv) == 1:
            ingest_newsroom(home)
        bench(Path(home))
