"""Metadata that programs write into documents: names of templates and files, of computers and accounts. They are no facts of an article."""

import re
from collections.abc import Mapping
from typing import Any

PROGRAM_TITLE = re.compile(
    r"(?:untitled|document|dokument|documento|unbenannt|sans titre|sin título|presentation|slide|page|layout|print|draft|entwurf|new (?:document|microsoft word document))[\s_-]*\d*"
    r"|(?:microsoft )?(?:word|excel|powerpoint|office|indesign|publisher|outlook)\b.*|.*\b(?:template|vorlage|modèle|plantilla|boilerplate|letterhead)\b.*|(?:powerpoint|adobe|libreoffice|openoffice) .*"
    r"|[^\s]+\.(?:docx?|dotx?|pdf|rtf|odt|indd|txt|html?|tmp|pages|pptx?|xlsx?)|.*\.(?:docx?|dotx?|indd|rtf|odt)|[\w-]*\d{3,}[\w-]*|[0-9a-f-]{16,}",
    re.IGNORECASE,
)
# Parts of names of accounts, offices and programs. A person's name has none of them.
NO_PERSON = re.compile(
    r"\b(?:admin\w*|user|owner|author|unknown|anonymous|default|system|newsroom|desk|editor(?:ial|s)?|editorial|redaktion|redaction|rédaction|redacción|redazione|press|presse|prensa|media"
    r"|communications?|marketing|office|team|staff|department|dept|company|corp|inc|ltd|gmbh|llc|pc|laptop|computer|workstation|benutzer|utilisateur|usuario|utente|bruker|bruger|användare|microsoft"
    r"|word|windows|macbook|adobe|indesign|acrobat|libreoffice|openoffice|google|docs|python|docx|pdf|latex|apache|wordpress|drupal|joomla|template|scanner|webmaster)\b",
    re.IGNORECASE,
)
NAME = re.compile(r"[^\W\d_][^\W\d_.’'-]*\.?(?:[ ’'-]+[^\W\d_][^\W\d_.’'-]*\.?){1,5}|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af·・ ]{2,12}")


def believed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a document without a title that is none, and without authors that are no people."""
    kept = dict(facts)
    if not is_title(str(kept.get("title") or "")):
        kept.pop("title", None)
    if isinstance(kept.get("authors"), str) and not is_person(kept["authors"]):
        kept.pop("authors")
    return kept


def is_title(written: str) -> bool:
    """Whether a title in the properties of a document can be a headline."""
    small = " ".join(written.split())
    return bool(small) and PROGRAM_TITLE.fullmatch(small) is None


def is_person(written: str) -> bool:
    """Whether an author in the properties of a document reads like the names of people: each has several words and no digit."""
    names = [n.strip() for n in re.split(r"[;,]|\band\b|&", written) if n.strip()]
    return bool(names) and NO_PERSON.search(written) is None and all(is_name(name) for name in names)


def is_name(name: str) -> bool:
    return NAME.fullmatch(name) is not None and not name.islower()
