# On a fresh machine `make pdf` and `make test` do everything, set-up included.

MAKEFLAGS += --no-print-directory
BIN := .venv/bin
# Tests start thousands of processes: each reads its modules compiled, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE

PYTEST := pytest --numprocesses auto --dist worksteal
UNMEASURED := tests/security tests/robustness tests/check/test_mutations.py tests/web/test_readers.py tests/test_wheel.py

.DEFAULT_GOAL := help
.PHONY: help pdf docs test check rules coverage unmeasured styles wheel golden bare bench lock clean ready

help: ## Say what can be made.
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' $(MAKEFILE_LIST)

pdf: ## Build this repository's own handout into build/.
	@.ci/setup pdf
	@$(BIN)/syllabus build --no-history

docs: ## Build the site of docs/ into build/site; a broken link is an error.
	@.ci/setup docs
	@$(BIN)/python docs/generate.py
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --config-file - < docs/mkdocs.yml

test: ready ## Run all tests, or those of TESTS='FILE …'.
	@$(BIN)/python -m $(PYTEST) $(TESTS)

check: ## The gate: format, lint, types, imports, all tests, their coverage, all styles, and a wheel.
check: rules coverage unmeasured styles wheel

# Coverage would double the time of what does one thing a thousand times, or is about a browser and a wheel, and
# tells nothing of it.
coverage: ready ## Run all tests but those of `unmeasured`, and say which branches they do not take.
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m $(PYTEST) $(addprefix --ignore=,$(UNMEASURED))
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

unmeasured: ready ## Run the tests without coverage: attacks, kills, thousands of damages, the page in a browser, the wheel.
	@$(BIN)/python -m $(PYTEST) $(UNMEASURED)

styles: ready ## Try all citation styles; `make test` tries a sample.
	@ALL_STYLES=1 $(BIN)/python -m pytest -q --numprocesses auto tests/bibliography/test_all_styles.py

rules: ready
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

wheel: ready
	@$(BIN)/python -m build --no-isolation --outdir build/dist

golden: ready ## Rewrite the expected files of tests/golden; read the diff afterwards.
	@$(BIN)/python -m pytest tests/test_golden.py --golden

bare: ## Run `make pdf` and `make test` on bare Debian 12 and 13; as root, with debootstrap.
	@.ci/bare

bench: ready ## Measure builds beside latexmk, pandoc, Typst and MyST; takes twenty minutes.
	@$(BIN)/python -m tests.bench

lock: ## Pin the newest stable versions of all Python packages in constraints.txt.
	@python3 -m venv --clear build/lock
	@build/lock/bin/python -m pip install --quiet --editable '.[dev,docs]' setuptools wheel
	@{ echo '# Written by `make lock`: the versions that `make` installs, and builds PyLaTeX with.'; \
		build/lock/bin/python -m pip freeze --all --exclude pip --exclude-editable; } > constraints.new
	@mv constraints.new constraints.txt
	@rm -rf build/lock

clean: ## Remove what was built and the caches; .venv stays.
	@if [ -x $(BIN)/syllabus ]; then $(BIN)/syllabus clean; fi
	@rm -rf dist build/dist .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

ready:
	@.ci/setup test
