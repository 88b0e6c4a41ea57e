"""Replies to messages that ask nothing of the articles: a greeting, thanks, a question too vague to search for, or another language."""

import re
import unicodedata
from collections import Counter

from onrecord.vectorstore.words import WORD

GREETING = re.compile(r"^\W*(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|greetings)(?: there| everyone| all)?\W*$", re.IGNORECASE)
THANKS = re.compile(
    r"^\W*(?:ok(?:ay)?,? |great,? |perfect,? )?(?:thanks?(?: you)?|thx|cheers|much appreciated)(?: (?:a lot|so much|very much|again|for (?:that|the help|your help)))?\W*$", re.IGNORECASE
)
FAREWELL = re.compile(r"^\W*(?:bye|goodbye|see you|good night)(?: bye| later| now)?\W*$", re.IGNORECASE)
APPROVAL = re.compile(r"^\W*(?:ok|okay|great|perfect|nice|cool|good|fine|i see|got it|yes|no|sure|lol|wow|test|testing)\W*$", re.IGNORECASE)
VAGUE = re.compile(
    r"^\W*(?:so |and )?(?:what(?:['’]s| is| has)? (?:happened|happening|new|up|going on)|any(?:thing)? (?:news?|new|updates?)|news|latest(?: news)?|updates?|help"
    r"|tell me (?:something|more|the news|everything)|who|what|when|where|why|how|more)(?: lately| recently)?\W*$",
    re.IGNORECASE,
)
# The commonest words of languages that share our letters and hardly a word of English: German, French, Spanish, Italian, Portuguese, Dutch, Polish.
FOREIGN = frozenset(
    "der das ist und nicht wer wie wann warum wurde wurden hat haben les des est qui que quand pourquoi comment combien quel quelle dans sont une pour avec"
    " el los las quién cuándo por qué cómo cuántos cuántas dónde fue una para del il chi quando perché quanti quante dove è stato della nel"
    " os quem não uma foi onde quantos het een wie wanneer waarom hoeveel heeft niet jest kto kiedy dlaczego ile gdzie się nie w".split()
)
QUOTED = re.compile(r"[“\"«„].*?[”\"»“]")
ENGLISH = frozenset("the of to are were did does do has have had what who when where why how which many much and or for with by from at on it that this be".split())
MIN_FOREIGN = 2  # words of other languages, without one of English, that make a question foreign

HELLO = "Hello. Ask about anything that the articles in this archive report."
WELCOME = "You are welcome."
GOODBYE = "Goodbye."
ASK_ON = "Ask about anything else that the articles in this archive report."
WHAT_ABOUT = "What about? Name a person, a place or an event."
ENGLISH_ONLY = "This archive is read in English. Please ask in English."


def small_talk_reply(text: str, alone: bool) -> str | None:
    """The reply; None for a question that can be searched for.

    Args:
        alone: no conversation comes before it, which "Why?" could be about.
    """
    for pattern, reply in ((GREETING, HELLO), (THANKS, WELCOME), (FAREWELL, GOODBYE), (APPROVAL, ASK_ON)):
        if pattern.match(text):
            return reply
    if alone and VAGUE.match(text):
        return WHAT_ABOUT
    return ENGLISH_ONLY if is_foreign(text) else None


def is_foreign(text: str) -> bool:
    """Whether a question is in another script, or in one of the languages of `FOREIGN`. Quotations and names do not count."""
    text = QUOTED.sub(" ", text)
    words = [w for w in WORD.findall(text) if not w[:1].isupper() or text.lstrip("¿¡").startswith(w)]
    if any(w.lower() in ENGLISH for w in words):
        return False
    scripts = Counter(unicodedata.name(c, "").split(" ")[0] == "LATIN" for c in text if c.isalpha())
    return scripts[False] > scripts[True] or "¿" in text or len({w.lower() for w in words} & FOREIGN) >= MIN_FOREIGN
