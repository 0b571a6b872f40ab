# `make` alone lists the targets. The first one that needs the environment makes it; later it is kept.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help install run test test-long check schema migrate audit bench bench-small bench-growth lock graphiql clean

help: ## List the targets.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: $(READY) ## Start the server, with demo data and a stand-in for Stripe. PORT=8000 DATABASE_URL=... WORKERS=2 (on PostgreSQL)
	@$(BIN)/acompte migrate
	@$(BIN)/acompte serve

install: $(READY) ## Set up the environment, and no more.

test: $(READY) ## Run all tests.
	@$(BIN)/python -m pytest

test-long: $(READY) ## Run the drawn tests with all that can be drawn: every order, every pair of deeds, ten thousand queries. Hours.
	@LONG=1 $(BIN)/python -m pytest -o faulthandler_timeout=0 tests/stories tests/billing/test_money_report.py tests/resolvers/test_generated_queries.py

check: $(READY) ## Lint, types, floors, schema: everything that is checked without running it.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright --warnings
	$(BIN)/lint-imports
	$(BIN)/acompte schema --check

schema: $(READY) ## Print the API's schema to schema.graphql.
	@$(BIN)/acompte schema

migrate: $(READY) ## Bring the database's schema up to date.
	@$(BIN)/acompte migrate

audit: $(READY) ## Check every invariant of the books.
	@$(BIN)/acompte audit

bench: $(READY) bench/.ready ## Measure, side by side with others. Half an hour. BENCH="--only floor Acompte"
	@PYTHONPATH=src:. $(BIN)/python -m bench.run $(BENCH)

bench-small: $(READY) bench/.ready ## See that the benchmarks work, with tiny data.
	@PYTHONPATH=src:. $(BIN)/python -m bench.run --small --rounds 1 --seconds 1

bench-growth: $(READY) bench/.ready ## Measure how it grows.
	@PYTHONPATH=src:. $(BIN)/python -m bench.growth

graphiql: ## Build the GraphiQL page anew. Needs Node.js; the built page is committed.
	cd graphiql && npm ci && npm run build

lock: ## Lock the dependencies anew: hashes, no addresses. Needs uv.
	uv export --quiet --format requirements-txt --no-emit-project --all-extras --no-header --output-file requirements.lock

# What only the others need: Ariadne, and the servers that run on Node.js.
bench/.ready: $(READY) bench/requirements.txt bench/package-lock.json
	@$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --no-deps -r bench/requirements.txt
	@cd bench && npm ci --silent
	@touch $@

clean: ## Remove the environment and all caches; var/ (the data) stays.
	rm -rf $(VENV) bench/.ready bench/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(READY): requirements.lock pyproject.toml
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv --without-pip $(VENV)
	@$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
