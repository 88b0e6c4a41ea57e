"""Text and facts of an article from what a source gave: plain text, Markdown or a web page."""

import hashlib
import re
import unicodedata
from typing import Any

import yaml
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from onrecord.ingest.cleaning import clean, plain
from onrecord.ingest.documents import Rejected, Source
from onrecord.ingest.facts import Told, broken_quotes, canonical_url, notices, one_line, page_times, read_facts
from onrecord.ingest.formats import drop_hidden
from onrecord.ingest.limits import check_nesting
from onrecord.vectorstore.model import Article

MIN_CHARACTERS = 80  # less is a stub or an error page, not an article
HEADLINE_CHARACTERS = 150
HEADER_LINE = re.compile(r"(title|headline|date|published|updated|modified|language|publisher|source|outlet|url|link|authors?|by):\s*(.*)", re.IGNORECASE)
HEADER_NAMES = {
    "headline": "title", "published": "date", "modified": "updated", "source": "publisher", "outlet": "publisher", "link": "url", "author": "authors", "by": "authors",
}  # fmt: skip
FRONT_MATTER = re.compile(r"---\s*\n(.*?)\n---\s*\n(.*)", re.DOTALL)


def extract(source: Source) -> Article | Rejected:
    """An article ready to be stored, or why it is none."""
    raw, facts = {"text": read_text, "markdown": read_markdown, "html": read_html}[source.kind](source.raw)
    told = Told(facts, "page" if source.kind == "html" else "stated", source.facts, source.facts_from)
    text, removed = clean(raw)
    headline, body = headline_first(text)
    if headline and one_line(told.get("title")[0]) in (None, headline):
        facts["title"] = facts.get("title") or headline
        text = body
    if len(text) < MIN_CHARACTERS:
        return Rejected(source.where, f"only {len(text)} characters of text; at least {MIN_CHARACTERS} are needed")
    url = one_line(told.get("url")[0])
    address = canonical_url(url)
    known = read_facts(told, text, url, source.file_name)
    return Article(
        article_id=hashlib.sha256((address or source.key).encode("utf-8", "surrogatepass")).hexdigest()[:12],
        text=text,
        title=known.title or lead_as_title(text),
        url=url,
        canonical_url=address,
        publisher=known.publisher,
        authors=known.authors,
        published_at=known.published_at,
        date_source=known.sources["published_at"],
        published_time=known.published_time,
        updated_at=known.updated_at,
        language=known.language,
        fact_sources=known.sources,
        corrections=notices(text),
        broken_quotes=broken_quotes(text),
        removed=removed,
    )


def read_text(raw: str) -> tuple[str, dict[str, Any]]:
    """Plain text, which may begin with `Title:`, `Date:`, `Publisher:`, `URL:` and `Authors:` lines."""
    lines = plain(raw).strip().split("\n")
    facts: dict[str, Any] = {}
    while lines and (found := HEADER_LINE.fullmatch(lines[0])):
        name = found[1].lower()
        facts[HEADER_NAMES.get(name, name)] = found[2]
        lines.pop(0)
    return unwrap("\n".join(lines)), facts


def unwrap(text: str) -> str:
    """Joins hard-wrapped lines: where blank lines part the paragraphs and no line is longer than a terminal is wide."""
    wrapped = "\n\n" in text.strip() and max(map(len, text.split("\n"))) <= 100
    return "\n".join(" ".join(block.split("\n")) for block in re.split(r"\n{2,}", text)) if wrapped else text


def read_markdown(raw: str) -> tuple[str, dict[str, Any]]:
    """Markdown with or without YAML front matter; a first heading is the headline."""
    facts: dict[str, Any] = {}
    if found := FRONT_MATTER.match(raw.replace("\r\n", "\n").lstrip("\ufeff\n ")):
        facts, raw = front_matter(found[1]), found[2]
    tree = parse_html(MarkdownIt("commonmark", {"html": False}).render(raw))
    if tree is None:
        return "", facts
    heading = tree.find(".//h1")
    if heading is not None:
        facts.setdefault("title", heading.text_content())
        heading.drop_tree()
    blocks = [b for b in tree.iter("p", "li", "h2", "h3", "h4", "h5", "h6", "pre") if b.tag != "p" or b.getparent().tag != "li"]
    return "\n".join(b.text_content().replace("\n", " ") for b in blocks), facts


def front_matter(block: str) -> dict[str, Any]:
    try:
        loaded = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    if not isinstance(loaded, dict):
        return {}
    named = {HEADER_NAMES.get(str(k).lower(), str(k).lower()): v for k, v in loaded.items()}
    return {k: v if k == "authors" else str(v) for k, v in named.items() if v}


def read_html(raw: str) -> tuple[str, dict[str, Any]]:
    """The main text of a web page by trafilatura, without what a reader of the page would not see."""
    import trafilatura  # a second to import; only pages need it

    tree = parse_html(raw)
    if tree is None:
        return "", {}
    drop_hidden(tree)
    shown, times = letters(tree.text_content()), page_times(tree)  # before the extraction, which changes what it reads
    page = trafilatura.bare_extraction(tree, include_comments=False, include_tables=False, deduplicate=False, with_metadata=True)
    if not isinstance(page, trafilatura.settings.Document):
        return "", {}
    facts = {"title": page.title, "url": page.url, "publisher": page.sitename, "authors": page.author, "date": stated_date(tree)} | times
    return on_the_page(page.text or "", shown), facts


def parse_html(raw: str) -> Any:
    try:
        tree = lxml_html.document_fromstring(raw.encode("utf-8", "ignore"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (ValueError, lxml_html.etree.LxmlError):
        return None
    check_nesting(tree)
    return tree


def on_the_page(text: str, shown: str) -> str:
    """The paragraphs that stand among the letters of the page, not those that only its metadata hold."""
    return "\n".join(line for line in text.split("\n") if letters(line) in shown)


def letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def stated_date(tree: Any) -> str | None:
    """The date that the page itself states in its metadata or a time element. None rather than a guess."""
    from htmldate import find_date

    return find_date(tree, extensive_search=False, original_date=True, outputformat="%Y-%m-%d")


def headline_first(text: str) -> tuple[str, str]:
    """Splits off a first line that is a headline: short, and without the stop that ends a sentence."""
    first, _, rest = text.partition("\n")
    if rest and len(first) <= HEADLINE_CHARACTERS and not re.search(r"[.!?…][\"'”’)]*$", first):
        return first, rest
    return "", text


def lead_as_title(text: str) -> str:
    """Something to show for an article without a headline: its first words."""
    first = text.split("\n", 1)[0]
    return first if len(first) <= 80 else first[:80].rsplit(" ", 1)[0] + " …"
