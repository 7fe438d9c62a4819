# Every verb that CI or the README uses. It needs a Python of 3.11 or later, and make; `make help` lists the rest.

UV_VERSION := 0.13.9

export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON_DOWNLOADS := never
unexport VIRTUAL_ENV

MAKEFLAGS += --no-print-directory
BIN := .venv/bin
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The stamp has the name of the interpreter asked for, so that to ask for another makes another environment.
space := $(subst ,, )
SET_UP := .venv/.made-with-$(subst /,-,$(subst $(space),-,$(or $(PYTHON),any)))

# Each worker has servers of its own, but a Redis that is given is one for all; ARGS="-n 0" has none.
# In the order of the folders the end-to-end tests, which mostly wait, stand beside those that reckon.
WORKERS := $(if $(TEST_REDIS_URL),-n 0,-n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder)

##@ To begin with

.PHONY: demo
demo: $(SET_UP) ## Run an association's billing run on this machine, and keep serving it (ARGS="--json" and the like)
	@$(BIN)/synclog demo $(ARGS)

.PHONY: test
test: $(SET_UP) ## Pass every test, with a real Postgres and a real Redis (ARGS="-k name" and the like)
	@$(BIN)/pytest $(WORKERS) $(ARGS)

.PHONY: browser
browser: $(SET_UP) ## Connect QuickBooks by hand, in a real Chromium (Debian's; installed where it is missing)
	@$(find_chromium)
	@$(BIN)/pytest tests/browser $(ARGS)

.PHONY: rows
rows: $(SET_UP) ## Walk every row of what the log must do, and print one line a row
	@$(BIN)/pytest tests/acceptance/test_every_row.py -q -s $(ARGS)

.PHONY: quick
quick: $(SET_UP) ## Pass the unit tests alone, in seconds
	@$(BIN)/pytest tests/unit -q $(ARGS)

.PHONY: setup
setup: $(SET_UP) ## Make the environment in .venv (PYTHON=python3.12 chooses the interpreter)
	@echo "Ready: .venv with $$($(BIN)/python --version)"

##@ To change something

.PHONY: format
format: $(SET_UP) ## Put the code into its form
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

.PHONY: lint
lint: $(SET_UP) ## Check the code's form and manners
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

.PHONY: types
types: $(SET_UP) ## Check the types
	@$(BIN)/mypy
	@$(BIN)/mypy --explicit-package-bases tests alembic

.PHONY: imports
imports: $(SET_UP) ## Check who imports whom
	@$(BIN)/lint-imports

.PHONY: openapi
openapi: $(SET_UP) ## Write openapi/openapi.json anew, from the code
	@$(BIN)/python openapi/export.py

.PHONY: contract
contract: $(SET_UP) ## Check that openapi/openapi.json is what the code says, and lint it (the linters need Node.js)
	@$(BIN)/python openapi/export.py --check
	@if npm --version >/dev/null 2>&1; then $(MAKE) contract-lint; \
	else echo "NOT LINTED: the contract is what the code says, but its linters need Node.js."; fi

.PHONY: contract-lint
contract-lint: openapi/node_modules/.made
	@cd openapi && npm run --silent contract

openapi/node_modules/.made: openapi/package.json openapi/package-lock.json
	@cd openapi && npm ci --silent --no-audit --no-fund
	@touch $@

JS_CLIENTS := tests/sandbox/clients/js

.PHONY: clients
clients: $(SET_UP) $(JS_CLIENTS)/node_modules/.made ## Point published JavaScript clients at the sandbox (needs Node.js)
	@$(BIN)/python -m tests.sandbox.clients.javascript

$(JS_CLIENTS)/node_modules/.made: $(JS_CLIENTS)/package.json $(JS_CLIENTS)/package-lock.json
	@cd $(JS_CLIENTS) && npm ci --silent --no-audit --no-fund
	@touch $@

