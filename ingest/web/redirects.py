"""Recognizes redirects to another page than the article: a request for consent, a login, the front page."""

import re
from urllib.parse import urlsplit

WALL = re.compile(
    r"(?:(?:cookie|gdpr|privacy)-?)?consent(?:-?(?:page|wall|manager))?|(?:cookie|gdpr|privacy)-?wall|gdpr|cookies?|privacy|log-?in|sign-?in|signon|sso|oauth2?|authorize|auth|subscribe|subscription|paywall|register|captcha|challenge|verify"
    r"|anmelden|einwilligung|abo|connexion|consentement|abonnement|iniciar-sesion|suscripcion|suscribete|accedi|abbonati|inloggen",
    re.IGNORECASE,
)
WALL_HOST = re.compile(r"(?:consent|cmp|gdpr|privacy|cookies?|login|signin|sso|auth|accounts?)\.", re.IGNORECASE)
SUFFIX = re.compile(r"\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
AFTERWARDS = "; open the page in a browser, save it there and ingest the saved file"


def where_it_led(asked: str, found: str) -> str | None:
    """A reason to reject a page that was reached by a redirect; None if it may be the article."""
    if asked == found:
        return None
    before, after = urlsplit(asked), urlsplit(found)
    if is_wall(found) and not is_wall(asked):
        return f"the address redirects to a consent or login page, not to an article: {found[:200]}{AFTERWARDS}"
    if after.path in ("", "/") and not after.query and (before.path not in ("", "/") or before.query):
        return f"the address redirects to a front page, not to an article: {found[:200]}; look for the article's present address"
    return None


def is_wall(url: str) -> bool:
    parts = urlsplit(url)
    segments = [SUFFIX.sub("", s) for s in parts.path.split("/")]
    return WALL_HOST.match(parts.hostname or "") is not None or any(WALL.fullmatch(s) for s in segments)
