"""Offers of a paywall are no text, and a teaser is told from an article."""

import pytest

from onrecord.ingest.cleaning import PARTIAL, PAYWALL, partial_notes, split_offers
from onrecord.ingest.documents import Rejected, Source
from onrecord.ingest.extract import extract
from onrecord.vectorstore.model import Article

STORY = "The ferry office of Hallin said on Thursday that the night boat would not sail.\nIts head, Ida Rask, said that the pier would be tested first."

LONG = f"{STORY}\nThe harbour of Hallin has three piers, and the one for the night boat is the oldest of them.\nIt was built when the fish market moved there from the town."


@pytest.mark.parametrize("offer", [
    "Subscribe to continue reading", "To continue reading, become a subscriber for €1 a week.", "Already a subscriber? Log in", "This article is for subscribers only.", "Sign in to read the full story",
    "You have reached your limit of free articles.", "Read the full story with a free trial", "Jetzt weiterlesen mit H+", "Dieser Artikel ist exklusiv für Abonnenten", "Bereits Abonnent? Hier anmelden",
    "Il vous reste 74 % de cet article à lire. La suite est réservée aux abonnés.", "Pour lire la suite, abonnez-vous", "Para seguir leyendo, suscríbete", "¿Ya eres suscriptor? Inicia sesión",
    "Per continuare la lettura, abbonati", "Verder lezen? Word abonnee", "För att läsa vidare, logga in", "Aby czytać dalej, wykup dostęp", "Чтобы читать дальше, оформите подписку", "この記事は有料会員限定です",
])  # fmt: skip
def test_an_offer_is_removed_and_recorded(offer: str) -> None:
    text, offers = split_offers(f"{STORY}\n{offer}\nOnly €1 a week\nLog in")
    assert text == STORY and [r.text for r in offers] == [offer, "Only €1 a week", "Log in"] and {r.rule for r in offers} == {PAYWALL}


@pytest.mark.parametrize("line", [
    "The island wants to become a member of the union by 2030.", "Already three boats are registered in Hallin.", "Voters must register online to access the ballot before Friday.",
    "“Subscribe to continue reading” is what the readers saw, she said.", "She asked the court to read the full report before it ruled.", "Log in to the portal, the ministry advised fishermen, and the fee of €40 is waived.",
    "Drei Boote sind bereits registriert.", "Das Ministerium will jetzt testen, ob die Brücke hält.", "The club opened ten members-only bars in a year.", "He continued reading from the letter until the judge stopped him.",
])  # fmt: skip
def test_reporting_that_has_the_same_words_stays(line: str) -> None:
    assert split_offers(f"{STORY}\n{line}") == (f"{STORY}\n{line}", ())


def test_why_a_text_may_be_incomplete() -> None:
    text, offers = split_offers(f"{STORY}\nSubscribe to continue reading")
    assert "paywall" in partial_notes(text, offers, None)[0].text
    assert "not free" in partial_notes(STORY, (), "isAccessibleForFree: false")[0].text
    assert "cut off" in partial_notes(f"{STORY[:-1]} […]", (), None)[0].text
    assert partial_notes(STORY, (), None) == ()


def test_a_teaser_is_kept_as_a_part_and_one_without_text_is_rejected() -> None:
    kept = extract(Source("here", "k", "text", f"{STORY}\nAlready a subscriber? Log in"))
    assert isinstance(kept, Article) and kept.text == STORY and kept.removed[0].rule == PARTIAL
    short = extract(Source("here", "k", "text", "The boat stays.\nSubscribe to continue reading"))
    assert isinstance(short, Rejected) and "teaser" in short.reason


def box(body: str, name: str = "paywall-box") -> str:
    story = "".join(f"<p>{line}</p>" for line in LONG.split("\n"))
    return f"<html><head><title>Boat</title></head><body><article><h1>Boat</h1>{story}<div class='{name}'>{body}</div></article></body></html>"


def test_the_lines_of_a_box_of_offers_are_removed_whatever_their_words() -> None:
    kept = extract(Source("here", "k", "html", box("<p>Good news costs money. Thank you for paying for ours.</p><p>€3 a month</p><a href='/in'>Log in</a>")))
    assert isinstance(kept, Article) and kept.text == LONG and kept.removed[0].rule == PARTIAL


def test_the_paid_part_of_an_article_is_no_offer() -> None:
    kept = extract(Source("here", "k", "html", box("<p>The boat will sail again in May, she said.</p><p>Its crew has been paid until then, and nobody has left.</p>", "paywall")))
    assert isinstance(kept, Article) and "sail again" in kept.text and "nobody has left" in kept.text and kept.removed == ()
