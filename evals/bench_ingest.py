"""`python -m evals.bench_ingest FILE [ARTICLES]`: taking articles in, beside the plain LangChain way, in one run.

FILE is JSON lines (.gz or not) whose rows hold `articles` of `{url, title, text, publish_date}`; the first ARTICLES of them, 200 by default,
are taken in by each. The plain way is RecursiveCharacterTextSplitter, HuggingFaceEmbeddings with the same weights and
Chroma.from_documents, with passages as long as ours are on average. Needs the extra `bench`.
"""

import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from vectorstore.embed import DEFAULT_MODEL, load_embedder
from vectorstore.store import open_archive
from vectorstore.weights import packaged_weights

OVERLAP = 0


def bench(path: Path, count: int) -> None:
    with tempfile.TemporaryDirectory() as work:
        articles = first_articles(path, count)
        lines = Path(work) / "articles.jsonl"
        lines.write_text("\n".join(json.dumps(a) for a in articles), "utf-8")
        first, took = ours(lines, Path(work) / "home")
        passages = first["passages_embedded"]
        print(f"ours: {len(articles)} articles, {passages} passages in {took:.1f} s: {passages / took:.1f} a second", flush=True)
        again, second = ours(lines, Path(work) / "home")
        print(f"  again: {second:.2f} s, {took / second:.0f} times as fast ({again['unchanged']} unchanged)")
        embedding = embedding_alone(Path(work) / "home")
        print(f"  embedding alone: {embedding:.1f} s, {embedding / took:.2f} of it; memory at its most {children_mb()} MB", flush=True)
        characters = mean_length(Path(work) / "home")
        (Path(work) / "plain").mkdir()
        command = [sys.executable, "-m", "evals.bench_ingest", "--plain", str(lines), str(characters), str(Path(work) / "plain")]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1])
        rate = told["passages"] / told["seconds"]
        print(f"plain LangChain: {told['passages']} passages in {told['seconds']:.1f} s: {rate:.1f} a second; {told['mb']} MB")
        print(f"ours is {passages / took / rate:.2f} times as fast")


def first_articles(path: Path, count: int) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        for line in lines:
            found |= {a["url"]: a for a in json.loads(line)["articles"]}
            if len(found) >= count:
                break
    return list(found.values())[:count]


def ours(lines: Path, home: Path) -> tuple[dict[str, Any], float]:
    """By the command, start of the process and all."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "ingest", str(lines), "--home", str(home), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    summary: dict[str, Any] = json.loads(done.stdout)
    return summary, time.perf_counter() - began


def embedding_alone(home: Path) -> float:
    """Seconds for the same passages, in the batches of an ingest, by the same model once it is loaded."""
    archive, embedder = open_archive(home), load_embedder(DEFAULT_MODEL)
    texts = sorted(archive.unembedded("none").values(), key=lambda p: len(p.text))
    embedder.embed(["warm"])
    began = time.perf_counter()
    embedder.embed_passages(texts)
    return time.perf_counter() - began


def mean_length(home: Path) -> int:
    texts = [p.text for p in open_archive(home).unembedded("none").values()]
    return sum(map(len, texts)) // max(1, len(texts))


def children_mb() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def plain(lines: Path, characters: int, folder: Path) -> None:
    """The way of the tutorials, in a process of its own."""
    began = time.perf_counter()
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    rows = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    documents = [Document(r["text"], metadata={"url": r["url"], "title": r["title"] or ""}) for r in rows]
    # A splitter fills its size to seven tenths on average: chunks as long as our passages need a size beyond theirs.
    splitter = RecursiveCharacterTextSplitter(chunk_size=round(characters / 0.7), chunk_overlap=OVERLAP)
    passages = splitter.split_documents(documents)
    model = HuggingFaceEmbeddings(model_name=str(packaged_weights()), model_kwargs={"device": "cpu"}, encode_kwargs={"normalize_embeddings": True})
    for at in range(0, len(passages), 5000):  # Chroma takes no more at once
        Chroma.from_documents(passages[at : at + 5000], model, persist_directory=str(folder))
    mean = sum(len(p.page_content) for p in passages) // max(1, len(passages))
    mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"passages": len(passages), "characters": mean, "seconds": time.perf_counter() - began, "mb": mb}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--plain"] and len(sys.argv) == 5:
        plain(Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
    elif len(sys.argv) in (2, 3):
        bench(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) == 3 else 200)
    else:
        sys.exit(__doc__)
