"""A Python assertion for promptfoo: `{type: python, value: file://FOLDER/promptfoo_assert.py, config: {score_name: faithfulness}}`.

The question is the variable `query`, `question` or `input` of the test, the contexts are `context` or `contexts`. promptfoo starts Python for
each assertion, which takes seconds with the packaged models. With `config: {url: http://127.0.0.1:8765}`, a running `onrecord serve` judges
instead, and `key` is the API key. That is fast, but it judges faithfulness only, and only the first eight sentences.
"""

import json
import urllib.error
import urllib.request
from typing import Any

Grading = dict[str, Any]
TIMEOUT = 120  # seconds for a request to the server


def get_assert(output: str, context: dict[str, Any]) -> Grading:
    """promptfoo's result for an output: {pass, score, reason}. An output of which nothing could be judged does not pass."""
    from onrecord.evals.answers import read_fields

    config = context.get("config") or {}
    fields = read_fields(context.get("vars") or {})
    contexts = [str(c) for c in fields.get("contexts") or ()]
    if url := config.get("url"):
        return ask_server(url, config.get("key"), output, contexts)
    return judge_here(output, contexts, fields, config)


def judge_here(output: str, contexts: list[str], fields: dict[str, Any], config: dict[str, Any]) -> Grading:
    from onrecord.evals.adapters.scoring import score_answer

    found = score_answer(config.get("score_name", "faithfulness"), output, contexts, str(fields.get("question", "")), fields.get("reference"), config.get("judge"))
    reason = found.why if found.state != "not_judged" else f"not judged: {found.why}"
    return {"pass": found.state == "pass", "score": found.value or 0.0, "reason": reason}


def ask_server(url: str, key: str | None, output: str, contexts: list[str]) -> Grading:
    """The verdict of `POST /v1/check` of a server. An output without contexts fails, because the server would search its own archive."""
    if not contexts:
        return {"pass": False, "score": 0.0, "reason": "the test has no variable `context`"}
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {key}"} if key else {})
    request = urllib.request.Request(f"{url.rstrip('/')}/v1/check", json.dumps({"text": output, "sources": contexts}).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as reply:
            claims = json.load(reply)["claims"]
    except (OSError, ValueError, KeyError) as e:
        return {"pass": False, "score": 0.0, "reason": f"{url} gave no verdict: {describe(e)}"}
    judged = [c for c in claims if c["verdict"] != "unchecked"]
    supported = sum(c["verdict"] == "supported" for c in judged)
    faults = [f"“{c['text']}” {c['reason']}" for c in claims if c["verdict"] != "supported"]
    reason = "; ".join([f"{supported} of {len(claims)} sentences are supported by the contexts", *faults])
    return {"pass": supported == len(claims), "score": supported / len(judged) if judged else 0.0, "reason": reason}


def describe(error: Exception) -> str:
    return error.read().decode(errors="replace") if isinstance(error, urllib.error.HTTPError) else str(error)
