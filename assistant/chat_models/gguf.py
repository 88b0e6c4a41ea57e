"""A GGUF file served in this process: the only file that imports xllamacpp."""

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
CONTEXT = 4096  # tokens: the drafting prompt with its sources, and the reply
ERRORS_ALONE = 1  # of what llama.cpp tells on standard error
LOADING = threading.Lock()


@dataclass(frozen=True)
class Served:
    """An OpenAI-compatible API on loopback, for as long as this is held."""

    base_url: str
    api_key: str = field(repr=False)
    server: Any = field(repr=False)


def check_gguf(name: str) -> Path:
    """The file that `gguf:PATH` names, so far as can be told without loading it.

    Raises:
        BadInput: the extra is not installed, or there is no such file, or it is none of this kind.
    """
    path = Path(name.removeprefix(PREFIX)).expanduser()
    if find_spec("xllamacpp") is None or find_spec("langchain_openai") is None:
        raise BadInput(f"the chat model {name} needs other packages: pip install 'onrecord[local]'")
    try:
        with path.open("rb") as file:
            magic = file.read(len(MAGIC))
    except OSError as e:
        raise BadInput(f"the chat model {path} cannot be read: {e.strerror}; write gguf:PATH of a GGUF file") from None
    if magic != MAGIC:
        raise BadInput(f"{path} is no GGUF file")
    return path


def serve_gguf(name: str) -> Served:
    """Load the model that `gguf:PATH` names, once a process. Takes seconds and the file's size in memory.

    Raises:
        BadInput: as `check_gguf`, or the file is broken.
    """
    with LOADING:
        return load(check_gguf(name))


@cache
def load(path: Path) -> Served:
    import xllamacpp

    params, key = xllamacpp.CommonParams(), secrets.token_urlsafe(32)
    params.model.path, params.api_keys = str(path), [key]  # others on this machine could ask it otherwise
    params.n_ctx, params.n_parallel, params.cpuparams.n_threads = CONTEXT, 1, os.cpu_count() or 1
    params.verbosity, params.ui = ERRORS_ALONE, False
    try:
        server = xllamacpp.Server(params)
    except RuntimeError:
        raise BadInput(f"the chat model {path} cannot be loaded: the file is broken, or of a kind that llama.cpp does not know") from None
    return Served(f"{server.listening_address}/v1", key, server)
