"""Words of a source or a model become no link, image or element where a client renders Markdown and HTML."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from onrecord.assistant.answer import Answer, Citation, Claim, GateFigures
from onrecord.assistant.api.openai.shapes import Content
from onrecord.assistant.inert import inert
from onrecord.assistant.mcp.tools import TOOLS

LIVE = re.compile(r"<(?!/?(?:p|em|strong|ul|ol|li|blockquote|h[1-6]|pre|code|br|hr)\b)[a-z/!?]", re.IGNORECASE)
PIECES = ["[", "]", "(", ")", "!", "<", ">", "\\", ":", "`", "\n", "[a]", "](", "]: ", "https://bad.example", "<img src=x>", "</p>", "<!--", "-->", "a", " ", "x", "*", "&lt;"]


def rendered(text: str) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).render(text))


@pytest.mark.parametrize(
    "text",
    [
        "![x](https://bad.example/p.png)", "[click](https://bad.example)", "[a]: https://bad.example\n\n[a]", "<img src=x onerror=alert(1)>", "<https://bad.example>",
        "\\\\<img src=x>", "[a\\](b)](https://bad.example)", "<!-- hidden -->", "<?php x ?>", "text <script>alert(1)</script>",
    ],
)  # fmt: skip
def test_markup_is_text(text: str) -> None:
    assert LIVE.search(rendered(text)) and not LIVE.search(rendered(inert(text)))


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_whatever_stands_beside_it(text: str) -> None:
    assert not LIVE.search(rendered(inert(text)))


@pytest.mark.parametrize("text", ["Tanks were lost [1][2].", "5 < 6, and 7 <8", "He [Kask] said: (nothing) [1] (Wire, 4 March 2026)", "https://own.example/a_b"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


BAD = "See [the ![form](https://bad.example/p.png)](https://bad.example) <img src=x>."


@pytest.mark.parametrize("markers", ["plain", "links"])
def test_openai_content_shows_markup_of_a_source_as_text_and_its_own_links_as_links(markers: str) -> None:
    content = Content(lambda c: "https://own.example/a/1", markers)  # type: ignore[arg-type]
    content.add({"text": f"{BAD} [1]", "claim": {"text": BAD}, "headline": None, "citations": [{"n": 1, "title": "t"}]})
    links = re.findall(r'<a href="([^"]*)"', rendered(content.text))
    assert links == (["https://own.example/a/1"] if markers == "links" else []) and "<img" not in rendered(content.text)
    (annotation,) = content.annotations
    place = annotation["url_citation"]
    assert content.text[place["start_index"] : place["end_index"]] == ("[[1]](https://own.example/a/1)" if markers == "links" else "[1]")


def test_an_abstention_over_openai_too() -> None:
    content = Content(lambda c: "", "plain")
    content.end({"text": f"I found nothing. Closest: “{BAD}”."})
    assert not LIVE.search(rendered(content.text))


def test_a_tool_of_mcp_gives_the_words_verbatim_and_as_text_without_live_markup() -> None:
    said = f"{BAD}\x1b[2J"
    citation = Citation(1, "a", 1, BAD, None, BAD, None, 0, len(said), said)
    claim = Claim(said, None, None, None, "supported", 1.0, "", "rules", (1,))
    answer = Answer("q", "fact", "served", f"{said} [1]", None, (claim,), (citation,), (), (), 1, GateFigures(1, 1, 0, 0, 0, "g", 0.0), "2026-05-25", None, None, "m", None, {}, ())
    text = TOOLS["ask"].text(answer)
    assert not LIVE.search(rendered(text)) and "\x1b" not in text and "the !" in text
    assert TOOLS["ask"].gives.dump_python(answer, mode="json")["citations"][0]["cited_text"] == said
