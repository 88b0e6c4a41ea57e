"""Citation markers of every form are citations, and no part of the words. What only looks like one stays."""

import pytest

from onrecord.assistant.answer_text import read_claims
from onrecord.assistant.answer_text.markers import before_stop, cited, mark_citations, without_marks


@pytest.mark.parametrize(
    ("marker", "numbers"),
    [
        ("[1]", (1,)),
        ("[1, 3]", (1, 3)),
        ("[1-3]", (1, 2, 3)),
        ("[2–3]", (2, 3)),
        ("[1][2]", (1, 2)),
        ("[1] [2]", (1, 2)),
        ("[^2]", (2,)),
        ("(Source 1)", (1,)),
        ("(Sources 1 and 2)", (1, 2)),
        ("(see Source 2)", (2,)),
        ("(Source 1, Document 3)", (1, 3)),
        ("[doc1]", (1,)),
        ("[Document 2]", (2,)),
        ("[ref 3]", (3,)),
        ("[Source 1, Source 2]", (1, 2)),
        ("[S1]", (1,)),
        ("[1, p. 3]", (1,)),
        ("[1] and [2]", (1, 2)),
        ("(See [1] and [2])", (1, 2)),
        ('[1](#cite-1 "Corvane Wire")', (1,)),
        ("(Source: Corvane Wire)", ()),
        ("([Corvane Wire](https://a.example/x))", ()),
        ("[^note]", ()),
        ("[cite: 1, 2]", (1, 2)),
        ("【1†source】", (1,)),
        ("【3:0†source】", (3,)),
        ("¹", (1,)),
        ("¹ ²", (1, 2)),
        ("[[1]](https://a.example/x_(y))", (1,)),
        ("[1](https://a.example/x)", (1,)),
        ("<sup>1</sup>", (1,)),
        ('<sup><a href="#1">[2]</a></sup>', (2,)),
        ("<cite>1</cite>", (1,)),
        (r"\[1\]", (1,)),
    ],
)
@pytest.mark.parametrize("sentence", ["The ford was shut {}.", "The ford was shut{}.", "The ford was shut.{}", "The ford was shut. {}"])
def test_every_form_cites(marker: str, numbers: tuple[int, ...], sentence: str) -> None:
    (claim,) = read_claims(sentence.format(marker))
    assert (claim.text, claim.cites) == ("The ford was shut.", numbers)


@pytest.mark.parametrize(
    "text", ["It covers 120 km² of land.", "The pool holds 10³ litres.", "He said “it [sic] rained”.", "It opened in [2024].", "Under the law (Article 5 of it) that is banned.", "It rose [1-90].", "Ivo Kask (44) left."]
)
def test_what_is_no_citation_stays(text: str) -> None:
    (claim,) = read_claims(text)
    assert (claim.text, claim.cites) == (text, ())


def test_a_marker_behind_a_full_stop_belongs_to_the_sentence_before_it() -> None:
    claims = read_claims("Kask left. [1] He came back.[2] Nobody saw it.")
    assert [(c.text, c.cites) for c in claims] == [("Kask left.", (1,)), ("He came back.", (2,)), ("Nobody saw it.", ())]


def test_marks_keep_their_numbers_once() -> None:
    marked = before_stop(mark_citations("A.[1][1, 2]"))
    assert cited(marked) == (1, 2) and without_marks(marked) == "A."


@pytest.mark.parametrize("text", ["According to [2], the ford is shut.", "[2] says that the ford is shut.", "As [2] reports, the ford is shut.", "According to Source 2, the ford is shut.", "Document 2 says that the ford is shut.", "The ford is shut, as reported in [2]."])
def test_a_cited_source_that_speaks_is_a_citation(text: str) -> None:
    (claim,) = read_claims(text)
    assert (claim.text, claim.cites) == ("The ford is shut.", (2,))


def test_a_source_that_speaks_behind_a_full_stop_belongs_to_its_own_sentence() -> None:
    assert [(c.text, c.cites) for c in read_claims("It rained. Source 2 says that the ford is shut.")] == [("It rained.", ()), ("The ford is shut.", (2,))]
