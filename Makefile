# `make demo` and `make test` are all that a fresh machine with Python 3.11 and make needs.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
SOURCES := engine nodes web tests workflows docs

PAGE := $(BIN)/python web/build_page.py
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm --prefix web/canvas --silent

.PHONY: demo serve test check format bench bench-gpu bench-peers soak docs canvas clean

demo: $(READY)  ## Draw the sample pictures, train on them, predict; all files under .demo/
	@$(BIN)/python workflows/characters/demo.py .demo

serve: canvas  ## Open the canvas on a folder of your own: make serve FOLDER=~/workflows
	@$(BIN)/weft serve $(or $(FOLDER),.demo) --open

test: canvas  ## The whole test suite; the tests in a browser need Chromium
	@$(NPM) test -- --reporter=dot
	@$(BIN)/python -m pytest -n 2 --dist worksteal

check: canvas  ## Format, lint, types and import rules
	@$(BIN)/ruff format --check --quiet $(SOURCES)
	@$(BIN)/ruff check --quiet $(SOURCES)
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(NPM) run check
	@$(NPM) run types -- --check

format: canvas  ## Bring the sources into form
	@$(BIN)/ruff format $(SOURCES)
	@$(BIN)/ruff check --fix $(SOURCES)
	@$(NPM) run format

bench: canvas  ## Measure speed and memory; prints figures
	@$(BIN)/python -m pytest -m bench -s --timeout 3600 tests/benchmarks

bench-gpu: $(READY)  ## Speed on a GPU beside the bare network; needs a GPU
	@PYTHONPATH=tests $(BIN)/python -u -m benchmarks.gpu.speed

PEERS = $(if $(DATA),--data $(DATA)) $(if $(WEIGHTS),--weights $(WEIGHTS)) $(if $(PICTURES),--pictures $(PICTURES)) \
	$(if $(EPOCHS),--epochs $(EPOCHS)) $(if $(CONTEST),--contest $(CONTEST)) $(if $(ONLY),--only $(ONLY))

bench-peers: $(READY)  ## Weft beside Keras, timm and fastai: make bench-peers PICTURES=600 EPOCHS=2
	@PYTHONPATH=tests $(BIN)/python -u -m benchmarks.peers.race $(PEERS)

soak: canvas  ## The long forms of tests, which take minutes each
	@$(BIN)/python -m pytest -n 2 -m soak --timeout 3600

docs: canvas  ## Write docs/reference/ anew, and the types that the canvas takes from it
	@$(BIN)/python docs/generate.py
	@$(NPM) run types

canvas: $(READY)  ## Build the page of the canvas, where its sources have changed
	@$(PAGE) > /dev/null

clean:  ## Remove what the commands above have made
	rm -rf .venv .demo build dist web/weft_web/static web/canvas/node_modules .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(READY): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing Weft and what it needs into .venv (once; a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
