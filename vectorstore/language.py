"""Recognizes the language of a text by its script and its function words. The result is None if the language is uncertain."""

import re
import unicodedata
from collections import Counter

WORD = re.compile(r"[^\W\d_]+")
MAX_READ = 4000  # characters
MIN_FUNCTION_WORDS = 5  # function words of the language that the text must have
MIN_SHARE = 0.15  # share of function words among all words
MIN_LEAD = 1.5  # function words of the best language, in multiples of the second best
MIN_SIGNS = 2  # function words or accented words of another language that a text without one of English must have
OF_MANY = ("a", "o", "e", "i")  # words of so many languages that they show none

# The most common words of news in each language. A word that several languages share counts for each of them.
FUNCTION_WORDS = {
    "en": "the of and to in that is was for on with as it by at from his he has have had are be this not but they their who said will would which were been",
    "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an er hat aus sie nach bei wird wurde noch dass sind",
    "fr": "le la les de des du et en un une est que qui dans pour pas sur au aux par plus ce il elle ne se sont été avec son sa ses cette mais ont leur",
    "es": "el la los las de y en que un una por con para no es se del al su lo como más pero sus le ha fue este esta sobre también entre son han desde durante según hasta cuando donde porque muy está hubo dijo años",
    "ca": "el la els les de i a que en un una per amb no és es del al dels als seu seva ha han va més com però també aquest aquesta segons són estat",
    "pt": "o a os as de e em que um uma para com não é se do da dos das no na nos nas por mais ao foi pelo pela são como ou também já ele sua seu está",
    "it": "il lo la i gli le di e in che un una per con non è si del della dei delle nel nella al alla da più sono anche come ma ha stato hanno dal questo",
    "nl": "de het een en van in is dat op te met voor zijn niet aan er om ook door naar bij uit maar heeft worden werd wordt nog hij zij dit deze over",
    "sv": "och i att det som en på är av för med till den har de inte om ett men var från så kan han när efter vid hon ut sin också sig under ska",
    "da": "og i at det som en på er af for med til den har de ikke om et men var fra så kan han når efter ved hun ud sin også sig ud af blev mod",
    "no": "og i å det som en på er av for med til den har de ikke om et men var fra så kan han når etter ved hun ut sin også seg ble mot",
    "fi": "ja on ei että se hän oli ovat myös mutta kun kuin joka mukaan sen tai niin jo vain ole olla jos vielä ovat sekä siitä hänen nyt jälkeen",
    "pl": "i w na z do się nie że jest to o jak po za od przez dla są ale był było tym jego który która które tak co przed już oraz czy jako ze",
    "cs": "a v na se je že s z do o to i ve k za po pro by ale jako jsou byl podle které který která od jeho při už tak nebo také není ze",
    "sk": "a v na sa je že s z do o to aj vo k za po pre by ale ako sú bol podľa ktoré ktorý ktorá od jeho pri už tak alebo nie zo",
    "hu": "a az és hogy nem is egy van volt meg de csak már ez azt el mint még ki szerint lesz vagy után pedig kell amely ezt lehet volna",
    "ro": "și în de la a că pe nu cu o un din este au pentru care mai prin sunt fost după despre dar ca al ale sau fi lui această între",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi ne kadar sonra en ama var değil göre dedi o ise ya her oldu tarafından",
    "id": "yang dan di dengan untuk dari pada ini itu dalam tidak akan ke adalah oleh juga telah ada sebagai karena bisa mereka kata saat",
    "vi": "và của là có không được trong cho một các với người này những đã đến để khi từ ở về ra cũng như tại nhiều theo năm",
}
# Function words of English that news has less often. They count where a single sentence is read.
MORE_ENGLISH = frozenset(
    "or no so if when where what how why which there than then into out up over after before between about only also each other some any can could may must"
    " should did does do our we you i my your me us them him she her it's isn't don't because while since until more most these those such both all".split()
)
NAME = re.compile(r"\b[A-Z]\w+(?:[ -](?:[a-z]{1,3}[ -]){0,2}[A-Z]\w+)+")  # "Ursula von der Leyen", "Los Alamos"
WORDS = {language: frozenset(words.split()) for language, words in FUNCTION_WORDS.items()}
# Each of these scripts belongs to one major language. Single letters distinguish the languages that use a script of OTHERS.
SCRIPTS = {
    "el": "\u0370-\u03ff", "he": "\u0590-\u05ff", "hi": "\u0900-\u097f", "bn": "\u0980-\u09ff", "ta": "\u0b80-\u0bff", "th": "\u0e00-\u0e7f",
    "ka": "\u10a0-\u10ff", "hy": "\u0530-\u058f", "ko": "\uac00-\ud7af", "ja": "\u3040-\u30ff",
}  # fmt: skip
OTHERS = {"cyrillic": "\u0400-\u04ff", "arabic": "\u0600-\u06ff", "han": "\u4e00-\u9fff"}
COUNTED = {name: re.compile(f"[{letters}]") for name, letters in (SCRIPTS | OTHERS).items()}
MIN_SCRIPT_SHARE = 0.5  # share of the letters that a script needs to decide the language
MIN_KANA_SHARE = 0.1  # share of the letters; with more kana, the language is Japanese and not Chinese


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of a text's language; None if it is uncertain."""
    body = text[:MAX_READ].lower()
    return language_by_script(body) or language_by_words(body)


