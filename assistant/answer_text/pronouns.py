"""Resolves the pronoun that is the subject of a sentence by the sentences before it: "She has refused" is read as "Minister Tuuli Aho has refused".

It is resolved only where little doubt is left: to the subject of the sentence before, or to the only noun phrase there that fits. Otherwise
the sentence is judged as it is, since a wrong referent would make a right sentence fail.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from onrecord.assistant.language import FEMALE_TITLES, GENDER, GROUP, MALE_TITLES, MEN, THING, TITLE_GENDER, WOMEN, parse_sentence, upper_first

SUBJECTS = ("nsubj", "nsubjpass")
NO_THINGS = ("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "CARDINAL", "ORDINAL")  # kinds of names that no pronoun means
PLACES = ("GPE", "LOC", "FAC", "NORP", "EVENT", "LAW", "LANGUAGE")
ASKING = ("WP", "WDT", "WRB", "WP$")
ARTICLE = re.compile(r"^(?:an?|some|one|another) ", re.IGNORECASE)
AGENT = re.compile(r"(?:er|or|ist|ian|man|men|woman|women|ess|ant)$")  # a noun that may be a person: "plumber", but also "letter"
# Nouns that stand for a name before them: "Brask employs … The company …".
GROUPS = frozenset("company firm group club team agency organisation organization airline party union institute charity maker manufacturer publisher".split())
PERSONS = frozenset(
    "president head chief judge nurse king queen widow mother father son daughter brother sister wife husband boy girl victim suspect countess count duke duchess pope deputy"
    " bride witness spy coach".split()
)
THINGS = frozenset(  # that end as the words for people do
    "letter tower computer paper number order river water power matter centre center winter summer weather disaster border quarter offer corner chapter counter cover danger"
    " dinner factor finger harbour ladder layer motor meter mirror monitor newspaper plant poster powder printer reactor register restaurant sector server shelter shower tanker"
    " trailer transfer tractor trawler error warrant helicopter container freighter bomber boiler filter heater elevator generator indicator sugar cancer theater charter timber"
    " corridor lumber laser crater glacier barrier district covenant process business illness access success address press congress progress mess wilderness".split()
)
# "it is clear that", "it remains to be seen whether": "it" means nothing before it.
NO_REFERENT = re.compile(r"^it (?:takes?|took|costs?|rain\w*|snow\w*)\b|^it(?:['’]s)?\b(?: \w+){0,3}? (?:\w+ )?(?:that|to|whether|who|how|why|when|if)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Mention:
    """A noun phrase that a pronoun may mean. `is_person` and `gender` are None where they are unknown."""

    text: str
    head: str  # lower case, singular
    is_subject: bool
    is_plural: bool
    is_person: bool | None
    gender: str | None = None
    in_pair: bool = False


Fits = Callable[[Mention], bool]


def resolve_pronouns(sentence: str, before: Sequence[str]) -> str:
    """The sentence with the referent of its subject. Args: before: the earlier sentences, themselves resolved; the last one is the nearest."""
    out, at = "", 0
    done: set[str] = set()  # a second "he" means the same
    for token in parse_sentence(sentence):
        found = referent(token, before)
        if found is None or found.text in done or found.text.lower() in sentence[: token.idx].lower():
            continue
        done.add(found.text)
        start = token.nbor(-1).idx if has_article(token) else token.idx
        name = found.text + possessive_ending(found) * (token.dep_ == "poss")
        out += sentence[at:start] + (upper_first(name) if not sentence[:start].strip() else name)
        at = token.idx + len(token)
    return out + sentence[at:]


def referent(token: Token, before: Sequence[str]) -> Mention | None:
    """What a word means, if it is the subject of its sentence, or owns it ("Its director"), and refers back."""
    word = token.lower_
    if word in ("former", "latter", "both"):
        return one_of_pair(word, before) if token.dep_ in SUBJECTS and (word == "both" or has_article(token)) else None
    if not (is_main_subject(token) or (token.dep_ == "poss" and is_main_subject(token.head))):
        return None
    if word in GENDER:
        return person_before(GENDER[word], before)
    if word in THING and not NO_REFERENT.match(token.doc[token.i :].text):
        return nearest_before(before, lambda m: not m.is_plural and m.is_person is not True)
    if word in GROUP:
        return nearest_before(before, lambda m: m.is_plural or m.head in GROUPS)
    if token.pos_ == "NOUN" and has_article(token) and [c.dep_ for c in token.children] == ["det"]:
        return described(word, before)
    return None


def is_main_subject(token: Token) -> bool:
    return token.dep_ in SUBJECTS and token.head.dep_ == "ROOT"


def has_article(token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).lower_ == "the"


def possessive_ending(m: Mention) -> str:
    return "'" if m.is_plural and m.text.endswith("s") else "'s"


def person_before(gender: str, before: Sequence[str]) -> Mention | None:
    """The person that "she" means: in the nearest sentence that has a person who may be one."""
    for text in reversed(before):
        people = [m for m in find_mentions(parse_sentence(text)) if may_be_person(m) and not m.is_plural and m.gender in (None, gender)]
        if people:
            return choose(people, lambda m: m.gender == gender)
    return None


def may_be_person(m: Mention) -> bool:
    """A single name that is a subject may be a person's, also where the parser does not say so."""
    return m.is_person is True or (m.is_person is None and (m.is_subject or m.in_pair) and m.head != "and")


