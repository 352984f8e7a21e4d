# Two words are enough: `make run` and `make test`. `make help` lists the others.
PORT ?= 8000
VENV := .venv
NAVIGATOR := $(VENV)/bin/navigator
TALLIES := soak.jsonl
# One more than there are processors: browsers and servers are waited for.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
PO := $(wildcard app/translations/*/LC_MESSAGES/*.po)
# What Python has compiled is kept from run to run, the tests too: they take each worker twelve seconds to compile.
unexport PYTHONDONTWRITEBYTECODE

FAST := tests/analytics tests/articles tests/assessments tests/courses tests/app/services tests/app/content tests/app/wording

.PHONY: help run test fast check hooks format bench mutants soak licences sbom advisories pins translations pictures

run: $(VENV)/.installed         ## the demonstration, on http://127.0.0.1:8000
	@$(NAVIGATOR) --data demo demo --serve --port $(PORT)

help:                           ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile | expand -t 20

test: $(VENV)/.installed-test   ## every test, on SQLite and PostgreSQL, in a real Chromium
	@sh tests/browser.sh
	@$(VENV)/bin/python -m pytest -n $(WORKERS) --dist worksteal

fast: $(VENV)/.installed-test   ## most tests of the plain packages and the services, on SQLite: a minute on two cores
	@$(VENV)/bin/python -m pytest -n auto --dist worksteal -q -k "not postgresql" -m "not many and not items" $(FAST)

check: $(VENV)/.installed-test  ## style, types, walls, names, and code that nobody calls; of scripts their own tests, too
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/mypy && $(VENV)/bin/lint-imports \
		&& $(VENV)/bin/python -m tests.architecture.callers \
		&& $(VENV)/bin/python -m pytest -q --noconftest -o addopts=--import-mode=importlib tests/architecture/test_names.py
	@[ -d node_modules ] || { echo "Scripts are checked by Node.js: install nodejs and npm, then run: sh install.sh test" >&2; exit 1; }
	@npm run --silent check

hooks: $(VENV)/.installed-test  ## have git run `make check` before each commit
	@$(VENV)/bin/pre-commit install

format: $(VENV)/.installed-test ## bring the code into its form
	@$(VENV)/bin/ruff check --fix . && $(VENV)/bin/ruff format .

bench: $(VENV)/.installed-test  ## ratios against today's tools, side by side
	@$(VENV)/bin/python -m benchmarks

mutants: $(VENV)/.installed-test ## plant small breakages one by one: do the tests notice?
	@sh tests/browser.sh
	@$(VENV)/bin/python -m benchmarks.mutants

soak: $(VENV)/.installed-test   ## the large counts of which the tests run a part: hours; kills go on where they were broken off
	@sh tests/browser.sh
	@DISCLOSURE_STUDIES=300 DISCLOSURE_PROGRAMMES=200 SETTLED_LEARNERS=100000 MUTATED_FILES=20000 \
		VECTORS_A_FIELD=1000 SENT_BY_SCHEMATHESIS=300 LIVES_OF_GROUPS=200 \
		$(VENV)/bin/python -m pytest -n auto tests/analytics/disclosure \
		tests/app/store/test_many_learners.py tests/app/store/test_summaries.py \
		tests/app/files/test_mutated_files.py tests/app/web/test_mutated_json.py tests/app/web/test_phone_schemathesis.py \
		tests/browser/test_words_that_would_run.py tests/browser/test_words_shown_again.py
	@$(VENV)/bin/python -m benchmarks.kill --kills 1000 --tally $(TALLIES)
	@$(VENV)/bin/python -m benchmarks.kill --kills 300 --postgresql --tally $(TALLIES)
	@$(VENV)/bin/python -m benchmarks.moments --kills 100 --tally $(TALLIES)
	@$(VENV)/bin/python -m benchmarks.moments --kills 100 --postgresql --tally $(TALLIES)
	@$(VENV)/bin/python -m benchmarks.faults --sheets 10
	@$(VENV)/bin/python -m benchmarks.faults --sheets 10 --postgresql
	@$(VENV)/bin/python -m benchmarks.scale

# Of three the licence stands in their repositories, or in a file of the wheel, alone: MIT (axe-playwright-python,
# pyrage), BSD-2-Clause (pyxform).
licences: $(VENV)/.installed-test ## of all libraries: fails for one that does not go with Apache-2.0
	@$(VENV)/bin/pip-licenses --from=mixed --order=license --ignore-packages smart-navigator pyrage axe-playwright-python pyxform \
		--partial-match --allow-only "MIT;BSD;Apache;ISC;PSF;Python Software Foundation;MPL;Mozilla;LGPL;Zope;Artistic"

sbom: $(VENV)/.installed-test   ## sbom.json, in CycloneDX: all libraries that a server can stand on, with every extra
	@rm -rf $(VENV)/server
	@for part in run backup metrics pdf postgres stats; do sh install.sh $$part $(VENV)/server || exit 1; done
	@$(VENV)/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible -o sbom.json $(VENV)/server/bin/python

advisories: $(VENV)/.installed-test ## is anything known against a library? Fails also where nobody can be asked
	@$(VENV)/bin/python -m tests.supply.advisories

pins:                           ## constraints.txt anew after a change of pyproject.toml, by uv: versions stay; UPGRADE=--upgrade: the newest
	@uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --all-extras --generate-hashes \
		--no-emit-index-url --no-header --no-annotate pyproject.toml -o constraints.txt

pictures: $(VENV)/.installed-test ## take the pictures of documents anew from the running product
	@sh tests/browser.sh
	@$(VENV)/bin/python -m pytest -q tests/browser/pictures/learners.py tests/browser/pictures/facilitators.py

translations:                   ## bring the catalogues up to date with the code
	@sh app/translations/update.sh

$(VENV)/.installed: pyproject.toml constraints.txt $(PO)
	@sh install.sh run

$(VENV)/.installed-test: pyproject.toml constraints.txt package-lock.json $(PO)
	@sh install.sh test
