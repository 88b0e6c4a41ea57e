"""Serves a GGUF file in this process with llama.cpp. No other file imports xllamacpp."""

import os
import secrets
import threading
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from onrecord.vectorstore.errors import BadInput

PREFIX = "gguf:"
MAGIC = b"GGUF"
CONTEXT_TOKENS = 4096  # tokens for the drafting prompt with its sources, and for the reply
ERRORS_ONLY = 1  # verbosity at which llama.cpp prints errors only
LOADING = threading.Lock()  # two threads must not load one file twice


@dataclass(frozen=True)
class LocalServer:
    """An OpenAI-compatible API on loopback. It runs as long as this object is referenced."""

    base_url: str
    api_key: str = field(repr=False)
    server: Any = field(repr=False)


def check_gguf(name: str) -> Path:
    """The path in `gguf:PATH`, after those checks that do not load the file.

    Raises:
        BadInput: the extra `local` is not installed, or the file cannot be read or is not a GGUF file.
    """
    path = Path(name.removeprefix(PREFIX)).expanduser()
    if find_spec("xllamacpp") is None or find_spec("langchain_openai") is None:
        raise BadInput(f"the chat model {name} needs packages that are not installed: pip install 'onrecord[local]'")
    try:
        with path.open("rb") as file:
            magic = file.read(len(MAGIC))
    except OSError as e:
        raise BadInput(f"the chat model {path} cannot be read: {e.strerror}; write gguf:PATH of a GGUF file") from None
    if magic != MAGIC:
        raise BadInput(f"{path} is not a GGUF file")
    return path


def serve_gguf(name: str) -> LocalServer:
    """Load and serve the model that `gguf:PATH` names, once per process. This takes seconds, and as much memory as the file's size.

    Raises:
        BadInput: for the reasons of `check_gguf`, or because llama.cpp cannot load the file.
    """
    with LOADING:
        return load_server(check_gguf(name))


@cache
def load_server(path: Path) -> LocalServer:
    import xllamacpp

    params, key = xllamacpp.CommonParams(), secrets.token_urlsafe(32)
    params.model.path, params.api_keys = str(path), [key]  # with a key, other users of this machine cannot use the server
    params.n_ctx, params.n_parallel, params.cpuparams.n_threads = CONTEXT_TOKENS, 1, os.cpu_count() or 1
    params.verbosity, params.ui = ERRORS_ONLY, False
    try:
        server = xllamacpp.Server(params)
    except RuntimeError:
        raise BadInput(f"the chat model {path} cannot be loaded: the file is broken, or llama.cpp does not support this model") from None
    return LocalServer(f"{server.listening_address}/v1", key, server)
