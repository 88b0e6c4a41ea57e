"""The words around the claims of an answer: markers, notes, notices, and the text of an abstention."""

from collections.abc import Sequence
from datetime import date, timedelta

from onrecord.assistant.answer import Claim, Conflict, Earlier
from onrecord.assistant.claims import ABSTAINED, CLOSEST
from onrecord.assistant.language import day_and_month, long_day
from onrecord.assistant.question import Question
from onrecord.vectorstore.archive import Archive
from onrecord.vectorstore.model import Article

BY_WORDS_ALONE = "The index does not answer, so articles were searched by their words only."
DIFFER = "The sources differ."
DIFFERS = "(differs from {})"
EARLIER, CORRECTED = "Earlier figures", "Corrected since"
INNER_QUOTES = str.maketrans({"“": "‘", "”": "’", "„": "‚", "«": "‹", "»": "›", '"': "'"})  # a headline stands in quotation marks; its own must not end them
CURRENT = timedelta(days=3)  # an archive whose newest article is older says so to a question about now


def render_line(claim: Claim, notes: Sequence[str]) -> str:
    return " ".join([claim.text, render_markers(claim), *dict.fromkeys(notes)])


def render_markers(claim: Claim) -> str:
    return "".join(f"[{n}]" for n in claim.citations)


def render_earlier(earlier: Sequence[Earlier], as_of: str) -> list[str]:
    """A line with the earlier figures, each with its day and marker, and a line with what was corrected. The year stands where it is not this one."""

    def figure(e: Earlier) -> str:
        return f"{e.text}{f' on {day_and_month(e.day, as_of[:4])}' if e.day and e.kind == 'superseded' else ''} [{e.citation}]"

    by_kind = {EARLIER: [e for e in earlier if e.kind == "superseded"], CORRECTED: [e for e in earlier if e.kind == "corrected"]}
    return [f"{title}: {', '.join(map(figure, some))}" for title, some in by_kind.items() if some]


def respelling_notice(question: Question) -> str:
    return " ".join(f"“{written}” is read as “{known}”." for written, known in question.respelt)


def age_notice(archive: Archive, question: Question) -> str:
    """Where the archive ends, if the question asks for the latest and nothing in it is of that time."""
    newest = archive.newest_day(question.as_of) if question.latest and not question.reply else None
    if newest is None or date.fromisoformat(newest) >= date.fromisoformat(question.as_of) - CURRENT:
        return ""
    return f"The newest article here is of {long_day(newest)}."


def abstention_text(searched: str, nearest: Sequence[Article], as_of: str, correction: str = "") -> str:
    """The text of an abstention: it corrects what the question takes for granted, and names the nearest articles by headline, outlet and day.

    Args:
        searched: which articles were searched, such as "your 51 articles".
    """
    said = f"{correction}." if correction else f"{ABSTAINED} {searched}."
    return f"{said} {CLOSEST}{'; “'.join(name_article(a, as_of) for a in nearest)}." if nearest else said


def name_article(article: Article, as_of: str) -> str:
    """Headline with its closing mark, outlet and day, as far as they are known."""
    day = day_and_month(article.published_at, as_of[:4]) if article.published_at else None
    return ", ".join(filter(None, [f"{article.title.translate(INNER_QUOTES)}”", article.publisher, day]))


def name_searched(articles: int, narrowed: bool) -> str:
    if narrowed:
        return "the articles that your filters leave"
    return "your one article" if articles == 1 else f"your {articles:,} articles"


def conflict_note(conflict: Conflict, claims: Sequence[Claim]) -> str:
    """The note behind the later of the two claims."""
    first, second = conflict.claims
    if first == second:
        return f"({' and '.join(side.speaker or 'another' for side in conflict.sides)} differ)"
    return DIFFERS.format(render_markers(claims[min(first, second)]))
