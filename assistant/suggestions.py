"""Suggests questions that the archive can answer: from its newest reports, or to go on with a conversation.

The wordings come from headlines and from who is quoted. Each question is asked once before it is offered; one that is not answered well is left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.assistant.attribution import read_statements
from onrecord.assistant.language import PRONOUNS, parse_sentence
from onrecord.assistant.question import Message, parse_as_of
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.vectorstore.archive import fold, list_articles
from onrecord.vectorstore.model import Article

FOR_ARCHIVE, FOR_CONVERSATION = 4, 3  # questions
NEWEST = 12  # newest articles that questions are made of
MAX_ASKED, MAX_FOLLOW_UPS_ASKED = 12, 5  # questions that are tried; each costs a turn, and after an answer the reader may ask the next one at once
MIN_ANSWERABILITY = 0.5  # 0…1; more than an asked question needs, because a suggestion that disappoints is worse than none
MAX_TOPIC, MAX_TITLE = 4, 70  # words; characters
NOT_A_TOPIC = re.compile(r"\d|^(?:live|video|opinion|update|exclusive|interview)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    """A question, the article that it is about, and the speaker whom it asks about, if any."""

    question: str
    article_id: str
    speaker: str = ""


def suggest_for_archive(assistant: Assistant, as_of: str | None = None) -> list[str]:
    """At most `FOR_ARCHIVE` questions about the newest reports, each about another one. Raises BadInput if `as_of` is not an ISO day."""
    as_of = parse_as_of(as_of)
    with assistant.lock:
        archive = assistant.store.archive
        listed = [a for a in list_articles(archive, NEWEST)[0] if not a.retracted and (a.published_at or "") <= as_of]
        made = [list(candidates(assistant, archive.article(a.article_id))) for a in listed]
    # Another kind of question for each article, so that the four are not all alike.
    rotated = [m[n % len(m) :] + m[: n % len(m)] for n, m in enumerate(made) if m]
    in_turn = [m[turn] for turn in range(max(map(len, rotated), default=0)) for m in rotated if turn < len(m)]
    return answerable(assistant, in_turn[:MAX_ASKED], (), as_of, FOR_ARCHIVE)


def suggest_follow_ups(assistant: Assistant, history: Sequence[Message], cited: Sequence[tuple[str, int]], as_of: str | None = None) -> list[str]:
    """At most `FOR_CONVERSATION` questions to go on with.

    Args:
        history: the messages so far, oldest first.
        cited: (article_id, version) of the articles that the last answer cites.
    """
    as_of = parse_as_of(as_of)
    with assistant.lock:
        articles = assistant.store.archive.articles(cited).values()
        made = [c for article in articles for c in candidates(assistant, article)]
    asked = fold(" ".join(m.content for m in history if m.role == "user"))
    new = [c for c in made if not is_asked(c, asked)]
    return answerable(assistant, new[:MAX_FOLLOW_UPS_ASKED], history, as_of, FOR_CONVERSATION)


def is_asked(candidate: Candidate, asked: str) -> bool:
    """Whether the conversation has asked this already, or about the same speaker. Args: asked: its questions, folded."""
    return fold(candidate.question) in asked or bool(candidate.speaker and fold(candidate.speaker) in asked)


def candidates(assistant: Assistant, article: Article) -> Iterator[Candidate]:
    """Questions that the article may answer, the best first: what is new about its topic, what a speaker said about it, and who that is."""
    topic = find_topic(article.title)
    speakers = {s.speaker_name: s for s in read_statements(assistant.store.archive, article) if s.speaker_name and is_full_name(s.speaker_name)}
    if article.title and len(article.title) <= MAX_TITLE:
        yield Candidate(f"What is the story behind “{article.title}”?", article.article_id)
    if topic:
        yield Candidate(f"What is the latest on {topic}?", article.article_id)
        yield from (Candidate(f"What did {name} say about {topic}?", article.article_id, name) for name in list(speakers)[:2])
    yield from (Candidate(f"Who is {name}?", article.article_id, name) for name, s in speakers.items() if s.speaker_role)


def is_full_name(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 3 and all(w[:1].isupper() and w.isalpha() for w in words) and name.lower() not in PRONOUNS


def find_topic(title: str | None) -> str:
    """The thing or place that a headline is about: "the Kessin ceasefire", "Ferrygate Bridge". Empty if it names none in a few plain words."""
    for chunk in parse_sentence(title or "").noun_chunks:
        words = [t for t in chunk if t.pos_ != "DET"]
        named = bool(words) and words[0].pos_ == "PROPN" and words[0].is_title and all(t.ent_type_ != "PERSON" and t.tag_ != "POS" for t in chunk)
        if named and 2 <= len(words) <= MAX_TOPIC and not NOT_A_TOPIC.search(chunk.text) and words[-1].tag_ in ("NN", "NNP"):
            text = " ".join(t.text for t in words)
            return f"the {text}" if words[-1].pos_ == "NOUN" else text
    return ""


def answerable(assistant: Assistant, made: Iterable[Candidate], history: Sequence[Message], as_of: str | None, most: int) -> list[str]:
    """The first questions that are answered from their article with no doubt, each from another article where the archive is asked. The sources are quoted."""
    quoting = replace(assistant, model=None)
    found: dict[str, str] = {}
    for candidate in made:
        if len(found) == most:
            break
        if not history and candidate.article_id in found.values():
            continue
        turn = answer_turn(quoting, candidate.question, history, as_of)
        own = any(c.article_id == candidate.article_id for c in turn.answer.citations)
        if turn.answer.status == "served" and own and turn.selection.answerability >= MIN_ANSWERABILITY:
            found[candidate.question] = candidate.article_id
    return list(found)
