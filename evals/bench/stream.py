"""`python -m onrecord.evals.bench.stream [--passages N] [--work FOLDER] [--model NAME]` measures how soon a stream begins.

It measures the time to the first byte and to the first checked sentence. A server on loopback answers the newsroom's questions, one after the
other, in a home that `onrecord.evals.bench.speed` makes. With a chat model, the benchmark also measures the time until the gate passes the
first drafted sentence, without the time that the model itself takes.
"""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from onrecord.assistant.answer import Part
from onrecord.assistant.chat_models import ChatModel, chat_model
from onrecord.assistant.gate import make_judge
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.evals.bench.server import run_server
from onrecord.evals.bench.speed import in_new_process, make_home
from onrecord.evals.run import latency_percentiles
from onrecord.evals.suite import Case, newsroom_cases
from onrecord.vectorstore.settings import read_settings
from onrecord.vectorstore.store import Stopped, open_store

WARM_UP = 5  # first questions, which are not counted, because they load models
MAX_MODEL_QUESTIONS = 12  # a small model on two cores takes seconds for each


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m onrecord.evals.bench.stream", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=50_000, metavar="N")
    parser.add_argument("--work", type=Path, default=Path(".speed"), metavar="FOLDER", help="folder that keeps the homes (default: .speed)")
    parser.add_argument("--model", help="also measure this chat model, named as for `onrecord ask --model`")
    options = parser.parse_args()
    home = options.work / str(options.passages)
    in_new_process(make_home, home, options.passages)
    show_streams(home, newsroom_cases())
    if options.model:
        show_overhead(home, options.model, newsroom_cases())


def show_streams(home: Path, cases: list[Case]) -> None:
    bytes_ms, claims_ms = [], []
    with run_server(home) as server, httpx.Client(base_url=server.url, timeout=60) as client:
        for case in cases:
            first_byte, first_claim = time_stream(client, case)
            bytes_ms.append(first_byte)
            claims_ms += [first_claim] if first_claim else []
    print(f"first byte of a stream, {len(bytes_ms) - WARM_UP} questions, ms: {latency_percentiles(bytes_ms[WARM_UP:])}")
    print(f"first checked sentence, {len(claims_ms) - WARM_UP} answers, ms: {latency_percentiles(claims_ms[WARM_UP:])}", flush=True)


def time_stream(client: httpx.Client, case: Case) -> tuple[float, float | None]:
    """The milliseconds to the first byte of the body and to the first claim. The latter is None if there is no claim."""
    body = {"question": case.question, "as_of": case.as_of, "history": [{"role": m.role, "content": m.content} for m in case.history]}
    began, first = time.perf_counter(), 0.0
    with client.stream("POST", "/v1/ask", json=body, headers={"Accept": "text/event-stream"}) as response:
        for line in response.iter_lines():
            first = first or ms_since(began)
            if line == "event: claim":
                return first, ms_since(began)
    return first, None


def ms_since(began: float) -> float:
    return 1000 * (time.perf_counter() - began)


class Timed(ChatModel):
    """Counts the milliseconds spent waiting for the model."""

    waited = 0.0

    def stream(self, prompt: str) -> Iterator[str]:
        pieces = super().stream(prompt)
        while True:
            began = time.perf_counter()
            piece = next(pieces, None)
            self.waited += ms_since(began)
            if piece is None:
                return
            yield piece


def show_overhead(home: Path, name: str, cases: list[Case]) -> None:
    """Measure `MAX_MODEL_QUESTIONS` questions that get an answer."""
    settings = read_settings(home=home, model=name)
    configured = chat_model(settings)
    assert configured
    ours: list[float] = []
    with open_store(home, settings.embedding_model) as store:
        store.catch_up()
        judge = make_judge(settings, store.embedder)
        answer_turn(Assistant(store, None, judge), cases[0].question)
        judge.score("It rained.", "It rained.")
        for case in cases:
            model = Timed(configured.name, configured.base_url, configured.api_key, configured.timeout)
            began = time.perf_counter()
            if passes_one(Assistant(store, model, judge), case):
                ours.append(ms_since(began) - model.waited)
            if len(ours) > MAX_MODEL_QUESTIONS:
                break
    print(f"our time besides the chat model's, until the gate passes its first sentence, {len(ours) - 1} answers, ms: {latency_percentiles(ours[1:])}")


def passes_one(assistant: Assistant, case: Case) -> bool:
    """Whether a sentence passes the gate. The turn ends with the first one."""

    def stop(news: str | Part) -> None:
        if isinstance(news, Part):
            raise Stopped

    try:
        answer_turn(assistant, case.question, case.history, case.as_of, tell=stop)
    except Stopped:
        return True
    return False


if __name__ == "__main__":
    main()
