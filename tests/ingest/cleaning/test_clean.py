"""Which lines of an article go, by which rule, and the near misses that stay."""

import pytest

from onrecord.ingest.cleaning.clean import clean

BEFORE = "\n".join(f"The council met for the {n}th time on the budget of the harbour, and adjourned." for n in range(4, 9))
AFTER = "\n".join(f"Speaker number {n} asked for the quay to be repaired before the winter storms." for n in range(4, 9))

GOES = {
    "link-crumb": [
        "read more: lack of munition delays counteroffensive – Vell",
        "ALSO READ: Who is Kask?",
        "RELATED | Five maps",
        "More:Harbour fees to double, minister says",
        "Ferry timetable:What changes for commuters when the bridge closes",
        "Watch: The moment the crane came down on the quay",
    ],
    "subscribe-line": [
        "Never miss a tide: Sign up for the Harbour Times' morning newsletter.",
        "Support local journalism. Subscribe to harbourtimes.example today.",
        "A version of this story appeared in our Low Water newsletter. To get it in your inbox, sign up for free here.",
    ],
    "advertisement": ["Advertisement", "Need a break? Play the Harbour Times crossword.", "If you buy through our links we may earn a commission."],
    "agency-sign-off": [
        "Contributing: Ida Kolm and Per Vell, Harbour Times; Reuters",
        "(Reporting by Ida Kolm; Editing by Per Vell)",
        "— Associated Press",
    ],
    "caption": [
        "A woman mends a net on the quay at Tarnsund. Ida Kolm/AFP/Getty Images",
        "Residents gather outside the town hall in Druva on 4 May (Image credit: Per Vell/Getty Images)",
    ],
    "credit": ["(Image credit: Per Vell/AFP via Getty Images)", "Ida Kolm/Getty Images"],
}
STAYS = [
    "Read more books, the minister said.",
    "Watch out for floods, police warned.",
    "Watch: Channel 5",
    "Share prices fell on Tuesday.",
    "Related-party transactions at the port rose by a fifth.",
    "More: the island's 3,000 residents are to vote as well.",
    "Related: The minister's brother was arrested too, police said.",
    "Venue:The Old Library on Main Street near the park",
    "Sign up for the county's flood alerts by phone.",
    "Customers who subscribe now pay less, the company said in its newsletter.",
    "We may have to pay a fee for every ton.",
    "Contributing editor Jane Holm said the magazine would close.",
    "Contributing factors include rust and the age of the dam.",
    "Eleven scientists contributed to this report.",
    "— Winston Churchill",
    "Photo: the word on the back of the print was the only clue that the police had.",
    "Getty said the gift was the largest in the museum's history.",
    "Reuters reported that the ship had left port on Friday.",
    "“We will not leave,” the mayor said (Image credit: Per Vell/Getty Images)",
    "“I will never go back,” says Anna Ode, 40. Courtesy Anna Ode",
    "Two soldiers were killed and nine wounded at the bridge. Ida Kolm/AFP/Getty Images",
    "Storm Ana hit the coast in January (Image credit: Per Vell/Getty Images)",
    "Protesters gather outside the parliament. Reuters",
    "Correction: More:Harbour fees, an earlier headline, was updated.",
]


@pytest.mark.parametrize(("rule", "line"), [(rule, line) for rule, lines in GOES.items() for line in lines])
def test_what_is_no_reporting_goes_and_is_recorded_with_its_rule(rule: str, line: str) -> None:
    text, removed = clean(f"{BEFORE}\n{line}\n{AFTER}")
    assert text == f"{BEFORE}\n{AFTER}" and [(r.rule, r.text) for r in removed] == [(rule, line)]


@pytest.mark.parametrize("line", STAYS)
def test_reporting_that_looks_like_it_stays_in_the_middle_and_at_the_end(line: str) -> None:
    assert clean(f"{BEFORE}\n{line}\n{AFTER}") == (f"{BEFORE}\n{line}\n{AFTER}", ())
    assert clean(f"{BEFORE}\n{line}") == (f"{BEFORE}\n{line}", ())


def test_how_to_reach_the_reporter_goes_at_the_end_and_how_to_reach_others_stays() -> None:
    reporter, handle = "Ida Kolm covers the port for the Harbour Times. Reach her at ikolm@harbourtimes.example.", "Follow Per Vell on X: @pervell"
    club, police = "Contact Tarnsund Rowing Club: join@rowing.example", "Contact Inspector Dale Horn at d.horn@police.gov."
    text, removed = clean("\n".join([BEFORE, club, police, reporter, handle]))
    assert text == "\n".join([BEFORE, club, police]) and [r.text for r in removed] == [reporter, handle]
    assert reporter in clean(f"{BEFORE}\n{reporter}\n{AFTER}")[0]


def test_an_agency_under_a_quotation_says_whose_words_they_are() -> None:
    assert "— Reuters" in clean(f"{BEFORE}\n“The quay is gone.”\n— Reuters")[0]


def test_a_paragraph_that_comes_again_goes_and_an_item_of_a_list_stays() -> None:
    item, asked = (
        "Price: Ten crowns at the gate, and children under twelve enter free of charge.",
        "And what would you do about the fees, if you were elected mayor of Tarnsund?",
    )
    paragraph = "The ferry to Druva will not sail before the ice on the Kessin has gone, its owner said."
    text, removed = clean("\n".join([paragraph, item, asked, paragraph, item, asked]))
    assert text == "\n".join([paragraph, item, asked, item, asked]) and [(r.rule, r.text) for r in removed] == [("repeated-paragraph", paragraph)]
