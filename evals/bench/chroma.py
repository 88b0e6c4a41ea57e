"""`python -m onrecord.evals.bench.chroma` asks the newsroom's questions with the index in the home and on the Chroma server of ONRECORD_CHROMA.

It prints the share of questions with the same evidence and with the same text of the answer, and the milliseconds of an index query and of a
turn. The collection stays on the server.
"""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from onrecord.assistant.gate import make_judge
from onrecord.assistant.reader import make_reader
from onrecord.assistant.turn import Assistant, Turn, answer_turn
from onrecord.evals.bench.postgres import evidence_of
from onrecord.evals.stats import format_share
from onrecord.evals.suite import Case, ingest_newsroom, newsroom_cases
from onrecord.vectorstore.chroma_client import FORM, ChromaServer
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.search import SEARCH_TUNING
from onrecord.vectorstore.settings import read_settings
from onrecord.vectorstore.store import open_store


def ask_all(home: Path, chroma: ChromaServer | None, cases: Sequence[Case]) -> tuple[list[Turn], list[float]]:
    """The turns, and the milliseconds of each question's query of the index."""
    settings = read_settings()
    with open_store(home, settings.embedding_model, chroma=chroma) as store:
        store.catch_up()
        assistant = Assistant(store, judge=make_judge(settings), reader=make_reader(settings))
        turns = [answer_turn(assistant, c.question, c.history, c.as_of) for c in cases]
        took = list[float]()
        for turn in turns:
            vector, start = store.embed_question(turn.question.search_text), time.perf_counter()
            if store.nearest(vector, SEARCH_TUNING.candidates, turn.question.as_of) is None:
                raise BadInput("the Chroma server stopped to answer; start it again")
            took.append(1000 * (time.perf_counter() - start))
    return turns, took


def main() -> None:
    chroma = read_settings().chroma_server
    if chroma is None:
        raise BadInput(f"name a Chroma server: ONRECORD_CHROMA={FORM}")
    cases = newsroom_cases()
    with tempfile.TemporaryDirectory() as home:
        ingest_newsroom(home)
        (own, own_ms), (other, other_ms) = ask_all(Path(home), None, cases), ask_all(Path(home), chroma, cases)
    pairs = list(zip(own, other, strict=True))
    print(f"{len(cases)} questions of the newsroom, index in the home beside Chroma server")
    print(f"same evidence {format_share([evidence_of(a) == evidence_of(b) for a, b in pairs])}")
    print(f"same text     {format_share([a.answer.text == b.answer.text for a, b in pairs])}")
    print(f"query of the index, median ms: home {median(own_ms):.1f}, server {median(other_ms):.1f}")
    own_turns, other_turns = ([t.answer.timings_ms["total"] for t in turns] for turns in (own, other))
    print(f"turn, median ms: home {median(own_turns):.0f}, server {median(other_turns):.0f}")


if __name__ == "__main__":
    main()
