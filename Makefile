# The words of this project. `make help` lists them.

.DEFAULT_GOAL := help
BIN := .venv/bin
TEST_WORKERS ?= 2

# The first of these that is new enough and can make environments; else the first that is new enough; else python3,
# and newsroom/bootstrap.py says what is wrong with it.
PYTHONS := $(PYTHON) $(BIN)/python python3 python3.14 python3.13 python3.12 python3.11
define environment
@for needed in 'ensurepip, venv' sys; do for python in $(PYTHONS); do \
	$$python -c "import sys, $$needed; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && exec $$python newsroom/bootstrap.py $(1); \
done; done; \
command -v python3 >/dev/null || { echo "newsroom: Newsroom needs Python 3.11 or newer with venv and pip; there is no python3 here." >&2; exit 1; }; \
exec python3 newsroom/bootstrap.py $(1)
endef

.PHONY: help run test torture check style types imports migrations deployment load environment lock

help: ## list these words
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

run: ## start the site on HOST:PORT (127.0.0.1:8000); DEMO=0 starts it empty
	$(call environment,run)
	@exec $(BIN)/python manage.py run_site

test: environment ## the tests, on SQLite and on PostgreSQL
	@status=0; \
	$(BIN)/pytest -n $(TEST_WORKERS) --dist worksteal --engine sqlite || status=1; \
	$(BIN)/pytest -n $(TEST_WORKERS) --dist worksteal --engine postgresql -m "not browser" || status=1; \
	exit $$status

torture: environment ## the long tests as well: many more kills, random edits and examples
	@TORTURE=1 HYPOTHESIS_PROFILE=torture $(MAKE) --no-print-directory test

check: style types imports migrations deployment ## style, types, imports, migrations, settings; -k for all at once

style: environment
	$(BIN)/ruff check --quiet --output-format concise
	$(BIN)/ruff format --quiet --check

types: environment
	$(BIN)/mypy

imports: environment
	$(BIN)/lint-imports

migrations: environment
	$(BIN)/python manage.py makemigrations --check --dry-run

# A real site behind a proxy, as docs/operators.md describes it.
deployment: environment
	HTTPS=1 ALLOWED_HOSTS=news.example CSRF_TRUSTED_ORIGINS=https://news.example \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

load: ## load content from FOLDER (seeds/data)
	$(call environment,run)
	@exec $(BIN)/python manage.py load_seeds $(FOLDER)

environment: ## .venv with everything for tests and checks
	$(call environment,test)

lock: environment ## resolve the versions in requirements*.txt anew, as pyproject.toml allows
	@lock="$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --no-emit-find-links pyproject.toml"; \
	$$lock -o requirements.txt && $$lock --group dev -c requirements.txt -o requirements-dev.txt
