"""Makes an article from a source: it reads the format, cleans the text and reads the facts."""

import hashlib
import re

from onrecord.ingest.cleaning import clean, is_offer, partial_notes, plain, split_offers, wall_of
from onrecord.ingest.documents import Rejected, Source
from onrecord.ingest.facts import (
    StatedFacts,
    believed,
    broken_quotes,
    canonical_url,
    first_line,
    is_source_line,
    notices,
    one_line,
    read_facts,
    with_user_facts,
)
from onrecord.ingest.formats import READERS, mend, mend_facts
from onrecord.vectorstore.model import Article

MIN_CHARACTERS = 80  # a shorter text is a teaser or an error page, not an article
DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
DENSE_WEIGHT = 2.5
MAX_HEADLINE_CHARACTERS = 150
SIGN_OFF = "agency-sign-off"  # rule of the cleaning
MAX_TITLE_CHARACTERS = 80  # characters of a title that is made of the first words


def extract(source: Source) -> Article | Rejected:
    """An article ready to be stored, or the reason why the source is not an article."""
    raw, facts = READERS[source.kind](source.raw)
    left_out, marked = tuple(facts.pop("_removed", ())), frozenset(facts.pop("_notices", ()))
    raw, mended = mend(raw)
    facts, beside = mend_facts(facts), mend_facts(source.facts)
    if source.facts_from == "document":
        beside = believed(beside)
    stated = StatedFacts(facts, "page" if source.kind == "html" else "stated", beside, source.facts_from)
    text, removed = clean(raw)
    headline, body = split_headline(text)
    if headline and first_line(stated, "title")[0] in (None, headline):
        stated.add("title", headline)
        text = body
    text, offers = split_offers(text, stated.offers)
    partial = partial_notes(text, (*offers, *(r for r in removed if is_offer(r.text))), stated.access)
    if reason := not_an_article(source.kind, first_line(stated, "title")[0], text, bool(partial)):
        return Rejected(source.where, reason)
    url = one_line(first_line(stated, "url")[0])
    address = canonical_url(url)
    read = read_facts(stated, text, url, source.file_name, [r.text for r in removed if r.rule == SIGN_OFF])
    known = with_user_facts(read, source.by_user)
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
        fact_sources=known.sources | ({"encoding": source.encoding} if source.encoding else {}),
        corrections=notices(text, frozenset(map(plain, marked))),
        broken_quotes=broken_quotes(text),
        removed=(*partial, *source.removed, *left_out, *mended, *stated.dropped, *removed, *offers),
    )


def not_an_article(kind: str, title: str | None, text: str, partial: bool) -> str | None:
    """Why a text is not stored, and what to do about it; None for an article."""
    if kind == "html" and (wall := wall_of(title, text)):
        return f"{wall}; open the page in a browser, save it there and ingest the saved file"
    if weight(text) >= MIN_CHARACTERS:
        return None
    if partial:
        return f"only the teaser of a page behind a paywall ({len(text)} characters); ingest the full text as a file"
    return f"only {len(text)} characters of text; an article needs at least {MIN_CHARACTERS}. If the source has more, save its text as a .txt file and ingest that"


def weight(text: str) -> float:
    """The length of a text in letters of an alphabet. A Chinese or Japanese character, or a Korean syllable, says as much as two or three."""
    return len(text) + (DENSE_WEIGHT - 1) * len(DENSE.findall(text))


def split_headline(text: str) -> tuple[str, str]:
    """The headline and the rest. The first line is a headline if it is short and does not end like a sentence. The paper's name and day may stand before it."""
    first, _, rest = text.partition("\n")
    if rest and is_source_line(first):
        headline, body = split_headline(rest)
        return headline, f"{first}\n{body}" if headline else text
    if rest and len(first) <= MAX_HEADLINE_CHARACTERS and not re.search(r"[.!?…][\"'”’)]*$", first):
        return first, rest
    return "", text


def title_from_lead(text: str) -> str:
    """A title for an article without a headline: its first words."""
    lines = text.split("\n")
    first = next((line for line in lines if not is_source_line(line)), lines[0])
    return first if len(first) <= MAX_TITLE_CHARACTERS else first[:MAX_TITLE_CHARACTERS].rsplit(" ", 1)[0] + " …"
