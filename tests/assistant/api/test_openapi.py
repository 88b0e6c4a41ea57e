"""The API's description: complete, and held to by what the server answers to requests drawn from it."""

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from onrecord.assistant.api.access.keys import Keys
from onrecord.assistant.api.routes.docs import operations
from onrecord.assistant.api.service import Service
from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import open_store
from tests.serving import serving

pytestmark = pytest.mark.slow

EXAMPLES = 12  # of requests, for each operation and way


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A newsroom of one article, which requests may change."""
    folder = tmp_path_factory.mktemp("openapi")
    (folder / "rain.txt").write_text("Title: Rain\nDate: 2026-03-05\nPublisher: The Northbank Post\n\nThe mayor of Oske said that 300 houses had been flooded by the rain. The schools stay closed on Friday.\n")
    with open_store(folder / "home", DEFAULT_MODEL) as store:
        assert ingest(store, [folder / "rain.txt"]).added == 1
        settings = Settings(home=folder / "home", rate="100000/minute")
        with serving(Service({"default": store}, settings, keys_needed=True)) as served:
            yield served


@pytest.fixture(scope="module")
def key(url: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    token = Keys(next(tmp_path_factory.getbasetemp().glob("openapi*")) / "home").add("tester", ("admin",), "default")
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture(scope="module")
def spec(url: str) -> dict[str, Any]:
    return httpx.get(f"{url}/openapi.json").json()  # type: ignore[no-any-return]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda m: m.value)
def test_answers_are_as_described(url: str, key: dict[str, str], mode: GenerationMode) -> None:
    """Requests that the description allows, and such as break it. Not asked: whether all of the first are taken, since a question may be
    well formed and have no word in it; and whether all of the others are refused, since an unknown name in a query is nobody's business."""
    failures = []
    for found in schemathesis.openapi.from_url(f"{url}/openapi.json").get_all_operations():
        try:
            ask_as_described(found.ok(), mode, key)
        except FailureGroup as e:
            failures += [f"{found.ok().label}: {f}" for f in e.exceptions]
    assert not failures, "\n\n".join(failures)


def ask_as_described(operation: schemathesis.APIOperation, mode: GenerationMode, key: dict[str, str]) -> None:
    if mode is GenerationMode.NEGATIVE and not operation.definition.raw.keys() & {"parameters", "requestBody"}:
        return  # nothing to break

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def answered(case: schemathesis.Case) -> None:
        if not fetches(case.body):
            case.call_and_validate(headers=key, excluded_checks=[positive_data_acceptance, negative_data_rejection])

    answered()


def fetches(body: Any) -> bool:
    """Whether a page of elsewhere would be asked for."""
    articles = body if isinstance(body, list) else [body]
    return any(isinstance(a, dict) and a.get("url") for a in articles)


def test_every_route_is_described(spec: dict[str, Any]) -> None:
    routes = list(operations(spec))
    assert len({r["operationId"] for _, _, r in routes}) == len(routes) > 15
    tags = {t["name"] for t in spec["tags"]}
    for method, path, route in routes:
        assert route["summary"] and set(route["tags"]) <= tags, path
        assert ("security" in route) == (path == "/metrics" or (path.startswith("/v1/") and path != "/v1/shared/{token}"))
        for parameter in route.get("parameters", ()):
            assert parameter.get("description"), f"{method} {path}: {parameter['name']}"
        for status, response in route["responses"].items():
            if status >= "400" and path != "/readyz":
                assert response["content"]["application/json"]["schema"]["$ref"].endswith("/ErrorBody"), f"{method} {path}: {status}"
        body = route.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        schema = spec["components"]["schemas"][body["$ref"].rpartition("/")[2]] if "$ref" in body else next(iter(body.get("anyOf", ())), None)
        assert schema is None or schema["examples"], f"{method} {path} has no example"
    assert "text/event-stream" in spec["paths"]["/v1/jobs/{job_id}"]["get"]["responses"]["200"]["content"]
    assert spec["components"]["securitySchemes"]["key"]["scheme"] == "bearer" and "HTTPValidationError" not in spec["components"]["schemas"]


def test_the_page_shows_every_route_and_asks_nobody_else(url: str, spec: dict[str, Any]) -> None:
    response = httpx.get(f"{url}/docs")
    html, policy = response.text, response.headers["content-security-policy"]
    (style,) = re.findall("<style>(.*?)</style>", html, re.DOTALL)
    assert f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" in policy and "default-src 'none'" in policy
    assert "{{" not in html and "<script" not in html and not re.search(r"""(src|href|action)=["']?(https?:)?//|@import|url\(""", html)
    links, ids = (set(re.findall(f'{name}="#?([^"/]+)"', html)) for name in ("href", "id"))
    assert {r["operationId"] for _, _, r in operations(spec)} | spec["components"]["schemas"].keys() <= ids and links <= ids


