"""Facts of an article, each with where it was read; notices and broken quotation marks as spans; languages."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest.documents import Rejected, Source
from onrecord.ingest.extract import extract
from onrecord.ingest.facts.notices import broken_quotes, notices, paragraphs
from onrecord.ingest.facts.urls import canonical_url
from onrecord.ingest.formats.decode import parse_json_line
from onrecord.vectorstore.language import language_of
from onrecord.vectorstore.model import Article

LONG = "General Ivo Kask said on Sunday that the bridge would be closed for at least three weeks, and that nobody had been hurt."
PAGE = (
    '<html><head><title>A day</title><meta property="og:site_name" content="The Wire">{head}</head><body><article><h1>A day</h1>'
    + "".join(f"<p>{LONG} It was day {n} of the closure.</p>" for n in range(5))
    + "</article></body></html>"
)


def made(kind: str, raw: str, file_name: str = "x.txt", facts: dict[str, object] | None = None, facts_from: str = "stated") -> Article:
    article = extract(Source("here", "key", kind, raw, file_name, facts or {}, facts_from))
    assert isinstance(article, Article)
    return article


STORY = "https://www.example.org/news/ford?id=7"


@pytest.mark.parametrize(
    "form",
    [
        "https://www.example.org/news/ford?utm_source=x&id=7&fbclid=abc",
        "http://www.example.org:80/news/ford?id=7#comments",
        "https://amp.example.org/news/ford?id=7",
        "https://m.example.org/news/ford/amp?id=7&outputType=amp",
        "https://www.example.org/news/ford.amp?ref=front&id=7",
        "https://www.google.com/amp/s/www.example.org/news/ford?id=7",
        "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/news/ford/amp?id=7&amp_js_v=9",
    ],
)
def test_every_form_of_an_address_is_one_article(form: str) -> None:
    given_form = "https://www.example.org/news/ford?id=7" if "cdn.ampproject" in form else STORY
    assert canonical_url(form) == given_form
    one, other = (made("text", LONG, facts={"url": u}) for u in (STORY, form))
    assert one.article_id == other.article_id and other.url == form, "what a reader is given is the address as found"


@pytest.mark.parametrize("other", [
    "https://www.example.org/news/ford?id=8", "https://www.example.org/news/ford?id=7&gallery=2", "https://www.example.org/news/ford?id=7&cid=9",
    "https://example.org/news/ford?id=7", "https://www.example.org:8080/news/ford?id=7", "https://www.example.org/news/fordamp?id=7",
])  # fmt: skip
def test_what_may_be_another_article_stays_another(other: str) -> None:
    assert canonical_url(other) not in (None, canonical_url(STORY))


@pytest.mark.parametrize("url", ["", "no address", "file:///etc/passwd", "https://[bad/x", "https://example.org/", "https://example.org:99999/a", None])
def test_what_names_no_page_tells_no_article(url: str | None) -> None:
    assert canonical_url(url) is None
    assert made("text", LONG, facts={"url": url}).article_id == made("text", LONG).article_id


@given(st.text(max_size=60))
def test_an_address_is_canonical_after_one_step(rest: str) -> None:
    once = canonical_url(f"https://example.org/{rest}")
    assert once is None or canonical_url(once) == once


def test_each_fact_of_a_page_says_where_it_was_read() -> None:
    head = '<meta property="article:published_time" content="2026-03-04T09:30:00+01:00"><meta property="article:modified_time" content="2026-03-05T10:00:00Z">'
    article = made("html", PAGE.format(head=head), facts={"title": "A day in the valley", "url": STORY}, facts_from="feed")
    assert (article.published_at, article.published_time, article.updated_at) == ("2026-03-04", "2026-03-04T09:30:00+01:00", "2026-03-05T10:00:00+00:00")
    assert article.language == "en" and article.date_source == "page"
    assert article.fact_sources == {
        "title": "feed", "publisher": "page", "authors": "none", "published_at": "page", "updated_at": "page", "language": "text",
    }  # fmt: skip


def test_times_in_json_ld_are_read_and_an_update_before_publication_is_none() -> None:
    block = {"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle", "datePublished": "2026-03-04T09:30:00Z", "dateModified": "2026-03-04T08:00:00Z"}]}
    head = f'<script type="application/ld+json">{json.dumps(block)}</script>'
    article = made("html", PAGE.format(head=head))
    assert (article.published_at, article.published_time, article.updated_at) == ("2026-03-04", "2026-03-04T09:30:00+00:00", None)
    later = made("html", PAGE.format(head=head.replace("T08:00", "T18:00")))
    assert later.updated_at == "2026-03-04T18:00:00+00:00"


def test_a_page_without_a_date_has_none() -> None:
    article = made("html", PAGE.format(head=""), "page.html")
    assert (article.published_at, article.published_time, article.updated_at, article.date_source) == (None, None, None, "none")


def test_headers_and_rows_state_updates_and_language() -> None:
    text = made("text", f"Title: A day\nDate: 2026-03-04\nUpdated: 2026-03-06\nLanguage: en-GB\nURL: https://wire.example/a\n\n{LONG}")
    assert (text.updated_at, text.language, text.publisher) == ("2026-03-06", "en", "wire.example")
    assert text.fact_sources["language"] == "stated" and text.fact_sources["publisher"] == "address"
    row = {"text": LONG, "publish_date": "Wed, 04 Mar 2026 09:30:00 +0100", "updated": "2026-03-05", "language": 5}
    source = parse_json_line(json.dumps(row).encode(), "f:1")
    assert not isinstance(source, Rejected)
    article = extract(source)
    assert isinstance(article, Article)
    assert (article.published_at, article.published_time, article.updated_at) == ("2026-03-04", "2026-03-04T09:30:00+01:00", "2026-03-05")


@pytest.mark.parametrize("notice", [
    "Correction: an earlier version of this article gave a wrong figure.", "CORRECTION (March 5): The toll was 17, not 19.",
    "Corrections and clarifications: The mayor's first name is Ilse.", "This story has been updated with the minister's reply.",
    "(This article was updated to correct a date.)", "An earlier version of this report misstated the river.",
    "Editor’s note: This story has been corrected to say that the talks failed.", "This article was amended on 5 March 2026 to add a comment.",
])  # fmt: skip
def test_a_notice_of_correction_is_kept_and_recorded(notice: str) -> None:
    article = made("text", f"{LONG}\n{notice}")
    assert [article.text[s:e] for s, e in article.corrections] == [notice]


@pytest.mark.parametrize("line", [
    "Correction officers at Tarsk prison went on strike: they want more pay.", "An earlier version of the bill had no such clause.",
    "The report has been updated every year since 1990, the ministry said of its atlas of floods in the valley.".replace("The report", "Its atlas"),
    "“This story has been invented,” she said.", "Clarification came on Monday: the bridge is shut.", "The story of the ford was told again.",
])  # fmt: skip
def test_reporting_that_looks_like_a_notice_is_none(line: str) -> None:
    assert notices(f"{LONG}\n{line}") == ()


@pytest.mark.parametrize(("text", "marked"), [
    ("“We left, he said.", ["“"]), ("We left,” he said.", ["”"]), ('"We left, he said.', ['"']), ("“We left,” he said.", []), ('“We left," he said.', []),
    ("“We left,” he said. “They came back, she said.", ["“"]), ('He is 6\'2" tall and said "yes" to that.', []), ("„Wir gehen“, sagte er.", []),
    ("»Wir gehen«, sagte er.", []), ("« Nous partons », dit-il.", []), ("“We left, the “big house” and all, he said.", ["“"]),
    ("“We left the house.\n“Then we came back,” he said.", []), ("“We left the house.\nThen we came back,” he said.", ["“", "”"]),
    ("See the list »", []), ("\"We left,'' he said.", []), ("He said ‘no’ and it’s done.", []),
])  # fmt: skip
def test_broken_quotation_marks_are_marked_and_never_repaired(text: str, marked: list[str]) -> None:
    assert [text[s:e] for s, e in broken_quotes(text)] == marked
    assert text in made("text", f"{LONG}\n{text}\n{LONG}").text


@given(st.text(alphabet='“”"«»„a \n’\'1.', max_size=200))
def test_spans_of_marks_lie_in_the_text(text: str) -> None:
    assert all(text[s:e] in {*"“”„«»\""} for s, e in broken_quotes(text))
    assert all(text[s : s + len(p)] == p for s, p in paragraphs(text))


@pytest.mark.parametrize(("text", "language"), [
    (LONG, "en"), ("Der Minister sagte am Sonntag, dass die Brücke für drei Wochen gesperrt bleibt und niemand verletzt wurde.", "de"),
    ("Le ministre a déclaré dimanche que le pont serait fermé pendant trois semaines et que personne n'a été blessé dans la ville.", "fr"),
    ("El ministro dijo el domingo que el puente estará cerrado durante tres semanas y que no hubo heridos en la ciudad.", "es"),
    ("O ministro disse no domingo que a ponte ficará fechada por três semanas e que não houve feridos na cidade.", "pt"),
    ("Il ministro ha detto domenica che il ponte resterà chiuso per tre settimane e che nessuno è stato ferito nella città.", "it"),
    ("De minister zei zondag dat de brug drie weken dicht blijft en dat er niemand gewond is geraakt bij het ongeluk.", "nl"),
    ("Ministern sade på söndagen att bron ska vara stängd i tre veckor och att ingen har skadats, men det är inte klart.", "sv"),
    ("Minister powiedział w niedzielę, że most będzie zamknięty przez trzy tygodnie i że nikt nie został ranny, ale to nie jest pewne.", "pl"),
    ("Министр заявил в воскресенье, что мост будет закрыт на три недели и никто не пострадал.", "ru"),
    ("Міністр заявив у неділю, що міст буде закритий на три тижні і ніхто не постраждав.", "uk"),
    ("部长周日表示，这座桥将关闭三周，没有人受伤。", "zh"), ("大臣は日曜日、橋が３週間閉鎖されると述べた。", "ja"),
    ("قال الوزير يوم الأحد إن الجسر سيغلق لمدة ثلاثة أسابيع", "ar"), ("Kask Vell Druva Tolmara 15 19 Lomnice Tarsk", None), ("", None),
])  # fmt: skip
def test_languages(text: str, language: str | None) -> None:
    assert language_of(text) == language
