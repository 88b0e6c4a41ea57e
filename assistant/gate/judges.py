"""Judges of support: by default the packaged model, or by a setting an NLI cross-encoder or a chat model. The rules apply with every judge."""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import exp
from typing import TYPE_CHECKING, Protocol

from onrecord.assistant.chat_models import ChatModel, chat_model
from onrecord.assistant.gate.spelling import spell_as_source
from onrecord.assistant.gate.support import MODEL_NAME, Support, windows
from onrecord.assistant.gate.tuning import GATE_TUNING
from onrecord.assistant.gate.worked_out import spell_worked_out
from onrecord.assistant.reader import READER_NAME, Reader
from onrecord.prompts import load
from onrecord.vectorstore.embedding import Embedder, PackagedEmbedder
from onrecord.vectorstore.errors import BadInput, Unavailable
from onrecord.vectorstore.settings import Settings

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

LOCAL = "local"
LOCAL_JUDGES = (READER_NAME, MODEL_NAME)  # names of the packaged judges, which answer in milliseconds
VERDICT = re.compile(r"\b(supported|unsupported|not supported|yes|no)\b", re.IGNORECASE)
YES = ("supported", "yes")


class Judge(Protocol):
    """Anything that scores support. `name` appears in every verdict."""

    name: str

    def score(self, claim: str, source: str) -> float:
        """The probability (0…1) that `source` supports `claim`. If this raises any error, the claim is `unchecked`."""
        ...


class AskedOnce:
    """A judge for one turn or text. It asks the judge only once for each claim and source, also if the judge fails.

    `lock` is held by the caller. It is free while a judge answers that is not packaged, because such a judge can take seconds.
    """

    def __init__(self, judge: Judge, lock: threading.Lock) -> None:
        self.name = judge.name
        self.fault_log_odds: Mapping[str, float] | None = getattr(judge, "fault_log_odds", None)
        self._judge, self._lock = judge, lock
        self._answers: dict[tuple[str, str], float | Exception] = {}

    def score(self, claim: str, source: str) -> float:
        """The judge's score. Raises what the judge raised when it was asked for this pair."""
        if (claim, source) not in self._answers:
            self._answers[claim, source] = self._ask(claim, source)
        answer = self._answers[claim, source]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _ask(self, claim: str, source: str) -> float | Exception:
        try:
            if self.name in LOCAL_JUDGES:
                return self._judge.score(claim, source)
            with released(self._lock):
                return self._judge.score(claim, source)
        except Exception as e:  # any failure: the gate marks the claim as unchecked
            return e


@contextmanager
def released(lock: threading.Lock) -> Iterator[None]:
    """Release a lock that the caller holds, and take it again at the end."""
    lock.release()
    try:
        yield
    finally:
        lock.acquire()


class ReaderJudge:
    """The packaged reader, the local judge where `ONRECORD_READER` is local. It reads what no rule can prove, so rules that often err only count against a claim."""

    name = READER_NAME
    fault_log_odds = GATE_TUNING.fault_log_odds

    def __init__(self, reader: Reader | None = None) -> None:
        self._reader = reader or Reader()

    def score(self, claim: str, source: str) -> float:
        """Probability in 0…1 that `source` supports `claim`. Of a long source, the sentences that share most words with the claim are read."""
        return self._reader.read_support(spell_as_source(spell_worked_out(claim, source), source), windows(source)).supported


class NliJudge:
    """A sentence-transformers CrossEncoder with an entailment label, or with a single output for support. It is loaded on first use."""

    def __init__(self, model: str) -> None:
        self.name = f"nli:{model}"
        self._model_name = model
        self._model: CrossEncoder | None = None
        self._asking = threading.Lock()  # its tokenizer cannot be shared by turns

    def score(self, claim: str, source: str) -> float:
        """The best score of all premises in the source. So additional text never lowers the score."""
        with self._asking:
            if self._model is None:
                self._model = load_cross_encoder(self._model_name)
            logits = self._model.predict([(premise, claim) for premise in split_premises(source)], activation_fn=None, apply_softmax=False)
        return max(entailment_probability(row, dict(self._model.config.id2label)) for row in logits)  # type: ignore[union-attr,arg-type]


def load_cross_encoder(name: str) -> "CrossEncoder":
    from sentence_transformers import CrossEncoder

    try:
        model: CrossEncoder = CrossEncoder(name, device="cpu")
        return model
    except Exception as e:  # the library raises many types; each means that the model cannot be used
        raise Unavailable(f"the NLI model {name!r} cannot be loaded: {str(e).splitlines()[0]}") from e


def split_premises(source: str) -> list[str]:
    """The source in windows of a few sentences. Each window overlaps the next by half."""
    sentences, size = windows(source), GATE_TUNING.nli_window_sentences
    step = max(1, size // 2)
    return [" ".join(sentences[at : at + size]) for at in range(0, max(1, len(sentences) - step), step)]


def entailment_probability(logits, labels: dict[int, str]) -> float:  # type: ignore[no-untyped-def]
    """The softmax probability of the entailment label, or the sigmoid of a single output. Raises Unavailable if the model has no such label."""
    row = [float(x) for x in (logits if hasattr(logits, "__len__") else [logits])]
    if len(row) == 1:
        return 1.0 / (1.0 + exp(-row[0]))
    index = next((i for i, label in labels.items() if label.lower().startswith("entail")), None)
    if index is None:
        raise Unavailable(f"the NLI model has no entailment label among {', '.join(labels.values())}")
    return exp(row[index] - max(row)) / sum(exp(x - max(row)) for x in row)


class ChatJudge:
    """A chat model that answers "supported" or "unsupported". Any other reply raises Unavailable."""

    def __init__(self, model: ChatModel) -> None:
        self.name = f"llm:{model.name}"
        self._model = model

    def score(self, claim: str, source: str) -> float:
        verdicts = VERDICT.findall(self._model.complete(load("judge_support", source=source, claim=claim)))
        if not verdicts:
            raise Unavailable(f"the judge {self.name} gave no verdict")
        return 1.0 if verdicts[0].lower() in YES else 0.0


def make_judge(settings: Settings, embedder: Embedder | None = None) -> Judge:
    """The judge that `settings.judge` names: local, nli:NAME or llm:PROVIDER:MODEL. Local is the reader, or without it the older model.

    Raises:
        BadInput: the setting is not a known kind of judge.
    """
    kind, _, name = settings.judge.partition(":")
    if settings.judge == LOCAL and settings.reader == "local":
        return ReaderJudge()
    if settings.judge == LOCAL:
        return Support(embedder if isinstance(embedder, PackagedEmbedder) else None)
    if kind == "nli" and name:
        return NliJudge(name)
    if kind == "llm" and ":" in name:
        model = chat_model(settings, name)
        assert model is not None
        return ChatJudge(model)
    raise BadInput(f"there is no judge {settings.judge!r}; choose local, nli:MODEL or llm:PROVIDER:MODEL")
