"""`python -m onrecord.evals.bench.isolation [OPERATIONS] [--keys N] [--collections N]` looks for reads of what belongs to others.

A server with several collections, each with several keys, gets mixed operations from all keys at once: questions, searches, lists, new articles,
edits, retractions, conversations, exports and shared links, of a key's own things and of things whose ids belong to other keys. Every
collection has a word that stands in all of its articles, and every key has one that stands in its conversations. A response with the word
of another collection or of another key is a cross read. A request for another's thing must get 404.
"""

import argparse
import json
import random
import sys
import tempfile
import threading
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx

from onrecord.assistant.api.access import Keys
from onrecord.evals.bench.server import run_server

OPERATIONS, KEYS, COLLECTIONS = 10_000, 20, 10
FREE = {"ONRECORD_RATE": "1000000/minute", "ONRECORD_CONCURRENT": "1000", "ONRECORD_HOSTS": "localhost"}  # a named host makes the server ask for keys
STARTS, ENDS = "Vel Mor Tan Qui Zor Bel Kar Dus Lem Fen Hox Jar".split(), "mura tessa nokka ridda shaya".split()
GONE = (404, 410)
Known = dict[str, list[tuple[str, str]]]  # ids of things by kind, each with the name of its owner


@dataclass
class Found:
    """What the operations of all keys met."""

    done: Counter[str] = field(default_factory=Counter)
    refused: int = 0  # requests for others' things
    cross_reads: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # responses with another status than they may have
    known: Known = field(default_factory=lambda: defaultdict(list))
    seconds: float = 0.0


