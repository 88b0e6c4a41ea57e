"""Settings of a process. Only the CLI and the API read the ONRECORD_* environment variables."""

import os
import re
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from onrecord.vectorstore.chroma_client import FORM as CHROMA_FORM
from onrecord.vectorstore.chroma_client import ChromaServer, read_chroma_url
from onrecord.vectorstore.clock import find_zone
from onrecord.vectorstore.database import FORM, Database, collection_database, read_database_url
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.errors import BadInput

PREFIX = "ONRECORD_"
DEFAULT_COLLECTION = "default"
COLLECTION_NAME = r"^[a-z0-9][a-z0-9-]{0,39}$"
Names = Annotated[tuple[str, ...], NoDecode]  # separated by commas, not as JSON


class Settings(BaseSettings):
    """All settings. `make docs` writes docs/settings.md from this class. An unknown ONRECORD_* variable is an error, so that a typing error is noticed."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    home: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("onrecord", appauthor=False)),
        description="Folder of the archive and the index.",
    )
    archive: SecretStr = Field(
        SecretStr(""), description=f"PostgreSQL database that has the articles and conversations in place of SQLite files in the home, as {FORM}. Needs `pip install 'onrecord[postgres]'`."
    )
    chroma: str = Field("", description=f"Chroma server that has the index in place of files in the home, as {CHROMA_FORM}.")
    chroma_token: SecretStr | None = Field(None, description="Token for the Chroma server, sent as `Authorization: Bearer`, for a proxy in front of it.")
    jobs: Literal["server", "worker"] = Field(
        "server", description="With an archive in PostgreSQL, who works on the jobs of `POST /v1/articles`. server: every server. worker: `onrecord worker` alone."
    )
    embedding_model: str = Field(
        DEFAULT_MODEL, description="Embedding model: the packaged one, or any name or path that sentence-transformers loads."
    )
    model: str | None = Field(
        None, description="Chat model that drafts answers, as provider:name (openai:…, anthropic:…, ollama:…) or gguf:PATH. Without one, answers quote the sources."
    )
    base_url: str | None = Field(
        None, description="Base URL of the chat model's API, for local or compatible servers. For the provider of ONRECORD_MODEL, or else of ONRECORD_JUDGE, and no other."
    )
    api_key: SecretStr | None = Field(
        None, description="Key for the chat model's API, for the same provider as the base URL. Default, and for other providers: the provider's own variable, such as OPENAI_API_KEY."
    )
    judge: str = Field(
        "local", description="Judge of support: local (the packaged model), nli:NAME (a CrossEncoder) or llm:PROVIDER:MODEL. The rules apply in addition."
    )
    reader: Literal["local", "off"] = Field(
        "local", description="local: the packaged reader reads question and passage, or claim and source, together. off: words and meaning alone choose sentences, and the older support model judges; a question then takes a quarter of the time."
    )
    fetch_private: bool = Field(False, description="Also fetch pages from private and loopback addresses and from any port, for an intranet or for tests.")
    model_timeout: float = Field(60.0, gt=0, description="Seconds to wait for a chat model.")
    collection: str = Field(
        DEFAULT_COLLECTION, pattern=COLLECTION_NAME, description="Collection in the home. Each collection has its own archive and index."
    )
    models: Names = Field((), description="Further chat models that a request may choose, separated by commas. A request may always choose the server's own model.")
    fall_back: bool = Field(False, description="If the chat model does not answer, quote the sources and say so, instead of failing.")
    hosts: Names = Field((), description="Host names under which a proxy serves this server, separated by commas. With this setting, every request needs a key.")
    cors_origins: Names = Field((), description="Origins of web pages that may use the API, separated by commas, such as https://desk.example.")
    rate: str = Field("60/minute", description="Requests that a key may make, as N/second, N/minute, N/hour or N/day.")
    markers: Literal["plain", "links"] = Field("plain", description="Source markers in chat completions: [1], or Markdown links.")
    open_webui: bool = Field(False, description="Chat completions also send the events that Open WebUI needs to show quotes.")
    log_format: Literal["text", "json"] = Field("text", description="Format of the log on stderr: text for people, or JSON lines.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Lowest level that serve, mcp and ingest log.")
    trace_texts: bool = Field(False, description="Traces for OpenTelemetry also have the question and the answer.")
    time_zone: str = Field("", description="Time zone in which a question's today is meant, such as Europe/Oslo. Default: the machine's own. A request can name another in the header X-Time-Zone.")
    concurrent: int = Field(4, ge=1, description="Requests that a key may have running at the same time.")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            find_zone(value)
        except BadInput as e:
            raise ValueError(str(e)) from None
        return value

    @field_validator("archive")
    @classmethod
    def _known_database(cls, value: SecretStr) -> SecretStr:
        try:
            if value.get_secret_value():
                read_database_url(value.get_secret_value())
        except BadInput as e:
            raise ValueError(str(e)) from None
        return value

    @field_validator("chroma")
    @classmethod
    def _known_chroma(cls, value: str) -> str:
        try:
            return read_chroma_url(value) if value else ""
        except BadInput as e:
            raise ValueError(str(e)) from None

    @field_validator("hosts")
    @classmethod
    def _lower(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(host.lower() for host in value)

    @field_validator("models", "hosts", "cors_origins", mode="before")
    @classmethod
    def _separated(cls, value: object) -> object:
        return tuple(x.strip() for x in value.split(",") if x.strip()) if isinstance(value, str) else value

    @property
    def provider(self) -> str | None:
        """The one provider that `base_url` and `api_key` are for."""
        named = (self.model, *self.models[:1], self.judge.removeprefix("llm:") if self.judge.startswith("llm:") else None)
        return next((name.partition(":")[0] for name in named if name and not name.startswith("gguf:")), None)

    @property
    def folder(self) -> Path:
        """The folder of the collection."""
        return collection_folder(self.home, self.collection)

    @property
    def database(self) -> Database | None:
        """Where the collection's archive is in PostgreSQL; None if it is a file in the folder."""
        return self.database_of(self.collection)

    def database_of(self, collection: str) -> Database | None:
        url = self.archive.get_secret_value()
        return collection_database(read_database_url(url), collection, DEFAULT_COLLECTION) if url else None

    @property
    def chroma_server(self) -> ChromaServer | None:
        """The server that has the index; None if the index is in the folder."""
        return ChromaServer(self.chroma, self.chroma_token) if self.chroma else None


