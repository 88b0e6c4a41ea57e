"""Settings of a running process, read from ONRECORD_* environment variables by the CLI and the API only."""

import os
from pathlib import Path

import platformdirs
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from vectorstore.embed import DEFAULT_MODEL
from vectorstore.errors import BadInput

PREFIX = "ONRECORD_"


class Settings(BaseSettings):
    """Every setting is listed in README; an unknown ONRECORD_* variable is refused, so that a typo is never silent."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    home: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("onrecord", appauthor=False)),
        description="Folder that holds the archive and the index.",
    )
    embedding_model: str = Field(
        DEFAULT_MODEL, description="Embedding model: the packaged one, or any name or path that sentence-transformers loads."
    )
    model: str | None = Field(
        None, description="Chat model that drafts, as provider:name (openai:…, anthropic:…, ollama:…); without one, drafts are extractive."
    )
    base_url: str | None = Field(None, description="Base URL of the chat model's API, for local or compatible servers.")
    api_key: SecretStr | None = Field(None, description="Key for the chat model's API; otherwise the provider's own variable is read.")
    judge: str = Field(
        "local", description="Who judges support: local (the packaged model), nli:NAME (a CrossEncoder), or llm:PROVIDER:MODEL; the rules stay in force."
    )
    fetch_private: bool = Field(False, description="Fetch pages from private and loopback addresses and any port too: for an intranet, or for tests.")
    model_timeout: float = Field(60.0, gt=0, description="Seconds to wait for a chat model.")


def read_settings(**overrides: object) -> Settings:
    """Settings from the environment, with the given options on top (None means: not given).

    Raises:
        BadInput: a variable has a bad value or an unknown name.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(k for k in os.environ if k.startswith(PREFIX) and k not in known)
    if unknown:
        raise BadInput(f"unknown setting {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    try:
        return Settings(**{k: v for k, v in overrides.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as e:
        first = e.errors()[0]
        name = PREFIX + "_".join(str(x) for x in first["loc"]).upper()
        raise BadInput(f"{name}: {first['msg']}") from None
