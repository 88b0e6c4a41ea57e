import pytest

from onrecord.ingest.cleaning.line_rules import MAX_LINE, rule_of

KEPT = "The council met on Tuesday."


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Read more: Harbour vote put off", "link-crumb"),
        ("Related | What the vote means", "link-crumb"),
        ("Watch: The mayor leaves the council", "link-crumb"),
        ("Watch: Channel 5", None),
        ("Read more here.", "link-crumb"),
        ("Share this article", "share-line"),
        ("Sign up for our newsletter and get the news in your inbox", "subscribe-line"),
        ("Advertisement", "advertisement"),
        ("We may earn a commission from links on this page", "advertisement"),
        ("Can't see the map? Click here", "page-line"),
        ("(Reporting by Oona Vell; Editing by Jonas Krey)", "agency-sign-off"),
        ("Getty Images", "credit"),
        (KEPT, None),
        ("“Read more,” said the teacher, and the class did.", None),
        ("Share prices fell on Tuesday.", None),
        ("The mayor signed up to the pact.", None),
    ],
)
def test_rules(line: str, rule: str | None) -> None:
    assert rule_of(line, KEPT, 10) == rule


def test_a_line_of_reporters_goes_only_at_the_end() -> None:
    line = "Oona Vell contributed to this report."
    assert rule_of(line, KEPT, 0) == "agency-sign-off" and rule_of(line, KEPT, 10) is None


def test_a_name_after_a_quotation_says_whose_it_is() -> None:
    assert rule_of("— Reuters", KEPT, 0) == "agency-sign-off"
    assert rule_of("— Reuters", "“We saw it.”", 0) is None


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("Contact Oona Vell at oona.vell@wire.com.", True),
        ("Contact Oona Vell at press@police.gov.uk.", False),  # a public office
        ("Contact Oona Vell at desk@harbourclub.com.", False),  # neither a reporter by trade nor by address
        ("Oona Vell is a reporter for the Wire. Follow her @oonav", True),
    ],
)
def test_how_to_reach_a_reporter(line: str, goes: bool) -> None:
    assert (rule_of(line, KEPT, 0) == "reporter-line") == goes
    assert rule_of(line, KEPT, 10) != "reporter-line"


def test_a_notice_of_correction_and_a_long_line_stay() -> None:
    assert rule_of("Read more: this article was updated", KEPT, 10) is None
    assert rule_of("Related: " + "x" * MAX_LINE, KEPT, 10) is None