def nearest_before(before: Sequence[str], fits: Fits) -> Mention | None:
    return choose([m for m in find_mentions(parse_sentence(before[-1])) if fits(m)]) if before else None


def choose(mentions: Sequence[Mention], known: Fits | None = None) -> Mention | None:
    """The subject, the only one that is known to fit, or the only one."""
    for chosen in ([m for m in mentions if m.is_subject], [m for m in mentions if known and known(m)], list(mentions)):
        if len({m.text for m in chosen}) == 1:
            return chosen[0]
    return next((m for m in mentions if m.is_subject), None)


def described(noun: str, before: Sequence[str]) -> Mention | None:
    """What "the ministry" means: the only phrase before with that noun ("the health ministry"). "The company" may also mean a name that is a subject."""
    mentions = find_mentions(parse_sentence(before[-1])) if before and not before[-1].endswith("?") else []
    same = [m for m in mentions if m.head == noun and not m.is_plural]
    if same or noun not in GROUPS:
        return same[0] if len(same) == 1 and same[0].text.lower() != f"the {noun}" else None
    return next((m for m in mentions if m.is_subject and not m.is_plural and m.text[:1].isupper() and m.is_person is None), None)


def one_of_pair(word: str, before: Sequence[str]) -> Mention | None:
    """ "The former", "the latter" and "both", after "Nils Orre and Hamid Sayegh"."""
    pairs = [m for text in before for m in find_mentions(parse_sentence(text)) if m.head == "and"]
    if not pairs:
        return None
    first, _, second = pairs[-1].text.partition(" and ")
    return pairs[-1] if word == "both" else Mention(first if word == "former" else second, "", True, False, None)


def find_mentions(doc: Doc) -> list[Mention]:
    """The noun phrases of a sentence in order, and two that are joined by "and" as one."""
    joined = [m for t in doc if (m := joined_mention(t))]
    single = [m for chunk in doc.noun_chunks if (m := to_mention(chunk))]
    return [replace(m, is_subject=False, in_pair=True) if any(m.text in j.text for j in joined) else m for m in single] + joined


def to_mention(chunk: Span) -> Mention | None:
    root, head = chunk.root, chunk.root.lemma_.lower()
    if root.pos_ in ("PRON", "DET") or root.ent_type_ in NO_THINGS or root.dep_ == "npadvmod" or any(t.tag_ == "PRP$" for t in chunk):
        return None
    person = is_person(root, head)
    plural = root.tag_ == "NNS" or (root.tag_ == "NNPS" and root.ent_type_ != "PERSON") or has_plural_verb(root)
    return Mention(phrase(chunk), head, root.dep_ in SUBJECTS, plural, person, gender_of(chunk) if person is not False else None)


def joined_mention(token: Token) -> Mention | None:
    """ "Hugo Sarmiento and Pilar Ocaso"."""
    other = next((c for c in token.children if c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN")), None)
    if other is None or token.pos_ not in ("NOUN", "PROPN"):
        return None
    return Mention(token.doc[token.left_edge.i : other.right_edge.i + 1].text, "and", token.dep_ in SUBJECTS, True, None)


def has_plural_verb(root: Token) -> bool:
    """Whether a subject's verb is plural: "The Sons of the Plain claim"."""
    if root.dep_ not in SUBJECTS or any(c.dep_ == "conj" for c in root.children):
        return False
    verbs = [root.head, *(c for c in root.head.children if c.dep_ in ("aux", "auxpass"))]
    return any(v.tag_ == "VBP" or v.lower_ in ("were", "are", "have") for v in verbs) and not any(v.tag_ == "VBZ" for v in verbs)


def is_person(root: Token, head: str) -> bool | None:
    if root.pos_ == "NOUN":
        return head in PERSONS or (AGENT.search(head) is not None and head not in THINGS)
    if root.ent_type_ == "PERSON" and (root.nbor(-1).pos_ in ("PROPN", "NOUN") if root.i else False):
        return True  # a single name may be a company's, which the parser takes for a person's
    return False if root.ent_type_ in PLACES else None


def gender_of(chunk: Span) -> str | None:
    for word in (t.lower_ for t in chunk):
        if word in TITLE_GENDER or word in MALE_TITLES | MEN or word in FEMALE_TITLES | WOMEN:
            return TITLE_GENDER.get(word) or ("m" if word in MALE_TITLES | MEN else "f")
    return None


def phrase(chunk: Span) -> str:
    """The phrase with "of …" behind it and without a question's words before it: "the port of Rothaven". "A port" becomes "the port"."""
    start = next((t.i for t in chunk if t.tag_ not in ASKING and t.pos_ not in ("AUX", "VERB", "SCONJ")), chunk.start)
    behind = next((c for c in chunk.doc.noun_chunks if c.start == chunk.end + 1 and chunk.doc[chunk.end].lower_ == "of"), None)
    end = behind.end if behind is not None else chunk.end
    while behind is not None and chunk.doc[end - 1].pos_ != "PROPN" and any(t.pos_ == "PROPN" for t in chunk.doc[behind.start : end]):
        end -= 1  # the parser takes the verb behind a name for a noun: "the beekeepers of Lugaro protest"
    words = chunk.doc[start:end].text
    return words if chunk.doc[start].pos_ == "PROPN" else ARTICLE.sub("the ", words[:1].lower() + words[1:])
