"""Markdown is read as a page of its own: with HTML, tables, notes and struck text, and without the codes of publishing systems."""

from onrecord.ingest.documents import Source
from onrecord.ingest.extract import extract
from onrecord.vectorstore.model import Article
from tests.ingest.formats.pages import LEAD


def read(body: str) -> Article:
    made = extract(Source("a.md", "file:a", "markdown", f"# Harbour vote\n\n{LEAD}\n\n{body}\n"))
    assert isinstance(made, Article) and made.title == "Harbour vote"
    return made


def lines_of(body: str) -> list[str]:
    return read(body).text.split("\n")[1:]


def test_html_is_read_and_not_shown() -> None:
    assert lines_of("Vell<br>said it <em>cannot</em>&nbsp;wait.\n\n<blockquote><p>We will go.</p></blockquote>\n\n<div hidden>No.</div>") == ["Vell said it cannot wait.", "We will go."]


def test_marks_that_change_figures() -> None:
    assert lines_of("~~12~~ 14 boats; 10<sup>6</sup> tons.") == ["14 boats; 10⁶ tons."]


def test_tables_lists_and_notes() -> None:
    body = "| Ward | Yes |\n|---|--:|\n| North | 12 |\n\n- Costs\n  - Cranes: 4\n- Jobs: 9\n\nIt cracked.[^a]\n\n[^a]: Minutes, page 4.\n"
    assert lines_of(body) == ["Ward: North; Yes: 12", "Costs", "Cranes: 4", "Jobs: 9", "It cracked.[1]", "[1] Minutes, page 4."]


def test_short_codes_go_and_are_recorded() -> None:
    article = read('{{<figure src="a.jpg">}}\n\n{{% notice %}}Kept.{{% /notice %}}\n\n{% include x.html %}\n\nAnd [1] this.')
    assert article.text.split("\n")[1:] == ["Kept.", "And [1] this."]
    assert [r.text for r in article.removed] == ['{{<figure src="a.jpg">}}', "{{% notice %}}", "{{% /notice %}}", "{% include x.html %}"]
