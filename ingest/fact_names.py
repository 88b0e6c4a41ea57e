"""The names of facts in all formats: header lines, front matter (YAML, TOML, JSON), JSON lines, feeds. One table for all of them."""

import re
from collections.abc import Mapping
from typing import Any

# For each fact, its names in the order of precedence. Names are compared without case, spaces, hyphens and underscores.
NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "heading", "subject", "titel", "überschrift", "titre", "titolo", "título", "titulo", "og:title"),
    "publisher": (
        "publisher", "outlet", "source", "source_name", "publication", "newspaper", "site", "site_name", "sitename", "provider", "medium", "quelle", "herausgeber",
        "zeitung", "éditeur", "editeur", "fuente", "fonte", "editore", "editora", "bron", "uitgever", "og:site_name", "source_domain",
    ),
    "authors": (
        "authors", "author", "byline", "by", "creator", "creators", "writer", "reporter", "dc:creator", "author_name", "autor", "autoren", "auteur", "auteurs", "von",
        "par", "autore", "autori", "autores", "verfasser", "door",
    ),
    "publish_date": (
        "publish_date", "published_at", "date_published", "date_publish", "published", "published_on", "published_time", "pub_date", "publication_date",
        "published_date", "publish_time", "date", "day", "datetime", "dateline_date", "timestamp", "posted", "issued", "release_date", "first_published", "datum",
        "fecha", "data", "date_de_publication", "veröffentlicht", "erschienen", "publié", "publicado", "pubblicato", "article:published_time", "dc:date",
    ),
    "updated": (
        "updated", "updated_at", "date_modified", "modified", "date_modify", "modified_at", "last_modified", "last_updated", "lastmod", "date_updated", "edited",
        "aktualisiert", "mis_à_jour", "actualizado", "aggiornato", "article:modified_time",
    ),
    "language": ("language", "lang", "in_language", "locale", "sprache", "langue", "idioma", "lingua", "taal"),
    "url": ("url", "link", "canonical_url", "canonical", "permalink", "web_url", "source_url", "article_url", "href", "og:url", "uri"),
    "text": (
        "text", "maintext", "main_text", "article_body", "body", "body_text", "full_text", "content_text", "article_text", "cleaned_text", "plain_text", "content",
        "article", "story", "body_html", "content_html", "html",
    ),
}  # fmt: skip
OF_TOOLS = ("_channel", "_access", "_offers", "_unread")  # set by our own readers, never by a source
MAX_SHOWN = 200  # characters of a dropped value that are recorded

UPDATE_WORDS = re.compile(
    r"updated|as of|\bstand:|modified|edited|aktualisiert|geändert|mis[e]? à jour|modifié|actualizad|modificad|aggiornat|atualizad|bijgewerkt|uppdatera|opdateret|oppdatert|обновлен|zaktualizowan",
    re.IGNORECASE,
)  # before or in a date: the time of a change, not of publication


def folded(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name.strip().casefold())


FACT_OF = {folded(name): fact for fact, names in NAMES.items() for name in names}
RANK = {folded(name): rank for names in NAMES.values() for rank, name in enumerate(names)}


def fact_of(name: str) -> str | None:
    """The fact that a name stands for; None for an unknown name."""
    return FACT_OF.get(folded(name))


def facts_by_name(given: Mapping[str, Any]) -> tuple[dict[str, list[Any]], dict[str, Any]]:
    """For each fact, its values by precedence of their names; and the values under unknown names. Empty values are left out."""
    known: dict[str, list[tuple[int, Any]]] = {}
    unknown: dict[str, Any] = {}
    for name, value in given.items():
        if value is None or value == "" or value == [] or value == {} or name in OF_TOOLS:
            continue
        if fact := fact_of(str(name)):
            known.setdefault(fact, []).append((RANK[folded(str(name))], value))
        else:
            unknown[str(name)] = value
    return {fact: [v for _, v in sorted(values, key=lambda pair: pair[0])] for fact, values in known.items()}, unknown


def shown(value: Any) -> str:
    """A dropped value on one line, shortened."""
    line = " ".join(str(value).split())
    return line if len(line) <= MAX_SHOWN else f"{line[:MAX_SHOWN]} …"
