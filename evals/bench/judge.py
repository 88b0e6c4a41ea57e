"""`onrecord eval judge` writes the card of a judge: how well it tells right claims and answers from faulty ones, by data set and kind of fault.

A claim of a labelled set, or made by rule, is judged alone. An answer is judged as in `onrecord eval score`.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from onrecord.assistant.claims import split_claims
from onrecord.assistant.gate import Judge, Pair, check
from onrecord.evals.answers import JudgedAnswer, JudgedClaim, Paraphrase, Twin, decide_verdict, faulty_claims, judge_answer, paraphrases, read_twins
from onrecord.evals.bench.card import Claim, Labelled, best_cosine, card_of
from onrecord.evals.bench.gate import sampled, words_found
from onrecord.evals.judges import CachedJudge, Recorder, ask_ahead
from onrecord.evals.support_model import LABELLED, labelled_rows
from onrecord.evals.synthetic import FAULTS, edits, newsroom_texts
from onrecord.vectorstore.embedding import Embedder
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.store import Progress

SEED = 3
ANSWERS = "clapnq_dev_answerable"
MIN_ANSWER_WORDS = 8
TWINS = "eval_rows.jsonl"
UNNAMED = "fault"  # the kind of a fault that a set does not name


@dataclass(frozen=True)
class Measuring:
    """A judge to measure, with the embedder of a baseline."""

    judge: Judge
    embedder: Embedder
    progress: Progress


def measure_made(m: Measuring, sentences: int) -> dict[str, Any]:
    """The card for faults and safe rewrites, which are made by rule from the sample newsroom. The source is the passage around each sentence."""
    made = [x for n, text in enumerate(newsroom_texts()) for x in edits(text, random.Random(SEED + n), sentences)]
    rows = [{"claim": claim, "source": source, "fault": kind if kind in FAULTS else None, "manner": kind} for kind, claim, source in made]
    return measure_claims(m, "made by rule", rows)


def measure_labelled(m: Measuring, folder: Path, most: int) -> dict[str, dict[str, Any]]:
    """The cards for the sets in a folder, by name. People labelled or wrote their claims and answers.

    Raises:
        BadInput: the folder has none of the sets.
    """
    files = LABELLED | {"clapnq": ANSWERS}
    there = [name for name, file in files.items() if (folder / f"{file}.jsonl.gz").exists()]
    twins = next((path for path in (folder / TWINS, folder.parent / "wikinews" / TWINS) if path.exists()), None)
    if not there and not twins:
        raise BadInput(f"{folder} has none of {', '.join([TWINS, *(f'{file}.jsonl.gz' for file in files.values())])}")
    cards = {"wikinews": measure_answers(m, "wikinews", read_twins(twins))} if twins else {}
    for name in there:
        rows = answer_claims(folder, most) if name == "clapnq" else sampled(labelled_rows(folder, name), most)
        cards[name] = measure_claims(m, name, [r | {"fault": None if r["label"] else fault_of(r)} for r in rows])
    return cards


def fault_of(row: dict[str, Any]) -> str:
    """The kinds of fault that most of the people found who read the claim, else how far it is supported, or `UNNAMED`."""
    read = row.get("types") or ()  # a list of kinds by each of them
    found = Counter(kind for kinds in read for kind in set(kinds) if kind != "NULL")
    return " and ".join(sorted(kind for kind, n in found.items() if 2 * n > len(read))) or row.get("label3") or UNNAMED


def answer_claims(folder: Path, most: int) -> list[dict[str, Any]]:
    """Sentences of answers that people wrote from a passage. With this passage, they are right; with another question's passage, wrong."""
    found = [r for r in labelled_rows(folder, ANSWERS) if r["output"] and len(r["output"][0]["answer"].split()) >= MIN_ANSWER_WORDS]
    random.Random(SEED).shuffle(found)
    rows = []
    for own, other in zip(found, [*found[1:], *found[:1]], strict=True):
        claims = split_claims(own["output"][0]["answer"], limit=None)
        rows += [{"claim": c.body, "source": r["passages"][0]["text"], "label": int(r is own)} for c in claims for r in (own, other)]
    return rows[:most]


