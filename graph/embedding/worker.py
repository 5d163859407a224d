"""The encoder process: the only one that imports torch. Reads requests and writes answers, a JSON object a line.

    python -m graph.embedding.worker REFERENCE [--network] [--threads N]

First line out: ``{"ready": {"dimension": 384, "hash": ...}}`` or ``{"failed": cause}``. A request is
``{"id": n, "kind": "query" | "document", "texts": [...]}``; its answer ``{"id": n, "vectors": base64}`` holds
little-endian float32, a row a text, of length 1; or it is ``{"id": n, "error": cause}``. The process ends when its
input does.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import sys
from collections.abc import Sequence
from typing import Any, TextIO

from graph.embedding.models import PROMPTS


def load(reference: str, network: bool) -> Any:
    """The model from a folder or, by name, from the hub's cache; fetched from the hub only if ``network``."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(
        reference, device="cpu", model_kwargs={"dtype": "float32"}, local_files_only=not network
    )
    # The hub's copy of an e5 model names no prompts, though the family needs them.
    if "e5" in reference.rsplit("/", 1)[-1].lower() and not any(model.prompts.values()):
        model.prompts = dict(PROMPTS)
    return model


def model_hash(model: Any) -> str:
    """sha256 over what decides a vector: weights as float32, tokenizer, prompts; not where it was loaded from."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(f"{name}{tuple(tensor.shape)}".encode())
        digest.update(tensor.detach().float().contiguous().numpy().tobytes())
    digest.update(model.tokenizer.backend_tokenizer.to_str().encode() if model.tokenizer.is_fast else b"")
    digest.update(json.dumps(model.prompts, sort_keys=True).encode())
    return digest.hexdigest()


def answer(model: Any, request: dict[str, Any]) -> dict[str, Any]:
    """The answer to one request; what goes wrong is said in it, so that the process lives on."""
    try:
        prompt = model.prompts.get(request["kind"]) or ""
        vectors = model.encode(
            request["texts"], prompt=prompt, batch_size=16, normalize_embeddings=True, show_progress_bar=False
        )
        return {"id": request["id"], "vectors": base64.b64encode(vectors.astype("<f4").tobytes()).decode("ascii")}
    except Exception as error:  # the caller decides what a failed batch means
        return {"id": request.get("id"), "error": f"{type(error).__name__}: {error}"}


def serve(model: Any, requests: TextIO, answers: TextIO) -> None:
    for line in requests:
        _write(answers, answer(model, json.loads(line)))


def _write(answers: TextIO, content: dict[str, Any]) -> None:
    answers.write(json.dumps(content) + "\n")
    answers.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m graph.embedding.worker")
    parser.add_argument("reference")
    parser.add_argument("--network", action="store_true")
    parser.add_argument("--threads", type=int, default=0)
    options = parser.parse_args(arguments)
    # What libraries print must not get between the answers: standard output becomes standard error for them.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    if not options.network:
        os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        import torch

        torch.set_num_threads(options.threads or available_cores())
        model = load(options.reference, options.network)
        vector = model.encode(["数"], show_progress_bar=False)
        _write(answers, {"ready": {"dimension": int(vector.shape[1]), "hash": model_hash(model)}})
    except Exception as error:  # whatever a library raises for a model it can't load
        _write(answers, {"failed": f"{type(error).__name__}: {error}"})
        return 1
    serve(model, sys.stdin, answers)
    return 0


def available_cores() -> int:
    """Cores this process may use, which in a container are fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return max(len(os.sched_getaffinity(0)), 1)
    return os.cpu_count() or 1


if __name__ == "__main__":
    sys.exit(main())
