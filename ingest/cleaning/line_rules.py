"""Recognizes by their wording lines that are not reporting. A doubtful line is kept."""

import re
from dataclasses import dataclass

from onrecord.ingest.cleaning.captions import is_caption, is_credit

MAX_LINE = 600  # characters; a longer line is kept
SPEAKS = re.compile(r"\b(?:said|says|told|according to|originally published|first published)\b", re.IGNORECASE)
NOTICE = re.compile(r"\b(?:updated|corrected|misstated|clarified)\b", re.IGNORECASE)
QUOTE_ENDS = ('"', "”", "’’", "''")


@dataclass(frozen=True)
class LineRule:
    """Removes a line of at most `longest` characters that fully matches `pattern`. `words`, in lower case, are a quick first check: one must occur."""

    name: str
    words: tuple[str, ...]
    pattern: re.Pattern[str]
    longest: int = 260

    def matches(self, line: str, small: str) -> bool:
        return len(line) <= self.longest and any(w in small for w in self.words) and self.pattern.fullmatch(line) is not None


def either_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


LINK_RULES = (
    LineRule("link-crumb", ("more", "related", "recommended"), re.compile(r"(?i:more|related|recommended)\s*[:|»>]\s?+(?![a-z]).*")),
    LineRule(
        "link-crumb",
        ("read", "see ", "story", "more on", "related", "missed", "pick", "miss", "like"),
        either_case(
            r"(?:(?:read|see) (?:more|also|next)|(?:read the )?full story(?: here)?|also read|more on this(?: story)?"
            r"|related (?:articles?|stor(?:y|ies)|content|coverage|links?)|in case you missed it|editor['’]s picks?|don['’]t miss"
            r"|you may (?:also )?like|others are reading)(?:\s*[:|»>]| [–—-] ).*"
            r"|(?:read|see) more here\.?|read the full (?:story|article|report)(?: here)?\.?"
        ),
    ),
    # "Watch: Channel 5" names a channel and is kept. A link to a video has a headline, which is longer.
    LineRule("link-crumb", ("watch", "listen"), either_case(r"(?:watch|listen)(?: (?:now|live|more))?\s*[:|»>]\s?\S+(?: \S+){3,}")),
    # On the page, a label and its link were separate: "Flood watch:What to know before the river crests". "Venue:" is not such a label.
    LineRule(
        "link-crumb",
        (":",),
        re.compile(
            r"(?!Wh|How|UPDATE|BREAKING)(?:[A-Z'‘“\"][^:.!\d ]*[ -][^:.!\d]{,68}[^\W\d][’'”\"?]?|[A-Z-]{3,}|Opinion|Review|Column|Exclusive|Podcast|Previously)"
            r":(?=(?:\S+ ){4})(?=(?:.*?\b[a-z]{3,}){3})['‘“\"]?[A-Z][^:;]{15,150}[^\s.,:;!?\"”]"
        ),
    ),
)
OFFERS = (
    LineRule(
        "share-line",
        ("share", "follow us", "click here", "join"),
        either_case(
            r"(?:share (?:this|on|via)\b.{0,60}|follow us on\b.{0,60}|click here\b.{0,80})[.!]?"
            r"|(?:[^:]{2,60}: ?)?join (?:our|us on)\b.{0,80}\b(?:channel|group|facebook|twitter|instagram|whatsapp|telegram)\b.{0,60}"
        ),
    ),
    LineRule(
        "subscribe-line",
        ("sign up", "subscri"),
        either_case(
            r"(?:sign up|subscribe)\b(?=.*(?:newsletter|inbox|news alerts|briefing|unlimited)).*|subscribe (?:to|today|now)\b[^.]*(?:\.com)?\b[^.]{0,10}\."
            r"|(?=.*\bsubscri)(?:thank you for |help |please )?support(?:ing)? (?:our|local|strong local|quality)\b.{0,30}\bjournalism\b.*"
        ),
        MAX_LINE,
    ),
    LineRule(
        "subscribe-line",
        ("sign up", "subscribe"),
        re.compile(r"(?=.*(?i:news|inbox|subscri|briefing)).{0,150}(?:S(?:ign up|ubscribe)|\bsign up (?:for (?:our|free)|here)\b).*"),
    ),
    LineRule(
        "advertisement",
        ("ad", "play", "check out"),
        either_case(
            r"advertisement|story continues below(?: advertisement)?|video ad feedback\b.*|\d?\.? ?how relevant is this ad to you\?"
            r"|(?:[^.?!]{2,50}\? )?(?:play|check out) (?:the|our|today['’]s)\b.{0,50}\b(?:crossword|puzzles?|quick cross|sudoku)\b.{0,30}"
        ),
    ),
    LineRule(
        "advertisement",
        ("commission", "affiliate"),
        either_case(r".*\bwe (?:may|might|will|can)\b.{0,20}\b(?:earn|receive|get)\b.{0,20}\b(?:commissions?|affiliate fees?)\b.*"),
        400,
    ),
    LineRule(
        "page-line",
        ("graphic", "map", "video", "chart", "form"),
        either_case(
            r"(?:can['’]?t|cannot|unable to|not able to) (?:see|view) (?:the|our|this|these) (?:graphics?|maps?|videos?|charts?|form)\b.{0,60}"
        ),
    ),
)
SIGN_OFFS = (
    LineRule(
        "agency-sign-off",
        ("report", "writing", "edit", "compiled"),
        either_case(
            r"\(\s*(?:additional |further )?(?:report(?:ing|ed)|writing|edit(?:ing|ed)|compiled) by [^()]{3,200}\)\.?"
            r"|from [^.]{2,40}\bwire (?:reports|services)\.?"
        ),
    ),
    LineRule("agency-sign-off", ("contributing",), re.compile(r"\(?(?:Contributing: ?|CONTRIBUTING:? )(?=[A-Z]).{2,300}"), 330),
)
CONTRIBUTED = re.compile(r"(?=.+[A-Z])\(?[A-Z][^()]{2,220} contributed (?:reporting )?to this (?:report|story|article|dispatch)\.?\)?")  # removed only at the end of an article
SIGNED_BY_AGENCY = either_case(
    r"[-–—−]{1,2} ?(?:[^\W\d_][\w.’'-]+(?: [^\W\d_][\w.’'-]+){1,3}, )?"
    r"(?:the )?(?:associated press|reuters|afp|agence france-presse|bloomberg(?: news)?|usa today(?: network| staff)?|pa media|dpa|upi)\.?"
)

