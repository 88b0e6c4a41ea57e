import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import create_engine, event, text

from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.archive.rows import from_bytes, passage_text, to_bytes
from onrecord.vectorstore.embedding.bfloat16 import Bfloat16Reader
from onrecord.vectorstore.embedding.embedder import (
    BATCH_CHARACTERS,
    DEFAULT_MODEL,
    PackagedEmbedder,
    PassageText,
    SentenceTransformerEmbedder,
    batches,
    load_embedder,
)
from onrecord.vectorstore.embedding.minilm import packaged_weights
from onrecord.vectorstore.errors import HomeInUse, NotFound, Unavailable
from onrecord.vectorstore.index import Index, read_facts, write_facts
from onrecord.vectorstore.search.search import Query, fts_query, rank_positions, search
from onrecord.vectorstore.store import Store, home_lock, index_state, is_locked, open_archive, open_store


def taken_in(home: Path, file: Path) -> set[str]:
    with open_store(home, DEFAULT_MODEL) as store:
        ingest(store, [file])
        return store.archive.current_ids()


def asked(home: Path) -> tuple[set[str], int]:
    """Open as an asking process does; the ids in the index, and how many passages were embedded for it."""
    with open_store(home, DEFAULT_MODEL) as store:
        embedded = store.catch_up()
        assert search(store, Query("how many tanks were destroyed"), 3)
        return store.index.ids(), embedded


def build_of(home: Path) -> Path:
    facts = read_facts(home / "index")
    assert facts
    return home / "index" / str(facts["build"])


def delete(home: Path) -> None:
    shutil.rmtree(home / "index")


def truncate_hnsw(home: Path) -> None:
    for file in build_of(home).rglob("*.bin"):
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 3])


def garble_sqlite(home: Path) -> None:
    (build_of(home) / "chroma.sqlite3").write_bytes(b"garbage" * 4000)


def garble_facts(home: Path) -> None:
    (home / "index" / "index.json").write_text("{")


def name_another_model(home: Path) -> None:
    facts = read_facts(home / "index")
    assert facts
    write_facts(home / "index", facts | {"model": "another"})


def bloat(home: Path) -> None:
    """To terabytes that take no room on the disk, as an interrupted write of HNSW's links has left them."""
    for file in build_of(home).rglob("*.bin"):
        os.truncate(file, 2**42)


@pytest.mark.parametrize("damage", [delete, truncate_hnsw, garble_sqlite, garble_facts, name_another_model, bloat])
def test_damaged_index_is_rebuilt_from_cached_vectors(tmp_path: Path, article_file: Path, damage: object) -> None:
    home = tmp_path / "home"
    ids = taken_in(home, article_file)
    damage(home)  # type: ignore[operator]
    assert index_state(home, DEFAULT_MODEL, len(ids)) != "ready"
    assert asked(home) == (ids, 0)
    assert index_state(home, DEFAULT_MODEL, len(ids)) == "ready"


@pytest.mark.parametrize(
    ("damage", "reason"),
    [(garble_sqlite, "is damaged"), (garble_facts, "cannot be read"), (name_another_model, "the embedding model another"), (bloat, "a file is far too large")],
)
def test_the_log_says_why_the_index_is_rebuilt(tmp_path: Path, article_file: Path, caplog: pytest.LogCaptureFixture, damage: Callable[[Path], None], reason: str) -> None:
    taken_in(tmp_path, article_file)
    damage(tmp_path)
    assert not Index(tmp_path / "index", DEFAULT_MODEL).open(1)
    assert reason in caplog.text


def test_a_bloated_build_is_not_read(tmp_path: Path, article_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken_in(tmp_path, article_file)
    bloat(tmp_path)
    monkeypatch.setattr("onrecord.vectorstore.index.find_damage", lambda build: pytest.fail("it was read"))
    asked(tmp_path)


def test_interrupted_ingest_goes_on_where_it_stopped(tmp_path: Path, article_file: Path) -> None:
    def stop(stage: str, done: int, total: int) -> None:
        if stage == "embedding":
            raise KeyboardInterrupt

    home = tmp_path / "home"
    with pytest.raises(KeyboardInterrupt), open_store(home, DEFAULT_MODEL) as store:
        ingest(store, [article_file], stop)
    assert open_archive(home).counts()["articles"] == 1, "an acknowledged article is kept"
    ids, embedded = asked(home)
    assert ids and embedded == len(ids)


def test_second_process_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.vectorstore.store.LOCK_SECONDS", 0.1)
    with open_store(tmp_path, DEFAULT_MODEL), pytest.raises(HomeInUse, match="in use by another"), open_store(tmp_path, DEFAULT_MODEL):
        pass


@pytest.mark.parametrize("error", [BrokenPipeError(32, "Broken pipe"), PermissionError(13, "Permission denied"), TimeoutError("the model is slow")], ids=repr)
def test_an_error_inside_an_open_home_stays_what_it_is(tmp_path: Path, error: OSError) -> None:
    with pytest.raises(type(error)) as raised, home_lock(tmp_path / "home"):
        raise error
    assert raised.value is error
    assert not is_locked(tmp_path / "home")


def test_a_home_that_is_no_folder_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(Unavailable, match="home cannot be used"), home_lock(tmp_path / "home"):
        pass


def test_archive_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "archive.sqlite3").write_bytes(b"not a database" * 500)
    with pytest.raises(Unavailable, match="cannot be opened"):
        open_archive(tmp_path)


