# Few verbs; `make help` lists them.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test check fix bench lock clean

BIN := .venv/bin
# `make test PYTEST="-n 0 -x"` looks at one failure at a time.
PYTEST ?= -n auto
say = @printf '\n\033[1m%s\033[0m\n' "$(1)"

help: ## list these verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## set up what is missing and serve the demo (PORT, NISASSESS_DATA_DIR)
	$(call say,run: setting up what is missing)
	@scripts/setup run
	$(call say,run: serving the demo)
	@exec $(BIN)/nisassess demo

test: ## set up what is missing and run every check and test
	$(call say,test: setting up what is missing)
	@scripts/setup test
	@$(MAKE) --no-print-directory _check
	$(call say,test: frontend)
	@scripts/npm test
	$(call say,test: Python on SQLite)
	@NISASSESS_TEST_DATABASE=sqlite $(BIN)/pytest $(PYTEST) -m "not browser"
	$(call say,test: Python on PostgreSQL)
	@NISASSESS_TEST_DATABASE=postgres $(BIN)/pytest $(PYTEST) -m "not browser and not database_free"
	$(call say,test: journeys in the browser)
	@NISASSESS_TEST_DATABASE=sqlite $(BIN)/pytest $(PYTEST) -m browser

check: ## style, types, architecture, frontend, generated files
	$(call say,check: setting up what is missing)
	@scripts/setup test
	@$(MAKE) --no-print-directory _check

.PHONY: _check
_check:
	$(call say,check: style)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	$(call say,check: types)
	@$(BIN)/mypy
	$(call say,check: architecture)
	@$(BIN)/lint-imports
	$(call say,check: frontend)
	@scripts/npm run check
	$(call say,check: schema.graphql and access.md and the plugin reference are up to date)
	@$(BIN)/nisassess schema export --check
	@$(BIN)/nisassess access export --check
	@$(BIN)/nisassess plugin reference --check

fix: ## format, apply safe fixes, write generated files anew
	$(call say,fix: setting up what is missing)
	@scripts/setup test
	$(call say,fix: style)
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .
	$(call say,fix: schema.graphql and access.md and the plugin reference)
	@$(BIN)/nisassess schema export
	@$(BIN)/nisassess access export
	@$(BIN)/nisassess plugin reference --write

bench: ## measure, beside the floor
	$(call say,bench: setting up what is missing)
	@scripts/setup test
	$(call say,bench: measuring)
	@$(BIN)/python -m bench

# Locked with hashes and without any host; the later locks hold the versions of the earlier ones.
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url

lock: ## lock the dependencies anew (UPGRADE=1 takes newer versions)
	$(call say,lock: setting up what is missing)
	@scripts/setup test
	$(call say,lock: runtime and dev and node)
	@$(LOCK) $(if $(UPGRADE),--upgrade) --group build pyproject.toml -o requirements/runtime.txt
	@$(LOCK) $(if $(UPGRADE),--upgrade) --group build --group dev -c requirements/runtime.txt pyproject.toml -o requirements/dev.txt
	@$(LOCK) $(if $(UPGRADE),--upgrade) --group node -o requirements/node.txt

clean: ## remove everything that the set-up made (never your data)
	$(call say,clean: all that the set-up made)
	@rm -rf .venv .setup.lock frontend/node_modules nisassess/static dist plugins/*/dist \
		.mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
