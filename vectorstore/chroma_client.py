"""Opens Chroma: in a folder of the home, or on a server. Only this file imports chromadb."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from onrecord.vectorstore.errors import BadInput, IndexAway

COSINE: Any = {"hnsw": {"space": "cosine"}}
MAX_DESCRIBED = 200  # characters of an error that are shown
COLLECTION = "passages"  # name of the collection of a folder
PING = "/api/v2/auth/identity"  # needs the token, where a proxy asks for one
FORM = "http://HOST:PORT"
URL = re.compile(r"https?://(?:[\w.-]+|\[[0-9a-fA-F:]+\])(?::\d{1,5})?(?:/[\w./-]*)?")  # no user or password: a message shows the address
PING_SECONDS = 2.0  # for a server that accepts a connection and then says nothing
CALL_SECONDS = 10.0  # a write of 200 vectors takes up to 2.1 s on a busy machine; chromadb itself would wait for ever


@dataclass(frozen=True)
class ChromaServer:
    """The address of a Chroma server. The token is sent as `Authorization: Bearer`, for a proxy in front of it: the server itself has no keys."""

    url: str
    token: SecretStr | None = None

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token.get_secret_value()}"} if self.token else {}

    def describe(self, error: Exception) -> str:
        """The kind and the first words of an error, without the token."""
        text = f"{type(error).__name__}: {error}".partition("\n")[0][:MAX_DESCRIBED]
        return text.replace(self.token.get_secret_value(), "…") if self.token else text

    def ping(self) -> None:
        """Raises IndexAway if the server does not answer."""
        import httpx  # here, because commands that need no index start faster without it

        try:
            response = httpx.get(f"{self.url}{PING}", headers=self.headers, timeout=PING_SECONDS)
        except httpx.HTTPError as e:
            raise IndexAway(f"the Chroma server at {self.url} does not answer ({type(e).__name__}); start it, or check ONRECORD_CHROMA") from None
        if response.status_code in (401, 403):
            raise IndexAway(f"the Chroma server at {self.url} refuses this client ({response.status_code}); check ONRECORD_CHROMA_TOKEN")
        if response.is_error:
            raise IndexAway(f"the Chroma server at {self.url} answers with status {response.status_code}; see its log, or check ONRECORD_CHROMA")

    def connect(self) -> Any:
        """A client of the server. Raises IndexAway if the server does not answer."""
        self.ping()  # chromadb connects at once, and waits for an answer without end
        import chromadb
        import httpx

        client = chromadb.HttpClient(self.url, headers=self.headers, settings=_settings())
        client._server._session.timeout = httpx.Timeout(CALL_SECONDS, connect=PING_SECONDS)  # type: ignore[attr-defined]  # there is no setting for it
        return client


def read_chroma_url(value: str) -> str:
    """The address of a Chroma server. Raises BadInput if it has another form."""
    if not URL.fullmatch(url := value.strip()):
        raise BadInput(f"give the Chroma server as {FORM}; a key for it belongs in ONRECORD_CHROMA_TOKEN")
    return url.rstrip("/")


def open_folder(folder: Path) -> tuple[Any, Any]:
    """The client and the collection of a folder. Both are created if they do not exist."""
    import chromadb

    client = chromadb.PersistentClient(str(folder), settings=_settings())
    return client, client.get_or_create_collection(COLLECTION, embedding_function=None, configuration=COSINE)


def create_collection(client: Any, name: str, metadata: dict[str, str]) -> Any:
    return client.create_collection(name, embedding_function=None, configuration=COSINE, metadata=metadata)


def find_collection(client: Any, name: str) -> Any | None:
    """None if there is no collection of this name."""
    import chromadb.errors

    try:
        return client.get_collection(name, embedding_function=None)
    except chromadb.errors.NotFoundError:
        return None


def is_missing(error: Exception) -> bool:
    """Whether an error of a call says that its collection does not exist any more."""
    import chromadb.errors

    return isinstance(error, chromadb.errors.NotFoundError)


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)
