"""Makes safe rewrites by rule. The sentence is shortened, reordered or joined with another. Its meaning stays the same."""

import random
import re

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from onrecord.assistant.language import lower_first, upper_first
from onrecord.evals.synthetic.sentence_edits import Article, Edit, Editor, branch_range, replace_ranges

ASIDES = ("relcl", "appos", "advcl", "acl")
HEDGES = frozenset("not n't no never only almost nearly more less about around may might could if unless allegedly reportedly".split())
KEPT_VERBS = ("claim", "deny", "warn", "allege", "insist")
MAX_LINK = 3  # characters between speaker and cue
FIRST_WORDS = re.compile(r"(?:The|A|An|His|Her|Their|One|Two|Some|Several|Many|He|She|They|It)\b")  # words that lose their capital letter inside a sentence
QUOTE_MARK = re.compile(r"[\"“”]")  # sentences with quotations are not joined, because a part of a quotation would lose its speaker


def untouched(article: Article, sentence: DocSpan, rng: random.Random) -> Edit | None:
    return Edit("untouched", sentence.text.strip())


def shortened(article: Article, sentence: DocSpan, rng: random.Random) -> Edit | None:
    """The sentence without an aside between commas, a date at the end or a word of time. Words that limit or hedge a statement are kept."""
    cuts = [c for t in sentence if (c := removable(sentence, t)) is not None]
    if not cuts:
        return None
    rng.shuffle(cuts)
    chosen: list[tuple[int, int]] = []
    for start, end in cuts[:2]:
        if all(end <= a or b <= start for a, b in chosen):
            chosen.append((start, end))
    edit = replace_ranges(sentence, "shortened", [(a, b, "") for a, b in chosen], faulty=False)
    return Edit("shortened", tidy_punctuation(edit.text)) if len(edit.text.split()) >= 5 else None


def removable(sentence: DocSpan, token: Token) -> tuple[int, int] | None:
    """The code points that can be cut with `token`: an aside with its commas, or a phrase of time."""
    start, end = branch_range(token)
    inside = [token.left_edge, *token.subtree]
    if any(t.lower_ in HEDGES or t.ent_type_ == "CARDINAL" for t in inside) or start == sentence.start_char:
        return None
    before, after = sentence.doc.text[sentence.start_char : start].rstrip(), sentence.doc.text[end : sentence.end_char].lstrip()
    if token.dep_ in ASIDES and before.endswith(",") and after[:1] in ",.":
        return sentence.start_char + len(before) - 1, end + (sentence.doc.text[end : sentence.end_char].find(",") + 1 if after[:1] == "," else 0)
    when = (token.dep_ == "npadvmod" and token.ent_type_ == "DATE") or (token.dep_ == "prep" and any(c.dep_ == "pobj" and c.ent_type_ == "DATE" for c in token.children))
    if when and token.head.pos_ in ("VERB", "AUX") and after[:1] in ".":
        return sentence.start_char + len(before), end
    return None


def reordered(article: Article, sentence: DocSpan, rng: random.Random) -> Edit | None:
    """The sentence with the speaker at another place: "X said Y" becomes "Y, X said" or "According to X, Y"."""
    text = article.doc.text
    for s in article.said_in(sentence):
        assert s.speaker is not None and s.cue is not None
        content, speaker, cue = (text[x.start : x.end].strip() for x in (s.content, s.speaker, s.cue))
        link = re.sub(r"\bthat\b|,|:", "", text[s.cue.end : s.content.start]).strip()
        complete = sentence.start_char == s.speaker.start and len(text[s.content.end : sentence.end_char].strip(' ."”')) == 0
        if s.kind != "indirect" or link or not complete or len(content.split()) < 5 or s.stance not in ("says", "claims"):
            continue
        if s.cue.start - s.speaker.end > MAX_LINK or " who" in speaker:
            continue
        content = re.sub(r"^that ", "", content)
        if s.cue_lemma in ("say", "add", "tell", "state") and rng.random() < 0.4:
            return Edit("reordered", f"According to {lower_article(speaker)}, {content}.")
        return Edit("reordered", f"{upper_first(content)}, {lower_article(speaker)} {cue}.")
    return None


def lower_article(phrase: str) -> str:
    return lower_first(phrase, FIRST_WORDS)


def without_day(article: Article, sentence: DocSpan, rng: random.Random) -> Edit | None:
    """The sentence without "on Tuesday" or similar words."""
    for token in sentence:
        day = re.match(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day$", token.lower_)
        if day and token.dep_ in ("pobj", "npadvmod") and not list(token.children):
            first = token.head if token.dep_ == "pobj" and token.head.lower_ == "on" else token if token.dep_ == "npadvmod" else None
            if first is not None and first.i > sentence.start:
                edit = replace_ranges(sentence, "shortened", [(first.idx, token.idx + len(token.text_with_ws), "")], faulty=False)
                return Edit("shortened", tidy_punctuation(edit.text))
    return None


def short_name(article: Article, sentence: DocSpan, rng: random.Random) -> Edit | None:
    """The sentence with a short name: "Nadia Roe" becomes "Roe"."""
    for name in sentence.ents:
        parts = name.text.split()
        if name.label_ == "PERSON" and len(parts) == 2 and all(p.isalpha() and p[0].isupper() for p in parts):
            return Edit("short name", replace_ranges(sentence, "", [(name.start_char, name.end_char, parts[1])], faulty=False).text.strip())
    return None


def number_in_words(article: Article, sentence: DocSpan, rng: random.Random) -> Edit | None:
    """The sentence with a number in words: "26,000" becomes "26 thousand"."""
    for token in sentence:
        if re.fullmatch(r"\d{1,3},000", token.text):
            return Edit("number form", replace_ranges(sentence, "", [(token.idx, token.idx + len(token), token.text[:-4] + " thousand")], faulty=False).text.strip())
    return None


def joined(article: Article, sentence: DocSpan, rng: random.Random) -> Edit | None:
    """The sentence joined with the next one of its paragraph by "and"."""
    following = article.doc[sentence.end].sent if sentence.end < len(article.doc) else None
    if following is None or QUOTE_MARK.search(sentence.text + following.text) or "\n" in sentence.text.strip() or "\n" in following.text.strip() or sentence.text.endswith("\n") or len(following.text.split()) < 5:
        return None
    first = sentence.text.strip()
    if not first.endswith(".") or len(first) + len(following.text) > 300:
        return None
    second = following.text.strip()
    second = lower_article(second) if following[0].ent_type_ == "" else second
    return Edit("joined", f"{first[:-1]}, and {second}")


def tidy_punctuation(text: str) -> str:
    return re.sub(r"\s+([,.;])", r"\1", re.sub(r",\s*([,.])", r"\1", re.sub(r"[ \t]{2,}", " ", text))).strip()


REWRITES: dict[str, Editor] = {
    "untouched": untouched,
    "shortened": shortened,
    "without a day": without_day,
    "reordered": reordered,
    "short name": short_name,
    "number form": number_in_words,
    "joined": joined,
}
