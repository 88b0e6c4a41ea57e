"""Which blocks of a page are the article. No block disappears without a record."""

import pytest

from onrecord.ingest.documents import Source
from onrecord.ingest.extract import extract
from onrecord.vectorstore.model import Article
from tests.ingest.formats.pages import END, LEAD, SECOND, lines_of, read_page, removed_of

TABLES = {
    "heads": ("<table><tr><th>Ward<th>Yes<th>No<tr><td>North<td>1,204<td>880<tr><td>South<td>655<td>1,019</table>", ["Ward: North; Yes: 1,204; No: 880", "Ward: South; Yes: 655; No: 1,019"]),
    "heads in bold": ("<table><tr><td><b>Ward</b><td><b>Yes</b><tr><td>North<td>1,204<tr><td>South<td>655</table>", ["Ward: North; Yes: 1,204", "Ward: South; Yes: 655"]),
    "paragraphs in cells": ("<table><tr><th><p>Ward</p><th><p>Yes</p><tr><td><p>North</p><td><p>12</p></table>", ["Ward: North; Yes: 12"]),
    "two rows of heads": (
        "<table><thead><tr><td></td><th colspan=2>2025</th></tr><tr><th>Port<th>In<th>Out</thead><tr><td>Tarsk<td>3<td>—</table>",
        ["Port: Tarsk; 2025 In: 3; 2025 Out: —"],
    ),
    "cell over two rows": ("<table><tr><th>Ward<th>Yes<tr><td rowspan=2>North<td>1<tr><td>2</table>", ["Ward: North; Yes: 1", "Ward: North; Yes: 2"]),
    "names of rows": ("<table><tr><th>Cost<td>€4 million<tr><th>Jobs<td>140</table>", ["Cost: €4 million", "Jobs: 140"]),
    "caption": ("<table><caption>Ships a year</caption><tr><th>Port<th>In<tr><td>Tarsk<td>3</table>", ["Ships a year", "Port: Tarsk; In: 3"]),
    "in a figure": ("<figure class='wp-block-table'><table><tr><th>Port<th>In<tr><td>Tarsk<td>3</table><figcaption>Ships a year</figcaption></figure>", ["Port: Tarsk; In: 3", "Ships a year"]),
    "in a box": ("<aside><table><tr><th>Port<th>In<tr><td>Tarsk<td>3</table></aside>", ["Port: Tarsk; In: 3"]),
    "words only": ("<table><tr><td>Vell<td>for<tr><td>Kask<td>against</table>", ["Vell; for", "Kask; against"]),
    "nonsense spans": ("<table><tr><th colspan='x'>Port<th rowspan='9999999'>In<tr><td>Tarsk<td colspan='-3'>3</table>", ["Port: Tarsk; In; 3"]),
    "layout": (f"<table><tr><td><p>{SECOND[:60]}.</p><p>{LEAD[:50]}.</p></td><td></td></tr></table>", [f"{SECOND[:60]}.", f"{LEAD[:50]}."]),
}
NOTICES = {
    "aside": "<aside class='correction'><p>Correction: the vote was put off to the autumn, not to the spring.</p></aside>",
    "foot of the article": "<footer><p>Correction, 5 March: We wrote nine ships. There were seven ships in the port.</p></footer>",
    "by its words": "<aside><p>An earlier version of this article said that nine ships were in the port.</p></aside>",
    "editor's note": "<aside><p>Editor’s note: This story was updated on 6 March to add the answer of the port.</p></aside>",
    "by its name only": "<div class='story__clarification'><p>The fee is 40 crowns and not, as we first wrote, 30 crowns.</p></div>",
    "German": "<aside><p>Korrektur: Die Gebühr beträgt 40 Kronen und nicht, wie zuerst gemeldet, 30 Kronen.</p></aside>",
}


@pytest.mark.parametrize(("table", "lines"), TABLES.values(), ids=TABLES)
def test_a_row_of_a_table_is_a_line_whose_cells_name_their_column(table: str, lines: list[str]) -> None:
    assert lines_of(table) == lines


@pytest.mark.parametrize("notice", NOTICES.values(), ids=NOTICES)
def test_a_correction_is_kept_and_marked_wherever_it_stands(notice: str) -> None:
    article = read_page(notice)
    marked = [article.text[start:end] for start, end in article.corrections]
    assert len(marked) == 1 and marked[0] in notice


def test_the_word_above_a_correction_is_kept() -> None:
    assert lines_of("<aside><h4>Clarification</h4><p>This article was amended on 5 March 2026 to say when Vell left.</p></aside>")[0] == "Clarification"


def test_a_link_to_the_corrections_is_no_correction() -> None:
    assert not read_page("<aside><p><a href='/c'>Corrections: how we correct the mistakes that we have made</a></p></aside>").corrections


def test_footnotes_are_kept_with_the_number_of_their_mark() -> None:
    block = "<p>The fee is 40 crowns.<sup><a href='#f1'>1</a></sup></p><ol class='notes'><li id='f1'>Minutes of 3 March. <a href='#r1'>↩</a></li></ol>"
    assert lines_of(block) == ["The fee is 40 crowns.[1]", "[1] Minutes of 3 March."]


