"""Recognizes inline pieces of a page that are no part of the sentence that they stand in. A doubtful piece is kept."""

import re
from typing import Any

from onrecord.ingest.formats.css import classes_of, name_parts
from onrecord.ingest.formats.html_blocks import BLOCK_TAGS, has_block, letters_of

# Class names that style sheets use by convention for words that only screen readers say.
ASSISTIVE = re.compile(r"(?:[\w-]*[-_])?(?:sr-?only|screen-?reader(?:-text|-only)?|visually-?hidden|assistive(?:-text)?|a11y(?:-hidden|-text|-only)?|off-?screen|hidden-visually|for-sr)(?:[-_]text)?|element-invisible|u-vh|vh")
TIP = re.compile(r"(?:[\w-]*[-_])?(?:tooltip|tool-tip|popover|hovercard|tippy)[-_]*(?:text|content|body|box|inner|bubble|popup|panel)(?:[-_]\w+)?")
TIP_NAMES = {"tooltip", "popover", "hovercard", "tippy"}
FURNITURE = {
    "ad": "advertisement", "ads": "advertisement", "advert": "advertisement", "adverts": "advertisement", "advertisement": "advertisement", "adslot": "advertisement",
    "sponsored": "advertisement", "sponsor": "advertisement", "promo": "advertisement", "promotion": "advertisement", "werbung": "advertisement", "anzeige": "advertisement",
    "related": "related-link", "readmore": "related-link", "recirc": "related-link", "recommended": "related-link", "seealso": "related-link", "readalso": "related-link",
    "newsletter": "newsletter", "signup": "newsletter", "subscribe": "newsletter", "share": "share-line", "sharing": "share-line", "social": "share-line",
}  # fmt: skip
LABEL = re.compile(
    r"\W*(?:advertisement|advertising|ad\b|ads\b|sponsored|promoted|anzeige|werbung|publicité|publicidad|pubblicità|advertentie|annonse?|reklam\w*|реклама|mainos|hirdetés|広告|广告"
    r"|(?:read|see|watch|listen)(?: (?:also|more|next|now))?\s*[:|»›>–—-]|(?:read|see|watch) (?:also|more|next)\b|also read|related\s*[:|»›>–—-]|related (?:articles?|stor(?:y|ies)|coverage|news|links?|content)\b|more:|lesen sie auch|mehr dazu|lire aussi|à lire|lea también"
    r"|lee también|leggi anche|leia (?:mais|também)|lees ook|læs også|läs också|les også|lue myös|czytaj też|zobacz też|čtěte také|читайте также|читайте також"
    r"|sign up|subscribe|get (?:the|our) newsletter)",
    re.IGNORECASE,
)
SHARE = re.compile(r"\W*(?:share(?: (?:this|on|via|to|with)\b.*)?|tweet(?: this)?|follow (?:us|@)\b.*|teilen|partager|compartir|condividi|dela|del|deel)\W*", re.IGNORECASE)
TOPICS = {"topic", "topics", "entity", "company", "person", "people", "tag", "keyword", "term", "place", "org", "organisation", "organization", "price", "text", "name"}
# What links say about themselves to those who cannot see their icon.
LINK_NOTE = re.compile(
    r"\W*(?:(?:this |the )?(?:external )?link,? )?(?:opens?|opening|will open|öffnet|s.ouvre|ouvre|se abre|abre|si apre|abre-se|opent|åpnes|åbner|öppnas|otwiera się|avautuu|откроется)\b"
    r"[^.]{0,25}\b(?:window|tab|fenster|reiter|fenêtre|onglet|ventana|pestaña|finestra|scheda|janela|aba|venster|tabblad|vindu|fane|vindue|fönster|flik|oknie|karcie|ikkuna\w*|окне|вкладке)\W*"
    r"|\W*(?:external|externer) (?:link|site|website)\W*|\W*(?:lien externe|enlace externo|new (?:window|tab)|neues fenster)\W*",
    re.IGNORECASE,
)
CONTROL = re.compile(
    r"\W*(?:share|copy(?: link)?|print|save|like|follow|listen|play|pause|watch|mute|close|dismiss|expand|collapse|(?:show|view|read|see|load) (?:more|less|all)|subscribe|sign (?:up|in)"
    r"|log ?in|comments?|reply|download|zoom|enlarge|open|menu|next|previous|back|skip|accept|report|edit|toggle|bookmark|teilen|partager|compartir|condividi)\b.*",
    re.IGNORECASE,
)
BACK_LINK = re.compile(r"[\s↩↑^⤴︎\ufe0e\ufe0f↵]+|back|return|jump (?:up|back).*", re.IGNORECASE)
IN_BRACKETS_AT_END = re.compile(r"\s*[(\[]([^()\[\]]+)[)\]]\s*$")
INSERT_WORDS = range(4, 26)  # an insert without a label, such as a headline, has as many words


