# The virtual environment is updated when its inputs change.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# A process for each core, up to four, because each may hold models, servers and a browser. A file's
# tests share them, so they stay in one process.
PARALLEL := -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder
# A model never needs the network here; without this, its loader would ask a hub first.
export HF_HUB_OFFLINE := 1
# Bytecode is saved, so that pytest rewrites the assertions of a file only once.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: ask chat test fast lint mutants docs messages bench load corpus-index screenshots browser clean

ask: $(READY)
	@$(BIN)/askdoc ask "What did Kerry say about Assad?" corpus/

chat: $(READY)
	@$(BIN)/askdoc chat corpus/

# Failing tests run again, alone and by name; one that then passes is flaky.
test: lint browser
	@$(BIN)/python -m pytest $(PARALLEL) --durations=10 --cov=askdoc --cov-report=term || \
		{ test $$? = 1 && $(BIN)/python -m pytest --last-failed --last-failed-no-failures none -v; }

fast: $(READY)
	$(BIN)/python -m pytest $(PARALLEL) -m "not slow" -q

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Mutation testing: prints the changes to the code that no test notices; about an hour. Name mutants
# to run some of them, as in `make mutants MUTANTS="askdoc.bm25*"`.
mutants: $(READY)
	$(BIN)/mutmut run $(MUTANTS)
	$(BIN)/mutmut results

# The pages of docs/ as HTML, in build/docs/; a warning, such as a broken link, is an error.
docs: $(READY)
	$(BIN)/sphinx-build -b html -W --keep-going -q docs build/docs
	@echo "build/docs/index.html"

CATALOGUES = src/askdoc/messages

# Collects messages into the catalogues and compiles them; run it after you change messages, and again
# after you translate them.
messages: $(READY)
	mkdir -p build
	$(BIN)/pybabel -q extract -F pyproject.toml --no-default-keywords -k tr -k trn:1,2 -k later \
		-k laters:1,2 --no-location --sort-output --project askdoc -o build/messages.pot src
	$(BIN)/pybabel -q update -i build/messages.pot -d $(CATALOGUES) -D askdoc -w 100 \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel -q compile -d $(CATALOGUES) -D askdoc

# Quality, then speed; tables mark figures below their goal or far above it. Takes half an hour and
# 10 GB of disk. DATA=folder adds your own question sets, in the format of bench/data.py. TRAIN=folder,
# with the training data of the default model, also fits the confidence again.
bench: $(READY)
	$(BIN)/askdoc evaluate tests/golden/questions.jsonl corpus/
	$(BIN)/python bench/sentences.py
	$(BIN)/python bench/speakers.py corpus tests/golden/talks $(DATA) $(if $(DATA),$(DATA)/news)
	$(BIN)/python bench/quality.py $(DATA)
ifdef DATA
	$(if $(TRAIN),$(BIN)/python bench/calibrate.py $(TRAIN) $(DATA))
	$(BIN)/python bench/many.py $(DATA)
endif
	$(BIN)/python bench/speed.py $(DATA)
	$(BIN)/python bench/first.py
	$(BIN)/python bench/nearest.py
	$(BIN)/python bench/lexical.py
	$(BIN)/python bench/scale.py
	$(BIN)/python bench/growth.py

# The chat under 32 visitors at once.
load: $(READY)
	$(BIN)/python bench/load.py

# The index that the Space starts from; rebuild it after a change of corpus/, the model or splitting.
corpus-index: $(READY)
	$(BIN)/askdoc index corpus/ --index corpus/corpus.askdoc --rebuild

# The pictures of the README, from the chat itself.
screenshots: $(READY) browser
	$(BIN)/python docs/screenshots.py

# Debian's chromium, for the tests that use a browser.
browser:
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; } || \
		{ echo "make test needs chromium: sudo apt-get install chromium" >&2; exit 2; }

$(READY): pyproject.toml constraints.txt
	@echo "Making .venv (a few minutes, the first time only)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check "pip>=25.1"
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt torch
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[milvus,ray]" --group dev
	@touch $@

clean:
	rm -rf .venv
