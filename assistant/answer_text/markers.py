"""Citation markers of every common form: [1], [1, 2], [1-3], [^1], (Source 1), [doc1], 【1†source】, superscripts, Markdown links, <sup>1</sup>.

They are replaced by marks of two private-use characters, which pass through Markdown and HTML unchanged.
"""

import re

OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(rf"{OPEN}([\d,]+){CLOSE}")
MARKS = re.compile(rf"\s*{MARK.pattern}(?:[\s,;]*{MARK.pattern})*")
BETWEEN = re.compile(rf"(?<={CLOSE})\s*(?:,|;|and|&)\s*(?={OPEN})")  # "[1] and [2]"
BRACKETED = re.compile(rf"\(\s*(?:see(?: also)?|cf\.?)?\s*((?:{MARK.pattern}\s*)+)\.?\s*\)", re.IGNORECASE)  # "(see [1])"
POINTS_AT = re.compile(rf"\s*,?\s*(?:\(\s*)?(?:as (?:reported|stated|noted|mentioned|described|shown|seen) (?:in|by)|see(?: also)?|cf\.) (?P<marks>(?:{MARK.pattern}\s*)+)(?:\.?\))?(?=[.!?]|$)", re.IGNORECASE)
MAX_RANGE = 20  # numbers in a range such as [1-3]; a wider one is no citation
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

NUMBER = r"\d{1,3}"
NUMBERS = rf"{NUMBER}(?:(?:\s*(?:[,;&–—-]|and|to)\s*)+{NUMBER})*"
WORD = r"(?:sources?|docs?|documents?|refs?|references?|articles?|passages?|contexts?|citations?|cit(?:e|ation)|excerpts?|snippets?|chunks?|notes?|texts?|results?)"
INSIDE = rf"(?:see\s+)?(?:{WORD}\s*[:#_.-]?\s*(?:no\.?\s*)?|[#^@]|[SDPC])?(?:{NUMBERS})(?:\s*(?:,|;|and|&)\s*{WORD}\s*{NUMBERS})*(?:\^|:\d+)?(?:,?\s*pp?\.\s*\d+(?:[–-]\d+)?)?(?:\s*†[^\]】\n]{{0,60}})?"
LINK = r"(?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"\n]*\")?\))?"  # the address behind [1] or [[1]]
FORMS = (
    rf"\[\[?\^?(?P<link>{INSIDE})\]?\]{LINK}",
    rf"【(?P<lenticular>{INSIDE})】",
    rf"\(\s*(?P<round>(?:see\s+|from\s+)?{WORD}\s*[:#]?\s*{NUMBERS}(?:\s*(?:,|;|and|&)\s*{WORD}\s*{NUMBERS})*)\s*\)",
    r"\((?P<bare>\d{1,2}(?:\s*,\s*\d{1,2})*)\)(?=\s*(?:[.!?](?:\s|$)|\n|$))",
    rf"\^\[?(?P<caret>{NUMBERS})\]?\^?(?=[\s.,;]|$)",
    rf"<(?P<tag>sup|cite)\b[^>]*>\s*(?:<a\b[^>]*>)?\s*[\[(]?(?P<html>(?:{WORD}\s*)?{NUMBERS})[\])]?\s*(?:</a>)?\s*</(?P=tag)>",
    r"(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[\s,⁻˒’]*[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*)",
)
# "According to Source 1, …", "Document 2 says that …". Laws have articles, so an article does not count.
SPOKEN = re.compile(
    r"(?P<before>\b(?:according to|based on|as|in|per|from) |(?:^|(?<=[.!?]\s)))(?P<source>(?:source|doc(?:ument)?|passage|context|excerpt|snippet) \d{1,2})(?=,| \w+s (?:that\b|,))",
    re.IGNORECASE | re.MULTILINE,
)
# "(Source: Corvane Wire)", "([Corvane Wire](https://…))", "[^note]"
UNNUMBERED = re.compile(r"[ \t]*(?:[(\[](?:sources?|via): ?[^\d()\[\]\n][^()\[\]\n]{0,60}[)\]]|\(\[[^\]\n]*\]\([^()\s]+\)\)|^\[\^[A-Za-z][\w-]*\]:.*$|\[\^[A-Za-z][\w-]*\])", re.IGNORECASE | re.MULTILINE)
MARKER = re.compile("|".join(FORMS), re.IGNORECASE)
# "km²" and "10³": a raised number behind a unit or a ten counts something.
COUNTS = re.compile(r"(?:(?<!\d)10|(?:^|[\s\d(/])(?:[kcdm]?m|ft|mi|in|yd|CO|H)|[=+×^])\s*$")
MOVED = re.compile(rf"([.!?…][\"”’»]?)(\s*(?:{MARK.pattern}[\s,;]*)+)(?!\s*\w+s (?:that\b|,))")


def mark_citations(text: str) -> str:
    """The text with each marker as a mark. A number that is raised because of a unit stays. Markers without a number are removed."""
    text = UNNUMBERED.sub("", SPOKEN.sub(r"\g<before>[\g<source>]", text))
    return BRACKETED.sub(r"\1", BETWEEN.sub("", MARKER.sub(lambda m: mark(m, text), text)))


def mark(found: re.Match[str], text: str) -> str:
    form = found.lastgroup or ""
    inside = next(v for k, v in found.groupdict().items() if v and k != "tag")
    raised = form == "raised" or (found["tag"] or "").lower() == "sup"
    if raised and COUNTS.search(text[: found.start()]):
        return found[0]
    numbers = read_numbers(inside.translate(SUPERSCRIPTS))
    return f"{OPEN}{','.join(map(str, numbers))}{CLOSE}" if numbers else found[0]


def read_numbers(inside: str) -> tuple[int, ...]:
    """The numbers in a marker, with those in between for a range. Empty where a range is too wide."""
    inside = re.sub(r":\d+|†.*|,?\s*pp?\..*", "", re.sub(rf"{WORD}\s*[:#_.-]?", " ", inside, flags=re.IGNORECASE))
    numbers: list[int] = []
    for first, last in re.findall(r"(\d+)(?:\s*(?:[–—-]|to)\s*(\d+))?", inside):
        span = range(int(first), int(last or first) + 1)
        if not 0 < len(span) <= MAX_RANGE:
            return ()
        numbers += span
    return tuple(dict.fromkeys(numbers))


def cited(text: str) -> tuple[int, ...]:
    """The numbers of all marks in a text."""
    return tuple(dict.fromkeys(int(n) for m in MARK.finditer(text) for n in m[1].split(",")))


def before_stop(text: str) -> str:
    """A mark behind a full stop belongs to the sentence before it, so it is moved before the full stop."""
    return MOVED.sub(lambda m: m[2].rstrip() + m[1] + (" " if m[2][-1:].isspace() else ""), text)


def without_marks(text: str) -> str:
    """The text without its marks, and without the brackets and spaces that they leave."""
    text = re.sub(r"\(\s*\)", "", MARKS.sub(" ", POINTS_AT.sub("", text)))
    return re.sub(r"\s+(?=[.,;:!?](?:\s|$))", "", " ".join(text.split())).strip()
