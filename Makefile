# The two commands of the README: `make demo` and `make test`. They need Python >= 3.11 and the package index, nothing else.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin

.PHONY: demo test check fix train screenshots crash year next clean

demo: $(VENV)/.installed
	$(BIN)/vigie demo

test: check
	$(BIN)/pytest -n 2 --dist worksteal

check: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/cog --check README.md docs/quality.md

fix: $(VENV)/.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/cog -r README.md docs/quality.md

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Vigie needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[test]"
	touch $@

# CORPORA: the folder that holds winer-fr/, which is not part of this repository; GOLD: more annotated articles for the roles.
train: $(VENV)/.installed
	@test -d "$(CORPORA)/winer-fr" || { echo "make train CORPORA=DIR : DIR holds winer-fr/ (see docs/model-card.md)" >&2; exit 2; }
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/weasel run all nlp/training --vars.corpora "$(abspath $(CORPORA))"
	$(BIN)/python -m nlp.training.learn tests/gold/dev*.jsonl tests/kiosk/gold.jsonl $(GOLD) --recognisers build/recogniser/adapted

screenshots: $(VENV)/.installed
	SCREENSHOTS=docs VIGIE_BROWSER_REQUIRED=1 $(BIN)/pytest tests/site/test_browser.py -k screenshots

# The portal's tests on the newest pre-release of Datasette, in an environment of its own.
next: $(VENV)/.installed
	$(PYTHON) -m venv $(VENV)-next
	$(VENV)-next/bin/python -m pip install --quiet --disable-pip-version-check -e ".[test]"
	$(VENV)-next/bin/python -m pip install --quiet --disable-pip-version-check --upgrade --pre datasette
	-$(VENV)-next/bin/python -m pytest -q -n 2 --dist loadfile tests/site
	$(VENV)-next/bin/python -m pip list 2>/dev/null | grep -i '^datasette '

# Hundreds of runs in trouble (docs/crash.md): INSTANTS by SIGKILL, at most MINUTES minutes. As root: it mounts file systems of its own.
INSTANTS ?= 200
MINUTES  ?= 60
crash: $(VENV)/.installed
	$(BIN)/python -m tests.crash --instants $(INSTANTS) --minutes $(MINUTES)

# A year of daily runs in one process, the clock set (docs/year.md).
year: $(VENV)/.installed
	$(BIN)/python -m tests.year

clean:
	rm -rf $(VENV) build dist *.egg-info
