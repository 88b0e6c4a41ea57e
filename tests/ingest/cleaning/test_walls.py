"""A page that stands in the place of an article is told from an article about such pages."""

import pytest

from onrecord.ingest.cleaning import wall_of

CONSENT = [
    "We value your privacy\nWe and our 97 vendors use cookies to store and access data on your device for personalised ads.\nYou can accept all purposes or change your choices at any time.",
    "Wir und unsere 97 Partner verwenden Cookies und verarbeiten personenbezogene Daten für Werbung.\nSie können Ihre Einwilligung jederzeit widerrufen oder den Zwecken zustimmen.",
    "Avec votre consentement, nos partenaires et nous utilisons des cookies pour la publicité.\nVous pouvez accepter les finalités ou retirer votre consentement à tout moment.",
    "Con tu consentimiento, nosotros y nuestros socios usamos cookies para publicidad.\nPuedes aceptar las finalidades o cambiar tus datos personales cuando quieras.",
    "Met uw toestemming gebruiken wij en onze partners cookies voor advertenties.\nU kunt uw keuze voor deze doeleinden op uw apparaat altijd wijzigen.",
]
REPORTS = [
    "The regulator of Hallin fined three websites on Thursday over the cookies that they set without consent.\n“We and our partners ask for your consent on every page,” a spokesman said.\nThe fines add up to €4 million, according to the regulator.",
    "The island's data law says that advertising partners need the consent of a reader.\nIts privacy office will check the purposes that websites state, and publish a list of them in May.",
    "Das Gericht in Hallin verbietet Cookies ohne Einwilligung.\nDer Betreiber erklärte, er werde die Werbung seiner Partner ändern.",
]


@pytest.mark.parametrize("text", CONSENT)
def test_a_request_for_consent_is_no_article(text: str) -> None:
    assert "consent" in (wall_of("Hallin Post", text) or "")


@pytest.mark.parametrize("text", REPORTS)
def test_a_report_about_consent_is_one(text: str) -> None:
    assert wall_of("Fines over cookies", text) is None


@pytest.mark.parametrize("title", ["Page not found", "404 Not Found", "Just a moment...", "Access denied | Hallin Post", "Are you a robot?", "Seite nicht gefunden", "Page introuvable – Hallin", "Sign in to your account"])
def test_an_error_page_is_no_article(title: str) -> None:
    assert wall_of(title, "What you look for is not here, or it has moved. Try the search at the top of this page or go to the start.")
    assert wall_of(title, "The boat stays. " * 200) is None, "a story under such a title"


def test_a_check_of_the_browser_is_no_article() -> None:
    assert wall_of("hallin.example", "Please enable JavaScript and cookies to continue. We verify you are human, and this may take some seconds.")
    assert wall_of("Not found: how a boat was lost", "The boat was not found on Thursday.") is None
