# `make run` starts the playground, `make test` runs every check. Needs only Python 3.11 or newer, with venv, and make.

BIN := .venv/bin
UV := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --generate-hashes
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
TEMPLATES := find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2

.PHONY: help run test lint fmt bench lock chromium clean

help: ## Show this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /  make \1	/'

run: .venv/run.stamp ## Start the playground at http://127.0.0.1:8000 (PORT=8001 make run for another port)
	@exec $(BIN)/python manage.py serve

# A page that was too slow among all the others is asked once more by itself; what is wrong fails again.
# Compiled once, whatever the machine's habit: a server starts some sixty times.
test: export PYTHONDONTWRITEBYTECODE =
test: lint chromium ## Run every check and every test, in the browser too
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder || \
		$(BIN)/python -m pytest --last-failed --last-failed-no-failures none

lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(TEMPLATES) --check
	$(BIN)/mypy playground
	$(BIN)/python manage.py makemigrations --check --dry-run

fmt: .venv/test.stamp ## Put code and templates into their one format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(TEMPLATES)

bench: chromium ## Measure, beside a bare httpx reader in the same run
	@set -e; for bench in bench/[a-z]*.py; do echo "== $$bench"; $(BIN)/python "$$bench"; done

lock: .venv/test.stamp ## Pin what pyproject.toml asks for to its newest versions
	$(BIN)/python -m pip install --quiet uv
	$(UV) --upgrade pyproject.toml -o requirements.lock
	$(UV) --upgrade --group test pyproject.toml -o requirements-test.lock
	$(UV) --upgrade --extra s3 pyproject.toml -o requirements-s3.lock

chromium: .venv/test.stamp
	@sh .ci/chromium

clean: ## Remove the environment and the caches; the data folder stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache

.venv/run.stamp: requirements.lock $(BIN)/python
	$(INSTALL) -r requirements.lock
	@touch $@

.venv/test.stamp: requirements-test.lock $(BIN)/python
	$(INSTALL) -r requirements-test.lock
	@touch $@ .venv/run.stamp

# Order-only in effect: the interpreter is older than every stamp made after it.
$(BIN)/python:
	@sh .ci/venv