def test_a_reader_leaves_nothing_behind_where_there_is_no_archive(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "typo")
    assert archive.counts()["articles"] == 0
    with pytest.raises(NotFound):
        archive.article("zzz")
    archive.close()
    assert list(tmp_path.iterdir()) == []


def test_unknown_article(newsroom: Store) -> None:
    with pytest.raises(NotFound):
        newsroom.archive.article("nope")


def test_every_passage_and_sentence_is_an_exact_span(newsroom: Store) -> None:
    passages = newsroom.archive.passages(sorted(newsroom.archive.current_ids()))
    assert passages
    for p in passages.values():
        text = newsroom.archive.article(p.article_id, p.version).text
        assert 0 <= p.start < p.end <= len(text)
        assert [text[s:e] for s, e in p.sentences] == [text[s:e].strip() for s, e in p.sentences]
        assert p.sentences[0][0] == p.start and p.sentences[-1][1] == p.end


def test_until_hides_later_articles_and_keeps_undated(newsroom: Store) -> None:
    days = {h.article.published_at for h in search(newsroom, Query("flood dead missing police", "2026-04-12"), 30)}
    assert None in days and max(d for d in days if d) <= "2026-04-12"


@pytest.mark.parametrize("query", ['"', "a* NEAR(b c)", "(", "x AND", "-", "日本", "🎉 ok", "col:x"])
def test_no_question_is_search_syntax(newsroom: Store, query: str) -> None:
    newsroom.archive.match(fts_query(newsroom, f"{query} flood"), 5)


@pytest.mark.parametrize("limit", [1, 5, 40])
def test_a_day_leaves_what_matched_before_in_the_same_order(newsroom: Store, limit: int) -> None:
    archive, query = newsroom.archive, fts_query(newsroom, "flood police mayor")
    found = archive.passages([i for i, _ in archive.match(query, 10_000)])
    days = {i: archive.article(p.article_id, p.version).published_at or "" for i, p in found.items()}
    for until in ("2026-03-01", "2026-04-12", "2026-12-31"):
        allowed = [x for x in archive.match(query, 10_000) if days[x[0]][:10] <= until]
        assert allowed and [score for _, score in archive.match(query, limit, until)] == [score for _, score in allowed[:limit]]


@pytest.mark.parametrize("until", ["2026-03-01", "2026-04-12", "2026-12-31"])
def test_the_index_fills_its_limit_with_the_nearest_of_the_days_allowed(newsroom: Store, monkeypatch: pytest.MonkeyPatch, until: str) -> None:
    vector = newsroom.embed_question("Where did the flood hit?")
    monkeypatch.setattr("onrecord.vectorstore.index.ALLOWANCES", (1000,))
    everything = newsroom.index.nearest(vector, 5, until)
    for allowances in ((1,), (1, 2), (2, 16)):
        monkeypatch.setattr("onrecord.vectorstore.index.ALLOWANCES", allowances)
        assert len(everything) == 5 and {i for i, _ in newsroom.index.nearest(vector, 5, until)} == {i for i, _ in everything}


