"""How an answer calls the texts that it was given: "the articles", "the provided context", "these three passages", "nothing here"."""

SUPPLIED = r"(?:provided|given|retrieved|available|supplied|above|cited|search|news|relevant|existing|current|same|attached|accompanying)"
COUNT = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|other|single)"
NOUN = r"(?:contexts?|articles?|documents?|sources?|passages?|texts?|excerpts?|extracts?|materials?|results?|snippets?|reports|archive|knowledge base|database)"
AFTER = (
    r"(?: (?:provided|given|above|here|available|supplied|at hand|retrieved|in front of me|(?:in|of) (?:this|the) archive|(?:that )?(?:you|I|we)(?: have|['’]ve)?"
    r"(?: been)? (?:given|gave|provided|shared|supplied|have|got)(?: me| us)?|(?:that|which) (?:was|were) (?:provided|given)))?"
)
DETERMINER = r"(?:the|these|this|those|my|your|our|both|all(?: of)? (?:the|these)|(?:any|each|either|some)(?: one)? of (?:the|these|my|your|our))"
NONE_OF = rf"(?:(?:none|neither|nothing|no|not one|not a single one)(?: (?:{COUNT}|of (?:the|these|those|my|your|our)))*|nothing in (?:the|these|this|my|your|our))"
# A determiner or a word such as "provided" is always needed, because news articles themselves have "sources say" and "documents show".
SOURCES = rf"(?:(?:{DETERMINER} (?:(?:{SUPPLIED}|{COUNT}) )*{NOUN}|(?:{SUPPLIED} )+(?:{NOUN}|report|coverage|reporting)|(?:{DETERMINER} )?(?:{SUPPLIED} )+information){AFTER}|{DETERMINER} information{AFTER[:-1]}|(?:what|everything|anything|all)(?: that)? (?:you|I|we)(?:['’]ve| have| was| were)?(?: been)? (?:sent|gave|given|provided|shared|supplied|have)(?: me| us)?)"
NO_SOURCE = rf"(?:{NONE_OF} (?:(?:{SUPPLIED}|{COUNT}) )*{NOUN}{AFTER}|none of (?:them|these|those|it)|neither of (?:them|these)|nothing (?:here|there|in them|(?:that )?I (?:have|was given)))"