def marker(number: int) -> str:
    """A made-up word for a collection or a key; no two are parts of each other."""
    return STARTS[number % len(STARTS)] + ENDS[number // len(STARTS) % len(ENDS)]


class User:
    """One key, which uses its own things, and tries those of others."""

    def __init__(self, number: int, collection: int, token: str, url: str, found: Found) -> None:
        self.name, self.collection, self.word, self.secret = f"key {number}", collection, marker(collection), marker(30 + number)
        self._random, self._found = random.Random(number), found
        self._client = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=120)
        self._stranger = httpx.Client(base_url=url, timeout=120)
        self._made = 0
        self._operations: list[tuple[str, int, Callable[[], None]]] = [  # name, weight
            ("ask", 4, self.ask), ("ask in a conversation", 4, self.ask_in_conversation), ("OpenAI", 2, self.complete), ("search", 10, self.search),
            ("list", 10, self.list), ("read", 12, self.read), ("ingest", 2, self.ingest), ("edit", 4, self.edit), ("retract", 2, self.retract),
            ("conversations", 10, self.conversations), ("export", 8, self.export), ("share", 6, self.share), ("feedback", 4, self.rate), ("others' things", 22, self.try_others),
        ]  # fmt: skip

    def operate(self) -> None:
        names, weights, calls = zip(*self._operations, strict=True)
        name, call = self._random.choices(list(zip(names, calls, strict=True)), weights)[0]
        call()
        self._found.done[name] += 1

    def request(self, method: str, path: str, *expected: int, client: httpx.Client | None = None, **options: Any) -> httpx.Response:
        response = (client or self._client).request(method, path, **options)
        if response.status_code not in (expected or (200,)):
            self._found.wrong.append(f"{self.name}: {method} {path}: {response.status_code} {response.text[:200]}")
        self.look(f"{self.name}: {method} {path}", response)
        return response

    def look(self, where: str, response: httpx.Response) -> None:
        """Look for words of other collections, and of other keys."""
        text = text_of(response)
        others = [w for w in ALL_WORDS if w in text and w not in (self.word, self.secret)]
        if others:
            self._found.cross_reads.append(f"{where}: {', '.join(others)}")

    def keep(self, kind: str, identity: str) -> str:
        self._found.known[kind].append((identity, self.name))
        return identity

    def own(self, kind: str) -> str | None:
        mine = [i for i, owner in list(self._found.known[kind]) if owner == self.name]
        return self._random.choice(mine) if mine else None

    def conversation(self) -> str:
        return self.own("conversation") or self.keep("conversation", self.request("POST", "/v1/conversations", 201, json={"title": f"Notes of {self.secret}"}).json()["conversation_id"])

    def question(self) -> str:
        return self._random.choice(["How many barrels does the warehouse hold?", f"What did the keeper of {self.word} say?", "What burned on Monday?", "Who keeps the warehouse?"])

    def ask(self) -> None:
        self.request("POST", "/v1/ask", json={"question": self.question()})

    def ask_in_conversation(self) -> None:
        told = self.request("POST", "/v1/ask", 200, 404, json={"question": f"{self.question()} {self.secret}", "conversation_id": self.conversation()})
        if told.status_code == 200:
            self.keep("turn", told.json()["turn_id"])

    def complete(self) -> None:
        self.request("POST", "/v1/chat/completions", json={"model": "onrecord", "messages": [{"role": "user", "content": self.question()}]})

    def search(self) -> None:
        self.request("POST", "/v1/search", json={"query": self._random.choice(["warehouse barrels", "keeper", "fire on Monday"]), "k": 20})

    def list(self) -> None:
        self.request("GET", self._random.choice(["/v1/articles?limit=50", "/v1/articles?text=warehouse", "/v1/stats", "/v1/people", "/v1/statements?speaker=Roe", "/v1/suggestions"]), 200, 404, 422)

    def read(self) -> None:
        if article := self.own("article"):
            self.request("GET", self._random.choice([f"/v1/articles/{article}", f"/v1/articles/{article}/changes?old=1&new=1"]), 200, 400)

    def ingest(self) -> None:
        self._made += 1
        text = f"The {self.word} warehouse {self._made} of {self.name} holds {self._random.randrange(10, 999)} barrels, keeper {self.word} Roe said. A shed burned on Monday."
        job = self.request("POST", "/v1/articles", 202, json={"title": f"{self.word} warehouse {self._made} of {self.name}", "publisher": f"{self.word} Post", "text": text}).json()
        self.keep("job", job["job_id"])
        deadline = time.monotonic() + 60
        while (state := self.request("GET", f"/v1/jobs/{job['job_id']}").json())["state"] not in ("done", "failed") and time.monotonic() < deadline:
            time.sleep(0.2)
        for article in state["articles"]:
            self.keep("article", article)

    def edit(self) -> None:
        if article := self.own("article"):
            self.request("PATCH", f"/v1/articles/{article}", json={"publisher": f"{self.word} Courier {self._random.randrange(9)}"})

    def retract(self) -> None:
        if article := self.own("article"):
            self.request("DELETE", f"/v1/articles/{article}", 204, 409, params={"reason": f"a trial of {self.word}"})
            self.request("POST", f"/v1/articles/{article}/restore", 204, 404, 409)

    def conversations(self) -> None:
        conversation = self.conversation()
        match self._random.randrange(5):
            case 0:
                self.request("GET", "/v1/conversations")
            case 1:
                self.request("GET", f"/v1/conversations?text={self.secret}")
            case 2:
                self.request("PATCH", f"/v1/conversations/{conversation}", json={"title": f"Other notes of {self.secret}"})
            case _:
                self.request("GET", f"/v1/conversations/{conversation}")

    def export(self) -> None:
        self.request("GET", f"/v1/conversations/{self.conversation()}/export?format={self._random.choice(['markdown', 'word', 'json'])}")

    def share(self) -> None:
        conversation = self.conversation()
        token = self.keep("token", self.request("POST", f"/v1/conversations/{conversation}/share", 201).json()["token"])
        self.request("GET", f"/v1/shared/{token}", client=self._stranger)
        if self._random.random() < 0.5:
            self.request("DELETE", f"/v1/conversations/{conversation}/share", 204)
            self.request("GET", f"/v1/shared/{token}", *GONE, client=self._stranger)

    def rate(self) -> None:
        if turn := self.own("turn"):
            self.request("POST", "/v1/feedback", 204, json={"turn_id": turn, "rating": "up", "comment": self.secret})

    def try_others(self) -> None:
        """A request for a thing of another key: of another collection, or for a conversation also of the same one."""
        kind = self._random.choice(("article", "conversation", "turn", "job"))
        others = [i for i, owner in list(self._found.known[kind]) if OWNERS[owner] != self.collection or (kind in ("conversation", "turn") and owner != self.name)]
        if not others:
            return
        identity = self._random.choice(others)
        tries: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
            "article": [
                ("GET", f"/v1/articles/{identity}", {}), ("PATCH", f"/v1/articles/{identity}", {"json": {"publisher": "Mine"}}), ("DELETE", f"/v1/articles/{identity}?reason=mine", {}),
                ("POST", f"/v1/articles/{identity}/restore", {}), ("GET", f"/v1/articles/{identity}/changes?old=1&new=1", {}),
            ],
            "conversation": [
                ("GET", f"/v1/conversations/{identity}", {}), ("GET", f"/v1/conversations/{identity}/export", {}), ("PATCH", f"/v1/conversations/{identity}", {"json": {"title": "Mine"}}),
                ("DELETE", f"/v1/conversations/{identity}", {}), ("POST", f"/v1/conversations/{identity}/share", {}), ("DELETE", f"/v1/conversations/{identity}/share", {}),
                ("POST", "/v1/ask", {"json": {"question": "And then?", "conversation_id": identity}}),
            ],
            "turn": [("POST", "/v1/feedback", {"json": {"turn_id": identity, "rating": "down"}})],
            "job": [("GET", f"/v1/jobs/{identity}", {})],
        }  # fmt: skip
        method, path, options = self._random.choice(tries[kind])
        self.request(method, path, 404, **options)
        self._found.refused += 1


