import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.evals.suite.cases import corpus
from onrecord.ingest.cleaning.clean import clean
from onrecord.ingest.documents import Rejected, Source
from onrecord.ingest.extract import extract
from onrecord.ingest.facts.dates import read_day
from onrecord.ingest.formats.decode import parse_json_line
from onrecord.ingest.pipeline import ingest
from onrecord.ingest.sandbox.pool import parse_all
from onrecord.ingest.split import PASSAGE_CHARACTERS, SENTENCE_CHARACTERS, split
from onrecord.vectorstore.archive import edit
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.model import Article
from onrecord.vectorstore.store import Store, open_store
from tests.ingest.bombs import BOMBS

LONG = "General Ivo Kask said on Sunday that the bridge would be closed for at least three weeks, and that nobody had been hurt."


def article(kind: str, raw: str, file_name: str = "x.txt") -> Article:
    made = extract(Source("here", "key", kind, raw, file_name))
    assert isinstance(made, Article)
    return made


def test_same_folder_twice_changes_and_embeds_nothing(tmp_path: Path, article_file: Path) -> None:
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        first, second = (ingest(store, [article_file.parent]) for _ in range(2))
    assert (first.added, first.passages_embedded > 0) == (1, True)
    assert (second.added, second.updated, second.unchanged, second.passages_embedded) == (0, 0, 1, 0)


def test_a_second_run_reads_only_what_has_changed(tmp_path: Path, article_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short = article_file.with_name("short.txt")
    short.write_text("Too short.")
    long_ago(article_file, short)
    read: list[str] = []
    monkeypatch.setattr("onrecord.ingest.pipeline.parse_all", lambda sources: parse_all(note(read, sources)))
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        first = ingest(store, [article_file.parent])
        assert len(read) == 2
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        second = ingest(store, [article_file.parent])
        assert len(read) == 2 and not store.index.is_open, "nothing is parsed, and the index is left alone"
        assert (second.unchanged, second.rejected) == (first.added, first.rejected) == (1, second.rejected)
        os.utime(article_file)  # as a checkout does: the content is what counts
        assert ingest(store, [article_file.parent]).unchanged == 1 and len(read) == 2
        before = article_file.stat()
        article_file.write_text(article_file.read_text("utf-8").replace("15 tanks", "19 tanks"), "utf-8")
        os.utime(article_file, ns=(before.st_atime_ns, before.st_mtime_ns))  # of the same size, within a tick of the clock
        assert ingest(store, [article_file.parent]).updated == 1 and len(read) == 3
        assert ingest(store, [article_file.parent], again=True).unchanged == 1 and len(read) == 5


def long_ago(*paths: Path) -> None:
    for path in paths:
        os.utime(path, (1_700_000_000, 1_700_000_000))


def note(read: list[str], sources: Iterable[Any]) -> Iterator[Any]:
    for source in sources:
        read.append(source.where)
        yield source


def test_a_file_whose_documents_were_not_all_taken_in_is_read_again(tmp_path: Path, article_file: Path) -> None:
    def stop(article: Article, outcome: str) -> None:
        raise KeyboardInterrupt

    long_ago(article_file)
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        with pytest.raises(KeyboardInterrupt):
            ingest(store, [article_file], acknowledge=stop)
        assert store.archive.files(version("onrecord")) == {}
        assert ingest(store, [article_file]).unchanged == 1
        assert len(store.archive.files(version("onrecord"))) == 1


def test_a_file_that_was_given_up_is_read_again_and_one_that_is_no_article_is_not(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "slow.md").write_bytes(BOMBS["brackets.md"]())
    (articles / "short.txt").write_text("Too short.")
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        assert len(ingest(store, [articles]).rejected) == 2
        assert [Path(p).name for p in store.archive.files(version("onrecord"))] == ["short.txt"]


@pytest.mark.slow
def test_ctrl_c_ends_an_ingest_cleanly_and_the_next_goes_on(tmp_path: Path) -> None:
    articles = corpus() / "articles"  # so many that none of the steps is done before the signal comes
    command = [sys.executable, "-m", "onrecord.ingest", str(articles), "--home", str(tmp_path / "home"), "--json-lines"]
    for step in ("reading", "embedding", "reading who said what"):
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0) as process:
            assert process.stdout and process.stderr
            next(line for line in process.stdout if f'"{step}"' in line)
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does
            told = process.stderr.read()
        assert (process.returncode, told) == (130, "onrecord: interrupted; run the same command again to continue\n")
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1])["unchanged"] == len(list(articles.iterdir()))