def measure_claims(m: Measuring, name: str, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Args: rows: `{claim, source, fault, manner?}`; a right claim has the fault None."""
    if isinstance(m.judge, CachedJudge):
        ask_ahead([(r["claim"], r["source"]) for r in rows], m.judge, lambda done, total: m.progress(f"asking about {name}", done, total))
    judged = []
    for done, r in enumerate(rows, 1):
        found = check(Pair(r["claim"], r["source"]), m.judge)
        if found.verdict != "unchecked":
            claim = Claim(r["fault"] is None, found.score, {"words found": words_found(r)})
            judged.append(Labelled(r["fault"], (r["manner"],) if "manner" in r else (), found.verdict == "supported", (claim,)))
        m.progress(f"judging {name}", done, len(rows))
    return card_of(m.judge.name, name, judged, len(rows))


def measure_paraphrases(m: Measuring) -> dict[str, dict[str, Any]]:
    """The cards for the hand-written controls: all of them, and in sum the part that was only measured."""
    every = list(judge_twins(m, "paraphrases", paraphrases()))
    held_out = [answer for p, answers in every if p.split == "held_out" for answer in answers]
    name = "paraphrases held out"
    return {
        "paraphrases": card_of_answers(m, "paraphrases", [answer for _, answers in every for answer in answers]),
        name: card_of_answers(m, name, [replace(a, fault=a.fault and UNNAMED, manner=()) if a else None for a in held_out]),
    }


def measure_answers(m: Measuring, name: str, found: Sequence[Paraphrase]) -> dict[str, Any]:
    return card_of_answers(m, name, [answer for _, answers in judge_twins(m, name, found) for answer in answers])


def card_of_answers(m: Measuring, name: str, answers: Sequence[Labelled | None]) -> dict[str, Any]:
    """Args: answers: None is an answer that could not be judged."""
    return card_of(m.judge.name, name, [a for a in answers if a], len(answers))


def judge_twins(m: Measuring, name: str, found: Sequence[Paraphrase]) -> Iterator[tuple[Paraphrase, list[Labelled | None]]]:
    """Each paraphrase with the faithful answer and its twins, judged."""
    if isinstance(m.judge, CachedJudge):
        recorder = Recorder(m.judge.name)
        for row in (row for p in found for row in (p.row, *(t.row for t in p.twins))):
            judge_answer(row, recorder)
        ask_ahead(list(recorder.asked), m.judge, lambda done, total: m.progress(f"asking about {name}", done, total))
    for done, p in enumerate(found, 1):
        cosine = best_cosine(p.row.contexts, m.embedder)
        faithful = judge_answer(p.row, m.judge)
        answers = [label_answer(faithful, (), None, p.manner, cosine), *(judge_twin(t, faithful, m.judge, cosine) for t in p.twins)]
        m.progress(f"judging {name}", done, len(found))
        yield p, answers


def judge_twin(twin: Twin, faithful: JudgedAnswer, judge: Judge, cosine: Callable[[str], float]) -> Labelled | None:
    answer = judge_answer(twin.row, judge)
    return label_answer(answer, faulty_claims(twin, answer.claims, faithful.claims), twin.fault, (), cosine)


def label_answer(answer: JudgedAnswer, wrong: Sequence[JudgedClaim], fault: str | None, manner: tuple[str, ...], cosine: Callable[[str], float]) -> Labelled | None:
    """None if the answer could not be judged."""
    verdict = decide_verdict(answer)
    if verdict == "not_judged":
        return None
    source = "\n".join(answer.row.contexts)
    claims = [
        Claim(c not in wrong, c.score, {"words found": words_found({"claim": c.text, "source": source}), "best sentence": cosine(c.text)})
        for c in answer.said
    ]
    return Labelled(fault, manner, verdict == "pass", tuple(claims))