def insert_reason(element: Any) -> str | None:
    """Why an inline element, or a link, is no part of the sentence; None if it is, or if that is uncertain."""
    if any(ASSISTIVE.fullmatch(name) for name in classes_of(element)):
        return None if is_most_of_block(element) else "for-screen-readers"
    if element.tag in BLOCK_TAGS or has_block(element):
        return "tooltip" if element.get("role") == "tooltip" else None
    text = " ".join(element.text_content().split())
    if is_tip(element):
        return "tooltip"
    if LINK_NOTE.fullmatch(text) and (any(a.tag == "a" for a in element.iterancestors()) or element.getprevious() is not None):
        return "for-screen-readers"
    if element.tag == "a" and is_back_link(element, text):
        return "back-link"
    if element.tag == "button" and CONTROL.fullmatch(text):
        return "control"
    return furniture_reason(element, text)


def is_most_of_block(element: Any) -> bool:
    """A page may give a name by mistake to what it shows. A long text is kept."""
    return len(element.text_content()) > 300


def is_tip(element: Any) -> bool:
    """Whether an element is the text of a tooltip. An element named `tooltip` may also be the word that the tooltip explains."""
    if element.get("role") == "tooltip" or any(TIP.fullmatch(name) for name in classes_of(element)):
        return True
    is_named = bool(name_parts(element) & TIP_NAMES)
    return is_named and (element.get("aria-hidden") == "true" or any(name_parts(a) & TIP_NAMES for a in element.iterancestors()))


def is_back_link(element: Any, text: str) -> bool:
    """Whether a link leads from a note back to its place in the text."""
    is_named = element.get("role") == "doc-backlink" or any("backref" in c or "backlink" in c for c in classes_of(element))
    return is_named or (bool(text) and BACK_LINK.fullmatch(text) is not None and (element.get("href") or "").startswith("#"))


def furniture_reason(element: Any, text: str) -> str | None:
    """Whether an element with a name such as `ad` or `related` also reads like an insert. `related-company` around a name does not."""
    reason = next((FURNITURE[part] for part in sorted(name_parts(element)) if part in FURNITURE), None)
    if reason is None or not text:
        return None
    if reason == "share-line":
        return reason if SHARE.fullmatch(text) else None
    if LABEL.match(text):
        return reason
    reads_like_one = len(text.split()) in INSERT_WORDS and not text[0].islower() and not name_parts(element) & TOPICS
    return reason if reads_like_one and not is_all_of_block(element, text) else None


def is_all_of_block(element: Any, text: str) -> bool:
    block = next((a for a in element.iterancestors() if a.tag in BLOCK_TAGS), None)
    return block is None or letters_of(block.text_content()) == letters_of(text)


def link_note_at_end(text: str) -> str:
    """The note in brackets at the end of a link's text, with the spaces before it. Empty if there is none."""
    found = IN_BRACKETS_AT_END.search(text)
    return found[0] if found and LINK_NOTE.fullmatch(found[1]) else ""
