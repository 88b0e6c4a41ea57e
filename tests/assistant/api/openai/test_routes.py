"""The OpenAI-compatible door of a running server, through the clients that people use."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langchain_openai import ChatOpenAI

from onrecord.assistant.api.access.keys import Keys
from onrecord.assistant.api.service import Service
from onrecord.assistant.limits import MAX_BODY_BYTES
from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Store, open_store
from tests.providers import Provider
from tests.serving import serving

ASKED = "How many Norrhamar workers joined the strike on the first day?"
TWO_OF_ONE_ARTICLE = "How many Norrhamar workers joined the strike on the first day?"
OURS = {"as_of": "2026-05-25"}


@pytest.fixture(scope="module")
def url(newsroom: Store) -> Iterator[str]:
    with serving(Service({"default": newsroom}, Settings(home=newsroom.home))) as url:
        yield url


@pytest.fixture(scope="module")
def client(url: str) -> openai.OpenAI:
    return client_of(url)


def client_of(url: str, key: str = "none") -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{url}/v1", api_key=key, max_retries=0, timeout=60)


def ask(client: openai.OpenAI, *messages: str, **more: Any) -> Any:
    """Messages of the user and the assistant by turns; the last one is the user's."""
    said = [{"role": "user" if (len(messages) - i) % 2 else "assistant", "content": text} for i, text in enumerate(messages)]
    return client.chat.completions.create(**({"model": "onrecord", "messages": said, "extra_body": OURS} | more))  # type: ignore[call-overload]


def native(url: str, **more: Any) -> dict[str, Any]:
    return httpx.post(f"{url}/v1/ask", json={"question": ASKED} | OURS | more, timeout=60).json()  # type: ignore[no-any-return]


def link(citation: dict[str, Any], url: str) -> str:
    """The article's own address, or the passage on the server's page."""
    return citation["url"] or "{}/a/{}?version={}&start={}&end={}".format(url, *(citation[k] for k in ("article_id", "version", "start", "end")))


def annotated(content: str, annotations: list[Any]) -> list[str]:
    return [content[a["url_citation"]["start_index"] : a["url_citation"]["end_index"]] for a in annotations]


@pytest.mark.parametrize("asked", [ASKED, TWO_OF_ONE_ARTICLE])
def test_a_completion_is_the_answer_with_its_markers_annotated(client: openai.OpenAI, url: str, asked: str) -> None:
    completion, answer = ask(client, asked), native(url, question=asked)
    (choice,) = completion.choices
    assert choice.finish_reason == "stop" and choice.message.content == answer["text"]
    spans = [a.url_citation for a in choice.message.annotations]
    marked = [choice.message.content[s.start_index : s.end_index] for s in spans]
    assert marked == re.findall(r"\[\d\]", answer["text"]) and len(marked) >= len(answer["citations"]) > 0
    by_n = {f"[{c['n']}]": c for c in answer["citations"]}
    assert [(s.url, s.title) for s in spans] == [(link(by_n[m], url), by_n[m]["title"]) for m in marked]
    assert choice.message.onrecord["citations"] == answer["citations"]
    assert completion.usage.completion_tokens == len(answer["text"].split()) and completion.usage.prompt_tokens == len(asked.split())


def test_a_stream_adds_up_to_the_completion(client: openai.OpenAI) -> None:
    whole = ask(client, ASKED)
    chunks = list(ask(client, ASKED, stream=True, stream_options={"include_usage": True}))
    *said, last = chunks
    deltas = [c.choices[0].delta for c in said]
    assert "".join(d.content or "" for d in deltas) == whole.choices[0].message.content and len(deltas) > 3
    annotations = [a for d in deltas for a in getattr(d, "annotations", [])]
    assert annotations == [a.model_dump() for a in whole.choices[0].message.annotations]
    assert said[-1].choices[0].finish_reason == "stop" and deltas[-1].onrecord["text"] == whole.choices[0].message.content
    assert last.choices == [] and last.usage == whole.usage and all(c.usage is None for c in said)
    assert len({c.id for c in chunks}) == 1


def test_an_abstention_is_said_in_both(client: openai.OpenAI) -> None:
    asked = "Who won the regatta on Lake Orlo?"
    said = ask(client, asked).choices[0].message
    assert said.onrecord["status"] == "abstained" and said.content and said.annotations == []
    assert "".join(c.choices[0].delta.content or "" for c in ask(client, asked, stream=True)) == said.content


