"""Pronouns by the things that they may stand for. All are in lower case."""

MALE = frozenset({"he", "him", "his"})
FEMALE = frozenset({"she", "her", "hers"})
GENDER = dict.fromkeys(MALE, "m") | dict.fromkeys(FEMALE, "f")
GROUP = frozenset({"they", "them", "their"})
THING = frozenset({"it", "its"})
FIRST_PERSON = frozenset({"i", "me", "my"})
RELATIVE = frozenset({"who", "which", "that", "whom"})

PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "who"})  # pronouns that are the subject of "said"
PERSONAL = frozenset({"he", "she", "i", "we"})  # pronouns that always mean a person
OWNER = {"his": "he", "her": "she", "their": "they", "its": "it"}
POSSESSIVE = ("my", "our", "his", "her", "its", "their")

# A speaker with one of these words has no name in the article.
NAMELESS = frozenset({"we", "you", "us", "our", "your", "this", "what", "these", "those"}) | FIRST_PERSON | RELATIVE - {"whom"}
# Words that name nobody. A speaker with only these words has no name that an answer could keep.
NAMES_NOBODY = PRONOUNS | {"you", "one", "this", "that", "these", "those", "which", "some", "others", "many"}
# Words that stand for a thing, a clause or anybody. As a subject, they make an attribution doubtful.
IMPERSONAL = frozenset({"it", "this", "that", "these", "those", "you", "which", "what", "nothing"})
# If a question asks for the words of one of these, there is no speaker to look up.
NO_ASKED_SPEAKER = (
    PRONOUNS | GROUP | MALE | RELATIVE - {"which"} | {"her", "its", "you", "he/she", "what", "this", "these", "those", "there"}
    | {"one", "people", "anyone", "anybody", "someone", "somebody", "everyone", "everybody"}
)  # fmt: skip