ALL_WORDS: set[str] = set()
OWNERS: dict[str, int] = {}  # collection by the name of its key


def text_of(response: httpx.Response) -> str:
    if response.content.startswith(b"PK"):  # a Word document
        with zipfile.ZipFile(BytesIO(response.content)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return json.dumps(response.json(), ensure_ascii=False) if "json" in response.headers.get("content-type", "") else response.text


def run(home: Path, operations: int, keys: int, collections: int) -> Found:
    """Do so many operations, shared among the keys."""
    found = Found()
    tokens = [Keys(home).add(f"key {n}", ("admin",), collection_name(n % collections)) for n in range(keys)]
    ALL_WORDS.clear()
    ALL_WORDS.update(marker(n) for n in [*range(collections), *range(30, 30 + keys)])
    OWNERS.clear()
    OWNERS.update({f"key {n}": n % collections for n in range(keys)})
    with run_server(home, **FREE) as server:
        users = [User(n, n % collections, token, server.url, found) for n, token in enumerate(tokens)]
        for user in users:
            user.ingest()
        began = time.monotonic()
        failures: list[BaseException] = []
        threads = [threading.Thread(target=operate, args=(user, operations // keys, failures)) for user in users]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found.seconds = time.monotonic() - began
    found.wrong += [f"an operation broke: {e!r}" for e in failures]
    return found


def operate(user: User, count: int, failures: list[BaseException]) -> None:
    try:
        for _ in range(count):
            user.operate()
    except Exception as e:
        failures.append(e)


def collection_name(number: int) -> str:
    return f"desk-{number}"


def report(found: Found) -> Iterator[str]:
    done = sum(found.done.values())
    yield f"{done} operations in {found.seconds:.0f} s ({done / max(found.seconds, 0.001):.1f} a second): " + ", ".join(f"{name} {n}" for name, n in found.done.most_common())
    yield f"requests for others' things: {found.refused}; cross reads: {len(found.cross_reads)}; other statuses than allowed: {len(found.wrong)}"
    yield from found.cross_reads[:20]
    yield from found.wrong[:20]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m onrecord.evals.bench.isolation", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("operations", type=int, nargs="?", default=OPERATIONS, metavar="OPERATIONS")
    parser.add_argument("--keys", type=int, default=KEYS, metavar="N")
    parser.add_argument("--collections", type=int, default=COLLECTIONS, metavar="N")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onrecord-isolation-") as home:
        found = run(Path(home), given.operations, given.keys, given.collections)
    print("\n".join(report(found)))
    return int(bool(found.cross_reads or found.wrong))


if __name__ == "__main__":
    sys.exit(main())
