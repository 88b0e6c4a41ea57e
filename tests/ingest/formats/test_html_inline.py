"""A paragraph survives what stands in it, and no markup changes what it says. What is taken out of a sentence is recorded."""

import pytest

from tests.ingest.formats.pages import lines_of, removed_of

# What stands in a sentence and what remains of it.
KEPT = {
    "time": ("It met at <time datetime='2026-03-03T20:00'>eight</time> in the hall.", "It met at eight in the hall."),
    "own element": ("Shares of <stock-quote symbol='HV'>Halvar 12.40</stock-quote> fell.", "Shares of Halvar 12.40 fell."),
    "button with a term": ("A <button class='glossary'>quorum</button> of nine is needed.", "A quorum of nine is needed."),
    "label": ("The <label for='x'>fee</label> is 40 crowns.", "The fee is 40 crowns."),
    "meter": ("Turnout <data value='61'>61 percent</data>, <output>up</output> by two.", "Turnout 61 percent, up by two."),
    "class like an advertisement's": ("It <span class='share-price'>Share prices at the port fell by</span> a tenth.", "It Share prices at the port fell by a tenth."),
    "name of something related": ("The <a class='related-topic' href='/u'>Union of Harbour Workers</a> said so.", "The Union of Harbour Workers said so."),
    "word with a tooltip": ("The <span class='tooltip'>GDP</span> grew.", "The GDP grew."),
    "formula": ("The area is <math><msup><mn>10</mn><mn>3</mn></msup></math> metres.", "The area is 10³ metres."),
    "times beside words": ("<time>14:32</time><b>Vote begins</b> in the hall.", "14:32 Vote begins in the hall."),
}
LEFT_OUT = {
    "title of a picture": ("a report<svg><title>opens in a new tab</title></svg>, which is long.", "a report, which is long.", "picture", "opens in a new tab"),
    "reading": ("The firm <ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby> builds.", "The firm 港 builds.", "reading-aid", "みなと"),
    "tooltip": ("The <i class='tooltip'>GDP<i class='tooltiptext'>gross product</i></i> grew.", "The GDP grew.", "tooltip", "gross product"),
    "role of a tooltip": ("Vell <span role='tooltip'>Born 1961</span> left.", "Vell left.", "tooltip", "Born 1961"),
    "words for screen readers": ("a report <span class='u-visually-hidden'>(external link)</span>, he said.", "a report, he said.", "for-screen-readers", "(external link)"),
    "note of a link": ("in <a href='/r'>a report (opens in new window)</a> today.", "in a report today.", "for-screen-readers", "(opens in new window)"),
    "note of a link in German": ("im <a href='/r'>Bericht <i>öffnet in neuem Fenster</i></a> steht es.", "im Bericht steht es.", "for-screen-readers", "öffnet in neuem Fenster"),
    "advertisement": ("They meet <span class='ad-unit'>Advertisement</span> on Friday.", "They meet on Friday.", "advertisement", "Advertisement"),
    "insert": ("It closed <b class='inline-related'>See also: Ferry fares</b> because it rained.", "It closed because it rained.", "related-link", "See also: Ferry fares"),
    "insert between words": ("closed<em class='promo'>Read more: Fares</em>because", "closed because", "advertisement", "Read more: Fares"),
    "control": ("The mayor <button>Listen to this</button> left.", "The mayor left.", "control", "Listen to this"),
    "struck": ("It costs <s>€40</s> €44 now.", "It costs €44 now.", "struck-out", "€40"),
    "deleted": ("The toll is <del>12</del> <ins>14</ins>.", "The toll is 14.", "struck-out", "12"),
    "struck by a style": ("It costs <span style='text-decoration: red line-through'>9</span> 8.", "It costs 8.", "struck-out", "9"),
}
RAISED = {
    "140<sup>2</sup> ships": "140² ships", "in 2025<sup><a href='#n3'>3</a></sup> too": "in 2025[3] too", "10<sup>-6</sup> tons": "10⁻⁶ tons", "12 km<sup>2</sup>": "12 km²",
    "the 20<sup>th</sup> century": "the 20th century", "M<sup>me</sup> Vell": "Mme Vell", "the 2<sup>e</sup> vote": "the 2e vote", "Halvar<sup>TM</sup> boats": "Halvar™ boats",
    "140<sup>2,3</sup> ships": "140[2,3] ships", "10<sup>2.5</sup>": "10^(2.5)", "n<sup>x</sup>": "nˣ", "CO<sub>2</sub>": "CO2", "PM<sub>2.5</sub>": "PM2.5", "2025<sub>3</sub>": "2025₃",
    "140<span style='vertical-align: super'>2</span>": "140²", "2025<a role='doc-noteref' href='#n3'>3</a>": "2025[3]", "left.<sup>*</sup>": "left.*", "a<sup>small words here</sup>": "a small words here",
}  # fmt: skip


@pytest.mark.parametrize(("inside", "text"), KEPT.values(), ids=KEPT)
def test_a_piece_of_a_sentence_stays(inside: str, text: str) -> None:
    assert lines_of(f"<p>{inside}</p>") == [text] and not removed_of(f"<p>{inside}</p>")


@pytest.mark.parametrize(("inside", "text", "rule", "piece"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_a_piece_that_is_no_part_of_the_sentence_goes_and_is_recorded(inside: str, text: str, rule: str, piece: str) -> None:
    assert lines_of(f"<p>{inside}</p>") == [text]
    assert removed_of(f"<p>{inside}</p>") == {(rule, piece)}


@pytest.mark.parametrize(("inside", "text"), RAISED.items())
def test_raised_and_lowered_characters_are_no_digits_of_the_figure(inside: str, text: str) -> None:
    assert lines_of(f"<p>Here {inside}</p>") == [f"Here {text}"]


@pytest.mark.parametrize(
    ("language", "inside", "text"),
    [
        ("en", "She said <q>he told me <q>no</q> and left</q> early.", "She said “he told me ‘no’ and left” early."),
        ("de", "Sie sagte <q>Nein</q> und ging.", "Sie sagte „Nein“ und ging."),
        ("fr", "Elle dit <q>non</q> et part.", "Elle dit «non» et part."),
        ("en", "She said <q>“no”</q> and left.", "She said “no” and left."),
    ],
)
def test_q_has_the_marks_that_browsers_write(language: str, inside: str, text: str) -> None:
    assert lines_of(f"<p>{inside}</p>", language=language) == [text]


def test_a_line_break_within_a_sentence_is_a_space() -> None:
    assert lines_of("<p>The dead:<br>Nils Aker, 34<br>Ida Holm, 51<br><br>The others<br>live in Tarsk.</p>") == ["The dead:", "Nils Aker, 34", "Ida Holm, 51", "The others live in Tarsk."]
