"""Who judges support: our own small model, or by setting an NLI cross-encoder or a chat model. The rules that read stay in force."""

import re
from math import exp
from typing import TYPE_CHECKING, Protocol

from onrecord.assistant.chat_models import ChatModel
from onrecord.assistant.gate.support import Support, windows
from onrecord.prompts import load
from onrecord.vectorstore.embedding import Embedder, PackagedEmbedder
from onrecord.vectorstore.errors import BadInput, Unavailable
from onrecord.vectorstore.settings import Settings

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

LOCAL = "local"
NLI_WINDOW = 4  # sentences: NLI models are trained on short premises
VERDICT = re.compile(r"\b(supported|unsupported|not supported|yes|no)\b", re.IGNORECASE)
YES = ("supported", "yes")


class Judge(Protocol):
    """`name` stands in every verdict. `score` is the probability in 0…1 that `source` supports `claim`; it raises what it
    cannot do, and the gate then says `unchecked`."""

    name: str

    def score(self, claim: str, source: str) -> float: ...


class NliJudge:
    """Any sentence-transformers CrossEncoder with an entailment label, or with one output for support. Loads on first use."""

    def __init__(self, model: str) -> None:
        self.name = f"nli:{model}"
        self._model_name = model
        self._model: CrossEncoder | None = None

    def score(self, claim: str, source: str) -> float:
        """The best of the source's windows: more text can only add support."""
        if self._model is None:
            self._model = load_cross_encoder(self._model_name)
        logits = self._model.predict([(premise, claim) for premise in premises(source)], activation_fn=None, apply_softmax=False)
        return max(entailment(row, dict(self._model.config.id2label)) for row in logits)  # type: ignore[union-attr,arg-type]


def load_cross_encoder(name: str) -> "CrossEncoder":
    from sentence_transformers import CrossEncoder

    try:
        model: CrossEncoder = CrossEncoder(name, device="cpu")
        return model
    except Exception as e:  # the library raises many kinds; all mean that there is no model
        raise Unavailable(f"the NLI model {name!r} cannot be loaded: {str(e).splitlines()[0]}") from e


def premises(source: str) -> list[str]:
    sentences = windows(source)
    step = max(1, NLI_WINDOW // 2)
    return [" ".join(sentences[at : at + NLI_WINDOW]) for at in range(0, max(1, len(sentences) - step), step)]


def entailment(logits, labels: dict[int, str]) -> float:  # type: ignore[no-untyped-def]
    """Softmax share of the entailment label, or the sigmoid of a single output."""
    row = [float(x) for x in (logits if hasattr(logits, "__len__") else [logits])]
    if len(row) == 1:
        return 1.0 / (1.0 + exp(-row[0]))
    place = next((i for i, label in labels.items() if label.lower().startswith("entail")), None)
    if place is None:
        raise Unavailable(f"the NLI model has no entailment label among {', '.join(labels.values())}")
    return exp(row[place] - max(row)) / sum(exp(x - max(row)) for x in row)


class ChatJudge:
    """A chat model that answers supported or unsupported. Anything else that it says is no verdict."""

    def __init__(self, model: ChatModel) -> None:
        self.name = f"llm:{model.name}"
        self._model = model

    def score(self, claim: str, source: str) -> float:
        said = VERDICT.findall(self._model.complete(load("judge_support", source=source, claim=claim)))
        if not said:
            raise Unavailable(f"the judge {self.name} gave no verdict")
        return 1.0 if said[0].lower() in YES else 0.0


def make_judge(settings: Settings, embedder: Embedder | None = None) -> Judge:
    """The judge that `settings.judge` names: local, nli:NAME or llm:PROVIDER:MODEL.

    Raises:
        BadInput: no such kind of judge.
    """
    kind, _, name = settings.judge.partition(":")
    if settings.judge == LOCAL:
        return Support(embedder if isinstance(embedder, PackagedEmbedder) else None)
    if kind == "nli" and name:
        return NliJudge(name)
    if kind == "llm" and ":" in name:
        key = settings.api_key.get_secret_value() if settings.api_key else None
        return ChatJudge(ChatModel(name, settings.base_url, key, settings.model_timeout))
    raise BadInput(f"there is no judge {settings.judge!r}; name local, nli:MODEL or llm:PROVIDER:MODEL")


