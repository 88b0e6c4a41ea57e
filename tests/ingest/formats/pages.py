"""Pages about an invented harbour, for the tests of what is kept of a page."""

from onrecord.ingest.documents import Source
from onrecord.ingest.extract import extract
from onrecord.vectorstore.model import Article

LEAD = "The council of Druva met on Tuesday and put off the vote on the harbour until the autumn, its clerk said."
SECOND = "“Nobody asked us,” said Oona Vell, who speaks for the dockers, when she left the hall on Tuesday night."
END = "The dockers will meet again in the same hall on Friday, and the mayor has said that he will come."
MENU = "Sport Weather Letters"


def read_page(block: str, head: str = "", language: str = "en") -> Article:
    """The article of a page whose third paragraph is `block`."""
    body = f"<nav>{MENU}</nav><article><h1>Harbour vote put off</h1><p>{LEAD}</p><p>{SECOND}</p>{block}<p>{END}</p></article><footer><p>Druva Post, 4 Quay Street.</p></footer>"
    made = extract(Source("a page", "file:a", "html", f"<html lang={language}><head><title>Harbour vote put off</title>{head}</head><body>{body}</body></html>"))
    assert isinstance(made, Article), made
    assert made.text.startswith(f"{LEAD}\n{SECOND}\n") and made.text.endswith(END)
    return made


def lines_of(block: str, head: str = "", language: str = "en") -> list[str]:
    """The lines that the article has for a block."""
    return read_page(block, head, language).text.split("\n")[2:-1]


def removed_of(block: str) -> set[tuple[str, str]]:
    """What was left out of the block, as (rule, text)."""
    return {(r.rule, r.text) for r in read_page(block).removed} - {("navigation", MENU), ("page-footer", "Druva Post, 4 Quay Street.")}
