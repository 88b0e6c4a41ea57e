"""Results as one self-contained page: beside each failed claim the article with the passage marked. No script, nothing loaded."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from onrecord.evals.reports.terminal import failures
from onrecord.vectorstore.errors import BadInput

PASSED, FAILED = ("supported", "pass"), ("unsupported", "contradicted", "fail")  # what else there is was not judged
STYLE = """
:root { color-scheme: light dark; --line: #8884; --bad: #c0392b; --mark: #ffe08a; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a75; --mark: #6b5400; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; } th, td { text-align: left; padding: .3rem .8rem; border-bottom: 1px solid var(--line); }
details { border-top: 1px solid var(--line); padding: .6rem 0; } summary { cursor: pointer; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; } @media (max-width: 50rem) { .sides { grid-template-columns: 1fr; } }
blockquote { margin: .6rem 0; font-family: Georgia, serif; white-space: pre-wrap; } mark { background: var(--mark); color: inherit; }
.fail { color: var(--bad); } .quiet { opacity: .7; } p { margin: .4rem 0; overflow-wrap: anywhere; }
"""


def write_html(path: Path, results: Mapping[str, Any], gate: Sequence[str] = ()) -> None:
    """Args: gate: why the run fails, a sentence each."""
    try:
        path.write_text(page(results, gate), "utf-8", errors="replace")
    except OSError as e:
        raise BadInput(f"the report cannot be written to {path}: {e.strerror or e}") from None


def page(results: Mapping[str, Any], gate: Sequence[str] = ()) -> str:
    order = {"fail": 0, "not_judged": 1, "pass": 2}
    cases = sorted(results["cases"], key=lambda c: order[c["verdict"]])
    counts = ", ".join(f"{sum(c['verdict'] == v for c in cases)} {told}" for v, told in (("pass", "passed"), ("fail", "failed"), ("not_judged", "not judged")))
    return "\n".join(
        [
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
            f"<title>Faithfulness: {counts}</title><style>{STYLE}</style></head><body>",
            f"<h1>Faithfulness</h1><p>{len(cases)} cases: {counts}.</p>",
            *(f'<p class="fail">{escape(sentence)}</p>' for sentence in gate),
            *figures(results["summary"]),
            *(part for case in cases for part in shown(case)),
            "</body></html>\n",
        ]
    )


def figures(summary: Mapping[str, Any]) -> Iterator[str]:
    yield "<table><tr><th>figure<th>value<th>passed<th>failed<th>not judged<th>95% interval</tr>"
    for name, f in summary.items():
        value = "—" if f["value"] is None else f"{f['value']:.3f}"
        yield f"<tr><td>{escape(name.replace('_', ' '))}<td>{value}<td>{f['passed']}<td>{f['failed']}<td>{f['not_judged']}<td>{f['low']:.3f}–{f['high']:.3f}</tr>"
    yield "</table>"


def shown(case: Mapping[str, Any]) -> Iterator[str]:
    """Failed ones are open."""
    state = case["verdict"]
    yield f"<details{' open' if state == 'fail' else ''}><summary><b class='{state}'>{state.replace('_', ' ')}</b> {escape(case.get('question') or case['id'])}</summary>"
    yield f'<p class="quiet">{escape(case["id"])} {escape(case.get("kind", ""))}</p>'
    if state == "fail":
        yield f'<p class="fail">{escape(failures(case))}</p>'
    yield '<div class="sides"><div>'
    for claim in case.get("claims", []):
        bad, told = claim["verdict"] in FAILED, claim["verdict"] not in PASSED
        marks = "".join(f"[{n}]" for n in claim.get("citations", []))
        yield f"<p{' class=fail' if bad else ''}>{escape(claim['text'])} {marks}" + (f"<br><span class=quiet>{escape(claim['verdict'])}: {escape(claim['reason'])}</span>" if told else "") + "</p>"
    if not case.get("claims"):
        yield f"<p>{escape(case.get('text') or case.get('answer', ''))}</p>"
    yield "</div><div>"
    for c in case.get("citations", []):
        where = " · ".join(x for x in (c["title"], c["publisher"], c["published_at"], f"version {c['version']}") if x)
        yield f'<p class="quiet">[{c["n"]}] {escape(where)}</p>'
        yield f"<blockquote>…{escape(c['before'])}<mark>{escape(c['cited_text'])}</mark>{escape(c['after'])}…</blockquote>"
    for claim in case.get("claims", []):
        if claim.get("nearest"):
            yield f"<blockquote>nearest: <mark>{escape(claim['nearest'])}</mark></blockquote>"
    yield "</div></div></details>"
