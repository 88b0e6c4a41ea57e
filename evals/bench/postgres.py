"""`python -m onrecord.evals.bench.postgres` asks the newsroom's questions of an archive in SQLite and in the empty database of ONRECORD_ARCHIVE.

It prints the share of questions with the same evidence, with the same text of the answer and with the same passages from BM25, with its scores,
and the milliseconds of a question's search by words.
"""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from onrecord.assistant.gate import make_judge
from onrecord.assistant.reader import make_reader
from onrecord.assistant.turn import Assistant, Turn, answer_turn
from onrecord.evals.stats import format_share
from onrecord.evals.suite import Case, ingest_newsroom, newsroom_cases
from onrecord.vectorstore.database import FORM, Database
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.search import search_terms
from onrecord.vectorstore.settings import read_settings
from onrecord.vectorstore.store import open_archive, open_store

DEPTH = 100  # passages of BM25 that are compared, found by all words of the question
Evidence = list[tuple[str, int, int, int]]
Found = list[tuple[str, float]]


def evidence_of(turn: Turn) -> Evidence:
    """The article, version and place of each sentence of the evidence."""
    return [(e.article.article_id, e.article.version, e.start, e.end) for e in turn.selection.evidence]


def ask_all(url: str, cases: Sequence[Case]) -> tuple[list[Turn], list[Found], list[float]]:
    """The turns, the passages found by words, and the milliseconds of that search. Args: url: "" for SQLite."""
    settings = read_settings(archive=url)
    with tempfile.TemporaryDirectory() as home:
        ingest_newsroom(home, url)
        with open_store(Path(home), settings.embedding_model, database=settings.database) as store:
            store.catch_up()
            assistant = Assistant(store, judge=make_judge(settings), reader=make_reader(settings))
            turns = [answer_turn(assistant, c.question, c.history, c.as_of) for c in cases]
            found, took = list[Found](), list[float]()
            for turn in turns:
                start = time.perf_counter()
                found.append(store.archive.match(" OR ".join(f'"{w}"' for w in search_terms(turn.question.search_text)), DEPTH, turn.question.as_of))
                took.append(1000 * (time.perf_counter() - start))
    return turns, found, took


def require_empty(database: Database | None) -> None:
    """Raises BadInput if there is no database, or its archive has articles."""
    if database is None:
        raise BadInput(f"name an empty database: ONRECORD_ARCHIVE={FORM}")
    archive = open_archive(Path(), database)
    articles = archive.counts()["articles"]
    archive.close()
    if articles:
        raise BadInput(f"the archive in {database} has {articles} articles; give an empty database, because the sample newsroom is stored in it")


def main() -> None:
    settings = read_settings()
    require_empty(settings.database)
    url = settings.archive.get_secret_value()
    cases = newsroom_cases()
    (lite, lite_found, lite_ms), (other, other_found, other_ms) = ask_all("", cases), ask_all(url, cases)
    pairs = list(zip(lite, other, strict=True))
    print(f"{len(cases)} questions of the newsroom, SQLite beside PostgreSQL")
    print(f"same evidence        {format_share([evidence_of(a) == evidence_of(b) for a, b in pairs])}")
    print(f"same text            {format_share([a.answer.text == b.answer.text for a, b in pairs])}")
    print(f"same BM25 and scores {format_share([a == b for a, b in zip(lite_found, other_found, strict=True)])}")
    print(f"search by words, median ms: SQLite {median(lite_ms):.1f}, PostgreSQL {median(other_ms):.1f}")


if __name__ == "__main__":
    main()
