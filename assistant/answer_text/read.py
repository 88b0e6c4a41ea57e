"""Reads an answer: which of its sentences, list items and table rows are claims, what each cites, and what it means where it stands."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from onrecord.assistant.answer_text.blocks import Block, read_blocks
from onrecord.assistant.answer_text.frames import (
    LABEL,
    SAID_BY_SOURCES,
    SOURCES_TITLE,
    TITLE,
    has_verb,
    is_question,
    is_sentence,
    is_source_entry,
    is_to_the_asker,
    presents,
    strip_frame,
)
from onrecord.assistant.answer_text.markers import before_stop, cited, mark_citations, without_marks
from onrecord.assistant.answer_text.pronouns import resolve_pronouns
from onrecord.assistant.answer_text.refusals import QUOTED, TOLD_BY, read_refusal
from onrecord.assistant.language import upper_first
from onrecord.assistant.question import as_denial, as_statement
from onrecord.vectorstore.language import is_foreign

ESCAPED = re.compile(r"\\([\[\]()^])")
EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
BARE_ANSWER = re.compile(
    r"^(?P<word>yes|no|correct|right|indeed|true|false)\b[,.!]?(?: (?:he|she|it|they|that|there|this)(?: (?:is|was|are|were|has|have|had|did|does|do|will|would|can)(?: not|n['’]t)?| (?:is|was) (?:correct|right|true|so)))?\W*$",
    re.IGNORECASE,
)
DENIES = ("no", "false")
JOINED = re.compile(r"(?<![^\W\d_])[a-zà-ÿ]{5,}[\ue000\ue001\d,\s]*\.\s+(?=[A-Z][a-z]+\s)")  # no abbreviation in lower case is as long
MAX_FRAGMENT = 5  # words of a prose sentence that is no sentence
REMEMBERED = 3  # earlier sentences in which a referent is looked for


@dataclass(frozen=True)
class AnswerPart:
    """A sentence, item or row of an answer.

    Args:
        text: its words without markup and citation markers.
        cites: the numbers of its markers.
        header: what completes it: the header of its table, the line above its list, or the question.
        told: what is judged: the text, completed and with its pronouns resolved. Empty if it tells nothing.
        frame: it is only for the asker, or says that something follows.
        refuses: it says that there is no answer. It may tell something too.
        foreign: it is not in English, so that it cannot be judged.
    """

    text: str
    cites: tuple[int, ...] = ()
    header: str = ""
    told: str = ""
    frame: bool = False
    refuses: bool = False
    foreign: bool = False

    @property
    def unjudged(self) -> str:
        """The reason why nothing of it can be judged. Empty if something can."""
        if not self.told:
            return "refusal: the sentence says that there is no answer"
        return "language: the sentence is not in English, so it is not judged" if self.foreign else ""

    def read_by(self, sources: Sequence[str]) -> str:
        """What is judged by these sources. A sentence that stands in one word for word keeps its pronoun, which means there what it means here."""
        return self.text if any(self.text in source for source in sources) else self.told


@lru_cache(maxsize=2048)  # an answer is read where its row is checked, and again where it is judged
def read_answer(text: str, question: str = "") -> tuple[AnswerPart, ...]:
    """The parts of an answer in order: Markdown, HTML or plain text. Letters are composed (Unicode NFC)."""
    parts = list(split_parts(nfc(text)))
    around = QUOTED.sub(" ", " ".join(p.text for p in parts))
    return tuple(complete([classify(p, around, question) for p in parts], nfc(question).strip()))


def read_claims(text: str, question: str = "") -> list[AnswerPart]:
    """The parts that tell something or refuse."""
    return [p for p in read_answer(text, question) if not p.frame]


def read_as_one(text: str) -> AnswerPart:
    """A text as one claim: the parts of it together."""
    parts = read_claims(text)
    cites = tuple(dict.fromkeys(n for p in parts for n in p.cites))
    told = " ".join(p.told for p in parts if p.told) if parts else nfc(text)
    return AnswerPart(text, cites, told=told, refuses=any(p.refuses for p in parts), foreign=any(p.foreign for p in parts))


def nfc(text: str) -> str:
    """The text with composed letters, so that two ways to write one letter are the same."""
    return unicodedata.normalize("NFC", text)


def split_parts(text: str) -> Iterator[AnswerPart]:
    """Sentences, items, rows and frames, not yet completed."""
    in_sources, lead_in = False, ""
    for block in read_blocks(mark_citations(ESCAPED.sub(r"\1", text))):
        in_sources = in_sources or SOURCES_TITLE.match(without_marks(block.text)) is not None
        if SOURCES_TITLE.match(without_marks(block.text)) or is_source_entry(block.text, in_sources, block.kind == "item"):
            yield AnswerPart(plain(block.text), frame=True)
            continue
        in_sources = in_sources and block.kind == "item"
        for part in block_parts(block):
            yield replace(part, header=part.header or ("" if part.frame else lead_in))
            lead_in = part.text if part.frame and part.text.endswith(":") and block.kind == "prose" and not presents(part.text) and not LABEL.match(f"{part.text} …") else ""


def block_parts(block: Block) -> Iterator[AnswerPart]:
    header = "" if presents(block.header) and block.header.endswith(":") else plain(block.header)
    if block.kind == "row":
        yield AnswerPart(" | ".join(plain(c) for c in block.text.split(" | ")), cited(block.text), header)
    elif (block.kind == "title" and TITLE.match(block.text)) or (block.kind in ("heading", "header", "lead-in") and (block.text.endswith((":", "?")) or "|" in block.text or not is_sentence(plain(block.text)))):
        yield AnswerPart(plain(block.text), frame=True)
    else:
        yield from sentences(block.text, header)


def sentences(line: str, header: str) -> Iterator[AnswerPart]:
    from nupunkt import sent_spans

    line = before_stop(line)
    if label := LABEL.match(line):
        yield AnswerPart(label[0].strip(), frame=True)
        line = upper_first(line[label.end() :])
    for start, end in (span for s, e in sent_spans(line) for span in split_joined(line, s, e)):
        cites, said = cited(line[start:end]), line[start:end].strip()
        if found := SAID_BY_SOURCES.match(said):  # "According to [1], …"
            said = upper_first(said[found.end() :] if cited(found[0]) else said)
        if re.search(r"\w", body := plain(said)):
            yield AnswerPart(body, cites, header, frame=body.endswith(":"))


def split_joined(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the sentences in one span of the splitter, which sometimes takes a word for an abbreviation: "… on cranes. Its director …"."""
    for found in JOINED.finditer(line, start, end):
        yield start, found.end()
        start = found.end()
    yield start, end


