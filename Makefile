# `make demo` and `make test` are all that a fresh machine with Python 3.11 and make needs.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
SOURCES := engine nodes web tests workflows docs

.PHONY: demo test check format bench docs clean

demo: $(READY)  ## Draw the sample pictures, train on them, predict; all files under .demo/
	@$(BIN)/python workflows/characters/demo.py .demo

test: $(READY)  ## The whole test suite
	@$(BIN)/python -m pytest

check: $(READY)  ## Format, lint, types and import rules
	@$(BIN)/ruff format --check --quiet $(SOURCES)
	@$(BIN)/ruff check --quiet $(SOURCES)
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(READY)  ## Bring the sources into form
	@$(BIN)/ruff format $(SOURCES)
	@$(BIN)/ruff check --fix $(SOURCES)

bench: $(READY)  ## Measure speed and memory; prints figures
	@$(BIN)/python -m pytest -m bench -s --timeout 3600 tests/benchmarks

docs: $(READY)  ## Write docs/reference/ anew from the registry
	@$(BIN)/python docs/generate.py

clean:  ## Remove what the commands above have made
	rm -rf .venv .demo build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(READY): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing Weft and what it needs into .venv (once; a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
