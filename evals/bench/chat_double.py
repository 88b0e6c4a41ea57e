"""A chat model on loopback that writes what a bench tells it. It speaks OpenAI's protocol, so a turn runs as with any provider."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from onrecord.assistant.chat_models import ChatModel


class ChatDouble(ThreadingHTTPServer):
    """Answers each prompt with `reply(prompt)`, as a stream. `prompts` are those that it was given."""

    daemon_threads = True

    def __init__(self, reply: Callable[[str], str]) -> None:
        super().__init__(("127.0.0.1", 0), ChatHandler)
        self.reply, self.prompts = reply, list[str]()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def model(self) -> ChatModel:
        return ChatModel("openai:writer", f"http://127.0.0.1:{self.server_port}/v1")


class ChatHandler(BaseHTTPRequestHandler):
    server: ChatDouble

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        prompt = body["messages"][-1]["content"]
        self.server.prompts.append(prompt)
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        self.event({"delta": {"role": "assistant", "content": self.server.reply(prompt)}, "finish_reason": None})
        self.event({"delta": {}, "finish_reason": "stop"})
        self.wfile.write(b"data: [DONE]\n\n")

    def event(self, part: dict[str, Any]) -> None:
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "writer", "choices": [{"index": 0, **part}]}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())

    def log_message(self, *_: object) -> None:
        pass
