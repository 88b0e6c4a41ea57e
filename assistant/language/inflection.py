"""Puts verbs into the past tense: "did resign" becomes "resigned"."""

import re

# Irregular verbs of English that news use, as "base past". Compounds ("overtake") have the form of their last part.
IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "arise:arose bear:bore beat:beat become:became begin:began bend:bent bet:bet bid:bid bind:bound bite:bit bleed:bled blow:blew break:broke bring:brought"
        " build:built burn:burned burst:burst buy:bought cast:cast catch:caught choose:chose cling:clung come:came cost:cost creep:crept cut:cut deal:dealt dig:dug"
        " do:did draw:drew drink:drank drive:drove eat:ate fall:fell feed:fed feel:felt fight:fought find:found flee:fled fling:flung fly:flew forbid:forbade"
        " foresee:foresaw forget:forgot forgive:forgave freeze:froze get:got give:gave go:went grind:ground grow:grew hang:hung have:had hear:heard hide:hid hit:hit"
        " hold:held hurt:hurt keep:kept know:knew lay:laid lead:led leave:left lend:lent let:let lie:lay light:lit lose:lost make:made mean:meant meet:met pay:paid"
        " put:put quit:quit read:read ride:rode ring:rang rise:rose run:ran say:said see:saw seek:sought sell:sold send:sent set:set shake:shook shed:shed shine:shone"
        " shoot:shot show:showed shrink:shrank shut:shut sing:sang sink:sank sit:sat sleep:slept slide:slid speak:spoke spend:spent spin:spun split:split spread:spread"
        " spring:sprang stand:stood steal:stole stick:stuck strike:struck strive:strove swear:swore sweep:swept swim:swam swing:swung take:took teach:taught tear:tore"
        " tell:told think:thought throw:threw thrust:thrust understand:understood upset:upset wake:woke wear:wore weep:wept win:won withdraw:withdrew withhold:withheld"
        " withstand:withstood write:wrote"
    ).split()
)
PREFIX = re.compile(r"^(?:over|under|re|out|mis|up|un|fore)(?=\w{2})")
# Verbs of several syllables that double their last letter, because the last syllable is stressed.
DOUBLED = re.compile(r"^(?:[^aeiou]*[aeiou][bdgklmnprt]|(?:ad|com|per|o|re|e|sub|trans)mit|(?:oc|in|re|con)cur|(?:re|pre|de|con|in|trans)fer|(?:com|pro|re|ex)pel|control|patrol|equip|kidnap)$")


def past_tense(verb: str) -> str:
    """The simple past of a verb's base form: "resigned", "went", "overthrew", "stopped", "carried"."""
    prefix = PREFIX.match(verb)
    rest = verb[prefix.end() :] if prefix else ""
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    if prefix and rest in IRREGULAR:
        return prefix[0] + IRREGULAR[rest]
    if verb.endswith("e"):
        return f"{verb}d"
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1] if DOUBLED.match(verb) else ''}ed"
