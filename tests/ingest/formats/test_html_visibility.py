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


WHITE = f'<p style="color:#fff">{AGAIN}</p>'
# Carriers of text that may be hidden, but is not known to be. (head, block)
UNKNOWN = {
    "over a photo": ("", f'<div style="background-image:url(a.jpg)"><div>{WHITE}</div></div>'),
    "over a photo and a colour": ("", f'<div style="background:#fff url(a.jpg) center">{WHITE}</div>'),
    "over a gradient of a class": ("<style>.g { background: linear-gradient(#123, #456) }</style>", f'<div class="g">{WHITE}</div>'),
    "over a colour by a variable": ("<style>:root { --b: #111 } .g { background: var(--b) }</style>", f'<div class="g">{WHITE}</div>'),
    "over a colour among other words": ("", f'<div style="background:#111 none no-repeat">{WHITE}</div>'),
    "beside a picture that it is placed over": ("", f'<div><img src="a.jpg"><div style="position:absolute">{WHITE}</div></div>'),
    "in a cell": ("", f'<table role="presentation"><tr><td bgcolor="#0b2545">{WHITE}</td></tr></table>'),
    "with the old element": ("", f'<table role="presentation"><tr bgcolor="navy"><td><font color="white">{AGAIN}</font></td></tr></table>'),
    "letters filled by a gradient": ("", f'<p style="background:linear-gradient(red,blue);-webkit-background-clip:text;color:transparent">{AGAIN}</p>'),
    "a box whose class a linked sheet may darken": ('<link rel="stylesheet" href="a.css">', f'<div class="story-hero">{WHITE}</div>'),
    "on a dark page": ("<style>html { background: #000 } body { color: #fff }</style>", f"<p>{AGAIN}</p>"),
    "white page, sheet elsewhere": ("<style>body { color: #fff }</style>", f"<p>{AGAIN}</p>"),
    "in the dark": ("<style>@media (prefers-color-scheme: dark) { .x { color: #fff } }</style>", f'<p class="x">{AGAIN}</p>'),
    "on narrow screens": ("<style>@media (max-width: 600px) { .x { display: none } }</style>", f'<p class="x">{AGAIN}</p>'),
    "for printers by attribute": ('<style media="print">.x { display: none }</style>', f'<p class="x">{AGAIN}</p>'),
    "without scripts": ("<noscript><style>.x { display: none }</style></noscript>", f'<p class="x">{AGAIN}</p>'),
    "revealed by a class": ("<style>.r { opacity: 0; transform: scale(0) } .r.seen { opacity: 1; transform: none }</style>", f'<p class="r">{AGAIN}</p>'),
    "revealed by a class of its own": ("<style>.fade { opacity: 0 } .is-visible { opacity: 1 }</style>", f'<p class="fade">{AGAIN}</p>'),
    "revealed by a class of the page": ("<style>.s { visibility: hidden } .fonts-ready .s { visibility: visible }</style>", f'<div class="s"><p>{AGAIN}</p></div>'),
    "revealed by an attribute": ("<style>[data-fx] { opacity: 0 } [data-fx][data-on] { opacity: 1 }</style>", f'<p data-fx="up">{AGAIN}</p>'),
    "animated": ("<style>@keyframes in { to { opacity: 1 } } .x { opacity: 0; animation: in 1s }</style>", f'<p class="x">{AGAIN}</p>'),
    "visible within hidden": ("", f'<div style="visibility:hidden"><p style="visibility:visible">{AGAIN}</p></div>'),
    "page hidden until its script ran": ("<style>body { opacity: 0 }</style>", f"<p>{AGAIN}</p>"),
    "article hidden until its script ran": ("<style>article { visibility: hidden }</style>", f"<p>{AGAIN}</p>"),
    "attribute overruled": ("<style>.x { display: block }</style>", f'<p hidden class="x">{AGAIN}</p>'),
}
KNOWN = {
    "revealed by the reader's pointer": ("<style>.t { visibility: hidden } .w:hover .t { visibility: visible }</style>", f'<p class="t">{SECRET}</p>'),
    "folded like a menu": ("<style>.t { display: none } .t.open { display: block }</style>", f'<p class="t">{SECRET}</p>'),
    "on wide screens": ("<style>@media (min-width: 700px) { .t { display: none } }</style>", f'<p class="t">{SECRET}</p>'),
    "white box within a dark one": ("", f'<div style="background:#000"><div style="background:#fff"><p style="color:#fff">{SECRET}</p></div></div>'),
    "white letters of the old element": ("", f'<p><font color="white">{SECRET}</font></p>'),
    "white, with a linked sheet": ('<link rel="stylesheet" href="a.css">', f'<p style="color:#fff">{SECRET}</p>'),
    "beside a page that hides itself": ("<style>body { opacity: 0 }</style>", f'<p style="display:none">{SECRET}</p>'),
    "animation that the page does not have": ("<style>.x { opacity: 0; animation: none-such 1s }</style>", f'<p class="x">{SECRET}</p>'),
}


@pytest.mark.parametrize(("head", "block"), UNKNOWN.values(), ids=UNKNOWN)
def test_text_that_is_not_known_to_be_hidden_is_kept(head: str, block: str) -> None:
    article = page(head + block)
    assert AGAIN in article.text and article.text.count("The council of Druva met") == 4


@pytest.mark.parametrize(("head", "block"), KNOWN.values(), ids=KNOWN)
def test_text_that_is_known_to_be_hidden_stays_out(head: str, block: str) -> None:
    article = page(head + block)
    assert "resigned" not in f"{article.text}{article.title}{article.removed}" and article.text.count("The council of Druva met") == 4


def test_hidden_text_is_recorded_by_its_length_and_a_page_that_is_not_believed_says_so() -> None:
    assert [(r.rule, r.text) for r in page(f'<p style="display:none">{SECRET}</p>').removed] == [("hidden", f"{len(SECRET)} characters that the page does not show (display)")]
    (told,) = page(f"<style>article {{ opacity: 0 }}</style><p>{AGAIN}</p>").removed
    assert told.rule == "kept-although-hidden" and "100%" in told.text
