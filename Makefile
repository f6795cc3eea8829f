# One command each: `make run` opens the desk, `make server` runs a server for it, `make test` proves it all,
# `make quick` what a change reaches, within a minute; `make check` is the gate before a commit.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
AT_ONCE := -n auto --dist worksteal
export QT_LOGGING_RULES = qt.qpa.*=false

.PHONY: run server test quick lint check durations memory simulate pictures features lock system system-test benchmarks compare translations clean

run: system $(READY)
	@$(BIN)/python -m bizet_desk --sample

server: $(READY)
	@$(BIN)/python -m sync_server run --sample

test: system-test $(READY)
	@$(BIN)/python -m pytest $(AT_ONCE)

# What is not committed, else what the branch has that main has not, or `make quick SINCE=revision`.
quick: system-test $(READY)
	@$(BIN)/python -m tests.support.affected $(SINCE)

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports

check: lint test

# How long each file of tests takes, for `make quick`; how much memory the workers of `make test` hold.
durations: system-test $(READY)
	@$(BIN)/python -m pytest $(AT_ONCE) -p tests.support.durations

memory: system-test $(READY)
	@$(BIN)/python -m pytest $(AT_ONCE) -p tests.support.memory

# All scenes in all looks: `make pictures ONLY="sell, pay/cash" LOOK=dark` draws fewer.
pictures: system $(READY)
	@$(BIN)/python -m tests.ui.gallery --only "$(ONLY)" --look "$(LOOK)"

SEEDS ?= 2000
simulate: $(READY)
	@$(BIN)/python -m tests.simulator $(SEEDS)

features: $(READY)
	@$(BIN)/python -m tests.support.features

benchmarks: $(READY)
	@for name in availability day sale start opening race jobs sync; do $(BIN)/python -m benchmarks $$name; done

# One benchmark on another revision and on this tree in turns: `make compare REV=main NAME=sale`.
ROUNDS ?= 3
compare: $(READY)
	@$(BIN)/python -m benchmarks.compare $(REV) $(NAME) $(ROUNDS)

translations: $(READY)
	$(BIN)/pybabel extract -F resources/translations/babel.cfg -k N_ -k NN_:1,2 --no-location --sort-output -o resources/translations/bizet.pot .
	$(BIN)/pybabel update -D bizet -i resources/translations/bizet.pot -d resources/translations --no-fuzzy-matching --ignore-obsolete

lock: $(READY)
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra server --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet --upgrade --output-file requirements.lock

# Set up once, and again only when the lock has changed.
$(READY): requirements.lock
	@echo "Setting up Python packages in $(VENV) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $(READY)

system:
	@sh installers/debian/ensure.sh run

system-test:
	@sh installers/debian/ensure.sh run test

clean:
	rm -rf $(VENV) out .pytest_cache .mypy_cache .ruff_cache .hypothesis
