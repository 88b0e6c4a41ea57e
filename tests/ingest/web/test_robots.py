import pytest

from onrecord.ingest.web.robots import MAX_BYTES, Robots

SITE = "https://news.example"


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /private/", "/a", True),
        ("User-agent: *\nDisallow: /private/", "/private/b", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/report.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/report.pdf?page=2", True),
        ("User-agent: *\nDisallow: /*/drafts/", "/2026/drafts/a", False),
        ("User-agent: *\nDisallow: /news/\nAllow: /news/open/", "/news/open/a", True),  # the longest rule decides
        ("User-agent: onrecord\nDisallow: /\n\nUser-agent: *\nDisallow:", "/a", False),  # our own rules go before those for all
        ("User-agent: other\nDisallow: /", "/a", True),
        ("<html>no robots file</html>", "/a", True),
        ("", "/a", True),
    ],
)
def test_rules(rules: str, path: str, allowed: bool) -> None:
    assert Robots(rules.encode()).allows(SITE + path) == allowed


@pytest.mark.parametrize(("written", "seconds"), [("2", 2.0), ("0.5", 0.5), ("soon", 0.0), ("-3", 0.0), ("inf", 0.0)])
def test_delay_between_requests(written: str, seconds: float) -> None:
    assert Robots(f"User-agent: *\nCrawl-delay: {written}".encode()).delay == seconds
    assert Robots().delay == 0.0


def test_bytes_that_are_no_text_and_a_huge_file_forbid_nothing_by_themselves() -> None:
    assert Robots(b"\xff\xfe\0" * 100).allows(SITE)
    assert Robots(b"#" * MAX_BYTES + b"\nUser-agent: *\nDisallow: /").allows(SITE)