def test_of_a_common_word_the_passages_are_estimated_and_of_a_rare_one_counted(newsroom: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = open_archive(newsroom.archive.path.parent)
    true = archive.document_frequency(["the", "flood", "nowhere"])
    archive.close()
    monkeypatch.setattr("onrecord.vectorstore.archive.sqlite.MAX_COUNTED", true["flood"] + 1)
    archive = open_archive(newsroom.archive.path.parent)
    told = archive.document_frequency(["the", "flood", "nowhere"])
    archive.close()
    assert true["flood"] > 0 and true["the"] > 2 * true["flood"]
    assert told["flood"] == true["flood"] and told["nowhere"] == 0 and 0.5 < told["the"] / true["the"] < 2


def test_an_article_is_looked_up_in_an_index(newsroom: Store) -> None:
    keys = [(a, 1) for a in newsroom.archive.article_ids()[:3]]
    engine, statements = newsroom.archive._engine, list[tuple[str, object]]()

    def record(_: object, __: object, statement: str, values: object, *___: object) -> None:
        statements.append((statement, values))

    event.listen(engine, "before_cursor_execute", record)
    assert set(newsroom.archive.articles(keys)) == set(keys)
    event.remove(engine, "before_cursor_execute", record)
    with engine.connect() as db:
        plans = [row[3] for s, v in statements for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {s}", v)]  # type: ignore[arg-type]
    assert any("SEARCH versions USING INDEX" in p for p in plans) and not any("SCAN versions" in p for p in plans)


def test_rank_positions() -> None:
    rankings = {"bm25": ["a", "b"], "dense": ["b"]}
    assert rank_positions(rankings) == {"a": (("bm25", 1),), "b": (("bm25", 2), ("dense", 1))}


def test_packaged_model_agrees_with_sentence_transformers() -> None:
    from sentence_transformers import SentenceTransformer

    texts = ["a", "", "The general claimed that 15 tanks were lost.", "日本 🎉 e\u0301", "word " * 600]
    reference = SentenceTransformer(str(packaged_weights()), device="cpu").encode(texts, normalize_embeddings=True)
    assert ((load_embedder().embed(texts) * reference).sum(1) >= 0.9999).all()


def test_many_passages_get_the_vectors_that_few_do(newsroom: Store) -> None:
    passages = [p for i in newsroom.archive.article_ids()[:10] for p in texts_of(newsroom, i)]
    half = PackagedEmbedder()
    half._half = Bfloat16Reader()  # also on a processor that gains nothing by it
    (few, of_few), (many, of_many) = load_embedder().embed_passages(passages), half.embed_passages(passages, many=True)
    assert not np.array_equal(few, many), "one of the two was read in the other's way"
    assert (few * many).sum(1).min() >= 0.9999
    assert min((a * b).sum(1).min() for a, b in zip(of_few, of_many, strict=True)) >= 0.9999


def test_a_text_has_the_same_vectors_whatever_stands_beside_it() -> None:
    reader, text = Bfloat16Reader(), [101, *range(2000, 2062), 102]
    (alone,), beside = reader.read([text]), list(reader.read([text[:9], text, text[:30], [101, 102], text]))
    assert [len(t) for t in beside] == [9, 64, 30, 2, 64]
    assert np.abs(alone - beside[1]).max() < 0.05 and np.abs(alone - beside[4]).max() < 0.05


def texts_of(store: Store, article_id: str) -> list[PassageText]:
    article = store.archive.article(article_id)
    return [passage_text(article.title, article.text[p.start : p.end], p) for p in store.archive.passages_of(article)]


TWO = PassageText("Harbour vote\nThe mayor closed the harbour. Bakers in the old town went on strike.", ((13, 42), (43, 83)))


def test_a_sentence_is_nearer_to_its_own_question_than_its_neighbour_is() -> None:
    embedder = load_embedder()
    whole, (sentences,) = embedder.embed_passages([TWO])
    assert (whole * embedder.embed([TWO.text])).sum() > 0.9999
    assert np.allclose(np.linalg.norm(sentences, axis=1), 1, atol=1e-5)
    harbour, strike = embedder.embed(["Who closed the port?", "What did the bakers do?"]) @ sentences.T
    assert harbour.argmax() == 0 and strike.argmax() == 1


def test_a_sentence_beyond_what_the_model_reads_has_the_vector_of_its_passage() -> None:
    text = "word " * 600 + "The end."
    whole, (sentences,) = load_embedder().embed_passages([PassageText(text, ((0, 100), (len(text) - 8, len(text))))])
    assert sentences[1] @ whole[0] > 0.9999 > sentences[0] @ whole[0]


def test_another_model_reads_each_sentence_by_itself() -> None:
    embedder = SentenceTransformerEmbedder(str(packaged_weights()))
    _, found = embedder.embed_passages([PassageText("no sentence", ()), TWO])
    assert [len(s) for s in found] == [0, 2]
    assert (found[1] @ load_embedder().embed(["The mayor closed the harbour."])[0])[0] > 0.9999


def test_a_byte_a_dimension_moves_no_cosine_by_more_than_a_few_thousandths() -> None:
    vectors = load_embedder().embed(["One.", "Fifteen tanks were lost, the general claimed.", "日本"])
    assert np.abs(from_bytes(to_bytes(vectors), 3) @ vectors.T - vectors @ vectors.T).max() < 0.005


def test_passages_of_an_older_archive_are_embedded_again(tmp_path: Path, article_file: Path) -> None:
    home = tmp_path / "home"
    ids = taken_in(home, article_file)
    with create_engine(f"sqlite:///{home / 'archive.sqlite3'}").begin() as db:
        db.execute(text("ALTER TABLE embeddings DROP COLUMN sentences"))
        db.execute(text("PRAGMA user_version = 2"))
    assert asked(home) == (ids, len(ids))
    assert asked(home) == (ids, 0)


def test_batches_hold_each_text_once_and_no_more_than_is_read_at_once() -> None:
    lengths = [5000, 0, 100, 90, 110, 700, 95, 100, 100, 100]
    found = list(batches(lengths))
    assert sorted(i for some in found for i in some) == list(range(len(lengths)))
    assert all(len(some) == 1 or len(some) * max(lengths[i] for i in some) <= BATCH_CHARACTERS for some in found)
    assert [0] in found and [5] in found and max(map(len, found)) > 3 and list(batches([])) == []