def test_changed_text_is_a_new_version_and_the_old_one_stays(tmp_path: Path, article_file: Path) -> None:
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        ingest(store, [article_file])
        article_file.write_text(article_file.read_text("utf-8").replace("15 tanks", "19 tanks"), "utf-8")
        assert ingest(store, [article_file]).updated == 1
        (name,) = store.archive.article_ids()
        assert "15 tanks" in store.archive.article(name, 1).text and "19 tanks" in store.archive.article(name).text
        assert store.archive.match('"15"', 5) == [] and len(store.archive.match('"19"', 5)) == 1


def test_rejected_are_counted_with_their_reason(tmp_path: Path) -> None:
    (tmp_path / "short.txt").write_text("Too short.")
    (tmp_path / "picture.txt").write_bytes(bytes(range(256)) * 50)
    (tmp_path / "lines.jsonl").write_text('{"text": 5}\nnot json\n[]\n')
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        reasons = {Path(r.where).name: r.reason for r in ingest(store, [tmp_path]).rejected}
    assert "10 characters" in reasons["short.txt"] and "--encoding" in reasons["picture.txt"]
    assert reasons.keys() >= {"lines.jsonl:1", "lines.jsonl:2", "lines.jsonl:3"}


def test_no_hidden_text_of_the_newsroom_is_in_the_archive(newsroom: Store) -> None:
    texts = " ".join(newsroom.archive.article(i).text for i in newsroom.archive.article_ids())
    assert "5.6 million" not in texts and "900 million" not in texts


def test_facts_of_each_format() -> None:
    text = article("text", f"Title: A day\nDate: March 4, 2026\nPublisher: Wire\nAuthors: A; B\n\n{LONG}")
    assert (text.title, text.published_at, text.publisher, text.authors) == ("A day", "2026-03-04", "Wire", ("A", "B"))
    markdown = article("markdown", f"---\ndate: 2026-03-04\npublisher: Wire\n---\n# A day\n\n{LONG}\n")
    assert (markdown.title, markdown.published_at, markdown.text) == ("A day", "2026-03-04", LONG)
    bare = article("text", LONG, "2026-03-05-bare.txt")
    assert (bare.published_at, bare.date_source) == ("2026-03-05", "file name")
    assert article("text", LONG, "bare.txt").published_at is None


def test_hidden_elements_of_a_page_are_dropped() -> None:
    body = "".join(f"<p>{LONG} It was day {n} of the closure.</p>" for n in range(5))
    hidden = '<p style="display: none">The mayor resigned.</p><p hidden>She fled.</p><template><p>He died.</p></template>'
    text = article("html", f"<html><head><title>A day</title></head><body><article>{hidden}{body}</article></body></html>").text
    assert "day 4" in text and not any(s in text for s in ("resigned", "fled", "died"))


@pytest.mark.parametrize("value", ["2026-02-30", "no date", "12345678901"])
def test_no_date_is_guessed(value: str) -> None:
    assert read_day(value).day is None


@pytest.mark.parametrize(("line", "reason"), [(b'{"text": ', "invalid JSON"), (b"[1]", "not a JSON object but a JSON list"), (b'{"text": 5}', "has no `text`")])
def test_bad_lines_say_what_is_wrong(line: bytes, reason: str) -> None:
    found = parse_json_line(line, "f:1")
    assert isinstance(found, Rejected) and reason in found.reason


@given(st.text(max_size=3000))
def test_passages_are_ordered_exact_and_cover_everything(raw: str) -> None:
    text, _ = clean(raw)
    passages = split(text)
    spans = [s for _, _, sentences in passages for s in sentences]
    assert all(a < b for a, b in spans) and all(x[1] <= y[0] for x, y in pairwise(spans))
    assert all(e - s <= max(PASSAGE_CHARACTERS, SENTENCE_CHARACTERS) for s, e, _ in passages)
    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())


