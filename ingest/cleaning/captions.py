"""Recognizes captions and credits of pictures in a text that comes without the pictures.

A caption is one sentence in the present tense that describes a picture and ends with a credit. A caption that also quotes, counts, explains
or reports earlier events is kept, because it is reporting.
"""

import re

AGENCY = (
    r"(?:Reuters|REUTERS|AFP|AP|The Associated Press|Associated Press|EPA|EPA-EFE|Bloomberg|Anadolu(?: Agency)?|Xinhua|TASS|Sipa USA|NurPhoto"
    r"|PA Wire|dpa|NASA|ESA|AAP|Kyodo|CNN|USA TODAY(?: Sports| Network)?)"
)
STOCK = r"(?:Getty Images|Getty|Shutterstock|Alamy|Redux|Zuma(?: Press)?|Imagn(?: Images)?|iStockphoto|PA Images)"  # agencies that sell pictures and do not report
NAME = r"[A-Z][\w.’'&-]*(?: (?:[A-Z][\w.’'&-]*|of|the|de|di|van|von|el|al|for|in)){0,6}"
BY = rf"{NAME}(?: ?/ ?| via | for )"
CREDIT = rf"(?:(?:{BY}){{1,4}}(?:{AGENCY}|{STOCK})(?:(?: ?/ ?| via ){NAME}){{0,3}}|{STOCK}(?:/{NAME})?|(?:{NAME} )?[Cc]ourtesy(?: of)? {NAME})"
LABEL = r"(?i:(?:image|photo|picture|photograph)s?(?: ?credits?)?(?: by|:| courtesy of)|(?:image|photo|picture) courtesy:|credit:)"
IN_BRACKETS = rf"[(\[](?:{LABEL} ?[^()]{{2,90}}|AP Photo[^()]*|{CREDIT})[)\]]"

CREDIT_LINE = re.compile(rf"{IN_BRACKETS}|(?i:(?:image|photo|picture) credit:) ?[^.]{{2,80}}|(?!Special|By |.* for ){CREDIT}")
CREDITED = re.compile(rf"(.{{15,330}}?)(?:[.!] ?(?:{IN_BRACKETS} ?)?{CREDIT}|\s?{IN_BRACKETS})")

DOES = (
    "walk|stand|sit|pose|arrive|hold|gesture|wear|speak|look|gather|embrace|hug|smile|celebrate|kneel|pray|mourn|comfort|sleep|lean|peer|cheer"
    "|applaud|shovel|detain|lower|burn|rise|attend|greet|meet|inspect|enter|exit|deliver|prepare|lift|surround|listen|perform|depart"
)
PEOPLE = (
    r"(?:people|(?:police )?officers|[a-z]*(?:workers|men|women|ters|dents|diers|goers|pers)|supporters|students|children|boys|girls|fans|members"
    r"|troops|volunteers|mourners|villagers|players|crews|crowds|officials|lawmakers|passengers|migrants|organizers|families)"
)
DESCRIBES = re.compile(
    r"(?:A|An) (?:\w+ )?(?:view|sign|photo|picture|woman|man|boy|girl|child|person|worker|soldier|student|volunteer|officer|protester|supporter|visitor|resident)\b"
    r"|.*\b(?:is|are) (?:seen|pictured|shown|displayed)\b|.*\b(?:aerial|general|satellite) (?:view|image|photo)\b"
    r"|.*\b[Tt]his (?:file |handout |undated |aerial |combination )?(?:photo|picture|image)\b|.*\b[Ff]ile photo\b"
    rf"|.*\b(?:{DOES}|address|carrie|march|watch|wave|passe)e?s\b|(?:.* )?(?i:{PEOPLE})\b.{{0,60}}? (?:{DOES}|address|carry|march|watch|wave|line|wait)\b"
)
REPORTS = re.compile(
    r"[“”\"]|['‘][A-Z]|[.!?] ?[A-Z][a-z]+ [a-z]|[%$£€]|\d(?:m|bn)\b|\b\d[\d,.]* (?:people|percent|million|billion|deaths)"
    r"|\b(?:sa(?:id|ys|y)|told|according|report(?:s|ed)?|announced|because|after|will|would|could|should|(?-i:may)|might|must|ha(?:s|ve|d)|was|were|been"
    r"|d(?:id|oes)|if|when|who|which|due|before|being|continues?|forcing|forced|came|more than|at least|kill(?:s|ed)?|die[sd]?|dead|since|most|first|last"
    r"|record|likely|expected|thought|known|became|wins?|won|los[et]s?|led|began|helped|made|found|agreed|planned|set|wants?|needs?|hit|calls?|called"
    r"|ordered|where)\b",
    re.IGNORECASE,
)


def is_credit(line: str) -> bool:
    """Whether a line is only the credit of a picture."""
    return len(line) <= 140 and not line.endswith(".") and CREDIT_LINE.fullmatch(line) is not None


def is_caption(line: str) -> bool:
    """Whether a line describes a picture and ends with its credit."""
    if not 25 <= len(line) <= 420 or not (line[-1].isalnum() or line[-1] in ")]"):
        return False
    found = CREDITED.fullmatch(line)
    return found is not None and DESCRIBES.match(found[1]) is not None and REPORTS.search(found[1]) is None