NAME = r"[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|de|la|van|von|della|der)){1,4}"
AT = r"@\s?\w"
REPORTER_LINES = (
    re.compile(rf"(?:Contact|Reach|E-?mail|Send tips or story ideas to)\b[^.:@]{{0,60}}?\b{NAME}(?:,? (?:at|on|by|via|directly)\b|: ?).*{AT}.*"),
    re.compile(
        rf"{NAME}.{{0,20}}? (?:covers|(?:is|writes|reports)\b.*\b(?:reporter|editor|columnist|correspondent|journalist|writer|covers|team))\b.*{AT}.*"
    ),
    re.compile(rf"{NAME} can be reached at .*{AT}.{{0,60}}"),
    re.compile(rf"(?:Contributing: .{{2,60}}\. )?Follow (?:us|him|her|them|[A-Z@]).{{0,120}}{AT}.{{0,90}}"),
)
JOB = either_case(r"\b(?:reporter|editor|columnist|correspondent|journalist|writer|critic)\b")
ADDRESS = re.compile(r"([\w.+-]+)@|(?<![\w.])@\s?(\w+)")
PUBLIC_ADDRESS = either_case(r"@[\w.-]+\.(?:gov|mil|edu|org|us|gc\.ca|gov\.uk)\b")  # addresses of public offices, which readers may need
LAST_LINES = 4  # lines at the end of an article that may introduce its reporters


def rule_of(line: str, before: str, to_come: int) -> str | None:
    """The name of the rule that removes a line, or None.

    Args:
        before: the last line that was kept.
        to_come: the number of lines that follow.
    """
    if len(line) > MAX_LINE:
        return None
    small, is_speech = line.lower(), SPEAKS.search(line) is not None
    found = (
        (None if is_speech and line.endswith(".") else first_of(LINK_RULES, line, small))
        or ("agency-sign-off" if is_sign_off(line, small, before, to_come) else None)
        or ("reporter-line" if to_come < LAST_LINES and is_reporter_line(line) else None)
        or (None if is_speech else first_of(OFFERS, line, small))
        or ("credit" if is_credit(line) else None)
        or ("caption" if is_caption(line) else None)
    )
    return None if found and NOTICE.search(line) else found


def first_of(rules: tuple[LineRule, ...], line: str, small: str) -> str | None:
    return next((rule.name for rule in rules if rule.matches(line, small)), None)


def is_sign_off(line: str, small: str, before: str, to_come: int) -> bool:
    """Whether a line names the reporters or the agency. A name after a quotation is the speaker's name, and is kept."""
    if first_of(SIGN_OFFS, line, small) or (to_come < LAST_LINES and CONTRIBUTED.fullmatch(line)):
        return True
    return line[0] in "-–—−" and not before.endswith(QUOTE_ENDS) and SIGNED_BY_AGENCY.fullmatch(line) is not None


def is_reporter_line(line: str) -> bool:
    """Whether a line says how to reach a reporter.

    It does if it names a journalist's job, or if the address contains a name from the line. Addresses of clubs and offices are kept.
    """
    if "@" not in line or '"' in line or "“" in line or PUBLIC_ADDRESS.search(line) or not any(p.fullmatch(line) for p in REPORTER_LINES):
        return False
    addresses = " ".join(mail or handle for mail, handle in ADDRESS.findall(line)).lower()
    return JOB.search(line) is not None or any(name.lower() in addresses for name in re.findall(r"\b[A-Z][a-z]{2,}", line))