.PHONY: bench
bench: $(SET_UP) ## Measure: one JSON line for each file in tests/benchmarks (ONLY=sandbox, ARGS=10000 and the like)
	@for each in $(or $(ONLY),$(sort $(notdir $(basename $(wildcard tests/benchmarks/*.py))))); do \
		$(BIN)/python -m tests.benchmarks.$$each $(ARGS) || exit 1; \
	done

.PHONY: dockerfile
dockerfile: $(SET_UP) ## Check the Dockerfile
	@$(BIN)/hadolint Dockerfile

.PHONY: runtime
runtime: $(SET_UP) ## Make the environment of the image, without Docker, and start the command in it
	@rm -rf .state/runtime && mkdir -p .state/runtime
	@sed -n 's/^!//p' .dockerignore | xargs tar -cf .state/image.tar --exclude=__pycache__
	@tar -xf .state/image.tar -C .state/runtime
	@export UV_PYTHON="$$PWD/$(BIN)/python"; $(find_uv); cd .state/runtime; \
	"$$uv" sync --frozen --no-dev --no-install-project --quiet && \
	"$$uv" sync --frozen --no-dev --quiet && \
	.venv/bin/synclog --help >/dev/null
	@rm -rf .state/runtime .state/image.tar
	@echo "The image's environment is complete."

.PHONY: coverage
coverage: $(SET_UP) ## Pass every test, and ask for 100 % of the domain's branches and 90 % of all
	@$(BIN)/coverage erase
	@$(BIN)/pytest --cov --cov-report= $(WORKERS) $(ARGS)
	@$(BIN)/coverage report --include="domain/*" --fail-under=100
	@$(BIN)/coverage report --fail-under=90

.PHONY: audit
audit: $(SET_UP) ## Ask whether a dependency has a known weakness (over the internet, so not a part of CI)
	@mkdir -p .state; $(find_uv); \
	"$$uv" export --frozen --no-emit-project --no-header --quiet --format requirements-txt >.state/locked.txt
	@$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement .state/locked.txt
	@! npm --version >/dev/null 2>&1 || for folder in openapi $(JS_CLIENTS); do \
		npm --prefix $$folder audit --omit=optional || exit 1; \
	done

.PHONY: ci
ci: ## Do what CI does
	@.ci/run

.PHONY: help
help: ## Say this
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

# Chromium and what drives it come from Debian's packages; nothing else is ever fetched for them.

define find_chromium
[ -x /usr/bin/chromium ] && [ -x /usr/bin/chromedriver ] && exit; \
as_root=; [ "$$(id -u)" = 0 ] || as_root="sudo -n"; \
install="$$as_root apt-get install -qq -y --no-install-recommends chromium chromium-driver"; \
export DEBIAN_FRONTEND=noninteractive; \
echo "Installing Debian's chromium and chromium-driver"; \
$$install >/dev/null 2>&1 || { $$as_root apt-get update -qq >/dev/null 2>&1; $$install >/dev/null; } || { \
	echo >&2 "Chromium is missing, and could not be installed. On Debian, as root:"; \
	echo >&2 "  apt-get update && apt-get install --no-install-recommends chromium chromium-driver"; \
	exit 1; \
}
endef

# How the environment is made: by the uv on PATH, else by one of our own in .uv.

define find_python
for each in $(if $(PYTHON),"$(PYTHON)",python3 python3.13 python3.12 python3.11); do \
	"$$each" -c 'import sys; sys.version_info >= (3, 11) or sys.exit(1); print(sys.executable)' 2>/dev/null && exit; \
done; \
echo >&2 "synclog needs Python 3.11 or later; $(or $(PYTHON),python3) is $$("$(or $(PYTHON),python3)" --version 2>&1 | head -1)."; \
echo >&2 "Name one: make setup PYTHON=/path/to/python3.12"; \
exit 1
endef

find_uv = uv=uv; uv --version >/dev/null 2>&1 || uv="$$PWD/.uv/bin/uv"

$(SET_UP): pyproject.toml uv.lock
	@python="$$($(find_python))" || exit 1; $(find_uv); \
	[ "$$uv" = uv ] || "$$uv" --version 2>/dev/null | grep -q " $(UV_VERSION)" || { \
		echo "Fetching uv $(UV_VERSION) into .uv"; \
		rm -rf .uv; \
		"$$python" -m venv .uv && .uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION); \
	} || { echo >&2 "uv could not be installed. On Debian and Ubuntu: apt install python3-venv"; exit 1; }; \
	echo "Making the environment in .venv"; \
	"$$uv" sync --frozen --quiet --python "$$python"
	@rm -f .venv/.made-with-*
	@touch "$@"
