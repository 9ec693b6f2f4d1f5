# `make` lists the targets. Everything is done by scripts/ (standard library) and .venv.
PYTHON ?= python3
SETUP = exec $(PYTHON) scripts/setup.py
TOOLS = .venv/bin/python scripts/develop.py

.DEFAULT_GOAL := help
.PHONY: help run test lint format types bench backup restore messages clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: ## start Trousse on http://localhost:8000 (PORT, HOST, TLS, DATA_DIR, DEMO, DATABASE_URL, THEME)
	@$(SETUP) run

test: ## every check and test, browsers included; installs what they need
	@$(PYTHON) scripts/setup.py develop && exec $(TOOLS) test

lint: ## format, rules, types, layers, templates, styles and scripts
	@$(PYTHON) scripts/setup.py develop && exec $(TOOLS) lint

format: ## rewrite the sources in the house format
	@$(PYTHON) scripts/setup.py develop && exec $(TOOLS) format

types: ## types only
	@$(PYTHON) scripts/setup.py develop && exec $(TOOLS) types

bench: ## the figures that we claim, measured here
	@$(PYTHON) scripts/setup.py develop && exec $(TOOLS) bench

backup: ## save the data of this instance in DATA_DIR/backups, while it runs or not
	@$(PYTHON) scripts/setup.py prepare && exec .venv/bin/python manage.py backup

restore: ## put a backup back: make restore FILE=data/backups/….tar.gz
	@$(PYTHON) scripts/setup.py prepare && exec .venv/bin/python manage.py restore $(if $(FORCE),--force) "$(FILE)"

messages: ## collect the strings to translate and compile the catalogues
	@$(PYTHON) scripts/setup.py develop && exec $(TOOLS) messages

clean: ## remove what was installed and built; the data stay
	rm -rf .venv .node .cache build frontend/node_modules frontend/theme-state/node_modules
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	find src scripts tests benchmarks -name __pycache__ -prune -exec rm -rf {} + || true
