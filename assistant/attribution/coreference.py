"""Resolves speakers within an article: it finds the full names for short names and pronouns, if that is safe.

A pronoun means the last named speaker if gender and number fit and nobody else who fits is named in between.
Otherwise it is not resolved (None). A short name means the only full name that ends with it.
"""

import re
from bisect import bisect_left
from collections import defaultdict

from spacy.tokens import Doc, Token

from onrecord.assistant.attribution.model import Speaker
from onrecord.assistant.attribution.roles import find_roles
from onrecord.assistant.language import (
    DOUBLE,
    GENDER,
    GROUP,
    LONG_HONORIFICS,
    MEN,
    NAMELESS,
    POSSESSIVE_END,
    SHORT_HONORIFICS,
    THING,
    TITLE_GENDER,
    WOMEN,
)

HONORIFICS = re.compile(rf"^(?:(?:{'|'.join(sorted(SHORT_HONORIFICS))})\.?|{'|'.join(sorted(LONG_HONORIFICS))})\s+", re.IGNORECASE)
PEOPLE, GROUPS = "PERSON", ("ORG", "NORP", "GPE")


class SpeakerNames:
    """The names of one article, and the speakers met so far."""

    def __init__(self, doc: Doc):
        self.text = doc.text
        self.entity = {i: e for e in doc.ents for i in range(e.start, e.end)}
        self.people = [(e.start, full) for e in doc.ents if e.label_ == PEOPLE and (full := _strip_titles(e.text))]
        self.by_last: dict[str, set[str]] = defaultdict(set)
        for _, name in self.people:
            if " " in name:
                self.by_last[name.split()[-1]].add(name)
        self.people = [(start, self._full(name)) for start, name in self.people]
        self.gender = self._genders(doc)
        self.roles: dict[str, str] = {}
        for person, role in find_roles(doc):
            self.roles.setdefault(self._full(_strip_titles(person.text)), role)
        self.last: dict[str, tuple[int, str]] = {}

    def resolve(self, speaker: Speaker) -> str | None:
        """The speaker's name. Call this in the order of the text, because a pronoun refers back."""
        word = speaker.head.lower_
        if word in GENDER or word in GROUP or word in THING:
            return self._looking_back(speaker.head, word)
        if word in NAMELESS or speaker.head.pos_ == "PRON":
            return None
        name, kind = self._named(speaker)
        self.last[kind] = (speaker.head.i, name)
        return name

    def role(self, name: str | None) -> str | None:
        """The role that the article gives, anywhere in it, to the person with this resolved name."""
        return self.roles.get(name) if name is not None else None

    def _named(self, speaker: Speaker) -> tuple[str, str]:
        entity = self.entity.get(speaker.head.i)
        if entity is not None and entity.label_ == PEOPLE and (bare := _strip_titles(entity.text)):
            return self._full(bare), "person"
        singular = speaker.head.tag_ == "NN"
        for apposition in (c for c in speaker.head.children if singular and c.dep_ == "appos"):  # "the mayor of Druva, Jana Ritvel"
            entity = self.entity.get(apposition.i)
            if entity is not None and entity.label_ == PEOPLE and (bare := _strip_titles(entity.text)):
                return self._full(bare), "person"
        text = self.text[speaker.span.start : speaker.span.end]
        short = self._full(speaker.head.text)
        if short != speaker.head.text:
            return short, "person"
        entity = self.entity.get(speaker.head.i)
        plural = speaker.head.tag_ in ("NNS", "NNPS")
        return _strip_description(text), "group" if plural or (entity is not None and entity.label_ in GROUPS) else "other"

    def _full(self, name: str) -> str:
        """ "Roe" is "Nadia Roe" if no other full name of the article ends with "Roe"."""
        if " " in name:
            return name
        full = self.by_last.get(name, set())
        longest = max(full, key=len, default=name)
        return longest if len(full) == 1 or all(f.split()[0] == longest.split()[0] for f in full) else name

    def _looking_back(self, pronoun: Token, word: str) -> str | None:
        kind = "person" if word in GENDER else "group"
        if kind not in self.last:
            return None
        since, name = self.last[kind]
        if kind == "group":
            return name if all(at <= since for k, (at, _) in self.last.items() if k != kind) else None
        wanted = GENDER[word]
        # A single word that never has a first name or a title may be a company that the parser reads as a person.
        if not self._could_be(name, wanted) or (" " not in name and name not in self.gender):
            return None
        first = bisect_left(self.people, (since, ""))
        between = {other for at, other in self.people[first:] if at < pronoun.i}
        rivals = {o for o in between if o != name and not name.endswith(" " + o) and self._could_be(o, wanted)}
        return name if not rivals else None

    def _could_be(self, name: str, gender: str) -> bool:
        return self.gender.get(name, gender) == gender

    def _genders(self, doc: Doc) -> dict[str, str]:
        """The gender by name, from titles and common first names. A name that is missing may have either gender."""
        genders: dict[str, str] = {}
        for start, name in self.people:
            title = doc[start - 1].lower_ if start else ""
            first = name.split()[0].lower()
            known = TITLE_GENDER.get(title) or TITLE_GENDER.get(doc[start].lower_) or ("m" if first in MEN else "f" if first in WOMEN else None)
            if known:
                genders.setdefault(name, known)
        return genders


def _strip_titles(name: str) -> str:
    """The name without titles, possessive ending and line breaks."""
    name = re.sub(r"\s+", " ", re.sub(POSSESSIVE_END, "", name.strip()))
    while (shorter := HONORIFICS.sub("", name)) != name:
        name = shorter
    return name.strip(f" .,;:-–—{DOUBLE}'")


def _strip_description(text: str) -> str:
    """A description as a name: without article, appositions and possessive ending."""
    text = re.sub(r"\s+", " ", text).split(", ")[0]
    return re.sub(r"^(?:the|a|an)\s+", "", re.sub(POSSESSIVE_END, "", text), flags=re.IGNORECASE).strip(f" ,;:{DOUBLE}") or text
