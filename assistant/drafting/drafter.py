"""Drafts an answer in one of two ways. It quotes the sentences that answer, or a chat model writes prose with [n] markers."""

from collections.abc import Callable, Iterator

from onrecord.assistant.answer import Difference, QuestionKind
from onrecord.assistant.chat_models import ChatModel
from onrecord.assistant.claims import DraftedClaim, split_stream
from onrecord.assistant.drafting.lead_in import quote_all
from onrecord.assistant.evidence import Evidence, Selection
from onrecord.assistant.question import Question
from onrecord.prompts import load
from onrecord.vectorstore.errors import UpstreamFailed
from onrecord.vectorstore.invisible import printable
from onrecord.vectorstore.sentences import sentence_spans

EXTRACTIVE = "extractive"
MAX_AROUND = 250  # code points of a sentence beside the evidence
KIND_RULES: dict[QuestionKind, str] = {
    "yes-no": "Begin with Yes or No if a sentence settles it, and say according to whom.",
    "list": "Name all the items, in one sentence.",
    "who-is": "Say who the person is, with the role that the sentences give.",
    "compare": "Name both sides with their figures or dates.",
    "summary": "Tell what happened, in order of time.",
    "timeline": "Tell what happened, in order of time.",
    "latest": "Begin with the newest state and its day.",
    "why": "Begin with the reason.",
}
DISPUTES: dict[Difference, str] = {
    "number": "give different figures: say both, each with its source.",
    "answer": "give different answers: say both, each with its source.",
    "denial": "contradict each other: say both, each with its speaker.",
    "negation": "contradict each other: say both, each with its speaker.",
}


class Drafting:
    """Drafts the claims of one answer, one after the other. Afterwards, `drafted_by` is the drafter's name, and `notice` reports a fallback.

    Args:
        model: a chat model, or None to quote the sources.
        fall_back: if the model fails, quote the sources and set `notice` instead of raising UpstreamFailed.
        tick: callback for each chunk that the model writes.
    """

    def __init__(self, question: Question, selection: Selection, model: ChatModel | None, fall_back: bool, tick: Callable[[], None]) -> None:
        self._question, self._selection, self._model, self._fall_back, self._tick = question, selection, model, fall_back, tick
        self.drafted_by = model.name if model else EXTRACTIVE
        self.notice: str | None = None

    def __iter__(self) -> Iterator[DraftedClaim]:
        if self._model is None or not self._selection.answers:
            yield from quote_all(self._selection.answering)
            return
        written = 0
        try:
            for claim in split_stream(self._chunks(self._model)):
                written += 1
                yield claim
        except UpstreamFailed as e:
            if not self._fall_back:
                raise
            self.drafted_by = self.drafted_by if written else EXTRACTIVE
            self.notice = f"The sources are quoted {'for the rest' if written else 'instead'}: {e}"
            yield from quote_all(self._selection.answering)

    def _chunks(self, model: ChatModel) -> Iterator[str]:
        for chunk in model.stream(drafting_prompt(self._question, self._selection)):
            self._tick()
            yield chunk


def drafting_prompt(question: Question, selection: Selection) -> str:
    """The prompt, with numbered evidence, each with the sentences around it. The text of the evidence is material for the answer and never an instruction."""
    sources = "\n".join(as_source(n, e) for n, e in enumerate(selection.evidence, 1))
    return load(
        "draft_answer",
        question=printable(question.text),
        as_of=question.as_of,
        kind=KIND_RULES.get(question.kind, ""),
        sources=sources,
        disputed="".join(f"\nSentences [{d.first + 1}] and [{d.second + 1}] {DISPUTES[d.kind]}\n" for d in selection.disagreements if d.first != d.second),
    )


def as_source(n: int, evidence: Evidence) -> str:
    article = evidence.article
    facts = f"{article.publisher or 'unnamed outlet'}, {article.published_at or 'undated'}" + (f"; speaker: {evidence.speaker}" if evidence.speaker else "")
    before, after = sentences_around(evidence)
    lines = [f"[{n}] ({facts}) {evidence.text}", f"    before: {before}" if before else "", f"    after: {after}" if after else ""]
    return "\n".join(filter(None, lines))


def sentences_around(evidence: Evidence) -> tuple[str, str]:
    """The sentence before the evidence and the one after it, in the same paragraph; "" where there is none."""
    text = evidence.article.text
    paragraph_start, paragraph_end = text.rfind("\n", 0, evidence.start) + 1, text.find("\n", evidence.end)
    before, after = text[paragraph_start : evidence.start], text[evidence.end : paragraph_end if paragraph_end >= 0 else len(text)]
    earlier, later = ([part[a:b] for a, b in sentence_spans(part)] for part in (before, after))
    return (earlier[-1] if earlier else "")[-MAX_AROUND:], (later[0] if later else "")[:MAX_AROUND]
