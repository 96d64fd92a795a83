# A machine with Python 3.11 or newer and make is enough: every target sets up .venv by itself.
#   make demo     the bundled article as a table        make lint types imports   the checks of the code
#   make test     the test suite                        make schemas              write schemas/ from the models
#   make coverage  which lines and branches the suite runs, with its bars
#   make bench    speed, start and memory measured, docs/bench.md and the table of README.md with them
#   make soak     the long checks                       make drift                is schemas/ as the models say?
#   make readme   README.md, docs/checks.md renewed        make gains                facts gained and lost since a commit
#   make check    all that .ci/run asks for             make clean                remove what was made

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
RUN    := $(VENV)/.stamp-run
DEV    := $(VENV)/.stamp-dev

.DEFAULT_GOAL := help
.PHONY: help demo test coverage bench soak lint types imports schemas drift readme gains check clean

help:
	@sed -n 's/^#   //p' Makefile

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "make: $(PYTHON) is $$($(PYTHON) --version 2>&1 || true); Python 3.11 or newer is needed." >&2; \
	  echo "make: name another one: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "make: $(PYTHON) cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(RUN): pyproject.toml src/report_extract/_version.py | $(BIN)/python
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -e .
	@touch $@

$(DEV): pyproject.toml src/report_extract/_version.py | $(BIN)/python
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -e '.[dev]'
	@touch $@ $(RUN)

demo: $(RUN)
	@$(BIN)/report-extract demo

# A worker takes tests that lie together, so that what a file of tests makes for itself is made once.
test: $(DEV)
	$(BIN)/python -m pytest -n auto --dist worksteal

# Children are measured too (pyproject.toml); coverage.json holds every line. One test fills the disk of its children, on
# which the measuring of them ends in an error of its own.
coverage: $(DEV)
	rm -f .coverage .coverage.*
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=json:coverage.json --cov-report= \
	  --deselect tests/test_batch_faults.py::test_a_failing_disk_ends_the_run_and_resume_makes_it_whole
	$(BIN)/python tests/covered.py coverage.json

soak: $(DEV)
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -e '.[dev,spark]'
	$(BIN)/python -m pytest -m 'slow or spark'
	$(BIN)/python tools/soak.py all $(SOAK)

lint: $(DEV)
	$(BIN)/ruff check src tests corpora

types: $(DEV)
	$(BIN)/mypy

imports: $(DEV)
	$(BIN)/lint-imports

schemas: $(DEV)
	$(BIN)/python -m report_extract._schemas schemas

drift: $(DEV)
	$(BIN)/python -m report_extract._schemas schemas --check

readme: $(DEV)
	$(BIN)/python tests/readme.py
	$(BIN)/python tests/checks_page.py

# The peers that are installed are measured too: `pip install -e '.[bench]' jionlp` in .venv adds them.
bench: $(DEV)
	$(BIN)/report-extract bench $(BENCH) --json docs/bench.json > docs/bench.md.new
	mv docs/bench.md.new docs/bench.md
	$(BIN)/report-extract evaluate corpora/held-out --run --beside jionlp,recognizers,lac -f json -o docs/beside.json
	$(BIN)/python tests/readme.py

SINCE ?= HEAD
gains: $(DEV)
	@$(BIN)/python tests/gains.py $(SINCE)

check: test lint types imports drift

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage .coverage.* coverage.json
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
