"""Makes passages searchable with plain LangChain and the same weights, for the comparison in `onrecord.evals.bench.ingest`.

`python -m onrecord.evals.bench.plain_langchain ARTICLES.jsonl FOLDER CHARACTERS` prints one line of JSON. It needs `pip install 'onrecord[bench]'`.
"""

import json
import sys
import time
from pathlib import Path

from onrecord.vectorstore.embedding import packaged_weights

CHROMA_BATCH = 5000  # documents that Chroma accepts in one call


def main(articles: Path, folder: str, characters: int) -> None:
    """Embed and write chunks with an average length of `characters`. Start-up, loading the model and finding the chunk size are not timed."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    rows = [json.loads(line) for line in articles.read_text("utf-8").splitlines()]
    embeddings = HuggingFaceEmbeddings(
        model_name=str(packaged_weights()), model_kwargs={"device": "cpu"}, encode_kwargs={"normalize_embeddings": True}
    )
    embeddings.embed_query("loads the model")
    documents = [Document(row["text"], metadata={"title": row["title"] or ""}) for row in rows]

    def split(size: int) -> list[Document]:
        pieces: list[Document] = RecursiveCharacterTextSplitter(chunk_size=size, chunk_overlap=0).split_documents(documents)
        return pieces

    total = sum(len(d.page_content) for d in documents)
    size = min(range(characters, 2 * characters, 20), key=lambda size: abs(total / len(split(size)) - characters))
    began = time.monotonic()
    pieces = split(size)
    for at in range(0, len(pieces), CHROMA_BATCH):
        store = Chroma.from_documents(pieces[at : at + CHROMA_BATCH], embeddings, persist_directory=folder, collection_metadata={"hnsw:space": "cosine"})
    seconds = time.monotonic() - began
    assert store.similarity_search("a question", k=1)
    print(
        json.dumps(
            {
                "passages": len(pieces),
                "characters": sum(len(p.page_content) for p in pieces),
                "seconds": seconds,
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
