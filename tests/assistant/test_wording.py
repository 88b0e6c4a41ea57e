import pytest

from onrecord.assistant.wording import abstention_text, name_searched
from onrecord.vectorstore.model import Article


def article(title: str, publisher: str | None, day: str | None) -> Article:
    return Article(title, "Text.", title, 1, publisher=publisher, published_at=day)


@pytest.mark.parametrize(
    ("nearest", "named"),
    [
        ((), ""),
        ((article("Quay closes", "Lissel Post", "2026-05-20T08:00:00Z"),), " Closest: “Quay closes”, Lissel Post, 20 May."),
        ((article("“Sold”, says „Lissel“: a «quay» \"to let\"", None, None),), " Closest: “‘Sold’, says ‚Lissel‘: a ‹quay› 'to let'”."),
        ((article("Quay opens", None, "2025-05-20"), article("Ferry sinks", None, None)), " Closest: “Quay opens”, 20 May 2025; “Ferry sinks”."),
    ],
)
def test_an_abstention_names_the_closest_articles_as_far_as_they_are_known(nearest: tuple[Article, ...], named: str) -> None:
    assert abstention_text("your 51 articles", nearest, "2026-11-01") == f"I found nothing on this in your 51 articles.{named}"


def test_a_correction_takes_the_place_of_what_was_not_found() -> None:
    assert abstention_text("your 51 articles", (), "2026-11-01", "Nothing here says that Jonna Marl resigned") == "Nothing here says that Jonna Marl resigned."


@pytest.mark.parametrize(("count", "narrowed", "words"), [(1, False, "your one article"), (51234, False, "your 51,234 articles"), (9, True, "the articles that your filters leave")])
def test_what_was_searched(count: int, narrowed: bool, words: str) -> None:
    assert name_searched(count, narrowed) == words
