"""Articles sent to a server of its own process, over a real socket."""

import json
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from onrecord.evals.suite.cases import corpus
from onrecord.ingest.api import MAX_BODY_BYTES
from onrecord.ingest.jobs.inbox import Inbox
from onrecord.vectorstore.errors import Busy, NotFound
from tests.serving import start_server

pytestmark = pytest.mark.slow

ARTICLE = {
    "title": "Ferry to Hallin stops",
    "publisher": "Corvane Wire",
    "publish_date": "2026-03-04",
    "text": "The ferry to Hallin stopped on Wednesday. The harbour office said that 42 passengers had been put up in the school for the night.",
}
QUESTION = {"question": "How many passengers were put up in the school?", "as_of": "2026-05-25"}


PAGE = b"""<html><head><title>Pumps in Oske</title></head><body><article><h1>Pumps in Oske</h1>
<p>The waterworks of Oske said on Thursday that 31 pumps were running day and night to keep the lower town dry.</p>
<p>Nobody knows how long the diesel will last, a foreman added. The schools stay closed.</p></article></body></html>"""


@pytest.fixture
def page() -> Iterator[str]:
    """Address of a page on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/pumps" else 404)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE if self.path == "/pumps" else b"")

        def log_message(self, *_: object) -> None:
            pass

    serving = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{serving.server_port}/pumps"
    serving.shutdown()


@contextmanager
def server(home: Path, **settings: str) -> Iterator[tuple[httpx.Client, "subprocess.Popen[str]"]]:
    process, url = start_server(home, settings)
    with process:
        try:
            with httpx.Client(base_url=url, timeout=60) as client:
                yield client, process
        finally:
            process.kill()


def wait(done: Any, seconds: float = 120) -> Any:
    until = time.monotonic() + seconds
    while not (found := done()):
        assert time.monotonic() < until
        time.sleep(0.1)
    return found


def finished(client: httpx.Client, job: dict[str, Any]) -> dict[str, Any]:
    return wait(lambda: (found := client.get(f"/v1/jobs/{job['job_id']}").json())["state"] in ("done", "failed") and found)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with server(tmp_path_factory.mktemp("server")) as (client, _):
        yield client


def test_an_article_sent_as_json_is_answered_from(client: httpx.Client) -> None:
    response = client.post("/v1/articles", json=ARTICLE)
    assert response.status_code == 202
    assert client.get(response.headers["Location"]).json()["job_id"] == response.json()["job_id"]
    job = finished(client, response.json())
    (article_id,) = job["articles"]
    assert (job["state"], job["articles"], job["rejected"]) == ("done", {article_id: "added"}, [])
    assert client.get(f"/v1/articles/{article_id}").json()["published_at"] == "2026-03-04"
    assert "42 passengers" in client.post("/v1/ask", json=QUESTION).json()["text"]
    assert finished(client, client.post("/v1/articles", json=[ARTICLE]).json())["articles"] == {article_id: "unchanged"}


def test_files_of_a_form_and_what_is_rejected_of_them(client: httpx.Client) -> None:
    folder = corpus() / "articles"
    names = ["kessin-tank-count.md", "kessin-observer-report.md", "kessin-spy-interpreter.html"]
    files: list[Any] = [("a", (name, (folder / name).read_bytes())) for name in names]
    files.append(("b", ("lines.jsonl", json.dumps(ARTICLE).encode() + b"\nnot json\n")))
    job = finished(client, client.post("/v1/articles", files=files).json())
    assert len(job["articles"]) == 4 and [r["where"] for r in job["rejected"]] == ["lines.jsonl:2"]


def test_facts_of_a_form_are_for_files_that_do_not_state_them(client: httpx.Client) -> None:
    text = ARTICLE["text"].replace("42", "44")
    files = [("a", ("bare.txt", text.encode())), ("a", ("stated.txt", f"Publisher: Oske Courier\nDate: 2026-03-01\n\n{text.replace('44', '46')}".encode()))]
    job = finished(client, client.post("/v1/articles", files=files, data={"publisher": "Hallin Post", "publish_date": "2026-03-07", "language": "en"}).json())
    facts = [client.get(f"/v1/articles/{i}").json() for i in job["articles"]]
    found = sorted((a["publisher"], a["published_at"], a["fact_sources"]["publisher"], a["fact_sources"]["published_at"]) for a in facts)
    assert found == [("Hallin Post", "2026-03-07", "user", "user"), ("Oske Courier", "2026-03-01", "stated", "stated")]


def test_a_job_is_followed_as_events_to_its_end(client: httpx.Client) -> None:
    job = client.post("/v1/articles", json=[ARTICLE | {"text": f"{ARTICLE['text']} It was day {n}."} for n in range(3)]).json()
    with client.stream("GET", f"/v1/jobs/{job['job_id']}", headers={"Accept": "text/event-stream"}) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        lines = list(response.iter_lines())
    events = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    assert events[-1] == "done" and events.count("done") == 1 and len(events) > 1
    last = json.loads([line.removeprefix("data: ") for line in lines if line.startswith("data: ")][-1])
    assert len(last["articles"]) == 3 and set(last["articles"].values()) == {"added"}


def test_a_page_is_fetched_by_its_address(tmp_path: Path, page: str) -> None:
    with server(tmp_path, ONRECORD_FETCH_PRIVATE="true") as (client, _):
        job = finished(client, client.post("/v1/articles", json={"url": page}).json())
        (article_id,) = job["articles"]
        assert client.get(f"/v1/articles/{article_id}").json()["url"] == page
        assert "31 pumps" in client.post("/v1/ask", json={"question": "How many pumps are running in Oske?"}).json()["text"]
        again = finished(client, client.post("/v1/articles", json=[{"url": page}, ARTICLE]).json())
        assert sorted(again["articles"].values()) == ["added", "unchanged"]
        finished(client, client.post("/v1/articles", json={"url": page, "publisher": "Oske Courier", "publish_date": "2026-03-05"}).json())
        told = client.get(f"/v1/articles/{article_id}").json()
        assert (told["publisher"], told["published_at"], told["fact_sources"]["published_at"]) == ("Oske Courier", "2026-03-05", "user")


def test_a_page_of_this_machine_is_not_fetched_unless_allowed(client: httpx.Client, page: str) -> None:
    job = finished(client, client.post("/v1/articles", json=[{"url": page}, {"url": "file:///etc/passwd"}]).json())
    assert (job["state"], job["articles"], len(job["rejected"])) == ("done", {}, 2)


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 400, "not valid JSON"),
        ({"content": b"[" * 100_000, "headers": {"content-type": "application/json"}}, 400, "not valid JSON"),
        ({"content": b"x", "headers": {"content-type": "text/plain"}}, 415, "application/json"),
        ({"json": {"title": "no text"}}, 422, "text"),
        ({"json": {"text": ""}}, 422, "text"),
        ({"json": ARTICLE | {"sneaky": 1}}, 422, "sneaky"),
        ({"json": []}, 422, "at least 1"),
        ({"json": "an article"}, 422, ""),
        ({"files": [("f", ("program.exe", b"MZ"))]}, 415, "program.exe"),
        ({"data": {"field": "text"}, "files": [("f", ("a.txt", b"text"))]}, 400, "must be a file"),
        ({"data": {"publish_date": "5 March"}, "files": [("f", ("a.txt", b"text"))]}, 422, "YYYY-MM-DD"),
        ({"json": {"url": "https://example.org/a", "publish_date": "5 March"}}, 422, "YYYY-MM-DD"),
        ({"json": {"url": "https://example.org/a", "title": "Pumps"}}, 422, "nothing but"),
        ({"content": b"--x\r\nbroken", "headers": {"content-type": "multipart/form-data"}}, 400, "form"),
        ({"content": b" " * (MAX_BODY_BYTES + 1), "headers": {"content-type": "application/json"}}, 413, "larger"),
    ],
)
def test_what_cannot_be_taken_in_is_told_at_once(client: httpx.Client, sent: dict[str, Any], status: int, told: str) -> None:
    response = client.post("/v1/articles", **sent)
    assert response.status_code == status
    assert told in response.json()["error"]["message"]


def test_the_documentation_names_both_routes(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert "multipart/form-data" in paths["/v1/articles"]["post"]["requestBody"]["content"] and "/v1/jobs/{job_id}" in paths


def test_an_unknown_job(client: httpx.Client) -> None:
    for name in ("0" * 32, "nope", "..%2f..%2fetc"):
        assert client.get(f"/v1/jobs/{name}").status_code == 404


def test_questions_are_answered_while_articles_come_in(client: httpx.Client) -> None:
    finished(client, client.post("/v1/articles", json=ARTICLE).json())
    texts = [p.read_text("utf-8") for p in sorted((corpus() / "articles").glob("*.txt"))]
    job = client.post("/v1/articles", json=[{"text": t, "title": "Of the newsroom"} for t in texts]).json()
    answered = 0
    while client.get(f"/v1/jobs/{job['job_id']}").json()["state"] != "done":
        answer = client.post("/v1/ask", json=QUESTION)
        assert answer.status_code == 200 and re.search(r"\b42\b", answer.json()["text"]), "also as an earlier figure, where another test has brought in a later one"
        answered += 1
    assert answered > 1 and len(finished(client, job)["articles"]) == len(texts)


def test_a_job_is_gone_on_with_after_a_kill(tmp_path: Path) -> None:
    texts = [p.read_text("utf-8") for p in sorted((corpus() / "articles").glob("tarnsund*.txt"))]
    with server(tmp_path) as (client, process):
        job = client.post("/v1/articles", json=[{"text": t, "title": "Of the newsroom"} for t in [ARTICLE["text"], *texts]]).json()
        process.kill()
    with server(tmp_path) as (client, _):
        done = finished(client, job)
        assert (done["state"], len(done["articles"]), done["rejected"]) == ("done", len(texts) + 1, [])
        assert "42 passengers" in client.post("/v1/ask", json=QUESTION).json()["text"]
    assert list(Inbox(tmp_path / "inbox").unfinished()) == [], "its documents are gone once they are in the archive"


def test_an_inbox_that_is_full_takes_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.ingest.jobs.inbox.MAX_WAITING", 2)
    inbox = Inbox(tmp_path)
    first = inbox.accept([("a.txt", b"one")])
    inbox.accept([("a.txt", b"two")])
    with pytest.raises(Busy, match="are already waiting"):
        inbox.accept([("a.txt", b"three")])
    first.state = "done"
    inbox.save(first)
    assert len(inbox.waiting()) == 1 and inbox.job(first.job_id) == first


def test_a_job_of_an_earlier_release_names_its_pages_alone(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path)
    job = inbox.accept([("pages", b'https://example.org/a\n{"url": "https://example.org/b", "by_user": {"publisher": "Oske Courier"}}\n')])
    assert inbox.pages(job) == [("https://example.org/a", {}), ("https://example.org/b", {"publisher": "Oske Courier"})]
    stored = json.loads((tmp_path / job.job_id / "job.json").read_text())
    del stored["by_user"]
    (tmp_path / job.job_id / "job.json").write_text(json.dumps(stored))
    assert inbox.job(job.job_id) == job


def test_finished_jobs_are_forgotten_when_they_are_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.ingest.jobs.inbox.MAX_FINISHED", 1)
    inbox = Inbox(tmp_path)
    jobs = [inbox.accept([("a.txt", b"text")]) for _ in range(2)]
    for job in jobs:
        job.state = "done"
        inbox.save(job)
        time.sleep(0.02)
    assert inbox.waiting() == [] and inbox.job(jobs[1].job_id).state == "done"
    with pytest.raises(NotFound):
        inbox.job(jobs[0].job_id)