SURROGATE, NUL = "\\ud800", "\\u0000"  # as JSON escapes them
HOSTILE = {
    "/v1/ask": ['{"question": "flood X"}', '{"question": "flood", "publisher": "X"}', '{"question": "flood", "speaker": "X"}', '{"question": "flood", "as_of": "X"}',
                '{"question": "flood", "since": "X"}', '{"question": "flood", "model": "X"}', '{"question": "flood", "conversation_id": "X"}',
                '{"question": "flood", "history": [{"role": "user", "content": "X"}]}'],
    "/v1/search": ['{"query": "flood X"}', '{"query": "flood", "publisher": "X"}', '{"query": "flood", "speaker": "X"}', '{"query": "flood", "until": "X"}'],
    "/v1/check": ['{"text": "It rained X."}', '{"text": "It rained.", "sources": ["X"]}', '{"text": "It rained.", "as_of": "X"}'],
    "/v1/feedback": ['{"turn_id": "X", "rating": "up"}', '{"turn_id": "1", "rating": "up", "comment": "X"}'],
    "/v1/conversations": ['{"title": "X"}'],
    "/v1/articles": ['{"text": "It rained X."}', '{"text": "It rained.", "title": "X"}', '{"text": "It rained.", "publish_date": "X"}', '{"text": "It rained.", "authors": ["X"]}'],
}  # fmt: skip
ODD = [SURROGATE, NUL, "\\uffff", "\\u202e", "\\ud83d\\ude00", "1" * 400, "9999-99-99", "0000-00-00", "-1", "\\r\\n", "%00", "' OR 1=1 --", '\\"NEAR(', "*"]
BROKEN = ["", "null", "[]", "NaN", "1e999", "9" * 5000, "[" * 100_000, '{"k": ' + "9" * 5000 + "}", '{"question": {"a": ["b"]}}', "\\ud800", "\x00", "{}" * 3]
PATHS = ["/v1/articles/X", "/v1/articles/X?version=1&start=0&end=1", "/v1/articles?after=X", "/v1/articles?publisher=X", "/v1/conversations/X", "/v1/conversations/X/export", "/v1/shared/X", "/v1/jobs/X"]


def refusal_of(response: httpx.Response) -> str:
    """Nothing where it was taken."""
    well_told = response.status_code < 400 or response.headers.get("content-type") == "application/json"
    if response.status_code >= 500 or not well_told:
        return f"{response.request.method} {response.request.url} {response.request.content[:200]!r}: {response.status_code} {response.text[:300]}"
    return ""


def test_odd_strings_and_broken_bodies_break_nothing(url: str, key: dict[str, str]) -> None:
    bodies = [(path, body.replace("X", odd)) for path, some in HOSTILE.items() for body in some for odd in ODD]
    bodies += [(path, body) for path in HOSTILE for body in BROKEN]
    headers = key | {"Content-Type": "application/json"}
    with httpx.Client(base_url=url, headers=headers, timeout=60) as client:
        told = [refusal_of(client.post(path, content=body.encode())) for path, body in bodies]
        told += [refusal_of(client.post(path, content=b'"\xff\xfe')) for path in HOSTILE]
    assert not any(told), "\n".join(filter(None, told))


def test_odd_paths_queries_and_headers_break_nothing(url: str, key: dict[str, str]) -> None:
    odd = ["%00", "%ED%A0%80", "%FF", "..%2F..", "%0D%0A", "a" * 5000, "-1", "9" * 400, "%E2%80%AE", "'", "*", "%25"]
    queries = [f"/v1/articles?limit={n}" for n in (-1, 0, "9" * 400, "1e3", "\u0661", "NaN")] + [f"/v1/articles/x?start={n}&end={n}" for n in (-1, "9" * 400, "")]
    with httpx.Client(base_url=url, headers=key, timeout=60) as client:
        told = [refusal_of(client.get(path.replace("X", o))) for path in PATHS for o in odd] + [refusal_of(client.get(q)) for q in queries]
        told += [refusal_of(client.delete(f"/v1/{path}/{o}")) for path in ("ask", "conversations", "articles") for o in odd]
        told += [refusal_of(client.delete("/v1/articles/x", params={"reason": o})) for o in ("\0", "\u202e", "x" * 1999)]
        events = {"Accept": "text/event-stream", "Content-Type": "application/json"}
        for value in (b"\xff", b"-", b"x-9" + b"9" * 80, b"\xc2\xb2-\xc2\xb2"):
            told.append(refusal_of(client.post("/v1/ask", content=b'{"question": "flood"}', headers={**events, "Last-Event-ID": value})))  # type: ignore[dict-item]
            told.append(refusal_of(client.get("/v1/stats", headers={"Authorization": b"Bearer " + value})))  # type: ignore[dict-item]
            told.append(refusal_of(client.get("/v1/stats", headers={"Origin": value})))  # type: ignore[dict-item]
            told.append(refusal_of(client.post("/v1/articles", content=b"x", headers={"Content-Type": b"multipart/form-data; boundary=" + value})))  # type: ignore[dict-item]
    assert not any(told), "\n".join(filter(None, told))
