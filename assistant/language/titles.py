"""Titles in front of names: forms of address, offices, their short forms, and the gender that they show.

The sets for articles and for questions differ. A question is short and is not parsed, so its titles include more offices.
"""

ABBREVIATIONS = {
    "gen": "general", "col": "colonel", "maj": "major", "capt": "captain", "lt": "lieutenant", "sgt": "sergeant", "sen": "senator", "rep": "representative",
    "gov": "governor", "pres": "president", "prof": "professor", "dr": "doctor", "rev": "reverend", "st": "saint",
}  # fmt: skip
TITLE_FORMS = ABBREVIATIONS | {long: short for short, long in ABBREVIATIONS.items()}  # each title in its other form

SHORT_ADDRESS = frozenset({"mr", "mrs", "ms"})  # often with a full stop
ADDRESS = frozenset({"miss", "sir", "lord", "lady", "dame"})
LEGISLATORS = frozenset({"representative", "congressman", "congresswoman"})
HIGH_OFFICES = LEGISLATORS | {
    "president", "senator", "governor", "mayor", "minister", "chancellor", "secretary", "general", "colonel", "judge", "justice", "professor",
    "king", "queen", "prince", "princess", "pope",
}  # fmt: skip
LEADERS = frozenset({"chairman", "chairwoman", "spokesman", "spokeswoman", "commissioner", "captain"})
OFFICES = HIGH_OFFICES | LEADERS | {"ambassador", "director", "sheriff", "speaker", "sergeant", "bishop", "archbishop"}
OFFICE_QUALIFIERS = frozenset({"prime", "vice", "deputy", "former", "foreign", "defence", "defense", "interior", "finance", "attorney"})
OFFICE_ABBREVIATIONS = {f"{short}.": ABBREVIATIONS[short] for short in ("sen", "rep", "gov", "gen", "col", "prof")}

# Titles that are removed from the front of a name in an article. The short ones may have a full stop.
SHORT_HONORIFICS = SHORT_ADDRESS | ABBREVIATIONS.keys() - {"maj", "capt", "pres"} | {"hon"}
LONG_HONORIFICS = ADDRESS | HIGH_OFFICES | {"doctor"}
# Titles that show in a question that a person's name follows.
QUESTION_TITLES = (
    SHORT_ADDRESS | ABBREVIATIONS.keys() - {"maj", "pres", "rev", "st"} | ADDRESS - {"miss", "dame"} | HIGH_OFFICES - LEGISLATORS | LEADERS | {"doctor", "coach", "corporal"}
)

# The gender, "m" or "f", that a title in an article shows. In a question, some offices show it too.
TITLE_GENDER = {"mr": "m", "sir": "m", "king": "m", "lord": "m", "ms": "f", "mrs": "f", "miss": "f", "lady": "f", "queen": "f"}
TITLE_GENDER |= {f"{short}.": TITLE_GENDER[short] for short in SHORT_ADDRESS}
MALE_TITLES = {t for t, gender in TITLE_GENDER.items() if gender == "m"} | {"prince", "pope", "chairman", "spokesman"}
FEMALE_TITLES = {t for t, gender in TITLE_GENDER.items() if gender == "f"} | {"princess", "chairwoman", "spokeswoman"}