def test_a_quotation_that_is_drawn_out_stands_once() -> None:
    drawn = "<blockquote class='pull-quote'><p>Nobody asked us</p><cite>Oona Vell</cite></blockquote>"
    assert lines_of(drawn) == [] and removed_of(drawn) == {("pull-quote", "Nobody asked us · Oona Vell")}
    assert lines_of("<blockquote class='pull-quote'><p>The port is our bread and our water.</p></blockquote>") == ["The port is our bread and our water."]


def test_the_name_under_a_quotation_is_kept() -> None:
    assert lines_of("<blockquote><p>We will go.</p><footer>— Oona Vell, <cite>in a letter</cite></footer></blockquote>") == ["We will go.", "— Oona Vell, in a letter"]
    assert lines_of("<figure><blockquote><p>We will go.</p></blockquote><figcaption>Oona Vell</figcaption></figure>") == ["We will go.", "Oona Vell"]


def test_times_of_a_live_blog_are_kept() -> None:
    block = "<div><time datetime='2026-03-04T19:40'>19:40</time><h3>Vote begins</h3><p>The doors are shut.</p></div><div><span class='timestamp'>19.55</span><p>They sing.</p></div>"
    assert lines_of(block) == ["19:40", "Vote begins", "The doors are shut.", "19.55", "They sing."]


def test_items_of_nested_lists_stand_once() -> None:
    assert lines_of("<ul><li>Costs<ul><li>Cranes: 4 million</li><li>Piles: 9 million</li></ul></li><li>Jobs: 140</li></ul>") == ["Costs", "Cranes: 4 million", "Piles: 9 million", "Jobs: 140"]


def test_text_beside_blocks_is_kept() -> None:
    assert lines_of("<div>The port said <b>nothing</b> on Monday.<p>The mayor did.</p>Nor did the union.</div>") == ["The port said nothing on Monday.", "The mayor did.", "Nor did the union."]


def test_lines_above_the_text_that_only_give_the_day_stay_out() -> None:
    raw = f"<html><head><title>Vote</title></head><body><article><h1>Vote</h1><div class='by'><time datetime='2026-03-04'>4 March 2026, 18:30</time></div><p>{LEAD}</p><p>{SECOND}</p><p>{END}</p></article></body></html>"
    article = extract(Source("a page", "file:a", "html", raw))
    assert isinstance(article, Article) and article.text == f"{LEAD}\n{SECOND}\n{END}"
    assert ("byline", "4 March 2026, 18:30") in {(r.rule, r.text) for r in article.removed}


def test_no_text_of_a_page_disappears_without_a_record() -> None:
    words = [f"word{n:02}" for n in range(21)]
    w = iter(words)
    block = (
        f"<aside><p>{next(w)}</p></aside><p class='ad'>{next(w)}</p><figure><img><figcaption>{next(w)}</figcaption></figure><p>Says <del>{next(w)}</del> <b>{next(w)}</b>"
        f"<span class='sr-only'>{next(w)}</span><svg><text>{next(w)}</text></svg><button>Share {next(w)}</button> <a href='/'>{next(w)}</a></p><ul class='related'><li><a href='/a'>{next(w)}</a></ul>"
        f"<form><label>{next(w)}</label><select><option>{next(w)}</select></form><div><time>{next(w)}</time></div><nav>{next(w)}</nav><pre>{next(w)}</pre>"
        f"<details><summary>{next(w)}</summary>{next(w)}</details><dl><dt>{next(w)}<dd>{next(w)}</dl><menu><li>{next(w)}</menu>{next(w)}"
    )
    article = read_page(block)
    record = " ".join(r.text for r in article.removed)
    assert [word for word in words if (word in article.text) == (word in record)] == []


def test_a_short_code_goes_and_the_text_in_it_stays() -> None:
    block = '<p>[caption id="a1" align="left"]The quay[/caption] is shut, [sic] he said [1].</p>'
    assert lines_of(block) == ["The quay is shut, [sic] he said [1]."]
    assert removed_of(block) == {("short-code", '[caption id="a1" align="left"]'), ("short-code", "[/caption]")}


def test_one_form_around_the_page_hides_no_article() -> None:
    raw = f"<html><head><title>Vote</title></head><body><form action='/p.aspx'><h1>Vote</h1><p>{LEAD}</p><p>{SECOND}</p><p>{END}</p></form></body></html>"
    article = extract(Source("a page", "file:a", "html", raw))
    assert isinstance(article, Article) and article.text == f"{LEAD}\n{SECOND}\n{END}"


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b[31m", "\x7f", "\x1f"])
def test_a_control_character_does_not_end_the_page(control: str) -> None:
    said = "The keeper of the port said on Monday that nine ships had left before the storm reached the quay."
    assert f"{said[:30]}{control[1:]}{said[30:]}" in lines_of(f"<p>{said[:30]}{control}{said[30:]}</p>")
