"""Made-up homes: the same at every call, in the shape of real ones, and gone on with where making them stopped."""

from pathlib import Path

import numpy as np
import pytest

from onrecord.evals.bench.speed import fill, take_newsroom_apart
from onrecord.evals.bench.synthetic_archive import CHARACTERS, PASSAGES, PREFIX, MadeUpReader, MadeUpVectors, Story, made_up
from onrecord.evals.suite.newsroom import ingest_newsroom
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL, PackagedEmbedder, PassageText
from onrecord.vectorstore.store import Store, home_lock, no_progress


@pytest.fixture(scope="module")
def apart(newsroom: Store) -> tuple[list[Story], np.ndarray]:
    return take_newsroom_apart(newsroom, newsroom.archive.article_ids())


def test_the_number_of_an_article_decides_it(apart: tuple[list[Story], np.ndarray]) -> None:
    stories, _ = apart
    assert list(made_up(stories, 0, 6))[4:] == list(made_up(stories, 4, 6))


def test_passages_are_runs_of_whole_sentences_as_long_as_real_ones(apart: tuple[list[Story], np.ndarray]) -> None:
    for article, passages in made_up(apart[0], 0, 5):
        assert len(passages) == PASSAGES and passages[-1][1] == len(article.text)
        for start, end, sentences in passages:
            assert (sentences[0][0], sentences[-1][1]) == (start, end)
            assert all(article.text[s:e].strip() == article.text[s:e] != "" for s, e in sentences)
            assert CHARACTERS <= end - start < 3 * CHARACTERS


def test_speakers_stand_where_the_statement_says(apart: tuple[list[Story], np.ndarray]) -> None:
    read = [(a.text, s) for a, _ in made_up(apart[0], 0, 20) for s in MadeUpReader().read([a.text])[0]]
    assert len(read) > 20
    assert all(text[s["speaker"]["start"] : s["speaker"]["end"]] == s["speaker_name"] for text, s in read)


def test_a_text_decides_its_vectors_which_lie_near_real_ones(apart: tuple[list[Story], np.ndarray]) -> None:
    _, real = apart
    texts = [PassageText(f"made up {n}", ((0, 4), (5, 7))) for n in range(50)]
    vectors, sentences = MadeUpVectors(real).embed_passages(texts)
    again, _ = MadeUpVectors(real).embed_passages(texts[3:5])
    assert (again == vectors[3:5]).all()
    assert np.allclose(np.linalg.norm(np.vstack([vectors, *sentences]), axis=1), 1, atol=1e-5)
    nearest = (vectors @ real.T).max(axis=1)
    assert (nearest > 0.5).all() and (nearest < 0.95).all()
    assert all((s @ v > 0.6).all() for s, v in zip(sentences, vectors, strict=True))


@pytest.mark.slow
def test_a_home_half_made_is_gone_on_with(tmp_path: Path) -> None:
    ingest_newsroom(str(tmp_path))
    for size in (200, 260, 260):
        with home_lock(tmp_path):
            store = Store(tmp_path, PackagedEmbedder())
            fill(store, size, no_progress)
            ids = store.archive.article_ids()
            made = sum(i.startswith(PREFIX) for i in ids)
            assert size <= store.archive.passage_count() < size + PASSAGES
            assert [i for i in ids if i.startswith(PREFIX)] == [f"{PREFIX}{n:08}" for n in range(made)]
            assert store.index.ids() == store.archive.current_ids()
            assert not store.archive.missing_embeddings(DEFAULT_MODEL)
            store.close()