def collection_folder(home: Path, name: str) -> Path:
    """The folder of a collection: the home itself for `default`, otherwise a folder in `collections`."""
    return home if name == DEFAULT_COLLECTION else home / "collections" / name


def collections_in(home: Path) -> list[str]:
    """`default`, and the collections that an ingest or a key has created."""
    others = sorted(p.name for p in (home / "collections").glob("*") if p.is_dir() and re.match(COLLECTION_NAME, p.name))
    return [DEFAULT_COLLECTION, *others]


def read_settings(**overrides: object) -> Settings:
    """Settings from the environment. `overrides` are command-line options; None means that the option is not given.

    If options choose another provider than the environment does, the key and the base URL of the environment are not for it, and are left out.

    Raises:
        BadInput: a variable has an invalid value or an unknown name.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(k for k in os.environ if k.startswith(PREFIX) and k not in known)
    if unknown:
        raise BadInput(f"unknown setting {', '.join(unknown)}; known settings are {', '.join(sorted(known))}")
    given = {k: v for k, v in overrides.items() if v is not None}
    try:
        own, made = _make_settings({}), _make_settings(given)
        if own.provider in (None, made.provider):
            return made
        return made.model_copy(update={name: None for name in ("api_key", "base_url") if name not in given})
    except ValidationError as e:
        first = e.errors()[0]
        name = PREFIX + "_".join(str(x) for x in first["loc"]).upper()
        raise BadInput(f"{name}: {first['msg']}") from None


def _make_settings(given: dict[str, object]) -> Settings:
    return Settings(**given)  # type: ignore[arg-type]
