# The two commands of the README are `make demo` and `make test`; each brings what it needs into .venv.
.PHONY: demo test check bench attacks clean
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

$(STAMP): pyproject.toml constraints.txt
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv -q --allow-existing $(VENV) && uv pip install -q -p $(VENV) -c constraints.txt -e '.[dev]'; \
	else \
	  python3 -m venv $(VENV) && $(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'; \
	fi
	@touch $(STAMP)

demo: $(STAMP)
	$(BIN)/assess demo $(ARGS)

test: $(STAMP)
	$(BIN)/python -m pytest -q -n auto $(ARGS)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP)
	$(BIN)/python benchmarks/scoring.py

attacks: $(STAMP)
	$(BIN)/python benchmarks/attacks.py $(or $(ARGS),10000)

clean:
	rm -rf $(VENV) demo build dist