def plain(text: str) -> str:
    return EMPHASIS.sub(r"\2", without_marks(text)).strip(" -*•\t")


def classify(part: AnswerPart, around: str, question: str) -> AnswerPart:
    """The part with what kind it is, and with what it tells by itself."""
    if part.frame:
        return part
    foreign = is_foreign(QUOTED.sub(" ", part.text), around)
    refusal = read_refusal(part.text, foreign, question)
    if is_question(part.text) or (not foreign and not refusal.refuses and is_to_the_asker(part.text)):
        return replace(part, frame=True)
    return replace(part, refuses=refusal.refuses, foreign=foreign, told=refusal.told)


def complete(parts: Sequence[AnswerPart], question: str) -> list[AnswerPart]:
    """The parts with what they mean where they stand: with header, question and referents."""
    done: list[AnswerPart] = []
    before = [question] if question else []
    for part in parts:
        if part.told and not part.foreign:
            after_refusal = bool(done) and done[-1].refuses
            part, said = in_place(part, question, before[-REMEMBERED:], after_refusal)
            before.append(said)
            if said != part.text and (again := read_refusal(said, question=question)).refuses:  # "They do not say when": the sources
                part = replace(part, refuses=True, told=again.told)
        done.append(part)
    return done


def in_place(part: AnswerPart, question: str, before: Sequence[str], after_refusal: bool) -> tuple[AnswerPart, str]:
    """The part with what is judged of it, and what a later pronoun may refer to."""
    if found := BARE_ANSWER.match(part.told):
        meant = upper_first((as_denial if found["word"].lower() in DENIES else as_statement)(question)) if question else ""
        return replace(part, header=question, told=meant or f"{question} {part.told}".strip()), meant
    if " | " in part.text:
        return replace(part, told=row_as_sentence(part.text, part.header)), ""
    said = strip_frame(TOLD_BY.sub("", part.told) if after_refusal else part.told)
    said = resolve_pronouns(upper_first(said), before)
    header = part.header or (question if is_fragment(said) else "")
    return replace(part, header=header, told=complete_by(header, said)), said


def is_fragment(said: str) -> bool:
    """Whether a text needs its question: "Repair the north stand", "Twelve." """
    return not has_verb(said) and (not said.endswith((".", "!")) or len(said.split()) <= MAX_FRAGMENT)


def complete_by(header: str, said: str) -> str:
    """ "Members of the council: Joss Ardley, farmer", "Bus. The driver was hurt"."""
    if not header:
        return said
    link = " " if header.endswith("?") else ". " if is_sentence(said) else ": "
    return f"{header.rstrip(': ')}{link}{said}"


def row_as_sentence(row: str, header: str) -> str:
    """ "Harbour Party: seats 48, change +11" for a row with the header "Party | Seats | Change"."""
    cells, names = row.split(" | "), header.removeprefix("| ").split(" | ")
    names = names if not header.startswith("| ") else ["", *names]
    if len(names) != len(cells):
        return ", ".join(c for c in cells if c)
    return f"{cells[0]}: " + ", ".join(f"{as_noun(name)} {cell}" for name, cell in zip(names[1:], cells[1:], strict=True) if cell)


def as_noun(name: str) -> str:
    """The name of a column as in a sentence: "Seats" is no name of anything, but "Helix Build" and "GDP" are."""
    return name[:1].lower() + name[1:] if name[1:].islower() and " " not in name else name
