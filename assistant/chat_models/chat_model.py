"""Chat models through LangChain. No other file imports LangChain's chat models."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from onrecord.assistant.chat_models.gguf import PREFIX as GGUF
from onrecord.assistant.chat_models.gguf import check_gguf, serve_gguf
from onrecord.vectorstore.errors import BadInput, OnRecordError, UpstreamFailed
from onrecord.vectorstore.settings import Settings

MAX_TOKENS = 400  # tokens of one reply
EXTRAS = ("openai", "anthropic", "ollama")  # extras of the package onrecord, one per provider


@dataclass
class ChatModel:
    """A chat model named `provider:model`, as in `langchain.chat_models.init_chat_model`, or `gguf:PATH`, which this process serves.

    `timeout` is the limit for a complete reply, in seconds. The model is connected on first use.
    """

    name: str
    base_url: str | None = None
    api_key: str | None = None
    timeout: float = 60.0
    _client: Any = field(default=None, repr=False)

    def complete(self, prompt: str) -> str:
        """The complete reply. Raises UpstreamFailed if the model does not answer in time, refuses or gives an empty reply."""
        return "".join(self.stream(prompt))

    def stream(self, prompt: str) -> Iterator[str]:
        """The reply in pieces, while the model writes it. Raises UpstreamFailed, possibly after some pieces."""
        has_text = False
        try:
            client = self._connect()
            began = time.monotonic()
            for piece in client.stream(prompt):
                if time.monotonic() - began > self.timeout:
                    raise TimeoutError(f"not done after {self.timeout:g} s")
                text = piece.text if isinstance(piece.text, str) else piece.text()
                has_text = has_text or bool(text.strip())
                yield text
        except OnRecordError:
            raise
        except Exception as e:  # every provider has its own exceptions
            raise UpstreamFailed(f"the chat model {self.name} did not answer: {first_line(e)}; check that it runs, or leave out --model") from e
        if not has_text:
            raise UpstreamFailed(f"the chat model {self.name} gave an empty answer; ask again, or leave out --model")

    def _connect(self) -> Any:
        if self._client is None:
            self._client = connect(self)
        return self._client


def chat_model(settings: Settings, name: str | None = None) -> ChatModel | None:
    """The chat model of that name, by default the one that the settings name, or None for extractive drafts.

    It gets the base URL and the key only if they are for its provider. Raises BadInput if the named file is not a GGUF file.
    """
    name = name or settings.model
    if name is None:
        return None
    if name.startswith(GGUF):
        check_gguf(name)
    if name.partition(":")[0] != settings.provider:
        return ChatModel(name, timeout=settings.model_timeout)
    key = settings.api_key.get_secret_value() if settings.api_key else None
    return ChatModel(name, settings.base_url, key, settings.model_timeout)


def connect(model: ChatModel) -> Any:
    """A LangChain client. Raises BadInput if the model's package is missing, or its name or options are wrong."""
    from langchain.chat_models import init_chat_model

    if model.name.startswith(GGUF):
        served = serve_gguf(model.name)
        return connect(ChatModel("openai:local", served.base_url, served.api_key, model.timeout))
    provider = model.name.partition(":")[0]
    options: dict[str, Any] = {"temperature": 0, "timeout": model.timeout, "max_tokens": MAX_TOKENS, "max_retries": 1}
    if provider == "ollama":  # which has other names for these options
        options = {"temperature": 0, "num_predict": MAX_TOKENS, "client_kwargs": {"timeout": model.timeout}}
    if model.base_url:
        options["base_url"] = model.base_url
    if model.api_key:
        options["api_key"] = model.api_key
    elif provider == "openai" and model.base_url:
        options["api_key"] = "none"  # a local server needs no key, but the client requires one
    try:
        return init_chat_model(model.name, **options)
    except ImportError as e:
        extra = provider if provider in EXTRAS else "openai"
        raise BadInput(f"the chat model {model.name} needs a package that is not installed: pip install 'onrecord[{extra}]'") from e
    except Exception as e:
        raise BadInput(f"the chat model {model.name!r} cannot be set up: {first_line(e)}; write provider:model, such as openai:gpt-4o-mini") from e


def first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