def test_a_message_with_two_articles_gives_both_and_is_skipped_the_next_time(tmp_path: Path) -> None:
    outer = EmailMessage()
    outer["Subject"] = "Two stories and a stub"
    outer.set_content("See below.")
    for n, text in enumerate((LONG, LONG.upper(), "Stub.")):
        inner = EmailMessage()
        inner["Subject"], inner["Message-ID"] = f"Story {n}", f"<{n}@corvane.example>"
        inner.set_content(text)
        outer.add_attachment(inner)
    (tmp_path / "two.eml").write_bytes(outer.as_bytes())
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        first, second = (ingest(store, [tmp_path / "two.eml"]) for _ in range(2))
        titles = {store.archive.article(i).title for i in store.archive.article_ids()}
    assert (first.added, len(first.rejected), second.unchanged, len(second.rejected)) == (2, 1, 2, 1)
    assert titles == {"Story 0", "Story 1"}


def test_the_encoding_that_the_user_names(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Łódź: Świt. ".encode("cp1250") + LONG.encode())
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        ingest(store, [tmp_path / "a.txt"])
        ingest(store, [tmp_path / "a.txt"], encoding="windows-1250")
        article = store.archive.article(next(iter(store.archive.article_ids())))
        with pytest.raises(BadInput, match="unknown encoding hex"):
            ingest(store, [], encoding="hex")
    assert article.text.startswith("Łódź: Świt.") and article.fact_sources["encoding"] == "windows-1250 (named by the user)"


BARE = "The pumps of Oske ran all night. The waterworks said that 31 pumps were at work in the lower town on Thursday."


def test_facts_of_the_user_are_for_files_that_say_nothing(tmp_path: Path) -> None:
    (tmp_path / "bare.txt").write_text(BARE)
    (tmp_path / "stated.txt").write_text(f"Publisher: Corvane Wire\nDate: 2026-03-01\n\n{BARE.replace('31', '33')}")
    (tmp_path / "2026-03-02-named.txt").write_text(BARE.replace("31", "35"))
    (tmp_path / "web.jsonl").write_text(json.dumps({"url": "https://oske.example/pumps", "text": BARE.replace("31", "37"), "language": "de"}) + "\n")
    by_user = {"publisher": "Oske Courier", "published_at": "2026-03-05", "language": "sv"}
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        assert ingest(store, [tmp_path], by_user=by_user).added == 4
        articles = {re.findall(r"3\d", a.text)[0]: a for a in map(store.archive.article, store.archive.article_ids())}
        found = {n: (a.publisher, a.published_at, a.language, *(a.fact_sources[f] for f in by_user)) for n, a in articles.items()}
        assert found == {
            "31": ("Oske Courier", "2026-03-05", "sv", "user", "user", "user"),
            "33": ("Corvane Wire", "2026-03-01", "sv", "stated", "stated", "user"),
            "35": ("Oske Courier", "2026-03-02", "sv", "user", "file name", "user"),
            "37": ("Oske Courier", "2026-03-05", "de", "user", "user", "stated"),
        }
        assert ingest(store, [tmp_path], by_user=by_user).unchanged == 4
        again = ingest(store, [tmp_path])
        assert again.unchanged == 4 and store.archive.article(articles["31"].article_id).publisher == "Oske Courier", "the facts stay without the user's word"


def test_facts_of_the_user_can_be_given_later(tmp_path: Path) -> None:
    (tmp_path / "bare.txt").write_text(BARE)
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        assert [a.outcome for a in ingest(store, [tmp_path / "bare.txt"]).articles] == ["added"]
        (stored,) = ingest(store, [tmp_path / "bare.txt"], by_user={"publisher": "Oske Courier"}).articles
        assert (stored.outcome, stored.publisher, store.archive.article(stored.article_id).version) == ("updated", "Oske Courier", 2)
        edit(store.archive, stored.article_id, {"publisher": "Hallin Post"}, "ana")
        assert ingest(store, [tmp_path / "bare.txt"], again=True, by_user={"publisher": "Oske Courier"}).unchanged == 1
        assert store.archive.article(stored.article_id).publisher == "Hallin Post"
