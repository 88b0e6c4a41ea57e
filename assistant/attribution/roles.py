"""Finds the roles that an article gives to persons: "Jana Ritvel, mayor of Druva", "the mayor, Jana Ritvel", "Mayor Jana Ritvel"."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from onrecord.assistant.attribution.tree import descendants
from onrecord.assistant.language import OFFICE_ABBREVIATIONS, OFFICE_QUALIFIERS, OFFICES, POSSESSIVE, parse_sentence
from onrecord.vectorstore.archive import fold

OWNED = re.compile(r"(?:[Tt]he|[Tt]his|[Tt]hat) (?:[a-z-]+ )?([a-z-]+)['’]s?(?= )|.*\bof the ([a-z-]+)$")  # "the board's chief", "chief of the board": which board stands elsewhere
NO_ROLE = re.compile(r"(?:no|not|hardly|never) ", re.IGNORECASE)  # "no friend of the mayor"
IS_CALLED = re.compile(r"(?:,? who|,| (?:is|was|became)(?: (?:elected|named|appointed|made))?(?: as)?) $")  # between a name and a role
NAME_BEHIND = re.compile(r",? (?:[A-Z\u00c0-\u00de][\w’'.-]+ ?){1,4}")
MAX_ROLE_TOKENS = 15
POINTING = re.compile(r"^(?:that|this) ", re.IGNORECASE)  # "that bookkeeper" points to a sentence before
DANGLES = re.compile(rf"(?:{'|'.join(POSSESSIVE)})\b", re.IGNORECASE)  # "her lawyer" means nothing outside its sentence
SAID_OF_IT = frozenset({"relcl", "acl", "advcl", "parataxis", "appos", "punct", "cc", "conj"})


def find_role_of(name: str, text: str) -> tuple[int, int] | None:
    """Where a text gives a role to the person with that last name, with article and names before it: "the agency's director", "League chairwoman"."""
    last = fold(name).split()[-1:]
    doc = parse_sentence(text)
    for person, role in find_roles(doc):
        if last and not NO_ROLE.match(role) and fold(person.text).removesuffix(" s").split()[-1:] == last:
            found = re.search(rf"(?:\b(?:the|an?) )?{re.escape(POINTING.sub('', role))}", text, re.IGNORECASE)
            return (_with_names_before(doc, found.start()), found.end()) if found else None
    return None


def _with_names_before(doc: Doc, start: int) -> int:
    """Where the names begin that belong to the noun at `start`: "Lower Tarn governor", "Tarn's minister"."""
    at = next((t.i for t in doc if t.idx == start), 0)
    while at > 0 and doc[at - 1].ent_type_ != "DATE" and ((doc[at - 1].is_title and doc[at - 1].dep_ in ("amod", "compound", "nmod", "poss")) or doc[at - 1].tag_ == "POS"):
        at -= 1
    return doc[at].idx if doc[at].idx < start else start


def stands_beside(name: str, text: str, start: int, end: int) -> bool:
    """Whether the words from `start` to `end` stand beside a person's last name as a role does: "fire chief Roe", "Roe, a miller", "Roe was elected mayor"."""
    if DANGLES.match(text, start) or NO_ROLE.match(text, start):
        return False
    last = fold(name).split()[-1:]
    called, behind = IS_CALLED.search(text[:start]), NAME_BEHIND.match(text, end)
    is_called = called is not None and fold(text[: called.start()]).split()[-1:] == last
    return is_called or (behind is not None and any([word] == last for word in fold(behind[0]).split()))


def find_roles(doc: Doc) -> Iterator[tuple[DocSpan, str]]:
    """Each person entity that has a role beside it, with the role, in the order of the text."""
    for person in doc.ents:
        if person.label_ == "PERSON":
            role = _apposed_role(person) or _title_before(person)
            if role:
                yield person, role


def _apposed_role(person: DocSpan) -> str | None:
    name = person.root
    for noun in (c for c in name.rights if c.dep_ == "appos"):
        if noun.pos_ == "NOUN" and not noun.ent_type_ and noun.i > person[-1].i:
            return _role_words(noun, name)
    above = name.head
    if name.dep_ == "appos" and above.pos_ == "NOUN" and not above.ent_type_:
        return _role_words(above, name)
    return None


def _role_words(noun: Token, name: Token) -> str | None:
    """The noun phrase without article and side remarks."""
    tokens = sorted(t for t in descendants(noun, SAID_OF_IT) if t.i != name.i)
    text = noun.doc[tokens[0].i : tokens[-1].i + 1].text if tokens[-1].i - tokens[0].i < MAX_ROLE_TOKENS else noun.text
    role = re.sub(r"^(?:the|a|an)\s+", "", re.sub(r"\s+", " ", text), flags=re.IGNORECASE).strip(" ,;")
    return role if role and not DANGLES.match(role) else None


def _title_before(person: DocSpan) -> str | None:
    """The titles in front of the name. The parser may count them as part of the name or not."""
    doc, at = person.doc, person.start
    while at < person.end and doc[at].lower_ in OFFICES | OFFICE_ABBREVIATIONS.keys() | OFFICE_QUALIFIERS:
        at += 1
    words: list[str] = []
    while at > 0 and doc[at - 1].lower_ in (OFFICES | OFFICE_ABBREVIATIONS.keys() if not words else OFFICES | OFFICE_QUALIFIERS):
        at -= 1
        words.insert(0, OFFICE_ABBREVIATIONS.get(doc[at].lower_, doc[at].lower_))
    if words and at > 0 and doc[at - 1].ent_type_ == "NORP" and doc[at - 1].is_title:
        words.insert(0, doc[at - 1].text)  # "Russian President"
    return " ".join(words) or None
