# Everything sets itself up: on a fresh machine with Python 3.11 or newer and make,
# `make demo` and `make test` are all there is to type. The demo ends by serving the school it
# planned; `make demo SERVE=0` ends after planning.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
DEMO := out/demo
SECONDS ?= 60
WORKERS ?= 2
SERVE ?= 1
PROCESSES ?= 3
LOCKED := oidc postgres test build peer-highs

.PHONY: demo test lint bench quality peers outside lock clean

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Fieldweek needs Python 3.11 or newer: make PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -c 'from scheduler.solver.warm import main; main()'
	@touch $(READY)

.venv: $(READY)

demo: $(READY)
	@mkdir -p $(DEMO)
	$(BIN)/fieldweek make met --seed 1 -o $(DEMO)/instance.json
	$(BIN)/fieldweek solve $(DEMO)/instance.json -o $(DEMO)/timetable.json \
		--seconds $(SECONDS) --workers $(WORKERS) --seed 1 --json > $(DEMO)/outcome.json
	$(BIN)/fieldweek plot $(DEMO)/instance.json $(DEMO)/timetable.json \
		--outcome $(DEMO)/outcome.json -o $(DEMO)/pictures
	@rm -f $(DEMO)/fieldweek.db*
	FIELDWEEK_DATABASE=sqlite:///$(DEMO)/fieldweek.db $(BIN)/fieldweek load $(DEMO)/instance.json $(DEMO)/timetable.json
	@echo "Timetable: $(DEMO)/timetable.json   Pictures: $(DEMO)/pictures"
ifneq ($(SERVE),0)
	FIELDWEEK_DATABASE=sqlite:///$(DEMO)/fieldweek.db $(BIN)/fieldweek serve
endif

test: lint
	$(BIN)/python -m pytest -q -n $(PROCESSES) --dist worksteal
	$(BIN)/python -m pytest -q benchmarks/micro --benchmark-disable

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/python -m pytest -q benchmarks/micro --benchmark-only

quality: $(READY)
	$(BIN)/python -m benchmarks.quality --presets small met --seeds 1 2 3 --seconds $(SECONDS) --workers $(WORKERS)
	$(BIN)/python -m benchmarks.quality --presets small met --seeds 1 2 3 --seconds $(SECONDS) --workers $(WORKERS) --planted

# Cell by cell, and on from where it stopped. What a peer needs beyond pip it says; the Java
# peer's wheel is not in the lock.
peers: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation -e '.[peer-highs,peer-timefold]'
	$(BIN)/python -m benchmarks.peers --presets small met --seeds 1 2 3 --seconds $(SECONDS) --workers $(WORKERS) --held

# Public instances, read from FIELDWEEK_DATA; what is not there is skipped and said.
outside: $(READY)
	$(BIN)/python -m benchmarks.outside --seconds $(SECONDS)

# Names, versions and hashes only; `tests/unit/test_lock.py` refuses an address.
lock: $(READY)
	UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
		$(LOCKED:%=--extra %) --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
		pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) out build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
