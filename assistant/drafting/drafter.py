"""Drafts an answer in one of two ways. It quotes the sentences that answer, or a chat model writes prose with [n] markers."""

from collections.abc import Callable, Iterator, Sequence

from onrecord.assistant.chat_models import ChatModel
from onrecord.assistant.claims import DraftedClaim, split_stream
from onrecord.assistant.drafting.lead_in import quote_all
from onrecord.assistant.evidence import Evidence
from onrecord.assistant.question import Question
from onrecord.prompts import load
from onrecord.vectorstore.errors import UpstreamFailed

EXTRACTIVE = "extractive"


class Drafting:
    """Drafts the claims of one answer, one after the other. Afterwards, `drafted_by` is the drafter's name, and `notice` reports a fallback.

    Args:
        model: a chat model, or None to quote the sources.
        fall_back: if the model fails, quote the sources and set `notice` instead of raising UpstreamFailed.
        tick: callback for each chunk that the model writes.
    """

    def __init__(self, question: Question, evidence: Sequence[Evidence], model: ChatModel | None, fall_back: bool, tick: Callable[[], None]) -> None:
        self._question, self._evidence, self._model, self._fall_back, self._tick = question, evidence, model, fall_back, tick
        self.drafted_by = model.name if model else EXTRACTIVE
        self.notice: str | None = None

    def __iter__(self) -> Iterator[DraftedClaim]:
        if self._model is None or not self._evidence:
            yield from quote_all(self._evidence)
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
            yield from quote_all(self._evidence)

    def _chunks(self, model: ChatModel) -> Iterator[str]:
        for chunk in model.stream(drafting_prompt(self._question, self._evidence)):
            self._tick()
            yield chunk


def drafting_prompt(question: Question, evidence: Sequence[Evidence]) -> str:
    """The prompt, with numbered evidence between fences. The text of the evidence is material for the answer and never an instruction."""
    sources = "\n".join(
        f"[{n}] ({e.article.publisher or 'unnamed outlet'}, {e.article.published_at or 'undated'}"
        + (f"; speaker: {e.speaker}" if e.speaker else "")
        + f") {e.text}"
        for n, e in enumerate(evidence, 1)
    )
    return load("draft_answer", question=question.text, as_of=question.as_of, sources=sources)