def language_by_script(body: str) -> str | None:
    letters = sum(c.isalpha() for c in body) or 1
    shares = {name: len(pattern.findall(body)) / letters for name, pattern in COUNTED.items()}
    if letters < 8:
        return None
    if shares["han"] + shares["ja"] > MIN_SCRIPT_SHARE:
        return "ja" if shares["ja"] > MIN_KANA_SHARE else "zh"
    if shares["cyrillic"] > MIN_SCRIPT_SHARE:
        return cyrillic_language(body)
    if shares["arabic"] > MIN_SCRIPT_SHARE:
        return "ur" if re.search("[ٹڈڑےں]", body) else "fa" if re.search("[پچژگی]", body) else "ar"
    return next((name for name in SCRIPTS if shares[name] > MIN_SCRIPT_SHARE), None)


def cyrillic_language(body: str) -> str | None:
    """Decides by letters that only one language has. Bulgarian has no such letter, but uses ъ as a vowel."""
    marks = {"uk": "[іїєґ]", "be": "ў", "sr": "[јљњђћџ]", "mk": "[ѓќѕ]", "ru": "[ыэё]"}
    counted = {language: len(re.findall(letters, body)) for language, letters in marks.items()}
    if counted["be"]:
        return "be"
    if counted["mk"]:
        return "mk"
    best = max(("uk", "sr", "ru"), key=lambda language: counted[language])
    return best if counted[best] else "bg" if "ъ" in body else None


def language_by_words(body: str) -> str | None:
    met = Counter(WORD.findall(body))
    found = Counter({language: sum(met[w] for w in words) for language, words in WORDS.items()})
    (best, most), (_, next_most) = found.most_common(2)
    if most < max(MIN_FUNCTION_WORDS, MIN_SHARE * met.total()):
        return None
    return best if most >= MIN_LEAD * next_most else language_by_own_words(met, [w for w in found if found[w] * MIN_LEAD > most])


def language_by_own_words(met: Counter[str], rivals: list[str]) -> str | None:
    """Among languages that share most of their function words, decides by the words that only one of them has."""
    own = {r: sum(met[w] for w in WORDS[r] if not any(w in WORDS[o] for o in rivals if o != r)) for r in rivals}
    best, *others = sorted(own, key=lambda r: -own[r])
    return best if own[best] >= 2 and own[best] >= 2 * max(own[o] for o in others) else None


def is_foreign(text: str, around: str = "") -> bool:
    """Whether a text, which may be a single sentence, is in another language than English. In doubt it is not.

    Args:
        around: the text that it is from. Its language counts where the text is too short to show one.
    """
    english, other = count_signs(text)
    if not english and other < MIN_SIGNS and around:
        english, other = count_signs(around)
    return other > english if english else other >= MIN_SIGNS


def count_signs(text: str) -> tuple[int, int]:
    """The function words of English, and those of the other language that has most, with its accented words. Of names only a first word counts."""
    body = NAME.sub(first_function_word, text[:MAX_READ])
    if is_in_other_script(body):
        return 0, len(body)
    met = Counter(word for word in WORD.findall(body) if word.lower() not in OF_MANY)
    lower = Counter({word.lower(): n for word, n in met.items()})
    found = {language: sum(lower[w] for w in words) for language, words in WORDS.items()}
    accented = sum(n for word, n in met.items() if word[:1].islower() and not word.isascii() and not any(word in words for words in WORDS.values()))
    return found.pop("en") + sum(lower[w] for w in MORE_ENGLISH), max(found.values()) + accented


def first_function_word(name: re.Match[str]) -> str:
    """ "Der Bürgermeister" begins with a word that shows the language, "Ursula von der Brandt" does not."""
    first = name[0].split()[0].split("-")[0]
    return f"{first} " if any(first.lower() in words for words in (*WORDS.values(), MORE_ENGLISH)) else " "


def is_in_other_script(body: str) -> bool:
    """Whether most letters are not Latin."""
    letters = [c for c in body if c.isalpha()]
    return sum(unicodedata.name(c, "LATIN").startswith("LATIN") for c in letters) * 2 < len(letters)
