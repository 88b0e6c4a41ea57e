"""Whether a name in a dateline, a byline or a first line is the name of an outlet, and not of a person, a place or something else.

There are more outlets than any list has. A name counts by its own words ("Tarnsund Courier") or because it is a large agency. Other names count
only where nothing but an outlet stands, such as in the brackets behind the day of a dateline.
"""

import re

AGENCIES = frozenset(
    "reuters;thomson reuters;afp;agence france-presse;ap;the associated press;associated press;upi;united press international;dpa;apa;pa;pa media;press association;ansa;"
    "agi;adnkronos;efe;europa press;lusa;belga;anp;ritzau;ntb;tt;stt;pap;čtk;ctk;tasr;mti;agerpres;bta;tanjug;hina;sta;tass;interfax;ria novosti;sputnik;ukrinform;"
    "belta;kyodo;kyodo news;jiji;jiji press;yonhap;xinhua;cna;pti;ani;ians;anadolu;aap;wam;spa;mena;irna;bloomberg;globe newswire;prnewswire;pr newswire;"
    "business wire;bbc;cnn;npr;usa today;тасс;риа новости;интерфакс;укринформ".split(";")
)
# The last word of an outlet's name, or a part of it that closes a compound word (Bygdeblad, Volkszeitung).
LAST_WORD = (
    "post|courier|times|wire|newswire|press|news|daily|ledger|herald|gazette|tribune|journal|chronicle|observer|telegraph|guardian|standard|record|examiner|inquirer|register"
    "|sentinel|star|sun|mail|express|mirror|independent|globe|bulletin|dispatch|argus|echo|advertiser|review|monitor|weekly|magazine|radio|tv|television|messenger|mercury"
    r"|spectator|broadcasting|intelligencer|newspapers?|\w*(?:zeitung|anzeiger|nachrichten|kurier|rundschau|blatt|presse|rundfunk|blad|bladet|tidende|avisen?|posten|tidning(?:en)?)"
    "|dépêche|libération|gazette|diario|periódico|prensa|noticias|gaceta|jornal|folha|correio|notícias|giornale|corriere|gazzetta|notizie|krant|courant|nieuws|gazeta"
    "|dziennik|wiadomości|noviny|deník|sanomat|hírlap|газета|новости|известия|вестник|ведомости"
)
FIRST_WORD = "radio|tv|gazette|agence|agencia|agência|agenzia|agentur|diario|diário|jornal|corriere|gazzetta|gazeta|газета|радио"  # Radio Aldery, Diario de Tarnsund
TAIL = "agency|service|association|network|group|international|online|digital"
OUTLET = re.compile(rf"(?:[\w.’'&-]+ ){{0,6}}(?:{LAST_WORD})(?: (?:{TAIL}))*|(?:{FIRST_WORD})(?: [\w.’'&-]+){{1,4}}", re.IGNORECASE)
DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,12}", re.IGNORECASE)
# A name of only these words is a section or a label: "World News", "Daily Review", "Press".
GENERIC = frozenset(
    "the a an and of in for news press daily weekly review mail post record times star sun world local breaking latest top national international business sport sports"
    " regional foreign domestic global morning evening weekend express radio tv television magazine journal bulletin dispatch standard wire live home politics political"
    " economy culture science health opinion week month year our this free guest blog media good bad fake uk us eu".split()
)
# Words that stand in the same places as an outlet and name something else.
NO_OUTLET = frozenset(
    "update updated updates corrected correction recasts refiles adds photo photos picture pictures image images graphic graphics video file exclusive analysis comment"
    " interview local time agencies wires reporter reporters correspondent editor editors desk office secretary officer minister morning afternoon evening night noon today"
    " yesterday release party democrats aktualisiert foto fotos bild agenturen korr mis jour agences agencias agenzie actualizado actualizada aggiornato".split()
)
NO_AGENCY = frozenset(  # time zones and countries
    "gmt utc cet cest bst est edt cst cdt mst mdt pst pdt eet eest msk ist jst kst hkt sgt aest aedt usa uae drc rsa ussr gdr frg".split()
)
ABBREVIATION = re.compile(r"[A-ZÀ-ÞА-Я]{3,9}|[a-z]{3,4}")
LITTLE = "of|the|and|for|de|del|la|le|du|des|di|da|do|der|die|das|den|und|y|e|et|og|och|&"
PROPER = re.compile(rf"(?:[a-z]{{2,3}} )?[^\W\d_a-zß-ÿ][\w.’'&-]*(?: (?:(?:{LITTLE})|[^\W\d_a-zß-ÿ][\w.’'&-]*)){{0,6}}")
LEAD_IN = re.compile(r"^(?:by|from|via) (?=\w)", re.IGNORECASE)
STAFF = re.compile(r"(?:,? (?:and|&) (?:staff|agencies))?(?: (?:staff|newsroom|bureau)(?: (?:reporters?|writers?))?)?$", re.IGNORECASE)
MAX_CHARACTERS = 50


def outlet_name(written: str) -> str | None:
    """The name of an outlet as written, without `by` and without its staff. None if its words do not show that it names an outlet."""
    name = bare(written)
    if name.lower().removeprefix("the ") in AGENCIES or name.lower() in AGENCIES or DOMAIN.fullmatch(name):
        return name
    words = set(re.findall(r"\w+", name.lower()))
    if " " not in name or not is_proper(name) or words <= GENERIC or not OUTLET.fullmatch(name):
        return None  # a single word may name a person or a place
    return name


def agency_in_brackets(written: str, after_day: bool) -> str | None:
    """The agency in the brackets of a dateline. None if something else stands there.

    Args:
        after_day: whether the brackets stand behind the day: "DRUVA, Feb 11 (Riverline) —". Directly behind a place they may have its region.
    """
    name = bare(written)
    if found := outlet_name(name):
        return found
    if (not is_proper(name) and not ABBREVIATION.fullmatch(name)) or name.lower() in NO_AGENCY or set(re.findall(r"\w+", name.lower())) & NO_OUTLET:
        return None
    return name if after_day or ABBREVIATION.fullmatch(name) else None


def is_proper(name: str) -> bool:
    """Whether a text is written like a name, and none of its words says that it is something else."""
    return len(name) <= MAX_CHARACTERS and PROPER.fullmatch(name) is not None and not set(re.findall(r"\w+", name.lower())) & NO_OUTLET


def bare(written: str) -> str:
    return STAFF.sub("", LEAD_IN.sub("", " ".join(written.split()).strip(" .,")))
