"""Puts a request as a plain question for the reader, which was trained on questions: "Date of the fire?" is "When was the fire?"."""

import re

GREETING = r"(?:(?:hi|hello|hey|please|quick question|question|sorry|ok|okay|so|well)\b[\s,:;!.–-]*)*"
PURPOSE = r"(?:for (?:an?|my|our|the) [\w’' -]{2,40}?,? (?=i\b|we\b))?"
REQUEST = (
    r"(?:(?:can|could|would|will) (?:you|anyone|somebody) (?:please )?(?:(?:tell|remind) (?:me|us)|say|explain|find out|check|look up)"
    r"|(?:please )?(?:tell|remind) (?:me|us)|(?:i|we)(?: would|['’]d)? (?:like|need|want)(?: to know)?|(?:i|we)(?: am| are|['’]m|['’]re) (?:looking for|wondering|trying to find out)"
    r"|do you (?:know|remember)|any idea)"
)
FRAME = re.compile(rf"^\W*{GREETING}{PURPOSE}{REQUEST}[\s,:]+(?=(?:who|what|when|where|why|how|which|whose|whom|if|whether|the|an?)\b)", re.IGNORECASE)
WHETHER = re.compile(r"^(?:if|whether) ", re.IGNORECASE)
DAY_WHEN = re.compile(r"^(?:what (?:was|is) )?(?:the )?(?:exact |precise )?(?P<unit>day|date|month|year)(?P<within> in [\w ]{3,20}?)? (?:on which|in which|when|that) (?P<event>.+?)\W*$", re.IGNORECASE)
DAY_OF = re.compile(r"^(?:the )?(?:exact |precise )?(?:date|day|time) of (?P<event>.+?)\W*$", re.IGNORECASE)
ACCOUNT_OF = re.compile(
    r"^\W*(?:(?:can|could|would|will) you )?(?:please )?(?:(?:give|write|tell|show|make) )?(?:(?:me|us) )?(?:what(?: is|['’]s) )?(?:an? |the )?(?:\w+ )?"
    r"(?:time ?line|chronology|summary|rundown|overview|recap) (?:of|for|on|about) (?P<event>.+?)(?:,? please)?\W*$",
    re.IGNORECASE,
)
COURSE_OF = re.compile(r"^how (?:did|has|have) (?P<thing>.+?) (?:changed?|grown?|rises?|risen?|fall(?:en)?|evolved?|develop(?:ed)?|unfold(?:ed)?)\b(?: (?:between|from|since|over|in|during|as|until)\b.*)?\W*$", re.IGNORECASE)


def plain_question(text: str) -> str:
    """The question without what only asks for an answer. The day of something is asked for with "when", an account of it with "what happened", the
    course of a figure with "what was". Any other text is returned as it is.
    """
    asked = FRAME.sub("", text)
    if found := DAY_WHEN.match(asked):
        unit = found["unit"].lower()
        return f"{'On' if unit in ('day', 'date') else 'In'} which {unit}{found['within'] or ''} was it that {found['event']}?"
    if found := DAY_OF.match(asked):
        return f"When was {found['event']}?"
    if found := ACCOUNT_OF.match(asked):
        return f"What happened with {found['event']}?"
    if found := COURSE_OF.match(asked):
        return f"What was {found['thing']}?"
    return text if WHETHER.match(asked) else asked