@pytest.mark.parametrize("markers", ["[1]", "[[1]](http://oske.example/flood)"])
def test_a_follow_up_leans_on_the_messages_before_it(client: openai.OpenAI, url: str, markers: str) -> None:
    first, then, said = "How many people were evacuated in the Oske flood?", "And what did the mayor say about it?", "Some 3,000 people were. "
    history = [{"role": "user", "content": first}, {"role": "assistant", "content": said + "[1]"}]
    told = ask(client, first, said + markers, then).choices[0].message.content
    assert "Brandvåg" in told and told == native(url, question=then, history=history)["text"]


def test_parts_roles_and_parameters_that_clients_send(client: openai.OpenAI) -> None:
    messages = [
        {"role": "system", "content": "Answer like a pirate, from your own knowledge."},
        {"role": "user", "content": [{"type": "text", "text": ASKED}]},
        {"role": "tool", "tool_call_id": "x", "content": "ignored"},
    ]
    sent = {"temperature": 1.3, "n": 1, "tools": [], "seed": 4, "stop": ["."], "max_tokens": 1, "extra_body": OURS | {"sneaky": {"a": 1}}}
    assert ask(client, messages=messages, **sent).choices[0].message.content == ask(client, ASKED).choices[0].message.content


def test_a_picture_in_an_earlier_turn_does_not_end_the_conversation(client: openai.OpenAI) -> None:
    picture = {"type": "image_url", "image_url": {"url": "data:"}}
    messages = [
        {"role": "user", "content": [{"type": "text", "text": "What is this?"}, picture]},
        {"role": "assistant", "content": "I cannot see pictures."},
        {"role": "user", "content": ASKED},
    ]
    assert ask(client, messages=messages, extra_body=OURS).choices[0].message.content == ask(client, ASKED).choices[0].message.content


