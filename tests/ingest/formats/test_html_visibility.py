"""What a reader of a page cannot see never becomes part of an article, and what is seen does."""

import pytest

from onrecord.ingest.documents import Source
from onrecord.ingest.extract import extract
from onrecord.vectorstore.model import Article

SECRET = "The mayor of Druva resigned on Monday after the harbour vote, three officials said."
SEEN = "The council of Druva met on Tuesday and put off the vote on the harbour until the autumn. " * 2
AGAIN = "Nobody who was present spoke to reporters when they left the hall at eleven at night."

INLINE = [
    "display:none", "DISPLAY : NONE !important", "visibility:hidden", "visibility: collapse", "opacity:0", "opacity: 0.0", "opacity:.01", "font-size:0", "font-size:0px",
    "font-size: 0.01em", "font-size:1px", "color:#fff", "color:white", "color: rgb(255, 255, 255)", "color:transparent", "color:rgba(0,0,0,0)",
    "color:#fefefe", "background:#222;color:#222", "background-color:navy;color:navy", "position:absolute;left:-9999px", "position:fixed;top:-200em", "text-indent:-9999px",
    "margin-left:-5000px", "transform:scale(0)", "transform: translateX(-9999px)", "height:0;overflow:hidden", "width:1px;height:1px;overflow:hidden",
    "max-height:0;overflow-y:hidden", "position:absolute;clip:rect(0,0,0,0)", "position:absolute;clip: rect(1px, 1px, 1px, 1px)", "clip-path:inset(100%)", "clip-path:circle(0)",
    "content-visibility:hidden",
]  # fmt: skip
CARRIERS = {
    **{style: f'<p style="{style}">{SECRET}</p>' for style in INLINE},
    "within hidden": f'<div style="display:none"><section><p style="display:block">{SECRET}</p></section></div>',
    "hidden attribute": f"<p hidden>{SECRET}</p>",
    "hidden until found": f'<p hidden="until-found">{SECRET}</p>',
    "template": f"<template><p>{SECRET}</p></template>",
    "noscript": f"<noscript><p>{SECRET}</p></noscript>",
    "closed dialog": f"<dialog><p>{SECRET}</p></dialog>",
    "script": f'<script type="text/plain">{SECRET}</script>',
    "comment": f"<!-- <p>{SECRET}</p> -->",
    "frame": f"<iframe><p>{SECRET}</p></iframe>",
    "form field": f'<input type="hidden" value="{SECRET}">',
    "class": f'<style>.x {{ display: none }}</style><p class="x">{SECRET}</p>',
    "id": f'<style>#x {{ visibility: hidden }}</style><p id="x">{SECRET}</p>',
    "class within class": f'<style>.a .b > span {{ opacity: 0 }}</style><div class="a"><p class="b">It rained. <span>{SECRET}</span></p></div>',
    "class for screens": f'<style>@media screen {{ .x {{ font-size: 0 }} }}</style><p class="x">{SECRET}</p>',
    "attribute selector": f'<style>p[data-k="1"] {{ left: -4000px; position: absolute }}</style><p data-k="1">{SECRET}</p>',
    "important beats inline": f'<style>.x {{ display: none !important }}</style><p class="x" style="display:block">{SECRET}</p>',
    "comment in a sheet": f'<style>/* a */ .x {{ dis/**/play: none; display/* b */: none }}</style><p class="x">{SECRET}</p>',
    "white of the page": f'<style>body {{ background: #fafafa }} .x {{ color: #fafafa }}</style><p class="x">{SECRET}</p>',
    "size of the parent": f'<div style="font-size:0"><p style="font-size:1em">{SECRET}</p></div>',
    "JSON-LD": f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{SECRET * 9}", "description": "{SECRET}"}}</script>',
    "JSON-LD in a graph": f'<script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle", "ArticleBody": "{SECRET * 9}"}}]}}</script>',
    "description": f'<meta name="description" content="{SECRET}"><meta property="og:description" content="{SECRET}">',
    "tag characters": "".join(chr(0xE0000 + ord(c)) for c in SECRET),
}
SHOWN = {
    "plain": f"<p>{AGAIN}</p>",
    "sheet for print": f'<style>@media print {{ p {{ display: none }} }}</style><p class="x">{AGAIN}</p>',
    "size set anew": f'<div style="font-size:0"><p style="font-size:16px">{AGAIN}</p></div>',
    "white on a dark box": f'<div style="background:#102030"><p style="color:#fff">{AGAIN}</p></div>',
    "inline beats a class": f'<style>.x {{ display: none }}</style><p class="x" style="display:block">{AGAIN}</p>',
    "later rule": f'<style>.x {{ display: none }} .x {{ display: block }}</style><p class="x">{AGAIN}</p>',
    "half seen": f'<p style="opacity:.6;font-size:80%;color:#666;margin-left:-20px">{AGAIN}</p>',
    "after something hidden": f'<p><span style="display:none">No. </span>{AGAIN}</p>',
    "other class": f'<style>.y {{ display: none }}</style><p class="x">{AGAIN}</p>',
    "clipped box of full size": f'<div style="overflow:hidden;width:600px;height:400px"><p>{AGAIN}</p></div>',
    "broken sheet": f'<style>}} .x {{ color: ; display }} @media {{ </style><p class="x">{AGAIN}</p>',
}


def page(block: str) -> Article:
    body = f"<p>{SEEN}</p>{block}<p>{SEEN.replace('Tuesday', 'Thursday')}</p>"
    made = extract(Source("a page", "file:a", "html", f"<html><head><title>Harbour vote</title></head><body><article><h1>Harbour vote</h1>{body}</article></body></html>"))
    assert isinstance(made, Article)
    return made


@pytest.mark.parametrize("carrier", CARRIERS.values(), ids=CARRIERS)
def test_hidden_text_stays_out(carrier: str) -> None:
    article = page(carrier)
    everything = f"{article.text}\n{article.title}\n{article.removed}"
    assert "resigned" not in everything and "three officials" not in everything
    assert article.text.count("The council of Druva met") == 4


@pytest.mark.parametrize("block", SHOWN.values(), ids=SHOWN)
def test_what_is_shown_is_kept(block: str) -> None:
    assert AGAIN in page(block).text


def test_zero_width_characters_hide_no_word() -> None:
    assert AGAIN in page("<p>" + "\u200b".join(AGAIN) + "</p>").text
