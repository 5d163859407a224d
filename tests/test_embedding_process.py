"""The encoder process, seen from outside: it loads in the background, questions come first, and it may die."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from graph.embedding.encoder import BATCH, Encoder, EncoderUnavailable
from graph.embedding.models import built_model_dir

FAKE = """
import base64, json, os, struct, sys, time
print({first!r}, flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    if "die" in asked["texts"]: os._exit(1)
    time.sleep({pause})
    vectors = b"".join(struct.pack("<2f", len(text), asked["kind"] == "query") for text in asked["texts"])
    print(json.dumps({{"id": asked["id"], "vectors": base64.b64encode(vectors).decode()}}), flush=True)
"""
READY = '{"ready": {"dimension": 2, "hash": "abc"}}'


class Fake(Encoder):
    """An encoder whose process speaks the protocol and needs no torch: a vector is (length, is a question)."""

    def __init__(self, folder: Path, first: str = READY, pause: float = 0.0) -> None:
        super().__init__(str(folder))
        self.program = FAKE.format(first=first, pause=pause)
        self.spawned = 0

    def _spawn(self) -> subprocess.Popen[str]:
        self.spawned += 1
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", self.program]
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, encoding="utf-8")


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[Fake]:
    with Fake(tmp_path) as encoder:
        yield encoder


def test_without_a_model_nothing_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    encoder = Encoder("")
    encoder.start()
    assert (encoder.state, encoder.ready, encoder.wait(1)) == ("lexical only", False, False)
    assert encoder.reason
    with pytest.raises(EncoderUnavailable):
        encoder.encode_question("三公经费")


def test_it_starts_in_the_background_and_then_is_ready(fake: Fake) -> None:
    assert fake.state == "not started"
    fake.start()
    fake.start()
    assert fake.wait(10)
    assert (fake.state, fake.spawned) == ("ready", 1)
    assert fake.info is not None
    assert (fake.info.dimension, fake.info.hash) == (2, "abc")


def test_passages_come_in_batches_in_their_order(fake: Fake) -> None:
    fake.wait(10)
    texts = ["字" * n for n in range(1, 2 * BATCH + 2)]
    batches = list(fake.encode_passages(texts))
    assert [len(batch) for batch in batches] == [BATCH, BATCH, 1]
    assert np.concatenate(batches)[:, 0].tolist() == [float(len(text)) for text in texts]


def test_the_same_question_is_encoded_once(fake: Fake) -> None:
    fake.wait(10)
    first = fake.encode_question("三公经费是多少")
    assert first.tolist() == [7.0, 1.0]
    assert fake.encode_question("三公经费是多少") is first


def test_a_question_goes_before_passages_that_wait(tmp_path: Path) -> None:
    with Fake(tmp_path, pause=0.1) as encoder:
        encoder.wait(10)
        batches = threading.Thread(target=lambda: list(encoder.encode_passages(["段落"] * BATCH * 20)))
        batches.start()
        time.sleep(0.15)
        started = time.perf_counter()
        encoder.encode_question("问题")
        waited = time.perf_counter() - started
        assert batches.is_alive()
        assert waited < 0.9
        batches.join()


def test_a_process_that_dies_is_replaced(fake: Fake) -> None:
    fake.wait(10)
    with pytest.raises(EncoderUnavailable):
        fake.encode_question("die")
    assert fake.wait(10)
    assert fake.spawned == 2
    assert fake.encode_question("问").tolist() == [1.0, 1.0]


def test_one_that_always_dies_is_given_up(fake: Fake) -> None:
    for _ in range(4):
        fake.wait(10)
        with pytest.raises(EncoderUnavailable):
            fake.encode_question("die")
    assert not fake.wait(10)
    assert fake.state == "failed"


def test_a_model_that_does_not_load_is_said_with_its_cause(tmp_path: Path) -> None:
    with Fake(tmp_path, first='{"failed": "OSError: no weights"}') as encoder:
        assert not encoder.wait(10)
        assert encoder.state == "failed"
        assert "no weights" in encoder.reason


def test_closing_ends_the_process(fake: Fake) -> None:
    fake.wait(10)
    process = fake._process
    fake.close()
    assert process is not None
    assert process.poll() is not None
    assert fake.state == "not started"


@pytest.mark.slow
def test_the_default_model_knows_a_paraphrase() -> None:
    if not (built_model_dir() / "modules.json").is_file():
        pytest.skip("no default model built: python -m graph.embedding.build")
    with Encoder() as encoder:
        assert encoder.wait(120), encoder.reason
        question = encoder.encode_question("招待客人花了多少钱？")
        texts = ["公务接待费支出决算为0.12万元。", "单价100万元以上设备0台。", "住房公积金18.57万元。"]
        passages = np.concatenate(list(encoder.encode_passages(texts)))
    assert np.allclose(np.linalg.norm(passages, axis=1), 1, atol=1e-4)
    assert int(np.argmax(passages @ question)) == 0