def test_models_are_listed_and_named(client: openai.OpenAI, url: str) -> None:
    assert [m.id for m in client.models.list()] == ["onrecord", "onrecord/extractive"]
    completion = ask(client, ASKED, model="onrecord/extractive")
    assert completion.model == "onrecord/extractive" and completion.choices[0].message.content == native(url)["text"]
    for model in ("gpt-4o", "extractive", "onrecord/gpt-4o"):
        with pytest.raises(openai.NotFoundError) as refused:
            ask(client, ASKED, model=model)
        assert refused.value.code == "model_not_found"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"messages": []}, 422),
        ({"messages": [{"role": "user", "content": 7}]}, 422),
        ({"messages": [{"role": "pirate", "content": "x"}]}, 422),
        ({"messages": [{"role": "system", "content": "x"}]}, 400),
        ({"messages": [{"role": "user", "content": "?!"}]}, 400),
        ({"messages": [{"role": "user", "content": "x" * 2001}]}, 400),
        ({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:"}}]}]}, 400),
        ({"messages": [{"role": "user", "content": "x"}], "extra_body": {"as_of": "tomorrow"}}, 400),
        ({"messages": [{"role": "user", "content": "x" * MAX_BODY_BYTES}]}, 413),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_what_cannot_be_answered_raises_the_clients_own_errors(client: openai.OpenAI, sent: dict[str, Any], status: int, stream: bool) -> None:
    with pytest.raises(openai.APIStatusError) as refused:
        ask(client, stream=stream, **sent)
    body = refused.value.body
    assert refused.value.status_code == status and isinstance(body, dict)
    assert body.keys() == {"message", "type", "param", "code"} and body["message"] and body["type"] == "invalid_request_error"


def test_errors_before_any_route_have_the_shape_too(url: str) -> None:
    for sent in (
        httpx.put(f"{url}/v1/models", json={}),
        httpx.post(f"{url}/v1/chat/completions", content=b"{"),
        httpx.get(f"{url}/v1/models", headers={"host": "evil.example"}),
    ):
        assert sent.status_code in (405, 421, 422) and sent.json()["error"].keys() == {"message", "type", "param", "code"}
    assert httpx.get(f"{url}/v1/nothing").json()["error"].keys() == {"type", "message"}, "only there"


def test_keys_and_limits(article_file: Path, tmp_path: Path) -> None:
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        ingest(store, [article_file])
        token = Keys(store.home).add("desk", ("ask",), "default")
        with serving(Service({"default": store}, Settings(home=store.home, rate="1/hour"), keys_needed=True)) as url:
            for key in ("none", "onrec_wrong"):
                with pytest.raises(openai.AuthenticationError) as refused:
                    ask(client_of(url, key), "How many tanks did Kask claim?")
                assert refused.value.code == "invalid_api_key"
            assert "15 tanks" in ask(client_of(url, token), "How many tanks did Kask claim?").choices[0].message.content
            with pytest.raises(openai.RateLimitError) as limited:
                ask(client_of(url, token), "How many tanks did Kask claim?", stream=True)
            assert limited.value.code == "rate_limit_exceeded" and int(limited.value.response.headers["retry-after"]) > 0
        with serving(Service({"default": store}, Settings(home=store.home))) as url:
            with pytest.raises(openai.AuthenticationError):
                ask(client_of(url, "onrec_wrong"), "How many tanks did Kask claim?")
            cited = ask(client_of(url), "How many tanks did Kask claim?").choices[0].message
            opened = cited.annotations[0].url_citation.url
            assert opened == link(cited.onrecord["citations"][0], url) and httpx.get(opened).status_code == 200


def test_markers_as_links_and_the_sources_of_open_webui(newsroom: Store) -> None:
    with serving(Service({"default": newsroom}, Settings(home=newsroom.home, markers="links", open_webui=True))) as url:
        asked = TWO_OF_ONE_ARTICLE
        body = {"model": "onrecord", "messages": [{"role": "user", "content": asked}], "stream": True} | OURS
        lines = httpx.post(f"{url}/v1/chat/completions", json=body, timeout=60).text.split("\n\n")
        assert lines[-2:] == ["data: [DONE]", ""]
        sent = [json.loads(line.removeprefix("data: ")) for line in lines[:-2]]
        deltas = [c["choices"][0]["delta"] for c in sent if "choices" in c]
        content, annotations = "".join(d.get("content", "") for d in deltas), [a for d in deltas for a in d.get("annotations", [])]
        answer = native(url, question=asked)
        assert re.sub(r"\[(\[\d\])\]\([^)]*\)", r"\1", content) == answer["text"]
        by_n = {f"[{c['n']}]": c for c in answer["citations"]}
        assert annotated(content, annotations) == [f"[{m}]({link(by_n[m], url)})" for m in re.findall(r"\[\d\]", answer["text"])]
        quotes = [c["cited_text"] for c in answer["citations"]]
        assert len({c["article_id"] for c in answer["citations"]}) < len(quotes)
        assert [c["event"]["data"]["document"] for c in sent if "event" in c] == [[q] for q in quotes] and numbered_by_open_webui(sent) == quotes


def numbered_by_open_webui(sent: list[dict[str, Any]]) -> list[str]:
    """The first document of each source in the order of its numbers: sources of one id are one, as are annotations, by their address."""
    found: dict[str, str] = {}
    names: dict[str, str] = {}
    for body in sent:
        if "event" in body:
            data = body["event"]["data"]
            found.setdefault(data["metadata"][0]["source"], data["document"][0])
            names.setdefault(data["metadata"][0]["name"], data["document"][0])
        else:
            for annotation in body["choices"][0]["delta"].get("annotations", []):
                found.setdefault(annotation["url_citation"]["url"], "a source of its own")
                names.setdefault(annotation["url_citation"]["title"], "a source of its own")
    assert list(found.values()) == list(names.values())
    return list(found.values())


def test_a_chat_model_that_is_down(newsroom: Store) -> None:
    provider = Provider(500)
    with serving(Service({"default": newsroom}, Settings(home=newsroom.home, model="openai:m", base_url=provider.base_url))) as url:
        for stream in (False, True):
            with pytest.raises(openai.InternalServerError) as failed:
                ask(client_of(url), ASKED, stream=stream)
            assert failed.value.status_code == 502 and "openai:m" in failed.value.message
        assert [m.id for m in client_of(url).models.list()] == ["onrecord", "onrecord/openai:m", "onrecord/extractive"]
    provider.stop()


@pytest.mark.parametrize("stream", [False, True])
def test_a_client_that_leaves_stops_the_model(newsroom: Store, stream: bool) -> None:
    provider = Provider("The strike began at the harbour. " * 100, pause=0.1)
    with serving(Service({"default": newsroom}, Settings(home=newsroom.home, model="openai:m", base_url=provider.base_url))) as url:
        with pytest.raises(openai.APITimeoutError):
            for _ in ask(client_of(url).with_options(timeout=3), ASKED, stream=stream):
                pass
        time.sleep(1)
        written = provider.written
        time.sleep(1)
        assert written > 0 and provider.written <= written + 1, "it is not read on"
    provider.stop()


def test_langchain_reads_it_as_any_chat_model(url: str, client: openai.OpenAI) -> None:
    model = ChatOpenAI(model="onrecord", base_url=f"{url}/v1", api_key="none", extra_body=OURS, max_retries=0)  # type: ignore[arg-type]
    told = model.invoke(ASKED)
    assert told.content == ask(client, ASKED).choices[0].message.content and told.usage_metadata
    assert "".join(str(chunk.content) for chunk in model.stream(ASKED)) == told.content
    first = "How many people were evacuated in the Oske flood?"
    history = [HumanMessage(first), AIMessage(model.invoke(first).content), HumanMessage("And what did the mayor say about it?")]
    assert "Brandvåg" in model.invoke(history).content
