"""Makes an article from a source: it reads the format, cleans the text and reads the facts."""

import hashlib
import re

from onrecord.ingest.cleaning import clean, plain
from onrecord.ingest.documents import Rejected, Source
from onrecord.ingest.facts import StatedFacts, believed, broken_quotes, canonical_url, notices, one_line, read_facts
from onrecord.ingest.formats import READERS
from onrecord.vectorstore.model import Article

MIN_CHARACTERS = 80  # a shorter text is a teaser or an error page, not an article
MAX_HEADLINE_CHARACTERS = 150
MAX_TITLE_CHARACTERS = 80  # characters of a title that is made of the first words


def extract(source: Source) -> Article | Rejected:
    """An article ready to be stored, or the reason why the source is not an article."""
    raw, facts = READERS[source.kind](source.raw)
    left_out, marked = tuple(facts.pop("removed", ())), frozenset(facts.pop("notices", ()))
    stated = StatedFacts(facts, "page" if source.kind == "html" else "stated", believed(source.facts) if source.facts_from == "document" else source.facts, source.facts_from)
    text, removed = clean(raw)
    headline, body = split_headline(text)
    if headline and one_line(stated.get("title")[0]) in (None, headline):
        facts["title"] = facts.get("title") or headline
        text = body
    if len(text) < MIN_CHARACTERS:
        return Rejected(source.where, f"only {len(text)} characters of text; an article needs at least {MIN_CHARACTERS}")
    url = one_line(stated.get("url")[0])
    address = canonical_url(url)
    known = read_facts(stated, text, url, source.file_name)
    return Article(
        article_id=hashlib.sha256((address or source.key).encode("utf-8", "surrogatepass")).hexdigest()[:12],
        text=text,
        title=known.title or title_from_lead(text),
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
        corrections=notices(text, frozenset(map(plain, marked))),
        broken_quotes=broken_quotes(text),
        removed=(*source.removed, *left_out, *removed),
    )


def split_headline(text: str) -> tuple[str, str]:
    """The headline and the rest. The first line is a headline if it is short and does not end like a sentence."""
    first, _, rest = text.partition("\n")
    if rest and len(first) <= MAX_HEADLINE_CHARACTERS and not re.search(r"[.!?…][\"'”’)]*$", first):
        return first, rest
    return "", text


def title_from_lead(text: str) -> str:
    """A title for an article without a headline: its first words."""
    first = text.split("\n", 1)[0]
    return first if len(first) <= MAX_TITLE_CHARACTERS else first[:MAX_TITLE_CHARACTERS].rsplit(" ", 1)[0] + " …"
